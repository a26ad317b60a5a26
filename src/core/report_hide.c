/*
 * Small counts.  A group is a set of lines whose sum may be known: the lines of a table with a
 * total, the parts of one line.  What is hidden in a group whose sum is known can be told from it
 * when it is alone, or when it is nothing but ones; then the smallest visible line is hidden with it.
 * A whole that is hidden needs a hidden part.  Rules follow one another until none has anything to
 * do: each hides one line more.
 */
#include <stdio.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/report.h"

/* One mark for both: to tell which ones are small would help to find them. */
#define HIDDEN "< 5 ou masqué"

static const struct {
	const char *parts, *wholes;
} linked[] = {
	{ "etat", "suite" },
	{ "motif", "suite" },
	{ "commune", "epci" },
	{ "total", "total" },
};

static struct report_table *table_of(struct report *r, const char *name)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->tables[i].name, name) == 0)
			return &r->tables[i];
	return NULL;
}

static struct report_line *whole_of(struct report_table *wholes, const struct report_line *part)
{
	for (size_t i = 0; part->whole && i < wholes->n; i++)
		if (strcmp(wholes->lines[i].code, part->whole) == 0)
			return &wholes->lines[i];
	return NULL;
}

/* ---- groups ---- */

struct group {
	long lines, sum;	/* of what is hidden */
	struct report_line *smallest;	/* that could be hidden with it, or NULL */
};

static void add_line(struct group *g, struct report_line *l)
{
	if (l->hidden) {
		g->lines++;
		g->sum += l->n;
	} else if (l->n > 0 && (!g->smallest || l->n < g->smallest->n)) {
		g->smallest = l;
	}
}

static bool is_told(const struct group *g)
{
	return g->lines == 1 || (g->lines && g->sum == g->lines);
}

/* The sum is known: hides one line more when it must; `whole`, or NULL, when there is none left. */
static bool settle(const struct group *g, struct report_line *whole)
{
	struct report_line *l = g->smallest ? g->smallest : whole;

	if (!is_told(g) || !l || l->hidden)
		return false;
	return l->hidden = true;
}

/* ---- rules ---- */

static bool within(struct report_table *t)
{
	struct group g = { .lines = 0 };

	for (size_t i = 0; i < t->n; i++)
		add_line(&g, &t->lines[i]);
	return t->sums && settle(&g, NULL);
}

static bool parts_of(struct report_table *parts, struct report_line *whole)
{
	struct group g = { .lines = 0 };

	for (size_t i = 0; i < parts->n; i++)
		if (parts->lines[i].whole && strcmp(parts->lines[i].whole, whole->code) == 0)
			add_line(&g, &parts->lines[i]);
	if (!whole->hidden)
		return settle(&g, whole);
	/* parts that are all told would tell it */
	if (g.lines || !g.smallest)
		return false;
	return g.smallest->hidden = true;
}

/* Among the wholes of those parts. */
static struct report_line *smallest_shown(struct report_table *wholes, const struct report_table *parts)
{
	struct report_line *best = NULL;

	for (size_t i = 0; i < parts->n; i++) {
		struct report_line *l = whole_of(wholes, &parts->lines[i]);

		if (l && !l->hidden && l->n > 0 && (!best || l->n < best->n))
			best = l;
	}
	return best;
}

/* Of all hidden wholes together the sum is known too. */
static bool parts_of_hidden(struct report_table *parts, struct report_table *wholes)
{
	struct group g = { .lines = 0 };

	for (size_t i = 0; i < parts->n; i++) {
		const struct report_line *whole = whole_of(wholes, &parts->lines[i]);

		if (whole && whole->hidden)
			add_line(&g, &parts->lines[i]);
	}
	return settle(&g, smallest_shown(wholes, parts));
}

static bool between(struct report_table *parts, struct report_table *wholes)
{
	bool more = false;

	for (size_t i = 0; i < wholes->n; i++)
		more = parts_of(parts, &wholes->lines[i]) || more;
	return parts_of_hidden(parts, wholes) || more;
}

static bool hide_more(struct report *r)
{
	bool more = false;

	for (size_t i = 0; i < r->n; i++)
		more = within(&r->tables[i]) || more;
	for (size_t i = 0; i < ARRAY_SIZE(linked); i++) {
		struct report_table *parts = table_of(r, linked[i].parts);
		struct report_table *wholes = table_of(r, linked[i].wholes);

		more = (parts && wholes && between(parts, wholes)) || more;
	}
	return more;
}

void report_hide(struct report *r)
{
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->tables[i].n; k++) {
			struct report_line *l = &r->tables[i].lines[k];

			l->hidden = l->n > 0 && l->n < REPORT_SMALL;
		}
	while (hide_more(r))
		;
}

static const struct column columns[] = {
	{ .name = "tableau" }, { .name = "code" }, { .name = "libelle" }, { .name = "nombre", .count = true },
};

void report_rows(const struct report *r, const char *by, struct rows *rows)
{
	char number[24];

	rows_init(rows, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < r->n; i++) {
		const struct report_table *t = &r->tables[i];

		for (size_t k = 0; !t->stays && (!by || strcmp(by, t->name) == 0) && k < t->n; k++) {
			snprintf(number, sizeof number, "%ld", t->lines[k].n);
			rows_add(rows, t->name);
			rows_add(rows, t->lines[k].code);
			rows_add(rows, t->lines[k].label);
			rows_add(rows, t->lines[k].hidden ? HIDDEN : number);
		}
	}
}
