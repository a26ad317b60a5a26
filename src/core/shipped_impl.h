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

bool blocks_pack_communes(const char *data_dir, struct str *block, struct err *err);
struct gazetteer *blocks_open_communes(const struct str *block, struct err *err);
/* Makes the index of the rows as they are; inside a transaction. */
bool blocks_put_index(struct directory *d, const struct gazetteer *g, const struct vocab *v,
		      struct err *err);
/* The same in a transaction of its own. */
bool blocks_rebuild_index(struct directory *d, const struct gazetteer *g, const struct vocab *v,
			  struct err *err);

#endif
