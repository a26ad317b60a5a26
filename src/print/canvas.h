/*
 * Pages of paper: the only part that knows of pango and cairo.  Lengths are
 * points (1/72 inch), from the top left corner.  The file is written beside
 * its name and takes it when it is whole and checked.
 *
 *	c = canvas_new(&options, &err);
 *	y += canvas_text(c, x, y, w, &pen, "Où");
 *	canvas_page(c);
 *	ok = canvas_finish(c, &err);	// refuses a text that no font can write
 *	canvas_free(c);
 *
 * A dry canvas measures and draws nothing: the code that lays out is run twice.
 */
#ifndef PRINT_CANVAS_H
#define PRINT_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/err.h"

#define MM (72 / 25.4)

struct canvas;

struct canvas_options {
	const char *path;
	const char *title;	/* of the document: nothing personal */
	double w, h;
	bool folded;		/* pages in the order of a folded booklet, without structure */
	bool lenient;		/* characters that no font has become ▯, and are not refused */
};

struct canvas *canvas_new(const struct canvas_options *o, struct err *err);
bool canvas_finish(struct canvas *c, struct err *err);
void canvas_free(struct canvas *c);
/* The first character that no font had, 0 when there is none; and what to install for it. */
uint32_t canvas_missing(const struct canvas *c, const char **package);
/* The page is done; the next one begins. */
void canvas_page(struct canvas *c);
void canvas_dry(struct canvas *c, bool dry);
bool canvas_is_dry(const struct canvas *c);

enum canvas_align { ALIGN_START, ALIGN_CENTRE, ALIGN_END };

struct pen {
	double size;
	bool bold;
	bool rtl;		/* written from the right; ALIGN_START is then on the right */
	enum canvas_align align;
	double grey;		/* 0 black … 1 white */
};

/* Draws wrapped text, '\n' between its lines; returns its height. */
double canvas_text(struct canvas *c, double x, double y, double w, const struct pen *pen,
		   const char *text);
double canvas_height(struct canvas *c, double w, const struct pen *pen, const char *text);
/* The width of the text on one line. */
double canvas_width(struct canvas *c, const struct pen *pen, const char *text);
/* Draws the lines that fit into h, *height receives theirs; returns where the rest begins, or NULL. */
const char *canvas_text_fit(struct canvas *c, double x, double y, double w, double h,
			    const struct pen *pen, const char *text, double *height);

/* On one line, shrunk until it goes into w. */
void canvas_text_narrow(struct canvas *c, double x, double y, double w, const struct pen *pen,
			const char *text);

void canvas_line(struct canvas *c, double x1, double y1, double x2, double y2, double width);
void canvas_dots(struct canvas *c, double x1, double x2, double y);
void canvas_box(struct canvas *c, double x, double y, double w, double h, double grey);
/* All of the same grey, as one drawing. */
struct canvas_rect {
	double x, y, w, h;
};
void canvas_boxes(struct canvas *c, const struct canvas_rect *boxes, size_t n, double grey);
void canvas_frame(struct canvas *c, double x, double y, double w, double h, double width);
void canvas_disc(struct canvas *c, double x, double y, double r, double grey);
void canvas_ring(struct canvas *c, double x, double y, double r, double width);
/*
 * A shape on a grid of 24: M L C Z as in SVG, and O x y r for a circle; what is drawn twice is
 * hollow.  False when it is not such a shape.
 */
bool canvas_shape(struct canvas *c, double x, double y, double size, double grey,
		  const char *shape);

/* Structure of the document: "H1", "H2", "P"…; each end closes the last begin of that name. */
void canvas_begin(struct canvas *c, const char *tag);
void canvas_end(struct canvas *c, const char *tag);
/* A bookmark to this page under `parent` (0: none); returns its number. */
int canvas_outline(struct canvas *c, int parent, const char *title);

#endif
