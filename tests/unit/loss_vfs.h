/*
 * A disk that loses power: a SQLite VFS over the usual one, the default of the
 * process once registered, that writes down what is asked of it.  Afterwards the
 * disk can be made as any cut would have left it: what was not synced is there,
 * or not, or half, or noise; names that were made or deleted count once their
 * folder is synced.
 *
 *	loss_register();
 *	loss_record(path);	// from here on, this file and its journal
 *	… loss_ack();		// the program says « enregistré »
 *	loss_stop();
 *	acked = loss_make(k, seed, dir);	// the disk after the first k operations
 *
 * It promises nothing of the device: no atomic write, sectors of loss.sector bytes.
 */
#ifndef TESTS_LOSS_VFS_H
#define TESTS_LOSS_VFS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/mem.h"
#include "tests/unit/tempdir.h"

enum loss_kind { LOSS_WRITE, LOSS_TRUNCATE, LOSS_SYNC, LOSS_CREATE, LOSS_DELETE, LOSS_SYNC_DIR, LOSS_ACK };

struct loss_op {
	enum loss_kind kind;
	bool journal;		/* of the journal, not of the base */
	sqlite3_int64 at;	/* or the size */
	size_t n;
	void *bytes;
};

static struct {
	sqlite3_vfs *real;
	sqlite3_vfs vfs;
	int sector;
	bool on;
	char base[1300], log[1320];
	char *first;		/* the base as it was at the beginning */
	size_t n_first;
	struct loss_op *ops;
	size_t n, cap;
} loss = { .sector = 4096 };

struct loss_file {
	sqlite3_file base;
	sqlite3_file *real;	/* right behind */
	bool followed, journal, fresh;
};

#define LOSS_REAL(f) (((struct loss_file *)(f))->real)

static inline void loss_note(enum loss_kind kind, bool journal, sqlite3_int64 at, const void *p, size_t n)
{
	struct loss_op *op;

	if (!loss.on)
		return;
	loss.ops = mem_grow(loss.ops, loss.n, &loss.cap, sizeof *loss.ops);
	op = &loss.ops[loss.n++];
	*op = (struct loss_op){ .kind = kind, .journal = journal, .at = at, .n = n };
	op->bytes = n ? xcalloc(n, 1) : NULL;
	if (n)
		memcpy(op->bytes, p, n);
}

static inline int loss_close(sqlite3_file *f)
{
	return LOSS_REAL(f)->pMethods->xClose(LOSS_REAL(f));
}

static inline int loss_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
	return LOSS_REAL(f)->pMethods->xRead(LOSS_REAL(f), p, n, at);
}

static inline int loss_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	struct loss_file *l = (struct loss_file *)f;

	if (l->followed)
		loss_note(LOSS_WRITE, l->journal, at, p, (size_t)n);
	return l->real->pMethods->xWrite(l->real, p, n, at);
}

static inline int loss_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	struct loss_file *l = (struct loss_file *)f;

	if (l->followed)
		loss_note(LOSS_TRUNCATE, l->journal, size, NULL, 0);
	return l->real->pMethods->xTruncate(l->real, size);
}

/* As the usual VFS: the first sync of a journal that was made is that of its folder too. */
static inline int loss_sync(sqlite3_file *f, int flags)
{
	struct loss_file *l = (struct loss_file *)f;

	if (l->followed)
		loss_note(LOSS_SYNC, l->journal, 0, NULL, 0);
	if (l->followed && l->fresh)
		loss_note(LOSS_SYNC_DIR, false, 0, NULL, 0);
	l->fresh = false;
	return l->real->pMethods->xSync(l->real, flags);
}

static inline int loss_size(sqlite3_file *f, sqlite3_int64 *size)
{
	return LOSS_REAL(f)->pMethods->xFileSize(LOSS_REAL(f), size);
}

