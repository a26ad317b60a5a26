# aiguillage exporter coop|journal, importer-coop, importer journal: nothing typed twice, nothing counted twice.
. "$SRCDIR/tests/lib/cli.sh"
prepare
printf 'un mot sur la personne' | "$PROG" accompagner --themes bureautique --commune Bibost --nouveau-code \
	--genre féminin --age 70-plus --note - >"$dir/out"
code=$(sed -n 's/^Code de la personne : \([^ ]*\).*/\1/p' "$dir/out")
run accompagner --type collectif --participants 7 --genre '4 féminin, 3 masculin' --themes 'e-mail, démarches' \
	--demarches 'logement' --atelier '=1+1' --tags 'essai, été'
exits 0
run orienter S015 --commune Bibost --code "$code"
exits 0

# ---- La Coop ----

run exporter coop
exits 0
ok 'its columns' holds "$out" 'Date,Enregistré le,Dernière modification le,Type,Participants,Canaux d’accompagnement,Nom du lieu,Adresse,Commune,Code postal,Code Insee,Durée (min),Nom de l’atelier,Matériel numérique utilisé,Thématique(s) d’accompagnement,Tags,Nom de la démarche administrative,Niveau d’autonomie (ou de l’atelier),Bénéficiaire réorienté,Structure de redirection,Commune du bénéficiaire,Code postal du bénéficiaire,Code Insee du bénéficiaire,Genre du bénéficiaire,Tranche d’âge du bénéficiaire,Statut du bénéficiaire,ID CRA'
out_has '"E-mail, Aide aux démarches administratives, Logement"'
out_has "'=1+1"
ok 'no text' prints_nothing grep 'un mot sur' "$dir/out"
run exporter coop --avec-textes --sortie "$dir/coop.csv"
exits 0
ok 'the text, when asked' grep -q 'un mot sur la personne' "$dir/coop.csv"
is 'only ours' "$(stat -c %a "$dir/coop.csv")" 600
run exporter coop --format fods --sortie "$dir/coop.fods"
exits 0
ok 'a formula is a text' grep -q 'office:value-type="string"><text:p>=1+1</text:p>' "$dir/coop.fods"
ok 'a date is a date' grep -q 'office:date-value="2026-11-24"' "$dir/coop.fods"
ok 'a number is a number' grep -q 'office:value="7"' "$dir/coop.fods"
if command -v xmllint >/dev/null; then
	ok 'well formed' xmllint --noout "$dir/coop.fods"
elif command -v python3 >/dev/null; then
	ok 'well formed' python3 -c "import sys,xml.dom.minidom as m; m.parse('$dir/coop.fods')"
fi
run exporter lieux --source toutes --format fods
exits 5
ok 'leading zeros stay' grep -q '<text:p>\(00000000000000\)</text:p>' "$dir/out"
run bilan --format fods
exits 0
out_has '<office:spreadsheet>'
run journal --format csv
exits 0
run chercher --commune Bibost --format fods
exits 2 'where it means nothing'

AIGUILLAGE_BASE=$dir/autre
prepare
run importer-coop "$dir/coop.csv" --essai
exits 0
out_has '2 accompagnements ajoutés'
out_has 'Rien n’est'
run importer-coop "$dir/coop.csv"
exits 0
run importer-coop "$dir/coop.csv"
exits 0
out_has '2 déjà connus'
run exporter coop --avec-textes
ok 'the same again' cmp "$dir/out" "$dir/coop.csv"
cat >"$dir/vrai.csv" <<'END'
Date;Type;Participants;Durée (min);Thématique(s) d'accompagnement;Tranche d’âge du bénéficiaire;ID CRA;Colonne nouvelle
03/11/2026;Accompagnement individuel;1;1 h 30;Réseaux sociaux communication, Argent - Impôts;60 - 69 ans;abc-1;x
pas une date;Atelier collectif;3;60;E-mail;;abc-2;x
04/11/2026;Atelier collectif;3;60;Jonglage;;abc-3;x
05/11/2026;Atelier collectif;mille;60;E-mail;;abc-4;x
END
run importer-coop "$dir/vrai.csv"
exits 5
out_has '1 accompagnement ajouté'
out_has 'colonne « Date »'
out_has 'Jonglage'
out_has 'ligne 5'
run importer-coop "$dir/vrai.csv"
out_has '1 déjà connu'
printf 'a,b\n1,2\n' >"$dir/faux.csv"
run importer-coop "$dir/faux.csv"
exits 3
err_has 'Activités'
echo 'Date,Type' >"$dir/titres.csv"
run importer-coop "$dir/titres.csv"
exits 3 'titles alone'
run importer-coop "$dir/absent.csv"
exits 3
run importer-coop
exits 2

# tags are one a line of their cell; elsewhere a line that ends is a space
cat >"$dir/tags.csv" <<'END'
Date;Type;Nom de l’atelier;Tags;ID CRA
07/11/2026;Atelier collectif;"Découvrir
sa tablette";"Aide en mairie
Forum des aînés";abc-9
END
run importer-coop "$dir/tags.csv"
exits 0
run exporter coop --de 7/11/2026 --a 7/11/2026
out_has ',Découvrir sa tablette,'
out_has ',"Aide en mairie, Forum des aînés",'

