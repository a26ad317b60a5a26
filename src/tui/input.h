/*
 * Text being typed: one line, or several (`lines`; text_box.h draws those).
 *
 *	input_insert(&in, c);		// in text
 *	input_act(&in, action);		// in act
 *	input_draw(&in, t, area, focus);
 */
#ifndef TUI_INPUT_H
#define TUI_INPUT_H

#include "aiguillage/str.h"
#include "src/tui/action.h"
#include "src/tui/term.h"

#define INPUT_MAX 400		/* bytes; the rest of a paste is dropped */

struct input {
	struct str text;
	size_t at;		/* byte offset of the cursor */
	bool whole;		/* the text is as if selected: typing replaces it */
	bool lines;		/* '\n' may be inserted */
	size_t max;		/* bytes, 0: INPUT_MAX */
};

void input_init(struct input *in);
void input_done(struct input *in);
void input_set(struct input *in, const char *s);
/* Inserts a character; false when it is not one that shows, or there is no room. */
bool input_insert(struct input *in, int c);
/* False when the action is not one of editing, or changes nothing. */
bool input_act(struct input *in, enum action action);
/* With `focus`, the cursor of the terminal goes into it. */
void input_draw(const struct input *in, struct term *t, struct area a, bool focus);

#endif
