# A word about a person, from when it is typed to when it is erased: nowhere but in the journal, then nowhere.
. "$SRCDIR/tests/lib/cli.sh"
prepare
word=canariquinze
TMPDIR=$dir/tmp
export TMPDIR
mkdir "$TMPDIR"

# ---- while the program holds it ----

mkfifo "$dir/typed"
# the standard input of a command in the background must be given
"$PROG" accompagner --themes bureautique --nouveau-code --note - <"$dir/typed" >"$dir/out" 2>"$dir/err" &
pid=$!
exec 3>"$dir/typed"
printf '%s ' "$word" >&3
limited() {
	grep -Eq '^Max core file size +0 +0 ' "/proc/$pid/limits"
}
tries=0
while [ -r "/proc/$pid/limits" ] && ! limited && [ $tries -lt 100 ]; do
	sleep 0.1
	tries=$((tries + 1))
done
if [ -r "/proc/$pid/limits" ]; then
	ok 'no core file' limited
	ok 'not in the arguments' prints_nothing grep -a "$word" "/proc/$pid/cmdline"
	ok 'still running' kill -0 "$pid"
fi
# what a terminal that closes leaves: nothing was saved
kill -9 "$pid"
wait "$pid" 2>/dev/null
exec 3>&-
ok 'nothing of it is left by a program that was killed' prints_nothing grep -rl "$word" "$dir/base" "$TMPDIR"

# ---- noted, shown, copied, erased ----

printf '%s' "$word" | "$PROG" accompagner --themes bureautique --nouveau-code --note - >"$dir/out" 2>"$dir/err"
code=$(sed -n 's/^Code de la personne : \([^ ]*\).*/\1/p' "$dir/out")
ok 'a code' test -n "$code"
ok 'the answer does not repeat it' prints_nothing grep "$word" "$dir/out" "$dir/err"
is 'only in the journal' "$(grep -rl "$word" "$dir/base" "$TMPDIR")" "$dir/base/journal.db"
run accompagner --themes bureautique --code "$code" --note "$word"
exits 2 'a note in the arguments is refused'
for place in bilan 'journal --format tsv' verifier; do
	# shellcheck disable=SC2086 # a command and its options
	run $place
	exits 0
	ok "not in « $place »" prints_nothing grep "$word" "$dir/out" "$dir/err"
done
mkdir -m 700 "$dir/base/sauvegardes"
run sauvegarder "$dir/base/sauvegardes/journal-2026-11-23.db"
exits 0
run effacer --code "$code" --oui
exits 0
ok 'in no byte of the folders' prints_nothing grep -rl "$word" "$dir/base" "$TMPDIR"
ok 'nor its code' prints_nothing grep -rl "$code" "$dir/base" "$TMPDIR"
is 'no temporary file is left' "$(ls -A "$TMPDIR")" ''

# ---- corrections and additions, then taken back: nothing of them stays in the directory ----

# The values of shared fields; of any length, as words are.
word=canariseize
base=$AIGUILLAGE_BASE/annuaire.db
correct() {
	for correction in "$place nom" "$place complement_adresse" "$place note" 'S015 nom' 'S015 note' 'S015 frais_precisions'; do
		# shellcheck disable=SC2086 # an identifier and a field
		set -- $correction
		run corriger "$1" --champ "$2=$word ${2}"
		exits 0
	done
}
withdraw() {
	for correction in "$place nom" "$place complement_adresse" "$place note" 'S015 nom' 'S015 note' 'S015 frais_precisions'; do
		# shellcheck disable=SC2086 # an identifier and a field
		set -- $correction
		run corriger "$1" --champ "$2" --source
		exits 0
	done
}
place=france-services-amplepuis
correct
ok 'the directory shows corrections' grep -q "$word" "$base"
run corriger S015 --champ "nom=$word encore"
exits 0
withdraw
ok 'corrections withdrawn: in no byte of the directory' prints_nothing grep -l "$word" "$base"
run ajouter lieu --champ "nom=$word" --champ commune=Bibost --champ "complement_adresse=$word bis" --champ "note=$word note"
exits 0
added=${out#Ajouté : }
run ajouter offre --lieu "$added" --champ "nom=$word offre" --champ services=démarches --champ "note=$word note"
exits 0
offer=${out#Ajouté : }
run corriger "$added" --champ "note=$word autre"
exits 0
ok 'the directory shows additions' grep -q "$word" "$base"
run corriger "$offer" --annuler ajout
exits 0
run corriger "$added" --annuler ajout
exits 0
ok 'additions withdrawn: in no byte of the folder' prints_nothing grep -rl "$word" "$AIGUILLAGE_BASE" "$TMPDIR"

done_testing
