/*
 * Choosing in a list, over the present screen: typing narrows it, Space checks
 * (several choices), Enter accepts, Escape changes nothing.  Enter without having
 * checked anything also takes the line under the marker, so that arrows and
 * Enter are enough; so does Enter after words that led to a line, whatever was
 * checked before.
 *
 *	picker_open(app, &(struct picker_request){
 *		.title = "Public", .items = items, .n = n, .several = true,
 *		.done = on_picked, .ctx = self });
 */
#ifndef TUI_PICKER_H
#define TUI_PICKER_H

#include "src/tui/app.h"

#define PICKER_NO_COUNT (-1)

struct picker_item {
	const char *label;
	const char *words;	/* other words that find it, or NULL */
	long count;		/* shown on the right, or PICKER_NO_COUNT */
	bool checked;
};

struct picker_request {
	const char *title;
	const struct picker_item *items;	/* copied */
	size_t n;
	bool several;
	int typed;		/* the first character of what it is narrowed to, or 0 */
	const char *hint;	/* the line above the keys instead of the usual one, or NULL; not copied */
	/* One flag for each item, in the order given; not called when it is cancelled. */
	void (*done)(void *ctx, struct app *app, const bool *checked);
	void (*drop)(void *ctx);	/* once closed, accepted or not; may be NULL */
	void *ctx;
};

extern const struct screen_ops screen_picker;

void picker_open(struct app *app, const struct picker_request *r);

#endif
