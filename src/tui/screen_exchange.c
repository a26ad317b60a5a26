/* Échanger: the journal for a coordinator, that of a colleague, La Coop in both directions. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/coop.h"
#include "aiguillage/exchange.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/sealed.h"
#include "aiguillage/secret.h"
#include "aiguillage/text.h"
#include "src/tui/ask_file.h"
#include "src/tui/ask_phrase.h"
#include "src/tui/list.h"
#include "src/tui/page.h"
#include "src/tui/screens.h"

#define ROWS 2			/* of one way */

static const struct export_request to_coop = { .coop = true }, to_coordinator = { .coop = false };

struct exchange_screen;
static void ask_journal(struct exchange_screen *x, struct app *app);
static void ask_coop(struct exchange_screen *x, struct app *app);

static const struct way {
	const char *label, *sentence;
	const struct screen_ops *screen;	/* or NULL */
	const void *arg;	/* of the screen */
	void (*begin)(struct exchange_screen *x, struct app *app);
} ways[] = {
	{ "Envoyer mon journal", "Un fichier pour qui coordonne, ou pour un autre ordinateur", &screen_export,
	  &to_coordinator, NULL },
	{ "Réunir le journal d’un collègue", "Lire son fichier, voir ce qui changerait, puis le faire", NULL, NULL,
	  ask_journal },
	{ "Autres versions", "Ce qu’un collègue et vous avez changé en même temps", &screen_asides, NULL, NULL },
	{ "Écrire pour La Coop", "Les accompagnements, avec ses colonnes et ses libellés", &screen_export, &to_coop, NULL },
	{ "Reprendre un export de La Coop", "Les activités qui y sont déjà notées, sans double", NULL, NULL, ask_coop },
};

struct exchange_screen {
	struct session *session;
	struct list list;
	char *path;		/* of what is being read */
	struct str text;	/* the journal being read, in clear */
};

static void *exchange_open(struct app *app, const void *arg, struct err *err)
{
	struct exchange_screen *x = xcalloc(1, sizeof *x);

	(void)arg;
	(void)err;
	x->session = app_session(app);
	list_init(&x->list, ROWS);
	list_set(&x->list, (int)ARRAY_SIZE(ways));
	str_init(&x->text);
	return x;
}

static void forget(struct exchange_screen *x)
{
	secret_wipe(&x->text);
	free(x->path);
	x->path = NULL;
}

static void exchange_close(void *self)
{
	struct exchange_screen *x = self;

	forget(x);
	str_done(&x->text);
	free(x);
}

/* ---- a colleague's journal ---- */

static enum outcome merge_for_good(void *ctx, struct app *app);

/* Tried, or done; false: err says why it cannot be. */
static bool merge(struct exchange_screen *x, struct app *app, bool dry_run, struct err *err)
{
	struct exchange_report r;
	char *shown = path_shown(x->path);
	struct str said;
	bool ok;

	str_init(&said);
	exchange_report_init(&r);
	ok = exchange_read(x->session, x->text.s, x->text.len, dry_run, &r, err);
	if (ok) {
		str_add(&said, dry_run ? "Ce que ce fichier apporterait :\n\n" : "C’est fait :\n\n");
		exchange_say_report(&r, shown, dry_run, &said);
		if (r.both)
			str_add(&said, "\nCe qui est mis de côté se relit et se reprend ici : Échanger, Autres "
				"versions. Cela s’en va avec les textes de la fiche, ou dès qu’une personne est effacée.\n");
		page_open(app, &(struct page_request){ .heading = dry_run ? "essai, rien n’est changé" : "fait",
						       .text = said.s,
						       .enter = dry_run ? "Réunir à mon journal" : NULL,
						       .act = dry_run ? merge_for_good : NULL,
						       .ctx = x });
	}
	exchange_report_done(&r);
	str_done(&said);
	free(shown);
	return ok;
}

static enum outcome merge_for_good(void *ctx, struct app *app)
{
	struct err err = ERR_INIT;

	if (!merge(ctx, app, false, &err)) {
		app_say(app, STYLE_ERROR, "%s.", err.msg);
		return DONE;
	}
	forget(ctx);
	return CLOSE;
}

static bool unseal(void *ctx, struct app *app, const char *phrase, struct err *err)
{
	struct exchange_screen *x = ctx;
	struct str clear;
	bool ok;

	str_init(&clear);
	ok = sealed_open(phrase, x->text.s, x->text.len, &clear, err);
	if (ok) {
		secret_wipe(&x->text);
		str_addn(&x->text, clear.s, clear.len);
		ok = merge(x, app, true, err);
	}
	secret_wipe(&clear);
	str_done(&clear);
	return ok;
}

