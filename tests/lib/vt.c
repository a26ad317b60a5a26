#include "tests/lib/vt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#include "aiguillage/str.h"
#include "aiguillage/text.h"

#define VT_PATIENCE 10000	/* ms before a wait fails; sanitizers are slow */
#define SETTLED 200		/* ms of silence before a golden is written */

struct vt {
	VTerm *term;
	VTermScreen *screen;
	int fd, rows, cols;
	pid_t pid;
	int status;		/* of waitpid, once ended */
	bool ended, alt, cursor_shown, mouse;
	int matched;		/* bytes of "1000" that end what was read */
	struct str dump;
};

static void *must(void *p)
{
	if (!p)
		abort();
	return p;
}

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int on_property(VTermProp prop, VTermValue *val, void *user)
{
	struct vt *v = user;

	if (prop == VTERM_PROP_ALTSCREEN)
		v->alt = val->boolean;
	else if (prop == VTERM_PROP_CURSORVISIBLE)
		v->cursor_shown = val->boolean;
	return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = on_property };

static void set_environment(const char *const *env)
{
	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("NO_COLOR");
	unsetenv("LINES");
	unsetenv("COLUMNS");
	for (; env && *env; env++) {
		if (strchr(*env, '='))
			putenv((char *)*env);
		else
			unsetenv(*env);
	}
	/* libgpm, which curses loads on the console, leaks a little */
	if (getenv("TERM") && !strcmp(getenv("TERM"), "linux"))
		setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
}

/* In the child: what a shell gives to a program. */
static void exec_program(const struct vt_options *o)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	set_environment(o->env);
	execv(o->argv[0], (char *const *)o->argv);
	fprintf(stderr, "%s: %s\n", o->argv[0], strerror(errno));
	_exit(127);
}

/* A bare chroot has no /dev/pts. */
static _Noreturn void skip_all(void)
{
	printf("1..0 # SKIP no pseudo-terminal: %s\n", strerror(errno));
	exit(0);
}

struct vt *vt_start(const struct vt_options *o)
{
	struct vt *v = must(calloc(1, sizeof *v));
	struct winsize ws;

	v->rows = o->rows ? o->rows : 24;
	v->cols = o->cols ? o->cols : 80;
	ws = (struct winsize){ (unsigned short)v->rows, (unsigned short)v->cols, 0, 0 };
	str_init(&v->dump);
	v->cursor_shown = true;
	v->term = must(vterm_new(v->rows, v->cols));
	vterm_set_utf8(v->term, 1);
	v->screen = vterm_obtain_screen(v->term);
	vterm_screen_set_callbacks(v->screen, &callbacks, v);
	vterm_screen_enable_altscreen(v->screen, 1);
	vterm_screen_reset(v->screen, 1);
	v->pid = forkpty(&v->fd, NULL, NULL, &ws);
	if (v->pid < 0)
		skip_all();
	if (v->pid == 0)
		exec_program(o);
	fcntl(v->fd, F_SETFD, FD_CLOEXEC);
	return v;
}

pid_t vt_pid(const struct vt *v)
{
	return v->pid;
}

static void reap(struct vt *v)
{
	if (!v->ended && waitpid(v->pid, &v->status, WNOHANG) == v->pid)
		v->ended = true;
}

/* libvterm 0.1 does not report a mode that comes second in « CSI ? 1006 ; 1000 h ». */
static void watch_mouse(struct vt *v, const char *s, ssize_t n)
{
	static const char mode[] = "1000";

	for (ssize_t i = 0; i < n; i++) {
		if (v->matched == 4 && (s[i] == 'h' || s[i] == 'l'))
			v->mouse = s[i] == 'h';
		v->matched = v->matched < 4 && s[i] == mode[v->matched] ? v->matched + 1
									: s[i] == mode[0];
	}
}

/* Reads what the program has written, waiting at most ms; false at the end of it. */
static bool pump(struct vt *v, int ms)
{
	struct pollfd p = { .fd = v->fd, .events = POLLIN };
	char buf[8192];
	ssize_t n;

	if (v->fd < 0)
		return false;
	if (poll(&p, 1, ms) <= 0)
		return true;
	n = read(v->fd, buf, sizeof buf);
	if (n <= 0)
		return n < 0 && errno == EINTR;
	watch_mouse(v, buf, n);
	vterm_input_write(v->term, buf, (size_t)n);
	/* answers to the questions of the program */
	n = (ssize_t)vterm_output_read(v->term, buf, sizeof buf);
	if (n > 0 && write(v->fd, buf, (size_t)n) < 0)
		return false;
	return true;
}

typedef bool condition(struct vt *v, const void *a, const void *b);

