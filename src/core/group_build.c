/* From the rows of the directory to pairs of places that may be one. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/bits.h"
#include "aiguillage/mem.h"
#include "aiguillage/pack.h"
#include "aiguillage/sort.h"
#include "group_impl.h"

#define RUN_MAX 40		/* places that share a clue and are compared each with each */
#define RUN_AHEAD 10		/* in a longer run: with those that follow by name */
#define BY_NAME (UINT64_C(1) << 63)	/* this clue is a name */
/* Cells of 50 m overlap by half: two places that near share one. */
#define CELL_LAT 0.0009
#define CELL_LON 0.0013
#define HALF_NEAR_LAT 0.000225
#define HALF_NEAR_LON 0.00033

/* ---- clues ---- */

static void add_clue(struct group_build *b, uint32_t who, const uint64_t facts[3])
{
	uint64_t hash = hash_bytes(facts, 3 * sizeof *facts, 3);

	b->clues = mem_grow(b->clues, b->n_clues, &b->cap_clues, sizeof *b->clues);
	b->clues[b->n_clues++] = (hash << 32 & ~BY_NAME) | who;
}

static void add_cells(struct group_build *b, uint32_t who, const struct group_clues *c)
{
	int64_t lat0 = (int64_t)floor((c->lat - HALF_NEAR_LAT) / CELL_LAT);
	int64_t lat1 = (int64_t)floor((c->lat + HALF_NEAR_LAT) / CELL_LAT);
	int64_t lon0 = (int64_t)floor((c->lon - HALF_NEAR_LON) / CELL_LON);
	int64_t lon1 = (int64_t)floor((c->lon + HALF_NEAR_LON) / CELL_LON);

	for (int64_t y = lat0; y <= lat1; y++)
		for (int64_t x = lon0; x <= lon1; x++)
			add_clue(b, who, (uint64_t[]){ 4, (uint64_t)y, (uint64_t)x });
}

static void add_clues(struct group_build *b, uint32_t who, const struct group_clues *c)
{
	size_t before = b->n_clues;
	const uint64_t facts[] = { c->name, c->address, c->siret, c->phone };

	for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
		if (facts[i])
			add_clue(b, who, (uint64_t[]){ 10 + i, c->commune, facts[i] });
	if (c->name)
		b->clues[before] |= BY_NAME;
	if (!isnan(c->lat))
		add_cells(b, who, c);
}

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static size_t run_end(const struct group_build *b, size_t i)
{
	size_t k = i + 1;

	while (k < b->n_clues && b->clues[k] >> 32 == b->clues[i] >> 32)
		k++;
	return k;
}

static void note_address(struct group_build *b, size_t place, uint64_t address)
{
	if (place % 64 == 0) {
		b->nowhere = mem_grow(b->nowhere, place / 64, &b->cap, sizeof *b->nowhere);
		b->nowhere[place / 64] = 0;
	}
	if (!address)
		bits_set(b->nowhere, place);
}

static bool add_place(void *ctx, const struct place_brief *p, struct err *err)
{
	struct group_build *b = ctx;
	struct groups *out = b->out;
	struct group_record r;
	struct group_clues c;

	(void)err;
	if (out->n == out->cap) {
		out->cap = out->cap ? out->cap * 2 : 256;
		out->commune = xreallocarray(out->commune, out->cap, sizeof *out->commune);
	}
	group_record_read(b->likeness, b->g, p, &r);
	runs_add(&out->rows, p->id);
	out->commune[out->n] = r.commune;
	c = group_clues(&r);
	note_address(b, out->n, r.address);
	if (r.commune != COMMUNE_NONE)
		add_clues(b, (uint32_t)out->n, &c);
	out->n++;
	return true;
}

static void sort_clues(struct group_build *b)
{
	sort_numbers(b->clues, b->n_clues);
}

/* A name alone tells something only of a place of which the address is not known. */
static bool run_counts(const struct group_build *b, size_t from, size_t end)
{
	if (end - from < 2)
		return false;
	if (!(b->clues[from] & BY_NAME))
		return true;
	for (size_t i = from; i < end; i++)
		if (bits_has(b->nowhere, (uint32_t)b->clues[i]))
			return true;
	return false;
}

