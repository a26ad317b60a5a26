/* Everything that a phrase seals, column after column; in a transaction but for what only reads. */
#ifndef AIGUILLAGE_STORE_JOURNAL_SEALED_H
#define AIGUILLAGE_STORE_JOURNAL_SEALED_H

#include "src/store/journal_impl.h"

/* With the key of `from`, or to its public key: what is in clear. */
bool sealed_seal_all(struct journal *j, const struct journal *from, struct err *err);
/* Fails when a value does not open: nothing may be lost. */
bool sealed_open_all(struct journal *j, const struct secret *key, struct err *err);
/* Codes sealed while locked, which cannot be found: are there any, and put right. */
bool sealed_codes_wait(struct journal *j);
bool sealed_settle_codes(struct journal *j, struct err *err);
bool sealed_count_shut(struct journal *j, size_t *n, struct err *err);

/* Where the note of a place or of an offer is, whose row changes with each writing. */
void sealed_note_id(const char *kind, const char *key, struct str *id);

#endif
