/* When: opening hours inside a search.  Distinct values are few, so each is read and asked once. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/hours_french.h"
#include "aiguillage/mem.h"
#include "search_impl.h"

enum { AHEAD_DAYS = 31, NOON = 12 * 60, EVENING = 18 * 60, SATURDAY = 5 };

void timing_init(struct timing *t, const struct index *x)
{
	size_t n = index_hours_count(x);

	*t = (struct timing){ .now = INT64_MIN };
	t->parsed = xcalloc(n, sizeof(struct hours *));
	t->tried = xcalloc(n, sizeof *t->tried);
	t->soon = xcalloc(n, sizeof *t->soon);
	t->soon_known = xcalloc(n, sizeof *t->soon_known);
}

void timing_done(struct timing *t, const struct index *x)
{
	for (size_t i = 0; i < index_hours_count(x); i++)
		hours_free(t->parsed[i]);
	free(t->parsed);
	free(t->tried);
	free(t->soon);
	free(t->soon_known);
}

void timing_set_now(struct timing *t, const struct index *x, int64_t now)
{
	bool same_hour = now / 60 == t->now / 60;

	t->now = now;
	if (same_hour)
		return;
	memset(t->soon_known, 0, index_hours_count(x) * sizeof *t->soon_known);
}

const struct hours *timing_hours(struct timing *t, const struct index *x, size_t number)
{
	struct str value;

	if (!t->tried[number] && index_hours_told(x, number)) {
		str_init(&value);
		index_hours_value(x, number, &value);
		t->parsed[number] = hours_parse(value.s, value.len, 0, NULL);
		str_done(&value);
	}
	t->tried[number] = true;
	return t->parsed[number];
}

const struct hours *search_hours(struct search *x, uint32_t offer)
{
	return timing_hours(&x->timing, x->x, index_hours(x->x)[offer]);
}

static uint16_t hours_ahead(struct search *x, const struct hours *h)
{
	struct hours_span span;
	int64_t hours;

	if (!h || !hours_next_opening(h, &x->s->school, x->timing.now, &span))
		return SOON_UNKNOWN;
	hours = (span.from - x->timing.now) / 60;
	return hours < SOON_UNKNOWN ? (uint16_t)hours : SOON_UNKNOWN - 1;
}

uint16_t timing_soon(struct search *x, uint32_t offer)
{
	size_t number = index_hours(x->x)[offer];
	struct timing *t = &x->timing;

	if (!t->soon_known[number]) {
		t->soon[number] = hours_ahead(x, timing_hours(t, x->x, number));
		t->soon_known[number] = true;
	}
	return t->soon[number];
}

/* ---- what is said of one offer ---- */

void search_hours_french(struct search *x, uint32_t offer, struct str *out)
{
	const struct hours *h = search_hours(x, offer);
	struct str value;

	if (h) {
		hours_french(out, h);
		return;
	}
	str_init(&value);
	index_hours_value(x->x, index_hours(x->x)[offer], &value);
	if (value.len)
		hours_french_invalid(out, value.s);
	str_done(&value);
}

bool search_next_opening(struct search *x, uint32_t offer, struct hours_span *span)
{
	const struct hours *h = search_hours(x, offer);

	if (!h || !hours_next_opening(h, &x->s->school, x->timing.now, span))
		return false;
	if (span->from == x->timing.now)
		hours_begin(h, &x->s->school, span);
	return true;
}

void search_next_dates(struct search *x, uint32_t offer, int n, struct str *out)
{
	const struct hours *h = search_hours(x, offer);

	if (h && hours_is_rare(h, &x->s->school, date_day_of(x->timing.now)))
		hours_french_next(out, h, &x->s->school, x->timing.now, n);
}

/* ---- the criterion ---- */

static bool is_open(const struct hours_at *at)
{
	return at->state == HOURS_OPEN || (at->state == HOURS_UNKNOWN && !at->doubtful);
}

static bool open_at(const struct search *x, const struct hours *h, int64_t moment)
{
	struct hours_at at;

	hours_at(h, &x->s->school, moment, &at);
	return is_open(&at);
}

