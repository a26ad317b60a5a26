#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/search.h"
#include "src/cli/cli.h"
#include "src/cli/out.h"
#include "src/cli/resolve.h"

#define RADIUS_MAX 200
#define LIMIT_MAX 1000000
#define LIMIT_TABLE 20	/* results shown to a person who asks for no limit */

enum {
	OPT_COMMUNE = 1,
	OPT_RADIUS,
	OPT_AUDIENCE,
	OPT_NEED,
	OPT_TEXT,
	OPT_CARE,
	OPT_NO_CAR,
	OPT_FREE,
	OPT_HOME,
	OPT_REMOTE,
	OPT_INDIVIDUAL,
	OPT_WORKSHOP,
	OPT_LIMIT,
	OPT_FORMAT,
};

static const struct arg_option options[] = {
	{ .id = OPT_COMMUNE, .name = "commune", .value = "C",
	  .help = "commune de la personne : nom, code INSEE ou code postal ; sans elle, tout "
		  "l’annuaire" },
	{ .id = OPT_RADIUS, .name = "rayon", .value = "KM",
	  .help = "distance à vol d’oiseau (10 par défaut), ou « departement »" },
	{ .id = OPT_AUDIENCE, .name = "public", .value = "P",
	  .help = "à qui l’offre s’adresse : seniors, jeunes, RSA… ; peut être répétée" },
	{ .id = OPT_NEED, .name = "besoin", .value = "B",
	  .help = "ce dont la personne a besoin : papiers, imprimante, emploi… ; peut être "
		  "répétée" },
	{ .id = OPT_TEXT, .name = "texte", .value = "MOTS",
	  .help = "mots libres : CAF, Parcoursup, nom d’un lieu…" },
	{ .id = OPT_CARE, .name = "prise-en-charge", .value = "X",
	  .help = "illettrisme, surdité, langue… ; peut être répétée" },
	{ .id = OPT_NO_CAR, .name = "sans-voiture",
	  .help = "dans la commune, chez la personne, à distance, ou par le train" },
	{ .id = OPT_FREE, .name = "gratuit", .help = "sans ce qui est payant" },
	{ .id = OPT_HOME, .name = "a-domicile", .help = "chez la personne" },
	{ .id = OPT_REMOTE, .name = "a-distance", .help = "par téléphone, visio ou internet" },
	{ .id = OPT_INDIVIDUAL, .name = "individuel", .help = "accompagnement individuel" },
	{ .id = OPT_WORKSHOP, .name = "atelier", .help = "atelier collectif" },
	{ .id = OPT_LIMIT, .name = "limite", .value = "N",
	  .help = "au plus N résultats, 0 : tous (en table 20 par défaut, sinon tous)" },
	{ .id = OPT_FORMAT, .name = "format", .value = "FORMAT",
	  .help = "table (pour lire), tsv ou json (pour un programme)" },
	{ .name = NULL },
};

static const struct {
	int id;
	unsigned filter;
} filters[] = {
	{ OPT_NO_CAR, FILTER_NO_CAR }, { OPT_FREE, FILTER_FREE },
	{ OPT_HOME, FILTER_HOME }, { OPT_REMOTE, FILTER_REMOTE },
	{ OPT_INDIVIDUAL, FILTER_INDIVIDUAL }, { OPT_WORKSHOP, FILTER_WORKSHOP },
};

static const struct column columns[] = {
	{ .name = "id" }, { .name = "rang", .number = true },
	{ .name = "distance_km", .number = true }, { .name = "commune_insee" },
	{ .name = "commune" }, { .name = "lieu" }, { .name = "offre" }, { .name = "publics" },
	{ .name = "besoins" }, { .name = "frais" }, { .name = "statut" }, { .name = "pourquoi" },
	{ .name = "attention" },
};

/* ---- what is asked ---- */

struct wanted {
	const char *commune;
	struct str typed[VOCAB_GENRES];		/* values as typed, one a line */
	struct criteria c;
	enum format format;
	int limit;				/* -1: not given */
};

