/*
 * Mes corrections: every place and offer about which something is known only here, those where
 * one has to choose first.  It is the way back to what is masked, or said to be no more.
 */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/directory_overlay.h"
#include "aiguillage/export.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "src/tui/ask_file.h"
#include "src/tui/list.h"
#include "src/tui/local_act.h"
#include "src/tui/page.h"
#include "src/tui/screens.h"

struct item {
	enum overlay_kind kind;
	bool conflict;
	char *key, *title, *what;
};

struct local {
	struct session *session;
	struct item *items;
	size_t n, cap;
	struct list list;
	bool stale;
	struct str file;	/* for those who keep the map */
};

static void clear(struct local *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->items[i].key);
		free(l->items[i].title);
		free(l->items[i].what);
	}
	l->n = 0;
}

/* « masqué par vous le 3 novembre ; Téléphone, Horaires : corrigés ; note ». */
static void say_what(struct str *out, const struct overlay_item *it)
{
	const struct overlay *o = it->o;
	struct str b;

	str_init(&b);
	if (o->vanished)
		str_add(out, "n’est plus dans aucune source");
	for (int m = 0; m < OVERLAY_MARKS; m++) {
		str_clear(&b);
		if (overlay_mark_say(&b, o, (enum overlay_mark)m))
			str_join(out, " ; ", b.s);
	}
	if (o->added)
		str_join(out, " ; ", "ajouté par vous");
	str_clear(&b);
	for (size_t i = 0; i < o->n; i++)
		str_join(&b, ", ", o->corrections[i].field->label);
	if (o->n) {
		str_join(out, " ; ", it->conflict ? "à choisir : " : "corrigé : ");
		str_add(out, b.s);
	}
	if (*o->note || o->note_locked)
		str_join(out, " ; ", "note privée");
	str_done(&b);
}

static bool add_item(void *ctx, const struct overlay_item *it, struct err *err)
{
	struct local *l = ctx;
	struct str b;

	(void)err;
	l->items = mem_grow(l->items, l->n, &l->cap, sizeof *l->items);
	str_init(&b);
	str_addf(&b, "%s%s", it->kind == OVERLAY_PLACE ? "" : "offre : ", it->name);
	if (*it->commune)
		str_addf(&b, " — %s", it->commune);
	l->items[l->n] = (struct item){ it->kind, it->conflict, xstrdup(it->key), str_steal(&b), NULL };
	say_what(&b, it);
	l->items[l->n++].what = str_steal(&b);
	str_done(&b);
	return true;
}

static void conflicts_first(struct local *l)
{
	struct item *sorted = xcalloc(l->n + 1, sizeof *sorted);
	size_t k = 0;

	for (int conflict = 1; conflict >= 0; conflict--)
		for (size_t i = 0; i < l->n; i++)
			if (l->items[i].conflict == conflict)
				sorted[k++] = l->items[i];
	memcpy(l->items, sorted, l->n * sizeof *sorted);
	free(sorted);
}

static bool read_all(struct local *l, struct err *err)
{
	bool ok;

	clear(l);
	ok = overlay_each(l->session, add_item, l, err);
	if (l->n)
		conflicts_first(l);
	list_set(&l->list, (int)l->n);
	l->stale = false;
	return ok;
}

static void local_close(void *self)
{
	struct local *l = self;

	clear(l);
	str_done(&l->file);
	free(l->items);
	free(l);
}

static void *local_open(struct app *app, const void *arg, struct err *err)
{
	struct local *l = xcalloc(1, sizeof *l);

	(void)arg;
	l->session = app_session(app);
	list_init(&l->list, 2);
	str_init(&l->file);
	if (read_all(l, err))
		return l;
	local_close(l);
	return NULL;
}

static void local_refresh(void *self, bool before)
{
	((struct local *)self)->stale |= !before;
}

