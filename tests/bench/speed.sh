# Import, search, screen, memory and size beside what others need for the same: one table, one run (README).
#   BENCH_SIZES   offers, « 20000 100000 » unless told; 1000000 takes a quarter of an hour
#   BENCH_ROUNDS  pairs of each measure at 20,000 offers (5); fewer above
set -e
sizes=${BENCH_SIZES:-20000 100000}
most=${BENCH_ROUNDS:-5}
here=$SRCDIR/tests/bench
tools=$BUILDDIR/tests/bench
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
AIGUILLAGE_MAINTENANT=2026-11-24T10:00
AIGUILLAGE_BASE=$dir/none
export AIGUILLAGE_MAINTENANT AIGUILLAGE_BASE
pools=$here/pools.tsv
: >"$dir/slopes"

has() {
	command -v "$1" >/dev/null || { skipped="$skipped $1"; return 1; }
}

# line NAME OURS UNIT THEIRS ANCHOR [RATIO GOAL]: RATIO is ours / theirs unless told.
line() {
	echo "$1|$2|$3|$4|$5|$6|$7" | awk -F'|' -v size="$size" '{
		ratio = $6 != "" ? $6 : ($4 > 0 ? $2 / $4 : 0)
		verdict = $7 == "" ? "" : (ratio <= $7 ? "met" : "MISSED")
		printf "%8d  %-34s %9s %-2s  %9s  %-28s %6.2f  %5s  %s\n",
			size, $1, $2, $3, $4, $5, ratio, $7, verdict
	}'
}

# within NAME OURS UNIT LIMIT WHAT: a figure beside a limit.
within() {
	line "$1" "$2" "$3" "$4" "$5" "" 1
}

# pairs ROUNDS BEFORE OURS THEIRS → $ours $theirs $ratio $mb $their_mb
pairs() {
	set -- $("$tools/bench_pairs" "$@")
	ours=$1 theirs=$2 ratio=$3 mb=$4 their_mb=$5
}

ms() {
	echo "$1" | awk '{ printf "%.1f", $1 * 1000 }'
}

# ---- import ----

import_lines() {
	fresh="rm -rf $dir/base && cp -r $dir/empty $dir/base"
	import="exec $PROG importer --base $dir/base --detail 0 $csv"
	pairs $rounds "$fresh" "$import" "exec sh $here/anchor.sh full $csv $dir/full.db"
	line "import, searchable (CPU)" "$ours" s "$theirs" ".import, keys, FTS5" "$ratio" 0.8
	echo "import $size $ours" >>"$dir/slopes"
	first=$ours
	within "import, peak memory" "$mb" MB 128 "limit at 1,000,000"
	pairs $rounds "$fresh" "$import" "exec sh $here/anchor.sh flat $csv $dir/flat.db"
	line "import, searchable (CPU)" "$ours" s "$theirs" ".import, flat" "$ratio" 1.5
	"$PROG" importer --base "$dir/base" --detail 0 "$csv" >/dev/null
	before=$("$tools/bench_pairs" 1 : "exec $PROG chercher --base $dir/base" : | cut -f5)
	cp "$dir/base/annuaire.db" "$dir/before.db"
	pairs $rounds : "$import" "exec cat $csv"
	line "the same file again (CPU)" "$ours" s "$first" "the first import" "" 0.3
	within "the same file again, pages written" \
		"$(changed_pages "$dir/before.db" "$dir/base/annuaire.db")" "" 4 "the origin's date"
	rm -f "$dir/before.db"
	"$tools/bench_make" national "$pools" "$AIGUILLAGE_DATA" "$size" 5 >"$dir/changed.csv"
	copy="rm -rf $dir/again && cp -r $dir/base $dir/again"
	pairs 1 "$copy" "exec $PROG importer --base $dir/again --detail 0 $dir/changed.csv" :
	line "5 rows in 100 changed (CPU)" "$ours" s "$first" "the first import" "" 0.5
	rm -rf "$dir/again"
	if has mlr; then
		pairs 1 : : "exec mlr --icsv --ojson cat $csv"
		line "import, searchable (CPU)" "$first" s "$theirs" "mlr, CSV to JSON"
	fi
	if [ "$size" -le 20000 ] && has csvsql; then
		pairs 1 "rm -f $dir/kit.db" : \
			"exec csvsql --no-inference --insert --db sqlite:///$dir/kit.db $csv 2>/dev/null"
		line "import, searchable (CPU)" "$first" s "$theirs" "csvsql, no index"
	fi
	within "base, index included" "$(mb_of "$dir/base/annuaire.db")" MB \
		"$(mb_of "$csv" | awk '{ printf "%.1f", $1 * 1.3 }')" "1.3 times the CSV"
	line "base, index included" "$(mb_of "$dir/base/annuaire.db")" MB "$(mb_of "$dir/full.db")" \
		"the anchor's base"
}

# Of 4096 bytes, between two files.
changed_pages() {
	cmp -l "$1" "$2" | awk '{ page[int(($1 - 1) / 4096)] } END { n = 0; for (p in page) n++; print n }'
}

mb_of() {
	wc -c <"$1" | awk '{ printf "%.1f", $1 / 1048576 }'
}

inclusion_lines() {
	mkdir -p "$dir/di"
	"$tools/bench_make" inclusion "$pools" "$AIGUILLAGE_DATA" "$size" "$dir/di"
	pairs 1 "$fresh" \
		"exec $PROG importer --base $dir/base --detail 0 $dir/di/structures.csv $dir/di/services.csv" :
	line "data·inclusion, 3 offers a place" "$ours" s "$first" "the national list"
	rm -rf "$dir/di"
}

