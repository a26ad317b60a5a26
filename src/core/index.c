/* The search index in use: bounds are checked once, at opening. */
#include "aiguillage/index.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/bits.h"
#include "aiguillage/fold.h"
#include "aiguillage/hours_short.h"
#include "aiguillage/mem.h"
#include "aiguillage/pack.h"
#include "aiguillage/runs.h"
#include "index_impl.h"

struct index {
	void *blob;
	const void *a[IX_ARRAYS];
	size_t len[IX_ARRAYS];
	size_t n, words, n_values, n_terms;
	struct runs offers, places;	/* their rows; borrowed */
};

static const uint32_t *u32(const struct index *x, enum index_array a)
{
	return x->a[a];
}

static const char *chars(const struct index *x, enum index_array a)
{
	return x->a[a];
}

static const uint8_t item_sizes[IX_ARRAYS] = {
	[IX_TRAITS] = sizeof(uint32_t),
	[IX_LAT] = sizeof(float),	    [IX_LON] = sizeof(float),
	[IX_COMMUNE] = sizeof(uint32_t),    [IX_DEPT] = sizeof(uint16_t),
	[IX_UPDATED] = sizeof(int16_t),
	[IX_ENDS] = sizeof(int16_t),	    [IX_CLOSED] = sizeof(int16_t),
	[IX_ZONE] = sizeof(uint32_t),
	[IX_HOURS] = sizeof(uint32_t),	    [IX_HOURS_START] = sizeof(uint32_t),
	[IX_HOURS_ARENA] = 1,
	[IX_ZONE_START] = sizeof(uint32_t), [IX_ZONE_ITEM] = sizeof(uint32_t),
	[IX_VALUE_GENRE] = sizeof(uint32_t), [IX_VALUE_COUNT] = sizeof(uint32_t),
	[IX_VALUE_CODE] = sizeof(uint32_t), [IX_VALUE_ARENA] = 1,
	[IX_VALUE_BITS] = sizeof(uint64_t), [IX_TERM_START] = sizeof(uint32_t),
	[IX_TERM_ARENA] = 1,		    [IX_POSTING_START] = sizeof(uint32_t),
	[IX_POSTINGS] = 1,
	[IX_TERM_VALUE_START] = sizeof(uint32_t), [IX_TERM_VALUE] = sizeof(uint32_t),
	[IX_PLACE] = sizeof(uint32_t),
	[IX_PLACE_COMMUNE] = sizeof(uint32_t), [IX_GROUP] = sizeof(uint32_t),
	[IX_GROUP_NEXT] = sizeof(uint32_t), [IX_GROUP_DECIDED] = 1,
	[IX_MAYBE] = 2 * sizeof(uint32_t),
	[IX_OFFER_RANK] = sizeof(uint32_t), [IX_OFFER_ROW] = sizeof(int64_t),
	[IX_PLACE_RANK] = sizeof(uint32_t), [IX_PLACE_ROW] = sizeof(int64_t),
};

/* Offsets that begin at 0, never go back, and end within the array they point into. */
static bool offsets_ok(const struct index *x, enum index_array starts, enum index_array into)
{
	const uint32_t *at = u32(x, starts);
	size_t n = x->len[starts];

	if (!n || at[0] != 0 || at[n - 1] != x->len[into])
		return false;
	for (size_t i = 1; i < n; i++)
		if (at[i] < at[i - 1])
			return false;
	return true;
}

/* Offsets of strings that all end inside their arena. */
static bool strings_ok(const struct index *x, enum index_array at, enum index_array into)
{
	size_t arena = x->len[into];

	if (x->len[at] && (!arena || chars(x, into)[arena - 1] != '\0'))
		return false;
	for (size_t i = 0; i < x->len[at]; i++)
		if (u32(x, at)[i] >= arena)
			return false;
	return true;
}

/* Numbers of sets, of hours and of values that exist. */
static bool numbers_ok(const struct index *x)
{
	for (size_t i = 0; i < x->len[IX_TERM_VALUE]; i++)
		if (u32(x, IX_TERM_VALUE)[i] >= x->n_values)
			return false;
	for (size_t i = 0; i < x->n; i++)
		if (u32(x, IX_ZONE)[i] + 1 >= x->len[IX_ZONE_START] ||
		    u32(x, IX_HOURS)[i] >= x->len[IX_HOURS_START])
			return false;
	return true;
}

