/*
 * Pages in the order of a folded booklet: two beside each other on a sheet, printed on both sides
 * and turned over its short edge.  Few pages make one booklet; more make several quires, each
 * folded alone, so that no more pages are held than two quires.
 *
 *	i = impose_new(surface, w, h);		// the surface is 2 w wide
 *	cr = impose_page(i);			// a page to draw on, until the next call
 *	sheets = impose_finish(i);
 *	impose_free(i);
 */
#ifndef PRINT_IMPOSE_H
#define PRINT_IMPOSE_H

#include <cairo.h>
#include <stddef.h>

struct impose;

struct impose *impose_new(cairo_surface_t *out, double w, double h);
void impose_free(struct impose *i);
/* The present page is done; the next one is borrowed. */
cairo_t *impose_page(struct impose *i);
/* What is left goes out, without the last page if nothing was drawn on it. */
void impose_finish(struct impose *i);

#endif
