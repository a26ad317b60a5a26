# Help, version, commands and options that do not exist.
. "$SRCDIR/tests/lib/cli.sh"

run aide
exits 0
help=$out
for command in chercher montrer commune horaires etat aide; do
	out_has "  $command "
done
for code in 0 1 2 3 4 5; do
	ok "exit code $code" holds "$help" "
  $code  "
done
fits 'help' 80
run --help
is '--help is the same' "$out" "$help"
run -h
is 'and -h' "$out" "$help"
run --aide
is 'and --aide' "$out" "$help"
run bilan --help
help_bilan=$out
run bilan --aide
is 'of a command too' "$out" "$help_bilan"
for command in chercher montrer commune horaires etat aide; do
	run aide $command
	exits 0
	fits "$command" 80
	is_clean "$command"
	help=$out
	run $command --help
	is "$command --help" "$out" "$help"
done
run --version
exits 0
out_has 'aiguillage '
run chercher --version
exits 0 'after a command too'

run cherche
exits 2
err_has 'Vouliez-vous dire « chercher » ?'
run xyzzy
exits 2
err_has 'aiguillage aide'
run aide cherche
exits 2
run aide chercher montrer
exits 2
run --xyzzy
exits 2
run --bas /tmp
err_has 'Vouliez-vous dire --base ?'
run -x
exits 2
run --base
exits 2
run
exits 2 'no terminal for the screens'
err_has 'terminal'
ok 'no base is made by all this' test ! -e "$dir/base"
done_testing
