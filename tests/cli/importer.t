# aiguillage importer: reports, exit codes, and a directory that is the old one or the new one.
. "$SRCDIR/tests/lib/cli.sh"

files=$SRCDIR/tests/data/import
head='id,pivot,nom,commune,code_postal,adresse'

# fed STATUS: what $dir/out and $dir/err hold, when the program had a standard input.
fed() {
	status=$1
	out=$(cat "$dir/out")
	errors=$(cat "$dir/err")
}

run etat
exits 0 'a directory'

run importer "$files/v1.csv"
exits 0 'a whole file'
out_has 'Lieux de médiation numérique, version 1 (source « mednum »)'
out_has '5 fiches lues, 5 gardées, aucune refusée.'
out_has '5 lieux ajoutés.'
run etat
out_has 'Contenu : 89 lieux, 115 offres'
run chercher --commune Tarare --texte "nid numérique" --format tsv
out_has 'Le Nid numérique'
run montrer mednum.Invente_nid-1
exits 0 'the key of an imported place'

run importer "$files/v1.csv"
exits 0 'again'
out_has '5 lieux sans changement.'
out_has 'Rien n’a changé'
run importer "$files/v1.csv" --rapport "$dir/same.csv"
exits 0 'again, with its remarks'
ok 'the remarks are in the report' grep -q '^remarque,' "$dir/same.csv"
{ cat "$files/v1.csv" && echo && echo '"Inv_neuf","","Un de plus","Tarare","69170",,,,,,,,,,,,,,,,,,,,,,,,,,,'; } >"$dir/v1.csv"
run importer "$dir/v1.csv"
out_has '1 lieu ajouté'
run importer "$files/v1.csv"
exits 0 'an older file'
out_has '1 lieu disparu, 5 sans changement'

run importer --essai "$files/v0.csv"
exits 0 'a dry run'
out_has 'Essai : rien n’a été changé'
out_has '2 lieux ajoutés, 5 disparus.'
run etat
out_has 'Contenu : 89 lieux, 115 offres'

printf '%s\nx,0,Un,Tarare,69170,1 rue A\ny,0,,Tarare,69170,2 rue A\n' "$head" >"$dir/part.csv"
run importer --source essai "$dir/part.csv" --rapport "$dir/rapport.csv"
exits 5 'a row is refused'
out_has 'ligne 3 (fiche 2), colonne « nom » : le nom est vide'
err_has '1 fiche sur 2 n’a pas été prise'
ok 'the report is written' grep -q '^refus,fiche refusée,.*,2,3,nom,le nom est vide,' "$dir/rapport.csv"
is 'for its owner only' "$(ls -l "$dir/rapport.csv" | cut -c1-10)" '-rw-------'

run importer "$files/di-v1-services.jsonl" "$files/di-v1-structures.json"
exits 5 'two files, the services first'
out_has '3 offres ajoutées.'

cat "$files/cartographie.json" | "$PROG" importer - --source tuyau >"$dir/out" 2>"$dir/err"
fed $?
exits 0 'from the standard input'
out_has 'L’entrée standard : Cartographie nationale'

# what cannot be used
before=$(run etat; grep Contenu "$dir/out")
printf '%s\nx,0,"Un,Tarare,69170,1 rue A\n' "$head" >"$dir/quote.csv"
printf '%s\nx,0,Caf\351 caf\303\251,Tarare,69170,1 rue A\n' "$head" >"$dir/mixed.csv"
gzip -c "$files/v1.csv" >"$dir/gz.csv" 2>/dev/null || printf '\037\213' >"$dir/gz.csv"
: >"$dir/empty.csv"
echo "$head" >"$dir/header.csv"
head -c 5000 /dev/urandom >"$dir/noise.csv"
for name in quote mixed gz empty header noise missing; do
	run importer --source mal "$dir/$name.csv"
	exits 3 "$name"
	is "$name: one sentence" "$(wc -l <"$dir/err" | tr -d ' ')" 1
done
run importer --source mal "$dir"
exits 3 'a folder'
"$PROG" importer - --source mal </dev/null >"$dir/out" 2>"$dir/err"
is 'nothing on the standard input' $? 3
yes '' | "$PROG" importer - --source mal >"$dir/out" 2>"$dir/err"
fed $?
exits 3 'a standard input without end'
err_has '256 Mo'
run importer
exits 2 'no file'
run importer --source 'Mon Nom' "$files/v1.csv"
exits 2 'a wrong name of source'
run importer --format autre "$files/v1.csv"
exits 2 'a wrong format'
run importer --formats
exits 0 'the list of formats'
out_has 'mediation-numerique-v1'
run etat
is 'the directory is what it was' "$(grep Contenu "$dir/out")" "$before"

