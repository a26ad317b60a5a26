# aiguillage chercher: options, columns, formats, exit codes.
. "$SRCDIR/tests/lib/cli.sh"

run chercher --commune Bibost --format tsv
exits 0 'the first start answers too'
err_has 'Annuaire préparé : 84 lieux, 110 offres, 34 969 communes'
run chercher --commune Bibost --format tsv
is 'the second one says nothing' "$errors" ''
is 'columns' "$(printf '%s\n' "$out" | head -n 1 | tr '\t' ' ')" \
	'id rang distance_km commune_insee commune lieu offre publics besoins frais statut pourquoi attention prochaine horaires groupe fiches telephone etat'
ok 'each row has 19 cells' prints_nothing awk -F'\t' 'NF != 19' "$dir/out"
ok 'the offers of a place follow one another' awk -F'\t' \
	'NR > 1 && $16 != group { if (seen[$16]++) exit 1; group = $16 }' "$dir/out"
ok 'distances are numbers or nothing' awk -F'\t' \
	'NR > 1 && $3 !~ /^([0-9]+[.][0-9])?$/ { exit 1 }' "$dir/out"
ok 'what comes is not a trip' awk -F'\t' 'NR > 1 && $2 == 1 && $3 != "" { exit 1 }' "$dir/out"
ok 'ids are those of offers' awk -F'\t' 'NR > 1 && $1 !~ /^[A-Za-z0-9-]+$/ { exit 1 }' "$dir/out"
is_clean 'tsv'

ok 'the closed door of S071 comes after what covers the commune' awk -F'\t' \
	'$1 == "S071" { closed = 1 } closed && $2 == 3 { exit 1 } END { exit !closed }' "$dir/out"
same=$out
run chercher --commune Bibost --public seniors --format tsv
ok 'ranks are 1 to 5; those of the places and those of the offers of a place never go down' awk -F'\t' \
	'NR > 1 { if ($2 !~ /^[1-5]$/) exit 1
		if ($16 != group) { if ($2 < first) exit 1; first = $2 } else if ($2 < last) exit 1
		last = $2; group = $16 }' "$dir/out"

for how in 69022 bibost BIBOST 'Bibost '; do
	run chercher --commune "$how" --format tsv
	is "commune « $how »" "$out" "$same"
done
run chercher --commune=Bibost --format=tsv
is 'values after an equals sign' "$out" "$same"
run --base "$dir/base" chercher --format tsv --commune Bibost
is 'a global option before the command' "$out" "$same"
run chercher --format tsv --commune Bibost --base "$dir/base"
is 'and after' "$out" "$same"

# one meaning, several words
run chercher --commune Bibost --public seniors --besoin demarches --format tsv
same=$out
for p in Seniors senior mamie 'personne âgée' 'SÉNIORS'; do
	for b in 'Aide aux démarches administratives' démarches CAF papiers; do
		run chercher --commune Bibost --public "$p" --besoin "$b" --format tsv
		is "« $p », « $b »" "$out" "$same"
	done
done
run chercher --commune Bibost --besoin 'mot de passe' --format tsv --limite 1
err_has 'mot de passe : compris comme « bases du numérique » ; aussi possible : sécurité en ligne'
run chercher --commune Tarare --prise-en-charge illettré --format tsv
exits 0
same=$out
for p in illettré 'ne lit pas' illettrisme; do
	run chercher --commune Tarare --public "$p" --format tsv
	is "the same after --public: « $p »" "$out" "$same"
	err_has "$p : compris comme « illettrisme », une prise en charge"
done
run chercher --commune Tarare --public malvoyant --format tsv
ok 'an audience where there is one' [ "$errors" = '' ]

# filters and limits
run chercher --commune Tarare --limite 3 --format tsv
is 'three places at most' "$(tail -n +2 "$dir/out" | cut -f16 | sort -u | wc -l | tr -d ' ')" 3
run chercher --commune Tarare --format tsv --gratuit
ok 'nothing to pay' prints_nothing awk -F'\t' 'NR > 1 && $10 == "payant"' "$dir/out"
# counted again from the shipped file: ids whose column matches a pattern, or is empty when that is no « no »
offers_where() {
	awk -v column="$1" -v pattern="$2" -v silent="$3" '
		function cells(line, out,    n, c, quoted, cell) {
			n = 0; cell = ""; quoted = 0
			while (line != "") {
				c = substr(line, 1, 1); line = substr(line, 2)
				if (c == "\"") quoted = !quoted
				else if (c == "," && !quoted) { out[++n] = cell; cell = "" }
				else cell = cell c
			}
			out[++n] = cell
		}
		{ cells($0, v) }
		NR == 1 { for (i in v) at[v[i]] = i; next }
		v[at[column]] ~ pattern || (silent && v[at[column]] == "") { print v[1] }' \
		"$AIGUILLAGE_DATA/annuaire/offres.csv"
}
ids() {
	awk -F'\t' 'NR > 1 { print $1 }' "$dir/out" | sort
}
run chercher --commune Tarare --format tsv --limite 0
ids >"$dir/all"
while read -r filter column pattern; do
	offers_where "$column" "$pattern" 1 | sort | comm -12 - "$dir/all" >"$dir/counted"
	run chercher --commune Tarare "$filter" --format tsv --limite 0
	is "$filter: those of the file" "$(ids)" "$(cat "$dir/counted")"
	ok "$filter leaves some out" test "$(wc -l <"$dir/counted")" -lt "$(wc -l <"$dir/all")"