static void local_update(void *self, struct app *app, struct area a)
{
	struct local *l = self;
	struct err err = ERR_INIT;

	if (l->stale && !read_all(l, &err))
		app_say(app, STYLE_ERROR, "%s", err.msg);
	list_fit(&l->list, a.h);
}

static void draw_item(const void *ctx, struct term *t, struct area a, int i, bool selected)
{
	const struct local *l = ctx;
	const struct item *it = &l->items[i];

	term_fill(t, a.y, a.x, a.w, list_style(selected, STYLE_STRONG), it->title);
	term_text(t, a.y + 1, a.x + 2, a.w - 2, it->conflict ? STYLE_WARNING : STYLE_NORMAL,
		  it->what);
}

static void local_draw(const void *self, struct term *t, struct area a)
{
	const struct local *l = self;

	if (!l->n)
		term_wrap(t, (struct area){ a.y + 1, a.x + 2, a.h - 1, a.w - 4 }, STYLE_NORMAL,
			  "Rien encore. Sur une fiche ou un résultat : c pour corriger, m pour "
			  "marquer « vérifié », « fermé », « n’existe plus », ou masquer.");
	list_draw(&l->list, t, a, draw_item, l);
}

/* ---- acts ---- */

static void open_page(struct local *l, struct app *app, const struct item *it)
{
	struct directory *d = l->session->directory;
	struct place_request r = { .place = 0 };
	struct err err = ERR_INIT;
	struct offer o;

	offer_init(&o);
	if (it->kind == OVERLAY_PLACE) {
		directory_row_of(d, it->kind, it->key, &r.place, &err);
	} else if (directory_row_of(d, it->kind, it->key, &r.offer, &err) && r.offer &&
		   directory_offer(d, r.offer, &o, &err)) {
		r.place = o.place_id;
	}
	offer_clear(&o);
	if (r.place)
		app_push(app, &screen_place, &r);
	else if (err.kind)
		app_say(app, STYLE_ERROR, "%s", err.msg);
	else
		app_say(app, STYLE_NORMAL, "Cette fiche n’est plus dans l’annuaire. c : voir ce "
					   "que vous en saviez.");
}

/* ---- what those who keep the map may take back ---- */

static bool add_line(void *ctx, const struct str *line, struct err *err)
{
	struct local *l = ctx;

	(void)err;
	str_addn(&l->file, line->s, line->len);
	return true;
}

static bool write_file(void *ctx, struct app *app, const char *path, struct err *err)
{
	struct local *l = ctx;
	char *shown;

	if (!path_write(path, l->file.s, l->file.len, err))
		return false;
	shown = path_shown(path);
	app_say(app, STYLE_GOOD, "Écrit : %s", shown);
	free(shown);
	return true;
}

/* The page that said what the file holds gives way. */
static enum outcome ask_where(void *ctx, struct app *app)
{
	char day[DATE_MOMENT_LEN];
	struct str name;

	date_format_day(day, clock_today());
	str_init(&name);
	str_addf(&name, "corrections-%s.csv", day);
	ask_file(app, &(struct file_request){ .heading = "pour la carte", .name = name.s, .replaces = true,
					      .take = write_file, .ctx = ctx });
	str_done(&name);
	return CLOSE;
}

static void say_contents(const struct export_report *r, struct str *out)
{
	const char *s = r->written > 1 ? "s" : "";

	if (r->written)
		str_addf(out, "Ce que contient le fichier :\n\n%zu lieu%s que vous avez ajouté%s, corrigé%s ou vérifié%s, "
			 "au format national des lieux de médiation numérique (CSV). Vos notes privées n’y sont pas.\n",
			 r->written, *s ? "x" : "", s, s, s);
	else if (r->incomplete)
		str_add(out, "Rien à écrire encore : à chaque lieu que vous avez ajouté, corrigé ou vérifié, il manque quelque chose.\n");
	else
		str_add(out, "Rien à écrire : aucun lieu que vous ayez ajouté, corrigé ou vérifié.\n");
	if (r->gone)
		str_addf(out, "\nLaissé%s de côté : %zu lieu%s disparu%s, ou jamais proposé%s.\n",
			 r->gone > 1 ? "s" : "", r->gone, r->gone > 1 ? "x" : "", r->gone > 1 ? "s" : "",
			 r->gone > 1 ? "s" : "");
	if (r->incomplete)
		str_addf(out, "\nCe qui manque%s, que ce format demande :\n\n%s%s",
			 r->written ? " pour les autres" : "", r->missing.s, r->incomplete > 5 ? "…\n" : "");
}

