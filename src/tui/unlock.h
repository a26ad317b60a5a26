/*
 * The phrase of the journal, asked over the present screen when something needs it.
 *
 *	if (unlock_first(app, ACTION_SHEET))
 *		return;		// the action comes again by itself, once the journal is open
 */
#ifndef TUI_UNLOCK_H
#define TUI_UNLOCK_H

#include "src/tui/app.h"

struct unlock_request {
	enum action then;	/* given to the screen below once it is open, or ACTION_NONE */
	void (*done)(void *ctx, struct app *app);	/* called once it is open; may be NULL */
	void (*drop)(void *ctx);	/* once closed, open or not; may be NULL */
	void *ctx;
};

bool unlock_is_needed(struct app *app);
/* Asks for the phrase when the journal is locked; false: it is not. */
bool unlock_first(struct app *app, enum action then);
void unlock_ask(struct app *app, const struct unlock_request *r);

#endif
