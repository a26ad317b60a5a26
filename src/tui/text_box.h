/*
 * A text of several lines being typed: a struct input with `lines`, wrapped
 * to w columns.  The caller scrolls, a row at a time.
 *
 *	rows = text_box_rows(&in, w);		// at least 1
 *	text_box_act(&in, action, w);		// Up and Down too, inside the text
 *	text_box_draw_row(&in, t, area, row, focus);
 */
#ifndef TUI_TEXT_BOX_H
#define TUI_TEXT_BOX_H

#include "src/tui/input.h"

int text_box_rows(const struct input *in, int w);
/* The row the cursor is on. */
int text_box_row(const struct input *in, int w);
/* False when there is nowhere to go, or nothing to erase: the key may then mean something else. */
bool text_box_act(struct input *in, enum action action, int w);
void text_box_draw_row(const struct input *in, struct term *t, struct area a, int row, bool focus);

#endif
