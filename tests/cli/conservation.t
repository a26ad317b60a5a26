# aiguillage restaurer, verifier, conservation, extraire, effacer: what is kept, put back, given, erased.
. "$SRCDIR/tests/lib/cli.sh"
prepare
home=$dir/base
[ -e "$AIGUILLAGE_BASE/journal.db" ] && home=$AIGUILLAGE_BASE

id_of() {
	run journal --objet "$1" --format tsv
	printf '%s\n' "$out" | awk -F'\t' 'NR == 2 { print $1 }'
}

# note OPTION… : an accompaniment with a note read from the standard input
noted() {
	words=$1
	shift
	printf '%s' "$words" | "$PROG" accompagner "$@" --note - >"$dir/out" 2>"$dir/err" || return 1
	out=$(cat "$dir/out")
}

# bytes WORD: files of the folder that hold it
bytes() {
	grep -rl "$1" "$home"
}

# ---- a person's data, and those of another ----

noted 'canaripremier' --themes bureautique --nouveau-code
ok 'noted' test $? = 0
code=$(printf '%s\n' "$out" | sed -n 's/^Code de la personne : \([^ ]*\).*/\1/p')
ok 'a code' test -n "$code"
noted 'canarideux' --themes bureautique --code "$code"
ok 'noted again' test $? = 0
noted 'canariautre' --themes bureautique --nouveau-code
ok 'of somebody else' test $? = 0
other=$(printf '%s\n' "$out" | sed -n 's/^Code de la personne : \([^ ]*\).*/\1/p')
run orienter S015 --commune Bibost --code "$code"
exits 0
mkdir -p "$home/sauvegardes"
chmod 700 "$home/sauvegardes"
run sauvegarder "$home/sauvegardes/journal-2026-11-23.db"
exits 0
run sauvegarder "$dir/cle.db"
exits 0

# ---- right of access ----

run extraire --code "$code"
exits 0
out_has 'canaripremier'
out_has 'canarideux'
ok 'nothing of others' prints_nothing grep -e canariautre -e "$other" "$dir/out"
fits 'extraire' 80
run extraire --code "$code" --format json --vers "$dir/extrait.json"
exits 0
is 'only ours' "$(stat -c %a "$dir/extrait.json")" 600
if command -v python3 >/dev/null; then
	ok 'JSON' python3 -c "import json,sys; d=json.load(open('$dir/extrait.json')); assert len(d) == 4, d"
fi
run extraire --code "$code" --vers "$dir/extrait.json"
exits 2 'never over another file'
run extraire --code Z9-99
exits 1
run extraire
exits 2

# ---- copies ----

run verifier
exits 0
out_has 'journal-2026-11-23.db'
out_has 'saine, 4 entrées'
run restaurer
exits 0
out_has '23 novembre 2026, 4 entrées : '
noted 'canariapres' --themes bureautique
ok 'noted after the copy' test $? = 0
run restaurer "$dir/cle.db"
exits 0
out_has 'La copie : 4 entrées'
out_has 'Ne seraient plus là : 1 entrée'
out_has 'Rien n’est changé'
run journal --format tsv
is 'still there' "$(printf '%s\n' "$out" | wc -l)" 6
run restaurer "$dir/cle.db" --oui
exits 0
run journal --format tsv
is 'as in the copy' "$(printf '%s\n' "$out" | wc -l)" 5
aside=$(find "$home/sauvegardes" -name 'avant-restauration-*')
ok 'the present one is kept' test -f "$aside"
run restaurer "$aside" --oui
exits 0
run journal --format tsv
is 'and may come back' "$(printf '%s\n' "$out" | wc -l)" 6
echo 'not a base' >"$dir/autre.db"
chmod 755 "$dir/autre.db"
run restaurer "$dir/autre.db" --oui
ok 'not a journal' test "$status" -ge 3
is 'and left as it is' "$(stat -c %a "$dir/autre.db")" 755
run restaurer "$home/annuaire.db" --oui
ok 'the directory is no journal' test "$status" -ge 3
run restaurer "$dir/absent.db"
exits 4
run journal --format tsv
is 'nothing changed' "$(printf '%s\n' "$out" | wc -l)" 6
if command -v sqlite3 >/dev/null; then
	cp "$dir/cle.db" "$dir/plus-tard.db"
	sqlite3 "$dir/plus-tard.db" 'PRAGMA user_version = 99'
	run restaurer "$dir/plus-tard.db" --oui
	exits 4 'a newer one'
	err_has 'plus récent'
