# TAP for .t scripts:  . "$SRCDIR/tests/lib/tap.sh";  ok "what" command…;  done_testing
tap_count=0
tap_failed=0

# ok NAME COMMAND [ARG…]: passes when the command succeeds; its output becomes a comment.
ok() {
	tap_name=$1
	shift
	tap_count=$((tap_count + 1))
	if tap_out=$("$@" 2>&1); then
		echo "ok $tap_count - $tap_name"
	else
		echo "not ok $tap_count - $tap_name"
		tap_failed=$((tap_failed + 1))
		printf '%s\n' "$tap_out" | sed 's/^/# /'
	fi
}

# is NAME GOT WANT
is() {
	ok "$1" test "$2" = "$3"
	test "$2" = "$3" || printf 'got:\n%s\nwant:\n%s\n' "$2" "$3" | sed 's/^/#   /'
}

# prints_nothing COMMAND…: for greps that should find nothing.
prints_nothing() {
	! "$@" | grep .
}

# needs PROGRAM…: skips the whole test when one is missing.
needs() {
	for tap_tool; do
		command -v "$tap_tool" >/dev/null || {
			echo "1..0 # SKIP $tap_tool is not installed"
			exit 0
		}
	done
}

done_testing() {
	echo "1..$tap_count"
	test "$tap_failed" -eq 0
	exit
}
