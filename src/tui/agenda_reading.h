/*
 * What the screen of the agenda tells: of what is asked, where, how many days ahead; read again
 * whenever one of them changes.
 */
#ifndef TUI_AGENDA_READING_H
#define TUI_AGENDA_READING_H

#include "aiguillage/agenda.h"
#include "src/tui/screens.h"

struct agenda_reading {
	struct session *session;
	struct criteria asked;
	char insee[8];		/* of the commune, while the directory is read again */
	enum agenda_scope scope;
	int days;
	struct search *x;	/* NULL while the directory is read again */
	struct agenda a;
	struct agenda_pages *pages;
};
/* What was asked, or the last search when r is NULL; nothing is read yet. */
void agenda_reading_init(struct agenda_reading *g, struct session *session, const struct agenda_request *r);
void agenda_reading_done(struct agenda_reading *g);
void agenda_reading_make(struct agenda_reading *g);
/* Nothing is held of the directory, which is being read again… */
void agenda_reading_leave(struct agenda_reading *g);
/* …and here is the other one. */
void agenda_reading_return(struct agenda_reading *g);

/* Where the key of the scope leads; the present one without a commune. */
enum agenda_scope agenda_next_scope(const struct agenda_reading *g);
/* « Bibost et 10 km autour ». */
void agenda_say_scope(const struct agenda_reading *g, enum agenda_scope scope, struct str *out);
/* Why there is nothing, and what to do. */
void agenda_say_empty(const struct agenda_reading *g, struct str *out);

/* ---- agenda_write.c ---- */

/* Asks where the agenda goes: a calendar, else paper; says why when there is nothing to write. */
void agenda_write(struct agenda_reading *g, struct app *app, bool calendar);

#endif
