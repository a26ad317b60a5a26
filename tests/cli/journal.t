# aiguillage orienter, accompagner, sans-reponse, suivre, journal: what is logged, and what became of it.
. "$SRCDIR/tests/lib/cli.sh"
prepare

# id_of KIND: of the newest entry of that kind.
id_of() {
	run journal --objet "$1" --format tsv
	printf '%s\n' "$out" | awk -F'\t' 'NR == 2 { print $1 }'
}

# ---- nothing yet ----

run journal
exits 0 'an empty journal'
out_has 'Rien de tel'
run suivre
exits 0
out_has 'Il n’y a personne à relancer'

# ---- a referral, from the command line ----

run orienter S015 --commune Bibost --public senior --besoin papiers --nouveau-code --freins 'mobilité, argent' \
	--rdv '4/12 14h'
exits 0
out_has 'Noté : '
code=$(printf '%s\n' "$out" | sed -n 's/^Code de la personne : \([^ ]*\).*/\1/p')
ok 'a code is drawn' test "${#code}" = 5
fits 'orienter' 80
is_clean 'orienter'
id=$(id_of orientation)
run journal "$id"
out_has 'Rendez-vous : 4 décembre à 14h'
out_has 'Relancer le : 7 décembre'
out_has 'Freins : mobilité, argent'
out_has 'Commune de la personne : Bibost'
out_has 'Téléphone : 04 74 63 25 94'

# ---- its sheet ----

run fiche "$id"
exits 0 'the sheet of a referral'
for fact in 'Rendez-vous le vendredi 4 décembre, à 14h' 'démarche administrative' "$code" '04 74 63 25 94'; do
	out_has "$fact"
done
ok 'nothing else of the person' prints_nothing grep -i 'senior\|mobilité\|argent' "$dir/out"
run fiche "$(printf '%.8s' "$id")" --rdv 2026-12-11T09:00 --sms
out_has '11 décembre'
run orienter S015 --relance 1/12 --rdv 4/12
run fiche "$(id_of orientation)"
out_has 'vendredi 4 décembre'
ok 'a day without its time' prints_nothing grep 'à 0h' "$dir/out"
run journal --objet orientation --format tsv
ok 'the follow-up that was given is kept' grep -q "	2026-12-01	" "$dir/out"
ok 'each row has 14 cells' prints_nothing awk -F'\t' 'NF != 14' "$dir/out"
run journal --format json
ok 'JSON has its columns' grep -q '"relance": *"2026-12-01"' "$dir/out"

# ---- follow-ups ----

run suivre --jours 30
out_has 'à relancer le 1er décembre'
out_has 'à relancer le 7 décembre'
AIGUILLAGE_MAINTENANT=2026-12-08T10:00
run suivre
out_has 'à relancer depuis le 7 décembre'
run suivre "$id" --relancer 7
exits 0
out_has 'à relancer le 15 décembre'
run suivre "$id" --pas-venu --motif 'trop loin'
exits 0 'did not come'
out_has 'non abouti : trop loin'
err_has '--apres'
run suivre "$id" --contact-pris
exits 2 'what is over is over'
run orienter S047 --apres "$id"
exits 0 'elsewhere'
run journal --code "$code"
out_has 'non abouti : trop loin'
first=$(printf '%s\n' "$out" | sed -n 1p)
ok 'the pathway is in order' holds "$first" 'Amplepuis'
AIGUILLAGE_MAINTENANT=2027-02-01T10:00
run journal --etat 'sans nouvelle'
out_has 'sans nouvelle'
AIGUILLAGE_MAINTENANT=2026-12-08T10:00

# ---- visits, workshops, needs without answer ----

run accompagner --themes 'e-mail, IA' --duree 1h30 --commune Bibost --code "$code"
exits 0
out_has '1 h 30'
run accompagner
err_has 'La Coop en demande au moins une'
out_has '1 h 30'
run accompagner --type collectif --atelier 'Café IA' --participants 7 --genre '4 féminin, 3 masculin' --themes IA
exits 0 'a workshop'
out_has '7 participants'
run journal "$(id_of accompagnement)" --format tsv
run fiche "$(id_of accompagnement)"
exits 2 'an accompaniment has no sheet'
err_has 'pas une orientation'
run journal "$(id_of accompagnement)" --format tsv
ok 'counts' grep -qx 'genres	feminin=4|masculin=3' "$dir/out"
run sans-reponse --commune Bibost --besoin imprimante --raison 'trop loin'
exits 0
run journal --objet sans-reponse
out_has 'trop loin'
run journal --commune Bibost --objet orientation --de 1/12
out_has 'Arbresle'

# ---- filters: the same as those of the screen ----

run journal --etat 'non abouti' --etat orienté --format tsv
ok 'one state or the other' test "$(awk -F'\t' 'NR > 1 { print $9 }' "$dir/out" | sort -u | tr '\n' ' ')" = 'non-abouti oriente '
run journal --objet accompagnement --objet sans-reponse --format tsv
ok 'one kind or the other' prints_nothing grep -w orientation "$dir/out"
run journal --lieu france-services-amplepuis --format tsv
ok 'a place by its identifier' prints_nothing awk -F'\t' 'NR > 1 && $7 !~ /Pimms/' "$dir/out"
out_has 'Pimms'
run journal --besoin papiers --besoin imprimante --commune Bibost --format tsv
ok 'one need or the other' prints_nothing awk -F'\t' 'NR > 1 && $8 !~ /demarches|materiel/' "$dir/out"
run journal --besoin papiers --besoin zzz
exits 2 'each value is checked'

