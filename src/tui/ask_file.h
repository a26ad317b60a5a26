/*
 * Where a file is, or where to write it: downloads, sticks and folders are listed, a path may be typed.
 *
 *	ask_file(app, &(struct file_request){ .heading = "copie du journal",
 *		.name = "journal-aiguillage.db", .take = copy, .ctx = self });
 */
#ifndef TUI_ASK_FILE_H
#define TUI_ASK_FILE_H

#include "src/tui/app.h"

/* Strings are borrowed until the file is chosen or given up, but for `name`. */
struct file_request {
	const char *heading;
	const char *name;	/* proposed for a file to be written; NULL: one to be read */
	bool replaces;		/* may a file that exists give way?  It is asked; else another name is */
	/* False: it is said why, and what was typed stays. */
	bool (*take)(void *ctx, struct app *app, const char *path, struct err *err);
	void *ctx;
};
void ask_file(struct app *app, const struct file_request *r);

extern const struct screen_ops screen_ask_file;

#endif
