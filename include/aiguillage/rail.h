/*
 * The rail axes of the territory (data/rail.csv): which communes one can reach
 * by train, with at most one change.  Only stations whose state is `ouverte`
 * count.  Changes are possible where the file says `correspondance` = `oui`
 * only (L'Arbresle and Lozanne).
 */
#ifndef AIGUILLAGE_RAIL_H
#define AIGUILLAGE_RAIL_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/err.h"
#include "aiguillage/str.h"

struct rail_stop {
	char *axis;		/* "A" */
	char *axis_name;
	int order;
	char *station;		/* "Pontcharra - Saint-Forgeux" */
	char *insee;
	char *commune;
	char *state;		/* `ouverte` or why not, in words */
	char *note;
	bool open;
	bool change;		/* one may change trains here */
};

struct rail;
struct rail *rail_read(const char *data_dir, struct err *err);
/* One without any station. */
struct rail *rail_none(void);
void rail_free(struct rail *r);
size_t rail_count(const struct rail *r);
const struct rail_stop *rail_stop_at(const struct rail *r, size_t i);

struct rail_route {
	const struct rail_stop *from, *to;
	const struct rail_stop *change;	/* where one changes, or NULL: direct */
};
/*
 * The direct train with the fewest stops; else one change, with the fewest stops in all and, of
 * equals, the latest change.  False when no open station of `from` reaches one of `to` (INSEE
 * codes), or they are the same.
 */
bool rail_route(const struct rail *r, const char *from, const char *to, struct rail_route *route);
/*
 * Appends « train Tarare → L'Arbresle », « train Chamelet → Tarare, changer à L'Arbresle »: the
 * names of the stations, as on the platform.
 */
void rail_route_say(struct str *out, const struct rail_route *route);
/* The first open station in that commune, or NULL. */
const struct rail_stop *rail_station(const struct rail *r, const char *insee);

#endif
