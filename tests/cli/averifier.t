# aiguillage averifier: the list of work of the sector.
. "$SRCDIR/tests/lib/cli.sh"
prepare

misses() {
	! holds "$1" "$2" >/dev/null
}

run averifier --commune Bibost
exits 0
out_has 'lieux à vérifier'
out_has '1. SAVNET, Savigny'
fits 'table' 80
is_clean 'table'

run averifier --commune Bibost --format tsv
is 'columns' "$(printf '%s\n' "$out" | head -n 1 | tr '\t' ' ')" \
	'id lieu commune distance_km raisons pourquoi'
ok 'each row has 6 cells' prints_nothing awk -F'\t' 'NF != 6' "$dir/out"
ok 'nearest first' awk -F'\t' 'NR > 1 { if ($4 + 0 < last) exit 1; last = $4 + 0 }' "$dir/out"
ok 'each has a reason' prints_nothing awk -F'\t' 'NR > 1 && ($5 == "" || $6 == "")' "$dir/out"

run averifier --raison contact --format tsv
ok 'one reason' prints_nothing awk -F'\t' 'NR > 1 && $5 !~ /contact/' "$dir/out"

run corriger savnet-savigny --verifie
exits 0
run averifier --commune Bibost --format tsv
ok 'what was checked leaves the list' misses "$out" savnet-savigny

run averifier --commune Bibost --seule
out_has 'Rien à vérifier'
run averifier --raison nulle
exits 2 'unknown reason'
run averifier --seule
exits 2 'of which commune?'

done_testing
