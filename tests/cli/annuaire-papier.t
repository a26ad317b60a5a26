# aiguillage annuaire-papier: what is printed for each commune, and what must not be.
. "$SRCDIR/tests/lib/cli.sh"
prepare

run annuaire-papier
exits 0
for fact in 'Être aidé avec le numérique' 'Annuaire du 24 novembre 2026' 'Vérifié le' 'Comment s’en servir' \
	'France services Pimms Médiation Amplepuis' '04 74 63 25 94' \
	'Il n’y a pas de lieu dans la commune.' 'Près d’ici' 'Vient dans la commune' 'La carte' \
	'Les permanences des trois prochains mois' 'Ce que vous cherchez' 'Pour qui d’abord'; do
	out_has "$fact"
done
is_clean 'texte'
fits 'texte' 80
is 'each commune of the sector once' "$(grep -c '^-----*$' "$dir/out")" 80
ok 'no e-mail address' prints_nothing grep -n '@' "$dir/out"
for status in en-projet pas-encore-present besoin-sans-offre; do
	name=$(awk -F, -v s="$status" 'index($0, "," s ",") { print $3; exit }' "$AIGUILLAGE_DATA/annuaire/offres.csv")
	ok "$status is left out: $name" prints_nothing grep -nF "$name :" "$dir/out"
done
places=$(awk '/^ *[0-9]+ / { if ($1 == n + 1) n++ } END { print n + 0 }' "$dir/out")
ok 'numbered in order' awk '/^ *[0-9]+ / { if ($1 == n + 1) n++ } END { exit n < 40 }' "$dir/out"

# before A line, B
before() {
	awk -v a="$1" -v b="$2" 'index($0, a) && !x { x = NR } index($0, b) && !y { y = NR } END { exit !(x && y && x < y) }' "$dir/out"
}
# who comes to all of a group of communes is told once, at its beginning; with one number wherever it is told
is 'everywhere, once a chapter' "$(grep -c '^Partout$' "$dir/out")" 3
is 'one number' "$(grep -c '^ *[0-9]* UDAF 69 — Maison de la Famille' "$dir/out")" 3
is 'really one' "$(grep '^ *[0-9]* UDAF 69 — Maison de la Famille' "$dir/out" | sort -u | wc -l)" 1
ok 'not told in each commune' prints_nothing grep -n "passe sur le secteur d’Affoux" "$dir/out"
out_has 'vendredi 1er janvier 2027'
out_has 'jour férié'
run annuaire-papier --commune Chasselay
ok 'conseillers numériques come first' before 'Conseillers numériques de la Maison' 'Problèmes de transport'
run annuaire-papier --commune Affoux
ok 'France Services is told first of what is near' before 'France services de Tarare' 'Point Information Jeunesse'

# a station of several lines, several stations
run annuaire-papier --commune Lozanne
is 'one station, all its lines' "$(sed -n '/^Gare/,/^Il n/p' "$dir/out" | tr '\n' ' ' | grep -o 'ligne ' | wc -l | tr -d ' ')" 3
is 'once' "$(grep -c '^Gare' "$dir/out")" 1
run annuaire-papier --commune Lentilly
is 'two stations' "$(grep -c '^Gare : Lentilly' "$dir/out")" 2

run annuaire-papier --commune Amplepuis
exits 0
is 'one commune' "$(grep -c '^-----*$' "$dir/out")" 1
run annuaire-papier --epci Tarare --besoin emploi
exits 0
run annuaire-papier --besoin inconnuinconnu
exits 2
run annuaire-papier quoi
exits 2

# a page for the web
run annuaire-papier --format html
exits 0
cp "$dir/out" "$dir/page.html"
is_clean 'html'
for fact in '<html lang="fr">' '<title>Être aidé avec le numérique</title>' '<h2 id="sommaire">Sommaire</h2>' \
	'<main id="contenu">' '@media print' 'Médiation Amplepuis'; do
	out_has "$fact"
done
ok 'html: no script, nothing fetched' prints_nothing grep -nE '<(script|link|img|iframe)|src=|url\(|@import|https?:' "$dir/out"
ok 'html: no e-mail address' prints_nothing grep -nE '[a-z]@[a-z]' "$dir/out"
is 'html: the same places as in text' "$(sed -n 's/^<h[3-6]>\([0-9]*\)\. .*/\1/p' "$dir/out" | sort -un | wc -l)" "$places"
ok 'html: the contents lead somewhere' prints_nothing sh -c "grep -o 'href=\"#[^\"]*' '$dir/out' |
	sed 's/.*#//' | while read -r id; do grep -q \"id=\\\"\$id\\\"\" '$dir/out' || echo \"\$id\"; done"
ok 'html: no heading level is jumped over' awk 'match($0, /^<h[1-6]/) {
	n = substr($0, 3, 1); if (n > last + 1) bad = 1; last = n } END { exit bad || last == 0 }' "$dir/out"
