#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/coop.h"
#include "aiguillage/csv.h"
#include "aiguillage/exchange.h"
#include "aiguillage/export.h"
#include "aiguillage/log.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/sealed.h"
#include "aiguillage/text.h"
#include "src/cli/cli.h"
#include "src/cli/out.h"
#include "src/cli/phrase.h"

enum {
	OPT_SOURCE = 1,
	OPT_FORMAT,
	OPT_OUTPUT,
	OPT_FROM,
	OPT_TO,
	OPT_TEXTS,
	OPT_SEALED,
	OPT_DRY_RUN,
};


static const struct arg_option options[] = {
	{ .id = OPT_SOURCE,
	  .name = "source",
	  .value = "NOM",
	  .help = "lieux : locale, ce que vous avez ajouté, corrigé ou vérifié (par défaut) ; toutes ; "
		  "ou le nom d’une source" },
	{ .id = OPT_FROM, .name = "de", .value = "DATE", .help = "coop, journal : à partir de ce jour" },
	{ .id = OPT_TO, .name = "a", .value = "DATE", .help = "coop, journal : jusqu’à ce jour compris" },
	{ .id = OPT_TEXTS,
	  .name = "avec-textes",
	  .help = "coop, journal : avec les textes libres (et, dans le journal, les codes des personnes)" },
	{ .id = OPT_SEALED,
	  .name = "chiffre",
	  .help = "journal : sceller le fichier par une phrase, demandée au clavier" },
	{ .id = OPT_DRY_RUN, .name = "essai", .help = "dire ce que contiendrait le fichier, ne rien écrire" },
	{ .id = OPT_FORMAT,
	  .name = "format",
	  .value = "FORMAT",
	  .help = "lieux, coop : csv, ou pour un tableur, qui n’y change rien, fods ou xlsx" },
	{ .id = OPT_OUTPUT,
	  .name = "sortie",
	  .value = "FICHIER",
	  .raw = true,
	  .help = "écrire dans FICHIER au lieu de la sortie standard" },
	{ .name = NULL },
};

struct export_call {
	const char *what, *path, *from, *to;
	struct export_options o;
	struct cmd_call *call;
	enum format format;
	bool texts, sealed, dry_run;
};

static bool read_option(struct export_call *w, const struct args *a, int id, struct err *err)
{
	switch (id) {
	case OPT_SOURCE:
		w->o.source = a->value;
		return true;
	case OPT_OUTPUT:
		w->path = a->value;
		return true;
	case OPT_FROM:
		w->from = a->value;
		return true;
	case OPT_TO:
		w->to = a->value;
		return true;
	case OPT_TEXTS:
		return w->texts = true;
	case OPT_SEALED:
		return w->sealed = true;
	case OPT_DRY_RUN:
		return w->dry_run = true;
	case OPT_FORMAT:
		if (!format_read_sheet(a, &w->format, err))
			return false;
		return w->format >= FORMAT_CSV ||
		       err_set(err, ERR_USAGE, "--format attend csv, fods ou xlsx, pas « %s »",
			       quote(a->value).s);
	default:
		return false;
	}
}

static bool read_args(struct export_call *w, struct args *a, struct err *err)
{
	int id;

	while ((id = args_option(a, &w->what, err)) != ARGS_END)
		if (!read_option(w, a, id, err))
			return false;
	if (w->sealed && !w->path && !w->dry_run)
		return err_set(err, ERR_USAGE, "--chiffre demande un fichier : --sortie FICHIER");
	return w->what || err_set(err, ERR_USAGE, "Dire ce qu’on exporte : aiguillage exporter lieux, coop "
				  "ou journal");
}

/* ---- places ---- */

/* Our own CSV, cell after cell: a spreadsheet wants them typed. */
struct sheet {
	struct column *columns;
	struct rows rows;
};

