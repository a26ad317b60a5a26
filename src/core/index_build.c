/* From the rows of the directory to the packed block of the search index. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/bits.h"
#include "aiguillage/date.h"
#include "aiguillage/decimal.h"
#include "aiguillage/mem.h"
#include "aiguillage/pack.h"
#include "aiguillage/runs.h"
#include "group_impl.h"
#include "index_impl.h"

#define COVERS_FRANCE "france"

struct value_builder {
	uint32_t genre;
	struct postings offers;
};

struct builder {
	const struct gazetteer *g;
	const struct vocab *v;
	size_t n, cap;
	struct runs rows;		/* of the offers */
	uint32_t *traits, *commune, *zone, *hours, *place;
	uint16_t *dept;
	float *lat, *lon;
	int16_t *updated, *ends, *closed;
	struct index_marks marks;
	struct groups groups;
	struct intern zones;		/* coverage lists, "" is number 0 */
	struct intern specs;		/* distinct opening hours, short, "" is number 0 */
	struct intern values;		/* genre, unit separator, code */
	struct value_builder *lists;
	size_t lists_cap;
	struct word_builder words;
	struct str item, key;		/* scratch */
};

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
	double v = decimal_read(s, &end);

	if (end == s || *end || !(v >= -limit && v <= limit))
		return false;
	*out = (float)v;
	return true;
}

/* The place's own coordinates, else its commune's: said « à vol d’oiseau » either way. */
static void locate(struct builder *b, const struct place *p, size_t i)
{
	struct commune c = { .dept_id = 0 };

	b->commune[i] = b->groups.commune[b->place[i]];
	if (b->commune[i] != COMMUNE_NONE)
		gazetteer_get(b->g, b->commune[i], &c);
	b->dept[i] = c.dept_id;
	if (coordinate(place_get(p, PLACE_LAT), 90, &b->lat[i]) &&
	    coordinate(place_get(p, PLACE_LON), 180, &b->lon[i]) &&
	    (b->lat[i] != 0 || b->lon[i] != 0))
		return;
	b->lat[i] = b->lon[i] = NAN;
	if (b->commune[i] == COMMUNE_NONE)
		return;
	b->lat[i] = c.lat;
	b->lon[i] = c.lon;
}

/* ---- values ---- */

/* The words people use for a value are words of the offers that carry it. */
static void words_of_value(struct builder *b, uint32_t id, uint32_t genre, const char *code)
{
	const struct vocab_value *value =
		genre < VOCAB_OFFER_GENRES ? vocab_by_code(b->v, (enum vocab_genre)genre, code) : NULL;

	if (!value) {
		word_builder_add_value(&b->words, id, code);
		return;
	}
	word_builder_add_value(&b->words, id, value->label);
	word_builder_add_value(&b->words, id, value->brief);
	word_builder_add_value(&b->words, id, value->synonyms);
}

static struct value_builder *value_list(struct builder *b, uint32_t genre, const char *code, size_t n)
{
	const char head[] = { (char)('0' + genre), '\x1f' };
	size_t before = b->values.n;
	uint32_t id;

	str_clear(&b->key);
	str_addn(&b->key, head, sizeof head);
	str_addn(&b->key, code, n);
	id = intern_add(&b->values, b->key.s, b->key.len);
	if (b->values.n > before) {
		b->lists = mem_grow(b->lists, id, &b->lists_cap, sizeof *b->lists);
		b->lists[id] = (struct value_builder){ .genre = genre };
		words_of_value(b, id, genre, b->key.s + sizeof head);
	}
	return &b->lists[id];
}

static void add_codes(struct builder *b, const char *list, uint32_t genre, uint32_t offer)
{
	struct list_walk w = { .rest = list };
	const char *code;
	size_t n;

	while ((code = list_next_in_place(&w, &n)))
		postings_add(&value_list(b, genre, code, n)->offers, offer);
}

/* Who alone is served is served. */
static void add_exclusive(struct builder *b, const struct offer *o, uint32_t offer)
{
	struct list_walk w = { .rest = offer_get(o, OFFER_EXCLUSIVE) };
	const char *code;
	size_t n;

	while ((code = list_next_in_place(&w, &n))) {
		postings_add(&value_list(b, INDEX_EXCLUSIVE, code, n)->offers, offer);
		postings_add(&value_list(b, VOCAB_AUDIENCE, code, n)->offers, offer);
	}
}

