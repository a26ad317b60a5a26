# aiguillage fiche --pdf: pages, text in reading order, structure, fonts, what is refused.
. "$SRCDIR/tests/lib/cli.sh"
needs pdftotext pdfinfo pdffonts
prepare
run fiche S015 --pdf "$dir/essai.pdf"
case $errors in
*'construit sans pango'*)
	ok 'without pango: says what to install' holds "$errors" libpango1.0-dev
	ok 'no file' test ! -e "$dir/essai.pdf"
	done_testing
	;;
esac
exits 0

# pages of the PDF
pages() {
	pdfinfo "$1" | awk '/^Pages:/ { print $2 }'
}

# in_order FILE TEXT…: each text comes after the one before.
in_order() {
	pdftotext -enc UTF-8 "$1" - | tr '\n\240' '  ' | tr -s ' ' >"$dir/flat"
	shift
	rest=$(cat "$dir/flat")
	for piece; do
		case $rest in *"$piece"*) rest=${rest#*"$piece"} ;; *)
			echo "« $piece » is missing or too early"
			cat "$dir/flat"
			return 1
			;;
		esac
	done
}

SOURCE_DATE_EPOCH=1700000000
export SOURCE_DATE_EPOCH
run poste --fonction 'conseillère numérique' --telephone 0474632594
run fiche S015 --commune Tarare --besoin papiers --pdf "$dir/a.pdf"
exits 0
is 'one page' "$(pages "$dir/a.pdf")" 1
is 'mode' "$(stat -c %a "$dir/a.pdf")" 600
ok 'A4' sh -c "pdfinfo '$dir/a.pdf' | grep -q 'A4'"
ok 'tagged' sh -c "pdfinfo '$dir/a.pdf' | grep -q 'Tagged: *yes'"
ok 'nothing personal in the metadata' prints_nothing sh -c "pdfinfo '$dir/a.pdf' | grep -E 'Author|Subject|Keywords'"
ok 'all fonts are embedded' prints_nothing sh -c "pdffonts '$dir/a.pdf' | awk 'NR > 2 && \$(NF - 4) != \"yes\"'"
ok 'reading order' in_order "$dir/a.pdf" 'Fiche d’orientation' 'Où' 'France services Pimms' \
	'Place de la Gare' '69550 Amplepuis' 'Quand' 'mardi au vendredi' 'Qui demander' \
	'Ce que je demande' 'Comment y aller' 'Train' 'C’est gratuit' 'À savoir' 'conseillère numérique'
run fiche S015 --commune Tarare --besoin papiers --pdf "$dir/b.pdf"
ok 'the same bytes again' cmp "$dir/a.pdf" "$dir/b.pdf"

run fiche S015 --format a5 --pdf "$dir/a5.pdf"
is 'A5, one page' "$(pages "$dir/a5.pdf")" 1
ok 'A5' sh -c "pdfinfo '$dir/a5.pdf' | grep -q '419'"
run fiche S015 --format a3 --pdf "$dir/a3.pdf"
exits 2

for language in en ar uk ru tr pt es sq ro prs; do
	run fiche S015 --commune Tarare --besoin papiers --langue $language --pdf "$dir/$language.pdf"
	exits 0
	ok "$language: two pages at most" test "$(pages "$dir/$language.pdf")" -le 2
done
ok 'Ukrainian' in_order "$dir/uk.pdf" 'Fiche d’orientation' 'Де отримати допомогу' 'понеділок'
run fiche S015 S017 S047 --choix --pdf "$dir/choix.pdf"
is 'places to choose from: one page' "$(pages "$dir/choix.pdf")" 1
run fiche S015 S008 S047 --choix --gros --pdf "$dir/choix-gros.pdf"
is 'in large print too' "$(pages "$dir/choix-gros.pdf")" 1
pdftotext -raw "$dir/choix-gros.pdf" "$dir/gros.txt"
ok 'no line ends inside « demandez-la »' prints_nothing grep -nE '[[:alpha:]]-$' "$dir/gros.txt"
ok 'how fresh each is' test "$(grep -c 'Information du' "$dir/gros.txt")" = 3
run fiche S015 S017 S047 --pdf "$dir/trois.pdf"
is 'a sheet a page' "$(pages "$dir/trois.pdf")" 3

# hostile records, and names without end
long=$(printf 'Maison-intercommunale-des-services-et-de-la-citoyenneté-%.0s' 1 2 3 4 5 6)
run ajouter lieu --champ "nom=<b>Gras</b> & \"pièges\" $long" --champ commune=Tarare \
	--champ "adresse=$(printf 'rue %.0s' $(seq 80))" --champ "note=x"
place=$(printf '%s\n' "$out" | grep -o 'local-[0-9a-f]*' | head -n 1)
run ajouter offre --lieu "$place" --champ "nom=Aide <i>&amp;" \
	--champ "conditions_acces=$(printf 'une condition de plus, %.0s' $(seq 300))"
run fiche "$place" S015 --choix --pdf "$dir/long-choix.pdf"
exits 0
is 'nothing is cut among places to choose from' \
	"$(pdftotext "$dir/long-choix.pdf" - | tr '\n\240' '  ' | grep -o condition | wc -l)" 300
