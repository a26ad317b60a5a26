#include "aiguillage/personal.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"

#define MAX_CHARS 34	/* of an IBAN */
#define NIR_CHARS 15
#define NIR_BODY 13

/*
 * Letters and digits put end to end from the beginning of a group to the end of a later one; what
 * may stand between groups is one character.
 */
struct run {
	char c[MAX_CHARS + 1];	/* capitals */
	size_t n;
	size_t cut[MAX_CHARS];	/* where groups begin, after the first */
	size_t cuts;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char capital(uint32_t cp)
{
	if (cp >= 'a' && cp <= 'z')
		return (char)(cp - 'a' + 'A');
	return (cp >= 'A' && cp <= 'Z') || (cp >= '0' && cp <= '9') ? (char)cp : '\0';
}

static bool is_gap(uint32_t cp)
{
	return cp == ' ' || cp == 0xA0 || cp == 0x202F || cp == 0x2009 || cp == '.' || cp == '-' ||
	       cp == 0x2010 || cp == 0x2011;
}

/* Letters beyond ASCII are part of a word, not its end. */
static bool in_word(uint32_t cp)
{
	return capital(cp) || (cp >= 0xC0 && !is_gap(cp) && cp < 0x2000);
}

static unsigned mod97(const char *s, size_t n)
{
	unsigned r = 0;

	for (size_t i = 0; i < n; i++) {
		if (is_digit(s[i]))
			r = (r * 10 + (unsigned)(s[i] - '0')) % 97;
		else
			r = (r * 100 + (unsigned)(s[i] - 'A') + 10) % 97;
	}
	return r;
}

static unsigned number(const char *s, size_t n)
{
	unsigned v = 0;

	for (size_t i = 0; i < n; i++)
		v = v * 10 + (unsigned)(s[i] - '0');
	return v;
}

static bool all_digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_digit(s[i]))
			return false;
	return true;
}

/* Groups begin at some of these places only, and at `must` when there is any. */
static bool cut_at(const struct run *r, const size_t *places, size_t n, size_t must)
{
	bool met = false;

	for (size_t i = 0; i < r->cuts; i++) {
		bool usual = false;

		for (size_t k = 0; k < n; k++)
			usual |= r->cut[i] == places[k];
		if (!usual)
			return false;
		met |= r->cut[i] == must;
	}
	return !r->cuts || met;
}

/* ---- NIR ---- */