/* Does the opening touch that part of one of its days?  One of a whole day or more has all parts. */
static bool touches(const struct hours_span *s, const struct when *w)
{
	int from = date_minute_of(s->from), day = date_day_of(s->from);
	int until_saturday = (SATURDAY - date_weekday(day) + 7) % 7;
	int64_t to = s->to - s->from + from;
	bool is_long = s->to - s->from >= DATE_DAY;

	switch (w->kind) {
	case WHEN_MORNING:
		return is_long || from < NOON;
	case WHEN_AFTERNOON:
		return is_long || (from < EVENING && to > NOON);
	case WHEN_EVENING:
		return is_long || to > EVENING;
	default:
		return !until_saturday ||
		       (is_long && s->to > date_moment(day + until_saturday, 0));
	}
}

static bool open_some(const struct search *x, const struct hours *h, const struct when *w)
{
	int64_t from = x->timing.now, end = from + AHEAD_DAYS * (int64_t)DATE_DAY;
	struct hours_span span;

	while (from < end && hours_next_opening(h, &x->s->school, from, &span) && span.from < end) {
		if (touches(&span, w))
			return true;
		from = span.to;
	}
	return false;
}

static bool open_between(const struct search *x, const struct hours *h, int64_t from, int64_t to)
{
	struct hours_span span;

	return hours_next_opening(h, &x->s->school, from, &span) && span.from < to;
}

static bool open_when(const struct search *x, const struct hours *h, const struct when *w)
{
	int64_t now = x->timing.now;
	int today = date_day_of(now);

	switch (w->kind) {
	case WHEN_ANY:
		return true;
	case WHEN_NOW:
		return open_at(x, h, now);
	case WHEN_TODAY:
		return open_between(x, h, now, date_moment(today + 1, 0));
	case WHEN_WEEK:
		return open_between(x, h, now, date_moment(today + 7 - date_weekday(today), 0));
	case WHEN_DAY:
		return hours_open_on(h, &x->s->school, w->day);
	case WHEN_MOMENT:
		return open_at(x, h, date_moment(w->day, w->minute));
	case WHEN_DAY_MORNING:
		return open_between(x, h, date_moment(w->day, 0), date_moment(w->day, NOON));
	case WHEN_DAY_AFTERNOON:
		return open_between(x, h, date_moment(w->day, NOON), date_moment(w->day, EVENING));
	case WHEN_DAY_EVENING:
		return open_between(x, h, date_moment(w->day, EVENING), date_moment(w->day + 1, 0));
	default:
		return open_some(x, h, w);
	}
}

/* Does the answer for that criterion hold from one moment to another? */
static bool still_holds(const struct when *w, int64_t then, int64_t now)
{
	switch (w->kind) {
	case WHEN_DAY:
	case WHEN_MOMENT:
	case WHEN_DAY_MORNING:
	case WHEN_DAY_AFTERNOON:
	case WHEN_DAY_EVENING:
		return true;
	case WHEN_NOW:
	case WHEN_TODAY:
	case WHEN_WEEK:
		return then == now;
	default:
		return date_day_of(then) == date_day_of(now);
	}
}

static bool same_when(const struct when *a, const struct when *b)
{
	return a->kind == b->kind && a->day == b->day && a->minute == b->minute;
}

void timing_when(struct search *x, uint64_t *bits)
{
	struct timing *t = &x->timing;

	if (same_when(&t->when, &x->c.when) && still_holds(&t->when, t->when_now, t->now))
		return;
	timing_bits(x, &x->c.when, bits);
	t->when = x->c.when;
	t->when_now = t->now;
}

const uint64_t *timing_silent(struct search *x)
{
	uint64_t **bits = &x->silent[GROUP_WHEN];

	if (*bits)
		return *bits;
	*bits = xcalloc(x->words, sizeof **bits);
	for (size_t i = 0; i < x->n; i++)
		bits_put(*bits, i, !timing_hours(&x->timing, x->x, index_hours(x->x)[i]));
	return *bits;
}

void timing_bits(struct search *x, const struct when *w, uint64_t *bits)
{
	size_t n = index_hours_count(x->x);
	bool *pass = xcalloc(n, sizeof *pass);

	for (size_t i = 0; i < n; i++) {
		const struct hours *h = timing_hours(&x->timing, x->x, i);

		pass[i] = !h || open_when(x, h, w);
	}
	for (size_t i = 0; i < x->n; i++)
		bits_put(bits, i, pass[index_hours(x->x)[i]]);
	free(pass);
}
