# Tests of the command line:  . "$SRCDIR/tests/lib/cli.sh";  run chercher …;  exits 0 'found';  done_testing
. "$SRCDIR/tests/lib/tap.sh"

dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
AIGUILLAGE_BASE=$dir/base
AIGUILLAGE_MAINTENANT=2026-11-24T10:00
export AIGUILLAGE_BASE AIGUILLAGE_MAINTENANT
unset COLUMNS XDG_DATA_HOME

# run ARG…: sets $status, $out and $errors.
run() {
	status=0
	"$PROG" "$@" </dev/null >"$dir/out" 2>"$dir/err" || status=$?
	out=$(cat "$dir/out")
	errors=$(cat "$dir/err")
	ran=$*
}

# exits STATUS [NAME]: of the last run.
exits() {
	is "${2:-$(printf '%.60s' "$ran")} (exit $1)" "$status" "$1"
	test "$status" = "$1" || printf '%s\n' "$errors" | sed 's/^/#   /'
}

holds() {
	case $1 in *"$2"*) return 0 ;; esac
	printf '%s\n' "$1"
	return 1
}

# out_has TEXT, err_has TEXT: of the last run.
out_has() {
	ok "answers « $1 »" holds "$out" "$1"
}

err_has() {
	ok "says « $1 »" holds "$errors" "$1"
}

# cell ID COLUMN: of the TSV answer.
cell() {
	printf '%s\n' "$out" | awk -F'\t' -v id="$1" -v column="$2" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR > 1 && $1 == id { print $at[column]; exit }'
}

# position ID: of its row in the TSV answer, 0 when it is not there.
position() {
	printf '%s\n' "$out" | awk -F'\t' -v id="$1" 'NR > 1 && $1 == id { n = NR - 1; exit } END { print n + 0 }'
}

# No control character but line ends and tabs, valid UTF-8, no line too wide.
is_clean() {
	ok "$1: no control character" prints_nothing grep -n "$(printf '[\001-\010\013-\037\177]')" "$dir/out" "$dir/err"
	ok "$1: UTF-8" iconv -f UTF-8 -t UTF-8 "$dir/out" "$dir/err"
}

# Characters are counted without the bytes that continue them.
fits() {
	LC_ALL=C tr -d '\200-\277' <"$dir/out" >"$dir/counted"
	ok "$1: fits $2 columns" prints_nothing awk -v max="$2" 'length($0) > max' "$dir/counted"
}

# The first start prepares the directory and says so on the standard error.
prepare() {
	"$PROG" etat >/dev/null 2>&1 || echo "# the base could not be prepared"
}
