/* The sentence, part after part: clauses and what applies to them. */
#include <limits.h>
#include <string.h>

#include "hours_phrase_impl.h"

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
	const struct clause *c = p->clauses + (p->nclauses ? p->nclauses - 1 : 0);
	int before = at > 0 ? p->t[at - 1].type : W_STOP;
	int after = word(p, next);

	if (!p->nclauses || !c->nspans || p->paren)
		return false;
	if (after == W_COLON || before == W_STOP || phrase_at_time(p, next))
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
	if (c && phrase_at_time(p, next))
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
	at = phrase_articles(p, at);
	if (word(p, at) == W_PERIOD) {
		at = phrase_articles(p, at + 1);
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
	int from, to, next = phrase_span(p, at, &from, &to);
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
	at = phrase_articles(p, at);
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

/* A permanence « le 4 décembre » is held once, not every year; a season comes back. */
static void name_year(const struct phrase *p, struct pdates *d)
{
	bool single = d->from.month == d->to.month && d->from.day == d->to.day;
	int day = single && !d->from.year ? coming(p, &d->from) : INT_MIN;

	if (day != INT_MIN)
		d->from.year = d->to.year = date_of_day(day).year;
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
	for (int i = 0; i < n; i++)
		name_year(p, &c->dates[c->ndates++]);
	return next;
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
	next = phrase_date(p, at, &d);
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
		next = word(p, at + 1) == W_WEEK ? at + 2 : phrase_weekdays(p, at + 1, &days);
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
	int next = phrase_half(p, at, &d);

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
	case W_DURING:
		return word(p, at + 1) == W_FILLER;	/* en continu */
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
