/* Results by place: the offers of records that are one place make one line. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "search_impl.h"

enum { FIRST_LINES = 64 };

static struct line_state *line_of(const struct search *x, uint32_t offer)
{
	return &x->lines[index_group(x->x)[index_place(x->x)[offer]]];
}

static void find_alone(struct search *x)
{
	const uint32_t *place = index_place(x->x), *group = index_group(x->x);
	size_t places = index_place_count(x->x);
	bool *seen = xcalloc(places + 1, sizeof *seen), *more = xcalloc(places + 1, sizeof *more);

	x->alone = xcalloc(x->words, sizeof *x->alone);
	for (size_t i = 0; i < x->n; i++) {
		uint32_t line = group[place[i]];

		more[line] = seen[line];
		seen[line] = true;
	}
	for (size_t i = 0; i < x->n; i++)
		bits_put(x->alone, i, !more[group[place[i]]]);
	free(seen);
	free(more);
}

/* The next result, of those that are not alone in their line. */
static size_t next_shared(const struct search *x, size_t i)
{
	for (size_t k = i / 64; i < x->n; i = ++k * 64) {
		uint64_t word = (x->bits[k] & ~x->alone[k]) >> (i % 64);

		if (word)
			return i + (size_t)__builtin_ctzll(word);
	}
	return x->n;
}

void search_forget_lines(struct search *x)
{
	x->lines_counted = x->lines_ranked = false;
	x->lines_ordered = 0;
}

static void count_lines(struct search *x)
{
	const uint32_t *place = index_place(x->x), *group = index_group(x->x);
	size_t words = bits_words(index_place_count(x->x));

	if (x->lines_counted)
		return;
	x->lines_counted = true;
	if (!x->alone)
		find_alone(x);
	bits_clear(x->line_bits, words);
	for (size_t i = next_shared(x, 0); i < x->n; i = next_shared(x, i + 1))
		bits_set(x->line_bits, group[place[i]]);
	x->n_lines = bits_count(x->line_bits, words) + bits_count_and(x->bits, x->alone, x->words);
}

size_t search_line_count(struct search *x)
{
	count_lines(x);
	return x->n_lines;
}

static size_t next_line(const struct search *x, size_t from)
{
	return bits_next(x->line_bits, index_place_count(x->x), from);
}

/* The best offer of each line that has several, whoever opens sooner, and how many it has. */
static void rank_inside(struct search *x)
{
	size_t places = index_place_count(x->x);

	for (size_t i = next_line(x, 0); i < places; i = next_line(x, i + 1))
		x->lines[i] = (struct line_state){ .key = UINT64_MAX };
	for (size_t i = next_shared(x, 0); i < x->n; i = next_shared(x, i + 1)) {
		struct line_state *l = line_of(x, (uint32_t)i);
		uint64_t key = search_key(x, (uint32_t)i);

		l->offers++;
		if (key < l->key) {
			l->key = key;
			l->best = (uint32_t)i;
		}
	}
	x->lines_ranked = true;
}

/* The n best lines in order, of those whose best offer is among these. */
static size_t best_lines(struct search *x, size_t n, const uint64_t *among)
{
	size_t kept = 0, places = index_place_count(x->x);

	for (size_t i = next_line(x, 0); i < places; i = next_line(x, i + 1))
		if (bits_has(among, x->lines[i].best))
			best_offer(x, x->line_order, n, &kept,
				   (struct ranked){ x->lines[i].key, x->lines[i].best });
	for (size_t i = bits_next(among, x->n, 0); i < x->n; i = bits_next(among, x->n, i + 1))
		if (bits_has(x->alone, i))
			best_offer(x, x->line_order, n, &kept,
				   (struct ranked){ search_key(x, (uint32_t)i), (uint32_t)i });
	best_end(x->line_order, kept);
	return kept;
}

static void order_lines(struct search *x, size_t n)
{
	size_t want = x->lines_ordered ? x->lines_ordered * 2 : FIRST_LINES;

	count_lines(x);
	if (n > x->n_lines)
		n = x->n_lines;
	if (n <= x->lines_ordered)
		return;
	if (want < n)
		want = n;
	if (want > x->n_lines)
		want = x->n_lines;
	search_prepare_keys(x);
	if (!x->lines_ranked)
		rank_inside(x);
	x->lines_ordered = best_lines(x, want, search_among(x, want));
	if (x->lines_ordered < want)	/* several of those are of one line */
		x->lines_ordered = best_lines(x, want, x->bits);
}

static struct hit hit_of(const struct search *x, uint32_t offer)
{
	enum search_tier tier = search_tier_of(x, offer);

	return (struct hit){ offer, tier, tier == TIER_NEAR ? x->geo.km[offer] : NAN };
}

static struct search_line line_at(const struct search *x, size_t i)
{
	uint32_t offer = x->line_order[i].offer;

	return (struct search_line){
		.hit = hit_of(x, offer),
		.offers = bits_has(x->alone, offer) ? 1 : line_of(x, offer)->offers,
		.records = (uint32_t)index_group_size(x->x, index_place(x->x)[offer]),
	};
}

