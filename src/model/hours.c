/* Evaluation: which rules hold on a day, the cuts they make in it, and walks over days. */
#include "aiguillage/hours.h"

#include <limits.h>

#include "hours_impl.h"

/* A rule that holds on the day, or its spans of the day before that run past midnight. */
struct held {
	const struct rule *r;
	bool wrapped;
};

struct holding {
	int n;
	uint64_t key;
	struct held list[2 * MAX_RULES];
};

enum cut_flag { CUT_DOUBTFUL = 1, CUT_OPEN_END = 2, CUT_ALL_DAY = 4 };

static void hold(struct holding *o, const struct hours *h, int i, bool wrapped)
{
	o->list[o->n++] = (struct held){ &h->rules[i], wrapped };
	o->key = (o->key ^ (uint64_t)(2 * i + wrapped + 1)) * 0x9E3779B97F4A7C15u;
	o->key ^= o->key >> 29;
}

/* A rule that opens takes the place of those before it, unless it adds to them. */
bool rule_replaces(const struct hours *h, int i)
{
	const struct rule *r = &h->rules[i];

	if (r->state == HOURS_CLOSED || r->additional || r->fallback)
		return false;
	return r->groups ||
	       (i > 0 && (r->state == HOURS_OPEN || r->opens) && !h->rules[i - 1].groups);
}

static void find_holding(struct holding *o, const struct hours *h,
			 const struct school_holidays *sh, int day)
{
	struct day today, yesterday;
	bool have_yesterday = false;

	o->n = 0;
	o->key = 0x243F6A8885A308D3u;
	day_init(&today, h, sh, day);
	for (int i = 0; i < h->nrules; i++) {
		const struct rule *r = &h->rules[i];

		if (!r->groups || rule_matches(h, r, &today)) {
			if (rule_replaces(h, i)) {
				o->n = 0;
				o->key = 0x243F6A8885A308D3u;
			}
			hold(o, h, i, false);
		}
		if (!r->wraps)
			continue;
		if (!have_yesterday)
			day_init(&yesterday, h, sh, day - 1);
		have_yesterday = true;
		if (rule_matches(h, r, &yesterday))
			hold(o, h, i, true);
	}
}

static bool span_holds(const struct span *s, const struct rule *r, bool wrapped, int minute)
{
	if (s->doubtful && r->state != HOURS_CLOSED)
		return !wrapped && minute >= s->from;
	if (wrapped)
		return s->to > DATE_DAY && minute < s->to - DATE_DAY;
	return s->always || (minute >= s->from && (s->to > DATE_DAY || minute < s->to));
}

/* `07:00+,12:00-16:00`: the next range, once over, ends the open one too. */
static bool ends_open_range(const struct hours *h, const struct held *e, int k, int minute)
{
	const struct span *s = &h->spans[e->r->spans.at + k];

	if (k + 1 >= e->r->spans.n)
		return false;
	if (e->wrapped)
		return s[1].from >= s->from && !span_holds(s + 1, e->r, false, DATE_DAY - 1);
	return minute > s->from && !span_holds(s + 1, e->r, false, minute);
}

static void apply(struct hours_cut *cut, const struct hours *h, const struct held *e, int minute)
{
	const struct rule *r = e->r;
	bool fallback = r->fallback && !e->wrapped;

	if (!r->spans.n && !(fallback && cut->state != HOURS_CLOSED)) {
		cut->state = r->state;
		cut->comment = r->comment;
		cut->flags = CUT_ALL_DAY;
	}
	for (int k = 0; k < r->spans.n; k++) {
		const struct span *s = &h->spans[r->spans.at + k];

		if (!span_holds(s, r, e->wrapped, minute) ||
		    (fallback && cut->state != HOURS_CLOSED))
			continue;
		cut->state = r->state;
		cut->comment = r->comment;
		cut->flags = 0;
		if (r->state == HOURS_CLOSED)
			continue;
		if (s->doubtful) {
			cut->state = HOURS_UNKNOWN;
			cut->comment = COMMENT_DOUBTFUL;
			cut->flags = CUT_DOUBTFUL;
		} else if (s->open_end && !s->always) {
			cut->state = ends_open_range(h, e, k, minute) ? HOURS_CLOSED : HOURS_UNKNOWN;
			if (!cut->comment)
				cut->comment = COMMENT_OPEN_END;
			cut->flags = CUT_OPEN_END;
		}
	}
}

