/* From the rows of the directory to the packed block of the search index. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/bits.h"
#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/pack.h"
#include "index_impl.h"

/* What the program must understand among the codes of the vocabulary. */
#define AUDIENCE_EVERYBODY "tous-publics"
#define AUDIENCE_PROFESSIONALS "professionnels"
#define ACCESS_NO_PUBLIC "pas-d-accueil"
#define BY_PROFESSIONALS "professionnels"
#define BY_USERS "usagers"
#define COVERS_FRANCE "france"

struct code_trait {
	const char *code;
	uint32_t trait;
};

/* Genre `rencontre`. */
static const struct code_trait meetings[] = {
	{ "sur-place", TRAIT_ONSITE },	    { "permanence", TRAIT_PERMANENCE },
	{ "a-la-demande", TRAIT_ON_REQUEST }, { "tournee", TRAIT_ROUND },
	{ "a-domicile", TRAIT_HOME },	    { "a-distance", TRAIT_REMOTE },
	{ "sur-le-secteur", TRAIT_IN_AREA }, { NULL, 0 },
};

/* Genre `accompagnement`. */
static const struct code_trait modes[] = {
	{ "individuel", TRAIT_INDIVIDUAL }, { "atelier", TRAIT_WORKSHOP },
	{ "autonomie", TRAIT_SELF_SERVICE }, { "a-distance", TRAIT_REMOTE },
	{ "a-domicile", TRAIT_HOME },	     { NULL, 0 },
};

static const struct code_trait costs[] = {
	{ "gratuit", TRAIT_FREE }, { "gratuit-sous-conditions", TRAIT_FREE },
	{ "payant", TRAIT_PAYING }, { NULL, 0 },
};

struct value_builder {
	uint32_t genre;
	uint32_t *offers;
	size_t n, cap;
};

struct builder {
	const struct gazetteer *g;
	const struct vocab *v;
	size_t n, cap;
	int64_t *id;
	uint32_t *traits, *commune, *zone;
	float *lat, *lon;
	int16_t *updated, *ends;
	struct intern zones;		/* coverage lists, "" is number 0 */
	struct intern values;		/* genre, unit separator, code */
	struct value_builder *lists;
	size_t lists_cap;
	struct word_builder words;
	struct str item, key;		/* scratch */
};

static uint32_t traits_of(struct builder *b, const char *list, const struct code_trait *table)
{
	struct list_walk w = { .rest = list };
	uint32_t traits = 0;

	while (list_next(&w, &b->item))
		for (const struct code_trait *t = table; t->code; t++)
			if (strcmp(b->item.s, t->code) == 0)
				traits |= t->trait;
	return traits;
}

/* How one meets the service, when the source says it only through the national fields. */
static uint32_t deduced_meeting(const struct offer *o)
{
	if (list_has(offer_get(o, OFFER_ITINERANCY), "itinerant") &&
	    !list_has(offer_get(o, OFFER_ITINERANCY), "fixe"))
		return TRAIT_IN_AREA;
	if (strcmp(offer_get(o, OFFER_RECEPTION), "a-distance") == 0)
		return TRAIT_REMOTE;
	return TRAIT_ONSITE;
}

static uint32_t meeting_traits(struct builder *b, const struct offer *o)
{
	uint32_t t = traits_of(b, offer_get(o, OFFER_MEETING), meetings);

	if (!t)
		t = deduced_meeting(o);
	t |= traits_of(b, offer_get(o, OFFER_MODES), modes) & (TRAIT_REMOTE | TRAIT_HOME);
	if (list_has(offer_get(o, OFFER_ACCESS), ACCESS_NO_PUBLIC))
		t &= ~(uint32_t)(TRAIT_ONSITE | TRAIT_PERMANENCE);
	return t;
}

static uint32_t audience_traits(const struct offer *o)
{
	const char *audiences = offer_get(o, OFFER_AUDIENCES);
	const char *by = offer_get(o, OFFER_REFERRABLE_BY);
	uint32_t t = 0;

	if (!*audiences || list_has(audiences, AUDIENCE_EVERYBODY))
		t |= TRAIT_EVERYBODY;
	if (*offer_get(o, OFFER_EXCLUSIVE))
		t |= TRAIT_EXCLUSIVE;
	if (*offer_get(o, OFFER_PRESCRIBERS) ||
	    (list_has(by, BY_PROFESSIONALS) && !list_has(by, BY_USERS)))
		t |= TRAIT_PRESCRIBED;
	return t;
}

static bool for_professionals_only(const struct offer *o)
{
	return strcmp(offer_get(o, OFFER_AUDIENCES), AUDIENCE_PROFESSIONALS) == 0;
}