/* Groups are rings of places that stand for one of theirs. */
static bool groups_ok(const struct index *x)
{
	size_t n = x->len[IX_PLACE_COMMUNE];
	const uint32_t *group = u32(x, IX_GROUP), *next = u32(x, IX_GROUP_NEXT);

	if (x->len[IX_PLACE] != x->n)
		return false;
	for (enum index_array a = IX_GROUP; a <= IX_GROUP_DECIDED; a++)
		if (x->len[a] != n)
			return false;
	for (size_t i = 0; i < x->n; i++)
		if (u32(x, IX_PLACE)[i] >= n)
			return false;
	for (size_t i = 0; i < n; i++)
		if (group[i] >= n || next[i] >= n || group[next[i]] != group[i])
			return false;
	for (size_t i = 0; i < 2 * x->len[IX_MAYBE]; i++)
		if (u32(x, IX_MAYBE)[i] >= n)
			return false;
	return true;
}

/* Borrows them; they are never added to. */
static bool take_runs(const struct index *x, enum index_array rank, enum index_array row, size_t n,
		      struct runs *out)
{
	*out = (struct runs){
		.rank = (uint32_t *)x->a[rank],
		.number = (int64_t *)x->a[row],
		.n = x->len[rank],
		.count = (uint32_t)n,
	};
	return n <= UINT32_MAX && x->len[row] == x->len[rank] && runs_ok(out);
}

static bool sizes_ok(struct index *x)
{
	x->n = x->len[IX_TRAITS];
	x->words = bits_words(x->n);
	x->n_values = x->len[IX_VALUE_GENRE];
	for (enum index_array a = IX_LAT; a <= IX_HOURS; a++)
		if (x->len[a] != x->n)
			return false;
	if (x->len[IX_VALUE_COUNT] != x->n_values || x->len[IX_VALUE_CODE] != x->n_values ||
	    x->len[IX_VALUE_BITS] != x->n_values * x->words || !x->len[IX_TERM_START] ||
	    x->len[IX_POSTING_START] != x->len[IX_TERM_START] ||
	    x->len[IX_TERM_VALUE_START] != x->len[IX_TERM_START])
		return false;
	x->n_terms = x->len[IX_TERM_START] - 1;
	return offsets_ok(x, IX_ZONE_START, IX_ZONE_ITEM) &&
	       offsets_ok(x, IX_TERM_START, IX_TERM_ARENA) &&
	       offsets_ok(x, IX_POSTING_START, IX_POSTINGS) &&
	       offsets_ok(x, IX_TERM_VALUE_START, IX_TERM_VALUE) &&
	       strings_ok(x, IX_VALUE_CODE, IX_VALUE_ARENA) &&
	       strings_ok(x, IX_HOURS_START, IX_HOURS_ARENA) && numbers_ok(x) && groups_ok(x) &&
	       take_runs(x, IX_OFFER_RANK, IX_OFFER_ROW, x->n, &x->offers) &&
	       take_runs(x, IX_PLACE_RANK, IX_PLACE_ROW, x->len[IX_PLACE_COMMUNE], &x->places);
}

static bool read_arrays(struct index *x, size_t n)
{
	struct pack_reader r;

	if (!pack_open(&r, x->blob, n, INDEX_TAG, INDEX_VERSION))
		return false;
	for (size_t i = 0; i < IX_ARRAYS; i++)
		x->a[i] = pack_next(&r, item_sizes[i], &x->len[i]);
	return r.ok && sizes_ok(x);
}

struct index *index_open(void *blob, size_t n, struct err *err)
{
	struct index *x = xcalloc(1, sizeof *x);

	x->blob = blob;
	if (!read_arrays(x, n)) {
		index_free(x);
		err_set(err, ERR_DATA, "l’index de recherche est abîmé ou d’une autre version");
		return NULL;
	}
	return x;
}

bool index_fits(const struct index *x, const struct gazetteer *g)
{
	size_t n = gazetteer_count(g);

	for (size_t i = 0; i < x->n; i++)
		if (u32(x, IX_COMMUNE)[i] >= n && u32(x, IX_COMMUNE)[i] != COMMUNE_NONE)
			return false;
	for (size_t i = 0; i < x->len[IX_PLACE_COMMUNE]; i++)
		if (u32(x, IX_PLACE_COMMUNE)[i] >= n &&
		    u32(x, IX_PLACE_COMMUNE)[i] != COMMUNE_NONE)
			return false;
	return true;
}

void index_free(struct index *x)
{
	if (!x)
		return;
	free(x->blob);
	free(x);
}

size_t index_count(const struct index *x)
{
	return x->n;
}

size_t index_words(const struct index *x)
{
	return x->words;
}

int64_t index_offer_id(const struct index *x, uint32_t offer)
{
	return runs_at(&x->offers, offer);
}

size_t index_offer_of_row(const struct index *x, int64_t row)
{
	return runs_rank(&x->offers, row);
}

const uint32_t *index_traits(const struct index *x)
{
	return u32(x, IX_TRAITS);
}

