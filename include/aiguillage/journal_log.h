/*
 * The log in journal.db: records of entry.h, one table a kind.
 *
 *	journal_begin(j, &err) && journal_post_stamp(j, &e, &err) && journal_log_put(j, &e, &err)
 *		&& journal_commit(j, &err);	// else journal_rollback(j)
 */
#ifndef AIGUILLAGE_JOURNAL_LOG_H
#define AIGUILLAGE_JOURNAL_LOG_H

#include "aiguillage/entry.h"
#include "aiguillage/journal.h"
#include "aiguillage/journal_overlay.h"	/* journal_begin… */

/* Writes this version over any other. */
bool journal_log_put(struct journal *j, const struct entry *e, struct err *err);
/* Opens what was read sealed, when the journal is unlocked by now. */
void journal_log_unseal(struct journal *j, struct entry *e);
/* By id, or by its first characters; false without error: there is none. */
bool journal_log_get(struct journal *j, enum entry_kind kind, const char *id, struct entry *e,
		     struct err *err);
/* By code; the latest when journals that were merged have several.  False without error: none. */
bool journal_log_person(struct journal *j, const char *code, struct entry *e, struct err *err);

/* The accompaniment of one person that this post made last; false without error: none. */
bool journal_log_last_visit(struct journal *j, struct entry *e, struct err *err);

/* NULL and "" do not filter. */
struct journal_log_query {
	const char *from, *to;	/* days, both included */
	const char *person;	/* id */
	bool removed;		/* cancelled ones too */
	/*
	 * Sum of 1 << field: these alone are read, and whether it was cancelled, in no order, which
	 * costs a long journal much less; 0: all of the entry.
	 */
	uint64_t fields;
	/* of referrals only, and then alone: */
	const char *pathway;	/* id */
	const char *due;	/* open, to be followed up on that day or before; by that day */
};
/* By day, then in the order they were made.  Returning false stops; the entry is borrowed. */
typedef bool journal_log_fn(void *ctx, const struct entry *e, struct err *err);
bool journal_log_each(struct journal *j, enum entry_kind kind, const struct journal_log_query *q,
		      journal_log_fn *fn, void *ctx, struct err *err);

#endif
