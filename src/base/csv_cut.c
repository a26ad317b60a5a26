/*
 * libcsv looks at each byte by itself.  Nearly every line is well made and is a row: memchr(), which
 * looks at many bytes at a time, cuts it.
 */
#include "src/base/csv_cut.h"

#include <string.h>

struct cutting {
	const char *p, *end;
	const char *quote;	/* the first one from p on, or end */
	char sep;
};

static const char *find(const char *p, const char *end, char c)
{
	const char *found = memchr(p, c, (size_t)(end - p));

	return found ? found : end;
}

/* From behind the quote that opens a cell to the one that closes it; false: there is none. */
static bool cut_quoted(struct cutting *c, struct csv_span *out)
{
	const char *first = c->quote + 1, *last = find(first, c->end, '"');

	while (last + 1 < c->end && last[1] == '"') {
		out->doubled = true;
		last = find(last + 2, c->end, '"');
	}
	if (last == c->end)
		return false;
	out->n = (size_t)(last - first);
	c->p = last + 1;
	c->quote = find(c->p, c->end, '"');
	return c->p == c->end || *c->p == c->sep;
}

/* The cell that begins at p, which is then at the separator behind it, or at the end. */
static bool cut_cell(struct cutting *c, const char *line, struct csv_span *out)
{
	const char *first = c->p;

	*out = (struct csv_span){ .at = (size_t)(first - line) };
	if (first == c->quote && first < c->end) {
		out->at++;
		return cut_quoted(c, out);
	}
	c->p = find(first, c->end, c->sep);
	out->n = (size_t)(c->p - first);
	return c->quote >= c->p;
}

size_t csv_cut(const char *line, size_t n, char sep, struct csv_span cells[CSV_MAX_COLUMNS])
{
	struct cutting c = { .p = line, .end = line + n, .sep = sep };
	size_t count = 0;

	/* libcsv sees no cell in a line of spaces */
	if (!n || *line == ' ' || *line == '\t')
		return 0;
	c.quote = find(line, c.end, '"');
	for (;; c.p++) {
		if (count == CSV_MAX_COLUMNS || !cut_cell(&c, line, &cells[count]))
			return 0;
		count++;
		if (c.p == c.end)
			return count;
	}
}
