/*
 * The terminal.  Its files alone include curses (term_impl.h): everything
 * above draws text in styles at columns, and receives events.
 *
 *	struct term *t = term_open(&options, &err);
 *	for (;;) {
 *		term_begin(t);			// size, empty page
 *		term_text(t, 0, 0, 20, STYLE_TITLE, "Aiguillage");
 *		term_cursor(t, 3, 0);		// where a screen reader must look
 *		term_flush(t);
 *		term_next(t, &ev, true);	// waits; then false until there is no more
 *	}
 *	term_close(t);
 *
 * Signals reach the program only while term_next() waits.  If the program dies,
 * the terminal is put back first.  Text given here is valid UTF-8; it is spelt
 * in ASCII when the locale has no UTF-8.
 */
#ifndef TUI_TERM_H
#define TUI_TERM_H

#include <stdbool.h>
#include <stdint.h>

#include "aiguillage/err.h"

/* Meanings, not looks; each also has a look without colours. */
enum style {
	STYLE_NORMAL,
	STYLE_TITLE,
	STYLE_DIM,
	STYLE_STRONG,
	STYLE_SELECTED,
	STYLE_WARNING,
	STYLE_GOOD,
	STYLE_KEY,
	STYLE_ERROR,
	STYLE_FIELD,
	STYLE_COUNT,
};

struct area {
	int y, x, h, w;
};

/*
 * A key is a code point, a control character (CTRL('F')) or one of these.
 * Enter, Tab, Escape and Backspace are always these, never CTRL('M')…
 */
enum key {
	K_SPECIAL = 0x110000,
	K_ENTER,
	K_TAB,
	K_BACKTAB,
	K_ESC,
	K_BACKSPACE,
	K_DELETE,
	K_UP,
	K_DOWN,
	K_LEFT,
	K_RIGHT,
	K_HOME,
	K_END,
	K_PAGE_UP,
	K_PAGE_DOWN,
	K_F0,
};
#define K_F(n) (K_F0 + (n))
#define CTRL(c) ((c) & 0x1F)

static inline bool key_is_text(int key)
{
	return key >= ' ' && key != 0x7F && key < K_SPECIAL;
}

enum event_kind {
	EVENT_NONE,
	EVENT_KEY,
	EVENT_PASTE,	/* key is a pasted character: text, never a command */
	EVENT_CLICK,	/* left button, at y, x */
	EVENT_WHEEL,	/* key is -1 (up) or 1 (down), at y, x */
	EVENT_REPAINT,	/* the size changed, or the program came back to the foreground */
	EVENT_INTERRUPT,
	EVENT_STOP,	/* asked to end, or the terminal is gone */
};

struct event {
	enum event_kind kind;
	int key;
	int y, x;
};

struct term;

struct term_options {
	bool no_mouse;
};

/* NULL, with a message in French, when there is no usable terminal; nothing is then written. */
struct term *term_open(const struct term_options *o, struct err *err);
void term_close(struct term *t);

/* Takes the next event; without `wait`, EVENT_NONE when nothing is there. */
void term_next(struct term *t, struct event *ev, bool wait);
/* Waits for a key or a signal, or that many milliseconds; true: nothing came. */
bool term_quiet(struct term *t, int ms);
/* Lets waiting signals in, which otherwise come only while term_next() waits. */
void term_listen(struct term *t);
/* Gives the terminal back to the shell until the program is resumed. */
void term_suspend(struct term *t);
bool term_mouse(const struct term *t);
void term_set_mouse(struct term *t, bool on);
/* The next flush repaints everything, in case something else wrote on the screen. */
void term_redraw(struct term *t);

/* Starts an empty page at the present size. */
void term_begin(struct term *t);
void term_flush(struct term *t);
struct area term_size(const struct term *t);

/* Columns of s as this terminal will show it. */
int term_width(const struct term *t, const char *s);
/* Writes s cut to w columns; returns the columns used. */
int term_text(struct term *t, int y, int x, int w, enum style style, const char *s);
/* The same, filled with spaces to w columns. */
void term_fill(struct term *t, int y, int x, int w, enum style style, const char *s);
/* Against the right edge of the w columns; returns the columns used. */
int term_right(struct term *t, int y, int x, int w, enum style style, const char *s);
/* Wraps s into the area; returns the rows used. */
int term_wrap(struct term *t, struct area a, enum style style, const char *s);
/* Erases the area and draws a frame around its inside edge. */
void term_frame(struct term *t, struct area a);
/* A vertical rule. */
void term_rule(struct term *t, int y, int x, int h);
void term_cursor(struct term *t, int y, int x);

#endif
