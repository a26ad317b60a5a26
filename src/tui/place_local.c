#include "src/tui/place_local.h"

#include <stdlib.h>

#include "aiguillage/date.h"
#include "aiguillage/field_say.h"
#include "aiguillage/mem.h"
#include "aiguillage/protect.h"
#include "src/tui/local_act.h"
#include "src/tui/picker.h"

static void say_day(struct str *out, const char *before, int day)
{
	str_add(out, before);
	date_french(out, day, 0, date_of_day(clock_today()).year);
}

static void say_or_nothing(struct str *out, struct session *s, const struct correction *c,
			   const char *value)
{
	if (*value)
		field_say_live(out, s, c->field, value);
	else
		str_add(out, "rien");
}

static void add_correction(struct pager *page, struct session *s, const struct correction *c)
{
	bool conflict = correction_conflicts(c);
	struct str b;

	str_init(&b);
	say_day(&b, "corrigé par vous le ", c->made);
	str_add(&b, conflict ? " ; la source disait : " : " ; la source dit : ");
	say_or_nothing(&b, s, c, conflict ? c->source_then : c->source_value);
	if (conflict) {
		str_add(&b, " ; elle dit maintenant : ");
		say_or_nothing(&b, s, c, c->source_value);
		str_add(&b, ". k : choisir");
	}
	pager_styled_field(page, conflict ? STYLE_WARNING : STYLE_NORMAL, c->field->label, b.s);
	str_done(&b);
}

static bool says_something(const struct overlay *o)
{
	bool any = o->n || o->added || *o->note || o->note_locked;

	for (int m = 0; m < OVERLAY_MARKS; m++)
		any |= o->mark[m];
	return any;
}

static void add_marks(struct pager *page, const struct overlay *o)
{
	struct str b;

	str_init(&b);
	if (o->added) {
		say_day(&b, "ajouté par vous le ", o->added_day);
		pager_add(page, STYLE_GOOD, 0, b.s);
	}
	for (int m = 0; m < OVERLAY_MARKS; m++) {
		str_clear(&b);
		if (overlay_mark_say(&b, o, (enum overlay_mark)m))
			pager_add(page, m == MARK_CHECKED ? STYLE_GOOD : STYLE_WARNING, 0, b.s);
	}
	str_done(&b);
	pager_field(page, "Note privée", o->note_locked ? PROTECT_SHUT : o->note);
}

/* `name`: of the one it is about among several, "" when there is no other; `of` comes before it. */
static void add_record(struct pager *page, struct session *s, enum overlay_kind kind,
		       const char *key, const char *of, const char *name)
{
	struct err ignored = ERR_INIT;
	struct overlay o;

	if (overlay_read(s, kind, key, &o, &ignored) && says_something(&o)) {
		struct str b;

		str_init(&b);
		str_add(&b, "Selon vous");
		if (*name)
			str_addf(&b, ", %s%s", of, name);
		pager_gap(page);
		pager_add(page, STYLE_STRONG, 0, b.s);
		str_done(&b);
		add_marks(page, &o);
		for (size_t i = 0; i < o.n; i++)
			add_correction(page, s, &o.corrections[i]);
	}
	overlay_done(&o);
}

bool place_local_corrected(struct session *s, const struct place *p, enum place_field f)
{
	struct err ignored = ERR_INIT;
	struct overlay o;
	bool found = false;

	if (overlay_read(s, OVERLAY_PLACE, place_get(p, PLACE_KEY), &o, &ignored))
		for (size_t i = 0; i < o.n; i++)
			found |= o.corrections[i].field == &place_fields[f];
	overlay_done(&o);
	return found;
}

void place_local_add(struct pager *page, struct session *s, const struct group *g,
		     const struct offer *offers, size_t n)
{
	for (size_t i = 0; i < g->n; i++) {
		/* the one that was asked for first */
		size_t k = !i ? g->asked : i <= g->asked ? i - 1 : i;
		const struct place *p = &g->members[k].place;

		add_record(page, s, OVERLAY_PLACE, place_get(p, PLACE_KEY), "de la fiche ",
			   g->n > 1 ? place_get(p, PLACE_NAME) : "");
	}
	for (size_t i = 0; i < n; i++)
		add_record(page, s, OVERLAY_OFFER, offer_get(&offers[i], OFFER_KEY), "de l’offre ",
			   offer_get(&offers[i], OFFER_NAME));
}

