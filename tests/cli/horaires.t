# aiguillage horaires: one expression, a French sentence, a batch.
. "$SRCDIR/tests/lib/cli.sh"

run horaires 'Fr[1] 17:00-19:00'
exits 0
out_has 'le 1er vendredi du mois, de 17h à 19h'
out_has 'vendredi 4 décembre, de 17h à 19h'
run horaires Mo-Fr 09:00-12:00 --depuis 2026-11-28 --jours 3
exits 0 'an expression in several words'
out_has 'lundi 30 novembre'
run horaires 'n’importe quoi'
exits 3
out_has 'Horaires non interprétés'
err_has 'interprétés'

run horaires --phrase 'tous les 1ers vendredis de 17h à 19h'
exits 0
out_has 'Expression : Fr[1] 17:00-19:00'
out_has 'Se lit : le 1er vendredi du mois'
is 'three dates' "$(printf '%s\n' "$out" | grep -c '^vendredi')" 3
run horaires --phrase 'le matin'
exits 3
ok 'says what is missing' test -n "$errors"

given=$SRCDIR/tests/data/hours
school=$given/sh-zone-a-oracle.tsv
"$PROG" horaires --lot --vacances "$school" <"$given/given.in.tsv" >"$dir/out" 2>"$dir/err"
is 'a batch' $? 0
ok 'as opening_hours.js' cmp "$dir/out" "$given/given.expected.tsv"
printf 'a\t2026-11-24\t3\tMo 10:00-12:00\nrien\n\nb\t2026-11-24\t3\tx\n' |
	"$PROG" horaires --lot >"$dir/out" 2>"$dir/err"
is 'a batch with a wrong line' $? 5
is 'the others are answered' "$(cut -f1,2 "$dir/out" | tr '\t\n' ' ,')" 'a V,b E,'
ok 'the line is named' grep -q 'ligne 2' "$dir/err"
"$PROG" horaires --lot --vacances "$school" <"$given/given.in.tsv" >/dev/full 2>"$dir/err"
is 'a batch to a full disk' $? 4

run horaires
exits 2
run horaires --phrase x --lot
exits 2
run horaires --depuis hier Mo
exits 2
run horaires --jours 0 Mo
exits 2
run horaires --vacances /nulle/part Mo
exits 4
ok 'no base is made for hours' test ! -e "$dir/base"
done_testing
