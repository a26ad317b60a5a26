# aiguillage agenda: who receives where, for people, programs and phones.
. "$SRCDIR/tests/lib/cli.sh"
prepare
nbsp=$(printf '\302\240')

# what the answer says, on one line, with plain spaces
flat() {
	printf '%s' "$out" | tr '\n' ' ' | tr -s ' ' | sed "s/$nbsp/ /g"
}

# first_of ID: beginning, end and kind of its first opening in the TSV answer.
first_of() {
	printf '%s\n' "$out" | awk -F'\t' -v id="$1" '$5 == id { print $2, $3, $4; exit }'
}

# for people
run agenda
exits 0 'the sector, thirty days'
ok 'says what it is' holds "$(flat)" \
	'Agenda du mardi 24 novembre au mercredi 23 décembre, dans les communes du secteur'
ok 'says how many have no known hours' holds "$(flat)" 'sans horaires connus, n’y sont pas'
out_has 'vendredi 4 décembre
  Permanences
    de 17h à 19h, Chasselay : '
fits 'table' 80
is_clean 'table'
ok 'days are in order, each once' awk '
	/^[a-z]+ [0-9]+(er)? [a-zéû]+/ { if (seen[$0]++) exit 1; n++ }
	END { exit n < 20 }' "$dir/out"
ok 'permanences come first' awk '
	/^$/ { usual = 0 } /^  Ouvertures habituelles$/ { usual = 1 } /^  Permanences$/ && usual { exit 1 }' "$dir/out"
COLUMNS=40 "$PROG" agenda --jours 4 >"$dir/out" 2>"$dir/err"
fits 'narrow table' 40
run agenda --depuis 2026-12-24 --jours 2
out_has 'vendredi 25 décembre — férié : Noël'
ok 'a holiday that the hours do not speak of is doubted' holds "$(flat)" '— jour férié, à vérifier'
run agenda --depuis 2027-01-02 --jours 1
exits 1 'a Saturday when nobody receives'
err_has 'sans horaires connus : « aiguillage chercher » les donne'

# criteria are those of chercher
run agenda --commune Chasselay --public jeunes --format tsv
exits 0
is 'columns' "$(printf '%s\n' "$out" | head -n 1 | tr '\t' ' ')" \
	'jour debut fin genre id commune_insee commune lieu offre precision ferie'
ok 'each row has 11 cells' prints_nothing awk -F'\t' 'NF != 11' "$dir/out"
is 'the first Friday' "$(first_of S008)" \
	'2026-12-04T17:00 2026-12-04T19:00 permanence'
ok 'days never go back' awk -F'\t' 'NR > 1 { if ($1 < last) exit 1; last = $1 }' "$dir/out"
is_clean 'tsv'
run agenda --commune Chasselay --public seniors --format tsv
is 'nothing for the young' "$(first_of S008)" ''
run agenda --commune Chasselay --rayon 5 --ouvert 2026-12-04T18:00 --format tsv
is 'a time too' "$(first_of S008)" '2026-12-04T17:00 2026-12-04T19:00 permanence'
run agenda --secteur --public jeunes --jours 60 --format tsv
is 'the sector' "$(first_of S008)" '2026-12-04T17:00 2026-12-04T19:00 permanence'
run agenda --commune Chasselay --depuis 2026-12-04 --jours 1 --format json
exits 0 'json'
out_has '"debut": "2026-12-04T17:00"'
run agenda --texte zzzzz
exits 1 'no such offer'
err_has 'Aucune offre ne contient « zzzzz »'
run agenda --texte zzzzz --format tsv
is 'the header all the same' "$(wc -l <"$dir/out" | tr -d ' ')" 1

# for phones
run agenda --format ics
exits 0 'a calendar'
cr=$(printf '\r')
ok 'every line ends in CR LF' prints_nothing grep -vn "$cr\$" "$dir/out"
ok 'no line is over 75 bytes' env LC_ALL=C awk 'length($0) > 76 { exit 1 }' "$dir/out"
ok 'a permanence is a rule' holds "$(tr -d '\r' <"$dir/out")" 'RRULE:FREQ=MONTHLY;BYDAY=1FR;UNTIL='
is 'no UID twice' "$(grep '^UID:' "$dir/out" | sort | uniq -d)" ''
grep '^UID:' "$dir/out" | sort >"$dir/uids"
AIGUILLAGE_MAINTENANT=2026-11-26T08:00 "$PROG" agenda --format ics 2>"$dir/err" |
	grep '^UID:' | sort >"$dir/later"
is 'the same UIDs two days later' "$(comm -3 "$dir/uids" "$dir/later")" ''

# into a file
umask 022
run agenda --format ics --sortie "$dir/agenda.ics"
exits 0 'a file'
out_has 'Agenda écrit dans '
is 'its owner alone reads it' "$(stat -c %a "$dir/agenda.ics")" 600
ok 'it is the calendar' grep -q '^BEGIN:VCALENDAR' "$dir/agenda.ics"
cp "$dir/agenda.ics" "$dir/before"
run agenda --texte zzzzz --format ics --sortie "$dir/agenda.ics"
exits 1
ok 'an empty answer leaves the file as it was' cmp "$dir/agenda.ics" "$dir/before"
run agenda --sortie "$dir/nulle-part/agenda.txt"
exits 4 'no such folder'

# wrong values
for wrong in '--jours 0' '--jours 367' '--jours x' '--depuis bientôt' '--depuis 2026-02-30' '--format xml' \
	'--secteur --commune Tarare' '--rayon 10' 'Tarare' '--ouvert jamais' '--secteur=oui'; do
	run agenda $wrong
	exits 2
	ok "« $wrong »: one line says why" test "$(wc -l <"$dir/err")" -eq 1
done
run agenda --jour 10
err_has 'Vouliez-vous dire --jours ?'
run agenda --format xml
err_has 'table, tsv, json ou ics'

# what is done from afar receives nobody
printf '%s\n' 'id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,horaires,modalites_accompagnement' \
	'loin,,Ligne loin,Lille,59000,59350,1 rue du Test,50.63,3.06,Mo-Fr 09:00-12:00,À distance' \
	"pres,,Salle pres,L'Arbresle,69210,69010,1 rue du Test,45.8346,4.6175,Mo-Fr 09:00-12:00,En autonomie" >"$dir/deux.csv"
run importer "$dir/deux.csv"
run chercher --commune Bibost --format tsv
out_has 'Ligne loin'
run agenda --commune Bibost --format tsv
out_has 'Salle pres'
ok 'who answers from afar is not there' prints_nothing grep 'Ligne loin' "$dir/out"
done_testing