static int add_minute(int16_t *minutes, int n, int minute)
{
	int i = n;

	if (minute <= 0 || minute >= DATE_DAY)
		return n;
	while (i > 0 && minutes[i - 1] > minute)
		i--;
	if (i > 0 && minutes[i - 1] == minute)
		return n;
	for (int j = n; j > i; j--)
		minutes[j] = minutes[j - 1];
	minutes[i] = (int16_t)minute;
	return n + 1;
}

/* Minutes of the day where something may change; sorted, without repetition, from 0. */
static int find_minutes(const struct holding *o, const struct hours *h, int16_t *minutes)
{
	int n = 1;

	minutes[0] = 0;
	for (int i = 0; i < o->n; i++) {
		const struct rule *r = o->list[i].r;

		for (int k = 0; k < r->spans.n; k++) {
			const struct span *s = &h->spans[r->spans.at + k];

			if (s->always)
				continue;
			if (o->list[i].wrapped) {
				n = add_minute(minutes, n, s->to - DATE_DAY);
			} else {
				n = add_minute(minutes, n, s->from);
				n = add_minute(minutes, n, s->to);
			}
		}
	}
	return n;
}

static bool same_cut(const struct hours_cut *a, const struct hours_cut *b)
{
	return a->state == b->state && a->comment == b->comment;
}

static void make_cuts(struct hours_walk *w, const struct holding *o)
{
	int16_t minutes[HOURS_MAX_CUTS];
	int n = find_minutes(o, w->h, minutes);

	w->ncuts = 0;
	for (int i = 0; i < n; i++) {
		struct hours_cut cut = { .minute = minutes[i] };

		for (int j = 0; j < o->n; j++)
			apply(&cut, w->h, &o->list[j], minutes[i]);
		if (!w->ncuts || !same_cut(&cut, &w->cuts[w->ncuts - 1]))
			w->cuts[w->ncuts++] = cut;
	}
}

static void load_day(struct hours_walk *w, int day)
{
	struct holding o;

	find_holding(&o, w->h, w->sh, day);
	if (w->day == INT_MIN || o.key != w->key)
		make_cuts(w, &o);
	w->key = o.key;
	w->day = day;
	w->cut = 0;
}

void hours_walk_init(struct hours_walk *w, const struct hours *h, const struct school_holidays *sh,
		     int64_t from, int64_t to)
{
	w->h = h;
	w->sh = sh;
	w->at = from;
	w->to = to;
	w->day = INT_MIN;
}

static const char *comment_text(const struct hours *h, uint16_t comment)
{
	switch (comment) {
	case 0:
		return NULL;
	case COMMENT_OPEN_END:
		return "heure de fin non précisée";
	case COMMENT_DOUBTFUL:
		return "horaires douteux";
	default:
		return h->comments[comment - 1];
	}
}

static void describe(struct hours_at *at, const struct hours_walk *w, const struct hours_cut *c)
{
	*at = (struct hours_at){
		.state = (enum hours_state)c->state,
		.comment = comment_text(w->h, c->comment),
		.doubtful = c->flags & CUT_DOUBTFUL,
		.open_end = c->flags & CUT_OPEN_END,
		.all_day = c->flags & CUT_ALL_DAY,
		.beyond = w->h->remarks & HOURS_SCHOOL &&
			  (!w->sh || w->day > w->sh->last || w->day < w->sh->first),
	};
}

/* Loads the cut that holds w->at. */
static const struct hours_cut *seek(struct hours_walk *w)
{
	int day = date_day_of(w->at), minute = date_minute_of(w->at);

	if (w->day != day)
		load_day(w, day);
	while (w->cut + 1 < w->ncuts && w->cuts[w->cut + 1].minute <= minute)
		w->cut++;
	return &w->cuts[w->cut];
}

