#include <string.h>

#include "aiguillage/export.h"
#include "aiguillage/path.h"
#include "src/cli/cli.h"

enum {
	OPT_SOURCE = 1,
	OPT_FORMAT,
	OPT_OUTPUT,
};

static const struct arg_option options[] = {
	{ .id = OPT_SOURCE,
	  .name = "source",
	  .value = "NOM",
	  .help = "locale : ce que vous avez ajouté, corrigé ou vérifié (par défaut) ; toutes ; ou "
		  "le nom "
		  "d’une source" },
	{ .id = OPT_FORMAT,
	  .name = "format",
	  .value = "csv",
	  .help = "csv, le seul pour l’instant" },
	{ .id = OPT_OUTPUT,
	  .name = "sortie",
	  .value = "FICHIER",
	  .raw = true,
	  .help = "écrire dans FICHIER au lieu de la sortie standard" },
	{ .name = NULL },
};

struct export_call {
	const char *what, *path;
	struct export_options o;
	struct cmd_call *call;
};

static bool read_args(struct export_call *w, struct args *a, struct err *err)
{
	int id;

	while ((id = args_next(a, err)) != ARGS_END) {
		if (id == ARGS_OPERAND && w->what)
			return args_unexpected(a, err);
		if (id == ARGS_OPERAND)
			w->what = a->value;
		else if (id == OPT_SOURCE)
			w->o.source = a->value;
		else if (id == OPT_OUTPUT)
			w->path = a->value;
		else if (id != OPT_FORMAT)
			return false;
		else if (strcmp(a->value, "csv") != 0)
			return err_set(err, ERR_USAGE, "--format attend csv, pas « %s »",
				       quote(a->value).s);
	}
	return (w->what && strcmp(w->what, "lieux") == 0) ||
	       err_set(err, ERR_USAGE, "Dire ce qu’on exporte : aiguillage exporter lieux");
}

/* A file is written whole at the end; the standard output as it comes. */
static bool write_line(void *ctx, const struct str *line, struct err *err)
{
	struct export_call *w = ctx;

	str_addn(&w->call->out, line->s, line->len);
	return w->path || w->call->out.len < 64 * 1024 || call_flush(w->call, err);
}

static void say_left_out(const struct export_report *r)
{
	if (r->gone)
		say("%zu lieu%s laissé%s de côté : disparu%s, ou jamais proposé%s", r->gone,
		    r->gone < 2 ? "" : "x", r->gone < 2 ? "" : "s", r->gone < 2 ? "" : "s",
		    r->gone < 2 ? "" : "s");
	if (r->incomplete)
		say("Le schéma national demande ce qui manque à :\n%s%s", r->missing.s,
		    r->incomplete > 5 ? "…" : "");
}

static bool partial(const struct export_report *r, struct err *err)
{
	return !r->incomplete ||
	       err_set(err, ERR_PARTIAL,
		       "%zu lieu%s exporté%s, %zu laissé%s de côté parce qu’il manque un champ "
		       "obligatoire",
		       r->written, r->written < 2 ? "" : "x", r->written < 2 ? "" : "s",
		       r->incomplete, r->incomplete < 2 ? "" : "s");
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct export_call w = { .o = { .source = EXPORT_LOCAL }, .call = call };
	struct export_report r;
	bool ok;

	export_report_init(&r);
	ok = read_args(&w, a, err) && call_open(call, err) &&
	     export_places(call->session, &w.o, write_line, &w, &r, err);
	if (ok && w.path) {
		ok = path_write(w.path, call->out.s, call->out.len, err);
		str_clear(&call->out);
		if (ok)
			str_addf(&call->out, "%zu lieu%s écrit%s.\n", r.written,
				 r.written < 2 ? "" : "x", r.written < 2 ? "" : "s");
	} else if (!ok) {
		str_clear(&call->out);
	}
	say_left_out(&r);
	ok = ok && partial(&r, err);
	export_report_done(&r);
	return ok;
}

const struct cmd_entry cmd_export = {
	.name = "exporter",
	.operands = "lieux",
	.summary = "Écrire des lieux au format national, pour ceux qui tiennent la carte",
	.help = "Le fichier suit à la lettre le schéma « lieux de médiation numérique » v1.0.2 : "
		"32 colonnes, la virgule entre elles, « | » dans les listes, les libellés "
		"nationaux. Une ligne par lieu, ses offres réunies. Ce que le schéma ne sait pas "
		"dire n’y est pas ; les notes privées n’y sont jamais ; ce que vous avez noté "
		"disparu non plus.\n"
		"\n"
		"Un texte libre qui commence par = + - ou @ est précédé d’une espace, pour qu’un "
		"tableur n’y voie pas une formule ; le numéro de téléphone garde son « + », que "
		"le schéma exige.\n"
		"\n"
		"Le schéma exige id, pivot, nom, commune, code_postal, adresse et date_maj. Un "
		"lieu à qui il en manque est laissé de côté, nommé sur la sortie d’erreur, et le "
		"code de sortie est 5. Un SIRET inconnu s’écrit 00000000000000, comme dans la "
		"liste nationale.\n"
		"\n"
		"Exemples :\n"
		"  aiguillage exporter lieux --sortie corrections.csv\n"
		"  aiguillage exporter lieux --source toutes >lieux.csv",
	.options = options,
	.run = run,
};
