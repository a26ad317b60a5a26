/* Laying a page out: where one is, what is left.  Private to src/print. */
#ifndef PRINT_LAYOUT_H
#define PRINT_LAYOUT_H

#include "aiguillage/sheet_pdf.h"
#include "canvas.h"
#include "pictos.h"

struct layout {
	struct canvas *c;
	const struct pictos *pictos;
	const struct sheet *sheet;
	double w, h, margin;
	double scale;		/* of everything but the margins */
	double y;		/* next thing to draw */
	double bottom;		/* nothing goes below */
	int pages;		/* of this sheet */
	int note_lines;		/* left for handwriting */
	double gap;		/* between blocks */
	bool two;		/* two languages */
};

/* The strip of the week, the calendar of a month, a clock; each returns its height. */
double layout_week(struct layout *l, double x, double y, double w);
double layout_month(struct layout *l, double x, double y, double w);
double layout_clock(struct layout *l, double x, double y, double size, int minute);
/* A code to be scanned with its caption; its width, 0 when there is none. */
double layout_code(struct layout *l, double x, double y, double size, const char *uri,
		   const char *caption);

/* All the sheets in short on one page. */
void layout_choice(struct layout *l, const struct sheet *sheets, size_t n);

#endif
