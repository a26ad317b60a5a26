/* What canvas.c, canvas_text.c and canvas_draw.c share. */
#ifndef PRINT_CANVAS_IMPL_H
#define PRINT_CANVAS_IMPL_H

#include <pango/pangocairo.h>

#include "aiguillage/path.h"
#include "canvas.h"
#include "impose.h"

/* A text that was laid out. */
struct laid {
	char *text;
	int width, look;
	PangoLayout *layout;
};

struct canvas {
	struct path_writer file;
	cairo_surface_t *surface;
	cairo_t *cr;		/* the present page */
	struct impose *folded;	/* that owns cr, or NULL */
	PangoContext *contexts[2];	/* written from the left, from the right */
	PangoFontDescription *fonts[2];	/* regular, bold */
	struct laid laid[256];	/* by their hash */
	bool dry, lenient;
	int page;		/* the present one, 1 the first */
	uint32_t missing;	/* the first character that no font has, or 0 */
};

void canvas_text_init(struct canvas *c);
void canvas_text_done(struct canvas *c);
bool canvas_can_write(struct canvas *c, uint32_t cp);
void canvas_grey(struct canvas *c, double grey);

#endif