/* What the source tells, apart from what it does not speak of: an empty field is never a no. */
static uint32_t fact_traits(struct builder *b, const struct place *p, const struct offer *o)
{
	uint32_t t = traits_of(b, offer_get(o, OFFER_COST), costs);
	const char *step = place_get(p, PLACE_STEP_FREE);

	if (t & TRAIT_FREE)
		t &= ~(uint32_t)TRAIT_PAYING;	/* « Gratuit|Payant »: there is a free way in */
	t |= traits_of(b, offer_get(o, OFFER_MODES), modes) &
	     (TRAIT_INDIVIDUAL | TRAIT_WORKSHOP | TRAIT_SELF_SERVICE);
	t |= *offer_get(o, OFFER_COST) ? TRAIT_COST_KNOWN : 0;
	t |= *offer_get(o, OFFER_MODES) ? TRAIT_MODE_KNOWN : 0;
	t |= *offer_get(o, OFFER_CARE) ? TRAIT_CARE_KNOWN : 0;
	if (*offer_get(o, OFFER_SERVICES) || *offer_get(o, OFFER_THEMES))
		t |= TRAIT_NEEDS_KNOWN;
	if (strcmp(place_get(p, PLACE_REASSURING), "oui") == 0)
		t |= TRAIT_REASSURING;
	if (strcmp(step, "oui") == 0)
		t |= TRAIT_STEP_FREE;
	t |= *step ? TRAIT_STEP_KNOWN : 0;
	return t;
}

static uint32_t all_traits(struct builder *b, const struct place *p, const struct offer *o)
{
	const char *status = offer_get(o, OFFER_STATUS), *coverage = offer_get(o, OFFER_COVERAGE);
	uint32_t t = meeting_traits(b, o) | audience_traits(o) | fact_traits(b, p, o);

	if (status_proposable(status) && !for_professionals_only(o))
		t |= TRAIT_PROPOSABLE;
	if (status_warns(status))
		t |= TRAIT_WARNS;
	if (*coverage)
		t |= TRAIT_COVERAGE;
	if (list_has(coverage, COVERS_FRANCE))
		t |= TRAIT_NATIONAL;
	return t;
}

static int16_t day_number(const char *iso)
{
	int day;

	if (!date_parse_day(iso, &day) || day <= INDEX_NO_DAY || day > INT16_MAX)
		return INDEX_NO_DAY;
	return (int16_t)day;
}

static bool coordinate(const char *s, double limit, float *out)
{
	char *end;
	double v = strtod(s, &end);

	if (end == s || *end || !(v >= -limit && v <= limit))
		return false;
	*out = (float)v;
	return true;
}

/* The place's own coordinates, else its commune's: said « à vol d’oiseau » either way. */
static void locate(struct builder *b, const struct place *p, size_t i)
{
	struct commune c;

	b->commune[i] = gazetteer_by_insee(b->g, place_get(p, PLACE_INSEE));
	b->lat[i] = b->lon[i] = NAN;
	if (coordinate(place_get(p, PLACE_LAT), 90, &b->lat[i]) &&
	    coordinate(place_get(p, PLACE_LON), 180, &b->lon[i]) &&
	    (b->lat[i] != 0 || b->lon[i] != 0))
		return;
	b->lat[i] = b->lon[i] = NAN;
	if (b->commune[i] == COMMUNE_NONE)
		return;
	gazetteer_get(b->g, b->commune[i], &c);
	b->lat[i] = c.lat;
	b->lon[i] = c.lon;
}

/* ---- values ---- */

static void add_value(struct builder *b, uint32_t genre, const char *code, uint32_t offer)
{
	struct value_builder *l;
	size_t before = b->values.n;
	uint32_t id;

	str_clear(&b->key);
	str_addf(&b->key, "%u\x1f%s", genre, code);
	id = intern_add(&b->values, b->key.s, b->key.len);
	if (b->values.n > before) {
		b->lists = mem_grow(b->lists, id, &b->lists_cap, sizeof *b->lists);
		b->lists[id] = (struct value_builder){ .genre = genre };
	}
	l = &b->lists[id];
	if (l->n && l->offers[l->n - 1] == offer)
		return;
	l->offers = mem_grow(l->offers, l->n, &l->cap, sizeof *l->offers);
	l->offers[l->n++] = offer;
}

/* The words people use for a value are words of the offers that carry it. */
static void add_words_of(struct builder *b, enum vocab_genre genre, const char *code,
			 uint32_t offer)
{
	const struct vocab_value *value = vocab_by_code(b->v, genre, code);

	if (!value) {
		word_builder_add(&b->words, offer, code);
		return;
	}
	word_builder_add(&b->words, offer, value->label);
	word_builder_add(&b->words, offer, value->brief);
	word_builder_add(&b->words, offer, value->synonyms);
}

