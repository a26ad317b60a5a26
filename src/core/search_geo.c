/* Who serves a commune, and how: the tiers of search.h, for every offer at once. */
#include <math.h>
#include <stdlib.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "search_impl.h"

#define KM_PER_DEGREE (6371.0 * M_PI / 180)

void geo_free(struct geo *g)
{
	free(g->base);
	free(g->km);
	free(g->covered);
	free(g->same_dept);
	free(g->train);
	free(g->no_trip);
	free(g->home);
	free(g->remote);
	free(g->proposable);
	free(g->aside);
	free(g->reach[0].bits);
	free(g->reach[1].bits);
	*g = (struct geo){ 0 };
}

static void make_room(struct geo *g, size_t n)
{
	size_t words = bits_words(n);
	uint64_t **maps[] = { &g->covered, &g->same_dept, &g->train, &g->no_trip, &g->home,
			      &g->remote, &g->reach[0].bits, &g->reach[1].bits };

	if (!g->proposable) {
		g->proposable = xcalloc(words, sizeof *g->proposable);
		g->aside = xcalloc(words, sizeof *g->aside);
		for (size_t i = 0; i < ARRAY_SIZE(maps); i++)
			*maps[i] = xcalloc(words, sizeof **maps[i]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(maps); i++)
		bits_clear(*maps[i], words);
}

/*
 * The radius is what one accepts to drive; a train takes as far as the largest one offered, and
 * so does the département, which may end a few steps away.
 */
enum { LARGEST_KM = 30 };

/* What the loop needs of the person's commune, of all coverage sets, and of every offer. */
struct around {
	const struct session *s;
	const uint32_t *traits, *communes, *zones;
	const uint16_t *depts;
	const float *lat, *lon;
	const struct commune *c;
	uint32_t commune;
	uint8_t *covers;	/* enum index_cover, by coverage set */
	uint64_t *by_train;	/* by commune */
};

static void mark_train(struct around *a)
{
	const struct rail *rail = a->s->rail;
	struct rail_route route;

	if (!rail_station(rail, a->c->insee))
		return;
	for (size_t i = 0; i < rail_count(rail); i++) {
		const struct rail_stop *stop = rail_stop_at(rail, i);
		uint32_t there = gazetteer_by_insee(a->s->gazetteer, stop->insee);

		if (there != COMMUNE_NONE && stop->open &&
		    rail_route(rail, a->c->insee, stop->insee, &route))
			bits_set(a->by_train, there);
	}
}

static void around_init(struct around *a, const struct session *s, const struct geo *g)
{
	size_t zones = index_zone_count(s->index);

	*a = (struct around){
		.s = s,
		.traits = index_traits(s->index),
		.communes = index_commune(s->index),
		.zones = index_zone(s->index),
		.depts = index_dept(s->index),
		.lat = index_lat(s->index),
		.lon = index_lon(s->index),
		.c = &g->at,
		.commune = g->commune,
	};
	a->covers = xcalloc(zones, sizeof *a->covers);
	a->by_train = xcalloc(bits_words(gazetteer_count(s->gazetteer)), sizeof *a->by_train);
	for (size_t z = 0; z < zones; z++)
		a->covers[z] = (uint8_t)index_zone_covers(s->index, (uint32_t)z, a->c,
							  a->commune);
	mark_train(a);
}

static void around_done(struct around *a)
{
	free(a->covers);
	free(a->by_train);
}

/* The tier of one who does not have to travel to another commune. */
static enum search_tier base_tier(uint32_t t, bool here, enum index_cover covered)
{
	bool given = t & TRAIT_COVERAGE, serves = covered || (!given && here);

	if (covered == COVER_FRANCE && !here && !(t & (TRAIT_ONSITE | TRAIT_PERMANENCE)))
		return TIER_REMOTE;
	if ((t & TRAIT_HOME) && serves)
		return TIER_COMES;
	if ((t & TRAIT_PERMANENCE) && here)
		return TIER_COMES;
	/* A round stops where it says so; that of a whole EPCI stops somewhere, to be asked. */
	if ((t & TRAIT_ROUND) && (covered == COVER_COMMUNE || (here && !given)))
		return TIER_COMES;
	if ((t & TRAIT_ONSITE) && here)
		return TIER_HERE;
	if ((t & (TRAIT_ON_REQUEST | TRAIT_IN_AREA | TRAIT_ROUND)) && serves)
		return TIER_COVERS;
	if ((t & TRAIT_REMOTE) && (covered || !given))
		return TIER_REMOTE;
	return TIER_NONE;
}

/* No need to know how far: beyond the horizon by its latitude alone. */
static bool is_far(const struct geo *g, float lat)
{
	return fabsf(lat - g->at.lat) > (float)((g->horizon + 1) / KM_PER_DEGREE);
}

/* Bitmaps are clear when it begins. */
static void trip(struct geo *g, const struct around *a, size_t i)
{
	uint32_t there = a->communes[i];
	enum index_cover covered = a->covers[a->zones[i]];
	bool same_dept = a->depts[i] && a->depts[i] == a->c->dept_id, train;

	g->km[i] = NAN;
	if (!(a->traits[i] & (TRAIT_ONSITE | TRAIT_PERMANENCE)) || there == a->commune)
		return;
	if (isnan(a->lat[i])) {
		/* Somewhere unknown in the territory it serves. */
		if (covered && g->base[i] == TIER_NONE)
			g->base[i] = TIER_COVERS;
		return;
	}
	train = there != COMMUNE_NONE && bits_has(a->by_train, there);
	if (covered <= COVER_FRANCE && !same_dept && !train && is_far(g, a->lat[i]))
		return;
	g->km[i] = (float)geo_distance_km(a->c->lat, a->c->lon, a->lat[i], a->lon[i]);
	if (covered > COVER_FRANCE)
		bits_set(g->covered, i);
	if (same_dept)
		bits_set(g->same_dept, i);
	if (train)
		bits_set(g->train, i);
}

static void one_offer(struct geo *g, const struct around *a, size_t i)
{
	uint32_t t = a->traits[i];
	bool here = a->communes[i] == a->commune, given = t & TRAIT_COVERAGE;
	enum index_cover covered = a->covers[a->zones[i]];
	enum search_tier tier = base_tier(t, here, covered);
	bool remote = (t & TRAIT_REMOTE) && (covered || !given);

	g->base[i] = (uint8_t)tier;
	trip(g, a, i);
	if ((t & TRAIT_HOME) && (covered || (here && !given)))
		bits_set(g->home, i);
	if (remote)
		bits_set(g->remote, i);
	if (tier == TIER_COMES || tier == TIER_HERE || remote ||
	    (tier == TIER_COVERS && (t & (TRAIT_ON_REQUEST | TRAIT_ROUND))))
		bits_set(g->no_trip, i);
}

/* Without a commune everything is a result, in no tier. */
static void nowhere(struct geo *g, const struct index *x)
{
	traits_bits(x, TRAIT_HOME, 0, g->home);
	traits_bits(x, TRAIT_REMOTE, 0, g->remote);
	traits_bits(x, TRAIT_HOME | TRAIT_REMOTE | TRAIT_ON_REQUEST, 0, g->no_trip);
}

/* A closing ends by itself: the day after the last one. */
static void mark_proposable(struct geo *g, const struct index *x, size_t n)
{
	const int16_t *ends = index_ends(x), *closed = index_closed(x);
	const uint32_t *traits = index_traits(x);

	bits_clear(g->aside, bits_words(n));
	traits_bits(x, TRAIT_PROPOSABLE, 0, g->proposable);
	for (size_t i = 0; i < n; i++) {
		bool over = ends[i] != INDEX_NO_DAY && ends[i] < g->today;
		/* INDEX_NO_DAY comes before any day */
		bool aside = (traits[i] & (TRAIT_GONE | TRAIT_HIDDEN)) || closed[i] >= g->today;

		if ((!over && !aside) || !bits_has(g->proposable, i))	/* nearly all */
			continue;
		bits_put(g->proposable, i, false);
		if (aside && !over)
			bits_set(g->aside, i);
	}
}

void geo_prepare(struct geo *g, const struct session *s, uint32_t commune, int radius_km)
{
	size_t n = index_count(s->index);
	int today = clock_today();
	struct around a;
	bool same_day;

	if (g->ready && g->commune == commune && g->today == today && radius_km <= g->horizon)
		return;
	make_room(g, n);
	same_day = g->ready && g->today == today;
	g->ready = true;
	g->horizon = radius_km > LARGEST_KM ? radius_km : LARGEST_KM;
	g->commune = commune;
	g->today = today;
	g->reach[0].known = g->reach[1].known = false;
	if (!same_day)
		mark_proposable(g, s->index, n);
	if (commune == COMMUNE_NONE) {
		nowhere(g, s->index);
		return;
	}
	if (!g->base) {
		g->base = xcalloc(n, sizeof *g->base);
		g->km = xcalloc(n, sizeof *g->km);
	}
	gazetteer_get(s->gazetteer, commune, &g->at);
	around_init(&a, s, g);
	for (size_t i = 0; i < n; i++)
		one_offer(g, &a, i);
	around_done(&a);
}

static bool in_reach(const struct geo *g, size_t i, int radius_km, bool no_car)
{
	if (no_car && !bits_has(g->train, i))
		return false;
	if (bits_has(g->covered, i) || (no_car && g->km[i] <= LARGEST_KM))
		return true;
	if (radius_km == SEARCH_RADIUS_DEPT)
		return bits_has(g->same_dept, i) || g->km[i] <= LARGEST_KM;
	return g->km[i] <= radius_km;
}

enum search_tier geo_tier(const struct geo *g, size_t i, int radius_km, bool no_car)
{
	enum search_tier base = g->base[i];

	if (base == TIER_COMES || base == TIER_HERE || base == TIER_COVERS)
		return base;
	if (!isnan(g->km[i]) && in_reach(g, i, radius_km, no_car))
		return TIER_NEAR;
	return base;
}

const uint64_t *geo_reach(struct geo *g, size_t n, int radius_km, bool no_car)
{
	struct reach *r = &g->reach[no_car];

	if (g->commune == COMMUNE_NONE)
		return g->proposable;
	if (r->known && r->km == radius_km)
		return r->bits;
	r->known = true;
	r->km = radius_km;
	bits_clear(r->bits, bits_words(n));
	for (size_t i = bits_next(g->proposable, n, 0); i < n;
	     i = bits_next(g->proposable, n, i + 1)) {
		if (g->base[i] == TIER_NONE && isnan(g->km[i]))
			continue;	/* nearly all of a national directory */
		if (geo_tier(g, i, radius_km, no_car) != TIER_NONE)
			bits_set(r->bits, i);
	}
	return r->bits;
}
