/*
 * A disk that fails when asked: a SQLite VFS over the usual one, the default
 * of the process once registered.
 *
 *	fault_register();
 *	fault_arm(FAULT_SYNC, 3, true);	// the third sync fails, and those after it
 *	…
 *	fault_disarm();			// fault_seen[FAULT_SYNC]: how many there were
 */
#ifndef TESTS_FAULT_VFS_H
#define TESTS_FAULT_VFS_H

#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

enum fault_op {
	FAULT_WRITE,
	FAULT_SYNC,
	FAULT_TRUNCATE,
	FAULT_DELETE,
	FAULT_OPEN,
	FAULT_OPS
};

static const char *const fault_names[FAULT_OPS] = { "write", "sync", "truncate", "delete",
						    "open" };

static struct {
	sqlite3_vfs *real;
	sqlite3_vfs vfs;
	enum fault_op op;
	int calls;		/* when it kills */
	int at;			/* 0: never */
	bool for_good;
	bool kills;		/* the process dies there instead */
	bool hit;
} fault;
static int fault_seen[FAULT_OPS];

struct fault_file {
	sqlite3_file base;
	sqlite3_file *real;	/* right behind */
};

static inline void fault_arm(enum fault_op op, int at, bool for_good)
{
	memset(fault_seen, 0, sizeof fault_seen);
	fault.op = op;
	fault.at = at;
	fault.for_good = for_good;
	fault.hit = fault.kills = false;
}

/* Dies at the at-th call of any kind. */
static inline void fault_arm_kill(int at)
{
	fault_arm(FAULT_OPS, at, false);
	fault.calls = 0;
	fault.kills = true;
}

static inline void fault_disarm(void)
{
	fault.at = 0;
}

static inline bool fault_now(enum fault_op op)
{
	int n = ++fault_seen[op];
	bool now = fault.at && op == fault.op && (n == fault.at || (fault.for_good && n > fault.at));

	if (fault.kills)
		now = ++fault.calls == fault.at;

	fault.hit |= now;
	if (now && fault.kills)
		raise(SIGKILL);
	return now;
}

#define REAL(f) (((struct fault_file *)(f))->real)

static inline int fault_close(sqlite3_file *f)
{
	return REAL(f)->pMethods->xClose(REAL(f));
}

static inline int fault_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
	return REAL(f)->pMethods->xRead(REAL(f), p, n, at);
}

static inline int fault_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	if (fault_now(FAULT_WRITE)) {
		/* a disk that fails may have begun */
		if (n > 1)
			REAL(f)->pMethods->xWrite(REAL(f), p, n / 2, at);
		return fault.at % 2 ? SQLITE_FULL : SQLITE_IOERR_WRITE;
	}
	return REAL(f)->pMethods->xWrite(REAL(f), p, n, at);
}

static inline int fault_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	if (fault_now(FAULT_TRUNCATE))
		return SQLITE_IOERR_TRUNCATE;
	return REAL(f)->pMethods->xTruncate(REAL(f), size);
}

static inline int fault_sync(sqlite3_file *f, int flags)
{
	if (fault_now(FAULT_SYNC))
		return SQLITE_IOERR_FSYNC;
	return REAL(f)->pMethods->xSync(REAL(f), flags);
}

static inline int fault_size(sqlite3_file *f, sqlite3_int64 *size)
{
	return REAL(f)->pMethods->xFileSize(REAL(f), size);
}

static inline int fault_lock(sqlite3_file *f, int lock)
{
	return REAL(f)->pMethods->xLock(REAL(f), lock);
}

static inline int fault_unlock(sqlite3_file *f, int lock)
{
	return REAL(f)->pMethods->xUnlock(REAL(f), lock);
}

static inline int fault_reserved(sqlite3_file *f, int *out)
{
	return REAL(f)->pMethods->xCheckReservedLock(REAL(f), out);
}

static inline int fault_control(sqlite3_file *f, int op, void *arg)
{
	return REAL(f)->pMethods->xFileControl(REAL(f), op, arg);
}

static inline int fault_sector(sqlite3_file *f)
{
	return REAL(f)->pMethods->xSectorSize(REAL(f));
}

static inline int fault_traits(sqlite3_file *f)
{
	return REAL(f)->pMethods->xDeviceCharacteristics(REAL(f));
}

static const sqlite3_io_methods fault_methods = {
	.iVersion = 1,
	.xClose = fault_close,
	.xRead = fault_read,
	.xWrite = fault_write,
	.xTruncate = fault_truncate,
	.xSync = fault_sync,
	.xFileSize = fault_size,
	.xLock = fault_lock,
	.xUnlock = fault_unlock,
	.xCheckReservedLock = fault_reserved,
	.xFileControl = fault_control,
	.xSectorSize = fault_sector,
	.xDeviceCharacteristics = fault_traits,
};

static inline int fault_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags,
			     int *out)
{
	struct fault_file *file = (struct fault_file *)f;
	int rc;

	(void)vfs;
	file->base.pMethods = NULL;
	if (fault_now(FAULT_OPEN))
		return SQLITE_CANTOPEN;
	file->real = (sqlite3_file *)(file + 1);
	rc = fault.real->xOpen(fault.real, name, file->real, flags, out);
	if (file->real->pMethods)
		file->base.pMethods = &fault_methods;
	return rc;
}

static inline int fault_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	(void)vfs;
	if (fault_now(FAULT_DELETE))
		return SQLITE_IOERR_DELETE;
	return fault.real->xDelete(fault.real, name, sync);
}

static inline bool fault_register(void)
{
	fault.real = sqlite3_vfs_find(NULL);
	if (!fault.real)
		return false;
	fault.vfs = *fault.real;
	fault.vfs.zName = "faulty";
	fault.vfs.szOsFile = (int)sizeof(struct fault_file) + fault.real->szOsFile;
	fault.vfs.xOpen = fault_open;
	fault.vfs.xDelete = fault_delete;
	return sqlite3_vfs_register(&fault.vfs, 1) == SQLITE_OK;
}

#endif
