/* The posts whose entries the journal holds: ours, and those that were merged. */
#ifndef AIGUILLAGE_JOURNAL_POST_H
#define AIGUILLAGE_JOURNAL_POST_H

#include "aiguillage/entry.h"
#include "aiguillage/journal.h"

struct journal_post {
	char code[ENTRY_ID_LEN];
	char *name;		/* "" when nobody gave one */
	bool ours;
};
/* As ours writes it: gives an id to a record that has none, the author, and the next revision.  In a transaction. */
bool journal_post_stamp(struct journal *j, struct entry *e, struct err *err);
/* Names the post of that code; "" leaves the name that is known.  In a transaction. */
bool journal_post_put(struct journal *j, const char *code, const char *name, struct err *err);
/* By name, then by code.  journal_posts_free() in any case. */
bool journal_posts(struct journal *j, struct journal_post **posts, size_t *n, struct err *err);
void journal_posts_free(struct journal_post *posts, size_t n);

#endif
