/* One sheet: measured, made to fit, drawn. */
#include "aiguillage/sheet_pdf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/str.h"
#include "layout.h"

#define MARGIN (14 * MM)
#define ICON 30.0
#define GUTTER 12.0	/* between an icon and what it stands for, between two languages */
#define BODY 14.0
#define BODY_SIMPLE 18.0

/* How small the body may become, in points, before a second page is taken. */
#define SMALLEST_A4 11.5
#define SMALLEST_A5 9.0
#define STEP 0.96

/* What is given up at each size, in order: room for notes, then between blocks; the last, at no size else. */
static const struct tightness {
	int notes;		/* lines */
	double gap;
} tightnesses[] = { { 3, 9 }, { 1, 9 }, { 1, 6 }, { 1, 3 } };

static const struct {
	const char *picto;
	bool once;		/* said once, whatever the languages */
} parts[SHEET_PARTS] = {
	[SHEET_WHERE] = { "lieu", false }, [SHEET_PHONE] = { "telephone", false },
	[SHEET_WHEN] = { "horloge", false }, [SHEET_WHO] = { "personne", false },
	[SHEET_ASK] = { "parole", false }, [SHEET_PAPERS] = { "papiers", false },
	[SHEET_TRIP] = { "train", false }, [SHEET_COST] = { "euro", false },
	[SHEET_CONDITIONS] = { "info", false }, [SHEET_BY] = { "envoi", false },
	[SHEET_NOTES] = { "crayon", false }, [SHEET_SOURCE] = { "", true },
};

bool sheet_pdf_possible(void)
{
	return true;
}

/* ---- pages ---- */

void layout_next_page(struct layout *l)
{
	struct pen pen = { .size = 9 * l->scale, .grey = 0.2 };

	canvas_page(l->c);
	l->pages++;
	l->y = l->margin;
	l->y += canvas_text(l->c, l->margin, l->y, l->w - 2 * l->margin, &pen, l->sheet->name) + 4;
	canvas_line(l->c, l->margin, l->y, l->w - l->margin, l->y, 0.8);
	l->y += 10;
}

static double room(const struct layout *l)
{
	return l->bottom - l->y;
}

/* ---- lines ---- */

static struct pen pen_of(const struct layout *l, enum sheet_part part, enum sheet_style style)
{
	struct pen pen = {
		.size = l->sheet->simple ? BODY_SIMPLE : BODY,
		.bold = style != SHEET_PLAIN,
	};

	if (style == SHEET_STRONG)
		pen.size = part == SHEET_WHERE ? 20 : 18;
	if (style == SHEET_STRONG && l->sheet->simple)
		pen.size += 2;
	if (style == SHEET_DIGITS)
		pen.size = 26;
	if (part == SHEET_SOURCE)
		pen = (struct pen){ .size = 9, .bold = style == SHEET_WARNING };
	pen.size *= l->scale;
	return pen;
}

/* Text that goes on over the next page when it must. */
void layout_flow(struct layout *l, double x, double w, const struct pen *pen, const char *text)
{
	while (text && *text) {
		double used = 0;

		if (room(l) < pen->size * 1.4)
			layout_next_page(l);
		text = canvas_text_fit(l->c, x, l->y, w, room(l), pen, text, &used);
		l->y += used;
		if (text)
			layout_next_page(l);
	}
}

static struct pen other_pen(const struct layout *l, const struct pen *pen)
{
	struct pen other = *pen;

	other.rtl = l->sheet->other.rtl;
	return other;
}

static double two_height(struct layout *l, double w, const struct pen *pen,
			 const struct sheet_line *line)
{
	struct pen other = other_pen(l, pen);
	double half = (w - GUTTER) / 2;

	return fmax(canvas_height(l->c, half, pen, line->text),
		    canvas_height(l->c, half, &other, line->other));
}

static void two_texts(struct layout *l, double x, double w, const struct pen *pen,
		      const struct sheet_line *line)
{
	struct pen other = other_pen(l, pen);
	double half = (w - GUTTER) / 2, ha, hb;

	ha = canvas_text(l->c, x, l->y, half, pen, line->text);
	hb = canvas_text(l->c, x + half + GUTTER, l->y, half, &other, line->other);
	l->y += fmax(ha, hb);
}