run fiche "$place" --pdf "$dir/long.pdf"
exits 0
ok 'markup is text' in_order "$dir/long.pdf" '<b>Gras</b> & "pièges"'
ok 'goes on over another page' test "$(pages "$dir/long.pdf")" -ge 2
is 'nothing is cut' "$(pdftotext "$dir/long.pdf" - | tr '\n\240' '  ' | grep -o condition | wc -l)" 300

# the longest name, address and hours of the national files: whole, on one page, on A5 and in two languages too
name='Antenne Communauté de Communes La Rochefoucauld Porte du Périgord à l’Espace France Services'
street='Pôle Multiservices 4B - 6 Route de Montmoreau - Blanzac Porcheresse'
run ajouter lieu --champ "nom=$name" --champ commune=Tarare --champ "adresse=$street" --champ 'telephone=0545631210' \
	--champ 'horaires_accueil=Mo 13:00-17:30; Tu 08:30-12:00; We 08:30-12:30,13:30-17:30; Th 08:30-12:30,14:00-18:30; Fr 10:00-12:30,13:30-17:00'
place=$(printf '%s\n' "$out" | grep -o 'local-[0-9a-f]*' | head -n 1)
run ajouter offre --lieu "$place" --champ 'nom=Médiation numérique'
exits 0
for look in '--format a4' '--format a5' '--simple' '--langue ar' '--langue uk --gros'; do
	run fiche "$place" --commune Tarare --besoin papiers $look --pdf "$dir/reel.pdf"
	exits 0
	ok "$look: the longest real name" in_order "$dir/reel.pdf" "${name% à *}" 'l’Espace France Services'
	pdftotext -raw "$dir/reel.pdf" - | tr '\n' ' ' >"$dir/raw"
	ok "$look: the longest real address" grep -qF "$street" "$dir/raw"
	is "$look: one page" "$(pages "$dir/reel.pdf")" 1
done

# control characters, and those that reorder a text, are nowhere
run ajouter lieu --champ "nom=$(printf 'Mairie \342\200\256sevrud\342\200\254 \033[31m\007fin')" --champ commune=Tarare
place=$(printf '%s\n' "$out" | grep -o 'local-[0-9a-f]*' | head -n 1)
run ajouter offre --lieu "$place" --champ 'nom=Aide'
run fiche "$place" --pdf "$dir/hostile.pdf"
exits 0
ok 'text in its order' in_order "$dir/hostile.pdf" 'Mairie sevrud [31mfin'
ok 'nothing that reorders' prints_nothing sh -c "pdftotext '$dir/hostile.pdf' - | grep -n \"\$(printf '\342\200\256')\""

# nothing is drawn out of the margins that printers need: 5 mm
if command -v pdftoppm >/dev/null; then
	for file in a a5 long choix-gros ar; do
		pdftoppm -r 50 -gray -f 1 -l 1 "$dir/$file.pdf" "$dir/edge"
		ok "$file: printable margins" sh -c "cat '$dir'/edge*.pgm | od -An -v -tu1 -w4096 | awk '
			{ for (i = 1; i <= NF; i++) {
				if (h < 4) { if (\$i > 32) t = t sprintf(\"%c\", \$i); else if (t != \"\") { v[h++] = t + 0; t = \"\" } continue }
				x = n % v[1]; y = int(n / v[1]); n++
				if (\$i < 250 && (x < 10 || y < 10 || x >= v[1] - 10 || y >= v[2] - 10)) bad++ } }
			END { exit bad > 0 || n < 1000 }'"
		rm -f "$dir"/edge*.pgm
	done
fi

# a character that no font has
printf 'ఖ్యాతి ඇ' | "$PROG" fiche S015 --note - --pdf "$dir/manque.pdf" >"$dir/out" 2>"$dir/err"
status=$?
ran='fiche --note -'
out=$(cat "$dir/out")
errors=$(cat "$dir/err")
if [ "$status" != 0 ]; then
	exits 3
	err_has 'apt install fonts-noto-core'
	ok 'no file' test ! -e "$dir/manque.pdf"
fi

# no room, no folder
run fiche S015 --pdf /dev/full/x.pdf
exits 4
run fiche S015 --pdf "$dir/absent/x.pdf"
exits 4
(
	ulimit -f 8
	"$PROG" fiche S015 --pdf "$dir/plein.pdf" >"$dir/out" 2>"$dir/err"
)
is 'a full disk' "$?" 4
ok 'says so' grep -q 'Rien n’a été changé' "$dir/err"
ok 'no half file' prints_nothing sh -c "ls -A '$dir' | grep -E 'plein|^.aiguillage'"
# « » hold what they enclose: no line ends with the first nor begins with the second
run fiche S047 --commune Bibost --langue es --pdf "$dir/es2.pdf"
pdftotext -raw -enc UTF-8 "$dir/es2.pdf" "$dir/es2.txt"
ok 'no lonely guillemet' prints_nothing grep -nE '«[[:space:]]*$|^[[:space:]]*»' "$dir/es2.txt"

# the module that makes them is missing, or is something else: text works, PDF says what to install
mkdir "$dir/alone"
cp "$PROG" "$dir/alone/aiguillage"
whole=$PROG
PROG=$dir/alone/aiguillage
echo 'not a module' >"$dir/alone/pdf.so"
run fiche S015 --pdf "$dir/no.pdf"
exits 2
ok 'says what to install' holds "$errors" libpangocairo-1.0-0
ok 'no file' test ! -e "$dir/no.pdf"
run fiche S015
exits 0
PROG=$whole

done_testing
