/* Between the db*.c files. */
#ifndef AIGUILLAGE_STORE_DB_IMPL_H
#define AIGUILLAGE_STORE_DB_IMPL_H

#include "aiguillage/str.h"
#include "src/store/db.h"

/* Remembers what SQLite says of the failure `rc` on db. */
void db_note(struct db *db, int rc);
/* Turns what was noted into the French message.  False. */
bool db_say(const struct db *db, struct err *err);

/* Appends « (programme n° 1234 de cet ordinateur, lancé à 9h12) », or nothing. */
void db_say_holder(const struct db *db, struct str *out);

void db_finalize_all(struct db *db);

#endif
