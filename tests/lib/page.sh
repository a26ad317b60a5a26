# Pages as pictures:  . "$SRCDIR/tests/lib/page.sh"   (after cli.sh)
#
# A page is drawn at 48 dots an inch and told as text: a character for each square of 6 points, from « » (white) to
# « @ » (black). Squares are large and compared with their neighbours, so that another version of FreeType, pango or
# poppler gives the same; a block that moves by two squares or goes does not.
needs pdftoppm od

# Letters of DejaVu alone, on every computer.
only_dejavu() {
	for font in /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf $(find /usr/share/fonts -name DejaVuSans.ttf 2>/dev/null); do
		test -f "$font" && break
	done
	test -f "$font" || {
		echo '1..0 # SKIP the DejaVu fonts are not installed'
		exit 0
	}
	only_fonts_of "${font%/*}"
}

# only_fonts_of FOLDER
only_fonts_of() {
	printf '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig><dir>%s</dir>' "$1" >"$dir/fonts.conf"
	printf '<cachedir>%s/cache</cachedir></fontconfig>\n' "$dir" >>"$dir/fonts.conf"
	FONTCONFIG_FILE=$dir/fonts.conf
	export FONTCONFIG_FILE
}

# squares SIDE: the PGM of the standard input, told.
squares() {
	od -An -v -tu1 -w4096 | awk -v side="$1" '
		function flush(	c, v, line) {
			for (c = 0; c < columns; c++) {
				v = int(sum[c] / side / side / 255 * 9.99)
				line = line substr(" .:-=+*#%@", v + 1, 1)
				sum[c] = 0
			}
			sub(/ +$/, "", line)
			print line
		}
		{
			for (i = 1; i <= NF; i++) {
				if (head < 4) {	# P5, width, height, 255: each ended by a white
					if ($i > 32) token = token sprintf("%c", $i)
					else if (token != "") {
						value[head++] = token
						token = ""
						columns = int(value[1] / side)
					}
					continue
				}
				if (x < columns * side)
					sum[int(x / side)] += 255 - $i
				if (++x == value[1] + 0) {
					x = 0
					if (++y % side == 0)
						flush()
				}
			}
		}'
}

# picture FILE PAGE
picture() {
	pdftoppm -r 48 -gray -f "$2" -l "$2" "$1" "$dir/page" && cat "$dir"/page*.pgm | squares 4
	rm -f "$dir"/page*.pgm
}

# alike A B: no more than one inked square in 100 without its like, within one square, in the other.
alike() {
	awk '
		function level(a, r, c) { return (r, c) in a ? a[r, c] : 0 }
		function near(a, r, c, v,	i, k) {
			for (i = -1; i <= 1; i++)
				for (k = -1; k <= 1; k++)
					if (level(a, r + i, c + k) >= v - 3)
						return 1
			return 0
		}
		{
			for (c = 1; c <= length($0); c++) {
				v = index(" .:-=+*#%@", substr($0, c, 1)) - 1
				if (v < 1) continue
				if (FILENAME == ARGV[1]) one[FNR, c] = v; else two[FNR, c] = v
			}
		}
		END {
			for (k in one) { split(k, at, SUBSEP); if (one[k] >= 2) { n++; lost += !near(two, at[1], at[2], one[k] > 4 ? one[k] : 4) } }
			for (k in two) { split(k, at, SUBSEP); if (two[k] >= 2) { n++; lost += !near(one, at[1], at[2], two[k] > 4 ? two[k] : 4) } }
			printf "%d squares of %d without their like\n", lost, n
			exit n < 100 || lost * 100 > n
		}' "$1" "$2"
}

# boxes FILE WORD: where it is drawn, « page left top right bottom » in points, a line each.
boxes() {
	pdftotext -bbox "$1" "$dir/bbox"
	awk -F'[<>"]' -v word="$2" '
		/<page / { page++ }
		/<word/ && $11 == word { print page, $3, $5, $7, $9 }' "$dir/bbox"
}

# ink FILE PAGE LEFT TOP RIGHT BOTTOM: how much there is in each column of that rectangle, 200 dots an inch.
ink() {
	set -- $(echo "$@" | awk '{ k = 200 / 72; printf "%s %d %d %d %d %d", $1, $2, $3 * k - 1, $4 * k, ($5 - $3) * k + 3, ($6 - $4) * k }')
	pdftoppm -r 200 -gray -f "$2" -l "$2" -x "$3" -y "$4" -W "$5" -H "$6" "$1" "$dir/ink"
	cat "$dir"/ink*.pgm | od -An -v -tu1 -w4096 | awk '
		{
			for (i = 1; i <= NF; i++) {
				if (head < 4) {
					if ($i > 32) token = token sprintf("%c", $i)
					else if (token != "") { value[head++] = token; token = "" }
					continue
				}
				sum[x] += 255 - $i
				if (++x == value[1] + 0) x = 0
			}
		}
		END { for (x = 0; x < value[1] + 0; x++) print int(sum[x] / 255 + 0.5) }'
	rm -f "$dir"/ink*.pgm
}

# drawn_alike A B: two such lists show the same glyphs in the same order, give or take two dots.
drawn_alike() {
	awk '
		FILENAME == ARGV[1] { a[n++] = $1; all += $1; next }
		{ b[m++] = $1; all += $1 }
		END {
			best = 1e9
			for (shift = -2; shift <= 2; shift++) {
				off = 0
				for (i = -2; i < (n > m ? n : m) + 2; i++) {
					d = a[i] - b[i + shift]
					off += d < 0 ? -d : d
				}
				if (off < best) best = off
			}
			printf "%d of %d differ\n", best, all
			exit n < 5 || m < 5 || all < 50 || best > all * 0.12
		}' "$1" "$2"
}
