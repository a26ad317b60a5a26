# Makefile.am knows every file: none is left out of the program, of the tests or of the archive.
. "$SRCDIR/tests/lib/tap.sh"
cd "$SRCDIR" || exit 1

# Prints the files that Makefile.am names neither by path, nor as a test program, nor by folder.
unlisted() {
	names=$(tr -s ' \t\\=' '\n\n\n\n' <Makefile.am)
	find include src data man tests -type f -name '*.*' | while IFS= read -r file; do
		case $file in *.o | *.a | *.gc* | *.log | *.trs | */.*) continue ;; esac
		for name in "$file" "${file%.c}" "${file%/*}" "$(dirname "${file%/*}")"; do
			printf '%s\n' "$names" | grep -qxF "$name" && continue 2
		done
		echo "$file"
	done
}

ok 'every file is in Makefile.am' prints_nothing unlisted
done_testing