static bool until(struct vt *v, condition *c, const void *a, const void *b)
{
	int64_t end = now_ms() + VT_PATIENCE;

	for (;;) {
		bool more = true;

		if (c(v, a, b))
			return true;
		if (now_ms() >= end)
			return false;
		more = pump(v, 20);
		reap(v);
		/* nothing more will come: only the last look counts */
		if (!more && v->ended)
			return c(v, a, b);
		if (!more)
			poll(NULL, 0, 5);
	}
}

/* ---- keys ---- */

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
		pump(v, 0);
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
		pump(v, 10);
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

void vt_hang_up(struct vt *v)
{
	if (v->fd >= 0)
		close(v->fd);
	v->fd = -1;
}

/* ---- the screen ---- */

static void row_text(struct vt *v, int y, struct str *out)
{
	size_t start = out->len;

	for (int x = 0; x < v->cols; x++) {
		VTermScreenCell cell;
		VTermPos pos = { .row = y, .col = x };

		if (!vterm_screen_get_cell(v->screen, pos, &cell))
			break;
		if (!cell.chars[0]) {
			str_addc(out, ' ');
			continue;
		}
		/* the second half of a wide character */
		if (cell.chars[0] == UINT32_MAX)
			continue;
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
			utf8_add(out, cell.chars[i]);
	}
	while (out->len > start && out->s[out->len - 1] == ' ')
		str_truncate(out, out->len - 1);
}

static bool row_has(struct vt *v, int y, const char *text)
{
	struct str b;
	bool has;

	str_init(&b);
	row_text(v, y, &b);
	has = strstr(b.s, text) != NULL;
	str_done(&b);
	return has;
}

int vt_row_of(struct vt *v, const char *text)
{
	for (int y = 0; y < v->rows; y++)
		if (row_has(v, y, text))
			return y;
	return -1;
}

static VTermPos cursor(struct vt *v)
{
	VTermPos pos;

	vterm_state_get_cursorpos(vterm_obtain_state(v->term), &pos);
	return pos;
}

const char *vt_dump(struct vt *v)
{
	VTermPos pos = cursor(v);

	str_clear(&v->dump);
	for (int y = 0; y < v->rows; y++) {
		row_text(v, y, &v->dump);
		str_addc(&v->dump, '\n');
	}
	str_addf(&v->dump, "[curseur %d,%d]\n", pos.row, pos.col);
	return v->dump.s;
}

void vt_print(struct vt *v)
{
	const char *s = vt_dump(v);

	while (*s) {
		size_t n = strcspn(s, "\n");

		printf("# |%.*s\n", (int)n, s);
		s += n + 1;
	}
	fflush(stdout);
}

static bool shows(struct vt *v, const void *a, const void *b)
{
	(void)b;
	return vt_row_of(v, a) >= 0;
}

static bool hides(struct vt *v, const void *a, const void *b)
{
	return !shows(v, a, b);
}

static bool row_shows(struct vt *v, const void *a, const void *b)
{
	for (int y = 0; y < v->rows; y++)
		if (row_has(v, y, a) && row_has(v, y, b))
			return true;
	return false;
}

static bool in_order(struct vt *v, const void *a, const void *b)
{
	int first = vt_row_of(v, a);

	return first >= 0 && first < vt_row_of(v, b);
}

static bool cursor_shows(struct vt *v, const void *a, const void *b)
{
	(void)b;
	return row_has(v, cursor(v).row, a);
}

static bool at_shows(struct vt *v, const void *a, const void *b)
{
	int y = *(const int *)b;

	return row_has(v, y < 0 ? v->rows + y : y, a);
}

static bool mouse_is(struct vt *v, const void *a, const void *b)
{
	(void)b;
	return v->mouse == *(const bool *)a;
}

static bool has_ended(struct vt *v, const void *a, const void *b)
{
	(void)a;
	(void)b;
	reap(v);
	return v->ended;
}

bool vt_wait(struct vt *v, const char *text)
{
	return until(v, shows, text, NULL);
}

void vt_click_on(struct vt *v, const char *text, int x)
{
	vt_wait(v, text);
	vt_click(v, vt_row_of(v, text), x);
}

bool vt_wait_gone(struct vt *v, const char *text)
{
	return until(v, hides, text, NULL);
}

bool vt_wait_cursor(struct vt *v, const char *text)
{
	return until(v, cursor_shows, text, NULL);
}

bool vt_wait_row(struct vt *v, const char *a, const char *b)
{
	return until(v, row_shows, a, b);
}

bool vt_wait_order(struct vt *v, const char *above, const char *below)
{
	return until(v, in_order, above, below);
}

bool vt_wait_at(struct vt *v, int row, const char *text)
{
	return until(v, at_shows, text, &row);
}

bool vt_wait_mouse(struct vt *v, bool on)
{
	return until(v, mouse_is, &on, NULL);
}

