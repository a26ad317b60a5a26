/* Selectors of days: weekdays, holidays, years, weeks, months and dates. */
#include "hours_impl.h"

/* Bits from..to of a circle of n. */
static unsigned circle(int from, int to, int n)
{
	unsigned mask = 0;

	for (int i = from;; i = (i + 1) % n) {
		mask |= 1u << i;
		if (i == to)
			return mask;
	}
}

/* « + 2 days »: *add receives the number; the tokens taken are returned (0 or 3). */
static int parse_move(struct parser *p, int at, int max, int *add)
{
	*add = 0;
	if (!(is_char(p, at, '+') || is_char(p, at, '-')) || !is(p, at + 1, T_NUMBER) ||
	    !is(p, at + 2, T_DAY))
		return 0;
	if (p->t[at + 1].value > max)
		return wrong(p, at + 1);
	*add = is_char(p, at, '+') ? p->t[at + 1].value : -p->t[at + 1].value;
	return 3;
}

/* One item of [1,3-4,-1]: position after it. */
static int parse_number_range(struct parser *p, int at, int *from, int *to)
{
	if (is(p, at, T_NUMBER) && is_char(p, at + 1, '-') && is(p, at + 2, T_NUMBER)) {
		*from = p->t[at].value;
		*to = p->t[at + 2].value;
		at += 3;
	} else if (is_char(p, at, '-') && is(p, at + 1, T_NUMBER)) {
		*from = *to = -p->t[at + 1].value;
		at += 2;
	} else if (is(p, at, T_NUMBER)) {
		*from = *to = p->t[at].value;
		at++;
	} else {
		return wrong(p, at);
	}
	if (*from == 0 || *from < -5 || *from > 5 || *to > 5 || *from > *to)
		return wrong(p, at - 1);
	return at;
}

static bool push_nth(struct parser *p, int wday, int n, int add)
{
	struct rule *r = p->rule;

	if (add == 0) {
		if (n > 0)
			r->nth_first |= 1ull << (wday * 5 + n - 1);
		else
			r->nth_last |= 1ull << (wday * 5 - n - 1);
		return true;
	}
	if (p->nnths == MAX_ITEMS) {
		p->full = true;
		return false;
	}
	p->nths[p->nnths++] = (struct nth){ (int8_t)wday, (int8_t)n, (int8_t)add };
	r->nths.n++;
	return true;
}

/* Mo[1,3] +2 days, from the bracket's weekday. */
static int parse_nth(struct parser *p, int at)
{
	int wday = p->t[at].value, from, to, add, moved;
	unsigned numbers = 0;	/* bit n + 5 */

	at += 2;
	for (;;) {
		at = parse_number_range(p, at, &from, &to);
		if (at == WRONG)
			return WRONG;
		for (int i = from; i <= to; i++)
			numbers |= 1u << (i + 5);
		if (!is_char(p, at, ','))
			break;
		at++;
	}
	if (!is_char(p, at, ']'))
		return wrong(p, at);
	moved = parse_move(p, at + 1, 6, &add);
	if (moved == WRONG)
		return WRONG;
	for (int i = -5; i <= 5; i++) {
		if (numbers & 1u << (i + 5) && !push_nth(p, wday, i, add))
			return wrong(p, at);
	}
	return at + 1 + moved;
}

int parse_weekdays(struct parser *p, int at)
{
	p->rule->groups |= GROUP_WEEKDAY;
	for (; at < p->n; at++) {
		if (is(p, at, T_WEEKDAY) && is_char(p, at + 1, '[')) {
			at = parse_nth(p, at);
			if (at == WRONG)
				return WRONG;
		} else if (is(p, at, T_WEEKDAY)) {
			bool range = is_char(p, at + 1, '-') && is(p, at + 2, T_WEEKDAY);
			int last = range ? at + 2 : at;

			p->rule->wdays |= (uint8_t)circle(p->t[at].value, p->t[last].value, 7);
			for (int d = p->t[at].value; d != p->t[last].value; d = (d + 1) % 7)
				p->rule->links |= (uint8_t)(1u << d);
			at = last + 1;
		} else if (is(p, at, T_HOLIDAY)) {
			return parse_holidays(p, at, true);
		} else {
			return wrong(p, at);
		}
		if (!is_char(p, at, ','))
			break;
	}
	return at;
}

int parse_holidays(struct parser *p, int at, bool with_weekdays)
{
	struct rule *r = p->rule;
	int add, moved, bit;

	while (at < p->n) {
		if (is(p, at, T_WEEKDAY))
			return parse_weekdays(p, at);
		if (!is(p, at, T_HOLIDAY))
			return wrong(p, at);
		bit = p->t[at].value;
		moved = 0;
		if (bit == HOL_PH) {
			moved = parse_move(p, at + 1, 1, &add);
			if (moved == WRONG)
				return WRONG;
			bit = add > 0 ? HOL_AFTER_PH : add < 0 ? HOL_BEFORE_PH : HOL_PH;
		}
		r->groups |= with_weekdays ? GROUP_WEEKDAY : GROUP_HOLIDAY;
		if (with_weekdays)
			r->wday_hol |= (uint8_t)bit;
		else
			r->hol |= (uint8_t)bit;
		at += 1 + moved;
		if (!is_char(p, at, ','))
			break;
		at++;
	}
	return at;
}

