# The phrase of the journal by commands: set, asked, wrong, changed, lost, taken off; nothing in clear meanwhile.
. "$SRCDIR/tests/lib/cli.sh"
prepare
word=canariquinze
phrase='quatre mots sans rapport'
other='cinq autres mots sans rapport'

# given LINES ARG…: the program with that standard input.
given() {
	status=0
	lines=$1
	shift
	printf '%s\n' "$lines" | "$PROG" "$@" >"$dir/out" 2>"$dir/err" || status=$?
	out=$(cat "$dir/out")
	errors=$(cat "$dir/err")
	ran=$*
}

# The directory knows nothing of what is noted.
in_clear() {
	grep -rlaF -e "$word" -e "$code" "$dir/base" | grep -v annuaire.db
}

given "$word" accompagner --themes bureautique --nouveau-code --note -
code=$(sed -n 's/^Code de la personne : \([^ ]*\).*/\1/p' "$dir/out")
ok 'a code' test -n "$code"
run journal --format tsv
id=$(printf '%s\n' "$out" | sed -n 2p | cut -f 1)
mkdir -m 700 "$dir/base/sauvegardes"
run sauvegarder "$dir/base/sauvegardes/journal-2026-11-23.db"
exits 0
run sauvegarder "$dir/claire.db"
exits 0
run exporter journal --avec-textes --sortie "$dir/ours"
AIGUILLAGE_BASE=$dir/other run importer journal "$dir/ours"
exits 0
AIGUILLAGE_BASE=$dir/other run journal "$id" --champ canal=domicile
exits 0
AIGUILLAGE_BASE=$dir/other run exporter journal --avec-textes --sortie "$dir/theirs"
run bilan --format tsv
before=$out
run phrase
exits 0
out_has 'n’est pas protégé'
out_has 'perdus pour toujours'
is_clean phrase
fits phrase 80

# ---- setting ----

run phrase --mettre
exits 2 'no phrase was given'
run phrase --mettre --enlever
exits 2
given court phrase --mettre
exits 2 'too short'
given "$(printf '%401s' '' | tr ' ' a)" phrase --mettre
exits 2 'too long'
err_has 'trop longue'
ok 'nothing has changed' in_clear
given "$phrase" phrase --mettre
exits 0
recovery=$(sed -n 's/^ *\(.....-.....-.....-.....-.....-.....\)$/\1/p' "$dir/out")
ok 'a recovery code' test -n "$recovery"
ok 'no byte in clear, in the journal or its copies' prints_nothing in_clear
ok 'the phrase and the code are nowhere' prints_nothing grep -rlF -e "$phrase" -e "$recovery" "$dir/base"
given "$phrase" phrase --mettre
exits 2 'only once'
err_has '--changer'

# ---- locked ----

run bilan --format tsv
is 'the figures are the same' "$out" "$before"
for place in journal "journal $id" 'journal --format json' suivre verifier 'exporter journal' 'exporter coop'; do
	# shellcheck disable=SC2086 # a command and its options
	run $place
	exits 0
	ok "« $place » tells nothing" prints_nothing grep -F -e "$word" -e "$code" "$dir/out" "$dir/err"
done
run journal "$id"
out_has 'Note : fermé (phrase)'
run journal "$id" --champ canal=distance
run importer journal "$dir/theirs"
exits 0 'merged without the phrase'
out_has 'Canal'
out_has 'Note : fermé'
ok 'and what both have is not told' prints_nothing grep -F "$word" "$dir/out"
given "$word" accompagner --themes bureautique --note -
exits 0 'noted without the phrase'
run journal "$id" --annuler
exits 0
run journal "$id" --retablir
exits 0
for place in 'journal --code' 'extraire --code' 'effacer --code'; do
	# shellcheck disable=SC2086
	run $place "$code"
	exits 2 "« $place » needs the phrase"
done
run exporter journal --avec-textes
exits 2 'texts do not leave without the phrase'
ok 'nothing was written in clear' prints_nothing in_clear

# ---- open ----

given 'une autre phrase' journal "$id" --avec-phrase
exits 2
err_has 'pas la bonne phrase'
given "$phrase" journal "$id" --avec-phrase
exits 0
out_has "Note : $word"
out_has "$code"
given "$phrase" extraire --code "$code"
exits 0
out_has "$word"
given "$phrase
$word" accompagner --themes bureautique --code "$code" --note - --avec-phrase
exits 0 'phrase and words, one after the other'
ok 'sealed' prints_nothing in_clear
given "$phrase" exporter journal --avec-textes
exits 0
out_has "$word"

# ---- a copy in clear, put back ----

run restaurer "$dir/claire.db" --oui
exits 0
ok 'it is sealed as the journal is' prints_nothing in_clear
given "$phrase" journal "$id" --avec-phrase
out_has "Note : $word"

# ---- changed, lost, taken off ----

given "$phrase
$recovery" phrase --changer
exits 2 'a recovery code is no phrase: it would open nothing'
long=$(printf '%400s' '' | tr ' ' a)
given "$phrase
$long" phrase --changer
exits 0 'the longest phrase'
recovery=$(sed -n 's/^ *\(.....-.....-.....-.....-.....-.....\)$/\1/p' "$dir/out")
given "$long" journal --avec-phrase
exits 0 'and it opens'
given "$recovery
$other" phrase --changer
exits 0 'by the recovery code'
out_has 'reste ouverte par l’ancienne phrase'
given "$phrase" journal --avec-phrase
exits 2 'the first phrase opens nothing'
given "$recovery" journal --avec-phrase
exits 2 'nor the first code'
err_has 'un nouveau code'
given "$other" journal "$id" --avec-phrase
exits 0
out_has "Note : $word"
given "$phrase" phrase --enlever
exits 2
given "$other" phrase --enlever
exits 0
run journal "$id"
out_has "Note : $word"
run verifier
exits 0
run phrase --changer
exits 2
err_has '--mettre'

done_testing
