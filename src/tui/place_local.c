#include "src/tui/place_local.h"

#include <stdlib.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "src/tui/value_say.h"

static void say_day(struct str *out, const char *before, int day)
{
	str_add(out, before);
	date_french(out, day, 0, date_of_day(clock_today()).year);
}

static void say_or_nothing(struct str *out, struct session *s, const struct correction *c,
			   const char *value)
{
	if (*value)
		value_say(out, s, c->field, value);
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
	bool any = o->n || o->added || *o->note;

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
	pager_field(page, "Note privée", o->note);
}

/* `name`: of the offer it is about, "" for the place. */
static void add_record(struct pager *page, struct session *s, enum overlay_kind kind,
		       const char *key, const char *name)
{
	struct err ignored = ERR_INIT;
	struct overlay o;

	if (overlay_read(s, kind, key, &o, &ignored) && says_something(&o)) {
		struct str b;

		str_init(&b);
		str_add(&b, *name ? "Selon vous, de l’offre " : "Selon vous");
		str_add(&b, name);
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

void place_local_add(struct pager *page, struct session *s, const struct place *p,
		     const struct offer *offers, size_t n)
{
	add_record(page, s, OVERLAY_PLACE, place_get(p, PLACE_KEY), "");
	for (size_t i = 0; i < n; i++)
		add_record(page, s, OVERLAY_OFFER, offer_get(&offers[i], OFFER_KEY),
			   offer_get(&offers[i], OFFER_NAME));
}

/* ---- conflicts ---- */

struct gathering {
	struct session *s;
	struct place_conflict *list;
	size_t n, cap;
};

static char *said(struct gathering *g, const struct correction *c, const char *value)
{
	struct str b;
	char *text;

	str_init(&b);
	say_or_nothing(&b, g->s, c, value);
	text = str_steal(&b);
	str_done(&b);
	return text;
}

static bool gather(struct gathering *g, enum overlay_kind kind, const char *key, struct err *err)
{
	struct overlay o;
	bool ok = overlay_read(g->s, kind, key, &o, err);

	for (size_t i = 0; ok && i < o.n; i++) {
		const struct correction *c = &o.corrections[i];

		if (!correction_conflicts(c))
			continue;
		g->list = mem_grow(g->list, g->n, &g->cap, sizeof *g->list);
		g->list[g->n++] = (struct place_conflict){
			.kind = kind,
			.key = xstrdup(key),
			.column = xstrdup(c->field->sql),
			.label = xstrdup(c->field->label),
			.ours = said(g, c, c->value),
			.theirs = said(g, c, c->source_value),
		};
	}
	overlay_done(&o);
	return ok;
}

bool place_conflicts(struct session *s, const struct place *p, const struct offer *offers, size_t n,
		     struct place_conflict **list, size_t *count, struct err *err)
{
	struct gathering g = { .s = s };
	bool ok = gather(&g, OVERLAY_PLACE, place_get(p, PLACE_KEY), err);

	for (size_t i = 0; ok && i < n; i++)
		ok = gather(&g, OVERLAY_OFFER, offer_get(&offers[i], OFFER_KEY), err);
	*list = g.list;
	*count = g.n;
	return ok;
}

void place_conflicts_free(struct place_conflict *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(list[i].key);
		free(list[i].column);
		free(list[i].label);
		free(list[i].ours);
		free(list[i].theirs);
	}
	free(list);
}
