/* Recherche: who can help this person?  The form and the results are always both there. */
#include <math.h>
#include <stdlib.h>

#include "aiguillage/mem.h"
#include "src/tui/finder.h"
#include "src/tui/local_act.h"
#include "src/tui/log_form.h"
#include "src/tui/screens.h"

static void recall(struct finder *f)
{
	struct criteria c;

	criteria_init(&c);
	criteria_recall(&c, f->session);
	fields_set_commune(f, c.commune);
	f->accepted.radius_km = c.radius_km;
	criteria_done(&c);
}

static void change_radius(struct finder *f, struct app *app, int step)
{
	int n = (int)ARRAY_SIZE(search_radii), at = 0;
	uint32_t count;

	if (f->accepted.commune == COMMUNE_NONE) {
		app_say(app, STYLE_WARNING, "Indiquez d’abord la commune.");
		return;
	}
	while (at < n - 1 && search_radii[at] != f->accepted.radius_km)
		at++;
	at += step;
	if (at < 0 || at >= n) {
		app_say(app, STYLE_NORMAL, step < 0 ? "C’est le plus petit rayon."
						     : "C’est déjà tout le département.");
		return;
	}
	f->accepted.radius_km = search_radii[at];
	f->dirty = f->ask = true;
	search_run(f->counter, &f->accepted);
	count = (uint32_t)search_line_count(f->counter);
	if (search_radii[at] == SEARCH_RADIUS_DEPT)
		app_say(app, STYLE_NORMAL, "Tout le département : %u résultat%s", count,
			count > 1 ? "s" : "");
	else
		app_say(app, STYLE_NORMAL, "Rayon de %d km : %u résultat%s", search_radii[at], count,
			count > 1 ? "s" : "");
	criteria_remember(&f->accepted, f->session);
}

static void reset(struct finder *f, struct app *app)
{
	struct criteria c;

	criteria_init(&c);
	c.commune = f->accepted.commune;
	fields_take(f, &c);
	criteria_done(&c);
	log_carry(f->session, NULL);
	criteria_remember(&f->accepted, f->session);
	fields_focus(f, ON_COMMUNE);
	if (c.commune == COMMUNE_NONE)
		app_say(app, STYLE_NORMAL, "Nouvelle recherche : tout est vidé.");
	else
		app_say(app, STYLE_NORMAL, "Nouvelle recherche : tout est vidé, sauf la commune. "
					   "Rayon de %d km.", SEARCH_RADIUS_DEFAULT);
}

/* ---- opening, painting ---- */

/* The request that goes on is searched again. */
static void take_carried(struct finder *f)
{
	struct criteria c;

	criteria_init(&c);
	log_criteria(f->session, log_carried(f->session), &c);
	fields_take(f, &c);
	fields_focus(f, ON_RESULTS);
	criteria_done(&c);
}

static void say_due(struct finder *f, struct app *app)
{
	struct err ignored = ERR_INIT;
	struct log_list l;

	if (log_due(f->session, clock_today(), &l, &ignored) && l.n)
		app_say(app, STYLE_WARNING, "%zu orientation%s à relancer : Ctrl-O, puis s.", l.n,
			l.n > 1 ? "s" : "");
	log_list_done(&l);
}

static void *search_open(struct app *app, const void *arg, struct err *err)
{
	struct finder *f = xcalloc(1, sizeof *f);
	const uint32_t *commune = arg;

	(void)err;
	f->session = app_session(app);
	fields_init(f);
	results_init(f);
	recall(f);
	if (commune) {
		fields_set_commune(f, *commune);
		fields_focus(f, ON_AUDIENCE);
	}
	if (!commune && log_carried(f->session))
		take_carried(f);
	else if (!commune && *session_notice(f->session))
		app_say(app, STYLE_WARNING, "%s", session_notice(f->session));
	else if (!commune && !log_draft_tell(app))
		say_due(f, app);
	return f;
}

static void search_close(void *self)
{
	struct finder *f = self;

	log_carry(f->session, NULL);	/* nobody was found for the request that went on */
	pick_done(f);
	results_done(f);
	fields_done(f);
	free(f);
}

static void search_update(void *self, struct app *app, struct area a)
{
	struct finder *f = self;
	struct finder_layout l;

	fields_suggest(f);
	results_run(f);
	l = finder_layout(f, a);
	list_fit(&f->choice, l.choice.h);
	results_update(f, app, &l);
}

/* ---- keys ---- */

static enum outcome go(struct finder *f, enum finder_focus focus)
{
	fields_focus(f, focus);
	return DONE;
}