int parse_years(struct parser *p, int at)
{
	p->rule->groups |= GROUP_YEAR;
	for (; at < p->n; at++) {
		struct years y = { 0 };
		bool range;

		if (!is(p, at, T_YEAR))
			return wrong(p, at);
		range = is_char(p, at + 1, '-') && is(p, at + 2, T_YEAR);
		y.from = (int16_t)p->t[at].value;
		y.to = (int16_t)p->t[range ? at + 2 : at].value;
		if (range && y.to <= y.from)
			return wrong(p, at);
		at += range ? 3 : 1;
		if (is_char(p, at, '/') && is(p, at + 1, T_NUMBER)) {
			if (p->t[at + 1].value == 0)
				return wrong(p, at + 1);
			y.period = (int16_t)p->t[at + 1].value;
			y.to = range ? y.to : 9999;
			at += 2;
		} else if (!range && is_char(p, at, '+')) {
			y.to = 9999;
			at++;
		}
		if (p->nyears == MAX_ITEMS) {
			p->full = true;
			return wrong(p, at);
		}
		p->years[p->nyears++] = y;
		p->rule->years.n++;
		if (!is_char(p, at, ','))
			break;
	}
	return at;
}

int parse_weeks(struct parser *p, int at)
{
	p->rule->groups |= GROUP_WEEK;
	for (; at < p->n; at++) {
		int from, to, period = 1;

		if (is(p, at, T_WEEK))
			at++;
		if (!is(p, at, T_NUMBER))
			return wrong(p, at);
		from = to = p->t[at].value;
		if (is_char(p, at + 1, '-') && is(p, at + 2, T_NUMBER)) {
			to = p->t[at + 2].value;
			at += 2;
			if (is_char(p, at + 1, '/') && is(p, at + 2, T_NUMBER)) {
				period = p->t[at + 2].value;
				at += 2;
				if (period < 2 || period > 26)
					return wrong(p, at);
			}
		}
		if (from > to || from < 1 || to > 53)
			return wrong(p, at);
		for (int w = from; w <= to; w += period)
			p->rule->weeks |= 1ull << w;
		at++;
		if (!is_char(p, at, ','))
			break;
	}
	return at;
}

int parse_months(struct parser *p, int at, bool as_dates)
{
	for (; at < p->n; at++) {
		bool range;
		unsigned mask;

		if (!is(p, at, T_MONTH))
			return wrong(p, at);
		if (is(p, at + 1, T_NUMBER) && !(is(p, at + 2, T_COLON) && is(p, at + 3, T_NUMBER)))
			return parse_dates(p, at, true);
		range = is_char(p, at + 1, '-') && is(p, at + 2, T_MONTH);
		mask = circle(p->t[at].value - 1, p->t[range ? at + 2 : at].value - 1, 12);
		p->rule->groups |= as_dates ? GROUP_DATES : GROUP_MONTH;
		if (as_dates)
			p->rule->date_months |= (uint16_t)mask;
		else
			p->rule->months |= (uint16_t)mask;
		at += range ? 3 : 1;
		if (!is_char(p, at, ','))
			break;
	}
	return at;
}

/* Dates. */

static bool day_exists(int month, int day)
{
	return day >= 1 && day <= date_month_length(2024, month);
}

static bool push_dates(struct parser *p, struct dates *d, bool in_months)
{
	if (p->ndates == MAX_ITEMS) {
		p->full = true;
		return false;
	}
	d->in_months = in_months;
	p->rule->groups |= in_months ? GROUP_MONTH : GROUP_DATES;
	p->rule->dates.n++;
	p->dates[p->ndates++] = *d;
	return true;
}

/* Su[-1] of a date, brackets included; only one number. */
static int parse_one_nth(struct parser *p, int at, struct spec *s)
{
	int from, to;

	s->kind = SPEC_NTH;
	s->day = (int8_t)p->t[at].value;
	at = parse_number_range(p, at + 2, &from, &to);
	if (at == WRONG || from != to || !is_char(p, at, ']'))
		return at == WRONG ? WRONG : wrong(p, at);
	s->n = (int8_t)from;
	return at + 1;
}

/*
 * One end of a range: [2026] Dec 24, Dec Su[-1] +1 day, easter -2 days.
 * 0 when it is none of them.
 */