static void wanted_init(struct wanted *w)
{
	*w = (struct wanted){ .format = FORMAT_TABLE, .limit = -1 };
	criteria_init(&w->c);
	for (int g = 0; g < VOCAB_GENRES; g++)
		str_init(&w->typed[g]);
}

static void wanted_done(struct wanted *w)
{
	criteria_done(&w->c);
	for (int g = 0; g < VOCAB_GENRES; g++)
		str_done(&w->typed[g]);
}

static bool read_radius(struct wanted *w, const struct args *a, struct err *err)
{
	if (strcmp(a->value, "departement") == 0 || strcmp(a->value, "département") == 0) {
		w->c.radius_km = SEARCH_RADIUS_DEPT;
		return true;
	}
	return args_number(a, "rayon", 1, RADIUS_MAX, &w->c.radius_km, err);
}

static bool read_filter(struct wanted *w, int id, struct err *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(filters); i++) {
		if (filters[i].id == id)
			w->c.filters |= filters[i].filter;
	}
	if ((w->c.filters & FILTER_INDIVIDUAL) && (w->c.filters & FILTER_WORKSHOP))
		return err_set(err, ERR_USAGE, "--individuel et --atelier s’excluent");
	return true;
}

static bool read_option(struct wanted *w, const struct args *a, int id, struct err *err)
{
	switch (id) {
	case OPT_COMMUNE:
		w->commune = a->value;
		return true;
	case OPT_RADIUS:
		return read_radius(w, a, err);
	case OPT_AUDIENCE:
		str_join(&w->typed[VOCAB_AUDIENCE], "\n", a->value);
		return true;
	case OPT_NEED:
		str_join(&w->typed[VOCAB_NEED], "\n", a->value);
		return true;
	case OPT_CARE:
		str_join(&w->typed[VOCAB_CARE], "\n", a->value);
		return true;
	case OPT_TEXT:
		str_join(&w->c.text, " ", a->value);
		return true;
	case OPT_LIMIT:
		return args_number(a, "limite", 0, LIMIT_MAX, &w->limit, err);
	case OPT_FORMAT:
		return format_read(a, &w->format, err);
	default:
		return read_filter(w, id, err);
	}
}

static bool read_args(struct wanted *w, struct args *a, struct err *err)
{
	int id;

	while ((id = args_next(a, err)) != ARGS_END) {
		if (id == ARGS_WRONG)
			return false;
		if (id == ARGS_OPERAND)
			return err_set(err, ERR_USAGE, "« %s » : dire s’il s’agit de --commune, "
				       "--public, --besoin ou --texte", quote(a->value).s);
		if (!read_option(w, a, id, err))
			return false;
	}
	return true;
}

/* The words of the command line, as codes. */
static bool resolve_list(struct wanted *w, struct session *s, enum vocab_genre genre,
			 struct err *err)
{
	char *line, *rest = w->typed[genre].s;
	const char *code;

	while ((line = strsep(&rest, "\n"))) {
		if (!*line)
			continue;
		if (!resolve_value(s, genre, line, &code, err))
			return false;
		list_add(criteria_list(&w->c, genre), code);
	}
	return true;
}

static bool resolve(struct wanted *w, struct session *s, struct err *err)
{
	if (w->commune && !resolve_commune(s, w->commune, &w->c.commune, err))
		return false;
	return resolve_list(w, s, VOCAB_AUDIENCE, err) && resolve_list(w, s, VOCAB_NEED, err) &&
	       resolve_list(w, s, VOCAB_CARE, err);
}

/* ---- what is answered ---- */

static void needs_of(struct str *out, const struct offer *o)
{
	const char *lists[] = { offer_get(o, OFFER_SERVICES), offer_get(o, OFFER_THEMES) };
	struct str item;

	str_init(&item);
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		struct list_walk w = { .rest = lists[i] };

		while (list_next(&w, &item))
			list_add(out, item.s);
	}
	str_done(&item);
}

