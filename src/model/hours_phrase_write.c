/* Writing opening_hours from what the sentence says. */
#include <limits.h>

#include "hours_phrase_impl.h"

#define NBSP "\xC2\xA0"

static const char *const day_codes[] = { "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su" };
static const char *const month_codes[] = {
	"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
};

static void write_run(struct str *out, const struct pdays *d, int from, int length)
{
	bool range = length > 2 || (length == 2 && phrase_has_day(d->ranges, from));

	str_add(out, day_codes[from]);
	if (range)
		str_addf(out, "-%s", day_codes[(from + length - 1) % 7]);
	else if (length == 2)
		str_addf(out, ",%s", day_codes[(from + 1) % 7]);
}

static void write_nth(struct str *out, int day, unsigned first, unsigned last)
{
	bool more = false;

	str_addf(out, "%s[", day_codes[day]);
	for (int n = 1; n <= 5; n++) {
		if (first >> (n - 1) & 1) {
			str_addf(out, "%s%d", more ? "," : "", n);
			more = true;
		}
	}
	for (int n = 5; n >= 1; n--) {
		if (last >> (n - 1) & 1) {
			str_addf(out, "%s-%d", more ? "," : "", n);
			more = true;
		}
	}
	str_addc(out, ']');
}

static void write_days(struct str *out, const struct pdays *d)
{
	size_t start = out->len;

	if (d->set == 0x7F)
		str_add(out, "Mo-Su");
	for (int i = 0; i < 7 && d->set != 0x7F; i++) {
		bool around = phrase_has_day(d->ranges, 6);	/* a range crosses the end of the week */
		int length = 0;

		if (!phrase_has_day(d->set, i) || ((i > 0 || around) && phrase_has_day(d->set, i - 1)))
			continue;
		while (phrase_has_day(d->set, i + length) && (around || i + length < 7))
			length++;
		if (out->len > start)
			str_addc(out, ',');
		write_run(out, d, i, length);
	}
	for (int i = 0; i < 7; i++) {
		if (!d->first[i] && !d->last[i])
			continue;
		if (out->len > start)
			str_addc(out, ',');
		write_nth(out, i, d->first[i], d->last[i]);
	}
	if (d->holidays)
		str_add(out, out->len > start ? ",PH" : "PH");
}

static void write_date(struct str *out, const struct date *d)
{
	if (d->year)
		str_addf(out, "%d ", d->year);
	str_addf(out, "%s %02d", month_codes[d->month - 1], d->day);
}

static void write_dates(struct str *out, const struct pdates *d)
{
	write_date(out, &d->from);
	if (d->from.year == d->to.year && d->from.month == d->to.month) {
		if (d->from.day != d->to.day)
			str_addf(out, "-%02d", d->to.day);
		return;
	}
	str_addc(out, '-');
	write_date(out, &d->to);
}

static void write_months(struct str *out, unsigned set, int from, int to)
{
	bool more = false, range = true;

	for (int m = from; m != to; m = m % 12 + 1)
		range &= set >> (m - 1) & 1;
	if (range) {
		str_add(out, month_codes[from - 1]);
		if (to != from)
			str_addf(out, "-%s", month_codes[to - 1]);
		return;
	}
	for (int m = 0; m < 12; m++) {
		if (!(set >> m & 1))
			continue;
		str_addf(out, "%s%s", more ? "," : "", month_codes[m]);
		more = true;
	}
}

static void write_parity(struct str *out, int parity)
{
	if (parity)
		str_add(out, parity == PARITY_EVEN ? "week 2-52/2 " : "week 1-53/2 ");
}

static void write_time(struct str *out, int minutes)
{
	str_addf(out, "%02d:%02d", minutes / 60, minutes % 60);
}

/* Spans without parity and those of `parity`; `end` replaces the end of the last, unless < 0. */
static int write_spans(struct str *out, const struct clause *c, int parity, int end)
{
	int n = 0, last = -1;

	for (int i = 0; i < c->nspans; i++) {
		if (c->spans[i].parity == PARITY_NONE || c->spans[i].parity == parity)
			last = i;
	}
	for (int i = 0; i < c->nspans; i++) {
		const struct pspan *s = &c->spans[i];

		if (s->parity != PARITY_NONE && s->parity != parity)
			continue;
		if (n++)
			str_addc(out, ',');
		write_time(out, s->from);
		if (s->to < 0) {
			str_addc(out, '+');
			continue;
		}
		str_addc(out, '-');
		write_time(out, i == last && end >= 0 ? end : s->to);
	}
	return n;
}

static void begin_rule(struct str *out)
{
	if (out->len)
		str_add(out, "; ");
}

static void write_comment(struct str *out, const struct clause *c)
{
	if (!*c->comment)
		return;
	if (out->len && out->s[out->len - 1] != ' ')
		str_addc(out, ' ');
	str_addf(out, "%s\"%s\"", c->open ? "open " : "", c->comment);
}

/* One rule: `extra` conditions first. */
static void write_rule(struct str *out, const struct clause *c, const char *extra, int parity,
		       int end)
{
	begin_rule(out);
	str_add(out, extra);
	for (int i = 0; i < c->ndates; i++) {
		if (i)
			str_addc(out, ',');
		write_dates(out, &c->dates[i]);
	}
	if (c->ndates)
		str_addc(out, ' ');
	if (c->months) {
		write_months(out, c->months, c->month_from, c->month_to);
		str_addc(out, ' ');
	}
	write_parity(out, parity ? parity : c->parity);
	if (c->school || end >= 0)
		str_add(out, "SH ");
	write_days(out, &c->days);
	if (c->nspans) {
		if (out->s[out->len - 1] != ' ')
			str_addc(out, ' ');
		write_spans(out, c, parity, end);
	}
	write_comment(out, c);
}

