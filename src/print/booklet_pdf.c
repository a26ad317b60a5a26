/* The paper directory, page after page. */
#include "aiguillage/booklet_pdf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "canvas.h"

#define FOOT 20.0		/* room of the page number */
#define LONGEST_LEG 60.0	/* km; stations farther apart are not neighbours */

struct booklet_pdf {
	struct canvas *c;
	const struct rail *rail;
	const struct gazetteer *gazetteer;
	double w, h, margin, y, scale;
	int page, chapter;	/* chapter: its bookmark */
	bool empty;		/* nothing on the page yet */
	char *town;		/* at the top of the pages that go on */
};

/* What each kind looks like. */
static const struct look {
	double size, before, indent, keep;	/* keep: room that must follow on the page */
	bool bold;
	enum canvas_align align;
	const char *tag;
} looks[] = {
	[BOOKLET_TITLE] = { 26, 130, 0, 0, true, ALIGN_CENTRE, "H1" },
	[BOOKLET_SUBTITLE] = { 15, 14, 0, 0, false, ALIGN_CENTRE, "P" },
	[BOOKLET_CHAPTER] = { 18, 0, 0, 0, true, ALIGN_START, "H1" },
	[BOOKLET_TOWN] = { 15, 14, 0, 70, true, ALIGN_START, "H2" },
	[BOOKLET_PART] = { 10.5, 5, 0, 40, true, ALIGN_START, "H3" },
	[BOOKLET_PLACE] = { 11.5, 6, 24, 44, true, ALIGN_START, "H4" },
	[BOOKLET_LINE] = { 9.5, 1, 24, 0, false, ALIGN_START, "P" },
	[BOOKLET_WARNING] = { 9.5, 0.5, 24, 0, true, ALIGN_START, "P" },
	[BOOKLET_TEXT] = { 9.5, 4, 0, 0, false, ALIGN_START, "P" },
	[BOOKLET_DAY] = { 10.5, 7, 0, 30, true, ALIGN_START, "H3" },
	[BOOKLET_ENTRY] = { 9.5, 1.5, 12, 0, false, ALIGN_START, "P" },
	[BOOKLET_MAP] = { 0, 8, 0, 0, false, ALIGN_START, "P" },
};

struct booklet_pdf *booklet_pdf_new(const char *path, enum booklet_pdf_form form,
				    const struct rail *rail, const struct gazetteer *gazetteer,
				    struct err *err)
{
	bool large = form == BOOKLET_PDF_LARGE;
	struct booklet_pdf *b = xcalloc(1, sizeof *b);

	b->rail = rail;
	b->gazetteer = gazetteer;
	b->w = (large ? 210 : 148) * MM;
	b->h = (large ? 297 : 210) * MM;
	b->scale = large ? 1.6 : 1;
	b->margin = 13 * MM;
	b->y = b->margin;
	b->page = 1;
	b->empty = true;
	b->town = xstrdup("");
	b->c = canvas_new(&(struct canvas_options){ .path = path, .w = b->w, .h = b->h,
						    .title = "Être aidé avec le numérique",
						    .folded = form == BOOKLET_PDF_FOLDED,
						    .lenient = true }, err);
	if (b->c)
		return b;
	booklet_pdf_free(b);
	return NULL;
}

void booklet_pdf_free(struct booklet_pdf *b)
{
	if (!b)
		return;
	canvas_free(b->c);
	free(b->town);
	free(b);
}

/* ---- pages ---- */

static void end_page(struct booklet_pdf *b)
{
	struct pen pen = { .size = 9, .align = ALIGN_CENTRE };
	char number[16];

	snprintf(number, sizeof number, "%d", b->page);
	if (b->page > 1)	/* none on the cover */
		canvas_text(b->c, b->margin, b->h - b->margin, b->w - 2 * b->margin, &pen, number);
	canvas_page(b->c);
	b->page++;
	b->y = b->margin;
	b->empty = true;
}

static double room(const struct booklet_pdf *b)
{
	return b->h - b->margin - FOOT - b->y;
}

