/* Parts of a French sentence about hours: days, times, conditions. */
#include <limits.h>
#include <string.h>

#include "hours_phrase_impl.h"

/* Small words. */

static int skip_articles(const struct phrase *p, int at)
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
static int read_span(const struct phrase *p, int at, int *from, int *to)
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

static bool at_time(const struct phrase *p, int at)
{
	int from, to;

	while (word(p, at) == W_COMMA || word(p, at) == W_COLON || word(p, at) == W_FILLER ||
	       word(p, at) == W_OPEN_PAREN)
		at++;
	return word(p, at) == W_TIME || read_span(p, at, &from, &to) > at;
}

/* Days. */

/* « 1er et 3e » before a weekday: bits of first and last. */
static int read_ordinals(const struct phrase *p, int at, unsigned *first, unsigned *last)
{
	*first = *last = 0;
	for (;;) {
		int value, next;

		at = skip_articles(p, at);
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
		next = skip_articles(p, skip_joints(p, at));
		if (word(p, next) != W_ORDINAL)
			return at;
		at = next;
	}
}

/* « du mois », « de chaque mois ». */
static int skip_of_month(const struct phrase *p, int at)
{
	int next = skip_articles(p, at);

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

static int read_half(const struct phrase *p, int at, struct pdays *d)
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
	int next = skip_articles(p, at);

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

static int read_weekdays(const struct phrase *p, int at, struct pdays *d)
{
	unsigned first, last;
	int start = at, day, next;

	at = read_ordinals(p, at, &first, &last);
	at = skip_articles(p, at);
	if (word(p, at) == W_DAYS && (first | last) == 0)
		at++;	/* « les jours : lundi » */
	if (word(p, at) != W_DAY)
		return start;
	day = p->t[at++].value;
	at = read_half(p, at, d);
	if (first || last) {
		d->first[day] |= (uint8_t)first;
		d->last[day] |= (uint8_t)last;
		return skip_of_month(p, at);
	}
	next = skip_articles(p, skip_to(p, at));
	if (skip_to(p, at) > at && word(p, next) == W_DAY) {
		add_range(d, day, p->t[next].value);
		return read_half(p, next + 1, d);
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
	int next = is_date_ahead(p, at) ? at : read_weekdays(p, at, d);

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
		if (closing && at_time(p, next))
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
static int read_date(const struct phrase *p, int at, struct date *d)
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
	at = read_date(p, to, &r->to);
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

/* Clauses. */

static struct clause *new_clause(struct phrase *p)
{
	if (p->nclauses == PHRASE_MAX_CLAUSES)
		return NULL;
	p->clauses[p->nclauses] = (struct clause){
		.since = INT_MIN, .until = INT_MIN, .school_end = -1,
	};
	return &p->clauses[p->nclauses++];
}

static struct clause *current(struct phrase *p)
{
	return p->nclauses ? phrase_clause(p) : new_clause(p);
}

/* Does the condition [at, next) begin something new, rather than end the clause? */
static bool starts_clause(const struct phrase *p, int at, int next)
{
	struct pdays days = { 0 };
	const struct clause *c = &p->clauses[p->nclauses - 1];
	int before = at > 0 ? p->t[at - 1].type : W_STOP;
	int after = word(p, next);

	if (!p->nclauses || !c->nspans || p->paren)
		return false;
	if (after == W_COLON || before == W_STOP || at_time(p, next))
		return true;
	while (word(p, next) == W_COMMA)
		next++;
	return (before == W_COMMA || before == W_AND) && phrase_days(p, next, &days, false) > next;
}

/* The clause that a condition applies to. */
static struct clause *condition_clause(struct phrase *p, int at, int next)
{
	struct clause *old, *c;

	if (!starts_clause(p, at, next))
		return current(p);
	old = phrase_clause(p);
	c = new_clause(p);
	if (c && at_time(p, next))
		c->days = old->days;
	return c;
}

static int read_days(struct phrase *p, int at)
{
	struct pdays days = { 0 };
	int next = phrase_days(p, at, &days, false);
	struct clause *c, *old;

	if (next == at)
		return at;
	c = old = current(p);
	if (c->nspans || *c->comment || c->until != INT_MIN) {
		c = new_clause(p);
		if (!c)
			return at;
		/* A condition said before the days holds for those that follow. */
		if (!old->parity_after) {
			c->parity = old->parity;
			c->months = old->months;
			c->month_from = old->month_from;
			c->month_to = old->month_to;
			c->school = old->school;
		}
	}
	c->days.set |= days.set;
	c->days.ranges |= days.ranges;
	c->days.holidays |= days.holidays;
	c->days.half |= days.half;
	for (int i = 0; i < 7; i++) {
		c->days.first[i] |= days.first[i];
		c->days.last[i] |= days.last[i];
	}
	return next;
}

static bool add_span(struct phrase *p, int from, int to)
{
	struct clause *c = current(p), *old = c;

	if (!c || c->nspans == PHRASE_MAX_SPANS)
		return false;
	if (c->parity_after && !p->paren && c->parity) {
		c = new_clause(p);
		if (!c)
			return false;
		c->days = old->days;
	}
	c->spans[c->nspans++] = (struct pspan){
		(int16_t)from, (int16_t)to, PARITY_NONE, (uint8_t)p->chunk,
	};
	return true;
}

/* « pendant les vacances scolaires »; *closed: « en période scolaire ». */
static int read_school(const struct phrase *p, int at, bool *closed)
{
	int start = at;

	*closed = false;
	at = skip(p, at, W_DURING);
	at = skip_articles(p, at);
	if (word(p, at) == W_PERIOD) {
		at = skip_articles(p, at + 1);
		if (word(p, at) == W_SCHOOL) {
			*closed = true;
			return at + 1;
		}
	}
	if (word(p, at) != W_HOLIDAYS)
		return start;
	return skip(p, at + 1, W_SCHOOL);
}

static int read_times(struct phrase *p, int at)
{
	int from, to, next = read_span(p, at, &from, &to);
	bool closed;

	if (next > at)
		return add_span(p, from, to) ? next : at;
	if (word(p, at) == W_TO && word(p, at + 1) == W_BEGIN && word(p, at + 2) == W_FROM &&
	    (next = phrase_time(p, at + 3, &from)) > at + 3)
		return add_span(p, from, -1) ? next : at;
	/* (17h pendant les vacances scolaires) */
	next = phrase_time(p, at, &to);
	if (next > at && p->paren && p->nclauses && phrase_clause(p)->nspans &&
	    read_school(p, next, &closed) > next && !closed) {
		phrase_clause(p)->school_end = to;
		return read_school(p, next, &closed);
	}
	return at;
}

static int read_parity(struct phrase *p, int at)
{
	int start = at, value;
	struct clause *c;

	at = skip(p, at, W_DURING);
	at = skip_articles(p, at);
	if (word(p, at) == W_WEEK && word(p, at + 1) == W_PARITY)
		value = p->t[at + 1].value;
	else if (word(p, at) == W_PARITY && word(p, at + 1) == W_WEEK)
		value = p->t[at].value;
	else
		return start;
	at += 2;
	c = condition_clause(p, start, at);
	if (!c)
		return start;
	if (p->paren && c->nspans) {
		for (int i = 0; i < c->nspans; i++) {
			if (c->spans[i].chunk == p->chunk)
				c->spans[i].parity = (uint8_t)value;
		}
		return at;
	}
	if (c->parity && c->parity != value)
		return start;
	c->parity = (uint8_t)value;
	c->parity_after = c->nspans > 0;
	return at;
}

static int read_school_condition(struct phrase *p, int at)
{
	bool closed;
	int next = read_school(p, at, &closed);
	struct clause *c;

	if (next == at)
		return at;
	if (closed) {
		if (p->nclosings < PHRASE_MAX_CLOSINGS)
			p->closings[p->nclosings++] = (struct closing){ .kind = CLOSE_SH };
		return next;
	}
	c = condition_clause(p, at, next);
	if (!c)
		return at;
	c->school = true;
	return next;
}

static int read_months(struct phrase *p, int at)
{
	int from, to;
	unsigned set;
	int next = phrase_months(p, at, &from, &to, &set);
	struct clause *c;

	if (next == at)
		return at;
	c = condition_clause(p, at, next);
	if (!c || c->months)
		return at;
	c->months = (uint16_t)set;
	c->month_from = (uint8_t)from;
	c->month_to = (uint8_t)to;
	return next;
}

static int read_dates(struct phrase *p, int at)
{
	struct pdates dates[PHRASE_MAX_DATES];
	int n = 0, next = phrase_dates(p, at, dates, &n, PHRASE_MAX_DATES);
	struct clause *c;

	if (next == at)
		return at;
	c = condition_clause(p, at, next);
	if (!c || c->ndates + n > PHRASE_MAX_DATES)
		return at;
	/* Another date after the times of the first: something new. */
	if (c->nspans && c->ndates)
		c = new_clause(p);
	if (!c)
		return at;
	memcpy(c->dates + c->ndates, dates, (size_t)n * sizeof *dates);
	c->ndates += n;
	return next;
}

/* Said without a year: the next one to come. */
static int coming(const struct phrase *p, const struct date *d)
{
	struct date now = date_of_day(p->today), t = *d;

	t.year = d->year ? d->year : now.year;
	if (!date_valid(t))
		return INT_MIN;
	if (!d->year && date_to_day(t) < p->today)
		t.year++;
	return date_valid(t) ? date_to_day(t) : INT_MIN;
}

/* « à partir du lundi 7 décembre », « jusqu'au 30 juin ». */
static int read_limits(struct phrase *p, int at)
{
	bool until = word(p, at) == W_UNTIL;
	int start = at, next;
	struct date d;
	struct clause *c;

	if (until)
		at = skip(p, at + 1, W_TO);
	else if (word(p, at) == W_BEGIN && p->t[at].value == 1)
		at++;
	else if (word(p, at) == W_TO && word(p, at + 1) == W_BEGIN)
		at += 2;
	else
		return start;
	at = skip(p, at, W_FROM);
	at = skip(p, at, W_THE);
	next = read_date(p, at, &d);
	if (next == at || !current(p))
		return start;
	c = phrase_clause(p);
	if (until)
		c->until = coming(p, &d);
	else
		c->since = coming(p, &d);
	return next;
}

/* « un lundi sur deux », « une semaine sur deux », « tous les quinze jours ». */
static int read_biweekly(struct phrase *p, int at)
{
	struct pdays days = { 0 };
	int start = at, next;
	struct clause *c;

	if (word(p, at) == W_ALL) {
		at = skip(p, at + 1, W_THE);
		if (word(p, at) != W_NUMBER)
			return start;
		if (!(p->t[at].value == 15 && word(p, at + 1) == W_DAYS) &&
		    !(p->t[at].value == 2 && word(p, at + 1) == W_WEEK))
			return start;
		next = at + 2;
	} else {
		if (word(p, at) != W_A)
			return start;
		next = word(p, at + 1) == W_WEEK ? at + 2 : read_weekdays(p, at + 1, &days);
		if (next == at + 1 || word(p, next) != W_ON || word(p, next + 1) != W_NUMBER ||
		    p->t[next + 1].value != 2)
			return start;
		next += 2;
	}
	c = current(p);
	if (c && c->nspans && has_days(&days))
		c = new_clause(p);
	if (!c)
		return start;
	c->biweekly = true;
	c->days.set |= days.set;
	c->days.half |= days.half;
	return next;
}

/* « sur rendez-vous uniquement », « avec ou sans rdv ». */
static int read_appointment(struct phrase *p, int at)
{
	int start = at, w;
	bool only, before = word(p, at) == W_ONLY, with = false, without = false, on = false;
	char text[60] = "";
	bool all = start > 0 && (p->t[start - 1].type == W_COMMA || p->t[start - 1].type == W_STOP);

	at = skip(p, at, W_ONLY);
	for (w = word(p, at); w == W_ON || w == W_WITH || w == W_WITHOUT || w == W_OR; w = word(p, at)) {
		on |= w == W_ON;
		with |= w == W_WITH;
		without |= w == W_WITHOUT;
		at++;
	}
	if (word(p, at) != W_APPOINTMENT)
		return start;
	strcat(text, without && (with || on) ? "avec ou sans " : without ? "sans " : with ? "avec " :
	       "sur ");
	strcat(text, p->t[at++].value ? "inscription" : "rendez-vous");
	only = before || word(p, at) == W_ONLY;
	if (word(p, at) == W_MANDATORY)
		strcat(text, " obligatoire");
	else if (only)
		strcat(text, " uniquement");
	if (word(p, at) == W_ONLY || word(p, at) == W_MANDATORY)
		at++;
	if (!current(p))
		return start;
	for (int i = all ? 0 : p->nclauses - 1; i < p->nclauses; i++) {
		struct clause *c = &p->clauses[i];

		if (*c->comment && i < p->nclauses - 1)
			continue;
		memcpy(c->comment, text, sizeof text);
		c->open = without;
	}
	return at;
}

static int read_alone_half(struct phrase *p, int at)
{
	struct pdays d = { 0 };
	int next = read_half(p, at, &d);

	if (next == at || !current(p))
		return at;
	phrase_clause(p)->days.half |= d.half;
	return next;
}

/* Marks of the sentence: true when the token at `at` is one. */
static bool read_mark(struct phrase *p, int at)
{
	switch (word(p, at)) {
	case W_OPEN_PAREN:
		p->paren = true;
		return true;
	case W_CLOSE_PAREN:
		p->paren = false;
		return true;
	case W_STOP: case W_OR:
		p->chunk += p->chunk < 250;
		return true;
	case W_COMMA: case W_COLON: case W_AND: case W_DASH: case W_SLASH: case W_FILLER:
		return true;
	default:
		return false;
	}
}

void phrase_read(struct phrase *p)
{
	static int (*const readers[])(struct phrase *, int) = {
		phrase_closings, read_appointment, read_biweekly, read_limits, read_parity,
		read_school_condition, read_times, read_dates, read_months, read_days,
		read_alone_half,
	};
	int at = 0, next;

	while (at < p->n) {
		next = at;
		for (size_t i = 0; next == at && i < sizeof readers / sizeof *readers; i++)
			next = readers[i](p, at);
		if (next == at && read_mark(p, at))
			next = at + 1;
		for (int i = at; i < next; i++)
			p->t[i].used = true;
		at = next > at ? next : at + 1;
	}
}
