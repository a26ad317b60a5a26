/* Between the journal*.c files. */
#ifndef AIGUILLAGE_STORE_JOURNAL_IMPL_H
#define AIGUILLAGE_STORE_JOURNAL_IMPL_H

#include "aiguillage/journal.h"
#include "src/store/db.h"

/* Versions that brought tables: a journal that cannot be written may be an older one. */
#define LOG_VERSION 3
#define DRAFT_VERSION 5

struct journal {
	struct db db;		/* closed when it cannot even be read */
	int version;		/* of the tables that are in it */
	char *notice;
};

#endif
