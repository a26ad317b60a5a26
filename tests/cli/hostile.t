# Arguments that nobody types, outputs that cannot be written.
. "$SRCDIR/tests/lib/cli.sh"
prepare

long=$(awk 'BEGIN { for (i = 0; i < 10000; i++) printf "a" }')
control=$(printf '\033]0;titre\007\033[31mrouge\001\177')
bytes=$(printf '\377\376\200\300\257')
bidi=$(printf 'a\342\200\256b\342\201\246c')
wide=$(awk 'BEGIN { for (i = 0; i < 3000; i++) printf "é" }')
format='%s%n%s%n%99999d'

for text in "$long" "$control" "$bytes" "$bidi" "$wide" "$format" '../../etc/passwd' "a'; DROP TABLE x;--" \
	'*' '"' '-' '--' ' '; do
	name=$(printf '%.12s' "$text" | tr -c 'a-zA-Z%*./' '?')
	for option in --commune --public --besoin --texte --prise-en-charge --rayon --limite --format; do
		run chercher "$option=$text"
		ok "chercher $option=$name: exit 0 to 2" test "$status" -le 2
		grep -q "$(printf '[\001-\010\013-\037\177]')" "$dir/out" "$dir/err" && ok "$option: clean" false
		iconv -f UTF-8 -t UTF-8 "$dir/out" "$dir/err" >/dev/null 2>&1 || ok "$option: UTF-8" false
	done
	for command in montrer commune aide "horaires --phrase" horaires; do
		run $command "$text"
		ok "$command $name: exit 1 to 3" test "$status" -le 3
		grep -q "$(printf '[\001-\010\013-\037\177]')" "$dir/out" "$dir/err" && ok "$command: clean" false
		iconv -f UTF-8 -t UTF-8 "$dir/out" "$dir/err" >/dev/null 2>&1 || ok "$command: UTF-8" false
	done
	run "$text"
	ok "$name: not a command" test "$status" -eq 2
done

# an output that cannot be written
for command in aide --version etat 'chercher --commune Tarare' 'chercher --format json' 'commune ancy' \
	'montrer S015' "horaires Mo"; do
	"$PROG" $command >/dev/full 2>"$dir/err"
	is "$command: full disk" $? 4
	ok "$command: says so" grep -q 'disque est plein' "$dir/err"
	"$PROG" $command >&- 2>"$dir/err"
	is "$command: closed output" $? 4
	ok "$command: says so" grep -q 'sortie est fermée' "$dir/err"
done
{
	"$PROG" chercher --format tsv 2>"$dir/err"
	echo $? >"$dir/status"
} | :
is 'a pipe that nobody reads' "$(cat "$dir/status")" 4
"$PROG" commune ancy --format tsv >"$dir/out" 2>&- <&-
is 'no input, no error output' $? 0
ok 'and the answer' grep -q 69008 "$dir/out"
ok 'the base is whole' "$PROG" etat
done_testing
