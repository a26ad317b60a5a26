/*
 * Order of the results.  When a time is asked, what is known to be open then comes before all that
 * does not tell its hours.  Tier first, but a closed door after all that is in the commune; inside a
 * tier: within 10 km before 20, 30 and more; dedicated audience before
 * everybody before those meant for others first, all needs before some before
 * unsaid, what the source tells before what it does not, distance, who opens
 * sooner, freshness, and the offer's number, so that the order never depends on chance.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "search_impl.h"

enum { FIRST_ROWS = 64, NEEDS_UNSAID = 15 };

/* Needed only with a criterion of time: every value has then been read. */
static bool hours_known(const struct search *x, uint32_t offer)
{
	return x->timing.parsed[index_hours(x->x)[offer]] != NULL;
}

struct unsaid search_unsaid(const struct search *x, uint32_t offer)
{
	uint32_t t = index_traits(x->x)[offer];
	unsigned mode = FILTER_INDIVIDUAL | FILTER_WORKSHOP | FILTER_SELF_SERVICE;

	return (struct unsaid){
		.needs = x->c.needs.len && !(t & TRAIT_NEEDS_KNOWN),
		.care = x->c.cares.len && !(t & TRAIT_CARE_KNOWN),
		.cost = (x->c.filters & FILTER_FREE) && !(t & TRAIT_COST_KNOWN),
		.mode = (x->c.filters & mode) && !(t & TRAIT_MODE_KNOWN),
		.hours = x->c.when.kind != WHEN_ANY && !hours_known(x, offer),
		.step = (x->c.filters & FILTER_STEP_FREE) && !(t & TRAIT_STEP_KNOWN),
	};
}

/*
 * A closed door: reserved to some, whom somebody else must send, when nothing is known of the person.
 * With an audience asked for, what is reserved to others is no result at all.
 */
static bool is_closed_door(const struct search *x, uint32_t offer)
{
	uint32_t both = TRAIT_PRESCRIBED | TRAIT_EXCLUSIVE;

	return !x->c.audiences.len && (index_traits(x->x)[offer] & both) == both;
}

/* That it comes home, or is next door, helps nobody whom it will not let in. */
static unsigned tier_rank(const struct search *x, uint32_t offer, enum search_tier tier)
{
	if (tier >= TIER_NEAR)
		return tier + 1;
	return is_closed_door(x, offer) ? TIER_COVERS + 1 : tier;
}

static unsigned audience_rank(const struct search *x, uint32_t offer)
{
	if (is_closed_door(x, offer))
		return 2;
	if (!x->c.audiences.len || bits_has(x->dedicated, offer))
		return 0;
	return index_traits(x->x)[offer] & TRAIT_EVERYBODY ? 1 : 2;
}

static unsigned needs_rank(const struct search *x, uint32_t offer, const struct unsaid *u)
{
	unsigned missing = 0;

	if (u->needs)
		return NEEDS_UNSAID;
	for (size_t i = 0; i < x->n_needs; i++)
		missing += !bits_has(x->need_bits[i], offer);
	return missing < NEEDS_UNSAID ? missing : NEEDS_UNSAID - 1;
}

/*
 * Beyond the 10 km that people accept, how far counts before for whom: nobody is sent 27 km past a
 * place that welcomes everybody.
 */
static unsigned distance_band(const struct search *x, uint32_t offer, enum search_tier tier)
{
	float km = tier == TIER_NEAR ? x->geo.km[offer] : NAN;

	if (isnan(km) || km <= SEARCH_RADIUS_DEFAULT)
		return 0;
	return km <= 20 ? 1 : km <= 30 ? 2 : 3;
}

/* Tenths of a kilometre; 0 when one does not travel. */
static unsigned distance_rank(const struct search *x, uint32_t offer, enum search_tier tier)
{
	float km = tier == TIER_NEAR ? x->geo.km[offer] : NAN;

	if (isnan(km))
		return 0;
	return km < 6500 ? (unsigned)(km * 10) : 65000;
}

