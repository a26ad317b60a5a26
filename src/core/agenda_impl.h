/* What the agenda and its calendar share. */
#ifndef AIGUILLAGE_AGENDA_IMPL_H
#define AIGUILLAGE_AGENDA_IMPL_H

#include "aiguillage/agenda.h"

/*
 * The openings that begin in the `days` days from `first`, at most max; those longer than a day
 * are cut at each midnight, one piece a day.  Returns how many.
 */
size_t agenda_openings(const struct hours *h, const struct school_holidays *sh, int first,
		       int days, struct hours_span *spans, size_t max);

#endif
