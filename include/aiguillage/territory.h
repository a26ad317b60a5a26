/*
 * The territory: for each commune of the sector, who is there, who covers it,
 * and what is nearest when there is nothing.
 */
#ifndef AIGUILLAGE_TERRITORY_H
#define AIGUILLAGE_TERRITORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/search.h"
#include "aiguillage/session.h"

struct territory_commune {
	uint32_t commune;
	uint32_t here;		/* offers one meets in the commune: permanence, or on the spot */
	uint32_t covers;	/* offers that come, pass or cover it on demand, from elsewhere */
	struct hit nearest;	/* nearest offer one can go to in another commune; tier NONE: none */
};

struct territory {
	struct territory_commune *communes;	/* by EPCI then name */
	size_t n;
	size_t blank;		/* communes with nothing there, even when somebody covers them */
};
/* Every commune of the sector.  `c` narrows it (audiences, needs, filters…); NULL: everything. */
void territory_read(struct session *s, const struct criteria *c, struct territory *t);
void territory_done(struct territory *t);

enum territory_part { TERRITORY_HERE, TERRITORY_COVERS, TERRITORY_NEAR, TERRITORY_NONE };
enum territory_part territory_part_of(const struct search *x, const struct hit *h);
/*
 * What the lists of one commune are read from: a search of that commune over the whole
 * département; its hits come in order, territory_part_of() sorts them into the three lists
 * (remote and national ones are in none: TERRITORY_NONE).
 */
struct search *territory_search(struct session *s, const struct criteria *c, uint32_t commune);

/* Where one takes the train. */
struct territory_station {
	const struct rail_stop *stop;
	float km;		/* between the two communes; 0: in the commune itself */
};
/*
 * The open station of that commune, else the nearest.  False out of the territory, of whose trains
 * nothing is known.
 */
bool territory_station(const struct session *s, uint32_t commune, struct territory_station *out);
/* « gare : Tarare », « gare la plus proche : Pontcharra - Saint-Forgeux ≈ 3 km ». */
void territory_station_say(struct str *out, const struct territory_station *at);

/* Known gaps: offers of status `besoin-sans-offre`.  How many; the ids are the caller's. */
size_t territory_gaps(const struct session *s, int64_t **offer_ids);

#endif