/* Only who shares a clue is read again, in full. */
static void want_sharers(struct group_build *b)
{
	b->wanted = xcalloc(bits_words(b->out->n) + 1, sizeof *b->wanted);
	sort_clues(b);
	for (size_t i = 0, end; i < b->n_clues; i = end) {
		end = run_end(b, i);
		for (size_t k = run_counts(b, i, end) ? i : end; k < end; k++)
			bits_set(b->wanted, (uint32_t)b->clues[k]);
	}
	b->n_clues = 0;
}

static bool add_record(void *ctx, const struct place_brief *p, struct err *err)
{
	struct group_build *b = ctx;
	struct group_record *r;

	(void)err;
	b->r = mem_grow(b->r, b->n, &b->cap_r, sizeof *b->r);
	r = &b->r[b->n];
	group_record_read(b->likeness, b->g, p, r);
	r->place = groups_place(b->out, p->id);
	if (r->commune != COMMUNE_NONE) {
		struct group_clues c = group_clues(r);

		add_clues(b, (uint32_t)b->n, &c);
	}
	b->n++;
	return true;
}

/* ---- pairs ---- */

static void add_pair(struct group_build *b, uint32_t i, uint32_t k, int link, uint8_t said)
{
	bool ordered = b->r[i].key < b->r[k].key;

	b->pairs = mem_grow(b->pairs, b->n_pairs, &b->cap_pairs, sizeof *b->pairs);
	b->pairs[b->n_pairs++] = (struct group_pair){ ordered ? i : k, ordered ? k : i, (int16_t)link,
						said };
}

static void judge(struct group_build *b, uint32_t i, uint32_t k)
{
	int link = group_link(&b->r[i], &b->r[k]);

	if (link >= GROUP_MAYBE)
		add_pair(b, i, k, link, 0);
}

struct named {
	uint64_t name, key;
	uint32_t record;
};

static int by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	return x->key < y->key ? -1 : x->key > y->key;
}

/* So many at one address: a mistake, or a list of head offices.  Only the like-named are compared. */
static void judge_crowd(struct group_build *b, size_t from, size_t end)
{
	size_t n = end - from;
	struct named *all = xcalloc(n, sizeof *all);

	for (size_t i = 0; i < n; i++) {
		const struct group_record *r = &b->r[(uint32_t)b->clues[from + i]];

		all[i] = (struct named){ likeness_name_hash(&r->name), r->key,
					 (uint32_t)b->clues[from + i] };
	}
	qsort(all, n, sizeof *all, by_name);
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n && k <= i + RUN_AHEAD; k++)
			judge(b, all[i].record, all[k].record);
	free(all);
}

static void judge_all(struct group_build *b)
{
	sort_clues(b);
	for (size_t i = 0, end; i < b->n_clues; i = end) {
		end = run_end(b, i);
		if (end - i > RUN_MAX) {
			judge_crowd(b, i, end);
			continue;
		}
		for (size_t k = i; k < end; k++)
			for (size_t m = k + 1; m < end; m++)
				if ((uint32_t)b->clues[k] != (uint32_t)b->clues[m])
					judge(b, (uint32_t)b->clues[k], (uint32_t)b->clues[m]);
	}
	free(b->clues);
	b->clues = NULL;
}

/* ---- decisions ---- */

static bool place_of_key(struct group_build *b, const char *key, uint32_t *place, struct err *err)
{
	int64_t row = directory_place_by_key(b->d, key, err);

	*place = row ? groups_place(b->out, row) : COMMUNE_NONE;
	return row || !err->kind;
}

struct said {
	uint32_t a, b;		/* places */
	bool same;
};

