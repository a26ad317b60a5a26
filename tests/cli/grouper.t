# aiguillage grouper: which records are one place, and what the other commands then say.
. "$SRCDIR/tests/lib/cli.sh"
prepare

misses() {
	! holds "$1" "$2" >/dev/null
}

columns=id,nom,commune,code_postal,code_insee,adresse,telephone,services,date_maj,source
cat >"$dir/carto.csv" <<EOF
$columns
c-1,Communauté de Communes du Pays de l'Arbresle,L'Arbresle,69210,69010,117 rue Pierre Passemard,+33474016890,Aide aux démarches administratives,2022-08-05,Carto
c-2,COMMUNAUTE COMMUNES PAYS DE L ARBRESLE,L'Arbresle,69210,69010,117 RUE PIERRE PASSEMARD,,Aide aux démarches administratives,2023-01-01,Coop
c-3,Grenier des jeux,L'Arbresle,69210,69010,117 rue Pierre Passemard,,Aide aux démarches administratives,2023-01-01,Coop
EOF
run importer "$dir/carto.csv" --source carto
exits 0 'imported'

run grouper ccpa-larbresle
exits 0 'a group'
out_has '3 fiches décrivent ce lieu'
out_has 'parce qu’elles se ressemblent'
ok 'the association is none of them' misses "$out" 'Grenier des jeux'
run grouper ccpa-larbresle --format tsv
is 'columns' "$(printf '%s\n' "$out" | head -n 1)" \
	"id	etat	lieu	adresse	commune	telephone	date_maj	source"
is 'three rows' "$(printf '%s\n' "$out" | tail -n +2 | cut -f2 | grep -c ressemble)" 3

run montrer ccpa-larbresle
out_has 'Même lieu : 3 fiches'
run montrer ccpa-larbresle --format tsv
out_has "meme-lieu	carto.c-1	nom	Communauté de Communes du Pays de l'Arbresle"

run chercher --commune "L'Arbresle" --format tsv
is 'one group' "$(cell S047 groupe) $(cell S047 fiches)" 'ccpa-larbresle 3'

run grouper ccpa-larbresle --sans carto.c-2
exits 0 'split'
out_has '2 fiches décrivent ce lieu'
run importer "$dir/carto.csv" --source carto
run grouper carto.c-2
out_has 'Une seule fiche décrit ce lieu'
run grouper ccpa-larbresle --avec carto.c-1 --avec carto.c-2
out_has '3 fiches décrivent ce lieu, réunies par vous'
run grouper carto.c-2 --oublier
run grouper ccpa-larbresle --oublier
run grouper ccpa-larbresle
out_has '3 fiches décrivent ce lieu, réunies parce qu’elles se ressemblent'

run averifier --commune "L'Arbresle" --seule --raison doublons --format tsv
out_has '3 fiches réunies, à confirmer'

run grouper
exits 2 'no identifier'
run grouper ccpa-larbresle --oublier --avec carto.c-1
exits 2 'forgetting is alone'
run grouper ccpa-larbresle --avec ccpa-larbresle
exits 2 'itself'
run grouper nulle-part
exits 1 'unknown'

done_testing
