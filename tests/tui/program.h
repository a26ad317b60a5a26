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
