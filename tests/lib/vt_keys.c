#include "tests/lib/vt_impl.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static void send(struct vt *v, const char *s, size_t n)
{
	while (n && v->fd >= 0) {
		ssize_t k = write(v->fd, s, n);

		if (k < 0 && errno != EINTR)
			return;
		if (k > 0) {
			s += k;
			n -= (size_t)k;
		}
		/* the program may be waiting for us to read */
		vt_pump(v, 0);
	}
}

void vt_bytes(struct vt *v, const char *bytes, size_t n)
{
	send(v, bytes, n);
}

static const struct {
	const char *name, *bytes;
} names[] = {
	{ "Enter", "\r" },	  { "Tab", "\t" },	    { "S-Tab", "\033[Z" },
	{ "Esc", "\033" },	  { "Space", " " },	    { "Lt", "<" },
	{ "Backspace", "\177" },  { "Delete", "\033[3~" },  { "Up", "\033OA" },
	{ "Down", "\033OB" },	  { "Right", "\033OC" },    { "Left", "\033OD" },
	{ "Home", "\033OH" },	  { "End", "\033OF" },	    { "PageUp", "\033[5~" },
	{ "PageDown", "\033[6~" }, { "F1", "\033OP" },	    { "F2", "\033OQ" },
	{ "F3", "\033OR" },	  { "F4", "\033OS" },	    { "F5", "\033[15~" },
	{ "F6", "\033[17~" },	  { "F7", "\033[18~" },	    { "F8", "\033[19~" },
	{ "F9", "\033[20~" },	  { "F10", "\033[21~" },
};

static void send_named(struct vt *v, const char *name, size_t n)
{
	if (n == 3 && !strncmp(name, "C-", 2)) {
		char c = (char)(name[2] & 0x1F);

		send(v, &c, 1);
		return;
	}
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strlen(names[i].name) == n && !strncmp(names[i].name, name, n)) {
			send(v, names[i].bytes, strlen(names[i].bytes));
			return;
		}
	}
	fprintf(stderr, "vt_keys: unknown key <%.*s>\n", (int)n, name);
	abort();
}

void vt_keys(struct vt *v, const char *keys)
{
	while (*keys) {
		size_t n = strcspn(keys, "<");

		if (n) {
			send(v, keys, n);
			keys += n;
		} else {
			n = strcspn(keys, ">");
			send_named(v, keys + 1, n - 1);
			keys += n + 1;
		}
	}
}

void vt_paste(struct vt *v, const char *text)
{
	vt_bytes(v, "\033[200~", 6);
	vt_bytes(v, text, strlen(text));
	vt_bytes(v, "\033[201~", 6);
}

static void send_mouse(struct vt *v, int button, int y, int x, char end)
{
	char buf[40];

	snprintf(buf, sizeof buf, "\033[<%d;%d;%d%c", button, x + 1, y + 1, end);
	send(v, buf, strlen(buf));
}

#define CLICK_LASTS 60		/* milliseconds */

/* The release comes later, as a finger's. */
void vt_click(struct vt *v, int y, int x)
{
	send_mouse(v, 0, y, x, 'M');
	for (int waited = 0; waited < CLICK_LASTS; waited += 10)
		vt_pump(v, 10);
	send_mouse(v, 0, y, x, 'm');
}

void vt_wheel(struct vt *v, int y, int x, int direction)
{
	send_mouse(v, direction < 0 ? 64 : 65, y, x, 'M');
}

void vt_resize(struct vt *v, int rows, int cols)
{
	struct winsize ws = { (unsigned short)rows, (unsigned short)cols, 0, 0 };

	v->rows = rows;
	v->cols = cols;
	vterm_set_size(v->term, rows, cols);
	ioctl(v->fd, TIOCSWINSZ, &ws);
}
