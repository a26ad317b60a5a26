/*
 * A table as a file: for programs (TSV, JSON), for spreadsheets (CSV, .fods, .xlsx).
 *
 *	rows_init(&r, columns, ARRAY_SIZE(columns));
 *	rows_add(&r, "a"); rows_add(&r, "b"); …	// cell after cell, row after row
 *	rows_write(&r, FORMAT_XLSX, folder, &out, &err);
 *	rows_done(&r);
 */
#ifndef AIGUILLAGE_ROWS_H
#define AIGUILLAGE_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/err.h"
#include "aiguillage/str.h"

enum format {
	FORMAT_TABLE,		/* for people: not a table at all, lines that read in order */
	FORMAT_TSV,
	FORMAT_JSON,
	FORMAT_CSV,		/* these three for a spreadsheet */
	FORMAT_FODS,
	FORMAT_XLSX,
};

struct column {
	const char *name;
	bool number;		/* without quotes in JSON, null when empty */
	bool day;		/* ISO, a date in a spreadsheet */
	bool count;		/* a number in a spreadsheet, but for « < 5 » */
};

struct rows {
	const struct column *columns;	/* borrowed */
	size_t n_columns;
	char **cells;
	size_t n, cap;
};
void rows_init(struct rows *r, const struct column *columns, size_t n);
void rows_done(struct rows *r);
void rows_add(struct rows *r, const char *cell);

/* Every format but FORMAT_XLSX. */
void rows_print(const struct rows *r, enum format format, struct str *out);
/* Every format.  The parts of a .xlsx are put together in `folder`, which should be private. */
bool rows_write(const struct rows *r, enum format format, const char *folder, struct str *out,
		struct err *err);

/* How a spreadsheet is to take a cell. */
enum cell_kind { CELL_TEXT, CELL_NUMBER, CELL_DAY };
enum cell_kind rows_cell_kind(const struct column *c, const char *cell);

#endif
