/*
 * Shapes of what commands print: rows for programs (TSV, JSON), wrapped
 * paragraphs for people.  The « table » format is linear, a fact a line, so
 * that a screen reader says it in order.
 */
#ifndef CLI_OUT_H
#define CLI_OUT_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/err.h"
#include "aiguillage/json_put.h"
#include "aiguillage/str.h"
#include "src/cli/args.h"

enum format {
	FORMAT_TABLE,
	FORMAT_TSV,
	FORMAT_JSON,
	FORMAT_CSV,		/* these two for a spreadsheet */
	FORMAT_FODS,
};
/* Reads --format. */
bool format_read(const struct args *a, enum format *format, struct err *err);
/* The same where a table may be wanted for a spreadsheet. */
bool format_read_sheet(const struct args *a, enum format *format, struct err *err);

struct column {
	const char *name;
	bool number;		/* without quotes in JSON, null when empty */
	bool day;		/* ISO, a date in a spreadsheet */
	bool count;		/* a number in a spreadsheet, but for « < 5 » */
};

/*
 *	rows_init(&r, columns, ARRAY_SIZE(columns));
 *	rows_add(&r, "a"); rows_add(&r, "b"); …	// cell after cell, row after row
 *	rows_print(&r, FORMAT_TSV, &out);
 */
struct rows {
	const struct column *columns;
	size_t n_columns;
	char **cells;
	size_t n, cap;
};
void rows_init(struct rows *r, const struct column *columns, size_t n);
void rows_done(struct rows *r);
void rows_add(struct rows *r, const char *cell);
void rows_print(const struct rows *r, enum format format, struct str *out);

/* Columns of the standard output: COLUMNS, the terminal's, or 80. */
int out_width(void);
/* A paragraph; its lines but the first begin with `indent` spaces. */
void out_wrap(struct str *out, const char *text, int indent);
/* « Libellé : valeur », wrapped; nothing when the value is empty. */
void out_fact(struct str *out, const char *label, const char *value, int indent);

#endif
