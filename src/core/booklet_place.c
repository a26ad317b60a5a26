/* One place of the paper directory, and the order of a list of them. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "booklet_impl.h"

/* ---- one place ---- */

void booklet_say_title(struct str *out, const struct explanation *e)
{
	const char *commune = place_get(&e->place, PLACE_COMMUNE);

	str_add(out, place_get(&e->place, PLACE_NAME));
	if (*commune)
		str_addf(out, " (%s)", commune);
}

static bool say_reach(struct teller *t, bool address)
{
	const struct place *p = &t->e.place;
	struct str b;
	bool ok;

	str_init(&b);
	if (address)
		str_add(&b, place_get(p, PLACE_ADDRESS));
	if (address && *place_get(p, PLACE_POSTCODE))
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

/* Offers of which the same is said: « Ateliers, accompagnement : le mardi, de 9h à 12h. Gratuit » */
struct alike {
	struct str names, when, beware;
};

static void say_when(struct str *out, struct teller *t, const struct hit *h)
{
	const struct offer *o = &t->e.offer;
	struct str more;

	str_init(&more);
	search_hours_french(t->x, h->offer, &more);
	if (*offer_get(o, OFFER_HOURS_TEXT))
		str_join(&more, " ; ", offer_get(o, OFFER_HOURS_TEXT));
	str_add(out, more.len ? more.s : "horaires à demander");
	str_clear(&more);
	say_costs(&more, t);
	if (more.len)
		str_addf(out, ". %s", more.s);
	str_done(&more);
}

static bool say_alike(struct teller *t, struct alike *a)
{
	bool ok = true;

	if (a->names.len) {
		str_addf(&a->names, " : %s", a->when.s);
		ok = booklet_say(t, BOOKLET_LINE, a->names.s) &&
		     booklet_say(t, BOOKLET_WARNING, a->beware.s);
	}
	str_clear(&a->names);
	str_clear(&a->when);
	str_clear(&a->beware);
	return ok;
}

/* Said at once with those before it, or once they are said. */
static bool add_offer(struct teller *t, const struct hit *h, struct alike *a)
{
	struct str when, beware;
	bool ok = true;

	str_init(&when);
	str_init(&beware);
	say_when(&when, t, h);
	offer_beware(&beware, &t->e.place, &t->e.offer, t->s->vocab);
	if (strcmp(when.s, a->when.s) != 0 || strcmp(beware.s, a->beware.s) != 0)
		ok = say_alike(t, a);
	if (!a->names.len) {
		str_add(&a->when, when.s);
		str_add(&a->beware, beware.s);
	}
	str_join(&a->names, ", ", offer_get(&t->e.offer, OFFER_NAME));
	str_done(&when);
	str_done(&beware);
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

/* What comes everywhere in several chapters has one number. */
static size_t find_told(const struct teller *t, uint32_t place)
{
	for (size_t i = 0; i < t->n_told; i++) {
		if (t->told[i].place == place)
			return i;
	}
	return t->n_told;
}

/* Its number. */
static size_t keep_place(struct teller *t, uint32_t place, bool again)
{
	size_t at = again ? find_told(t, place) : t->n_told;
	struct told *told;
	struct str b;

	if (at < t->n_told)
		return at + 1;
	t->told = mem_grow(t->told, t->n_told, &t->cap_told, sizeof *t->told);
	told = &t->told[t->n_told++];
	str_init(&b);
	booklet_say_title(&b, &t->e);
	*told = (struct told){ .name = str_steal(&b), .place = place };
	str_done(&b);
	str_init(&told->needs);
	str_init(&told->audiences);
	return t->n_told;
}

static bool say_offers(struct teller *t, const struct booklet_part *p, size_t i, size_t number)
{
	const uint32_t *place = index_place(t->s->index);
	struct alike a;
	bool ok = true;

	str_init(&a.names);
	str_init(&a.when);
	str_init(&a.beware);
	for (size_t k = i; ok && k < p->n; k++) {
		if (place[p->hits[k].offer] != place[p->hits[i].offer])
			continue;
		ok = search_explain(t->x, &p->hits[k], &t->e, t->err) && add_offer(t, &p->hits[k], &a);
		keep_lists(&t->told[number - 1], &t->e.offer);
	}
	ok = ok && say_alike(t, &a);
	str_done(&a.names);
	str_done(&a.when);
	str_done(&a.beware);
	return ok;
}

bool booklet_say_place(struct teller *t, const struct booklet_part *p, size_t i, bool comes)
{
	uint32_t place = index_place(t->s->index)[p->hits[i].offer];

	if (!search_explain(t->x, &p->hits[i], &t->e, t->err))
		return false;
	t->number = keep_place(t, place, comes);
	return booklet_say(t, BOOKLET_PLACE, place_get(&t->e.place, PLACE_NAME)) &&
	       say_reach(t, !comes) && say_offers(t, p, i, t->number);
}

bool booklet_told_before(const struct teller *t, const struct booklet_part *p, size_t i)
{
	const uint32_t *place = index_place(t->s->index);

	for (size_t k = 0; k < i; k++) {
		if (place[p->hits[k].offer] == place[p->hits[i].offer])
			return true;
	}
	return false;
}

/* ---- a list ---- */

void booklet_add_hit(struct booklet_part *p, const struct hit *h)
{
	p->hits = mem_grow(p->hits, p->n, &p->cap, sizeof *p->hits);
	p->hits[p->n++] = *h;
}

int booklet_rank(struct teller *t, const struct hit *h)
{
	struct offer o;
	int r = 0;

	offer_init(&o);
	if (directory_offer(t->s->directory, index_offer_id(t->s->index, h->offer), &o, t->err))
		r = list_has(offer_get(&o, OFFER_PROGRAMMES), "france-services") ? 2 :
		    list_has(offer_get(&o, OFFER_PROGRAMMES), "conseillers-numeriques") ? 1 : 0;
	offer_clear(&o);
	return r;
}

void booklet_first_services(struct teller *t, struct booklet_part *p)
{
	struct booklet_part sorted = { 0 };

	for (int r = 2; r >= 0; r--) {
		for (size_t i = 0; i < p->n; i++) {
			if (booklet_rank(t, &p->hits[i]) == r)
				booklet_add_hit(&sorted, &p->hits[i]);
		}
	}
	free(p->hits);
	*p = sorted;
}
