#include "aiguillage/agenda.h"

#include <stdlib.h>

#include "aiguillage/date.h"
#include "aiguillage/intern.h"
#include "aiguillage/mem.h"
#include "search_impl.h"

enum { RARE_DAYS = 8, RARE_OUT_OF = 31, MAX_SPANS = 1024 };

static bool in_scope(const struct search *x, enum agenda_scope scope, size_t offer)
{
	uint32_t commune = index_commune(x->x)[offer];
	struct commune c;

	if (scope == AGENDA_RESULTS)
		return true;
	if (commune == COMMUNE_NONE)
		return false;
	gazetteer_get(x->s->gazetteer, commune, &c);
	return c.sector == SECTOR_CORE;
}

static bool is_rare(const struct search *x, const struct hours *h, int first_day)
{
	int open = 0;

	for (int day = first_day; day < first_day + RARE_OUT_OF; day++)
		open += hours_open_on(h, &x->s->school, day);
	return open <= RARE_DAYS;
}

/* Same hours at the same point: offers that share their place's hours. */
static bool is_new(struct intern *seen, const struct search *x, size_t offer)
{
	size_t before = seen->n;
	struct str key;

	str_init(&key);
	str_addf(&key, "%u %u %a %a", index_hours(x->x)[offer], index_commune(x->x)[offer],
		 index_lat(x->x)[offer], index_lon(x->x)[offer]);
	intern_add(seen, key.s, key.len);
	str_done(&key);
	return seen->n > before;
}

static void add_openings(struct agenda *a, struct search *x, uint32_t offer, int first_day,
			 int days)
{
	const struct hours *h = search_hours(x, offer);
	struct hours_span *spans = xcalloc(MAX_SPANS, sizeof *spans);
	bool rare = is_rare(x, h, first_day);
	size_t n = hours_openings(h, &x->s->school, date_moment(first_day, 0), days, spans,
				  MAX_SPANS);

	for (size_t i = 0; i < n; i++) {
		int day = date_day_of(spans[i].from);

		a->entries = mem_grow(a->entries, a->n, &a->cap, sizeof *a->entries);
		a->entries[a->n++] = (struct agenda_entry){
			.day = day < first_day ? first_day : day,
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

void agenda_read(struct search *x, enum agenda_scope scope, int first_day, int days,
		 struct agenda *a)
{
	struct intern seen;

	*a = (struct agenda){ 0 };
	intern_init(&seen);
	for (size_t i = bits_next(x->bits, x->n, 0); i < x->n; i = bits_next(x->bits, x->n, i + 1)) {
		if (!in_scope(x, scope, i))
			continue;
		if (!search_hours(x, (uint32_t)i))
			a->without++;
		else if (is_new(&seen, x, i))
			add_openings(a, x, (uint32_t)i, first_day, days);
	}
	intern_done(&seen);
	if (a->n)
		qsort(a->entries, a->n, sizeof *a->entries, by_time);
}

void agenda_done(struct agenda *a)
{
	free(a->entries);
	*a = (struct agenda){ 0 };
}