static bool add_csv_row(void *ctx, const struct csv_row *r, struct err *err)
{
	struct sheet *sheet = ctx;

	(void)err;
	if (r->row == 1) {
		sheet->columns = xcalloc(r->n_columns, sizeof *sheet->columns);
		for (size_t i = 0; i < r->n_columns; i++)
			sheet->columns[i].name = xstrdup(r->columns[i]);
		rows_init(&sheet->rows, sheet->columns, r->n_columns);
	}
	for (size_t i = 0; i < r->n_columns; i++)
		rows_add(&sheet->rows, i < r->n ? r->cells[i] : "");
	return true;
}

static bool places_as_sheet(struct export_call *w, struct err *err)
{
	struct str *csv = &w->call->out;
	FILE *f = fmemopen(csv->s, csv->len, "r");
	struct sheet sheet = { .columns = NULL };
	bool ok = f ? csv_read_stream(f, "lieux", ',', add_csv_row, &sheet, err)
		    : err_set(err, ERR_BASE, "Il n’y a pas assez de mémoire pour ce tableau");

	str_clear(csv);
	ok = ok && rows_write(&sheet.rows, w->format, w->call->session->base_dir, csv, err);
	for (size_t i = 0; i < sheet.rows.n_columns; i++)
		free((char *)sheet.columns[i].name);
	free(sheet.columns);
	rows_done(&sheet.rows);
	if (f)
		fclose(f);
	return ok;
}

