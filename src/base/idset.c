#include "aiguillage/idset.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/bits.h"
#include "aiguillage/mem.h"

#define FIRST_SLOTS 1024
#define SMALL ((uint64_t)1 << 25)	/* below: one bit a number, 4 MB at most */

/* The slot that holds the number, or the free one where it belongs. */
static size_t probe(const struct idset *s, uint64_t number)
{
	size_t mask = s->n_slots - 1, i = (number ^ number >> 32) & mask;

	while (s->slots[i] && s->slots[i] != number)
		i = (i + 1) & mask;
	return i;
}

static void grow(struct idset *s)
{
	uint64_t *old = s->slots;
	size_t n = s->n_slots;

	s->n_slots = n ? 2 * n : FIRST_SLOTS;
	s->slots = xcalloc(s->n_slots, sizeof *s->slots);
	for (size_t i = 0; i < n; i++)
		if (old[i])
			s->slots[probe(s, old[i])] = old[i];
	free(old);
}

/* Row ids are small and follow one another: one bit each. */
static bool add_small(struct idset *s, uint64_t number)
{
	size_t old = s->n_words, need = number / 64 + 1;

	if (need > old) {
		s->n_words = need < 2 * old ? 2 * old : need;
		s->small = xreallocarray(s->small, s->n_words, sizeof *s->small);
		memset(s->small + old, 0, (s->n_words - old) * sizeof *s->small);
	}
	if (bits_has(s->small, number))
		return false;
	bits_set(s->small, number);
	return true;
}

bool idset_add(struct idset *s, uint64_t number)
{
	size_t i;

	if (number < SMALL)
		return add_small(s, number);
	if (2 * (s->n + 1) > s->n_slots)
		grow(s);
	i = probe(s, number);
	if (s->slots[i])
		return false;
	s->slots[i] = number;
	s->n++;
	return true;
}

bool idset_has(const struct idset *s, uint64_t number)
{
	if (number < SMALL)
		return number / 64 < s->n_words && bits_has(s->small, number);
	return s->n && s->slots[probe(s, number)];
}

void idset_done(struct idset *s)
{
	free(s->small);
	free(s->slots);
	*s = (struct idset){ 0 };
}
