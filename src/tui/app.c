#include "src/tui/app.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "aiguillage/mem.h"
#include "aiguillage/session.h"
#include "src/tui/bar.h"
#include "src/tui/popup.h"

#define MIN_ROWS 10
#define MIN_COLS 40
#define BATCH 2000		/* events handled at most before the screen is painted */
#define WHEEL_LINES 3
#define PAUSE_MS 400		/* without a key: a pause of typing */
#define PULSE_MS 50		/* between two paintings of a long act */

struct level {
	const struct screen_ops *ops;
	void *self;
};

struct app {
	struct term *term;
	struct app_options options;
	struct level *stack;
	size_t n, cap;
	struct bar bar;
	struct str message;
	enum style message_style;
	enum action later;
	struct {
		enum action action;	/* ACTION_NONE: nothing */
		void (*act)(struct app *app, const char *arg);
		char *arg;
	} proposal;		/* of app_propose(): for the next key only */
	struct {
		const struct screen_ops *ops;
		const void *arg;
		enum action then;
		bool pending, sure;	/* sure: whatever is lost there */
	} destination;		/* of app_go() */
	time_t looked;		/* when the directory was last found as it was */
	int64_t pulsed;		/* when a long act was last shown */
	bool changed;		/* by an act of this window: the screens must follow */
	bool quit;
};

struct session *app_session(struct app *app)
{
	return app->options.session;
}

void app_quit(struct app *app)
{
	app->quit = true;
}

void app_later(struct app *app, enum action action)
{
	app->later = action;
}

void app_say(struct app *app, enum style style, const char *fmt, ...)
{
	va_list ap;

	str_clear(&app->message);
	app->message_style = style;
	va_start(ap, fmt);
	str_vaddf(&app->message, fmt, ap);
	va_end(ap);
}

void app_propose(struct app *app, enum action action, void (*act)(struct app *, const char *),
		 const char *arg)
{
	free(app->proposal.arg);
	app->proposal.action = action;
	app->proposal.act = act;
	app->proposal.arg = xstrdup(arg);
}

/* Is it what was proposed?  Whatever it is, it was proposed for this key only. */
static bool takes_proposal(struct app *app, enum action action)
{
	char *arg = app->proposal.arg;
	bool takes = action != ACTION_NONE && action == app->proposal.action;

	app->proposal.arg = NULL;
	app->proposal.action = ACTION_NONE;
	if (takes)
		app->proposal.act(app, arg);
	free(arg);
	return takes;
}

static bool push(struct app *app, const struct screen_ops *ops, const void *arg, struct err *err)
{
	void *self = ops->open(app, arg, err);

	if (!self)
		return false;
	app->stack = mem_grow(app->stack, app->n, &app->cap, sizeof *app->stack);
	app->stack[app->n++] = (struct level){ ops, self };
	return true;
}

bool app_push(struct app *app, const struct screen_ops *ops, const void *arg)
{
	struct err err = ERR_INIT;

	if (push(app, ops, arg, &err))
		return true;
	app_say(app, STYLE_ERROR, "%s", err.msg);
	return false;
}

void app_ask(struct app *app, const struct question *q)
{
	app_push(app, &screen_popup, q);
}

void app_go(struct app *app, const struct screen_ops *ops, const void *arg, enum action then)
{
	app->destination.ops = ops;
	app->destination.arg = arg;
	app->destination.then = then;
	app->destination.pending = true;
	app->destination.sure = false;
}

/* The screen that acted is closed, even when it has opened another above itself. */
static void remove_level(struct app *app, size_t i)
{
	app->stack[i].ops->close(app->stack[i].self);
	memmove(&app->stack[i], &app->stack[i + 1], (app->n - i - 1) * sizeof *app->stack);
	app->n--;
	if (!app->n)
		app->quit = true;
}

/* ---- painting ---- */

static struct area content(const struct app *app)
{
	struct area a = term_size(app->term);

	return (struct area){ .y = 1, .x = 0, .h = a.h - 3, .w = a.w };
}

static bool too_small(const struct app *app)
{
	struct area a = term_size(app->term);

	return a.h < MIN_ROWS || a.w < MIN_COLS;
}

/* The lowest screen that can be seen. */
static size_t visible_from(const struct app *app)
{
	size_t i = app->n - 1;

	while (i > 0 && app->stack[i].ops->popup)
		i--;
	return i;
}

static void update(struct app *app)
{
	for (size_t i = visible_from(app); i < app->n; i++)
		if (app->stack[i].ops->update)
			app->stack[i].ops->update(app->stack[i].self, app, content(app));
}

