#include "aiguillage/bits.h"

/*
 * A binary for every x86-64 may not use POPCNT without asking; what the compiler puts instead takes
 * five times as long, and a search counts thousands of words at each key.
 */
#if defined(__x86_64__) && defined(__GNUC__)
#define COUNT_BY_INSTRUCTION 1
#endif

#define COUNT(words, word)                                                                      \
	do {                                                                                    \
		size_t count = 0;                                                               \
                                                                                                \
		for (size_t i = 0; i < (words); i++)                                            \
			count += (size_t)__builtin_popcountll(word);                            \
		return count;                                                                   \
	} while (0)

#ifdef COUNT_BY_INSTRUCTION
__attribute__((target("popcnt"))) static size_t fast_count(const uint64_t *b, size_t words)
{
	COUNT(words, b[i]);
}

__attribute__((target("popcnt"))) static size_t fast_count_and(const uint64_t *a,
							       const uint64_t *b, size_t words)
{
	COUNT(words, a[i] & b[i]);
}

__attribute__((target("popcnt"))) static size_t
fast_count_at(const uint64_t *a, const uint32_t *at, size_t words, const uint64_t *b)
{
	COUNT(words, a[i] & b[at[i]]);
}
#endif

size_t bits_count(const uint64_t *b, size_t words)
{
#ifdef COUNT_BY_INSTRUCTION
	if (__builtin_cpu_supports("popcnt"))
		return fast_count(b, words);
#endif
	COUNT(words, b[i]);
}

size_t bits_count_and(const uint64_t *a, const uint64_t *b, size_t words)
{
#ifdef COUNT_BY_INSTRUCTION
	if (__builtin_cpu_supports("popcnt"))
		return fast_count_and(a, b, words);
#endif
	COUNT(words, a[i] & b[i]);
}

size_t bits_count_at(const uint64_t *a, const uint32_t *at, size_t n, const uint64_t *b)
{
#ifdef COUNT_BY_INSTRUCTION
	if (__builtin_cpu_supports("popcnt"))
		return fast_count_at(a, at, n, b);
#endif
	COUNT(n, a[i] & b[at[i]]);
}
