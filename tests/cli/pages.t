# Sheets and the booklet as pictures, compared with tests/data/pages; AIGUILLAGE_GOLDEN=write writes these again.
. "$SRCDIR/tests/lib/cli.sh"
. "$SRCDIR/tests/lib/page.sh"
prepare
run fiche S008 --pdf "$dir/a.pdf"
case $errors in *'sans pango'*)
	echo '1..0 # SKIP made without pango'
	exit 0
	;;
esac
only_dejavu
SOURCE_DATE_EPOCH=1700000000
export SOURCE_DATE_EPOCH
run poste --fonction 'conseillère numérique' --telephone 0474632594

# page NAME FILE PAGE: what is drawn there is as it was.
page() {
	picture "$2" "$3" >"$dir/$1.txt"
	if [ "${AIGUILLAGE_GOLDEN:-}" = write ]; then
		cp "$dir/$1.txt" "$SRCDIR/tests/data/pages/$1.txt"
	fi
	ok "$1 looks as it did" alike "$SRCDIR/tests/data/pages/$1.txt" "$dir/$1.txt"
}

# sheet NAME ARG…
sheet() {
	sheet_name=$1
	shift
	run fiche "$@" --pdf "$dir/$sheet_name.pdf"
	exits 0
	page "$sheet_name" "$dir/$sheet_name.pdf" 1
}

# sheets where a hair more or less changes nothing (with fewer papers, room for notes), and without codes, which are
# optional
sheet dates S009 --papiers 'Carte d’identité' --papiers 'Attestation'
sheet simple S045 --simple
sheet arabe S008 --commune 69049 --langue ar --rdv 2026-12-04T14:30 --papiers 'Carte d’identité' --papiers 'Attestation'
sheet ukrainien S045 --langue uk
sheet dari-a5 S045 --langue prs --format a5 --papiers 'Carte d’identité' --papiers 'Attestation'
sheet choix S015 S017 S045 --choix --commune Tarare
run annuaire-papier --epci Tarare --pdf "$dir/livret.pdf"
exits 0
page couverture "$dir/livret.pdf" 1
page chapitre "$dir/livret.pdf" 3
run annuaire-papier --commune Chasselay --pdf "$dir/mois.pdf"
page mois "$dir/mois.pdf" 4
if command -v pdftotext >/dev/null; then
	map=$(for i in $(seq 15 25); do pdftotext -f "$i" -l "$i" "$dir/livret.pdf" - | grep -q '^La carte' && echo "$i"; done | head -n 1)
	page carte "$dir/livret.pdf" "$map"
fi

# the comparison sees what must be seen: a block two lines lower, a line that is missing, another text, an empty page
unlike() {
	! alike "$@"
}
good=$dir/dates.txt
{ head -n 40 "$good" && echo && echo && echo && tail -n +41 "$good"; } >"$dir/moved"
ok 'a block that moved is seen' unlike "$good" "$dir/moved"
row=$(awk '{ gsub(/[^#%@*]/, ""); if (length($0) > most) { most = length($0); row = NR } } END { print row }' "$good")
awk -v row="$row" 'NR >= row - 1 && NR <= row + 1 { print ""; next } { print }' "$good" >"$dir/cut"
ok 'a missing line is seen' unlike "$good" "$dir/cut"
ok 'another sheet is seen' unlike "$good" "$dir/simple.txt"
: >"$dir/empty"
ok 'an empty page is seen' unlike "$good" "$dir/empty"
# and bears what must be borne: everything half a square aside, ink a little lighter
tr '=+*#%@' '\-=+*#%' <"$good" >"$dir/lighter"
ok 'lighter ink is borne' alike "$good" "$dir/lighter"
sed 's/^/ /' "$good" >"$dir/aside"
ok 'a square aside is borne' alike "$good" "$dir/aside"

# no font at all: said, and nothing half written
mkdir "$dir/none"
only_fonts_of "$dir/none"
run fiche S008 --pdf "$dir/none.pdf"
exits 3
err_has 'apt install fonts-dejavu-core'
run annuaire-papier --commune Chasselay --pdf "$dir/none.pdf"
exits 3
ok 'no file' prints_nothing sh -c "ls -A '$dir' | grep -E '^none.pdf|^.aiguillage'"
done_testing
