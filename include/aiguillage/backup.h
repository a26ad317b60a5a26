/*
 * Copies of journal.db, the counsellor's only copy: one after each day of use,
 * the last BACKUP_KEPT of them, in the folder « sauvegardes » beside it.  Made
 * by SQLite's backup API and read again before they count.
 */
#ifndef AIGUILLAGE_BACKUP_H
#define AIGUILLAGE_BACKUP_H

#include "aiguillage/err.h"
#include "aiguillage/session.h"
#include "aiguillage/str.h"

#define BACKUP_FOLDER "sauvegardes"
#define BACKUP_KEPT 14

/*
 * At the first start of a day: as the day before left it.  True without doing anything when it is
 * done already, or when the journal cannot be read.
 */
bool backup_daily(struct session *s, struct err *err);
/* To a file that does not exist yet. */
bool backup_to(struct session *s, const char *path, struct err *err);

#endif
