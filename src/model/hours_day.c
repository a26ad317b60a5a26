/* Does a rule apply on a day? */
#include "hours_impl.h"

static int weekday_from(int day, int wday)
{
	int w = date_weekday(day);

	return day + (wday - w + 7) % 7;
}

/* Nth weekday of a month (0 and 13 allowed), maybe outside of it when there is none. */
static int nth_weekday(int year, int month, int wday, int n)
{
	month += n > 0 ? 0 : 1;
	if (month > 12) {
		month -= 12;
		year++;
	} else if (month < 1) {
		month += 12;
		year--;
	}
	return weekday_from(date_day(year, month, 1), wday) + (n > 0 ? n - 1 : n) * 7;
}

static unsigned holidays(const struct day *d, const struct hours *h,
			 const struct school_holidays *sh)
{
	unsigned bits = public_holiday(d->day) ? HOL_PH : 0;

	if (h->moves) {
		bits |= public_holiday(d->day + 1) ? HOL_BEFORE_PH : 0;
		bits |= public_holiday(d->day - 1) ? HOL_AFTER_PH : 0;
	}
	if (sh && h->remarks & HOURS_SCHOOL && school_holiday(sh, d->day))
		bits |= HOL_SH;
	return bits;
}

void day_init(struct day *d, const struct hours *h, const struct school_holidays *sh, int day)
{
	struct date date = date_of_day(day);
	int length = date_month_length(date.year, date.month);

	d->day = day;
	d->year = date.year;
	d->month = (uint8_t)date.month;
	d->mday = (uint8_t)date.day;
	d->wday = (uint8_t)date_weekday(day);
	d->week = h->needs & GROUP_WEEK ? (uint8_t)date_week(day, NULL) : 0;
	d->hol = h->needs & GROUP_HOLIDAY ? (uint8_t)holidays(d, h, sh) : 0;
	d->nth_first = 1ull << (d->wday * 5 + (date.day - 1) / 7);
	d->nth_last = 1ull << (d->wday * 5 + (length - date.day) / 7);
}

int spec_day(const struct spec *s, int year, bool end)
{
	if (s->year)
		year = s->year;
	switch (s->kind) {
	case SPEC_EASTER:
		return date_easter(year) + s->add;	/* as an end, Easter itself is left out */
	case SPEC_NTH:
		return nth_weekday(year, s->month, s->day, s->n) + s->add + end;
	default:
		if (s->month == 2 && s->day == 29 && !date_is_leap(year))
			return date_day(year, 3, 1) + end;
		return date_day(year, s->month, s->day) + end;
	}
}

static bool in_range(const struct dates *r, const struct day *d)
{
	int from = spec_day(&r->a, d->year, false), to = spec_day(&r->b, d->year, true);

	if (to < from)
		return d->day < to || d->day >= from;
	return d->day >= from && d->day < to;
}

static bool in_list(const struct dates *r, const struct day *d)
{
	if (d->month != r->a.month || d->mday < r->a.day || d->mday > r->last ||
	    (r->a.year && d->year != r->a.year))
		return false;
	return !r->period || (d->mday - r->a.day) % r->period == 0;
}

static bool dates_match(const struct dates *r, const struct day *d)
{
	switch (r->kind) {
	case DATES_LIST:
		return in_list(r, d);
	case DATES_EASTER:
		return spec_day(&r->a, d->year, false) == d->day;
	default:
		return in_range(r, d);
	}
}

static bool any_date(const struct hours *h, const struct rule *r, const struct day *d,
		     bool in_months)
{
	for (int i = 0; i < r->dates.n; i++) {
		const struct dates *item = &h->dates[r->dates.at + i];

		if (item->in_months == in_months && dates_match(item, d))
			return true;
	}
	return false;
}

static bool any_year(const struct hours *h, const struct rule *r, const struct day *d)
{
	for (int i = 0; i < r->years.n; i++) {
		const struct years *y = &h->years[r->years.at + i];

		if (d->year >= y->from && d->year <= y->to &&
		    (!y->period || (d->year - y->from) % y->period == 0))
			return true;
	}
	return false;
}

/*
 * An nth weekday moved by days: `Sa[1] +2 days`, `Su[-1] -1 day`.  The anchor
 * may be in the month before or after, and must exist there.
 */
static bool nth_matches(const struct nth *n, const struct day *d)
{
	int anchor = d->day - n->add;
	struct date a = date_of_day(anchor);
	int length = date_month_length(a.year, a.month);

	if (date_weekday(anchor) != n->wday)
		return false;
	return n->n > 0 ? (a.day - 1) / 7 == n->n - 1 : (length - a.day) / 7 == -n->n - 1;
}

static bool any_weekday(const struct hours *h, const struct rule *r, const struct day *d)
{
	if (r->wdays >> d->wday & 1 || r->wday_hol & d->hol || r->nth_first & d->nth_first ||
	    r->nth_last & d->nth_last)
		return true;
	for (int i = 0; i < r->nths.n; i++) {
		if (nth_matches(&h->nths[r->nths.at + i], d))
			return true;
	}
	return false;
}

bool rule_matches(const struct hours *h, const struct rule *r, const struct day *d)
{
	unsigned g = r->groups;
	unsigned month = 1u << (d->month - 1);

	if (g & GROUP_WEEKDAY && !any_weekday(h, r, d))
		return false;
	if (g & GROUP_HOLIDAY && !(r->hol & d->hol))
		return false;
	if (g & GROUP_WEEK && !(r->weeks >> d->week & 1))
		return false;
	if (g & GROUP_MONTH && !(r->months & month) && !any_date(h, r, d, true))
		return false;
	if (g & GROUP_DATES && !(r->date_months & month) && !any_date(h, r, d, false))
		return false;
	return !(g & GROUP_YEAR) || any_year(h, r, d);
}