/* A file is written whole at the end; the standard output as it comes. */
static bool write_line(void *ctx, const struct str *line, struct err *err)
{
	struct export_call *w = ctx;

	str_addn(&w->call->out, line->s, line->len);
	return w->path || w->format != FORMAT_CSV || w->dry_run || w->call->out.len < 64 * 1024 || call_flush(w->call, err);
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

static bool write_file(struct export_call *w, struct err *err)
{
	bool ok = path_write(w->path, w->call->out.s, w->call->out.len, err);

	str_clear(&w->call->out);
	return ok;
}

static bool places(struct export_call *w, struct err *err)
{
	struct cmd_call *call = w->call;
	struct export_report r;
	bool ok;

	export_report_init(&r);
	ok = export_places(call->session, &w->o, write_line, w, &r, err) &&
	     (w->format == FORMAT_CSV || !call->out.len || places_as_sheet(w, err));
	if (ok && w->dry_run) {
		str_clear(&call->out);
		say_count(&call->out, (int64_t)r.written, "lieu", "lieux");
		str_add(&call->out, ", sans note privée. Rien n’est écrit.\n");
	} else if (ok && w->path) {
		ok = write_file(w, err);
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

/* ---- what is logged ---- */

static bool read_days(struct export_call *w, struct str *from, struct str *to, struct err *err)
{
	struct session *s = w->call->session;

	return (!w->from || log_read(s, KIND_ACCOMPANIMENT, ACC_DAY, w->from, from, err)) &&
	       (!w->to || log_read(s, KIND_ACCOMPANIMENT, ACC_DAY, w->to, to, err));
}

static bool coop(struct export_call *w, const char *from, const char *to, struct err *err)
{
	struct str *out = &w->call->out;
	struct rows r;
	bool ok = coop_export(w->call->session, from, to, w->texts, &r, err);

	if (ok && w->dry_run) {
		coop_say_contents(&r, out);
		str_add(out, "Rien n’est écrit.\n");
	} else if (ok) {
		ok = rows_write(&r, w->format, w->call->session->base_dir, out, err) &&
		     (!w->path || write_file(w, err));
		if (ok && w->path) {
			say_count(out, (int64_t)(r.n / r.n_columns), "accompagnement écrit",
				  "accompagnements écrits");
			str_add(out, ".\n");
		}
	}
	rows_done(&r);
	return ok;
}

static bool seal(struct export_call *w, struct err *err)
{
	struct str phrase, sealed;
	bool ok;

	str_init(&phrase);
	str_init(&sealed);
	ok = phrase_ask_twice("Phrase qui scelle le fichier", &phrase, err) &&
	     sealed_close(phrase.s, w->call->out.s, &sealed, err);
	str_clear(&w->call->out);
	str_addn(&w->call->out, sealed.s, sealed.len);
	phrase_done(&phrase);
	str_done(&sealed);
	return ok;
}

static bool journal(struct export_call *w, const char *from, const char *to, struct err *err)
{
	struct exchange_options o = { .from = from, .to = to, .texts = w->texts };
	struct exchange_contents c;
	struct str said;
	bool ok;

	str_init(&said);
	ok = exchange_write(w->call->session, &o, &w->call->out, &c, err) &&
	     (w->dry_run || ((!w->sealed || seal(w, err)) && (!w->path || write_file(w, err))));
	if (!ok || w->dry_run)
		str_clear(&w->call->out);
	if (ok && (w->dry_run || w->path)) {
		exchange_say_contents(&c, &said);
		out_paragraphs(&w->call->out, said.s, 2);
		str_add(&w->call->out, w->dry_run ? "Rien n’est écrit.\n" : w->sealed ? "Écrit et scellé.\n"
											 : "Écrit.\n");
	}
	str_done(&said);
	return ok;
}

static bool logged(struct export_call *w, struct err *err)
{
	struct str from, to;
	bool ok;

	str_init(&from);
	str_init(&to);
	ok = read_days(w, &from, &to, err) &&
	     (strcmp(w->what, "coop") == 0 ? coop(w, from.s, to.s, err) : journal(w, from.s, to.s, err));
	str_done(&from);
	str_done(&to);
	return ok;
}

/* An option that would do nothing is refused: --chiffre above all. */
static bool check_options(const struct export_call *w, struct err *err)
{
	bool is_places = strcmp(w->what, "lieux") == 0, is_journal = strcmp(w->what, "journal") == 0;
	const char *wrong = w->sealed && !is_journal ? "--chiffre"
			    : is_places && w->texts   ? "--avec-textes"
			    : is_places && (w->from || w->to) ? "--de et --a"
			    : !is_places && w->o.source ? "--source"
			    : is_journal && w->format != FORMAT_CSV ? "--format"
								   : NULL;

	if (!w->path && !w->dry_run && !format_check_output(w->format, err))
		return false;
	return !wrong || err_set(err, ERR_USAGE, "%s ne va pas avec « exporter %s »", wrong, quote(w->what).s);
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct export_call w = { .call = call, .format = FORMAT_CSV };

	if (!read_args(&w, a, err) || !check_options(&w, err))
		return false;
	if (!w.o.source)
		w.o.source = EXPORT_LOCAL;
	if (strcmp(w.what, "lieux") == 0)
		return call_open(call, err) && places(&w, err);
	if (strcmp(w.what, "coop") == 0 || strcmp(w.what, "journal") == 0)
		return call_open(call, err) && logged(&w, err);
	return err_set(err, ERR_USAGE, "On exporte lieux, coop ou journal, pas « %s »", quote(w.what).s);
}

const struct cmd_entry cmd_export = {
	.name = "exporter",
	.operands = "lieux|coop|journal",
	.summary = "Écrire un fichier : lieux pour la carte, activités pour La Coop, journal pour un collègue",
	.help = "LIEUX. Le fichier suit à la lettre le schéma « lieux de médiation numérique » v1.0.2 : "
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
		"COOP. Les accompagnements, avec les colonnes, l’ordre et les libellés de l’export "
		"« Activités » de La Coop ; sans les colonnes qui parlent de vous, sans texte libre à "
		"moins de --avec-textes.\n"
		"\n"
		"JOURNAL. Tout le journal pour un autre poste ou pour qui coordonne, qui le réunit au sien "
		"(« aiguillage importer journal »). Sans texte libre ni code de personne à moins de "
		"--avec-textes ; le fichier n’est alors à transmettre qu’avec --chiffre, et la phrase par "
		"un autre chemin.\n"
		"\n"
		"Exemples :\n"
		"  aiguillage exporter lieux --sortie corrections.csv\n"
		"  aiguillage exporter coop --de 1/11/2026 --format fods --sortie novembre.fods\n"
		"  aiguillage exporter journal --chiffre --sortie /media/cle/journal.aig\n"
		"  aiguillage exporter lieux --source toutes >lieux.csv",
	.options = options,
	.run = run,
};
