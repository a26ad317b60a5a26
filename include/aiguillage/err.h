/*
 * Errors.  A function that can fail takes a `struct err *` as its last
 * parameter and returns false (or NULL) after filling it; the first cause
 * wins.  The message is French, addressed to the counsellor: what could not be
 * done, why, and what to do.  Nothing below src/cli and src/tui prints it.
 *
 *	struct err err = ERR_INIT;
 *	if (!db_open(&db, path, &err))
 *		return fail(&err);
 */
#ifndef AIGUILLAGE_ERR_H
#define AIGUILLAGE_ERR_H

#include <stdbool.h>

/* The values are the exit codes of the program, documented in aiguillage(1). */
enum err_kind {
	ERR_NONE = 0,
	ERR_NOT_FOUND = 1,	/* the question was understood, nothing answers it */
	ERR_USAGE = 2,		/* the command line or a typed value is wrong */
	ERR_DATA = 3,		/* a file or a record from outside is unusable */
	ERR_BASE = 4,		/* base, disk or system */
	ERR_PARTIAL = 5,	/* done, but part of the input was refused */
};

struct err {
	enum err_kind kind;
	char msg[600];		/* valid UTF-8, no final full stop or newline added */
};

#define ERR_INIT { .kind = ERR_NONE }

/* Returns false, so that a caller can write `return err_set(...)`. */
bool err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void err_clear(struct err *err);

#endif
