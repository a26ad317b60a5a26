/*
 * Local knowledge in journal.db.  An act reads a record, changes it in memory
 * and writes it back, in one transaction; `stamp` is drawn anew when the
 * directory must follow.
 *
 *	journal_begin(j, &err) && journal_overlay_read(j, OVERLAY_PLACE, key, &r, &err) && …
 *		&& journal_overlay_write(j, &r, &err) && journal_overlay_restamp(j, &err)
 *		&& journal_commit(j, &err);	// else journal_rollback(j)
 */
#ifndef AIGUILLAGE_JOURNAL_OVERLAY_H
#define AIGUILLAGE_JOURNAL_OVERLAY_H

#include "aiguillage/journal.h"
#include "aiguillage/overlay_record.h"
#include "aiguillage/str.h"

/* ERR_BASE with what to do when the journal is for reading only. */
bool journal_begin(struct journal *j, struct err *err);
bool journal_commit(struct journal *j, struct err *err);
void journal_rollback(struct journal *j);

/* r is initialized with kind and key, and has made == 0 when nothing is written of it. */
bool journal_overlay_read(struct journal *j, enum overlay_kind kind, const char *key,
			  struct overlay_record *r, struct err *err);
/* Replaces all that is written of it; removes it when it is empty. */
bool journal_overlay_write(struct journal *j, const struct overlay_record *r, struct err *err);
bool journal_overlay_restamp(struct journal *j, struct err *err);
/* "" when nothing was ever said.  False when the journal cannot be read. */
bool journal_overlay_stamp(struct journal *j, struct str *stamp, struct err *err);
/* A key that no record has: « local-3f9a2c1e ». */
bool journal_overlay_new_key(struct journal *j, const char *prefix, struct str *key,
			     struct err *err);

/*
 * Every record, places first, by key, all of one moment; *stamp receives that of the moment.
 * Returning false stops.
 */
typedef bool journal_overlay_fn(void *ctx, const struct overlay_record *r, struct err *err);
bool journal_overlay_each(struct journal *j, struct str *stamp, journal_overlay_fn *fn, void *ctx,
			  struct err *err);

#endif
