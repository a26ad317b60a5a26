/*
 * The part that reads workbooks is a module beside the program (module.h): libarchive brings
 * several compressions along.  Private to src/base.
 */
#ifndef BASE_WORKBOOK_MODULE_H
#define BASE_WORKBOOK_MODULE_H

#include "aiguillage/module.h"
#include "aiguillage/workbook.h"

#define WORKBOOK_MODULE "workbook.so"
#define WORKBOOK_MODULE_SYMBOL "aiguillage_workbook"

struct workbook_module {
	struct module_head head;
	bool (*read)(int fd, const char *shown, struct workbook *out, struct err *err);
};

#endif
