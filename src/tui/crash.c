#include "src/tui/crash.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "aiguillage/mem.h"

/* Only what a handler may touch: plain data set before the handler can run. */
static struct termios saved;
static volatile sig_atomic_t guarded;
static char stack[65536];

static const int fatal[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGQUIT };

/*
 * Mouse and paste modes off, cursor keys and keypad normal, back to the
 * ordinary screen, cursor visible, no attributes.
 */
static void restore(void)
{
	static const char reset[] =
		"\033[?1000l\033[?1002l\033[?1003l\033[?1006l\033[?2004l"
		"\033[?1l\033>\033[?1049l\033[?25h\033[0m\r\n";

	if (!guarded)
		return;
	guarded = 0;
	if (write(STDOUT_FILENO, reset, sizeof reset - 1) < 0)
		return;		/* the terminal is gone: nothing to restore */
	tcsetattr(STDIN_FILENO, TCSANOW, &saved);
}

static void on_crash(int sig)
{
	/* SA_RESETHAND: the second one is the real one */
	restore();
	raise(sig);
}

void crash_guard(void)
{
	struct sigaction sa = {
		.sa_handler = on_crash,
		.sa_flags = (int)(SA_ONSTACK | SA_RESETHAND | SA_NODEFER),
	};
	static bool registered;

	if (tcgetattr(STDIN_FILENO, &saved))
		return;
	sigaltstack(&(stack_t){ .ss_sp = stack, .ss_size = sizeof stack }, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(fatal); i++)
		sigaction(fatal[i], &sa, NULL);
	if (!registered)
		atexit(restore);
	registered = true;
	guarded = 1;
}

void crash_unguard(void)
{
	guarded = 0;
	for (size_t i = 0; i < ARRAY_SIZE(fatal); i++)
		signal(fatal[i], SIG_DFL);
}
