#include "aiguillage/place.h"

#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"

#define NBSP "\u00A0"
#define MAX_DIGITS 40

struct number {
	bool plus;		/* written with + or 00 */
	size_t n;
	char d[MAX_DIGITS + 1];
};

static bool is_separator(uint32_t cp)
{
	return cp == ' ' || cp == 0xA0 || cp == 0x202F || cp == '.' || cp == '-' || cp == '/' ||
	       cp == '(' || cp == ')' || (cp >= 0x2010 && cp <= 0x2013);
}

/* False when there is anything else than digits and what is put between them. */
static bool read_digits(struct number *num, const char *s)
{
	uint32_t cp;

	*num = (struct number){ 0 };
	while ((cp = (unsigned char)*s < 0x80 ? (unsigned char)*s++ : utf8_next(&s))) {
		if (cp == '+' && !num->plus && !num->n)
			num->plus = true;
		else if (cp >= '0' && cp <= '9' && num->n < MAX_DIGITS)
			num->d[num->n++] = (char)cp;
		else if (!is_separator(cp))
			return false;
	}
	if (!num->plus && num->n > 8 && strncmp(num->d, "00", 2) == 0) {
		num->plus = true;
		num->n -= 2;
		memmove(num->d, num->d + 2, num->n + 1);
	}
	return num->n > 0;
}

static bool is_national(const char *d)
{
	return d[0] == '0' && d[1] >= '1' && d[1] <= '9';
}

/* Country codes dialled inside France as 0 and nine digits. */
static size_t country(const struct number *num)
{
	static const char *const codes[] = { "33", "262", "508", "590", "594", "596" };

	for (size_t i = 0; i < ARRAY_SIZE(codes); i++) {
		size_t n = strlen(codes[i]);

		if (strncmp(num->d, codes[i], n) == 0 && num->n >= n + 9)
			return n;
	}
	return 0;
}

/* Makes ten digits of the number, when it is a French one. */
static bool to_national(struct number *num)
{
	/* a spreadsheet drops the + of +33…, and the 0 of 04… */
	size_t code = num->plus || (num->n == 11 && strncmp(num->d, "33", 2) == 0) ? country(num) : 0;
	char *d = num->d + code;
	size_t n = num->n - code;

	if (num->plus && !code)
		return false;
	if (n == 9 && d[0] != '0') {
		memmove(num->d + 1, d, n + 1);
		num->d[0] = '0';
	} else if (n == 10) {
		memmove(num->d, d, n + 1);
	} else {
		return false;
	}
	num->n = 10;
	return is_national(num->d);
}

static void add_pairs(struct str *out, const char *d, size_t n)
{
	size_t first = n % 2 && n > 3 ? 3 : 2;	/* an odd number begins with three digits */

	for (size_t i = 0, k = first; i < n; i += k, k = 2) {
		if (i)
			str_add(out, NBSP);
		str_addn(out, d + i, k < n - i ? k : n - i);
	}
}

/* Overseas numbers that keep their country code: « +687 12 34 56 ». */
static bool is_overseas(const struct number *num)
{
	static const char codes[][4] = { "269", "508", "681", "687", "689" };

	if (!num->plus || num->n < 9 || num->n > 11)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(codes); i++)
		if (memcmp(num->d, codes[i], 3) == 0)
			return true;
	return false;
}

static bool add_overseas(struct str *out, const struct number *num)
{
	if (!is_overseas(num))
		return false;
	str_addf(out, "+%.3s" NBSP, num->d);
	add_pairs(out, num->d + 3, num->n - 3);
	return true;
}

/* 3960, 115, 116006: said in one go. */
static bool is_short(const struct number *num)
{
	if (num->plus)
		return false;
	return (num->n == 4 && (num->d[0] == '3' || num->d[0] == '1')) ||
	       (num->n == 3 && num->d[0] == '1') || (num->n == 6 && strncmp(num->d, "116", 3) == 0);
}

