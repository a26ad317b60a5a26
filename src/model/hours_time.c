/* Times of the day: 09:00-12:00,14:00-17:00, 17:00+, (sunset-01:00)-22:00. */
#include "hours_impl.h"

/* opening_hours.js without coordinates: dawn, sunrise, sunset, dusk. */
static const int16_t sun_minutes[] = { 330, 360, 1080, 1110 };

struct clock {
	int minutes;
	int next;		/* token after it */
	bool sun;
};

static bool is_clock(const struct parser *p, int at)
{
	return is(p, at, T_NUMBER) && is(p, at + 1, T_COLON) && is(p, at + 2, T_NUMBER);
}

static bool clock_minutes(const struct parser *p, int at, int *minutes)
{
	if (p->t[at + 2].value > 59 || p->t[at].value > 99)
		return false;
	*minutes = p->t[at].value * 60 + p->t[at + 2].value;
	return true;
}

/* 09:00, sunset or (sunset-01:30). */
static bool read_clock(struct parser *p, int at, struct clock *c)
{
	int add;

	c->sun = false;
	if (is_clock(p, at)) {
		c->next = at + 3;
		return clock_minutes(p, at, &c->minutes);
	}
	c->sun = true;
	if (is(p, at, T_SUN)) {
		c->minutes = sun_minutes[p->t[at].value];
		c->next = at + 1;
		return true;
	}
	if (!is_char(p, at, '(') || !is(p, at + 1, T_SUN) ||
	    !(is_char(p, at + 2, '+') || is_char(p, at + 2, '-')) || !is_clock(p, at + 3) ||
	    !is_char(p, at + 6, ')') || !clock_minutes(p, at + 3, &add))
		return false;
	c->minutes = sun_minutes[p->t[at + 1].value] + (is_char(p, at + 2, '+') ? add : -add);
	c->next = at + 7;
	return true;
}

static bool push_span(struct parser *p, int from, int to, bool open_end)
{
	struct span *s = &p->spans[p->nspans];

	if (p->nspans == MAX_SPANS) {
		p->full = true;
		return false;
	}
	*s = (struct span){
		.from = (int16_t)from, .to = (int16_t)to, .open_end = open_end,
		.always = from == 0 && to == DATE_DAY,
		.doubtful = to > DATE_DAY && to - from > DATE_DAY / 2 && !open_end,
	};
	if (s->doubtful)
		p->remarks |= HOURS_DOUBTFUL;
	if (to > DATE_DAY)
		p->rule->wraps = true;
	p->nspans++;
	p->rule->spans.n++;
	return true;
}

/* End that is guessed for 17:00+: later the later it begins. */
static int guessed_end(int from)
{
	return from >= 22 * 60 ? from + 8 * 60 : from >= 17 * 60 ? from + 10 * 60 : DATE_DAY;
}

enum extended { NOT_EXTENDED, EXTENDED, EXTENDED_NEXT_DAY };

static int parse_list(struct parser *p, int at, enum extended extended, bool *additional);

/* One range beginning with a time or a sun event. */
static int parse_range(struct parser *p, int at, enum extended extended)
{
	struct clock from, to = { 0 };
	bool open_end, ignored;
	int next;

	if (!read_clock(p, at, &from))
		return wrong(p, at);
	open_end = is_char(p, from.next, '+');
	if (open_end) {
		if (extended == EXTENDED_NEXT_DAY)
			from.minutes += DATE_DAY;
		to.minutes = guessed_end(from.minutes);
		next = from.next + 1;
	} else {
		if (!is_char(p, from.next, '-') || !read_clock(p, from.next + 1, &to))
			return wrong(p, from.next);
		next = to.next;
	}
	if (is_char(p, next, '/') && is(p, next + 1, T_NUMBER))
		return wrong(p, next);	/* points in time are not opening hours */
	if (is_char(p, next, '+')) {
		/* 10:00-12:00+: the open end is a range of its own, said first. */
		if (parse_list(p, from.next + 1, to.minutes < from.minutes ? EXTENDED_NEXT_DAY :
			       EXTENDED, &ignored) == WRONG)
			return WRONG;
		next++;
	}
	if (!extended && from.minutes >= DATE_DAY)
		return wrong(p, at);
	if (to.minutes < from.minutes ||
	    (!from.sun && !to.sun && !open_end && from.minutes == to.minutes))
		to.minutes += DATE_DAY;
	if (to.minutes > 2 * DATE_DAY)
		return wrong(p, from.next);
	if (from.sun || to.sun)
		p->remarks |= HOURS_SUN;
	return push_span(p, from.minutes, to.minutes, open_end) ? next : wrong(p, at);
}

/* 9-12: hours alone. */
static int parse_hours(struct parser *p, int at)
{
	int from = p->t[at].value * 60, to = p->t[at + 2].value * 60;

	if (from >= DATE_DAY || p->t[at + 2].value > 48)
		return wrong(p, at);
	if (to < from)
		to += DATE_DAY;
	if (to > 2 * DATE_DAY)
		return wrong(p, at);
	return push_span(p, from, to, false) ? at + 3 : wrong(p, at);
}

static int parse_list(struct parser *p, int at, enum extended extended, bool *additional)
{
	*additional = false;
	for (; at < p->n; at++) {
		if (is_clock(p, at) || is(p, at, T_SUN) ||
		    (is_char(p, at, '(') && is(p, at + 1, T_SUN))) {
			at = parse_range(p, at, extended);
			if (at == WRONG)
				return WRONG;
		} else if (is(p, at, T_NUMBER) && is_char(p, at + 1, '-') &&
			   is(p, at + 2, T_NUMBER)) {
			at = parse_hours(p, at);
			if (at == WRONG)
				return WRONG;
		} else {
			if (is_char(p, at, '(') || is(p, at, T_NUMBER))
				return wrong(p, at);
			*additional = true;
			return at;
		}
		if (!is_char(p, at, ','))
			break;
	}
	return at;
}

int parse_times(struct parser *p, int at, bool *additional)
{
	return parse_list(p, at, NOT_EXTENDED, additional);
}
