/* A period as people write it. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/log_filter.h"
#include "aiguillage/mem.h"

/* What follows the word, when the text begins with it; else NULL. */
static const char *after(const char *text, const char *word)
{
	size_t n = strlen(word);

	return strncmp(text, word, n) == 0 ? text + n : NULL;
}

static bool past(const char *text, int *day)
{
	return date_read(text, clock_today(), DATE_PAST, day);
}

static void month_of(int day, int *first, int *last)
{
	struct date d = date_of_day(day);

	d.day = 1;
	*first = date_to_day(d);
	d.day = date_month_length(d.year, d.month);
	*last = date_to_day(d);
}

/* « cette semaine », « le mois dernier ». */
static bool read_named(const char *text, int *first, int *last)
{
	int today = clock_today(), monday = today - date_weekday(today);
	char *words = folded(text);
	const char *w = strncmp(words, "le ", 3) && strncmp(words, "la ", 3) ? words : words + 3;
	bool is = true;

	if (!strcmp(w, "cette semaine")) {
		*first = monday;
		*last = monday + 6;
	} else if (!strcmp(w, "semaine derniere")) {
		*first = monday - 7;
		*last = monday - 1;
	} else if (!strcmp(w, "ce mois") || !strcmp(w, "ce mois ci")) {
		month_of(today, first, last);
	} else if (!strcmp(w, "mois dernier")) {
		month_of(today - date_of_day(today).day, first, last);
	} else {
		is = false;
	}
	free(words);
	return is;
}

/* « novembre », « novembre 2025 »: what is a date once it has a first. */
static bool read_month(const char *text, int *first, int *last)
{
	struct str b;
	bool is;

	str_init(&b);
	str_addf(&b, "1 %s", text);
	is = !isdigit((unsigned char)*text) && past(b.s, first);
	str_done(&b);
	if (!is)
		return false;
	month_of(*first, first, last);
	return true;
}

static bool read_year(const char *text, int *first, int *last)
{
	int year = atoi(text);

	if (strlen(text) != 4 || strspn(text, "0123456789") != 4 || year < 2000)
		return false;
	*first = date_day(year, 1, 1);
	*last = date_day(year, 12, 31);
	return true;
}

/* « 1/11 au 15/11 »: the end comes after the beginning, be it to come. */
static bool read_two(const char *text, int *first, int *last)
{
	static const char *const between[] = { " au ", " à ", " - ", " – " };
	const char *to = NULL;
	char *left;
	bool ok;

	for (size_t i = 0; !to && i < ARRAY_SIZE(between); i++)
		to = strstr(text, between[i]);
	if (!to)
		return false;
	left = xstrndup(text, (size_t)(to - text));
	to = strchr(to + 1, ' ') + 1;
	ok = past(left, first) &&
	     date_read_near(to, clock_today(), *first, DATE_FUTURE, last) && *last >= *first;
	free(left);
	return ok;
}

/* What has a name: a month, a year, last week. */
static bool read_span(const char *text, int *first, int *last)
{
	return read_named(text, first, last) || read_year(text, first, last) ||
	       read_month(text, first, last);
}

bool log_period_read(const char *typed, char from[11], char to[11])
{
	char first[DATE_MOMENT_LEN] = "", last[DATE_MOMENT_LEN] = "";
	const char *text = typed + strspn(typed, " "), *rest;
	int a, b;

	if ((rest = after(text, "depuis ")) && (read_span(rest, &a, &b) || past(rest, &a))) {
		date_format_day(first, a);
	} else if (((rest = after(text, "jusqu’au ")) || (rest = after(text, "jusqu'au "))) &&
		   past(rest, &b)) {
		date_format_day(last, b);
	} else {
		if (read_span(text, &a, &b) || read_two(text, &a, &b))
			;
		else if (past(text, &a))
			b = a;
		else
			return false;
		date_format_day(first, a);
		date_format_day(last, b);
	}
	memcpy(from, first, 11);
	memcpy(to, last, 11);
	return true;
}

static void say_day(const char *before, const char *iso, struct str *out)
{
	int day;

	str_add(out, before);
	if (date_parse_day(iso, &day))
		date_french(out, day, 0, date_of_day(clock_today()).year);
}

void log_period_say(const char *from, const char *to, struct str *out)
{
	if (*from && *to && strcmp(from, to) == 0) {
		say_day("le ", from, out);
	} else if (*from && *to) {
		say_day("du ", from, out);
		say_day(" au ", to, out);
	} else if (*from) {
		say_day("depuis le ", from, out);
	} else if (*to) {
		say_day("jusqu’au ", to, out);
	}
}
