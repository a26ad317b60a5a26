/* Between the directory*.c files, and for the test of the query plans. */
#ifndef AIGUILLAGE_STORE_DIRECTORY_IMPL_H
#define AIGUILLAGE_STORE_DIRECTORY_IMPL_H

#include "aiguillage/directory.h"
#include "src/store/db.h"

/* Corrections, during a transaction (directory_overlay.c). */
struct local_value;
struct local_values {
	struct local_value *v;	/* sorted */
	size_t n, cap;
	bool loaded;
};

struct directory {
	struct db db;
	int64_t origin_id;	/* of the rows put from now on; 0: none was told */
	int64_t generation;	/* the last one that could be read */
	struct local_values local;
};

/* Every statement between a key press and the screen: none may scan a table. */
enum directory_sql {
	SQL_PLACE,
	SQL_OFFER,
	SQL_PLACE_BY_KEY,
	SQL_OFFER_BY_KEY,
	SQL_PLACE_BY_SOURCE_ID,
	SQL_OFFER_BY_SOURCE_ID,
	SQL_OFFERS_OF,
	SQL_BLOCK,
	SQL_META,
	SQL_READ_COUNT
};
extern const char *const directory_sql[SQL_READ_COUNT];

/* « , key, name… »: the columns of the fields, in their order. */
#define COLUMN(id, csv, sql, kind, genre, label) ", " sql
#define PLACE_COLUMNS PLACE_FIELDS(COLUMN)
#define OFFER_COLUMNS OFFER_FIELDS(COLUMN)

/* The number given by one of the SQL_…_BY_… for a name; 0 when there is none. */
bool directory_find_row(struct directory *d, enum directory_sql sql, const char *name, int64_t *id,
			struct err *err);

/* The record whose columns (id, place_id for an offer, then the fields) begin there. */
void directory_read_place(struct query *q, int column, struct place *p);
void directory_read_offer(struct query *q, int column, struct offer *o);

/* The fields as parameters, in their order, from `first` on. */
void directory_bind_place(struct query *q, int first, const struct place *p);
void directory_bind_offer(struct query *q, int first, const struct offer *o);

/* Refuses what would not be part of a transaction. */
bool directory_in_transaction(struct directory *d, struct err *err);

void directory_local_unload(struct directory *d);

/* Moves a base that cannot be used, and its journals, out of the way. */
bool directory_set_aside(const char *path, char **moved_to, struct err *err);

#endif
