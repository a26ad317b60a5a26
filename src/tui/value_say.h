/* The values of fields, as they are read by people. */
#ifndef TUI_VALUE_SAY_H
#define TUI_VALUE_SAY_H

#include "aiguillage/place.h"
#include "aiguillage/session.h"

/* Any field: labels of codes, hours and dates in French, telephones in pairs. */
void value_say(struct str *out, const struct session *s, const struct field *field,
	       const char *value);
/* « 19 septembre 2024, il y a 14 mois ». */
void value_say_date(struct str *out, const char *value);
/* The hours in words, whether it is open now, the next days: a line each. */
void value_say_hours(struct str *out, const struct session *s, const char *value);
/* The hours in words and the next days. */
void value_say_dates(struct str *out, const struct session *s, const char *value);

#endif
