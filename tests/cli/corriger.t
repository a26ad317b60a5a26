# aiguillage corriger, ajouter: local knowledge from the command line.
. "$SRCDIR/tests/lib/cli.sh"
prepare

place=france-services-amplepuis

# ---- corrections ----

run corriger
exits 0 'nothing yet'
out_has 'Rien n’a été corrigé'
run corriger S015 --champ 'horaires_accueil=mardi de 14h à 17h' --champ frais=Payant
exits 0
run montrer S015
out_has 'le mardi, de 14h à 17h'
out_has 'corrigé par vous le 24 novembre ; la source dit : le lundi, de 6h à 14h'
out_has 'corrigé par vous le 24 novembre ; la source dit : Gratuit'
fits 'montrer' 80
is_clean 'montrer'
run montrer S015 --format tsv
out_has "offre	S015	frais	payant"
out_has "source	S015	frais	gratuit"
ok 'each row has 4 cells' prints_nothing awk -F'\t' 'NF != 4' "$dir/out"
run corriger S015 --champ frais --source
exits 0 'back to the source'
run montrer S015 --format tsv
out_has "offre	S015	frais	gratuit"
run corriger $place --champ 'telephone=0474000000' --champ nom= 2>&1
exits 2 'a name is needed'
run montrer $place --format tsv
ok 'and nothing of it was done' prints_nothing grep 0474000000 "$dir/out"
run corriger $place --champ telephone=
exits 0 'emptied'
run montrer $place
out_has 'Téléphone : non précisé'

# ---- what is refused ----

refuses() {
	words=$1
	shift
	run corriger "$@"
	exits 2
	err_has "$words"
}
refuses 'Vouliez-vous dire « telephone »' $place --champ telefone=1
refuses 'n’est pas un champ d’une offre' S015 --champ telephone=1
refuses 'ne se corrige pas' S015 --champ id=autre
refuses 'attend NOM=VALEUR' S015 --champ frais
refuses 'un nom seul' S015 --champ frais=payant --source
refuses 'pas les deux' S015 --champ frais --source --garder
refuses 'Dire le champ' S015 --garder
refuses 'Dire ce qu’il faut corriger' S015
refuses 'Il manque l’identifiant' --masquer
refuses 'attend une date' S015 --ferme-jusqu-au bientôt
refuses 'déjà passé' S015 --ferme-jusqu-au 1/1/2020
refuses 'avenir' S015 --verifie 2027-01-01
refuses '--annuler attend' S015 --annuler tout
refuses 'valeur connue' S015 --champ frais=cher
refuses '« le matin »' S015 --champ 'horaires_accueil=mardi matin'
refuses 'n’est pas attendu' S015 S016 --masquer
run corriger nulle-part --masquer
exits 1
run corriger S015 --champ frais --source
exits 1 'nothing to go back from'
run corriger S015 --annuler masquer
exits 1 'nothing to take back'

# ---- marks ----

run corriger S015 --ferme-jusqu-au 15/12/2026
exits 0
run chercher --commune Amplepuis --format tsv
is 'closed: not proposed' "$(position S015)" 0
err_has '1 offre de côté, selon vos notes : fermée jusqu’au 15 décembre'
run montrer S015
out_has 'Selon vous : fermé jusqu’au 15 décembre'
AIGUILLAGE_MAINTENANT=2026-12-16T08:00
run chercher --commune Amplepuis --format tsv
ok 'back on the day after' test "$(position S015)" -gt 0
AIGUILLAGE_MAINTENANT=2026-11-24T10:00
run corriger S015 --annuler ferme
exits 0
run corriger S015 --disparu
run corriger $place --masquer --verifie 3/11/2026
exits 0 'two marks at once'
run chercher --commune Amplepuis
err_has 'qui n’existe plus'
run montrer $place
out_has 'Selon vous : vérifié par vous le 3 novembre'
out_has 'Selon vous : masqué par vous le 24 novembre'
run montrer $place --format json
out_has '"marques": {"verifie": "2026-11-03", "masquer": "2026-11-24"}'
for mark in masquer verifie; do
	run corriger $place --annuler $mark
done
run corriger S015 --annuler disparu
exits 0
run chercher --commune Amplepuis --format tsv
ok 'proposed again' test "$(position S015)" -gt 0

# ---- notes ----

note() {
	status=0
	ran='corriger --note -'
	printf '%s' "$1" | "$PROG" corriger S015 --note - >"$dir/out" 2>"$dir/err" || status=$?
	out=$(cat "$dir/out")
	errors=$(cat "$dir/err")
}
note 'Demander Sésame
à l’accueil'
exits 0
run montrer S015
out_has 'Note privée : Demander Sésame'
for format in tsv json; do
	run montrer S015 --format $format
	ok "not in $format" prints_nothing grep Sésame "$dir/out"
