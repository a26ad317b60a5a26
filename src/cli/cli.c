#include "src/cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/mem.h"
#include "aiguillage/keep.h"
#include "aiguillage/path.h"
#include "aiguillage/protect.h"
#include "aiguillage/text.h"
#include "src/cli/phrase.h"

const struct cmd_entry *const cmds[] = {
	&cmd_search, &cmd_show, &cmd_sheet, &cmd_booklet, &cmd_commune, &cmd_agenda, &cmd_hours,
	&cmd_refer, &cmd_accompany, &cmd_unmet, &cmd_follow, &cmd_journal, &cmd_report,
	&cmd_correct, &cmd_add, &cmd_group, &cmd_review, &cmd_import, &cmd_export, &cmd_coop, &cmd_post,
	&cmd_backup, &cmd_restore, &cmd_verify, &cmd_keep, &cmd_phrase, &cmd_extract, &cmd_erase,
	&cmd_state, &cmd_help, NULL,
};

const struct cmd_entry *cmd_find(const char *name)
{
	for (size_t i = 0; cmds[i]; i++) {
		if (strcmp(cmds[i]->name, name) == 0)
			return cmds[i];
	}
	return NULL;
}

bool cmd_unknown(const char *name, struct err *err)
{
	const char *names[ARRAY_SIZE(cmds)] = { NULL }, *like;

	for (size_t i = 0; cmds[i]; i++)
		names[i] = cmds[i]->name;
	like = nearest_name(name, names);
	if (like)
		return err_set(err, ERR_USAGE, "Commande inconnue : « %s ». Vouliez-vous dire "
			       "« %s » ?", quote(name).s, like);
	return err_set(err, ERR_USAGE, "Commande inconnue : « %s ». « aiguillage aide » donne la "
		       "liste", quote(name).s);
}

/* ---- saying ---- */

static void say_text(const char *text)
{
	struct str b;

	str_init(&b);
	str_add(&b, "aiguillage : ");
	text_clean(&b, text, strlen(text), TEXT_MANY_LINES);
	str_addc(&b, '\n');
	fputs(b.s, stderr);
	str_done(&b);
}

void say(const char *fmt, ...)
{
	struct str b;
	va_list ap;

	str_init(&b);
	va_start(ap, fmt);
	str_vaddf(&b, fmt, ap);
	va_end(ap);
	say_text(b.s);
	str_done(&b);
}

void say_err(const struct err *err)
{
	if (err->msg[0])
		say_text(err->msg);
}

/* ---- writing ---- */

static bool cannot_write(int errnum, struct err *err)
{
	const char *why = errnum == EBADF ? "la sortie est fermée" :
			  errnum == EPIPE ? "le programme qui le lisait s’est arrêté" :
					    path_reason(errnum);

	return err_set(err, ERR_BASE, "Le résultat n’a pas pu être écrit : %s", why);
}

static bool write_all(const char *s, size_t n, struct err *err)
{
	while (n) {
		ssize_t k = write(STDOUT_FILENO, s, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return cannot_write(k ? errno : ENOSPC, err);
		s += k;
		n -= (size_t)k;
	}
	return true;
}

bool call_flush(struct cmd_call *call, struct err *err)
{
	bool ok = write_all(call->out.s, call->out.len, err);

	str_clear(&call->out);
	return ok;
}

/* Some file systems tell that the disk is full only when the file is closed. */
static bool close_output(struct err *err)
{
	if (close(STDOUT_FILENO) == 0 || errno == EBADF || errno == EINTR)
		return true;
	return cannot_write(errno, err);
}

int cli_write(const struct str *text)
{
	struct err err = ERR_INIT;

	if (!write_all(text->s, text->len, &err) || !close_output(&err))
		say_err(&err);
	return err.kind;
}

/* ---- running ---- */

static void finish_copies(struct session *s)
{
	struct str said;

	str_init(&said);
	keep_finish(s, &said);
	if (said.len)
		session_tell(s, said.s);
	str_done(&said);
}

bool call_open(struct cmd_call *call, struct err *err)
{
	if (!session_open(&call->session, &call->where, err))
		return false;
	call->session->ask_phrase = phrase_unlock;
	finish_copies(call->session);
	if (*session_notice(call->session))
		say("%s", session_notice(call->session));
	return !call->where.open_texts || protect_need(call->session, err);
}

static int print_version(void)
{
	struct str b;
	int status;

	str_init(&b);
	str_add(&b, "aiguillage " PACKAGE_VERSION "\n");
	str_add(&b, "Licence GPL version 3 ou ultérieure. Sans aucune garantie.\n");
	status = cli_write(&b);
	str_done(&b);
	return status;
}

static int print_help(const struct cmd_entry *cmd)
{
	struct str b;
	int status;

	str_init(&b);
	if (cmd)
		help_command(&b, cmd);
	else
		help_program(&b);
	status = cli_write(&b);
	str_done(&b);
	return status;
}

bool cli_begin(int argc, char **argv, struct cli_start *start, int *status)
{
	struct err err = ERR_INIT;
	struct args a;
	int id;

	*start = (struct cli_start){ .command = argc };
	args_init(&a, argc, argv, 1, NULL);
	a.where = &start->where;
	id = args_next(&a, &err);
	start->no_mouse = a.no_mouse;
	if (id == ARGS_OPERAND)
		start->command = a.i - 1;
	args_done(&a);
	if (id != ARGS_WRONG)
		return true;
	if (a.help || a.version) {
		*status = a.help ? print_help(NULL) : print_version();
	} else {
		say_err(&err);
		*status = err.kind;
	}
	return false;
}

/* The answer is written even when the command found fault: a header, the facts. */
static int run(const struct cmd_entry *cmd, struct cmd_call *call, struct args *a)
{
	struct err err = ERR_INIT, writing = ERR_INIT;
	bool done = cmd->run(call, a, &err);

	if (a->help)
		return print_help(cmd);
	if (a->version)
		return print_version();
	if (call_flush(call, &writing))
		close_output(&writing);
	if (!done)
		say_err(&err);
	if (writing.kind) {
		say_err(&writing);
		return writing.kind;
	}
	return err.kind;
}

int cli_main(int argc, char **argv, const struct cli_start *start)
{
	const struct cmd_entry *cmd = cmd_find(argv[start->command]);
	struct cmd_call call = { .where = start->where };
	struct err err = ERR_INIT;
	struct args a;
	int status;

	if (!cmd) {
		cmd_unknown(argv[start->command], &err);
		say_err(&err);
		return err.kind;
	}
	args_init(&a, argc, argv, start->command + 1, cmd->options);
	a.shared = cmd->shared;
	a.where = &call.where;
	str_init(&call.out);
	status = run(cmd, &call, &a);
	session_close(call.session);
	str_done(&call.out);
	args_done(&a);
	return status;
}
