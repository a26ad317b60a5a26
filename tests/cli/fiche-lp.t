# aiguillage fiche --imprimer: what lp receives, and what is said when it cannot.
. "$SRCDIR/tests/lib/cli.sh"
prepare
mkdir "$dir/bin" "$dir/none"

# a printer that keeps what it gets
cat >"$dir/bin/lp" <<END
#!/bin/sh
printf '%s\n' "\$@" >'$dir/arguments'
cat >'$dir/printed'
test -s '$dir/printed' && exit
for last; do :; done
cp "\$last" '$dir/printed'
stat -c %a "\$last" >'$dir/mode'
END
chmod +x "$dir/bin/lp"
usual=$PATH
PATH=$dir/bin:$usual
run fiche S015 --imprimer
exits 0
out_has 'envoyée à l’imprimante'
ok 'a neutral title' grep -qx fiche "$dir/arguments"
ok 'a paper' grep -qx media=A4 "$dir/arguments"
is 'a private file' "$(cat "$dir/mode")" 600
ok 'something was printed' test -s "$dir/printed"
is 'nothing is kept' "$(ls "$AIGUILLAGE_BASE/fiches")" ''
run fiche S015 S017 --texte --imprimer
exits 0
ok 'no file holds a text' prints_nothing grep -F "$AIGUILLAGE_BASE" "$dir/arguments"
ok 'text for any printer, a page each' sh -c "grep -q 'Place de la Gare' '$dir/printed' && grep -c \"\$(printf '\\f')\" '$dir/printed' | grep -qx 1"
is 'nothing is kept' "$(ls "$AIGUILLAGE_BASE/fiches")" ''
run fiche S015 --imprimante bureau --format a5
ok 'that printer' grep -qx bureau "$dir/arguments"
ok 'that paper' grep -qx media=A5 "$dir/arguments"

printf '#!/bin/sh\necho "lp: Error - No default destination." >&2\nexit 1\n' >"$dir/bin/lp"
run fiche S015 --imprimer
exits 4 'no printer'
err_has 'Aucune imprimante n’est prête'
is 'nothing is left' "$(ls "$AIGUILLAGE_BASE/fiches")" ''

# `run` needs cat
ln -s "$(command -v cat)" "$dir/none/cat"
PATH=$dir/none
run fiche S015 --imprimer
PATH=$usual
exits 4 'no lp'
err_has 'apt install cups-client'

run fiche S015 --ouvrir
exits 2
done_testing
