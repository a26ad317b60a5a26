/*
 * Schemas and their migrations.  Each step of data/sql (embedded at build time)
 * leads to one PRAGMA user_version; a new base goes through the same chain as
 * an old one, one transaction a step.
 */
#ifndef AIGUILLAGE_STORE_SCHEMA_H
#define AIGUILLAGE_STORE_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/err.h"
#include "src/store/db.h"

struct sql_step {
	int version;		/* the user_version it leads to */
	const char *sql;
};

struct schema {
	int application_id;	/* tells our bases apart, and from all others */
	int page_size;		/* of a new base; 0: SQLite's own choice */
	bool backup;		/* copy the base before changing it */
	const struct sql_step *steps;	/* by version */
	size_t n;
};
extern const struct schema schema_directory, schema_journal;

/*
 * Reads what the base is: *version is its user_version, 0 for an empty one.  A base that is not of
 * this schema is DB_DAMAGED; one made by a newer version is DB_NEWER.  Nothing is written.
 */
bool schema_check(struct db *db, const struct schema *s, int *version, struct err *err);
/*
 * Applies the steps that are missing.  With `backup`, a base that holds something is first copied
 * beside itself, as PATH.avant-vN.
 */
bool schema_migrate(struct db *db, const struct schema *s, struct err *err);

#endif