static int parse_spec(struct parser *p, int at, struct spec *s, int max_add)
{
	int add = 0, moved;

	*s = (struct spec){ 0 };
	if (is(p, at, T_YEAR))
		s->year = (int16_t)p->t[at++].value;
	if (is(p, at, T_EASTER)) {
		s->kind = SPEC_EASTER;
		at++;
	} else if (is(p, at, T_MONTH) && is(p, at + 1, T_NUMBER)) {
		s->month = (int8_t)p->t[at].value;
		s->day = (int8_t)(p->t[at + 1].value > 99 ? 99 : p->t[at + 1].value);
		return at + 2;
	} else if (is(p, at, T_MONTH) && is(p, at + 1, T_WEEKDAY) && is_char(p, at + 2, '[')) {
		s->month = (int8_t)p->t[at].value;
		at = parse_one_nth(p, at + 1, s);
		if (at == WRONG)
			return WRONG;
		max_add = 6;
	} else {
		return 0;
	}
	moved = parse_move(p, at, max_add, &add);
	if (moved == WRONG)
		return WRONG;
	/* Easter falls from 22 March to 25 April: beyond, the year would change. */
	if (s->kind == SPEC_EASTER && (add < -94 || add > 270))
		return wrong(p, at);
	s->add = (int16_t)add;
	return at + moved;
}

/* Is this « Dec 10:00-12:00 », a month and a time? */
static bool is_month_and_time(const struct parser *p, int at)
{
	return is(p, at, T_COLON) && is(p, at + 1, T_NUMBER) &&
	       (is_char(p, at + 2, '+') || is_char(p, at + 2, '-'));
}

/*
 * Dec 04,11,18-24/2: the numbers of one month.  After a year only one number
 * is read, as opening_hours.js does.
 */
static int parse_day_list(struct parser *p, int at, bool in_months, bool year)
{
	struct dates d = { .kind = DATES_LIST };
	int start = at, last;
	bool first = true;

	d.a.year = (int16_t)(year ? p->t[at++].value : 0);
	d.a.month = (int8_t)p->t[at].value;
	do {
		int from = p->t[++at].value;

		last = from;
		d.period = 0;
		at++;
		if (is_char(p, at, '-') && is(p, at + 1, T_NUMBER)) {
			last = p->t[at + 1].value;
			at += 2;
			if (is_char(p, at, '/') && is(p, at + 1, T_NUMBER)) {
				d.period = (int8_t)(p->t[at + 1].value > 99 ? 99 : p->t[at + 1].value);
				if (d.period == 0)
					return wrong(p, at);
				at += 2;
			}
		}
		if (first && at == start + 2 + year && is_month_and_time(p, at))
			return parse_months(p, start, true);
		first = false;
		if (last + 1 < from || !day_exists(d.a.month, from) || !day_exists(d.a.month, last))
			return wrong(p, at - 1);
		d.a.day = (int8_t)from;
		d.last = (int8_t)last;
		if (!push_dates(p, &d, in_months))
			return wrong(p, at);
		if (year && is_char(p, at, ',') && is(p, at + 1, T_NUMBER))
			return wrong(p, at);
	} while (is_char(p, at, ',') && is(p, at + 1, T_NUMBER));
	return at;
}

/* One item of a list of dates; *done when the list cannot go on. */
static int parse_date_item(struct parser *p, int at, bool in_months, bool *done)
{
	struct dates d = { 0 };
	bool year = is(p, at, T_YEAR);
	int next = parse_spec(p, at, &d.a, 200), end;

	if (next == WRONG)
		return WRONG;
	if (next > 0 && is_char(p, next, '-')) {
		end = parse_spec(p, next + 1, &d.b, 366);
		if (end == WRONG)
			return WRONG;
		if (end > 0 && year == is(p, next + 1, T_YEAR)) {
			d.kind = DATES_RANGE;
			if ((d.a.kind == SPEC_DATE && !day_exists(d.a.month, d.a.day)) ||
			    (d.b.kind == SPEC_DATE && !day_exists(d.b.month, d.b.day)))
				return wrong(p, at);
			return push_dates(p, &d, in_months) ? end : wrong(p, at);
		}
	}
	if (next > 0 && d.a.kind == SPEC_DATE)
		return parse_day_list(p, at, in_months, year);
	if (next > 0 && d.a.kind == SPEC_EASTER) {
		d.kind = DATES_EASTER;
		return push_dates(p, &d, in_months) ? next : wrong(p, at);
	}
	if (next > 0)
		return parse_months(p, at, false);
	*done = true;
	if (is(p, at, T_MONTH))
		return parse_months(p, at, true);
	return at > 0 && is_char(p, at - 1, ',') ? wrong(p, at) : at;
}

int parse_dates(struct parser *p, int at, bool in_months)
{
	bool done = false;

	for (; at < p->n; at++) {
		at = parse_date_item(p, at, in_months, &done);
		if (at == WRONG || done || !is_char(p, at, ','))
			break;
	}
	return at;
}
