/* Which one is meant: the place, or one of its offers. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/group.h"
#include "aiguillage/mem.h"
#include "aiguillage/session.h"
#include "src/tui/app.h"
#include "src/tui/list.h"
#include "src/tui/popup.h"
#include "src/tui/screens.h"

#define TARGET_WIDTH 74
#define FRAME_ROWS 2

struct target {
	enum overlay_kind kind;
	char *key, *label;
};

struct choosing {
	const struct screen_ops *then;
	struct target *targets;
	size_t n, cap;
	struct list list;
};

static void add(struct choosing *c, enum overlay_kind kind, const char *key, const char *label)
{
	c->targets = mem_grow(c->targets, c->n, &c->cap, sizeof *c->targets);
	c->targets[c->n++] = (struct target){ kind, xstrdup(key), xstrdup(label) };
}

/* « Le lieu : Mairie »; with its source when several records are this place. */
static void add_place(struct choosing *c, const struct group *g, size_t member)
{
	const struct place *p = &g->members[member].place;
	struct str b;

	str_init(&b);
	str_addf(&b, "Le lieu : %s", place_get(p, PLACE_NAME));
	if (g->n > 1) {
		str_add(&b, " (");
		group_say_source(&b, g, member);
		str_addc(&b, ')');
	}
	add(c, OVERLAY_PLACE, place_get(p, PLACE_KEY), b.s);
	str_done(&b);
}

static bool add_offers(struct choosing *c, struct session *s, int64_t place, struct err *err)
{
	int64_t *ids = NULL;
	size_t n = 0;
	bool ok = directory_offers_of(s->directory, place, &ids, &n, err);
	struct offer o;
	struct str b;

	offer_init(&o);
	str_init(&b);
	for (size_t i = 0; ok && i < n; i++) {
		ok = directory_offer(s->directory, ids[i], &o, err);
		str_clear(&b);
		str_addf(&b, "L’offre : %s", offer_get(&o, OFFER_NAME));
		if (ok)
			add(c, OVERLAY_OFFER, offer_get(&o, OFFER_KEY), b.s);
	}
	str_done(&b);
	offer_clear(&o);
	free(ids);
	return ok;
}

/* The record that was asked for, then the others of its group: as on the page. */
static bool add_all(struct choosing *c, struct session *s, int64_t place, struct err *err)
{
	struct group g;
	bool ok;

	group_init(&g);
	ok = group_read(s, place, &g, err);
	if (ok)
		add_place(c, &g, g.asked);
	ok = ok && add_offers(c, s, place, err);
	for (size_t i = 0; ok && i < g.n; i++) {
		if (i == g.asked)
			continue;
		add_place(c, &g, i);
		ok = add_offers(c, s, g.members[i].place.id, err);
	}
	group_done(&g);
	return ok;
}

/* The one that was chosen comes after the place, before the other offers. */
static void raise_offer(struct choosing *c, struct session *s, int64_t offer)
{
	struct err ignored = ERR_INIT;
	struct offer o;

	offer_init(&o);
	if (offer && directory_offer(s->directory, offer, &o, &ignored)) {
		for (size_t i = 2; i < c->n; i++) {
			struct target t = c->targets[i];

			if (t.kind != OVERLAY_OFFER || strcmp(t.key, offer_get(&o, OFFER_KEY)))
				continue;
			memmove(c->targets + 2, c->targets + 1, (i - 1) * sizeof *c->targets);
			c->targets[1] = t;
			break;
		}
	}
	offer_clear(&o);
}

static void target_close(void *self)
{
	struct choosing *c = self;

	for (size_t i = 0; i < c->n; i++) {
		free(c->targets[i].key);
		free(c->targets[i].label);
	}
	free(c->targets);
	free(c);
}

static void *target_open(struct app *app, const void *arg, struct err *err)
{
	const struct target_request *r = arg;
	struct session *s = app_session(app);
	struct choosing *c = xcalloc(1, sizeof *c);
	bool ok;

	c->then = r->then;
	ok = add_all(c, s, r->place, err);
	raise_offer(c, s, r->offer);
	list_init(&c->list, 1);
	list_set(&c->list, (int)c->n);
	if (ok)
		return c;
	if (err->kind == ERR_NONE)
		err_set(err, ERR_NOT_FOUND, "Cette fiche n’est plus dans l’annuaire");
	target_close(c);
	return NULL;
}

static struct area inside(const struct choosing *c, struct area a)
{
	return popup_inside(a, TARGET_WIDTH, (int)c->n + FRAME_ROWS);
}

static void target_update(void *self, struct app *app, struct area a)
{
	struct choosing *c = self;

	(void)app;
	list_fit(&c->list, inside(c, a).h);
}

static void draw_target(const void *ctx, struct term *t, struct area a, int i, bool selected)
{
	const struct choosing *c = ctx;

	term_fill(t, a.y, a.x, a.w, list_style(selected, STYLE_NORMAL), c->targets[i].label);
}

static void target_draw(const void *self, struct term *t, struct area a)
{
	const struct choosing *c = self;

	popup_frame(t, a, TARGET_WIDTH, (int)c->n + FRAME_ROWS, c->then->title);
	list_draw(&c->list, t, inside(c, a), draw_target, c);
}

static enum outcome take(struct choosing *c, struct app *app)
{
	const struct target *t = &c->targets[c->list.sel];

	app_push(app, c->then, &(struct record_request){ t->kind, t->key });
	return CLOSE;
}

static enum outcome target_act(void *self, struct app *app, enum action action)
{
	struct choosing *c = self;

	if (action == ACTION_OPEN)
		return take(c, app);
	if (action == ACTION_BACK)
		return CLOSE;
	return list_act(&c->list, action) ? DONE : PASS;
}

static enum outcome target_mouse(void *self, struct app *app, struct area a,
				 const struct event *ev)
{
	struct choosing *c = self;
	int i = list_at(&c->list, inside(c, a), ev->y);

	if (ev->kind != EVENT_CLICK)
		return PASS;
	if (i < 0)
		return DONE;
	list_select(&c->list, i);
	return take(c, app);
}

static const char *target_label(const void *self, enum action action)
{
	(void)self;
	return action == ACTION_BACK ? "Annuler" : NULL;
}

static void target_hint(const void *self, struct str *out)
{
	(void)self;
	str_add(out, "Le lieu entier, ou une offre ? Entrée : choisir. Échap : annuler.");
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 },
};

const struct screen_ops screen_target = {
	.name = "lieu-ou-offre",
	.title = "Le lieu ou l’offre",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_LETTERS },
	.popup = true,
	.open = target_open,
	.update = target_update,
	.draw = target_draw,
	.act = target_act,
	.mouse = target_mouse,
	.close = target_close,
	.label = target_label,
	.hint = target_hint,
	.long_hint = true,
};
