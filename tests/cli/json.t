# Every --format json is one array of objects, in UTF-8.
. "$SRCDIR/tests/lib/cli.sh"
needs python3
prepare

# check NAME PYTHON: an expression over `rows`.
check() {
	ok "$1" python3 -c '
import json, sys
rows = json.loads(open(sys.argv[1], "rb").read().decode("utf-8"))
assert isinstance(rows, list) and all(isinstance(r, dict) for r in rows)
assert eval(sys.argv[2]), rows[:2]' "$dir/out" "$2"
}

run chercher --commune Bibost --format json
check 'chercher' 'len(rows) > 5 and rows[0]["rang"] in (1, 2, 3, 4, 5)'
check 'columns' 'list(rows[0]) == "id rang distance_km commune_insee commune lieu offre publics besoins frais statut pourquoi attention prochaine horaires groupe fiches telephone etat".split()'
check 'distances' 'all(r["distance_km"] is None or r["distance_km"] >= 0 for r in rows)'
run chercher --format json
check 'the whole directory' 'len(rows) > 80 and all(r["rang"] is None for r in rows)'
run chercher --commune Tarare --texte imprimentes --format json
check 'nothing' 'rows == []'
run commune tarare --format json
check 'commune' 'rows[0]["insee"] == "69243" and list(rows[0]) == "insee nom departement codes_postaux via".split()'
run montrer S015 --format json
check 'montrer' '[r["objet"] for r in rows] == ["lieu", "offre"] and rows[1]["id"] == "S015"'
check 'every field' 'len(rows[0]) == 31 and len(rows[1]) > 45 and rows[0]["nom"].startswith("France services")'
done_testing
