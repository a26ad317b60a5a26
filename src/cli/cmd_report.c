#include <string.h>

#include "aiguillage/log.h"
#include "aiguillage/post.h"
#include "aiguillage/report.h"
#include "src/cli/cli.h"
#include "src/cli/out.h"

#define WIDTH 76

enum {
	OPT_FROM = 1,
	OPT_TO,
	OPT_BY,
	OPT_POST,
	OPT_FORMAT,
};

static const struct arg_option options[] = {
	{ .id = OPT_FROM, .name = "de", .value = "DATE", .help = "à partir de ce jour" },
	{ .id = OPT_TO, .name = "a", .value = "DATE", .help = "jusqu’à ce jour compris" },
	{ .id = OPT_BY, .name = "par", .value = "TABLEAU",
	  .help = "un seul tableau : suite, destination, motif, frein, besoin, public, commune, epci, "
		  "lieu, mois, sans-reponse, sans-reponse-public, theme, age…" },
	{ .id = OPT_POST, .name = "poste", .value = "CODE",
	  .help = "un seul poste parmi les journaux réunis, par son code ou son nom (« coop » : ce qui vient de "
		  "La Coop)" },
	{ .id = OPT_FORMAT, .name = "format", .value = "FORMAT",
	  .help = "table (pour vous) ; tsv, json, csv, fods ou xlsx (à transmettre : rien au-dessous de 5)" },
	{ .name = NULL },
};

struct report_call {
	const char *from, *to, *by, *post;
	enum format format;
};

static bool read_args(struct report_call *w, struct args *a, struct err *err)
{
	const char *like;
	int id;

	while ((id = args_option(a, NULL, err)) != ARGS_END) {
		if (id == OPT_FROM)
			w->from = a->value;
		else if (id == OPT_TO)
			w->to = a->value;
		else if (id == OPT_BY)
			w->by = a->value;
		else if (id == OPT_POST)
			w->post = a->value;
		else if (id != OPT_FORMAT || !format_read_sheet(a, &w->format, err))
			return false;
	}
	if (!w->by)
		return true;
	for (const char *const *n = report_names(); *n; n++)
		if (strcmp(*n, w->by) == 0)
			return true;
	like = nearest_name(w->by, report_names());
	return err_set(err, ERR_USAGE, "--par : il n’y a pas de tableau « %s »%s%s%s", quote(w->by).s,
		       like ? ". Vouliez-vous dire « " : "", like ? like : "", like ? " » ?" : "");
}

static bool read_day(struct session *s, const char *typed, struct str *iso, struct err *err)
{
	return !typed || log_read(s, KIND_REFERRAL, REF_DAY, typed, iso, err);
}

static void print_table(struct str *out, const struct report_table *t)
{
	long max = report_max(t);
	struct str b;

	if (!t->n)
		return;
	str_init(&b);
	str_addf(out, "%s%s\n", out->len ? "\n" : "", t->title);
	if (report_list(t, &b)) {
		str_add(out, "  ");
		out_wrap(out, b.s, 2);
	}
	for (size_t i = 0; !b.len && i < t->n; i++) {
		str_add(out, "  ");
		report_bar(out, &t->lines[i], max, WIDTH);
		str_addc(out, '\n');
	}
	str_done(&b);
}

static bool print_rows(struct cmd_call *call, const struct report *r, const char *by,
		       enum format format, struct err *err)
{
	struct rows rows;
	bool ok;

	report_rows(r, by, &rows);
	ok = format_check_output(format, err) &&
	     rows_write(&rows, format, call->session->base_dir, &call->out, err);
	rows_done(&rows);
	return ok;
}

static bool print(struct cmd_call *call, const struct report_call *w, struct report *r, struct err *err)
{
	if (w->format != FORMAT_TABLE && w->by && report_find(r, w->by)->stays)
		return err_set(err, ERR_USAGE, "Le tableau « %s » ne se transmet pas : ses nombres sont trop petits "
			       "pour que personne n’y soit reconnu. Sans --format, il se lit ici", w->by);
	if (w->format != FORMAT_TABLE) {
		report_hide(r);
		return print_rows(call, r, w->by, w->format, err);
	}
	for (size_t i = 0; i < r->n; i++)
		if (!w->by || strcmp(w->by, r->tables[i].name) == 0)
			print_table(&call->out, &r->tables[i]);
	if (!call->out.len)
		str_add(&call->out, "Rien à compter pour cette période.\n");
	return true;
}

static bool make(struct session *s, const struct report_call *w, const char *from, const char *to,
		 struct report *r, struct err *err)
{
	char post[ENTRY_ID_LEN] = "";
	struct report_scope scope = { .from = from, .to = to, .post = post };

	return (!w->post || post_find(s, w->post, post, err)) && report_make(s, &scope, r, err);
}

static bool report(struct cmd_call *call, const struct report_call *w, struct err *err)
{
	struct report r = { .n = 0 };
	struct str from, to;
	bool ok;

	str_init(&from);
	str_init(&to);
	ok = read_day(call->session, w->from, &from, err) && read_day(call->session, w->to, &to, err) &&
	     make(call->session, w, from.s, to.s, &r, err) && print(call, w, &r, err);
	report_done(&r);
	str_done(&from);
	str_done(&to);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct report_call w = { .format = FORMAT_TABLE };

	return read_args(&w, a, err) && call_open(call, err) && report(call, &w, err);
}

const struct cmd_entry cmd_report = {
	.name = "bilan",
	.operands = "",
	.summary = "Compter : accompagnements, orientations et leurs suites, besoins sans réponse",
	.help = "Les accompagnements sont comptés comme à la Coop ; s’y ajoutent les orientations par "
		"destination et par suite, les motifs, les freins, les besoins sans réponse par commune, "
		"les communes d’où personne n’est venu, les publics jamais orientés.\n"
		"\n"
		"En table, pour vous, tous les nombres. Autrement, à transmettre : les nombres de 1 à 4 "
		"deviennent « < 5 ou masqué », et aussi ceux qui permettraient de les retrouver par soustraction. "
		"Colonnes : tableau code libelle nombre. Ne transmettez pas à la même personne le bilan de tous et "
		"celui de chaque poste : l’un moins l’autre dirait ce qui est masqué.\n"
		"\n"
		"Exemples :\n"
		"  aiguillage bilan --de 1/11/2026 --a 30/11/2026\n"
		"  aiguillage bilan --par sans-reponse --format tsv",
	.options = options,
	.run = run,
};
