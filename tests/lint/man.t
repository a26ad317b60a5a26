# The manual page is well formed.
. "$SRCDIR/tests/lib/tap.sh"
needs mandoc

ok 'mandoc finds nothing to say' mandoc -T lint "$BUILDDIR/man/aiguillage.1"
done_testing