/* The rest of a commune says which one it is. */
static void go_on(struct booklet_pdf *b)
{
	struct pen pen = { .size = 8.5 };
	char line[200];

	end_page(b);
	if (!*b->town)
		return;
	snprintf(line, sizeof line, "%s (suite)", b->town);
	b->y += canvas_text(b->c, b->margin, b->y, b->w - 2 * b->margin, &pen, line) + 2;
	canvas_line(b->c, b->margin, b->y, b->w - b->margin, b->y, 0.5);
	b->y += 5;
}

/* ---- text ---- */

static void flow(struct booklet_pdf *b, const struct look *look, const char *text)
{
	struct pen pen = { .size = look->size * b->scale, .bold = look->bold, .align = look->align };
	double indent = look->indent * b->scale, w = b->w - 2 * b->margin - indent;

	canvas_begin(b->c, look->tag);
	while (text && *text) {
		double used = 0;

		if (room(b) < pen.size * 1.5)
			go_on(b);
		text = canvas_text_fit(b->c, b->margin + indent, b->y, w, room(b), &pen, text, &used);
		b->y += used;
		b->empty = false;
		if (text)
			go_on(b);
	}
	canvas_end(b->c, look->tag);
}

static void draw_number(struct booklet_pdf *b, int number)
{
	struct pen pen = { .size = 9.5 * b->scale, .bold = true, .align = ALIGN_CENTRE, .grey = 1 };
	double w = 20 * b->scale, h = 15 * b->scale;
	char s[16];

	snprintf(s, sizeof s, "%d", number);
	while (pen.size > 4 && canvas_width(b->c, &pen, s) > w - 2)
		pen.size *= 0.9;
	canvas_box(b->c, b->margin, b->y, w, h, 0);
	canvas_text(b->c, b->margin, b->y + (h - pen.size * 1.2) / 2, w, &pen, s);
}

/* ---- the map ---- */

struct map {
	double lat, lon, k, x, y;	/* of the top left corner; points a degree of latitude */
	double squeeze;			/* a degree of longitude is shorter */
};

static bool bounds(const struct booklet_item *item, double *lo, double *hi)
{
	lo[0] = lo[1] = 1e9;
	hi[0] = hi[1] = -1e9;
	for (size_t i = 0; i < item->n_dots; i++) {
		if (!isfinite(item->dots[i].lat))
			continue;
		lo[0] = fmin(lo[0], item->dots[i].lat);
		hi[0] = fmax(hi[0], item->dots[i].lat);
		lo[1] = fmin(lo[1], item->dots[i].lon);
		hi[1] = fmax(hi[1], item->dots[i].lon);
	}
	return hi[0] > lo[0] && hi[1] > lo[1];
}

static double map_x(const struct map *m, double lon)
{
	return m->x + (lon - m->lon) * m->k * m->squeeze;
}

static double map_y(const struct map *m, double lat)
{
	return m->y + (m->lat - lat) * m->k;
}

static bool stop_at(const struct booklet_pdf *b, const struct rail_stop *stop, struct commune *c)
{
	uint32_t at = gazetteer_by_insee(b->gazetteer, stop->insee);

	if (at == COMMUNE_NONE || !stop->open)
		return false;
	gazetteer_get(b->gazetteer, at, c);
	return isfinite(c->lat);
}

static bool on_map(const struct booklet_pdf *b, const struct map *m, const struct commune *c)
{
	double x = map_x(m, c->lon), y = map_y(m, c->lat);

	return x > b->margin / 2 && x < b->w - b->margin / 2 && y > m->y - 10 &&
	       y < b->h - b->margin - FOOT;
}

static void draw_rails(struct booklet_pdf *b, const struct map *m)
{
	for (size_t i = 1; i < rail_count(b->rail); i++) {
		const struct rail_stop *from = rail_stop_at(b->rail, i - 1);
		const struct rail_stop *to = rail_stop_at(b->rail, i);
		struct commune a, z;

		if (strcmp(from->axis, to->axis) != 0 || !stop_at(b, from, &a) || !stop_at(b, to, &z) ||
		    !on_map(b, m, &a) || !on_map(b, m, &z) ||
		    geo_distance_km(a.lat, a.lon, z.lat, z.lon) > LONGEST_LEG)
			continue;
		canvas_line(b->c, map_x(m, a.lon), map_y(m, a.lat), map_x(m, z.lon), map_y(m, z.lat), 2);
	}
}

