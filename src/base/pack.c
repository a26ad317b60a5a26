#include "aiguillage/pack.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"

#define ALIGN 8

/* How blocks are laid and summed; 0 were summed by hash_bytes(). */
#define FORMAT 1

struct head {
	char tag[4];
	uint16_t version;
	uint16_t format;
};

/* Before each array; a multiple of ALIGN. */
struct array_head {
	uint64_t n;
	uint64_t item_size;
};

/* ---- the checksum ---- */

/*
 * Sums and sums of sums, as Fletcher's and as that of SQLite's WAL: a start checks megabytes, and
 * two additions a word see damage as well as multiplications do.  The turn keeps what changes twice
 * in the same bit from cancelling out.
 */
enum { TURN = 32 };

/* n is a multiple of TURN. */
static void sum_more(struct pack_sums *sums, const void *p, size_t n)
{
	typedef uint64_t words __attribute__((vector_size(16)));
	const unsigned char *s = p;
	words a, b, aa, bb, w;

	sums->n += n;
	memcpy(&a, sums->sum, sizeof a);
	memcpy(&b, sums->sum + 2, sizeof b);
	memcpy(&aa, sums->sum + 4, sizeof aa);
	memcpy(&bb, sums->sum + 6, sizeof bb);
	for (; n >= TURN; n -= TURN, s += TURN) {
		memcpy(&w, s, sizeof w);
		a += w;
		memcpy(&w, s + sizeof w, sizeof w);
		b += w;
		aa = (aa << 5 | aa >> 59) + a;
		bb = (bb << 5 | bb >> 59) + b;
	}
	memcpy(sums->sum, &a, sizeof a);
	memcpy(sums->sum + 2, &b, sizeof b);
	memcpy(sums->sum + 4, &aa, sizeof aa);
	memcpy(sums->sum + 6, &bb, sizeof bb);
}

static uint64_t sum_end(struct pack_sums *sums, const void *p, size_t n)
{
	const unsigned char *s = p;
	size_t last = n % TURN;

	sum_more(sums, s, n - last);
	return hash_bytes(sums->sum, sizeof sums->sum,
			  hash_bytes(s + n - last, last, sums->n + last));
}

uint64_t pack_sum(const void *p, size_t n)
{
	struct pack_sums sums = { .n = 0 };

	return sum_end(&sums, p, n);
}

/* ---- writing ---- */

void pack_begin_to(struct pack_writer *w, const char tag[4], uint16_t version, pack_sink *sink,
		   void *ctx, struct err *err)
{
	struct head h = { .version = version, .format = FORMAT };

	memcpy(h.tag, tag, sizeof h.tag);
	*w = (struct pack_writer){ .sink = sink, .ctx = ctx, .err = err };
	str_init(&w->out);
	pack_bytes(w, &h, sizeof h);
}

void pack_begin(struct pack_writer *w, const char tag[4], uint16_t version)
{
	pack_begin_to(w, tag, version, NULL, NULL, NULL);
}

static void hand_over(struct pack_writer *w)
{
	if (!w->failed)
		w->failed = !w->sink(w->ctx, w->out.s, w->out.len, w->err);
	str_clear(&w->out);
}

void pack_bytes(struct pack_writer *w, const void *items, size_t bytes)
{
	const char *p = items;

	while (w->sink && bytes >= PACK_PIECE - w->out.len) {
		size_t room = PACK_PIECE - w->out.len;

		str_addn(&w->out, p, room);
		sum_more(&w->sums, w->out.s, w->out.len);
		hand_over(w);
		p += room;
		bytes -= room;
	}
	if (bytes)
		str_addn(&w->out, p, bytes);
}

void pack_array_begin(struct pack_writer *w, size_t n, size_t item_size)
{
	struct array_head h = { .n = n, .item_size = item_size };

	pack_bytes(w, &h, sizeof h);
}

/* What was handed over ends on ALIGN. */
void pack_array_end(struct pack_writer *w)
{
	static const char zeros[ALIGN];

	pack_bytes(w, zeros, -w->out.len % ALIGN);
}

void pack_array(struct pack_writer *w, const void *items, size_t n, size_t item_size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, item_size, &bytes))
		abort();	/* no such array can exist in memory */
	pack_array_begin(w, n, item_size);
	pack_bytes(w, items, bytes);
	pack_array_end(w);
}

