/*
 * Recurrence: a rule of RFC 5545 that gives exactly the days one has, found by
 * trying the few rules that permanences follow and comparing every day.
 */
#ifndef AIGUILLAGE_RECURRENCE_H
#define AIGUILLAGE_RECURRENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/str.h"

/*
 * `days`, increasing, are all that happens in [first, first + length).  Appends
 * "FREQ=WEEKLY;BYDAY=MO,TU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU" or "FREQ=MONTHLY;BYDAY=1FR,-1FR"
 * and returns true when one of them gives those days and no other.
 */
bool recurrence_find(const int *days, size_t n, int first, int length, struct str *out);

#endif