static bool read_journal(void *ctx, struct app *app, const char *path, struct err *err)
{
	struct exchange_screen *x = ctx;

	forget(x);
	x->path = xstrdup(path);
	if (!exchange_load(path, &x->text, err))
		return false;
	if (!sealed_is(x->text.s, x->text.len))
		return merge(x, app, true, err);
	ask_phrase(app, &(struct phrase_request){ .title = "Phrase du fichier",
			.say = "La phrase ne s’affiche pas.",
			.hint = "Celle que votre collègue vous a dite. Ctrl-U : recommencer.",
			.enter = "Ouvrir", .take = unseal, .ctx = x });
	return true;
}

static void ask_journal(struct exchange_screen *x, struct app *app)
{
	ask_file(app, &(struct file_request){ .heading = "journal d’un collègue", .take = read_journal, .ctx = x });
}

/* ---- La Coop ---- */

static enum outcome import_for_good(void *ctx, struct app *app);

static bool import(struct exchange_screen *x, struct app *app, bool dry_run, struct err *err)
{
	struct coop_report r;
	struct str said;
	bool ok;

	str_init(&said);
	coop_report_init(&r);
	ok = coop_import(x->session, x->path, dry_run, &r, err);
	if (ok) {
		str_add(&said, dry_run ? "Ce que ce fichier apporterait :\n\n" : "C’est fait :\n\n");
		coop_say_report(&r, dry_run, &said);
		page_open(app, &(struct page_request){ .heading = dry_run ? "essai, rien n’est changé" : "fait",
						       .text = said.s,
						       .enter = dry_run ? "Reprendre dans mon journal" : NULL,
						       .act = dry_run ? import_for_good : NULL,
						       .ctx = x });
	}
	coop_report_done(&r);
	str_done(&said);
	return ok;
}

static enum outcome import_for_good(void *ctx, struct app *app)
{
	struct err err = ERR_INIT;

	if (import(ctx, app, false, &err))
		return CLOSE;
	app_say(app, STYLE_ERROR, "%s.", err.msg);
	return DONE;
}

static bool read_coop(void *ctx, struct app *app, const char *path, struct err *err)
{
	struct exchange_screen *x = ctx;

	forget(x);
	x->path = xstrdup(path);
	return import(x, app, true, err);
}

static void ask_coop(struct exchange_screen *x, struct app *app)
{
	ask_file(app, &(struct file_request){ .heading = "export de La Coop", .take = read_coop, .ctx = x });
}

/* ---- the screen ---- */

static void exchange_update(void *self, struct app *app, struct area a)
{
	struct exchange_screen *x = self;

	(void)app;
	list_fit(&x->list, a.h);
}

static void draw_way(const void *ctx, struct term *t, struct area a, int i, bool selected)
{
	(void)ctx;
	term_fill(t, a.y, a.x, a.w, list_style(selected, STYLE_STRONG), ways[i].label);
	term_text(t, a.y + 1, a.x + 2, a.w - 2, STYLE_DIM, ways[i].sentence);
}

static void exchange_draw(const void *self, struct term *t, struct area a)
{
	const struct exchange_screen *x = self;

	list_draw(&x->list, t, a, draw_way, x);
}

static enum outcome exchange_act(void *self, struct app *app, enum action action)
{
	struct exchange_screen *x = self;
	const struct way *w = &ways[x->list.sel];

	if (action != ACTION_OPEN)
		return list_act(&x->list, action) ? DONE : PASS;
	if (w->screen)
		app_push(app, w->screen, w->arg);
	else
		w->begin(x, app);
	return DONE;
}

static enum outcome exchange_mouse(void *self, struct app *app, struct area a, const struct event *ev)
{
	struct exchange_screen *x = self;
	enum list_click click = list_click(&x->list, a, ev);

	return click == LIST_OPENS ? exchange_act(x, app, ACTION_OPEN) : click ? DONE : PASS;
}

/* Nothing of the directory is kept here. */
static void exchange_refresh(void *self, bool before)
{
	(void)self;
	(void)before;
}

static const char *exchange_label(const void *self, enum action action)
{
	(void)self;
	return action == ACTION_OPEN ? "Choisir" : NULL;
}

static void exchange_hint(const void *self, struct str *out)
{
	(void)self;
	str_add(out, "Haut, Bas, puis Entrée. Rien n’est écrit ni changé avant d’avoir vu quoi.");
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 3 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 2 },
};

const struct screen_ops screen_exchange = {
	.name = "echanger",
	.title = "Échanger",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_LETTERS },
	.open = exchange_open,
	.update = exchange_update,
	.draw = exchange_draw,
	.act = exchange_act,
	.mouse = exchange_mouse,
	.close = exchange_close,
	.refresh = exchange_refresh,
	.label = exchange_label,
	.hint = exchange_hint,
	.long_hint = true,
};
