/* Conditions of a rule other than its weekdays, in French. */
#include <string.h>

#include "hours_say.h"

static bool vowel(const char *s)
{
	return strchr("ao", *s) != NULL;	/* avril, août, octobre */
}

static void say_months(struct str *out, unsigned set)
{
	int from = -1, length = 0, n = __builtin_popcount(set), i = 0;
	const char *a, *b;

	for (int m = 0; m < 12; m++) {
		if (set >> m & 1 && !(set >> (m + 11) % 12 & 1)) {
			from = from < 0 ? m : 99;
			for (length = 0; set >> (m + length) % 12 & 1; length++)
				;
		}
	}
	if (from >= 0 && from < 12 && length > 2) {
		a = date_month_name(from + 1);
		b = date_month_name((from + length - 1) % 12 + 1);
		str_addf(out, "%s%s %s%s", vowel(a) ? "d'" : "de ", a, "à ", b);
		return;
	}
	str_add(out, "en ");
	for (int k = 0; k < 12; k++) {
		int m = from >= 0 && from < 12 ? (from + k) % 12 : k;

		if (!(set >> m & 1))
			continue;
		say_join(out, i++, n);
		str_add(out, date_month_name(m + 1));
	}
}

static void say_day_number(struct str *out, int day)
{
	str_addf(out, "%d%s", day, day == 1 ? "er" : "");
}

static void say_easter(struct str *out, const struct spec *s)
{
	static const struct {
		int add;
		const char *name;
	} names[] = {
		{ -47, "mardi gras" }, { -2, "vendredi saint" }, { 0, "dimanche de Pâques" },
		{ 1, "lundi de Pâques" }, { 39, "jeudi de l'Ascension" },
		{ 49, "dimanche de Pentecôte" }, { 50, "lundi de Pentecôte" },
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (names[i].add == s->add) {
			str_add(out, names[i].name);
			goto year;
		}
	}
	str_addf(out, "%de jour %s Pâques", s->add < 0 ? -s->add : s->add,
		 s->add < 0 ? "avant" : "après");
year:
	if (s->year)
		str_addf(out, " %d", s->year);
}

/* « 1er janvier 2027 », without article. */
static void say_spec(struct str *out, const struct spec *s)
{
	static const char *const nth[] = { "1er", "2e", "3e", "4e", "5e" };

	if (s->kind == SPEC_EASTER) {
		say_easter(out, s);
		return;
	}
	if (s->kind == SPEC_NTH) {
		int days = s->add < 0 ? -s->add : s->add;

		if (days)
			str_addf(out, "%de jour %s le ", days, s->add < 0 ? "avant" : "après");
		if (s->n == -1)
			str_add(out, "dernier");
		else if (s->n < 0)
			str_addf(out, "%s avant la fin", nth[-s->n - 1]);
		else
			str_add(out, nth[s->n - 1]);
		str_addf(out, " %s de %s", date_weekday_name(s->day), date_month_name(s->month));
	} else {
		say_day_number(out, s->day);
		str_addf(out, " %s", date_month_name(s->month));
	}
	if (s->year)
		str_addf(out, " %d", s->year);
}

static void say_range(struct str *out, const struct dates *d)
{
	str_add(out, "du ");
	say_spec(out, &d->a);
	str_add(out, " au ");
	say_spec(out, &d->b);
}

/* Days of one month, of consecutive items: « les 4, 11 et 18 décembre ». */
static int say_list(struct str *out, const struct dates *d, int n, bool opens)
{
	int k = 1;

	while (k < n && d[k].kind == DATES_LIST && d[k].a.month == d->a.month &&
	       d[k].a.year == d->a.year && d[k].a.day == d[k].last && d->a.day == d->last)
		k++;
	if (d->a.day != d->last) {
		if (d->period > 1)
			str_addf(out, "un jour sur %d ", d->period);
		str_add(out, "du ");
		say_day_number(out, d->a.day);
		str_addf(out, " au %d %s", d->last, date_month_name(d->a.month));
	} else if (k == 1) {
		str_add(out, "le ");
		if (d->a.year && opens)
			str_addf(out, "%s ", date_weekday_name(date_weekday(
				date_day(d->a.year, d->a.month, d->a.day))));
		say_day_number(out, d->a.day);
		str_addf(out, " %s", date_month_name(d->a.month));
	} else {
		str_add(out, "les ");
		for (int i = 0; i < k; i++) {
			say_join(out, i, k);
			say_day_number(out, d[i].a.day);
		}
		str_addf(out, " %s", date_month_name(d->a.month));
	}
	if (d->a.year)
		str_addf(out, " %d", d->a.year);
	return k;
}

