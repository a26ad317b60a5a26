/* Closings: « fermé le mercredi », « sauf vacances scolaires », « hors jours fériés ». */
#include "hours_phrase_impl.h"

static struct closing *add(struct phrase *p, enum closing_kind kind)
{
	struct closing *c;

	if (p->nclosings == PHRASE_MAX_CLOSINGS)
		return NULL;
	c = &p->closings[p->nclosings++];
	*c = (struct closing){ .kind = (uint8_t)kind, .clause = p->nclauses - 1 };
	return c;
}

/* « les vacances scolaires », « la période des vacances ». */
static int read_school(struct phrase *p, int at)
{
	int start = at;

	while (word(p, at) == W_PERIOD || word(p, at) == W_FROM || word(p, at) == W_THE)
		at++;
	if (word(p, at) != W_HOLIDAYS)
		return start;
	at = skip(p, at + 1, W_SCHOOL);
	return add(p, CLOSE_SH) ? at : start;
}

/* « jours fériés », « les fériés ». */
static int read_public(struct phrase *p, int at)
{
	int next = skip(p, skip(p, at, W_THE), W_DAYS);

	return word(p, next) == W_PUBLIC && add(p, CLOSE_PH) ? next + 1 : at;
}

/* « les trois premières semaines d'août », « la deuxième quinzaine de juillet ». */
static int read_part_of_month(struct phrase *p, int at)
{
	int start = at, n = 1, ordinal, length, month, last;
	struct closing *c;
	bool fortnight;

	at = skip(p, at, W_THE);
	if (word(p, at) == W_NUMBER)
		n = p->t[at++].value;
	if (word(p, at) != W_ORDINAL)
		return start;
	ordinal = p->t[at++].value;
	fortnight = word(p, at) == W_FORTNIGHT;
	if (!fortnight && word(p, at) != W_WEEK)
		return start;
	at = skip(p, at + 1, W_FROM);
	if (word(p, at) == W_OF_MONTH)
		at = skip(p, at + 1, W_FROM);
	if (word(p, at) != W_MONTH || n < 1 || n > 4 || (n > 1 && ordinal != 1))
		return start;
	month = p->t[at].value;
	last = date_month_length(2027, month);
	length = fortnight ? 15 : 7 * n;
	c = add(p, CLOSE_DATES);
	if (!c)
		return start;
	c->dates.from = c->dates.to = (struct date){ 0, month, 1 };
	if (ordinal < 0) {
		c->dates.from.day = fortnight ? 16 : last - length + 1;
		c->dates.to.day = last;
	} else {
		c->dates.from.day = (ordinal - 1) * length + 1;
		c->dates.to.day = fortnight && ordinal == 2 ? last : ordinal * length;
		if (n > 1)
			c->dates.to.day = length;
		if (c->dates.to.day > last)
			c->dates.to.day = last;
	}
	return at + 1;
}

static int read_dates(struct phrase *p, int at)
{
	struct pdates dates[8];
	int n = 0, next = phrase_dates(p, at, dates, &n, 8);

	for (int i = 0; i < n; i++) {
		struct closing *c = add(p, CLOSE_DATES);

		if (!c)
			return at;
		c->dates = dates[i];
	}
	return next;
}

static int read_months(struct phrase *p, int at)
{
	int from, to, next;
	unsigned set;

	next = phrase_months(p, at, &from, &to, &set);
	for (int m = from; next > at; m = m % 12 + 1) {
		int end = m;

		while (set >> (end % 12) & 1 && end % 12 + 1 != from)
			end = end % 12 + 1;
		if (set >> (m - 1) & 1) {
			struct closing *c = add(p, CLOSE_MONTHS);

			if (!c)
				return at;
			c->month_from = (uint8_t)m;
			c->month_to = (uint8_t)end;
			m = end;
		}
		if (m == to)
			break;
	}
	return next;
}

/* Weekdays: taken out of the clause (« sauf »), or closed by a rule. */
static int read_days(struct phrase *p, int at, bool except)
{
	struct pdays d = { 0 };
	int next = phrase_days(p, at, &d, true);
	struct closing *c;
	bool nth = false;

	if (next == at || d.holidays)
		return at;
	for (int i = 0; i < 7; i++)
		nth |= d.first[i] || d.last[i];
	if (except && !nth && !(d.half & ~HALF_WHOLE) && p->nclauses) {
		struct clause *clause = phrase_clause(p);

		clause->days.set &= (uint8_t)~d.set;
		clause->days.ranges = 0;
		return next;
	}
	c = add(p, CLOSE_DAYS);
	if (!c)
		return at;
	c->days = d;
	return next;
}

static int read_item(struct phrase *p, int at, bool except)
{
	int start, next;

	while (word(p, at) == W_DURING)
		at++;
	start = at;
	next = read_school(p, at);
	if (next == start)
		next = read_public(p, at);
	if (next == start)
		next = read_part_of_month(p, at);
	if (next == start)
		next = read_dates(p, at);
	if (next == start)
		next = read_months(p, at);
	if (next == start && at > 0)	/* « en août »: the preposition was skipped */
		next = p->t[at - 1].type == W_DURING ? at - 1 + (read_months(p, at - 1) - (at - 1)) : at;
	if (next <= start)
		next = read_days(p, at, except);
	return next;
}

/* « , mardi de 9h à 12h » after a closing begins something else. */
static bool begins_clause(const struct phrase *p, int at)
{
	struct pdays d = { 0 };
	int minutes, days = phrase_days(p, at, &d, false);
	int k = skip(p, skip(p, days, W_COLON), W_FROM);

	return days > at && phrase_time(p, k, &minutes) > k;
}

static int skip_joints(const struct phrase *p, int at)
{
	while (word(p, at) == W_COMMA || word(p, at) == W_AND || word(p, at) == W_OR)
		at++;
	return at;
}

int phrase_closings(struct phrase *p, int at)
{
	bool except = word(p, at) == W_EXCEPT;
	int next, joint, start = at, first = p->nclosings, minutes;

	if (!except && word(p, at) != W_CLOSED)
		return at;
	at++;
	while (word(p, at) == W_COLON || word(p, at) == W_FILLER)
		at++;
	next = read_item(p, at, except);
	if (next <= at)
		return start;
	for (;;) {
		at = next;
		joint = skip_joints(p, at);
		if (joint == at || (word(p, at) == W_COMMA && begins_clause(p, joint)))
			break;
		next = read_item(p, joint, except);
		if (next <= joint)
			break;
	}
	/* « fermé le mardi de 14h à 16h » is not something we can write: leave it unread. */
	joint = skip(p, skip(p, at, W_FROM), W_COLON);
	if (!except && phrase_time(p, joint, &minutes) > joint) {
		p->nclosings = first;
		return start;
	}
	return at;
}
