#include "impose.h"

#include <stdlib.h>

#include "aiguillage/mem.h"

enum {
	QUIRE = 40,		/* pages: ten sheets fold well */
	HELD = 2 * QUIRE,	/* up to here, one booklet, stapled */
};

struct impose {
	cairo_surface_t *out;
	cairo_t *cr, *page;	/* page: the one being drawn, or NULL */
	double w, h;
	cairo_surface_t *pages[HELD + 1];
	size_t n;
};

struct impose *impose_new(cairo_surface_t *out, double w, double h)
{
	struct impose *i = xcalloc(1, sizeof *i);

	i->out = out;
	i->cr = cairo_create(out);
	i->w = w;
	i->h = h;
	return i;
}

static void drop_page(struct impose *i)
{
	if (i->page)
		cairo_destroy(i->page);
	i->page = NULL;
}

void impose_free(struct impose *i)
{
	if (!i)
		return;
	drop_page(i);
	for (size_t k = 0; k < i->n; k++)
		cairo_surface_destroy(i->pages[k]);
	cairo_destroy(i->cr);
	free(i);
}

/* A page beyond the last is blank. */
static void put(struct impose *i, size_t page, size_t n, double x)
{
	if (page >= n)
		return;
	cairo_set_source_surface(i->cr, i->pages[page], x, 0);
	cairo_paint(i->cr);
}

static void put_side(struct impose *i, size_t left, size_t right, size_t n)
{
	put(i, left, n, 0);
	put(i, right, n, i->w);
	cairo_show_page(i->cr);
}

/* The first n pages, folded together. */
static void put_quire(struct impose *i, size_t n)
{
	size_t all = (n + 3) / 4 * 4;

	for (size_t k = 0; k < all / 2; k += 2) {
		put_side(i, all - 1 - k, k, n);
		put_side(i, k + 1, all - 2 - k, n);
	}
	for (size_t k = 0; k < n; k++)
		cairo_surface_destroy(i->pages[k]);
	for (size_t k = n; k < i->n; k++)
		i->pages[k - n] = i->pages[k];
	i->n -= n;
}

cairo_t *impose_page(struct impose *i)
{
	cairo_rectangle_t page = { 0, 0, i->w, i->h };

	drop_page(i);
	if (i->n > HELD)
		put_quire(i, QUIRE);
	i->pages[i->n] = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &page);
	i->page = cairo_create(i->pages[i->n++]);
	return i->page;
}

void impose_finish(struct impose *i)
{
	double x, y, w, h;

	drop_page(i);
	if (!i->n)
		return;
	cairo_recording_surface_ink_extents(i->pages[i->n - 1], &x, &y, &w, &h);
	if (w <= 0)
		cairo_surface_destroy(i->pages[--i->n]);
	if (i->n > HELD)
		put_quire(i, QUIRE);
	put_quire(i, i->n);
}
