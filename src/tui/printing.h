/*
 * A text on paper: printed now, or written into a file to be printed.
 *
 *	printing_open(app, &(struct printing_request){
 *		.title = "Imprimer l’agenda", .printed = "L’agenda est parti à l’imprimante.",
 *		.save = { .title = "Écrire l’agenda pour l’imprimer", .name = "agenda.txt",
 *			  .done = "Agenda écrit dans", .make = make, .ctx = self } });
 */
#ifndef TUI_PRINTING_H
#define TUI_PRINTING_H

#include "src/tui/save.h"

#define PRINTING_COLUMNS 80	/* of what is printed */

/* Strings are borrowed until it is done or given up, but for the name of the file. */
struct printing_request {
	const char *title, *printed;
	struct save_request save;	/* what is made for the file is what is printed */
};

void printing_open(struct app *app, const struct printing_request *r);

#endif
