#include "src/tui/term_impl.h"

#include <errno.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "aiguillage/mem.h"

#define PASTE_DELAY 300		/* ms without a character end a paste whose end was lost */
#define DEAD_READS 3

enum {
	CODE_PASTE_START = KEY_MAX + 1,
	CODE_PASTE_END,
};

void term_define_keys(void)
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
		if (ev->kind != EVENT_NONE || term_take_signal(t, ev))
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
