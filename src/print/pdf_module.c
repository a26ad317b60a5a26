#include "pdf_module.h"

extern const struct pdf_module aiguillage_pdf;

__attribute__((visibility("default")))
const struct pdf_module aiguillage_pdf = {
	.head = { PACKAGE_VERSION },
	.sheets = sheet_pdf,
	.booklet_new = booklet_pdf_new,
	.booklet_item = booklet_pdf_item,
	.booklet_finish = booklet_pdf_finish,
	.booklet_missing = booklet_pdf_missing,
	.booklet_free = booklet_pdf_free,
};
