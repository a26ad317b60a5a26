/*
 * Printing, through lp, and showing a file with the desktop's own program.
 * Jobs have a neutral title: print servers keep titles, and others see them.
 *
 *	printer_print(path, NULL, "A4", &said, &err);	// « imprimé »
 *	print_text(text.s, NULL, &err);		// any screen's text
 */
#ifndef AIGUILLAGE_PRINTER_H
#define AIGUILLAGE_PRINTER_H

#include <stdbool.h>

#include "aiguillage/err.h"
#include "aiguillage/session.h"
#include "aiguillage/sheet_pdf.h"
#include "aiguillage/str.h"

/*
 * Hands the file to lp; `printer` NULL: the usual one.  ERR_BASE says what is missing: lp, a
 * printer, or what lp itself says.
 */
bool printer_print(const char *path, const char *printer, const char *media, struct err *err);
/* Is there a desktop to show it on?  Returns at once. */
bool printer_can_show(void);
bool printer_show(const char *path, struct err *err);

/*
 * A new file of the folder `fiches` beside the bases, with nothing personal in its name:
 * « fiche-2026-11-24-2.pdf ».  The caller's string; NULL: the folder cannot be made.
 */
char *print_file(struct session *s, const char *suffix, struct err *err);
/* Prints a text, which no file ever holds. */
bool print_text(const char *text, const char *printer, struct err *err);
/* "pdf", or "txt" without pango: what print_write_sheets() writes. */
const char *print_suffix(void);
bool print_write_sheets(struct session *s, const char *path, const struct sheet *sheets, size_t n,
			const struct sheet_look *look, struct err *err);
/* The same, printed, not kept. */
bool print_sheets(struct session *s, const struct sheet *sheets, size_t n,
		  const struct sheet_look *look, const char *printer, struct err *err);

#endif
