/* Which records are one place, as the counsellor decided, in journal.db. */
#ifndef AIGUILLAGE_JOURNAL_SAME_H
#define AIGUILLAGE_JOURNAL_SAME_H

#include "aiguillage/journal.h"

enum same_verdict {
	SAME_UNSAID,
	SAME_YES,
	SAME_NO,
};
bool journal_same_get(struct journal *j, const char *a, const char *b, enum same_verdict *v,
		      struct err *err);
/* Between journal_begin() and its end; SAME_UNSAID forgets.  The keys differ, in any order. */
bool journal_same_put(struct journal *j, const char *a, const char *b, enum same_verdict v,
		      struct err *err);
typedef bool journal_same_fn(void *ctx, const char *a, const char *b, enum same_verdict v,
			     struct err *err);
/* Every decision, by keys.  Inside a transaction when it must be of the moment of others. */
bool journal_same_each(struct journal *j, journal_same_fn *fn, void *ctx, struct err *err);

#endif
