/* The map of the paper directory: communes, rail axes, the numbers of the places. */
#ifndef PRINT_BOOKLET_MAP_H
#define PRINT_BOOKLET_MAP_H

#include "aiguillage/booklet.h"
#include "aiguillage/commune.h"
#include "aiguillage/rail.h"
#include "canvas.h"

struct booklet_map {
	double x, y, w, h;	/* where it may be drawn */
	double scale;		/* of the letters */
	const struct booklet_dot *dots;
	size_t n;
	const struct rail *rail;
	const struct gazetteer *gazetteer;
};

/* Its height, 0 when there is nothing to draw. */
double booklet_map_draw(struct canvas *c, const struct booklet_map *m);

#endif
