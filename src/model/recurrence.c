#include "aiguillage/recurrence.h"

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

static bool exact(const struct rule *r, const int *days, size_t n, int first, int length)
{
	size_t k = 0;

	for (int day = first; day < first + length; day++) {
		bool want = k < n && days[k] == day;

		if (gives(r, day) != want)
			return false;
		k += want;
	}
	return k == n;
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

bool recurrence_find(const int *days, size_t n, int first, int length, struct str *out)
{
	unsigned weekdays = 0, nths = 0;
	struct rule weekly, monthly, last, fortnight;

	for (size_t i = 0; i < n; i++) {
		weekdays |= 1u << date_weekday(days[i]);
		nths |= 1u << nth(days[i]);
	}
	if (n < 2)
		return false;
	weekly = (struct rule){ .weekdays = weekdays };
	monthly = (struct rule){ .weekdays = weekdays, .nths = nths };
	last = last_of_month(days, n, weekdays);
	fortnight = (struct rule){ .weekdays = weekdays, .step = 14, .from = days[0] };
	if (exact(&weekly, days, n, first, length))
		say_weekly(out, &weekly);
	else if (exact(&fortnight, days, n, first, length))
		say_weekly(out, &fortnight);
	else if (exact(&monthly, days, n, first, length))
		say_monthly(out, &monthly);
	else if (exact(&last, days, n, first, length))
		say_monthly(out, &last);
	else
		return false;
	return true;
}
