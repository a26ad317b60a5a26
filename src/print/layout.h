/* Laying a page out: where one is, what is left.  Private to src/print. */
#ifndef PRINT_LAYOUT_H
#define PRINT_LAYOUT_H

#include "aiguillage/sheet_pdf.h"
#include "aiguillage/str.h"
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

/* A new page, with the name of the place; a text that goes on over the next pages when it must. */
void layout_next_page(struct layout *l);
void layout_flow(struct layout *l, double x, double w, const struct pen *pen, const char *text);
/* The title of the page. */
void layout_head(struct layout *l);
/* The codes at the bottom right: what they take of the width, of the height, if any; drawn. */
double layout_codes_width(const struct layout *l);
double layout_codes_height(const struct layout *l);
void layout_codes(struct layout *l);
/* The source, under a line; its height. */
double layout_foot_line(struct layout *l, double y);
/* When it was made, how fresh it is, from whom: on one line. */
void layout_source(struct str *out, const struct sheet *sheet, bool other);

/* All the sheets in short on one page. */
void layout_choice(struct layout *l, const struct sheet *sheets, size_t n);

#endif
