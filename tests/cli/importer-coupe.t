# An import killed before a system call that touches the base: the directory is the old one or the new one.
# A sample of them; AIGUILLAGE_LONG=1 tries every one.
. "$SRCDIR/tests/lib/cli.sh"
needs strace
strace -o /dev/null true 2>/dev/null || {
	echo '1..0 # SKIP strace may not trace here'
	exit 0
}

awk 'BEGIN {
	print "id,pivot,nom,commune,code_postal,adresse"
	for (i = 1; i <= 300; i++)
		printf "a_%d,0,Lieu %d,Tarare,69170,%d rue des Essais\n", i, i, i
}' >"$dir/old.csv"
sed '1n; n; s/rue/avenue/; n; d' "$dir/old.csv" >"$dir/new.csv"

# What the directory holds, row by row, and whether it is sound.
contents() {
	"$PROG" etat >"$dir/state" 2>/dev/null || echo 'unsound'
	sed -n 's/^Contenu : //p' "$dir/state"
	"$PROG" chercher --commune Tarare --texte 'rue essais' --format tsv 2>/dev/null | cksum
	"$PROG" chercher --commune Tarare --texte 'avenue essais' --format tsv 2>/dev/null | cksum
}

prepare
"$PROG" importer "$dir/old.csv" >/dev/null 2>&1
cp -R "$dir/base" "$dir/kept"
old=$(contents)
strace -f -o "$dir/trace" -e trace=pwrite64,fdatasync,fsync,ftruncate,unlink,openat \
	"$PROG" importer "$dir/new.csv" >/dev/null 2>&1
new=$(contents)
ok 'the new directory is another' test "$old" != "$new"

for call in pwrite64 fdatasync fsync ftruncate unlink openat; do
	n=$(grep -c " $call(" "$dir/trace")
	[ "$n" -gt 0 ] || continue
	step=1
	[ -n "$AIGUILLAGE_LONG" ] || step=$((n / 6 + 1))
	k=1 tried=0 wrong=0
	while [ $k -le "$n" ]; do
		rm -rf "$dir/base"
		cp -R "$dir/kept" "$dir/base"
		strace -f -o "$dir/killed" -e trace=$call -e inject=$call:signal=KILL:when=$k \
			"$PROG" importer "$dir/new.csv" >/dev/null 2>&1
		now=$(contents)
		tried=$((tried + 1))
		grep -q 'killed by SIGKILL' "$dir/killed" || wrong=$((wrong + 1))
		if [ "$now" != "$old" ] && [ "$now" != "$new" ]; then
			wrong=$((wrong + 1))
			echo "# killed before $call number $k: $now"
		fi
		k=$((k + step))
	done
	is "killed before $tried of $n $call: the old directory or the new one" $wrong 0
done
done_testing
