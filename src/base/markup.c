#include "aiguillage/markup.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "aiguillage/mem.h"

/* ---- entities ---- */

struct entity {
	const char *name;
	uint32_t cp;
};

/* Those that French text is written with; sorted by name. */
static const struct entity entities[] = {
	{ "AElig", 0xC6 }, { "Agrave", 0xC0 }, { "Ccedil", 0xC7 }, { "Eacute", 0xC9 },
	{ "Ecirc", 0xCA }, { "Egrave", 0xC8 }, { "OElig", 0x152 }, { "Ocirc", 0xD4 },
	{ "aacute", 0xE1 }, { "acirc", 0xE2 }, { "aelig", 0xE6 }, { "agrave", 0xE0 },
	{ "amp", '&' }, { "apos", '\'' }, { "auml", 0xE4 }, { "bull", 0x2022 },
	{ "ccedil", 0xE7 }, { "copy", 0xA9 }, { "deg", 0xB0 }, { "eacute", 0xE9 },
	{ "ecirc", 0xEA }, { "egrave", 0xE8 }, { "emsp", ' ' }, { "ensp", ' ' },
	{ "euml", 0xEB }, { "euro", 0x20AC }, { "gt", '>' }, { "hellip", 0x2026 },
	{ "iacute", 0xED }, { "icirc", 0xEE }, { "iuml", 0xEF }, { "laquo", 0xAB },
	{ "ldquo", 0x201C }, { "lsquo", 0x2018 }, { "lt", '<' }, { "mdash", 0x2014 },
	{ "middot", 0xB7 }, { "nbsp", ' ' }, { "ndash", 0x2013 }, { "ntilde", 0xF1 },
	{ "ocirc", 0xF4 }, { "oelig", 0x153 }, { "ordm", 0xBA }, { "ouml", 0xF6 },
	{ "quot", '"' }, { "raquo", 0xBB }, { "rdquo", 0x201D }, { "reg", 0xAE },
	{ "rsquo", 0x2019 }, { "sup2", 0xB2 }, { "thinsp", ' ' }, { "times", 0xD7 },
	{ "ucirc", 0xFB }, { "ugrave", 0xF9 }, { "uuml", 0xFC },
};

#define NAME_MAX 8

static int by_name(const void *key, const void *item)
{
	return strcmp(key, ((const struct entity *)item)->name);
}

static uint32_t named_entity(const char *name, size_t n)
{
	char key[NAME_MAX + 1];
	const struct entity *e;

	if (n > NAME_MAX)
		return 0;
	memcpy(key, name, n);
	key[n] = '\0';
	e = bsearch(key, entities, ARRAY_SIZE(entities), sizeof entities[0], by_name);
	return e ? e->cp : 0;
}

