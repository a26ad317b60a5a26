# Sheets and the paper directory, beside a minimal cairo program and groff with the same text: one run (README).
#   BENCH_ROUNDS  pairs of each measure (11)
set -e
rounds=${BENCH_ROUNDS:-11}
tools=$BUILDDIR/tests/bench
here=$SRCDIR/tests/bench
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
AIGUILLAGE_MAINTENANT=2026-11-24T10:00
AIGUILLAGE_BASE=$dir/base
export AIGUILLAGE_MAINTENANT AIGUILLAGE_BASE
skipped=

# pairs ROUNDS BEFORE OURS THEIRS → $ours $theirs (ms) $ratio $mb
pairs() {
	set -- $("$tools/bench_pairs" "$@")
	ours=$(echo "$1" | awk '{ printf "%.1f", $1 * 1000 }')
	theirs=$(echo "$2" | awk '{ printf "%.1f", $1 * 1000 }')
	ratio=$3 mb=$4
}

# line NAME OURS THEIRS ANCHOR RATIO GOAL
line() {
	echo "$1|$2|$3|$4|$5|$6" | awk -F'|' '{
		printf "  %-34s %10s  %10s  %-24s %6s  %5s  %s\n", $1, $2, $3, $4, $5, $6,
			$6 == "" ? "" : ($5 <= $6 ? "met" : "MISSED") }'
}

"$PROG" fiche S015 --commune Tarare >"$dir/text" 2>/dev/null
"$PROG" fiche S015 --commune Tarare --pdf "$dir/sheet.pdf" >/dev/null 2>&1 || {
	echo "paper: made without pango, nothing to measure"
	exit 0
}
sheet="exec $PROG fiche S015 --commune Tarare --pdf $dir/sheet.pdf"
echo "paper: processor time, median of $rounds pairs (ratio = ours / theirs)"
if [ -x "$tools/bench_cairo" ]; then
	pairs "$rounds" : "$sheet" "exec $tools/bench_cairo $dir/cairo.pdf <$dir/text"
	line "one sheet" "$ours ms" "$theirs ms" "minimal cairo" "$ratio" 1.2
	line "its memory" "$mb MB"
fi
if command -v groff >/dev/null && groff -Tpdf -K utf8 </dev/null >/dev/null 2>&1; then
	awk 'BEGIN { print ".ps 14\n.vs 17" } /^$/ { print ".sp"; next }
		{ sub(/^ +/, ""); gsub(/\\/, "\\e"); print "\\&" $0 "\n.br" }' "$dir/text" >"$dir/text.roff"
	pairs "$rounds" : "$sheet" "exec groff -Tpdf -K utf8 $dir/text.roff >$dir/groff.pdf"
	line "one sheet" "$ours ms" "$theirs ms" "groff -Tpdf" "$ratio" 0.5
else
	skipped="$skipped groff"
fi
if command -v soffice >/dev/null; then
	pairs 3 : "$sheet" "exec soffice --headless -env:UserInstallation=file://$dir/office --convert-to pdf --outdir $dir $dir/text"
	line "one sheet" "$ours ms" "$theirs ms" "LibreOffice" "$ratio"
else
	skipped="$skipped LibreOffice"
fi

ids=$(for i in $(seq 60); do printf 'S015 '; done)
pairs "$rounds" : "exec $PROG fiche $ids --pdf $dir/many.pdf" "$sheet"
each=$(echo "$ours $theirs" | awk '{ printf "%.2f", ($1 - $2) / 59 }')
line "a page more of a batch of 60" "$each ms" "" "goal in ms" "$each" 5

# national SIZE: a directory of that many made-up places
national() {
	rm -rf "$dir/base"
	"$tools/bench_make" national "$here/pools.tsv" "$AIGUILLAGE_DATA" "$1" >"$dir/places.csv"
	"$PROG" importer --detail 0 "$dir/places.csv" >/dev/null 2>&1
}

# booklet SIZE GOAL: seconds of the whole country, and memory a page
booklet() {
	national "$1"
	pairs 3 : "exec $PROG annuaire-papier --france --pdf $dir/booklet.pdf" :
	seconds=$(echo "$ours" | awk '{ printf "%.2f", $1 / 1000 }')
	line "booklet of $1 places" "$seconds s" "" "goal in s" "$seconds" "$2"
	booklet_mb=$mb
	pages=0
	if command -v pdfinfo >/dev/null; then
		pages=$(pdfinfo "$dir/booklet.pdf" | awk '/^Pages:/ { print $2 }')
	fi
	line "its memory, $pages pages" "$mb MB"
}
booklet 1000 3
small=$booklet_mb few=$pages
booklet 10000 ""
echo "$small $few $booklet_mb $pages" | awk '$4 > $2 { printf "  memory a page more: %.1f kB\n", ($3 - $1) * 1024 / ($4 - $2) }'
[ -z "$skipped" ] || echo "  not installed:$skipped"
