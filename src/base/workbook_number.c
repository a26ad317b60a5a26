/*
 * Numbers of a workbook as they are meant.  A day is a number too: only its format tells.  Formats
 * are those of ECMA-376, 18.8.30 and 18.8.31.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "aiguillage/date.h"
#include "workbook_impl.h"

#define DAY_SECONDS 86400
#define DIGITS_MAX 20
#define WHOLE_MAX 1e21		/* whole numbers below are written with all their digits */
#define LEAP_1900 60		/* 29 February 1900, that Lotus 1-2-3 believed in */

/* ---- formats ---- */

struct letters {
	bool day, month, clock;
	int zeros, places;	/* before the point: places from the first 0 on */
	bool point;
};

/* What is between quotes, brackets, or after a backslash shows as it is; [h] is a duration. */
static const char *skip_literal(const char *p, struct letters *l)
{
	const char *end;

	switch (*p) {
	case '"':
		end = strchr(p + 1, '"');
		return end ? end + 1 : p + strlen(p);
	case '[':
		end = strchr(p, ']');
		if (!end)
			return p + strlen(p);
		if (strspn(p + 1, "hHmMsS") == (size_t)(end - p - 1))
			l->clock = true;
		return end + 1;
	case '\\':
	case '_':
	case '*':
		return p[1] ? p + 2 : p + 1;
	}
	return NULL;
}

static void take_letter(struct letters *l, char c)
{
	switch (c) {
	case 'd': case 'D': case 'y': case 'Y': case 'j': case 'J':
		l->day = true;
		break;
	case 'm': case 'M':
		l->month = true;
		break;
	case 'h': case 'H': case 's': case 'S':
		l->clock = true;
		break;
	case '0':
		l->zeros += !l->point;
		l->places += !l->point;
		break;
	case '#': case '?':
		l->places += !l->point && l->zeros;
		break;
	case '.':
		l->point = true;
		break;
	}
}

struct number_format number_format_read(const char *code)
{
	struct letters l = { .day = false };
	struct number_format f = { .shown = SHOWN_NUMBER };

	if (strncasecmp(code, "general", 7) == 0 || strncasecmp(code, "standard", 8) == 0)
		return f;
	for (const char *p = code, *after; *p && *p != ';'; p = after ? after : p + 1) {
		after = skip_literal(p, &l);
		if (!after)
			take_letter(&l, *p);
	}
	if (l.day || (l.month && !l.clock))
		f.shown = l.clock ? SHOWN_MOMENT : SHOWN_DAY;
	else if (l.clock)
		f.shown = SHOWN_TIME;
	else
		f.digits = l.places < DIGITS_MAX ? l.places : DIGITS_MAX;
	return f;
}

struct number_format number_format_known(int id)
{
	struct number_format f = { .shown = SHOWN_NUMBER };

	if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
		f.shown = SHOWN_DAY;
	else if (id == 22)
		f.shown = SHOWN_MOMENT;
	else if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47))
		f.shown = SHOWN_TIME;
	return f;
}

/* ---- texts ---- */

static void say_time(struct str *out, long seconds)
{
	str_addf(out, "%02ld:%02ld", seconds / 3600, seconds / 60 % 60);
	if (seconds % 60)
		str_addf(out, ":%02ld", seconds % 60);
}

/* False when the calendar has no such day. */
static bool say_day(struct str *out, double x, struct number_format f, bool from_1904)
{
	double whole = floor(x);
	long seconds = lround((x - whole) * DAY_SECONDS);
	char day[DATE_MOMENT_LEN];
	int first;

	if (f.shown == SHOWN_DAY)
		seconds = 0;
	else if (seconds == DAY_SECONDS)
		seconds = 0, whole++;
	if (from_1904)
		first = date_day(1904, 1, 1);
	else
		first = whole < LEAP_1900 ? date_day(1899, 12, 31) : date_day(1899, 12, 30);
	if (whole < !from_1904 || (!from_1904 && whole == LEAP_1900) ||
	    whole > date_day(9999, 12, 31) - first)
		return false;
	date_format_day(day, first + (int)whole);
	str_add(out, day);
	if (seconds) {
		str_addc(out, 'T');
		say_time(out, seconds);
	}
	return true;
}

/* The shortest that is the same number: what was typed. */
static void say_number(struct str *out, double x, int digits)
{
	char text[64];

	if (x == floor(x) && fabs(x) < WHOLE_MAX) {
		snprintf(text, sizeof text, "%0*.0f", x < 0 ? 0 : digits, x == 0 ? 0.0 : x);
	} else {
		for (int precision = 15; precision <= 17; precision++) {
			snprintf(text, sizeof text, "%.*g", precision, x);
			if (strtod(text, NULL) == x)
				break;
		}
	}
	str_add(out, text);
}

void number_say(struct str *out, const char *number, struct number_format f, bool from_1904)
{
	char *end;
	double x = strtod(number, &end);

	if (end == number || end[strspn(end, " \t\r\n")] || !isfinite(x)) {
		str_add(out, number);
		return;
	}
	switch (f.shown) {
	case SHOWN_DAY:
	case SHOWN_MOMENT:
		if (say_day(out, x, f, from_1904))
			return;
		break;
	case SHOWN_TIME:
		if (x >= 0 && x < 10000) {
			say_time(out, lround(x * DAY_SECONDS));
			return;
		}
		break;
	case SHOWN_NUMBER:
		break;
	}
	say_number(out, x, f.digits);
}