static void draw_line(struct layout *l, double x, double w, enum sheet_part part,
		      const struct sheet_line *line)
{
	struct pen pen = pen_of(l, part, line->style);
	bool marked = line->style == SHEET_WARNING && part != SHEET_SOURCE;
	bool two = line->other && l->two;
	double mark = pen.size * 1.15, side = marked ? mark + 5 : 0;

	w -= side;
	if (room(l) < (two ? two_height(l, w, &pen, line) : pen.size * 1.4))
		layout_next_page(l);
	if (marked)
		canvas_shape(l->c, x, l->y, mark, 0, pictos_get(l->pictos, "attention"));
	x += side;
	canvas_begin(l->c, "P");
	if (two)
		two_texts(l, x, w, &pen, line);
	else
		layout_flow(l, x, w, &pen, line->text);
	canvas_end(l->c, "P");
	l->y += 2 * l->scale;
}

static void draw_title(struct layout *l, double x, double w, const struct sheet_block *b)
{
	struct pen pen = { .size = 11 * l->scale, .bold = true }, other = pen;
	double half = (w - GUTTER) / 2, h;

	canvas_begin(l->c, "H2");
	h = canvas_text(l->c, x, l->y, l->two ? half : w, &pen, b->title);
	if (l->two && b->other_title) {
		other.rtl = l->sheet->other.rtl;
		h = fmax(h, canvas_text(l->c, x + half + GUTTER, l->y, half, &other, b->other_title));
	}
	canvas_end(l->c, "H2");
	l->y += h + 1;
}

/* ---- what is drawn ---- */

/* Beside « Quand », on the right; its width, 0 when nothing is. */
static double beside_width(const struct layout *l)
{
	bool dated = l->sheet->n_dates > 0 || l->sheet->appointment != SHEET_NO_MOMENT;

	return dated && !l->two ? 128 * l->scale : 0;
}

/* Under « Quand »: the week or the clock; the month when two languages leave no room beside. */
static void draw_under(struct layout *l, double x, double w)
{
	double month = (l->two ? 108 : 128) * l->scale, h;

	if (l->sheet->week.known) {
		if (room(l) < 86 * l->scale)
			layout_next_page(l);
		l->y += 4 * l->scale;
		l->y += layout_week(l, x, l->y, w) + 2;
		return;
	}
	if (!l->two && l->sheet->appointment != SHEET_NO_MOMENT)
		l->y += 4 + layout_clock(l, x, l->y + 4, 58 * l->scale,
					 date_minute_of(l->sheet->appointment));
	if (!l->two || (!l->sheet->n_dates && l->sheet->appointment == SHEET_NO_MOMENT))
		return;
	if (room(l) < month * 1.1)
		layout_next_page(l);
	h = layout_month(l, x, l->y + 4, month);
	if (l->sheet->appointment != SHEET_NO_MOMENT)
		layout_clock(l, x + month + 30, l->y + 8, month * 0.8,
			     date_minute_of(l->sheet->appointment));
	l->y += h + 6;
}

static void draw_dotted(struct layout *l, double x, double w, int lines)
{
	for (int i = 0; i < lines; i++) {
		l->y += 22 * l->scale;
		canvas_dots(l->c, x, x + w, l->y - 2);
	}
}

/* ---- blocks ---- */

static void draw_icon(struct layout *l, double x, double y, const char *picto)
{
	canvas_shape(l->c, x, y, ICON * l->scale, 0, pictos_get(l->pictos, picto));
}

static void draw_block(struct layout *l, enum sheet_part part)
{
	const struct sheet_block *b = &l->sheet->blocks[part];
	double x = l->margin + ICON * l->scale + GUTTER, w = l->w - l->margin - x;
	double beside = part == SHEET_WHEN ? beside_width(l) : 0, top = l->y, drawn = 0;
	int page = l->pages;

	draw_icon(l, l->margin, l->y, parts[part].picto);
	if (beside > 0)
		drawn = layout_month(l, x + w - beside, l->y, beside);
	if (*b->title)
		draw_title(l, x, w - (beside > 0 ? beside + GUTTER : 0), b);
	for (size_t i = 0; i < b->n; i++)
		draw_line(l, x, w - (beside > 0 ? beside + GUTTER : 0), part, &b->lines[i]);
	if (!b->n)
		draw_dotted(l, x, w, part == SHEET_NOTES ? l->note_lines : 1);
	if (part == SHEET_WHEN)
		draw_under(l, x, w);
	if (l->pages == page)
		l->y = fmax(l->y, fmax(top + drawn, top + ICON * l->scale));
	l->y += l->gap * l->scale;
}

static double block_height(struct layout *l, enum sheet_part part)
{
	struct layout trial = *l;
	bool dry = canvas_is_dry(l->c);

	canvas_dry(l->c, true);
	trial.y = 0;
	trial.bottom = 1e9;
	draw_block(&trial, part);
	canvas_dry(l->c, dry);
	return trial.y - l->gap * l->scale;
}

