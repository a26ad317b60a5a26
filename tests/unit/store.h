/* What the tests of the store share: one error, a directory in the folder of the test, a number of it. */
#ifndef TESTS_STORE_H
#define TESTS_STORE_H

#include "aiguillage/directory.h"
#include "src/store/directory_impl.h"
#include "tests/lib/tap.h"
#include "tests/unit/tempdir.h"

static struct err err = ERR_INIT;

/* True, and a clean slate for the next, when the last call left no error. */
static inline bool fine(void)
{
	bool is = err.kind == ERR_NONE;

	if (!is)
		printf("# %s\n", err.msg);
	err_clear(&err);
	return is;
}

static inline struct directory *open_dir(const char *name)
{
	struct directory *d = NULL;

	directory_open(&d, temp(name), DIRECTORY_CREATE, NULL, &err);
	fine();
	return d;
}

static inline int64_t number(struct directory *d, const char *sql)
{
	int64_t n = -1;

	db_number(&d->db, sql, &n, &err);
	fine();
	return n;
}

#endif
