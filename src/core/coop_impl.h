/* Between the coop*.c files. */
#ifndef AIGUILLAGE_COOP_IMPL_H
#define AIGUILLAGE_COOP_IMPL_H

#include "aiguillage/coop.h"
#include "aiguillage/csv.h"
#include "aiguillage/entry.h"

/*
 * A row as an accompaniment without identity; false: it cannot be taken, `why` says for what cell.
 * tags: its cell « Tags », whose lines are apart; those of the others have become spaces.
 */
bool coop_fill(const struct vocab *vocab, const struct csv_row *r, const char *tags, struct entry *e,
	       struct str *why);

/* « 2/5 » among the participants, in a row with an id: the second line of an activity of five. */
bool coop_share(const struct csv_row *r, long *rank, long *people);
/* Adds the person of a row to the record of the activity. */
void coop_join(struct entry *e, const struct entry *more);

#endif
