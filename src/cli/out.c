#include "src/cli/out.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "aiguillage/csv.h"
#include "aiguillage/fods.h"
#include "aiguillage/json_put.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"

#define WIDTH_DEFAULT 80
#define WIDTH_MIN 20
#define WIDTH_MAX 200

static const struct {
	const char *name;
	enum format format;
	bool sheet;		/* for a spreadsheet */
} formats[] = {
	{ "table", FORMAT_TABLE, false }, { "texte", FORMAT_TABLE, false },
	{ "text", FORMAT_TABLE, false },  { "tsv", FORMAT_TSV, false },
	{ "json", FORMAT_JSON, false },	  { "csv", FORMAT_CSV, true },
	{ "fods", FORMAT_FODS, true },
};

static bool find_format(const char *name, bool sheets, enum format *format)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++) {
		if (strcmp(name, formats[i].name) == 0 && (sheets || !formats[i].sheet)) {
			*format = formats[i].format;
			return true;
		}
	}
	return false;
}

bool format_read(const struct args *a, enum format *format, struct err *err)
{
	return find_format(a->value, false, format) ||
	       err_set(err, ERR_USAGE, "--format attend table, tsv ou json, pas « %s »",
		       quote(a->value).s);
}

bool format_read_sheet(const struct args *a, enum format *format, struct err *err)
{
	return find_format(a->value, true, format) ||
	       err_set(err, ERR_USAGE, "--format attend table, tsv, json, csv ou fods, pas « %s »",
		       quote(a->value).s);
}

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
		fods_cell(out, FODS_TEXT, r->columns[c].name);
	fods_row_end(out);
	for (size_t i = 0; i < r->n; i++) {
		const struct column *c = &r->columns[i % r->n_columns];

		if (i % r->n_columns == 0)
			fods_row(out);
		fods_cell(out, c->number || c->count ? FODS_NUMBER : c->day ? FODS_DAY : FODS_TEXT, r->cells[i]);
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
	case FORMAT_TABLE:
	case FORMAT_TSV:
		print_tsv(r, out);
	}
}

/* ---- for people ---- */

int out_width(void)
{
	const char *env = getenv("COLUMNS");
	struct winsize size;
	int width = env ? atoi(env) : 0;

	if (width <= 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		width = size.ws_col;
	if (width <= 0)
		width = WIDTH_DEFAULT;
	return width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
}

void out_wrap(struct str *out, const char *text, int indent)
{
	text_add_wrapped(out, text, indent, out_width());
}

void out_fact(struct str *out, const char *label, const char *value, int indent)
{
	struct str b;

	if (!*value)
		return;
	str_init(&b);
	str_addf(&b, "%s : %s", label, value);
	str_addf(out, "%*s", indent, "");
	out_wrap(out, b.s, indent);
	str_done(&b);
}
