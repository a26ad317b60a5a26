/*
 * A line to type over the present screen, with what is understood as it is typed.
 *
 *	ask_line(app, &(struct line_request){ .title = "Quand ?", .understand = say_when,
 *					      .done = on_when, .ctx = self, … });
 */
#ifndef TUI_ASK_LINE_H
#define TUI_ASK_LINE_H

#include "src/tui/app.h"

struct line_request {
	const char *title;
	const char *examples;	/* while nothing is typed */
	const char *not_yet;	/* what is typed is not understood so far */
	const char *refused;	/* Enter all the same */
	const char *hint;
	/* Appends what is understood; false: nothing. */
	bool (*understand)(void *ctx, const char *typed, struct str *said);
	/* What was typed, understood.  Not called when it is given up. */
	void (*done)(void *ctx, const char *typed);
	void *ctx;
};

extern const struct screen_ops screen_ask_line;

/* Texts are borrowed until the line is closed. */
void ask_line(struct app *app, const struct line_request *r);

#endif
