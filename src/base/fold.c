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

static bool is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Expands the abbreviation of the word that starts at `start`, once it is complete. */
static void end_word(struct str *out, size_t start)
{
	size_t len = out->len - start;
	const char *w = out->s + start;

	if (len == 2 && memcmp(w, "st", 2) == 0) {
		str_truncate(out, start);
		str_add(out, "saint");
	} else if (len == 3 && memcmp(w, "ste", 3) == 0) {
		str_truncate(out, start);
		str_add(out, "sainte");
	}
}

void fold(struct str *out, const char *s)
{
	size_t begin = out->len, word = begin;
	bool in_word = false;

	while (*s) {
		uint32_t cp = (unsigned char)*s;
		char one[2] = { 0 };
		const char *p;

		if (cp < 0x80) {
			one[0] = *s++;
			p = one;
		} else {
			cp = utf8_next(&s);
			p = fold_ascii(cp);
			if (!*p)
				continue;	/* a combining mark does not cut a word */
		}
		if (!is_alnum(lower(*p))) {
			if (in_word)
				end_word(out, word);
			in_word = false;
			continue;
		}
		if (!in_word) {
			if (out->len > begin)
				str_addc(out, ' ');
			word = out->len;
			in_word = true;
		}
		for (; *p; p++)
			str_addc(out, lower(*p));
	}
	if (in_word)
		end_word(out, word);
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

static int compare_word(const void *key, const void *item)
{
	return strcmp(key, *(const char *const *)item);
}

bool fold_is_stopword(const char *word, size_t len)
{
	static const char *const stop[] = {
		"a", "au", "aux", "avec", "c", "ce", "ces", "chez", "d", "dans", "de", "des",
		"du", "en", "est", "et", "j", "je", "l", "la", "le", "les", "leur", "m", "n",
		"ne", "on", "ou", "par", "pas", "pour", "qu", "que", "qui", "s", "sa", "se",
		"ses", "son", "sur", "t", "un", "une", "vers", "y",
	};
	char buf[8];

	if (len == 0 || len >= sizeof buf)
		return false;
	memcpy(buf, word, len);
	buf[len] = '\0';
	return bsearch(buf, stop, sizeof stop / sizeof *stop, sizeof *stop, compare_word) != NULL;
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
