/*
 * The command line.  A command is one file cmd_*.c with one const struct
 * cmd_entry: its options are a table from which come the parsing, --help and
 * the manual's command list.  A command writes into call->out; cli_main()
 * prints it once the command is done, and fails when it cannot.
 *
 *	static bool run(struct cmd_call *call, struct args *a, struct err *err)
 *	{
 *		while ((id = args_next(a, err)) > ARGS_END)
 *			switch (id) ...
 *		if (id == ARGS_WRONG || !call_open(call, err))
 *			return false;
 *		str_addf(&call->out, …);
 *		return true;
 *	}
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>

#include "aiguillage/err.h"
#include "aiguillage/session.h"
#include "aiguillage/str.h"
#include "src/cli/args.h"

struct cmd_call {
	struct session_options where;
	struct session *session;	/* after call_open() */
	struct str out;			/* what goes to the standard output */
};

struct cmd_entry {
	const char *name;		/* "chercher" */
	const char *operands;		/* "ID", "TEXTE", "" */
	const char *summary;		/* one line, without full stop */
	const char *help;		/* paragraphs, separated by empty lines */
	const struct arg_option *shared;	/* with other commands; told before its own */
	const struct arg_option *options;
	bool (*run)(struct cmd_call *call, struct args *a, struct err *err);
};

extern const struct cmd_entry cmd_refer, cmd_accompany, cmd_unmet, cmd_follow, cmd_journal,
	cmd_report, cmd_backup, cmd_restore, cmd_verify, cmd_keep, cmd_extract, cmd_erase,
	cmd_coop, cmd_phrase;
extern const struct cmd_entry cmd_search, cmd_show, cmd_commune, cmd_agenda, cmd_hours, cmd_correct,
	cmd_add, cmd_group, cmd_review, cmd_export, cmd_import, cmd_sheet, cmd_post, cmd_state,
	cmd_help, cmd_booklet;

/* In the order of the help; NULL at the end. */
extern const struct cmd_entry *const cmds[];
const struct cmd_entry *cmd_find(const char *name);
/* ERR_USAGE « commande inconnue », with the one that looks like it. */
bool cmd_unknown(const char *name, struct err *err);

/* Help of the program, of one command. */
void help_program(struct str *out);
void help_command(struct str *out, const struct cmd_entry *cmd);

/* What is asked before any command. */
struct cli_start {
	struct session_options where;
	bool no_mouse;
	int command;		/* position of the command in argv; argc: none, so the screens */
};
/*
 * Reads the global options.  False: nothing more to do, *status is the exit code (--help,
 * --version, wrong option).
 */
bool cli_begin(int argc, char **argv, struct cli_start *start, int *status);
/* Writes all of it on the standard output and closes it; the exit code, told when it is not 0. */
int cli_write(const struct str *text);
/* Runs the command at argv[start->command]; returns the exit code. */
int cli_main(int argc, char **argv, const struct cli_start *start);

/* Opens the bases and says on the standard error what must be said. */
bool call_open(struct cmd_call *call, struct err *err);
/* Writes call->out now and empties it: for long outputs. */
bool call_flush(struct cmd_call *call, struct err *err);

/* On the standard error, cleaned of control characters. */
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void say_err(const struct err *err);

#endif
