# Opening hours: our throughput beside opening_hours.js, and « ouvert aujourd’hui » over 100,000 offers.
set -e
bench=$BUILDDIR/tests/bench/bench_hours
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

"$bench" values 5000 >"$dir/values"
echo "hours: read, state and next change of 5,000 distinct values"
for round in 1 2 3; do
	ours=$("$bench" measure "$dir/values" 2>/dev/null)
	theirs=
	if command -v node >/dev/null; then
		theirs=$(node "$SRCDIR/tests/bench/hours.js" "$dir/values" 2>/dev/null) || theirs=
	fi
	if [ -n "$theirs" ]; then
		echo "  round $round: $ours a second; opening_hours.js $theirs; ratio $((ours / theirs)) (goal 500)"
	else
		echo "  round $round: $ours a second; opening_hours.js is absent (OPENING_HOURS_JS)"
	fi
done

"$bench" directory "$dir" 100000 2>/dev/null | while IFS="$(printf '\t')" read -r all today first again minute; do
	echo "hours: « ouvert aujourd’hui » over $all offers, $today answers, the first 20 in order (goal 16 ms)"
	echo "  the first time $first ms, the same minute again $again ms, a minute later $minute ms"
done
