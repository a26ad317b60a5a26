/* Lines, boxes, shapes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "canvas_impl.h"

#define GRID 24.0

void canvas_grey(struct canvas *c, double grey)
{
	cairo_set_source_rgb(c->cr, grey, grey, grey);
}

/* ---- drawing ---- */

void canvas_line(struct canvas *c, double x1, double y1, double x2, double y2, double width)
{
	if (c->dry)
		return;
	canvas_grey(c, 0);
	cairo_set_line_width(c->cr, width);
	cairo_move_to(c->cr, x1, y1);
	cairo_line_to(c->cr, x2, y2);
	cairo_stroke(c->cr);
}

void canvas_dots(struct canvas *c, double x1, double x2, double y)
{
	if (c->dry)
		return;
	cairo_save(c->cr);
	cairo_set_dash(c->cr, (double[]){ 0.8, 2.4 }, 2, 0);
	canvas_line(c, x1, y, x2, y, 0.8);
	cairo_restore(c->cr);
}

void canvas_box(struct canvas *c, double x, double y, double w, double h, double grey)
{
	canvas_boxes(c, &(struct canvas_rect){ x, y, w, h }, 1, grey);
}

void canvas_boxes(struct canvas *c, const struct canvas_rect *boxes, size_t n, double grey)
{
	if (c->dry)
		return;
	canvas_grey(c, grey);
	for (size_t i = 0; i < n; i++)
		cairo_rectangle(c->cr, boxes[i].x, boxes[i].y, boxes[i].w, boxes[i].h);
	cairo_fill(c->cr);
}

void canvas_frame(struct canvas *c, double x, double y, double w, double h, double width)
{
	if (c->dry)
		return;
	canvas_grey(c, 0);
	cairo_set_line_width(c->cr, width);
	cairo_rectangle(c->cr, x, y, w, h);
	cairo_stroke(c->cr);
}

void canvas_disc(struct canvas *c, double x, double y, double r, double grey)
{
	if (c->dry)
		return;
	canvas_grey(c, grey);
	cairo_new_path(c->cr);	/* not a line from where the last text began */
	cairo_arc(c->cr, x, y, r, 0, 2 * M_PI);
	cairo_fill(c->cr);
}

void canvas_ring(struct canvas *c, double x, double y, double r, double width)
{
	if (c->dry)
		return;
	canvas_grey(c, 0);
	cairo_set_line_width(c->cr, width);
	cairo_new_sub_path(c->cr);
	cairo_arc(c->cr, x, y, r, 0, 2 * M_PI);
	cairo_stroke(c->cr);
}

/* ---- shapes ---- */

static bool read_numbers(const char **s, double *v, int n)
{
	for (int i = 0; i < n; i++) {
		char *end;

		v[i] = strtod(*s, &end);
		if (end == *s)
			return false;
		*s = end;
	}
	return true;
}

static bool trace(cairo_t *cr, char op, const double *v)
{
	switch (op) {
	case 'M':
		cairo_move_to(cr, v[0], v[1]);
		return true;
	case 'L':
		cairo_line_to(cr, v[0], v[1]);
		return true;
	case 'C':
		cairo_curve_to(cr, v[0], v[1], v[2], v[3], v[4], v[5]);
		return true;
	case 'O':
		cairo_new_sub_path(cr);
		cairo_arc(cr, v[0], v[1], v[2], 0, 2 * M_PI);
		cairo_close_path(cr);
		return true;
	case 'Z':
		cairo_close_path(cr);
		return true;
	default:
		return false;
	}
}

static bool trace_all(cairo_t *cr, const char *s)
{
	for (s += strspn(s, " "); *s; s += strspn(s, " ")) {
		char op = *s++;
		int n = op == 'C' ? 6 : op == 'O' ? 3 : op == 'Z' ? 0 : 2;
		double v[6];

		if (!read_numbers(&s, v, n) || !trace(cr, op, v))
			return false;
	}
	return true;
}

bool canvas_shape(struct canvas *c, double x, double y, double size, double grey,
		  const char *shape)
{
	bool ok;

	if (c->dry)
		return true;
	cairo_save(c->cr);
	cairo_translate(c->cr, x, y);
	cairo_scale(c->cr, size / GRID, size / GRID);
	canvas_grey(c, grey);
	cairo_set_fill_rule(c->cr, CAIRO_FILL_RULE_EVEN_ODD);
	ok = trace_all(c->cr, shape);
	cairo_fill(c->cr);
	cairo_restore(c->cr);
	return ok;
}
