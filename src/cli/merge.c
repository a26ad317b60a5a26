#include "src/cli/merge.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "aiguillage/exchange.h"
#include "aiguillage/path.h"
#include "aiguillage/sealed.h"
#include "aiguillage/text.h"
#include "src/cli/out.h"
#include "src/cli/phrase.h"

#define FILE_MAX (512l << 20)	/* bytes */
#define PIECE 65536

static bool read_whole(const char *path, const char *shown, struct str *out, struct err *err)
{
	FILE *f = fopen(path, "rbe");
	char piece[PIECE];
	size_t n;
	bool ok;

	if (!f)
		return err_set(err, ERR_DATA, "%s ne peut pas être lu : %s", shown, path_reason(errno));
	while ((n = fread(piece, 1, sizeof piece, f)) > 0 && out->len <= FILE_MAX)
		str_addn(out, piece, n);
	ok = !ferror(f) || err_set(err, ERR_DATA, "%s ne peut pas être lu : %s", shown, path_reason(errno));
	if (ok && out->len > FILE_MAX)
		ok = err_set(err, ERR_DATA, "%s est trop gros pour être un journal", shown);
	fclose(f);
	return ok;
}

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

static void say_report(struct cmd_call *call, const char *shown, const struct exchange_report *r, bool dry_run)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "%s, de « %s » : ", shown, *r->post ? r->post : "un poste sans nom");
	say_count(&b, (int64_t)r->read, "fiche lue", "fiches lues");
	str_add(&b, ", ");
	say_count(&b, (int64_t)r->added, "nouvelle", "nouvelles");
	str_add(&b, ", ");
	say_count(&b, (int64_t)r->changed, "mise à jour", "mises à jour");
	str_add(&b, ", ");
	say_count(&b, (int64_t)r->known, "déjà connue", "déjà connues");
	if (r->erased) {
		str_add(&b, ", ");
		say_count(&b, (int64_t)r->erased, "effacée ici, non reprise", "effacées ici, non reprises");
	}
	str_add(&b, dry_run ? ". Rien n’est changé." : ".");
	out_wrap(&call->out, b.s, 2);
	str_clear(&b);
	if (r->both) {
		say_count(&b, (int64_t)r->both, "fiche a été changée", "fiches ont été changées");
		str_add(&b, " des deux côtés : la version la plus récente est gardée.");
		out_wrap(&call->out, b.s, 2);
	}
	str_done(&b);
}

static bool merge_file(struct cmd_call *call, const char *path, bool dry_run, struct err *err)
{
	struct exchange_report r;
	char *shown = path_shown(path);
	struct str text;
	bool ok;

	str_init(&text);
	ok = read_whole(path, shown, &text, err) && unseal(&text, err) &&
	     exchange_read(call->session, text.s, text.len, dry_run, &r, err);
	if (ok)
		say_report(call, shown, &r, dry_run);
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
