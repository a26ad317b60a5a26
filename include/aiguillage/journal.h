/*
 * journal.db: the counsellor's only copy of what they wrote.  Never rebuilt,
 * migrated after a backup, never touched when it is damaged (it is then opened
 * for reading, or not at all, and the program says what to do).  Rollback
 * journal, synchronous=EXTRA, secure_delete, no full-text index.
 */
#ifndef AIGUILLAGE_JOURNAL_H
#define AIGUILLAGE_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "aiguillage/err.h"

struct journal;

/*
 * Creates it when it does not exist.  When it cannot be written (damaged, read-only file or disk,
 * no room to make it), opens it for reading if possible: journal_readonly() is then true and
 * journal_notice() says why and what to do.  When not even reading is possible the journal is an
 * empty read-only one, so that the directory can still be searched.  False only when a newer
 * version made it, or when what bears its name must not be opened (a link, a folder, a file of
 * somebody else).
 */
bool journal_open(struct journal **j, const char *path, struct err *err);
void journal_close(struct journal *j);
bool journal_readonly(const struct journal *j);
/* As directory_patience(). */
void journal_patience(struct journal *j, bool patient);
/* Between both, many reads cost one lock, and nobody writes: for moments only. */
void journal_hold(struct journal *j);
void journal_release(struct journal *j);
const char *journal_notice(const struct journal *j);	/* "" when all is well */
/*
 * Not the same as before once something was written, by us or by another process, or once the
 * phrase has opened or closed the texts.
 */
int64_t journal_changes(struct journal *j);

/* Settings: last commune, radius…  get: the caller's string, or NULL. */
char *journal_get_setting(struct journal *j, const char *name);
/*
 * One transaction, which waits for nobody.  Quietly true when the journal is read-only or another
 * process writes in it: a setting is a convenience, and keys must not wait for it.
 */
bool journal_set_setting(struct journal *j, const char *name, const char *value,
			 struct err *err);
bool journal_check(struct journal *j, struct err *err);
/* Copies it to a new file, 0600, and reads the copy again. */
bool journal_backup(struct journal *j, const char *to, struct err *err);

#endif
