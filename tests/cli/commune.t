# aiguillage commune: names, codes, old names, faults.
. "$SRCDIR/tests/lib/cli.sh"
prepare

# first TEXTE INSEE
first() {
	run commune $1 --format tsv
	is "« $1 »" "$(printf '%s\n' "$out" | sed -n 2p | cut -f1)" "$2"
}

first 'Civrieux' 69059
first 'Saint Bel' 69171
first 'larbresle' 69010
first 'val doing' 69024
first 'tarrare' 69243
first 'St Forgeux' 69200
first '69243' 69243
first '69170' 69243
first "l'arbresle" 69010
first 'POULE LES ECHARMEAUX' 69160

run commune pontcharra sur turdine --format tsv
exits 0 'several words without quotes'
is 'columns' "$(printf '%s\n' "$out" | head -n 1 | tr '\t' ' ')" 'insee nom departement codes_postaux via'
is 'an old commune leads to that of today' "$(printf '%s\n' "$out" | sed -n 2p | cut -f2,5)" \
	"Vindry-sur-Turdine	Pontcharra-sur-Turdine"
ok 'each row has 5 cells' prints_nothing awk -F'\t' 'NF != 5' "$dir/out"

run commune ancy
exits 0
out_has 'Ancy, Rhône, INSEE 69008, code postal 69490'
fits 'table' 80
run commune xqzzv
exits 1
err_has 'Aucune commune ne ressemble à « xqzzv »'
run commune xqzzv --format tsv
is 'nothing: the header' "$(wc -l <"$dir/out" | tr -d ' ')" 1
run commune
exits 2
run commune tarare --format yaml
exits 2
run commune tarare --formt tsv
exits 2
err_has 'Vouliez-vous dire --format ?'
done_testing
