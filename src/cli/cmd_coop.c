#include "aiguillage/coop.h"
#include "src/cli/cli.h"
#include "src/cli/out.h"

enum { OPT_DRY_RUN = 1 };

static const struct arg_option options[] = {
	{ .id = OPT_DRY_RUN, .name = "essai", .help = "tout lire, dire le résultat, ne rien changer" },
	{ .name = NULL },
};

static bool import(struct cmd_call *call, const char *path, bool dry_run, struct err *err)
{
	struct coop_report r;
	struct str said;
	bool ok;

	coop_report_init(&r);
	ok = coop_import(call->session, path, dry_run, &r, err);
	if (ok) {
		str_init(&said);
		coop_say_report(&r, dry_run, &said);
		out_paragraphs(&call->out, said.s, 0);
		str_done(&said);
	}
	if (ok && r.refused)
		ok = err_set(err, ERR_PARTIAL, "%zu ligne%s sur %zu n’%s pas été prise%s", r.refused,
			     r.refused < 2 ? "" : "s", r.read, r.refused < 2 ? "a" : "ont",
			     r.refused < 2 ? "" : "s");
	coop_report_done(&r);
	return ok;
}

/* The operand is a path: byte for byte. */
static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	const char *path = NULL;
	bool dry_run = false;
	int id;

	while ((id = args_next(a, err)) != ARGS_END) {
		if (id == ARGS_WRONG)
			return false;
		if (id == OPT_DRY_RUN)
			dry_run = true;
		else if (path)
			return args_unexpected(a, err);
		else
			path = a->argv[a->i - 1];
	}
	if (!path)
		return err_set(err, ERR_USAGE, "Il manque le fichier : aiguillage importer-coop FICHIER");
	return call_open(call, err) && import(call, path, dry_run, err);
}

const struct cmd_entry cmd_coop = {
	.name = "importer-coop",
	.operands = "FICHIER",
	.summary = "Reprendre dans le journal les activités exportées de La Coop",
	.help = "Lit l’export « Activités » de La Coop, tel quel (xlsx), ou enregistré en ods ou en CSV "
		"(virgules, points-virgules ou tabulations). Les colonnes sont trouvées par leur nom. Une ligne déjà reprise est reconnue : "
		"lire deux fois le même fichier n’ajoute rien.\n"
		"\n"
		"Le code de sortie est 0 quand tout est pris, 5 quand des lignes sont refusées, 3 quand le "
		"fichier est inutilisable.\n"
		"\n"
		"Exemple :\n"
		"  aiguillage importer-coop activites.xlsx --essai",
	.options = options,
	.run = run,
};
