/* The one cleaning function. */
#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "text_impl.h"

#define NON_JOINER 0x200C

/* Characters that move, hide or reorder text and that no field of ours needs. */
static bool is_hidden(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0xAD || cp == 0x061C ||
	       (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) ||
	       (cp >= 0x2060 && cp <= 0x206F) || (cp >= 0xFE00 && cp <= 0xFE0F) || cp == 0xFEFF ||
	       (cp >= 0xFFF9 && cp <= 0xFFFB) || (cp >= 0xE0000 && cp <= 0xE0FFF);
}

static bool is_line_end(uint32_t cp)
{
	return cp == '\n' || cp == '\v' || cp == '\f' || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

struct cleaner {
	struct str *out;
	enum text_lines lines;
	size_t start;		/* where our text begins in out */
	bool space, newline;	/* waiting to be written before the next character */
	bool apart;		/* so does U+200C */
	uint32_t last;		/* what was written, marks apart */
	int marks;
};

/* Letters that join the next one unless U+200C stands between: « می‌شود ». */
static bool is_joining(uint32_t cp)
{
	return (cp >= 0x0620 && cp <= 0x064A) || (cp >= 0x066E && cp <= 0x06D3) ||
	       (cp >= 0x06FA && cp <= 0x06FF);
}

static void clean_put(struct cleaner *c, uint32_t cp)
{
	if (is_line_end(cp) || cp == '\r' || cp == '\t' || cp == ' ') {
		if (is_line_end(cp) && c->lines == TEXT_MANY_LINES)
			c->newline = true;
		c->space = true;
		return;
	}
	if (cp == NON_JOINER && !c->space)
		c->apart = is_joining(c->last);
	if (is_hidden(cp))
		return;
	if (text_combining(cp)) {
		if (c->out->len == c->start || ++c->marks > 4)
			return;
	} else {
		c->marks = 0;
	}
	if (c->space && c->out->len > c->start)
		str_addc(c->out, c->newline ? '\n' : ' ');
	if (c->apart && !c->space && is_joining(cp))
		utf8_add(c->out, NON_JOINER);
	c->space = c->newline = c->apart = false;
	c->last = text_combining(cp) ? c->last : cp;
	utf8_add(c->out, cp == 0xFF02 ? '"' : cp);
}

/* ---- nearly every text of ours is clean already: nothing to look for ---- */

#define EACH_BYTE UINT64_C(0x0101010101010101)
#define HIGH_BITS UINT64_C(0x8080808080808080)

/* The high bit of each byte that is 0. */
static uint64_t zero_bytes(uint64_t x)
{
	return ~(((x & ~HIGH_BITS) + ~HIGH_BITS) | x | ~HIGH_BITS);
}

/* The eight bytes there, or the n < 8 that are left and letters behind them; the first is the lowest. */
static uint64_t word_at(const unsigned char *u, size_t n)
{
	uint64_t x = 0;

	if (n >= 8) {
		memcpy(&x, u, sizeof x);
		return le64toh(x);
	}
	if (n & 1)
		x = u[n - 1];
	if (n & 2)
		x = x << 16 | (uint64_t)(u[(n & 4) + 1] << 8 | u[n & 4]);
	if (n & 4)
		x = x << 32 | ((uint64_t)u[3] << 24 | (uint64_t)(u[2] << 16 | u[1] << 8 | u[0]));
	return x | (EACH_BYTE * 'x') << 8 * n;
}

/* The high bit of each space of a word. */
static uint64_t spaces_of(uint64_t x)
{
	return zero_bytes(x ^ (EACH_BYTE * ' '));
}

/* Of eight ASCII characters: from « ! » to « ~ », and spaces that do not follow another. */
static bool is_plain_word(uint64_t x, uint64_t spaces, bool space)
{
	uint64_t odd = (x - EACH_BYTE * ' ') | (x + EACH_BYTE);

	return !((odd | x) & HIGH_BITS) && !(spaces & (spaces << 8 | (space ? 0x80 : 0)));
}

/* How many bytes of the word need no thought: the same, and À to ÿ, of which the first is 0xC3. */
static size_t plain_bytes(uint64_t x, uint64_t spaces, bool space)
{
	uint64_t high = x & HIGH_BITS, leads = zero_bytes(x ^ (EACH_BYTE * 0xC3));
	uint64_t seconds = leads << 8 & high & ~(x << 1);
	uint64_t odd = spaces & (spaces << 8 | (space ? 0x80 : 0));

	/* a borrow reaches beyond a byte only from one that is odd */
	odd |= (x - EACH_BYTE * ' ') & ~x & HIGH_BITS;
	odd |= zero_bytes(x ^ (EACH_BYTE * 0x7F));
	odd |= (high ^ leads ^ seconds) | (leads & ~(seconds >> 8));
	return odd ? (size_t)__builtin_ctzll(odd) / 8 : 8;
}

/* Length of a character beyond ASCII that needs no thought, or 0. */
static size_t clean_wide(const unsigned char *u, size_t n)
{
	if (n >= 2 && (u[0] == 0xC3 || u[0] == 0xC5))
		return (u[1] & 0xC0) == 0x80 ? 2 : 0;	/* À to ÿ, Œ œ */
	if (n >= 2 && u[0] == 0xC2)
		return u[1] >= 0xA0 && u[1] <= 0xBF && u[1] != 0xAD ? 2 : 0;	/* no-break space, « » ° */
	/* – — ‘ ’ “ ” • … and the thin space */
	if (n >= 3 && u[0] == 0xE2 && u[1] == 0x80)
		return (u[2] >= 0x93 && u[2] <= 0x9D) || u[2] == 0xA2 || u[2] == 0xA6 || u[2] == 0xAF ? 3 : 0;
	return 0;
}

/* Spaces and ends of lines are alone between words. */
bool text_is_clean(const char *s, size_t n, enum text_lines lines)
{
	const unsigned char *u = (const unsigned char *)s;
	bool space = true;	/* before the first word as well */

	for (size_t i = 0, k; i < n; i += k) {
		uint64_t x = word_at(u + i, n - i), spaces = spaces_of(x);

		k = is_plain_word(x, spaces, space) ? 8 : plain_bytes(x, spaces, space);
		if (k > n - i)
			k = n - i;
		if (k) {
			space = spaces >> (8 * k - 1) & 1;
		} else if (u[i] == '\n' && lines == TEXT_MANY_LINES && !space) {
			space = true;
			k = 1;
		} else {
			space = false;
			k = clean_wide(u + i, n - i);
			if (!k)
				return false;
		}
	}
	return !space || !n;
}

size_t text_clean(struct str *out, const char *s, size_t n, enum text_lines lines)
{
	struct cleaner c = { .out = out, .lines = lines, .start = out->len };
	size_t bad = 0, i = 0, k;

	if (text_is_clean(s, n, lines)) {
		str_addn(out, s, n);
		return 0;
	}
	while (i < n) {
		const char *p = s + i;

		k = text_sequence((const unsigned char *)p, n - i);
		if (!k) {
			clean_put(&c, TEXT_REPLACEMENT);
			bad++;
			i++;
		} else if (*p) {
			clean_put(&c, utf8_next(&p));
			i += k;
		} else {
			i++;
		}
	}
	return bad;
}

char *text_cleaned(const char *s, enum text_lines lines)
{
	size_t n = strlen(s);
	struct str b;

	if (text_is_clean(s, n, lines))
		return xstrndup(s, n);
	str_init(&b);
	text_clean(&b, s, n, lines);
	return b.s;
}
