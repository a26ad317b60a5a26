/*
 * The menu: the screens that one can go to from anywhere, over the present one.
 * A new screen is one line of the table in menu.c.  Its argument is the
 * const struct screen_ops * of the present screen, on which the marker starts.
 */
#ifndef TUI_MENU_H
#define TUI_MENU_H

#include "src/tui/screen.h"

extern const struct screen_ops screen_menu;

#endif
