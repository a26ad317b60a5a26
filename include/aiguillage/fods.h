/*
 * A table as a flat OpenDocument spreadsheet (.fods, OASIS OpenDocument 1.2): one XML file whose
 * cells have types, so that a spreadsheet changes nothing (« 01400 » stays so, « =1+1 » is a text),
 * which CSV cannot promise.
 *
 *	fods_begin(&out, "Journal");
 *	fods_row(&out);
 *	fods_cell(&out, CELL_TEXT, "69010");
 *	fods_cell(&out, CELL_DAY, "2026-11-24");
 *	fods_row_end(&out);
 *	fods_end(&out);
 */
#ifndef AIGUILLAGE_FODS_H
#define AIGUILLAGE_FODS_H

#include "aiguillage/rows.h"

void fods_begin(struct str *out, const char *sheet);
void fods_row(struct str *out);
/* `text` has been through text_clean(), and is what `kind` says (rows_cell_kind). */
void fods_cell(struct str *out, enum cell_kind kind, const char *text);
void fods_row_end(struct str *out);
void fods_end(struct str *out);

#endif
