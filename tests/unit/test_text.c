#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/decimal.h"
#include "aiguillage/text.h"
#include "tests/lib/tap.h"

static void test_utf8(void)
{
	static const char *const wrong[] = {
		"\x80", "\xC0\xAF", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
		"\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xFE",
	};
	const char *s = "aé€𝄞";
	const char *p = s;
	struct str b;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		ok(!utf8_valid(wrong[i], strlen(wrong[i])), "invalid sequence %zu", i);
	ok(utf8_valid(s, strlen(s)), "one to four bytes");
	is_int(utf8_valid_prefix("é\xFFz", 4), 2, "valid up to the bad byte");
	str_init(&b);
	for (uint32_t cp; (cp = utf8_next(&p));)
		utf8_add(&b, cp);
	is_str(b.s, s, "decoded and written again");
	str_done(&b);
	is_int(utf8_right(s, 1), 3, "one character right");
	is_int(utf8_left(s, 3), 1, "one character left");
	is_int(utf8_left(s, 0), 0, "not before the beginning");
	is_int(utf8_right(s, strlen(s)), strlen(s), "not after the end");
}

static void test_clean(void)
{
	static const struct {
		const char *in, *one, *many;
	} cases[] = {
		{ "  a  b \t c ", "a b c", "a b c" },
		{ "a\r\nb\n\n\nc\n", "a b c", "a\nb\nc" },
		{ "\x1B[31mrouge\x07", "[31mrouge", "[31mrouge" },
		{ "a\xC2\x9B" "b\x7F", "ab", "ab" },
		{ "\xEF\xBB\xBFnom", "nom", "nom" },
		{ "a\xD8\x9C" "b", "ab", "ab" },
		{ "a\xE2\x80\xAE" "b\xE2\x80\x8B" "c", "abc", "abc" },
		{ "caf\xE9", "caf\xEF\xBF\xBD", "caf\xEF\xBF\xBD" },
		{ "\xEF\xBC\x82" "a", "\"a", "\"a" },
		{ "prix\xC2\xA0: 3\xE2\x82\xAC", "prix\xC2\xA0: 3\xE2\x82\xAC",
		  "prix\xC2\xA0: 3\xE2\x82\xAC" },
		/* U+200C: kept between two letters of the Arabic script, once; nowhere else */
		{ "\u0645\u06CC\u200C\u0634\u0648\u062F", "\u0645\u06CC\u200C\u0634\u0648\u062F",
		  "\u0645\u06CC\u200C\u0634\u0648\u062F" },
		{ "\u06CC\u200C\u200C\u202E\u200D\u0634", "\u06CC\u200C\u0634", "\u06CC\u200C\u0634" },
		{ "\u06CC\u064E\u200C\u0634", "\u06CC\u064E\u200C\u0634", "\u06CC\u064E\u200C\u0634" },
		{ "\u200C\u06CC\u200C \u200C\u0634\u200C", "\u06CC \u0634", "\u06CC \u0634" },
		{ "ad\u200Cmin \u06CC\u200Ca b\u200C\u06CC", "admin \u06CCa b\u06CC", "admin \u06CCa b\u06CC" },
		{ "1\u200C2 \u0661\u200C\u0662", "12 \u0661\u0662", "12 \u0661\u0662" },
		{ "", "", "" },
		/* what is clean is seen eight characters at a time */
		{ "accueil des seniors", "accueil des seniors", "accueil des seniors" },
		{ "accueil  des seniors", "accueil des seniors", "accueil des seniors" },
		{ "1234567 1234567 1", "1234567 1234567 1", "1234567 1234567 1" },
		{ "1234567 1234567 ", "1234567 1234567", "1234567 1234567" },
		{ "1234567  123456789", "1234567 123456789", "1234567 123456789" },
		{ "1234567 \n23456789", "1234567 23456789", "1234567\n23456789" },
		{ "12345678\n 3456789", "12345678 3456789", "12345678\n3456789" },
		{ " 234567 ", "234567", "234567" },
		{ "        ", "", "" },
		{ " ", "", "" },
		{ "\n", "", "" },
		{ "accueil_  des", "accueil_ des", "accueil_ des" },
		{ "accueils des ", "accueils des", "accueils des" },
		{ " accueils", "accueils", "accueils" },
		{ "accueil\x7F" "12345678", "accueil12345678", "accueil12345678" },
		{ "12345\x1F" "6789", "123456789", "123456789" },
		{ "l\u2019\u0153uvre \u00AB a\u00A0\u00BB\u2026", "l\u2019\u0153uvre \u00AB a\u00A0\u00BB\u2026",
		  "l\u2019\u0153uvre \u00AB a\u00A0\u00BB\u2026" },
		{ "a\u00ADb\u2028c", "ab c", "ab\nc" },
		{ "un\ndeux", "un deux", "un\ndeux" },
		{ "un \ndeux", "un deux", "un\ndeux" },
		{ "un\n deux\n", "un deux", "un\ndeux" },
		{ "caf\xC3", "caf\xEF\xBF\xBD", "caf\xEF\xBF\xBD" },
		{ "caf\xE2\x80", "caf\xEF\xBF\xBD\xEF\xBF\xBD", "caf\xEF\xBF\xBD\xEF\xBF\xBD" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *one = text_cleaned(cases[i].in, TEXT_ONE_LINE);
		char *many = text_cleaned(cases[i].in, TEXT_MANY_LINES);
		char *again = text_cleaned(many, TEXT_MANY_LINES);

		is_str(one, cases[i].one, "one line, case %zu", i);
		is_str(many, cases[i].many, "many lines, case %zu", i);
		is_str(again, many, "cleaning twice changes nothing, case %zu", i);
		free(one);
		free(many);
		free(again);
	}
}

static void test_clean_more(void)
{
	struct str b;

	str_init(&b);
	str_add(&b, "nom=");
	is_int(text_clean(&b, "\xFFz\0y\xFE", 5, TEXT_ONE_LINE), 2, "bad bytes are counted");
	is_str(b.s, "nom=\xEF\xBF\xBDzy\xEF\xBF\xBD", "NUL disappears, what stood before stays");
	str_done(&b);
}

/* What is clean at a glance is what cleaning, character by character, leaves as it is. */
static void test_clean_at_a_glance(void)
{
	static const char *const parts[] = {
		"a", "Mairie", " ", "é", "\n", "’", "\x7F", "\xC3", "œ", "\t", "\u00A0", "\xA9", "~", "!", "€",
	};
	const size_t n_parts = sizeof parts / sizeof *parts;
	struct str text, slow;
	size_t wrong = 0, clean = 0;
	uint32_t state = 1;

	str_init(&text);
	str_init(&slow);
	for (int i = 0; i < 200000; i++) {
		enum text_lines lines = i % 2 ? TEXT_ONE_LINE : TEXT_MANY_LINES;

		str_clear(&text);
		str_clear(&slow);
		str_addc(&text, '\x07');	/* never clean, and leaves no trace */
		for (int k = i % 13; k > 0; k--) {
			state = state * 1664525 + 1013904223;
			/* the first ones more often */
			str_add(&text, parts[(state >> 24) % (state >> 16 & 1 ? 4 : n_parts)]);
		}
		text_clean(&slow, text.s, text.len, lines);
		if (!text_is_clean(text.s + 1, text.len - 1, lines))
			continue;
		clean++;
		wrong += strcmp(slow.s, text.s + 1) != 0;
	}
	is_int(wrong, 0, "clean at a glance, clean in earnest");
	ok(clean > 20000, "often enough: %zu times", clean);
	str_done(&text);
	str_done(&slow);
}

/* A tower of marks would cover the lines above. */
static void test_marks(void)
{
	static const char *const marks[] = {
		"\xCC\x81", "\xD9\x8B", "\xD6\xB0", "\xE0\xA5\x8D", "\xE0\xB8\xB4",
		"\xE0\xA7\x8D",	/* Bengali: only the C library knows it */
	};
	struct str b;

	for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
		char *c;

		str_init(&b);
		str_add(&b, "e");
		for (int i = 0; i < 500; i++)
			str_add(&b, marks[k]);
		c = text_cleaned(b.s, TEXT_ONE_LINE);
		is_int(strlen(c), 1 + 4 * strlen(marks[k]), "four marks at most, kind %zu", k);
		free(c);
		str_done(&b);
	}
}

