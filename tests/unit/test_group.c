/* Which records are one place: resemblance, groups, decisions. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/group.h"
#include "aiguillage/journal_overlay.h"
#include "aiguillage/journal_same.h"
#include "aiguillage/likeness.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"
#include "src/core/group_impl.h"
#include "src/core/shipped_impl.h"
#include "tests/unit/world.h"

/* ---- addresses and names ---- */

static void test_addresses(struct likeness *l)
{
	static const struct {
		const char *a, *b;
		bool same;
	} cases[] = {
		{ "28 BD DE SCHWEIGHOUSE", "28 boulevard de schweighouse", true },
		{ "PL DE LA GARE", "Place de la Gare", true },
		{ "24 bis, rue du 8 mai 1945", "24B RUE DU 8 MAI 1945", true },
		{ "9 boulevard Léon Blum 69210 L'ARBRESLE", "9 bd Leon Blum", true },
		{ "12 rue Pasteur, BP 12, L’Arbresle cedex 3", "12 R PASTEUR", false },
		{ "12 rue Pasteur BP 12", "12 r. Pasteur", true },
		{ "00 Place du Château", "place du Chateau", true },
		{ "1 place du Gal Leclerc", "1 PLACE DU GENERAL LECLERC", true },
		{ "12 rue Pasteur", "21 rue Pasteur", false },
		{ "12 rue Pasteur", "12 avenue Pasteur", false },
		{ "rue de l'Arbresle", "rue de Tarare", false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *a = xstrdup(likeness_address(l, cases[i].a, "69210", "L'Arbresle"));
		const char *b = likeness_address(l, cases[i].b, "69210", "L'Arbresle");

		ok((strcmp(a, b) == 0) == cases[i].same, "« %s » and « %s » (%s, %s)", cases[i].a,
		   cases[i].b, a, b);
		free(a);
	}
}

enum { NO, MAYBE, SURE };

/* Two records of L'Arbresle, of two sources. */
static int judge(struct world *w, struct likeness *l, const char *a, const char *at_a,
		 const char *b, const char *at_b)
{
	struct place_brief p = { .key = "a", .name = a, .provider = "", .address = at_a,
				 .postcode = "69210", .commune = "L'Arbresle", .insee = "69010",
				 .phone = "", .siret = "", .source = "x", .origin_name = "un" };
	struct place_brief q = p;
	struct group_record x, y;
	int link;

	q.key = "b";
	q.name = b;
	q.address = at_b;
	q.source = "y";
	group_record_read(l, w->s->gazetteer, &p, &x);
	group_record_read(l, w->s->gazetteer, &q, &y);
	link = group_link(&x, &y);
	is_int(group_link(&y, &x), link, "either way");
	return link >= GROUP_SURE ? SURE : link >= GROUP_MAYBE ? MAYBE : NO;
}

static void test_names(struct world *w, struct likeness *l)
{
	static const struct {
		const char *a, *b;
		int same;
	} cases[] = {
		{ "COMMUNAUTE COMMUNES PAYS DE L ARBRESLE",
		  "Communauté de Communes du Pays de l'Arbresle", SURE },
		{ "Médiathèque d'Écully", "MEDIATHEQUE ECULLY", SURE },
		{ "Médiathèque municipale La Mémo", "Médiathèque de L’Arbresle", SURE },
		{ "MSAP - L'Arbresle", "France services L'Arbresle", SURE },
		{ "Maison du Rhône", "France services Maison du Rhône de L'Arbresle", SURE },
		{ "UDAF 69", "Union départementale des associations familiales", SURE },
		{ "MJC", "Maison des Jeunes et de la Culture de L'Arbresle", SURE },
		{ "Mairie de L'Arbresle", "Association des amis du numérique", NO },
		{ "Mairie de L'Arbresle", "CCAS de L'Arbresle", NO },
		{ "Mairie de L'Arbresle", "Mairie, CCAS", MAYBE },
		{ "Mairie de L'Arbresle", "Médiathèque de L'Arbresle", NO },
		{ "Centre social du Parc", "Centre social de la Gare", MAYBE },
		{ "Espace numérique", "Point d'accueil", NO },
		{ "Les Restos du Cœur", "RESTAURANTS DU COEUR", SURE },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is_int(judge(w, l, cases[i].a, "1 rue Pasteur", cases[i].b, "1 R PASTEUR"),
		       cases[i].same, "« %s » and « %s »", cases[i].a, cases[i].b);
	is_int(judge(w, l, "Médiathèque", "1 rue Pasteur", "Médiathèque", "8 rue Pasteur"), NO,
	       "the same name at two addresses");
	is_int(judge(w, l, "Médiathèque", "1 rue Pasteur", "Médiathèque", ""), MAYBE,
	       "the same name, one address");
}

/* ---- a directory made up ---- */

struct made {
	const char *origin, *key, *name, *address, *phone, *updated;
};

static const struct made textbook[] = {
	{ "carto", "carto.1", "Communauté de Communes du Pays de l'Arbresle",
	  "117 rue Pierre Passemard", "+33474016890", "2022-08-05" },
	{ "coop", "coop.1", "COMMUNAUTE COMMUNES PAYS DE L ARBRESLE", "117 RUE PIERRE PASSEMARD",
	  "", "2023-01-01" },
	{ "fs", "fs.1", "Communauté de communes (CCPA), pays de L’Arbresle",
	  "117, r. Pierre Passemard - 69210 L'Arbresle", "+33437497091", "2024-08-01" },
	{ "coop", "coop.2", "Association Grenier des jeux", "117 rue Pierre Passemard", "", "" },
	{ "carto", "carto.2", "Centre social du Parc", "3 place Sapéon", "", "2022-01-01" },
	{ "fs", "fs.2", "Centre social et culturel du Parc", "3 PL SAPEON", "", "2021-01-01" },
};

static void put(struct world *w, const struct made *m)
{
	struct err err = ERR_INIT;
	struct place p;
	struct offer o;
	struct str key;

	place_init(&p);
	offer_init(&o);
	str_init(&key);
	str_addf(&key, "%s-o", m->key);
	place_set(&p, PLACE_KEY, m->key);
	place_set(&p, PLACE_NAME, m->name);
	place_set(&p, PLACE_ADDRESS, m->address);
	place_set(&p, PLACE_POSTCODE, "69210");
	place_set(&p, PLACE_COMMUNE, "L'Arbresle");
	place_set(&p, PLACE_INSEE, "69010");
	place_set(&p, PLACE_PHONE, m->phone);
	place_set(&p, PLACE_UPDATED, m->updated);
	place_set(&p, PLACE_SOURCE, m->origin);
	offer_set(&o, OFFER_KEY, key.s);
	offer_set(&o, OFFER_PLACE_KEY, m->key);
	offer_set(&o, OFFER_NAME, "Essai groupé");
	offer_set(&o, OFFER_MEETING, "sur-place");
	if (!directory_set_origin(w->s->directory, m->origin, m->origin, "", &err) ||
	    !directory_put_place(w->s->directory, &p, &err) ||
	    !directory_put_offer(w->s->directory, &o, &err))
		world_bail(&err);
	place_clear(&p);
	offer_clear(&o);
	str_done(&key);
}

static void refresh(struct world *w)
{
	struct err err = ERR_INIT;

	search_free(w->x);
	session_refresh(w->s, &err);
	w->x = search_new(w->s);
}

/* The rows of all origins again, in that order. */
static void load(struct world *w, const struct made *m, const int *order, size_t n)
{
	static const char *const origins[] = { "carto", "coop", "fs" };
	struct err err = ERR_INIT;
	bool done = directory_begin(w->s->directory, &err);

	for (size_t i = 0; i < 3; i++)
		done = done && directory_set_origin(w->s->directory, origins[i], origins[i], "", &err) &&
		       directory_drop_stale(w->s->directory, &err);
	done = done && directory_commit(w->s->directory, &err) &&
	       directory_begin(w->s->directory, &err);
	for (size_t i = 0; done && i < n; i++)
		put(w, &m[order ? order[i] : (int)i]);
	if (!done || !blocks_put_index(w->s->directory, w->s->gazetteer, w->s->vocab, &err) ||
	    !directory_commit(w->s->directory, &err))
		world_bail(&err);
	refresh(w);
}

static uint32_t number(struct world *w, const char *key)
{
	struct err err = ERR_INIT;

	return index_place_of_row(w->s->index, directory_place_by_key(w->s->directory, key, &err));
}

static bool together(struct world *w, const char *a, const char *b)
{
	return index_group(w->s->index)[number(w, a)] == index_group(w->s->index)[number(w, b)];
}

static size_t group_size(struct world *w, const char *key)
{
	return index_group_size(w->s->index, number(w, key));
}

static void test_textbook(struct world *w)
{
	struct search_line line;

	load(w, textbook, NULL, 6);
	is_int(group_size(w, "coop.1"), 4, "three records and the shipped one");
	ok(together(w, "carto.1", "fs.1") && together(w, "carto.1", "ccpa-larbresle"),
	   "one place, four records");
	ok(!together(w, "france-services-larbresle", "ccpa-larbresle"),
	   "the shipped directory tells its own places apart");
	is_int(group_size(w, "coop.2"), 1, "the association is at the same address, and alone");
	ok(together(w, "carto.2", "fs.2"), "« Centre social et culturel »");
	ok(!index_group_decided(w->s->index, number(w, "carto.2")), "nobody decided yet");
	ask(w, "L'Arbresle", "", "", 0, "essai groupé");
	is_int(search_count(w->x), 6, "six offers");
	is_int(search_line_count(w->x), 3, "in three places");
	is_int(search_lines(w->x, 0, 1, &line), 1, "the first line");
	ok(line.records == 4 || line.records == 2 || line.records == 1, "of some records");
}

/* Every order of import gives the same groups. */
static void test_orders(struct world *w)
{
	int order[6] = { 0, 1, 2, 3, 4, 5 }, wrong = 0;
	unsigned seed = 12;

	for (int turn = 0; turn < 12; turn++) {
		for (int i = 5; i > 0; i--) {
			int k, t = order[i];

			seed = seed * 1103515245 + 12345;
			k = (int)(seed >> 16) % (i + 1);
			order[i] = order[k];
			order[k] = t;
		}
		load(w, textbook, order, 6);
		wrong += !together(w, "carto.1", "coop.1") || !together(w, "carto.1", "fs.1") ||
			 together(w, "carto.1", "coop.2") || !together(w, "carto.2", "fs.2") ||
			 group_size(w, "carto.1") != 4;
	}
	is_int(wrong, 0, "whatever is imported first");
}

/* A is like B, B like C, A not like C. */
static void test_chain(struct world *w)
{
	static const struct made chain[] = {
		{ "carto", "carto.1", "Grenier bleu", "5 rue Pasteur", "", "" },
		{ "coop", "coop.1", "Grenier bleu, Moulin rouge", "5 rue Pasteur", "", "" },
		{ "fs", "fs.1", "Moulin rouge", "5 rue Pasteur", "", "" },
	};

	load(w, chain, NULL, 3);
	ok(!together(w, "carto.1", "fs.1"), "a chain does not join its ends");
	ok(together(w, "coop.1", "carto.1") != together(w, "coop.1", "fs.1"), "one link holds");
}

/* ---- decisions ---- */

static void decide(struct world *w, const char *a, const char *b, bool same)
{
	struct err err = ERR_INIT;

	ok(group_decide(w->s, a, &(struct group_choice){ b, same }, 1, &err), "%s %s %s %s", a,
	   same ? "is" : "is not", b, err.msg);
	refresh(w);
}

static void test_decisions(struct world *w)
{
	struct err err = ERR_INIT;
	size_t n;

	load(w, textbook, NULL, 6);
	decide(w, "carto.2", "fs.2", true);
	ok(index_group_decided(w->s->index, number(w, "fs.2")), "confirmed");
	decide(w, "carto.1", "coop.2", true);
	ok(together(w, "carto.1", "coop.2"), "put together by hand");
	decide(w, "fs.1", "carto.1", false);
	ok(!together(w, "carto.1", "fs.1"), "split by hand");
	ok(group_undo(w->s, &err), "undone");
	refresh(w);
	ok(together(w, "carto.1", "fs.1"), "together again");
	decide(w, "fs.1", "carto.1", false);
	load(w, textbook, (int[]){ 5, 4, 3, 2, 1, 0 }, 6);
	ok(!together(w, "carto.1", "fs.1") && together(w, "carto.1", "coop.2"),
	   "decisions outlive an import");
	ok(group_forget(w->s, "fs.1", &n, &err) && n == 1, "one decision forgotten");
	ok(group_forget(w->s, "coop.2", &n, &err) && n == 1, "another");
	refresh(w);
	ok(together(w, "carto.1", "fs.1") && !together(w, "carto.1", "coop.2"),
	   "the computation is right again");
	ok(!group_forget(w->s, "nowhere", &n, &err) && err.kind == ERR_NOT_FOUND, "nobody");
}

/* Corrections and decisions are taken back in the order in which they were made. */
static void test_undo(struct world *w)
{
	struct err err = ERR_INIT;
	size_t n;

	ok(group_forget(w->s, "carto.2", &n, &err), "nothing is decided");
	group_history_free(w->s);
	overlay_history_free(w->s);
	load(w, textbook, NULL, 6);
	ok(!group_undo_is_next(w->s), "nothing to take back");
	decide(w, "carto.2", "fs.2", true);
	ok(overlay_correct(w->s, OVERLAY_PLACE, "carto.2", "nom", "Nouveau", &err), "corrected %s",
	   err.msg);
	ok(!group_undo_is_next(w->s), "the correction is the last act");
	decide(w, "carto.1", "coop.2", true);
	ok(group_undo_is_next(w->s), "the decision is");
	decide(w, "carto.1", "coop.2", true);
	ok(group_undo(w->s, &err), "said twice, undone once");
	refresh(w);
	ok(!together(w, "carto.1", "coop.2"), "as before it was said");
	ok(!group_undo_is_next(w->s), "then the correction");
	overlay_history_free(w->s);
	ok(group_undo_is_next(w->s), "then the first decision");
	ok(journal_begin(w->s->journal, &err) &&
	   journal_same_put(w->s->journal, "fs.2", "carto.2", SAME_NO, &err) &&
	   journal_commit(w->s->journal, &err), "another window says no");
	ok(!group_undo(w->s, &err) && err.kind == ERR_USAGE, "which is not overwritten");
	ok(group_forget(w->s, "carto.2", &n, &err), "forgotten %s", err.msg);
	group_history_free(w->s);
	ok(!group_undo_is_next(w->s), "nothing more to undo");
}

/* The records got other keys, and remember the old ones. */
static void test_other_keys(struct world *w)
{
	static const struct made other = { "fs", "fs.9", "Centre social et culturel du Parc",
					   "3 PL SAPEON", "", "" };
	struct err err = ERR_INIT;
	struct place p;

	decide(w, "carto.2", "fs.2", false);
	load(w, textbook, NULL, 5);	/* without fs.2 */
	place_init(&p);
	if (!directory_begin(w->s->directory, &err))
		world_bail(&err);
	put(w, &other);
	directory_place(w->s->directory, directory_place_by_key(w->s->directory, "fs.9", &err), &p,
			&err);
	place_set(&p, PLACE_SOURCE_IDS, "fs.2");
	if (!directory_put_place(w->s->directory, &p, &err) ||
	    !blocks_put_index(w->s->directory, w->s->gazetteer, w->s->vocab, &err) ||
	    !directory_commit(w->s->directory, &err))
		world_bail(&err);
	refresh(w);
	ok(!together(w, "carto.2", "fs.9"), "a decision follows the keys");
	decide(w, "carto.2", "fs.9", true);
	ok(together(w, "carto.2", "fs.9"), "a new decision replaces it, under whatever keys");
	place_clear(&p);
}

/* ---- merging ---- */

static void test_merge(struct world *w)
{
	struct err err = ERR_INIT;
	struct group_value v[4];
	struct group g;
	struct place p;
	struct str b;

	load(w, textbook, NULL, 4);
	group_init(&g);
	place_init(&p);
	str_init(&b);
	ok(group_read(w->s, directory_place_by_key(w->s->directory, "coop.1", &err), &g, &err),
	   "read");
	is_int(g.n, 4, "all records");
	is_str(place_get(&g.members[g.asked].place, PLACE_KEY), "coop.1", "the one asked for");
	group_merge(&g, &p);
	is_str(place_get(&p, PLACE_KEY), "coop.1", "keeps its key");
	is_str(place_get(&p, PLACE_PHONE), "+33437497091", "the freshest telephone");
	ok(group_differs(&g, PLACE_PHONE), "the sources differ");
	ok(group_values(&g, PLACE_PHONE, v, 4) == 2, "two numbers");
	group_say_who(&b, &g, &v[0]);
	is_str(b.s, "fs, 2024", "whose");
	ok(overlay_correct(w->s, OVERLAY_PLACE, "carto.1", "phone", "04 74 00 00 01", &err),
	   "corrected %s", err.msg);
	refresh(w);
	ok(group_read(w->s, directory_place_by_key(w->s->directory, "coop.1", &err), &g, &err),
	   "read again");
	group_values(&g, PLACE_PHONE, v, 4);
	ok(v[0].ours, "ours comes first");
	is_str(v[0].value, "04 74 00 00 01", "as corrected");
	str_done(&b);
	place_clear(&p);
	group_done(&g);
}

int main(void)
{
	struct world w;
	struct likeness *l;

	world_open(&w);
	l = likeness_new(w.s->vocab);
	test_addresses(l);
	test_names(&w, l);
	likeness_free(l);
	test_textbook(&w);
	test_orders(&w);
	test_chain(&w);
	test_decisions(&w);
	test_undo(&w);
	test_other_keys(&w);
	test_merge(&w);
	world_close(&w);
	return done_testing();
}
