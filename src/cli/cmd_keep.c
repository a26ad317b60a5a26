#include <stdlib.h>

#include "aiguillage/keep.h"
#include "aiguillage/text.h"
#include "src/cli/cli.h"
#include "src/cli/out.h"

enum { OPT_MONTHS = 1, OPT_YES };

static const struct arg_option options[] = {
	{ .id = OPT_MONTHS, .name = "mois", .value = "N",
	  .help = "garder les textes et les codes N mois après le dernier contact, de 1 à 24" },
	{ .id = OPT_YES, .name = "oui", .help = "effacer maintenant ce dont le temps est passé" },
	{ .name = NULL },
};

static bool set_months(struct cmd_call *call, const char *typed, struct err *err)
{
	char *end;
	long n = strtol(typed, &end, 10);

	if (!*typed || *end || n < 1 || n > KEEP_MONTHS_MAX)
		return keep_set_months(call->session, 0, err);
	return keep_set_months(call->session, (int)n, err);
}

static bool apply(struct cmd_call *call, struct err *err)
{
	struct str doubts;
	size_t n;
	bool ok;

	str_init(&doubts);
	ok = keep_apply(call->session, &n, &doubts, err);
	if (ok) {
		say_count(&call->out, (int64_t)n, "texte ou code effacé", "textes ou codes effacés");
		str_add(&call->out, n && !doubts.len ? ", ici et dans les copies. Les chiffres restent.\n" : ".\n");
		ok = out_doubts(&call->out, doubts.s, err);
	}
	str_done(&doubts);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	const char *months = NULL;
	bool yes = false;
	struct keep_plan p;
	struct str b;
	bool ok;
	int id;

	while ((id = args_option(a, NULL, err)) != ARGS_END) {
		if (id == ARGS_WRONG)
			return false;
		if (id == OPT_YES)
			yes = true;
		else
			months = a->value;
	}
	if (!call_open(call, err) || (months && !set_months(call, months, err)))
		return false;
	if (yes)
		return apply(call, err);
	if (!keep_plan(call->session, &p, err))
		return false;
	str_init(&b);
	ok = keep_say_all(call->session, &p, &b, err);
	out_paragraphs(&call->out, b.s, 0);
	str_done(&b);
	return ok;
}

const struct cmd_entry cmd_keep = {
	.name = "conservation",
	.operands = "",
	.summary = "Dire combien de temps les textes et les codes sont gardés, et ce qui va s’effacer",
	.help = "Douze mois après le dernier contact (1 à 24, plafond de la CNIL), une entrée perd ses "
		"textes libres et son code ; ce qui se compte reste. C’est annoncé au lancement une "
		"semaine avant, et repris dans les copies que fait Aiguillage. Après un mois sans servir, la "
		"semaine recommence ; si la date de l’ordinateur recule, rien ne se fait sans --oui.\n"
		"\n"
		"Une copie sur une clé USB n’est pas touchée : supprimez celles qui ont plus d’un an.\n"
		"\n"
		"Exemple :\n"
		"  aiguillage conservation --mois 6",
	.options = options,
	.run = run,
};
