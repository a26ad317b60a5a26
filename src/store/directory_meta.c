/* Blocks, small facts, origins: what goes with the rows. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/store/directory_impl.h"

/* ---- blocks ---- */

#define PIECE ((size_t)64 << 10)

/* Is that block there already?  Compared where it lies: it may take megabytes. */
static bool is_same_block(struct directory *d, int64_t row, const void *p, size_t n, bool *same,
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

static bool find_block(struct directory *d, const char *name, int64_t *row, struct err *err)
{
	struct query q;

	*row = 0;
	db_query(&q, &d->db, directory_sql[SQL_BLOCK]);
	q_text(&q, 1, name);
	if (q_next(&q))
		*row = q_col_int(&q, 0);
	return q_end(&q, err);
}

static const char sql_add_block[] = "INSERT INTO block (data, name) VALUES (zeroblob(?1), ?2)";
static const char sql_put_block[] = "UPDATE block SET data = zeroblob(?1) WHERE name = ?2";

/* First its room, then its bytes: SQLite would copy a value twice in memory. */
bool directory_put_block(struct directory *d, const char *name, const void *p, size_t n,
			 struct err *err)
{
	bool same = false;
	sqlite3_blob *blob;
	struct query q;
	int64_t row;

	if (!find_block(d, name, &row, err) ||
	    (row && !is_same_block(d, row, p, n, &same, err)))
		return false;
	if (same)
		return true;
	db_query(&q, &d->db, row ? sql_put_block : sql_add_block);
	q_int(&q, 1, (int64_t)n);
	q_text(&q, 2, name);
	if (!q_run(&q, err))
		return false;
	row = row ? row : db_last_id(&d->db);
	return db_blob(&d->db, "block", "data", row, true, &blob, err) &&
	       db_blob_write(&d->db, blob, p, n, err);
}

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
static bool read_block(struct directory *d, int64_t row, void **p, size_t *n, struct err *err)
{
	sqlite3_blob *blob;
	bool ok;

	*p = NULL;
	*n = 0;
	if (!db_blob(&d->db, "block", "data", row, false, &blob, err))
		return false;
	*n = (size_t)sqlite3_blob_bytes(blob);
	*p = block_memory(*n);
	db_cache(&d->db, FEW_PAGES_KB, NULL);
	ok = db_blob_read(&d->db, blob, *p, err);
	db_cache(&d->db, DB_CACHE_KB, NULL);
	return ok;
}

bool directory_get_block(struct directory *d, const char *name, void **p, size_t *n,
			 struct err *err)
{
	struct query q;
	bool found, ok;

	*p = NULL;
	*n = 0;
	db_query(&q, &d->db, directory_sql[SQL_BLOCK]);
	q_text(&q, 1, name);
	found = q_next(&q);
	ok = found && read_block(d, q_col_int(&q, 0), p, n, err);
	/* the row is still being read: nobody can have changed it in between */
	if (q_end(&q, err) && ok)
		return true;
	free(*p);
	*p = NULL;
	*n = 0;
	return false;
}

/* ---- small facts ---- */

static const char sql_put_meta[] =
	"INSERT INTO meta (key, value)\n"
	"VALUES (?1, ?2)\n"
	"ON CONFLICT (key) DO UPDATE\n"
	"SET value = excluded.value\n"
	"WHERE meta.value <> excluded.value";

bool directory_set_meta(struct directory *d, const char *key, const char *value, struct err *err)
{
	struct query q;

	db_query(&q, &d->db, sql_put_meta);
	q_text(&q, 1, key);
	q_text(&q, 2, value);
	return q_run(&q, err);
}

char *directory_get_meta(struct directory *d, const char *key)
{
	char *value = NULL;
	struct query q;

	db_query(&q, &d->db, directory_sql[SQL_META]);
	q_text(&q, 1, key);
	if (q_next(&q))
		value = text_cleaned(q_col_text(&q, 0), TEXT_MANY_LINES);
	q_end(&q, NULL);
	return value;
}

/* ---- origins ---- */

static const char sql_origins[] =
	"SELECT name, title, date, loaded,\n"
	"  (SELECT count(*) FROM place WHERE place.origin_id = origin.id),\n"
	"  (SELECT count(*) FROM offer WHERE offer.origin_id = origin.id)\n"
	"FROM origin\n"
	"ORDER BY id";

bool directory_origins(struct directory *d, struct directory_origin **out, size_t *n,
		       struct err *err)
{
	size_t cap = 0;
	struct query q;

	*out = NULL;
	*n = 0;
	db_query(&q, &d->db, sql_origins);
	while (q_next(&q)) {
		*out = mem_grow(*out, *n, &cap, sizeof **out);
		(*out)[(*n)++] = (struct directory_origin){
			.name = text_cleaned(q_col_text(&q, 0), TEXT_ONE_LINE),
			.title = text_cleaned(q_col_text(&q, 1), TEXT_ONE_LINE),
			.date = text_cleaned(q_col_text(&q, 2), TEXT_ONE_LINE),
			.loaded = text_cleaned(q_col_text(&q, 3), TEXT_ONE_LINE),
			.places = q_col_int(&q, 4),
			.offers = q_col_int(&q, 5),
		};
	}
	if (q_end(&q, err))
		return true;
	directory_origins_free(*out, *n);
	*out = NULL;
	*n = 0;
	return false;
}

void directory_origins_free(struct directory_origin *o, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(o[i].name);
		free(o[i].title);
		free(o[i].date);
		free(o[i].loaded);
	}
	free(o);
}
