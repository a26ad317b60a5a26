#include "aiguillage/keep.h"
#include "aiguillage/text.h"
#include "src/cli/cli.h"
#include "src/cli/logged.h"

enum { OPT_CODE = 1, OPT_YES };

static const struct arg_option options[] = {
	{ .id = OPT_CODE, .name = "code", .value = "CODE", .help = "code de la personne : K7-42" },
	{ .id = OPT_YES, .name = "oui", .help = "le faire ; sans cela, seulement dire ce qui s’effacerait" },
	{ .name = NULL },
};

/* What would go: the person is not counted as an entry. */
static bool preview(struct cmd_call *call, const char *code, struct err *err)
{
	struct log_list l, dated = { .n = 0 };
	bool ok = keep_of_code(call->session, code, &l, err);

	while (ok && dated.n < l.n && l.e[dated.n].kind == KIND_PERSON)
		dated.n++;
	if (ok) {
		struct log_list rest = { .e = l.e + dated.n, .n = l.n - dated.n };

		say_count(&call->out, (int64_t)rest.n, "entrée s’effacerait", "entrées s’effaceraient");
		str_add(&call->out, ", avec tous les brouillons et toutes les fiches gardées :\n");
		ok = logged_print(call, &rest, FORMAT_TABLE, err);
		str_add(&call->out, "Rien n’est effacé. Pour le faire, sans retour possible : ajoutez "
			"--oui\n");
	}
	log_list_done(&l);
	return ok;
}

static bool erase(struct cmd_call *call, const char *code, struct err *err)
{
	struct str doubts;
	size_t n;
	bool ok;

	str_init(&doubts);
	ok = keep_erase(call->session, code, &n, &doubts, err);
	if (ok) {
		str_add(&call->out, doubts.len ? "Effacé du journal : "
						: "Effacé pour de bon, ici et dans les copies d’Aiguillage : ");
		say_count(&call->out, (int64_t)n, "entrée", "entrées");
		str_add(&call->out, ".\nUne copie sur une clé USB, une fiche imprimée ou un export déjà "
			"envoyé restent à reprendre à la main.\n");
		ok = out_doubts(&call->out, doubts.s, err);
	}
	str_done(&doubts);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	const char *code = NULL;
	bool yes = false;
	int id;

	while ((id = args_option(a, NULL, err)) != ARGS_END) {
		if (id == ARGS_WRONG)
			return false;
		if (id == OPT_YES)
			yes = true;
		else
			code = a->value;
	}
	if (!code)
		return err_set(err, ERR_USAGE, "Il manque le code : aiguillage effacer --code K7-42");
	return call_open(call, err) && (yes ? erase(call, code, err) : preview(call, code, err));
}

const struct cmd_entry cmd_erase = {
	.name = "effacer",
	.operands = "",
	.summary = "Effacer pour de bon tout ce qui est noté d’une personne",
	.help = "Les entrées reliées à son code, le code, tous les brouillons et toutes les fiches gardées disparaissent "
		"du journal et de ses copies. Il n’y a pas de retour : commencez par « aiguillage "
		"extraire » si la personne veut ses données. Aucune copie remise ni aucun journal réuni "
		"ne les ramènera. Les chiffres du bilan en tiennent compte.\n"
		"\n"
		"Pour retirer une entrée notée par erreur : aiguillage journal ID --annuler.\n"
		"\n"
		"Exemple :\n"
		"  aiguillage effacer --code K7-42 --oui",
	.options = options,
	.run = run,
};
