#include <stdlib.h>

#include "aiguillage/keep.h"
#include "aiguillage/path.h"
#include "aiguillage/protect.h"
#include "aiguillage/text.h"
#include "src/cli/cli.h"

static size_t verify_copies(struct cmd_call *call)
{
	struct keep_copies l;
	size_t broken = 0;

	keep_copies(call->session, &l);
	for (size_t i = 0; i < l.n; i++) {
		struct err mine = ERR_INIT;
		size_t n;
		char *shown = path_shown(l.c[i].path);

		str_addf(&call->out, "Copie : %s, ", shown);
		if (keep_check(call->session, l.c[i].path, &n, &mine)) {
			str_add(&call->out, "saine, ");
			say_count(&call->out, (int64_t)n, "entrée", "entrées");
		} else {
			broken++;
			str_addf(&call->out, "INUTILISABLE (%s)", mine.msg);
		}
		str_addc(&call->out, '\n');
		free(shown);
	}
	if (!l.n)
		str_add(&call->out, "Copie : aucune encore ; la première se fait au prochain lancement\n");
	keep_copies_done(&l);
	return broken;
}

/* Of an open journal: a text that was changed by another hand stays closed, and must be told. */
static bool verify_texts(struct cmd_call *call, struct err *err)
{
	enum journal_lock lock = journal_lock_state(call->session->journal);
	size_t shut;

	if (lock == JOURNAL_PLAIN)
		return true;
	if (lock == JOURNAL_LOCKED) {
		str_add(&call->out, "Textes et codes : protégés par une phrase (--avec-phrase les vérifie aussi)\n");
		return true;
	}
	if (!journal_check_sealed(call->session->journal, &shut, err))
		return false;
	if (!shut) {
		str_add(&call->out, "Textes et codes : tous s’ouvrent\n");
		return true;
	}
	str_add(&call->out, "Textes et codes : ");
	say_count(&call->out, (int64_t)shut, "ne s’ouvre pas", "ne s’ouvrent pas");
	str_addc(&call->out, '\n');
	return err_set(err, ERR_BASE, "Des textes protégés du journal ont été changés hors d’Aiguillage, et restent "
		       "fermés. Pour reprendre une copie : aiguillage restaurer");
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	int id = args_option(a, NULL, err);
	bool sound;

	if (id == ARGS_WRONG || !call_open(call, err))
		return false;
	sound = session_state(call->session, &call->out, err) && verify_texts(call, err);
	if (verify_copies(call) && sound)
		return err_set(err, ERR_BASE, "Une copie du journal est inutilisable. Supprimez-la, puis "
			       "faites-en une autre : aiguillage sauvegarder FICHIER");
	return sound;
}

const struct cmd_entry cmd_verify = {
	.name = "verifier",
	.operands = "",
	.summary = "Relire en entier les deux bases et toutes les copies du journal",
	.help = "Donne l’état (« aiguillage etat »), puis ouvre et relit chaque copie. Le code de sortie "
		"est 4 quand quelque chose ne va pas ; le message dit quoi faire.",
	.run = run,
};
