/* Rows of CSV files that we write. */
#include <string.h>

#include "aiguillage/csv.h"

static void add_cell_text(struct str *out, const char *cell, unsigned flags)
{
	bool formula = (flags & CSV_NEUTRAL) && *cell && strchr("=+-@\t\r", *cell);

	bool quoted = formula || cell[strcspn(cell, ",;\"\n\r")] || ((flags & CSV_QUOTED) && *cell);

	if (!quoted) {
		str_add(out, cell);
		return;
	}
	str_add(out, formula ? "\"'" : "\"");
	for (; *cell; cell++) {
		if (*cell == '"')
			str_addc(out, '"');
		str_addc(out, *cell);
	}
	str_addc(out, '"');
}

void csv_add_row(struct str *out, const char *const *cells, size_t n, unsigned flags)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			str_addc(out, ',');
		add_cell_text(out, cells[i], flags);
	}
	str_addc(out, '\n');
}
