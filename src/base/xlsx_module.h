/*
 * The part that makes workbooks is a module beside the program (module.h): its library brings
 * OpenSSL along.  Private to src/base.
 */
#ifndef BASE_XLSX_MODULE_H
#define BASE_XLSX_MODULE_H

#include "aiguillage/module.h"
#include "aiguillage/xlsx.h"

#define XLSX_MODULE "xlsx.so"
#define XLSX_MODULE_SYMBOL "aiguillage_xlsx"

struct xlsx_module {
	struct module_head head;
	bool (*write)(const struct rows *r, const char *folder, struct str *out, struct err *err);
};

#endif