/* « 233; », « xE9; » */
static uint32_t numbered_entity(const char *s)
{
	bool hex = *s == 'x' || *s == 'X';
	char *end;
	unsigned long cp = strtoul(s + hex, &end, hex ? 16 : 10);

	if (*end != ';' || end == s + hex || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
		return 0;
	return (uint32_t)cp;
}

/* Code point of the entity at s (which begins with &) and its length; 0: it is none. */
static uint32_t read_entity(const char *s, size_t *len)
{
	size_t n = strspn(s + 1, "#ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
	unsigned long cp;

	if (!n || n > NAME_MAX || s[1 + n] != ';')
		return 0;
	cp = s[1] == '#' ? numbered_entity(s + 2) : named_entity(s + 1, n);
	if (cp)
		*len = n + 2;
	return cp == 0xA0 || cp == 0x202F ? ' ' : (uint32_t)cp;
}

/* ---- tags ---- */

enum tag {
	TAG_NONE,
	TAG_INLINE,
	TAG_BLOCK,
	TAG_ITEM,
	TAG_HIDDEN,	/* what it holds is not for reading */
};

static enum tag tag_named(const char *name, size_t n)
{
	static const struct { const char *name; enum tag tag; } tags[] = {
		{ "a", TAG_INLINE }, { "b", TAG_INLINE }, { "i", TAG_INLINE }, { "u", TAG_INLINE },
		{ "em", TAG_INLINE }, { "strong", TAG_INLINE }, { "span", TAG_INLINE },
		{ "font", TAG_INLINE }, { "small", TAG_INLINE }, { "sup", TAG_INLINE },
		{ "sub", TAG_INLINE }, { "img", TAG_INLINE }, { "code", TAG_INLINE },
		{ "br", TAG_BLOCK }, { "p", TAG_BLOCK }, { "div", TAG_BLOCK }, { "hr", TAG_BLOCK },
		{ "ul", TAG_BLOCK }, { "ol", TAG_BLOCK }, { "table", TAG_BLOCK },
		{ "tbody", TAG_BLOCK }, { "thead", TAG_BLOCK }, { "tr", TAG_BLOCK },
		{ "td", TAG_BLOCK }, { "th", TAG_BLOCK }, { "pre", TAG_BLOCK },
		{ "blockquote", TAG_BLOCK }, { "section", TAG_BLOCK }, { "h1", TAG_BLOCK },
		{ "h2", TAG_BLOCK }, { "h3", TAG_BLOCK }, { "h4", TAG_BLOCK }, { "h5", TAG_BLOCK },
		{ "h6", TAG_BLOCK }, { "li", TAG_ITEM }, { "script", TAG_HIDDEN },
		{ "style", TAG_HIDDEN }, { "iframe", TAG_HIDDEN },
	};

	for (size_t i = 0; i < ARRAY_SIZE(tags); i++)
		if (strlen(tags[i].name) == n && strncasecmp(tags[i].name, name, n) == 0)
			return tags[i].tag;
	return TAG_NONE;
}

/* What follows the hidden element that begins at s. */
static const char *after_hidden(const char *name, size_t n, const char *s)
{
	for (; (s = strstr(s, "</")); s += 2) {
		const char *end;

		if (strncasecmp(s + 2, name, n) == 0 && (end = strchr(s, '>')))
			return end + 1;
	}
	return NULL;
}

/* The tag at s (which begins with <); *rest is what follows it. */
static enum tag read_tag(const char *s, const char **rest)
{
	bool closing = s[1] == '/';
	const char *name = s + 1 + closing, *end = strchr(name, '>');
	size_t n = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz123456");
	enum tag tag;

	if (strncmp(s, "<!--", 4) == 0 && (end = strstr(s, "-->"))) {
		*rest = end + 3;
		return TAG_INLINE;
	}
	if (!n || !end || (name[n] != '>' && name[n] != ' ' && name[n] != '/'))
		return TAG_NONE;
	tag = tag_named(name, n);
	*rest = end + 1;
	if (tag == TAG_HIDDEN) {
		const char *after = closing ? NULL : after_hidden(name, n, end + 1);

		*rest = after ? after : end + 1;
		return TAG_BLOCK;
	}
	if (tag == TAG_ITEM && closing)
		return TAG_BLOCK;
	return tag;
}

/* ---- text ---- */

static void trim(struct str *out, size_t from, const char *chars)
{
	while (out->len > from && strchr(chars, out->s[out->len - 1]))
		str_truncate(out, out->len - 1);
}

static void new_line(struct str *out, size_t from, enum text_lines lines, bool item)
{
	char last;

	trim(out, from, " ");
	last = out->len > from ? out->s[out->len - 1] : '\0';
	if (lines == TEXT_MANY_LINES) {
		if (last && last != '\n')
			str_addc(out, '\n');
		if (item)
			str_add(out, "- ");
	} else if (last) {
		str_add(out, strchr(".,;:!?", last) ? " " : ", ");
	}
}

static bool is_break(const char *s, size_t *len)
{
	if (strncmp(s, "\u00a0", 2) == 0)
		*len = 2;
	else if (strncmp(s, "\u202f", 3) == 0 || strncmp(s, "\u2007", 3) == 0)
		*len = 3;
	else
		return false;
	return true;
}

static void add_space(struct str *out, size_t from)
{
	if (out->len > from && out->s[out->len - 1] != ' ' && out->s[out->len - 1] != '\n')
		str_addc(out, ' ');
}

static bool one_pass(struct str *out, const char *s, enum text_lines lines)
{
	size_t from = out->len, len;
	bool found = false;
	const char *rest;
	uint32_t cp;
	enum tag tag;

	while (*s) {
		size_t plain = strcspn(s, "<&* \xC2\xE2");

		str_addn(out, s, plain);
		s += plain;
		if (!*s)
			break;
		len = 1;
		if (*s == '<' && (tag = read_tag(s, &rest)) != TAG_NONE) {
			found = true;
			s = rest;
			if (tag != TAG_INLINE)
				new_line(out, from, lines, tag == TAG_ITEM);
			continue;
		} else if (*s == '&' && (cp = read_entity(s, &len))) {
			found = true;
			if (cp == ' ')
				add_space(out, from);
			else
				utf8_add(out, cp);
		} else if (s[0] == '*' && s[1] == '*') {
			len = strspn(s, "*");
		} else if (*s == ' ' || is_break(s, &len)) {
			add_space(out, from);
		} else {
			str_addn(out, s, 1);
		}
		s += len;
	}
	trim(out, from, lines == TEXT_ONE_LINE && found ? " ,\n" : " \n");
	return found;
}

/* « &amp;eacute; » was escaped twice. */
bool markup_plain(struct str *out, const char *s, enum text_lines lines)
{
	size_t from = out->len;
	struct str first;
	bool found;

	if (!s[strcspn(s, "<&*\xC2\xE2")] && !strstr(s, "  ")) {
		str_add(out, s);
		return false;
	}
	str_init(&first);
	found = one_pass(&first, s, lines);
	if (found && strchr(first.s, '&'))
		one_pass(out, first.s, lines);
	else
		str_add(out, first.s);
	str_done(&first);
	/* a numeric entity may have stood for a control character */
	if (found) {
		char *dirty = xstrdup(out->s + from);

		str_truncate(out, from);
		text_clean(out, dirty, strlen(dirty), lines);
		free(dirty);
	}
	return found;
}

void markup_escape(struct str *out, const char *s)
{
	for (; *s; s++) {
		switch (*s) {
		case '&':
			str_add(out, "&amp;");
			break;
		case '<':
			str_add(out, "&lt;");
			break;
		case '>':
			str_add(out, "&gt;");
			break;
		case '"':
			str_add(out, "&quot;");
			break;
		default:
			if ((unsigned char)*s >= 0x20 || *s == '\t')
				str_addc(out, *s);
		}
	}
}
