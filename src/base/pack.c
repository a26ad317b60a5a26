#include "aiguillage/pack.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"

#define ALIGN 8

struct head {
	char tag[4];
	uint32_t version;
};

/* Before each array; a multiple of ALIGN. */
struct array_head {
	uint64_t n;
	uint64_t item_size;
};

void pack_begin(struct pack_writer *w, const char tag[4], uint32_t version)
{
	struct head h = { .version = version };

	memcpy(h.tag, tag, sizeof h.tag);
	str_init(&w->out);
	str_addn(&w->out, (const char *)&h, sizeof h);
}

void pack_array(struct pack_writer *w, const void *items, size_t n, size_t item_size)
{
	static const char zeros[ALIGN];
	struct array_head h = { .n = n, .item_size = item_size };
	size_t bytes;

	if (__builtin_mul_overflow(n, item_size, &bytes))
		abort();	/* no such array can exist in memory */
	str_addn(&w->out, (const char *)&h, sizeof h);
	if (bytes)
		str_addn(&w->out, items, bytes);
	str_addn(&w->out, zeros, -w->out.len % ALIGN);
}

void pack_end(struct pack_writer *w)
{
	uint64_t sum = hash_bytes(w->out.s, w->out.len, 0);

	str_addn(&w->out, (const char *)&sum, sizeof sum);
}

void pack_done(struct pack_writer *w)
{
	str_done(&w->out);
}

bool pack_open(struct pack_reader *r, const void *blob, size_t size, const char tag[4],
	       uint32_t version)
{
	const unsigned char *p = blob;
	struct head h;
	uint64_t sum;

	*r = (struct pack_reader){ 0 };
	if (!p || (uintptr_t)p % ALIGN || size < sizeof h + sizeof sum)
		return false;
	size -= sizeof sum;
	memcpy(&h, p, sizeof h);
	memcpy(&sum, p + size, sizeof sum);
	if (memcmp(h.tag, tag, sizeof h.tag) || h.version != version ||
	    sum != hash_bytes(p, size, 0))
		return false;
	r->p = p + sizeof h;
	r->end = p + size;
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

/* Eight bytes at a time, after MurmurHash64A (public domain, Austin Appleby). */
uint64_t hash_bytes(const void *p, size_t n, uint64_t seed)
{
	const uint64_t mul = 0xC6A4A7935BD1E995u;
	const unsigned char *s = p;
	uint64_t h = seed ^ (n * mul);

	while (n) {
		uint64_t k = 0;
		size_t some = n < sizeof k ? n : sizeof k;

		memcpy(&k, s, some);
		s += some;
		n -= some;
		k *= mul;
		k ^= k >> 47;
		k *= mul;
		h = (h ^ k) * mul;
	}
	h ^= h >> 47;
	h *= mul;
	return h ^ h >> 47;
}
