/*
 * A list of which one item is selected, each item taking `rows` rows.  The
 * items stay where they are: the list asks for each one it shows.
 *
 *	list_init(&l, 2);
 *	list_set(&l, count);		// in update
 *	list_fit(&l, area.h);
 *	list_act(&l, action);		// in act
 *	list_draw(&l, t, area, draw_row, self);
 */
#ifndef TUI_LIST_H
#define TUI_LIST_H

#include "src/tui/action.h"
#include "src/tui/term.h"

struct list {
	int n, sel, top;
	int rows;		/* of one item */
	int page;		/* items that fit */
	bool idle;		/* the keys go elsewhere: nothing is marked */
	const bool *heading;	/* for each item: it is a title, never selected; or NULL.  Borrowed */
};

/* Draws item i in the area; the marker is already there. */
typedef void list_row_fn(const void *ctx, struct term *t, struct area a, int i, bool selected);

void list_init(struct list *l, int rows);
/* Changes the number of items, keeping the selection inside.  Set `heading` before. */
void list_set(struct list *l, int n);
/* Selects an item (the nearest there is that is not a heading). */
void list_select(struct list *l, int i);
/* The height it has: keeps the selection visible. */
void list_fit(struct list *l, int h);
/* False when the action is not about moving, or there is nowhere to move. */
bool list_act(struct list *l, enum action action);
/* The item at that row of the area, or -1. */
int list_at(const struct list *l, struct area a, int y);
/* What the mouse did: a first click on an item selects it, one more opens it. */
enum list_click {
	LIST_NO_CLICK,
	LIST_CLICKED,		/* beside the items, or one was selected */
	LIST_OPENS,		/* on the selected one */
};
enum list_click list_click(struct list *l, struct area a, const struct event *ev);
/* The cursor of the terminal goes to the selected item. */
void list_draw(const struct list *l, struct term *t, struct area a, list_row_fn *row,
	       const void *ctx);
/* Style of the first row of an item. */
static inline enum style list_style(bool selected, enum style otherwise)
{
	return selected ? STYLE_SELECTED : otherwise;
}

#endif
