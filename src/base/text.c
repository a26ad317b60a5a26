#include "aiguillage/text.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "text_impl.h"

size_t text_sequence(const unsigned char *s, size_t n)
{
	unsigned char c = s[0];

	if (c < 0x80)
		return 1;
	if (c < 0xC2 || c > 0xF4)
		return 0;
	if (n < 2 || (s[1] & 0xC0) != 0x80)
		return 0;
	if (c < 0xE0)
		return 2;
	if ((c == 0xE0 && s[1] < 0xA0) || (c == 0xED && s[1] > 0x9F) || n < 3 ||
	    (s[2] & 0xC0) != 0x80)
		return 0;
	if (c < 0xF0)
		return 3;
	if ((c == 0xF0 && s[1] < 0x90) || (c == 0xF4 && s[1] > 0x8F) || n < 4 ||
	    (s[3] & 0xC0) != 0x80)
		return 0;
	return 4;
}

size_t utf8_valid_prefix(const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t i = 0, k;

	while (i < n) {
		uint64_t eight;

		if (n - i >= sizeof eight) {
			memcpy(&eight, u + i, sizeof eight);
			if (!(eight & UINT64_C(0x8080808080808080))) {
				i += sizeof eight;
				continue;
			}
		}
		if (u[i] < 0x80) {
			i++;
			continue;
		}
		k = text_sequence(u + i, n - i);
		if (!k)
			break;
		i += k;
	}
	return i;
}

bool utf8_valid(const char *s, size_t n)
{
	return utf8_valid_prefix(s, n) == n;
}

uint32_t utf8_next(const char **s)
{
	const unsigned char *u = (const unsigned char *)*s;
	size_t k;
	uint32_t cp;

	if (!u[0])
		return 0;
	if (u[0] < 0x80) {
		*s += 1;
		return u[0];
	}
	k = text_sequence(u, 4);
	if (!k) {
		*s += 1;
		return TEXT_REPLACEMENT;
	}
	*s += k;
	cp = k == 2 ? u[0] & 0x1Fu : k == 3 ? u[0] & 0x0Fu : u[0] & 0x07u;
	for (size_t i = 1; i < k; i++)
		cp = cp << 6 | (u[i] & 0x3Fu);
	return cp;
}

void utf8_add(struct str *out, uint32_t cp)
{
	char b[4];
	size_t n = 0;

	if (cp < 0x80) {
		b[n++] = (char)cp;
	} else if (cp < 0x800) {
		b[n++] = (char)(0xC0 | cp >> 6);
		b[n++] = (char)(0x80 | (cp & 0x3F));
	} else if (cp < 0x10000) {
		b[n++] = (char)(0xE0 | cp >> 12);
		b[n++] = (char)(0x80 | (cp >> 6 & 0x3F));
		b[n++] = (char)(0x80 | (cp & 0x3F));
	} else {
		b[n++] = (char)(0xF0 | cp >> 18);
		b[n++] = (char)(0x80 | (cp >> 12 & 0x3F));
		b[n++] = (char)(0x80 | (cp >> 6 & 0x3F));
		b[n++] = (char)(0x80 | (cp & 0x3F));
	}
	str_addn(out, b, n);
}

size_t utf8_left(const char *s, size_t at)
{
	if (at)
		at--;
	while (at && ((unsigned char)s[at] & 0xC0) == 0x80)
		at--;
	return at;
}

size_t utf8_right(const char *s, size_t at)
{
	if (s[at])
		at++;
	while (((unsigned char)s[at] & 0xC0) == 0x80)
		at++;
	return at;
}

/*
 * Marks drawn on the character before.  The scripts most likely to be met are told here, so that
 * a text is cleaned in the same way in every locale; the C library knows the others.
 */
bool text_combining(uint32_t cp)
{
	static const struct { uint32_t first, last; } marks[] = {
		{ 0x0300, 0x036F }, { 0x0483, 0x0489 },
		{ 0x0591, 0x05BD }, { 0x05BF, 0x05BF }, { 0x05C1, 0x05C2 }, { 0x05C4, 0x05C5 },
		{ 0x05C7, 0x05C7 },	/* Hebrew */
		{ 0x0610, 0x061A }, { 0x064B, 0x065F }, { 0x0670, 0x0670 }, { 0x06D6, 0x06DC },
		{ 0x06DF, 0x06E4 }, { 0x06E7, 0x06E8 }, { 0x06EA, 0x06ED },	/* Arabic */
		{ 0x0900, 0x0902 }, { 0x093A, 0x093A }, { 0x093C, 0x093C }, { 0x0941, 0x0948 },
		{ 0x094D, 0x094D }, { 0x0951, 0x0957 }, { 0x0962, 0x0963 },	/* Devanagari */
		{ 0x0E31, 0x0E31 }, { 0x0E34, 0x0E3A }, { 0x0E47, 0x0E4E },	/* Thai */
		{ 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF }, { 0x20D0, 0x20FF }, { 0x302A, 0x302D },
		{ 0x3099, 0x309A }, { 0xFE20, 0xFE2F },
	};

	if (cp < marks[0].first)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
		if (cp >= marks[i].first && cp <= marks[i].last)
			return true;
	}
	return wcwidth((wchar_t)cp) == 0;
}

static int char_width(uint32_t cp)
{
	int w;

	if (cp < 0x300)
		return 1;
	if (text_combining(cp))
		return 0;
	w = wcwidth((wchar_t)cp);
	return w < 0 ? 1 : w;	/* a locale without UTF-8 knows nothing */
}

