/*
 * A page to read before something is done: what a file holds, what an import would change.  Enter does
 * it, Échap goes back.
 *
 *	page_open(app, &(struct page_request){ .heading = "essai", .text = b.s,
 *		.enter = "Réunir", .act = merge, .ctx = self });
 *
 * Lines that end with a colon are titles; those that begin with « AVEC » are warnings.
 */
#ifndef TUI_PAGE_H
#define TUI_PAGE_H

#include "src/tui/app.h"

/* All is copied.  The screen that `ctx` is lies below. */
struct page_request {
	const char *heading, *text;
	const char *enter;	/* what Enter does; NULL: nothing more to do */
	enum outcome (*act)(void *ctx, struct app *app);
	void *ctx;
	bool last;		/* after it the program ends, whatever the key */
};
void page_open(struct app *app, const struct page_request *r);

extern const struct screen_ops screen_page;

#endif