done <<-END
	--gratuit frais gratuit
	--individuel modalites_accompagnement individuel
	--atelier modalites_accompagnement atelier
	--libre-acces modalites_accompagnement autonomie
END
# all that the screen filters by
run chercher --programme 'promeneurs du net' --format tsv
exits 0
is '--programme: those of the file' "$(ids)" "$(offers_where dispositifs 'Promeneurs du net' 0 | sort)"
run chercher --programme PIX --programme Micro-Folie --format tsv
ok 'one or the other' [ "$(ids | wc -l)" -gt 3 ]
run chercher --typologie BIB --format tsv
exits 0
ok '--typologie: libraries alone' awk -F'\t' 'NR > 1 && tolower($6) !~ /biblioth|médiath/ { exit 1 }' "$dir/out"
run chercher --typologie bibliothèque
has '« bibliothèque »'
lacks 'Mission locale'
run chercher --typologie zzz
exits 2
err_has 'Typologie inconnue : « zzz ».'
run chercher --programme zzz
err_has 'Programme inconnu : « zzz ».'
run chercher --commune Amplepuis --rassurant
has 'lieu rassurant'
run chercher --commune Tarare --pmr --format tsv --limite 0
exits 0
# these two also depend on the territory
while read -r filter pattern; do
	{ offers_where rencontre "$pattern" 0; offers_where modalites_accompagnement "$pattern" 0
		offers_where modes_accueil "$pattern" 0; } | sort -u >"$dir/counted"
	run chercher --commune Tarare "$filter" --format tsv --limite 0
	exits 0
	ids | comm -23 - "$dir/counted" >"$dir/others"
	is "$filter: nothing else" "$(cat "$dir/others")" ''
done <<-END
	--a-domicile domicile
	--a-distance distance
END
run chercher --commune Saint-Forgeux --sans-voiture
err_has 'Pas de gare ouverte connue à Saint-Forgeux ; gare la plus proche : Pontcharra - Saint-Forgeux ≈ 2 km'
run chercher --commune Limoges
err_has 'Limoges est hors du territoire de cet annuaire'
run chercher --commune Tarare --sans-voiture --format tsv --limite 0
exits 0
ok '--sans-voiture leaves some out' test "$(ids | comm -13 - "$dir/all" | wc -l)" -gt 0
awk -F, '$7 == "ouverte" { print $5 }' "$AIGUILLAGE_DATA/rail.csv" | sort -u >"$dir/stations"
awk -F'\t' 'NR > 1 && $2 == 4 { print $4 }' "$dir/out" | sort -u | comm -23 - "$dir/stations" >"$dir/others"
is '--sans-voiture: away from Tarare, only where trains stop' "$(cat "$dir/others")" ''
run chercher --commune Tarare --rayon 5 --format tsv
few=$(wc -l <"$dir/out")
run chercher --commune Tarare --rayon departement --format tsv
ok 'a wider radius gives more' test "$(wc -l <"$dir/out")" -gt "$few"
run chercher --texte imprimante --commune Tarare --format tsv
exits 0 'free words'
run chercher --format tsv
exits 0 'the whole directory'
ok 'never what is not for inhabitants' prints_nothing awk -F'\t' \
	'$11 ~ /^(en-projet|pas-encore-present|institution|ressource|besoin-sans-offre)$/' "$dir/out"

# when
run chercher --commune Chasselay --public jeunes --format tsv
is 'the next permanence' "$(cell S008 prochaine)" 2026-12-04T17:00
is 'its hours in French' "$(cell S008 horaires | sed "s/$(printf '\302\240')/ /g")" \
	'le 1er vendredi du mois, de 17h à 19h'
ok 'moments are ISO or nothing' awk -F'\t' \
	'NR > 1 && $14 !~ /^(20[0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9])?$/ { exit 1 }' "$dir/out"