#define HEADING_MIN 24		/* columns that say something of a longer heading */

static void draw_title(struct app *app, const struct level *l)
{
	struct area a = term_size(app->term);
	struct str b;
	int left;

	str_init(&b);
	str_addf(&b, " Aiguillage · %s", l->ops->title);
	term_fill(app->term, 0, 0, a.w, STYLE_TITLE, b.s);
	left = term_width(app->term, b.s) + 2;
	str_clear(&b);
	if (l->ops->heading)
		l->ops->heading(l->self, &b);
	if (b.len && left + term_width(app->term, b.s) < a.w)
		term_right(app->term, 0, left, a.w - left - 1, STYLE_TITLE, b.s);
	else if (b.len && a.w - left > HEADING_MIN)
		term_text(app->term, 0, left, a.w - left - 1, STYLE_TITLE, b.s);
	str_done(&b);
}

/* On the line above the keys; a long text also takes the line above that one, when it may. */
static void draw_two_lines(struct app *app, enum style style, const char *text, bool may)
{
	struct area a = term_size(app->term);
	struct area two = { a.h - 3, 1, 2, a.w - 2 };

	if (!may || term_width(app->term, text) <= two.w) {
		term_text(app->term, a.h - 2, 1, a.w - 2, style, text);
		return;
	}
	term_fill(app->term, two.y, 0, a.w, style, "");
	term_wrap(app->term, two, style, text);
}

static void draw_message(struct app *app, const struct level *top)
{
	struct str b;

	if (app->message.len) {
		draw_two_lines(app, app->message_style, app->message.s, true);
		return;
	}
	str_init(&b);
	if (top->ops->hint)
		top->ops->hint(top->self, &b);
	draw_two_lines(app, STYLE_NORMAL, b.s, top->ops->long_hint);
	str_done(&b);
}

static void paint(struct app *app)
{
	const struct level *top = &app->stack[app->n - 1];
	struct area a;

	term_begin(app->term);
	a = term_size(app->term);
	if (too_small(app)) {
		term_wrap(app->term, a, STYLE_NORMAL,
			  "Fenêtre trop petite : agrandissez-la, ou réduisez les caractères "
			  "(40 colonnes et 10 lignes au moins).");
		term_flush(app->term);
		return;
	}
	update(app);
	draw_title(app, &app->stack[visible_from(app)]);
	for (size_t i = visible_from(app); i < app->n; i++)
		app->stack[i].ops->draw(app->stack[i].self, app->term, content(app));
	draw_message(app, top);
	bar_draw(&app->bar, app->term, a.h - 1, top->ops, top->self);
	term_flush(app->term);
}

/* ---- events ---- */

static void on_leave(void *ctx, struct app *app, bool yes)
{
	(void)ctx;
	if (yes)
		app_quit(app);
}

static void ask_leave(struct app *app)
{
	app_ask(app, &(struct question){
			     .text = "Quitter Aiguillage ?",
			     .yes = "Oui, quitter",
			     .no = "Non, rester",
			     .answer = on_leave,
		     });
}

static void go_back(struct app *app)
{
	if (app->n > 1) {
		remove_level(app, app->n - 1);
		return;
	}
	ask_leave(app);
}

/* A screen, from level `from` on, where leaving would lose something; NULL: none. */
static const struct screen_ops *busy_from(const struct app *app, size_t from)
{
	for (size_t i = from; i < app->n; i++)
		if (app->stack[i].ops->busy && app->stack[i].ops->busy(app->stack[i].self))
			return app->stack[i].ops;
	return NULL;
}

/* Asked twice, it is meant. */
static void quit(struct app *app)
{
	if (busy_from(app, 0) && app->stack[app->n - 1].ops != &screen_popup)
		ask_leave(app);
	else
		app_quit(app);
}

/* ---- going to a screen ---- */

static void close_above(struct app *app, size_t level)
{
	while (app->n > level + 1)
		remove_level(app, app->n - 1);
}

static size_t find_level(const struct app *app, const struct screen_ops *ops)
{
	size_t i = app->n;

	while (i-- > 0)
		if (app->stack[i].ops == ops)
			return i;
	return SIZE_MAX;
}

static void on_give_up(void *ctx, struct app *app, bool yes)
{
	(void)ctx;
	app->destination.pending = app->destination.sure = yes;
}