fi
head -c 20000 "$dir/cle.db" >"$dir/coupe.db"
run restaurer "$dir/coupe.db" --oui
exits 4 'cut'

# ---- the present journal is damaged: that is what copies are for ----

cp "$home/journal.db" "$dir/sain.db"
dd if=/dev/urandom of="$home/journal.db" bs=4096 seek=1 count=12 conv=notrunc 2>/dev/null
run verifier
exits 4 'a damaged journal is told'
run restaurer "$dir/cle.db"
exits 0
out_has 'abîmé'
run restaurer "$dir/cle.db" --oui
exits 0 'put back'
run journal --format tsv
is 'as in the copy' "$(printf '%s\n' "$out" | wc -l)" 5
run etat
exits 0 'and sound'
rm "$home"/sauvegardes/avant-restauration-*
run restaurer "$dir/sain.db" --oui
exits 0

# ---- erasing ----

mkdir -p "$home/fiches"
run fiche "$(id_of orientation)"
cp "$dir/out" "$home/fiches/fiche-2026-11-24-1.txt"
exits 0
run effacer --code "$code"
exits 0
out_has '3 entrées s’effaceraient'
ok 'nothing yet' holds "$(bytes canaripremier)" journal.db
run effacer --code "$code" --oui
exits 0
out_has '3 entrées'
for word in canaripremier canarideux "$code"; do
	ok "no byte of $word" prints_nothing bytes "$word"
done
ok 'the kept sheets too' prints_nothing find "$home/fiches" -name 'fiche-*'
ok 'others stay' holds "$(bytes canariautre)" journal.db
run effacer --code "$code" --oui
exits 1 'twice'
run restaurer "$dir/cle.db"
out_has 'Restent effacées'
run restaurer "$dir/cle.db" --oui
exits 0
ok 'a copy does not bring it back' prints_nothing bytes canaripremier
run journal --format tsv
is 'only the other person' "$(printf '%s\n' "$out" | wc -l)" 2
run verifier
exits 0 'every copy can be read'

# a copy that cannot be read is told
echo garbage >"$home/sauvegardes/journal-2026-11-01.db"
run verifier
exits 4
out_has 'INUTILISABLE'
rm "$home/sauvegardes/journal-2026-11-01.db"

# ---- retention ----

run conservation
exits 0
out_has '12 mois'
out_has 'Aucun texte'
for wrong in 0 25 -3 douze; do
	run conservation --mois "$wrong"
	exits 2 "$wrong months"
done
AIGUILLAGE_MAINTENANT=2027-11-24T10:00
export AIGUILLAGE_MAINTENANT
run conservation
out_has 'Aucun texte'
AIGUILLAGE_MAINTENANT=2027-11-25T10:00
run conservation
out_has 'plus eu de contact depuis 12 mois'
ok 'seen before' holds "$(bytes canariautre)" journal.db
run conservation --oui
exits 0
ok 'no text left' prints_nothing bytes canariautre
ok 'no code left' prints_nothing bytes "$other"
run journal --format tsv
is 'the entry still counts' "$(printf '%s\n' "$out" | wc -l)" 2
run conservation --oui
exits 0 'again'
out_has '0 texte'

# ---- a copy of before the texts went, put back ----

AIGUILLAGE_BASE=$dir/remise
home=$AIGUILLAGE_BASE
AIGUILLAGE_MAINTENANT=2025-12-15T10:00
prepare
noted 'canarivieux' --themes bureautique --nouveau-code
ok 'noted' test $? = 0
kept=$(printf '%s\n' "$out" | sed -n 's/^Code de la personne : \([^ ]*\).*/\1/p')
run sauvegarder "$dir/vieille.db"
exits 0
AIGUILLAGE_MAINTENANT=2027-01-15T10:00
run conservation --oui
exits 0
run restaurer "$dir/vieille.db" --oui
exits 0
ok 'no text comes back with it' prints_nothing bytes canarivieux
ok 'no code either' prints_nothing bytes "$kept"
run conservation
out_has 'Aucun texte ni code'

done_testing
