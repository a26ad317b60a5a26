/* Pages and text; with canvas_draw.c and impose.c, all that knows of pango and cairo. */
#include "canvas_impl.h"

#include <math.h>
#include <cairo-pdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/str.h"
#include "aiguillage/text.h"

#define FAMILY "DejaVu Sans"
#define SMALLEST 4.5		/* of what is shrunk to go into a line */
#define PLACEHOLDER 0x25AF	/* ▯ stands for what no font can write */

/* ---- the file ---- */

static cairo_status_t put(void *ctx, const unsigned char *p, unsigned n)
{
	return path_writer_put(ctx, p, n) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

/* SOURCE_DATE_EPOCH makes the file the same each time (reproducible-builds.org). */
static void set_dates(cairo_surface_t *surface)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	time_t t = epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
	struct tm tm;
	char iso[40] = "";

	if (gmtime_r(&t, &tm))
		strftime(iso, sizeof iso, "%Y-%m-%dT%H:%M:%SZ", &tm);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, iso);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, iso);
}

static void set_metadata(cairo_surface_t *surface, const char *title)
{
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Aiguillage");
	set_dates(surface);
}

static PangoFontDescription *font(PangoWeight weight)
{
	PangoFontDescription *f = pango_font_description_new();

	pango_font_description_set_family(f, FAMILY);
	pango_font_description_set_weight(f, weight);
	return f;
}

