#include <stdlib.h>

#include "aiguillage/mem.h"
#include "pdf_module.h"

#ifdef HAVE_PANGO

#include "aiguillage/module.h"

static const struct pdf_module *load(struct err *err)
{
	enum module_trouble trouble;
	char *shown;
	const struct pdf_module *m = module_load(PDF_MODULE, PDF_MODULE_SYMBOL, &trouble, &shown);

	if (trouble == MODULE_ABSENT)
		err_set(err, ERR_USAGE, "Aiguillage n’a pas pu charger ce qui fait les PDF, %s, ou une "
			"bibliothèque qu’il lui faut (pango). Réinstallez Aiguillage et libpangocairo-1.0-0. "
			"En attendant, --texte dit la même chose", shown);
	else if (!m)
		err_set(err, ERR_USAGE, "Ce qui fait les PDF, %s, est d’une autre version d’Aiguillage. "
			"Réinstallez Aiguillage. En attendant, --texte dit la même chose", shown);
	free(shown);
	return m;
}

bool sheet_pdf_possible(void)
{
	return module_there(PDF_MODULE);
}

#else

static const struct pdf_module *load(struct err *err)
{
	err_set(err, ERR_USAGE, "Cet Aiguillage a été construit sans pango : il ne fait pas de "
		"PDF. Installez libpango1.0-dev, puis ./bootstrap && make. En attendant, "
		"--texte dit la même chose");
	return NULL;
}

bool sheet_pdf_possible(void)
{
	return false;
}

#endif

bool sheet_pdf(const char *path, const char *data_dir, const struct sheet *sheets, size_t n,
	       const struct sheet_look *look, struct err *err)
{
	const struct pdf_module *m = load(err);

	return m && m->sheets(path, data_dir, sheets, n, look, err);
}

/* The module's booklet, and the way to it. */
struct booklet_pdf {
	const struct pdf_module *module;
	struct booklet_pdf *made;
};

struct booklet_pdf *booklet_pdf_new(const char *path, const char *data_dir, enum booklet_pdf_form form,
				    const struct rail *rail, const struct gazetteer *gazetteer,
				    struct err *err)
{
	const struct pdf_module *m = load(err);
	struct booklet_pdf *made = m ? m->booklet_new(path, data_dir, form, rail, gazetteer, err) : NULL;
	struct booklet_pdf *b;

	if (!made)
		return NULL;
	b = xcalloc(1, sizeof *b);
	b->module = m;
	b->made = made;
	return b;
}

bool booklet_pdf_item(void *booklet, const struct booklet_item *item, struct err *err)
{
	struct booklet_pdf *b = booklet;

	return b->module->booklet_item(b->made, item, err);
}

bool booklet_pdf_finish(struct booklet_pdf *b, struct err *err)
{
	return b->module->booklet_finish(b->made, err);
}

uint32_t booklet_pdf_missing(const struct booklet_pdf *b, const char **package)
{
	return b->module->booklet_missing(b->made, package);
}

void booklet_pdf_free(struct booklet_pdf *b)
{
	if (!b)
		return;
	b->module->booklet_free(b->made);
	free(b);
}
