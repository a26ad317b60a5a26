/*
 * Places of the directory by what one types of their name and commune, for completion: those of
 * the sector first.  Only places that offer something are found.
 *
 *	n = place_find(s, "média amp", found, 5);
 *	place_match_done(&found[i]);		// each
 */
#ifndef AIGUILLAGE_PLACE_FIND_H
#define AIGUILLAGE_PLACE_FIND_H

#include <stddef.h>

#include "aiguillage/session.h"

struct place_match {
	char *key, *name, *commune;	/* the caller's */
};

/* At most max of them, best first. */
size_t place_find(struct session *s, const char *typed, struct place_match *out, size_t max);
void place_match_done(struct place_match *m);

#endif
