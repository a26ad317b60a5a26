#include <string.h>

#include "aiguillage/fold.h"
#include "tests/lib/tap.h"

static void test_fold(void)
{
	static const char *const cases[][2] = {
		{ "L’Arbresle", "l arbresle" },
		{ "L'ARBRESLE", "l arbresle" },
		{ "Sain-Bel", "sain bel" },
		{ "St Bel", "saint bel" },
		{ "Ste-Foy-l'Argentière", "sainte foy l argentiere" },
		{ "est", "est" },
		{ "steppe", "steppe" },
		{ "Cœur ÆON", "coeur aeon" },
		{ "Straße", "strasse" },
		{ "e\xCC\x81t\xC3\xA9", "ete" },
		{ "  Poule-les-Écharmeaux !  ", "poule les echarmeaux" },
		{ "69 210", "69 210" },
		{ "“Val d’Oingt”", "val d oingt" },
		{ "Ğ Œ Ÿ ŀ", "g oe y l" },
		{ "日本", "" },
		{ "", "" },
		{ "\xFF\xC3", "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *got = folded(cases[i][0]), *twice = folded(got);

		is_str(got, cases[i][1], "case %zu", i);
		is_str(twice, got, "case %zu: folding twice changes nothing", i);
		free(got);
		free(twice);
	}
}

static void test_append(void)
{
	struct str b;

	str_init(&b);
	str_add(&b, "x|");
	fold(&b, "Lÿon");
	is_str(b.s, "x|lyon", "appends, without a space before the first word");
	str_done(&b);
}

static void whole_word(struct str *all, const char *written)
{
	char *word = folded(written);

	if (*word)
		str_join(all, " ", word);
	free(word);
}

/* Folded one by one, stretches give what the whole text gives. */
static void test_stretches(void)
{
	static const char *const texts[] = {
		"L’Arbresle, 2 av. de la Gare", "St-Bel / Ste\u0301 Foy", "  ", "",
		"e\xCC\x81t\xC3\xA9 (aujourd’hui)", "\xFF\xC3 st", "Œuvres—été",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct fold_words w = { .rest = texts[i] };
		char *whole = folded(texts[i]);
		struct str all, one;

		str_init(&all);
		str_init(&one);
		while (fold_next_written(&w)) {
			str_clear(&one);
			str_addn(&one, w.word, w.len);
			whole_word(&all, one.s);
		}
		is_str(all.s, whole, "stretches of « %s »", texts[i]);
		str_done(&all);
		str_done(&one);
		free(whole);
	}
}

static void test_ascii(void)
{
	is_str(fold_ascii(0xC9), "E", "É keeps its case");
	is_str(fold_ascii(0x153), "oe", "œ");
	is_str(fold_ascii(0x152), "OE", "Œ");
	is_str(fold_ascii(0x2019), "'", "’");
	is_str(fold_ascii(0x26), "?", "callers keep ASCII themselves");
	is_str(fold_ascii(0x1F600), "?", "no spelling");
	is_str(fold_ascii(0x301), "", "a combining accent vanishes");
	is_str(fold_ascii(0x178), "Y", "Ÿ");
	is_str(fold_ascii(0x17F), "s", "the end of the table");
}

static void test_words(void)
{
	struct fold_words w = { .rest = "val d oingt" };
	const char *const want[] = { "val", "d", "oingt" };
	size_t n = 0;

	while (fold_next(&w)) {
		ok(n < 3 && w.len == strlen(want[n]) && memcmp(w.word, want[n], w.len) == 0,
		   "word %zu", n);
		n++;
	}
	is_int(n, 3, "three words");
	ok(!fold_next(&w), "and no more");
	ok(fold_is_stopword("de", 2) && fold_is_stopword("y", 1) && fold_is_stopword("qui", 3),
	   "stop words");
	ok(!fold_is_stopword("caf", 3) && !fold_is_stopword("des", 0) &&
	   !fold_is_stopword("numerique", 9), "and others");
}

static int distance(const char *a, const char *b, int max)
{
	return fold_distance(a, strlen(a), b, strlen(b), max);
}

static void test_distance(void)
{
	is_int(distance("tarare", "tarare", 2), 0, "the same");
	is_int(distance("tarrare", "tarare", 2), 1, "one letter too many");
	is_int(distance("tarare", "tarre", 2), 1, "one letter missing");
	is_int(distance("larbersle", "larbresle", 2), 1, "two letters swapped count once");
	is_int(distance("chazay", "chasai", 2), 2, "two letters changed");
	is_int(distance("lyon", "bibost", 2), 3, "too far: max + 1");
	is_int(distance("ab", "abcdef", 2), 3, "too long");
	is_int(distance("", "ab", 2), 2, "from nothing");
	is_int(distance("", "", 0), 0, "nothing");
	for (int i = 0; i < 8; i++) {
		const char *a = "pontcharra", *b = "ponchara";

		is_int(distance(a, b, i), distance(b, a, i), "symmetric at %d", i);
	}
}

static void test_begin(void)
{
	ok(fold_all_begin("mairie de tarare", "tar mai"), "each word begins one, in any order");
	ok(!fold_all_begin("mairie de tarare", "tar lyon"), "but all of them must");
	ok(!fold_all_begin("mairie", "mairies"), "a longer word begins nothing");
	ok(fold_all_begin("mairie", ""), "nothing typed holds for all");
}

int main(void)
{
	test_begin();
	test_fold();
	test_append();
	test_stretches();
	test_ascii();
	test_words();
	test_distance();
	return done_testing();
}