size_t search_lines(struct search *x, size_t from, size_t max, struct search_line *out)
{
	size_t n = 0;

	order_lines(x, from + max);
	for (size_t i = from; i < x->lines_ordered && n < max; i++, n++)
		out[n] = line_at(x, i);
	return n;
}

/* In the room of the whole order, which is then made again. */
size_t search_lines_within(struct search *x, const uint64_t *offers, size_t max, struct search_line *out)
{
	uint64_t *among = xcalloc(x->words, sizeof *among);
	size_t n;

	count_lines(x);
	search_prepare_keys(x);
	if (!x->lines_ranked)
		rank_inside(x);
	memcpy(among, x->bits, x->words * sizeof *among);
	bits_and(among, offers, x->words);
	x->lines_ordered = 0;
	n = max && x->n_lines ? best_lines(x, max < x->n_lines ? max : x->n_lines, among) : 0;
	for (size_t i = 0; i < n; i++)
		out[i] = line_at(x, i);
	free(among);
	return n;
}

/* ---- all offers of the lines ---- */

struct member {
	uint32_t line;
	struct ranked r;
};

static int by_line(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->r.key != y->r.key)
		return x->r.key < y->r.key ? -1 : 1;
	return x->r.offer < y->r.offer ? -1 : x->r.offer > y->r.offer;
}

size_t search_line_hits(struct search *x, size_t n, struct hit **out)
{
	uint32_t *rank = xcalloc(index_place_count(x->x) + 1, sizeof *rank);
	struct member *all;
	size_t found = 0;

	order_lines(x, n);
	if (n > x->lines_ordered)
		n = x->lines_ordered;
	for (size_t i = 0; i < n; i++)
		rank[line_of(x, x->line_order[i].offer) - x->lines] = (uint32_t)i + 1;
	all = xcalloc(x->count + 1, sizeof *all);
	for (size_t i = bits_next(x->bits, x->n, 0); i < x->n; i = bits_next(x->bits, x->n, i + 1)) {
		uint32_t line = rank[line_of(x, (uint32_t)i) - x->lines];

		if (line)
			all[found++] = (struct member){
				line, { search_key(x, (uint32_t)i), (uint32_t)i } };
	}
	qsort(all, found, sizeof *all, by_line);
	*out = xcalloc(found + 1, sizeof **out);
	for (size_t i = 0; i < found; i++)
		(*out)[i] = hit_of(x, all[i].r.offer);
	free(all);
	free(rank);
	return found;
}

/* ---- the offer that was meant ---- */

/* How many of the typed words a name holds. */
static unsigned words_in(const struct search *x, const char *name)
{
	char *in = folded(name), *text = folded(x->c.text.s);
	struct fold_words w = { .rest = text };
	unsigned n = 0;

	while (fold_next(&w)) {
		char *word = xstrndup(w.word, w.len);

		n += !fold_is_stopword(w.word, w.len) && strstr(in, word);
		free(word);
	}
	free(in);
	free(text);
	return n;
}

struct meant {
	struct ranked r;
	unsigned words;
};

static bool look_at_place(struct search *x, uint32_t place, struct meant *best, struct err *err)
{
	struct directory *d = x->s->directory;
	struct offer o;
	int64_t *ids;
	size_t n;
	bool ok = directory_offers_of(d, index_place_row(x->x, place), &ids, &n, err);

	offer_init(&o);
	for (size_t i = 0; ok && i < n; i++) {
		size_t k = index_offer_of_row(x->x, ids[i]);
		struct meant m = { .r.offer = (uint32_t)k };

		if (k == x->n || !bits_has(x->bits, k))
			continue;
		ok = directory_offer(d, ids[i], &o, err);
		m.r.key = search_key(x, m.r.offer);
		m.words = words_in(x, offer_get(&o, OFFER_NAME));
		if (m.words > best->words || (m.words == best->words && m.r.key < best->r.key))
			*best = m;
	}
	offer_clear(&o);
	free(ids);
	return ok;
}

bool search_explain_line(struct search *x, const struct search_line *l, struct explanation *e,
			 struct err *err)
{
	uint32_t first = index_place(x->x)[l->hit.offer], place = first;
	struct meant best = { .r = { UINT64_MAX, l->hit.offer } };
	struct hit hit;
	size_t seen = 0;

	if (!x->active[GROUP_TEXT] || l->offers < 2)
		return search_explain(x, &l->hit, e, err);
	do {
		if (!look_at_place(x, place, &best, err))
			return err->kind ? false : err_set(err, ERR_BASE, "L’annuaire vient de changer : "
						    "recommencer");
		place = index_group_next(x->x, place);
	} while (place != first && ++seen < INDEX_GROUP_MAX);
	hit = hit_of(x, best.r.offer);
	return search_explain(x, &hit, e, err);
}

void search_line_say(struct str *out, const struct search_line *l)
{
	if (l->records > 1)
		str_addf(out, "%u fiches", l->records);
	else if (l->offers > 1)
		str_addf(out, "%u offres", l->offers);
}
