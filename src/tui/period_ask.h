/*
 * « Quelle période ? »: days are typed, over the present screen, with what is understood.
 *
 *	period_ask(app, &(struct period_request){ .done = on_period, .ctx = self });
 */
#ifndef TUI_PERIOD_ASK_H
#define TUI_PERIOD_ASK_H

#include "src/tui/app.h"

struct period_request {
	/* AAAA-MM-JJ, or "": from the beginning, to the end.  Not called when it is given up. */
	void (*done)(void *ctx, const char *from, const char *to);
	void *ctx;
};

extern const struct screen_ops screen_period;

void period_ask(struct app *app, const struct period_request *r);

#endif
