/*
 * Opening hours in a third of their room, for the base and the index: « Mo-Fr 09:00-12:00 » is mostly
 * days and quarters of an hour.  Any text comes back as it was.
 */
#ifndef AIGUILLAGE_HOURS_SHORT_H
#define AIGUILLAGE_HOURS_SHORT_H

#include "aiguillage/str.h"

/* Appends the short form; it holds no NUL. */
void hours_shorten(struct str *out, const char *text);
/* Appends the text of a short form, whatever the bytes are. */
void hours_lengthen(struct str *out, const char *s, size_t n);

#endif