static uint64_t age_of(const struct search *x, uint32_t offer)
{
	return (uint64_t)(INT16_MAX - index_updated(x->x)[offer]);
}

/* The screen that opens: the whole directory is ranked by what does not depend on a question. */
static bool nothing_asked(const struct criteria *c)
{
	return c->commune == COMMUNE_NONE && !c->audiences.len && !c->needs.len && !c->cares.len &&
	       !c->filters && c->when.kind == WHEN_ANY;
}

/* key_of() when nothing is asked: all is 0 but its age, unless the door is closed. */
static uint64_t plain_key(const struct search *x, uint32_t offer)
{
	if (!is_closed_door(x, offer))
		return age_of(x, offer);
	return (uint64_t)tier_rank(x, offer, TIER_NONE) << 60 |
	       (uint64_t)audience_rank(x, offer) << 56 | age_of(x, offer);
}

/* All of the key but who opens sooner, which is long to know the first time. */
static uint64_t key_of(const struct search *x, uint32_t offer)
{
	enum search_tier tier = search_tier_of(x, offer);
	struct unsaid u = search_unsaid(x, offer);
	uint64_t unsaid = (uint64_t)u.care + u.cost + u.mode + u.step;

	return (uint64_t)u.hours << 63 | (uint64_t)tier_rank(x, offer, tier) << 60 |
	       (uint64_t)distance_band(x, offer, tier) << 58 |
	       (uint64_t)audience_rank(x, offer) << 56 |
	       (uint64_t)needs_rank(x, offer, &u) << 52 | unsaid << 49 |
	       (uint64_t)distance_rank(x, offer, tier) << 32 | age_of(x, offer);
}

/* Forgets the keys of other criteria.  What a time asks for changes as the day goes by. */
void search_prepare_keys(struct search *x)
{
	struct criteria c = x->c;	/* only read */

	c.text = x->keys_for.text;
	if (c.when.kind == WHEN_ANY && criteria_equal(&c, &x->keys_for))
		return;
	criteria_copy(&x->keys_for, &c);
	x->plain_keys = nothing_asked(&c);
	bits_clear(x->has_key, x->words);
	x->front.known = false;
}

uint64_t search_key(struct search *x, uint32_t offer)
{
	if (x->plain_keys)	/* as cheap as what would be kept */
		return plain_key(x, offer);
	if (!bits_has(x->has_key, offer)) {
		bits_set(x->has_key, offer);
		x->keys[offer] = key_of(x, offer);
	}
	return x->keys[offer];
}

/* Without a commune all are equal: nobody is waiting to go. */
uint64_t search_whole_key(struct search *x, struct ranked r)
{
	return x->c.commune == COMMUNE_NONE ? r.key :
					      r.key | (uint64_t)timing_soon(x, r.offer) << 16;
}

static bool before(const struct ranked *a, const struct ranked *b)
{
	return a->key != b->key ? a->key < b->key : a->offer < b->offer;
}

static int by_rank(const void *a, const void *b)
{
	return before(a, b) ? -1 : before(b, a);
}

static void sift_down(struct ranked *heap, size_t n, size_t i)
{
	for (;;) {
		size_t child = 2 * i + 1;
		struct ranked swap;

		if (child >= n)
			return;
		if (child + 1 < n && before(&heap[child], &heap[child + 1]))
			child++;
		if (!before(&heap[i], &heap[child]))
			return;
		swap = heap[i];
		heap[i] = heap[child];
		heap[child] = swap;
		i = child;
	}
}

/* The top of the heap is the worst kept. */
void best_offer(struct search *x, struct ranked *heap, size_t n, size_t *kept, struct ranked r)
{
	if (*kept == n && !before(&r, &heap[0]))
		return;
	r.key = search_whole_key(x, r);
	if (*kept < n) {
		heap[(*kept)++] = r;
		if (*kept == n)
			for (size_t k = n / 2; k-- > 0;)
				sift_down(heap, n, k);
	} else if (before(&r, &heap[0])) {	/* still, now that it is whole */
		heap[0] = r;
		sift_down(heap, n, 0);
	}
}

