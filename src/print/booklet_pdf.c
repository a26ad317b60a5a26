/* The paper directory, page after page. */
#include "aiguillage/booklet_pdf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/str.h"
#include "booklet_map.h"
#include "canvas.h"
#include "month.h"
#include "pictos.h"

#define FOOT 20.0		/* room of the page number */
#define MONTHS_A_ROW 2

struct booklet_pdf {
	struct canvas *c;
	const struct rail *rail;
	const struct gazetteer *gazetteer;
	double w, h, margin, y, scale;
	int page, chapter;	/* chapter: its bookmark */
	bool empty;		/* nothing on the page yet */
	char *town;		/* at the top of the pages that go on */
	struct pictos *pictos;
	struct town_page {
		char *name;
		int page;
	} *towns;		/* in the order of the pages */
	size_t n_towns, cap_towns;
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
	[BOOKLET_TOWN] = { 15, 14, 0, 100, true, ALIGN_START, "H2" },
	[BOOKLET_PART] = { 10.5, 5, 0, 62, true, ALIGN_START, "H3" },
	[BOOKLET_PLACE] = { 11.5, 6, 24, 44, true, ALIGN_START, "H4" },
	[BOOKLET_LINE] = { 9.5, 1, 24, 0, false, ALIGN_START, "P" },
	[BOOKLET_WARNING] = { 9.5, 0.5, 24, 0, true, ALIGN_START, "P" },
	[BOOKLET_TEXT] = { 9.5, 4, 0, 0, false, ALIGN_START, "P" },
	[BOOKLET_DAY] = { 10.5, 7, 0, 30, true, ALIGN_START, "H3" },
	[BOOKLET_ENTRY] = { 9.5, 1.5, 12, 0, false, ALIGN_START, "P" },
	[BOOKLET_MAP] = { 0, 8, 0, 0, false, ALIGN_START, "P" },
	[BOOKLET_MONTHS] = { 0, 8, 0, 0, false, ALIGN_START, "P" },
};

struct booklet_pdf *booklet_pdf_new(const char *path, const char *data_dir, enum booklet_pdf_form form,
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
	b->pictos = pictos_read(data_dir, err);
	if (b->pictos)
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
	pictos_free(b->pictos);
	for (size_t i = 0; i < b->n_towns; i++)
		free(b->towns[i].name);
	free(b->towns);
	free(b->town);
	free(b);
}

/* ---- pages ---- */

static void end_page(struct booklet_pdf *b)
{
	struct pen pen = { .size = 9 * b->scale, .align = ALIGN_CENTRE };
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
	struct pen pen = { .size = 8.5 * b->scale };
	struct str line;

	end_page(b);
	if (!*b->town)
		return;
	str_init(&line);
	str_addf(&line, "%s (suite)", b->town);
	b->y += canvas_text(b->c, b->margin, b->y, b->w - 2 * b->margin, &pen, line.s) + 2;
	str_done(&line);
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
	canvas_box(b->c, b->margin, b->y, w, h, 0);
	canvas_text_narrow(b->c, b->margin + 1, b->y + (h - pen.size * 1.2) / 2, w - 2, &pen, s);
}

/* ---- what is drawn ---- */

static void keep_town(struct booklet_pdf *b, const char *name)
{
	free(b->town);
	b->town = xstrdup(name);
}

static void draw_map(struct booklet_pdf *b, const struct booklet_item *item)
{
	double drawn = booklet_map_draw(b->c, &(struct booklet_map){
		.x = b->margin, .y = b->y, .w = b->w - 2 * b->margin, .h = room(b) - 40 * b->scale,
		.scale = b->scale, .dots = item->dots, .n = item->n_dots, .rail = b->rail,
		.gazetteer = b->gazetteer });

	if (!drawn)
		return;
	b->y += drawn;
	flow(b, &looks[BOOKLET_ENTRY], "Traits : lignes de train. Nombres : les lieux du livret. "
				       "Points : les communes.");
}

