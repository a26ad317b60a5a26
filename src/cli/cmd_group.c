#include <stdlib.h>
#include <string.h>

#include "aiguillage/group.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"
#include "src/cli/cli.h"
#include "src/cli/out.h"

enum { OPT_SAME = 1, OPT_OTHER, OPT_FORGET, OPT_FORMAT };

static const struct arg_option options[] = {
	{ .id = OPT_SAME, .name = "avec", .value = "ID",
	  .help = "c’est le même lieu que cette fiche, plusieurs fois s’il le faut" },
	{ .id = OPT_OTHER, .name = "sans", .value = "ID",
	  .help = "ce n’est pas le même lieu que cette fiche" },
	{ .id = OPT_FORGET, .name = "oublier",
	  .help = "oublier ce que vous avez décidé de cette fiche" },
	{ .id = OPT_FORMAT, .name = "format", .value = "FORMAT",
	  .help = "de la liste : table (pour lire), tsv ou json (pour un programme)" },
	{ .name = NULL },
};

static const struct column columns[] = {
	{ .name = "id" }, { .name = "etat" }, { .name = "lieu" }, { .name = "adresse" },
	{ .name = "commune" }, { .name = "telephone" }, { .name = "date_maj" }, { .name = "source" },
};

struct group_call {
	const char *key;
	struct group_choice *choices;
	size_t n, cap;
	bool forget;
	enum format format;
};

static bool read_args(struct group_call *w, struct args *a, struct err *err)
{
	int id;

	while ((id = args_option(a, &w->key, err)) != ARGS_END) {
		if (id == OPT_SAME || id == OPT_OTHER) {
			w->choices = mem_grow(w->choices, w->n, &w->cap, sizeof *w->choices);
			w->choices[w->n++] = (struct group_choice){ a->value, id == OPT_SAME };
		} else if (id == OPT_FORGET) {
			w->forget = true;
		} else if (id != OPT_FORMAT || !format_read(a, &w->format, err)) {
			return false;
		}
	}
	if (!w->key || !*w->key)
		return err_set(err, ERR_USAGE, "Il manque l’identifiant : aiguillage grouper ID");
	return !w->forget || !w->n ||
	       err_set(err, ERR_USAGE, "--oublier s’emploie sans --avec ni --sans");
}

/* The key of the place that is known under that identifier; the caller's. */
static char *own_key(struct session *s, const char *key, struct err *err)
{
	int64_t row = directory_place_by_key(s->directory, key, err);
	struct place p;
	char *own = NULL;

	place_init(&p);
	if (row && directory_place(s->directory, row, &p, err))
		own = xstrdup(place_get(&p, PLACE_KEY));
	else if (!err->kind)
		err_set(err, ERR_NOT_FOUND, "Aucun lieu n’a l’identifiant « %s »", quote(key).s);
	place_clear(&p);
	return own;
}

/* ---- deciding ---- */

static bool decide(struct session *s, const struct group_call *w, const char *key, struct err *err)
{
	struct group_choice *c = xcalloc(w->n, sizeof *c);
	bool ok = true;

	for (size_t i = 0; ok && i < w->n; i++) {
		c[i] = w->choices[i];
		c[i].key = own_key(s, w->choices[i].key, err);
		ok = c[i].key && (strcmp(c[i].key, key) != 0 ||
				  err_set(err, ERR_USAGE, "« %s » est cette fiche elle-même",
					  quote(w->choices[i].key).s));
	}
	ok = ok && group_decide(s, key, c, w->n, err);
	for (size_t i = 0; i < w->n; i++)
		free((char *)(c[i].key == w->choices[i].key ? NULL : c[i].key));
	free(c);
	return ok;
}

static bool act(struct session *s, const struct group_call *w, const char *key, struct err *err)
{
	size_t n;

	if (w->forget) {
		if (!group_forget(s, key, &n, err))
			return false;
		say(n ? "%zu décision%s oubliée%s." : "Rien n’était décidé.", n, n > 1 ? "s" : "",
		    n > 1 ? "s" : "");
	} else if (w->n && !decide(s, w, key, err)) {
		return false;
	}
	if (*overlay_late(s))
		say("Votre décision est gardée, mais l’annuaire ne la montre pas encore : %s",
		    overlay_late(s));
	session_refresh(s, err);
	return !err->kind;
}

/* ---- showing ---- */

static void add_row(struct rows *r, const struct place *p, const char *state)
{
	rows_add(r, place_get(p, PLACE_KEY));
	rows_add(r, state);
	rows_add(r, place_get(p, PLACE_NAME));
	rows_add(r, place_get(p, PLACE_ADDRESS));
	rows_add(r, place_get(p, PLACE_COMMUNE));
	rows_add(r, place_get(p, PLACE_PHONE));
	rows_add(r, place_get(p, PLACE_UPDATED));
	rows_add(r, place_get(p, PLACE_SOURCE));
}

