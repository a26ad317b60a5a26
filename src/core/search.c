/* One run of a search: a bitmap per group of criteria, then their intersection. */
#include "aiguillage/search.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "search_impl.h"

/* ---- what each filter keeps ---- */

/* An offer passes when it has the trait, or when the source does not speak of it. */
static const struct {
	uint32_t has, unless_known;
} filter_traits[SEARCH_FILTERS] = {
	[1] = { TRAIT_FREE, TRAIT_COST_KNOWN },
	[2] = { TRAIT_INDIVIDUAL, TRAIT_MODE_KNOWN },
	[3] = { TRAIT_WORKSHOP, TRAIT_MODE_KNOWN },
	[4] = { TRAIT_SELF_SERVICE, TRAIT_MODE_KNOWN },
	[7] = { TRAIT_REASSURING, 0 },
	[8] = { TRAIT_STEP_FREE, TRAIT_STEP_KNOWN },
};

uint32_t search_filter_trait(enum search_filter f)
{
	return filter_traits[__builtin_ctz(f)].has;
}

static uint64_t *offers_with(const struct search *x, uint32_t has, uint32_t or_not)
{
	const uint32_t *traits = index_traits(x->x);
	uint64_t *bits = xcalloc(x->words, sizeof *bits);

	for (size_t i = 0; i < x->n; i++)
		bits_put(bits, i, (traits[i] & has) || (or_not && !(traits[i] & or_not)));
	return bits;
}

static void read_traits(struct search *x)
{
	for (size_t f = 0; f < SEARCH_FILTERS; f++)
		if (filter_traits[f].has)
			x->traits[f] = offers_with(x, filter_traits[f].has,
						   filter_traits[f].unless_known);
	x->silent[GROUP_AUDIENCE] = offers_with(x, 0, TRAIT_EXCLUSIVE);
	x->silent[GROUP_NEED] = offers_with(x, 0, TRAIT_NEEDS_KNOWN);
	x->silent[GROUP_CARE] = offers_with(x, 0, TRAIT_CARE_KNOWN);
}

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
	x->need_bits = xcalloc(index_value_count(s->index), sizeof *x->need_bits);
	for (size_t i = 0; i < SEARCH_GROUPS; i++)
		x->group[i] = xcalloc(x->words, sizeof *x->group[i]);
	read_traits(x);
	timing_init(&x->timing, x->x);
	search_run(x, &x->c);
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
	free(x->need_bits);
	for (size_t i = 0; i < SEARCH_GROUPS; i++) {
		free(x->group[i]);
		free(x->silent[i]);
	}
	for (size_t i = 0; i < SEARCH_FILTERS; i++)
		free(x->traits[i]);
	for (size_t i = 0; i < x->n_words; i++) {
		free(x->word[i].word);
		free(x->word[i].bits);
	}
	free(x);
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

static void start_choice(const struct search *x, enum vocab_genre genre, uint64_t *bits)
{
	const uint64_t *silent = x->silent[genre == VOCAB_AUDIENCE ? GROUP_AUDIENCE :
					   genre == VOCAB_NEED	   ? GROUP_NEED :
					   genre == VOCAB_CARE	   ? GROUP_CARE :
								     GROUP_GEO];

	if (silent)
		memcpy(bits, silent, x->words * sizeof *bits);
	else
		bits_clear(bits, x->words);
}

static void add_choice(const struct search *x, enum vocab_genre genre, const char *code,
		       uint64_t *bits)
{
	const uint64_t *with = genre == VOCAB_AUDIENCE ? index_exclusive_bits(x->x, code) :
							 bits_of_value(x, genre, code);

	if (with)
		bits_or(bits, with, x->words);
}

void search_choice_bits(const struct search *x, enum vocab_genre genre, const char *code,
			uint64_t *bits)
{
	start_choice(x, genre, bits);
	add_choice(x, genre, code, bits);
}

static void run_values(struct search *x, enum search_group group, enum vocab_genre genre)
{
	const struct str *list = criteria_list(&x->c, genre);
	struct list_walk w = { .rest = list->s };
	struct str item;

	x->active[group] = list->len > 0;
	if (!list->len)
		return;
	str_init(&item);
	start_choice(x, genre, x->group[group]);
	while (list_next(&w, &item))
		add_choice(x, genre, item.s, x->group[group]);
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
	uint64_t *bits = x->group[GROUP_TEXT];
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

static const uint64_t *filter_bits(const struct search *x, unsigned bit)
{
	switch (1u << bit) {
	case FILTER_HOME:
		return x->geo.home;
	case FILTER_REMOTE:
		return x->geo.remote;
	default:
		return x->traits[bit];
	}
}

/* Reachable without a car: nothing to travel, or a train. */
static void no_car_bits(const struct search *x, uint64_t *bits)
{
	memcpy(bits, x->geo.no_trip, x->words * sizeof *bits);
	for (size_t i = 0; i < x->words; i++)
		bits[i] |= x->geo.train[i];
}

static void run_when(struct search *x)
{
	timing_set_now(&x->timing, x->x, clock_now());
	x->active[GROUP_WHEN] = x->c.when.kind != WHEN_ANY;
	if (x->active[GROUP_WHEN])
		timing_when(x);
}

static void run_filter(struct search *x, unsigned bit)
{
	enum search_group group = GROUP_FILTERS + bit;

	x->active[group] = x->c.filters & (1u << bit);
	if ((1u << bit) == FILTER_NO_CAR)
		no_car_bits(x, x->group[group]);
	else
		memcpy(x->group[group], filter_bits(x, bit), x->words * sizeof *x->group[group]);
}

static void run_geo(struct search *x)
{
	uint64_t *bits = x->group[GROUP_GEO];

	x->active[GROUP_GEO] = true;
	geo_prepare(&x->geo, x->s, x->c.commune, x->c.radius_km);
	memcpy(bits, geo_reach(&x->geo, x->n, x->c.radius_km, x->c.filters & FILTER_NO_CAR),
	       x->words * sizeof *bits);
}

/* ---- the run ---- */

const uint64_t *search_all_but(struct search *x, enum search_group left_out)
{
	memset(x->scratch, 0xFF, x->words * sizeof *x->scratch);
	for (size_t i = 0; i < SEARCH_GROUPS; i++)
		if (x->active[i] && i != left_out)
			bits_and(x->scratch, x->group[i], x->words);
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
	memcpy(x->bits, search_all_but(x, SEARCH_GROUPS), x->words * sizeof *x->bits);
	x->count = bits_count(x->bits, x->words);
	x->ordered = 0;
}

void search_run(struct search *x, const struct criteria *c)
{
	if (c != &x->c)
		criteria_copy(&x->c, c);
	evaluate(x);
	prepare_rank(x);
	search_count_lines(x);
}

size_t search_count_geo(struct search *x, int radius_km, bool no_car)
{
	enum search_group filter = GROUP_FILTERS + (unsigned)__builtin_ctz(FILTER_NO_CAR);
	size_t n = 0;

	memcpy(x->scratch, x->geo.proposable, x->words * sizeof *x->scratch);
	for (size_t g = 0; g < SEARCH_GROUPS; g++)
		if (g != GROUP_GEO && (g == filter ? no_car : x->active[g]))
			bits_and(x->scratch, x->group[g], x->words);
	if (x->c.commune == COMMUNE_NONE)
		return bits_count(x->scratch, x->words);
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
