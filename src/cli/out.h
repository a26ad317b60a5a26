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
#include "aiguillage/rows.h"
#include "aiguillage/str.h"
#include "src/cli/args.h"

/* Reads --format. */
bool format_read(const struct args *a, enum format *format, struct err *err);
/* The same where a table may be wanted for a spreadsheet; xlsx only when it can be written. */
bool format_read_sheet(const struct args *a, enum format *format, struct err *err);
/* Is it a .xlsx to be shown by a terminal?  Refused: nothing there can be read. */
bool format_check_output(enum format format, struct err *err);

/* Columns of the standard output: COLUMNS, the terminal's, or 80. */
int out_width(void);
/* A paragraph; its lines but the first begin with `indent` spaces. */
void out_wrap(struct str *out, const char *text, int indent);
/* Lines, each a paragraph. */
void out_paragraphs(struct str *out, const char *text, int indent);
/* « Libellé : valeur », wrapped; nothing when the value is empty. */
void out_fact(struct str *out, const char *label, const char *value, int indent);
/* What could not be done in the copies, a line each; ERR_PARTIAL unless there is nothing. */
bool out_doubts(struct str *out, const char *doubts, struct err *err);

#endif
