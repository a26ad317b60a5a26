#include <stdlib.h>

#include "aiguillage/backup.h"
#include "aiguillage/path.h"
#include "src/cli/cli.h"

/* The operand is a path: byte for byte. */
static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	const char *path = NULL;
	char *shown;
	int id;
	bool ok;

	while ((id = args_next(a, err)) != ARGS_END) {
		if (id != ARGS_OPERAND)
			return false;
		if (path)
			return args_unexpected(a, err);
		path = a->argv[a->i - 1];
	}
	if (!path)
		return err_set(err, ERR_USAGE, "Il manque le fichier : aiguillage sauvegarder FICHIER");
	if (!call_open(call, err))
		return false;
	ok = backup_to(call->session, path, err);
	shown = path_shown(path);
	if (ok)
		str_addf(&call->out, "Journal copié et relu : %s\n", shown);
	free(shown);
	return ok;
}

const struct cmd_entry cmd_backup = {
	.name = "sauvegarder",
	.operands = "FICHIER",
	.summary = "Copier le journal dans un fichier, sur une clé USB par exemple",
	.help = "La copie est faite sans arrêter Aiguillage, puis relue et vérifiée. Le fichier ne doit "
		"pas exister. Il contient ce que vous avez noté des personnes : gardez-le comme tel. Si une phrase "
		"protège le journal, elle protège aussi la copie.\n"
		"\n"
		"Une copie est aussi faite d’office au premier lancement de chaque jour, dans le "
		"dossier « sauvegardes » à côté du journal ; les 14 dernières sont gardées.\n"
		"\n"
		"Exemple :\n"
		"  aiguillage sauvegarder /media/cle/journal-aiguillage.db",
	.run = run,
};
