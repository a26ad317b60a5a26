/*
 * Bytes sealed by a phrase, to be carried on a key or sent: argon2id (libsodium's MODERATE), then
 * XChaCha20-Poly1305, all parameters authenticated.  Without the phrase nothing can be read, and no
 * byte be changed.
 */
#ifndef AIGUILLAGE_SEALED_H
#define AIGUILLAGE_SEALED_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/err.h"
#include "aiguillage/str.h"

#define SEALED_PHRASE_MIN 8	/* characters */

bool sealed_is(const void *p, size_t n);
/* ERR_USAGE when the phrase is too short. */
bool sealed_close(const char *phrase, const void *p, size_t n, struct str *out, struct err *err);
/* ERR_USAGE when it is not the phrase, or a byte was changed: nobody can tell which. */
bool sealed_open(const char *phrase, const void *p, size_t n, struct str *out, struct err *err);

#endif