/* From the first month that has a day to the last. */
static void draw_months(struct booklet_pdf *b, const struct booklet_item *item)
{
	double gap = 16 * b->scale, w = (b->w - 2 * b->margin - gap) / MONTHS_A_ROW, row = 0;
	struct date d = date_of_day(item->days[0]);
	int last = item->days[item->n_days - 1];

	d.day = 1;
	for (int i = 0; date_to_day(d) <= last; i++) {
		double x = b->margin + i % MONTHS_A_ROW * (w + gap), drawn;
		struct month m = { .day = date_to_day(d), .name = date_month_name(d.month),
				   .days = item->days, .n = item->n_days, .scale = b->scale };

		if (i % MONTHS_A_ROW == 0) {
			b->y += row;
			row = 0;
		}
		if (!i || (i % MONTHS_A_ROW == 0 && room(b) < w))
			b->y += 4 * b->scale;
		if (i % MONTHS_A_ROW == 0 && room(b) < w)
			go_on(b);
		drawn = month_draw(b->c, x, b->y, w * 0.9, &m) + 10 * b->scale;
		row = fmax(row, drawn);
		d.year += d.month == 12;
		d.month = d.month % 12 + 1;
	}
	b->y += row;
	b->empty = false;
}

/* On the cover, below the title. */
static void draw_cover(struct booklet_pdf *b)
{
	static const char *const names[] = { "lieu", "horloge", "personne", "telephone" };
	double size = 40 * b->scale, gap = 22 * b->scale;
	double x = (b->w - 4 * size - 3 * gap) / 2, y = b->margin + 58 * b->scale;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		canvas_shape(b->c, x + i * (size + gap), y, size, 0, pictos_get(b->pictos, names[i]));
	canvas_frame(b->c, b->margin * 0.7, b->margin * 0.7, b->w - 1.4 * b->margin,
		     b->h - 1.4 * b->margin, 2);
}

/* ---- the communes and their pages ---- */

static void keep_page(struct booklet_pdf *b, const char *name)
{
	b->towns = mem_grow(b->towns, b->n_towns, &b->cap_towns, sizeof *b->towns);
	b->towns[b->n_towns++] = (struct town_page){ xstrdup(name), b->page };
}

static int by_name(const void *a, const void *b)
{
	const struct town_page *x = a, *y = b;
	char *fx = folded(x->name), *fy = folded(y->name);
	int order = strcmp(fx, fy);

	free(fx);
	free(fy);
	return order ? order : x->page - y->page;
}

static void draw_town_page(struct booklet_pdf *b, const struct town_page *t)
{
	struct pen pen = { .size = looks[BOOKLET_ENTRY].size * b->scale }, end = pen;
	double w = b->w - 2 * b->margin, number = 36 * b->scale, h, used;
	char s[16];

	if (room(b) < pen.size * 1.5)
		go_on(b);
	end.align = ALIGN_END;
	snprintf(s, sizeof s, "%d", t->page);
	canvas_begin(b->c, "P");
	h = canvas_text(b->c, b->margin, b->y, w - number, &pen, t->name);
	used = canvas_width(b->c, &pen, t->name);
	canvas_text(b->c, b->margin, b->y, w, &end, s);
	canvas_end(b->c, "P");
	if (used < w - number - 10)
		canvas_dots(b->c, b->margin + used + 4, b->w - b->margin - number + 8 * b->scale,
			    b->y + h - 3 * b->scale);
	b->y += h + 1.5 * b->scale;
	b->empty = false;
}

static void draw_towns(struct booklet_pdf *b)
{
	struct booklet_item chapter = { .kind = BOOKLET_CHAPTER,
					.text = "Les communes, et leur page" };

	if (b->n_towns < 2)
		return;
	qsort(b->towns, b->n_towns, sizeof *b->towns, by_name);
	booklet_pdf_item(b, &chapter, NULL);
	keep_town(b, chapter.text);
	for (size_t i = 0; i < b->n_towns; i++)
		draw_town_page(b, &b->towns[i]);
	keep_town(b, "");
}

/* ---- items ---- */

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
		keep_page(b, item->text);
		canvas_line(b->c, b->margin, b->y, b->w - b->margin, b->y, 1.2);
		b->y += 3;
	}
	if (item->kind == BOOKLET_TITLE)
		draw_cover(b);
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
	else if (item->kind == BOOKLET_MONTHS)
		draw_months(b, item);
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
	draw_towns(b);
	end_page(b);
	return canvas_finish(b->c, err);
}

uint32_t booklet_pdf_missing(const struct booklet_pdf *b, const char **package)
{
	return canvas_missing(b->c, package);
}