/* Several whole numbers with nothing but spaces or a slash between them. */
static bool add_row(struct str *out, const struct number *num)
{
	if (num->plus || num->n < 20 || num->n % 10)
		return false;
	for (size_t i = 0; i < num->n; i += 10)
		if (!is_national(num->d + i))
			return false;
	for (size_t i = 0; i < num->n; i += 10) {
		if (i)
			str_add(out, " / ");
		add_pairs(out, num->d + i, 10);
	}
	return true;
}

static bool add_number(struct str *out, const char *s)
{
	struct number num;

	if (!read_digits(&num, s))
		return false;
	if (is_short(&num)) {
		str_add(out, num.d);
		return true;
	}
	if (add_overseas(out, &num) || add_row(out, &num))
		return true;
	if (!to_national(&num))
		return false;
	add_pairs(out, num.d, num.n);
	return true;
}

/* Cuts the next number off the front of *rest; false at the end. */
static bool next_part(const char **rest, struct str *part)
{
	static const char *const between[] = { "|", ";", ",", "/", "\n", " ou ", " et ", " - ", " – " };
	const char *s = *rest, *end = NULL;
	size_t skip = 0;

	if (!s)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(between); i++) {
		const char *p = strstr(s, between[i]);

		if (p && (!end || p < end)) {
			end = p;
			skip = strlen(between[i]);
		}
	}
	str_clear(part);
	text_clean(part, s, end ? (size_t)(end - s) : strlen(s), TEXT_ONE_LINE);
	*rest = end ? end + skip : NULL;
	return true;
}

/* True when one number at least was understood. */
static bool add_list(struct str *out, const char *phone)
{
	const char *rest = phone;
	struct str part, number;
	bool any = false;

	str_init(&part);
	str_init(&number);
	while (next_part(&rest, &part)) {
		bool read = add_number(&number, part.s);

		any |= read;
		if (*part.s)
			str_join(out, " / ", read ? number.s : part.s);
		str_clear(&number);
	}
	str_done(&part);
	str_done(&number);
	return any;
}

bool phone_readable(const char *phone)
{
	const char *rest = phone;
	struct str part, number;
	bool all;

	str_init(&part);
	str_init(&number);
	all = add_number(&number, phone);
	if (!all) {
		all = next_part(&rest, &part) && add_number(&number, part.s);
		while (all && next_part(&rest, &part))
			all = !*part.s || add_number(&number, part.s);
	}
	str_done(&part);
	str_done(&number);
	return all;
}

/* Overseas numbers dialled inside France as 0 and nine digits have a country code of their own. */
static const char *country_of(const char *national)
{
	static const struct {
		char begins[5], code[4];
	} overseas[] = {
		{ "0262", "262" }, { "0263", "262" }, { "0269", "262" }, { "0639", "262" },
		{ "0692", "262" }, { "0693", "262" }, { "0590", "590" }, { "0690", "590" },
		{ "0691", "590" }, { "0594", "594" }, { "0694", "594" }, { "0596", "596" },
		{ "0696", "596" }, { "0697", "596" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(overseas); i++)
		if (memcmp(national, overseas[i].begins, 4) == 0)
			return overseas[i].code;
	return "33";
}

static bool add_international(struct str *out, const char *s)
{
	struct number num;

	if (!read_digits(&num, s) || is_short(&num))
		return false;
	if (is_overseas(&num)) {
		str_addc(out, '+');
		str_add(out, num.d);
		return true;
	}
	if (num.n >= 20 && !num.plus)
		num.d[num.n = 10] = '\0';
	if (!to_national(&num))
		return false;
	str_addc(out, '+');
	str_add(out, country_of(num.d));
	str_add(out, num.d + 1);
	return true;
}

bool phone_international(struct str *out, const char *phone)
{
	const char *rest = phone;
	struct str part;
	bool found = add_international(out, phone);

	str_init(&part);
	while (!found && next_part(&rest, &part))
		found = add_international(out, part.s);
	str_done(&part);
	return found;
}

void phone_french(struct str *out, const char *phone)
{
	struct str list;

	if (add_number(out, phone))
		return;
	str_init(&list);
	str_add(out, add_list(&list, phone) ? list.s : phone);
	str_done(&list);
}
