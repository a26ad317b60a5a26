# Makefile.am knows every file: none is left out of the program, of the tests or of the archive.
. "$SRCDIR/tests/lib/tap.sh"
cd "$SRCDIR" || exit 1

# Prints the files that Makefile.am names neither by path, nor as a test program, nor (data, tests) by folder.
# One awk for all: a process a file is slow.
unlisted() {
	find include src data man tests -type f -name '*.*' ! -name '*.o' ! -name '*.a' ! -name '*.gc*' \
		! -name '*.log' ! -name '*.trs' ! -path '*/.*' |
		awk -v RS='[ \t\n\\\\=]+' '
			NR == FNR { named[$0]; next }
			{
				program = folder = $0
				sub(/\.c$/, "", program)
				sub(/\/[^\/]*$/, "", folder)
				above = folder
				sub(/\/[^\/]*$/, "", above)
			}
			$0 in named || program in named { next }
			/^(src|include)\// || !(folder in named || above in named)
		' Makefile.am -
}

ok 'every file is in Makefile.am' prints_nothing unlisted
done_testing