void best_end(struct ranked *heap, size_t kept)
{
	qsort(heap, kept, sizeof *heap, by_rank);
}

/* ---- the front ---- */

/*
 * A letter may leave nearly all of a large directory, of which one reads the first lines.  The keys
 * do not depend on the words: the best FRONT offers or so, whatever the words, are found once for
 * the other criteria; when enough of them answer, the others need not be looked at.
 */
enum { FRONT = 4096, SAMPLE = 1024 };

static int by_key(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* A key that FRONT or so of these n offers are under, from every n-th of them. */
static uint64_t front_limit(struct search *x, const uint64_t *of, size_t n)
{
	static const uint64_t without_soon = ~(uint64_t)UINT32_MAX;
	size_t step = n / SAMPLE + 1, kept = 0, seen = 0;
	uint64_t sample[SAMPLE], limit;

	for (size_t i = bits_next(of, x->n, 0); i < x->n; i = bits_next(of, x->n, i + 1))
		if (seen++ % step == 0)
			sample[kept++] = search_key(x, (uint32_t)i);
	qsort(sample, kept, sizeof *sample, by_key);
	limit = sample[kept * FRONT / n];
	/* who opens sooner must not let one over the limit come before one under it */
	return x->c.commune == COMMUNE_NONE ? limit : limit & without_soon;
}

static void find_front(struct search *x)
{
	const uint64_t *of = search_all_but(x, GROUP_TEXT);
	size_t n = bits_count(of, x->words);
	struct front *f = &x->front;

	if (!f->bits)
		f->bits = xcalloc(x->words, sizeof *f->bits);
	bits_clear(f->bits, x->words);
	f->known = true;
	f->today = x->geo.today;
	if (n <= 2 * FRONT)
		return;
	f->limit = front_limit(x, of, n);
	for (size_t i = bits_next(of, x->n, 0); i < x->n; i = bits_next(of, x->n, i + 1))
		if (search_key(x, (uint32_t)i) < f->limit)
			bits_set(f->bits, i);
}

const uint64_t *search_among(struct search *x, size_t n)
{
	/* with a time asked, the keys hold for one run only: nothing is worth being kept */
	if (x->count <= FRONT || x->c.when.kind != WHEN_ANY)
		return x->bits;
	if (!x->front.known || x->front.today != x->geo.today)
		find_front(x);
	if (bits_count_and(x->bits, x->front.bits, x->words) < n)
		return x->bits;
	if (!x->among)
		x->among = xcalloc(x->words, sizeof *x->among);
	memcpy(x->among, x->bits, x->words * sizeof *x->among);
	bits_and(x->among, x->front.bits, x->words);
	return x->among;
}

/* The n best of all results, in order. */
static void select_best(struct search *x, size_t n)
{
	const uint64_t *among;
	size_t kept = 0;

	search_prepare_keys(x);
	among = search_among(x, n);
	for (size_t i = bits_next(among, x->n, 0); i < x->n; i = bits_next(among, x->n, i + 1))
		best_offer(x, x->order, n, &kept,
			   (struct ranked){ search_key(x, (uint32_t)i), (uint32_t)i });
	best_end(x->order, kept);
	x->ordered = kept;
}

void search_rank(struct search *x, size_t n)
{
	size_t want = x->ordered ? x->ordered * 2 : FIRST_ROWS;

	if (n > x->count)
		n = x->count;
	if (n <= x->ordered)
		return;
	if (want < n)
		want = n;
	select_best(x, want < x->count ? want : x->count);
}

size_t search_hits(struct search *x, size_t from, size_t max, struct hit *out)
{
	size_t n = 0;

	search_rank(x, from + max);
	for (size_t i = from; i < x->ordered && n < max; i++, n++) {
		uint32_t offer = x->order[i].offer;
		enum search_tier tier = search_tier_of(x, offer);

		out[n] = (struct hit){ offer, tier, NAN };
		if (tier == TIER_NEAR)
			out[n].km = x->geo.km[offer];
	}
	return n;
}