static void add_all_values(struct builder *b, const struct place *p, const struct offer *o,
			   uint32_t i)
{
	for (size_t f = 0; f < PLACE_FIELD_COUNT; f++)
		if (place_fields[f].genre >= 0 && f != PLACE_STATUS)
			add_codes(b, place_get(p, (enum place_field)f),
				  (uint32_t)place_fields[f].genre, i);
	for (size_t f = 0; f < OFFER_FIELD_COUNT; f++)
		if (offer_fields[f].genre >= 0 && f != OFFER_EXCLUSIVE)
			add_codes(b, offer_get(o, (enum offer_field)f),
				  (uint32_t)offer_fields[f].genre, i);
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
	b->traits = xreallocarray(b->traits, b->cap, sizeof *b->traits);
	b->commune = xreallocarray(b->commune, b->cap, sizeof *b->commune);
	b->dept = xreallocarray(b->dept, b->cap, sizeof *b->dept);
	b->zone = xreallocarray(b->zone, b->cap, sizeof *b->zone);
	b->hours = xreallocarray(b->hours, b->cap, sizeof *b->hours);
	b->place = xreallocarray(b->place, b->cap, sizeof *b->place);
	b->lat = xreallocarray(b->lat, b->cap, sizeof *b->lat);
	b->lon = xreallocarray(b->lon, b->cap, sizeof *b->lon);
	b->updated = xreallocarray(b->updated, b->cap, sizeof *b->updated);
	b->ends = xreallocarray(b->ends, b->cap, sizeof *b->ends);
	b->closed = xreallocarray(b->closed, b->cap, sizeof *b->closed);
}

/* The later of the source's date and ours. */
static int16_t freshness(const struct place *p, const struct offer *o)
{
	int16_t checked = day_number(place_get(p, PLACE_CHECKED));
	const char *own = offer_get(o, OFFER_UPDATED);
	int16_t updated = day_number(*own ? own : place_get(p, PLACE_UPDATED));

	return checked > updated ? checked : updated;
}

/* The offer's own hours, else those of the place when that is where it is met. */
static const char *hours_of(const struct place *p, const struct offer *o, uint32_t traits)
{
	const char *own = offer_get(o, OFFER_HOURS);

	if (*own || *offer_get(o, OFFER_HOURS_TEXT) || !(traits & TRAIT_ONSITE))
		return own;
	return place_get(p, PLACE_HOURS);
}