static inline int loss_lock(sqlite3_file *f, int lock)
{
	return LOSS_REAL(f)->pMethods->xLock(LOSS_REAL(f), lock);
}

static inline int loss_unlock(sqlite3_file *f, int lock)
{
	return LOSS_REAL(f)->pMethods->xUnlock(LOSS_REAL(f), lock);
}

static inline int loss_reserved(sqlite3_file *f, int *out)
{
	return LOSS_REAL(f)->pMethods->xCheckReservedLock(LOSS_REAL(f), out);
}

static inline int loss_control(sqlite3_file *f, int op, void *arg)
{
	return LOSS_REAL(f)->pMethods->xFileControl(LOSS_REAL(f), op, arg);
}

static inline int loss_sector(sqlite3_file *f)
{
	(void)f;
	return loss.sector;
}

static inline int loss_traits(sqlite3_file *f)
{
	(void)f;
	return 0;
}

static const sqlite3_io_methods loss_methods = {
	.iVersion = 1, .xClose = loss_close, .xRead = loss_read, .xWrite = loss_write,
	.xTruncate = loss_truncate, .xSync = loss_sync, .xFileSize = loss_size, .xLock = loss_lock,
	.xUnlock = loss_unlock, .xCheckReservedLock = loss_reserved, .xFileControl = loss_control,
	.xSectorSize = loss_sector, .xDeviceCharacteristics = loss_traits,
};

static inline int loss_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
	struct loss_file *l = (struct loss_file *)f;
	bool log = name && strcmp(name, loss.log) == 0;
	bool fresh = log && access(name, F_OK) != 0;
	int rc;

	(void)vfs;
	*l = (struct loss_file){ .real = (sqlite3_file *)(l + 1), .journal = log, .fresh = fresh };
	l->followed = log || (name && strcmp(name, loss.base) == 0);
	rc = loss.real->xOpen(loss.real, name, l->real, flags, out);
	if (rc == SQLITE_OK)
		f->pMethods = &loss_methods;
	if (rc == SQLITE_OK && fresh)
		loss_note(LOSS_CREATE, true, 0, NULL, 0);
	return rc;
}

static inline int loss_delete(sqlite3_vfs *vfs, const char *name, int sync_dir)
{
	int rc = loss.real->xDelete(loss.real, name, sync_dir);

	(void)vfs;
	if (rc == SQLITE_OK && strcmp(name, loss.log) == 0) {
		loss_note(LOSS_DELETE, true, 0, NULL, 0);
		if (sync_dir)
			loss_note(LOSS_SYNC_DIR, false, 0, NULL, 0);
	}
	return rc;
}

static inline void loss_register(void)
{
	loss.real = sqlite3_vfs_find(NULL);
	loss.vfs = *loss.real;
	loss.vfs.zName = "loss";
	loss.vfs.szOsFile = (int)sizeof(struct loss_file) + loss.real->szOsFile;
	loss.vfs.xOpen = loss_open;
	loss.vfs.xDelete = loss_delete;
	sqlite3_vfs_register(&loss.vfs, 1);
}

static inline void loss_name(const char *path)
{
	snprintf(loss.base, sizeof loss.base, "%s", path);
	snprintf(loss.log, sizeof loss.log, "%s-journal", path);
}

static inline void loss_forget(void)
{
	for (size_t i = 0; i < loss.n; i++)
		free(loss.ops[i].bytes);
	free(loss.ops);
	free(loss.first);
	loss.ops = NULL;
	loss.first = NULL;
	loss.n = loss.cap = 0;
}

/* loss_name() comes before the base is opened. */
static inline void loss_record(void)
{
	loss_forget();
	loss.first = slurp(loss.base, &loss.n_first);
	loss.on = true;
}

static inline void loss_ack(void)
{
	loss_note(LOSS_ACK, false, 0, NULL, 0);
}

static inline void loss_stop(void)
{
	loss.on = false;
}

/* ---- after the cut ---- */