static enum outcome next(struct finder *f, struct app *app, int step)
{
	if (!fields_accept(f, app))
		return DONE;
	return go(f, (enum finder_focus)(((int)f->focus + step + FOCUSES) % FOCUSES));
}

static enum outcome open(struct finder *f, struct app *app)
{
	/* nothing is like what is typed: all there is */
	if (f->typing && !f->n_suggestions && f->focus != ON_COMMUNE)
		fields_cancel(f);
	else if (f->typing || f->focus == ON_COMMUNE)
		return next(f, app, 1);
	if (f->focus == ON_AUDIENCE || f->focus == ON_NEED)
		pick_values(f, app);
	else
		results_open(f, app);
	return DONE;
}

/* The form and the results are one column in which one goes up and down. */
static enum outcome move(struct finder *f, enum action action)
{
	struct list *l = results_list(f);

	if (f->typing) {
		list_act(&f->choice, action);
		f->dirty = true;
		return DONE;
	}
	if (action == ACTION_PAGE_UP || action == ACTION_PAGE_DOWN) {
		if (f->focus != ON_RESULTS)
			return go(f, ON_RESULTS);
	} else if (action == ACTION_UP &&
		   (f->focus < ON_RESULTS || (l->sel == 0 && (!f->on_ways || !f->results.n)))) {
		return f->focus == ON_COMMUNE ? DONE : go(f, f->focus - 1);
	} else if (action == ACTION_DOWN && f->focus < ON_RESULTS) {
		return go(f, f->focus + 1);
	}
	if (!results_cross(f, action))
		list_act(l, action);
	return DONE;
}

static enum outcome back(struct finder *f)
{
	if (f->typing) {
		fields_cancel(f);
		return DONE;
	}
	return f->focus == ON_RESULTS ? go(f, ON_COMMUNE) : PASS;
}

/* What is under the marker, or nothing at all: a need may find no answer. */
static void log_result(struct finder *f, struct app *app, enum action action)
{
	const struct explanation *e = results_selected(f);

	log_form_act(app, action, &(struct log_choice){
					  .criteria = &f->accepted,
					  .offer = e ? e->offer.id : 0,
					  .km = e ? e->hit.km : NAN,
				  });
}

/* ---- what is known only here ---- */

static void add_place(struct finder *f, struct app *app)
{
	struct add_request r = { .kind = OVERLAY_PLACE };
	struct commune c;

	if (f->accepted.commune != COMMUNE_NONE) {
		gazetteer_get(f->session->gazetteer, f->accepted.commune, &c);
		r.insee = c.insee;
	}
	app_push(app, &screen_add, &r);
}

static enum outcome act_local(struct finder *f, struct app *app, enum action action)
{
	const struct explanation *e = results_selected(f);

	if (action == ACTION_UNDO)
		local_undo(app);
	else if (action == ACTION_ADD)
		add_place(f, app);
	else if (e)
		app_push(app, &screen_target, &(struct target_request){
						      e->place.id, e->offer.id,
						      action == ACTION_CORRECT ? &screen_correct
									       : &screen_mark });
	else
		app_say(app, STYLE_NORMAL, "Choisissez d’abord un résultat.");
	return DONE;
}

static enum outcome search_act(void *self, struct app *app, enum action action)
{
	struct finder *f = self;

	f->started = true;
	switch (action) {
	case ACTION_OPEN:
		return open(f, app);
	case ACTION_NEXT:
		return next(f, app, 1);
	case ACTION_PREVIOUS:
		return next(f, app, -1);
	case ACTION_BACK:
		return back(f);
	case ACTION_FILTERS:
		pick_filters(f, app);
		return DONE;
	case ACTION_FARTHER:
	case ACTION_NEARER:
		change_radius(f, app, action == ACTION_FARTHER ? 1 : -1);
		return DONE;
	case ACTION_REFER:
	case ACTION_ACCOMPANY:
	case ACTION_UNMET:
		log_result(f, app, action);
		return DONE;
	case ACTION_RESET:
		reset(f, app);
		return DONE;
	case ACTION_SHEET:
		results_sheet(f, app);
		return DONE;
	case ACTION_CHOICE:
		results_choice(f, app);
		return DONE;
	case ACTION_IMPORT:
		app_push(app, &screen_import, NULL);
		return DONE;
	case ACTION_COMMUNES:
		app_push(app, &screen_communes, NULL);
		return DONE;
	case ACTION_AGENDA:
		if (fields_accept(f, app))
			app_push(app, &screen_agenda,
				 &(struct agenda_request){ .criteria = &f->accepted });
		return DONE;
	case ACTION_CORRECT:
	case ACTION_MARK:
	case ACTION_ADD:
	case ACTION_UNDO:
		return act_local(f, app, action);
	case ACTION_UP:
	case ACTION_DOWN:
	case ACTION_PAGE_UP:
	case ACTION_PAGE_DOWN:
		return move(f, action);
	default:
		if (f->focus == ON_RESULTS && list_act(results_list(f), action))
			return DONE;
		return fields_edit(f, action) ? DONE : PASS;
	}
}