static void place_block(struct layout *l, enum sheet_part part)
{
	double h = block_height(l, part);

	if (h > room(l) && h < l->bottom - l->margin - 30)
		layout_next_page(l);
	draw_block(l, part);
}

/* ---- the ends of the page ---- */

/* Notes on the left, codes on the right. */
static void draw_foot(struct layout *l)
{
	double codes = layout_codes_width(l);
	double h = codes > 0 ? layout_codes_height(l) : 0;
	struct layout left = *l;

	if (room(l) < fmax(h, block_height(l, SHEET_NOTES))) {
		layout_next_page(l);
		left = *l;
	}
	layout_codes(l);
	left.w -= codes;
	draw_block(&left, SHEET_NOTES);
	l->y = fmax(left.y, l->y + h);
}

/* ---- a sheet ---- */

static void draw_body(struct layout *l)
{
	for (int part = 0; part < SHEET_NOTES; part++) {
		if (l->sheet->blocks[part].n || part == SHEET_PAPERS)
			place_block(l, (enum sheet_part)part);
	}
	draw_foot(l);
}

static void draw_sheet(struct layout *l)
{
	double source;
	bool dry = canvas_is_dry(l->c);

	canvas_dry(l->c, true);
	source = layout_foot_line(l, 0);
	canvas_dry(l->c, dry);
	l->pages = 1;
	l->y = l->margin;
	l->bottom = l->h - l->margin - source - 6;
	layout_head(l);
	draw_body(l);
	layout_foot_line(l, l->h - l->margin - source);
}

static int pages_at(struct layout *l, double scale, const struct tightness *tight)
{
	canvas_dry(l->c, true);
	l->scale = scale;
	l->note_lines = tight->notes;
	l->gap = tight->gap;
	draw_sheet(l);
	canvas_dry(l->c, false);
	return l->pages;
}

static bool fits_in(struct layout *l, double base, double smallest, int pages)
{
	const struct tightness *last = &tightnesses[ARRAY_SIZE(tightnesses) - 1];

	for (double scale = base; scale > smallest; scale *= STEP) {
		for (const struct tightness *tight = tightnesses; tight < last; tight++) {
			if (pages_at(l, scale, tight) <= pages)
				return true;
		}
	}
	for (double scale = base; scale > smallest; scale *= STEP) {
		if (pages_at(l, scale, last) <= pages)
			return true;
	}
	return pages_at(l, smallest, last) <= pages;
}

/* The largest type that takes one page, or else as few as the smallest would. */
static void fit(struct layout *l, double base, double smallest)
{
	smallest /= l->sheet->simple ? BODY_SIMPLE : BODY;
	for (int pages = 1; !fits_in(l, base, smallest, pages);)
		pages = l->pages;
}

static void set_paper(struct layout *l, const struct sheet_look *look)
{
	bool a5 = look->paper == PAPER_A5;

	l->w = (a5 ? 148 : 210) * MM;
	l->h = (a5 ? 210 : 297) * MM;
	l->margin = a5 ? 10 * MM : MARGIN;
}

static void draw_all(struct layout *l, const struct sheet *sheets, size_t n,
		     const struct sheet_look *look)
{
	double base = (look->large ? 1.25 : 1) * (look->paper == PAPER_A5 ? 0.82 : 1);

	if (look->choice) {
		l->scale = base;
		layout_choice(l, sheets, n);
		canvas_page(l->c);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		l->sheet = &sheets[i];
		l->two = sheets[i].other.lang != SHEET_NO_LANGUAGE;
		fit(l, base, look->paper == PAPER_A5 ? SMALLEST_A5 : SMALLEST_A4);
		draw_sheet(l);
		canvas_page(l->c);
	}
}

bool sheet_pdf(const char *path, const char *data_dir, const struct sheet *sheets, size_t n,
	       const struct sheet_look *look, struct err *err)
{
	struct layout l = { 0 };
	struct pictos *pictos = pictos_read(data_dir, err);
	bool ok;

	if (!pictos)
		return false;
	set_paper(&l, look);
	l.pictos = pictos;
	l.c = canvas_new(&(struct canvas_options){ .path = path, .w = l.w, .h = l.h,
						   .title = sheets[0].title }, err);
	ok = l.c != NULL;
	if (ok) {
		draw_all(&l, sheets, n, look);
		ok = canvas_finish(l.c, err);
	}
	canvas_free(l.c);
	pictos_free(pictos);
	return ok;
}
