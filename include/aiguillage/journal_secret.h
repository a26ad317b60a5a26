/*
 * The optional passphrase of journal.db (secret.h): while it is set, free texts, codes of persons,
 * private notes and drafts are sealed in the base, each under its table, its id and its column.
 *
 * Locked, the journal counts, lists and takes new entries all the same: what is read stays sealed
 * in the entry, whose entry_get() is "" and whose entry_is_locked() says why; what is written is
 * sealed to the public key.  Only finding a code needs the phrase.
 */
#ifndef AIGUILLAGE_JOURNAL_SECRET_H
#define AIGUILLAGE_JOURNAL_SECRET_H

#include <stdbool.h>

#include "aiguillage/journal.h"
#include "aiguillage/secret.h"
#include "aiguillage/str.h"

enum journal_lock {
	JOURNAL_PLAIN,		/* no phrase is set */
	JOURNAL_LOCKED,
	JOURNAL_UNLOCKED,
};
/* As the base says now: another window may have set or changed the phrase. */
enum journal_lock journal_lock_state(struct journal *j);
/* ERR_USAGE, saying that the phrase is needed, when it is locked. */
bool journal_must_open(struct journal *j, struct err *err);
/* By the phrase, or by the recovery code.  ERR_USAGE when it is neither. */
bool journal_unlock(struct journal *j, const char *phrase, struct err *err);
/* Wipes the key. */
void journal_lock(struct journal *j);

/* A key that is being set, or the present one under another phrase; the long part of the work. */
struct journal_wraps {
	struct secret *key;	/* new, or NULL: that of the journal */
	struct str by_phrase, by_code;
};
/* Always followed by journal_wraps_done(). */
bool journal_wrap(struct journal *j, const char *phrase, const char *code, enum secret_cost cost,
		  struct journal_wraps *w, struct err *err);
void journal_wraps_done(struct journal_wraps *w);

/* ---- in a transaction ---- */

/* Seals everything, or puts the new phrase; the journal is then unlocked. */
bool journal_protect(struct journal *j, struct journal_wraps *w, struct err *err);
/* Opens everything; the journal must be unlocked. */
bool journal_unprotect(struct journal *j, struct err *err);
/*
 * A copy as its journal is: sealed by the same key, which may be locked, and opened by the same
 * phrase.  A copy that has a key of its own stays as it is.
 */
bool journal_take_secret(struct journal *copy, struct journal *from, struct err *err);
/* The reverse, before the journal itself: by its key, which must be unlocked. */
bool journal_drop_secret(struct journal *copy, struct journal *from, struct err *err);
/* Is the copy sealed by another key than that of the journal? */
bool journal_other_secret(struct journal *copy, struct journal *from);
/* Of an unlocked journal: every sealed value opens.  *n receives how many do not. */
bool journal_check_sealed(struct journal *j, size_t *n, struct err *err);

#endif
