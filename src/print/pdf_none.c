/* Without pango: says how to get it. */
#include "aiguillage/booklet_pdf.h"
#include "aiguillage/sheet_pdf.h"

static bool cannot(struct err *err)
{
	return err_set(err, ERR_USAGE, "Cet Aiguillage a été construit sans pango : il ne fait pas de "
		       "PDF. Installez libpango1.0-dev, puis ./bootstrap && make. En attendant, "
		       "--texte dit la même chose");
}

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
	return cannot(err);
}

struct booklet_pdf *booklet_pdf_new(const char *path, enum booklet_pdf_form form,
				    const struct rail *rail, const struct gazetteer *gazetteer,
				    struct err *err)
{
	(void)path;
	(void)form;
	(void)rail;
	(void)gazetteer;
	cannot(err);
	return NULL;
}

bool booklet_pdf_item(void *booklet, const struct booklet_item *item, struct err *err)
{
	(void)booklet;
	(void)item;
	return cannot(err);
}

bool booklet_pdf_finish(struct booklet_pdf *b, struct err *err)
{
	(void)b;
	return cannot(err);
}

void booklet_pdf_free(struct booklet_pdf *b)
{
	(void)b;
}

uint32_t booklet_pdf_missing(const struct booklet_pdf *b, const char **package)
{
	(void)b;
	*package = "";
	return 0;
}
