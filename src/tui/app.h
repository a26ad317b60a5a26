/*
 * The application: a stack of screens, the loop, the title line, the message
 * line and the key bar.
 *
 *	struct app_options o = { .session = s, .help = &screen_help };
 *	app_run(&o, &screen_search, NULL, &err);
 *
 * Every key waiting is handled before the screen is painted again, so that a
 * search is run once for a pasted text.
 */
#ifndef TUI_APP_H
#define TUI_APP_H

#include "src/tui/screen.h"

struct session;

struct app_options {
	struct session *session;
	bool no_mouse;
	const struct screen_ops *help;	/* its argument is a struct help_request */
	const struct screen_ops *greeting;	/* over the first one, at the start; or NULL */
	int lock_ms;		/* without a key, before the texts of the journal are closed; 0: never */
	const struct screen_ops *menu;	/* its argument is the present struct screen_ops */
};

/* What the help screen is about: the screen it was called from. */
struct help_request {
	const struct screen_ops *about;
	const void *self;
};

/* Runs until the counsellor leaves; false when it could not start. */
bool app_run(const struct app_options *o, const struct screen_ops *first, const void *arg,
	     struct err *err);

struct session *app_session(struct app *app);
/* Opens a screen above the present one; says why when it cannot. */
bool app_push(struct app *app, const struct screen_ops *ops, const void *arg);
/*
 * Goes to a screen once the present act is done: back to it when it is open, which closes what is
 * above it (asking first when something typed there would be lost), else opening it above the
 * others.  The number of open screens so stays bounded.  Then `then` is done there, when it is
 * not ACTION_NONE.  `arg` outlives the call.
 */
void app_go(struct app *app, const struct screen_ops *ops, const void *arg, enum action then);
/* Shown in the message line until the next key. */
void app_say(struct app *app, enum style style, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/*
 * With such a message: if the very next key is that one, or means `action`, `act` is called instead
 * of the screen (ACTION_NONE: only that key).  Several may be proposed.  `arg` is copied.
 */
typedef void app_proposal_fn(struct app *app, enum action action, const char *arg);
void app_propose(struct app *app, int key, enum action action, app_proposal_fn *act,
		 const char *arg);
/* The action is given to the screen that is on top once this one is closed. */
void app_later(struct app *app, enum action action);
void app_quit(struct app *app);

/*
 * During a long act: paints now and then, and looks at the keys.  False when one asks to stop
 * (Échap, Ctrl-C) or the program must end; the other keys are dropped.
 */
bool app_pulse(struct app *app);
/* The act has changed the directory, or what is known only here: the screens follow at once. */
void app_changed(struct app *app);

/* Above the others: yes or no, no by default.  `text` is copied. */
struct question {
	const char *text, *yes, *no;
	void (*answer)(void *ctx, struct app *app, bool yes);
	void (*drop)(void *ctx);	/* once closed, answered or not; may be NULL */
	void *ctx;
	bool likely;		/* « yes » is under the marker, and Échap stays below: no answer */
};
void app_ask(struct app *app, const struct question *q);

#endif
