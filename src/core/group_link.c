/* Two records side by side: one place or two? */
#include <math.h>
#include <string.h>

#include "aiguillage/pack.h"
#include "aiguillage/place.h"
#include "group_impl.h"

#define NEAR_KM 0.05
#define SIRET_LEN 14

static uint64_t hash_text(const char *s)
{
	return *s ? hash_bytes(s, strlen(s), 11) | 1 : 0;
}

/* « 00000000000000 » stands for an unknown one. */
static uint64_t hash_siret(const char *siret)
{
	bool known = strlen(siret) == SIRET_LEN && strspn(siret, "0") < SIRET_LEN;

	return known ? hash_text(siret) : 0;
}

static uint64_t hash_phone(const char *phone)
{
	struct str b;
	uint64_t hash;

	if (!*phone)
		return 0;
	str_init(&b);
	hash = phone_international(&b, phone) ? hash_text(b.s) : 0;
	str_done(&b);
	return hash;
}

/* Lists that gather several sources name them in each row. */
static uint64_t hash_source(const struct place_brief *p, bool curated)
{
	return hash_bytes(&p->origin, sizeof p->origin, curated ? 1 : hash_text(p->source));
}

void group_record_read(struct likeness *l, const struct gazetteer *g,
		       const struct place_brief *p, struct group_record *out)
{
	bool located = p->lat != 0 || p->lon != 0;
	struct like_name provider;

	*out = (struct group_record){
		.key = hash_text(p->key),
		.commune = gazetteer_by_insee(g, p->insee),
		.curated = strcmp(p->origin_name, "livre") == 0 ||
			   strcmp(p->origin_name, "local") == 0,
		.lat = located ? (float)p->lat : NAN,
		.lon = located ? (float)p->lon : NAN,
		.address = hash_text(likeness_address(l, p->address, p->postcode, p->commune)),
		.siret = hash_siret(p->siret),
		.phone = hash_phone(p->phone),
	};
	out->source = hash_source(p, out->curated);
	likeness_name(l, p->provider, p->commune, &provider);
	out->provider = likeness_name_hash(&provider);
	likeness_name(l, p->name, p->commune, &out->name);
}

struct group_clues group_clues(const struct group_record *r)
{
	return (struct group_clues){
		.commune = r->commune, .lat = r->lat, .lon = r->lon, .address = r->address,
		.siret = r->siret, .phone = r->phone, .name = likeness_name_hash(&r->name),
	};
}

/* ---- judging ---- */

struct evidence {
	bool address, near, apart;	/* apart: two addresses that are known and differ */
	bool siret, phone, provider;
	bool lodger;		/* one lives under the roof of the other */
	float alike, inside;
};

static bool same(uint64_t a, uint64_t b)
{
	return a && a == b;
}

/* One runs the other: « France services », held by the « Communauté de communes ». */
static bool runs(const struct group_record *a, const struct group_record *b)
{
	return same(likeness_name_hash(&a->name), b->provider);
}

static struct evidence weigh(const struct group_record *a, const struct group_record *b)
{
	bool located = !isnan(a->lat) && !isnan(b->lat);

	return (struct evidence){
		.address = same(a->address, b->address),
		.apart = a->address && b->address && a->address != b->address,
		.near = located && geo_distance_km(a->lat, a->lon, b->lat, b->lon) <= NEAR_KM,
		.siret = same(a->siret, b->siret),
		.phone = same(a->phone, b->phone),
		.provider = runs(a, b) || runs(b, a),
		.lodger = likeness_lodger(&a->name, &b->name),
		.alike = likeness_alike(&a->name, &b->name),
		.inside = likeness_inside(&a->name, &b->name),
	};
}

/* 0 to 39, for the order among pairs of one rank. */
static int detail(const struct evidence *e)
{
	return (int)(e->alike * 30) + 3 * e->address + 2 * e->near + 2 * e->siret + 2 * e->phone;
}

static int maybe(const struct evidence *e)
{
	int n = GROUP_MAYBE + detail(e) * 3 / 4;

	return n < GROUP_SURE ? n : GROUP_SURE - 1;
}

/* A list that is kept by hand has each place once; others may repeat themselves. */
static int link_same_source(const struct evidence *e, bool curated)
{
	if (!e->address)
		return 0;
	if (curated)
		return e->alike >= 0.9f ? maybe(e) : 0;
	if (e->alike >= 0.75f || (e->inside >= 0.95f && e->alike >= 0.6f))
		return GROUP_SURE + detail(e);
	return e->alike >= 0.5f ? maybe(e) : 0;
}

static bool is_sure(const struct evidence *e)
{
	bool helped = e->siret || e->phone;

	if (e->address)
		return e->alike >= 0.6f || e->inside >= 0.95f || (helped && e->alike >= 0.3f);
	if (e->near)
		return e->alike >= 0.75f || (!e->apart && e->inside >= 0.95f) ||
		       (helped && e->alike >= 0.6f);
	return false;
}

static bool is_maybe(const struct evidence *e)
{
	if (e->address)
		return e->alike >= 0.3f || e->phone || e->provider;
	if (e->near)
		return e->alike >= 0.5f || (e->phone && e->alike >= 0.3f);
	if (e->siret || e->phone)
		return e->alike >= 0.6f;
	/* the list without addresses, and the one that has them */
	return !e->apart && e->alike >= 0.85f;
}

int group_link(const struct group_record *a, const struct group_record *b)
{
	struct evidence e;

	if (a->commune == COMMUNE_NONE || a->commune != b->commune)
		return 0;
	e = weigh(a, b);
	if (a->source == b->source)
		return link_same_source(&e, a->curated);
	if (!e.lodger && is_sure(&e))
		return GROUP_SURE + detail(&e);
	return is_sure(&e) || is_maybe(&e) ? maybe(&e) : 0;
}
