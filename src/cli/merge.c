#include "src/cli/merge.h"

#include <stdlib.h>

#include "aiguillage/exchange.h"
#include "aiguillage/path.h"
#include "aiguillage/sealed.h"
#include "src/cli/out.h"
#include "src/cli/phrase.h"

static bool unseal(struct str *text, struct err *err)
{
	struct str phrase, clear;
	bool ok;

	if (!sealed_is(text->s, text->len))
		return true;
	str_init(&phrase);
	str_init(&clear);
	ok = phrase_ask("Phrase du fichier", &phrase, err) &&
	     sealed_open(phrase.s, text->s, text->len, &clear, err);
	str_clear(text);
	str_addn(text, clear.s, clear.len);
	phrase_done(&phrase);
	str_done(&clear);
	return ok;
}

static bool merge_file(struct cmd_call *call, const char *path, bool dry_run, struct err *err)
{
	struct exchange_report r;
	char *shown = path_shown(path);
	struct str text, said;
	bool ok;

	str_init(&text);
	str_init(&said);
	exchange_report_init(&r);
	ok = exchange_load(path, &text, err) && unseal(&text, err) &&
	     exchange_read(call->session, text.s, text.len, dry_run, &r, err);
	if (ok) {
		exchange_say_report(&r, shown, dry_run, &said);
		out_paragraphs(&call->out, said.s, 2);
		if (r.both && !dry_run)
			out_wrap(&call->out, "Une version mise de côté se lit et se reprend avec « aiguillage journal "
				 "ID » et --reprendre ; elle s’en va avec les textes de la fiche, ou dès qu’une personne est effacée.", 2);
	}
	exchange_report_done(&r);
	str_done(&said);
	str_done(&text);
	free(shown);
	return ok;
}

bool merge_files(struct cmd_call *call, const char *const *paths, size_t n, bool dry_run,
		 struct err *err)
{
	if (!n)
		return err_set(err, ERR_USAGE, "Il manque le fichier : aiguillage importer journal FICHIER");
	if (!call_open(call, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!merge_file(call, paths[i], dry_run, err))
			return false;
	return true;
}
