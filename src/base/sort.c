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

static void sort_part(uint64_t *v, size_t n, uint64_t *room)
{
	size_t count[sizeof *v][DIGITS] = { { 0 } };
	uint64_t *from = v, *to = room, *swap;

	if (n < FEW) {
		if (n)
			qsort(v, n, sizeof *v, by_number);
		return;
	}
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
}

/* By their first byte, where they stand: each goes straight among those that have the same. */
static void part(uint64_t *v, size_t end[DIGITS], size_t n)
{
	enum { SHIFT = 56 };
	size_t at[DIGITS] = { 0 }, sum = 0;

	for (size_t i = 0; i < n; i++)
		at[v[i] >> SHIFT]++;
	for (size_t d = 0; d < DIGITS; d++) {
		sum += at[d];
		at[d] = sum - at[d];
		end[d] = sum;
	}
	for (size_t d = 0; d < DIGITS; d++) {
		while (at[d] < end[d]) {
			uint64_t x = v[at[d]], swap;

			for (size_t k; (k = x >> SHIFT) != d; x = swap) {
				swap = v[at[k]];
				v[at[k]++] = x;
			}
			v[at[d]++] = x;
		}
	}
}

void sort_numbers(uint64_t *v, size_t n)
{
	size_t end[DIGITS], longest = 0, from = 0;
	uint64_t *room;

	part(v, end, n);
	for (size_t d = 0; d < DIGITS; from = end[d++])
		longest = end[d] - from > longest ? end[d] - from : longest;
	room = xreallocarray(NULL, longest, sizeof *room);
	from = 0;
	for (size_t d = 0; d < DIGITS; from = end[d++])
		sort_part(v + from, end[d] - from, room);
	free(room);
}
