/* The file and its pages; with canvas_text.c, canvas_draw.c and impose.c, all that knows of pango and cairo. */
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
	canvas_text_init(c);
	canvas_begin(c, "Document");
	if (canvas_can_write(c, 'a'))
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
	canvas_text_done(c);
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
