#include "src/tui/app_impl.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/session.h"
#include "src/tui/popup.h"

#define BATCH 2000		/* events handled at most before the screen is painted */
#define PAUSE_MS 400		/* without a key: a pause of typing */
#define PULSE_MS 50		/* between two paintings of a long act */

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

void app_propose(struct app *app, int key, enum action action, app_proposal_fn *act,
		 const char *arg)
{
	if (app->n_proposals < PROPOSALS)
		app->proposals[app->n_proposals++] =
			(struct proposal){ key, action, act, xstrdup(arg) };
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

void app_remove(struct app *app, size_t i)
{
	app->stack[i].ops->close(app->stack[i].self);
	memmove(&app->stack[i], &app->stack[i + 1], (app->n - i - 1) * sizeof *app->stack);
	app->n--;
	if (!app->n)
		app->quit = true;
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
	app_paint(app);
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

void app_pause(struct app *app)
{
	for (size_t i = 0; i < app->n; i++)
		if (app->stack[i].ops->pause)
			app->stack[i].ops->pause(app->stack[i].self);
}

static void loop(struct app *app)
{
	struct event ev;

	while (!app->quit) {
		app_paint(app);
		if (term_quiet(app->term, PAUSE_MS))
			app_pause(app);
		if (app_wait_locked(app))
			continue;
		term_next(app->term, &ev, true);
		app_touched(app);
		for (int i = 0; i < BATCH && ev.kind != EVENT_NONE && !app->quit; i++) {
			app_handle(app, &ev);
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
	app_touched(&app);
	started = push(&app, first, arg, err);
	if (started && o->greeting)
		app_push(&app, o->greeting, NULL);
	if (started)
		loop(&app);
	while (app.n)
		app_remove(&app, app.n - 1);
	app_drop_proposals(&app);
	free(app.stack);
	str_done(&app.message);
	term_close(app.term);
	return started;
}