# rows without an identifier that say the same are as many visits, at each reading
{
	echo 'Date;Type'
	printf '06/11/2026;Accompagnement individuel\n%.0s' 1 2 3
} >"$dir/memes.csv"
run importer-coop "$dir/memes.csv"
out_has '3 accompagnements ajoutés'
run importer-coop "$dir/memes.csv"
out_has '0 accompagnement ajouté, 3 déjà connus'
run bilan --poste 'la coop' --de 6/11/2026 --a 6/11/2026 --par total
out_has 'Accompagnements'
# two laptops that read it see no change of each other
run exporter journal --sortie "$dir/premier"
AIGUILLAGE_BASE=$dir/second
prepare
run importer-coop "$dir/memes.csv"
run importer journal "$dir/premier"
exits 0
out_has '0 mise à jour'
out_has '3 déjà connues'

# ---- journals ----

AIGUILLAGE_BASE=$dir/base
run exporter journal --essai
exits 0
out_has '2 accompagnements, 1 orientation, 0 besoin sans réponse, 1 personne'
out_has 'Sans texte libre'
out_has 'Rien n’est écrit.'
run exporter journal --essai --avec-textes --chiffre --sortie "$dir/rien"
out_has 'AVEC les textes libres et les codes'
ok 'nothing is written' test ! -e "$dir/rien"
run exporter coop --essai --avec-textes
out_has '2 accompagnements, le 24 novembre 2026.'
out_has 'AVEC les textes libres de 1 accompagnement'
run exporter lieux --source toutes --essai
exits 5
out_has 'lieux, sans note privée. Rien n’est écrit.'
run exporter journal --sortie "$dir/j1"
exits 0
out_has 'Sans texte libre'
ok 'no text, no code' prints_nothing grep -e 'un mot' -e "$code" "$dir/j1"
echo 'phrase assez longue' | "$PROG" exporter journal --avec-textes --chiffre --sortie "$dir/j2" >/dev/null
is 'sealed' "$?" 0
ok 'nothing to be read' prints_nothing grep -a -e 'un mot' -e objet "$dir/j2"
run exporter journal --chiffre
exits 2 'to the standard output'
run exporter coop --chiffre --sortie "$dir/clair"
exits 2 'sealing is for the journal'
ok 'nothing was written' test ! -e "$dir/clair"

AIGUILLAGE_BASE=$dir/coordination
prepare
run importer journal "$dir/j1" --essai
exits 0
out_has '4 nouvelles'
run importer journal "$dir/j1"
exits 0
run importer journal "$dir/j1"
out_has '4 déjà connues'
run journal --format tsv
is 'three entries' "$(printf '%s\n' "$out" | wc -l)" 4
run bilan --par total
out_has 'Accompagnements'
author=$(sed -n 's/.*"poste": "\([^"]*\)".*/\1/p;q' "$dir/j1")
run bilan --poste "$author" --par total --format tsv
exits 0
ok 'the figures of that post' grep -q 'accompagnements	Accompagnements	< 5' "$dir/out"
run bilan --poste personne
exits 1
err_has "$author"
echo 'phrase assez longue' | "$PROG" importer journal "$dir/j2" >"$dir/out"
is 'opened' "$?" 0
run journal --code "$code"
exits 0 'the code came with the texts'
echo 'une autre phrase' | "$PROG" importer journal "$dir/j2" >"$dir/out" 2>&1
is 'another phrase' "$?" 2
sed 's/bureautique/parentalite/' "$dir/j1" >"$dir/j3"
run importer journal "$dir/j3"
exits 3 'changed on the way'
head -c 300 "$dir/j1" >"$dir/j4"
run importer journal "$dir/j4"
exits 3 'cut'
run importer journal "$AIGUILLAGE_BASE/journal.db"
exits 3 'a base is not such a file'
run importer journal
exits 2

# ---- a text that gave way leaves with those of its record ----

AIGUILLAGE_BASE=$dir/ici
AIGUILLAGE_MAINTENANT=2025-12-15T10:00
prepare
printf 'canariseul' | "$PROG" accompagner --themes bureautique --commune Bibost --note - >/dev/null
run journal --format tsv
id=$(printf '%s\n' "$out" | sed -n '2s/	.*//p')
echo 'phrase assez longue' | "$PROG" exporter journal --avec-textes --chiffre --sortie "$dir/c1" >/dev/null
AIGUILLAGE_BASE=$dir/la
prepare
echo 'phrase assez longue' | "$PROG" importer journal "$dir/c1" >/dev/null
AIGUILLAGE_MAINTENANT=2026-11-20T10:00
run journal "$id" --champ duree=30
exits 0
echo 'phrase assez longue' | "$PROG" exporter journal --avec-textes --chiffre --sortie "$dir/c2" >/dev/null
AIGUILLAGE_BASE=$dir/ici
AIGUILLAGE_MAINTENANT=2026-11-21T10:00
run journal "$id" --champ duree=45
exits 0
AIGUILLAGE_MAINTENANT=2026-11-22T10:00
echo 'phrase assez longue' | "$PROG" importer journal "$dir/c2" >"$dir/out"
ok 'changed on both sides' grep -q 'des deux côtés' "$dir/out"
run journal "$id"
out_has 'Mis de côté'
AIGUILLAGE_MAINTENANT=2027-01-15T10:00
run conservation --oui
exits 0
run journal "$id" --reprendre
exits 1 'nothing is aside any more'
run journal "$id"
exits 0
ok 'the text does not come back' prints_nothing grep canariseul "$dir/out"
ok 'nor is it anywhere' prints_nothing grep -rl canariseul "$dir/ici"

done_testing
