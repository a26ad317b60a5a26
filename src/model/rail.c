#include "aiguillage/rail.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/csv.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"

struct rail {
	struct rail_stop *stops;
	size_t n, cap;
};

/* ---- reading ---- */

struct reading {
	struct rail *rail;
	char *shown;		/* the file, as messages name it */
};

static bool on_row(void *ctx, const struct csv_row *r, struct err *err)
{
	struct reading *rd = ctx;
	struct rail *rail = rd->rail;
	struct rail_stop s;
	const char *order = csv_get(r, "ordre");
	char *end;
	long number = strtol(order, &end, 10);

	if (end == order || *end || number < 0 || number > 10000)
		return err_set(err, ERR_DATA, "%s : ligne %zu : l’ordre de la gare est un nombre, "
			       "pas « %.40s »", rd->shown, r->row + 1, order);
	if (!*csv_get(r, "axe") || !*csv_get(r, "gare") || !*csv_get(r, "code_insee"))
		return err_set(err, ERR_DATA, "%s : ligne %zu : il faut un axe, une gare et le code "
			       "INSEE de sa commune", rd->shown, r->row + 1);
	s = (struct rail_stop){
		.axis = xstrdup(csv_get(r, "axe")),
		.axis_name = xstrdup(csv_get(r, "nom_axe")),
		.order = (int)number,
		.station = xstrdup(csv_get(r, "gare")),
		.insee = xstrdup(csv_get(r, "code_insee")),
		.commune = xstrdup(csv_get(r, "commune")),
		.state = xstrdup(csv_get(r, "etat")),
		.note = xstrdup(csv_get(r, "note")),
		.open = strcmp(csv_get(r, "etat"), "ouverte") == 0,
		.change = strcmp(csv_get(r, "correspondance"), "oui") == 0,
	};
	rail->stops = mem_grow(rail->stops, rail->n, &rail->cap, sizeof *rail->stops);
	rail->stops[rail->n++] = s;
	return true;
}

struct rail *rail_read(const char *data_dir, struct err *err)
{
	struct reading rd = { .rail = xcalloc(1, sizeof *rd.rail) };
	char *path = path_join(data_dir, "rail.csv");

	rd.shown = path_shown(path);
	if (!csv_read_file(path, ',', on_row, &rd, err)) {
		rail_free(rd.rail);
		rd.rail = NULL;
	}
	free(rd.shown);
	free(path);
	return rd.rail;
}

struct rail *rail_none(void)
{
	return xcalloc(1, sizeof(struct rail));
}

void rail_free(struct rail *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n; i++) {
		struct rail_stop *s = &r->stops[i];

		free(s->axis);
		free(s->axis_name);
		free(s->station);
		free(s->insee);
		free(s->commune);
		free(s->state);
		free(s->note);
	}
	free(r->stops);
	free(r);
}

size_t rail_count(const struct rail *r)
{
	return r->n;
}

const struct rail_stop *rail_stop_at(const struct rail *r, size_t i)
{
	return &r->stops[i];
}

const struct rail_stop *rail_station(const struct rail *r, const char *insee)
{
	for (size_t i = 0; i < r->n; i++) {
		if (r->stops[i].open && strcmp(r->stops[i].insee, insee) == 0)
			return &r->stops[i];
	}
	return NULL;
}

/* ---- routes ---- */

/* A ride on one axis, and its number of stops: closed stations are run through. */
struct ride {
	const struct rail_stop *from, *to;
	int stops;
};

static int count_stops(const struct rail *r, const struct rail_stop *a, const struct rail_stop *b)
{
	int low = a->order < b->order ? a->order : b->order;
	int high = a->order < b->order ? b->order : a->order, n = 0;

	for (size_t i = 0; i < r->n; i++) {
		const struct rail_stop *s = &r->stops[i];

		n += s->open && s->order > low && s->order <= high &&
		     strcmp(s->axis, a->axis) == 0;
	}
	return n;
}

/* The shortest ride from one commune to another without a change; `stops` is INT_MAX if none. */
static struct ride direct(const struct rail *r, const char *from, const char *to)
{
	struct ride best = { .stops = INT_MAX };

	for (size_t i = 0; i < r->n; i++) {
		const struct rail_stop *a = &r->stops[i];

		if (!a->open || strcmp(a->insee, from) != 0)
			continue;
		for (size_t k = 0; k < r->n; k++) {
			const struct rail_stop *b = &r->stops[k];
			int stops;

			if (!b->open || strcmp(b->insee, to) != 0 || strcmp(a->axis, b->axis) != 0)
				continue;
			stops = count_stops(r, a, b);
			if (stops < best.stops)
				best = (struct ride){ .from = a, .to = b, .stops = stops };
		}
	}
	return best;
}

static bool with_change(const struct rail *r, const char *from, const char *to,
			struct rail_route *route)
{
	int best = INT_MAX, latest = 0;

	for (size_t i = 0; i < r->n; i++) {
		const struct rail_stop *at = &r->stops[i];
		struct ride first, second;
		int stops;

		if (!at->open || !at->change)
			continue;
		first = direct(r, from, at->insee);
		second = direct(r, at->insee, to);
		if (first.stops == INT_MAX || second.stops == INT_MAX)
			continue;
		stops = first.stops + second.stops;
		if (stops > best || (stops == best && first.stops <= latest))
			continue;
		best = stops;
		latest = first.stops;
		*route = (struct rail_route){ .from = first.from, .to = second.to, .change = first.to };
	}
	return best < INT_MAX;
}

bool rail_route(const struct rail *r, const char *from, const char *to, struct rail_route *route)
{
	struct ride ride;

	*route = (struct rail_route){ 0 };
	if (strcmp(from, to) == 0 || !rail_station(r, from) || !rail_station(r, to))
		return false;
	ride = direct(r, from, to);
	if (ride.stops < INT_MAX) {
		*route = (struct rail_route){ .from = ride.from, .to = ride.to };
		return true;
	}
	return with_change(r, from, to, route);
}

void rail_route_say(struct str *out, const struct rail_route *route)
{
	str_addf(out, "train %s → %s", route->from->station, route->to->station);
	if (route->change)
		str_addf(out, ", changer à %s", route->change->station);
}
