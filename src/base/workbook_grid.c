#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/path.h"
#include "workbook_impl.h"

#define FLUSH 65536
#define ROW_MAX (CSV_MAX_COLUMNS * CSV_MAX_CELL)	/* bytes; cells that are there twice count twice */

void grid_init(struct grid *g, struct source *s, int fd)
{
	*g = (struct grid){ .source = s, .fd = fd };
	str_init(&g->text);
	str_init(&g->out);
}

void grid_done(struct grid *g)
{
	str_done(&g->text);
	str_done(&g->out);
}

/* A line of the text is a row of the sheet: what ends one within a cell becomes '\v', that text_clean() knows. */
void grid_cell(struct grid *g, size_t column, const char *text, size_t n)
{
	size_t at = g->text.len;

	g->spoiled |= at > ROW_MAX;
	if (!n || g->spoiled)
		return;
	if (column > CSV_MAX_COLUMNS)
		column = CSV_MAX_COLUMNS;
	for (; g->n <= column; g->n++)
		g->length[g->n] = 0;
	g->start[column] = at;
	g->length[column] = n;
	str_addn(&g->text, text, n);
	str_addc(&g->text, '\0');
	for (char *c = g->text.s + at; c < g->text.s + at + n; c++)
		if (*c == '\n' || *c == '\r')
			*c = '\v';
}

static bool cannot_keep(struct grid *g)
{
	return err_set(g->source->err, ERR_BASE, "Pas de place pour lire %s : %s", g->source->shown,
		       path_reason(errno));
}

bool grid_flush(struct grid *g)
{
	for (size_t at = 0; at < g->out.len;) {
		ssize_t n = write(g->fd, g->out.s + at, g->out.len - at);

		if (n < 0 && errno != EINTR)
			return cannot_keep(g);
		at += n > 0 ? (size_t)n : 0;
	}
	str_clear(&g->out);
	return true;
}

static bool add_line(struct grid *g)
{
	const char *cells[CSV_MAX_COLUMNS + 1];
	size_t before = g->out.len, n;

	if (!g->width)
		g->width = g->n;
	n = g->n > g->width ? g->n : g->width;
	for (size_t i = 0; i < n; i++)
		cells[i] = i < g->n && g->length[i] ? g->text.s + g->start[i] : "";
	csv_add_row(&g->out, cells, n, CSV_QUOTED);
	g->size += (int64_t)(g->out.len - before);
	if (g->size > WORKBOOK_MAX_TEXT)
		return source_refuse(g->source, TOO_BIG);
	return g->out.len < FLUSH || grid_flush(g);
}

static void skip_to(struct grid *g, size_t row)
{
	for (; g->row + 1 < row; g->row++) {
		str_addc(&g->out, '\n');
		g->size++;
	}
}

static void forget(struct grid *g)
{
	g->n = 0;
	str_clear(&g->text);
}

bool grid_row(struct grid *g, size_t row, size_t times)
{
	bool ok = true;

	if (g->spoiled || row <= g->row || row > WORKBOOK_MAX_ROWS || times > WORKBOOK_MAX_ROWS)
		return source_refuse(g->source, SPOILED);
	if (!g->n)
		return true;
	g->any = true;
	if (!g->silent) {
		skip_to(g, row);
		for (size_t i = 0; ok && i < times && g->row < WORKBOOK_MAX_ROWS; i++, g->row++)
			ok = add_line(g);
	}
	forget(g);
	return ok;
}
