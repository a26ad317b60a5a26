/* One run of a search: a bitmap per group of criteria, then their intersection. */
#include "aiguillage/search.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "search_impl.h"

/* ---- life ---- */

struct search *search_new(struct session *s)
{
	struct search *x = xcalloc(1, sizeof *x);

	x->s = s;
	x->x = s->index;
	x->n = index_count(s->index);
	x->words = index_words(s->index);
	criteria_init(&x->c);
	criteria_init(&x->keys_for);
	x->plain_keys = true;
	str_init(&x->unknown);
	str_init(&x->like);
	x->bits = xcalloc(x->words, sizeof *x->bits);
	x->scratch = xcalloc(x->words, sizeof *x->scratch);
	x->dedicated = xcalloc(x->words, sizeof *x->dedicated);
	x->order = xcalloc(x->n, sizeof *x->order);
	x->keys = xcalloc(x->n, sizeof *x->keys);
	x->has_key = xcalloc(x->words, sizeof *x->has_key);
	x->line_order = xcalloc(x->n, sizeof *x->line_order);
	x->lines = xcalloc(index_place_count(s->index) + 1, sizeof *x->lines);
	x->line_bits = xcalloc(bits_words(index_place_count(s->index)) + 1, sizeof *x->line_bits);
	x->need_bits = xcalloc(index_value_count(s->index), sizeof *x->need_bits);
	timing_init(&x->timing, x->x);
	return x;
}

