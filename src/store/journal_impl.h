/* Between the journal*.c files. */
#ifndef AIGUILLAGE_STORE_JOURNAL_IMPL_H
#define AIGUILLAGE_STORE_JOURNAL_IMPL_H

#include "aiguillage/journal.h"
#include "aiguillage/secret.h"
#include "src/store/db.h"

/* Versions that brought tables: a journal that cannot be written may be an older one. */
#define LOG_VERSION 3
#define DRAFT_VERSION 5
#define SECRET_VERSION 6

struct journal {
	struct db db;		/* closed when it cannot even be read */
	int version;		/* of the tables that are in it */
	char *notice;
	char *public_key;	/* as far as is known; NULL: no phrase is set */
	struct secret *key;	/* NULL: locked, or no phrase */
	int64_t turns;		/* how often the key came or went */
	bool known;		/* public_key is that of the present transaction */
};

/* ---- sealed values (journal_seal.c) ---- */

/* What the base says of the phrase now; a key that is not its own any more is dropped. */
bool journal_know(struct journal *j, struct err *err);
/*
 * A value as it is written: sealed when a phrase is set, by the key or, locked, to the public key.
 * What is sealed already stays.  After journal_know().
 */
bool journal_seal(const struct journal *j, const struct secret_at *at, const char *value,
		  struct str *out, struct err *err);
/* The caller's string, clean; the sealed value itself when it does not open, or NULL for "". */
char *journal_unseal(const struct journal *j, const struct secret_at *at, const char *stored);

#endif
