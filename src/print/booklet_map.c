/*
 * Each commune is a dot, with its name beside it where there is room, and before the name the
 * numbers of its places.  Labels are placed one after the other, those with numbers first, at the
 * first of eight sides of the dot where they cover nothing.
 */
#include "booklet_map.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/str.h"
#include "aiguillage/text.h"

#define KM_PER_DEGREE 111.2
#define LONGEST_LEG 60.0	/* km; stations farther apart are not neighbours */
#define NAMED_UP_TO 150		/* communes; with more, names would hide each other */

struct box {
	double x, y, w, h;
};

struct plan {
	struct canvas *c;
	const struct booklet_map *m;
	double lat, lon, k;	/* of the top left corner; points a degree of latitude */
	double squeeze;		/* a degree of longitude is shorter */
	double left, height;
	struct box *taken;
	size_t n_taken;
};

/* ---- where things are ---- */

static bool set_bounds(struct plan *p)
{
	const struct booklet_map *m = p->m;
	double lo[2] = { 1e9, 1e9 }, hi[2] = { -1e9, -1e9 }, pad = 30 * m->scale;

	for (size_t i = 0; i < m->n; i++) {
		if (!isfinite(m->dots[i].lat))
			continue;
		lo[0] = fmin(lo[0], m->dots[i].lat);
		hi[0] = fmax(hi[0], m->dots[i].lat);
		lo[1] = fmin(lo[1], m->dots[i].lon);
		hi[1] = fmax(hi[1], m->dots[i].lon);
	}
	if (hi[0] <= lo[0] || hi[1] <= lo[1])
		return false;
	p->lat = hi[0];
	p->lon = lo[1];
	p->squeeze = cos((lo[0] + hi[0]) / 2 * M_PI / 180);
	p->k = fmin((m->w - 2 * pad) / ((hi[1] - lo[1]) * p->squeeze),
		    (m->h - 40 * m->scale) / (hi[0] - lo[0]));
	p->height = (hi[0] - lo[0]) * p->k + 20 * m->scale;
	p->left = m->x + (m->w - (hi[1] - lo[1]) * p->k * p->squeeze) / 2;
	return true;
}

static double at_x(const struct plan *p, double lon)
{
	return p->left + (lon - p->lon) * p->k * p->squeeze;
}

static double at_y(const struct plan *p, double lat)
{
	return p->m->y + 10 * p->m->scale + (p->lat - lat) * p->k;
}

static bool inside(const struct plan *p, const struct box *b)
{
	const struct booklet_map *m = p->m;

	return b->x >= m->x && b->x + b->w <= m->x + m->w && b->y >= m->y &&
	       b->y + b->h <= m->y + p->height;
}

static void take(struct plan *p, const struct box *b)
{
	p->taken[p->n_taken++] = *b;
}

/* How much of the box is taken already. */
static double covered(const struct plan *p, const struct box *b)
{
	double sum = 0;

	for (size_t i = 0; i < p->n_taken; i++) {
		const struct box *t = &p->taken[i];
		double w = fmin(b->x + b->w, t->x + t->w) - fmax(b->x, t->x);
		double h = fmin(b->y + b->h, t->y + t->h) - fmax(b->y, t->y);

		if (w > 0 && h > 0)
			sum += w * h;
	}
	return sum;
}

/* Beside the dot; false when each side is taken, *b is then the least so. */
static bool find_side(const struct plan *p, const struct booklet_dot *dot, struct box *b)
{
	static const struct { double x, y; } sides[] = {
		{ 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 }, { 1, 1 }, { 1, -1 }, { -1, 1 }, { -1, -1 },
	};
	double gap = 3 * p->m->scale, least = 1e9;
	struct box best = *b;

	for (size_t i = 0; i < ARRAY_SIZE(sides); i++) {
		struct box at = *b;
		double cover;

		at.x = at_x(p, dot->lon) - b->w / 2 + sides[i].x * (b->w / 2 + gap);
		at.y = at_y(p, dot->lat) - b->h / 2 + sides[i].y * (b->h / 2 + gap);
		cover = inside(p, &at) ? covered(p, &at) : 1e8;
		if (cover < least) {
			least = cover;
			best = at;
		}
	}
	*b = best;
	return least <= 0;
}

/* ---- rail ---- */

static bool stop_at(const struct plan *p, const struct rail_stop *stop, struct commune *c)
{
	uint32_t at = gazetteer_by_insee(p->m->gazetteer, stop->insee);
	struct box b = { .w = 0 };

	if (at == COMMUNE_NONE || !stop->open)
		return false;
	gazetteer_get(p->m->gazetteer, at, c);
	if (!isfinite(c->lat))
		return false;
	b.x = at_x(p, c->lon);
	b.y = at_y(p, c->lat);
	return inside(p, &b);
}

