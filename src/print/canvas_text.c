/*
 * Text is always laid out at one size and drawn larger or smaller: fontconfig sorts all the fonts
 * of the computer for each size that is asked.  What was laid out is kept for a while, since a
 * page is measured several times before it is drawn.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/str.h"
#include "aiguillage/text.h"
#include "canvas_impl.h"

#define FAMILY "DejaVu Sans"
#define SIZE 12.0
#define SMALLEST 4.5		/* of what is shrunk to go into a line */
#define PLACEHOLDER 0x25AF	/* ▯ stands for what no font can write */

/* ---- fonts ---- */

static PangoFontDescription *font(PangoWeight weight)
{
	PangoFontDescription *f = pango_font_description_new();

	pango_font_description_set_family(f, FAMILY);
	pango_font_description_set_weight(f, weight);
	pango_font_description_set_absolute_size(f, SIZE * PANGO_SCALE);
	return f;
}

/* The same on every computer: no hinting, a point is a unit. */
static PangoContext *context(struct canvas *c, const cairo_font_options_t *options,
			     PangoDirection direction)
{
	PangoContext *context = pango_cairo_create_context(c->cr);

	pango_cairo_context_set_resolution(context, 72);
	pango_cairo_context_set_font_options(context, options);
	pango_context_set_base_dir(context, direction);
	/* they are drawn at another size */
	pango_context_set_round_glyph_positions(context, FALSE);
	return context;
}

void canvas_text_init(struct canvas *c)
{
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	c->contexts[0] = context(c, options, PANGO_DIRECTION_LTR);
	c->contexts[1] = context(c, options, PANGO_DIRECTION_RTL);
	cairo_font_options_destroy(options);
	c->fonts[0] = font(PANGO_WEIGHT_NORMAL);
	c->fonts[1] = font(PANGO_WEIGHT_BOLD);
}

static void forget(struct laid *l)
{
	if (l->layout)
		g_object_unref(l->layout);
	free(l->text);
	*l = (struct laid){ .text = NULL };
}

void canvas_text_done(struct canvas *c)
{
	for (size_t i = 0; i < ARRAY_SIZE(c->laid); i++)
		forget(&c->laid[i]);
	for (size_t i = 0; i < ARRAY_SIZE(c->fonts); i++) {
		pango_font_description_free(c->fonts[i]);
		g_object_unref(c->contexts[i]);
	}
}

bool canvas_can_write(struct canvas *c, uint32_t cp)
{
	PangoLayout *layout = pango_layout_new(c->contexts[0]);
	struct str b;
	bool can;

	str_init(&b);
	utf8_add(&b, cp);
	pango_layout_set_font_description(layout, c->fonts[0]);
	pango_layout_set_text(layout, b.s, (int)b.len);
	can = pango_layout_get_unknown_glyphs_count(layout) == 0;
	str_done(&b);
	g_object_unref(layout);
	return can;
}

/* ---- laying out ---- */

/* No line is broken after a hyphen: « L’Isle- / d’Abeau ». */
static PangoAttrList *unbroken_hyphens(const char *text)
{
	PangoAttrList *list = NULL;

	for (const char *p = text; (p = strchr(p, '-')); p++) {
		PangoAttribute *a = pango_attr_allow_breaks_new(FALSE);

		a->start_index = (guint)(p - text);
		/* breaks are forbidden between the characters of the range */
		a->end_index = (guint)utf8_right(text, a->start_index + 1);
		if (!list)
			list = pango_attr_list_new();
		pango_attr_list_insert(list, a);
	}
	return list;
}

/* Character for character; what was missing is remembered. */
static void replace_missing(struct canvas *c, const char *text, struct str *kept)
{
	uint32_t cp;

	while ((cp = utf8_next(&text))) {
		bool missing = cp != '\n' && cp != ' ' && !canvas_can_write(c, cp);

		utf8_add(kept, missing ? PLACEHOLDER : cp);
		if (missing && !c->missing)
			c->missing = cp;
	}
}

static void set_text(PangoLayout *layout, const char *text)
{
	PangoAttrList *hyphens = unbroken_hyphens(text);

	pango_layout_set_attributes(layout, hyphens);
	if (hyphens)
		pango_attr_list_unref(hyphens);
	pango_layout_set_text(layout, text, -1);
}

