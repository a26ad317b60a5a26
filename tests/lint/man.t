# The manual page is well formed.
. "$SRCDIR/tests/lib/tap.sh"
needs mandoc

# mandoc knows section names in English only: ours begin with NOM, and EXEMPLES is no typo
remarks() {
	mandoc -T lint "$BUILDDIR/man/aiguillage.1" 2>&1 |
		grep -v -e 'first section is not "NAME"' -e 'Sh NOM instead of NAME' \
			-e 'description line outside NAME section' \
			-e 'Sh EXEMPLES instead of EXAMPLES'
}
ok 'mandoc finds nothing else to say' prints_nothing remarks
ok 'the first section is NOM' grep -q '^\.Sh NOM$' "$BUILDDIR/man/aiguillage.1"
done_testing
