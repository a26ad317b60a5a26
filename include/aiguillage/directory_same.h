/*
 * For telling which places are one: what is compared of every place, and the
 * copy that annuaire.db holds of the counsellor's decisions.
 */
#ifndef AIGUILLAGE_DIRECTORY_SAME_H
#define AIGUILLAGE_DIRECTORY_SAME_H

#include "aiguillage/directory.h"

/* Borrowed for the call; never NULL.  Not cleaned, not to be shown. */
struct place_brief {
	int64_t id, origin;
	const char *key, *name, *provider, *address, *postcode, *commune, *insee, *phone, *siret;
	const char *source, *origin_name;
	double lat, lon;	/* both 0: unknown */
};
typedef bool directory_brief_fn(void *ctx, const struct place_brief *p, struct err *err);
/* Every place, by row; those of n rows. */
bool directory_each_brief(struct directory *d, directory_brief_fn *fn, void *ctx, struct err *err);
bool directory_some_briefs(struct directory *d, const int64_t *rows, size_t n,
			   directory_brief_fn *fn, void *ctx, struct err *err);

/* A decision: a comes before b. */
struct same_pair {
	char *a, *b;
	bool same;
};
bool directory_same_pairs(struct directory *d, struct same_pair **p, size_t *n, struct err *err);
void same_pairs_free(struct same_pair *p, size_t n);
/* Between directory_begin() and its end. */
bool directory_clear_same(struct directory *d, struct err *err);
bool directory_put_same(struct directory *d, const struct same_pair *p, struct err *err);

#endif
