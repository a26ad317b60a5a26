/* Opening hours in their short form: whatever the text, it comes back. */
#include <stdint.h>
#include <string.h>

#include "aiguillage/hours_short.h"
#include "tests/lib/tap.h"

static size_t short_len(const char *text)
{
	struct str s, back;
	size_t len;

	str_init(&s);
	str_init(&back);
	hours_shorten(&s, text);
	len = s.len;
	hours_lengthen(&back, s.s, s.len);
	if (memchr(s.s, 0, s.len) || strcmp(back.s, text) != 0) {
		printf("# « %s » → « %s »\n", text, back.s);
		len = SIZE_MAX;
	}
	str_done(&s);
	str_done(&back);
	return len;
}

static void test_texts(void)
{
	static const struct { const char *text; size_t len; } cases[] = {
		{ "", 0 },
		{ "Mo-Fr 09:00-12:00", 4 },
		{ "Mo-Fr 09:00-12:00,14:00-17:30; Sa 10:15-11:45; PH off", 15 },
		{ "Tu 08:20-24:00", 12 },
		{ "24/7", 4 },
		{ "Mo[1] 23:45+", 7 },
		{ "Fr \"sur rendez-vous\"", 18 },
		{ "\"fermé l’été\"", 19 },
		{ "\u00e9", 3 },
		{ "Mo\n09:00", 9 },
		{ "99:99 25:00 12:60 1:00 12:0", 27 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is_int((long long)short_len(cases[i].text), (long long)cases[i].len, "« %s »", cases[i].text);
}

/* Pieces of the language and any byte, one after another. */
static void test_any(void)
{
	static const char *const pieces[] = {
		"Mo-Fr ", "Mo", "Su", "PH", "PH off", "off", "; ", ";", ",", "-", "09:00", "23:59", "1", "12:", ":30",
		" ", "\"", "\u00e8", "\x01", "\x80", "\xFF", "T", "W",
	};
	unsigned x = 7;
	int wrong = 0;

	for (int round = 0; round < 20000; round++) {
		char text[80] = "";

		for (int k = 0; k < 8; k++) {
			x = x * 1664525u + 1013904223u;
			strcat(text, pieces[(x >> 16) % (sizeof pieces / sizeof *pieces)]);
		}
		wrong += short_len(text) == SIZE_MAX;
	}
	is_int(wrong, 0, "20,000 texts come back");
}

/* What another hand wrote in the base. */
static void test_bytes(void)
{
	char all[255];
	struct str out;

	for (size_t i = 0; i < sizeof all; i++)
		all[i] = (char)(i + 1);
	str_init(&out);
	hours_lengthen(&out, all + 1, sizeof all - 1);
	ok(strstr(out.s, "00:0000:1500:30") && strstr(out.s, "23:45Mo-Fr "), "every byte has a meaning or none");
	hours_lengthen(&out, "", 0);
	hours_lengthen(&out, "\x01", 1);
	ok(out.len < 2000, "nothing more");
	str_done(&out);
}

int main(void)
{
	test_texts();
	test_any();
	test_bytes();
	return done_testing();
}
