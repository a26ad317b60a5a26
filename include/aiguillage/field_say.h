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
/* The same where it is read today: a date with its age. */
void field_say_live(struct str *out, const struct session *s, const struct field *f,
		    const char *value);
/* « 19 septembre 2024, il y a 14 mois ». */
void field_say_age(struct str *out, const char *date);
/* The hours in words, whether it is open now, the next days: a line each. */
void field_say_hours(struct str *out, const struct session *s, const char *value);
/* The hours in words and the next days. */
void field_say_dates(struct str *out, const struct session *s, const char *value);

#endif
