#include <string.h>

#include "aiguillage/err.h"
#include "aiguillage/text.h"
#include "tests/lib/tap.h"

static void test_first(void)
{
	struct err err = ERR_INIT;

	ok(!err_set(&err, ERR_DATA, "ligne %d", 3), "is false");
	err_set(&err, ERR_BASE, "plus tard");
	is_int(err.kind, ERR_DATA, "the first cause wins");
	is_str(err.msg, "ligne 3", "with its message");
	err_clear(&err);
	is_int(err.kind, ERR_NONE, "cleared");
	ok(!err_set(NULL, ERR_DATA, "personne"), "nobody listens");
}

/* Wherever the limit falls, no half of a character is left. */
static void test_cut(void)
{
	char text[1000] = "";

	for (int i = 0; i < 300; i++)
		strcat(text, "€");
	for (int shift = 0; shift < 4; shift++) {
		struct err err = ERR_INIT;

		err_set(&err, ERR_DATA, "%.*s%s", shift, "abc", text);
		ok(utf8_valid(err.msg, strlen(err.msg)), "a long message, %d bytes further", shift);
		ok(strlen(err.msg) > sizeof err.msg - 5, "is not cut more than needed");
	}
	for (int n = 0; n < 7; n++) {
		struct err err = ERR_INIT, want = ERR_INIT;

		err_set(&err, ERR_DATA, "« %.*s », fin", n, text);
		err_set(&want, ERR_DATA, "« %.*s », fin", n / 3 * 3, text);
		is_str(err.msg, want.msg, "a value cut at %d bytes", n);
	}
}

int main(void)
{
	test_first();
	test_cut();
	return done_testing();
}
