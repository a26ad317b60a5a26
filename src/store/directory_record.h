/* The fields of a place or an offer as one blob (directory_record.c), between the directory*.c files. */
#ifndef AIGUILLAGE_STORE_DIRECTORY_RECORD_H
#define AIGUILLAGE_STORE_DIRECTORY_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "aiguillage/err.h"
#include "aiguillage/place.h"

#define RECORD_SLOTS 64		/* field numbers, and those that stand for a field told otherwise */

#define RECORD_BIT(field) ((uint64_t)1 << (field))

/* A blob being read; all zero to begin with. */
struct record {
	uint64_t only;		/* RECORD_BIT of the fields that are wanted, 0: all of them */
	uint64_t raw;		/* of those read as they stand: not cleaned, hours in their short form */
	bool steady;		/* of one query, since directory_shared_follow(): the base does not change */
	struct str text;
	const char *f[RECORD_SLOTS];	/* by field; NULL: empty.  Borrowed until the next one is read */
	size_t at[RECORD_SLOTS];
	uint8_t used[RECORD_SLOTS];	/* the fields that are there */
	size_t n_used;
};
void record_done(struct record *r);

struct directory;
struct bytes {
	const void *p;
	size_t n;
};
/* False when the base could not be asked: directory_shared().  Keys are always read. */
bool record_read_place(struct directory *d, struct record *r, struct bytes place);
bool record_read_offer(struct directory *d, struct record *r, struct bytes offer,
		       struct bytes place);

/* Sets the bits of the shared texts it holds; bit 0 when one is not below n. */
void record_mark_shared(struct bytes fields, uint64_t *used, size_t n);

/*
 * Appends the blob.  `place_key` is that of the row of the offer's place.  False when a shared text
 * could not be kept.
 */
bool record_pack_place(struct directory *d, struct str *out, const char *const *f, struct err *err);
bool record_pack_offer(struct directory *d, struct str *out, const char *const *f,
		       const char *place_key, struct err *err);

/* Are its source ids what follows the first dot of its key?  Is the key that of the place and « -o »? */
bool record_ids_are_key(const char *const *place);
bool record_key_is_tail(const char *offer_key, const char *place_key);
#define RECORD_TAIL "-o"

/* 31 bits: what it leads to is to be checked.  It is kept in the base. */
int64_t record_hash(const char *s);

#endif
