# Sheets in a language that reads from the right: what reads from the left is drawn so. The glyphs on the page are
# compared, as ink, with those of the same words where all reads from the left; never the order of extracted text.
. "$SRCDIR/tests/lib/cli.sh"
. "$SRCDIR/tests/lib/page.sh"
needs pdftotext
prepare
run fiche S015 --pdf "$dir/a.pdf"
case $errors in *'sans pango'*)
	echo '1..0 # SKIP made without pango'
	exit 0
	;;
esac
only_dejavu
run poste --fonction 'conseillère numérique' --telephone 0474632594

# word FILE WORD first|last: the ink of it, where it is leftmost or rightmost
word() {
	line=$(boxes "$1" "$2" | sort -k2n | if [ "$3" = first ]; then head -n 1; else tail -n 1; fi)
	test -n "$line" || echo "« $2 » is not on $1" >&2
	ink "$1" $line
}

# same NAME FILE WORD WHERE FILE WORD WHERE
same() {
	word "$2" "$3" "$4" >"$dir/one"
	word "$5" "$6" "$7" >"$dir/two"
	ok "$1" drawn_alike "$dir/one" "$dir/two"
}

# in_line FILE WORD…: on one line, each is drawn right of the one before
in_line() {
	file=$1
	shift
	pdftotext -bbox "$file" "$dir/bbox"
	awk -F'[<>"]' -v wanted="$*" '
		BEGIN { n = split(wanted, want, " ") }
		/<word/ { x[int($5 + 0.5), $11] = x[int($5 + 0.5), $11] " " $3; lines[int($5 + 0.5)] = 1 }
		END {
			for (y in lines) {
				at = -1
				for (i = 1; i <= n; i++) {
					k = split(x[y, want[i]], xs, " ")
					next_at = 1e9
					for (j = 1; j <= k; j++)
						if (xs[j] + 0 > at && xs[j] + 0 < next_at) next_at = xs[j] + 0
					if (next_at == 1e9) break
					at = next_at
				}
				if (i > n) exit 0
			}
			exit 1
		}' "$dir/bbox"
}

run fiche S050 --langue uk --rdv 2026-12-04T14:30 --pdf "$dir/uk.pdf"
run fiche S015 --commune Tarare --pdf "$dir/fr.pdf"
for language in ar prs; do
	run fiche S015 --commune Tarare --langue $language --pdf "$dir/$language.pdf"
	exits 0
	run fiche S050 --langue $language --rdv 2026-12-04T14:30 --pdf "$dir/rdv.pdf"
	exits 0
	same "$language: a name among the other letters" "$dir/$language.pdf" Tarare first "$dir/$language.pdf" Tarare last
	ok "$language: from one station to the other" in_line "$dir/$language.pdf" Tarare → Amplepuis
	same "$language: the year" "$dir/$language.pdf" 2026 first "$dir/$language.pdf" 2026 last
	same "$language: the time of an appointment" "$dir/rdv.pdf" 14:30 last "$dir/uk.pdf" 14:30 last
	ok "$language: the telephone" in_line "$dir/$language.pdf" 04 74 63 25 94
	ok "$language: the address" in_line "$dir/$language.pdf" Place de la Gare
	ok "$language: its town" in_line "$dir/$language.pdf" 69550 Amplepuis
	ok "$language: from one time to the other, from the right" in_line "$dir/$language.pdf" 14:00 6:00
	# the telephone of who refers is drawn as in French, at its size
	run fiche S050 --langue $language --pdf "$dir/by.pdf"
	run fiche S050 --pdf "$dir/fr.pdf"
	same "$language: digits of the telephone" "$dir/by.pdf" 63 first "$dir/fr.pdf" 63 first
done

# what is compared can fail
word "$dir/uk.pdf" 14:30 last >"$dir/one"
sed '1!G;h;$!d' "$dir/one" >"$dir/two"
differ() {
	! "$@"
}
ok 'glyphs in the other order are seen' differ drawn_alike "$dir/one" "$dir/two"
word "$dir/ar.pdf" Tarare last >"$dir/one"
word "$dir/ar.pdf" Amplepuis last >"$dir/two"
ok 'another word is seen' differ drawn_alike "$dir/one" "$dir/two"
ok 'another order is seen' differ in_line "$dir/ar.pdf" 94 25 63 74 04
done_testing
