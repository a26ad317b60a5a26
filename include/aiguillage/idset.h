/* A set of 64-bit numbers: row ids, hashes. */
#ifndef AIGUILLAGE_IDSET_H
#define AIGUILLAGE_IDSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero: empty. */
struct idset {
	uint64_t *small;	/* a bitmap */
	size_t n_words;
	uint64_t *slots;	/* the others, open addressing; 0 = free */
	size_t n, n_slots;
};

/* False when it was there already. */
bool idset_add(struct idset *s, uint64_t number);
bool idset_has(const struct idset *s, uint64_t number);
/* Frees it; empty again. */
void idset_done(struct idset *s);

#endif