static void add_row(struct rows *r, const struct explanation *e)
{
	struct str b;

	str_init(&b);
	rows_add(r, offer_get(&e->offer, OFFER_KEY));
	if (e->hit.tier != TIER_NONE)
		str_addf(&b, "%d", (int)e->hit.tier);
	rows_add(r, b.s);
	str_clear(&b);
	if (!isnan(e->hit.km))
		str_addf(&b, "%.1f", (double)e->hit.km);
	rows_add(r, b.s);
	rows_add(r, place_get(&e->place, PLACE_INSEE));
	rows_add(r, place_get(&e->place, PLACE_COMMUNE));
	rows_add(r, place_get(&e->place, PLACE_NAME));
	rows_add(r, offer_get(&e->offer, OFFER_NAME));
	rows_add(r, offer_get(&e->offer, OFFER_AUDIENCES));
	str_clear(&b);
	needs_of(&b, &e->offer);
	rows_add(r, b.s);
	rows_add(r, offer_get(&e->offer, OFFER_COST));
	rows_add(r, offer_get(&e->offer, OFFER_STATUS));
	rows_add(r, e->why.s);
	rows_add(r, e->beware.s);
	str_done(&b);
}

/* A block of lines, each a fact, in the order one needs them. */
static void add_block(struct str *out, const struct explanation *e, size_t number)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "%zu. %s, %s", number, offer_get(&e->offer, OFFER_NAME),
		 place_get(&e->place, PLACE_NAME));
	out_wrap(out, b.s, 3);
	str_add(out, "   ");
	out_wrap(out, e->why.s, 3);
	out_fact(out, "Attention", e->beware.s, 3);
	out_fact(out, "En ce moment", e->now.s, 3);
	str_clear(&b);
	phone_french(&b, place_get(&e->place, PLACE_PHONE));
	out_fact(out, "Téléphone", b.s, 3);
	str_clear(&b);
	str_addf(&b, "aiguillage montrer %s", offer_get(&e->offer, OFFER_KEY));
	out_fact(out, "Tout savoir", b.s, 3);
	str_addc(out, '\n');
	str_done(&b);
}

/* The question as it was understood, before the answers. */
static void add_question(struct str *out, const struct wanted *w, struct session *s, size_t count)
{
	static const enum vocab_genre asked[] = { VOCAB_AUDIENCE, VOCAB_NEED, VOCAB_CARE };
	struct str b, item;

	str_init(&b);
	str_init(&item);
	if (count)
		str_addf(&b, "%zu réponse%s", count, count > 1 ? "s" : "");
	else
		str_add(&b, "Aucune réponse");
	if (w->c.commune != COMMUNE_NONE) {
		struct commune c;

		gazetteer_get(s->gazetteer, w->c.commune, &c);
		str_addf(&b, " pour une personne de %s (%s)", c.name, c.dept_name);
		if (w->c.radius_km == SEARCH_RADIUS_DEPT)
			str_add(&b, ", dans le département");
		else
			str_addf(&b, ", %d km à la ronde", w->c.radius_km);
	}
	for (size_t i = 0; i < ARRAY_SIZE(asked); i++) {
		struct criteria *c = (struct criteria *)&w->c;
		struct list_walk walk = { .rest = criteria_list(c, asked[i])->s };

		while (list_next(&walk, &item))
			str_addf(&b, ", %s", vocab_brief(s->vocab, asked[i], item.s));
	}
	for (unsigned bit = 0; bit < SEARCH_FILTERS; bit++) {
		if (w->c.filters >> bit & 1)
			str_addf(&b, ", %s", search_filter_label(bit));
	}
	if (w->c.text.len)
		str_addf(&b, ", « %s »", quote(w->c.text.s).s);
	out_wrap(out, b.s, 0);
	if (count)
		str_addc(out, '\n');
	str_done(&item);
	str_done(&b);
}

static void add_rest(struct str *out, size_t n)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "Et %zu autre%s : --limite 0 les montre tous.", n, n > 1 ? "s" : "");
	out_wrap(out, b.s, 0);
	str_done(&b);
}

