#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/article.h"
#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/search.h"
#include "aiguillage/territory.h"
#include "src/cli/cli.h"
#include "src/cli/out.h"
#include "src/cli/wanted.h"

#define LIMIT_MAX 1000000
#define LIMIT_TABLE 20	/* results shown to a person who asks for no limit */

#define NEXT_DATES 3

enum {
	OPT_LIMIT = 1,
	OPT_FORMAT,
};

static const struct arg_option options[] = {
	{ .id = OPT_LIMIT, .name = "limite", .value = "N",
	  .help = "au plus N lieux, 0 : tous (en table 20 par défaut, sinon tous)" },
	{ .id = OPT_FORMAT, .name = "format", .value = "FORMAT",
	  .help = "table (pour lire), tsv ou json (pour un programme)" },
	{ .name = NULL },
};

static const struct column columns[] = {
	{ .name = "id" }, { .name = "rang", .number = true },
	{ .name = "distance_km", .number = true }, { .name = "commune_insee" },
	{ .name = "commune" }, { .name = "lieu" }, { .name = "offre" }, { .name = "publics" },
	{ .name = "besoins" }, { .name = "frais" }, { .name = "statut" }, { .name = "pourquoi" },
	{ .name = "attention" }, { .name = "prochaine" }, { .name = "horaires" },
	{ .name = "groupe" }, { .name = "fiches", .number = true },
	{ .name = "telephone" }, { .name = "etat" },
};

/* ---- what is asked ---- */

struct search_call {
	struct wanted asked;
	enum format format;
	int limit;		/* -1: not given */
};

static bool read_args(struct search_call *w, struct args *a, struct err *err)
{
	int id;

	while ((id = args_next(a, err)) != ARGS_END) {
		bool ok = id != ARGS_WRONG;

		if (ok && id == OPT_LIMIT)
			ok = args_number(a, "limite", 0, LIMIT_MAX, &w->limit, err);
		else if (ok && id == OPT_FORMAT)
			ok = format_read(a, &w->format, err);
		else if (ok)
			ok = wanted_read(&w->asked, a, id, err);
		if (!ok)
			return false;
	}
	return true;
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

/* In French; the source's own words when that is all it gives. */
static void say_hours(struct str *out, struct search *x, const struct explanation *e)
{
	search_hours_french(x, e->hit.offer, out);
	if (!out->len)
		str_add(out, offer_get(&e->offer, OFFER_HOURS_TEXT));
}

/* When it opens next, and its hours. */
static void add_hours(struct rows *r, struct search *x, const struct explanation *e)
{
	char moment[DATE_MOMENT_LEN] = "";
	struct hours_span next;
	struct str b;

	str_init(&b);
	if (search_next_opening(x, e->hit.offer, &next))
		date_format_moment(moment, next.from);
	rows_add(r, moment);
	say_hours(&b, x, e);
	rows_add(r, b.s);
	str_done(&b);
}

/* The identifier of the record that stands for the place, and how many records it has. */
static bool add_group(struct rows *r, struct session *s, const struct explanation *e,
		      struct err *err)
{
	const struct index *x = s->index;
	uint32_t place = index_place(x)[e->hit.offer];
	struct place first;
	struct str b;
	bool ok;

	place_init(&first);
	str_init(&b);
	ok = directory_place(s->directory, index_place_row(x, index_group(x)[place]), &first, err);
	rows_add(r, place_get(ok ? &first : &e->place, PLACE_KEY));
	str_addf(&b, "%zu", index_group_size(x, place));
	rows_add(r, b.s);
	str_done(&b);
	place_clear(&first);
	return ok || !err->kind;
}

static void add_row(struct rows *r, struct search *x, const struct explanation *e)
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
	add_hours(r, x, e);
	str_done(&b);
}

/* Whom to call, and whether it is open. */
static void add_reach(struct rows *r, const struct explanation *e)
{
	struct str b;

	str_init(&b);
	phone_french(&b, place_get(&e->place, PLACE_PHONE));
	rows_add(r, b.s);
	rows_add(r, e->now.s);
	str_done(&b);
}

/* The next dates of a permanence, each on its line; nothing for what is open most days. */
static void add_dates(struct str *out, struct search *x, uint32_t offer)
{
	char *line, *rest;
	struct str b;

	str_init(&b);
	search_next_dates(x, offer, NEXT_DATES, &b);
	rest = b.len ? b.s : NULL;
	str_add(out, b.len ? "   Prochaines dates :\n" : "");
	while ((line = strsep(&rest, "\n"))) {
		str_add(out, "     ");
		out_wrap(out, line, 5);
	}
	str_done(&b);
}