static void ask_give_up(struct app *app, const struct screen_ops *busy)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "Ce qui est rempli dans « %s » sera perdu. Y aller quand même ?", busy->title);
	app_ask(app, &(struct question){
			     .text = b.s,
			     .yes = "Oui, y aller",
			     .no = "Non, rester",
			     .answer = on_give_up,
		     });
	str_done(&b);
}

static void follow_destination(struct app *app)
{
	const struct screen_ops *ops = app->destination.ops, *busy = NULL;
	size_t level;

	if (!app->destination.pending || app->quit)
		return;
	app->destination.pending = false;
	level = find_level(app, ops);
	if (level < app->n && !app->destination.sure)
		busy = busy_from(app, level + 1);
	if (busy) {
		ask_give_up(app, busy);
		return;
	}
	if (level < app->n)
		close_above(app, level);
	else if (!app_push(app, ops, app->destination.arg))
		return;
	app->later = app->destination.then;
}

static void open_menu(struct app *app)
{
	const struct level *top = &app->stack[app->n - 1];

	if (!app->options.menu)
		return;
	if (top->ops->popup) {
		app_say(app, STYLE_WARNING, "Validez ou annulez d’abord ceci (Entrée, Échap).");
		return;
	}
	/* one reads the help, then leaves it */
	if (top->ops == app->options.help)
		remove_level(app, app->n - 1);
	app_push(app, app->options.menu, app->stack[app->n - 1].ops);
}

static void act_by_default(struct app *app, enum action action)
{
	const struct level *top = &app->stack[app->n - 1];

	switch (action) {
	case ACTION_HELP:
		if (app->options.help && app->options.help != top->ops)
			app_push(app, app->options.help,
				 &(struct help_request){ top->ops, top->self });
		break;
	case ACTION_MENU:
		open_menu(app);
		break;
	case ACTION_BACK:
		go_back(app);
		break;
	case ACTION_QUIT:
		quit(app);
		break;
	case ACTION_REDRAW:
		term_redraw(app->term);
		break;
	case ACTION_SUSPEND:
		term_suspend(app->term);
		break;
	case ACTION_MOUSE:
		term_set_mouse(app->term, !term_mouse(app->term));
		app_say(app, STYLE_NORMAL,
			term_mouse(app->term) ? "Souris pour Aiguillage : clic et molette"
					      : "Souris pour le terminal : on peut copier du texte");
		break;
	default:
		break;
	}
}

static void conclude(struct app *app, size_t level, enum outcome outcome)
{
	if (outcome == CLOSE)
		remove_level(app, level);
	else if (outcome == REDRAW)
		term_redraw(app->term);
	follow_destination(app);
}

/* The action, then those that it left for later. */
static void run(struct app *app, enum action action)
{
	while (action != ACTION_NONE && app->n) {
		size_t level = app->n - 1;
		struct level top = app->stack[level];
		enum outcome outcome;

		update(app);
		outcome = top.ops->act(top.self, app, action);
		if (outcome == PASS)
			act_by_default(app, action);
		else
			conclude(app, level, outcome);
		action = app->later;
		app->later = ACTION_NONE;
	}
}

/* What a character or a click has asked for. */
static void run_later(struct app *app)
{
	enum action action = app->later;

	app->later = ACTION_NONE;
	run(app, action);
}

static void on_text(struct app *app, int c)
{
	size_t level = app->n - 1;
	const struct level *top = &app->stack[level];

	if (top->ops->text)
		conclude(app, level, top->ops->text(top->self, app, c));
	run_later(app);
}

static void on_key(struct app *app, int key)
{
	const struct level *top = &app->stack[app->n - 1];
	bool typing = top->ops->typing && top->ops->typing(top->self);
	enum action action = keymap_find(&top->ops->keys, key, typing);

	/* nothing can be seen: only what cannot harm */
	if (too_small(app) && action != ACTION_QUIT && action != ACTION_REDRAW &&
	    action != ACTION_SUSPEND)
		return;
	str_clear(&app->message);
	if (takes_proposal(app, action))
		return;
	if (action != ACTION_NONE)
		run(app, action);
	else if (key_is_text(key))
		on_text(app, key);
}

