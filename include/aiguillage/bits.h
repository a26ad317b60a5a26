/* Bitmaps: arrays of 64-bit words, bit i of word i / 64. */
#ifndef AIGUILLAGE_BITS_H
#define AIGUILLAGE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline size_t bits_words(size_t n)
{
	return (n + 63) / 64;
}

static inline bool bits_has(const uint64_t *b, size_t i)
{
	return b[i / 64] >> (i % 64) & 1;
}

static inline void bits_set(uint64_t *b, size_t i)
{
	b[i / 64] |= UINT64_C(1) << (i % 64);
}

static inline void bits_put(uint64_t *b, size_t i, bool on)
{
	b[i / 64] = (b[i / 64] & ~(UINT64_C(1) << (i % 64))) | (uint64_t)on << (i % 64);
}

static inline void bits_clear(uint64_t *b, size_t words)
{
	memset(b, 0, words * sizeof *b);
}

static inline void bits_and(uint64_t *b, const uint64_t *with, size_t words)
{
	for (size_t i = 0; i < words; i++)
		b[i] &= with[i];
}

static inline void bits_or(uint64_t *b, const uint64_t *with, size_t words)
{
	for (size_t i = 0; i < words; i++)
		b[i] |= with[i];
}

/* How many bits are set; how many two bitmaps share.  With the processor's own instruction, if any. */
size_t bits_count(const uint64_t *b, size_t words);
size_t bits_count_and(const uint64_t *a, const uint64_t *b, size_t words);
/* The same when a holds n words only, those of places at[] in b. */
size_t bits_count_at(const uint64_t *a, const uint32_t *at, size_t n, const uint64_t *b);

/*
 *	for (size_t i = bits_next(b, n, 0); i < n; i = bits_next(b, n, i + 1))
 * `n` is the number of bits.
 */
static inline size_t bits_next(const uint64_t *b, size_t n, size_t i)
{
	size_t w = i / 64;
	uint64_t v;

	if (i >= n)
		return n;
	v = b[w] >> (i % 64) << (i % 64);
	while (!v) {
		if (++w >= bits_words(n))
			return n;
		v = b[w];
	}
	i = w * 64 + (size_t)__builtin_ctzll(v);
	return i < n ? i : n;
}

#endif
