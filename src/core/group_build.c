/* From the rows of the directory to groups of places. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/bits.h"
#include "aiguillage/mem.h"
#include "aiguillage/pack.h"
#include "group_impl.h"

#define RUN_MAX 40		/* places that share a clue and are compared each with each */
#define RUN_AHEAD 10		/* in a longer run: with those that follow by name */
#define MEMBERS_MAX 30
#define BY_NAME (UINT64_C(1) << 63)	/* this clue is a name */
/* Cells of 50 m overlap by half: two places that near share one. */
#define CELL_LAT 0.0009
#define CELL_LON 0.0013
#define HALF_NEAR_LAT 0.000225
#define HALF_NEAR_LON 0.00033

enum { YES = 1, NO = 2 };

struct pair {
	uint32_t a, b;		/* records */
	int16_t link;
	uint8_t said;		/* YES or NO by the counsellor */
};

struct build {
	struct groups *out;
	struct directory *d;
	const struct gazetteer *g;
	struct likeness *likeness;
	struct err *err;
	uint64_t *clues;	/* BY_NAME | hash of a clue << 32 | place, then record */
	size_t n_clues, cap_clues, cap;
	uint64_t *wanted;
	uint64_t *nowhere;	/* places without an address */
	struct group_record *r;	/* the candidates, by place */
	size_t n, cap_r;
	struct pair *pairs;
	size_t n_pairs, cap_pairs;
	uint64_t *apart;	/* pairs of records that the counsellor split, sorted */
	size_t n_apart, cap_apart;
	uint32_t *head, *tail, *link;	/* lists of the members: head of each, next of each */
	uint32_t *size;
	uint32_t *said_head, *said_size;	/* the same when only decisions had been followed */
};

/* ---- clues ---- */

static void add_clue(struct build *b, uint32_t who, const uint64_t facts[3])
{
	uint64_t hash = hash_bytes(facts, 3 * sizeof *facts, 3);

	b->clues = mem_grow(b->clues, b->n_clues, &b->cap_clues, sizeof *b->clues);
	b->clues[b->n_clues++] = (hash << 32 & ~BY_NAME) | who;
}

static void add_cells(struct build *b, uint32_t who, const struct group_clues *c)
{
	int64_t lat0 = (int64_t)floor((c->lat - HALF_NEAR_LAT) / CELL_LAT);
	int64_t lat1 = (int64_t)floor((c->lat + HALF_NEAR_LAT) / CELL_LAT);
	int64_t lon0 = (int64_t)floor((c->lon - HALF_NEAR_LON) / CELL_LON);
	int64_t lon1 = (int64_t)floor((c->lon + HALF_NEAR_LON) / CELL_LON);

	for (int64_t y = lat0; y <= lat1; y++)
		for (int64_t x = lon0; x <= lon1; x++)
			add_clue(b, who, (uint64_t[]){ 4, (uint64_t)y, (uint64_t)x });
}

static void add_clues(struct build *b, uint32_t who, const struct group_clues *c)
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

static size_t run_end(const struct build *b, size_t i)
{
	size_t k = i + 1;

	while (k < b->n_clues && b->clues[k] >> 32 == b->clues[i] >> 32)
		k++;
	return k;
}

static void note_address(struct build *b, size_t place, uint64_t address)
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
	struct build *b = ctx;
	struct groups *out = b->out;
	struct group_record r;
	struct group_clues c;

	(void)err;
	if (out->n == out->cap) {
		out->cap = out->cap ? out->cap * 2 : 256;
		out->id = xreallocarray(out->id, out->cap, sizeof *out->id);
		out->commune = xreallocarray(out->commune, out->cap, sizeof *out->commune);
	}
	group_record_read(b->likeness, b->g, p, &r);
	out->id[out->n] = p->id;
	out->commune[out->n] = r.commune;
	c = group_clues(&r);
	note_address(b, out->n, r.address);
	if (r.commune != COMMUNE_NONE)
		add_clues(b, (uint32_t)out->n, &c);
	out->n++;
	return true;
}

static void sort_clues(struct build *b)
{
	if (b->n_clues)
		qsort(b->clues, b->n_clues, sizeof *b->clues, by_number);
}

/* A name alone tells something only of a place of which the address is not known. */
static bool run_counts(const struct build *b, size_t from, size_t end)
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
static void want_sharers(struct build *b)
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
	struct build *b = ctx;
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

static void add_pair(struct build *b, uint32_t i, uint32_t k, int link, uint8_t said)
{
	bool ordered = b->r[i].key < b->r[k].key;

	b->pairs = mem_grow(b->pairs, b->n_pairs, &b->cap_pairs, sizeof *b->pairs);
	b->pairs[b->n_pairs++] = (struct pair){ ordered ? i : k, ordered ? k : i, (int16_t)link,
						said };
}

static void judge(struct build *b, uint32_t i, uint32_t k)
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
static void judge_crowd(struct build *b, size_t from, size_t end)
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

