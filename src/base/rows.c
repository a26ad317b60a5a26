#include "aiguillage/rows.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/csv.h"
#include "aiguillage/date.h"
#include "aiguillage/fods.h"
#include "aiguillage/json_put.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "aiguillage/xlsx.h"

void rows_init(struct rows *r, const struct column *columns, size_t n)
{
	*r = (struct rows){ .columns = columns, .n_columns = n };
}

void rows_done(struct rows *r)
{
	for (size_t i = 0; i < r->n; i++)
		free(r->cells[i]);
	free(r->cells);
}

void rows_add(struct rows *r, const char *cell)
{
	r->cells = mem_grow(r->cells, r->n, &r->cap, sizeof *r->cells);
	r->cells[r->n++] = text_cleaned(cell, TEXT_ONE_LINE);
}

static bool is_number(const char *s)
{
	size_t digits;

	s += *s == '-';
	digits = strspn(s, "0123456789");
	if (!digits || digits > 15)
		return false;
	s += digits;
	if (*s == '.') {
		digits = strspn(s + 1, "0123456789");
		s += digits ? digits + 1 : 0;
	}
	return !*s;
}

/* Anything else is a text: « < 5 », a day that is none. */
enum cell_kind rows_cell_kind(const struct column *c, const char *cell)
{
	int day;

	if ((c->number || c->count) && is_number(cell))
		return CELL_NUMBER;
	return c->day && date_parse_day(cell, &day) ? CELL_DAY : CELL_TEXT;
}

/* ---- for programs ---- */

static void print_tsv(const struct rows *r, struct str *out)
{
	for (size_t c = 0; c < r->n_columns; c++)
		str_addf(out, "%s%s", c ? "\t" : "", r->columns[c].name);
	str_addc(out, '\n');
	for (size_t i = 0; i < r->n; i++) {
		str_add(out, r->cells[i]);
		str_addc(out, (i + 1) % r->n_columns ? '\t' : '\n');
	}
}

/* For spreadsheets, cells that look like formulas are told from them. */
static void print_csv(const struct rows *r, struct str *out)
{
	const char **cells = xcalloc(r->n_columns, sizeof *cells);

	for (size_t c = 0; c < r->n_columns; c++)
		cells[c] = r->columns[c].name;
	csv_add_row(out, cells, r->n_columns, 0);
	for (size_t i = 0; i + r->n_columns <= r->n; i += r->n_columns) {
		for (size_t c = 0; c < r->n_columns; c++)
			cells[c] = r->cells[i + c];
		csv_add_row(out, cells, r->n_columns, CSV_NEUTRAL);
	}
	free(cells);
}

static void print_fods(const struct rows *r, struct str *out)
{
	fods_begin(out, "Aiguillage");
	fods_row(out);
	for (size_t c = 0; c < r->n_columns; c++)
		fods_cell(out, CELL_TEXT, r->columns[c].name);
	fods_row_end(out);
	for (size_t i = 0; i < r->n; i++) {
		const struct column *c = &r->columns[i % r->n_columns];

		if (i % r->n_columns == 0)
			fods_row(out);
		fods_cell(out, rows_cell_kind(c, r->cells[i]), r->cells[i]);
		if ((i + 1) % r->n_columns == 0)
			fods_row_end(out);
	}
	fods_end(out);
}

static void print_json(const struct rows *r, struct str *out)
{
	str_add(out, "[");
	for (size_t i = 0; i < r->n; i++) {
		size_t c = i % r->n_columns;

		if (c == 0)
			str_add(out, i ? ",\n {" : "\n {");
		else
			str_add(out, ", ");
		json_string(out, r->columns[c].name);
		str_add(out, ": ");
		if (!r->columns[c].number)
			json_string(out, r->cells[i]);
		else
			str_add(out, *r->cells[i] ? r->cells[i] : "null");
		if (c + 1 == r->n_columns)
			str_addc(out, '}');
	}
	str_add(out, r->n ? "\n]\n" : "]\n");
}

void rows_print(const struct rows *r, enum format format, struct str *out)
{
	switch (format) {
	case FORMAT_JSON:
		print_json(r, out);
		break;
	case FORMAT_CSV:
		print_csv(r, out);
		break;
	case FORMAT_FODS:
		print_fods(r, out);
		break;
	case FORMAT_XLSX:	/* rows_write() */
	case FORMAT_TABLE:
	case FORMAT_TSV:
		print_tsv(r, out);
	}
}

bool rows_write(const struct rows *r, enum format format, const char *folder, struct str *out,
		struct err *err)
{
	if (format == FORMAT_XLSX)
		return xlsx_write(r, folder, out, err);
	rows_print(r, format, out);
	return true;
}