/* The decisions about places that are here; their records will be read. */
static bool read_said(struct group_build *b, struct said **said, size_t *n, struct err *err)
{
	struct same_pair *p;
	size_t n_pairs;
	bool ok = directory_same_pairs(b->d, &p, &n_pairs, err);

	*said = xcalloc(n_pairs + 1, sizeof **said);
	*n = 0;
	for (size_t i = 0; ok && i < n_pairs; i++) {
		struct said s = { .same = p[i].same };

		ok = place_of_key(b, p[i].a, &s.a, err) && place_of_key(b, p[i].b, &s.b, err);
		if (!ok || s.a == COMMUNE_NONE || s.b == COMMUNE_NONE || s.a == s.b)
			continue;
		bits_set(b->wanted, s.a);
		bits_set(b->wanted, s.b);
		(*said)[(*n)++] = s;
	}
	same_pairs_free(p, n_pairs);
	return ok;
}

static uint32_t record_of(const struct group_build *b, uint32_t place)
{
	size_t lo = 0, hi = b->n;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (b->r[mid].place <= place)
			lo = mid;
		else
			hi = mid;
	}
	return (uint32_t)lo;
}

static uint64_t pair_number(uint32_t i, uint32_t k)
{
	return i < k ? (uint64_t)i << 32 | k : (uint64_t)k << 32 | i;
}

static void add_said(struct group_build *b, const struct said *said, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t x = record_of(b, said[i].a), y = record_of(b, said[i].b);

		add_pair(b, x, y, 0, said[i].same ? SAID_YES : SAID_NO);
		if (said[i].same)
			continue;
		b->apart = mem_grow(b->apart, b->n_apart, &b->cap_apart, sizeof *b->apart);
		b->apart[b->n_apart++] = pair_number(x, y);
	}
	if (b->n_apart)
		qsort(b->apart, b->n_apart, sizeof *b->apart, by_number);
}

bool group_was_split(const struct group_build *b, uint32_t i, uint32_t k)
{
	uint64_t wanted = pair_number(i, k);

	return b->n_apart &&
	       bsearch(&wanted, b->apart, b->n_apart, sizeof wanted, by_number) != NULL;
}

static bool read_wanted(struct group_build *b, struct err *err)
{
	size_t bits = b->out->n, n = 0;
	int64_t *rows = xcalloc(bits_count(b->wanted, bits_words(bits)), sizeof *rows);
	bool ok;

	for (size_t i = bits_next(b->wanted, bits, 0); i < bits; i = bits_next(b->wanted, bits, i + 1))
		rows[n++] = runs_at(&b->out->rows, (uint32_t)i);
	ok = directory_some_briefs(b->d, rows, n, add_record, b, err);
	free(rows);
	return ok;
}

static void start_result(struct groups *out)
{
	out->first = xcalloc(out->n + 1, sizeof *out->first);
	out->next = xcalloc(out->n + 1, sizeof *out->next);
	out->decided = xcalloc(out->n + 1, sizeof *out->decided);
	for (uint32_t i = 0; i < out->n; i++)
		out->first[i] = out->next[i] = i;
}

static bool build(struct group_build *b, struct err *err)
{
	struct said *said = NULL;
	size_t n = 0;
	bool ok = directory_each_brief(b->d, add_place, b, err);

	if (ok) {
		start_result(b->out);
		want_sharers(b);
		ok = read_said(b, &said, &n, err) && read_wanted(b, err);
	}
	if (ok) {
		judge_all(b);
		add_said(b, said, n);
		group_join(b);
	}
	free(said);
	return ok;
}

bool groups_build(struct groups *out, struct directory *d, const struct gazetteer *g,
		  const struct vocab *v, struct err *err)
{
	struct group_build b = { .out = out, .d = d, .g = g, .likeness = likeness_new(v) };
	bool ok;

	*out = (struct groups){ .n = 0 };
	ok = build(&b, err);
	likeness_free(b.likeness);
	free(b.clues);
	free(b.wanted);
	free(b.nowhere);
	free(b.r);
	free(b.pairs);
	free(b.apart);
	free(b.head);
	free(b.tail);
	free(b.link);
	free(b.size);
	free(b.said_head);
	free(b.said_size);
	return ok;
}

void groups_done(struct groups *x)
{
	runs_done(&x->rows);
	free(x->commune);
	free(x->first);
	free(x->next);
	free(x->decided);
	free(x->maybe);
	*x = (struct groups){ .n = 0 };
}

uint32_t groups_place(const struct groups *x, int64_t row)
{
	return runs_rank(&x->rows, row);
}
