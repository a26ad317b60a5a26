/* The territory that an offer serves, in words. */
#ifndef AIGUILLAGE_COVERAGE_H
#define AIGUILLAGE_COVERAGE_H

#include "aiguillage/commune.h"
#include "aiguillage/str.h"

/*
 * Appends the names of a coverage list (communes, EPCI, départements, `france`):
 * « Bibost, CC des Monts du Lyonnais, tout le département (Rhône) ».  An unknown code stays.
 */
void coverage_say(struct str *out, const struct gazetteer *g, const char *list);

#endif
