/*
 * SQLite, in few verbs.  Errors stick to the query: bind, read and loop without
 * checking, q_end() tells once.  Every message is French and says what to do.
 *
 *	struct query q;
 *	db_query(&q, db, "SELECT name FROM place WHERE insee = ?1");
 *	q_text(&q, 1, insee);
 *	while (q_next(&q))
 *		use(q_col_text(&q, 0));
 *	return q_end(&q, err);
 *
 * Values are always bound, never glued into the SQL.  Prepared statements are
 * kept by the ADDRESS of their text, which must therefore be a constant.
 */
#ifndef AIGUILLAGE_STORE_DB_H
#define AIGUILLAGE_STORE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/err.h"

#define DB_KEPT 48		/* prepared statements kept */
#define DB_CACHE_KB 2000	/* pages of the file kept in memory */
#define DB_BUSY_MS 5000		/* how long a write, and an opening, wait for another process */
#define DB_READ_MS 300		/* how long a reader in front of the screen does */

/* What went wrong last, for those who do something about it. */
enum db_fault {
	DB_FINE,
	DB_MISSING,		/* no such file, and not asked to make it */
	DB_REFUSED,		/* a link, a folder…, or not ours: not even opened */
	DB_DAMAGED,		/* damaged, or not one of our bases */
	DB_NEWER,		/* made by a newer version */
	DB_READONLY,		/* file, folder or disk that cannot be written */
	DB_BUSY,		/* another process holds it */
	DB_FULL,		/* no room left */
	DB_OTHER,
};

typedef bool db_watch_fn(void *ctx);

struct db_kept {
	const char *sql;
	sqlite3_stmt *stmt;
	bool used;
};

struct db {
	sqlite3 *conn;		/* NULL when closed */
	char *path, *shown;	/* shown: as messages name it */
	const char *name;	/* « L’annuaire », for messages; a constant, or NULL */
	const char *cure;	/* what to do when it is damaged; a constant, or NULL */
	bool asked;		/* a transaction is open or was asked for */
	int wait_ms, write_ms;	/* outside of transactions and inside; see db_wait() */
	bool readonly;
	bool extra;		/* see DB_EXTRA */
	db_watch_fn *watch;
	void *watch_ctx;
	bool damaged;		/* a damage was met since it was opened */
	enum db_fault fault;
	int rc, errnum;		/* of the last failure */
	char detail[200];
	struct db_kept kept[DB_KEPT];
	size_t n_kept;
};

enum db_flags {
	DB_CREATE = 1,		/* make the file when it does not exist, 0600 */
	DB_READ = 2,		/* for reading only */
	DB_EXTRA = 4,		/* synchronous=EXTRA: survives a power cut right after a commit */
};

/*
 * Refuses links, FIFOs, folders and files of somebody else.  A file or a folder that cannot be
 * written is opened for reading, and db->readonly says so.  On failure db is closed but keeps
 * `fault`; db_close() is always allowed.
 */
bool db_open(struct db *db, const char *path, unsigned flags, struct err *err);
void db_close(struct db *db);

/*
 * Sets what is written in the file itself (journal mode).  To call once the base is known to be
 * ours and sound.
 */
bool db_settle(struct db *db, struct err *err);

/*
 * Room for pages.  SQLite counts it in pages of the size it knows at that time: to call again when
 * the page size changes.
 */
bool db_cache(struct db *db, int kb, struct err *err);
/*
 * Writes the pages that changed (the transaction stays open, and may still be undone), and gives the
 * memory of all of them back.
 */
void db_flush(struct db *db);

/*
 * How long a statement waits for another process from now on; from db_begin() to db_commit() or
 * db_rollback() it is DB_BUSY_MS all the same.
 */
void db_wait(struct db *db, int ms);

/*
 * `fn` is called now and then while statements run; false stops the present one, which fails.  It
 * may not touch the base.  NULL: no more.
 */
void db_watch(struct db *db, db_watch_fn *fn, void *ctx);

/* Statements without values nor rows; here the text may be a temporary one. */
bool db_exec(struct db *db, const char *sql, struct err *err);
/* The number a statement gives, e.g. "PRAGMA user_version". */
bool db_number(struct db *db, const char *sql, int64_t *n, struct err *err);

/* Refused when the base is read-only, or was replaced since it was opened. */
bool db_begin(struct db *db, struct err *err);
bool db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);
/* Rows changed by the last statement. */
int db_changes(const struct db *db);
/* Row id of the last row inserted. */
int64_t db_last_id(const struct db *db);

/* PRAGMA quick_check; a damage becomes db->fault. */
bool db_check(struct db *db, struct err *err);
/* Copies the base to a new file (0600) and checks the copy. */
bool db_backup(struct db *db, const char *to, struct err *err);
/*
 * From now on db is a copy, in memory, of what its file holds: the file is left alone.  Functions
 * added to it are to be added again.  On failure it is what it was.
 */
bool db_to_memory(struct db *db, struct err *err);
/* Every page of `from` instead of those of db, in one transaction; then checked. */
bool db_restore(struct db *db, struct db *from, struct err *err);

/*
 * Opens the blob of a row; db_blob_read() fills `to` with all of it, db_blob_write() replaces all of
 * it, and both close it.
 */
bool db_blob(struct db *db, const char *table, const char *column, int64_t row, bool write,
	     sqlite3_blob **blob, struct err *err);
bool db_blob_write(struct db *db, sqlite3_blob *blob, const void *from, size_t n,
		   struct err *err);
bool db_blob_read(struct db *db, sqlite3_blob *blob, void *to, struct err *err);

/* Sets a fault that SQLite does not know of; the message names the base.  False. */
bool db_fail(struct db *db, enum db_fault fault, const char *detail, struct err *err);

struct query {
	struct db *db;
	sqlite3_stmt *stmt;
	struct db_kept *kept;	/* NULL when the statement is finalized at the end */
	int rc;			/* sticky */
};

void db_query(struct query *q, struct db *db, const char *sql);
/* The same, not kept: the text may be a temporary one. */
void db_query_once(struct query *q, struct db *db, const char *sql);
/* Parameters count from 1.  NULL text binds "". Strings must live until q_end(). */
void q_text(struct query *q, int i, const char *s);
void q_int(struct query *q, int i, int64_t n);
void q_real(struct query *q, int i, double x);
void q_blob(struct query *q, int i, const void *p, size_t n);
void q_null(struct query *q, int i);
bool q_next(struct query *q);
/* Columns count from 0.  Borrowed until the next q_next() or q_end(); never NULL. */
const char *q_col_text(struct query *q, int i);
int64_t q_col_int(struct query *q, int i);
double q_col_real(struct query *q, int i);
const void *q_col_blob(struct query *q, int i, size_t *n);
/* What goes with its rows could not be read: q_end() will say as the last failure of the base was. */
void q_fail(struct query *q);
/* Gives the statement back; false when anything failed since db_query(). */
bool q_end(struct query *q, struct err *err);
/* For a statement without rows. */
bool q_run(struct query *q, struct err *err);

#endif
