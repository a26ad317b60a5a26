/* What canvas.c and canvas_draw.c share. */
#ifndef PRINT_CANVAS_IMPL_H
#define PRINT_CANVAS_IMPL_H

#include <pango/pangocairo.h>

#include "aiguillage/path.h"
#include "canvas.h"
#include "impose.h"

struct canvas {
	struct path_writer file;
	cairo_surface_t *surface;
	cairo_t *cr;		/* the present page */
	struct impose *folded;	/* that owns cr, or NULL */
	PangoLayout *layout;
	PangoFontDescription *fonts[2];	/* regular, bold */
	bool dry, lenient;
	int page;		/* the present one, 1 the first */
	uint32_t missing;	/* the first character that no font has, or 0 */
};

void canvas_grey(struct canvas *c, double grey);

#endif
