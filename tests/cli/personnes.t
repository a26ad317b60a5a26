# Five people whom a counsellor must be able to send somewhere.
. "$SRCDIR/tests/lib/cli.sh"
prepare

# A senior of Bibost who needs help with papers.
run chercher --commune Bibost --public senior --besoin papiers --format tsv
exits 0
is 'Bibost: first the conseiller numérique who covers it' "$(position S047)" 1
is 'Bibost: who comes on demand' "$(cell S047 rang)" 3
ok 'Bibost: and says so' holds "$(cell S047 pourquoi)" 'vient à Bibost'
is 'Bibost: the France Services of L’Arbresle' "$(cell S017 rang)" 4
ok 'Bibost: at its distance' awk -v km="$(cell S017 distance_km)" 'BEGIN { exit !(km > 5 && km < 8) }'
ok 'Bibost: after who comes' test "$(position S017)" -gt "$(position S047)"

# A young person of Chasselay.
run chercher --commune Chasselay --public jeune --format tsv
exits 0
is 'Chasselay: the PIJ comes first' "$(position S008)" 1
is 'Chasselay: it is a permanence there' "$(cell S008 rang)" 1
ok 'Chasselay: and says so' holds "$(cell S008 pourquoi)" 'permanence à Chasselay'

# Someone on RSA in Tarare who wants the basics.
run chercher --commune Tarare --public RSA --besoin bases --format tsv
exits 0
is 'Tarare: FORMA-TIC comes first' "$(position S058)" 1
for who in 'réservé RSA' 'sur prescription' 'Maison du Rhône' 'Mission locale' 'France Travail'; do
	ok "Tarare: $who" holds "$(cell S058 attention)" "$who"
done
run montrer S058
ok 'Tarare: how to reach a prescriber' holds "$out" 'Maison du Rhône'

# An old person of Thizy-les-Bourgs who cannot go out.
run chercher --commune Thizy-les-Bourgs --public 'personne âgée' --a-domicile --format tsv
exits 0
is 'Thizy: home visits' "$(position S048)" 1
ok 'Thizy: that come' holds "$(cell S048 pourquoi)" 'vient à domicile'
run montrer S048
ok 'Thizy: whom to call' holds "$out" 'Téléphone :'

# A family of Poule-les-Écharmeaux without a car.
run chercher --commune Poule-les-Écharmeaux --public famille --sans-voiture --format tsv
exits 0
ok 'Poule: the travelling Maison de la Famille' test "$(position S050)" -gt 0
ok 'Poule: and why' holds "$(cell S050 pourquoi)" 'passe sur le secteur de Poule-les-Écharmeaux'
ok 'Poule: nothing one must drive to' prints_nothing awk -F'\t' \
	'NR > 1 && $2 == 4 && $12 !~ /train/' "$dir/out"
done_testing
