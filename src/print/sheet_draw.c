/* What is drawn on a sheet: the week, a calendar, a clock, codes to be scanned. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/str.h"
#include "layout.h"
#include "month.h"
#include "qr.h"

#define TINY 8.5
#define DARK 0.25

enum { FIRST_HOUR = 7, LAST_HOUR = 20 };

/* ---- the week ---- */

/* A day's name, in its column. */
static void day_name(struct layout *l, double x, double y, double w, const struct words *words, int day)
{
	struct pen pen = { .size = TINY * l->scale, .bold = true, .rtl = words->rtl,
			   .align = ALIGN_CENTRE };
	struct str b;

	str_init(&b);
	words_weekday(&b, words, day);
	canvas_text_narrow(l->c, x, y, w - 2, &pen, b.s);
	str_done(&b);
}

static double hour_y(double y, double h, int minute)
{
	double at = (double)(minute - FIRST_HOUR * 60) / ((LAST_HOUR - FIRST_HOUR) * 60);

	return y + h * (at < 0 ? 0 : at > 1 ? 1 : at);
}

static void hour_marks(struct layout *l, double x, double y, double h)
{
	struct pen pen = { .size = 7.5 * l->scale, .align = ALIGN_END };

	for (int hour = 8; hour <= 20; hour += 4) {
		char s[16];
		double at = hour_y(y, h, hour * 60);

		snprintf(s, sizeof s, "%dh", hour);
		canvas_text(l->c, x, at - 5 * l->scale, 24 * l->scale, &pen, s);
	}
}

double layout_week(struct layout *l, double x, double y, double w)
{
	const struct sheet_week *week = &l->sheet->week;
	double side = 28 * l->scale, column = (w - side) / 7, names = 12 * l->scale;
	double top = y + names * (l->two ? 2 : 1), h = 58 * l->scale;

	hour_marks(l, x, top, h);
	for (int d = 0; d < 7; d++) {
		double left = x + side + d * column;

		day_name(l, left, y, column, &l->sheet->fr, d);
		if (l->two)
			day_name(l, left, y + names, column, &l->sheet->other, d);
		canvas_frame(l->c, left + 1, top, column - 2, h, 0.6);
		for (int i = 0; i < week->n[d]; i++) {
			double from = hour_y(top, h, week->bars[d][i].from);
			double to = hour_y(top, h, week->bars[d][i].to);

			canvas_box(l->c, left + 1, from, column - 2, fmax(to - from, 2), DARK);
		}
	}
	return top + h - y;
}

/* ---- a month ---- */

double layout_month(struct layout *l, double x, double y, double w)
{
	const struct sheet *sheet = l->sheet;
	bool met = sheet->appointment != SHEET_NO_MOMENT;
	int appointed = met ? date_day_of(sheet->appointment) : 0;
	int first = met ? appointed : sheet->dates[0];
	char key[16];

	snprintf(key, sizeof key, "mois-%d", date_of_day(first).month % 13);
	return month_draw(l->c, x, y, w, &(struct month){
		.day = first, .scale = l->scale, .name = words_get(&sheet->fr, key),
		.other = l->two ? words_get(&sheet->other, key) : NULL, .rtl = sheet->other.rtl,
		.days = met ? &appointed : sheet->dates, .n = met ? 1 : sheet->n_dates });
}

/* ---- a clock ---- */

static void hand(struct layout *l, double x, double y, double turn, double length, double width)
{
	canvas_line(l->c, x, y, x + length * sin(turn * 2 * M_PI), y - length * cos(turn * 2 * M_PI),
		    width);
}

double layout_clock(struct layout *l, double x, double y, double size, int minute)
{
	double r = size / 2, cx = x + r, cy = y + r;
	struct pen pen = { .size = size * 0.13, .align = ALIGN_CENTRE, .bold = true };

	canvas_ring(l->c, cx, cy, r - 1, 2);
	for (int h = 1; h <= 12; h++) {
		double turn = h / 12.0 * 2 * M_PI, at = r * 0.76;
		char s[16];

		snprintf(s, sizeof s, "%d", h);
		canvas_text(l->c, cx + at * sin(turn) - r / 4, cy - at * cos(turn) - pen.size * 0.6,
			    r / 2, &pen, s);
	}
	hand(l, cx, cy, minute / 720.0, r * 0.45, size * 0.05);
	hand(l, cx, cy, minute % 60 / 60.0, r * 0.68, size * 0.03);
	canvas_disc(l->c, cx, cy, size * 0.035, 0);
	return size;
}

/* ---- codes ---- */

/* Dark squares, those of a row that touch as one. */
static void draw_squares(struct layout *l, double x, double y, double module, const struct qr *qr)
{
	struct canvas_rect *boxes = NULL;
	size_t n = 0, cap = 0;

	for (int r = 0; r < qr->size; r++) {
		for (int k = 0; k < qr->size; k++) {
			int run = 0;

			while (k + run < qr->size && qr->dark[r][k + run])
				run++;
			if (run) {
				boxes = mem_grow(boxes, n, &cap, sizeof *boxes);
				boxes[n++] = (struct canvas_rect){ x + k * module, y + r * module,
								   run * module, module };
			}
			k += run;
		}
	}
	canvas_boxes(l->c, boxes, n, 0);
	free(boxes);
}

double layout_code(struct layout *l, double x, double y, double size, const char *uri,
		   const char *caption)
{
	struct pen pen = { .size = 9 * l->scale, .align = ALIGN_CENTRE };
	struct qr *qr;
	bool made;

	/* while measuring, that there will be one is enough */
	if (!*uri || (canvas_is_dry(l->c) && qr_possible()))
		return *uri ? size : 0;
	qr = xcalloc(1, sizeof *qr);
	made = qr_make(qr, uri);
	if (made) {
		draw_squares(l, x, y, size / qr->size, qr);
		canvas_text_narrow(l->c, x - 8, y + size + 2, size + 16, &pen, caption);
	}
	free(qr);
	return made ? size : 0;
}
