/* Writing JSON: the only thing that is not a constant of the caller. */
#ifndef AIGUILLAGE_JSON_PUT_H
#define AIGUILLAGE_JSON_PUT_H

#include "aiguillage/str.h"

/* Appends the quoted string. */
void json_string(struct str *out, const char *s);

#endif
