/*
 * Writing something into a file: where, over the present screen, with a name
 * that will do.  A file that exists is replaced only after a second Enter; when
 * writing fails what was typed stays.  It is then said where the file is.
 *
 *	save_open(app, &(struct save_request){
 *		.title = "Écrire l’agenda", .name = "agenda.ics", .done = "Agenda écrit dans",
 *		.make = make, .ctx = self });
 */
#ifndef TUI_SAVE_H
#define TUI_SAVE_H

#include "src/tui/app.h"

/* Strings are borrowed until the file is written or given up, but for `name`. */
struct save_request {
	const char *title;
	const char *name;	/* proposed, in the documents of the counsellor; or a whole path */
	const char *done;	/* « Agenda écrit dans »; the path follows */
	const char *advice;	/* after it; read once the file is written; NULL or "": none */
	/* What goes into the file, or else `write`, which makes it itself, whole or not at all. */
	bool (*make)(void *ctx, struct str *out, struct err *err);
	bool (*write)(void *ctx, const char *path, struct err *err);
	bool shown;		/* where there is a desktop, « o » shows it there */
	void *ctx;
};

extern const struct screen_ops screen_save;

void save_open(struct app *app, const struct save_request *r);

#endif