bool pack_end(struct pack_writer *w)
{
	uint64_t sum = sum_end(&w->sums, w->out.s, w->out.len);

	str_addn(&w->out, (const char *)&sum, sizeof sum);
	if (w->sink)
		hand_over(w);
	return !w->failed;
}

void pack_done(struct pack_writer *w)
{
	str_done(&w->out);
}

/* ---- reading ---- */

bool pack_is_sound(const void *blob, size_t size)
{
	struct head h;
	uint64_t sum;

	if (!blob || size < sizeof h + sizeof sum)
		return false;
	size -= sizeof sum;
	memcpy(&h, blob, sizeof h);
	memcpy(&sum, (const char *)blob + size, sizeof sum);
	return h.format != FORMAT || sum == pack_sum(blob, size);
}

bool pack_open(struct pack_reader *r, const void *blob, size_t size, const char tag[4],
	       uint16_t version)
{
	const unsigned char *p = blob;
	struct head h;

	*r = (struct pack_reader){ 0 };
	if (!p || (uintptr_t)p % ALIGN || size < sizeof h + sizeof(uint64_t))
		return false;
	memcpy(&h, p, sizeof h);
	if (memcmp(h.tag, tag, sizeof h.tag) || h.version != version ||
	    h.format != FORMAT || !pack_is_sound(p, size))
		return false;
	r->p = p + sizeof h;
	r->end = p + size - sizeof(uint64_t);
	r->ok = true;
	return true;
}

const void *pack_next(struct pack_reader *r, size_t item_size, size_t *n)
{
	struct array_head h;
	const unsigned char *items;
	size_t room, bytes;

	*n = 0;
	if (!r->ok)
		return NULL;
	r->ok = false;
	room = (size_t)(r->end - r->p);
	if (room < sizeof h)
		return NULL;
	memcpy(&h, r->p, sizeof h);
	room -= sizeof h;
	if (!item_size || h.item_size != item_size || h.n > room / item_size)
		return NULL;
	bytes = (size_t)h.n * item_size;
	bytes += -bytes % ALIGN;
	if (bytes > room)
		return NULL;
	items = r->p + sizeof h;
	r->p = items + bytes;
	r->ok = true;
	*n = (size_t)h.n;
	return items;
}

/* ---- hash ---- */

/* After MurmurHash64A (public domain, Austin Appleby). */
#define MUL 0xC6A4A7935BD1E995u

static inline uint64_t mix(uint64_t h, uint64_t k)
{
	k *= MUL;
	k ^= k >> 47;
	k *= MUL;
	return (h ^ k) * MUL;
}

static inline uint64_t word_at(const unsigned char *s)
{
	uint64_t k;

	memcpy(&k, s, sizeof k);
	return k;
}

/* Fewer than eight bytes, the others 0: without a call to memcpy(). */
static inline uint64_t last_word(const unsigned char *s, size_t n)
{
	uint64_t k = 0;
	uint32_t four;
	uint16_t two;

	if (n & 1)
		k = s[n - 1];
	if (n & 2) {
		memcpy(&two, s + (n & 4), sizeof two);
		k = k << 16 | two;
	}
	if (n & 4) {
		memcpy(&four, s, sizeof four);
		k = k << 32 | four;
	}
	return k;
}

/*
 * Four words at a time, each in a lane of its own, so that the multiplications of one need not wait
 * for those of the others.
 */
uint64_t hash_bytes(const void *p, size_t n, uint64_t seed)
{
	const unsigned char *s = p;
	uint64_t h = seed ^ (n * MUL);

	if (n >= 64) {
		uint64_t lane[4] = { h, h + 1, h + 2, h + 3 };

		for (; n >= 32; n -= 32, s += 32)
			for (size_t i = 0; i < 4; i++)
				lane[i] = mix(lane[i], word_at(s + 8 * i));
		for (size_t i = 0; i < 4; i++)
			h = mix(h, lane[i]);
	}
	for (; n >= 8; n -= 8, s += 8)
		h = mix(h, word_at(s));
	if (n)
		h = mix(h, last_word(s, n));
	h ^= h >> 47;
	h *= MUL;
	return h ^ h >> 47;
}
