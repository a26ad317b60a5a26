/*
 * Recurrence: a rule of RFC 5545 that gives the days one has, found by trying
 * the few rules that permanences follow and comparing every day.
 *
 *	struct day_set d = { days, n, first, length };
 *	size_t n_except = 60;
 *	if (recurrence_find_but(&d, except, &n_except, &rule)) ...
 */
#ifndef AIGUILLAGE_RECURRENCE_H
#define AIGUILLAGE_RECURRENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/str.h"

/* `days`, increasing, are all that happens in [first, first + length). */
struct day_set {
	const int *days;
	size_t n;
	int first, length;
};

/*
 * Appends "FREQ=WEEKLY;BYDAY=MO,TU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU" or
 * "FREQ=MONTHLY;BYDAY=1FR,-1FR" and returns true when one of them, from the first of those days
 * on, gives those days and no other.
 */
bool recurrence_find(const struct day_set *d, struct str *out);
/*
 * The same, but the rule may give other days as well: they go into `except`, whose room is
 * *n_except, which receives how many.  The rule that needs the fewest.
 */
bool recurrence_find_but(const struct day_set *d, int *except, size_t *n_except, struct str *out);

#endif
