/*
 * Places in the national schema « lieux de médiation numérique » v1.0.2: its 32
 * columns in their order, its labels to the letter, commas, one row a place.
 * What the schema has no word for stays here; private notes always do.
 *
 *	struct export_options o = { .source = "locale" };
 *	ok = export_places(s, &o, write_row, &ctx, &report, &err);
 */
#ifndef AIGUILLAGE_EXPORT_H
#define AIGUILLAGE_EXPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/err.h"
#include "aiguillage/session.h"
#include "aiguillage/str.h"

#define EXPORT_LOCAL "locale"
#define EXPORT_ALL "toutes"

struct export_options {
	/*
	 * EXPORT_LOCAL: what was added, corrected or checked here; EXPORT_ALL; or a source: then
	 * its own offers only, as it would give them
	 */
	const char *source;
};

struct export_report {
	size_t written;
	size_t gone;		/* left out: marked « n’existe plus », or never to be proposed */
	size_t incomplete;	/* left out: the schema asks for what is not known */
	struct str missing; /* « Centre social du Parc : adresse », the first of them, one a line */
};
void export_report_init(struct export_report *r);
void export_report_done(struct export_report *r);

/* Receives whole lines, the header first; false stops. */
typedef bool export_write_fn(void *ctx, const struct str *line, struct err *err);
/* ERR_NOT_FOUND when no source has that name. */
bool export_places(struct session *s, const struct export_options *o, export_write_fn *fn,
		   void *ctx, struct export_report *r, struct err *err);

#endif