# ---- search ----

search_lines() {
	set -- $("$tools/bench_keys" "$dir/base" "$rounds")
	line "each key: count, lists, 50 nearest" "$3" ms "$5" "FTS5 prefix 1 2 3, p50"
	line "each key: count, lists, 50 nearest" "$4" ms "$6" "FTS5 prefix 1 2 3, p95" "" 0.15
	echo "key $size $4" >>"$dir/slopes"
	ask="exec $PROG chercher --base $dir/base --commune 69010 --texte demarches --limite 50 --format tsv"
	pairs $((rounds * 2 + 1)) : "$ask" \
		"exec sqlite3 $dir/full.db \"SELECT nom, commune FROM lieux WHERE rowid IN (SELECT rowid FROM f WHERE f MATCH 'demarches*' ORDER BY rank LIMIT 50)\""
	line "chercher, whole process (CPU)" "$(ms "$ours")" ms "$(ms "$theirs")" "sqlite3, FTS5, 50 best" "$ratio" 1
	if has rg; then
		pairs $((rounds * 2 + 1)) : "$ask" "exec rg -i -e d[eé]marches $csv"
		line "chercher, whole process (CPU)" "$(ms "$ours")" ms "$(ms "$theirs")" ripgrep "$ratio"
	fi
	fzf=
	if has fzf; then
		pairs 1 : : "exec fzf --exact --filter demarches <$csv"
		fzf=$(ms "$theirs")
	fi
}

# ---- screen ----

screen_lines() {
	bare="$tools/bench_bare $dir/base/annuaire.db 'SELECT fields FROM place LIMIT 20'"
	"$PROG" chercher --base "$dir/base" --limite 1 >/dev/null
	# the first start of all asks a question
	"$tools/bench_paint" first 1 "$PROG --base $dir/base" "$bare" >/dev/null
	set -- $("$tools/bench_paint" keys 2 'arbresle^I^I^I' demarches "$PROG --base $dir/base" "$bare")
	line "a key, painted (wall, p50)" "$1" ms "$(echo "$5" | awk '{ print $1 + 2 }')" "no-op repaint + 2 ms" "" 1
	line "a key, painted (CPU, p50)" "$2" ms "$6" "no-op repaint"
	within "a key, bytes to the terminal" "$3" "" 2048 "limit"
	[ -z "$fzf" ] || line "a key, painted (CPU, p50)" "$2" ms "$fzf" "fzf --filter (CPU)" "" 0.1
	within "a session of search, peak memory" "$4" MB \
		"$(echo "$size" | awk '{ print $1 <= 20000 ? 16 : $1 <= 100000 ? 64 : 420 }')" "limit"
	set -- $("$tools/bench_paint" first $((rounds * 2 + 1)) "$PROG --base $dir/base" "$bare")
	line "start to first paint (wall, p50)" "$1" ms "$(echo "$5" | awk '{ print $5 + $1 + 8 }')" \
		"bare ncurses + SQLite + 8 ms" "" 1
	line "start to first paint (CPU, p50)" "$2" ms "$(echo "$6" | awk '{ print $1 + 8 }')" \
		"bare ncurses + SQLite + 8 ms" "" 1
	[ "$size" != "${sizes%% *}" ] || peer_lines
}

# peer COMMAND, in the source tree
peer() {
	has "${1%% *}" || return 0
	set -- "$1" $("$tools/bench_paint" first 3 "$PROG --base $dir/base" "env -C $SRCDIR $1" 2>/dev/null) || return 0
	[ -z "$2" ] || line "start to first paint (wall, p50)" "$2" ms "$6" "$1"
}

peer_lines() {
	peer tig
	peer "ncdu src"
	peer mc
}

# ---- all ----

slopes() {
	for what in import key; do
		awk -v what=$what '$1 == what { n++; x[n] = log($2); y[n] = log($3) }
			END { if (n > 1) printf "growth of %s, from %d sizes: cost ~ offers^%.2f%s\n", what, n,
				(y[n] - y[1]) / (x[n] - x[1]), what == "import" ? " (goal 1.15)" : "" }' "$dir/slopes"
	done
	awk '$1 == "import" { printf "import: %.1f µs a row at %d offers\n", $3 * 1e6 / $2, $2 }' "$dir/slopes"
}

has sqlite3 || { echo "speed: sqlite3 is absent, nothing to compare with"; exit 0; }
"$PROG" chercher --base "$dir/empty" --limite 1 >/dev/null 2>&1
echo "speed: CPU is processor time, user and system, median of pairs run in turn"
printf '%8s  %-34s %9s %-2s  %9s  %-28s %6s  %5s\n' offers measure ours "" theirs anchor ratio goal
for size in $sizes; do
	csv=$dir/$size.csv
	rounds=$(echo "$size $most" | awk '{ n = int($2 * 20000 / $1 + 0.999); print n < 1 ? 1 : n }')
	[ "$size" -gt 20000 ] || rounds=$most
	"$tools/bench_make" national "$pools" "$AIGUILLAGE_DATA" "$size" >"$csv"
	import_lines
	inclusion_lines
	rm -rf "$dir/base" && cp -r "$dir/empty" "$dir/base"
	"$PROG" importer --base "$dir/base" --detail 0 "$csv" >/dev/null
	search_lines
	screen_lines
	rm -rf "$dir/base" "$dir/full.db" "$dir/flat.db" "$dir/kit.db" "$csv"
done
slopes
[ -z "$skipped" ] || echo "skipped, not installed:$(printf '%s\n' $skipped | sort -u | tr '\n' ' ' | sed 's/^/ /')"
