/* Packed blocks, stored beside the rows that they are made from. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "aiguillage/mem.h"
#include "src/store/directory_impl.h"

/*
 * A block is one row or more: « index », « index/0001 »…, of BLOCK_PIECE bytes but the last.  What is
 * the same as before is not written, and the block of a large directory is never held whole.
 */
#define BLOCK_PIECE ((size_t)4 << 20)
#define PIECE ((size_t)64 << 10)	/* compared at a time */

static const char sql_piece[] = "SELECT rowid FROM block WHERE name = ?1";
static const char sql_add_piece[] = "INSERT INTO block (data, name) VALUES (zeroblob(?1), ?2)";
static const char sql_put_piece[] = "UPDATE block SET data = zeroblob(?1) WHERE name = ?2";
static const char sql_cut_pieces[] = "DELETE FROM block WHERE name > ?2 AND name < ?1 || '0'";

/* Is that piece there already?  Compared where it lies. */
static bool is_same_piece(struct directory *d, int64_t row, const void *p, size_t n, bool *same,
			  struct err *err)
{
	const char *bytes = p;
	char piece[PIECE];
	sqlite3_blob *blob;

	if (!db_blob(&d->db, "block", "data", row, false, &blob, err))
		return false;
	*same = (size_t)sqlite3_blob_bytes(blob) == n;
	for (size_t at = 0; *same && at < n; at += PIECE) {
		size_t len = n - at < PIECE ? n - at : PIECE;

		*same = sqlite3_blob_read(blob, piece, (int)len, (int)at) == SQLITE_OK &&
			memcmp(piece, bytes + at, len) == 0;
	}
	sqlite3_blob_close(blob);
	return true;
}

static bool find_piece(struct directory *d, const char *name, int64_t *row, struct err *err)
{
	struct query q;

	*row = 0;
	db_query(&q, &d->db, sql_piece);
	q_text(&q, 1, name);
	if (q_next(&q))
		*row = q_col_int(&q, 0);
	return q_end(&q, err);
}

/* First its room, then its bytes: SQLite would copy a value twice in memory. */
static bool put_piece(struct directory *d, const char *name, const void *p, size_t n,
		      struct err *err)
{
	bool same = false;
	sqlite3_blob *blob;
	struct query q;
	int64_t row;

	if (!find_piece(d, name, &row, err) ||
	    (row && !is_same_piece(d, row, p, n, &same, err)))
		return false;
	if (same)
		return true;
	db_query(&q, &d->db, row ? sql_put_piece : sql_add_piece);
	q_int(&q, 1, (int64_t)n);
	q_text(&q, 2, name);
	if (!q_run(&q, err))
		return false;
	row = row ? row : db_last_id(&d->db);
	return db_blob(&d->db, "block", "data", row, true, &blob, err) &&
	       db_blob_write(&d->db, blob, p, n, err);
}

/* ---- writing ---- */

static void piece_name(char out[64], const char *block, unsigned number)
{
	if (number)
		snprintf(out, 64, "%s/%04u", block, number);
	else
		snprintf(out, 64, "%s", block);
}

static bool hand_over(struct block_writer *w, struct err *err)
{
	char name[64];
	bool ok;

	piece_name(name, w->name, w->pieces++);
	ok = put_piece(w->d, name, w->piece.s, w->piece.len, err);
	str_clear(&w->piece);
	return ok;
}

void block_begin(struct block_writer *w, struct directory *d, const char *name)
{
	*w = (struct block_writer){ .d = d, .name = name };
	str_init(&w->piece);
}

bool block_add(void *writer, const void *p, size_t n, struct err *err)
{
	struct block_writer *w = writer;
	const char *s = p;

	while (n) {
		size_t room = BLOCK_PIECE - w->piece.len, len = n < room ? n : room;

		str_addn(&w->piece, s, len);
		s += len;
		n -= len;
		if (w->piece.len == BLOCK_PIECE && !hand_over(w, err))
			return false;
	}
	return true;
}

/* A longer one of before had more pieces. */
bool block_end(struct block_writer *w, struct err *err)
{
	char last[64];
	struct query q;

	if ((w->piece.len || !w->pieces) && !hand_over(w, err))
		return false;
	piece_name(last, w->name, w->pieces - 1);
	db_query(&q, &w->d->db, sql_cut_pieces);
	q_text(&q, 1, w->name);
	q_text(&q, 2, last);
	return q_run(&q, err);
}

void block_done(struct block_writer *w)
{
	str_done(&w->piece);
}

bool directory_put_block(struct directory *d, const char *name, const void *p, size_t n,
			 struct err *err)
{
	struct block_writer w;
	bool ok;

	block_begin(&w, d, name);
	ok = block_add(&w, p, n, err) && block_end(&w, err);
	block_done(&w);
	return ok;
}

/* ---- reading ---- */

/* Large pages spare a start the thousands of page faults of a block of megabytes. */
#define LARGE_PAGE ((size_t)2 << 20)

static void *block_memory(size_t n)
{
	void *p;

	if (n < LARGE_PAGE / 2 || posix_memalign(&p, LARGE_PAGE, n) != 0)
		return xmalloc(n);
	madvise(p, n, MADV_HUGEPAGE);
	madvise(p, n, MADV_POPULATE_WRITE);	/* what is no large page: all at once */
	return p;
}

/* A block goes through once: the same few pages serve again and again. */
#define FEW_PAGES_KB 128

/* Straight into the caller's memory, without a copy of SQLite's own. */
static bool read_piece(struct directory *d, int64_t row, char *to, size_t *room, struct err *err)
{
	sqlite3_blob *blob;
	size_t n;

	if (!db_blob(&d->db, "block", "data", row, false, &blob, err))
		return false;
	n = (size_t)sqlite3_blob_bytes(blob);
	if (n > *room) {
		sqlite3_blob_close(blob);
		return false;
	}
	*room -= n;
	return db_blob_read(&d->db, blob, to, err);
}

static bool read_pieces(struct directory *d, const char *name, char *to, size_t n, struct err *err)
{
	struct query q;
	size_t room = n;
	bool ok = true;

	db_query(&q, &d->db, directory_sql[SQL_BLOCK]);
	q_text(&q, 1, name);
	while (ok && q_next(&q))
		ok = read_piece(d, q_col_int(&q, 0), to + (n - room), &room, err);
	return q_end(&q, err) && ok && !room;
}

bool directory_get_block(struct directory *d, const char *name, void **p, size_t *n,
			 struct err *err)
{
	struct query q;
	bool ok = false;

	*p = NULL;
	*n = 0;
	db_query(&q, &d->db, directory_sql[SQL_BLOCK_SIZE]);
	q_text(&q, 1, name);
	if (q_next(&q) && q_col_int(&q, 0) > 0) {
		*n = (size_t)q_col_int(&q, 1);
		*p = block_memory(*n);
		db_cache(&d->db, FEW_PAGES_KB, NULL);
		ok = read_pieces(d, name, *p, *n, err);
		db_cache(&d->db, DB_CACHE_KB, NULL);
	}
	/* the size is still being read: nobody can have changed the pieces in between */
	if (q_end(&q, err) && ok)
		return true;
	free(*p);
	*p = NULL;
	*n = 0;
	return false;
}