void search_free(struct search *x)
{
	if (!x)
		return;
	geo_free(&x->geo);
	timing_done(&x->timing, x->x);
	criteria_done(&x->c);
	criteria_done(&x->keys_for);
	str_done(&x->unknown);
	str_done(&x->like);
	free(x->bits);
	free(x->scratch);
	free(x->dedicated);
	free(x->order);
	free(x->keys);
	free(x->has_key);
	free(x->line_order);
	free(x->lines);
	free(x->line_bits);
	free(x->alone);
	free(x->front.bits);
	free(x->among);
	free(x->need_bits);
	for (size_t i = 0; i < SEARCH_GROUPS; i++) {
		free(x->own[i]);
		free(x->silent[i]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(x->by_genre); i++)
		free(x->by_genre[i].value);
	for (size_t i = 0; i < SEARCH_FILTERS; i++)
		free(x->traits[i]);
	for (size_t i = 0; i < x->n_words; i++) {
		free(x->word[i].word);
		free(x->word[i].bits);
	}
	free(x);
}

/* The bitmap of a group that nobody else keeps. */
static uint64_t *own_bits(struct search *x, enum search_group group)
{
	if (!x->own[group])
		x->own[group] = xcalloc(x->words, sizeof *x->own[group]);
	x->group[group] = x->own[group];
	return x->own[group];
}

/* ---- values ---- */

static const uint64_t *bits_of_value(const struct search *x, enum vocab_genre genre,
				     const char *code)
{
	struct index_value value;
	int i = index_value_find(x->x, genre, code);

	if (i < 0)
		return NULL;
	index_value_at(x->x, (size_t)i, &value);
	return value.bits;
}

void search_choice(struct search *x, enum vocab_genre genre, const char *code,
		   const uint64_t **silent, const uint64_t **with)
{
	*silent = search_silent(x, search_group_of(genre));
	*with = genre == VOCAB_AUDIENCE ? index_exclusive_bits(x->x, code) :
					  bits_of_value(x, genre, code);
}

static void run_values(struct search *x, enum search_group group, enum vocab_genre genre)
{
	const struct str *list = criteria_list(&x->c, genre);
	struct list_walk w = { .rest = list->s };
	const uint64_t *silent, *with;
	uint64_t *bits;
	struct str item;

	x->active[group] = list->len > 0;
	if (!list->len)
		return;
	bits = own_bits(x, group);
	bits_clear(bits, x->words);
	str_init(&item);
	while (list_next(&w, &item)) {
		search_choice(x, genre, item.s, &silent, &with);
		if (silent)
			bits_or(bits, silent, x->words);
		if (with)
			bits_or(bits, with, x->words);
	}
	str_done(&item);
}

/* Bitmaps that the order needs: who is dedicated to a chosen audience, who meets which need. */
static void prepare_rank(struct search *x)
{
	struct list_walk audiences = { .rest = x->c.audiences.s }, needs = { .rest = x->c.needs.s };
	const uint64_t *bits;
	struct str item;

	str_init(&item);
	bits_clear(x->dedicated, x->words);
	while (list_next(&audiences, &item))
		if ((bits = bits_of_value(x, VOCAB_AUDIENCE, item.s)))
			bits_or(x->dedicated, bits, x->words);
	x->n_needs = 0;
	while (list_next(&needs, &item))
		if ((bits = bits_of_value(x, VOCAB_NEED, item.s)))
			x->need_bits[x->n_needs++] = bits;
	str_done(&item);
}

/* ---- words ---- */


/* The slot of a word: the one it has from the run before, else one that is not asked for now. */
static struct word_bits *word_slot(struct search *x, const char *word, size_t len, size_t keep)
{
	struct word_bits swap, *w = &x->word[keep];

	for (size_t i = keep; i < x->n_words; i++) {
		if (strncmp(x->word[i].word, word, len) == 0 && !x->word[i].word[len]) {
			swap = x->word[i];
			x->word[i] = x->word[keep];
			x->word[keep] = swap;
			return w;
		}
	}
	if (x->n_words < SEARCH_MAX_WORDS) {
		x->word[x->n_words++] = x->word[keep];
		*w = (struct word_bits){ .bits = xcalloc(x->words, sizeof *w->bits) };
	}
	free(w->word);
	w->word = xstrndup(word, len);
	bits_clear(w->bits, x->words);
	w->known = index_word_bits(x->x, word, len, w->bits) > 0;
	return w;
}

static void note_unknown(struct search *x, const char *word)
{
	if (x->unknown.len)
		return;
	str_add(&x->unknown, word);
	index_word_like(x->x, word, strlen(word), &x->like);
}

static void run_text(struct search *x)
{
	uint64_t *bits = own_bits(x, GROUP_TEXT);
	char *text = folded(x->c.text.s);
	struct fold_words w = { .rest = text };
	size_t n = 0;

	str_clear(&x->unknown);
	str_clear(&x->like);
	memset(bits, 0xFF, x->words * sizeof *bits);
	while (n < SEARCH_MAX_WORDS && fold_next(&w)) {
		struct word_bits *word;

		if (fold_is_stopword(w.word, w.len))
			continue;
		word = word_slot(x, w.word, w.len, n++);
		if (!word->known)
			note_unknown(x, word->word);
		bits_and(bits, word->bits, x->words);
	}
	x->active[GROUP_TEXT] = n > 0;
	free(text);
}

/* ---- filters and geography ---- */

/* Reachable without a car: nothing to travel, or a train. */
static const uint64_t *no_car_bits(struct search *x)
{
	enum search_group group = GROUP_FILTERS + (unsigned)__builtin_ctz(FILTER_NO_CAR);
	uint64_t *bits = own_bits(x, group);

	memcpy(bits, x->geo.no_trip, x->words * sizeof *bits);
	bits_or(bits, x->geo.train, x->words);
	return bits;
}

const uint64_t *search_filter_bits(struct search *x, unsigned bit)
{
	switch (1u << bit) {
	case FILTER_NO_CAR:
		return no_car_bits(x);
	case FILTER_HOME:
		return x->geo.home;
	case FILTER_REMOTE:
		return x->geo.remote;
	default:
		return search_trait_bits(x, bit);
	}
}

static void run_when(struct search *x)
{
	timing_set_now(&x->timing, x->x, clock_now());
	x->active[GROUP_WHEN] = x->c.when.kind != WHEN_ANY;
	if (x->active[GROUP_WHEN])
		timing_when(x, own_bits(x, GROUP_WHEN));
}

static void run_filter(struct search *x, unsigned bit)
{
	enum search_group group = GROUP_FILTERS + bit;

	x->active[group] = x->c.filters & (1u << bit);
	if (x->active[group])
		x->group[group] = search_filter_bits(x, bit);
}

static void run_geo(struct search *x)
{
	x->active[GROUP_GEO] = true;
	geo_prepare(&x->geo, x->s, x->c.commune, x->c.radius_km);
	x->group[GROUP_GEO] = geo_reach(&x->geo, x->n, x->c.radius_km,
					x->c.filters & FILTER_NO_CAR);
}

/* ---- the run ---- */

/* Geography is always active. */
static void intersect(const struct search *x, enum search_group left_out, uint64_t *bits)
{
	bool first = true;

	for (size_t i = 0; i < SEARCH_GROUPS; i++) {
		if (!x->active[i] || i == left_out)
			continue;
		if (first)
			memcpy(bits, x->group[i], x->words * sizeof *bits);
		else
			bits_and(bits, x->group[i], x->words);
		first = false;
	}
	if (first)
		memset(bits, 0xFF, x->words * sizeof *bits);
}

const uint64_t *search_all_but(struct search *x, enum search_group left_out)
{
	if (left_out == SEARCH_GROUPS || !x->active[left_out])
		return x->bits;
	intersect(x, left_out, x->scratch);
	return x->scratch;
}

static void evaluate(struct search *x)
{
	run_geo(x);
	run_values(x, GROUP_AUDIENCE, VOCAB_AUDIENCE);
	run_values(x, GROUP_NEED, VOCAB_NEED);
	run_values(x, GROUP_CARE, VOCAB_CARE);
	run_values(x, GROUP_PROGRAMME, VOCAB_PROGRAMME);
	run_values(x, GROUP_TYPOLOGY, VOCAB_TYPOLOGY);
	run_text(x);
	run_when(x);
	for (unsigned bit = 0; bit < SEARCH_FILTERS; bit++)
		run_filter(x, bit);
	intersect(x, SEARCH_GROUPS, x->bits);
	x->count = bits_count(x->bits, x->words);
	x->ordered = 0;
}

void search_run(struct search *x, const struct criteria *c)
{
	if (c != &x->c)
		criteria_copy(&x->c, c);
	evaluate(x);
	prepare_rank(x);
	search_forget_lines(x);
}

/* What is asked but for geography and for doing without a car, which may be asked instead. */
static void all_but_geo(struct search *x, bool no_car, uint64_t *bits)
{
	enum search_group filter = GROUP_FILTERS + (unsigned)__builtin_ctz(FILTER_NO_CAR);

	memcpy(bits, x->geo.proposable, x->words * sizeof *bits);
	for (size_t g = 0; g < SEARCH_GROUPS; g++)
		if (g != GROUP_GEO && g != filter && x->active[g])
			bits_and(bits, x->group[g], x->words);
	if (no_car)
		bits_and(bits, no_car_bits(x), x->words);
}

size_t search_count_geo(struct search *x, int radius_km, bool no_car)
{
	size_t n = 0;

	all_but_geo(x, no_car, x->scratch);
	if (x->c.commune == COMMUNE_NONE)
		return bits_count(x->scratch, x->words);
	if (radius_km == x->c.radius_km)	/* asked at each key: what was found is kept */
		return bits_count_and(x->scratch, geo_reach(&x->geo, x->n, radius_km, no_car),
				      x->words);
	for (size_t i = bits_next(x->scratch, x->n, 0); i < x->n;
	     i = bits_next(x->scratch, x->n, i + 1))
		n += geo_tier(&x->geo, i, radius_km, no_car) != TIER_NONE;
	return n;
}

size_t search_count_with(struct search *x, const struct criteria *c)
{
	struct criteria kept;
	size_t n;

	criteria_init(&kept);
	criteria_copy(&kept, &x->c);
	criteria_copy(&x->c, c);
	evaluate(x);
	n = x->count;
	search_run(x, &kept);
	criteria_done(&kept);
	return n;
}

const struct criteria *search_criteria(const struct search *x)
{
	return &x->c;
}

size_t search_count(const struct search *x)
{
	return x->count;
}

const char *search_unknown_word(const struct search *x, const char **like)
{
	*like = x->like.len ? x->like.s : NULL;
	return x->unknown.len ? x->unknown.s : NULL;
}

enum search_tier search_tier_of(const struct search *x, uint32_t offer)
{
	if (x->c.commune == COMMUNE_NONE)
		return TIER_NONE;
	return geo_tier(&x->geo, offer, x->c.radius_km, x->c.filters & FILTER_NO_CAR);
}