static void draw_rails(const struct plan *p)
{
	const struct rail *rail = p->m->rail;

	for (size_t i = 1; i < rail_count(rail); i++) {
		const struct rail_stop *from = rail_stop_at(rail, i - 1), *to = rail_stop_at(rail, i);
		struct commune a, z;

		if (strcmp(from->axis, to->axis) != 0 || !stop_at(p, from, &a) || !stop_at(p, to, &z) ||
		    geo_distance_km(a.lat, a.lon, z.lat, z.lon) > LONGEST_LEG)
			continue;
		canvas_line(p->c, at_x(p, a.lon), at_y(p, a.lat), at_x(p, z.lon), at_y(p, z.lat), 1.6);
	}
}

/* ---- communes ---- */

static void draw_dots(struct plan *p)
{
	for (size_t i = 0; i < p->m->n; i++) {
		const struct booklet_dot *dot = &p->m->dots[i];
		double r = (dot->first ? 2.2 : 1.4) * p->m->scale;
		double x = at_x(p, dot->lon), y = at_y(p, dot->lat);

		if (!isfinite(dot->lat))
			continue;
		canvas_disc(p->c, x, y, r, dot->first ? 0 : 0.4);
		take(p, &(struct box){ x - r, y - r, 2 * r, 2 * r });
	}
}

/* « 12 » or « 12-15 » */
static void say_numbers(char *s, size_t size, const struct booklet_dot *dot)
{
	if (!dot->first)
		*s = '\0';
	else if (dot->first == dot->last)
		snprintf(s, size, "%d", dot->first);
	else
		snprintf(s, size, "%d-%d", dot->first, dot->last);
}

static void draw_label(struct plan *p, const struct booklet_dot *dot)
{
	double scale = p->m->scale;
	struct pen number = { .size = 6.5 * scale, .bold = true, .align = ALIGN_CENTRE, .grey = 1 };
	struct pen name = { .size = (dot->first ? 6 : 5.5) * scale, .bold = dot->first > 0 };
	struct box b = { .h = 9 * scale };
	bool named = p->m->n <= NAMED_UP_TO;
	double numbers = 0;
	struct str text;
	char s[40];

	str_init(&text);
	if (named)
		text_printed(&text, dot->name);
	say_numbers(s, sizeof s, dot);
	if (*s)
		numbers = canvas_width(p->c, &number, s) + 4 * scale;
	b.w = numbers + (named ? canvas_width(p->c, &name, text.s) + 2 * scale : 0);
	/* numbers are always there, if need be over something; a name alone is not */
	if (find_side(p, dot, &b) || *s) {
		canvas_box(p->c, b.x, b.y, b.w, b.h, 1);
		if (*s)
			canvas_box(p->c, b.x, b.y, numbers, b.h, 0);
		canvas_text(p->c, b.x, b.y + 0.5 * scale, numbers, &number, s);
		canvas_text(p->c, b.x + numbers + scale, b.y + 0.7 * scale, 0, &name, text.s);
		take(p, &b);
	}
	str_done(&text);
}

static void draw_labels(struct plan *p, bool with_places)
{
	for (size_t i = 0; i < p->m->n; i++) {
		const struct booklet_dot *dot = &p->m->dots[i];

		if (isfinite(dot->lat) && (dot->first > 0) == with_places &&
		    (with_places || p->m->n <= NAMED_UP_TO))
			draw_label(p, dot);
	}
}

/* ---- all of it ---- */

static void draw_scale(const struct plan *p)
{
	double km = p->k / KM_PER_DEGREE * 10 > p->m->w / 4 ? 1 : p->k / KM_PER_DEGREE * 10 < 12 ? 100 : 10;
	double w = p->k / KM_PER_DEGREE * km, y = p->m->y + p->height;
	struct pen pen = { .size = 7 * p->m->scale };
	char s[24];

	snprintf(s, sizeof s, "%.0f\u00A0km", km);
	canvas_line(p->c, p->m->x, y, p->m->x + w, y, 1.2);
	canvas_line(p->c, p->m->x, y - 3, p->m->x, y + 3, 0.8);
	canvas_line(p->c, p->m->x + w, y - 3, p->m->x + w, y + 3, 0.8);
	canvas_text(p->c, p->m->x + w + 5, y - 5 * p->m->scale, 0, &pen, s);
}

double booklet_map_draw(struct canvas *c, const struct booklet_map *m)
{
	struct plan p = { .c = c, .m = m };

	if (!set_bounds(&p))
		return 0;
	p.taken = xcalloc(2 * m->n + 1, sizeof *p.taken);
	draw_rails(&p);
	draw_dots(&p);
	draw_labels(&p, true);
	draw_labels(&p, false);
	draw_scale(&p);
	free(p.taken);
	return p.height + 10 * m->scale;
}
