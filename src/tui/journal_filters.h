/*
 * The filters of the journal on its screen: a period, and what is picked in one list with what
 * each choice would leave.
 */
#ifndef TUI_JOURNAL_FILTERS_H
#define TUI_JOURNAL_FILTERS_H

#include "aiguillage/log_filter.h"
#include "src/tui/app.h"

struct filter_pick;

struct journal_filters {
	struct session *session;
	int usual;		/* which usual period; -1: the one that was typed */
	char from[11], to[11];
	struct filter_pick *picks;	/* what is picked, of all groups */
	size_t n, cap;
	struct str lists[LOG_GROUPS];	/* the same, as the filter wants it */
	bool removed;
	struct filter_choices *choices;	/* of the list that is open, or NULL */
	unsigned changes;	/* grows with each change */
};

void filters_init(struct journal_filters *f, struct session *s);
void filters_done(struct journal_filters *f);
/* As at the opening. */
void filters_clear(struct journal_filters *f);
bool filters_are_clear(const struct journal_filters *f);
void filters_next_period(struct journal_filters *f);
/* All kinds, then each alone. */
void filters_next_kind(struct journal_filters *f);
/* Opens the list; `also` narrows what is counted (a code, or words), and is borrowed for that. */
void filters_pick(struct journal_filters *f, struct app *app, const struct log_filter *also);
/* Borrowed until the next change; code and text are left to be told. */
struct log_filter filters_get(const struct journal_filters *f);
/* « 30 jours · orientation · non abouti · Bibost ». */
void filters_say(const struct journal_filters *f, struct str *out);

#endif
