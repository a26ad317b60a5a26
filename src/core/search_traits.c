/* What the filters keep, and what passes because its source is silent: bitmaps made when first asked. */
#include "aiguillage/mem.h"
#include "search_impl.h"

/* An offer passes when it has the trait, or when the source does not speak of it. */
struct wanted_trait {
	uint32_t has, unless_known;
};

static const struct wanted_trait of_filter[SEARCH_FILTERS] = {
	[1] = { TRAIT_FREE, TRAIT_COST_KNOWN },
	[2] = { TRAIT_INDIVIDUAL, TRAIT_MODE_KNOWN },
	[3] = { TRAIT_WORKSHOP, TRAIT_MODE_KNOWN },
	[4] = { TRAIT_SELF_SERVICE, TRAIT_MODE_KNOWN },
	[7] = { TRAIT_REASSURING, 0 },
	[8] = { TRAIT_STEP_FREE, TRAIT_STEP_KNOWN },
};

static const struct wanted_trait silent_of_group[SEARCH_GROUPS] = {
	[GROUP_AUDIENCE] = { 0, TRAIT_EXCLUSIVE },	/* refuses nobody */
	[GROUP_NEED] = { 0, TRAIT_NEEDS_KNOWN },
	[GROUP_CARE] = { 0, TRAIT_CARE_KNOWN },
};

uint32_t search_filter_trait(enum search_filter f)
{
	return of_filter[__builtin_ctz(f)].has;
}

/* A word of 64 offers at a time: a test an offer, and one write. */
void traits_bits(const struct index *x, uint32_t has, uint32_t unless_known, uint64_t *bits)
{
	const uint32_t *traits = index_traits(x);
	size_t count = index_count(x);

	for (size_t k = 0; k < index_words(x); k++) {
		size_t n = count - k * 64 < 64 ? count - k * 64 : 64;
		uint64_t word = 0;

		for (size_t i = 0; i < n; i++) {
			uint32_t t = traits[k * 64 + i];

			word |= (uint64_t)((t & has) || (unless_known && !(t & unless_known))) << i;
		}
		bits[k] = word;
	}
}

static uint64_t *offers_with(const struct search *x, struct wanted_trait w)
{
	uint64_t *bits = xcalloc(x->words, sizeof *bits);

	traits_bits(x->x, w.has, w.unless_known, bits);
	return bits;
}

const uint64_t *search_trait_bits(struct search *x, unsigned bit)
{
	if (!x->traits[bit])
		x->traits[bit] = offers_with(x, of_filter[bit]);
	return x->traits[bit];
}

const uint64_t *search_silent(struct search *x, enum search_group group)
{
	if (!silent_of_group[group].unless_known)
		return NULL;
	if (!x->silent[group])
		x->silent[group] = offers_with(x, silent_of_group[group]);
	return x->silent[group];
}
