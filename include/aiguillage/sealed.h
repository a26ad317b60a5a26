/*
 * A text sealed by a phrase (secret.h), to be carried on a key or sent: three lines, the format, the
 * wrapped key and the sealed text.  Without the phrase nothing can be read, and no byte be changed.
 */
#ifndef AIGUILLAGE_SEALED_H
#define AIGUILLAGE_SEALED_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/err.h"
#include "aiguillage/str.h"

bool sealed_is(const char *text, size_t n);
/* ERR_USAGE when the phrase is too short. */
bool sealed_close(const char *phrase, const char *text, struct str *out, struct err *err);
/* ERR_USAGE when it is not the phrase, ERR_DATA when the file was cut or changed. */
bool sealed_open(const char *phrase, const char *text, size_t n, struct str *out, struct err *err);

#endif
