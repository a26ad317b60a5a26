/*
 * The copy of the journal's corrections and marks that annuaire.db holds, so
 * that rows and index can be made without the journal.  For a correction: the
 * row of that key holds `value`, `source` is what its source says.  Changes
 * happen between directory_begin() and its end only.
 */
#ifndef AIGUILLAGE_DIRECTORY_OVERLAY_H
#define AIGUILLAGE_DIRECTORY_OVERLAY_H

#include "aiguillage/directory.h"
#include "aiguillage/overlay_record.h"

struct local_value {
	enum overlay_kind kind;
	char *key;
	int field;
	char *value, *source;
};

/* All of them by kind, key, field; the array lasts until a value is put or dropped, or the end. */
bool directory_local_all(struct directory *d, const struct local_value **v, size_t *n,
			 struct err *err);
/* Those of one record. */
bool directory_local_of(struct directory *d, enum overlay_kind kind, const char *key,
			const struct local_value **v, size_t *n, struct err *err);
/* `v` is one of the array: stays where it is. */
bool directory_local_source(struct directory *d, const struct local_value *v, const char *source,
			    struct err *err);
/* `source` of a new one is "". */
bool directory_local_put(struct directory *d, enum overlay_kind kind, const char *key, int field,
			 const char *value, struct err *err);
bool directory_local_drop(struct directory *d, enum overlay_kind kind, const char *key, int field,
			  struct err *err);
/* What the source of that record says of a corrected field, the caller's; NULL: not known here. */
char *directory_local_says(struct directory *d, enum overlay_kind kind, const char *key,
			   int field);

struct local_mark {
	enum overlay_kind kind;
	char *key;
	enum overlay_mark mark;
	int day;
};
/* By kind and key; *m is the caller's (directory_local_marks_free). */
bool directory_local_marks(struct directory *d, struct local_mark **m, size_t *n,
			   struct err *err);
void directory_local_marks_free(struct local_mark *m, size_t n);
bool directory_local_clear_marks(struct directory *d, struct err *err);
bool directory_local_put_mark(struct directory *d, enum overlay_kind kind, const char *key,
			      enum overlay_mark mark, int day, struct err *err);

/* Writes the fields of a row that is there; its origin stays. */
bool directory_restate_place(struct directory *d, struct place *p, struct err *err);
bool directory_restate_offer(struct directory *d, struct offer *o, struct err *err);
/* Was an origin of that name ever set? */
bool directory_has_origin(struct directory *d, const char *name, bool *has, struct err *err);
/*
 * Every place of an origin, or where it has an offer, by row; of all of them when it is NULL. *own:
 * the place itself is of that origin.  No transaction is needed.
 */
typedef bool directory_one_place_fn(void *ctx, const struct place *p, bool own, struct err *err);
bool directory_each_place(struct directory *d, const char *origin, directory_one_place_fn *fn,
			  void *ctx, struct err *err);
/* Every place of a commune, by its INSEE code.  No transaction is needed; own is always true. */
bool directory_each_place_in(struct directory *d, const char *insee, directory_one_place_fn *fn,
			     void *ctx, struct err *err);
/* directory_offers_of(), those of one origin only; NULL: of all of them. */
bool directory_offers_from(struct directory *d, const char *origin, int64_t place_id,
			   int64_t **ids, size_t *n, struct err *err);
/* Row with exactly that key, without the source ids; 0: none. */
bool directory_row_of(struct directory *d, enum overlay_kind kind, const char *key, int64_t *id,
		      struct err *err);

#endif
