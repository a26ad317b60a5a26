/*
 * Text to read: paragraphs with a style, wrapped to the width, scrolled,
 * searched.  The column left of its area is kept for the mark of what was found.
 *
 *	pager_add(&p, STYLE_STRONG, 0, "France Services");
 *	pager_field(&p, "Téléphone", "04 74 01 68 90");
 *	pager_fit(&p, area);		// in update
 *	pager_draw(&p, t, area);
 */
#ifndef TUI_PAGER_H
#define TUI_PAGER_H

#include <stddef.h>

#include "src/tui/action.h"
#include "src/tui/term.h"

struct pager_paragraph;
struct pager_line;

struct pager {
	struct pager_paragraph *paragraphs;
	size_t n, cap;
	struct pager_line *lines;	/* wrapped for `w` columns */
	size_t n_lines, cap_lines;
	int w, h;
	int top;
	int found;		/* line of what was searched, or -1 */
};

void pager_init(struct pager *p);
void pager_done(struct pager *p);
void pager_clear(struct pager *p);

/* A paragraph, `indent` columns from the left; '\n' starts a new line. */
void pager_add(struct pager *p, enum style style, int indent, const char *text);
/* The same, with a bar on its left that goes down to its last line: a step of a time line. */
void pager_bar(struct pager *p, enum style style, const char *text);
/* A label and its value beside it (below it when the window is narrow); nothing when empty. */
void pager_field(struct pager *p, const char *label, const char *value);
void pager_styled_field(struct pager *p, enum style style, const char *label, const char *value);
/* An empty line, unless there is one or nothing above. */
void pager_gap(struct pager *p);

void pager_fit(struct pager *p, struct area a);
/* False when there is nothing to scroll that way. */
bool pager_act(struct pager *p, enum action action);
/* Goes to the next line that holds the text, compared folded; false when there is none. */
bool pager_find(struct pager *p, const char *text);
void pager_draw(const struct pager *p, struct term *t, struct area a);
/* Lines above and below what is shown. */
int pager_above(const struct pager *p);
int pager_below(const struct pager *p);

#endif
