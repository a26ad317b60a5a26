/* Marquer: what the counsellor knows of a place or an offer without correcting any field of it. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/journal_draft.h"
#include "aiguillage/mem.h"
#include "aiguillage/secret.h"
#include "src/tui/list.h"
#include "src/tui/local_act.h"
#include "src/tui/mark_form.h"
#include "src/tui/popup.h"
#include "src/tui/screens.h"
#include "src/tui/unlock.h"

#define MARK_WIDTH 66
#define FRAME_ROWS 2
#define LINES_MAX 12

enum deed { DEED_MARK, DEED_ASK_DAY, DEED_NOTE, DEED_UNMARK, DEED_REMOVE };

struct line {
	enum deed deed;
	enum overlay_mark mark;
	char *text;
};

struct marking {
	struct session *session;
	enum overlay_kind kind;
	char *key;
	struct line lines[LINES_MAX];
	int n;
	struct list list;
	bool note_locked;
};

static void add(struct marking *m, enum deed deed, enum overlay_mark mark, const char *text)
{
	m->lines[m->n++] = (struct line){ deed, mark, xstrdup(text) };
}

/* « Enlever : masqué par vous le 3 novembre ». */
static void add_present(struct marking *m, const struct overlay *o)
{
	struct str b;

	str_init(&b);
	for (int k = 0; k < OVERLAY_MARKS; k++) {
		str_clear(&b);
		str_add(&b, "Enlever : ");
		if (overlay_mark_say(&b, o, (enum overlay_mark)k))
			add(m, DEED_UNMARK, (enum overlay_mark)k, b.s);
	}
	if (o->added)
		add(m, DEED_REMOVE, 0, "Supprimer cette fiche, que vous avez ajoutée");
	str_done(&b);
}

/* A note was being typed when the texts were closed. */
static bool draft_is_closed(struct marking *m)
{
	struct err err = ERR_INIT;
	struct str name, made, text;
	bool is;

	str_init(&name);
	str_init(&made);
	str_init(&text);
	mark_draft_name(m->kind, m->key, &name);
	is = !journal_draft_get(m->session->journal, name.s, &made, &text, &err) && err.kind;
	secret_wipe(&text);
	str_done(&text);
	str_done(&made);
	str_done(&name);
	return is;
}

static void add_lines(struct marking *m, const struct overlay *o)
{
	m->note_locked = o->note_locked || draft_is_closed(m);
	add(m, DEED_MARK, MARK_CHECKED, "Vérifié par moi aujourd’hui");
	add(m, DEED_ASK_DAY, MARK_CHECKED, "Vérifié par moi un autre jour…");
	add(m, DEED_ASK_DAY, MARK_CLOSED, "Fermé jusqu’au…");
	if (!o->mark[MARK_GONE])
		add(m, DEED_MARK, MARK_GONE, "N’existe plus : ne plus le proposer");
	if (!o->mark[MARK_HIDDEN])
		add(m, DEED_MARK, MARK_HIDDEN, "Masquer : ne plus le proposer");
	add(m, DEED_NOTE, 0, *o->note || o->note_locked ? "Changer la note privée…" : "Écrire une note privée…");
	add_present(m, o);
}

static void mark_close(void *self)
{
	struct marking *m = self;

	for (int i = 0; i < m->n; i++)
		free(m->lines[i].text);
	free(m->key);
	free(m);
}

static void *mark_open(struct app *app, const void *arg, struct err *err)
{
	const struct record_request *r = arg;
	struct marking *m = xcalloc(1, sizeof *m);
	struct overlay o;
	bool ok;

	m->session = app_session(app);
	m->kind = r->kind;
	m->key = xstrdup(r->key);
	ok = overlay_read(m->session, m->kind, m->key, &o, err);
	if (ok)
		add_lines(m, &o);
	overlay_done(&o);
	list_init(&m->list, 1);
	list_set(&m->list, m->n);
	if (ok)
		return m;
	mark_close(m);
	return NULL;
}

