#include "aiguillage/fold.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/text.h"

/* U+00C0..U+017F, case kept.  NULL: no ASCII spelling. */
static const char *const latin[] = {
	"A", "A", "A", "A", "A", "A", "AE", "C", "E", "E", "E", "E", "I", "I", "I", "I",
	"D", "N", "O", "O", "O", "O", "O", NULL, "O", "U", "U", "U", "U", "Y", "TH", "ss",
	"a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
	"d", "n", "o", "o", "o", "o", "o", NULL, "o", "u", "u", "u", "u", "y", "th", "y",
	"A", "a", "A", "a", "A", "a", "C", "c", "C", "c", "C", "c", "C", "c", "D", "d",
	"D", "d", "E", "e", "E", "e", "E", "e", "E", "e", "E", "e", "G", "g", "G", "g",
	"G", "g", "G", "g", "H", "h", "H", "h", "I", "i", "I", "i", "I", "i", "I", "i",
	"I", "i", "IJ", "ij", "J", "j", "K", "k", "k", "L", "l", "L", "l", "L", "l", "L",
	"l", "L", "l", "N", "n", "N", "n", "N", "n", "n", "N", "n", "O", "o", "O", "o",
	"O", "o", "OE", "oe", "R", "r", "R", "r", "R", "r", "S", "s", "S", "s", "S", "s",
	"S", "s", "T", "t", "T", "t", "T", "t", "U", "u", "U", "u", "U", "u", "U", "u",
	"U", "u", "U", "u", "W", "w", "Y", "y", "Y", "Z", "z", "Z", "z", "Z", "z", "s",
};

const char *fold_ascii(uint32_t cp)
{
	const char *s = NULL;

	if (cp >= 0xC0 && cp <= 0x17F)
		s = latin[cp - 0xC0];
	else if (cp >= 0x0300 && cp <= 0x036F)
		return "";
	if (s)
		return s;
	switch (cp) {
	case 0x00A0: case 0x202F: case 0x2009: case 0x2007:
		return " ";
	case 0x00AB: case 0x00BB: case 0x201C: case 0x201D: case 0x201E: case 0xFF02:
		return "\"";
	case 0x2018: case 0x2019: case 0x201A: case 0x02BC:
		return "'";
	case 0x00B7: case 0x2022:
		return ".";
	case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2212:
		return "-";
	case 0x2026:
		return "...";
	case 0x00B0: case 0x00BA:
		return "o";
	case 0x20AC:
		return "EUR";
	case 0x2248:
		return "~";
	case 0x2192:
		return "->";
	case 0x0218: case 0x0219:
		return cp & 1 ? "s" : "S";
	case 0x021A: case 0x021B:
		return cp & 1 ? "t" : "T";
	case 0x1E9E:
		return "SS";
	default:
		return "?";
	}
}

/* Letters and digits of ASCII, lower case; 0: another character. */
static char plain(char c)
{
	static const char from_0[] = "0123456789\0\0\0\0\0\0\0abcdefghijklmnopqrstuvwxyz"
				     "\0\0\0\0\0\0abcdefghijklmnopqrstuvwxyz";
	size_t i = (unsigned char)c - (size_t)'0';

	return i < sizeof from_0 ? from_0[i] : '\0';
}

/* Expands the abbreviation that a whole word may be; its new end. */
static char *end_word(char *word, char *end)
{
	static const char saint[] = "saint";
	size_t n = sizeof saint - 1;
	bool ste = end - word == 3 && memcmp(word, "ste", 3) == 0;

	if (!ste && (end - word != 2 || memcmp(word, "st", 2) != 0))
		return end;
	memcpy(word, saint, n);
	if (ste)
		word[n++] = 'e';
	return word + n;
}

/* « Œ » is two letters, « ’ » cuts, a combining mark does neither. */
static char *fold_wide(const char **s, char *to, bool *cuts)
{
	const char *p = fold_ascii(utf8_next(s));
	char *end = to;

	for (char c; (c = plain(*p)); p++)
		*end++ = c;
	*cuts = end == to && *p;
	return end;
}

