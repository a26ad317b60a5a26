/*
 * The key bar: the last line, always visible.  When the window is narrow the
 * highest ranks go first and the help goes last.  Its items can be clicked.
 */
#ifndef TUI_BAR_H
#define TUI_BAR_H

#include "src/tui/screen.h"

#define BAR_MAX 24

struct bar {
	struct {
		int from, to;	/* columns */
		enum action action;
	} items[BAR_MAX];
	int n;
};

void bar_draw(struct bar *bar, struct term *t, int y, const struct screen_ops *ops,
	      const void *self);
/* What a click at that column asks for, or ACTION_NONE. */
enum action bar_action(const struct bar *bar, int x);

#endif
