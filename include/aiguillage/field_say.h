/*
 * The value of a field as people read it: opening hours and dates in French,
 * labels instead of codes, « 04 74 01 68 90 ».  What is not understood is said
 * as it is.
 */
#ifndef AIGUILLAGE_FIELD_SAY_H
#define AIGUILLAGE_FIELD_SAY_H

#include "aiguillage/place.h"
#include "aiguillage/session.h"
#include "aiguillage/str.h"

void field_say(struct str *out, const struct session *s, const struct field *f, const char *value);

#endif
