#include <stdlib.h>

#include "aiguillage/bits.h"
#include "aiguillage/idset.h"
#include "aiguillage/intern.h"
#include "aiguillage/sort.h"
#include "tests/lib/tap.h"

static void test_intern(void)
{
	struct intern t;
	char word[16];
	int bad = 0;

	intern_init(&t);
	is_int(intern_find(&t, "x", 1), INTERN_NONE, "nothing yet");
	is_int(intern_add(&t, "", 0), 0, "the empty string is a string");
	is_int(intern_add(&t, "abc", 2), 1, "length counts");
	is_int(intern_add(&t, "ab", 2), 1, "known");
	is_int(intern_find(&t, "abc", 3), INTERN_NONE, "a longer one is another");
	for (int i = 0; i < 5000; i++) {
		int n = snprintf(word, sizeof word, "mot%d", i);

		bad += intern_add(&t, word, (size_t)n) != (uint32_t)i + 2;
	}
	for (int i = 0; i < 5000; i++) {
		int n = snprintf(word, sizeof word, "mot%d", i);

		bad += intern_find(&t, word, (size_t)n) != (uint32_t)i + 2;
		bad += strcmp(intern_get(&t, (uint32_t)i + 2), word) != 0;
	}
	is_int(bad, 0, "5,000 strings keep their numbers");
	intern_done(&t);
}

static void test_bits(void)
{
	uint64_t a[3] = { 0 }, b[3] = { 0 };
	size_t n = 0;

	bits_set(a, 0);
	bits_set(a, 63);
	bits_set(a, 64);
	bits_set(a, 129);
	bits_put(b, 64, true);
	bits_put(a, 0, false);
	ok(bits_has(a, 63) && !bits_has(a, 0), "set and unset");
	is_int(bits_count(a, 3), 3, "counted");
	is_int(bits_count_and(a, b, 3), 1, "shared");
	for (size_t i = bits_next(a, 130, 0); i < 130; i = bits_next(a, 130, i + 1))
		n += i;
	is_int(n, 63 + 64 + 129, "walked");
	is_int(bits_next(a, 129, 65), 129, "not beyond the last");
	bits_and(a, b, 3);
	is_int(bits_next(a, 130, 0), 64, "intersection");
}

static void test_idset(void)
{
	struct idset s = { .n = 0 };
	int bad = 0;

	ok(!idset_has(&s, 0) && !idset_has(&s, 7), "empty");
	ok(idset_add(&s, 0) && !idset_add(&s, 0) && idset_has(&s, 0), "0 is a number");
	for (uint64_t i = 1; i <= 5000; i++)
		bad += !idset_add(&s, i << 32) || idset_add(&s, i << 32);
	for (uint64_t i = 1; i <= 5000; i++)
		bad += !idset_has(&s, i << 32) || idset_has(&s, i);
	is_int(bad, 0, "5,000 of the same slot");
	idset_done(&s);
	ok(!idset_has(&s, 0) && !idset_has(&s, (uint64_t)1 << 32), "empty again");
}

static void test_sort(size_t n, unsigned shift)
{
	uint64_t *v = calloc(n + 1, sizeof *v), x = 7;
	size_t bad = 0;

	for (size_t i = 0; i < n; i++) {
		x = x * 6364136223846793005u + 1442695040888963407u;
		v[i] = x >> shift;
	}
	sort_numbers(v, n);
	for (size_t i = 1; i < n; i++)
		bad += v[i - 1] > v[i];
	is_int((long long)bad, 0, "%zu numbers of %u bits in order", n, 64 - shift);
	free(v);
}

int main(void)
{
	test_intern();
	test_bits();
	test_idset();
	test_sort(0, 0);
	test_sort(100, 0);
	test_sort(5000, 0);
	test_sort(5000, 40);
	test_sort(5000, 52);
	return done_testing();
}
