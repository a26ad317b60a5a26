#include "aiguillage/sort.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"

#define DIGITS 256
#define FEW 512			/* below, counting digits costs more than comparing */

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* By one byte of each; those that have the same stay in their order. */
static void pass(const uint64_t *from, uint64_t *to, size_t n, unsigned shift,
		 const size_t count[DIGITS])
{
	size_t at[DIGITS], sum = 0;

	for (size_t d = 0; d < DIGITS; d++) {
		at[d] = sum;
		sum += count[d];
	}
	for (size_t i = 0; i < n; i++)
		to[at[from[i] >> shift & 0xFF]++] = from[i];
}

void sort_numbers(uint64_t *v, size_t n)
{
	size_t count[sizeof *v][DIGITS] = { { 0 } };
	uint64_t *from = v, *to, *swap;

	if (n < FEW) {
		if (n)
			qsort(v, n, sizeof *v, by_number);
		return;
	}
	to = xreallocarray(NULL, n, sizeof *to);
	for (size_t i = 0; i < n; i++)
		for (unsigned b = 0; b < sizeof *v; b++)
			count[b][v[i] >> 8 * b & 0xFF]++;
	for (unsigned b = 0; b < sizeof *v; b++) {
		if (count[b][from[0] >> 8 * b & 0xFF] == n)
			continue;	/* all have that byte */
		pass(from, to, n, 8 * b, count[b]);
		swap = from;
		from = to;
		to = swap;
	}
	if (from != v)
		memcpy(v, from, n * sizeof *v);
	free(from == v ? to : from);
}