static void add_codes(struct builder *b, const char *list, int genre, uint32_t offer)
{
	struct list_walk w = { .rest = list };

	while (list_next(&w, &b->item)) {
		add_value(b, (uint32_t)genre, b->item.s, offer);
		add_words_of(b, (enum vocab_genre)genre, b->item.s, offer);
	}
}

static void add_exclusive(struct builder *b, const struct offer *o, uint32_t offer)
{
	struct list_walk w = { .rest = offer_get(o, OFFER_EXCLUSIVE) };

	while (list_next(&w, &b->item)) {
		add_value(b, INDEX_EXCLUSIVE, b->item.s, offer);
		add_value(b, VOCAB_AUDIENCE, b->item.s, offer);
	}
}

static void add_all_values(struct builder *b, const struct place *p, const struct offer *o,
			   uint32_t i)
{
	for (size_t f = 0; f < PLACE_FIELD_COUNT; f++)
		if (place_fields[f].genre >= 0 && f != PLACE_STATUS)
			add_codes(b, place_get(p, (enum place_field)f), place_fields[f].genre, i);
	for (size_t f = 0; f < OFFER_FIELD_COUNT; f++)
		if (offer_fields[f].genre >= 0 && f != OFFER_EXCLUSIVE)
			add_codes(b, offer_get(o, (enum offer_field)f), offer_fields[f].genre, i);
	add_exclusive(b, o, i);
}

/* What one may type to find an offer.  Partners and prescribers would find others than it. */
static void add_texts(struct builder *b, const struct place *p, const struct offer *o, uint32_t i)
{
	static const enum place_field of_place[] = {
		PLACE_NAME, PLACE_PROVIDER, PLACE_ADDRESS, PLACE_ADDRESS2, PLACE_POSTCODE,
		PLACE_COMMUNE, PLACE_DESCRIPTION, PLACE_EQUIPMENT, PLACE_ACCESSIBILITY, PLACE_TAGS,
	};
	static const enum offer_field of_offer[] = {
		OFFER_NAME, OFFER_DESCRIPTION, OFFER_TYPE, OFFER_AUDIENCE_NOTE, OFFER_COST_NOTE,
		OFFER_CONDITIONS, OFFER_HOURS_TEXT, OFFER_CONTACT, OFFER_TAGS,
	};

	for (size_t k = 0; k < ARRAY_SIZE(of_place); k++)
		word_builder_add(&b->words, i, place_get(p, of_place[k]));
	for (size_t k = 0; k < ARRAY_SIZE(of_offer); k++)
		word_builder_add(&b->words, i, offer_get(o, of_offer[k]));
}

/* ---- one offer ---- */

static void make_room(struct builder *b)
{
	if (b->n < b->cap)
		return;
	b->cap = b->cap ? b->cap * 2 : 256;
	b->id = xreallocarray(b->id, b->cap, sizeof *b->id);
	b->traits = xreallocarray(b->traits, b->cap, sizeof *b->traits);
	b->commune = xreallocarray(b->commune, b->cap, sizeof *b->commune);
	b->zone = xreallocarray(b->zone, b->cap, sizeof *b->zone);
	b->lat = xreallocarray(b->lat, b->cap, sizeof *b->lat);
	b->lon = xreallocarray(b->lon, b->cap, sizeof *b->lon);
	b->updated = xreallocarray(b->updated, b->cap, sizeof *b->updated);
	b->ends = xreallocarray(b->ends, b->cap, sizeof *b->ends);
}

/* The later of the source's date and ours. */
static int16_t freshness(const struct place *p, const struct offer *o)
{
	int16_t checked = day_number(place_get(p, PLACE_CHECKED));
	int16_t updated = day_number(offer_get(o, OFFER_UPDATED));

	return checked > updated ? checked : updated;
}

static bool add_offer(void *ctx, const struct place *p, const struct offer *o, struct err *err)
{
	struct builder *b = ctx;
	const char *coverage = offer_get(o, OFFER_COVERAGE);
	uint32_t i = (uint32_t)b->n;

	(void)err;
	make_room(b);
	b->id[i] = o->id;
	b->traits[i] = all_traits(b, p, o);
	locate(b, p, i);
	b->updated[i] = freshness(p, o);
	b->ends[i] = day_number(offer_get(o, OFFER_END_DATE));
	b->zone[i] = intern_add(&b->zones, coverage, strlen(coverage));
	add_all_values(b, p, o, i);
	add_texts(b, p, o, i);
	b->n++;
	return true;
}

/* ---- packing ---- */

static bool zone_of_code(const struct builder *b, const char *code, uint32_t *item)
{
	uint32_t commune = gazetteer_by_insee(b->g, code);
	uint16_t id;

	if (strcmp(code, COVERS_FRANCE) == 0)
		*item = zone_item(ZONE_FRANCE, 0);
	else if (commune != COMMUNE_NONE)
		*item = zone_item(ZONE_COMMUNE, commune);
	else if ((id = gazetteer_epci(b->g, code)))
		*item = zone_item(ZONE_EPCI, id);
	else if ((id = gazetteer_dept(b->g, code)))
		*item = zone_item(ZONE_DEPT, id);
	else
		return false;	/* an unknown territory serves nobody we know */
	return true;
}

