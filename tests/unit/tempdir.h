/* A folder of its own for a test, and what tests do to files. */
#ifndef TESTS_TEMPDIR_H
#define TESTS_TEMPDIR_H

#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

static char tempdir[1024];

static inline int tempdir_remove_one(const char *path, const struct stat *st, int type,
				     struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void tempdir_remove(void)
{
	nftw(tempdir, tempdir_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static inline void tempdir_make(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(tempdir, sizeof tempdir, "%s/aiguillage-test-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(tempdir)) {
		perror(tempdir);
		exit(99);
	}
}

/* A path in the folder; four may be held at a time. */
static inline const char *temp(const char *name)
{
	static char buf[4][1200];
	static int i;

	i = (i + 1) % 4;
	snprintf(buf[i], sizeof buf[i], "%s/%s", tempdir, name);
	return buf[i];
}

static inline mode_t mode_of(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 ? st.st_mode & 07777 : 0;
}

static inline bool exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* Free it. */
static inline char *slurp(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	char *p = NULL;

	*n = 0;
	if (!f)
		return NULL;
	fseek(f, 0, SEEK_END);
	*n = (size_t)ftell(f);
	rewind(f);
	p = malloc(*n + 1);
	if (p && fread(p, 1, *n, f) != *n)
		*n = 0;
	if (p)
		p[*n] = '\0';
	fclose(f);
	return p;
}

static inline void spit(const char *path, const void *p, size_t n)
{
	FILE *f = fopen(path, "wb");

	if (!f || fwrite(p, 1, n, f) != n || fclose(f) != 0) {
		perror(path);
		exit(99);
	}
}

/* Writes over some bytes of a file. */
static inline void scribble(const char *path, long at, size_t n)
{
	FILE *f = fopen(path, "r+b");

	if (!f || fseek(f, at, SEEK_SET) != 0) {
		perror(path);
		exit(99);
	}
	while (n--)
		fputc(0xA5, f);
	fclose(f);
}

static inline bool same_file(const char *path, const char *bytes, size_t n)
{
	size_t m;
	char *now = slurp(path, &m);
	bool same = now && m == n && memcmp(now, bytes, n) == 0;

	free(now);
	return same;
}

/* root may write everywhere: such tests run as nobody, to whom the folder is given. */
#define NOBODY 65534
static inline bool become_nobody(void)
{
	if (geteuid() != 0)
		return true;
	if (chown(tempdir, NOBODY, NOBODY) != 0 || seteuid(NOBODY) != 0)
		return false;
	prctl(PR_SET_DUMPABLE, 1);	/* the leak checker reads our own memory */
	return true;
}

#endif
