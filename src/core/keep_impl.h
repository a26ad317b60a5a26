/* Between the keep*.c files. */
#ifndef AIGUILLAGE_KEEP_IMPL_H
#define AIGUILLAGE_KEEP_IMPL_H

#include "aiguillage/journal.h"
#include "aiguillage/keep.h"

/* Settings of the journal. */
#define KEEP_SETTING_MONTHS "conservation"
#define KEEP_SETTING_LAST "dernier_jour"	/* on which the program was used */
#define KEEP_SETTING_SAID "conservation_annonce"	/* since when what is due is announced */
#define KEEP_SETTING_COPIES "copies_a_reprendre"	/* the day that keep_mend() was given, or "effacer" */

/* What is done to the journal in a transaction. */
typedef bool keep_mend_fn(void *ctx, struct journal *j, struct err *err);
/*
 * To the journal, which must succeed, then to every copy: what the journal erased goes there too,
 * and so do the texts of those last met before the day `before` (0: no such day).  What could not be
 * done in a copy is told in `doubts`, with what to do.  Nothing can be taken back afterwards.
 */
bool keep_mend(struct session *s, keep_mend_fn *fn, void *ctx, int before, struct str *doubts,
	       struct err *err);
/* The second half: nothing of before stays in the journal's file, the copies follow. */
void keep_mend_copies(struct session *s, int before, struct str *doubts);
/* Copies that the key of the journal seals are opened again: their phrase is being taken off. */
void keep_open_copies(struct session *s, struct str *doubts);
/* Copies the journal: the file is whole, or is not there. */
bool keep_copy_to(struct session *s, const char *path, struct err *err);
/* As the journal is now, beside the copies; a passage that follows includes it.  Its path. */
char *keep_safety_copy(struct session *s, struct err *err);
/*
 * Of those that the key of the journal seals the newest BACKUP_KEPT stay, and the one just made.
 * One that has a key of its own, or that cannot be read, is for people to delete.
 */
void keep_drop_safety(struct session *s, const char *just_made);
/* Kept sheets of persons. */
void keep_drop_sheets(struct session *s, struct str *doubts);
/* Strips what is overdue on that day (int *); a keep_mend_fn. */
bool keep_strip(void *before, struct journal *j, struct err *err);
/* In a copy that has the tombstones of the journal: the texts whose time is over there and which it stripped. */
bool keep_strip_again(struct session *s, struct journal *j, struct err *err);
/* Names of copies made before an act: putting a copy back, setting a phrase. */
#define KEEP_ASIDE "avant-restauration-"
#define KEEP_SAFETY "avant-phrase-"
/* One of its own for each reading, whoever else reads; dropped with what SQLite left beside it, and freed. */
char *keep_work_file(struct session *s);
void keep_drop_work(char *work);
/* One at a time changes the copies.  Released by close(); -1: nothing to lock. */
int keep_lock_copies(struct session *s);
/* fn in one transaction. */
bool keep_transact(struct journal *j, keep_mend_fn *fn, void *ctx, struct err *err);
/* Work files of programs that are no more. */
void keep_sweep(struct session *s);

#endif
