/*
 * Files and folders.  What holds the counsellor's work is theirs alone:
 * folders 0700, files 0600, whatever the umask; a folder that somebody else
 * owns or may write to is refused.
 *
 *	char *dir = path_base_dir(option, &err);
 *	if (!dir || !path_make_private(dir, &err)) ...
 *	char *file = path_join(dir, "annuaire.db");
 */
#ifndef AIGUILLAGE_PATH_H
#define AIGUILLAGE_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/err.h"

/* All three give the caller a string to free. */
char *path_join(const char *dir, const char *name);
char *path_dirname(const char *path);
/* A path as a message shows it: clean UTF-8, not too long. */
char *path_shown(const char *path);

/*
 * Where files for the counsellor go, « ~/Documents » when it exists, else « ~ »; "." without a
 * home.  And a name that was typed, as the system wants it: `~` is the home folder, what is
 * relative goes there.  Free both.
 */
char *path_documents(void);
char *path_typed(const char *typed);

/* Why a system call failed, in French, to follow « : »: « le disque est plein ». */
const char *path_reason(int errnum);

/*
 * Folder of the two bases: `option` (--base), else AIGUILLAGE_BASE, else
 * $XDG_DATA_HOME/aiguillage, else ~/.local/share/aiguillage.  Empty values count as missing, and
 * so does an XDG_DATA_HOME or a HOME that is not absolute.  Free it; NULL with ERR_USAGE when
 * nothing says where.
 */
char *path_base_dir(const char *option, struct err *err);

/* Makes the folder and its parents as 0700 when they are missing, then path_check_private(). */
bool path_make_private(const char *dir, struct err *err);
/* Is it a folder, ours (or the administrator's), that nobody else may write to? */
bool path_check_private(const char *dir, struct err *err);

/* An empty file that only we can read and write; fails when anything at all has that name. */
bool path_create_private(const char *path, struct err *err);

/*
 * Replaces the file as a whole, 0600: after a crash or on a full disk it is the old one or the
 * new one.  Its folder must exist, and what already has its name must be a file (a link is
 * replaced).  ERR_USAGE for « - », which elsewhere is no file.
 */
bool path_write(const char *path, const void *p, size_t n, struct err *err);
/* A file that is whole and synced takes the place of another one, on the same disk. */
bool path_replace(const char *from, const char *to, struct err *err);

/*
 * path_write(), piece after piece, for what is too long to be held:
 *
 *	path_writer_open(&w, path, err) && …
 *	path_writer_put(&w, p, n);		// an error is kept until the end
 *	path_writer_close(&w, err);		// or path_writer_drop(&w): nothing was changed
 */
struct path_writer {
	int fd, errnum;
	char *temp, *path;
};
bool path_writer_open(struct path_writer *w, const char *path, struct err *err);
bool path_writer_put(struct path_writer *w, const void *p, size_t n);
bool path_writer_close(struct path_writer *w, struct err *err);
void path_writer_drop(struct path_writer *w);

#endif