/* A block of lines, each a fact, in the order one needs them. */
static void add_block(struct str *out, struct search *x, const struct search_line *l,
		      const struct explanation *e, size_t number)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "%zu. %s, %s", number, offer_get(&e->offer, OFFER_NAME),
		 place_get(&e->place, PLACE_NAME));
	out_wrap(out, b.s, 3);
	str_add(out, "   ");
	out_wrap(out, e->why.s, 3);
	out_fact(out, "Attention", e->beware.s, 3);
	if (e->now.len) {
		out_fact(out, "En ce moment", e->now.s, 3);
	} else {
		str_clear(&b);
		say_hours(&b, x, e);
		out_fact(out, "Horaires", b.s, 3);
	}
	add_dates(out, x, e->hit.offer);
	str_clear(&b);
	phone_french(&b, place_get(&e->place, PLACE_PHONE));
	out_fact(out, "Téléphone", b.s, 3);
	str_clear(&b);
	if (l->records > 1)
		str_addf(&b, "%u fiches de l’annuaire, réunies", l->records);
	else if (l->offers > 1)
		str_addf(&b, "%u offres répondent ici", l->offers);
	out_fact(out, "Ce lieu", b.s, 3);
	str_clear(&b);
	str_addf(&b, "aiguillage montrer %s", l->offers > 1 || l->records > 1 ?
		 place_get(&e->place, PLACE_KEY) : offer_get(&e->offer, OFFER_KEY));
	out_fact(out, "Tout savoir", b.s, 3);
	str_addc(out, '\n');
	str_done(&b);
}

/* The question as it was understood, before the answers. */
static void add_question(struct str *out, const struct search_call *w, struct session *s,
			 struct search *x)
{
	size_t count = search_line_count(x), offers = search_count(x);
	const struct criteria *asked = &w->asked.c;
	struct str b;

	str_init(&b);
	if (count)
		str_addf(&b, "%zu réponse%s", count, count > 1 ? "s" : "");
	if (offers > count)
		str_addf(&b, " (%zu offres)", offers);
	if (!count)
		str_add(&b, "Aucune réponse");
	if (asked->commune != COMMUNE_NONE) {
		struct commune c;

		gazetteer_get(s->gazetteer, asked->commune, &c);
		str_add(&b, " pour une personne ");
		say_of(&b, c.name);
		str_addf(&b, " (%s)", c.dept_name);
		if (asked->radius_km == SEARCH_RADIUS_DEPT)
			str_add(&b, ", dans le département");
		else
			str_addf(&b, ", %d km à la ronde", asked->radius_km);
	}
	criteria_say(&b, &w->asked.c, s->vocab);
	out_wrap(out, b.s, 0);
	if (count)
		str_addc(out, '\n');
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

/* For people: a place is one answer. */
static bool answer_lines(struct cmd_call *call, struct search *x, const struct search_call *w,
			 size_t limit, struct err *err)
{
	struct search_line *lines = xcalloc(limit + 1, sizeof *lines);
	size_t n = search_lines(x, 0, limit, lines), count = search_line_count(x);
	struct explanation e;
	bool ok = true;

	explanation_init(&e);
	add_question(&call->out, w, call->session, x);
	for (size_t i = 0; ok && i < n; i++) {
		ok = search_explain_line(x, &lines[i], &e, err);
		if (ok)
			add_block(&call->out, x, &lines[i], &e, i + 1);
	}
	if (n < count)
		add_rest(&call->out, count - n);
	explanation_done(&e);
	free(lines);
	return ok;
}

/* For programs: every offer, those of a place one after the other. */
static bool answer_rows(struct cmd_call *call, struct search *x, const struct search_call *w,
			size_t limit, struct err *err)
{
	struct hit *hits;
	size_t n = search_line_hits(x, limit, &hits);
	struct explanation e;
	struct rows r;
	bool ok = true;

	explanation_init(&e);
	rows_init(&r, columns, ARRAY_SIZE(columns));
	for (size_t i = 0; ok && i < n; i++) {
		ok = search_explain(x, &hits[i], &e, err);
		if (ok) {
			add_row(&r, x, &e);
			ok = add_group(&r, call->session, &e, err);
			add_reach(&r, &e);
		}
	}
	rows_print(&r, w->format, &call->out);
	rows_done(&r);
	explanation_done(&e);
	free(hits);
	return ok;
}

static bool answer(struct cmd_call *call, struct search *x, const struct search_call *w,
		   struct err *err)
{
	size_t count = search_line_count(x), limit = count;

