#include "tests/lib/vt_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define VT_PATIENCE 10000	/* ms before a wait fails; sanitizers are slow */

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

bool vt_pump(struct vt *v, int ms)
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

bool vt_until(struct vt *v, vt_condition *c, const void *a, const void *b)
{
	int64_t end = now_ms() + VT_PATIENCE;

	for (;;) {
		bool more = true;

		if (c(v, a, b))
			return true;
		if (now_ms() >= end)
			return false;
		more = vt_pump(v, 20);
		reap(v);
		/* nothing more will come: only the last look counts */
		if (!more && v->ended)
			return c(v, a, b);
		if (!more)
			poll(NULL, 0, 5);
	}
}

void vt_hang_up(struct vt *v)
{
	if (v->fd >= 0)
		close(v->fd);
	v->fd = -1;
}

static bool has_ended(struct vt *v, const void *a, const void *b)
{
	(void)a;
	(void)b;
	reap(v);
	return v->ended;
}

bool vt_wait_exit(struct vt *v)
{
	bool ended = vt_until(v, has_ended, NULL, NULL);

	while (vt_pump(v, 0) && v->fd >= 0) {
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