static void on_mouse(struct app *app, const struct event *ev)
{
	size_t level = app->n - 1;
	const struct level *top = &app->stack[level];
	enum outcome outcome = PASS;

	if (too_small(app))
		return;
	if (ev->kind == EVENT_CLICK && ev->y == term_size(app->term).h - 1) {
		enum action action = bar_action(&app->bar, ev->x);

		if (!takes_proposal(app, action))
			run(app, action);
		return;
	}
	update(app);
	if (top->ops->mouse)
		outcome = top->ops->mouse(top->self, app, content(app), ev);
	conclude(app, level, outcome);
	run_later(app);
	for (int i = 0; outcome == PASS && ev->kind == EVENT_WHEEL && i < WHEEL_LINES; i++)
		run(app, ev->key < 0 ? ACTION_UP : ACTION_DOWN);
}

static void handle(struct app *app, const struct event *ev)
{
	switch (ev->kind) {
	case EVENT_KEY:
		on_key(app, ev->key);
		break;
	case EVENT_PASTE:
		/* never an answer to a question */
		if (app->stack[app->n - 1].ops->typing)
			on_text(app, ev->key);
		break;
	case EVENT_CLICK:
	case EVENT_WHEEL:
		on_mouse(app, ev);
		break;
	case EVENT_INTERRUPT:
		on_key(app, CTRL('C'));
		break;
	case EVENT_STOP:
		app_quit(app);
		break;
	default:
		break;
	}
}

/* ---- long acts ---- */

static int64_t milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * (int64_t)1000 + now.tv_nsec / 1000000;
}

static bool asks_to_stop(const struct event *ev)
{
	return ev->kind == EVENT_INTERRUPT || ev->kind == EVENT_STOP ||
	       (ev->kind == EVENT_KEY && (ev->key == K_ESC || ev->key == CTRL('C')));
}

bool app_pulse(struct app *app)
{
	int64_t now = milliseconds();
	bool go_on = true;
	struct event ev;

	if (now - app->pulsed < PULSE_MS)
		return true;
	app->pulsed = now;
	term_listen(app->term);
	do {
		term_next(app->term, &ev, false);
		app->quit |= ev.kind == EVENT_STOP;
		go_on &= !asks_to_stop(&ev);
	} while (ev.kind != EVENT_NONE && go_on);
	paint(app);
	return go_on;
}

void app_changed(struct app *app)
{
	app->looked = 0;
	app->changed = true;
}

static void refresh_levels(struct app *app, bool before)
{
	for (size_t i = 0; i < app->n; i++)
		app->stack[i].ops->refresh(app->stack[i].self, before);
}

/* Another process has changed the directory, as an import does; looked at once a second at most. */
static void follow(struct app *app)
{
	struct session *s = app->options.session;
	struct err err = ERR_INIT;
	time_t now = time(NULL);

	if (!s || (now == app->looked && !app->changed))
		return;
	app->looked = now;
	if (!app->changed && directory_generation(s->directory) == s->generation)
		return;
	for (size_t i = 0; i < app->n; i++)
		if (!app->stack[i].ops->refresh)
			return;
	app->changed = false;
	refresh_levels(app, true);
	/* an act of this window has said what it did */
	if (session_refresh(s, &err) && !app->message.len)
		app_say(app, STYLE_GOOD, "L’annuaire vient d’être mis à jour.");
	else if (err.kind)
		app_say(app, STYLE_ERROR, "%s", err.msg);
	refresh_levels(app, false);
}

static void pause_levels(struct app *app)
{
	for (size_t i = 0; i < app->n; i++)
		if (app->stack[i].ops->pause)
			app->stack[i].ops->pause(app->stack[i].self);
}

static void loop(struct app *app)
{
	struct event ev;

	while (!app->quit) {
		paint(app);
		if (term_quiet(app->term, PAUSE_MS))
			pause_levels(app);
		term_next(app->term, &ev, true);
		for (int i = 0; i < BATCH && ev.kind != EVENT_NONE && !app->quit; i++) {
			handle(app, &ev);
			/* a new size changes what the next key means */
			if (app->quit || ev.kind == EVENT_REPAINT)
				break;
			term_next(app->term, &ev, false);
		}
		if (!app->quit)
			follow(app);
	}
}

bool app_run(const struct app_options *o, const struct screen_ops *first, const void *arg,
	     struct err *err)
{
	struct app app = { .options = *o };
	struct term_options to = { .no_mouse = o->no_mouse };
	bool started;

	app.term = term_open(&to, err);
	if (!app.term)
		return false;
	str_init(&app.message);
	started = push(&app, first, arg, err);
	if (started)
		loop(&app);
	while (app.n)
		remove_level(&app, app.n - 1);
	free(app.proposal.arg);
	free(app.stack);
	str_done(&app.message);
	term_close(app.term);
	return started;
}
