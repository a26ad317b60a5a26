/* Between db.c, db_query.c and db_error.c. */
#ifndef AIGUILLAGE_STORE_DB_IMPL_H
#define AIGUILLAGE_STORE_DB_IMPL_H

#include "src/store/db.h"

/* Remembers what SQLite says of the failure `rc` on db. */
void db_note(struct db *db, int rc);
/* Turns what was noted into the French message.  False. */
bool db_say(const struct db *db, struct err *err);

void db_finalize_all(struct db *db);

#endif
