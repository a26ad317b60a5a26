/* Which one is meant: the place, or one of its offers. */
#include <stdlib.h>

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
	size_t n;
	struct list list;
};

static void add(struct choosing *c, enum overlay_kind kind, const char *key, const char *name)
{
	struct target *t = &c->targets[c->n++];
	struct str b;

	str_init(&b);
	str_addf(&b, "%s : %s", kind == OVERLAY_PLACE ? "Le lieu" : "L’offre", name);
	*t = (struct target){ kind, xstrdup(key), str_steal(&b) };
	str_done(&b);
}

static bool add_offers(struct choosing *c, struct session *s, const struct target_request *r,
		       struct err *err)
{
	int64_t *ids = NULL;
	size_t n = 0;
	bool ok = directory_offers_of(s->directory, r->place, &ids, &n, err);
	struct offer o;

	c->targets = xreallocarray(c->targets, n + 1, sizeof *c->targets);
	offer_init(&o);
	/* the one that was chosen comes first */
	for (int chosen = 1; ok && chosen >= 0; chosen--) {
		for (size_t i = 0; ok && i < n; i++) {
			if ((ids[i] == r->offer) != chosen)
				continue;
			ok = directory_offer(s->directory, ids[i], &o, err);
			if (ok)
				add(c, OVERLAY_OFFER, offer_get(&o, OFFER_KEY),
				    offer_get(&o, OFFER_NAME));
		}
	}
	offer_clear(&o);
	free(ids);
	return ok;
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
	struct place p;
	bool ok;

	c->then = r->then;
	c->targets = xcalloc(1, sizeof *c->targets);
	place_init(&p);
	ok = directory_place(s->directory, r->place, &p, err);
	if (ok) {
		add(c, OVERLAY_PLACE, place_get(&p, PLACE_KEY), place_get(&p, PLACE_NAME));
		ok = add_offers(c, s, r, err);
	}
	place_clear(&p);
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
