/*
 * The program on the shipped directory, in a folder of bases of its own, on
 * Tuesday 24 November 2026 at ten.
 *
 *	program_begin();
 *	v = program_start(24, 80);
 *	...
 *	program_end();			// removes the folder
 */
#ifndef TESTS_TUI_PROGRAM_H
#define TESTS_TUI_PROGRAM_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/lib/vt.h"

static char program_base[] = "/tmp/aiguillage-test-XXXXXX";

static inline struct vt *program_start_env(int rows, int cols, const char *extra)
{
	static char base[128];
	const char *argv[] = { getenv("PROG"), NULL };
	const char *env[] = { base, "AIGUILLAGE_MAINTENANT=2026-11-24T10:00", extra, NULL };

	snprintf(base, sizeof base, "AIGUILLAGE_BASE=%s", program_base);
	return vt_start(&(struct vt_options){ argv, env, rows, cols });
}

static inline struct vt *program_start(int rows, int cols)
{
	return program_start_env(rows, cols, NULL);
}

#define PROGRAM_NOBODY "65534"

/* The bases are ours again. */
static inline void program_own(void)
{
	char command[128];

	snprintf(command, sizeof command, "chown -R %d '%s'", (int)geteuid(), program_base);
	if (geteuid() == 0 && system(command))
		printf("# %s is not ours\n", program_base);
}

/*
 * As somebody whom the rights of files stop: root becomes nobody, who then owns the bases
 * (program_own() ends it).  NULL: the program cannot be run so, in a folder of root maybe.
 */
static inline struct vt *program_start_plain(void)
{
	static const char plain[] = "setpriv --reuid=" PROGRAM_NOBODY " --regid=" PROGRAM_NOBODY
				    " --clear-groups ";
	static char command[300], base[128];
	const char *argv[] = { "/bin/sh", "-c", command, NULL };
	const char *env[] = { base, "AIGUILLAGE_MAINTENANT=2026-11-24T10:00", NULL };

	if (geteuid() != 0)
		return program_start(24, 80);
	snprintf(command, sizeof command,
		 "%s /bin/sh -c 'test -x \"$PROG\" && test -r \"$AIGUILLAGE_DATA/vocabulaire.csv\"' && "
		 "chown -R " PROGRAM_NOBODY " '%s'", plain, program_base);
	if (system(command)) {
		program_own();
		return NULL;
	}
	snprintf(base, sizeof base, "AIGUILLAGE_BASE=%s", program_base);
	snprintf(command, sizeof command, "%s \"$PROG\"", plain);
	return vt_start(&(struct vt_options){ argv, env, 24, 80 });
}

/* Makes the bases, so that no later start has anything to tell. */
static inline void program_begin(void)
{
	struct vt *v;

	if (!getenv("PROG")) {
		printf("1..0 # SKIP PROG is not set\n");
		exit(77);
	}
	if (!mkdtemp(program_base))
		abort();
	v = program_start(24, 80);
	if (!ok(vt_wait(v, "Annuaire préparé"), "the first start prepares the directory")) {
		vt_print(v);
		printf("Bail out! the program does not start\n");
		exit(1);
	}
	vt_keys(v, "<C-q>");
	is_int(vt_end(v), 0, "left cleanly");
}

static inline void program_end(void)
{
	char command[128];

	snprintf(command, sizeof command, "rm -rf '%s'", program_base);
	if (system(command))
		printf("# %s was not removed\n", program_base);
}

/* Asked twice: a search that is filled in makes the program ask first. */
static inline void program_quit(struct vt *v)
{
	vt_keys(v, "<C-q><C-q>");
	is_int(vt_end(v), 0, "left cleanly");
}

#endif