const float *index_lat(const struct index *x)
{
	return x->a[IX_LAT];
}

const float *index_lon(const struct index *x)
{
	return x->a[IX_LON];
}

const uint32_t *index_commune(const struct index *x)
{
	return u32(x, IX_COMMUNE);
}

const uint16_t *index_dept(const struct index *x)
{
	return x->a[IX_DEPT];
}

const int16_t *index_updated(const struct index *x)
{
	return x->a[IX_UPDATED];
}

const int16_t *index_ends(const struct index *x)
{
	return x->a[IX_ENDS];
}

const int16_t *index_closed(const struct index *x)
{
	return x->a[IX_CLOSED];
}

const uint32_t *index_zone(const struct index *x)
{
	return u32(x, IX_ZONE);
}

size_t index_zone_count(const struct index *x)
{
	return x->len[IX_ZONE_START] - 1;
}

static enum index_cover item_covers(uint32_t item, const struct commune *c, uint32_t commune)
{
	uint32_t id = zone_item_id(item);

	switch (zone_item_kind(item)) {
	case ZONE_COMMUNE:
		return id == commune ? COVER_COMMUNE : COVER_NO;
	case ZONE_EPCI:
		return c->epci_id && id == c->epci_id ? COVER_EPCI : COVER_NO;
	case ZONE_DEPT:
		return c->dept_id && id == c->dept_id ? COVER_DEPT : COVER_NO;
	case ZONE_FRANCE:
		return COVER_FRANCE;
	}
	return COVER_NO;
}

enum index_cover index_zone_covers(const struct index *x, uint32_t zone, const struct commune *c,
		       uint32_t commune)
{
	const uint32_t *start = u32(x, IX_ZONE_START), *items = u32(x, IX_ZONE_ITEM);
	enum index_cover best = COVER_NO;

	for (uint32_t i = start[zone]; i < start[zone + 1]; i++) {
		enum index_cover cover = item_covers(items[i], c, commune);

		if (cover > best)
			best = cover;
	}
	return best;
}

const uint32_t *index_hours(const struct index *x)
{
	return u32(x, IX_HOURS);
}

size_t index_hours_count(const struct index *x)
{
	return x->len[IX_HOURS_START];
}

static const char *short_hours(const struct index *x, size_t number)
{
	return chars(x, IX_HOURS_ARENA) + u32(x, IX_HOURS_START)[number];
}

bool index_hours_told(const struct index *x, size_t number)
{
	return *short_hours(x, number) != '\0';
}

void index_hours_value(const struct index *x, size_t number, struct str *out)
{
	const char *s = short_hours(x, number);

	hours_lengthen(out, s, strlen(s));
}

/* ---- places and their groups ---- */

size_t index_place_count(const struct index *x)
{
	return x->len[IX_PLACE_COMMUNE];
}

const uint32_t *index_place(const struct index *x)
{
	return u32(x, IX_PLACE);
}

int64_t index_place_row(const struct index *x, uint32_t place)
{
	return runs_at(&x->places, place);
}

uint32_t index_place_commune(const struct index *x, uint32_t place)
{
	return u32(x, IX_PLACE_COMMUNE)[place];
}

uint32_t index_place_of_row(const struct index *x, int64_t row)
{
	uint32_t place = runs_rank(&x->places, row);

	return place < index_place_count(x) ? place : INDEX_NO_PLACE;
}

const uint32_t *index_group(const struct index *x)
{
	return u32(x, IX_GROUP);
}

uint32_t index_group_next(const struct index *x, uint32_t place)
{
	return u32(x, IX_GROUP_NEXT)[place];
}

/* A ring of a damaged block may not lead back: bounded. */
size_t index_group_size(const struct index *x, uint32_t place)
{
	size_t n = 1;

	for (uint32_t i = index_group_next(x, place); i != place && n < INDEX_GROUP_MAX;
	     i = index_group_next(x, i))
		n++;
	return n;
}

bool index_group_decided(const struct index *x, uint32_t place)
{
	return ((const uint8_t *)x->a[IX_GROUP_DECIDED])[place] != 0;
}

size_t index_maybe(const struct index *x, uint32_t place, const uint32_t **pairs)
{
	const uint32_t *all = u32(x, IX_MAYBE), group = index_group(x)[place];
	size_t lo = 0, hi = x->len[IX_MAYBE], n = 0;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (index_group(x)[all[2 * mid]] < group)
			lo = mid + 1;
		else
			hi = mid;
	}
	while (lo + n < x->len[IX_MAYBE] && index_group(x)[all[2 * (lo + n)]] == group)
		n++;
	*pairs = all + 2 * lo;
	return n;
}

/* ---- values ---- */

size_t index_value_count(const struct index *x)
{
	return x->n_values;
}

