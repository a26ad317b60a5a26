/*
 * CSV files, read row by row through libcsv with the guards it lacks: byte
 * order mark, unterminated quotes, NUL bytes, cells and rows without end,
 * UTF-8.  The first row names the columns; columns are found BY NAME.  Every
 * cell has been through text_clean() (line ends become a space).
 *
 *	static bool row(void *ctx, const struct csv_row *r, struct err *err)
 *	{
 *		use(csv_get(r, "nom"));
 *		return true;
 *	}
 *	csv_read_file(path, ',', row, &ctx, &err);
 */
#ifndef AIGUILLAGE_CSV_H
#define AIGUILLAGE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "aiguillage/err.h"
#include "aiguillage/str.h"

#define CSV_MAX_CELL 65536	/* bytes; longer cells are refused */
#define CSV_MAX_COLUMNS 256

struct csv_row {
	size_t row;			/* 1 = first row after the header */
	size_t line;			/* of the file, where the row begins; 1 = the first */
	size_t n;			/* cells in this row */
	const char *const *cells;	/* valid during the call */
	size_t n_columns;
	const char *const *columns;	/* the header; valid during the whole reading */
	bool plain;			/* no cell had to be cleaned: none lost a character */
	bool mended;			/* a quote was not where it should be: see csv_read_mended() */
};

/* Cell of the named column; "" when the column or the cell is missing. */
const char *csv_get(const struct csv_row *r, const char *column);
/* Position of a column, or -1; to be asked once and used with csv_at() on long files. */
int csv_column(const struct csv_row *r, const char *column);
const char *csv_at(const struct csv_row *r, int column);

/* Returning false stops the reading with the error it set. */
typedef bool csv_row_fn(void *ctx, const struct csv_row *r, struct err *err);

/* ERR_DATA with row and column when the file is not CSV or not UTF-8, ERR_BASE when unreadable. */
bool csv_read_file(const char *path, char sep, csv_row_fn *fn, void *ctx, struct err *err);
/* The same from an open stream; `name` is what messages call it. */
bool csv_read_stream(FILE *f, const char *name, char sep, csv_row_fn *fn, void *ctx,
		     struct err *err);

/*
 * The same for files made by others, in which a misplaced quote must not cost the whole.  A row of
 * one line with a quote in the middle of a cell is given, `mended`, when it then has as many cells
 * as the header.  A line whose quote is never closed, or that cannot be made out, goes to `bad`
 * (its row, line and columns, no cells), and reading goes on at the next line.
 */
typedef bool csv_bad_fn(void *ctx, const struct csv_row *where, const char *why, struct err *err);
struct csv_handlers {
	csv_row_fn *row;
	csv_bad_fn *bad;
};
bool csv_read_mended(FILE *f, const char *name, char sep, const struct csv_handlers *to, void *ctx,
		     struct err *err);
/* So too, and the lines of a cell stay apart, by '\n'; not those of the header. */
bool csv_read_lines(FILE *f, const char *name, char sep, const struct csv_handlers *to, void *ctx,
		    struct err *err);

/*
 * Appends a row, cells quoted when they must be.  With CSV_QUOTED all but empty ones are, as in the
 * files of the national list.  With CSV_NEUTRAL a cell that a spreadsheet would
 * take for a formula gets an apostrophe in front: for people, not for exchange.
 */
enum csv_row_flags {
	CSV_NEUTRAL = 1,
	CSV_QUOTED = 2,
};
void csv_add_row(struct str *out, const char *const *cells, size_t n, unsigned flags);

#endif
