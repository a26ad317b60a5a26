/*
 * What an import asks annuaire.db, besides putting rows: what the source gave
 * last time, which rows it has not given again.  Between directory_begin() and
 * its end, after directory_set_origin(): « own » means of that origin.
 */
#ifndef AIGUILLAGE_DIRECTORY_IMPORT_H
#define AIGUILLAGE_DIRECTORY_IMPORT_H

#include "aiguillage/directory.h"

/* Has the origin any row? */
bool directory_own_any(struct directory *d, bool *any, struct err *err);

/*
 * The own row that bears this source id, with its key and its source ids only: directory_place()
 * tells the rest.  Found or not, out->id tells (0: not); false is an error.
 */
bool directory_own_place(struct directory *d, const char *source_id, struct place *out,
			 struct err *err);
bool directory_own_offer(struct directory *d, const char *source_id, struct offer *out,
			 struct err *err);
/* The first own offer of a place, in the same way. */
bool directory_own_offer_at(struct directory *d, int64_t place_id, struct offer *out,
			    struct err *err);
/* Has the row p->id / o->id exactly these fields (and o its place)? */
bool directory_same_place(struct directory *d, const struct place *p, bool *same, struct err *err);
bool directory_same_offer(struct directory *d, const struct offer *o, bool *same, struct err *err);
/* A place of another origin, by its name, that bears this source id; all its fields. */
bool directory_place_of(struct directory *d, const char *origin, const char *source_id,
			struct place *out, struct err *err);

/*
 * Like directory_put_…(), for a row whose key is known to be new; an offer has its place_id
 * already.
 */
bool directory_add_place(struct directory *d, struct place *p, struct err *err);
bool directory_add_offer(struct directory *d, struct offer *o, struct err *err);
/* Is there a place / an offer of that key, of whatever origin? */
bool directory_key_taken(struct directory *d, bool offer, const char *key, bool *taken,
			 struct err *err);

/* Was the row put or kept since begin? */
bool directory_was_put_place(struct directory *d, int64_t id);
bool directory_was_put_offer(struct directory *d, int64_t id);
/* The row is as it should be: not to be dropped, not to be written either. */
void directory_keep_place(struct directory *d, int64_t id);
void directory_keep_offer(struct directory *d, int64_t id);
/* The same for all own places, all own offers. */
bool directory_keep_places(struct directory *d, struct err *err);
bool directory_keep_offers(struct directory *d, struct err *err);

typedef bool directory_place_fn(void *ctx, const struct place *p, struct err *err);
typedef bool directory_offer_fn(void *ctx, const struct offer *o, struct err *err);
/* Every place of another source that has an own offer. */
bool directory_each_attached_place(struct directory *d, directory_place_fn *fn, void *ctx,
				   struct err *err);
/*
 * Every own place; every own place that directory_drop_stale() would remove; every own offer that
 * it would remove from a place that stays.
 */
bool directory_each_own_place(struct directory *d, directory_place_fn *fn, void *ctx,
			      struct err *err);
/* Own places that nobody gives an offer at. */
bool directory_each_idle_place(struct directory *d, directory_place_fn *fn, void *ctx,
			       struct err *err);
bool directory_each_stale_place(struct directory *d, directory_place_fn *fn, void *ctx,
				struct err *err);
bool directory_each_stale_offer(struct directory *d, directory_offer_fn *fn, void *ctx,
				struct err *err);

#endif