static void test_columns(void)
{
	struct str b;

	is_int(text_width(""), 0, "nothing");
	is_int(text_width("éàœ"), 3, "accents take one column");
	is_int(text_width("e\xCC\x81"), 1, "a combining accent takes none");
	is_int(text_width("日本"), 4, "wide characters take two");
	str_init(&b);
	text_cut(&b, "Médiathèque", 20);
	is_str(b.s, "Médiathèque", "short enough");
	str_clear(&b);
	text_cut(&b, "Médiathèque", 11);
	is_str(b.s, "Médiathèque", "just enough");
	str_clear(&b);
	text_cut(&b, "Médiathèque", 5);
	is_str(b.s, "Médi…", "cut");
	str_clear(&b);
	text_cut(&b, "日本語", 4);
	is_str(b.s, "日…", "never half of a wide character");
	str_clear(&b);
	text_cut(&b, "abc", 0);
	is_str(b.s, "", "no room");
	text_pad(&b, "été", 5);
	is_str(b.s, "été  ", "filled");
	str_clear(&b);
	text_pad(&b, "日本語", 4);
	is_int(text_width(b.s), 4, "cut, then filled to the column");
	str_done(&b);
}

static void wraps(const char *text, int cols, const char *want)
{
	struct text_wrap w = { .rest = text, .cols = cols };
	struct str line, all;

	str_init(&line);
	str_init(&all);
	while (text_wrap_next(&w, &line)) {
		str_addf(&all, "%s|", line.s);
		ok(text_width(line.s) <= cols, "« %s » fits in %d columns", line.s, cols);
	}
	is_str(all.s, want, "« %s » at %d", text, cols);
	str_done(&line);
	str_done(&all);
}

