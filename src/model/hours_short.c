/*
 * One byte for each « 09:15 » of a whole quarter, one for each word of the list; the other characters
 * as they are.  A text that is not printable ASCII stands behind VERBATIM.  The bytes are in the
 * bases of people: the list may only grow, at its end.
 */
#include "aiguillage/hours_short.h"

#include <stdbool.h>
#include <string.h>

#include "aiguillage/mem.h"

#define VERBATIM '\x01'
#define FIRST_TIME 0x80
#define TIMES (24 * 4)
#define FIRST_WORD (FIRST_TIME + TIMES)
#define TIME_LEN 5

/* A longer word comes before those that it begins with. */
static const char *const words[] = {
	"Mo-Fr ", "Mo-Sa ", "Mo-Th ", "Tu-Fr ", "Tu-Sa ", "Mo,", "Tu,", "We,", "Th,", "Fr,", "Mo ", "Tu ",
	"We ", "Th ", "Fr ", "Sa ", "Su ", "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH off", "PH", "SH",
	"off", "; ",
};
_Static_assert(FIRST_WORD + ARRAY_SIZE(words) <= 0x100, "no byte is left");

static bool is_plain(const char *s)
{
	for (; *s; s++)
		if (*s < ' ' || *s > '~')
			return false;
	return true;
}

/* Number of the quarter that begins there, or -1. */
static int quarter_at(const char *s)
{
	int hour, minute;

	for (size_t i = 0; i < TIME_LEN; i++)
		if (i == 2 ? s[i] != ':' : s[i] < '0' || s[i] > '9')
			return -1;
	hour = (s[0] - '0') * 10 + s[1] - '0';
	minute = (s[3] - '0') * 10 + s[4] - '0';
	return hour < 24 && minute % 15 == 0 && minute < 60 ? hour * 4 + minute / 15 : -1;
}

/* Number of the word that begins there, or -1. */
static int word_at(const char *s)
{
	/* most of what is left are « - », « , » and spaces */
	if ((*s < 'F' || *s > 'W') && *s != 'o' && *s != ';')
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (words[i][0] == s[0] && words[i][1] == s[1] && strncmp(s, words[i], strlen(words[i])) == 0)
			return (int)i;
	return -1;
}

void hours_shorten(struct str *out, const char *s)
{
	if (!is_plain(s)) {
		str_addc(out, VERBATIM);
		str_add(out, s);
		return;
	}
	while (*s) {
		int quarter = quarter_at(s), word = quarter < 0 ? word_at(s) : -1;

		if (quarter >= 0) {
			str_addc(out, (char)(FIRST_TIME + quarter));
			s += TIME_LEN;
		} else if (word >= 0) {
			str_addc(out, (char)(FIRST_WORD + word));
			s += strlen(words[word]);
		} else {
			str_addc(out, *s++);
		}
	}
}

static void add_quarter(struct str *out, unsigned quarter)
{
	unsigned hour = quarter / 4, minute = quarter % 4 * 15;
	const char text[TIME_LEN] = {
		(char)('0' + hour / 10), (char)('0' + hour % 10), ':', (char)('0' + minute / 10),
		(char)('0' + minute % 10),
	};

	str_addn(out, text, sizeof text);
}

void hours_lengthen(struct str *out, const char *s, size_t n)
{
	if (n && *s == VERBATIM) {
		str_addn(out, s + 1, n - 1);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		unsigned c = (unsigned char)s[i];

		if (c < FIRST_TIME)
			str_addc(out, s[i]);
		else if (c < FIRST_WORD)
			add_quarter(out, c - FIRST_TIME);
		else if (c - FIRST_WORD < ARRAY_SIZE(words))
			str_add(out, words[c - FIRST_WORD]);
	}
}