static struct area inside(const struct marking *m, struct area a)
{
	return popup_inside(a, MARK_WIDTH, m->n + FRAME_ROWS);
}

static void mark_update(void *self, struct app *app, struct area a)
{
	struct marking *m = self;

	(void)app;
	list_fit(&m->list, inside(m, a).h);
}

static void draw_line(const void *ctx, struct term *t, struct area a, int i, bool selected)
{
	const struct marking *m = ctx;

	term_fill(t, a.y, a.x, a.w, list_style(selected, STYLE_NORMAL), m->lines[i].text);
}

static void mark_draw(const void *self, struct term *t, struct area a)
{
	const struct marking *m = self;

	popup_frame(t, a, MARK_WIDTH, m->n + FRAME_ROWS,
		    m->kind == OVERLAY_PLACE ? "Marquer le lieu" : "Marquer l’offre");
	list_draw(&m->list, t, inside(m, a), draw_line, m);
}

static enum outcome take(struct marking *m, struct app *app)
{
	static const char *const said[OVERLAY_MARKS] = {
		[MARK_CHECKED] = "Vérifié par vous aujourd’hui",
		[MARK_GONE] = "N’existe plus : ne sera plus proposé. À revoir dans « Mes corrections »",
		[MARK_HIDDEN] = "Masqué : ne sera plus proposé. À revoir dans « Mes corrections »",
	};
	const struct line *l = &m->lines[m->list.sel];
	struct mark_form_request form = { m->kind, m->key, l->mark, l->deed == DEED_NOTE };
	struct err err = ERR_INIT;
	bool ok;

	if (l->deed == DEED_NOTE && m->note_locked && unlock_first(app, ACTION_OPEN))
		return DONE;
	switch (l->deed) {
	case DEED_ASK_DAY:
	case DEED_NOTE:
		app_push(app, &screen_mark_form, &form);
		return CLOSE;
	case DEED_MARK:
		ok = overlay_mark(m->session, m->kind, m->key, l->mark, clock_today(), &err);
		local_said(app, ok, &err, said[l->mark]);
		return CLOSE;
	case DEED_UNMARK:
		ok = overlay_unmark(m->session, m->kind, m->key, l->mark, &err);
		local_said(app, ok, &err, "Marque enlevée");
		return CLOSE;
	case DEED_REMOVE:
		ok = overlay_remove(m->session, m->kind, m->key, &err);
		local_said(app, ok, &err, "Fiche supprimée");
		return CLOSE;
	}
	return CLOSE;
}

static enum outcome mark_act(void *self, struct app *app, enum action action)
{
	struct marking *m = self;

	if (action == ACTION_OPEN)
		return take(m, app);
	if (action == ACTION_BACK)
		return CLOSE;
	return list_act(&m->list, action) ? DONE : PASS;
}

static enum outcome mark_mouse(void *self, struct app *app, struct area a, const struct event *ev)
{
	struct marking *m = self;
	int i = list_at(&m->list, inside(m, a), ev->y);

	if (ev->kind != EVENT_CLICK)
		return PASS;
	if (i < 0)
		return DONE;
	list_select(&m->list, i);
	return take(m, app);
}

static const char *mark_label(const void *self, enum action action)
{
	(void)self;
	return action == ACTION_BACK ? "Annuler" : NULL;
}

static void mark_hint(const void *self, struct str *out)
{
	(void)self;
	str_add(out, "Haut, Bas : choisir. Entrée : le noter. Échap : annuler.");
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 },
};

const struct screen_ops screen_mark = {
	.name = "marquer",
	.title = "Marquer",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_LETTERS },
	.popup = true,
	.open = mark_open,
	.update = mark_update,
	.draw = mark_draw,
	.act = mark_act,
	.mouse = mark_mouse,
	.close = mark_close,
	.label = mark_label,
	.hint = mark_hint,
	.long_hint = true,
};
