# make fuzz: builds each fuzz target with clang in ./fuzz-build and runs it $FUZZ_SECONDS s (30).
# Inputs found go to fuzz-build/corpus; only tests/fuzz/corpus is replayed by make check.
set -e
flags="-std=gnu11 -g -O1 -fno-omit-frame-pointer $CPPFLAGS -I$SRCDIR/include -I$SRCDIR -I."

mkdir -p fuzz-build
for source in $CORE; do
	case $source in *.c) echo "$source" ;; esac
done | xargs -P 2 -I '{}' sh -c '
	object=fuzz-build/$(echo "$2" | tr / - | sed "s/c\$/o/")
	test "$object" -nt "$0/$2" || clang $1 -fsanitize=fuzzer-no-link,address,undefined -c "$0/$2" -o "$object"
' "$SRCDIR" "$flags" '{}'

for target; do
	name=${target##*/fuzz_}
	found=fuzz-build/corpus/$name
	echo "== fuzz_$name"
	mkdir -p "$found"
	clang $flags -fsanitize=fuzzer,address,undefined "$SRCDIR/tests/fuzz/fuzz_$name.c" \
		fuzz-build/*.o $LIBS -o "fuzz-build/fuzz_$name"
	"fuzz-build/fuzz_$name" -max_total_time="${FUZZ_SECONDS:-30}" -print_final_stats=1 \
		-artifact_prefix="fuzz-build/$name-" "$found" "$SRCDIR/tests/fuzz/corpus/$name"
done