/* « 12 » or « 12-15 » on a black label; a dot when the commune has nothing. */
static void draw_dot(struct booklet_pdf *b, const struct map *m, const struct booklet_dot *dot,
		     bool named)
{
	struct pen pen = { .size = 6.5 * b->scale, .bold = true, .align = ALIGN_CENTRE, .grey = 1 };
	struct pen name = { .size = 5.5 * b->scale, .align = ALIGN_CENTRE };
	double x = map_x(m, dot->lon), y = map_y(m, dot->lat), w;
	char s[40];

	if (!dot->first) {
		canvas_disc(b->c, x, y, 1.3, 0.45);
		return;
	}
	if (dot->first == dot->last)
		snprintf(s, sizeof s, "%d", dot->first);
	else
		snprintf(s, sizeof s, "%d-%d", dot->first, dot->last);
	w = canvas_width(b->c, &pen, s) + 5;
	canvas_box(b->c, x - w / 2, y - 4.5 * b->scale, w, 9 * b->scale, 0);
	canvas_text(b->c, x - w / 2, y - 4 * b->scale, w, &pen, s);
	if (named)
		canvas_text(b->c, x - 40, y + 4.5 * b->scale, 80, &name, dot->name);
}

static void draw_map(struct booklet_pdf *b, const struct booklet_item *item)
{
	double lo[2], hi[2], w = b->w - 2 * b->margin - 40, h;
	struct map m = { .x = b->margin + 20, .y = b->y + 10 };

	if (!bounds(item, lo, hi))
		return;
	m.lat = hi[0];
	m.lon = lo[1];
	m.squeeze = cos((lo[0] + hi[0]) / 2 * M_PI / 180);
	h = room(b) - 40;
	m.k = fmin(w / ((hi[1] - lo[1]) * m.squeeze), h / (hi[0] - lo[0]));
	draw_rails(b, &m);
	for (int pass = 0; pass < 2; pass++) {	/* numbers above dots */
		for (size_t i = 0; i < item->n_dots; i++) {
			if (isfinite(item->dots[i].lat) && (item->dots[i].first > 0) == (pass == 1))
				draw_dot(b, &m, &item->dots[i], item->n_dots < 150);
		}
	}
	b->y = map_y(&m, lo[0]) + 16;
	flow(b, &looks[BOOKLET_ENTRY], "Traits : lignes de train. Nombres : les lieux du livret. "
				       "Points : les autres communes.");
	b->empty = false;
}

/* ---- items ---- */

static void keep_town(struct booklet_pdf *b, const char *name)
{
	free(b->town);
	b->town = xstrdup(name);
}

static void begin(struct booklet_pdf *b, const struct booklet_item *item)
{
	const struct look *look = &looks[item->kind];

	if (item->kind == BOOKLET_CHAPTER || item->kind == BOOKLET_TOWN)
		keep_town(b, "");
	if (item->kind == BOOKLET_CHAPTER && !b->empty)
		end_page(b);
	else if (room(b) < (look->before + look->size + look->keep) * b->scale)
		go_on(b);
	else if (!b->empty || item->kind == BOOKLET_TITLE)
		b->y += look->before * b->scale;
	if (item->kind == BOOKLET_CHAPTER)
		b->chapter = canvas_outline(b->c, 0, item->text);
	if (item->kind == BOOKLET_TOWN) {
		canvas_outline(b->c, b->chapter, item->text);
		canvas_line(b->c, b->margin, b->y, b->w - b->margin, b->y, 1.2);
		b->y += 3;
	}
}

bool booklet_pdf_item(void *booklet, const struct booklet_item *item, struct err *err)
{
	struct booklet_pdf *b = booklet;

	(void)err;
	begin(b, item);
	if (item->kind == BOOKLET_PLACE)
		draw_number(b, item->number);
	if (item->kind == BOOKLET_MAP)
		draw_map(b, item);
	else
		flow(b, &looks[item->kind], item->text);
	if (item->kind == BOOKLET_TOWN)
		keep_town(b, item->text);
	if (item->kind == BOOKLET_CHAPTER)
		b->y += 4;
	return true;
}

bool booklet_pdf_finish(struct booklet_pdf *b, struct err *err)
{
	end_page(b);
	return canvas_finish(b->c, err);
}

uint32_t booklet_pdf_missing(const struct booklet_pdf *b, const char **package)
{
	return canvas_missing(b->c, package);
}
