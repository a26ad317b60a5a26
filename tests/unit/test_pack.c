#include "aiguillage/pack.h"
#include "tests/lib/tap.h"

static const uint32_t numbers[] = { 1, 2, 3, 4, 5 };

static void write_sample(struct pack_writer *w)
{
	pack_begin(w, "TEST", 7);
	pack_array(w, numbers, 5, sizeof *numbers);
	pack_array(w, "bonjour", 7, 1);
	pack_array(w, NULL, 0, 8);
	pack_array(w, numbers, 2, 8);
	pack_end(w);
}

/* malloc'd: aligned, and of exactly n bytes, so that a sanitizer sees a read past the end */
static void *copy(const void *p, size_t n)
{
	return memcpy(malloc(n ? n : 1), p, n);
}

static void test_round_trip(void)
{
	struct pack_writer w;
	struct pack_reader r;
	const uint32_t *u;
	const char *s;
	void *blob;
	size_t n;

	write_sample(&w);
	blob = copy(w.out.s, w.out.len);
	ok(pack_open(&r, blob, w.out.len, "TEST", 7), "opens");
	u = pack_next(&r, sizeof *u, &n);
	ok(n == 5 && memcmp(u, numbers, sizeof numbers) == 0, "numbers");
	is_int((uintptr_t)u % 8, 0, "aligned");
	s = pack_next(&r, 1, &n);
	ok(n == 7 && memcmp(s, "bonjour", 7) == 0, "letters");
	is_int((uintptr_t)s % 8, 0, "aligned too");
	ok(pack_next(&r, 8, &n) && n == 0, "an empty array is there, with nothing in it");
	u = pack_next(&r, 8, &n);
	is_int((uintptr_t)u % 8, 0, "aligned after an odd length");
	ok(n == 2 && u[3] == 4, "two items of 8 bytes");
	ok(r.ok, "nothing was wrong");
	ok(!pack_next(&r, 1, &n) && n == 0 && !r.ok, "no fifth array");
	free(blob);
	pack_done(&w);
}

static void test_refusals(void)
{
	struct pack_writer w;
	struct pack_reader r;
	char *blob;
	size_t n;

	write_sample(&w);
	blob = copy(w.out.s, w.out.len);
	ok(!pack_open(&r, blob, w.out.len, "TOST", 7) && !r.ok, "another tag");
	ok(!pack_open(&r, blob, w.out.len, "TEST", 8), "another version");
	ok(!pack_open(&r, NULL, 0, "TEST", 7), "nothing");
	ok(!pack_open(&r, blob + 4, w.out.len - 4, "TEST", 7), "not aligned");
	ok(!pack_next(&r, 1, &n), "and nothing can be read from it");
	ok(pack_open(&r, blob, w.out.len, "TEST", 7), "opens");
	ok(!pack_next(&r, 8, &n) && !n && !r.ok, "another size of item");
	ok(!pack_next(&r, 4, &n) && !n, "the error stays");
	pack_open(&r, blob, w.out.len, "TEST", 7);
	ok(!pack_next(&r, 0, &n) && !r.ok, "items of no size");
	free(blob);
	pack_done(&w);
}

static void test_truncation(void)
{
	struct pack_writer w;
	struct pack_reader r;
	int opened = 0;

	write_sample(&w);
	for (size_t n = 0; n < w.out.len; n++) {
		void *blob = copy(w.out.s, n);

		opened += pack_open(&r, blob, n, "TEST", 7);
		free(blob);
	}
	is_int(opened, 0, "no truncated block opens");
	pack_done(&w);
}

static void test_flips(void)
{
	struct pack_writer w;
	struct pack_reader r;
	int opened = 0;

	write_sample(&w);
	for (size_t bit = 0; bit < 8 * w.out.len; bit++) {
		char *blob = copy(w.out.s, w.out.len);

		blob[bit / 8] ^= (char)(1 << bit % 8);
		opened += pack_open(&r, blob, w.out.len, "TEST", 7);
		free(blob);
	}
	is_int(opened, 0, "no block with a flipped bit opens");
	pack_done(&w);
}

/* The checksum is no defence against someone who computes it again: the bounds must hold. */
static void test_forged(void)
{
	static const uint64_t wild[] = {
		0, 1, 6, 1000, UINT32_MAX, UINT64_MAX / 4, UINT64_MAX / 4 + 2, UINT64_MAX / 8 + 1,
		UINT64_MAX - 7, UINT64_MAX,
	};
	struct pack_writer w;
	size_t outside = 0;

	write_sample(&w);
	for (size_t at = 8; at + 16 <= w.out.len; at += 8) {
		for (size_t i = 0; i < sizeof wild / sizeof *wild; i++) {
			char *blob = copy(w.out.s, w.out.len);
			static const size_t sizes[] = { 4, 1, 8, 8 };
			struct pack_reader r;
			uint64_t sum;

			memcpy(blob + at, &wild[i], sizeof *wild);
			sum = pack_sum(blob, w.out.len - 8);
			memcpy(blob + w.out.len - 8, &sum, sizeof sum);
			pack_open(&r, blob, w.out.len, "TEST", 7);
			for (size_t k = 0; k < 4; k++) {
				size_t n;
				const char *items = pack_next(&r, sizes[k], &n);

				if (items && (items + n * sizes[k] > blob + w.out.len - 8 ||
					      items < blob))
					outside++;
			}
			free(blob);
		}
	}
	is_int(outside, 0, "no forged length leads outside");
	pack_done(&w);
}

