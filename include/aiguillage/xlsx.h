/*
 * A table as an Excel workbook (.xlsx, ECMA-376), through libxlsxwriter: cells have types, so that
 * « 01400 » stays so and « =1+1 » is a text.
 */
#ifndef AIGUILLAGE_XLSX_H
#define AIGUILLAGE_XLSX_H

#include "aiguillage/rows.h"

/* ERR_USAGE, with the package to install, when the program was made without the library. */
bool xlsx_check(struct err *err);
/*
 * The bytes of the file.  The library keeps its parts in nameless files of `folder`, never in /tmp;
 * the same table at the same moment gives the same bytes.  A text that is longer than a cell of
 * Excel can be, 32,767 characters, ends with « … » there.
 */
bool xlsx_write(const struct rows *r, const char *folder, struct str *out, struct err *err);

#endif
