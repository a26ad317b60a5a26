#include "month.h"

#include <math.h>
#include <stdio.h>

#include "aiguillage/date.h"

static bool is_marked(const struct month *m, int day)
{
	for (size_t i = 0; i < m->n; i++) {
		if (m->days[i] == day)
			return true;
	}
	return false;
}

/* In each language, one above the other; its height. */
static double draw_title(struct canvas *c, double x, double y, double w, const struct month *m)
{
	struct pen pen = { .size = 11 * m->scale, .bold = true, .align = ALIGN_CENTRE };
	double line = 14 * m->scale;
	char s[80];

	snprintf(s, sizeof s, "%.60s %d", m->name, date_of_day(m->day).year);
	canvas_text_narrow(c, x, y, w, &pen, s);
	if (!m->other)
		return line;
	pen.rtl = m->rtl;
	canvas_text_narrow(c, x, y + line, w, &pen, m->other);
	return 2 * line;
}

static void draw_day(struct canvas *c, double x, double y, double cell, const struct month *m, int day)
{
	bool marked = is_marked(m, day);
	struct pen pen = { .size = 9.5 * m->scale, .align = ALIGN_CENTRE, .bold = marked,
			   .grey = marked ? 1 : 0 };
	char s[16];

	snprintf(s, sizeof s, "%d", date_of_day(day).day);
	if (marked)
		canvas_disc(c, x + cell / 2, y + 5.75 * m->scale, fmin(cell * 0.4, 7.6 * m->scale), 0);
	canvas_text(c, x, y, cell, &pen, s);
}

double month_draw(struct canvas *c, double x, double y, double w, const struct month *m)
{
	static const char *const initials[7] = { "L", "M", "M", "J", "V", "S", "D" };
	struct pen pen = { .size = 8 * m->scale, .align = ALIGN_CENTRE, .bold = true };
	struct date first = date_of_day(m->day);
	double cell = w / 7, row = cell * 0.86, top = y + draw_title(c, x, y, w, m) + 2;
	int begin, lead, days = date_month_length(first.year, first.month);

	first.day = 1;
	begin = date_to_day(first);
	lead = date_weekday(begin);
	for (int d = 0; d < 7; d++)
		canvas_text(c, x + d * cell, top, cell, &pen, initials[d]);
	top += 14 * m->scale;
	for (int d = 0; d < days; d++)
		draw_day(c, x + (lead + d) % 7 * cell, top + (lead + d) / 7 * row, cell, m, begin + d);
	return top - y + ((lead + days + 6) / 7) * row;
}
