/* À vérifier: the records that need a look, as a list of work, nearest first. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/review.h"
#include "aiguillage/search.h"
#include "src/tui/app.h"
#include "src/tui/list.h"
#include "src/tui/picker.h"
#include "src/tui/screens.h"

#define HEAD_ROWS 1

struct work {
	struct session *session;
	struct review_request request;
	char insee[8];		/* of the commune, while the directory is read again */
	struct review found;
	struct list list;
};

/* The one that was under the marker stays there. */
static bool read_again(struct work *w, struct err *err)
{
	int sel = w->list.sel;
	char *key = sel < (int)w->found.n ? xstrdup(w->found.items[sel].key) : NULL;
	bool ok;

	review_done(&w->found);
	ok = review_read(w->session, &w->request, &w->found, err);
	list_set(&w->list, (int)w->found.n);
	list_select(&w->list, sel);
	for (size_t i = 0; key && i < w->found.n; i++)
		if (strcmp(w->found.items[i].key, key) == 0)
			list_select(&w->list, (int)i);
	free(key);
	return ok;
}

static void again(struct work *w, struct app *app)
{
	struct err err = ERR_INIT;

	if (!read_again(w, &err))
		app_say(app, STYLE_ERROR, "%s", err.msg);
}

static void work_close(void *self)
{
	struct work *w = self;

	review_done(&w->found);
	free(w);
}

static void *work_open(struct app *app, const void *arg, struct err *err)
{
	struct work *w = xcalloc(1, sizeof *w);
	struct criteria last;

	(void)arg;
	w->session = app_session(app);
	criteria_init(&last);
	criteria_recall(&last, w->session);
	w->request = (struct review_request){ .commune = last.commune, .sector = true };
	criteria_done(&last);
	list_init(&w->list, 2);
	if (read_again(w, err))
		return w;
	work_close(w);
	return NULL;
}

/* ---- painting ---- */

static void work_update(void *self, struct app *app, struct area a)
{
	struct work *w = self;

	(void)app;
	list_fit(&w->list, a.h - HEAD_ROWS);
}

static void draw_item(const void *ctx, struct term *t, struct area a, int i, bool selected)
{
	const struct work *w = ctx;
	const struct review_item *it = &w->found.items[i];
	enum style style = list_style(selected, STYLE_STRONG);
	struct str b;
	int right;

	str_init(&b);
	str_add(&b, it->commune);
	if (!isnan(it->km) && it->km >= 0.95f)
		str_addf(&b, " ≈ %.0f km", (double)it->km);
	term_fill(t, a.y, a.x, a.w, style, "");
	right = term_right(t, a.y, a.x + a.w / 2, a.w - a.w / 2 - 1, style, b.s);
	term_text(t, a.y, a.x, a.w - right - 3, style, it->name);
	if (a.h > 1)
		term_text(t, a.y + 1, a.x + 2, a.w - 3, STYLE_NORMAL, it->why);
	str_done(&b);
}

static void say_asked(const struct work *w, struct str *out)
{
	struct commune c;

	if (w->request.commune != COMMUNE_NONE) {
		gazetteer_get(w->session->gazetteer, w->request.commune, &c);
		str_addf(out, w->request.sector ? " · secteur, depuis %s" : " · %s", c.name);
	} else {
		str_add(out, " · secteur");
	}
	for (unsigned bit = 0; bit < REVIEW_REASONS; bit++)
		if (w->request.reasons >> bit & 1)
			str_addf(out, " · %s", review_label(bit));
}

static void work_draw(const void *self, struct term *t, struct area a)
{
	const struct work *w = self;
	struct area list = { a.y + HEAD_ROWS, a.x, a.h - HEAD_ROWS, a.w };
	size_t n = w->found.n;
	struct str b;
	int x = a.x + 2;

	str_init(&b);
	if (n)
		str_addf(&b, "%zu lieu%s à vérifier", n, n > 1 ? "x" : "");
	else
		str_add(&b, "Rien à vérifier");
	x += term_text(t, a.y, x, a.w - 2, STYLE_STRONG, b.s);
	str_clear(&b);
	say_asked(w, &b);
	term_text(t, a.y, x, a.x + a.w - x, STYLE_DIM, b.s);
	str_done(&b);
	list_draw(&w->list, t, list, draw_item, w);
}