static void judge_all(struct build *b)
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

static bool place_of_key(struct build *b, const char *key, uint32_t *place, struct err *err)
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
static bool read_said(struct build *b, struct said **said, size_t *n, struct err *err)
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

static uint32_t record_of(const struct build *b, uint32_t place)
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

static void add_said(struct build *b, const struct said *said, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t x = record_of(b, said[i].a), y = record_of(b, said[i].b);

		add_pair(b, x, y, 0, said[i].same ? YES : NO);
		if (said[i].same)
			continue;
		b->apart = mem_grow(b->apart, b->n_apart, &b->cap_apart, sizeof *b->apart);
		b->apart[b->n_apart++] = pair_number(x, y);
	}
	if (b->n_apart)
		qsort(b->apart, b->n_apart, sizeof *b->apart, by_number);
}

static bool was_split(const struct build *b, uint32_t i, uint32_t k)
{
	uint64_t wanted = pair_number(i, k);

	return b->n_apart &&
	       bsearch(&wanted, b->apart, b->n_apart, sizeof wanted, by_number) != NULL;
}

/* ---- joining ---- */

/*
 * Records that the counsellor put together speak for one another: what is like one of them is like
 * them all.
 */
static bool go_together(const struct build *b, uint32_t i, uint32_t k, uint32_t x, uint32_t y)
{
	if (group_link(&b->r[i], &b->r[k]) >= GROUP_MAYBE)
		return true;
	for (uint32_t p = x; p != COMMUNE_NONE; p = b->link[p])
		for (uint32_t q = y; q != COMMUNE_NONE; q = b->link[q])
			if (b->said_head[p] == b->said_head[i] && b->said_head[q] == b->said_head[k] &&
			    (p != i || q != k) &&
			    group_link(&b->r[p], &b->r[q]) >= GROUP_MAYBE)
				return true;
	return false;
}

static bool may_join(const struct build *b, uint32_t x, uint32_t y, bool said)
{
	if (b->size[x] + b->size[y] > MEMBERS_MAX)
		return false;
	for (uint32_t i = x; i != COMMUNE_NONE; i = b->link[i])
		for (uint32_t k = y; k != COMMUNE_NONE; k = b->link[k])
			if (was_split(b, i, k) || (!said && !go_together(b, i, k, x, y)))
				return false;
	return true;
}

static void join(struct build *b, uint32_t x, uint32_t y)
{
	b->link[b->tail[x]] = y;
	b->tail[x] = b->tail[y];
	b->size[x] += b->size[y];
	for (uint32_t k = y; k != COMMUNE_NONE; k = b->link[k])
		b->head[k] = x;
}

static int said_first(const struct pair *p)
{
	return p->said == YES ? 2 : p->said == NO ? 1 : 0;
}

/* The counsellor's words, then the most alike; ties by key, whatever was imported first. */
static int by_strength(const void *a, const void *b, void *ctx)
{
	const struct group_record *r = ((struct build *)ctx)->r;
	const struct pair *x = a, *y = b;

	if (said_first(x) != said_first(y))
		return said_first(y) - said_first(x);
	if (x->link != y->link)
		return y->link - x->link;
	if (r[x->a].key != r[y->a].key)
		return r[x->a].key < r[y->a].key ? -1 : 1;
	return r[x->b].key < r[y->b].key ? -1 : r[x->b].key > r[y->b].key;
}

static bool same_pair_again(const struct pair *p)
{
	return p->a == p[-1].a && p->b == p[-1].b && p->said == p[-1].said;
}

static void alone(struct build *b)
{
	b->head = xcalloc(b->n + 1, sizeof *b->head);
	b->tail = xcalloc(b->n + 1, sizeof *b->tail);
	b->link = xcalloc(b->n + 1, sizeof *b->link);
	b->size = xcalloc(b->n + 1, sizeof *b->size);
	for (uint32_t i = 0; i < b->n; i++) {
		b->head[i] = b->tail[i] = i;
		b->link[i] = COMMUNE_NONE;
		b->size[i] = 1;
	}
}

static void join_all(struct build *b, bool said)
{
	for (size_t i = 0; i < b->n_pairs; i++) {
		const struct pair *p = &b->pairs[i];
		uint32_t x = b->head[p->a], y = b->head[p->b];

		if (x == y || p->said == NO || (p->said == YES) != said ||
		    (!said && p->link < GROUP_SURE) || (i && same_pair_again(p)))
			continue;
		if (may_join(b, x, y, said))
			join(b, x, y);
	}
}

/* ---- the result ---- */

static uint32_t *copy_of(const uint32_t *from, size_t n)
{
	uint32_t *copy = xcalloc(n + 1, sizeof *copy);

	if (n)
		memcpy(copy, from, n * sizeof *copy);
	return copy;
}