bool hours_walk_next(struct hours_walk *w, struct hours_span *span)
{
	struct hours_cut first;

	if (w->at >= w->to)
		return false;
	first = *seek(w);
	span->from = w->at;
	describe(&span->at, w, &first);
	do {
		if (w->cut + 1 < w->ncuts)
			w->at = date_moment(w->day, w->cuts[++w->cut].minute);
		else
			w->at = date_moment(w->day + 1, 0);
	} while (w->at < w->to && same_cut(seek(w), &first));
	if (w->at > w->to)
		w->at = w->to;
	span->to = w->at;
	return true;
}

void hours_at(const struct hours *h, const struct school_holidays *sh, int64_t moment,
	      struct hours_at *at)
{
	struct hours_walk w;
	const struct hours_cut *cut;

	hours_walk_init(&w, h, sh, moment, moment + 1);
	cut = seek(&w);
	describe(at, &w, cut);
}

bool hours_next_change(const struct hours *h, const struct school_holidays *sh, int64_t from,
		       int64_t *when)
{
	int64_t limit = from + (int64_t)h->horizon * DATE_DAY;
	enum hours_state state;
	struct hours_walk w;
	struct hours_span s;

	hours_walk_init(&w, h, sh, from, limit);
	if (!hours_walk_next(&w, &s))
		return false;
	state = s.at.state;
	while (s.to < limit) {
		*when = s.to;
		if (!hours_walk_next(&w, &s))
			return false;
		if (s.at.state != state)
			return true;
	}
	return false;
}

static bool is_opening(const struct hours_at *at)
{
	return at->state == HOURS_OPEN || (at->state == HOURS_UNKNOWN && !at->doubtful);
}

size_t hours_openings(const struct hours *h, const struct school_holidays *sh, int64_t from,
		      int days, struct hours_span *spans, size_t max)
{
	int64_t last = from + (int64_t)days * DATE_DAY;
	int64_t limit = last + (int64_t)h->horizon * DATE_DAY;
	struct hours_walk w;
	size_t n = 0;

	hours_walk_init(&w, h, sh, from, limit);
	while (n < max && w.at < last && hours_walk_next(&w, &spans[n])) {
		if (!is_opening(&spans[n].at))
			continue;
		if (spans[n].to == limit)
			spans[n].to = INT64_MAX;
		n++;
	}
	return n;
}

void hours_begin(const struct hours *h, const struct school_holidays *sh, struct hours_span *span)
{
	enum { BEFORE = 2, MOST = 128 };
	int64_t past = span->from - BEFORE * DATE_DAY;
	struct hours_span spans[MOST];
	size_t n = hours_openings(h, sh, past, BEFORE, spans, MOST);

	for (size_t i = 0; i < n; i++)
		if (spans[i].from > past && spans[i].to == span->to)
			span->from = spans[i].from;
}

bool hours_next_opening(const struct hours *h, const struct school_holidays *sh, int64_t from,
			struct hours_span *span)
{
	return hours_openings(h, sh, from, h->horizon, span, 1) == 1;
}

bool hours_open_on(const struct hours *h, const struct school_holidays *sh, int day)
{
	struct hours_walk w;

	hours_walk_init(&w, h, sh, date_moment(day, 0), date_moment(day + 1, 0));
	load_day(&w, day);
	for (int i = 0; i < w.ncuts; i++) {
		struct hours_at at;

		describe(&at, &w, &w.cuts[i]);
		if (is_opening(&at))
			return true;
	}
	return false;
}

/* After six in the morning: what a night leaves to the next day is not one more day. */
static bool open_by_day(const struct hours *h, const struct school_holidays *sh, int day)
{
	struct hours_walk w;
	struct hours_span s;

	hours_walk_init(&w, h, sh, date_moment(day, 6 * 60), date_moment(day + 1, 0));
	while (hours_walk_next(&w, &s)) {
		if (is_opening(&s.at))
			return true;
	}
	return false;
}

bool hours_is_rare(const struct hours *h, const struct school_holidays *sh, int day)
{
	enum { WEEKS = 4 };
	struct hours_span next;
	int open = 0;

	/* closed for the summer does not make a permanence: what counts is how it opens then */
	if (hours_next_opening(h, sh, date_moment(day, 6 * 60), &next))
		day = date_day_of(next.from);
	for (int i = 0; i < WEEKS * 7 && open <= WEEKS; i++)
		open += open_by_day(h, sh, day + i);
	return open <= WEEKS;
}
