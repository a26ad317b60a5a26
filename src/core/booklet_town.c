/* One commune of the paper directory: what is there, who comes, where to go near. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/rail.h"
#include "booklet_impl.h"

enum { NEAR_TOLD = 3, COMING_TOLD = 6 };

/* ---- the three parts ---- */

void booklet_sort_hits(struct teller *t, uint32_t commune, struct booklet_part parts[TERRITORY_NONE])
{
	struct hit h[64];
	size_t n;

	t->c.commune = commune;
	search_run(t->x, &t->c);
	for (size_t from = 0; (n = search_hits(t->x, from, 64, h)) > 0; from += n) {
		for (size_t i = 0; i < n; i++) {
			enum territory_part part = territory_part_of(t->x, &h[i]);

			if (part == TERRITORY_NEAR && parts[part].n >= 10 * NEAR_TOLD)
				continue;
			if (part != TERRITORY_NONE)
				booklet_add_hit(&parts[part], &h[i]);
		}
	}
}

static bool say_here(struct teller *t, struct booklet_part *p)
{
	bool ok = !p->n || booklet_say(t, BOOKLET_PART, "Dans la commune");

	booklet_first_services(t, p);
	for (size_t i = 0; ok && i < p->n; i++)
		ok = booklet_told_before(t, p, i) || booklet_say_place(t, p, i, false);
	return ok && !t->err->kind;
}

/* They are told at the beginning of the chapter. */
static void drop_everywhere(const struct teller *t, struct booklet_part *p)
{
	size_t kept = 0;

	for (size_t i = 0; t->everywhere && i < p->n; i++) {
		if (!t->everywhere[p->hits[i].offer])
			p->hits[kept++] = p->hits[i];
	}
	if (t->everywhere)
		p->n = kept;
}

static bool say_reference(struct teller *t, struct str *b)
{
	struct str phone;
	bool ok;

	str_init(&phone);
	phone_french(&phone, place_get(&t->e.place, PLACE_PHONE));
	if (phone.len)
		str_addf(b, ", %s", phone.s);
	ok = booklet_say(t, BOOKLET_ENTRY, b->s);
	str_done(&phone);
	return ok;
}

/* « Ateliers, accompagnement : Centre social du Parc (Amplepuis), vient le jeudi, 04 74 63 25 94 » */
static bool say_comer(struct teller *t, const struct booklet_part *p, size_t i)
{
	const uint32_t *place = index_place(t->s->index);
	struct str b;
	bool ok = true;

	str_init(&b);
	for (size_t k = i; ok && k < p->n; k++) {
		if (place[p->hits[k].offer] != place[p->hits[i].offer])
			continue;
		ok = search_explain(t->x, &p->hits[k], &t->e, t->err);
		str_join(&b, ", ", offer_get(&t->e.offer, OFFER_NAME));
	}
	ok = ok && search_explain(t->x, &p->hits[i], &t->e, t->err);
	str_add(&b, " : ");
	booklet_say_title(&b, &t->e);
	if (t->e.where.len)
		str_addf(&b, ", %s", t->e.where.s);
	ok = ok && say_reference(t, &b);
	str_done(&b);
	return ok;
}

static bool say_coming(struct teller *t, struct booklet_part *p)
{
	bool ok = !p->n || booklet_say(t, BOOKLET_PART, "Vient dans la commune");
	int told = 0, more = 0;
	struct str b;

	booklet_first_services(t, p);
	for (size_t i = 0; ok && i < p->n; i++) {
		if (booklet_told_before(t, p, i))
			continue;
		if (told < COMING_TOLD)
			ok = say_comer(t, p, i);
		else
			more++;
		told++;
	}
	str_init(&b);
	if (more)
		str_addf(&b, "Et %d autre%s service%s : le demander à un lieu voisin.", more,
			 more > 1 ? "s" : "", more > 1 ? "s" : "");
	ok = ok && booklet_say(t, BOOKLET_TEXT, b.s);
	str_done(&b);
	return ok;
}

