/*
 * What a test of screens prepares or looks at with the command line, on the bases of program.h.
 *
 *	shell("\"$PROG\" accompagner --themes email");
 *	ok(shell("test -e fichier"), "there");
 *
 * The current folder is one of its own, `work`, made by shell_begin().
 */
#ifndef TESTS_TUI_SHELL_H
#define TESTS_TUI_SHELL_H

#include <sys/stat.h>

#include "tests/tui/program.h"

static char shell_work[200];

static inline void shell_begin(void)
{
	snprintf(shell_work, sizeof shell_work, "%s/travail", program_base);
	if (mkdir(shell_work, 0700) != 0 || chdir(shell_work) != 0 || setenv("HOME", shell_work, 1) != 0)
		abort();
	setenv("AIGUILLAGE_BASE", program_base, 1);
	setenv("AIGUILLAGE_MAINTENANT", "2026-11-24T10:00", 1);
}

static inline bool shell(const char *command)
{
	char quiet[2000];

	snprintf(quiet, sizeof quiet, "{ %s; } >sortie 2>&1", command);
	return system(quiet) == 0;
}

/* The program where no file may grow beyond that many blocks. */
static inline struct vt *shell_start_full(const char *blocks)
{
	static char base[160], command[100];
	const char *argv[] = { "/bin/sh", "-c", command, NULL };
	const char *env[] = { base, "AIGUILLAGE_MAINTENANT=2026-11-24T10:00", NULL };

	snprintf(command, sizeof command, "ulimit -f %s; exec \"$PROG\"", blocks);
	snprintf(base, sizeof base, "AIGUILLAGE_BASE=%s", program_base);
	return vt_start(&(struct vt_options){ argv, env, 24, 80 });
}

#endif
