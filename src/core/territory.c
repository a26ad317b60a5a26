#include "aiguillage/territory.h"

#include <math.h>
#include <stdlib.h>

#include "aiguillage/mem.h"
#include "search_impl.h"

#define STATUS_GAP "besoin-sans-offre"

enum territory_part territory_part_of(const struct search *x, const struct hit *h)
{
	bool there = index_commune(x->x)[h->offer] == x->geo.commune;

	switch (h->tier) {
	case TIER_COMES:
		return there ? TERRITORY_HERE : TERRITORY_COVERS;
	case TIER_HERE:
		return TERRITORY_HERE;
	case TIER_COVERS:
		return TERRITORY_COVERS;
	case TIER_NEAR:
		return TERRITORY_NEAR;
	default:
		return TERRITORY_NONE;
	}
}

static void look_from(struct criteria *to, const struct criteria *c, uint32_t commune)
{
	if (c)
		criteria_copy(to, c);
	to->commune = commune;
	to->radius_km = SEARCH_RADIUS_DEPT;
}

struct search *territory_search(struct session *s, const struct criteria *c, uint32_t commune)
{
	struct search *x = search_new(s);
	struct criteria here;

	criteria_init(&here);
	look_from(&here, c, commune);
	search_run(x, &here);
	criteria_done(&here);
	return x;
}

static void count_hit(struct territory_commune *t, const struct search *x, size_t offer)
{
	struct hit h = { (uint32_t)offer, search_tier_of(x, (uint32_t)offer), x->geo.km[offer] };

	switch (territory_part_of(x, &h)) {
	case TERRITORY_HERE:
		t->here++;
		break;
	case TERRITORY_COVERS:
		t->covers++;
		break;
	case TERRITORY_NEAR:
		if (t->nearest.tier == TIER_NONE || h.km < t->nearest.km)
			t->nearest = h;
		break;
	case TERRITORY_NONE:
		break;
	}
}

static void read_commune(struct territory_commune *t, struct search *x, const struct criteria *c,
			 uint32_t commune)
{
	*t = (struct territory_commune){ .commune = commune,
					 .nearest = { .tier = TIER_NONE, .km = NAN } };
	search_run(x, c);
	for (size_t i = bits_next(x->bits, x->n, 0); i < x->n; i = bits_next(x->bits, x->n, i + 1))
		count_hit(t, x, i);
}

void territory_read(struct session *s, const struct criteria *c, struct territory *t)
{
	const uint32_t *sector = gazetteer_sector(s->gazetteer, &t->n);
	struct search *x = search_new(s);
	struct criteria here;

	criteria_init(&here);
	t->communes = xcalloc(t->n, sizeof *t->communes);
	t->blank = 0;
	for (size_t i = 0; i < t->n; i++) {
		look_from(&here, c, sector[i]);
		read_commune(&t->communes[i], x, &here, sector[i]);
		t->blank += !t->communes[i].here;
	}
	criteria_done(&here);
	search_free(x);
}

void territory_done(struct territory *t)
{
	free(t->communes);
	*t = (struct territory){ 0 };
}

bool territory_station(const struct session *s, uint32_t commune, struct territory_station *out)
{
	struct commune from, to;

	*out = (struct territory_station){ NULL, 0 };
	if (gazetteer_sector_of(s->gazetteer, commune) == SECTOR_NO)
		return false;
	gazetteer_get(s->gazetteer, commune, &from);
	out->stop = rail_station(s->rail, from.insee);
	for (size_t i = 0; !(out->stop && out->km == 0) && i < rail_count(s->rail); i++) {
		const struct rail_stop *stop = rail_stop_at(s->rail, i);
		uint32_t there = gazetteer_by_insee(s->gazetteer, stop->insee);
		float km;

		if (!stop->open || there == COMMUNE_NONE)
			continue;
		gazetteer_get(s->gazetteer, there, &to);
		km = (float)geo_distance_km(from.lat, from.lon, to.lat, to.lon);
		if (!out->stop || km < out->km)
			*out = (struct territory_station){ stop, km };
	}
	return out->stop != NULL;
}

void territory_station_say(struct str *out, const struct territory_station *at)
{
	if (at->km == 0)
		str_addf(out, "gare : %s", at->stop->station);
	else
		str_addf(out, "gare la plus proche : %s ≈ %.0f km", at->stop->station,
			 at->km < 1 ? 1.0 : (double)at->km);
}

size_t territory_gaps(const struct session *s, int64_t **offer_ids)
{
	int i = index_value_find(s->index, VOCAB_STATUS, STATUS_GAP);
	size_t total = index_count(s->index), n = 0;
	struct index_value value;

	*offer_ids = NULL;
	if (i < 0)
		return 0;
	index_value_at(s->index, (size_t)i, &value);
	*offer_ids = xcalloc(value.count, sizeof **offer_ids);
	for (size_t k = bits_next(value.bits, total, 0); k < total && n < value.count;
	     k = bits_next(value.bits, total, k + 1))
		(*offer_ids)[n++] = index_offer_id(s->index, (uint32_t)k);
	return n;
}
