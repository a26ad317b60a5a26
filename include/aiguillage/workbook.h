/*
 * A workbook that somebody gives us (.xlsx, .ods, flat .fods) → the CSV text of one sheet, so that
 * its rows go the way of those of a CSV file.  Row n of the sheet is line n of the text; a line that
 * ends within a cell is a '\v'.  The sheet is the first that holds something; hidden ones come when
 * no other does.
 *
 * Cells are told as they are meant: dates in ISO, whole numbers without a point, what a format of
 * zeros shows (01400), « oui » and « non »; a formula by the value that was last computed.
 *
 * Read through libarchive and expat, which are in a module (module.h).  What a workbook can hold is
 * bounded: see workbook_impl.h.
 */
#ifndef AIGUILLAGE_WORKBOOK_H
#define AIGUILLAGE_WORKBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/err.h"

/* Does a file that begins so have to be read here?  Never, when made without the libraries. */
bool workbook_begins(const char *head, size_t n);

struct workbook {
	int fd;			/* the text, in memory; the caller's */
	int64_t size;		/* of it, in bytes */
	char *sheet;		/* the name of the sheet, cut when it is long */
	char *others;		/* « « Notes » et « Listes » », that hold something too, or NULL */
};
/* ERR_DATA with one sentence about `shown`; out->fd is then -1 and the rest NULL. */
bool workbook_read(int fd, const char *shown, struct workbook *out, struct err *err);
/* Its names; not fd. */
void workbook_done(struct workbook *w);

/* Of an OLE file (.xls, or a workbook under a password), in French: why it cannot be read. */
const char *workbook_ole_reason(int fd);

#endif
