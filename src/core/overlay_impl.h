/* Between the overlay*.c files. */
#ifndef AIGUILLAGE_OVERLAY_IMPL_H
#define AIGUILLAGE_OVERLAY_IMPL_H

#include "aiguillage/directory_overlay.h"
#include "aiguillage/journal_overlay.h"
#include "aiguillage/overlay.h"

/* A place or an offer, for what is done to both in the same way. */
struct row {
	enum overlay_kind kind;
	struct place place;
	struct offer offer;
};
void row_init(struct row *r, enum overlay_kind kind);
void row_done(struct row *r);
int64_t row_id(const struct row *r);
const char *row_get(const struct row *r, int field);
void row_set(struct row *r, int field, const char *value);
const char *row_key(const struct row *r);
const char *row_source_ids(const struct row *r);
const char *row_name(const struct row *r);
/* The row of a key or of a source id; row_id() is 0 when there is none. */
bool row_find(struct directory *d, enum overlay_kind kind, const char *key, struct row *r,
	      struct err *err);
bool row_apply(struct directory *d, struct row *r, struct err *err);
bool row_source(struct directory *d, struct row *r, struct err *err);
/* Half a position, or one that is none, is taken away. */
void row_check_position(struct row *r);
bool row_restate(struct directory *d, struct row *r, struct err *err);

/*
 * One act: records before and after.  The first is the one it is about; others follow, when keys
 * that it absorbed had been spoken of, or offers go with their place.
 */
struct act {
	struct session *s;
	struct row row;		/* as it stands; no id when it vanished or is being added */
	struct overlay_record *before, *after;
	size_t n, cap;
	bool moves_directory;	/* rows or index follow */
	struct str what;	/* « Téléphone, Pimms Amplepuis » */
};
/* Opens the journal's transaction.  Whatever happens act_end() must follow, with `ok` so far. */
bool act_begin(struct act *a, struct session *s, enum overlay_kind kind, const char *key,
	       struct err *err);
bool act_begin_new(struct act *a, struct session *s, enum overlay_kind kind, struct err *err);
/* The one it is about. */
struct overlay_record *act_record(struct act *a);
/* Adds the record of another key to the act, and returns it. */
struct overlay_record *act_also(struct act *a, enum overlay_kind kind, const char *key,
				struct err *err);
bool act_end(struct act *a, bool ok, struct err *err);

#endif
