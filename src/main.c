#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "aiguillage/backup.h"
#include "aiguillage/date.h"
#include "aiguillage/keep.h"
#include "aiguillage/protect.h"
#include "aiguillage/session.h"
#include "src/cli/cli.h"
#include "src/cli/phrase.h"
#include "src/manual.h"
#include "src/tui/tui.h"

#define LOCK_MS (15 * 60 * 1000)	/* without a key */

/*
 * A base must never be opened under the number of a closed standard stream.  The closed output is
 * replaced by something that cannot be written, so that writing to it stays an error.
 */
static void fill_standard_streams(void)
{
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null", fd == STDOUT_FILENO ? O_RDONLY : O_RDWR);
	}
}

/*
 * What is noted about people must not end in a core file.  The sanitizers need to look at the
 * process that they live in.
 */
static void leave_no_core(void)
{
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
#ifndef SANITIZED
	prctl(PR_SET_DUMPABLE, 0);
#endif
}

/* The journal is copied before anything is added to it; without a copy one works all the same. */
static void run_day(struct session *s, const struct tui_options *o, struct err *err)
{
	struct err copying = ERR_INIT, keeping = ERR_INIT;
	struct str said;

	str_init(&said);
	backup_daily(s, &copying);
	keep_daily(s, &said, &keeping);
	if (said.len)
		session_tell(s, said.s);
	str_done(&said);
	tui_run(s, o, err);
	say_err(&copying);
	say_err(&keeping);
}

/* Before the screens: they have their own way of asking. */
static bool unlock(struct session *s, struct err *err)
{
	return journal_lock_state(s->journal) != JOURNAL_LOCKED || phrase_unlock(s, err);
}

static int run_screens(const struct cli_start *start)
{
	struct tui_options o = { .no_mouse = start->no_mouse, .lock_ms = LOCK_MS };
	struct err err = ERR_INIT;
	struct session *s = NULL;
	int status;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		err_set(&err, ERR_USAGE, "Les écrans ont besoin d’un terminal. Dans un script : "
			"aiguillage chercher, montrer, commune… (aiguillage aide)");
	else if (session_open(&s, &start->where, &err) &&
		 (!start->where.open_texts || unlock(s, &err)))
		run_day(s, &o, &err);
	status = err.kind;
	session_close(s);
	say_err(&err);
	return status;
}

/* For the Makefile only: the tables of the manual cannot differ from the program. */
static int print_manual(const char *name)
{
	struct str out;
	int status = ERR_USAGE;

	str_init(&out);
	if (manual_table(&out, name))
		status = cli_write(&out);
	str_done(&out);
	return status;
}

int main(int argc, char **argv)
{
	struct err err = ERR_INIT;
	struct cli_start start;
	int status;

	/* before anything writes: a full quota is then an error that can be told, not a death */
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	leave_no_core();
	fill_standard_streams();
	if (argc == 3 && strcmp(argv[1], "--mdoc") == 0)
		return print_manual(argv[2]);
	if (!clock_check(&err)) {
		say_err(&err);
		return err.kind;
	}
	if (!cli_begin(argc, argv, &start, &status))
		return status;
	return start.command < argc ? cli_main(argc, argv, &start) : run_screens(&start);
}
