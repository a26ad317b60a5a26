/* Words put together: times, days, dates and months of a French sentence. */
#include "hours_phrase_impl.h"

/* Small words. */

int phrase_articles(const struct phrase *p, int at)
{
	while (word(p, at) == W_THE || word(p, at) == W_ALL || word(p, at) == W_FROM)
		at++;
	return at;
}

static bool is_joint(const struct phrase *p, int at)
{
	int w = word(p, at);

	return w == W_COMMA || w == W_AND || w == W_SLASH || w == W_OR;
}

static int skip_joints(const struct phrase *p, int at)
{
	while (is_joint(p, at))
		at++;
	return at;
}

/* « au », « à », « - », « jusqu'au »: the position after, or `at`. */
static int skip_to(const struct phrase *p, int at)
{
	if (word(p, at) == W_UNTIL)
		return skip(p, at + 1, W_TO);
	return word(p, at) == W_TO || word(p, at) == W_DASH ? at + 1 : at;
}

/* Times. */

/* 9h, midi, 9h et demie. */
int phrase_time(const struct phrase *p, int at, int *minutes)
{
	if (word(p, at) != W_TIME)
		return at;
	*minutes = p->t[at++].value;
	if (word(p, at) == W_AND && word(p, at + 1) == W_QUARTER_MARK) {
		*minutes += p->t[at + 1].value;
		at += 2;
	}
	return at;
}

/* A time, or the bare number of « 9-12h » when the other end has its « h ». */
static int read_end(const struct phrase *p, int at, int *minutes, bool *bare)
{
	int next = phrase_time(p, at, minutes);

	*bare = false;
	if (next > at || word(p, at) != W_NUMBER || p->t[at].value > 24)
		return next;
	*bare = true;
	*minutes = p->t[at].value * 60;
	return at + 1;
}

/* « de 9h à 12h », « 9h-12h30 », « 9/12h », « entre 9h et 12h ». */
int phrase_span(const struct phrase *p, int at, int *from, int *to)
{
	int start = at, next, last;
	bool bare_from, bare_to;

	at = skip(p, at, W_FROM);
	next = read_end(p, at, from, &bare_from);
	if (next == at)
		return start;
	last = skip_to(p, next);
	if (last == next && (word(p, next) == W_SLASH || (word(p, next) == W_AND && at > start)))
		last = next + 1;
	if (last == next)
		return start;
	next = read_end(p, last, to, &bare_to);
	if (next == last || (bare_from && bare_to))
		return start;
	/* « 9h et demie »: the bare number after is something else. */
	return next;
}

bool phrase_at_time(const struct phrase *p, int at)
{
	int from, to;

	while (word(p, at) == W_COMMA || word(p, at) == W_COLON || word(p, at) == W_FILLER ||
	       word(p, at) == W_OPEN_PAREN)
		at++;
	return word(p, at) == W_TIME || phrase_span(p, at, &from, &to) > at;
}

/* Days. */

/* « 1er et 3e » before a weekday: bits of first and last. */
static int read_ordinals(const struct phrase *p, int at, unsigned *first, unsigned *last)
{
	*first = *last = 0;
	for (;;) {
		int value, next;

		at = phrase_articles(p, at);
		if (word(p, at) != W_ORDINAL)
			return at;
		value = p->t[at].value;
		if (value < -2 || value > 5 || value == 0)
			return at;
		if (value > 0)
			*first |= 1u << (value - 1);
		else
			*last |= 1u << (-value - 1);
		at++;
		next = phrase_articles(p, skip_joints(p, at));
		if (word(p, next) != W_ORDINAL)
			return at;
		at = next;
	}
}

/* « du mois », « de chaque mois ». */
static int skip_of_month(const struct phrase *p, int at)
{
	int next = phrase_articles(p, at);

	return next > at && word(p, next) == W_OF_MONTH ? next + 1 : at;
}

static void add_range(struct pdays *d, int from, int to)
{
	for (int i = from;; i = (i + 1) % 7) {
		d->set |= (uint8_t)(1u << i);
		if (i == to)
			break;
		d->ranges |= (uint8_t)(1u << i);
	}
}