static PangoLayout *make_layout(struct canvas *c, int width, const struct pen *pen, const char *text)
{
	PangoLayout *layout = pango_layout_new(c->contexts[pen->rtl]);
	struct str kept;

	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_auto_dir(layout, FALSE);
	pango_layout_set_font_description(layout, c->fonts[pen->bold]);
	pango_layout_set_width(layout, width);
	pango_layout_set_alignment(layout, pen->align == ALIGN_CENTRE ? PANGO_ALIGN_CENTER :
				   (pen->align == ALIGN_END) != pen->rtl ? PANGO_ALIGN_RIGHT :
									   PANGO_ALIGN_LEFT);
	set_text(layout, text);
	if (!pango_layout_get_unknown_glyphs_count(layout))
		return layout;
	str_init(&kept);
	replace_missing(c, text, &kept);
	set_text(layout, kept.s);
	str_done(&kept);
	return layout;
}

static uint32_t hash(const char *text, uint32_t h)
{
	while (*text)
		h = (h ^ (unsigned char)*text++) * 16777619u;
	return h;
}

/* Borrowed until the next text. */
static PangoLayout *lay_out(struct canvas *c, double w, const struct pen *pen, const char *text)
{
	int width = w > 0 ? (int)(w * SIZE / pen->size * PANGO_SCALE) : -1;
	int look = pen->bold + 2 * pen->rtl + 4 * (int)pen->align;
	struct laid *l = &c->laid[hash(text, (uint32_t)(width * 16 + look)) % ARRAY_SIZE(c->laid)];

	if (l->layout && l->width == width && l->look == look && strcmp(l->text, text) == 0)
		return l->layout;
	forget(l);
	*l = (struct laid){ xstrdup(text), width, look, make_layout(c, width, pen, text) };
	return l->layout;
}

static double height_of(PangoLayout *layout, const struct pen *pen)
{
	int h;

	pango_layout_get_size(layout, NULL, &h);
	return (double)h / PANGO_SCALE * pen->size / SIZE;
}

/* ---- what the others see ---- */

double canvas_text(struct canvas *c, double x, double y, double w, const struct pen *pen,
		   const char *text)
{
	PangoLayout *layout;

	if (!*text)
		return 0;
	layout = lay_out(c, w, pen, text);
	if (!c->dry) {
		canvas_grey(c, pen->grey);
		cairo_save(c->cr);
		cairo_translate(c->cr, x, y);
		cairo_scale(c->cr, pen->size / SIZE, pen->size / SIZE);
		cairo_move_to(c->cr, 0, 0);
		pango_cairo_show_layout(c->cr, layout);
		cairo_restore(c->cr);
		cairo_new_path(c->cr);
	}
	return height_of(layout, pen);
}

double canvas_height(struct canvas *c, double w, const struct pen *pen, const char *text)
{
	return *text ? height_of(lay_out(c, w, pen, text), pen) : 0;
}

double canvas_width(struct canvas *c, const struct pen *pen, const char *text)
{
	int w;

	pango_layout_get_size(lay_out(c, 0, pen, text), &w, NULL);
	return (double)w / PANGO_SCALE * pen->size / SIZE;
}

void canvas_text_narrow(struct canvas *c, double x, double y, double w, const struct pen *pen,
			const char *text)
{
	double whole = canvas_width(c, pen, text) + 0.01;
	struct pen small = *pen;

	if (whole > w)
		small.size = fmax(SMALLEST, pen->size * w / whole);
	canvas_text(c, x, y, w, &small, text);
}

/* Characters of the text in the lines that fit into h: one line at least. */
static long fitting(PangoLayout *layout, double h)
{
	PangoLayoutIter *it = pango_layout_get_iter(layout);
	int end = 0;

	do {
		PangoRectangle r;
		PangoLayoutLine *line = pango_layout_iter_get_line_readonly(it);

		pango_layout_iter_get_line_extents(it, NULL, &r);
		if (end && (double)(r.y + r.height) / PANGO_SCALE > h)
			break;
		end = line->start_index + line->length;
	} while (pango_layout_iter_next_line(it));
	pango_layout_iter_free(it);
	return g_utf8_strlen(pango_layout_get_text(layout), end);
}

const char *canvas_text_fit(struct canvas *c, double x, double y, double w, double h,
			    const struct pen *pen, const char *text, double *height)
{
	PangoLayout *layout = lay_out(c, w, pen, text);
	const char *rest;
	char *part;

	if (height_of(layout, pen) <= h) {
		*height = canvas_text(c, x, y, w, pen, text);
		return NULL;
	}
	rest = g_utf8_offset_to_pointer(text, fitting(layout, h * SIZE / pen->size));
	part = xstrndup(text, (size_t)(rest - text));
	*height = canvas_text(c, x, y, w, pen, part);
	free(part);
	return rest + strspn(rest, " \n");
}
