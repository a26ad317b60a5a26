#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/import.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"
#include "aiguillage/path.h"
#include "src/cli/cli.h"
#include "src/cli/merge.h"
#include "src/cli/out.h"

#define DETAIL_DEFAULT 5
#define DETAIL_MAX 1000

enum {
	OPT_SOURCE = 1,
	OPT_FORMAT,
	OPT_DRY_RUN,
	OPT_REPORT,
	OPT_DETAIL,
	OPT_FORMATS,
};

static const struct arg_option options[] = {
	{ .id = OPT_SOURCE,
	  .name = "source",
	  .value = "NOM",
	  .help = "nom de la source à remplacer (sinon celui du format)" },
	{ .id = OPT_DRY_RUN,
	  .name = "essai",
	  .help = "tout faire, dire le résultat, ne rien changer" },
	{ .id = OPT_FORMAT,
	  .name = "format",
	  .value = "FORMAT",
	  .help = "format des fichiers, quand les colonnes ne suffisent pas à le reconnaître" },
	{ .id = OPT_FORMATS, .name = "formats", .help = "donner la liste des formats connus" },
	{ .id = OPT_REPORT,
	  .name = "rapport",
	  .value = "FICHIER",
	  .raw = true,
	  .help = "écrire le rapport complet, en CSV, dans FICHIER" },
	{ .id = OPT_DETAIL,
	  .name = "detail",
	  .value = "N",
	  .help = "lignes montrées de chaque sorte (5 par défaut, 0 : le résumé seul)" },
	{ .name = NULL },
};

struct asked {
	const char **paths;
	size_t n, cap;
	struct import_options o;
	const char *report;
	int detail;
	bool formats;
};

/* Paths are taken byte for byte: args.h gives operands cleaned. */
static const char *raw_operand(const struct args *a)
{
	return a->argv[a->i - 1];
}

static bool read_args(struct asked *q, struct args *a, struct err *err)
{
	int id;

	while ((id = args_next(a, err)) != ARGS_END) {
		switch (id) {
		case ARGS_OPERAND:
			q->paths = mem_grow(q->paths, q->n, &q->cap, sizeof *q->paths);
			q->paths[q->n++] = raw_operand(a);
			break;
		case OPT_SOURCE:
			q->o.source = a->value;
			break;
		case OPT_FORMAT:
			q->o.format = a->value;
			break;
		case OPT_DRY_RUN:
			q->o.dry_run = true;
			break;
		case OPT_REPORT:
			q->report = a->value;
			break;
		case OPT_FORMATS:
			q->formats = true;
			break;
		case OPT_DETAIL:
			if (!args_number(a, "detail", 0, DETAIL_MAX, &q->detail, err))
				return false;
			break;
		default:
			return false;
		}
	}
	return q->n || q->formats ||
	       err_set(err, ERR_USAGE, "Il manque le fichier : aiguillage importer FICHIER…");
}

/* ---- progress ---- */

static bool show_progress(void *ctx, const struct import_progress *p)
{
	(void)ctx;
	if (!p->file)
		fprintf(stderr, "\r\033[K%zu fiches lues, index en cours…", p->rows);
	else if (p->total)
		fprintf(stderr, "\r\033[K%s : %d %%, %zu fiches", p->file,
			(int)(100 * p->done / p->total), p->rows);
	return true;
}

static void clear_progress(void)
{
	fputs("\r\033[K", stderr);
}

/* ---- */

static bool write_report(const struct asked *q, const struct import_report *r, struct err *err)
{
	struct str csv;
	bool ok;

	if (!q->report || (!r->n_issues && !r->done))
		return true;
	str_init(&csv);
	import_report_csv(r, &csv);
	ok = path_write(q->report, csv.s, csv.len, err);
	str_done(&csv);
	return ok;
}

/* What the counsellor corrected stays, even when the source changes it: but they should know. */
static void say_conflicts(struct cmd_call *call)
{
	struct err ignored = ERR_INIT;
	struct str b;
	size_t n;

	if (!overlay_conflicts(call->session, &n, &ignored) || !n)
		return;
	str_init(&b);
	str_addf(&b,
		 "%zu fiche%s à choisir : la source a changé ce que vous aviez corrigé, qui reste. "
		 "« aiguillage corriger » en donne la liste.",
		 n, n < 2 ? "" : "s");
	out_wrap(&call->out, b.s, 0);
	str_done(&b);
}

