/* One commune of the paper directory. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/article.h"
#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/hours_french.h"
#include "aiguillage/mem.h"
#include "aiguillage/rail.h"
#include "aiguillage/territory.h"
#include "booklet_impl.h"

enum { NEAR_TOLD = 3, COMING_TOLD = 4 };

/* The hits of a part; several offers of one place come together. */
struct part {
	struct hit *hits;
	size_t n, cap;
};

/* ---- one place ---- */

static void say_title(struct str *out, const struct explanation *e)
{
	const char *commune = place_get(&e->place, PLACE_COMMUNE);

	str_add(out, place_get(&e->place, PLACE_NAME));
	if (*commune)
		str_addf(out, " (%s)", commune);
}

static bool say_reach(struct teller *t)
{
	const struct place *p = &t->e.place;
	struct str b;
	bool ok;

	str_init(&b);
	str_add(&b, place_get(p, PLACE_ADDRESS));
	if (*place_get(p, PLACE_POSTCODE))
		str_join(&b, ", ", place_get(p, PLACE_POSTCODE));
	if (b.len)
		str_addf(&b, " %s", place_get(p, PLACE_COMMUNE));
	ok = booklet_say(t, BOOKLET_LINE, b.s);
	str_clear(&b);
	if (*place_get(p, PLACE_PHONE)) {
		str_add(&b, "Téléphone : ");
		phone_french(&b, place_get(p, PLACE_PHONE));
	}
	ok = ok && booklet_say(t, BOOKLET_LINE, b.s);
	str_done(&b);
	return ok;
}

static void say_costs(struct str *out, const struct teller *t)
{
	struct list_walk w = { .rest = offer_get(&t->e.offer, OFFER_COST) };
	struct str item;

	str_init(&item);
	while (list_next(&w, &item))
		str_join(out, ", ", vocab_label(t->s->vocab, VOCAB_COST, item.s));
	str_done(&item);
}

/* « Aide aux démarches : du lundi au vendredi, de 9h à 12h. Gratuit » */
static bool say_offer(struct teller *t, const struct hit *h)
{
	const struct offer *o = &t->e.offer;
	struct str b, more;
	bool ok;

	str_init(&b);
	str_init(&more);
	str_add(&b, offer_get(o, OFFER_NAME));
	search_hours_french(t->x, h->offer, &more);
	if (*offer_get(o, OFFER_HOURS_TEXT))
		str_join(&more, " ; ", offer_get(o, OFFER_HOURS_TEXT));
	str_addf(&b, " : %s", more.len ? more.s : "horaires à demander");
	str_clear(&more);
	say_costs(&more, t);
	if (more.len)
		str_addf(&b, ". %s", more.s);
	ok = booklet_say(t, BOOKLET_LINE, b.s);
	str_clear(&more);
	offer_beware(&more, &t->e.place, o, t->s->vocab);
	ok = ok && booklet_say(t, BOOKLET_WARNING, more.s);
	str_done(&b);
	str_done(&more);
	return ok;
}

static void keep_lists(struct told *told, const struct offer *o)
{
	static const enum offer_field needs[] = { OFFER_SERVICES, OFFER_THEMES };
	struct list_walk w = { .rest = offer_get(o, OFFER_AUDIENCES) };
	struct str item;

	str_init(&item);
	while (list_next(&w, &item))
		list_add(&told->audiences, item.s);
	for (size_t i = 0; i < ARRAY_SIZE(needs); i++) {
		w = (struct list_walk){ .rest = offer_get(o, needs[i]) };
		while (list_next(&w, &item))
			list_add(&told->needs, item.s);
	}
	str_done(&item);
}

static struct told *keep_place(struct teller *t, uint32_t commune)
{
	struct told *told;
	struct str b;

	t->told = mem_grow(t->told, t->n_told, &t->cap_told, sizeof *t->told);
	told = &t->told[t->n_told++];
	str_init(&b);
	say_title(&b, &t->e);
	*told = (struct told){ .name = str_steal(&b), .commune = commune };
	str_done(&b);
	str_init(&told->needs);
	str_init(&told->audiences);
	return told;
}

/* The place of hits[i], with all its offers of the list. */
static bool say_place(struct teller *t, const struct part *p, size_t i, uint32_t commune)
{
	const uint32_t *place = index_place(t->s->index);
	struct told *told;
	bool ok;

	if (!search_explain(t->x, &p->hits[i], &t->e, t->err))
		return false;
	told = keep_place(t, commune);
	ok = booklet_say(t, BOOKLET_PLACE, place_get(&t->e.place, PLACE_NAME)) && say_reach(t);
	for (size_t k = i; ok && k < p->n; k++) {
		if (place[p->hits[k].offer] != place[p->hits[i].offer])
			continue;
		ok = search_explain(t->x, &p->hits[k], &t->e, t->err) && say_offer(t, &p->hits[k]);
		keep_lists(told, &t->e.offer);
	}
	return ok;
}

static bool told_before(const struct teller *t, const struct part *p, size_t i)
{
	const uint32_t *place = index_place(t->s->index);

	for (size_t k = 0; k < i; k++) {
		if (place[p->hits[k].offer] == place[p->hits[i].offer])
			return true;
	}
	return false;
}

/* ---- the three parts ---- */

static void add_hit(struct part *p, const struct hit *h)
{
	p->hits = mem_grow(p->hits, p->n, &p->cap, sizeof *p->hits);
	p->hits[p->n++] = *h;
}

