/*
 * Packed blocks: arrays laid one after another in one piece of memory, written
 * once, stored as a blob, and used in place without parsing.
 *
 *	struct pack_writer w;
 *	pack_begin(&w, "AIDX", 1);
 *	pack_array(&w, lat, n, sizeof *lat);
 *	pack_array(&w, arena.s, arena.len, 1);
 *	pack_end(&w);			// w.out.s, w.out.len
 *
 *	struct pack_reader r;
 *	if (pack_open(&r, blob, size, "AIDX", 1)) {
 *		lat = pack_next(&r, sizeof *lat, &n);
 *		...
 *		if (!r.ok) rebuild();
 *	}
 *
 * Native byte order: a block never leaves the machine that made it.  Each array
 * begins on 8 bytes.  The block ends with a checksum of all that precedes it.
 */
#ifndef AIGUILLAGE_PACK_H
#define AIGUILLAGE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/err.h"
#include "aiguillage/str.h"

/* Takes what is packed as it comes, at most PACK_PIECE bytes at a time. */
typedef bool pack_sink(void *ctx, const void *bytes, size_t n, struct err *err);
#define PACK_PIECE ((size_t)1 << 20)

struct pack_writer {
	struct str out;		/* all of it, or what is not handed over yet */
	pack_sink *sink;	/* NULL: none */
	void *ctx;
	struct err *err;
	bool failed;		/* the sink did: what comes after is dropped */
	struct pack_sums {
		uint64_t sum[8], n;
	} sums;			/* of what was handed over */
};
void pack_begin(struct pack_writer *w, const char tag[4], uint16_t version);
/* The same, to somewhere else: a block of any size is never held whole. */
void pack_begin_to(struct pack_writer *w, const char tag[4], uint16_t version, pack_sink *sink,
		   void *ctx, struct err *err);
void pack_array(struct pack_writer *w, const void *items, size_t n, size_t item_size);
/* An array of n items that are not together in memory: all of them, then its end. */
void pack_array_begin(struct pack_writer *w, size_t n, size_t item_size);
void pack_bytes(struct pack_writer *w, const void *items, size_t bytes);
void pack_array_end(struct pack_writer *w);
bool pack_end(struct pack_writer *w);	/* false: the sink failed */
void pack_done(struct pack_writer *w);

struct pack_reader {
	const unsigned char *p, *end;
	bool ok;		/* false once an array was missing or of another item size */
};
/* `blob` must be aligned on 8 bytes.  False: another tag, version or checksum. */
bool pack_open(struct pack_reader *r, const void *blob, size_t size, const char tag[4],
	       uint16_t version);
/*
 * Is it whole, as its checksum tells, whatever its tag and version?  True as well when another
 * Aiguillage packed it in its own way: nothing can be told of it.
 */
bool pack_is_sound(const void *blob, size_t size);
/* The checksum of a block without the 8 bytes of its own. */
uint64_t pack_sum(const void *p, size_t n);
/* The next array (borrowed), its number of items in *n; NULL and 0 when something is wrong. */
const void *pack_next(struct pack_reader *r, size_t item_size, size_t *n);

/* 64-bit hash of bytes, not against an enemy: tables and change detection. */
uint64_t hash_bytes(const void *p, size_t n, uint64_t seed);

#endif
