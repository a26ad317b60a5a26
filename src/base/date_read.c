/* Dates as people write them. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/mem.h"

#define WORDS 7
#define FAR 6000		/* days, weeks… that may be counted from today */

struct words {
	struct {
		const char *s;
		size_t n;
	} w[WORDS];
	size_t n, at;
	int pivot;		/* the year of a date without one is told by this day */
};

static bool is(const struct words *w, size_t i, const char *word)
{
	return i < w->n && strlen(word) == w->w[i].n && !memcmp(w->w[i].s, word, w->w[i].n);
}

/* Takes the words when they are next. */
static bool take(struct words *w, const char *a, const char *b)
{
	size_t n = b ? 2 : 1;

	if (!is(w, w->at, a) || (b && !is(w, w->at + 1, b)))
		return false;
	w->at += n;
	return true;
}

static bool over(const struct words *w)
{
	return w->at == w->n;
}

static bool take_number(struct words *w, int *value)
{
	const char *s;
	size_t n, digits = 0;

	*value = 0;
	if (over(w))
		return false;
	s = w->w[w->at].s;
	n = w->w[w->at].n;
	while (digits < n && digits < 5 && s[digits] >= '0' && s[digits] <= '9')
		*value = *value * 10 + (s[digits++] - '0');
	if (!digits || (digits < n && !(*value == 1 && n == digits + 2 && !memcmp(s + digits, "er", 2))))
		return false;
	w->at++;
	return true;
}

/* At least three letters, of one name only: « jui » may be two months. */
static bool take_name(struct words *w, const char *(*name)(int), int first, int count, int *found)
{
	int hits = 0;

	for (int i = first; w->at < w->n && i < first + count; i++) {
		char *whole = folded(name(i));
		size_t n = w->w[w->at].n;

		if (n >= 3 && n <= strlen(whole) && !memcmp(whole, w->w[w->at].s, n)) {
			*found = i;
			hits++;
		}
		free(whole);
	}
	if (hits == 1)
		w->at++;
	return hits == 1;
}

static bool take_count(struct words *w, int *n)
{
	static const struct {
		const char *word;
		int n;
	} counts[] = {
		{ "un", 1 },	  { "une", 1 }, { "deux", 2 }, { "trois", 3 },
		{ "quatre", 4 },  { "six", 6 }, { "huit", 8 }, { "quinze", 15 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(counts); i++) {
		if (take(w, counts[i].word, NULL)) {
			*n = counts[i].n;
			return true;
		}
	}
	return take_number(w, n) && *n <= FAR;
}

static int add_months(int day, int months)
{
	struct date d = date_of_day(day);
	int m = d.year * 12 + d.month - 1 + months;

	d.year = m / 12;
	d.month = m % 12 + 1;
	if (d.day > date_month_length(d.year, d.month))
		d.day = date_month_length(d.year, d.month);
	return date_to_day(d);
}

/* « dans 2 semaines », « il y a 3 jours ». */
static bool counted(struct words *w, int today, int *day)
{
	bool after = take(w, "dans", NULL);
	int n;

	if (!after && !(take(w, "il", "y") && take(w, "a", NULL)))
		return false;
	if (!take_count(w, &n))
		return false;
	n = after ? n : -n;
	if (take(w, "jour", NULL) || take(w, "jours", NULL))
		*day = today + n;
	else if (take(w, "semaine", NULL) || take(w, "semaines", NULL))
		*day = today + 7 * n;
	else if (take(w, "mois", NULL))
		*day = add_months(today, n);
	else if (take(w, "an", NULL) || take(w, "ans", NULL))
		*day = add_months(today, 12 * n);
	else
		return false;
	return over(w) && date_valid(date_of_day(*day));
}

static bool named(struct words *w, int today, int *day)
{
	if (take(w, "aujourd", "hui") || take(w, "ce", "jour"))
		*day = today;
	else if (take(w, "apres", "demain"))
		*day = today + 2;
	else if (take(w, "avant", "hier"))
		*day = today - 2;
	else if (take(w, "demain", NULL))
		*day = today + 1;
	else if (take(w, "hier", NULL))
		*day = today - 1;
	else
		return false;
	return over(w);
}

static int weekday_near(int weekday, int today, enum date_lean lean)
{
	int after = (weekday - date_weekday(today) + 7) % 7;

	if (lean == DATE_PAST)
		return today - (7 - after) % 7;
	if (lean == DATE_FUTURE)
		return today + (after ? after : 7);
	return today + (after > 3 ? after - 7 : after);
}

/* The year in which the date is where it leans. */
static bool place_year(struct date *d, int today, enum date_lean lean)
{
	int this_year = date_of_day(today).year, best = 0;
	bool found = false;

	for (d->year = this_year - 4; d->year <= this_year + 4; d->year++) {
		int day = date_valid(*d) ? date_to_day(*d) : 0;

		if (!date_valid(*d) || (lean == DATE_PAST && day > today) ||
		    (lean == DATE_FUTURE && day < today))
			continue;
		if (!found || abs(day - today) < abs(best - today))
			best = day;
		found = true;
	}
	*d = date_of_day(best);
	return found;
}

/* « 15 12 2026 », « 15 decembre 26 », « 2026 12 15 », « 15 12 ». */
static bool dated(struct words *w, enum date_lean lean, int *day)
{
	struct date d;
	bool year = false;

	if (!take_number(w, &d.day))
		return false;
	if (d.day > 999) {
		year = true;
		d.year = d.day;
		if (!take_number(w, &d.month) || !take_number(w, &d.day))
			return false;
	} else if (!take_name(w, date_month_name, 1, 12, &d.month) && !take_number(w, &d.month)) {
		return false;
	} else if (!over(w)) {
		year = take_number(w, &d.year);
		d.year += year && d.year < 100 ? 2000 : 0;
	}
	if (!over(w) || d.month < 1 || d.month > 12 || d.day < 1)
		return false;
	if (year ? !date_valid(d) : !place_year(&d, w->pivot, lean))
		return false;
	*day = date_to_day(d);
	return true;
}

static bool read_words(struct words *w, int today, enum date_lean lean, int *day)
{
	int weekday = -1;

	while (take(w, "le", NULL) || take(w, "au", NULL) || take(w, "du", NULL))
		;
	if (named(w, today, day))
		return true;
	if (counted(w, today, day))
		return true;
	if (!take_name(w, date_weekday_name, 0, 7, &weekday))
		return dated(w, lean, day);
	if (take(w, "prochain", NULL))
		*day = weekday_near(weekday, today, DATE_FUTURE);
	else if (take(w, "dernier", NULL) || take(w, "passe", NULL))
		*day = weekday_near(weekday, today - 1, DATE_PAST);
	else if (!over(w))
		return dated(w, lean, day) && date_weekday(*day) == weekday;
	else
		*day = weekday_near(weekday, today, lean);
	return over(w);
}

bool date_read(const char *typed, int today, enum date_lean lean, int *day)
{
	return date_read_near(typed, today, today, lean, day);
}

bool date_read_near(const char *typed, int today, int pivot, enum date_lean lean, int *day)
{
	struct fold_words f;
	struct words w = { .pivot = pivot };
	char *text = folded(typed);
	bool more, ok;
	int found = 0;

	f = (struct fold_words){ .rest = text };
	while ((more = fold_next(&f)) && w.n < WORDS) {
		w.w[w.n].s = f.word;
		w.w[w.n++].n = f.len;
	}
	ok = w.n && !more && read_words(&w, today, lean, &found);
	free(text);
	if (ok)
		*day = found;
	return ok;
}
