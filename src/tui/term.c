#include "src/tui/term.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* curses, and nothing of it below this file */
#define NCURSES_WIDECHAR 1
#include <curses.h>

#include "aiguillage/mem.h"
#include "aiguillage/str.h"
#include "aiguillage/text.h"
#include "src/tui/crash.h"
#include "src/tui/spelling.h"

#define ESC_DELAY 25		/* ms; more, and Esc feels broken */
#define PASTE_DELAY 300		/* ms without a character end a paste whose end was lost */
#define DEAD_READS 3

enum {
	CODE_PASTE_START = KEY_MAX + 1,
	CODE_PASTE_END,
};

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

/* Set by the handlers, which run only inside ppoll(). */
static volatile sig_atomic_t got_winch, got_tstp, got_int, got_stop, got_cont;

static void on_signal(int sig)
{
	switch (sig) {
	case SIGWINCH:
		got_winch = 1;
		break;
	case SIGTSTP:
		got_tstp = 1;
		break;
	case SIGINT:
		got_int = 1;
		break;
	case SIGCONT:
		got_cont = 1;
		break;
	default:
		got_stop = 1;
	}
}

static const int watched[] = { SIGWINCH, SIGTSTP, SIGINT, SIGTERM, SIGHUP, SIGCONT };

static void watch(struct term *t)
{
	struct sigaction sa = { .sa_handler = on_signal };
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++) {
		struct sigaction old;

		/* nohup: a hang-up that is ignored stays ignored, reading will tell */
		if (watched[i] == SIGHUP && !sigaction(SIGHUP, NULL, &old) &&
		    old.sa_handler == SIG_IGN)
			continue;
		sigaction(watched[i], &sa, NULL);
		sigaddset(&set, watched[i]);
	}
	sigprocmask(SIG_BLOCK, &set, &t->outside);
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		sigdelset(&t->outside, watched[i]);
	/* a write that fails must be reported, not end the program in raw mode */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
}

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

static void set_looks(struct term *t)
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

/* What terminals send whatever TERM says. */
static void define_keys(void)
{
	static const struct {
		const char *bytes;
		int code;
	} keys[] = {
		{ "\033[A", KEY_UP },	    { "\033OA", KEY_UP },    { "\033[B", KEY_DOWN },
		{ "\033OB", KEY_DOWN },	    { "\033[C", KEY_RIGHT }, { "\033OC", KEY_RIGHT },
		{ "\033[D", KEY_LEFT },	    { "\033OD", KEY_LEFT },  { "\033[H", KEY_HOME },
		{ "\033OH", KEY_HOME },	    { "\033[1~", KEY_HOME }, { "\033[7~", KEY_HOME },
		{ "\033[F", KEY_END },	    { "\033OF", KEY_END },   { "\033[4~", KEY_END },
		{ "\033[8~", KEY_END },	    { "\033[3~", KEY_DC },   { "\033[5~", KEY_PPAGE },
		{ "\033[6~", KEY_NPAGE },   { "\033[Z", KEY_BTAB },  { "\033OP", KEY_F(1) },
		{ "\033[11~", KEY_F(1) },   { "\033[[A", KEY_F(1) }, { "\033OQ", KEY_F(2) },
		{ "\033[12~", KEY_F(2) },   { "\033[[B", KEY_F(2) }, { "\033OR", KEY_F(3) },
		{ "\033[13~", KEY_F(3) },   { "\033[[C", KEY_F(3) }, { "\033OS", KEY_F(4) },
		{ "\033[14~", KEY_F(4) },   { "\033[[D", KEY_F(4) }, { "\033[15~", KEY_F(5) },
		{ "\033[[E", KEY_F(5) },    { "\033[17~", KEY_F(6) }, { "\033[18~", KEY_F(7) },
		{ "\033[19~", KEY_F(8) },   { "\033[20~", KEY_F(9) }, { "\033[21~", KEY_F(10) },
		{ "\033[200~", CODE_PASTE_START }, { "\033[201~", CODE_PASTE_END },
	};

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		define_key(keys[i].bytes, keys[i].code);
}

/* Modes that curses does not know of; harmless to the terminals that do not either. */
static void bracketed_paste(bool on)
{
	static const char set[] = "\033[?2004h", reset[] = "\033[?2004l";

	/* curses may still hold output of the page */
	fflush(stdout);
	if (write(STDOUT_FILENO, on ? set : reset, sizeof set - 1) < 0)
		return;
}

static void set_modes(struct term *t)
{
	raw();			/* Ctrl-S and Ctrl-Q are keys, Ctrl-C does not kill */
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	meta(stdscr, TRUE);
	set_escdelay(ESC_DELAY);
	leaveok(stdscr, FALSE);
	mouseinterval(0);
	term_set_mouse(t, t->mouse);
}

