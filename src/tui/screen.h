/*
 * A screen: one file, one const struct screen_ops.  Screens never see the
 * terminal library, only struct term; they know each other only by pushing.
 *
 * Order of the calls for one batch of keys:
 *
 *	open		once; allocates the state
 *	update		before each action and before each painting: searches, scrolls
 *	act, text	any number of times
 *	draw		once; only reads
 *	close		once
 */
#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

#include <stdbool.h>

#include "aiguillage/err.h"
#include "aiguillage/str.h"
#include "src/tui/action.h"
#include "src/tui/term.h"

struct app;

enum outcome {
	PASS,			/* not mine: the application's own meaning of the action */
	DONE,
	REDRAW,			/* done, and the whole terminal must be painted again */
	CLOSE,			/* done, and this screen is finished */
};

struct screen_ops {
	const char *name;	/* in tests and in the manual */
	const char *title;	/* in the title line and the help */
	struct keymap keys;
	bool popup;		/* drawn over the screen below, which stays visible */

	/* `arg` is the screen's own business.  NULL: see err. */
	void *(*open)(struct app *app, const void *arg, struct err *err);
	void (*update)(void *self, struct app *app, struct area a);
	void (*draw)(const void *self, struct term *t, struct area a);
	enum outcome (*act)(void *self, struct app *app, enum action action);
	/* A character that is not a command; NULL when nothing is ever typed. */
	enum outcome (*text)(void *self, struct app *app, int c);
	/* A click, or the wheel; PASS: the wheel acts as the arrows. */
	enum outcome (*mouse)(void *self, struct app *app, struct area a, const struct event *ev);
	void (*close)(void *self);

	/* All the following may be NULL. */

	/* No key for a moment: time to keep what was typed.  Open screens, whichever is on top. */
	void (*pause)(void *self);

	/*
	 * The directory is about to be read again (`before`), or has been: nothing may be kept
	 * that the index or the gazetteer lent.  Screens without it make the others wait.
	 */
	void (*refresh)(void *self, bool before);
	/* Leaving now would lose what was typed: it is asked first. */
	bool (*busy)(const void *self);
	/* A text field has the focus: letters are text. */
	bool (*typing)(const void *self);
	/* What the action is called just now, NULL for its ordinary label, "" to hide it. */
	const char *(*label)(const void *self, enum action action);
	/* The right end of the title line. */
	void (*heading)(const void *self, struct str *out);
	/* What to do now, in the line above the keys. */
	void (*hint)(const void *self, struct str *out);
	bool long_hint;		/* the hint may also take the last row of the area */
};

#endif
