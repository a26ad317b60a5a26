/*
 * Inside the application: app.c is its loop and the stack of screens, app_paint.c paints it,
 * app_go.c leaves a screen or goes to one, app_events.c gives keys and the mouse to the screens,
 * app_lock.c closes the texts of the journal.
 */
#ifndef TUI_APP_IMPL_H
#define TUI_APP_IMPL_H

#include <time.h>

#include "aiguillage/str.h"
#include "src/tui/app.h"
#include "src/tui/bar.h"

#define PROPOSALS 4

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
	struct proposal {
		int key;
		enum action action;
		app_proposal_fn *act;
		char *arg;
	} proposals[PROPOSALS];	/* of app_propose(): for the next key only */
	size_t n_proposals;
	struct {
		const struct screen_ops *ops;
		const void *arg;
		enum action then;
		bool pending, sure;	/* sure: whatever is lost there */
	} destination;		/* of app_go() */
	time_t looked;		/* when the directory was last found as it was */
	int64_t touched;	/* when a key came last, by the clock of app_lock.c */
	int64_t pulsed;		/* when a long act was last shown */
	bool changed;		/* by an act of this window: the screens must follow */
	bool quit;
};

/* The screen that acted is closed, even when it has opened another above itself. */
void app_remove(struct app *app, size_t i);

/* What the screens have between the title and the message. */
struct area app_content(const struct app *app);
/* Nothing can be shown. */
bool app_too_small(const struct app *app);
/* Tells the screens that can be seen how large they are. */
void app_update(struct app *app);
void app_paint(struct app *app);

/* Back to the screen below; asks before the last one is left. */
void app_back(struct app *app);
/* Ends the program, asking first when something would be lost. */
void app_end(struct app *app);
void app_menu(struct app *app);
/* Does what app_go() asked for, once the act that asked is over. */
void app_follow_destination(struct app *app);

/* The screens keep what is being typed. */
void app_pause(struct app *app);
/* Closes the texts of the journal, or asks for its phrase. */
void app_lock_or_open(struct app *app);
/* « · textes fermés », after the title; "" without a phrase. */
const char *app_lock_said(const struct app *app);
void app_touched(struct app *app);
/* Waits for a key while the journal is open; true: none came, and it has been closed. */
bool app_wait_locked(struct app *app);

void app_handle(struct app *app, const struct event *ev);
void app_drop_proposals(struct app *app);

#endif
