#include "aiguillage/idset.h"

#include <stdlib.h>

#include "aiguillage/mem.h"

enum { FIRST_SLOTS = 1024 };

/* The slot that holds the number, or the free one where it belongs.  Row ids follow one another, hashes are mixed. */
static size_t probe(const struct idset *s, uint64_t number)
{
	size_t mask = s->n_slots - 1, i = number & mask;

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

bool idset_add(struct idset *s, uint64_t number)
{
	size_t i;

	if (!number) {
		bool new = !s->zero;

		s->zero = true;
		return new;
	}
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
	if (!number)
		return s->zero;
	return s->n && s->slots[probe(s, number)];
}

void idset_done(struct idset *s)
{
	free(s->slots);
	*s = (struct idset){ 0 };
}
