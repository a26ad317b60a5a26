# aiguillage montrer: a place or an offer, by its id or that of a source.
. "$SRCDIR/tests/lib/cli.sh"
prepare

run montrer S015
exits 0
for fact in 'France services Pimms Médiation Amplepuis' 'Téléphone : 04 74 63 25 94' \
	'Horaires : le lundi, de 6h à 14h' 'En ce moment : Ouvert' 'Offre : France Services' \
	'Frais : Gratuit' 'Date de l’information : 1er août 2024' 'Licence Ouverte 2.0'; do
	out_has "$fact"
done
fits 'table' 80
is_clean 'table'

run montrer france-services-amplepuis
exits 0 'a place'
by_key=$out
run montrer France-Services_585 --format tsv
exits 0 'an identifier of a source'
ok 'leads there' holds "$out" france-services-amplepuis
run montrer france-services-amplepuis --format tsv
is 'columns' "$(printf '%s\n' "$out" | head -n 1)" "objet	id	champ	valeur"
ok 'each row has 4 cells' prints_nothing awk -F'\t' 'NF != 4' "$dir/out"
ok 'the place first, then its offers' awk -F'\t' \
	'NR == 2 && $1 != "lieu" { exit 1 } END { exit $1 != "offre" }' "$dir/out"
out_has "lieu	france-services-amplepuis	horaires_accueil	Mo 06:00-14:00; Tu-Fr 08:30-11:45,13:00-16:45"
out_has "offre	S015	services	demarches"

# every field that is filled is told, whatever the place
run chercher --format tsv --limite 0
ids=$(printf '%s\n' "$out" | awk -F'\t' 'NR > 1 && NR % 8 == 2 { print $1 }')
for id in $ids; do
	run montrer "$id" --format tsv
	fields=$(printf '%s\n' "$out" | awk 'END { print NR - 1 }')
	run montrer "$id"
	ok "$id: shown, $fields fields" test "$status" = 0 -a "$(wc -l <"$dir/out")" -ge 10 -a "$fields" -ge 10
done

run montrer S058
out_has 'Sur prescription de :'
out_has 'Mission locale'
run montrer S050
out_has 'Zone couverte :'
out_has "CC Beaujolais Pierres Dorées"

run montrer inconnu
exits 1
err_has 'Aucun lieu ni offre n’a l’identifiant « inconnu »'
run montrer inconnu --format json
is 'nothing in JSON' "$out" '[]'
run montrer
exits 2
run montrer S001 S002
exits 2
run montrer S001 --format xml
exits 2
run montrer S015
same=$out
run montrer S015 --format texte
is 'texte is for reading' "$out" "$same"
done_testing