struct loss_image {
	uint8_t *p;
	size_t n;
	const struct loss_op *pending[4096];
	size_t n_pending;
};

static inline uint32_t loss_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

static inline void loss_put(struct loss_image *im, const struct loss_op *op, size_t from, size_t to,
			    bool noise)
{
	size_t end = (size_t)op->at + to;

	if (end > im->n) {
		im->p = xreallocarray(im->p, end, 1);
		memset(im->p + im->n, 0, end - im->n);
		im->n = end;
	}
	if (noise)
		memset(im->p + op->at + from, 0xA5, to - from);
	else if (to > from)
		memcpy(im->p + op->at + from, (const uint8_t *)op->bytes + from, to - from);
}

static inline void loss_apply(struct loss_image *im, const struct loss_op *op)
{
	if (op->kind == LOSS_TRUNCATE) {
		if ((size_t)op->at < im->n)
			im->n = (size_t)op->at;
		return;
	}
	loss_put(im, op, 0, op->n, false);
}

static inline void loss_settle(struct loss_image *im)
{
	for (size_t i = 0; i < im->n_pending; i++)
		loss_apply(im, im->pending[i]);
	im->n_pending = 0;
}

/* What was not synced: there, not there, torn at a sector, or noise. */
static inline void loss_damage(struct loss_image *im, uint32_t *state)
{
	for (size_t i = 0; i < im->n_pending; i++) {
		const struct loss_op *op = im->pending[i];
		uint32_t choice = loss_random(state) % 4;
		size_t cut = op->n > 512 ? 512 * (loss_random(state) % (op->n / 512)) : 0;

		if (op->kind == LOSS_TRUNCATE && choice % 2)
			loss_apply(im, op);
		else if (op->kind == LOSS_TRUNCATE || choice == 0)
			continue;
		else if (choice == 1)
			loss_apply(im, op);
		else
			loss_put(im, op, choice == 2 ? 0 : cut, choice == 2 ? cut : op->n, choice == 3);
	}
	im->n_pending = 0;
}

static inline void loss_follow(struct loss_image *im, const struct loss_op *op)
{
	if (op->kind == LOSS_SYNC) {
		loss_settle(im);
	} else if (im->n_pending < 4096) {
		im->pending[im->n_pending++] = op;
	} else {
		fputs("loss_vfs: too many pending writes\n", stderr);
		exit(99);
	}
}

/* The name of the journal: what the folder says, and what it will say once synced. */
struct loss_names {
	bool durable, now;
};

/* Writes the disk after the first k operations to `to` and its journal; the acknowledged commits. */
static inline int loss_make(size_t k, uint32_t seed, const char *to)
{
	struct loss_image base = { .p = xcalloc(loss.n_first + 1, 1), .n = loss.n_first }, log = { 0 };
	struct loss_names name = { false, false };
	char path[1400];
	int acked = 0;

	memcpy(base.p, loss.first, loss.n_first);
	for (size_t i = 0; i < k && i < loss.n; i++) {
		const struct loss_op *op = &loss.ops[i];

		acked += op->kind == LOSS_ACK;
		if (op->kind == LOSS_CREATE) {
			log.n = log.n_pending = 0;
			name.now = true;
		} else if (op->kind == LOSS_DELETE) {
			name.now = false;
		} else if (op->kind == LOSS_SYNC_DIR) {
			name.durable = name.now;
		} else if (op->kind != LOSS_ACK) {
			loss_follow(op->journal ? &log : &base, op);
		}
	}
	loss_damage(&base, &seed);
	loss_damage(&log, &seed);
	spit(to, base.p, base.n);
	snprintf(path, sizeof path, "%s-journal", to);
	unlink(path);
	if (loss_random(&seed) % 2 ? name.now : name.durable)
		spit(path, log.p ? log.p : (uint8_t *)"", log.n);
	free(base.p);
	free(log.p);
	return acked;
}

#endif