static void say_dates(struct str *out, const struct hours *h, const struct rule *r, bool in_months)
{
	const struct dates *d = h->dates + r->dates.at;
	bool opens = r->state != HOURS_CLOSED && !(r->groups & GROUP_WEEKDAY);
	struct str one;
	int i = 0, said = 0;

	str_init(&one);
	while (i < r->dates.n) {
		int k = 1;

		if (d[i].in_months != in_months) {
			i++;
			continue;
		}
		str_clear(&one);
		if (d[i].kind == DATES_RANGE) {
			say_range(&one, &d[i]);
		} else if (d[i].kind == DATES_EASTER) {
			str_add(&one, "le ");
			say_easter(&one, &d[i].a);
		} else {
			k = say_list(&one, d + i, r->dates.n - i, opens);
		}
		i += k;
		if (said++)
			str_add(out, i == r->dates.n ? " et " : ", ");
		str_add(out, one.s);
	}
	str_done(&one);
}

const char *say_parity(const struct rule *r)
{
	uint64_t even = 0, odd = 1ull << 53;

	for (int w = 1; w < 53; w++) {
		if (w % 2)
			odd |= 1ull << w;
		else
			even |= 1ull << w;
	}
	if (!(r->groups & GROUP_WEEK))
		return NULL;
	return r->weeks == even ? "semaines paires" : r->weeks == odd ? "semaines impaires" : NULL;
}

static void say_weeks(struct str *out, uint64_t weeks)
{
	int n = __builtin_popcountll(weeks), first = __builtin_ctzll(weeks), i = 0;
	int last = 63 - __builtin_clzll(weeks);

	if (n == 1) {
		str_addf(out, "la semaine %d", first);
	} else if (n > 2 && last - first + 1 == n) {
		str_addf(out, "de la semaine %d à la semaine %d", first, last);
	} else {
		str_add(out, "les semaines ");
		for (int w = first; w <= last; w++) {
			if (!(weeks >> w & 1))
				continue;
			say_join(out, i++, n);
			str_addf(out, "%d", w);
		}
	}
}

static void say_years(struct str *out, const struct hours *h, const struct rule *r)
{
	for (int i = 0; i < r->years.n; i++) {
		const struct years *y = &h->years[r->years.at + i];

		say_join(out, i, r->years.n);
		if (y->period > 1)
			str_addf(out, "un an sur %d ", y->period);
		if (y->to == 9999)
			str_addf(out, "à partir de %d", y->from);
		else if (y->from == y->to)
			str_addf(out, "en %d", y->from);
		else
			str_addf(out, "de %d à %d", y->from, y->to);
	}
}

/* Begins a new part of the condition. */
static void part(struct str *out, size_t start)
{
	if (out->len > start)
		str_add(out, ", ");
}

void say_condition(struct str *out, const struct hours *h, const struct rule *r)
{
	size_t start = out->len;
	bool dates[2] = { false, false };

	for (int k = 0; k < r->dates.n; k++)
		dates[h->dates[r->dates.at + k].in_months] = true;
	if (r->groups & GROUP_YEAR)
		say_years(out, h, r);
	for (int k = 1; k >= 0; k--) {
		unsigned months = k ? r->months : r->date_months;

		if (months) {
			part(out, start);
			say_months(out, months);
		}
		if (dates[k]) {
			part(out, start);
			say_dates(out, h, r, k);
		}
	}
	if (r->groups & GROUP_WEEK && !say_parity(r)) {
		part(out, start);
		say_weeks(out, r->weeks);
	}
	if (r->hol) {
		part(out, start);
		say_holidays(out, r->hol, 0, __builtin_popcount(r->hol));
	}
}