static void work_hint(const void *self, struct str *out)
{
	const struct work *w = self;

	str_add(out, w->found.n ? "Entrée : ouvrir la fiche ; là, m : confirmer, c : corriger."
				: "f : autres raisons. Échap : retour.");
}

/* ---- keys ---- */

static void on_reasons(void *ctx, struct app *app, const bool *checked)
{
	struct work *w = ctx;

	w->request.reasons = 0;
	for (unsigned bit = 0; bit < REVIEW_REASONS; bit++)
		if (checked[bit])
			w->request.reasons |= 1u << bit;
	again(w, app);
}

static void choose_reasons(struct work *w, struct app *app)
{
	struct picker_item items[REVIEW_REASONS];

	for (unsigned bit = 0; bit < REVIEW_REASONS; bit++)
		items[bit] = (struct picker_item){
			.label = review_label(bit),
			.count = (long)w->found.count[bit],
			.checked = w->request.reasons >> bit & 1,
		};
	picker_open(app, &(struct picker_request){ .title = "Raisons (nombre de lieux)",
						   .items = items,
						   .n = REVIEW_REASONS,
						   .several = true,
						   .done = on_reasons,
						   .ctx = w });
}

static void change_scope(struct work *w, struct app *app)
{
	if (w->request.commune == COMMUNE_NONE) {
		app_say(app, STYLE_WARNING, "Choisissez d’abord une commune dans la recherche.");
		return;
	}
	w->request.sector = !w->request.sector;
	again(w, app);
}

static enum outcome work_act(void *self, struct app *app, enum action action)
{
	struct work *w = self;

	switch (action) {
	case ACTION_OPEN:
		if (w->found.n)
			app_push(app, &screen_place,
				 &(struct place_request){ .place = w->found.items[w->list.sel].place });
		return DONE;
	case ACTION_FILTERS:
		choose_reasons(w, app);
		return DONE;
	case ACTION_BLANKS:
		change_scope(w, app);
		return DONE;
	case ACTION_RESET:
		w->request.reasons = 0;
		again(w, app);
		return DONE;
	default:
		return list_act(&w->list, action) ? DONE : PASS;
	}
}

static enum outcome work_mouse(void *self, struct app *app, struct area a, const struct event *ev)
{
	struct work *w = self;
	struct area list = { a.y + HEAD_ROWS, a.x, a.h - HEAD_ROWS, a.w };
	enum list_click click = list_click(&w->list, list, ev);

	return click == LIST_OPENS ? work_act(w, app, ACTION_OPEN) : click ? DONE : PASS;
}

static void work_refresh(void *self, bool before)
{
	struct work *w = self;
	struct err ignored = ERR_INIT;
	struct commune c;

	if (before) {
		w->insee[0] = '\0';
		if (w->request.commune == COMMUNE_NONE)
			return;
		gazetteer_get(w->session->gazetteer, w->request.commune, &c);
		strncpy(w->insee, c.insee, sizeof w->insee - 1);
		return;
	}
	w->request.commune = gazetteer_by_insee(w->session->gazetteer, w->insee);
	read_again(w, &ignored);
}

static const char *work_label(const void *self, enum action action)
{
	const struct work *w = self;

	switch (action) {
	case ACTION_OPEN:
		return w->found.n ? "Ouvrir" : "";
	case ACTION_FILTERS:
		return "Raisons";
	case ACTION_BLANKS:
		return w->request.commune == COMMUNE_NONE ? "" :
		       w->request.sector		  ? "Cette commune" :
							    "Tout le secteur";
	case ACTION_RESET:
		return w->request.reasons ? "Toutes les raisons" : "";
	default:
		return NULL;
	}
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 },
	{ .key = 'f', .action = ACTION_FILTERS, .bar = 4 },
	{ .key = CTRL('F'), .action = ACTION_FILTERS },
	{ .key = 's', .action = ACTION_BLANKS, .bar = 5 },
	{ .key = CTRL('N'), .action = ACTION_RESET, .bar = 6 },
	{ .key = CTRL('Q'), .action = ACTION_QUIT, .bar = 7 },
};

const struct screen_ops screen_review = {
	.name = "averifier",
	.title = "À vérifier",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_LETTERS },
	.open = work_open,
	.update = work_update,
	.draw = work_draw,
	.act = work_act,
	.mouse = work_mouse,
	.refresh = work_refresh,
	.close = work_close,
	.label = work_label,
	.hint = work_hint,
};