run journal --periode 'depuis le 1/12' --format tsv
cp "$dir/out" "$dir/before"
run journal --de 1/12 --format tsv
ok 'a period in words' cmp "$dir/before" "$dir/out"
run journal --periode '1/11 au 30/11' --format tsv
ok 'two days' prints_nothing awk -F'\t' 'NR > 1 && ($2 < "2026-11-01" || $2 > "2026-11-30")' "$dir/out"

# the appointment of a past referral, told without its year

run orienter S015 --date 2/11 --rdv '20/11 17h'
run journal --objet orientation --de 2/11 --a 2/11 --format tsv
id=$(awk -F'\t' 'NR == 2 { print $1 }' "$dir/out")
run journal "$id"
out_has 'Rendez-vous : 20 novembre à 17h'
run journal "$id" --champ 'rendez_vous=20 novembre à 18h'
exits 0
out_has 'Rendez-vous : 20 novembre à 18h'

# where a visit took place: each way replaces all of what was known of the former

run accompagner --themes IA --lieu france-services-amplepuis
exits 0
run accompagner --themes IA --lieu-nom 'Sous le chêne'
out_has 'Sous le chêne'
run journal "$(id_of accompagnement)"
ok 'nothing of the former place' prints_nothing grep -i 'amplepuis' "$dir/out"
run accompagner --themes IA --lieu-commune Tarare
out_has 'à Tarare'
id=$(id_of accompagnement)
run journal "$id" --format tsv
ok 'its INSEE code' grep -q 'lieu_insee	69243' "$dir/out"
run journal "$id" --champ 'lieu=Chez lui'
run journal "$id" --format tsv
ok 'a name that is changed takes the commune away' grep -q 'lieu_insee	$' "$dir/out"

# ---- changed, cancelled, brought back ----

id=$(id_of accompagnement)
run journal "$id" --champ duree=2h --champ tags=café
exits 0
out_has 'Durée (min) : 2 h'
run journal "$id" --annuler
exits 0
run journal --objet accompagnement --format tsv
ok 'it is nowhere' prints_nothing grep "$id" "$dir/out"
run journal --annulees
out_has "$(printf '%.8s' "$id")"
run journal "$id" --retablir
exits 0
run journal --objet accompagnement --format tsv
ok 'it is back' grep -q "$id" "$dir/out"

# ---- words come from the standard input, without identity numbers ----

run orienter S015 --mots 'Madame Durand'
exits 2 'never in the arguments'
printf 'je veux ma carte grise' | "$PROG" orienter S015 --mots - >"$dir/out" 2>"$dir/err"
run journal "$(id_of orientation)"
out_has 'je veux ma carte grise'
status=0
printf 'son numéro : 2 55 08 14 168 025 38' | "$PROG" orienter S015 --mots - >"$dir/out" 2>"$dir/err" || status=$?
is 'a social security number is refused' "$status" 2
ok 'and it is said why' grep -q 'sécurité sociale' "$dir/err"

# ---- what is refused ----

refuses() {
	words=$1
	shift
	run "$@"
	exits "$wanted"
	err_has "$words"
}
wanted=2
refuses 'Il manque l’offre' orienter --commune Bibost
refuses 'n’est pas un code' orienter S015 --code Durand
refuses 'valeur connue' orienter S015 --freins paresse
refuses 'à venir' orienter S015 --date demain
refuses 'pas les deux' journal --periode novembre --de 1/11
refuses 'n’est pas compris' journal --periode bientôt
refuses 'Un seul lieu' accompagner --lieu-nom ici --lieu-commune Tarare
refuses 'Une durée s’écrit' accompagner --duree longtemps
refuses 'Une seule suite' suivre abc --venu --relancer 7
refuses 'Dire la suite' suivre abc
refuses 'va avec --pas-venu' suivre "$id" --venu --motif complet
refuses 'Il manque l’entrée' journal --annuler
refuses 'n’est pas un champ' journal "$id" --champ nom=Durand
refuses 'ne se change pas' journal "$(id_of orientation)" --champ historique=x
wanted=1
refuses 'Aucune offre' orienter RIEN
refuses 'Aucune entrée' journal ffffffff
refuses 'Aucune entrée' suivre ffffffff --venu

# ---- the figures ----

run bilan
exits 0
out_has 'Ce que sont devenues les orientations'
out_has 'Bibost : accès, matériel'
fits 'bilan' 80
run bilan --par theme --format tsv
ok 'small numbers do not leave' grep -q "	< 5 ou masqué$" "$dir/out"
ok 'none of them' prints_nothing grep -E "	[1-4]$" "$dir/out"
run bilan --par abouties
out_has 'Ensemble : '
run bilan --format tsv
ok 'places by outcome stay here' prints_nothing grep '^abouties' "$dir/out"
run bilan --par abouties --format tsv
exits 2 'and alone either'
err_has 'ne se transmet pas'
run bilan --de 1/1/2020 --a 2/1/2020 --par destination
out_has 'Rien à compter'
run bilan --par couleur
exits 2
err_has 'il n’y a pas de tableau'

# ---- copies ----

run sauvegarder "$dir/copie.db"
exits 0
out_has 'copié et relu'
is 'only for us' "$(stat -c %a "$dir/copie.db")" 600
run sauvegarder "$dir/copie.db"
exits 4 'never over a file'
mkdir "$dir/autre" && chmod 700 "$dir/autre" && cp "$dir/copie.db" "$dir/autre/journal.db"
run journal --format tsv
cp "$dir/out" "$dir/before"
AIGUILLAGE_BASE=$dir/autre run journal --format tsv
ok 'the copy holds all of it' cmp "$dir/before" "$dir/out"

# ---- on prescription ----

run chercher --commune Tarare --texte 'forma tic' --format tsv
offer=$(printf '%s\n' "$out" | awk -F'\t' 'NR == 2 { print $1 }')
run orienter "$offer"
exits 0
err_has 'sur prescription'
done_testing
