# embed-sql.sh FILE…: the migrations data/sql/BASE-NNN.sql as C, one table of steps for each base.
# Prints src/sql.h:  static const struct sql_step annuaire_steps[] = { { .version = 1, .sql = "…" }, … };
# NNN is the PRAGMA user_version that the step leads to.
set -e
export LC_ALL=C

echo '/* Made by src/store/embed-sql.sh from data/sql. */'
for base in annuaire journal; do
	echo
	echo "static const struct sql_step ${base}_steps[] = {"
	for file; do
		case $file in */"$base"-[0-9]*.sql) echo "$file" ;; esac
	done | sort | while IFS= read -r file; do
		version=$(basename "$file" | sed 's/^[a-z]*-0*\([0-9]*\).*/\1/')
		printf '\t{ .version = %s, .sql =\n' "$version"
		sed 's/[\\"]/\\&/g; s/.*/\t\t"&\\n"/' "$file"
		printf '\t},\n'
	done
	echo '};'
done
