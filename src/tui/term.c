#include "src/tui/term_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/mem.h"
#include "aiguillage/str.h"
#include "src/tui/crash.h"
#include "src/tui/spelling.h"

#define ESC_DELAY 25		/* ms; more, and Esc feels broken */

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
	term_define_keys();
	set_modes(t);
	term_set_looks(t);
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

bool term_take_signal(struct term *t, struct event *ev)
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
