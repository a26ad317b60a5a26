#include <string.h>

#include "aiguillage/str.h"
#include "tests/lib/tap.h"

static void test_adding(void)
{
	struct str b;

	str_init(&b);
	is_str(b.s, "", "a new string is empty, not NULL");
	str_add(&b, "lieu");
	str_addc(&b, 'x');
	str_addn(&b, "abcdef", 2);
	str_addf(&b, " %d %s", 12, "é");
	is_str(b.s, "lieuxab 12 é", "pieces follow one another");
	is_int(b.len, strlen(b.s), "len does not count the NUL");
	str_truncate(&b, 5);
	is_str(b.s, "lieux", "cut");
	str_clear(&b);
	is_str(b.s, "", "cleared");
	for (int i = 0; i < 10000; i++)
		str_addf(&b, "%04d", i);
	is_int(b.len, 40000, "grows");
	is_str(b.s + 39996, "9999", "to the end");
	str_done(&b);
}

static void test_long_format(void)
{
	char long_word[3000];
	struct str b;

	memset(long_word, 'a', sizeof long_word - 1);
	long_word[sizeof long_word - 1] = '\0';
	str_init(&b);
	str_addf(&b, "<%s>", long_word);
	is_int(b.len, sizeof long_word + 1, "a format longer than any first guess");
	ok(b.s[0] == '<' && b.s[b.len - 1] == '>' && !b.s[b.len], "both ends are there");
	str_done(&b);
}

static void test_join_and_steal(void)
{
	struct str b;
	char *mine;

	str_init(&b);
	str_join(&b, ", ", "lundi");
	str_join(&b, ", ", "mardi");
	mine = str_steal(&b);
	is_str(mine, "lundi, mardi", "no separator before the first");
	is_str(b.s, "", "the string is empty after it was taken");
	str_add(&b, "x");
	is_str(b.s, "x", "and usable");
	is_str(mine, "lundi, mardi", "without touching what was taken");
	free(mine);
	str_done(&b);
}

int main(void)
{
	test_adding();
	test_long_format();
	test_join_and_steal();
	return done_testing();
}
