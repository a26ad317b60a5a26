/* Places to choose from at home, in short on one page. */
#include <math.h>
#include <stdio.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/str.h"
#include "layout.h"

#define NUMBER 15.0
#define MONTH 108.0

static void draw_title(struct layout *l)
{
	const struct words *fr = &l->sheet->fr;
	struct pen pen = { .size = 17 * l->scale, .bold = true };

	canvas_begin(l->c, "H1");
	l->y += canvas_text(l->c, l->margin, l->y, l->w - 2 * l->margin, &pen,
			    words_get(fr, "choix")) + 3;
	if (l->two) {
		pen.rtl = l->sheet->other.rtl;
		l->y += canvas_text(l->c, l->margin, l->y, l->w - 2 * l->margin, &pen,
				    words_get(&l->sheet->other, "choix"));
	}
	canvas_end(l->c, "H1");
	canvas_line(l->c, l->margin, l->y, l->w - l->margin, l->y, 2.5);
	l->y += 12 * l->scale;
}

static struct pen pen_of(const struct layout *l, enum sheet_part part, enum sheet_style style,
			 size_t line)
{
	struct pen pen = { .size = 11.5, .bold = style != SHEET_PLAIN };

	if (part == SHEET_WHERE && line == 0)
		pen.size = 17;
	else if (style == SHEET_DIGITS)
		pen.size = 19;
	else if (style == SHEET_STRONG)
		pen.size = 13;
	pen.size *= l->scale;
	return pen;
}

/* Over the next page when it is too long for one. */
static void draw_text(struct layout *l, double x, double w, const struct pen *pen, const char *text)
{
	canvas_begin(l->c, "P");
	layout_flow(l, x, w, pen, text);
	canvas_end(l->c, "P");
	l->y += 1;
}

static void draw_lines(struct layout *l, double x, double w, enum sheet_part part)
{
	const struct sheet_block *b = &l->sheet->blocks[part];

	for (size_t i = 0; i < b->n; i++) {
		struct pen pen = pen_of(l, part, b->lines[i].style, i);

		draw_text(l, x, w, &pen, b->lines[i].text);
		if (b->lines[i].other && l->two) {
			pen.rtl = l->sheet->other.rtl;
			draw_text(l, x, w, &pen, b->lines[i].other);
		}
	}
}

static void draw_number(struct layout *l, int number)
{
	struct pen pen = { .size = 18 * l->scale, .bold = true, .align = ALIGN_CENTRE, .grey = 1 };
	double r = NUMBER * l->scale;
	char s[16];

	snprintf(s, sizeof s, "%d", number);
	canvas_disc(l->c, l->margin + r, l->y + r, r, 0);
	canvas_text(l->c, l->margin, l->y + 3.5 * l->scale, 2 * r, &pen, s);
}

/* The week, or the month of the next date, with the clock of an appointment. */
static double draw_times(struct layout *l, double x, double y, double w)
{
	double month = MONTH * l->scale, h;

	if (l->sheet->week.known)
		return layout_week(l, x, y, w) + 6;
	if (!l->sheet->n_dates && l->sheet->appointment == SHEET_NO_MOMENT)
		return 0;
	h = layout_month(l, x, y, month);
	if (l->sheet->appointment != SHEET_NO_MOMENT)
		layout_clock(l, x + month + 20, y + 6, month * 0.75, date_minute_of(l->sheet->appointment));
	return h + 6;
}

/* Where it is on the left, when and the rest on the right; below each other when `long_one`. */
static void draw_place(struct layout *l, int number, bool long_one)
{
	static const enum sheet_part left[] = { SHEET_WHERE, SHEET_PHONE, SHEET_TRIP };
	static const enum sheet_part right[] = { SHEET_WHEN, SHEET_WHO, SHEET_COST, SHEET_CONDITIONS };
	double x = l->margin + 2 * NUMBER * l->scale + 10, w = l->w - l->margin - x;
	double half = long_one ? w : (w - 14) / 2, top = l->y, low;
	struct pen pen = { .size = 8 * l->scale };
	struct str source;

	draw_number(l, number);
	for (size_t i = 0; i < ARRAY_SIZE(left); i++)
		draw_lines(l, x, half, left[i]);
	low = l->y;
	if (!long_one) {
		low += draw_times(l, x, l->y + 4, l->sheet->week.known ? half : w);
		l->y = top;
	}
	for (size_t i = 0; i < ARRAY_SIZE(right); i++)
		draw_lines(l, long_one ? x : x + half + 14, half, right[i]);
	l->y = fmax(l->y, low) + 4 * l->scale;
	str_init(&source);
	layout_source(&source, l->sheet, false);
	draw_text(l, x, w, &pen, source.s);
	str_done(&source);
	l->y += 4 * l->scale;
	canvas_line(l->c, l->margin, l->y, l->w - l->margin, l->y, 0.8);
	l->y += 10 * l->scale;
}

static double place_height(struct layout *l, int number)
{
	struct layout trial = *l;
	bool dry = canvas_is_dry(l->c);

	canvas_dry(l->c, true);
	trial.y = 0;
	trial.bottom = 1e9;
	draw_place(&trial, number, false);
	canvas_dry(l->c, dry);
	return trial.y;
}

static void draw_by(struct layout *l)
{
	draw_lines(l, l->margin, l->w - 2 * l->margin, SHEET_ASK);
	draw_lines(l, l->margin, l->w - 2 * l->margin, SHEET_BY);
}

static double all_height(struct layout *l, const struct sheet *sheets, size_t n)
{
	double total = (60 + 100) * l->scale;	/* the title; what to say, who refers */

	for (size_t i = 0; i < n; i++) {
		l->sheet = &sheets[i];
		l->two = sheets[i].other.lang != SHEET_NO_LANGUAGE;
		total += place_height(l, (int)i + 1);
	}
	return total;
}

void layout_choice(struct layout *l, const struct sheet *sheets, size_t n)
{
	l->bottom = l->h - l->margin;
	l->y = l->margin;
	for (double base = l->scale; l->scale > base * 0.7; l->scale *= 0.96) {
		if (all_height(l, sheets, n) < l->h - 2 * l->margin)
			break;
	}
	l->sheet = &sheets[0];
	l->two = sheets[0].other.lang != SHEET_NO_LANGUAGE;
	draw_title(l);
	for (size_t i = 0; i < n; i++) {
		double h;

		l->sheet = &sheets[i];
		h = place_height(l, (int)i + 1);
		if (l->y + h > l->bottom && l->y > l->margin)
			layout_next_page(l);
		draw_place(l, (int)i + 1, l->y + h > l->bottom);
	}
	l->sheet = &sheets[0];
	draw_by(l);
}
