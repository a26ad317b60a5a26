/* Forms being filled, in journal.db: one of each kind, as text that only the form understands. */
#ifndef AIGUILLAGE_JOURNAL_DRAFT_H
#define AIGUILLAGE_JOURNAL_DRAFT_H

#include "aiguillage/journal.h"
#include "aiguillage/str.h"

/* One that is named so, then the id of a record, is a version of it that gave way (exchange.h). */
#define JOURNAL_ASIDE "ecarte-"

/*
 * One transaction, which waits for nobody: false when the journal cannot be written now.  What is
 * being typed is still on the screen, and is kept at the next pause.
 */
bool journal_draft_put(struct journal *j, const char *form, const char *content, struct err *err);
/*
 * False without error when there is none, with one when it needs the phrase (journal_secret.h).
 * made: the moment, ISO.
 */
bool journal_draft_get(struct journal *j, const char *form, struct str *made, struct str *content,
		       struct err *err);
bool journal_draft_drop(struct journal *j, const char *form, struct err *err);
/* The names that begin so, the oldest first. */
typedef bool journal_draft_fn(void *ctx, const char *form, struct err *err);
bool journal_draft_each(struct journal *j, const char *prefix, journal_draft_fn *fn, void *ctx,
			struct err *err);

#endif