/* What a disk does: a sector of zeros, one in place of another, the same bit twice. */
static void test_sum(void)
{
	enum { WORDS = 512, SECTOR = 64 };
	uint64_t block[WORDS], other[WORDS], sum;
	int unseen = 0;

	for (size_t i = 0; i < WORDS; i++)
		block[i] = hash_bytes(&i, sizeof i, 0);
	sum = pack_sum(block, sizeof block);
	for (size_t at = 0; at < WORDS; at += SECTOR) {
		memcpy(other, block, sizeof block);
		memset(other + at, 0, SECTOR * sizeof *other);
		unseen += pack_sum(other, sizeof other) == sum;
		memcpy(other + at, block + (at + SECTOR) % WORDS, SECTOR * sizeof *other);
		memcpy(other + (at + SECTOR) % WORDS, block + at, SECTOR * sizeof *other);
		unseen += pack_sum(other, sizeof other) == sum;
	}
	memcpy(other, block, sizeof block);
	for (size_t i = 0; i < WORDS; i++) {
		for (size_t k = 0; k < i; k++) {
			other[i] ^= UINT64_C(1) << 63;
			other[k] ^= UINT64_C(1) << 63;
			unseen += pack_sum(other, sizeof other) == sum;
			other[i] = block[i];
			other[k] = block[k];
		}
	}
	is_int(unseen, 0, "no such damage goes unseen");
	ok(pack_sum(block, sizeof block) == sum, "the same bytes, the same sum");
}

struct taken {
	struct str all;
	size_t longest, room;	/* room: it fails beyond */
};

static bool take(void *ctx, const void *bytes, size_t n, struct err *err)
{
	struct taken *t = ctx;

	if (t->all.len + n > t->room)
		return err_set(err, ERR_BASE, "plus de place");
	str_addn(&t->all, bytes, n);
	t->longest = n > t->longest ? n : t->longest;
	return true;
}

/* One array at once, one of items that come each alone: longer than a piece, both. */
static bool pack_much(struct pack_writer *w, const uint32_t *items, size_t n)
{
	pack_array(w, "abc", 3, 1);
	pack_array(w, items, n, sizeof *items);
	pack_array_begin(w, n - 1, sizeof *items);
	for (size_t i = 1; i < n; i++)
		pack_bytes(w, items + i, sizeof *items);
	pack_array_end(w);
	return pack_end(w);
}

static void test_sink(void)
{
	size_t n = PACK_PIECE / 4 * 3 + 1;
	uint32_t *items = calloc(n, sizeof *items);
	struct taken t = { .room = SIZE_MAX };
	struct pack_writer whole, w;
	struct err err = ERR_INIT;
	struct pack_reader r;
	size_t got;

	for (size_t i = 0; i < n; i++)
		items[i] = (uint32_t)(i * 2654435761u);
	str_init(&t.all);
	pack_begin(&whole, "TEST", 7);
	ok(pack_much(&whole, items, n), "whole, in memory");
	pack_begin_to(&w, "TEST", 7, take, &t, &err);
	ok(pack_much(&w, items, n), "the same, handed over");
	ok(t.longest == PACK_PIECE, "piece after piece");
	ok(t.all.len == whole.out.len && memcmp(t.all.s, whole.out.s, t.all.len) == 0,
	   "byte for byte");
	ok(pack_open(&r, whole.out.s, whole.out.len, "TEST", 7), "opens");
	ok(pack_next(&r, 1, &got) && got == 3 && pack_next(&r, 4, &got) && got == n &&
		   pack_next(&r, 4, &got) && got == n - 1 && r.ok, "three arrays");
	pack_done(&w);
	str_clear(&t.all);
	t.room = 2 * PACK_PIECE;
	pack_begin_to(&w, "TEST", 7, take, &t, &err);
	ok(!pack_much(&w, items, n) && err.kind == ERR_BASE, "a sink that fails");
	ok(t.all.len == 2 * PACK_PIECE, "is not asked again");
	pack_done(&w);
	pack_done(&whole);
	str_done(&t.all);
	err_clear(&err);
	free(items);
}

/* A block of another Aiguillage is not said to be damaged. */
static void test_other_format(void)
{
	struct pack_writer w;
	struct pack_reader r;
	char *blob;

	write_sample(&w);
	blob = copy(w.out.s, w.out.len);
	ok(pack_is_sound(blob, w.out.len), "sound");
	blob[20] ^= 1;
	ok(!pack_is_sound(blob, w.out.len), "damaged");
	blob[6] ^= 1;
	ok(pack_is_sound(blob, w.out.len), "packed in another way: not said to be damaged");
	ok(!pack_open(&r, blob, w.out.len, "TEST", 7), "but not opened");
	free(blob);
	pack_done(&w);
}

static void test_hash(void)
{
	static const char text[] = "aiguillage aiguillage";
	uint64_t h = hash_bytes(text, 20, 0);
	int same = 0;

	ok(h == hash_bytes(text, 20, 0), "the same bytes, the same hash");
	ok(h != hash_bytes(text, 20, 1), "another seed");
	for (size_t n = 0; n < 20; n++)
		same += hash_bytes(text, n, 0) == h;
	is_int(same, 0, "other lengths");
	ok(hash_bytes("\0", 1, 0) != hash_bytes("\0\0", 2, 0), "zeros count");
	ok(hash_bytes(NULL, 0, 3) != hash_bytes(NULL, 0, 4), "nothing, with two seeds");
}

int main(void)
{
	test_round_trip();
	test_refusals();
	test_truncation();
	test_flips();
	test_forged();
	test_sum();
	test_sink();
	test_other_format();
	test_hash();
	return done_testing();
}