# made by the test: enough rows for an import that takes its time
awk -v head="$head" 'BEGIN {
	print head
	for (i = 1; i <= 4000; i++)
		printf "big_%d,00000000000000,Lieu %d,Tarare,69170,%d rue des Essais\n", i, i, i
}' >"$dir/big.csv"
awk 'NR % 3 != 2' "$dir/big.csv" | sed 's/rue des Essais/avenue des Essais/' >"$dir/small.csv"

contents() {
	run etat
	grep -q 'sain' "$dir/out" || echo 'damaged'
	sed -n 's/^Contenu : //p' "$dir/out"
}

run importer --source gros "$dir/big.csv"
exits 0 '4,000 places'
old=$(contents)
run importer --source gros "$dir/small.csv" --essai --detail 0
exits 0 'a third of them less'
new=$(cp -R "$dir/base" "$dir/copy"; "$PROG" importer --base "$dir/copy" --source gros "$dir/small.csv" >/dev/null 2>&1
	"$PROG" etat --base "$dir/copy" | sed -n 's/^Contenu : //p')
ok 'the new contents are others' test "$old" != "$new"

# The moments of the kills are shares of what an import lasts here; an import that ended before its kill shortens them.
milliseconds() {
	echo $(($(date +%s%N) / 1000000))
}

begun=$(milliseconds)
"$PROG" importer --source gros "$dir/small.csv" >/dev/null 2>&1
"$PROG" importer --source gros "$dir/big.csv" >/dev/null 2>&1
lasts=$((($(milliseconds) - begun) / 2 + 1))
killed=0 wrong=0 n=0
times=20
[ -z "$AIGUILLAGE_LONG" ] || times=200
while [ $n -lt $times ]; do
	n=$((n + 1))
	if [ $((n % 2)) = 1 ]; then file=small; else file=big; fi
	# with a report, or a file that is already there would be told at once
	"$PROG" importer --source gros "$dir/$file.csv" --rapport "$dir/kill.csv" >/dev/null 2>&1 &
	pid=$!
	wait_ms=$((lasts * (n * 7 % 20) / 20))
	sleep "$((wait_ms / 1000)).$(printf '%03d' $((wait_ms % 1000)))"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	if [ $? = 137 ]; then
		killed=$((killed + 1))
	else
		lasts=$((lasts * 3 / 4 + 1))
	fi
	now=$(contents)
	[ "$now" = "$old" ] || [ "$now" = "$new" ] || {
		wrong=$((wrong + 1))
		echo "# after kill $n: $now"
	}
done
is "killed $killed times: the old directory or the new one" $wrong 0
ok 'killed in the middle, mostly' test $killed -gt $((times / 2))

# no room: the kernel refuses to let the base grow
run importer --source gros "$dir/small.csv"
was=$(contents)
size=$(wc -c <"$dir/base/annuaire.db")
(
	trap '' XFSZ
	ulimit -f $((size / 1024 + 100))
	awk '{ print } NR > 1 { sub(/^big/, "more"); print }' "$dir/big.csv" >"$dir/more.csv" 2>/dev/null
	exec "$PROG" importer --source gros "$dir/more.csv"
) >"$dir/out" 2>"$dir/err"
fed $?
exits 4 'no room'
err_has 'annuaire.db'
is 'the old directory' "$(contents)" "$was"

# two at once: one waits for the other
"$PROG" importer --source deux "$dir/big.csv" >/dev/null 2>"$dir/err1" &
one=$!
"$PROG" importer --source trois "$dir/small.csv" >/dev/null 2>"$dir/err2" &
two=$!
wait $one
is 'the first of two' $? 0
wait $two
second=$?
# on a slow machine it may have been told that the other was writing: then once more
test $second -eq 4 && { "$PROG" importer --source trois "$dir/small.csv" >/dev/null 2>&1; second=$?; }
is 'the second' $second 0
run etat
exits 0 'a sound directory'
out_has "$(printf '4\302\240000 lieux')"
done_testing
