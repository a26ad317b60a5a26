/*
 * The lines of the screen Communes: the communes that a text names, under the
 * title of their intercommunality.  Gazetteer and territory are borrowed.
 */
#ifndef TUI_COMMUNES_LINES_H
#define TUI_COMMUNES_LINES_H

#include "aiguillage/commune.h"
#include "aiguillage/territory.h"

struct communes_line {
	const struct territory_commune *t;	/* NULL: the title of an EPCI */
	const char *via;	/* the other name that was typed, or NULL */
	char *title;
};

struct communes_lines {
	const struct gazetteer *gazetteer;
	const struct territory *territory;
	struct communes_line *line;
	bool *heading;		/* of each line: it is a title */
	size_t n, shown;	/* lines; communes among them */
};
/* No line before communes_lines_ask(). */
void communes_lines_init(struct communes_lines *c, const struct gazetteer *g, const struct territory *of);
void communes_lines_done(struct communes_lines *c);
/* All for an empty text. */
void communes_lines_ask(struct communes_lines *c, const char *typed, bool only_blank);

#endif
