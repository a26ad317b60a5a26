# Workbooks given to importer and importer-coop: cells as they are meant, rows as those of a CSV file.
. "$SRCDIR/tests/lib/cli.sh"
needs python3
prepare
python3 "$SRCDIR/tests/lib/classeurs.py" "$dir" || echo '# no workbook could be made'

run importer "$dir/lieux.xlsx" --essai
case $errors in
*'enregistrez le classeur au format CSV')
	is 'made without what reads workbooks: the way out is told' "$status" 3
	done_testing
	exit
	;;
esac

# ---- the same as CSV ----

cat >"$dir/lieux.csv" <<'END'


id,pivot,nom,commune,code_postal,adresse,latitude,longitude,telephone,date_maj,presentation_resume

lieu-5,52130000012345,Maison & port,Anse,69480,1 rue du Port (au fond),45.9361,4.7191,0474630000,2026-11-24,Vu le

lieu-7,52130000012345,Maison & port,Anse,69480,1 rue du Port (au fond),45.9361,4.7191,0474630000,2026-11-24,Vu le
END
sed '$d' "$dir/lieux.csv" | sed '$d' >"$dir/un.csv"

# report FILE: as the command writes it, the name of the file left out.
report() {
	run importer "$1" --source essai --essai --rapport "$dir/rapport"
	sed "s/$(basename "$1")//; s/ (feuille « [^»]* »)//" "$dir/rapport" | grep -v 'feuilles ne sont pas lues'
}
report "$dir/lieux.csv" >"$dir/voulu"
ok 'the CSV is read' grep -q '^bilan,fiches gardées,.*,2,' "$dir/voulu"
for f in lieux.xlsx feuilles.xlsx cachee.xlsx; do
	report "$dir/$f" >"$dir/obtenu"
	ok "$f: the same report, line for line" diff "$dir/voulu" "$dir/obtenu"
done
report "$dir/un.csv" >"$dir/voulu"
for f in 1904.xlsx lieux.ods listes.ods listes.fods cachee.ods; do
	report "$dir/$f" >"$dir/obtenu"
	ok "$f: the same report" diff "$dir/voulu" "$dir/obtenu"
done
run importer "$dir/feuilles.xlsx" --source essai --essai
out_has 'feuilles.xlsx (feuille « Lieux »)'
out_has '« Lieux » est lue, pas « Notes »'
run importer "$dir/long.xlsx" --source essai --essai
out_has 'ééé… » est lue, pas « Notes »'
is_clean 'a long name of a sheet'
for f in lieux.xlsx listes.ods listes.fods; do
	run importer "$dir/$f" --source essai --essai
	ok "$f: a hidden sheet is not told, nor an empty one" prints_nothing grep feuille "$dir/out"
done
run importer "$dir/cachee.ods" --source essai --essai
out_has '« Lieux » est lue, pas « Notes »'

run importer "$dir/lieux.csv" --source essai
exits 0
for f in lieux.xlsx feuilles.xlsx; do
	run importer "$dir/$f" --source essai
	exits 0
	out_has '2 lieux sans changement'
done
run importer - --source essai --essai <"$dir/lieux.xlsx"
"$PROG" importer - --source essai --essai <"$dir/lieux.xlsx" >"$dir/out" 2>&1
is 'from a pipe too' "$?" 0

# ---- our own workbooks ----

run exporter lieux --source toutes --format csv --sortie "$dir/nous.csv"
report "$dir/nous.csv" >"$dir/voulu"
for f in fods xlsx; do
	run exporter lieux --source toutes --format $f --sortie "$dir/nous.$f"
	test "$status" = 2 && continue	# no libxlsxwriter
	report "$dir/nous.$f" >"$dir/obtenu"
	ok "the places as $f: the same report as from CSV" diff "$dir/voulu" "$dir/obtenu"
done
run accompagner --themes bureautique --commune Bibost
run accompagner --type collectif --participants 7 --genre '4 féminin, 3 masculin' --themes 'e-mail' --tags '01400, été' \
	--atelier '=1+1' --duree 1h30
