/* Places to choose from at home, in short on one page. */
#include <math.h>
#include <stdio.h>

#include "aiguillage/str.h"
#include "layout.h"

#define NUMBER 15.0

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

static void draw_lines(struct layout *l, double x, double w, enum sheet_part part)
{
	const struct sheet_block *b = &l->sheet->blocks[part];

	for (size_t i = 0; i < b->n; i++) {
		struct pen pen = pen_of(l, part, b->lines[i].style, i);

		canvas_begin(l->c, "P");
		l->y += canvas_text(l->c, x, l->y, w, &pen, b->lines[i].text) + 1;
		if (b->lines[i].other && l->two) {
			pen.rtl = l->sheet->other.rtl;
			l->y += canvas_text(l->c, x, l->y, w, &pen, b->lines[i].other) + 1;
		}
		canvas_end(l->c, "P");
	}
}

/* Where it is on the left, when and the rest on the right. */
static void draw_place(struct layout *l, int number)
{
	static const enum sheet_part left[] = { SHEET_WHERE, SHEET_PHONE, SHEET_TRIP };
	static const enum sheet_part right[] = { SHEET_WHEN, SHEET_WHO, SHEET_COST, SHEET_CONDITIONS };
	double x = l->margin + 2 * NUMBER * l->scale + 10, w = l->w - l->margin - x;
	double half = (w - 14) / 2, top = l->y, low;
	struct pen pen = { .size = 18 * l->scale, .bold = true, .align = ALIGN_CENTRE, .grey = 1 };
	char s[16];

	snprintf(s, sizeof s, "%d", number);
	canvas_disc(l->c, l->margin + NUMBER * l->scale, top + NUMBER * l->scale, NUMBER * l->scale, 0);
	canvas_text(l->c, l->margin, top + 3.5 * l->scale, 2 * NUMBER * l->scale, &pen, s);
	for (size_t i = 0; i < sizeof left / sizeof left[0]; i++)
		draw_lines(l, x, half, left[i]);
	low = l->y;
	l->y = top;
	for (size_t i = 0; i < sizeof right / sizeof right[0]; i++)
		draw_lines(l, x + half + 14, half, right[i]);
	l->y = fmax(l->y, low) + 8 * l->scale;
	if (l->sheet->week.known)
		l->y += layout_week(l, x, l->y, w) + 6;
	canvas_line(l->c, l->margin, l->y, l->w - l->margin, l->y, 0.8);
	l->y += 12 * l->scale;
}

static double place_height(struct layout *l, int number)
{
	struct layout trial = *l;
	bool dry = canvas_is_dry(l->c);

	canvas_dry(l->c, true);
	draw_place(&trial, number);
	canvas_dry(l->c, dry);
	return trial.y - l->y;
}

static void draw_by(struct layout *l)
{
	l->y += 4;
	draw_lines(l, l->margin, l->w - 2 * l->margin, SHEET_ASK);
	draw_lines(l, l->margin, l->w - 2 * l->margin, SHEET_BY);
}

static double all_height(struct layout *l, const struct sheet *sheets, size_t n)
{
	double total = 60 * l->scale;

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
	for (double base = l->scale; l->scale > base * 0.8; l->scale *= 0.96) {
		if (all_height(l, sheets, n) < l->h - 2 * l->margin)
			break;
	}
	l->sheet = &sheets[0];
	l->two = sheets[0].other.lang != SHEET_NO_LANGUAGE;
	draw_title(l);
	for (size_t i = 0; i < n; i++) {
		l->sheet = &sheets[i];
		if (l->y + place_height(l, (int)i + 1) > l->bottom && l->y > l->margin) {
			canvas_page(l->c);
			l->y = l->margin;
		}
		draw_place(l, (int)i + 1);
	}
	l->sheet = &sheets[0];
	if (l->y < l->bottom - 60)
		draw_by(l);
}
