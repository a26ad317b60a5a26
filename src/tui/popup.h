/* A question with two answers, over the present screen.  Its argument is a struct question. */
#ifndef TUI_POPUP_H
#define TUI_POPUP_H

#include "src/tui/app.h"

extern const struct screen_ops screen_popup;

/* A frame in the middle of `a`, at most w by h; returns its inside. */
struct area popup_frame(struct term *t, struct area a, int w, int h, const char *title);
/* That inside, without drawing. */
struct area popup_inside(struct area a, int w, int h);

#endif
