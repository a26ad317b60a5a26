/*
 * The part that makes PDF is a module beside the program, loaded when a PDF is made: linking pango
 * would cost each start more than all the rest of it.  Private to src/print.
 */
#ifndef PRINT_PDF_MODULE_H
#define PRINT_PDF_MODULE_H

#include "aiguillage/booklet_pdf.h"
#include "aiguillage/module.h"
#include "aiguillage/sheet_pdf.h"

#define PDF_MODULE "pdf.so"
#define PDF_MODULE_SYMBOL "aiguillage_pdf"

/* What the module exports under that name; the functions are those of the public headers. */
struct pdf_module {
	struct module_head head;
	bool (*sheets)(const char *path, const char *data_dir, const struct sheet *sheets, size_t n,
		       const struct sheet_look *look, struct err *err);
	struct booklet_pdf *(*booklet_new)(const char *path, const char *data_dir,
					   enum booklet_pdf_form form,
					   const struct rail *rail, const struct gazetteer *gazetteer,
					   struct err *err);
	bool (*booklet_item)(void *booklet, const struct booklet_item *item, struct err *err);
	bool (*booklet_finish)(struct booklet_pdf *b, struct err *err);
	uint32_t (*booklet_missing)(const struct booklet_pdf *b, const char **package);
	void (*booklet_free)(struct booklet_pdf *b);
};

#endif
