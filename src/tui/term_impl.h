/*
 * Inside the terminal, the only place where curses is known: term.c opens and closes it and has its
 * signals, term_keys.c what comes from it, term_draw.c what goes to it.
 */
#ifndef TUI_TERM_IMPL_H
#define TUI_TERM_IMPL_H

#include <signal.h>

/* curses, and nothing of it below these files */
#define NCURSES_WIDECHAR 1
#include <curses.h>

#include "src/tui/term.h"

struct term {
	SCREEN *screen;
	sigset_t outside;	/* the signal mask while waiting */
	attr_t attr[STYLE_COUNT];
	short pair[STYLE_COUNT];
	bool ascii, mouse, pasting;
	struct event again;	/* to be given once more */
	int dead;
	int cursor_y, cursor_x;
};

/* True when a signal has become an event. */
bool term_take_signal(struct term *t, struct event *ev);
/* Tells curses what terminals send, whatever TERM says. */
void term_define_keys(void);
/* The looks of the styles, once colours are known. */
void term_set_looks(struct term *t);

#endif