static bool check_terminal(struct err *err)
{
	const char *name = getenv("TERM");

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(err, ERR_USAGE,
			       "L’écran d’Aiguillage demande un terminal : l’entrée ou la sortie est "
			       "redirigée. Ouvrez un terminal et tapez « aiguillage », ou utilisez une "
			       "commande (« aiguillage aide »)");
	if (!name || !*name)
		return err_set(err, ERR_USAGE,
			       "Le type du terminal n’est pas indiqué (variable TERM vide). "
			       "Essayez : TERM=xterm aiguillage");
	return true;
}

struct term *term_open(const struct term_options *o, struct err *err)
{
	struct term *t;
	const char *cup;

	if (!check_terminal(err))
		return NULL;
	t = xcalloc(1, sizeof *t);
	t->mouse = !o->no_mouse;
	t->ascii = locale_repair();
	crash_guard();
	t->screen = newterm(NULL, stdout, stdin);
	cup = t->screen ? tigetstr("cup") : NULL;
	if (!cup || cup == (char *)-1) {
		if (t->screen) {
			endwin();
			delscreen(t->screen);
		}
		crash_unguard();
		free(t);
		err_set(err, ERR_USAGE,
			"Le terminal « %s » est inconnu ou trop simple pour afficher l’écran. "
			"Essayez : TERM=xterm aiguillage, ou utilisez les commandes "
			"(« aiguillage aide »)", getenv("TERM"));
		return NULL;
	}
	define_keys();
	set_modes(t);
	set_looks(t);
	watch(t);
	bracketed_paste(true);
	return t;
}

void term_close(struct term *t)
{
	if (!t)
		return;
	bracketed_paste(false);
	endwin();
	delscreen(t->screen);
	crash_unguard();
	/* a hang-up is sent twice: the second must not undo a clean end */
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		signal(watched[i], SIG_IGN);
	sigprocmask(SIG_SETMASK, &t->outside, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(watched); i++)
		signal(watched[i], SIG_DFL);
	free(t);
}

bool term_mouse(const struct term *t)
{
	return t->mouse;
}

/*
 * A press is enough.  When the release was already there too (a slow line), curses makes one event
 * of both, or of two clicks.
 */
#define PRESS (BUTTON1_PRESSED | BUTTON1_CLICKED)
#define TWICE (BUTTON1_DOUBLE_CLICKED | BUTTON1_TRIPLE_CLICKED)
#define WHEEL (BUTTON4_PRESSED | BUTTON5_PRESSED)
#define MOUSE_EVENTS (PRESS | TWICE | WHEEL)

void term_set_mouse(struct term *t, bool on)
{
	t->mouse = on;
	mousemask(on ? MOUSE_EVENTS : 0, NULL);
}

void term_redraw(struct term *t)
{
	(void)t;
	clearok(curscr, TRUE);
}

/* On the shell's screen: who pressed Ctrl-Z by mistake believes that all is lost. */
static void say_suspended(const struct term *t)
{
	struct str b;

	str_init(&b);
	spell(&b, "Aiguillage attend. Pour y revenir : tapez fg, puis Entrée.", t->ascii);
	puts(b.s);
	fflush(stdout);
	str_done(&b);
}

static void suspend(struct term *t, bool whole_group)
{
	sigset_t stop;

	bracketed_paste(false);
	endwin();
	say_suspended(t);
	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	signal(SIGTSTP, SIG_DFL);
	sigprocmask(SIG_UNBLOCK, &stop, NULL);
	kill(whole_group ? 0 : getpid(), SIGTSTP);
	/* resumed */
	sigprocmask(SIG_BLOCK, &stop, NULL);
	sigaction(SIGTSTP, &(struct sigaction){ .sa_handler = on_signal }, NULL);
	refresh();
	bracketed_paste(true);
	term_redraw(t);
}

void term_suspend(struct term *t)
{
	suspend(t, true);
}

/* True when a signal has become an event. */
static bool take_signal(struct term *t, struct event *ev)
{
	if (got_stop) {
		ev->kind = EVENT_STOP;
		return true;
	}
	if (got_int) {
		got_int = 0;
		ev->kind = EVENT_INTERRUPT;
		return true;
	}
	if (got_tstp) {
		got_tstp = 0;
		suspend(t, false);
		ev->kind = EVENT_REPAINT;
		return true;
	}
	if (got_cont || got_winch) {
		if (got_cont) {
			reset_prog_mode();
			term_redraw(t);
		}
		got_cont = got_winch = 0;
		ev->kind = EVENT_REPAINT;
		return true;
	}
	return false;
}

