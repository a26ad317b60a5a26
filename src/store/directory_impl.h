/* Between the directory*.c files, and for the test of the query plans. */
#ifndef AIGUILLAGE_STORE_DIRECTORY_IMPL_H
#define AIGUILLAGE_STORE_DIRECTORY_IMPL_H

#include "aiguillage/directory.h"
#include "aiguillage/idset.h"
#include "aiguillage/intern.h"
#include "src/store/db.h"
#include "src/store/directory_record.h"

/* Corrections, during a transaction (directory_overlay.c). */
struct local_value;
struct local_values {
	struct local_value *v;	/* sorted */
	size_t n, cap;
	bool loaded;
};

/* Texts that many fields hold (directory_shared.c). */
struct shared {
	char **values;		/* by number, those that were read; NULL: not yet */
	size_t n_values, cap_values;
	bool all;		/* so were all that there are, but for those written since */
	unsigned version;	/* of the file when they were read */
	/* for writing, since begin */
	bool loaded;
	struct intern texts;
	uint32_t *numbers;	/* of each */
	size_t cap_numbers;
	uint64_t *taken;	/* numbers: bitmap */
	uint32_t next;		/* those before are all taken */
	struct intern ours;	/* what the counsellor wrote */
	bool freed;		/* a row was written over or removed */
};

/* For names that most often are not there: a bit a hash, since begin (directory_filter.c). */
struct filter {
	uint64_t *bits;		/* NULL: not read yet */
};

/* The blob of a row that was just looked at, and will be compared. */
struct looked_at {
	int64_t id;		/* 0: none */
	struct str fields;
	int64_t place_id;	/* of an offer */
};

struct directory {
	struct db db;
	const char *notice;	/* a constant */
	int64_t origin_id;	/* of the rows put from now on; 0: none was told */
	struct str origin_name;
	int64_t generation;	/* the last one that could be read */
	struct local_values local;
	struct shared shared;
	struct record record;	/* of directory_read_place() and directory_read_offer() */
	struct record names;	/* keys and source ids only */
	struct idset put_places, put_offers;	/* rows put or kept since begin */
	int64_t named_place;	/* the row whose key is place_key; 0: none */
	bool bare;		/* that place was just added and has no offer yet */
	struct str place_key, packed;	/* scratch of those who put */
	struct looked_at seen_place, seen_offer;
	struct filter place_keys, offer_keys, place_sources;
};

/* Every statement between a key press and the screen: none may scan a table. */
enum directory_sql {
	SQL_PLACE,
	SQL_OFFER,
	SQL_PLACE_BY_KEY,
	SQL_OFFER_BY_KEY,
	SQL_OFFER_BY_PLACE_KEY,
	SQL_PLACE_BY_SOURCE_ID,
	SQL_OFFER_BY_SOURCE_ID,
	SQL_OFFERS_OF,
	SQL_BLOCK,
	SQL_BLOCK_SIZE,
	SQL_META,
	SQL_READ_COUNT
};
extern const char *const directory_sql[SQL_READ_COUNT];

/* Columns that the functions below read; an offer is read beside its place. */
#define PLACE_COLUMNS "place.id, place.fields"
#define OFFER_COLUMNS "offer.id, offer.place_id, offer.fields, place.fields"

/* The number given by one of the SQL_…_BY_… for a name; 0 when there is none. */
bool directory_find_row(struct directory *d, enum directory_sql sql, const char *name, int64_t *id,
			struct err *err);

/*
 * The record whose PLACE_COLUMNS or OFFER_COLUMNS begin there, copied into p or o, or read into r
 * and lent.  Should the base not be readable, q_end() tells.
 */
void directory_read_place(struct directory *d, struct query *q, int column, struct place *p);
void directory_read_offer(struct directory *d, struct query *q, int column, struct offer *o);
bool directory_lend_place(struct directory *d, struct query *q, int column, struct record *r);
bool directory_lend_offer(struct directory *d, struct query *q, int column, struct record *r);

/* Ends a query of OFFER_COLUMNS: their rows in the order of their keys; *ids is the caller's. */
bool directory_take_offers(struct directory *d, struct query *q, int64_t **ids, size_t *n,
			   struct err *err);

/* The blob of the fields, lent until the next one. */
bool directory_pack_place(struct directory *d, const struct place *p, struct bytes *out,
			  struct err *err);
bool directory_pack_offer(struct directory *d, const struct offer *o, struct bytes *out,
			  struct err *err);

/* The offers of that row are about to be packed. */
void directory_name_place(struct directory *d, const struct place *p);

/*
 * The text of that number: "" when there is none, NULL when the base could not be asked.  And its
 * number, 0 when it is not to be shared; a new one is written at once, unless it is SHARE_KNOWN: what
 * the counsellor wrote leaves with the row that holds it.
 */
enum sharing { SHARE_NOT, SHARE_KNOWN, SHARE_ALL };
const char *directory_shared(struct directory *d, size_t number);
/* To call once the row to be read is there: the texts read before may have given way to others. */
void directory_shared_follow(struct directory *d);
/* For those who are about to read every row. */
bool directory_shared_read_all(struct directory *d, struct err *err);
bool directory_share(struct directory *d, const char *text, enum sharing how, uint32_t *number,
		     struct err *err);
/* A correction: that text is known to be the counsellor's from now on. */
void directory_shared_ours(struct directory *d, const char *text);
/* A row was written over or removed: directory_shared_sweep() then drops the texts that none holds. */
void directory_shared_freed(struct directory *d);
bool directory_shared_sweep(struct directory *d, struct err *err);
/* Does the table hold what the rows need, once? */
bool directory_shared_check(struct directory *d, struct err *err);
void directory_shared_unload(struct directory *d);

/* Has perhaps some place, of whatever origin, this source id among those that stand in place_source? */
bool directory_may_bear(struct directory *d, const char *source_id, bool *may, struct err *err);
void filter_note(struct filter *f, int64_t hash);
void filter_done(struct filter *f);

/* What the SQL of the directory*.c files and of data/sql calls (directory_functions.c). */
bool directory_add_functions(struct directory *d, struct err *err);

/* Refuses what would not be part of a transaction. */
bool directory_in_transaction(struct directory *d, struct err *err);

void directory_local_unload(struct directory *d);

/* Moves a base that cannot be used, and its journals, out of the way. */
bool directory_set_aside(const char *path, char **moved_to, struct err *err);

#endif