/* « st » alone grows, to six with the space after it. */
void fold(struct str *out, const char *s)
{
	char *start = str_room(out, 2 * strlen(s) + 2), *word = start, *p = start;

	while (*s) {
		bool cuts = true;
		char c;

		for (; (c = plain(*s)); s++)
			*p++ = c;
		if (!*s)
			break;
		if ((unsigned char)*s < 0x80)
			s++;
		else
			p = fold_wide(&s, p, &cuts);
		if (!cuts || p == word)
			continue;
		p = end_word(word, p);
		*p++ = ' ';
		word = p;
	}
	if (p > word)
		p = end_word(word, p);
	else if (p > start)
		p--;
	str_wrote(out, (size_t)(p - start));
}

char *folded(const char *s)
{
	struct str b;
	char *r;

	str_init(&b);
	fold(&b, s);
	r = str_steal(&b);
	str_done(&b);
	return r;
}

bool fold_next(struct fold_words *w)
{
	const char *p = w->rest;

	while (*p == ' ')
		p++;
	w->word = p;
	while (*p && *p != ' ')
		p++;
	w->len = (size_t)(p - w->word);
	w->rest = p;
	return w->len > 0;
}

static bool is_inside(char c)
{
	return plain(c) || (unsigned char)c >= 0x80;
}

bool fold_next_written(struct fold_words *w)
{
	const char *p = w->rest;

	while (*p && !is_inside(*p))
		p++;
	w->word = p;
	while (is_inside(*p))
		p++;
	w->len = (size_t)(p - w->word);
	w->rest = p;
	return w->len > 0;
}

bool fold_all_begin(const char *words, const char *typed)
{
	struct fold_words asked = { .rest = typed };

	while (fold_next(&asked)) {
		struct fold_words has = { .rest = words };
		bool found = false;

		while (!found && fold_next(&has))
			found = has.len >= asked.len && !memcmp(has.word, asked.word, asked.len);
		if (!found)
			return false;
	}
	return true;
}

bool fold_is_stopword(const char *word, size_t len)
{
	/* those of one letter, of two… one after another */
	static const char *const stop[] = {
		"",
		"acdjlmnsty",
		"aucededuenetjelaleneonouqusaseun",
		"auxcesdesestlesparpasquequisessonsurune",
		"avecchezdansleurpourvers",
	};

	if (len >= sizeof stop / sizeof *stop)
		return false;
	for (const char *p = stop[len]; *p; p += len)
		if (*p == *word && memcmp(p, word, len) == 0)
			return true;
	return false;
}

int fold_distance(const char *a, size_t na, const char *b, size_t nb, int max)
{
	enum { LONGEST = 63 };
	int rows[3][LONGEST + 1];
	int *prev2 = rows[0], *prev = rows[1], *cur = rows[2], *swap;

	if (na > LONGEST || nb > LONGEST || abs((int)na - (int)nb) > max)
		return max + 1;
	for (size_t j = 0; j <= nb; j++)
		prev[j] = (int)j;
	for (size_t i = 1; i <= na; i++) {
		int best = cur[0] = (int)i;

		for (size_t j = 1; j <= nb; j++) {
			int d = prev[j - 1] + (a[i - 1] != b[j - 1]);

			if (prev[j] + 1 < d)
				d = prev[j] + 1;
			if (cur[j - 1] + 1 < d)
				d = cur[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    prev2[j - 2] + 1 < d)
				d = prev2[j - 2] + 1;
			cur[j] = d;
			if (d < best)
				best = d;
		}
		if (best > max)
			return max + 1;
		swap = prev2;
		prev2 = prev;
		prev = cur;
		cur = swap;
	}
	return prev[nb] > max ? max + 1 : prev[nb];
}
