# make fuzz: builds the fuzz targets with clang in ./fuzz-build and runs each for $FUZZ_SECONDS (30).
# Inputs found stay in fuzz-build/corpus; make check replays those of tests/fuzz/corpus.
set -e
flags="@fuzz-build/flags -std=gnu11 -g -O1 -fno-omit-frame-pointer"

rm -f fuzz-build/*.o
for source in $CORE; do
	case $source in *.c) echo "$source $(echo "$source" | tr / - | sed 's/c$/o/')" ;; esac
done | SRCDIR="$SRCDIR" FLAGS="$flags" xargs -P 2 -n 2 sh -c '
	clang $FLAGS -fsanitize=fuzzer-no-link,address,undefined -c "$SRCDIR/$0" -o "fuzz-build/$1"'

for target; do
	name=${target##*/fuzz_}
	echo "== fuzz_$name"
	mkdir -p "fuzz-build/corpus/$name"
	clang $flags -fsanitize=fuzzer,address,undefined "$SRCDIR/tests/fuzz/fuzz_$name.c" \
		fuzz-build/*.o $LIBS -o "fuzz-build/fuzz_$name"
	"fuzz-build/fuzz_$name" -max_total_time="${FUZZ_SECONDS:-30}" -print_final_stats=1 \
		-artifact_prefix="fuzz-build/$name-" \
		"fuzz-build/corpus/$name" "$SRCDIR/tests/fuzz/corpus/$name"
done
