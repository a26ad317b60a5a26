/* What each choice would leave. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "search_impl.h"

enum search_group search_group_of(enum vocab_genre genre)
{
	switch (genre) {
	case VOCAB_AUDIENCE:
		return GROUP_AUDIENCE;
	case VOCAB_NEED:
		return GROUP_NEED;
	case VOCAB_CARE:
		return GROUP_CARE;
	case VOCAB_PROGRAMME:
		return GROUP_PROGRAMME;
	case VOCAB_TYPOLOGY:
		return GROUP_TYPOLOGY;
	default:
		return SEARCH_GROUPS;
	}
}

/* ---- the values of a genre ---- */

struct sorted_value {
	const char *code;
	int order;
	uint32_t value;
};

/* Vocabulary order, then the values it does not know, by name. */
static int by_order(const void *a, const void *b)
{
	const struct sorted_value *x = a, *y = b;

	return x->order != y->order ? (x->order > y->order) - (x->order < y->order) :
				      strcmp(x->code, y->code);
}

static int vocabulary_order(const struct search *x, enum vocab_genre genre, const char *code)
{
	const struct vocab_value *value = vocab_by_code(x->s->vocab, genre, code);

	return value ? value->order : INT32_MAX;
}

static const struct genre_values *values_of(struct search *x, enum vocab_genre genre)
{
	struct genre_values *g = &x->by_genre[genre];
	size_t n = index_value_count(x->x);
	struct sorted_value *all;

	if (g->value)
		return g;
	all = xcalloc(n, sizeof *all);
	g->value = xcalloc(n, sizeof *g->value);
	for (size_t i = 0; i < n; i++) {
		struct index_value value;

		index_value_at(x->x, i, &value);
		if (value.genre == genre)
			all[g->n++] = (struct sorted_value){
				value.code, vocabulary_order(x, genre, value.code), (uint32_t)i };
	}
	qsort(all, g->n, sizeof *all, by_order);
	for (size_t i = 0; i < g->n; i++)
		g->value[i] = all[i].value;
	free(all);
	return g;
}

/* ---- counting ---- */

/* The words of a bitmap that hold something: of most searches, few. */
struct sparse {
	uint64_t *word;
	uint32_t *at;
	size_t n;
};

static void sparse_of(struct sparse *s, const uint64_t *bits, size_t words)
{
	s->word = xcalloc(words, sizeof *s->word);
	s->at = xcalloc(words, sizeof *s->at);
	s->n = 0;
	for (size_t i = 0; i < words; i++) {
		s->word[s->n] = bits[i];
		s->at[s->n] = (uint32_t)i;
		s->n += bits[i] != 0;
	}
}

static void sparse_done(struct sparse *s)
{
	free(s->word);
	free(s->at);
}

/* `silent` is taken out of *others beforehand: a choice adds to it what has the value. */
static uint32_t count_choice(struct search *x, const struct sparse *others, enum vocab_genre genre,
			     const char *code)
{
	const uint64_t *silent, *with;

	search_choice(x, genre, code, &silent, &with);
	return with ? (uint32_t)bits_count_at(others->word, others->at, others->n, with) : 0;
}

size_t search_facets(struct search *x, enum vocab_genre genre, struct facet *out, size_t max)
{
	enum search_group group = search_group_of(genre);
	const struct genre_values *values = values_of(x, genre);
	const uint64_t *others = search_all_but(x, group), *silent = search_silent(x, group);
	size_t n = values->n < max ? values->n : max;
	struct sparse s;
	uint32_t always = 0;

	sparse_of(&s, others, x->words);
	if (silent) {
		always = (uint32_t)bits_count_at(s.word, s.at, s.n, silent);
		for (size_t i = 0; i < s.n; i++)
			s.word[i] &= ~silent[s.at[i]];
	}
	for (size_t i = 0; i < n; i++) {
		struct index_value value;
		uint32_t sure;

		index_value_at(x->x, values->value[i], &value);
		sure = count_choice(x, &s, genre, value.code);
		out[i] = (struct facet){ genre, value.code, always + sure, sure };
	}
	sparse_done(&s);
	return n;
}

uint32_t search_filter_count(struct search *x, enum search_filter f)
{
	unsigned bit = (unsigned)__builtin_ctz(f);

	if (f == FILTER_NO_CAR)
		return (uint32_t)search_count_geo(x, x->c.radius_km, true);
	return (uint32_t)bits_count_and(search_all_but(x, GROUP_FILTERS + bit),
					search_filter_bits(x, bit), x->words);
}

uint32_t search_filter_sure(struct search *x, enum search_filter f)
{
	uint32_t trait = search_filter_trait(f);
	const uint64_t *others;
	uint32_t n = 0;

	if (!trait)
		return search_filter_count(x, f);
	others = search_all_but(x, GROUP_FILTERS + (unsigned)__builtin_ctz(f));
	for (size_t i = bits_next(others, x->n, 0); i < x->n; i = bits_next(others, x->n, i + 1))
		n += (index_traits(x->x)[i] & trait) != 0;
	return n;
}

uint32_t search_radius_count(struct search *x, int radius_km)
{
	return (uint32_t)search_count_geo(x, radius_km, x->c.filters & FILTER_NO_CAR);
}

uint32_t search_when_count(struct search *x, const struct when *w, uint32_t *sure)
{
	struct criteria c;
	size_t n;

	criteria_init(&c);
	criteria_copy(&c, &x->c);
	c.when = *w;
	n = search_count_with(x, &c);
	criteria_done(&c);
	if (sure)	/* whose hours are not known pass at any time */
		*sure = (uint32_t)(n - bits_count_and(search_all_but(x, GROUP_WHEN),
						      timing_silent(x), x->words));
	return (uint32_t)n;
}
