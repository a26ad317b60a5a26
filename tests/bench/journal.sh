# The log: what one act costs on the disk, the figures of a large journal, and journals merged (README).
#   BENCH_LOGGED  records of the large journal (500000)
set -e
n=${BENCH_LOGGED:-500000}
here=$SRCDIR/tests/bench
tools=$BUILDDIR/tests/bench
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
AIGUILLAGE_MAINTENANT=2026-11-24T10:00
AIGUILLAGE_BASE=$dir/none
export AIGUILLAGE_MAINTENANT AIGUILLAGE_BASE

command -v sqlite3 >/dev/null || { echo "journal: sqlite3 is absent, nothing can be made"; exit 0; }

# line WHAT FIGURE UNIT [LIMIT]
line() {
	echo "$1|$2|$3|$4" | awk -F'|' '{
		verdict = $4 == "" ? "" : ($2 <= $4 ? "met" : "MISSED")
		printf "%-62s %9s %-6s %7s  %s\n", $1, $2, $3, $4, verdict
	}'
}

# made BASE N: a journal of N accompaniments and what goes with them
made() {
	"$PROG" accompagner --base "$1" --themes e-mail --commune Bibost >/dev/null 2>&1
	{ echo "CREATE TEMP TABLE wanted AS SELECT $2 AS n;"; cat "$here/journal.sql"; } | sqlite3 "$1/journal.db"
}

# cpu COMMAND → $seconds $mb
cpu() {
	set -- $("$tools/bench_pairs" 1 : "$1" :)
	seconds=$1 mb=$4
}

# ---- one act ----

syncs() {
	strace -f -e trace=fsync,fdatasync -o "$dir/trace" "$@" >/dev/null 2>&1
	grep -c sync "$dir/trace"
}

"$PROG" accompagner --base "$dir/one" --themes e-mail --commune Bibost >/dev/null 2>&1
printf '%s\n' 'PRAGMA journal_mode = DELETE;' 'CREATE TABLE t (a TEXT);' 'INSERT INTO t VALUES (1);' |
	sqlite3 "$dir/bare.db" >/dev/null
if command -v strace >/dev/null; then
	ours=$(syncs "$PROG" accompagner --base "$dir/one" --themes e-mail --commune Bibost)
	bare=$(syncs sqlite3 "$dir/bare.db" 'PRAGMA synchronous = EXTRA; INSERT INTO t VALUES (2)')
	line 'an act: calls of fsync, beside those of a bare commit' "$ours" calls "$bare"
	line 'an act: calls of fsync, goal' "$ours" calls 4
fi

# ---- twenty posts, three years ----

made "$dir/large" "$n"
total=$(sqlite3 "$dir/large/journal.db" 'SELECT (SELECT count(*) FROM accompaniment) + (SELECT count(*) FROM referral) +
	(SELECT count(*) FROM unmet) + (SELECT count(*) FROM person)')
echo "journal: $total records of 20 posts, $(wc -c <"$dir/large/journal.db" | awk '{ printf "%.0f", $1 / 1048576 }') MB"
cpu "exec $PROG bilan --base $dir/large --de 2023-12-01"
line 'bilan of three years (processor)' "$seconds" s
line 'bilan of three years, memory' "$mb" MB 64
cpu "exec $PROG bilan --base $dir/large --de 2026-10-01 --a 2026-10-31"
line 'bilan of one month (processor)' "$seconds" s 0.3
cpu "exec $PROG suivre --base $dir/large"
line 'suivre (processor)' "$seconds" s 0.3
rm -rf "$dir/large"

# ---- merging ----

made "$dir/colleague" 7400
"$PROG" exporter journal --base "$dir/colleague" --sortie "$dir/export.jsonl" >/dev/null
"$PROG" etat --base "$dir/own" >/dev/null 2>&1
cpu "exec $PROG importer journal --base $dir/own $dir/export.jsonl"
line "merging $(grep -c . "$dir/export.jsonl") records (processor)" "$seconds" s 0.3
cpu "exec $PROG importer journal --base $dir/own $dir/export.jsonl"
line 'the same again (processor)' "$seconds" s 0.3
