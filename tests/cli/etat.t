# aiguillage etat: where the bases are, what they hold, what is wrong.
. "$SRCDIR/tests/lib/cli.sh"

run etat
exits 0
err_has 'Annuaire préparé'
for fact in 'Version : ' "$dir/base/annuaire.db" 'Contenu : 84 lieux, 110 offres, 34 969 communes' \
	'Index de recherche : à jour' 'Annuaire livré avec Aiguillage' 'il y a 26 mois' \
	"$dir/base/journal.db" 'Vacances scolaires : connues jusqu’au'; do
	out_has "$fact"
done
is 'the folder is private' "$(ls -ld "$dir/base" | cut -c1-10)" 'drwx------'
is 'and the bases' "$(ls -l "$dir/base/annuaire.db" "$dir/base/journal.db" | cut -c1-10 | sort -u)" '-rw-------'

echo 'ruine' >"$dir/base/annuaire.db"
run etat
exits 0 'a damaged directory is made again'
err_has 'abîmé'
ok 'and kept aside' ls "$dir"/base/annuaire.db.abime-*

echo 'ruine' >"$dir/base/journal.db"
run etat
exits 4 'a damaged journal'
err_has 'journal'
is 'is not touched' "$(cat "$dir/base/journal.db")" 'ruine'
out_has '84 lieux'
run chercher --commune Tarare --format tsv
exits 0 'one can search all the same'

run etat --base "$dir/autre"
exits 0 'another folder'
ok 'is made' test -f "$dir/autre/annuaire.db"
run etat --base /dev/null/x
exits 4 'a folder that cannot be'
run etat --base "$dir/troisieme" trop
exits 2
ok 'a wrong usage makes no base' test ! -e "$dir/troisieme"
AIGUILLAGE_DATA=$dir/nulle-part "$PROG" etat >"$dir/out" 2>"$dir/err"
is 'no data' $? 4
AIGUILLAGE_MAINTENANT=demain "$PROG" etat >"$dir/out" 2>"$dir/err"
is 'a clock that is not a date' $? 2
ok 'says so' grep -q 'AIGUILLAGE_MAINTENANT' "$dir/err"

# shipped data broken by a hand
mkdir "$dir/data" && cp -R "$AIGUILLAGE_DATA/." "$dir/data/" && chmod -R u+w "$dir/data"
AIGUILLAGE_DATA=$dir/data
export AIGUILLAGE_DATA
echo 'x,nulle-part,X' >>"$dir/data/annuaire/offres.csv"
run etat --base "$dir/neuf"
exits 3 'a broken file, nothing to fall back on'
err_has 'offres.csv, ligne 112'
run etat --base "$dir/autre"
exits 0 'a broken file, but a directory'
err_has 'L’annuaire reste ce qu’il était'
done_testing
