#include "aiguillage/xlsx.h"

#include <stdlib.h>

#define OR_FODS "prenez le format fods, que LibreOffice et Excel ouvrent"

#ifdef HAVE_XLSX

#include "xlsx_module.h"

static const struct xlsx_module *load(struct err *err)
{
	enum module_trouble trouble;
	char *shown;
	const struct xlsx_module *m = module_load(XLSX_MODULE, XLSX_MODULE_SYMBOL, &trouble, &shown);

	if (trouble == MODULE_ABSENT)
		err_set(err, ERR_USAGE, "Aiguillage n’a pas pu charger ce qui fait les classeurs xlsx, %s, ou "
			"une bibliothèque qu’il lui faut. Réinstallez Aiguillage et libxlsxwriter4 ; ou "
			OR_FODS, shown);
	else if (!m)
		err_set(err, ERR_USAGE, "Ce qui fait les classeurs xlsx, %s, est d’une autre version "
			"d’Aiguillage. Réinstallez Aiguillage ; ou " OR_FODS, shown);
	free(shown);
	return m;
}

bool xlsx_check(struct err *err)
{
	return load(err);
}

bool xlsx_write(const struct rows *r, const char *folder, struct str *out, struct err *err)
{
	const struct xlsx_module *m = load(err);

	return m && m->write(r, folder, out, err);
}

#else

bool xlsx_check(struct err *err)
{
	return err_set(err, ERR_USAGE, "Aiguillage a été construit sans libxlsxwriter : il ne peut pas écrire "
		       "de xlsx. Installez le paquet libxlsxwriter-dev puis relancez ./bootstrap et make ; ou "
		       OR_FODS);
}

bool xlsx_write(const struct rows *r, const char *folder, struct str *out, struct err *err)
{
	(void)r;
	(void)folder;
	(void)out;
	return xlsx_check(err);
}

#endif
