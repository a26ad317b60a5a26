/*
 * A phrase that is asked over the present screen: never shown, wiped once given.
 *
 *	ask_phrase(app, &(struct phrase_request){ .title = "Phrase du fichier", .say = "…", .hint = "…",
 *						  .enter = "Ouvrir", .take = open, .ctx = self });
 */
#ifndef TUI_ASK_PHRASE_H
#define TUI_ASK_PHRASE_H

#include "src/tui/app.h"

/* Strings are borrowed until the phrase is given, or given up. */
struct phrase_request {
	const char *title, *say;	/* say: one line in the box */
	const char *hint;	/* the line below */
	const char *enter;	/* what Enter does in the end */
	bool chosen;		/* a new one: long enough, and typed twice */
	/* False: it is said why, and the phrase is asked again.  The phrase is gone afterwards. */
	bool (*take)(void *ctx, struct app *app, const char *phrase, struct err *err);
	void (*drop)(void *ctx);	/* once closed, given or not; may be NULL */
	void *ctx;
};
void ask_phrase(struct app *app, const struct phrase_request *r);

extern const struct screen_ops screen_ask_phrase;

#endif