static void add_text(struct str *out, const struct place *p, const char *before)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "%s%s", before, place_get(p, PLACE_NAME));
	if (*place_get(p, PLACE_ADDRESS))
		str_addf(&b, ", %s", place_get(p, PLACE_ADDRESS));
	if (*place_get(p, PLACE_COMMUNE))
		str_addf(&b, ", %s", place_get(p, PLACE_COMMUNE));
	str_addf(&b, " (%s) : aiguillage montrer %s", place_get(p, PLACE_SOURCE),
		 place_get(p, PLACE_KEY));
	out_wrap(out, b.s, 2);
	str_done(&b);
}

static void add_record(struct cmd_call *call, struct rows *r, const struct place *p, int state)
{
	static const char *const names[] = { "decide", "ressemble", "peut-etre" };

	if (r)
		add_row(r, p, names[state]);
	else
		add_text(&call->out, p, state == 2 ? "? " : "- ");
}

static void add_heading(struct cmd_call *call, const struct group *g)
{
	struct str b;

	str_init(&b);
	if (g->n < 2)
		str_add(&b, "Une seule fiche décrit ce lieu :");
	else
		str_addf(&b, "%zu fiches décrivent ce lieu, réunies %s :", g->n,
			 g->decided ? "par vous" : "parce qu’elles se ressemblent");
	out_wrap(&call->out, b.s, 0);
	str_done(&b);
}

static bool show(struct cmd_call *call, const struct group_call *w, const char *key, struct err *err)
{
	struct session *s = call->session;
	struct rows table, *r = w->format == FORMAT_TABLE ? NULL : &table;
	int64_t *rows = NULL;
	struct group g;
	struct place p;
	size_t n = 0;
	bool ok;

	group_init(&g);
	place_init(&p);
	rows_init(&table, columns, ARRAY_SIZE(columns));
	ok = group_read(s, directory_place_by_key(s->directory, key, err), &g, err);
	if (ok && !r)
		add_heading(call, &g);
	for (size_t i = 0; ok && i < g.n; i++)
		add_record(call, r, &g.members[i].place, g.decided ? 0 : 1);
	if (ok)
		n = group_candidates(s, g.members[g.asked].place.id, &rows);
	if (n && !r)
		out_wrap(&call->out, "Peut-être le même lieu, à vous de le dire (--avec ou --sans) :", 0);
	for (size_t i = 0; ok && i < n; i++) {
		ok = directory_place(s->directory, rows[i], &p, err) || !err->kind;
		if (ok)
			add_record(call, r, &p, 2);
	}
	if (r)
		rows_print(r, w->format, &call->out);
	rows_done(&table);
	free(rows);
	place_clear(&p);
	group_done(&g);
	return ok;
}

static bool run(struct cmd_call *call, struct args *a, struct err *err)
{
	struct group_call w = { .format = FORMAT_TABLE };
	char *key = NULL;
	bool ok = read_args(&w, a, err) && call_open(call, err) &&
		  (key = own_key(call->session, w.key, err)) && act(call->session, &w, key, err) &&
		  show(call, &w, key, err);

	free(key);
	free(w.choices);
	return ok;
}

const struct cmd_entry cmd_group = {
	.name = "grouper",
	.operands = "ID",
	.summary = "Dire quelles fiches décrivent le même lieu",
	.help = "Les fiches de plusieurs sources qui se ressemblent (même adresse ou moins de 50 m, "
		"nom semblable) sont réunies : un seul résultat, toutes leurs informations. Ce que "
		"vous décidez ici l’emporte, une fois pour toutes, et reste après chaque import. "
		"Aucune fiche n’est supprimée.\n"
		"\n"
		"Sans option, montre les fiches réunies avec celle-ci, puis celles qui sont peut-être "
		"le même lieu. ID est l’identifiant d’un lieu (« aiguillage montrer »).\n"
		"\n"
		"Colonnes de tsv et json : id etat (decide, ressemble ou peut-etre) lieu adresse "
		"commune telephone date_maj source.\n"
		"\n"
		"Exemples :\n"
		"  aiguillage grouper ccpa-larbresle\n"
		"  aiguillage grouper ccpa-larbresle --avec mednum.Hinaura_974\n"
		"  aiguillage grouper ccpa-larbresle --sans france-services-larbresle\n"
		"  aiguillage grouper ccpa-larbresle --oublier",
	.options = options,
	.run = run,
};
