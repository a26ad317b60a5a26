# aiguillage exporter lieux: the national schema.
. "$SRCDIR/tests/lib/cli.sh"
prepare

header='"id","pivot","nom","commune","code_postal","code_insee","adresse","complement_adresse","latitude","longitude","typologie","telephone","courriels","site_web","horaires","presentation_resume","presentation_detail","source","itinerance","structure_parente","date_maj","services","publics_specifiquement_adresses","prise_en_charge_specifique","frais_a_charge","dispositif_programmes_nationaux","formations_labels","autres_formations_labels","modalites_acces","modalites_accompagnement","fiche_acces_libre","prise_rdv"'

run exporter lieux
exits 0 'nothing local'
is 'the header alone' "$out" "$header"

run importer "$SRCDIR/tests/data/mednum-v1.csv"
exits 0
run exporter lieux --source mednum --sortie "$dir/un.csv"
exits 0
out_has '5 lieux écrits'
run importer "$dir/un.csv" --source mednum
exits 0
run exporter lieux --source mednum
exits 0
is 'twice the same' "$out" "$(cat "$dir/un.csv")"
is 'its header' "$(head -n 1 "$dir/un.csv")" "$header"

run corriger structure-0004 --champ 'telephone=04 74 89 00 00'
run exporter lieux
exits 0
is 'the corrected one alone' "$(printf '%s\n' "$out" | wc -l)" 2
out_has '"structure-0004","26690027300019","Mairie d’Amplepuis","Amplepuis","69550","69006",'
out_has '+33474890000'
run corriger structure-0004 --disparu
run exporter lieux
is 'gone: not exported' "$out" "$header"
err_has '1 lieu laissé de côté'

run exporter lieux --source toutes
exits 5 'the shipped places lack what the schema wants'
err_has 'adresse'
is 'the header first' "$(printf '%s\n' "$out" | head -n 1)" "$header"

run exporter
exits 2
run exporter offres
exits 2
run exporter lieux --format json
exits 2
run exporter lieux --source inconnue
exits 1
is 'nothing is written' "$out" ''
run exporter lieux --sortie "$dir/nulle/part.csv"
exits 4
status=0
"$PROG" exporter lieux --source mednum >/dev/full 2>"$dir/err" || status=$?
is 'a full disk' "$status" 4
done_testing
