/*
 * The paper directory as a PDF: A5 pages with a cover, page numbers, bookmarks
 * and a map; A4 in large print.
 *
 *	b = booklet_pdf_new(path, s->data_dir, BOOKLET_PDF_PAGES, s->rail, s->gazetteer, &err);
 *	ok = b && booklet_tell(s, &r, booklet_pdf_item, b, &err) && booklet_pdf_finish(b, &err);
 *	booklet_pdf_free(b);		// an unfinished file is removed
 */
#ifndef AIGUILLAGE_BOOKLET_PDF_H
#define AIGUILLAGE_BOOKLET_PDF_H

#include <stdbool.h>
#include <stdint.h>

#include "aiguillage/booklet.h"
#include "aiguillage/err.h"
#include "aiguillage/rail.h"

struct booklet_pdf;
enum booklet_pdf_form {
	BOOKLET_PDF_PAGES,	/* A5, one after the other */
	BOOKLET_PDF_LARGE,	/* A4, in large print */
	BOOKLET_PDF_FOLDED,	/* A5, two on an A4 sheet, in the order of a folded booklet */
};
/* ERR_USAGE when the program was made without pango.  The rail axes are drawn on the map. */
struct booklet_pdf *booklet_pdf_new(const char *path, const char *data_dir, enum booklet_pdf_form form,
				    const struct rail *rail, const struct gazetteer *gazetteer,
				    struct err *err);
bool booklet_pdf_item(void *booklet, const struct booklet_item *item, struct err *err);
bool booklet_pdf_finish(struct booklet_pdf *b, struct err *err);
/* The first character that no font has, ▯ instead of it, 0: none; and the package that has one. */
uint32_t booklet_pdf_missing(const struct booklet_pdf *b, const char **package);
void booklet_pdf_free(struct booklet_pdf *b);

#endif
