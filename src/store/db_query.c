#include "src/store/db_impl.h"

#include <string.h>

static void stick(struct query *q, int rc)
{
	if (rc == SQLITE_OK || q->rc != SQLITE_OK)
		return;
	q->rc = rc;
	db_note(q->db, rc);
}

static struct db_kept *find_kept(struct db *db, const char *sql)
{
	for (size_t i = 0; i < db->n_kept; i++)
		if (db->kept[i].sql == sql)
			return &db->kept[i];
	return NULL;
}

static void prepare(struct query *q, struct db *db, const char *sql)
{
	*q = (struct query){ .db = db, .rc = SQLITE_OK };
	if (!db->conn)
		q->rc = SQLITE_MISUSE;
	else
		stick(q, sqlite3_prepare_v3(db->conn, sql, -1, SQLITE_PREPARE_PERSISTENT, &q->stmt,
					    NULL));
}

void db_query_once(struct query *q, struct db *db, const char *sql)
{
	prepare(q, db, sql);
}

void db_query(struct query *q, struct db *db, const char *sql)
{
	struct db_kept *kept = find_kept(db, sql);

	if (kept && !kept->used) {
		kept->used = true;
		*q = (struct query){ .db = db, .stmt = kept->stmt, .kept = kept, .rc = SQLITE_OK };
		return;
	}
	prepare(q, db, sql);
	/* a second use at the same time is not kept: each loop needs its own */
	if (q->rc != SQLITE_OK || kept || db->n_kept == DB_KEPT)
		return;
	q->kept = &db->kept[db->n_kept++];
	*q->kept = (struct db_kept){ .sql = sql, .stmt = q->stmt, .used = true };
}

void q_text(struct query *q, int i, const char *s)
{
	if (q->rc == SQLITE_OK)
		stick(q, sqlite3_bind_text(q->stmt, i, s ? s : "", -1, SQLITE_STATIC));
}

void q_int(struct query *q, int i, int64_t n)
{
	if (q->rc == SQLITE_OK)
		stick(q, sqlite3_bind_int64(q->stmt, i, n));
}

void q_real(struct query *q, int i, double x)
{
	if (q->rc == SQLITE_OK)
		stick(q, sqlite3_bind_double(q->stmt, i, x));
}

void q_blob(struct query *q, int i, const void *p, size_t n)
{
	/* a NULL pointer would bind NULL instead of an empty blob */
	if (q->rc == SQLITE_OK)
		stick(q, sqlite3_bind_blob64(q->stmt, i, n ? p : "", n, SQLITE_STATIC));
}

void q_null(struct query *q, int i)
{
	if (q->rc == SQLITE_OK)
		stick(q, sqlite3_bind_null(q->stmt, i));
}

bool q_next(struct query *q)
{
	int rc;

	if (q->rc != SQLITE_OK)
		return false;
	rc = sqlite3_step(q->stmt);
	if (rc == SQLITE_ROW)
		return true;
	if (rc == SQLITE_DONE)
		q->rc = SQLITE_DONE;
	else
		stick(q, rc);
	return false;
}

/* NULL also means that SQLite had no memory to convert the value. */
static void check_null(struct query *q)
{
	if (sqlite3_errcode(q->db->conn) == SQLITE_NOMEM)
		stick(q, SQLITE_NOMEM);
}

const char *q_col_text(struct query *q, int i)
{
	const char *s = (const char *)sqlite3_column_text(q->stmt, i);

	if (!s)
		check_null(q);
	return s ? s : "";
}

int64_t q_col_int(struct query *q, int i)
{
	return sqlite3_column_int64(q->stmt, i);
}

double q_col_real(struct query *q, int i)
{
	return sqlite3_column_double(q->stmt, i);
}

const void *q_col_blob(struct query *q, int i, size_t *n)
{
	const void *p = sqlite3_column_blob(q->stmt, i);

	*n = p ? (size_t)sqlite3_column_bytes(q->stmt, i) : 0;
	if (!p)
		check_null(q);
	return p ? p : "";
}

void q_fail(struct query *q)
{
	if (q->rc == SQLITE_OK)
		q->rc = q->db->rc ? q->db->rc : SQLITE_ERROR;
}

bool q_end(struct query *q, struct err *err)
{
	bool ok = q->rc == SQLITE_OK || q->rc == SQLITE_DONE;

	if (q->kept) {
		sqlite3_reset(q->stmt);
		sqlite3_clear_bindings(q->stmt);
		q->kept->used = false;
	} else {
		sqlite3_finalize(q->stmt);
	}
	q->stmt = NULL;
	if (!ok && !q->db->conn)
		return err_set(err, ERR_BASE, "Cette base n’est pas ouverte");
	return ok || db_say(q->db, err);
}

bool q_run(struct query *q, struct err *err)
{
	while (q_next(q))
		;
	return q_end(q, err);
}

void db_finalize_all(struct db *db)
{
	for (size_t i = 0; i < db->n_kept; i++)
		sqlite3_finalize(db->kept[i].stmt);
	db->n_kept = 0;
}

/* ---- large blobs ---- */

bool db_blob(struct db *db, const char *table, const char *column, int64_t row, bool write,
	     sqlite3_blob **blob, struct err *err)
{
	int rc = sqlite3_blob_open(db->conn, "main", table, column, row, write, blob);

	if (rc == SQLITE_OK)
		return true;
	db_note(db, rc);
	return db_say(db, err);
}

bool db_blob_read(struct db *db, sqlite3_blob *blob, void *to, struct err *err)
{
	int rc = sqlite3_blob_read(blob, to, sqlite3_blob_bytes(blob), 0);

	if (rc != SQLITE_OK)
		db_note(db, rc);
	sqlite3_blob_close(blob);
	return rc == SQLITE_OK || db_say(db, err);
}

bool db_blob_write(struct db *db, sqlite3_blob *blob, const void *from, size_t n, struct err *err)
{
	int rc = sqlite3_blob_write(blob, from, (int)n, 0), closed;

	if (rc != SQLITE_OK)
		db_note(db, rc);
	closed = sqlite3_blob_close(blob);
	if (rc == SQLITE_OK && closed != SQLITE_OK)
		db_note(db, closed);
	return (rc == SQLITE_OK && closed == SQLITE_OK) || db_say(db, err);
}
