# Who may include what: arrows go down (src/README), each library in its layer only.
. "$SRCDIR/tests/lib/tap.sh"
cd "$SRCDIR" || exit 1

above_base='model|store|core|print|cli|tui'
above_model='store|core|print|cli|tui'
above_store='core|print|cli|tui'
above_core='print|cli|tui'
above_print='cli|tui'

# climbs LAYER FORBIDDEN: includes of LAYER's files that lead to a FORBIDDEN layer.
# A public header belongs to the layer that holds its twin .c.
climbs() {
	{
		find src -path 'src/*/*.c'
		find "src/$1" -name '*.[ch]' -exec grep -H '^#include "' {} +
	} | awk -v forbidden="^($2)\$" '
		!/#include/ {
			split($0, path, "/")
			name = $0
			sub(/.*\//, "", name)
			sub(/c$/, "h", name)
			layer[name] = path[2]
			next
		}
		{
			split($0, quoted, "\"")
			header = quoted[2]
			n = split(header, path, "/")
			to = path[1] == "aiguillage" ? layer[path[n]] : path[1] == "src" ? path[2] : ""
		}
		to ~ forbidden
	'
}

# outside PATTERN PATH…: source lines that match, but for those in the paths given.
outside() {
	pattern=$1
	shift
	find src include -name '*.[ch]' -exec grep -HnE "$pattern" {} + | while IFS= read -r line; do
		for allowed; do
			case $line in "$allowed"*) continue 2 ;; esac
		done
		echo "$line"
	done
}

ok 'base includes nothing above it' prints_nothing climbs base "$above_base"
ok 'model includes nothing above it' prints_nothing climbs model "$above_model"
ok 'store includes nothing above it' prints_nothing climbs store "$above_store"
ok 'core includes nothing above it' prints_nothing climbs core "$above_core"
ok 'print includes nothing above it' prints_nothing climbs print "$above_print"
ok 'cli does not include tui' prints_nothing climbs cli tui
ok 'tui does not include cli' prints_nothing climbs tui cli
ok 'curses only in src/tui' prints_nothing outside '#include <(n?curses|panel|term)\.h' src/tui/
ok 'SQLite only in src/store' prints_nothing outside '#include <sqlite3' src/store/
ok 'libcsv only in src/base/csv.c' prints_nothing outside '#include <csv' src/base/csv.c
ok 'pango only in canvas' prints_nothing outside '#include <pango' src/print/canvas
ok 'cairo only in canvas and impose' prints_nothing outside '#include <cairo' src/print/canvas.c src/print/impose
ok 'SQL only in src/store' prints_nothing \
	outside '"[^"]*(SELECT .* FROM|INSERT INTO|REPLACE INTO|UPDATE .* SET|DELETE FROM) ' src/store/ src/sql.h	# made of data/sql
ok 'nothing left to do' prints_nothing outside '(TODO|FIXME)' -
done_testing