static void preview(struct local *l, struct app *app)
{
	struct export_report r;
	struct err err = ERR_INIT;
	struct str said;

	export_report_init(&r);
	str_init(&said);
	str_clear(&l->file);
	if (export_places(l->session, &(struct export_options){ .source = EXPORT_LOCAL }, add_line, l, &r, &err)) {
		say_contents(&r, &said);
		page_open(app, &(struct page_request){ .heading = "pour la carte", .text = said.s,
						       .enter = r.written ? "Choisir où l’écrire" : NULL,
						       .act = r.written ? ask_where : NULL, .ctx = l });
	} else {
		app_say(app, STYLE_ERROR, "%s.", err.msg);
	}
	str_done(&said);
	export_report_done(&r);
}

/* ---- keys ---- */

static enum outcome local_act(void *self, struct app *app, enum action action)
{
	struct local *l = self;
	const struct item *it = l->n ? &l->items[l->list.sel] : NULL;
	struct record_request r;

	if (action == ACTION_UNDO) {
		local_undo(app);
		l->stale = true;
		return DONE;
	}
	if (action == ACTION_MAP) {
		preview(l, app);
		return DONE;
	}
	if (list_act(&l->list, action))
		return DONE;
	if (!it || (action != ACTION_OPEN && action != ACTION_CORRECT && action != ACTION_MARK))
		return PASS;
	r = (struct record_request){ it->kind, it->key };
	/* a note moves nothing in the directory */
	l->stale = true;
	if (action == ACTION_OPEN)
		open_page(l, app, it);
	else
		app_push(app, action == ACTION_CORRECT ? &screen_correct : &screen_mark, &r);
	return DONE;
}

static enum outcome local_mouse(void *self, struct app *app, struct area a, const struct event *ev)
{
	struct local *l = self;
	enum list_click click = list_click(&l->list, a, ev);

	if (click == LIST_OPENS)
		open_page(l, app, &l->items[l->list.sel]);
	return click ? DONE : PASS;
}

static void local_heading(const void *self, struct str *out)
{
	const struct local *l = self;

	str_addf(out, "%zu fiche%s", l->n, l->n > 1 ? "s" : "");
}

static void local_hint(const void *self, struct str *out)
{
	const struct local *l = self;
	size_t n = 0;

	while (n < l->n && l->items[n].conflict)
		n++;
	if (n)
		str_addf(out, "La source a changé %zu fiche%s que vous aviez corrigée%s : c pour "
			 "choisir.", n, n > 1 ? "s" : "", n > 1 ? "s" : "");
	else
		str_add(out, "Entrée : la fiche. c : corriger. m : marquer, ou ôter. e : pour la carte.");
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = 'c', .action = ACTION_CORRECT, .bar = 3 },
	{ .key = 'm', .action = ACTION_MARK, .bar = 4 },
	{ .key = 'u', .action = ACTION_UNDO, .bar = 5 },
	{ .key = 'e', .action = ACTION_MAP, .bar = 7 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 6 },
};

const struct screen_ops screen_local = {
	.name = "corrections",
	.title = "Mes corrections",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_LETTERS },
	.open = local_open,
	.update = local_update,
	.draw = local_draw,
	.act = local_act,
	.mouse = local_mouse,
	.close = local_close,
	.refresh = local_refresh,
	.heading = local_heading,
	.hint = local_hint,
};