run annuaire-papier --format html --sortie "$dir/f.html"
exits 0
ok 'html: a file says the same' cmp "$dir/page.html" "$dir/f.html"
is 'html: read by its owner only' "$(stat -c %a "$dir/f.html")" 600
run annuaire-papier --format html --sortie "$dir/absent/f.html"
exits 4
run annuaire-papier --gros --format html
exits 2
err_has 'ajoutez --pdf FICHIER'
run annuaire-papier --gros
exits 2
run annuaire-papier --format csv
exits 2
err_has 'exporter lieux'
run annuaire-papier --format html --pdf "$dir/x.pdf"
exits 2
run ajouter lieu --champ 'nom=<script>alert("1")</script> & <b>' --champ commune=Amplepuis
place=$(printf '%s\n' "$out" | grep -o 'local-[0-9a-f]*' | head -n 1)
run ajouter offre --lieu "$place" --champ 'nom=Aide </p></main>'
run annuaire-papier --commune Amplepuis --format html
exits 0
out_has '&lt;script&gt;alert('
ok 'html: markup is text' prints_nothing grep -nE '<script|<b>' "$dir/out"
if command -v python3 >/dev/null; then
	ok 'html: well-formed' python3 -c 'import sys, xml.dom.minidom
for name in sys.argv[1:]: xml.dom.minidom.parse(name)' "$dir/page.html" "$dir/out"
fi

run annuaire-papier --pdf "$dir/a.pdf"
case $errors in *'sans pango'*) done_testing ;; esac
exits 0
command -v pdfinfo >/dev/null || done_testing
ok 'tagged' sh -c "pdfinfo '$dir/a.pdf' | grep -q 'Tagged: *yes'"
ok 'a booklet' test "$(pdfinfo "$dir/a.pdf" | awk '/^Pages:/ { print $2 }')" -gt 20
pdftotext "$dir/a.pdf" "$dir/a.txt"
ok 'says the same' grep -q 'Médiation Amplepuis' "$dir/a.txt"
ok 'page numbers' grep -qx 12 "$dir/a.txt"
SOURCE_DATE_EPOCH=1700000000
export SOURCE_DATE_EPOCH
run annuaire-papier --pdf "$dir/b.pdf"
run annuaire-papier --pdf "$dir/c.pdf"
ok 'the same bytes again' cmp "$dir/b.pdf" "$dir/c.pdf"
# bookmarks: the chapters, and the communes below theirs
ok 'bookmarks' sh -c "LC_ALL=C tr -d '\000' <'$dir/b.pdf' | grep -ac '/Title' | awk '{ exit \$1 < 80 }'"
# how far it is, on a terminal
if command -v script >/dev/null; then
	script -qec "'$PROG' annuaire-papier --pdf '$dir/vu.pdf'" "$dir/typed" </dev/null >/dev/null 2>&1
	ok 'progress' grep -aq 'communes sur 80' "$dir/typed"
fi
# folded: the last page beside the first, then the second beside the last but one
pages=$(pdfinfo "$dir/b.pdf" | awk '/^Pages:/ { print $2 }')
run annuaire-papier --livret --pdf "$dir/livret.pdf"
exits 0
is 'two pages a side' "$(pdfinfo "$dir/livret.pdf" | awk '/^Pages:/ { print $2 }')" $(((pages + 3) / 4 * 2))
pdftotext -f 1 -l 1 "$dir/livret.pdf" - | tr '\240' ' ' >"$dir/side"
ok 'the cover is on the first side' grep -q 'aidé avec' "$dir/side"
pdftotext -f 2 -l 2 "$dir/livret.pdf" "$dir/side"
ok 'page 2 is behind the cover' grep -qx 2 "$dir/side"
run annuaire-papier --livret --gros --pdf "$dir/x.pdf"
exits 2
run annuaire-papier --livret
exits 2

# what no font can write is shown, and told
run ajouter lieu --champ 'nom=Maison ఖ్యాతి' --champ commune=Amplepuis
place=$(printf '%s\n' "$out" | grep -o 'local-[0-9a-f]*' | head -n 1)
run ajouter offre --lieu "$place" --champ 'nom=Aide ఖ'
run annuaire-papier --commune Amplepuis --pdf "$dir/manque.pdf"
exits 0
if pdftotext "$dir/manque.pdf" - | grep -q ▯; then
	out_has 'remplacés par ▯'
	out_has 'apt install fonts-noto-core'
fi
run annuaire-papier --gros --commune Amplepuis --pdf "$dir/gros.pdf"
exits 0
(
	ulimit -f 16
	"$PROG" annuaire-papier --pdf "$dir/plein.pdf" >"$dir/out" 2>"$dir/err"
)
is 'a full disk' "$?" 4
ok 'no half file' prints_nothing sh -c "ls -A '$dir' | grep -E 'plein|^.aiguillage'"
done_testing