static void sort_hits(struct teller *t, struct part parts[TERRITORY_NONE])
{
	struct hit h[64];
	size_t n;

	for (size_t from = 0; (n = search_hits(t->x, from, 64, h)) > 0; from += n) {
		for (size_t i = 0; i < n; i++) {
			enum territory_part part = territory_part_of(t->x, &h[i]);

			if (part == TERRITORY_NEAR && parts[part].n >= 10 * NEAR_TOLD)
				continue;
			if (part != TERRITORY_NONE)
				add_hit(&parts[part], &h[i]);
		}
	}
}

/* 2: France Services; 1: a conseiller numérique; they come first. */
static int rank(struct teller *t, const struct hit *h, struct err *err)
{
	struct offer o;
	int r = 0;

	offer_init(&o);
	if (directory_offer(t->s->directory, index_offer_id(t->s->index, h->offer), &o, err))
		r = list_has(offer_get(&o, OFFER_PROGRAMMES), "France Services") ? 2 :
		    list_has(offer_get(&o, OFFER_PROGRAMMES), "Conseillers numériques") ? 1 : 0;
	offer_clear(&o);
	return r;
}

static void first_services(struct teller *t, struct part *p)
{
	struct part sorted = { 0 };

	for (int r = 2; r >= 0; r--) {
		for (size_t i = 0; i < p->n; i++) {
			if (rank(t, &p->hits[i], t->err) == r)
				add_hit(&sorted, &p->hits[i]);
		}
	}
	free(p->hits);
	*p = sorted;
}

static bool say_here(struct teller *t, struct part *p, uint32_t commune)
{
	bool ok = !p->n || booklet_say(t, BOOKLET_PART, "Dans la commune");

	first_services(t, p);
	for (size_t i = 0; ok && i < p->n; i++)
		ok = told_before(t, p, i) || say_place(t, p, i, commune);
	return ok && !t->err->kind;
}

/* « France Services (Amplepuis), ≈ 6 km à vol d’oiseau, 04 74 63 25 94 » */
static bool say_reference(struct teller *t, const struct hit *h, bool offer)
{
	struct str b, phone;
	bool ok;

	if (!search_explain(t->x, h, &t->e, t->err))
		return false;
	str_init(&b);
	str_init(&phone);
	if (offer)
		str_addf(&b, "%s : ", offer_get(&t->e.offer, OFFER_NAME));
	say_title(&b, &t->e);
	if (offer && t->e.where.len)
		str_addf(&b, ", %s", t->e.where.s);
	else if (isfinite(h->km)) {
		str_add(&b, ", ");
		say_distance(&b, h->km);
	}
	phone_french(&phone, place_get(&t->e.place, PLACE_PHONE));
	if (phone.len)
		str_addf(&b, ", %s", phone.s);
	ok = booklet_say(t, BOOKLET_ENTRY, b.s);
	str_done(&phone);
	str_done(&b);
	return ok;
}

static bool say_coming(struct teller *t, struct part *p)
{
	bool ok = !p->n || booklet_say(t, BOOKLET_PART, "Vient dans la commune");
	struct str more;

	first_services(t, p);
	for (size_t i = 0; ok && i < p->n && i < COMING_TOLD; i++)
		ok = say_reference(t, &p->hits[i], true);
	str_init(&more);
	if (p->n > COMING_TOLD)
		str_addf(&more, "Et %zu autre%s service%s : le demander à un lieu voisin.",
			 p->n - COMING_TOLD, p->n - COMING_TOLD > 1 ? "s" : "",
			 p->n - COMING_TOLD > 1 ? "s" : "");
	ok = ok && booklet_say(t, BOOKLET_TEXT, more.s);
	str_done(&more);
	return ok;
}

static bool say_near(struct teller *t, const struct part *p)
{
	bool ok = !p->n || booklet_say(t, BOOKLET_PART, "Près d’ici");
	int told = 0;

	for (size_t i = 0; ok && i < p->n && told < NEAR_TOLD; i++) {
		if (told_before(t, p, i))
			continue;
		ok = say_reference(t, &p->hits[i], false);
		told++;
	}
	return ok;
}

static bool say_station(struct teller *t, const char *insee)
{
	const struct rail_stop *stop = rail_station(t->s->rail, insee);
	struct str b;
	bool ok;

	if (!stop)
		return true;
	str_init(&b);
	str_addf(&b, "Gare : %s, ligne %s", stop->station, stop->axis_name);
	ok = booklet_say(t, BOOKLET_TEXT, b.s);
	str_done(&b);
	return ok;
}

bool booklet_say_town(struct teller *t, uint32_t commune)
{
	struct part parts[TERRITORY_NONE] = { 0 };
	struct commune c;
	bool ok;

	gazetteer_get(t->s->gazetteer, commune, &c);
	t->c.commune = commune;
	search_run(t->x, &t->c);
	sort_hits(t, parts);
	ok = booklet_say(t, BOOKLET_TOWN, c.name) && say_station(t, c.insee);
	if (ok && !parts[TERRITORY_HERE].n)
		ok = booklet_say(t, BOOKLET_TEXT, "Il n’y a pas de lieu dans la commune.");
	ok = ok && say_here(t, &parts[TERRITORY_HERE], commune) &&
	     say_coming(t, &parts[TERRITORY_COVERS]);
	/* where to go near, for the communes with nothing */
	if (ok && !parts[TERRITORY_HERE].n)
		ok = say_near(t, &parts[TERRITORY_NEAR]);
	for (int i = 0; i < TERRITORY_NONE; i++)
		free(parts[i].hits);
	return ok;
}