done
run corriger --format tsv
ok 'not in the list' prints_nothing grep Sésame "$dir/out"
ok 'not in the directory' prints_nothing grep -l Sésame "$AIGUILLAGE_BASE/annuaire.db"
note 'NIR 1 85 05 78 006 084 91'
exits 2
err_has 'sécurité sociale'
note "$(head -c 70000 /dev/zero | tr '\0' a)"
exits 2
err_has 'trop long'
note "$(head -c 8100 /dev/zero | tr '\0' a)"
exits 2 'longer than what is kept'
err_has 'trop longue'
run corriger S015 --note 'Sésame'
exits 2 'never as an argument'
err_has 'entrée standard'
run corriger S015 --annuler note
exits 0
ok 'erased' prints_nothing grep -l Sésame "$AIGUILLAGE_BASE/journal.db"

# ---- additions ----

run ajouter lieu --champ 'nom=Café Quetzal' --champ commune=Bibost --champ 'adresse=1 place de la Mairie'
exits 0
added=${out#Ajouté : }
err_has 'ajouter offre --lieu'
run ajouter offre --lieu "$added" --champ 'nom=Permanence' --champ 'services=démarches' \
	--champ 'horaires_accueil=mardi de 14h à 17h'
exits 0
offer=${out#Ajouté : }
run chercher --commune Bibost --format tsv
is 'found at once' "$(cell "$offer" lieu)" 'Café Quetzal'
run montrer "$added"
out_has 'Selon vous : ajouté par vous le 24 novembre'
run corriger "$added" --champ 'nom=Café Colibri'
run montrer "$offer"
out_has 'Café Colibri'
run corriger "$added" --champ nom --source
exits 1
err_has 'que chez vous'
run ajouter
exits 2
run ajouter lieu --champ nom=Rien
exits 2
err_has 'commune'
run ajouter offre --champ nom=Rien
exits 2
run ajouter offre --lieu nulle-part --champ nom=Rien
exits 1
run ajouter lieu --champ commune=Bibost
exits 2
err_has 'nom'
run ajouter lieu --champ nom=A --champ id=moi --champ commune=Bibost
exits 2
err_has 'ne se donne pas'
run etat
out_has 'Selon vous : 2 champs corrigés, 2 ajouts'
out_has 'Source « Vos ajouts » : 1 lieu, 1 offre'

# ---- a rebuild, an import that moves under a correction ----

rm "$AIGUILLAGE_BASE/annuaire.db"
run montrer "$offer"
exits 0 'additions survive a new directory'
run montrer $place
out_has 'Téléphone : non précisé'

header=id,pivot,nom,commune,code_postal,code_insee,adresse,telephone,date_maj,services
row() {
	printf '%s\n%s\n' $header "structure-12345,13002603200016,Mairie Tatou,Bibost,69690,69022,1 rue A,$1,2026-01-01,Aide aux démarches administratives" >"$dir/lieux.csv"
	run importer "$dir/lieux.csv"
}
row +33474000001
exits 0
run corriger structure-12345 --champ 'telephone=04 74 99 99 99'
row +33474000002
exits 0 'the source moves'
out_has '1 fiche à choisir : la source a changé ce que vous aviez corrigé'
run montrer structure-12345
out_has 'Téléphone : 04 74 99 99 99'
out_has 'la source disait : 04 74 00 00 01 ; elle dit'
run corriger --format tsv
ok 'listed as to be chosen' grep -q 'Téléphone	oui' "$dir/out"
run corriger structure-12345 --champ telephone --garder
exits 0
run corriger --format tsv
ok 'chosen' prints_nothing grep 'Téléphone	oui' "$dir/out"
row +33474000003
run corriger structure-12345 --champ telephone --source
exits 0
run montrer structure-12345
out_has 'Téléphone : 04 74 00 00 03'
run corriger structure-12345 --champ 'adresse=2 rue B'
printf '%s\n' $header "structure-9,13002603200017,Autre,Tarare,69170,69243,1 rue A,,2026-01-01," >"$dir/lieux.csv"
run importer "$dir/lieux.csv"
run montrer structure-12345
exits 1 'vanished: its identifier is no more'
run montrer mednum.structure-12345
exits 0 'its key is remembered'
out_has 'n’est plus dans l’annuaire'
out_has '2 rue B'
run corriger "$offer" --annuler ajout
exits 0
run corriger "$added" --annuler ajout
exits 0
run corriger S015 --annuler ajout
exits 2
err_has 'vient d’une source'

# ---- a journal that cannot be written ----

if [ "$(id -u)" = 0 ]; then
	echo "# root may write everywhere: see tests/unit/test_overlay"
else
	chmod a-w "$AIGUILLAGE_BASE/journal.db"
	run corriger S015 --masquer
	exits 4
	err_has 'journal.db'
	chmod u+w "$AIGUILLAGE_BASE/journal.db"
fi
done_testing
