/*
 * The lines of the agenda: days, permanences, and the ordinary openings of each
 * day folded into one line, so that the list stays readable.
 *
 *	agenda_list_make(&l, &agenda);
 *	agenda_list_fold(&l, &agenda, day, false);
 *	agenda_list_draw(&l, …)			// in draw, the records having been read
 */
#ifndef TUI_AGENDA_LIST_H
#define TUI_AGENDA_LIST_H

#include "aiguillage/agenda.h"
#include "aiguillage/bits.h"
#include "src/tui/list.h"

enum agenda_line_kind {
	AGENDA_LINE_DAY,	/* a title */
	AGENDA_LINE_ENTRY,
	AGENDA_LINE_FOLD,	/* the ordinary openings of a day */
};

struct agenda_line {
	enum agenda_line_kind kind;
	int day;
	size_t entry;		/* of a fold: the first one */
	uint32_t offer;		/* of an entry */
	uint32_t n;		/* of a fold: how many offers */
};

struct agenda_list {
	struct agenda_line *lines;
	bool *heading;
	size_t n, cap, cap_heading;
	uint64_t unfolded[(AGENDA_DAYS_MAX + 63) / 64];	/* bits, by day from the first */
	struct list list;
};

void agenda_list_init(struct agenda_list *l);
void agenda_list_done(struct agenda_list *l);
/* The marker stays on the same day, and on the same offer when it is still listed. */
void agenda_list_make(struct agenda_list *l, const struct agenda *a);
/* Folds or unfolds a day; day < 0: all of them. */
void agenda_list_fold(struct agenda_list *l, const struct agenda *a, int day, bool folded);
bool agenda_list_folded(const struct agenda_list *l, const struct agenda *a, int day);
/* The line under the marker, or NULL. */
const struct agenda_line *agenda_list_selected(const struct agenda_list *l);
/* The marker goes to the first line of that day or of a later one; false: there is none. */
bool agenda_list_go(struct agenda_list *l, int day);

struct agenda_view {
	const struct agenda_list *list;
	const struct agenda *a;
	struct agenda_pages *pages;
	struct search *x;
	const struct session *session;
};
void agenda_list_draw(const struct agenda_view *v, struct term *t, struct area a);

#endif