bool vt_wait_exit(struct vt *v)
{
	bool ended = until(v, has_ended, NULL, NULL);

	while (pump(v, 0) && v->fd >= 0) {
		struct pollfd p = { .fd = v->fd, .events = POLLIN };

		if (poll(&p, 1, 0) <= 0)
			break;
	}
	return ended;
}

int vt_end(struct vt *v)
{
	int status = -1;

	if (vt_wait_exit(v))
		status = WIFSIGNALED(v->status) ? 128 + WTERMSIG(v->status)
						: WEXITSTATUS(v->status);
	else
		vt_print(v);
	vt_free(v);
	return status;
}

void vt_free(struct vt *v)
{
	vt_hang_up(v);
	if (!v->ended) {
		kill(v->pid, SIGKILL);
		waitpid(v->pid, NULL, 0);
	}
	vterm_free(v->term);
	str_done(&v->dump);
	free(v);
}

/* ---- looks ---- */

/* Column of a byte offset of a row's text. */
static int column(const char *row, const char *at)
{
	struct str b;
	int x;

	str_init(&b);
	str_addn(&b, row, (size_t)(at - row));
	x = text_width(b.s);
	str_done(&b);
	return x;
}

static unsigned look_of(const VTermScreenCell *cell)
{
	unsigned look = 0;

	if (cell->attrs.reverse)
		look |= VT_REVERSE;
	if (cell->attrs.bold)
		look |= VT_BOLD;
	if (cell->attrs.underline)
		look |= VT_UNDERLINE;
	if (!VTERM_COLOR_IS_DEFAULT_FG(&cell->fg) || !VTERM_COLOR_IS_DEFAULT_BG(&cell->bg))
		look |= VT_COLOURED;
	return look;
}

struct wanted_look {
	enum vt_look look;
	bool has;
};

static bool looks(struct vt *v, const void *a, const void *b)
{
	const struct wanted_look *wanted = b;
	int y = vt_row_of(v, a);
	VTermScreenCell cell;
	struct str row;

	if (y < 0)
		return false;
	str_init(&row);
	row_text(v, y, &row);
	vterm_screen_get_cell(v->screen,
			      (VTermPos){ .row = y, .col = column(row.s, strstr(row.s, a)) }, &cell);
	str_done(&row);
	return !!(look_of(&cell) & wanted->look) == wanted->has;
}

bool vt_wait_look(struct vt *v, const char *text, enum vt_look look, bool has)
{
	return until(v, looks, text, &(struct wanted_look){ look, has });
}

static bool restored(struct vt *v, const void *a, const void *b)
{
	struct termios tio;
	const tcflag_t wanted = ECHO | ICANON | ISIG;

	(void)a;
	(void)b;
	return !v->alt && v->cursor_shown && !v->mouse && !tcgetattr(v->fd, &tio) &&
	       (tio.c_lflag & wanted) == wanted;
}

bool vt_is_restored(struct vt *v)
{
	return until(v, restored, NULL, NULL);
}

bool vt_all_ascii(struct vt *v)
{
	for (const char *s = vt_dump(v); *s; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

/* ---- goldens ---- */

static void golden_path(const struct vt *v, const char *name, struct str *out)
{
	const char *src = getenv("SRCDIR");

	str_addf(out, "%s/tests/tui/golden/%s.%dx%d.txt", src ? src : ".", name, v->cols, v->rows);
}

static bool read_file(const char *path, struct str *out)
{
	FILE *f = fopen(path, "r");
	char buf[4096];
	size_t n;

	if (!f)
		return false;
	while ((n = fread(buf, 1, sizeof buf, f)) > 0)
		str_addn(out, buf, n);
	fclose(f);
	return true;
}

static bool is_golden(struct vt *v, const void *a, const void *b)
{
	(void)b;
	return !strcmp(vt_dump(v), a);
}

/* Only when goldens are made, by hand: the screen is what is left after a silence. */
static bool write_golden(struct vt *v, const char *path)
{
	struct pollfd p = { .fd = v->fd, .events = POLLIN };
	FILE *f;
	bool done;

	while (poll(&p, 1, SETTLED) > 0 && pump(v, 0))
		;
	f = fopen(path, "w");
	if (!f)
		return false;
	fputs(vt_dump(v), f);
	done = !fclose(f);
	printf("# wrote %s\n", path);
	return done;
}

bool vt_golden(struct vt *v, const char *name)
{
	const char *mode = getenv("AIGUILLAGE_GOLDEN");
	struct str path, want;
	bool same;

	str_init(&path);
	str_init(&want);
	golden_path(v, name, &path);
	if (mode && !strcmp(mode, "write")) {
		same = write_golden(v, path.s);
	} else {
		same = read_file(path.s, &want) && until(v, is_golden, want.s, NULL);
		if (!same)
			printf("# not as %s; the screen is below\n", path.s);
	}
	str_done(&want);
	str_done(&path);
	return same;
}