	if (w->limit > 0 || (w->limit < 0 && w->format == FORMAT_TABLE))
		limit = w->limit > 0 ? (size_t)w->limit : LIMIT_TABLE;
	if (limit > count)
		limit = count;
	return w->format == FORMAT_TABLE ? answer_lines(call, x, w, limit, err) :
					   answer_rows(call, x, w, limit, err);
}

/* What is not among the answers because the counsellor said so. */
static void say_aside(const struct search *x)
{
	struct search_aside aside;
	struct str b;

	str_init(&b);
	search_aside(x, &aside);
	search_aside_say(&b, &aside);
	if (b.len)
		say("%s", b.s);
	str_done(&b);
}

/* What makes few answers less surprising: a region not known here, a commune without a train. */
static void say_where(const struct session *s, const struct criteria *asked)
{
	struct territory_station at;
	struct commune c;
	struct str b;

	if (asked->commune == COMMUNE_NONE)
		return;
	gazetteer_get(s->gazetteer, asked->commune, &c);
	str_init(&b);
	if (c.sector == SECTOR_NO)
		str_addf(&b, "%s est hors du territoire de cet annuaire", c.name);
	else if (asked->filters & FILTER_NO_CAR && territory_station(s, asked->commune, &at) &&
		 at.km > 0) {
		str_addf(&b, "Pas de gare ouverte connue à %s ; ", c.name);
		territory_station_say(&b, &at);
	}
	if (b.len)
		say("%s", b.s);
	str_done(&b);
}

static bool search(struct cmd_call *call, struct search_call *w, struct err *err)
{
	struct search *x = search_new(call->session);
	bool ok;

	search_run(x, &w->asked.c);
	directory_hold(call->session->directory);
	ok = answer(call, x, w, err);
	directory_release(call->session->directory);
	say_aside(x);
	say_where(call->session, &w->asked.c);
	if (ok && !search_count(x))
		ok = wanted_nothing(x, err);
	search_free(x);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct search_call w = { .format = FORMAT_TABLE, .limit = -1 };
	bool ok;

	wanted_init(&w.asked);
	ok = read_args(&w, a, err) && call_open(call, err) &&
	     wanted_resolve(&w.asked, call->session, err) && search(call, &w, err);
	wanted_done(&w.asked);
	return ok;
}

const struct cmd_entry cmd_search = {
	.name = "chercher",
	.operands = "",
	.summary = "Chercher qui peut aider une personne, près de chez elle",
	.help = "Sont proposées les offres qui servent la commune : dans le rayon, ou qui la "
		"couvrent, ou à distance ; sans commune, tout l’annuaire. Les publics, besoins et "
		"prises en charge se donnent par leur code, leur libellé ou un mot courant (CAF, "
		"mamie, imprimante…).\n"
		"\n"
		"Rangs : 1 vient à la personne ou dans sa commune ; 2 dans la commune ; 3 couvre "
		"la commune à la demande ; 4 à proximité ; 5 à distance ou national. Quand aucun "
		"public n’est dit, ce qui est réservé et sur prescription vient après le rang 3.\n"
		"\n"
		"Avec --ouvert, ce dont les horaires ne sont pas connus reste, mais vient après le "
		"reste.\n"
		"\n"
		"Une réponse est un lieu, avec toutes ses offres ; plusieurs fiches qui décrivent "
		"le même lieu en font une (« aiguillage grouper »). tsv et json ont une ligne par "
		"offre, celles d’un lieu à la suite.\n"
		"\n"
		"Colonnes de tsv et json : id rang distance_km commune_insee commune lieu offre "
		"publics besoins frais statut pourquoi attention prochaine horaires groupe fiches "
		"telephone etat. Les listes sont séparées par « | ». groupe est l’identifiant du "
		"lieu, le même pour toutes ses fiches, fiches leur nombre. etat dit s’il est ouvert. "
		"prochaine est le début de l’ouverture en cours ou de la "
		"suivante, vide quand on ne le sait pas.\n"
		"\n"
		"Quand il n’y a rien, le code de sortie est 1 et les élargissements possibles sont "
		"dits sur la sortie d’erreur.\n"
		"\n"
		"Exemples :\n"
		"  aiguillage chercher --commune Bibost --public senior --besoin papiers\n"
		"  aiguillage chercher --commune 69243 --public RSA --rayon 20 --format tsv",
	.shared = wanted_options,
	.options = options,
	.run = run,
};
