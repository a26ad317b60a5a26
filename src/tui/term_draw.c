#include "src/tui/term_impl.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "aiguillage/str.h"
#include "aiguillage/text.h"
#include "src/tui/spelling.h"

/* Looks that suit a dark and a light background alike. */
static const struct look {
	attr_t mono, attr;
	short colour8, colour256;	/* -1: the terminal's own */
} looks[STYLE_COUNT] = {
	[STYLE_NORMAL] = { A_NORMAL, A_NORMAL, -1, -1 },
	[STYLE_TITLE] = { A_REVERSE, A_BOLD, COLOR_WHITE, 231 },
	[STYLE_DIM] = { A_DIM, A_DIM, -1, 243 },
	[STYLE_STRONG] = { A_BOLD, A_BOLD, -1, -1 },
	[STYLE_SELECTED] = { A_REVERSE, A_REVERSE, -1, -1 },
	[STYLE_WARNING] = { A_BOLD, A_NORMAL, COLOR_YELLOW, 166 },
	[STYLE_GOOD] = { A_NORMAL, A_NORMAL, COLOR_GREEN, 28 },
	[STYLE_KEY] = { A_BOLD, A_BOLD, COLOR_CYAN, 31 },
	[STYLE_ERROR] = { A_BOLD, A_BOLD, COLOR_RED, 160 },
	[STYLE_FIELD] = { A_UNDERLINE, A_UNDERLINE, -1, -1 },
};

void term_set_looks(struct term *t)
{
	const char *no = getenv("NO_COLOR");
	bool colours = !(no && *no) && has_colors() && start_color() == OK;
	bool own = colours && use_default_colors() == OK;

	for (int i = 0; i < STYLE_COUNT; i++) {
		const struct look *l = &looks[i];
		short fg = COLORS >= 256 ? l->colour256 : l->colour8;

		t->attr[i] = colours ? l->attr : l->mono;
		/* a grey that is read on white and on black alike, better than a faint letter */
		if (i == STYLE_DIM && colours && fg >= 0)
			t->attr[i] = A_NORMAL;
		if (!colours || fg < 0)
			continue;
		init_pair((short)(i + 1), fg,
			  i == STYLE_TITLE ? COLORS >= 256 ? 25 : COLOR_BLUE
					   : own ? -1 : COLOR_BLACK);
		t->pair[i] = (short)(i + 1);
	}
}

/* The size is asked of the terminal at each page: no signal can then be missed. */
void term_begin(struct term *t)
{
	struct winsize ws;

	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) && ws.ws_row && ws.ws_col &&
	    (ws.ws_row != LINES || ws.ws_col != COLS)) {
		resizeterm(ws.ws_row, ws.ws_col);
		term_redraw(t);
	}
	erase();
	t->cursor_y = t->cursor_x = 0;
}

void term_flush(struct term *t)
{
	int y = t->cursor_y < LINES ? t->cursor_y : LINES - 1;
	int x = t->cursor_x < COLS ? t->cursor_x : COLS - 1;

	move(y, x);
	refresh();
}

struct area term_size(const struct term *t)
{
	(void)t;
	return (struct area){ .h = LINES, .w = COLS };
}

void term_cursor(struct term *t, int y, int x)
{
	t->cursor_y = y;
	t->cursor_x = x;
}

int term_width(const struct term *t, const char *s)
{
	struct str b;
	int w;

	str_init(&b);
	spell(&b, s, t->ascii);
	w = text_width(b.s);
	str_done(&b);
	return w;
}

static int put(struct term *t, struct area a, enum style style, const char *s, bool fill)
{
	struct str spelt, fit;
	int used;

	if (a.y < 0 || a.y >= LINES || a.x < 0 || a.x >= COLS)
		return 0;
	if (a.w > COLS - a.x)
		a.w = COLS - a.x;
	if (a.w <= 0)
		return 0;
	str_init(&spelt);
	str_init(&fit);
	spell(&spelt, s, t->ascii);
	spell_cut(&fit, spelt.s, a.w, t->ascii);
	used = text_width(fit.s);
	for (; fill && used < a.w; used++)
		str_addc(&fit, ' ');
	attr_set(t->attr[style], t->pair[style], NULL);
	mvaddstr(a.y, a.x, fit.s);
	attr_set(A_NORMAL, 0, NULL);
	str_done(&fit);
	str_done(&spelt);
	return used;
}

int term_text(struct term *t, int y, int x, int w, enum style style, const char *s)
{
	return put(t, (struct area){ y, x, 1, w }, style, s, false);
}

void term_fill(struct term *t, int y, int x, int w, enum style style, const char *s)
{
	put(t, (struct area){ y, x, 1, w }, style, s, true);
}

int term_right(struct term *t, int y, int x, int w, enum style style, const char *s)
{
	int used = term_width(t, s);

	if (used > w)
		used = w;
	return term_text(t, y, x + w - used, used, style, s);
}

int term_wrap(struct term *t, struct area a, enum style style, const char *s)
{
	struct text_wrap wrap = { .cols = a.w };
	struct str spelt, line;
	int rows = 0;

	str_init(&spelt);
	str_init(&line);
	if (t->ascii)
		text_ascii(&spelt, s);
	else
		str_add(&spelt, s);
	wrap.rest = spelt.s;
	while (rows < a.h && text_wrap_next(&wrap, &line))
		term_text(t, a.y + rows++, a.x, a.w, style, line.s);
	str_done(&line);
	str_done(&spelt);
	return rows;
}

static void put_line(const struct term *t, struct area a, const char *utf8, const char *ascii)
{
	const char *s = t->ascii ? ascii : utf8;

	for (int y = 0; y < a.h; y++)
		for (int x = 0; x < a.w; x++)
			mvaddstr(a.y + y, a.x + x, s);
}

void term_frame(struct term *t, struct area a)
{
	int bottom = a.y + a.h - 1, right = a.x + a.w - 1;

	put_line(t, a, " ", " ");
	attr_set(t->attr[STYLE_DIM], t->pair[STYLE_DIM], NULL);
	put_line(t, (struct area){ a.y, a.x, 1, a.w }, "─", "-");
	put_line(t, (struct area){ bottom, a.x, 1, a.w }, "─", "-");
	put_line(t, (struct area){ a.y, a.x, a.h, 1 }, "│", "|");
	put_line(t, (struct area){ a.y, right, a.h, 1 }, "│", "|");
	put_line(t, (struct area){ a.y, a.x, 1, 1 }, "┌", "+");
	put_line(t, (struct area){ a.y, right, 1, 1 }, "┐", "+");
	put_line(t, (struct area){ bottom, a.x, 1, 1 }, "└", "+");
	put_line(t, (struct area){ bottom, right, 1, 1 }, "┘", "+");
	attr_set(A_NORMAL, 0, NULL);
}

void term_rule(struct term *t, int y, int x, int h)
{
	attr_set(t->attr[STYLE_DIM], t->pair[STYLE_DIM], NULL);
	put_line(t, (struct area){ y, x, h, 1 }, "│", "|");
	attr_set(A_NORMAL, 0, NULL);
}
