/*
 * Options and operands of a command.  Unlike getopt_long(): French messages,
 * no abbreviations, and the nearest option is named when one does not exist.
 * Options and operands may be mixed; `--` ends the options.
 *
 * Values and operands are cleaned (text.h) and valid until args_done(), but
 * for options marked `raw` (paths).
 */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include <stdbool.h>

#include "aiguillage/err.h"
#include "aiguillage/session.h"

struct arg_option {
	int id;			/* above 0 */
	const char *name;	/* without its dashes */
	const char *value;	/* what its value is called, NULL: takes none */
	const char *help;
	bool raw;		/* a path: taken byte for byte */
	bool optional;		/* the value, made of digits, - and /, may be missing: args.value is then NULL */
};

enum {
	ARGS_END = 0,
	ARGS_OPERAND = -1,
	ARGS_WRONG = -2,	/* err is set, or help was asked (args.help) */
};

/* Understood by every command, before or after its name. */
extern const struct arg_option global_options[];
enum {
	GLOBAL_BASE = 1000,
	GLOBAL_NO_MOUSE,
	GLOBAL_OPEN,
	GLOBAL_VERSION,
	GLOBAL_HELP,
};

struct args {
	int argc, i;
	char **argv;
	const struct arg_option *own;	/* ends with a NULL name; may be NULL */
	const struct arg_option *shared;	/* the same */
	bool operands_only;
	const char *value;		/* of the option just returned, or the operand */
	char **kept;			/* cleaned values */
	size_t n_kept, cap_kept;
	struct session_options *where;	/* receives --base and --avec-phrase */
	bool no_mouse, help, version;
};

/* Starts at argv[i]. */
void args_init(struct args *a, int argc, char **argv, int i, const struct arg_option *own);
void args_done(struct args *a);
/* Id of an option of the command's tables, or one of the values above. */
int args_next(struct args *a, struct err *err);
/*
 * Id of the next option, ARGS_END or ARGS_WRONG.  The one operand that the command takes goes to
 * *operand; a second one, or any when `operand` is NULL, is wrong.
 */
int args_option(struct args *a, const char **operand, struct err *err);

/* A text from outside as a message shows it: without control characters, not too long. */
struct quoted {
	char s[260];
};
struct quoted quote(const char *text);

/* ERR_USAGE for an operand that is not expected. */
bool args_unexpected(const struct args *a, struct err *err);
/* Reads a whole number between lo and hi; ERR_USAGE naming the option otherwise. */
bool args_number(const struct args *a, const char *option, int lo, int hi, int *n,
		 struct err *err);
/* « vouliez-vous dire --commune » : the name of the list nearest to what was typed, or NULL. */
const char *nearest_name(const char *typed, const char *const *names);

#endif
