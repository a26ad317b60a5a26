#include "src/tui/app_impl.h"

#include <stdlib.h>

#define WHEEL_LINES 3

void app_drop_proposals(struct app *app)
{
	while (app->n_proposals)
		free(app->proposals[--app->n_proposals].arg);
}

/* Is it one of those proposed?  Whatever it is, they were for this key only. */
static bool takes_proposal(struct app *app, int key, enum action action)
{
	struct proposal taken = { .act = NULL };

	for (size_t i = 0; i < app->n_proposals; i++) {
		struct proposal *p = &app->proposals[i];

		if (p->key != key && (action == ACTION_NONE || p->action != action))
			continue;
		free(taken.arg);
		taken = *p;
		p->arg = NULL;
	}
	app_drop_proposals(app);
	if (!taken.act)
		return false;
	taken.act(app, taken.action, taken.arg);
	free(taken.arg);
	return true;
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
		app_menu(app);
		break;
	case ACTION_BACK:
		app_back(app);
		break;
	case ACTION_QUIT:
		app_end(app);
		break;
	case ACTION_LOCK:
		app_lock_or_open(app);
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
		app_remove(app, level);
	else if (outcome == REDRAW)
		term_redraw(app->term);
	app_follow_destination(app);
}

/* The action, then those that it left for later. */
static void run(struct app *app, enum action action)
{
	while (action != ACTION_NONE && app->n) {
		size_t level = app->n - 1;
		struct level top = app->stack[level];
		enum outcome outcome;

		app_update(app);
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
	if (app_too_small(app) && action != ACTION_QUIT && action != ACTION_REDRAW &&
	    action != ACTION_SUSPEND)
		return;
	str_clear(&app->message);
	if (takes_proposal(app, key, action))
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

	if (app_too_small(app))
		return;
	if (ev->kind == EVENT_CLICK && ev->y == term_size(app->term).h - 1) {
		enum action action = bar_action(&app->bar, ev->x);

		if (!takes_proposal(app, 0, action))
			run(app, action);
		return;
	}
	app_update(app);
	if (top->ops->mouse)
		outcome = top->ops->mouse(top->self, app, app_content(app), ev);
	conclude(app, level, outcome);
	run_later(app);
	for (int i = 0; outcome == PASS && ev->kind == EVENT_WHEEL && i < WHEEL_LINES; i++)
		run(app, ev->key < 0 ? ACTION_UP : ACTION_DOWN);
}

void app_handle(struct app *app, const struct event *ev)
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