run chercher --commune Anse --format tsv
is 'an opening that runs is told from its beginning' "$(cell FS-2244 prochaine)" 2026-11-24T08:30
is 'hours that are only words' "$(cell S050 horaires)" 'dates et communes de passage à demander'
is 'have no next opening' "$(cell S050 prochaine)" ''
run chercher --commune Chasselay --public jeunes --ouvert 2026-12-04T17:30 --format tsv
is 'open at that moment: first' "$(position S008)" 1
run chercher --commune Chasselay --public jeunes --ouvert 2026-12-04T19:00 --format tsv
is 'closed at that moment: not there' "$(position S008)" 0
run chercher --commune Chasselay --public jeunes --ouvert 2026-12-04 --format tsv
is 'open that day' "$(position S008)" 1
run chercher --commune Chasselay --public jeunes --ouvert soir --format tsv
is 'open in the evening' "$(position S008)" 1
ok 'what does not tell its hours comes after' awk -F'\t' \
	'NR > 1 && $14 != "" && unknown { exit 1 } NR > 1 && $14 == "" { unknown = 1 }' "$dir/out"
ok 'and it is said' prints_nothing awk -F'\t' \
	'NR > 1 && $14 == "" && $13 !~ /horaires non précisés/' "$dir/out"
for when in maintenant "aujourd'hui" aujourd’hui AUJOURDHUI demain semaine matin apres-midi Après-midi \
	soir samedi 2026-12-25; do
	run chercher --commune Tarare --ouvert "$when" --limite 1
	exits 0 "--ouvert $when"
done
run chercher --commune Tarare --ouvert samedi --limite 1
ok 'the question says when' holds "$(printf '%s' "$out" | head -n 2 | tr '\n' ' ')" 'ouvert le samedi'
run chercher --commune Chasselay --public jeunes --limite 1
out_has 'Prochaines dates :'
out_has '     vendredi 5 février 2027, de 17h à 19h'
run chercher --commune Chasselay --public jeunes --ouvert sammedi
exits 2
err_has 'Vouliez-vous dire samedi ?'
run chercher --ouvert 2026-02-30
exits 2
err_has 'Valeurs possibles : maintenant'
run chercher --commune Frontenas --texte 'AiRe AéRée' --ouvert 2026-11-29 --format tsv
exits 1 'its hours are known, and it is closed'
err_has 'sans « ouvert le dimanche 29 novembre »'

# for people
run chercher --commune Bibost --public senior --besoin papiers
exits 0
out_has 'réponses pour une personne de Bibost (Rhône), 10 km à la ronde, seniors'
out_has 'aiguillage montrer S047'
fits 'table' 80
is_clean 'table'
COLUMNS=40 "$PROG" chercher --commune Bibost >"$dir/out" 2>"$dir/err"
fits 'narrow table' 40
run chercher --commune Tarare --limite 2
out_has '--limite 0 les montre tous'

# nothing found
run chercher --commune Tarare --texte imprimentes
exits 1 'nothing found'
err_has 'vouliez-vous dire « imprimante »'
err_has 'En élargissant'
run chercher --commune Tarare --texte imprimentes --format tsv
is 'the header all the same' "$(wc -l <"$dir/out" | tr -d ' ')" 1
run chercher --commune Tarare --texte imprimentes --format json
is 'an empty array' "$out" '[]'

# several communes of that name or code
run chercher --commune Chasselay --format tsv --limite 1
err_has 'Chasselay (Rhône, 69049) est prise ; autres : Chasselay (Isère, 38086)'
run chercher --commune 69210 --format tsv --limite 1
exits 0 'a postal code'
err_has 'est prise ; autres :'
run chercher --commune 69170 --format tsv --limite 1
err_has 'Tarare (Rhône, 69243)'
run chercher --commune pontcharra-sur-turdine --format tsv --limite 1
err_has 'Vindry-sur-Turdine'
run chercher --commune 'saint bel' --format tsv --limite 1
exits 0 'Sain-Bel, spelled otherwise'

# wrong values
run chercher --commune Bibostt
exits 2
err_has 'Vouliez-vous dire Bibost (Rhône, 69022)'
run chercher --commune 692
exits 2 'half a code'
run chercher --commune Xyzzyville
exits 2
err_has 'Commune inconnue : « Xyzzyville »'
run chercher --public senoir
exits 2
err_has 'Public inconnu : « senoir ». Vouliez-vous dire seniors'
run chercher --besoin xyzzy
exits 2
err_has 'Besoin inconnu'
err_has 'Valeurs possibles : demarches'
run chercher --prise-en-charge xyzzy
exits 2
err_has 'illettrisme'
for wrong in '--rayon 0' '--rayon dix' '--rayon 201' '--limite -1' '--limite 2x' '--format xml' \
	'--individuel --atelier' '--gratuit=oui' '--commune=' '--commune' 'Bibost' '--com Bibost' \
	'--commune --rayon 5'; do
	run chercher $wrong
	exits 2
	ok "« $wrong »: one line says why" test "$(wc -l <"$dir/err")" -eq 1
done
run chercher --comune Bibost
err_has 'Vouliez-vous dire --commune ?'
done_testing