static bool read_mouse(struct term *t, struct event *ev)
{
	MEVENT m;

	if (getmouse(&m) == ERR || !(m.bstate & MOUSE_EVENTS))
		return false;
	ev->kind = m.bstate & WHEEL ? EVENT_WHEEL : EVENT_CLICK;
	ev->key = m.bstate & BUTTON4_PRESSED ? -1 : 1;
	ev->y = m.y;
	ev->x = m.x;
	if (m.bstate & TWICE)
		t->again = *ev;
	return true;
}

static int special_key(wint_t code)
{
	static const struct {
		wint_t code;
		int key;
	} keys[] = {
		{ KEY_ENTER, K_ENTER },	    { KEY_BTAB, K_BACKTAB },	{ KEY_BACKSPACE, K_BACKSPACE },
		{ KEY_DC, K_DELETE },	    { KEY_UP, K_UP },		{ KEY_DOWN, K_DOWN },
		{ KEY_LEFT, K_LEFT },	    { KEY_RIGHT, K_RIGHT },	{ KEY_HOME, K_HOME },
		{ KEY_FIND, K_HOME },	    { KEY_END, K_END },		{ KEY_SELECT, K_END },
		{ KEY_PPAGE, K_PAGE_UP },   { KEY_NPAGE, K_PAGE_DOWN },
	};

	if (code >= KEY_F(1) && code <= KEY_F(12))
		return K_F((int)(code - KEY_F0));
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (keys[i].code == code)
			return keys[i].key;
	return 0;
}

static int plain_key(wint_t c)
{
	switch (c) {
	case '\r':
	case '\n':
		return K_ENTER;
	case '\t':
		return K_TAB;
	case 0x1B:
		return K_ESC;
	case 0x7F:
	case 0x08:
		return K_BACKSPACE;
	default:
		/* C1 controls and what is not a character */
		return (c >= 0x7F && c < 0xA0) || c > 0x10FFFF ? 0 : (int)c;
	}
}

/* False: nothing for the program in this character. */
static bool translate(struct term *t, int r, wint_t c, struct event *ev)
{
	ev->kind = EVENT_KEY;
	if (r == KEY_CODE_YES && (c == CODE_PASTE_START || c == CODE_PASTE_END)) {
		t->pasting = c == CODE_PASTE_START;
		return false;
	}
	if (t->pasting) {
		ev->kind = EVENT_PASTE;
		ev->key = c == '\r' || c == '\n' || c == '\t' ? ' ' : (int)c;
		return r == OK && key_is_text(ev->key) && !(c >= 0x7F && c < 0xA0);
	}
	if (r == KEY_CODE_YES && c == KEY_MOUSE)
		return read_mouse(t, ev);
	ev->key = r == KEY_CODE_YES ? special_key(c) : plain_key(c);
	return ev->key != 0;
}

/* Waits for input or a signal; false when the terminal is gone. */
static bool wait_input(struct term *t)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	struct timespec paste = { .tv_nsec = PASTE_DELAY * 1000000L };
	int bytes, k = ppoll(&p, 1, t->pasting ? &paste : NULL, &t->outside);

	if (k < 0)
		return errno == EINTR;
	if (k == 0)
		t->pasting = false;
	if (k > 0 && p.revents & (POLLHUP | POLLERR | POLLNVAL))
		return false;
	/* readable without a byte to read: end of file; bytes that are no character are not */
	if (ioctl(STDIN_FILENO, FIONREAD, &bytes) != 0)
		bytes = 0;
	t->dead = k > 0 && !bytes ? t->dead + 1 : 0;
	return t->dead <= DEAD_READS;
}

bool term_quiet(struct term *t, int ms)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	struct timespec wait = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };

	/* a key that was read already, or the end of a pasted text, is not to be waited for */
	if (t->again.kind != EVENT_NONE || t->pasting)
		return false;
	return ppoll(&p, 1, &wait, &t->outside) == 0;
}

void term_listen(struct term *t)
{
	struct timespec now = { 0 };

	ppoll(NULL, 0, &now, &t->outside);
}

void term_next(struct term *t, struct event *ev, bool wait)
{
	for (;;) {
		wint_t c;
		int r;

		*ev = t->again;
		t->again = (struct event){ 0 };
		if (ev->kind != EVENT_NONE || take_signal(t, ev))
			return;
		r = get_wch(&c);
		if (r != ERR) {
			t->dead = 0;
			if (translate(t, r, c, ev))
				return;
			continue;
		}
		if (!wait)
			return;
		if (!wait_input(t)) {
			ev->kind = EVENT_STOP;
			return;
		}
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