int text_width(const char *s)
{
	int w = 0;

	while (*s)
		w += char_width(utf8_next(&s));
	return w;
}

void text_cut(struct str *out, const char *s, int cols)
{
	const char *p = s, *fit = s;
	int w = 0;

	if (cols <= 0)
		return;
	while (*p) {
		int cw = char_width(utf8_next(&p));

		if (w + cw > cols) {
			str_addn(out, s, (size_t)(fit - s));
			str_add(out, "…");
			return;
		}
		w += cw;
		if (w <= cols - 1)
			fit = p;
	}
	str_add(out, s);
}

void text_pad(struct str *out, const char *s, int cols)
{
	size_t at = out->len;
	int w;

	text_cut(out, s, cols);
	for (w = text_width(out->s + at); w < cols; w++)
		str_addc(out, ' ');
}

/* French typography wants no line end before « : ; ? ! » and », nor after «. */
static bool may_break(const char *space, const char *start)
{
	static const char opening[] = "«";
	size_t n = sizeof opening - 1;

	if (space[1] && (strchr(":;?!", space[1]) || strncmp(space + 1, "»", n) == 0))
		return false;
	return space < start + n || strncmp(space - n, opening, n) != 0;
}

bool text_wrap_next(struct text_wrap *w, struct str *line)
{
	const char *p = w->rest, *start = p, *end = NULL, *next = NULL;
	int width = 0;

	str_clear(line);
	if (!p || !*p)
		return false;
	for (;;) {
		const char *here = p;
		uint32_t cp = utf8_next(&p);

		if (cp == 0 || cp == '\n') {
			end = here;
			next = p;
			break;
		}
		width += char_width(cp);
		if (cp == ' ' && width <= w->cols + 1 && may_break(here, start)) {
			end = here;
			next = p;
		}
		if (width > w->cols && !(cp == ' ')) {
			if (!end || end == start)
				end = next = here == start ? p : here;
			break;
		}
	}
	str_addn(line, start, (size_t)(end - start));
	while (*next == ' ')
		next++;
	w->rest = next;
	return true;
}

void text_add_wrapped(struct str *out, const char *text, int indent, int cols)
{
	struct str glued, line;
	struct text_wrap w;
	bool first = true;

	str_init(&glued);
	str_init(&line);
	text_glue(&glued, text);
	w = (struct text_wrap){ .rest = glued.s, .cols = cols - indent };
	while (text_wrap_next(&w, &line)) {
		if (!first)
			str_addf(out, "%*s", indent, "");
		text_unglue(out, line.s);
		str_addc(out, '\n');
		first = false;
	}
	str_done(&line);
	str_done(&glued);
}

void text_ascii(struct str *out, const char *s)
{
	while (*s) {
		uint32_t cp = utf8_next(&s);

		if (cp < 0x80)
			str_addc(out, (char)cp);
		else
			str_add(out, fold_ascii(cp));
	}
}

/* ---- no-break spaces ---- */

#define NO_BREAK "\u00a0"
#define NO_BREAK_NARROW "\u202f"

void text_glue(struct str *out, const char *s)
{
	static const char *const closing[] = { "»", ":", ";", "?", "!", "·" };

	for (; *s; s++) {
		bool glued = *s == ' ' && out->len >= 2 &&
			     memcmp(out->s + out->len - 2, "«", 2) == 0;

		for (size_t i = 0; *s == ' ' && i < ARRAY_SIZE(closing); i++)
			glued = glued || strncmp(s + 1, closing[i], strlen(closing[i])) == 0;
		if (glued)
			str_add(out, NO_BREAK);
		else
			str_addc(out, *s);
	}
}

void text_curved(struct str *out, const char *s)
{
	for (const char *p = s; *p; p++) {
		if (*p == '\'' && p > s && p[1] && p[1] != ' ')
			str_add(out, "’");
		else
			str_addc(out, *p);
	}
}

void text_printed(struct str *out, const char *s)
{
	struct str curved;

	str_init(&curved);
	text_curved(&curved, s);
	text_glue(out, curved.s);
	str_done(&curved);
}

void text_capitalise(char *s)
{
	unsigned char c = (unsigned char)s[0], next = c ? (unsigned char)s[1] : 0;

	if (c >= 'a' && c <= 'z')
		s[0] = (char)(c - 0x20);
	else if (c == 0xC3 && next >= 0xA0 && next <= 0xBE && next != 0xB7)
		s[1] = (char)(next - 0x20);
}

void text_unglue(struct str *out, const char *s)
{
	while (*s) {
		size_t n = strncmp(s, NO_BREAK, 2) == 0 ? 2 : strncmp(s, NO_BREAK_NARROW, 3) == 0 ? 3 : 0;

		if (n)
			str_addc(out, ' ');
		else
			str_addc(out, *s);
		s += n ? n : 1;
	}
}

/* ---- numbers ---- */

void say_number(struct str *out, int64_t n)
{
	char digits[32];
	int len = snprintf(digits, sizeof digits, "%lld", (long long)n);

	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0 && digits[i - 1] != '-')
			str_add(out, "\u00a0");
		str_addc(out, digits[i]);
	}
}

void say_count(struct str *out, int64_t n, const char *one, const char *many)
{
	say_number(out, n);
	str_addf(out, " %s", n < 2 ? one : many);
}