/* What the counsellor put together is decided, unless others joined it since. */
static void write_decided(struct build *b)
{
	for (uint32_t i = 0; i < b->n; i++) {
		uint32_t size = b->size[b->head[i]];

		b->out->decided[b->r[i].place] =
			size > 1 && size == b->said_size[b->said_head[i]];
	}
}

static void write_group(struct build *b, uint32_t head)
{
	struct groups *out = b->out;
	uint32_t first = head;

	for (uint32_t i = head; i != COMMUNE_NONE; i = b->link[i])
		if (b->r[i].key < b->r[first].key)
			first = i;
	for (uint32_t i = head; i != COMMUNE_NONE; i = b->link[i]) {
		uint32_t next = b->link[i] == COMMUNE_NONE ? head : b->link[i];

		out->first[b->r[i].place] = b->r[first].place;
		out->next[b->r[i].place] = b->r[next].place;
	}
}

/* Did the counsellor tell some of one from some of the other? */
static bool groups_split(const struct build *b, uint32_t x, uint32_t y)
{
	for (uint32_t i = b->head[x]; i != COMMUNE_NONE; i = b->link[i])
		for (uint32_t k = b->head[y]; k != COMMUNE_NONE; k = b->link[k])
			if (was_split(b, i, k))
				return true;
	return false;
}

static int by_group(const void *a, const void *b, void *ctx)
{
	const uint32_t *x = a, *y = b, *first = ctx;
	uint32_t fx[] = { first[x[0]], first[x[1]] }, fy[] = { first[y[0]], first[y[1]] };

	if (fx[0] != fy[0])
		return fx[0] < fy[0] ? -1 : 1;
	return fx[1] < fy[1] ? -1 : fx[1] > fy[1];
}

static void add_maybe(struct groups *out, uint32_t x, uint32_t y)
{
	out->maybe = mem_grow(out->maybe, out->n_maybe, &out->cap_maybe, sizeof *out->maybe);
	out->maybe[out->n_maybe][0] = x;
	out->maybe[out->n_maybe++][1] = y;
}

/* One pair for two groups, told from both sides. */
static void write_maybe(struct build *b)
{
	struct groups *out = b->out;
	size_t n = 0;

	for (size_t i = 0; i < b->n_pairs; i++) {
		const struct pair *p = &b->pairs[i];

		if (p->said || b->head[p->a] == b->head[p->b] || groups_split(b, p->a, p->b))
			continue;
		add_maybe(out, b->r[p->a].place, b->r[p->b].place);
		add_maybe(out, b->r[p->b].place, b->r[p->a].place);
	}
	if (!out->n_maybe)
		return;
	qsort_r(out->maybe, out->n_maybe, sizeof *out->maybe, by_group, out->first);
	for (size_t i = 0; i < out->n_maybe; i++) {
		if (n && by_group(out->maybe[n - 1], out->maybe[i], out->first) == 0)
			continue;
		memmove(out->maybe[n++], out->maybe[i], sizeof *out->maybe);
	}
	out->n_maybe = n;
}

static void group_all(struct build *b)
{
	alone(b);
	if (b->n_pairs)
		qsort_r(b->pairs, b->n_pairs, sizeof *b->pairs, by_strength, b);
	join_all(b, true);
	b->said_head = copy_of(b->head, b->n);
	b->said_size = copy_of(b->size, b->n);
	join_all(b, false);
	write_decided(b);
	for (uint32_t i = 0; i < b->n; i++)
		if (b->head[i] == i)
			write_group(b, i);
	write_maybe(b);
}

static void start_result(struct groups *out)
{
	out->first = xcalloc(out->n + 1, sizeof *out->first);
	out->next = xcalloc(out->n + 1, sizeof *out->next);
	out->decided = xcalloc(out->n + 1, sizeof *out->decided);
	for (uint32_t i = 0; i < out->n; i++)
		out->first[i] = out->next[i] = i;
}

static bool build(struct build *b, struct err *err)
{
	struct said *said = NULL;
	size_t n = 0;
	bool ok = directory_each_brief(b->d, NULL, add_place, b, err);

	if (ok) {
		start_result(b->out);
		want_sharers(b);
		ok = read_said(b, &said, &n, err) &&
		     directory_each_brief(b->d, b->wanted, add_record, b, err);
	}
	if (ok) {
		judge_all(b);
		add_said(b, said, n);
		group_all(b);
	}
	free(said);
	return ok;
}

bool groups_build(struct groups *out, struct directory *d, const struct gazetteer *g,
		  const struct vocab *v, struct err *err)
{
	struct build b = { .out = out, .d = d, .g = g, .likeness = likeness_new(v) };
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
	free(x->id);
	free(x->commune);
	free(x->first);
	free(x->next);
	free(x->decided);
	free(x->maybe);
	*x = (struct groups){ .n = 0 };
}

uint32_t groups_place(const struct groups *x, int64_t row)
{
	size_t lo = 0, hi = x->n;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (x->id[mid] <= row)
			lo = mid;
		else
			hi = mid;
	}
	return (uint32_t)lo;
}