/* « France Services (Amplepuis), ≈ 6 km à vol d’oiseau, 04 74 63 25 94 » */
static bool say_neighbour(struct teller *t, const struct hit *h)
{
	struct str b;
	bool ok = search_explain(t->x, h, &t->e, t->err);

	str_init(&b);
	booklet_say_title(&b, &t->e);
	if (isfinite(h->km)) {
		str_add(&b, ", ");
		say_distance(&b, h->km);
	}
	ok = ok && say_reference(t, &b);
	str_done(&b);
	return ok;
}

/* The nearest France Services, or else conseiller numérique, goes first. */
static size_t first_near(struct teller *t, const struct booklet_part *p)
{
	size_t first = 0;
	int best = 0;

	for (size_t i = 0; i < p->n && best < 2; i++) {
		int r = booklet_rank(t, &p->hits[i]);

		if (r > best) {
			best = r;
			first = i;
		}
	}
	return first;
}

static bool say_near(struct teller *t, struct booklet_part *p)
{
	bool ok = !p->n || booklet_say(t, BOOKLET_PART, "Près d’ici");
	int told = 0;

	if (p->n) {
		size_t first = first_near(t, p);
		struct hit h = p->hits[first];

		memmove(p->hits + 1, p->hits, first * sizeof h);
		p->hits[0] = h;
	}
	for (size_t i = 0; ok && i < p->n && told < NEAR_TOLD; i++) {
		if (booklet_told_before(t, p, i))
			continue;
		ok = say_neighbour(t, &p->hits[i]);
		told++;
	}
	return ok;
}

static bool is_open_at(const struct rail_stop *stop, const char *insee)
{
	return stop->open && !strcmp(stop->insee, insee);
}

/* Its lines, as one line; nothing when a stop before this one is of the same station. */
static void say_lines(const struct rail *r, size_t at, struct str *out)
{
	const struct rail_stop *here = rail_stop_at(r, at);

	for (size_t i = 0; i < rail_count(r); i++) {
		const struct rail_stop *stop = rail_stop_at(r, i);

		if (!is_open_at(stop, here->insee) || strcmp(stop->station, here->station) != 0)
			continue;
		if (i < at)
			return;
		if (i == at)
			str_addf(out, "Gare : %s, ligne %s", here->station, here->axis_name);
		else
			str_addf(out, " ; ligne %s", stop->axis_name);
	}
}

static bool say_stations(struct teller *t, const char *insee)
{
	const struct rail *r = t->s->rail;
	struct str b;
	bool ok = true;

	str_init(&b);
	for (size_t i = 0; ok && i < rail_count(r); i++) {
		if (!is_open_at(rail_stop_at(r, i), insee))
			continue;
		str_clear(&b);
		say_lines(r, i, &b);
		ok = !b.len || booklet_say(t, BOOKLET_TEXT, b.s);
	}
	str_done(&b);
	return ok;
}

bool booklet_say_town(struct teller *t, uint32_t commune)
{
	struct booklet_part parts[TERRITORY_NONE] = { 0 };
	struct commune c;
	bool ok;

	gazetteer_get(t->s->gazetteer, commune, &c);
	booklet_sort_hits(t, commune, parts);
	drop_everywhere(t, &parts[TERRITORY_COVERS]);
	ok = booklet_say(t, BOOKLET_TOWN, c.name) && say_stations(t, c.insee);
	if (ok && !parts[TERRITORY_HERE].n)
		ok = booklet_say(t, BOOKLET_TEXT, t->everywhere ?
				 "Il n’y a pas de lieu dans la commune. Voir « Partout », au début du chapitre." :
				 "Il n’y a pas de lieu dans la commune.");
	ok = ok && say_here(t, &parts[TERRITORY_HERE]) &&
	     say_coming(t, &parts[TERRITORY_COVERS]);
	/* where to go near, for the communes with nothing */
	if (ok && !parts[TERRITORY_HERE].n)
		ok = say_near(t, &parts[TERRITORY_NEAR]);
	for (int i = 0; i < TERRITORY_NONE; i++)
		free(parts[i].hits);
	return ok;
}