static bool import(struct cmd_call *call, struct asked *q, struct err *err)
{
	struct import_report r;
	bool terminal = isatty(STDERR_FILENO), ok;

	if (!call_open(call, err))
		return false;
	if (terminal)
		q->o.progress = show_progress;
	q->o.skip_same = !q->report;	/* a report tells the remarks of each row */
	import_report_init(&r);
	ok = import_files(call->session, q->paths, q->n, &q->o, &r, err);
	if (terminal)
		clear_progress();
	import_report_say(&r, (size_t)q->detail, &call->out);
	if (ok && !q->o.dry_run)
		say_conflicts(call);
	ok = write_report(q, &r, err) && ok;
	if (ok && r.refused)
		ok = err_set(err, ERR_PARTIAL, "%zu fiche%s sur %zu %s. Les autres sont %s",
			     r.refused, r.refused < 2 ? "" : "s", r.read,
			     r.refused < 2 ? "n’a pas été prise" : "n’ont pas été prises",
			     q->o.dry_run ? "utilisables" : "dans l’annuaire");
	import_report_done(&r);
	return ok;
}

/* A file of that very name is given as ./journal. */
static bool is_journal(const struct asked *q)
{
	return q->n && strcmp(q->paths[0], "journal") == 0;
}

/* Of the options only --essai means something for a journal. */
static bool merge(struct cmd_call *call, const struct asked *q, struct err *err)
{
	if (q->o.source || q->o.format || q->report)
		return err_set(err, ERR_USAGE, "« importer journal » ne prend que --essai");
	return merge_files(call, q->paths + 1, q->n - 1, q->o.dry_run, err);
}

static bool list_formats(struct cmd_call *call, struct err *err)
{
	char *dir = session_data_dir(call->where.data);
	bool ok = import_formats_say(dir, &call->out, err);

	free(dir);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct asked q = { .detail = DETAIL_DEFAULT };
	bool ok = read_args(&q, a, err) &&
		  (q.formats	   ? list_formats(call, err)
		   : is_journal(&q) ? merge(call, &q, err)
				   : import(call, &q, err));

	free(q.paths);
	return ok;
}

const struct cmd_entry cmd_import = {
	.name = "importer",
	.operands = "FICHIER…|journal FICHIER…",
	.summary = "Mettre l’annuaire à jour à partir d’un fichier de données publiques",
	.help = "Le format est reconnu par les colonnes : liste nationale des lieux de médiation "
		"numérique (CSV, versions 0 et 1, ou JSON), data·inclusion (structures et "
		"services, CSV, JSON ou une fiche JSON par ligne), liste des France Services, "
		"export d’Hinaura. Au lieu de CSV, un classeur (xlsx, ods, fods) : sa première feuille non "
		"vide est lue, et les numéros de ligne sont les siens. « - » lit l’entrée standard.\n"
		"\n"
		"Un import remplace les fiches de sa source et elles seules, d’un bloc : s’il "
		"échoue, l’annuaire reste ce qu’il était. Les deux fichiers de data·inclusion se "
		"donnent ensemble. Des fichiers de territoires différents demandent des sources "
		"différentes (--source).\n"
		"\n"
		"Le code de sortie est 0 quand tout est pris, 5 quand des fiches sont refusées, "
		"3 quand un fichier est inutilisable, 4 quand la base ne peut pas être écrite.\n"
		"\n"
		"« importer journal » réunit au vôtre le journal d’un autre poste (« aiguillage exporter "
		"journal ») : dans n’importe quel ordre, autant de fois qu’on veut, sans double. De deux "
		"versions d’une fiche, la plus récente reste ; ce que vous avez effacé ne revient pas.\n"
		"\n"
		"Exemples :\n"
		"  aiguillage importer lieux.csv --essai\n"
		"  aiguillage importer journal /media/cle/journal.aig\n"
		"  aiguillage importer lieux.csv --rapport rapport.csv\n"
		"  aiguillage importer structures.json services.json",
	.options = options,
	.run = run,
};
