/* Between csv.c and csv_cut.c. */
#ifndef BASE_CSV_CUT_H
#define BASE_CSV_CUT_H

#include <stddef.h>

#include "aiguillage/csv.h"

struct csv_span {
	size_t at, n;
	bool doubled;		/* it holds quotes, each written twice */
};

/*
 * Cuts a line, its end left out, into the cells that libcsv would find there but for spaces around
 * them, which are for the caller to trim.  Returns how many; 0 when the line needs libcsv: a quote
 * where none should be or never closed, a space before everything, too many cells.
 */
size_t csv_cut(const char *line, size_t n, char sep, struct csv_span cells[CSV_MAX_COLUMNS]);

#endif
