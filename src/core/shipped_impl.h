/*
 * Between the two halves of the shipped-data loader (reading and checking the
 * files, storing the rows) and the session, which repairs blocks.
 */
#ifndef AIGUILLAGE_SHIPPED_IMPL_H
#define AIGUILLAGE_SHIPPED_IMPL_H

#include "aiguillage/commune.h"
#include "aiguillage/date.h"
#include "aiguillage/place.h"
#include "aiguillage/session.h"

#define BLOCK_COMMUNES "communes"
#define BLOCK_INDEX "index"
#define META_FINGERPRINT "livre.empreinte"
#define META_FILES "livre.fichiers"	/* how the files stood when the fingerprint was taken */
#define META_COMMUNES "communes.empreinte"	/* of the block */
#define META_INDEX_COMMUNES "index.communes"	/* the same, of the block that the index counts with */

struct shipped {
	const struct vocab *v;
	const struct gazetteer *g;
	struct place *places;		/* codes are already those of the vocabulary */
	size_t n_places, cap_places;
	struct offer *offers;
	size_t n_offers, cap_offers;
	char date[DATE_MOMENT_LEN];	/* of the most recent row, "" when none is dated */
};

/* `v` and `g` are set by the caller.  ERR_DATA names the file and the line. */
bool shipped_read(struct shipped *s, const char *data_dir, struct err *err);
void shipped_done(struct shipped *s);

/*
 * Sizes and dates of the shipped files, for a start that has nothing to do; the caller's string.
 * NULL when one is missing.
 */
char *shipped_stamp(const char *data_dir);
/* shipped_load() of data of that fingerprint, unless somebody else has just done it: *loaded. */
bool shipped_load_once(struct directory *d, const char *data_dir, const struct vocab *v,
		       const char *fingerprint, bool *loaded, struct err *err);

bool blocks_pack_communes(const char *data_dir, struct str *block, struct err *err);
struct gazetteer *blocks_open_communes(const struct str *block, struct err *err);
/* Inside a transaction. */
bool blocks_put_communes(struct directory *d, const struct str *block, struct err *err);
/* Puts an index made from the rows as they are. */
bool blocks_put_made_index(struct directory *d, const struct str *block, struct err *err);
/* Makes the index of the rows as they are, and puts it. */
bool blocks_put_index(struct directory *d, const struct gazetteer *g, const struct vocab *v,
		      struct err *err);
/* Were the two blocks made for each other? */
bool blocks_agree(struct directory *d);

#endif
