/* Between the keep*.c files. */
#ifndef AIGUILLAGE_KEEP_IMPL_H
#define AIGUILLAGE_KEEP_IMPL_H

#include "aiguillage/journal.h"
#include "aiguillage/keep.h"

/* What is done to a journal in a transaction; the same to each of its copies. */
typedef bool keep_mend_fn(void *ctx, struct journal *j, struct err *err);
/*
 * To the journal, which must succeed, then to every copy; what could not be done in a copy is told
 * in `doubts`, with what to do.  Nothing can be taken back afterwards.
 */
bool keep_mend(struct session *s, keep_mend_fn *fn, void *ctx, struct str *doubts, struct err *err);

#endif