static void pack_zones(struct builder *b, struct pack_writer *w)
{
	uint32_t *start = xcalloc(b->zones.n + 1, sizeof *start), *items = NULL;
	size_t n = 0, cap = 0;

	for (size_t z = 0; z < b->zones.n; z++) {
		struct list_walk walk = { .rest = intern_get(&b->zones, (uint32_t)z) };

		while (list_next(&walk, &b->item)) {
			items = mem_grow(items, n, &cap, sizeof *items);
			n += zone_of_code(b, b->item.s, &items[n]);
		}
		start[z + 1] = (uint32_t)n;
	}
	pack_array(w, start, b->zones.n + 1, sizeof *start);
	pack_array(w, items, n, sizeof *items);
	free(start);
	free(items);
}

static void pack_value_bits(struct builder *b, struct pack_writer *w)
{
	size_t words = bits_words(b->n);
	uint64_t *bits = xcalloc(b->values.n * words, sizeof *bits);

	for (size_t k = 0; k < b->values.n; k++)
		for (size_t i = 0; i < b->lists[k].n; i++)
			bits_set(bits + k * words, b->lists[k].offers[i]);
	pack_array(w, bits, b->values.n * words, sizeof *bits);
	free(bits);
}

static void pack_values(struct builder *b, struct pack_writer *w)
{
	size_t n = b->values.n;
	uint32_t *genre = xcalloc(n, sizeof *genre), *count = xcalloc(n, sizeof *count);
	uint32_t *code = xcalloc(n, sizeof *code);
	struct str arena;

	str_init(&arena);
	for (size_t k = 0; k < n; k++) {
		const char *key = intern_get(&b->values, (uint32_t)k);

		genre[k] = b->lists[k].genre;
		count[k] = (uint32_t)b->lists[k].n;
		code[k] = (uint32_t)arena.len;
		str_add(&arena, strchr(key, '\x1f') + 1);
		str_addn(&arena, "", 1);
	}
	pack_array(w, genre, n, sizeof *genre);
	pack_array(w, count, n, sizeof *count);
	pack_array(w, code, n, sizeof *code);
	pack_array(w, arena.s, arena.len, 1);
	pack_value_bits(b, w);
	str_done(&arena);
	free(genre);
	free(count);
	free(code);
}

static void pack_all(struct builder *b, struct str *out)
{
	struct pack_writer w;

	pack_begin(&w, INDEX_TAG, INDEX_VERSION);
	pack_array(&w, b->id, b->n, sizeof *b->id);
	pack_array(&w, b->traits, b->n, sizeof *b->traits);
	pack_array(&w, b->lat, b->n, sizeof *b->lat);
	pack_array(&w, b->lon, b->n, sizeof *b->lon);
	pack_array(&w, b->commune, b->n, sizeof *b->commune);
	pack_array(&w, b->updated, b->n, sizeof *b->updated);
	pack_array(&w, b->ends, b->n, sizeof *b->ends);
	pack_array(&w, b->zone, b->n, sizeof *b->zone);
	pack_zones(b, &w);
	pack_values(b, &w);
	word_builder_pack(&b->words, &w);
	pack_end(&w);
	str_addn(out, w.out.s, w.out.len);
	pack_done(&w);
}

static void builder_init(struct builder *b, const struct gazetteer *g, const struct vocab *v)
{
	*b = (struct builder){ .g = g, .v = v };
	intern_init(&b->zones);
	intern_init(&b->values);
	intern_add(&b->zones, "", 0);
	word_builder_init(&b->words);
	str_init(&b->item);
	str_init(&b->key);
}

static void builder_done(struct builder *b)
{
	for (size_t k = 0; k < b->values.n; k++)
		free(b->lists[k].offers);
	free(b->lists);
	free(b->id);
	free(b->traits);
	free(b->commune);
	free(b->zone);
	free(b->lat);
	free(b->lon);
	free(b->updated);
	free(b->ends);
	intern_done(&b->zones);
	intern_done(&b->values);
	word_builder_done(&b->words);
	str_done(&b->item);
	str_done(&b->key);
}

bool index_build(struct directory *d, const struct gazetteer *g, const struct vocab *v,
		 struct str *out, struct err *err)
{
	struct builder b;
	bool ok;

	builder_init(&b, g, v);
	ok = directory_each_offer(d, add_offer, &b, err);
	if (ok)
		pack_all(&b, out);
	builder_done(&b);
	return ok;
}
