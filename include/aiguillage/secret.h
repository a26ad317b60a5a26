/*
 * What the journal does with a passphrase, on values only: nothing here knows of a base.
 *
 * A random key of 256 bits, never stored in clear, is wrapped by the phrase (argon2id) and, once
 * more, by a recovery code that is printed.  From it come the key of the texts, that of the index
 * of codes and a pair of keys by which a locked journal can still be written in.  Keys live in
 * memory that is locked, guarded and wiped.
 *
 * A sealed value is text: SECRET_MARK, which no text of ours can hold (text_clean), a version,
 * then base64.
 *	1	nonce, XChaCha20-Poly1305 under the key of the texts
 *	2	written while locked: a key of its own sealed to the public key, then as 1
 * The table, the id of the row and the column are authenticated with it: a value that was moved,
 * or changed by one bit, does not open.
 *
 *	struct secret *k = secret_new(&err);
 *	secret_wrap(k, phrase, SECRET_USUAL, &wrapped, &err);	// to be stored
 *	k = secret_unwrap(wrapped.s, phrase, &err);		// another day
 */
#ifndef AIGUILLAGE_SECRET_H
#define AIGUILLAGE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/err.h"
#include "aiguillage/str.h"

#define SECRET_MARK '\x02'
#define SECRET_PHRASE_MIN 12	/* characters */
#define SECRET_PHRASE_MAX 400	/* bytes */

struct secret;

struct secret *secret_new(struct err *err);
void secret_free(struct secret *k);	/* wipes; NULL is nothing */

/* ---- the phrase and the recovery code ---- */

/* Accents composed (NFC), spaces at both ends dropped, as the phrase is always taken. */
void secret_phrase_clean(const char *typed, struct str *phrase);
/* Long enough to be chosen?  ERR_USAGE says what makes a good one. */
bool secret_phrase_check(const char *phrase, struct err *err);
/* « K3Q7V-… », six groups, the last four characters being a check. */
bool secret_code_draw(struct str *code, struct err *err);
/* Typed as one likes, O for 0 and so on; ERR_USAGE when a character is wrong or missing. */
bool secret_code_read(const char *typed, struct str *code, struct err *err);

enum secret_cost {
	SECRET_USUAL,		/* 256 MiB, about a second */
	SECRET_CHEAP,		/* of a recovery code, which nobody can guess; and for tests */
};
/* The key, wrapped by a phrase or a code: one line of text. */
bool secret_wrap(const struct secret *k, const char *phrase, enum secret_cost cost,
		 struct str *wrapped, struct err *err);
/* NULL with ERR_USAGE when it is not that phrase. */
struct secret *secret_unwrap(const char *wrapped, const char *phrase, struct err *err);
/* The half that may be known by all, by which values are sealed while locked. */
void secret_public(const struct secret *k, struct str *out);

/* ---- values ---- */

struct secret_at {
	const char *table, *id, *column;
	bool lookup;		/* can be found again by secret_prefix() */
};

bool secret_is_sealed(const char *value);
/* Sealed while the journal was locked, and not put under the key of the texts yet. */
bool secret_is_waiting(const char *value);
/* "" stays "". */
bool secret_seal(const struct secret *k, const struct secret_at *at, const char *clear,
		 struct str *sealed, struct err *err);
bool secret_seal_locked(const char *public_key, const struct secret_at *at, const char *clear,
			struct str *sealed, struct err *err);
/* ERR_DATA when it was changed, moved, or belongs to another journal. */
bool secret_open(const struct secret *k, const struct secret_at *at, const char *sealed,
		 struct str *clear, struct err *err);
/* What every sealed form of this value begins with; only for those sealed with `lookup`. */
void secret_prefix(const struct secret *k, const struct secret_at *at, const char *clear,
		   struct str *prefix);
/* Forgets what a string held, then empties it. */
void secret_wipe(struct str *b);

#endif
