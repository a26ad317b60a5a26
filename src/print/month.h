/* The calendar of a month, some of its days marked. */
#ifndef PRINT_MONTH_H
#define PRINT_MONTH_H

#include "canvas.h"

struct month {
	int day;		/* any of its days */
	const char *name, *other;	/* other: in a second language, or NULL */
	bool rtl;		/* of the second */
	const int *days;	/* marked; those of other months do not matter */
	size_t n;
	double scale;
};

/* Its height. */
double month_draw(struct canvas *c, double x, double y, double w, const struct month *m);

#endif