run exporter coop --sortie "$dir/activites.csv"
for f in fods xlsx; do
	AIGUILLAGE_BASE=$dir/base
	run exporter coop --format $f --sortie "$dir/activites.$f"
	test "$status" = 2 && continue
	AIGUILLAGE_BASE=$dir/$f
	prepare
	run importer-coop "$dir/activites.$f"
	exits 0
	out_has '2 accompagnements ajoutés'
	run exporter coop --sortie "$dir/retour.csv"
	ok "activities as $f come back" cmp "$dir/activites.csv" "$dir/retour.csv"
done
AIGUILLAGE_BASE=$dir/base

# ---- cells of La Coop ----

run importer-coop "$dir/coop.xlsx"
exits 5
out_has '2 accompagnements ajoutés'
out_has 'ligne 4'
run exporter coop --de 24/11/2026 --a 25/11/2026
out_has '2026-11-24,'
out_has ',90,'
out_has ',Oui,'
out_has '2026-11-25,'

AIGUILLAGE_BASE=$dir/vrai
prepare
run importer-coop "$dir/coop-vrai.xlsx"
exits 5
out_has '5 lignes lues : 2 accompagnements ajoutés, 0 déjà connu, 1 refusé'
out_has '2 lignes disent une personne de plus'
out_has 'ligne 12 : la ligne d’avant de la même activité'
run exporter coop
out_has 'Atelier collectif,3,'
out_has '"2 Féminin, 1 Masculin",2 70 ans et plus'
out_has '"Ordinateur, Téléphone"'
out_has '"E-mail, Bureautique"'
out_has ',"Aide en mairie, Forum des aînés",'
out_has ',Intermédiaire,'
out_has ',Autonome 3/3,'
ok 'nobody is named' prints_nothing sh -c 'grep -c Canari "$1"/journal.db | grep -v ^0' - "$AIGUILLAGE_BASE"
run importer-coop "$dir/coop-vrai.xlsx"
out_has '0 accompagnement ajouté, 2 déjà connus'
AIGUILLAGE_BASE=$dir/base

# ---- what is refused, in one sentence, and changes nothing ----

watched=no
grep -qa __asan_init "$PROG" && watched=yes
cksum <"$dir/base/journal.db" >"$dir/avant"
"$PROG" chercher --format tsv >"$dir/annuaire"
while IFS='|' read -r file why; do
	# sanitizers reserve more than any limit
	(test $watched = yes || ulimit -v 600000; exec "$PROG" importer "$dir/$file" >"$dir/out" 2>"$dir/err" </dev/null)
	status=$? errors=$(cat "$dir/err") ran=$file
	exits 3
	err_has "$why"
	is "$file: one sentence" "$(grep -c . "$dir/err")" 1
	run importer-coop "$dir/$file"
	exits 3 "$file, as activities"
done <<END
coupe.xlsx|abîmé ou incomplet
moitie.xlsx|abîmé ou incomplet
abime.xlsx|abîmé ou incomplet
loin.xlsx|abîmé
bas.xlsx|abîmé
desordre.xlsx|abîmé
autre-ligne.xlsx|abîmé
texte-absent.xlsx|abîmé
profond.xlsx|abîmé
balise.xlsx|abîmé
bombe.xlsx|trop de choses
foule.xlsx|trop de choses
repete.ods|trop de choses
rires.xlsx|DOCTYPE
dehors.xlsx|DOCTYPE
vide.xlsx|vide
document.docx|pas un classeur
texte.odt|pas un classeur
texte.fodt|pas un classeur
archive.zip|Décompressez-la
binaire.xlsb|xlsb
ancien.xls|ancien classeur
phrase.xlsx|mot de passe
phrase.ods|mot de passe
END
ok 'the journal is what it was' cmp "$dir/avant" - <<END
$(cksum <"$dir/base/journal.db")
END
"$PROG" chercher --format tsv >"$dir/encore"
ok 'the directory too' cmp "$dir/annuaire" "$dir/encore"
done_testing
