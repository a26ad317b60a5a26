#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/backup.h"
#include "aiguillage/date.h"
#include "aiguillage/session.h"
#include "src/cli/cli.h"
#include "src/manual.h"
#include "src/tui/tui.h"

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

/* The journal is copied before anything is added to it; without a copy one works all the same. */
static void run_day(struct session *s, const struct tui_options *o, struct err *err)
{
	struct err copying = ERR_INIT;

	backup_daily(s, &copying);
	tui_run(s, o, err);
	say_err(&copying);
}

static int run_screens(const struct cli_start *start)
{
	struct tui_options o = { .no_mouse = start->no_mouse };
	struct err err = ERR_INIT;
	struct session *s = NULL;
	int status;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		err_set(&err, ERR_USAGE, "Les écrans ont besoin d’un terminal. Dans un script : "
			"aiguillage chercher, montrer, commune… (aiguillage aide)");
	else if (session_open(&s, &start->where, &err))
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
