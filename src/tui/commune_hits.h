/*
 * Who can help in a commune: the offers that are there, those that come or
 * cover it, the nearest ones, each with its reasons.
 */
#ifndef TUI_COMMUNE_HITS_H
#define TUI_COMMUNE_HITS_H

#include "aiguillage/search.h"
#include "aiguillage/territory.h"

#define NEAREST_SHOWN 12	/* of the offers of other communes */

struct commune_hits {
	struct explanation *e[TERRITORY_NONE];
	size_t n[TERRITORY_NONE], cap[TERRITORY_NONE];
	size_t total[TERRITORY_NONE];	/* more than n for the nearest */
};

/* « Sur place », « Viennent, ou couvrent la commune », « Au plus proche ». */
const char *commune_part_title(enum territory_part part);
/* Reads at most `max` of each part; storage of the caller. */
bool commune_hits_read(struct commune_hits *h, struct session *s, uint32_t commune, size_t max,
		       struct err *err);
void commune_hits_done(struct commune_hits *h);

#endif
