#include "aiguillage/agenda.h"

#include <math.h>
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
	uint32_t commune = index_commune(x->x)[offer];
	struct commune c;

	if (scope == AGENDA_RESULTS)
		return true;
	if (scope == AGENDA_COMMUNE)
		return met_there(x, (uint32_t)offer);
	if (commune == COMMUNE_NONE)
		return false;
	gazetteer_get(x->s->gazetteer, commune, &c);
	return c.sector == SECTOR_CORE;
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
	struct hours_span *all = xcalloc(max, sizeof *all);
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

/* Offers already listed, by hours and point, and by place when two places share these. */
struct listed {
	struct intern keys;
	uint32_t *offers;	/* the first of each key */
	size_t cap;
};

static bool place_of(struct search *x, uint32_t offer, int64_t *place, struct err *err)
{
	struct offer o;
	bool ok;

	offer_init(&o);
	ok = directory_offer(x->s->directory, index_offer_id(x->x, offer), &o, err);
	*place = o.place_id;
	offer_clear(&o);
	return ok || err_set(err, ERR_BASE, "l’annuaire a changé pendant la recherche : "
					    "relancez la recherche");
}

/* The offer under which those of that key are listed: itself when the key is new. */
static uint32_t list_under(struct listed *l, uint32_t offer, const struct str *key)
{
	size_t before = l->keys.n;
	uint32_t id = intern_add(&l->keys, key->s, key->len);

	if (l->keys.n > before) {
		l->offers = mem_grow(l->offers, id, &l->cap, sizeof *l->offers);
		l->offers[id] = offer;
	}
	return l->offers[id];
}

/* Offers of one place at the same hours are one line of the agenda, that of *first. */
static bool find_first(struct listed *l, struct search *x, uint32_t offer, uint32_t *first,
		       struct err *err)
{
	float lat = index_lat(x->x)[offer], lon = index_lon(x->x)[offer];
	int64_t place, other;
	struct str key;
	bool ok = true;

	str_init(&key);
	str_addf(&key, "%u %u %a %a", index_hours(x->x)[offer], index_commune(x->x)[offer],
		 (double)lat, (double)lon);
	*first = list_under(l, offer, &key);
	if (*first != offer) {
		ok = place_of(x, offer, &place, err) && place_of(x, *first, &other, err);
		str_addf(&key, " %lld", (long long)(ok ? place : 0));
		if (ok && place != other)
			*first = list_under(l, offer, &key);
	}
	str_done(&key);
	return ok;
}

/* ---- reading ---- */

static void add_openings(struct agenda *a, struct search *x, uint32_t offer, int first_day,
			 int days)
{
	const struct hours *h = search_hours(x, offer);
	struct hours_span *spans = xcalloc(MAX_SPANS, sizeof *spans);
	bool rare = hours_is_rare(h, &x->s->school, first_day);
	size_t n = agenda_openings(h, &x->s->school, first_day, days, spans, MAX_SPANS);

	for (size_t i = 0; i < n; i++) {
		a->entries = mem_grow(a->entries, a->n, &a->cap, sizeof *a->entries);
		a->entries[a->n++] = (struct agenda_entry){
			.day = date_day_of(spans[i].from),
			.span = spans[i],
			.offer = offer,
			.rare = rare,
		};
	}
	free(spans);
}

static int by_time(const void *p, const void *q)
{
	const struct agenda_entry *a = p, *b = q;

	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	if (a->rare != b->rare)
		return a->rare ? -1 : 1;
	if (a->span.from != b->span.from)
		return a->span.from < b->span.from ? -1 : 1;
	return (a->offer > b->offer) - (a->offer < b->offer);
}

static bool read_offers(struct agenda *a, struct search *x, enum agenda_scope scope,
			uint32_t *others, struct err *err)
{
	struct listed listed = { 0 };
	bool ok = true;
	size_t i;

	intern_init(&listed.keys);
	for (i = bits_next(x->bits, x->n, 0); ok && i < x->n; i = bits_next(x->bits, x->n, i + 1)) {
		uint32_t first;

		if (!in_scope(x, scope, i))
			continue;
		if (!search_hours(x, (uint32_t)i)) {
			a->without++;
			continue;
		}
		a->with++;
		ok = find_first(&listed, x, (uint32_t)i, &first, err);
		if (ok)
			others[first]++;
	}
	intern_done(&listed.keys);
	free(listed.offers);
	return ok;
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

bool agenda_read(struct search *x, enum agenda_scope scope, int first_day, int days,
		 struct agenda *a, struct err *err)
{
	uint32_t *offers = xcalloc(x->n, sizeof *offers);	/* listed under each, and itself */
	bool ok;

	*a = (struct agenda){ .scope = scope, .first = first_day, .days = days };
	ok = read_offers(a, x, scope, offers, err);
	for (size_t i = 0; ok && i < x->n; i++) {
		if (offers[i])
			add_openings(a, x, (uint32_t)i, first_day, days);
	}
	for (size_t i = 0; i < a->n; i++)
		a->entries[i].others = offers[a->entries[i].offer] - 1;
	free(offers);
	if (a->n)
		qsort(a->entries, a->n, sizeof *a->entries, by_time);
	mark_again(a, x->n);
	return ok;
}

void agenda_done(struct agenda *a)
{
	free(a->entries);
	*a = (struct agenda){ 0 };
}