static enum outcome search_text(void *self, struct app *app, int c)
{
	struct finder *f = self;

	f->started = true;
	if (f->focus == ON_RESULTS)
		fields_focus(f, ON_WORDS);
	if (c == ' ' && (f->focus == ON_AUDIENCE || f->focus == ON_NEED) && !f->typing)
		pick_values(f, app);
	else
		fields_text(f, c);
	return DONE;
}

/* ---- mouse ---- */

static enum outcome click_result(struct finder *f, struct app *app,
				 const struct finder_layout *fl, int y)
{
	bool ways = fl->ways.h && y >= fl->ways.y;
	struct list *l = ways ? &f->ways : &f->results;
	struct area a = ways ? finder_ways_list(fl) : fl->results;
	int i = list_at(l, a, y);

	if (i < 0)
		return DONE;
	if (f->focus == ON_RESULTS && l == results_list(f) && i == l->sel)
		results_open(f, app);
	fields_focus(f, ON_RESULTS);
	f->on_ways = ways;
	list_select(l, i);
	return DONE;
}

static enum outcome search_mouse(void *self, struct app *app, struct area a,
				 const struct event *ev)
{
	struct finder *f = self;
	struct finder_layout l = finder_layout(f, a);
	int i = list_at(&f->choice, l.choice, ev->y);

	f->started = true;
	if (ev->kind == EVENT_WHEEL) {
		fields_focus(f, ON_RESULTS);
		if (!results_cross(f, ev->key < 0 ? ACTION_UP : ACTION_DOWN))
			list_act(results_list(f), ev->key < 0 ? ACTION_UP : ACTION_DOWN);
		return DONE;
	}
	if (f->typing && i >= 0 && ev->x >= l.choice.x) {
		list_select(&f->choice, i);
		return next(f, app, 1);
	}
	if (ev->y >= l.results.y && ev->x < l.results.x + l.results.w)
		return click_result(f, app, &l, ev->y);
	if (!l.compact && ev->y >= l.form.y && ev->y < l.form.y + FIELDS && ev->x < l.form.x + l.form.w)
		return go(f, (enum finder_focus)(ev->y - l.form.y));
	return DONE;
}

static void search_refresh(void *self, bool before)
{
	struct finder *f = self;

	if (before)
		pick_done(f);
	fields_refresh(f, before);
	results_refresh(f, before);
}

/* ---- words on the screen ---- */

/* Something would have to be typed again. */
static bool search_busy(const void *self)
{
	const struct finder *f = self;
	const struct criteria *c = &f->accepted;

	return f->typing || c->audiences.len || c->needs.len || c->cares.len || c->programmes.len ||
	       c->typologies.len || c->filters || c->when.kind ||
	       c->text.len;
}

static void search_heading(const void *self, struct str *out)
{
	const struct finder *f = self;

	if (log_carried(f->session))
		str_add(out, "autre lieu, pour la même demande");
}

static bool search_typing(const void *self)
{
	const struct finder *f = self;

	return f->focus < FIELDS;
}

static const char *search_label(const void *self, enum action action)
{
	const struct finder *f = self;

	if (action == ACTION_REFER && !results_selected(f))
		return "";
	if (action == ACTION_REFER || action == ACTION_ACCOMPANY || action == ACTION_UNMET)
		return f->focus == ON_RESULTS ? NULL : "";
	/* letters: keys of the list only */
	if (f->focus != ON_RESULTS && (action == ACTION_CORRECT || action == ACTION_MARK ||
				       action == ACTION_ADD || action == ACTION_UNDO))
		return "";
	if (action == ACTION_ADD)
		return "Ajouter un lieu";
	if (action != ACTION_OPEN)
		return NULL;
	if (f->typing)
		return f->n_suggestions ? "Prendre" : f->lost ? "" : "Liste";
	if (f->focus == ON_AUDIENCE || f->focus == ON_NEED)
		return "Liste";
	if (f->focus == ON_COMMUNE)
		return "Suite";
	if (f->focus == ON_RESULTS ? results_list((struct finder *)f) == &f->results : f->results.n)
		return "Ouvrir";
	return !f->ways.n ? "" : f->like && !f->ways.sel ? "Remplacer" : "Élargir";
}

