/* A directory that cannot be used is kept under another name, never deleted. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "src/store/directory_impl.h"

/* The bytes that SQLite locks (its file format, « lock-byte page »). */
#define LOCK_FIRST 0x40000000
#define LOCK_BYTES 512

/* « annuaire.db.abime-20261124-2215 », with a number when the name is taken. */
static char *new_name(const char *path)
{
	int64_t now = clock_now();
	struct date d = date_of_day(date_day_of(now));
	int minute = date_minute_of(now);
	struct str b;

	str_init(&b);
	str_addf(&b, "%s.abime-%04d%02d%02d-%02d%02d", path, d.year, d.month, d.day, minute / 60,
		 minute % 60);
	for (size_t len = b.len, i = 2; access(b.s, F_OK) == 0; i++) {
		str_truncate(&b, len);
		str_addf(&b, "-%zu", i);
	}
	return b.s;
}

static bool move(const char *path, const char *to, const char *suffix)
{
	struct str a, b;
	bool ok;

	str_init(&a);
	str_init(&b);
	str_addf(&a, "%s%s", path, suffix);
	str_addf(&b, "%s%s", to, suffix);
	ok = rename(a.s, b.s) == 0 || errno == ENOENT;
	str_done(&a);
	str_done(&b);
	return ok;
}

/* The journals go first: one left behind would be played into the next base. */
static bool move_all(const char *path, const char *to)
{
	return move(path, to, "-journal") && move(path, to, "-wal") && move(path, to, "-shm") &&
	       move(path, to, "");
}

static bool lock(int fd)
{
	struct flock l = {
		.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_FIRST, .l_len = LOCK_BYTES,
	};

	return fcntl(fd, F_SETLK, &l) == 0;
}

bool directory_set_aside(const char *path, char **moved_to, struct err *err)
{
	int fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	char *to = new_name(path), *shown = path_shown(path);
	bool ok;

	if (fd < 0) {
		ok = err_set(err, ERR_BASE, "%s est abîmé et ne peut pas être mis de côté : %s. "
			     "Déplacez-le à la main", shown, path_reason(errno));
	} else if (!lock(fd)) {
		ok = err_set(err, ERR_BASE, "%s est abîmé et un autre Aiguillage s’en sert. "
			     "Fermez-le, puis recommencez", shown);
	} else {
		ok = move_all(path, to) ||
		     err_set(err, ERR_BASE, "%s est abîmé et ne peut pas être mis de côté : %s. "
			     "Déplacez-le à la main", shown, path_reason(errno));
	}
	if (fd >= 0)
		close(fd);
	free(shown);
	if (ok && moved_to) {
		free(*moved_to);
		*moved_to = to;
	} else {
		free(to);
	}
	return ok;
}
