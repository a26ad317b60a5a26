#include "aiguillage/recurrence.h"

#include <stdint.h>

#include "aiguillage/date.h"

static const char *const codes[7] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

/* Which nth weekday of its month a day is: 1 to 5. */
static int nth(int day)
{
	return (date_of_day(day).day - 1) / 7 + 1;
}

static bool is_last(int day)
{
	struct date d = date_of_day(day);

	return d.day + 7 > date_month_length(d.year, d.month);
}

/* A rule as a set: all days of these weekdays, and of these nth (bit 0 = last) when not 0. */
struct rule {
	unsigned weekdays, nths;
	int step, from;		/* every `step` days from `from`, or 0 */
};

static bool gives(const struct rule *r, int day)
{
	if (!(r->weekdays >> date_weekday(day) & 1))
		return false;
	if (r->step)
		return day >= r->from && (day - r->from) % r->step == 0;
	return !r->nths || (r->nths >> nth(day) & 1) || ((r->nths & 1) && is_last(day));
}

/*
 * The days that the rule gives from the first of the set on and that are not in it: how many, the
 * first `room` of them in `except`; SIZE_MAX when the rule does not give the whole set.
 */
static size_t missing(const struct rule *r, const struct day_set *d, int *except, size_t room)
{
	size_t k = 0, n = 0;

	for (int day = d->days[0]; day < d->first + d->length; day++) {
		bool want = k < d->n && d->days[k] == day;

		if (gives(r, day) == want) {
			k += want;
		} else if (want) {
			return SIZE_MAX;
		} else {
			if (n < room)
				except[n] = day;
			n++;
		}
	}
	return k == d->n ? n : SIZE_MAX;
}

static void say_weekly(struct str *out, const struct rule *r)
{
	const char *sep = "";

	str_addf(out, r->step ? "FREQ=WEEKLY;INTERVAL=2;BYDAY=" : "FREQ=WEEKLY;BYDAY=");
	for (int w = 0; w < 7; w++) {
		if (!(r->weekdays >> w & 1))
			continue;
		str_addf(out, "%s%s", sep, codes[w]);
		sep = ",";
	}
}

static void say_monthly(struct str *out, const struct rule *r)
{
	const char *sep = "";

	str_add(out, "FREQ=MONTHLY;BYDAY=");
	for (int w = 0; w < 7; w++) {
		for (int k = 1; (r->weekdays >> w & 1) && k <= 6; k++) {
			if (!(r->nths >> k % 6 & 1))
				continue;
			str_addf(out, "%s%d%s", sep, k == 6 ? -1 : k, codes[w]);
			sep = ",";
		}
	}
}

/* Takes the last of the month out of the nths it was counted under, when it is always there. */
static struct rule last_of_month(const int *days, size_t n, unsigned weekdays)
{
	struct rule r = { .weekdays = weekdays, .nths = 1 };

	for (size_t i = 0; i < n; i++)
		if (!is_last(days[i]))
			r.nths |= 1u << nth(days[i]);
	return r;
}

enum { WEEKLY, FORTNIGHT, MONTHLY, LAST, KINDS };

static void make_rules(struct rule *rules, const struct day_set *d)
{
	unsigned weekdays = 0, nths = 0;

	for (size_t i = 0; i < d->n; i++) {
		weekdays |= 1u << date_weekday(d->days[i]);
		nths |= 1u << nth(d->days[i]);
	}
	rules[WEEKLY] = (struct rule){ .weekdays = weekdays };
	rules[FORTNIGHT] = (struct rule){ .weekdays = weekdays, .step = 14, .from = d->days[0] };
	rules[MONTHLY] = (struct rule){ .weekdays = weekdays, .nths = nths };
	rules[LAST] = last_of_month(d->days, d->n, weekdays);
}

bool recurrence_find_but(const struct day_set *d, int *except, size_t *n_except, struct str *out)
{
	struct rule rules[KINDS], *best = NULL;
	size_t least = *n_except;

	if (d->n < 2)
		return false;
	make_rules(rules, d);
	for (int i = 0; i < KINDS; i++) {
		size_t n = missing(&rules[i], d, NULL, 0);

		if (n <= *n_except && (!best || n < least)) {
			best = &rules[i];
			least = n;
		}
	}
	if (!best)
		return false;
	*n_except = missing(best, d, except, least);
	if (best->nths)
		say_monthly(out, best);
	else
		say_weekly(out, best);
	return true;
}

bool recurrence_find(const struct day_set *d, struct str *out)
{
	size_t none = 0;

	return recurrence_find_but(d, NULL, &none, out);
}