/* ---- conflicts ---- */

static char *said(struct session *s, const struct correction *c, const char *value)
{
	struct str b;
	char *text;

	str_init(&b);
	say_or_nothing(&b, s, c, value);
	text = str_steal(&b);
	str_done(&b);
	return text;
}

static bool gather(struct place_conflicts *all, enum overlay_kind kind, const char *key,
		   struct err *err)
{
	struct overlay o;
	bool ok = overlay_read(all->session, kind, key, &o, err);

	for (size_t i = 0; ok && i < o.n; i++) {
		const struct correction *c = &o.corrections[i];

		if (!correction_conflicts(c))
			continue;
		all->list = mem_grow(all->list, all->n, &all->cap, sizeof *all->list);
		all->list[all->n++] = (struct place_conflict){
			.kind = kind,
			.key = xstrdup(key),
			.column = xstrdup(c->field->sql),
			.label = xstrdup(c->field->label),
			.ours = said(all->session, c, c->value),
			.theirs = said(all->session, c, c->source_value),
		};
	}
	overlay_done(&o);
	return ok;
}

bool place_conflicts_read(struct session *s, const struct group *g, const struct offer *offers,
			  size_t n, struct place_conflicts *out, struct err *err)
{
	bool ok = true;

	place_conflicts_done(out);
	out->session = s;
	for (size_t i = 0; ok && i < g->n; i++)
		ok = gather(out, OVERLAY_PLACE, place_get(&g->members[i].place, PLACE_KEY), err);
	for (size_t i = 0; ok && i < n; i++)
		ok = gather(out, OVERLAY_OFFER, offer_get(&offers[i], OFFER_KEY), err);
	return ok;
}

void place_conflicts_done(struct place_conflicts *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->list[i].key);
		free(c->list[i].column);
		free(c->list[i].label);
		free(c->list[i].ours);
		free(c->list[i].theirs);
	}
	free(c->list);
	*c = (struct place_conflicts){ 0 };
}

/* Two lines a conflict: keep ours, take theirs. */
static void on_chosen(void *ctx, struct app *app, const bool *checked)
{
	const struct place_conflicts *all = ctx;
	struct err err = ERR_INIT;

	for (size_t i = 0; i < 2 * all->n; i++) {
		const struct place_conflict *c = &all->list[i / 2];
		bool keep = i % 2 == 0, ok;

		if (!checked[i])
			continue;
		ok = keep ? overlay_keep(all->session, c->kind, c->key, c->column, &err)
			  : overlay_forget(all->session, c->kind, c->key, c->column, &err);
		local_said(app, ok, &err, keep ? "Votre correction reste"
					       : "C’est maintenant ce que dit la source");
	}
}

void place_conflicts_choose(struct place_conflicts *all, struct app *app)
{
	struct picker_item *items = xcalloc(2 * all->n + 1, sizeof *items);
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < 2 * all->n; i++) {
		const struct place_conflict *c = &all->list[i / 2];

		str_addf(&b, i % 2 ? "%s : prendre la source, %s" : "%s : garder la mienne, %s",
			 c->label, i % 2 ? c->theirs : c->ours);
		items[i] = (struct picker_item){ .label = str_steal(&b), .count = PICKER_NO_COUNT };
	}
	if (all->n)
		picker_open(app, &(struct picker_request){ .title = "La source a changé",
							   .items = items,
							   .n = 2 * all->n,
							   .done = on_chosen,
							   .ctx = all });
	else
		app_say(app, STYLE_NORMAL, "Rien à choisir : vos corrections et la source ne se "
					   "contredisent pas.");
	for (size_t i = 0; i < 2 * all->n; i++)
		free((char *)items[i].label);
	free(items);
	str_done(&b);
}