/* The same on every computer: no hinting, a point is a unit. */
static void prepare_text(struct canvas *c)
{
	cairo_font_options_t *options = cairo_font_options_create();
	PangoContext *context;

	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	c->layout = pango_cairo_create_layout(c->cr);
	context = pango_layout_get_context(c->layout);
	pango_cairo_context_set_resolution(context, 72);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
	pango_layout_set_wrap(c->layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_auto_dir(c->layout, FALSE);
	c->fonts[0] = font(PANGO_WEIGHT_NORMAL);
	c->fonts[1] = font(PANGO_WEIGHT_BOLD);
}

static bool is_missing(struct canvas *c, uint32_t cp)
{
	struct str b;
	bool missing;

	str_init(&b);
	utf8_add(&b, cp);
	pango_layout_set_attributes(c->layout, NULL);
	pango_layout_set_text(c->layout, b.s, (int)b.len);
	missing = pango_layout_get_unknown_glyphs_count(c->layout) > 0;
	str_done(&b);
	return missing;
}

struct canvas *canvas_new(const struct canvas_options *o, struct err *err)
{
	struct canvas *c = xcalloc(1, sizeof *c);

	if (!path_writer_open(&c->file, o->path, err)) {
		free(c);
		return NULL;
	}
	c->lenient = o->lenient;
	c->page = 1;
	c->surface = cairo_pdf_surface_create_for_stream(put, &c->file, o->folded ? 2 * o->w : o->w,
							 o->h);
	set_metadata(c->surface, o->title);
	c->folded = o->folded ? impose_new(c->surface, o->w, o->h) : NULL;
	c->cr = c->folded ? impose_page(c->folded) : cairo_create(c->surface);
	prepare_text(c);
	canvas_begin(c, "Document");
	if (!is_missing(c, 'a'))
		return c;
	err_set(err, ERR_DATA, "Aucune police de caractères n’est installée sur cet ordinateur, ou elles ne "
		"sont pas lisibles. Installez-en une : apt install fonts-dejavu-core. Rien n’a été écrit");
	canvas_free(c);
	return NULL;
}

/* What to install so that the character can be written. */
static const char *package_for(uint32_t cp)
{
	switch (g_unichar_get_script(cp)) {
	case G_UNICODE_SCRIPT_LATIN:
	case G_UNICODE_SCRIPT_CYRILLIC:
	case G_UNICODE_SCRIPT_GREEK:
	case G_UNICODE_SCRIPT_ARABIC:
		return "fonts-dejavu-core";
	case G_UNICODE_SCRIPT_HAN:
	case G_UNICODE_SCRIPT_HANGUL:
	case G_UNICODE_SCRIPT_HIRAGANA:
	case G_UNICODE_SCRIPT_KATAKANA:
		return "fonts-noto-cjk";
	default:
		return cp >= 0x1F000 ? "fonts-noto-color-emoji" :
		       cp < 0x250 ? "fonts-dejavu-core" : "fonts-noto-core";
	}
}

static bool check(struct canvas *c, struct err *err)
{
	cairo_status_t status;

	canvas_end(c, "Document");
	if (c->folded)
		impose_finish(c->folded);
	cairo_surface_finish(c->surface);
	status = cairo_surface_status(c->surface);
	if (c->missing && !c->lenient)
		return err_set(err, ERR_DATA, "Aucune police de cet ordinateur ne sait écrire le "
			       "caractère U+%04X. Installez-en une : apt install %s. Rien n’a été "
			       "écrit", (unsigned)c->missing, package_for(c->missing));
	/* a full disk: path_writer_close() says it */
	if (status && !c->file.errnum)
		return err_set(err, ERR_BASE, "Le PDF n’a pas pu être fait : %s",
			       cairo_status_to_string(status));
	return true;
}

uint32_t canvas_missing(const struct canvas *c, const char **package)
{
	*package = c->missing ? package_for(c->missing) : "";
	return c->missing;
}

bool canvas_finish(struct canvas *c, struct err *err)
{
	return check(c, err) && path_writer_close(&c->file, err);
}

void canvas_free(struct canvas *c)
{
	if (!c)
		return;
	path_writer_drop(&c->file);
	pango_font_description_free(c->fonts[0]);
	pango_font_description_free(c->fonts[1]);
	g_object_unref(c->layout);
	if (c->folded)
		impose_free(c->folded);
	else
		cairo_destroy(c->cr);
	cairo_surface_destroy(c->surface);
	free(c);
}

void canvas_page(struct canvas *c)
{
	if (c->dry)
		return;
	if (c->folded)
		c->cr = impose_page(c->folded);
	else
		cairo_show_page(c->cr);
	c->page++;
}

void canvas_dry(struct canvas *c, bool dry)
{
	c->dry = dry;
}

bool canvas_is_dry(const struct canvas *c)
{
	return c->dry;
}

/* ---- text ---- */

/* No line is broken after a hyphen: « L’Isle- / d’Abeau ». */
static PangoAttrList *unbroken_hyphens(const char *text)
{
	PangoAttrList *list = NULL;

	for (const char *p = text; (p = strchr(p, '-')); p++) {
		PangoAttribute *a = pango_attr_allow_breaks_new(FALSE);

		a->start_index = (guint)(p - text);
		a->end_index = a->start_index + 1;
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
		bool missing = cp != '\n' && cp != ' ' && is_missing(c, cp);

		utf8_add(kept, missing ? PLACEHOLDER : cp);
		if (missing && !c->missing)
			c->missing = cp;
	}
}

static void set_text(struct canvas *c, const char *text)
{
	PangoAttrList *hyphens = unbroken_hyphens(text);

	pango_layout_set_attributes(c->layout, hyphens);
	if (hyphens)
		pango_attr_list_unref(hyphens);
	pango_layout_set_text(c->layout, text, -1);
}

static void set_pen(struct canvas *c, double w, const struct pen *pen)
{
	PangoFontDescription *f = c->fonts[pen->bold];
	PangoContext *context = pango_layout_get_context(c->layout);

	pango_font_description_set_absolute_size(f, pen->size * PANGO_SCALE);
	pango_layout_set_font_description(c->layout, f);
	pango_context_set_base_dir(context, pen->rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
	pango_layout_set_width(c->layout, w > 0 ? (int)(w * PANGO_SCALE) : -1);
	pango_layout_set_alignment(c->layout, pen->align == ALIGN_CENTRE ? PANGO_ALIGN_CENTER :
				   (pen->align == ALIGN_END) != pen->rtl ? PANGO_ALIGN_RIGHT :
									   PANGO_ALIGN_LEFT);
	pango_layout_context_changed(c->layout);
}

static void lay_out(struct canvas *c, double w, const struct pen *pen, const char *text)
{
	struct str kept;

	set_pen(c, w, pen);
	set_text(c, text);
	if (!pango_layout_get_unknown_glyphs_count(c->layout))
		return;
	str_init(&kept);
	replace_missing(c, text, &kept);
	set_text(c, kept.s);
	str_done(&kept);
}

static double laid_height(struct canvas *c)
{
	int h;

	pango_layout_get_size(c->layout, NULL, &h);
	return (double)h / PANGO_SCALE;
}

double canvas_text(struct canvas *c, double x, double y, double w, const struct pen *pen,
		   const char *text)
{
	if (!*text)
		return 0;
	lay_out(c, w, pen, text);
	if (!c->dry) {
		canvas_grey(c, pen->grey);
		cairo_move_to(c->cr, x, y);
		pango_cairo_show_layout(c->cr, c->layout);
	}
	return laid_height(c);
}

double canvas_height(struct canvas *c, double w, const struct pen *pen, const char *text)
{
	if (!*text)
		return 0;
	lay_out(c, w, pen, text);
	return laid_height(c);
}

double canvas_width(struct canvas *c, const struct pen *pen, const char *text)
{
	int w;

	lay_out(c, 0, pen, text);
	pango_layout_get_size(c->layout, &w, NULL);
	return (double)w / PANGO_SCALE;
}

void canvas_text_narrow(struct canvas *c, double x, double y, double w, const struct pen *pen,
			const char *text)
{
	struct pen small = *pen;

	while (small.size > SMALLEST && canvas_width(c, &small, text) > w)
		small.size *= 0.94;
	canvas_text(c, x, y, w, &small, text);
}

/* Characters of the text, as it was laid out, in the lines that fit into h: one line at least. */
static long fitting(struct canvas *c, double h)
{
	PangoLayoutIter *it = pango_layout_get_iter(c->layout);
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
	return g_utf8_strlen(pango_layout_get_text(c->layout), end);
}

const char *canvas_text_fit(struct canvas *c, double x, double y, double w, double h,
			    const struct pen *pen, const char *text, double *height)
{
	const char *rest;
	char *part;

	lay_out(c, w, pen, text);
	if (laid_height(c) <= h) {
		*height = canvas_text(c, x, y, w, pen, text);
		return NULL;
	}
	rest = g_utf8_offset_to_pointer(text, fitting(c, h));
	part = xstrndup(text, (size_t)(rest - text));
	*height = canvas_text(c, x, y, w, pen, part);
	free(part);
	return rest + strspn(rest, " \n");
}

/* ---- structure ---- */

void canvas_begin(struct canvas *c, const char *tag)
{
	if (!c->dry && !c->folded)
		cairo_tag_begin(c->cr, tag, NULL);
}

void canvas_end(struct canvas *c, const char *tag)
{
	if (!c->dry && !c->folded)
		cairo_tag_end(c->cr, tag);
}

int canvas_outline(struct canvas *c, int parent, const char *title)
{
	char where[32];

	if (c->dry || c->folded)
		return 0;
	snprintf(where, sizeof where, "page=%d pos=[0 0]", c->page);
	return cairo_pdf_surface_add_outline(c->surface, parent, title, where, 0);
}
