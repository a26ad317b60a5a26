/* The tables of aiguillage(1) that are written from the program's own. */
#ifndef MANUAL_H
#define MANUAL_H

#include <stdbool.h>

#include "aiguillage/str.h"

/* Appends `commandes` or `touches` in mdoc(7); false when there is no such table. */
bool manual_table(struct str *out, const char *name);

#endif
