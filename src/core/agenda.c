#include "aiguillage/agenda.h"

#include <stdio.h>
#include <stdlib.h>

#include "aiguillage/date.h"
#include "aiguillage/intern.h"
#include "aiguillage/mem.h"
#include "agenda_impl.h"
#include "search_impl.h"

enum { MAX_SPANS = 4096 };

/* On the spot, a permanence or a stop: not a visit to somebody's home from elsewhere. */
static bool met_there(const struct search *x, uint32_t offer)
{
	enum search_tier tier = search_tier_of(x, offer);
	bool there = index_commune(x->x)[offer] == x->geo.commune;

	return tier == TIER_HERE || (tier == TIER_COMES && (there || !bits_has(x->geo.home, offer)));
}

static bool in_scope(const struct search *x, enum agenda_scope scope, size_t offer)
{
	/* who helps from afar receives nobody: a national list has thousands of them */
	if (scope == AGENDA_RESULTS)
		return search_tier_of(x, (uint32_t)offer) != TIER_REMOTE;
	if (scope == AGENDA_COMMUNE)
		return met_there(x, (uint32_t)offer);
	return gazetteer_sector_of(x->s->gazetteer, index_commune(x->x)[offer]) == SECTOR_CORE;
}

/* ---- openings ---- */

/* The part of a long opening that each day has. */
static size_t cut_by_day(const struct hours_span *s, int first, int days, struct hours_span *out,
			 size_t max)
{
	int day = date_day_of(s->from);
	size_t n = 0;

	for (day = day < first ? first : day; day < first + days && n < max; day++) {
		struct hours_span piece = *s;

		if (s->to <= date_moment(day, 0))
			break;
		if (piece.from < date_moment(day, 0))
			piece.from = date_moment(day, 0);
		if (piece.to > date_moment(day + 1, 0))
			piece.to = date_moment(day + 1, 0);
		out[n++] = piece;
	}
	return n;
}

size_t agenda_openings(const struct hours *h, const struct school_holidays *sh, int first,
		       int days, struct hours_span *spans, size_t max)
{
	struct hours_span *all = xreallocarray(NULL, max, sizeof *all);
	/* from the day before: a night that it began is not an opening of the first day */
	size_t found = hours_openings(h, sh, date_moment(first - 1, 0), days + 1, all, max), n = 0;

	for (size_t i = 0; i < found && n < max; i++) {
		bool is_long = all[i].to == INT64_MAX || all[i].to - all[i].from > DATE_DAY;

		if (is_long)
			n += cut_by_day(&all[i], first, days, spans + n, max - n);
		else if (all[i].from >= date_moment(first, 0))
			spans[n++] = all[i];
	}
	free(all);
	return n;
}

/* ---- who is listed ---- */

/* Offers already listed, by hours and place. */
struct listed {
	struct intern keys;
	uint32_t *offers;	/* the first of each key */
	size_t cap;
};

/* Offers of one place at the same hours are one line of the agenda, that of the first of them. */
static uint32_t list_under(struct listed *l, const struct index *x, uint32_t offer)
{
	size_t before = l->keys.n;
	char key[32];
	int len = snprintf(key, sizeof key, "%u %u", index_hours(x)[offer],
			   index_group(x)[index_place(x)[offer]]);
	uint32_t id = intern_add(&l->keys, key, (size_t)len);

	if (l->keys.n > before) {
		l->offers = mem_grow(l->offers, id, &l->cap, sizeof *l->offers);
		l->offers[id] = offer;
	}
	return l->offers[id];
}

/* ---- reading ---- */

static void add_openings(struct agenda *a, struct search *x, uint32_t offer, uint32_t others,
			 struct hours_span *spans)
{
	const struct hours *h = search_hours(x, offer);
	size_t n = agenda_openings(h, &x->s->school, a->first, a->days, spans, MAX_SPANS);
	bool rare = n && hours_is_rare(h, &x->s->school, a->first);

	for (size_t i = 0; i < n; i++) {
		a->entries = mem_grow(a->entries, a->n, &a->cap, sizeof *a->entries);
		a->entries[a->n++] = (struct agenda_entry){
			.day = date_day_of(spans[i].from),
			.span = spans[i],
			.offer = offer,
			.others = others,
			.rare = rare,
		};
	}
}

/* Where an entry goes: by day, permanences first, then by the minute at which it begins. */
static size_t rank(const struct agenda *a, const struct agenda_entry *e)
{
	size_t half = (size_t)(e->day - a->first) * 2 + !e->rare;

	return half * DATE_DAY + (size_t)date_minute_of(e->span.from);
}

/* Entries come by offer, and stay so among equals; counted, as a large directory has a million. */
static void sort(struct agenda *a)
{
	size_t ranks = (size_t)a->days * 2 * DATE_DAY, before = 0;
	size_t *at = xcalloc(ranks, sizeof *at);
	struct agenda_entry *sorted = xreallocarray(NULL, a->n, sizeof *sorted);

	for (size_t i = 0; i < a->n; i++)
		at[rank(a, &a->entries[i])]++;
	for (size_t r = 0; r < ranks; r++) {
		size_t here = at[r];

		at[r] = before;
		before += here;
	}
	for (size_t i = 0; i < a->n; i++)
		sorted[at[rank(a, &a->entries[i])]++] = a->entries[i];
	free(at);
	free(a->entries);
	a->entries = sorted;
	a->cap = a->n;
}

static void read_offers(struct agenda *a, struct search *x, uint32_t *others)
{
	struct listed listed = { 0 };

	intern_init(&listed.keys);
	for (size_t i = bits_next(x->bits, x->n, 0); i < x->n; i = bits_next(x->bits, x->n, i + 1)) {
		if (!in_scope(x, a->scope, i))
			continue;
		if (!search_hours(x, (uint32_t)i)) {
			a->without++;
			continue;
		}
		a->with++;
		others[list_under(&listed, x->x, (uint32_t)i)]++;
	}
	intern_done(&listed.keys);
	free(listed.offers);
}

static void mark_again(struct agenda *a, size_t offers)
{
	int *last = xcalloc(offers, sizeof *last);

	for (size_t i = 0; i < a->n; i++) {
		struct agenda_entry *e = &a->entries[i];
		int nth = e->day - a->first + 1;

		e->again = last[e->offer] == nth;
		last[e->offer] = nth;
	}
	free(last);
}

void agenda_read(struct search *x, enum agenda_scope scope, int first_day, int days,
		 struct agenda *a)
{
	uint32_t *offers = xcalloc(x->n, sizeof *offers);	/* listed under each, and itself */
	struct hours_span *spans = xreallocarray(NULL, MAX_SPANS, sizeof *spans);

	*a = (struct agenda){ .scope = scope, .first = first_day, .days = days };
	read_offers(a, x, offers);
	for (size_t i = 0; i < x->n; i++) {
		if (offers[i])
			add_openings(a, x, (uint32_t)i, offers[i] - 1, spans);
	}
	free(spans);
	free(offers);
	if (a->n)
		sort(a);
	mark_again(a, x->n);
}

void agenda_done(struct agenda *a)
{
	free(a->entries);
	*a = (struct agenda){ 0 };
}
