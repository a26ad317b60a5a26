/* A session in a folder of its own, opened by the first input and closed when the fuzzer ends. */
#ifndef TESTS_FUZZ_SESSION_H
#define TESTS_FUZZ_SESSION_H

#include <stdio.h>
#include <stdlib.h>

#include "aiguillage/session.h"
#include "tests/unit/tempdir.h"

static struct session *s;

static void close_base(void)
{
	session_close(s);
	tempdir_remove();
}

static void open_base(void)
{
	struct session_options o;
	struct err err = ERR_INIT;

	setenv("AIGUILLAGE_MAINTENANT", "2026-11-24T10:00", 1);
	tempdir_make();
	o = (struct session_options){ .base = tempdir };
	if (!session_open(&s, &o, &err)) {
		fprintf(stderr, "%s\n", err.msg);
		abort();
	}
	atexit(close_base);
}

#endif