static void test_wrap(void)
{
	wraps("le petit chat", 8, "le petit|chat|");
	wraps("le petit chat", 7, "le|petit|chat|");
	wraps("le petit chat", 13, "le petit chat|");
	wraps("anticonstitutionnel", 8, "anticons|titution|nel|");
	wraps("un\ndeux trois", 20, "un|deux trois|");
	wraps("un\n\ndeux", 20, "un||deux|");
	wraps("a 12\xC2\xA0h b", 5, "a|12\xC2\xA0h|b|");
	wraps("été à Sâint", 5, "été à|Sâint|");
	wraps("日本語", 4, "日本|語|");
	wraps("", 10, "");
}

static void test_ascii(void)
{
	struct str b;

	str_init(&b);
	text_ascii(&b, "« L’Œuvre » – été… 3 €");
	is_str(b.s, "\" L'OEuvre \" - ete... 3 EUR", "a terminal without UTF-8");
	str_done(&b);
}

/* As strtod() does, to the last bit. */
static void test_decimal(void)
{
	static const char *const texts[] = {
		"45.7975", "-4.25", "0", "-0.5", "0.1", "4.", ".5", "", "-", ".", "1e3", "4.5e", "0x1A", "nan", "inf",
		"4,5", " 4", "+4", "123456789012345", "1234567890123456", "1.23456789012345678", "0.000000000000001",
		"179.9999999", "48.85834213", "4.5.6", "4.5 ", "999999999999.999", "12abc", "1.5X", "3E",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		char *end, *right_end;
		double x = decimal_read(texts[i], &end), right = strtod(texts[i], &right_end);

		ok(memcmp(&x, &right, sizeof x) == 0 && end == right_end, "« %s » read", texts[i]);
	}
}

int main(void)
{
	test_decimal();
	setlocale(LC_ALL, "C.UTF-8");
	test_utf8();
	test_clean();
	test_clean_more();
	test_clean_at_a_glance();
	test_marks();
	test_columns();
	test_wrap();
	test_ascii();
	return done_testing();
}
