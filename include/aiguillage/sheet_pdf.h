/*
 * Sheets on paper.  Everything on one page: type shrinks a little when it must,
 * then the sheet goes on over another page; nothing is ever cut.
 *
 *	struct sheet_look look = { .paper = PAPER_A4 };
 *	sheet_pdf(path, data_dir, &sheet, 1, &look, &err);
 *
 * The file is 0600, and takes its name when it is whole and checked.  ERR_DATA
 * with the package to install when no font can write a character; ERR_USAGE
 * when the program was made without pango.
 */
#ifndef AIGUILLAGE_SHEET_PDF_H
#define AIGUILLAGE_SHEET_PDF_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/err.h"
#include "aiguillage/sheet.h"

enum paper { PAPER_A4, PAPER_A5 };
/* "a4", "A5"; false for anything else. */
bool paper_find(const char *name, enum paper *paper);

struct sheet_look {
	enum paper paper;
	bool large;		/* for people who see badly; simple sheets are large already */
	bool choice;		/* all the sheets on one page, in short: places to choose from */
};

bool sheet_pdf_possible(void);
bool sheet_pdf(const char *path, const char *data_dir, const struct sheet *sheets, size_t n,
	       const struct sheet_look *look, struct err *err);

#endif