static bool add_offer(void *ctx, const struct place *p, const struct offer *o, struct err *err)
{
	struct builder *b = ctx;
	const char *coverage = offer_get(o, OFFER_COVERAGE), *hours;
	uint32_t i = (uint32_t)b->n;

	struct index_marked marked;

	if (!index_marks_of(&b->marks, p, o, &marked, err))
		return false;
	make_room(b);
	runs_add(&b->rows, o->id);
	b->place[i] = groups_place(&b->groups, p->id);
	b->traits[i] = index_traits_of(p, o) | marked.traits;
	locate(b, p, i);
	b->updated[i] = freshness(p, o);
	if (marked.checked > b->updated[i])
		b->updated[i] = marked.checked;
	b->closed[i] = marked.closed;
	b->ends[i] = day_number(offer_get(o, OFFER_END_DATE));
	b->zone[i] = intern_add(&b->zones, coverage, strlen(coverage));
	hours = hours_of(p, o, b->traits[i]);
	b->hours[i] = intern_add(&b->specs, hours, strlen(hours));
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

static void pack_hours(struct builder *b, struct pack_writer *w)
{
	uint32_t *start = xcalloc(b->specs.n, sizeof *start);
	struct str arena;

	str_init(&arena);
	for (size_t i = 0; i < b->specs.n; i++) {
		start[i] = (uint32_t)arena.len;
		str_add(&arena, intern_get(&b->specs, (uint32_t)i));
		str_addn(&arena, "", 1);
	}
	pack_array(w, start, b->specs.n, sizeof *start);
	intern_done(&b->specs);
	pack_array(w, arena.s, arena.len, 1);
	str_done(&arena);
	free(start);
}

static void pack_value_bits(struct builder *b, struct pack_writer *w)
{
	size_t words = bits_words(b->n);
	uint64_t *bits = xcalloc(words + 1, sizeof *bits);

	pack_array_begin(w, b->values.n * words, sizeof *bits);
	for (size_t k = 0; k < b->values.n; k++) {
		bits_clear(bits, words);
		postings_bits(b->lists[k].offers.p, b->lists[k].offers.len, b->n, bits);
		pack_bytes(w, bits, words * sizeof *bits);
	}
	pack_array_end(w);
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
		count[k] = b->lists[k].offers.count;
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

/* What is packed is freed at once: an index and what it is made from would not both fit. */
#define GIVE(w, array, n)                                                                       \
	do {                                                                                    \
		pack_array(w, array, n, sizeof *(array));                                       \
		free(array);                                                                    \
		(array) = NULL;                                                                 \
	} while (0)

static void pack_runs(struct pack_writer *w, const struct runs *r)
{
	pack_array(w, r->rank, r->n, sizeof *r->rank);
	pack_array(w, r->number, r->n, sizeof *r->number);
}

static void pack_groups(struct builder *b, struct pack_writer *w)
{
	struct groups *x = &b->groups;

	GIVE(w, b->place, b->n);
	GIVE(w, x->commune, x->n);
	GIVE(w, x->first, x->n);
	GIVE(w, x->next, x->n);
	GIVE(w, x->decided, x->n);
	GIVE(w, x->maybe, x->n_maybe);
	pack_runs(w, &b->rows);
	pack_runs(w, &x->rows);
}

static void pack_all(struct builder *b, struct pack_writer *w)
{
	GIVE(w, b->traits, b->n);
	GIVE(w, b->lat, b->n);
	GIVE(w, b->lon, b->n);
	GIVE(w, b->commune, b->n);
	GIVE(w, b->dept, b->n);
	GIVE(w, b->updated, b->n);
	GIVE(w, b->ends, b->n);
	GIVE(w, b->closed, b->n);
	GIVE(w, b->zone, b->n);
	GIVE(w, b->hours, b->n);
	pack_zones(b, w);
	pack_hours(b, w);
	pack_values(b, w);
	word_builder_pack(&b->words, w);
	pack_groups(b, w);
}

static void builder_init(struct builder *b, const struct gazetteer *g, const struct vocab *v)
{
	*b = (struct builder){ .g = g, .v = v };
	intern_init(&b->zones);
	intern_init(&b->values);
	intern_init(&b->specs);
	intern_add(&b->zones, "", 0);
	intern_add(&b->specs, "", 0);
	word_builder_init(&b->words);
	str_init(&b->item);
	str_init(&b->key);
}

static void builder_done(struct builder *b)
{
	for (size_t k = 0; k < b->values.n; k++)
		free(b->lists[k].offers.p);
	free(b->lists);
	runs_done(&b->rows);
	free(b->traits);
	free(b->commune);
	free(b->dept);
	free(b->zone);
	free(b->hours);
	free(b->place);
	groups_done(&b->groups);
	free(b->lat);
	free(b->lon);
	free(b->updated);
	free(b->ends);
	free(b->closed);
	index_marks_done(&b->marks);
	intern_done(&b->zones);
	intern_done(&b->values);
	intern_done(&b->specs);
	word_builder_done(&b->words);
	str_done(&b->item);
	str_done(&b->key);
}

bool index_build(struct directory *d, const struct gazetteer *g, const struct vocab *v,
		 pack_sink *sink, void *ctx, struct err *err)
{
	struct pack_writer w;
	struct builder b;
	bool ok;

	builder_init(&b, g, v);
	ok = groups_build(&b.groups, d, g, v, err) && index_marks_read(&b.marks, d, err) &&
	     directory_each_offer(d, add_offer, &b, err);
	if (ok) {
		pack_begin_to(&w, INDEX_TAG, INDEX_VERSION, sink, ctx, err);
		pack_all(&b, &w);
		ok = pack_end(&w);
		pack_done(&w);
	}
	builder_done(&b);
	return ok;
}
