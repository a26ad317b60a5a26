/*
 * annuaire.db: the local copy of the directory.  It may be thrown away and is
 * rebuilt from the shipped data and the imports.  Rows and packed blocks (the
 * search index, the gazetteer) change together, in one transaction; each
 * committed change gives a new generation number.
 *
 *	if (!directory_open(&d, path, DIRECTORY_CREATE, &err)) ...
 *	directory_begin(d, &err) && directory_put_place(d, &p, &err) && …
 *		&& directory_put_block(d, "index", w.out.s, w.out.len, &err)
 *		&& directory_commit(d, &err);	// else directory_rollback(d)
 */
#ifndef AIGUILLAGE_DIRECTORY_H
#define AIGUILLAGE_DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/err.h"
#include "aiguillage/place.h"

struct directory;

enum directory_flags {
	DIRECTORY_CREATE = 1,	/* make the file when it does not exist */
};

/*
 * Opens, checks and migrates.  A file that is damaged or not ours is set aside as
 * annuaire.db.abime-AAAAMMJJ-HHMM and, with DIRECTORY_CREATE, a new one is made:
 * *set_aside (may be NULL) then receives its name (free it).  A base made by a newer version
 * is refused (ERR_BASE), untouched.
 */
bool directory_open(struct directory **d, const char *path, unsigned flags, char **set_aside,
		    struct err *err);
void directory_close(struct directory *d);
/* The file, its folder or the disk cannot be written: consultation only. */
bool directory_readonly(const struct directory *d);
/*
 * What to tell the counsellor, without its full stop, or "".  A base of an older version that cannot be written is read all
 * the same, from a copy in memory.
 */
const char *directory_notice(const struct directory *d);

/*
 * A reader in front of a screen waits for another program for a moment only; a start, or whoever has
 * nothing to show yet, had better wait.
 */
void directory_patience(struct directory *d, bool patient);

bool directory_begin(struct directory *d, struct err *err);
/*
 * Between both, what is read is of one moment, and reading many rows costs no lock each; others
 * cannot write meanwhile: for moments only.
 */
void directory_hold(struct directory *d);
void directory_release(struct directory *d);
/*
 * Between begin and commit, all rows will now be read from the first to the last: the pages of a
 * base that does not fit in memory need not stay there.
 */
void directory_read_once(struct directory *d);
bool directory_commit(struct directory *d, struct err *err);	/* also adds 1 to the generation */
void directory_rollback(struct directory *d);
/* Read again at each call: another process may have written. */
int64_t directory_generation(struct directory *d);

/*
 * `fn` is called now and then while SQLite works, and may not touch the directory; false stops
 * what is being done, with an error.  NULL: no more.
 */
typedef bool directory_watch_fn(void *ctx);
void directory_watch(struct directory *d, directory_watch_fn *fn, void *ctx);

/*
 * Inserts or updates by key; sets p->id / o->id (and o->place_id), which a key keeps for ever; a
 * row that is the same already is not written.  The offer's place must exist (PLACE_KEY, or one
 * of its source ids).  Between begin and commit only.
 */
bool directory_put_place(struct directory *d, struct place *p, struct err *err);
bool directory_put_offer(struct directory *d, struct offer *o, struct err *err);
/*
 * Origin of the rows put from now on: `livre` for the shipped directory, later one per import.
 * To call before the first put.
 */
bool directory_set_origin(struct directory *d, const char *name, const char *title,
			  const char *date, struct err *err);
/*
 * Removes the rows of the current origin not put since begin.  A place where another origin still
 * has offers stays.
 */
bool directory_drop_stale(struct directory *d, struct err *err);

/* Fills the record (cleared first).  False without error: no such row. */
bool directory_place(struct directory *d, int64_t id, struct place *out, struct err *err);
bool directory_offer(struct directory *d, int64_t id, struct offer *out, struct err *err);
/* Row of a place / an offer by key, or by any of its source ids; 0 when there is none. */
int64_t directory_place_by_key(struct directory *d, const char *key, struct err *err);
int64_t directory_offer_by_key(struct directory *d, const char *key, struct err *err);
/* Rows of the offers of a place, in key order; *ids is the caller's (free it). */
bool directory_offers_of(struct directory *d, int64_t place_id, int64_t **ids, size_t *n,
			 struct err *err);

/*
 * Every offer with its place, by offer id: what the index is built from.  Texts are as they stand in
 * the base: hours as hours_shorten() writes them, only codes are cleaned.  false stops.
 */
typedef bool directory_each_fn(void *ctx, const struct place *p, const struct offer *o,
			       struct err *err);
bool directory_each_offer(struct directory *d, directory_each_fn *fn, void *ctx, struct err *err);

/*
 * Packed blocks.  One that is large may come in parts, one after another: no more than a few
 * megabytes of it are held.
 *	block_begin(&w, d, "index");
 *	ok = block_add(&w, part, n, &err) && … && block_end(&w, &err);
 *	block_done(&w);
 */
struct block_writer {
	struct directory *d;
	const char *name;	/* borrowed */
	unsigned pieces;	/* already written */
	struct str piece;
};
void block_begin(struct block_writer *w, struct directory *d, const char *name);
/* `writer` is a struct block_writer: a pack_sink (pack.h). */
bool block_add(void *writer, const void *p, size_t n, struct err *err);
bool block_end(struct block_writer *w, struct err *err);
void block_done(struct block_writer *w);
bool directory_put_block(struct directory *d, const char *name, const void *p, size_t n,
			 struct err *err);
/* *p is the caller's (free it), aligned for any type; false without error when there is none. */
bool directory_get_block(struct directory *d, const char *name, void **p, size_t *n,
			 struct err *err);

/* Small facts: fingerprint of the shipped data, dates.  get: the caller's string, or NULL. */
bool directory_set_meta(struct directory *d, const char *key, const char *value, struct err *err);
char *directory_get_meta(struct directory *d, const char *key);

struct directory_origin {
	char *name, *title, *date, *loaded;	/* loaded: when we read it, ISO */
	int64_t places, offers;
};
bool directory_origins(struct directory *d, struct directory_origin **out, size_t *n,
		       struct err *err);
void directory_origins_free(struct directory_origin *o, size_t n);

/* quick_check, and the texts that rows share; ERR_BASE with what is wrong. */
bool directory_check(struct directory *d, struct err *err);

#endif