static bool answer(struct cmd_call *call, struct search *x, const struct wanted *w,
		   struct err *err)
{
	size_t count = search_count(x), limit = count, n;
	struct explanation e;
	struct hit *hits;
	struct rows r;
	bool ok = true;

	if (w->limit > 0 || (w->limit < 0 && w->format == FORMAT_TABLE))
		limit = w->limit > 0 ? (size_t)w->limit : LIMIT_TABLE;
	if (limit > count)
		limit = count;
	hits = xcalloc(limit + 1, sizeof *hits);
	n = search_hits(x, 0, limit, hits);
	explanation_init(&e);
	rows_init(&r, columns, ARRAY_SIZE(columns));
	if (w->format == FORMAT_TABLE)
		add_question(&call->out, w, call->session, count);
	for (size_t i = 0; ok && i < n; i++) {
		ok = search_explain(x, &hits[i], &e, err);
		if (ok && w->format == FORMAT_TABLE)
			add_block(&call->out, &e, i + 1);
		else if (ok)
			add_row(&r, &e);
	}
	if (w->format != FORMAT_TABLE)
		rows_print(&r, w->format, &call->out);
	else if (n < count)
		add_rest(&call->out, count - n);
	rows_done(&r);
	explanation_done(&e);
	free(hits);
	return ok;
}

/* ---- nothing found ---- */

static bool nothing(struct search *x, struct err *err)
{
	struct widening *w;
	const char *like, *word = search_unknown_word(x, &like);
	size_t n;
	struct str b;

	str_init(&b);
	if (word)
		str_addf(&b, "Aucune offre ne contient « %s »", quote(word).s);
	else
		str_add(&b, "Aucune offre ne répond à cette demande");
	if (word && like)
		str_addf(&b, " ; vouliez-vous dire « %s » ?", like);
	search_widenings(x, &w, &n);
	for (size_t i = 0; i < n; i++)
		str_addf(&b, "%s%u %s", i ? " · " : "\nEn élargissant : ", w[i].count, w[i].label);
	search_widenings_free(w, n);
	err_set(err, ERR_NOT_FOUND, "%s", b.s);
	str_done(&b);
	return false;
}

static bool search(struct cmd_call *call, struct wanted *w, struct err *err)
{
	struct search *x = search_new(call->session);
	bool ok;

	search_run(x, &w->c);
	ok = answer(call, x, w, err);
	if (ok && !search_count(x))
		ok = nothing(x, err);
	search_free(x);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct wanted w;
	bool ok;

	wanted_init(&w);
	ok = read_args(&w, a, err) && call_open(call, err) && resolve(&w, call->session, err) &&
	     search(call, &w, err);
	wanted_done(&w);
	return ok;
}

const struct cmd_entry cmd_search = {
	.name = "chercher",
	.operands = "",
	.summary = "Chercher qui peut aider une personne, près de chez elle",
	.help = "Sont proposées les offres qui servent la commune : dans le rayon, ou qui la "
		"couvrent, ou à distance. Les publics, besoins et prises en charge se donnent par "
		"leur code, leur libellé ou un mot courant (CAF, mamie, imprimante…).\n"
		"\n"
		"Rangs : 1 vient à la personne ou dans sa commune ; 2 dans la commune ; 3 couvre "
		"la commune à la demande ; 4 à proximité ; 5 à distance ou national.\n"
		"\n"
		"Colonnes de tsv et json : id rang distance_km commune_insee commune lieu offre "
		"publics besoins frais statut pourquoi attention. Les listes sont séparées par "
		"« | ».\n"
		"\n"
		"Quand il n’y a rien, le code de sortie est 1 et les élargissements possibles sont "
		"dits sur la sortie d’erreur.\n"
		"\n"
		"Exemples :\n"
		"  aiguillage chercher --commune Bibost --public senior --besoin papiers\n"
		"  aiguillage chercher --commune 69243 --public RSA --rayon 20 --format tsv",
	.options = options,
	.run = run,
};
