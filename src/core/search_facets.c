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

struct sorted_facet {
	struct facet facet;
	int order;
};

/* Vocabulary order, then the values it does not know, by name. */
static int by_order(const void *a, const void *b)
{
	const struct sorted_facet *x = a, *y = b;

	return x->order != y->order ? (x->order > y->order) - (x->order < y->order) :
				      strcmp(x->facet.code, y->facet.code);
}

static int vocabulary_order(const struct search *x, enum vocab_genre genre, const char *code)
{
	const struct vocab_value *value = vocab_by_code(x->s->vocab, genre, code);

	return value ? value->order : INT32_MAX;
}

size_t search_facets(struct search *x, enum vocab_genre genre, struct facet *out, size_t max)
{
	const uint64_t *others = search_all_but(x, search_group_of(genre));
	size_t n = index_value_count(x->x), found = 0;
	struct sorted_facet *all = xcalloc(n, sizeof *all);
	uint64_t *bits = xcalloc(x->words, sizeof *bits);

	for (size_t i = 0; i < n; i++) {
		struct index_value value;

		index_value_at(x->x, i, &value);
		if (value.genre != genre)
			continue;
		search_choice_bits(x, genre, value.code, bits);
		all[found++] = (struct sorted_facet){
			.facet = { genre, value.code,
				   (uint32_t)bits_count_and(others, bits, x->words) },
			.order = vocabulary_order(x, genre, value.code),
		};
	}
	qsort(all, found, sizeof *all, by_order);
	if (found > max)
		found = max;
	for (size_t i = 0; i < found; i++)
		out[i] = all[i].facet;
	free(all);
	free(bits);
	return found;
}

uint32_t search_filter_count(struct search *x, enum search_filter f)
{
	enum search_group group = GROUP_FILTERS + (unsigned)__builtin_ctz(f);

	if (f == FILTER_NO_CAR)
		return (uint32_t)search_count_geo(x, x->c.radius_km, true);
	return (uint32_t)bits_count_and(search_all_but(x, group), x->group[group], x->words);
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

uint32_t search_when_count(struct search *x, const struct when *w)
{
	struct criteria c;
	size_t n;

	criteria_init(&c);
	criteria_copy(&c, &x->c);
	c.when = *w;
	n = search_count_with(x, &c);
	criteria_done(&c);
	return (uint32_t)n;
}