/* No result is under the marker. */
static void hint_ways(const struct finder *f, struct str *out)
{
	if (f->like && !f->ways.sel)
		str_addf(out, "Entrée : chercher « %s » à la place.", f->like);
	else if (f->ways.n)
		str_add(out, "Haut, Bas : choisir. Entrée : élargir ainsi. Tab : revenir aux champs.");
	else
		str_add(out, "Ôtez un mot, ou un filtre (Ctrl-F). Ctrl-N : nouvelle recherche.");
}

static void search_hint(const void *self, struct str *out)
{
	static const char *const hints[FOCUSES] = {
		[ON_COMMUNE] = "Où habite la personne ? Tapez le début de la commune ou le code postal.",
		[ON_AUDIENCE] = "Qui ? « senior », « mamie », « RSA »… Entrée : liste. Tab : passer.",
		[ON_NEED] = "Pour quoi ? « caf », « imprimante »… Entrée : liste. Tab : passer.",
		[ON_WORDS] = "D’autres mots, si besoin. Entrée : ouvrir la fiche. Bas : les résultats.",
		[ON_RESULTS] = "o : orienter. a : accompagner. c : corriger. m : marquer. n : ajouter un lieu.",
	};
	const struct finder *f = self;
	const struct explanation *e = results_selected(f);

	if (f->typing)
		str_add(out, f->n_suggestions ? "Haut, Bas : choisir. Entrée ou Tab : prendre. Échap : annuler."
			     : f->lost ? "Commune inconnue : vérifiez l’orthographe. Ctrl-U efface."
				       : "Rien ne ressemble à cela. Ctrl-U efface. "
					 "Entrée : voir toute la liste.");
	else if (!f->started)
		str_add(out, "Tapez la commune, puis Tab. Flèches : choisir. Entrée : prendre, ouvrir.");
	else if (f->focus == ON_RESULTS && e && e->beware.len)
		str_addf(out, "! %s", e->beware.s);
	else if (f->focus >= ON_WORDS && (!f->results.n || f->on_ways))
		hint_ways(f, out);
	else
		str_add(out, hints[f->focus]);
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = K_TAB, .action = ACTION_NEXT, .bar = 7 },
	{ .key = CTRL('F'), .action = ACTION_FILTERS, .bar = 3 },
	{ .key = K_F(2), .action = ACTION_FILTERS },
	{ .key = CTRL('E'), .action = ACTION_FARTHER, .bar = 6 },
	{ .key = K_F(6), .action = ACTION_FARTHER },
	{ .key = CTRL('P'), .action = ACTION_NEARER, .bar = 8 },
	{ .key = K_F(5), .action = ACTION_NEARER },
	{ .key = CTRL('T'), .action = ACTION_COMMUNES, .bar = 5 },
	{ .key = K_F(4), .action = ACTION_COMMUNES },
	{ .key = CTRL('D'), .action = ACTION_IMPORT },
	{ .key = CTRL('A'), .action = ACTION_AGENDA, .bar = 7 },
	{ .key = 'i', .action = ACTION_SHEET },
	{ .key = K_F(7), .action = ACTION_SHEET },
	{ .key = 'l', .action = ACTION_CHOICE },
	{ .key = CTRL('N'), .action = ACTION_RESET, .bar = 4 },
	{ .key = K_F(8), .action = ACTION_RESET },
	{ .key = 'o', .action = ACTION_REFER, .bar = 2 },
	{ .key = 'a', .action = ACTION_ACCOMPANY, .bar = 2 },
	{ .key = 'b', .action = ACTION_UNMET, .bar = 2 },
	{ .key = 'c', .action = ACTION_CORRECT, .bar = 9 },
	{ .key = 'm', .action = ACTION_MARK, .bar = 9 },
	{ .key = 'n', .action = ACTION_ADD, .bar = 10 },
	{ .key = 'u', .action = ACTION_UNDO, .bar = 11 },
	{ .key = CTRL('Q'), .action = ACTION_QUIT, .bar = 3 },
};

const struct screen_ops screen_search = {
	.name = "recherche",
	.title = "Recherche",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_FIELDS | KEYS_EDIT },
	.open = search_open,
	.update = search_update,
	.draw = finder_draw,
	.act = search_act,
	.text = search_text,
	.mouse = search_mouse,
	.close = search_close,
	.typing = search_typing,
	.label = search_label,
	.heading = search_heading,
	.hint = search_hint,
	.long_hint = true,
	.busy = search_busy,
	.refresh = search_refresh,
};