/* Rules that repeat every two weeks from an anchor: week parity, year by year. */
static void write_biweekly(struct hours_phrase *out, const struct clause *c)
{
	int start = c->since, last_wanted = c->until == INT_MIN ? INT_MAX : c->until;

	for (int pieces = 0; pieces < 6 && start <= last_wanted; pieces++) {
		int year, week = date_week(start, &year), end;
		struct pdates range;
		struct str dates;

		do {	/* a year of 53 weeks changes the parity after it */
			end = date_day(year, 12, 28);
			end += 6 - date_weekday(end);
			year++;
		} while (date_week(end, NULL) != 53);
		if (end > last_wanted)
			end = last_wanted;
		range.from = date_of_day(start);
		range.to = date_of_day(end);
		str_init(&dates);
		write_dates(&dates, &range);
		str_addc(&dates, ' ');
		write_rule(&out->oh, c, dates.s, week % 2 ? PARITY_ODD : PARITY_EVEN, -1);
		str_done(&dates);
		start = end + 1;
		/* The week after one of the right parity is off; after a 53rd, parity shifts. */
		if (date_week(end, NULL) % 2 == week % 2)
			start += 7;
		if (pieces == 1)
			break;
	}
	if (last_wanted == INT_MAX) {
		str_add(&out->remark, "une semaine sur deux s’écrit en semaines paires ou impaires, qui "
				      "changent de sens après une année de 53 semaines" NBSP ": valable "
				      "jusqu’au ");
		date_french(&out->remark, start - 1, DATE_ALWAYS_YEAR, 0);
	}
}

/* « à partir du 7 décembre »: the rest of that year, then every year. */
static void write_limited(struct str *out, const struct clause *c, int today)
{
	int since = c->since == INT_MIN ? today : c->since;
	struct pdates range = { date_of_day(since), date_of_day(since) };
	struct str dates;

	str_init(&dates);
	if (c->until == INT_MIN) {
		range.to.month = 12;
		range.to.day = 31;
	} else {
		range.to = date_of_day(c->until);
	}
	write_dates(&dates, &range);
	str_addc(&dates, ' ');
	write_rule(out, c, dates.s, PARITY_NONE, -1);
	if (c->until == INT_MIN) {
		str_clear(&dates);
		str_addf(&dates, "%d+ ", range.from.year + 1);
		write_rule(out, c, dates.s, PARITY_NONE, -1);
	}
	str_done(&dates);
}

void phrase_write_clause(struct hours_phrase *out, const struct phrase *p, const struct clause *c)
{
	bool base = false, parities[3] = { false };

	if (c->biweekly && !c->parity) {
		write_biweekly(out, c);
		return;
	}
	if (c->since != INT_MIN || c->until != INT_MIN) {
		write_limited(&out->oh, c, p->today);
		return;
	}
	for (int i = 0; i < c->nspans; i++) {
		base |= c->spans[i].parity == PARITY_NONE;
		parities[c->spans[i].parity] = true;
	}
	if (base || !c->nspans)
		write_rule(&out->oh, c, "", PARITY_NONE, -1);
	for (int k = PARITY_EVEN; k <= PARITY_ODD; k++) {
		if (parities[k])
			write_rule(&out->oh, c, "", k, -1);
	}
	if (c->school_end >= 0)
		write_rule(&out->oh, c, "", PARITY_NONE, c->school_end);
}

/* The days of a clause without their mornings or afternoons. */
static bool write_half(struct str *out, const struct phrase *p, const struct closing *k)
{
	struct clause c;

	if (k->clause < 0)
		return false;
	c = p->clauses[k->clause];
	c.days = k->days;
	c.nspans = 0;
	for (int i = 0; i < p->clauses[k->clause].nspans; i++) {
		struct pspan s = p->clauses[k->clause].spans[i];
		bool morning = s.to >= 0 && s.to <= 13 * 60 + 30, afternoon = s.from >= 12 * 60;

		if (!morning && !afternoon)
			return false;	/* straddles noon: where does it end? */
		if (!(morning && k->days.half & HALF_MORNING) &&
		    !(afternoon && k->days.half & HALF_AFTERNOON))
			c.spans[c.nspans++] = s;
	}
	if (!c.nspans || c.nspans == p->clauses[k->clause].nspans)
		return false;
	write_rule(out, &c, "", PARITY_NONE, -1);
	return true;
}

bool phrase_write_closing(struct str *out, const struct phrase *p, const struct closing *k)
{
	if (k->kind == CLOSE_DAYS && k->days.half & ~HALF_WHOLE)
		return write_half(out, p, k);
	begin_rule(out);
	switch (k->kind) {
	case CLOSE_PH:
		str_add(out, "PH off");
		return true;
	case CLOSE_SH:
		str_add(out, "SH off");
		return true;
	case CLOSE_MONTHS:
		str_add(out, month_codes[k->month_from - 1]);
		if (k->month_to != k->month_from)
			str_addf(out, "-%s", month_codes[k->month_to - 1]);
		break;
	case CLOSE_DATES:
		write_dates(out, &k->dates);
		break;
	default:
		write_days(out, &k->days);
		break;
	}
	str_add(out, " off");
	return true;
}
