#include "src/tui/place_group.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/field_say.h"
#include "aiguillage/mem.h"
#include "aiguillage/session.h"
#include "src/tui/picker.h"

#define VALUES_MAX 8

void place_group_others(struct pager *page, const struct session *s, const struct group *g,
			enum place_field f)
{
	struct group_value v[VALUES_MAX];
	size_t n = group_values(g, f, v, VALUES_MAX);
	struct str b;

	if (n < 2)
		return;
	str_init(&b);
	str_add(&b, "selon ");
	group_say_who(&b, g, &v[0]);
	pager_field(page, "", b.s);
	for (size_t i = 1; i < n; i++) {
		str_clear(&b);
		str_add(&b, "! ");
		field_say(&b, s, &place_fields[f], v[i].value);
		str_add(&b, " — selon ");
		group_say_who(&b, g, &v[i]);
		pager_styled_field(page, STYLE_WARNING, "", b.s);
	}
	str_done(&b);
}

static void say_record(struct str *out, const struct group *g, size_t i)
{
	str_add(out, place_get(&g->members[i].place, PLACE_NAME));
	str_add(out, " (");
	group_say_source(out, g, i);
	str_addc(out, ')');
}

void place_group_records(struct pager *page, const struct group *g, size_t candidates)
{
	struct str b;

	if (g->n < 2 && !candidates)
		return;
	str_init(&b);
	pager_gap(page);
	if (g->n > 1) {
		str_addf(&b, "%zu fiches décrivent ce lieu", g->n);
		pager_add(page, STYLE_STRONG, 0, b.s);
		for (size_t i = 0; i < g->n; i++) {
			str_clear(&b);
			say_record(&b, g, i);
			pager_add(page, STYLE_NORMAL, 2, b.s);
		}
		pager_add(page, STYLE_NORMAL, 0, g->decided ?
			  "Réunies par vous. g : changer." :
			  "Réunies parce qu’elles se ressemblent. g : confirmer ou séparer.");
	}
	if (candidates) {
		str_clear(&b);
		str_addf(&b, "%zu autre%s fiche%s peut-être le même lieu. g : en décider.",
			 candidates, candidates > 1 ? "s" : "", candidates > 1 ? "s sont" : " est");
		pager_add(page, STYLE_WARNING, 0, b.s);
	}
	str_done(&b);
}

/* ---- choosing ---- */

void place_choice_done(struct place_choice *c)
{
	for (size_t i = 0; i < c->n; i++)
		free(c->keys[i]);
	free(c->keys);
	*c = (struct place_choice){ 0 };
}

static void on_chosen(void *ctx, struct app *app, const bool *checked)
{
	const struct place_choice *c = ctx;
	struct group_choice *choices = xcalloc(c->n, sizeof *choices);
	struct err err = ERR_INIT;
	size_t same = 0;
	bool done;

	for (size_t i = 1; i < c->n; i++) {
		choices[i - 1] = (struct group_choice){ c->keys[i], checked[i] };
		same += checked[i];
	}
	done = group_decide(app_session(app), c->keys[0], choices, c->n - 1, &err);
	app_changed(app);
	if (!done)
		app_say(app, STYLE_ERROR, "%s", err.msg);
	else if (same)
		app_say(app, STYLE_GOOD, "C’est noté : %zu fiches, un seul lieu. u : annuler.",
			same + 1);
	else
		app_say(app, STYLE_GOOD, "C’est noté : ces fiches sont des lieux différents. "
					 "u : annuler.");
	free(choices);
}

static void add_item(struct place_choice *c, struct picker_item *items, const struct place *p,
		     const char *source, bool checked)
{
	struct str b;

	str_init(&b);
	if (!c->n)
		str_add(&b, "cette fiche : ");
	str_add(&b, place_get(p, PLACE_NAME));
	str_addf(&b, " — %s", source);
	if (*place_get(p, PLACE_ADDRESS))
		str_addf(&b, ", %s", place_get(p, PLACE_ADDRESS));
	items[c->n] = (struct picker_item){ .label = str_steal(&b), .count = PICKER_NO_COUNT,
					    .checked = checked };
	c->keys[c->n++] = xstrdup(place_get(p, PLACE_KEY));
	str_done(&b);
}

static void add_candidates(struct session *s, struct place_choice *c, struct picker_item *items,
			   const int64_t *rows, size_t n)
{
	struct err ignored = ERR_INIT;
	struct place p;

	place_init(&p);
	for (size_t i = 0; i < n; i++)
		if (directory_place(s->directory, rows[i], &p, &ignored))
			add_item(c, items, &p, place_get(&p, PLACE_SOURCE), false);
	place_clear(&p);
}

void place_group_choose(struct app *app, const struct group *g, struct place_choice *c)
{
	struct session *s = app_session(app);
	struct picker_item *items;
	int64_t *rows;
	size_t n = group_candidates(s, g->members[g->asked].place.id, &rows);
	struct str b;

	place_choice_done(c);
	items = xcalloc(g->n + n, sizeof *items);
	c->keys = xcalloc(g->n + n, sizeof *c->keys);
	str_init(&b);
	for (size_t k = 0; k < g->n; k++) {
		size_t i = k == 0 ? g->asked : k <= g->asked ? k - 1 : k;

		str_clear(&b);
		group_say_source(&b, g, i);
		add_item(c, items, &g->members[i].place, b.s, true);
	}
	add_candidates(s, c, items, rows, n);
	if (c->n < 2) {
		app_say(app, STYLE_NORMAL, "Aucune autre fiche ne ressemble à celle-ci.");
	} else {
		picker_open(app, &(struct picker_request){
			.title = "Quelles fiches sont ce lieu ?", .items = items, .n = c->n,
			.several = true, .done = on_chosen, .ctx = c,
			.hint = "Espace : cocher ou décocher ; Entrée : valider ; Échap : rien ne "
				"change" });
	}
	for (size_t i = 0; i < g->n + n; i++)
		free((char *)items[i].label);
	free(items);
	free(rows);
	str_done(&b);
}
