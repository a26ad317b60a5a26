#include <math.h>
#include <string.h>

#include "aiguillage/review.h"
#include "src/cli/cli.h"
#include "src/cli/out.h"
#include "src/cli/resolve.h"

#define LIMIT_TABLE 20
#define LIMIT_MAX 1000000

enum { OPT_COMMUNE = 1, OPT_ONLY, OPT_REASON, OPT_LIMIT, OPT_FORMAT };

static const struct arg_option options[] = {
	{ .id = OPT_COMMUNE, .name = "commune", .value = "COMMUNE",
	  .help = "les plus proches de cette commune d’abord" },
	{ .id = OPT_ONLY, .name = "seule", .help = "cette commune seulement, pas tout le secteur" },
	{ .id = OPT_REASON, .name = "raison", .value = "RAISON",
	  .help = "conflits, doublons, differences, douteux, horaires, contact ou anciens ; "
		  "plusieurs fois s’il le faut" },
	{ .id = OPT_LIMIT, .name = "limite", .value = "N",
	  .help = "au plus N lieux, 0 : tous (en table 20 par défaut, sinon tous)" },
	{ .id = OPT_FORMAT, .name = "format", .value = "FORMAT",
	  .help = "table (pour lire), tsv ou json (pour un programme)" },
	{ .name = NULL },
};

static const struct column columns[] = {
	{ .name = "id" }, { .name = "lieu" }, { .name = "commune" },
	{ .name = "distance_km", .number = true }, { .name = "raisons" }, { .name = "pourquoi" },
};

struct review_call {
	const char *commune;
	unsigned reasons;
	bool only;
	int limit;		/* -1: not given */
	enum format format;
};

static bool read_reason(struct review_call *w, const struct args *a, struct err *err)
{
	for (unsigned bit = 0; bit < REVIEW_REASONS; bit++) {
		if (strcmp(a->value, review_name(bit)) == 0) {
			w->reasons |= 1u << bit;
			return true;
		}
	}
	return err_set(err, ERR_USAGE, "Raison inconnue : « %s ». Raisons connues : conflits, "
		       "doublons, differences, douteux, horaires, contact, anciens",
		       quote(a->value).s);
}

static bool read_args(struct review_call *w, struct args *a, struct err *err)
{
	int id;

	while ((id = args_option(a, NULL, err)) != ARGS_END) {
		bool ok = true;

		if (id == OPT_COMMUNE)
			w->commune = a->value;
		else if (id == OPT_ONLY)
			w->only = true;
		else if (id == OPT_REASON)
			ok = read_reason(w, a, err);
		else if (id == OPT_LIMIT)
			ok = args_number(a, "limite", 0, LIMIT_MAX, &w->limit, err);
		else if (id == OPT_FORMAT)
			ok = format_read(a, &w->format, err);
		else
			return false;
		if (!ok)
			return false;
	}
	return !w->only || w->commune ||
	       err_set(err, ERR_USAGE, "--seule s’emploie avec --commune");
}

static void add_row(struct rows *r, const struct review_item *it)
{
	struct str b;

	str_init(&b);
	rows_add(r, it->key);
	rows_add(r, it->name);
	rows_add(r, it->commune);
	if (!isnan(it->km))
		str_addf(&b, "%.1f", (double)it->km);
	rows_add(r, b.s);
	str_clear(&b);
	for (unsigned bit = 0; bit < REVIEW_REASONS; bit++)
		if (it->reasons >> bit & 1)
			str_join(&b, "|", review_name(bit));
	rows_add(r, b.s);
	rows_add(r, it->why);
	str_done(&b);
}

static void add_block(struct str *out, const struct review_item *it, size_t number)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "%zu. %s, %s", number, it->name, it->commune);
	out_wrap(out, b.s, 3);
	str_add(out, "   ");
	out_wrap(out, it->why, 3);
	str_clear(&b);
	str_addf(&b, "aiguillage montrer %s", it->key);
	out_fact(out, "Tout savoir", b.s, 3);
	str_done(&b);
}

static void add_summary(struct str *out, const struct review *x)
{
	struct str b;

	str_init(&b);
	if (x->n)
		str_addf(&b, "%zu lieu%s à vérifier", x->n, x->n > 1 ? "x" : "");
	else
		str_add(&b, "Rien à vérifier");
	out_wrap(out, b.s, 0);
	for (unsigned bit = 0; bit < REVIEW_REASONS; bit++) {
		str_clear(&b);
		str_addf(&b, "%zu", x->count[bit]);
		if (x->count[bit])
			out_fact(out, review_label(bit), b.s, 2);
	}
	str_addc(out, '\n');
	str_done(&b);
}

static void answer(struct cmd_call *call, const struct review_call *w, const struct review *x)
{
	size_t n = x->n;
	struct rows r;
	struct str b;

	if (w->limit > 0 || (w->limit < 0 && w->format == FORMAT_TABLE))
		n = w->limit > 0 ? (size_t)w->limit : LIMIT_TABLE;
	if (n > x->n)
		n = x->n;
	rows_init(&r, columns, sizeof columns / sizeof *columns);
	if (w->format == FORMAT_TABLE)
		add_summary(&call->out, x);
	for (size_t i = 0; i < n; i++) {
		if (w->format == FORMAT_TABLE)
			add_block(&call->out, &x->items[i], i + 1);
		else
			add_row(&r, &x->items[i]);
	}
	if (w->format != FORMAT_TABLE) {
		rows_print(&r, w->format, &call->out);
	} else if (n < x->n) {
		str_init(&b);
		str_addf(&b, "Et %zu autre%s : --limite 0 les montre tous.", x->n - n,
			 x->n - n > 1 ? "s" : "");
		out_wrap(&call->out, b.s, 0);
		str_done(&b);
	}
	rows_done(&r);
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct review_call w = { .limit = -1, .format = FORMAT_TABLE };
	struct review_request r = { .commune = COMMUNE_NONE };
	struct review x;

	if (!read_args(&w, a, err) || !call_open(call, err) ||
	    (w.commune && !resolve_commune(call->session, w.commune, &r.commune, err)))
		return false;
	r.sector = !w.only;
	r.reasons = w.reasons;
	if (!review_read(call->session, &r, &x, err))
		return false;
	answer(call, &w, &x);
	review_done(&x);
	return true;
}

const struct cmd_entry cmd_review = {
	.name = "averifier",
	.operands = "",
	.summary = "Lister les lieux dont une fiche est à vérifier, et pourquoi",
	.help = "Sans option, tout le secteur, et partout les corrections que la source contredit. "
		"Un lieu quitte la liste quand vous l’avez vérifié "
		"(« aiguillage corriger ID --verifie ») depuis moins de six mois ; ses fiches en "
		"double, quand vous en avez décidé (« aiguillage grouper ») ; une correction que la "
		"source contredit, quand vous avez choisi (« aiguillage corriger »).\n"
		"\n"
		"Colonnes de tsv et json : id lieu commune distance_km raisons pourquoi. raisons est "
		"une liste, séparée par « | ».\n"
		"\n"
		"Exemples :\n"
		"  aiguillage averifier --commune Bibost\n"
		"  aiguillage averifier --commune Tarare --seule --raison doublons",
	.options = options,
	.run = run,
};
