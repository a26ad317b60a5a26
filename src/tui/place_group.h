/* Several records of one place: what their sources say differently, and which they are. */
#ifndef TUI_PLACE_GROUP_H
#define TUI_PLACE_GROUP_H

#include "aiguillage/group.h"
#include "src/tui/app.h"
#include "src/tui/pager.h"

/* Below a field: the values that other records give, and whose they are.  Nothing when all agree. */
void place_group_others(struct pager *page, const struct session *s, const struct group *g,
			enum place_field f);
/* The list of the records, and what can be done. */
void place_group_records(struct pager *page, const struct group *g, size_t candidates);

/* What is being chosen, the caller's: it outlives the list. */
struct place_choice {
	char **keys;		/* of the lines; the first is the record that is asked about */
	size_t n;
};
void place_choice_done(struct place_choice *c);
/* Opens the list: which records are the place of g->members[g->asked]?  The directory then follows. */
void place_group_choose(struct app *app, const struct group *g, struct place_choice *c);

#endif
