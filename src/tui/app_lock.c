/* The texts of the journal closed, by a key or after a while without one. */
#include <time.h>

#include "aiguillage/protect.h"
#include "aiguillage/session.h"
#include "src/tui/app_impl.h"
#include "src/tui/unlock.h"

#define LOOK_MS 5000		/* between two looks at the clock */

/* A laptop that sleeps lets time pass too. */
static int64_t milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * (int64_t)1000 + now.tv_nsec / 1000000;
}

static enum journal_lock state(const struct app *app)
{
	return app->options.session ? journal_lock_state(app->options.session->journal) : JOURNAL_PLAIN;
}

const char *app_lock_said(const struct app *app)
{
	static const char *const said[] = {
		[JOURNAL_PLAIN] = "", [JOURNAL_LOCKED] = " · textes fermés", [JOURNAL_UNLOCKED] = " · textes ouverts",
	};

	return said[state(app)];
}

/* What is there would be lost, and is not about a person. */
static bool must_stay(const struct level *l)
{
	return !l->ops->pause && l->ops->busy && l->ops->busy(l->self);
}

/* Screens have read texts: but for the first, the search, they are closed, drafts being kept. */
static void close_texts(struct app *app)
{
	app_pause(app);
	for (size_t i = app->n; i-- > 1;)
		if (!must_stay(&app->stack[i]))
			app_remove(app, i);
	app_drop_proposals(app);
	app->later = ACTION_NONE;
	app->destination.pending = false;
	protect_lock(app->options.session);
}

void app_lock_or_open(struct app *app)
{
	switch (state(app)) {
	case JOURNAL_PLAIN:
		app_say(app, STYLE_NORMAL, "Le journal n’a pas de phrase. Menu, h : en mettre une.");
		break;
	case JOURNAL_LOCKED:
		unlock_first(app, ACTION_NONE);
		break;
	case JOURNAL_UNLOCKED:
		close_texts(app);
		app_say(app, STYLE_GOOD, "Le journal est fermé. Ctrl-K : l’ouvrir.");
		break;
	}
}

void app_touched(struct app *app)
{
	app->touched = milliseconds();
}

/* What was typed before the closing was seen was meant for the screens that it took away. */
static void drop_keys(struct app *app)
{
	struct event ev;

	do
		term_next(app->term, &ev, false);
	while (ev.kind != EVENT_NONE && ev.kind != EVENT_STOP);
}

/*
 * Waits as term_next() does, but no longer than the journal may stay open; true: it is closed.  The
 * clock is looked at before a key too: a program that was stopped, on a laptop that slept, finds the
 * key that wakes it waiting.
 */
bool app_wait_locked(struct app *app)
{
	enum journal_lock lock = state(app);
	int64_t after = app->options.lock_ms;
	bool quiet;

	if (!after || lock == JOURNAL_PLAIN || (lock == JOURNAL_LOCKED && app->n < 2))
		return false;
	do {
		quiet = term_quiet(app->term, after < LOOK_MS ? (int)after : LOOK_MS);
		if (milliseconds() - app->touched < after)
			continue;
		close_texts(app);
		drop_keys(app);
		app_touched(app);
		app_say(app, STYLE_NORMAL, "Sans touche depuis un moment, le journal s’est fermé. Les saisies "
			"commencées sont gardées.");
		return true;
	} while (quiet);
	return false;
}
