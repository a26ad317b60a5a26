/* Without pango: says how to get it. */
#include "aiguillage/sheet_pdf.h"

bool sheet_pdf_possible(void)
{
	return false;
}

bool sheet_pdf(const char *path, const char *data_dir, const struct sheet *sheets, size_t n,
	       const struct sheet_look *look, struct err *err)
{
	(void)path;
	(void)data_dir;
	(void)sheets;
	(void)n;
	(void)look;
	return err_set(err, ERR_USAGE, "Cet Aiguillage a été construit sans pango : il ne fait pas de "
		       "PDF. Installez libpango1.0-dev, puis ./bootstrap && make. En attendant, "
		       "--texte dit la même chose");
}