int phrase_half(const struct phrase *p, int at, struct pdays *d)
{
	int next = skip(p, at, W_DASH);

	next = skip(p, next, W_THE);
	if (word(p, next) != W_HALF)
		return at;
	d->half |= (uint8_t)p->t[next].value;
	next++;
	while (is_joint(p, next) && word(p, next + 1) == W_HALF) {
		d->half |= (uint8_t)p->t[next + 1].value;
		next += 2;
	}
	return next;
}

/* « tous les jours », « en semaine », « le week-end », « jours fériés ». */
static int read_day_group(const struct phrase *p, int at, struct pdays *d)
{
	int next = phrase_articles(p, at);

	if (word(p, next) == W_WEEKEND) {
		d->set |= 0x60;
		return next + 1;
	}
	if (word(p, next) == W_PUBLIC || (word(p, next) == W_DAYS && word(p, next + 1) == W_PUBLIC)) {
		d->holidays = true;
		return next + 1 + (word(p, next) == W_DAYS);
	}
	if (word(p, next) == W_DAYS && next > at && p->t[at].type == W_ALL) {
		add_range(d, 0, 6);
		next++;
		if (word(p, next) == W_FROM && word(p, next + 1) == W_THE && word(p, next + 2) == W_WEEK)
			next += 3;
		return next;
	}
	if (word(p, at) == W_DURING && word(p, at + 1) == W_WEEK && word(p, at + 2) != W_PARITY) {
		add_range(d, 0, 4);
		return at + 2;
	}
	return at;
}

int phrase_weekdays(const struct phrase *p, int at, struct pdays *d)
{
	unsigned first, last;
	int start = at, day, next;

	at = read_ordinals(p, at, &first, &last);
	at = phrase_articles(p, at);
	if (word(p, at) == W_DAYS && (first | last) == 0)
		at++;	/* « les jours : lundi » */
	if (word(p, at) != W_DAY)
		return start;
	day = p->t[at++].value;
	at = phrase_half(p, at, d);
	if (first || last) {
		d->first[day] |= (uint8_t)first;
		d->last[day] |= (uint8_t)last;
		return skip_of_month(p, at);
	}
	next = phrase_articles(p, skip_to(p, at));
	if (skip_to(p, at) > at && word(p, next) == W_DAY) {
		add_range(d, day, p->t[next].value);
		return phrase_half(p, next + 1, d);
	}
	d->set |= (uint8_t)(1u << day);
	return at;
}

static bool is_date_ahead(const struct phrase *p, int at)
{
	struct pdates d[1];
	int n = 0;

	return phrase_dates(p, at, d, &n, 1) > at;
}

static int read_days_item(const struct phrase *p, int at, struct pdays *d)
{
	int next = is_date_ahead(p, at) ? at : phrase_weekdays(p, at, d);

	return next > at ? next : read_day_group(p, at, d);
}

int phrase_days(const struct phrase *p, int at, struct pdays *days, bool closing)
{
	int next = read_days_item(p, at, days), joint;

	if (next == at)
		return at;
	for (;;) {
		struct pdays more = *days;

		at = next;
		joint = skip_joints(p, at);
		if (joint == at || (next = read_days_item(p, joint, &more)) == joint)
			return at;
		/* « fermé le lundi, mardi de 9h à 12h »: Tuesday begins something else. */
		if (closing && p->t[at].type == W_COMMA && phrase_at_time(p, next))
			return at;
		*days = more;
	}
}

/* Dates. */

static int read_day_number(const struct phrase *p, int at, int *day)
{
	int w = word(p, at);

	if ((w != W_NUMBER && w != W_ORDINAL) || p->t[at].value < 1 || p->t[at].value > 31)
		return at;
	*day = p->t[at].value;
	return at + 1;
}