static const char *value_code(const struct index *x, size_t i)
{
	return chars(x, IX_VALUE_ARENA) + u32(x, IX_VALUE_CODE)[i];
}

static const uint64_t *value_bits(const struct index *x, size_t i)
{
	return (const uint64_t *)x->a[IX_VALUE_BITS] + i * x->words;
}

void index_value_at(const struct index *x, size_t i, struct index_value *out)
{
	*out = (struct index_value){
		.genre = (enum vocab_genre)u32(x, IX_VALUE_GENRE)[i],
		.code = value_code(x, i),
		.count = u32(x, IX_VALUE_COUNT)[i],
		.bits = value_bits(x, i),
	};
}

static int find_value(const struct index *x, uint32_t genre, const char *code)
{
	for (size_t i = 0; i < x->n_values; i++)
		if (u32(x, IX_VALUE_GENRE)[i] == genre && strcmp(value_code(x, i), code) == 0)
			return (int)i;
	return -1;
}

int index_value_find(const struct index *x, enum vocab_genre genre, const char *code)
{
	return find_value(x, (uint32_t)genre, code);
}

const uint64_t *index_exclusive_bits(const struct index *x, const char *audience)
{
	int i = find_value(x, INDEX_EXCLUSIVE, audience);

	return i < 0 ? NULL : value_bits(x, (size_t)i);
}

/* ---- words ---- */

struct term {
	const char *s;
	size_t len;
};

static struct term term_at(const struct index *x, size_t i)
{
	const uint32_t *start = u32(x, IX_TERM_START);

	return (struct term){ chars(x, IX_TERM_ARENA) + start[i], start[i + 1] - start[i] };
}

/* First term that is not before the word. */
static size_t first_term(const struct index *x, const char *word, size_t len)
{
	size_t lo = 0, hi = x->n_terms;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		struct term t = term_at(x, mid);
		int c = memcmp(t.s, word, t.len < len ? t.len : len);

		if (c < 0 || (c == 0 && t.len < len))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void add_postings(const struct index *x, size_t term, uint64_t *bits)
{
	const uint32_t *start = u32(x, IX_POSTING_START);

	postings_bits((const unsigned char *)chars(x, IX_POSTINGS) + start[term],
		      start[term + 1] - start[term], x->n, bits);
}

/* Many words of a prefix are those of the same values: `done` holds the values already added. */
static void add_values(const struct index *x, size_t term, uint64_t *done, uint64_t *bits)
{
	const uint32_t *start = u32(x, IX_TERM_VALUE_START);

	for (uint32_t i = start[term]; i < start[term + 1]; i++) {
		uint32_t value = u32(x, IX_TERM_VALUE)[i];

		if (bits_has(done, value))
			continue;
		bits_set(done, value);
		bits_or(bits, value_bits(x, value), x->words);
	}
}

size_t index_word_bits(const struct index *x, const char *word, size_t len, uint64_t *bits)
{
	uint64_t *done = xcalloc(bits_words(x->n_values) + 1, sizeof *done);
	char stem[INDEX_WORD_MAX];
	size_t n = 0, stem_len = index_stem(word, len, stem);

	for (size_t i = first_term(x, stem, stem_len); i < x->n_terms; i++, n++) {
		struct term t = term_at(x, i);

		if (t.len < stem_len || memcmp(t.s, stem, stem_len) != 0)
			break;
		add_postings(x, i, bits);
		add_values(x, i, done, bits);
	}
	free(done);
	return n;
}

/* Which letters a word has: two words one fault apart differ by two letters at most. */
static uint32_t letters(const char *s, size_t len)
{
	uint32_t mask = 0;

	for (size_t i = 0; i < len; i++)
		mask |= 1u << (s[i] >= 'a' ? s[i] - 'a' : 26 + (s[i] & 3));
	return mask;
}

bool index_word_like(const struct index *x, const char *word, size_t len, struct str *out)
{
	char stem[INDEX_WORD_MAX];
	size_t stem_len = index_stem(word, len, stem);
	int best = stem_len < 5 ? 0 : stem_len < 8 ? 1 : 2;
	uint32_t mask = letters(stem, stem_len);
	struct term found = { NULL, 0 };

	for (size_t i = 0; best > 0 && i < x->n_terms; i++) {
		struct term t = term_at(x, i);
		int d;

		if (__builtin_popcount(mask ^ letters(t.s, t.len)) > 2 * best)
			continue;
		d = fold_distance(stem, stem_len, t.s, t.len, best);

		if (d > best || (found.s && d == best))
			continue;
		best = d;
		found = t;
	}
	if (found.s)
		str_addn(out, found.s, found.len);
	return found.s != NULL;
}
