#include <stdlib.h>

#include "aiguillage/date.h"
#include "aiguillage/keep.h"
#include "aiguillage/path.h"
#include "aiguillage/text.h"
#include "src/cli/cli.h"
#include "src/cli/out.h"

enum { OPT_YES = 1 };

static const struct arg_option options[] = {
	{ .id = OPT_YES, .name = "oui", .help = "le faire ; sans cela, seulement dire ce qui changerait" },
	{ .name = NULL },
};

static void say_day(struct str *out, const char *iso)
{
	int day;

	if (date_parse_day(iso, &day))
		date_french(out, day, DATE_ALWAYS_YEAR, 0);
	else
		str_add(out, "jour inconnu");
}

static void list_copies(struct cmd_call *call)
{
	struct keep_copies l;

	keep_copies(call->session, &l);
	str_add(&call->out, l.n ? "Copies du journal, la plus récente d’abord :\n" :
				  "Aucune copie du journal n’a encore été faite.\n");
	for (size_t i = 0; i < l.n; i++) {
		char *shown = path_shown(l.c[i].path);
		struct err mine = ERR_INIT;
		size_t n;

		str_add(&call->out, "  ");
		say_day(&call->out, l.c[i].day);
		str_add(&call->out, ", ");
		if (keep_check(call->session, l.c[i].path, &n, &mine))
			say_count(&call->out, (int64_t)n, "entrée", "entrées");
		else
			str_add(&call->out, "INUTILISABLE");
		str_addf(&call->out, " : %s\n", shown);
		free(shown);
	}
	if (l.n)
		str_add(&call->out, "\nCe que l’une changerait : aiguillage restaurer FICHIER\n");
	keep_copies_done(&l);
}

static bool restore(struct cmd_call *call, const char *path, bool yes, struct err *err)
{
	struct keep_difference d;
	struct str said;
	char *aside = NULL, *shown;
	bool ok = keep_compare(call->session, path, &d, err);

	if (!ok)
		return false;
	if (!yes) {
		str_init(&said);
		keep_say_difference(&d, &said);
		out_paragraphs(&call->out, said.s, 0);
		str_done(&said);
		str_add(&call->out, "Rien n’est changé. Pour le faire : ajoutez --oui\n");
		return true;
	}
	ok = keep_restore(call->session, path, &aside, err);
	if (ok) {
		shown = path_shown(aside);
		str_add(&call->out, "Journal remis comme dans la copie : ");
		say_count(&call->out, (int64_t)d.entries, "entrée", "entrées");
		str_addf(&call->out, ".\nLe journal d’avant est gardé : %s\n", shown);
		free(shown);
	}
	free(aside);
	return ok;
}

/* The operand is a path: byte for byte. */
static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	const char *path = NULL;
	bool yes = false;
	int id;

	while ((id = args_next(a, err)) != ARGS_END) {
		if (id == ARGS_WRONG)
			return false;
		if (id == OPT_YES)
			yes = true;
		else if (path)
			return args_unexpected(a, err);
		else
			path = a->argv[a->i - 1];
	}
	if (!path && yes)
		return err_set(err, ERR_USAGE, "Il manque le fichier : aiguillage restaurer FICHIER --oui");
	if (!call_open(call, err))
		return false;
	if (path)
		return restore(call, path, yes, err);
	list_copies(call);
	return true;
}

const struct cmd_entry cmd_restore = {
	.name = "restaurer",
	.operands = "[FICHIER]",
	.summary = "Remettre une copie à la place du journal, après avoir vu ce qui changerait",
	.help = "Sans FICHIER, donne les copies faites d’office. Avec FICHIER, dit ce qui reviendrait et "
		"ce qui ne serait plus là ; avec --oui, le fait. La copie est relue et vérifiée avant ; "
		"le journal présent est gardé à côté des copies, et rien n’est perdu si l’on s’est trompé. "
		"Ce qui a été effacé (« aiguillage effacer ») ne revient pas.\n"
		"\n"
		"Fermez les autres fenêtres d’Aiguillage avant.\n"
		"\n"
		"Exemples :\n"
		"  aiguillage restaurer\n"
		"  aiguillage restaurer /media/cle/journal-aiguillage.db --oui",
	.options = options,
	.run = run,
};