static int read_month_year(const struct phrase *p, int at, struct date *d)
{
	if (word(p, at) != W_MONTH)
		return at;
	d->month = p->t[at++].value;
	d->year = 0;
	if (word(p, at) == W_YEAR)
		d->year = p->t[at++].value;
	return at;
}

/* « vendredi 4 décembre 2026 », « 1er janvier ». */
int phrase_date(const struct phrase *p, int at, struct date *d)
{
	int start = at, next;

	at = skip(p, at, W_THE);
	at = skip(p, at, W_DAY);
	next = read_day_number(p, at, &d->day);
	if (next == at)
		return start;
	at = next;
	next = read_month_year(p, at, d);
	return next == at ? start : next;
}

/* « du 15 au 20 août », « du 25 décembre au 1er janvier ». */
static int read_date_range(const struct phrase *p, int at, struct pdates *r)
{
	int start = at, next = skip(p, at, W_FROM), to;

	next = skip(p, next, W_DAY);
	at = read_day_number(p, next, &r->from.day);
	if (at == next)
		return start;
	next = read_month_year(p, at, &r->from);
	if (next == at)
		r->from.month = 0;
	to = skip_to(p, next);
	if (to == next)
		return start;
	at = phrase_date(p, to, &r->to);
	if (at == to)
		return start;
	if (!r->from.month) {
		r->from.month = r->to.month;
		r->from.year = r->to.year;
	} else if (r->to.year && !r->from.year) {
		r->from.year = r->to.year - (r->from.month > r->to.month);
	}
	return at;
}

/* « les 4, 11 et 18 décembre ». */
static int read_date_list(const struct phrase *p, int at, struct pdates *dates, int *n, int max)
{
	int days[16], count = 0, next, start = at;
	struct date d;

	at = skip(p, at, W_THE);
	at = skip(p, at, W_DAY);
	for (;;) {
		next = count < 16 ? read_day_number(p, at, &days[count]) : at;
		if (next == at)
			return start;
		count++;
		at = skip_joints(p, next);
		if (at == next)
			break;
		at = skip(p, at, W_THE);
	}
	next = read_month_year(p, at, &d);
	if (next == at || *n + count > max)
		return start;
	for (int i = 0; i < count; i++) {
		d.day = days[i];
		dates[(*n)++] = (struct pdates){ d, d };
	}
	return next;
}

int phrase_dates(const struct phrase *p, int at, struct pdates *dates, int *n, int max)
{
	int next = *n < max ? read_date_range(p, at, &dates[*n]) : at, joint;

	if (next > at) {
		(*n)++;
		return next;
	}
	next = read_date_list(p, at, dates, n, max);
	if (next == at)
		return at;
	for (;;) {
		at = next;
		joint = skip_joints(p, at);
		if (joint == at || (next = read_date_list(p, joint, dates, n, max)) == joint)
			return at;
	}
}

/* « en juillet et août », « d'octobre à juin », « au mois de mai ». */
int phrase_months(const struct phrase *p, int at, int *from, int *to, unsigned *set)
{
	int start = at, next;

	*from = *to = 0;
	*set = 0;
	if (word(p, at) == W_DURING || word(p, at) == W_TO || word(p, at) == W_FROM)
		at++;
	at = skip(p, at, W_THE);
	if (word(p, at) == W_OF_MONTH)
		at = skip(p, at + 1, W_FROM);
	if (word(p, at) != W_MONTH)
		return start;
	*from = *to = p->t[at].value;
	*set = 1u << (*from - 1);
	at++;
	next = skip(p, skip_to(p, at), W_THE);
	if (skip_to(p, at) > at && word(p, next) == W_MONTH) {
		*to = p->t[next].value;
		for (int m = *from; m != *to; m = m % 12 + 1)
			*set |= 1u << (m - 1);
		*set |= 1u << (*to - 1);
		return next + 1;
	}
	for (;;) {
		next = skip(p, skip_joints(p, at), W_DURING);
		if (next == at || word(p, next) != W_MONTH)
			return at;
		*set |= 1u << (p->t[next].value - 1);
		*to = p->t[next].value;
		at = next + 1;
	}
}