/* Sex, month and département that exist; Corsica counts as 19 and 18 in the key. */
static bool is_nir_number(const struct run *r)
{
	char body[NIR_BODY];
	unsigned month, dept;

	memcpy(body, r->c, sizeof body);
	if (body[5] == '2' && (body[6] == 'A' || body[6] == 'B')) {
		body[6] = body[6] == 'A' ? '9' : '8';
		body[5] = '1';
	}
	if (!all_digits(body, sizeof body) || !all_digits(r->c + NIR_BODY, 2))
		return false;
	month = number(body + 3, 2);
	dept = number(body + 5, 2);
	if (!strchr("123478", body[0]) || !dept || dept == 96 ||
	    !((month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50))
		return false;
	return number(r->c + NIR_BODY, 2) == 97 - mod97(body, sizeof body);
}

/* In one go, the key apart, or the sex apart with other groups: « 3 » before a SIRET is none. */
static bool is_nir(const struct run *r)
{
	static const size_t groups[] = { 1, 3, 5, 7, 10, 13 };

	if (r->n != NIR_CHARS || !is_nir_number(r))
		return false;
	return r->cuts == 1 ? r->cut[0] == NIR_BODY : cut_at(r, groups, ARRAY_SIZE(groups), 1);
}

/* ---- IBAN ---- */

static size_t iban_length(const char *country)
{
	static const struct {
		char country[3];
		unsigned char length;
	} lengths[] = {
		{ "AD", 24 }, { "AL", 28 }, { "AT", 20 }, { "BA", 20 }, { "BE", 16 }, { "BG", 22 },
		{ "CH", 21 }, { "CY", 28 }, { "CZ", 24 }, { "DE", 22 }, { "DK", 18 }, { "DZ", 26 },
		{ "EE", 20 }, { "ES", 24 }, { "FI", 18 }, { "FR", 27 }, { "GB", 22 }, { "GR", 27 },
		{ "HR", 21 }, { "HU", 28 }, { "IE", 22 }, { "IS", 26 }, { "IT", 27 }, { "LI", 21 },
		{ "LT", 20 }, { "LU", 20 }, { "LV", 21 }, { "MA", 28 }, { "MC", 27 }, { "MD", 24 },
		{ "ME", 22 }, { "MT", 31 }, { "NL", 18 }, { "NO", 15 }, { "PL", 28 }, { "PT", 25 },
		{ "RO", 24 }, { "RS", 22 }, { "SE", 24 }, { "SI", 19 }, { "SK", 24 }, { "SM", 27 },
		{ "TN", 24 }, { "TR", 26 }, { "UA", 29 }, { "XK", 20 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++)
		if (memcmp(country, lengths[i].country, 2) == 0)
			return lengths[i].length;
	return 0;
}

static bool is_iban(const struct run *r)
{
	char turned[MAX_CHARS];

	if (r->n < 15 || is_digit(r->c[0]) || is_digit(r->c[1]) || !all_digits(r->c + 2, 2) ||
	    r->n != iban_length(r->c))
		return false;
	memcpy(turned, r->c + 4, r->n - 4);
	memcpy(turned + r->n - 4, r->c, 4);
	return mod97(turned, r->n) == 1;
}

/* ---- cards ---- */

static bool luhn(const char *s, size_t n)
{
	unsigned sum = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned d = (unsigned)(s[n - 1 - i] - '0');

		if (i % 2)
			d = d * 2 > 9 ? d * 2 - 9 : d * 2;
		sum += d;
	}
	return sum % 10 == 0;
}

/* Visa, Mastercard, Maestro; American Express. */
static bool is_issuer(const char *s, size_t n)
{
	unsigned two = number(s, 2), four = number(s, 4);

	if (n == 15)
		return two == 34 || two == 37;
	return s[0] == '4' || (two >= 51 && two <= 55) || (four >= 2221 && four <= 2720) ||
	       two == 50 || (two >= 56 && two <= 58) || two == 67;
}

static bool is_card(const struct run *r)
{
	static const size_t fours[] = { 4, 8, 12 }, amex[] = { 4, 10 };
	bool grouped = r->n == 16 ? cut_at(r, fours, 3, 4) : cut_at(r, amex, 2, 4);

	return (r->n == 16 || r->n == 15) && all_digits(r->c, r->n) && grouped &&
	       is_issuer(r->c, r->n) && luhn(r->c, r->n);
}

/* ---- looking for them ---- */

static enum personal what_is(const struct run *r)
{
	if (is_nir(r))
		return PERSONAL_NIR;
	if (is_iban(r))
		return PERSONAL_IBAN;
	return is_card(r) ? PERSONAL_CARD : PERSONAL_NONE;
}

/* From a group to the end of one of the following ones. */
static enum personal begins_here(const char *s)
{
	struct run r = { .n = 0 };
	enum personal found = PERSONAL_NONE;

	while (!found) {
		uint32_t cp = utf8_next(&s);
		const char *next;

		for (; capital(cp) && r.n < MAX_CHARS; cp = utf8_next(&s))
			r.c[r.n++] = capital(cp);
		if (in_word(cp))
			return PERSONAL_NONE;
		found = what_is(&r);
		next = s;
		if (!is_gap(cp) || !capital(utf8_next(&next)) || r.n == MAX_CHARS)
			break;
		r.cut[r.cuts++] = r.n;
	}
	return found;
}

enum personal personal_find(const char *text)
{
	enum personal found = PERSONAL_NONE;
	bool inside = false;

	for (const char *s = text; *s && !found;) {
		const char *at = s;
		uint32_t cp = utf8_next(&s);

		if (!inside && capital(cp))
			found = begins_here(at);
		inside = in_word(cp);
	}
	return found;
}

const char *personal_name(enum personal p)
{
	switch (p) {
	case PERSONAL_NIR:
		return "un numéro de sécurité sociale";
	case PERSONAL_IBAN:
		return "un numéro de compte bancaire (IBAN)";
	case PERSONAL_CARD:
		return "un numéro de carte bancaire";
	case PERSONAL_NONE:
		break;
	}
	return "";
}
