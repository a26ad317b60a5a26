#include "src/store/db_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aiguillage/mem.h"
#include "aiguillage/path.h"

/* ---- opening ---- */

/*
 * SQLITE_OPEN_NOFOLLOW refuses a link anywhere in the path; a home folder may well be behind one.
 * Only the last name has to be a true file.
 */
static bool resolve(struct db *db, const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	char *dir = path_dirname(path), *real = realpath(dir, NULL);
	int saved = errno;

	free(dir);
	db->shown = path_shown(path);
	if (!real) {
		db->path = xstrdup(path);
		db->fault = saved == ENOENT ? DB_MISSING : DB_OTHER;
		return err_set(err, ERR_BASE, "Impossible d’ouvrir le dossier de %s : %s", db->shown,
			       path_reason(saved));
	}
	db->path = path_join(real, slash ? slash + 1 : path);
	free(real);
	return true;
}

static bool dir_writable(const struct db *db)
{
	char *dir = path_dirname(db->path);
	bool ok = faccessat(AT_FDCWD, dir, W_OK, AT_EACCESS) == 0;

	free(dir);
	return ok;
}

static bool create_file(struct db *db, struct err *err)
{
	struct stat st;

	if (path_create_private(db->path, err))
		return true;
	if (lstat(db->path, &st) == 0) {	/* another Aiguillage was quicker */
		if (err)
			err_clear(err);
		return true;
	}
	db->fault = dir_writable(db) ? DB_OTHER : DB_READONLY;
	return false;
}

/* Looks at what bears that name before SQLite does anything to it. */
static bool check_file(struct db *db, unsigned flags, struct err *err)
{
	struct stat st;

	if (lstat(db->path, &st) != 0) {
		if (errno != ENOENT || !(flags & DB_CREATE)) {
			db->fault = errno == ENOENT ? DB_MISSING : DB_OTHER;
			return err_set(err, ERR_BASE, "Impossible d’ouvrir %s : %s", db->shown,
				       path_reason(errno));
		}
		if (!create_file(db, err))
			return false;
		if (lstat(db->path, &st) != 0)
			return db_fail(db, DB_OTHER, "a disparu aussitôt créé", err);
	}
	if (S_ISLNK(st.st_mode))
		return db_fail(db, DB_REFUSED, "est un lien vers autre chose : par prudence, il n’est "
			       "pas suivi. Mettez le vrai fichier à sa place", err);
	if (!S_ISREG(st.st_mode))
		return db_fail(db, DB_REFUSED, "n’est pas un fichier ordinaire. Déplacez-le ou "
			       "indiquez un autre dossier : --base DOSSIER", err);
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return db_fail(db, DB_REFUSED, "appartient à quelqu’un d’autre. Indiquez un dossier à "
			       "vous : --base DOSSIER", err);
	/*
	 * A copy put back by hand may be readable by all; a disk that cannot say so is no harm.  What is
	 * only read may be anybody's file.
	 */
	if (!(flags & DB_READ) && st.st_mode & 077)
		(void)!chmod(db->path, 0600);
	return true;
}

/*
 * Settings that leave the file alone; what a hostile file could use is turned off.  A cache that
 * spills into the file would lock readers out until the commit: a national directory, some tens of
 * megabytes, stays in memory whole; a larger one spills rather than fill the memory.
 */
static bool configure(struct db *db, struct err *err)
{
	static const struct { int op, on; } ops[] = {
		{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
		{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(ops); i++) {
		int rc = sqlite3_db_config(db->conn, ops[i].op, ops[i].on, NULL);

		if (rc != SQLITE_OK) {
			db_note(db, rc);
			return db_say(db, err);
		}
	}
	db_wait(db, DB_BUSY_MS);
	return db_exec(db, "PRAGMA cell_size_check = ON;"
			   "PRAGMA cache_spill = -96000;"	/* KiB; not heard inside a transaction */
			   "PRAGMA mmap_size = 0;"
			   "PRAGMA temp_store = MEMORY;"
			   "PRAGMA secure_delete = ON;", err) &&
	       db_exec(db, db->extra ? "PRAGMA synchronous = EXTRA" : "PRAGMA synchronous = FULL",
		       err) &&
	       db_cache(db, DB_CACHE_KB, err);
}

static bool open_conn(struct db *db, unsigned flags, struct err *err)
{
	int how = flags & DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	int rc = sqlite3_open_v2(db->path, &db->conn,
				 how | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE |
					 SQLITE_OPEN_NOMUTEX, NULL);
	struct err mine = ERR_INIT;

	if (rc != SQLITE_OK) {
		db_note(db, rc);
		return db_say(db, err);
	}
	db->readonly = flags & DB_READ || sqlite3_db_readonly(db->conn, "main") || !dir_writable(db);
	if (configure(db, &mine))
		return true;
	/* nothing is wrong in what we asked: the file has a format that SQLite does not know */
	if ((db->rc & 0xFF) == SQLITE_ERROR)
		return db_fail(db, DB_DAMAGED, "format inconnu", err);
	return err_set(err, mine.kind, "%s", mine.msg);
}

bool db_open(struct db *db, const char *path, unsigned flags, struct err *err)
{
	*db = (struct db){ .extra = flags & DB_EXTRA, .write_ms = DB_BUSY_MS };
	if (resolve(db, path, err) && check_file(db, flags, err) && open_conn(db, flags, err))
		return true;
	db_close(db);
	return false;
}

void db_close(struct db *db)
{
	db_finalize_all(db);
	sqlite3_close(db->conn);
	db->conn = NULL;
	free(db->path);
	free(db->shown);
	db->path = db->shown = NULL;
}

bool db_settle(struct db *db, struct err *err)
{
	return db->readonly || db_exec(db, "PRAGMA journal_mode = DELETE", err);
}

bool db_cache(struct db *db, int kb, struct err *err)
{
	char sql[40];

	snprintf(sql, sizeof sql, "PRAGMA cache_size = -%d", kb);
	return db_exec(db, sql, err);
}

/*
 * What could not be written stays in memory: the commit will say why.  The pages lay among what is
 * still in use: without malloc_trim() they would be of use for small pieces only.
 */
void db_flush(struct db *db)
{
	sqlite3_db_cacheflush(db->conn);
	sqlite3_db_release_memory(db->conn);
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}

void db_wait(struct db *db, int ms)
{
	db->wait_ms = ms;
	sqlite3_busy_timeout(db->conn, ms);
}

/* ---- statements ---- */

#define WATCH_STEPS 20000	/* of SQLite's machine, between two calls: some milliseconds */

static int on_steps(void *ctx)
{
	struct db *db = ctx;

	return !db->watch(db->watch_ctx);
}

void db_watch(struct db *db, db_watch_fn *fn, void *ctx)
{
	db->watch = fn;
	db->watch_ctx = ctx;
	sqlite3_progress_handler(db->conn, fn ? WATCH_STEPS : 0, fn ? on_steps : NULL, db);
}

bool db_exec(struct db *db, const char *sql, struct err *err)
{
	int rc = sqlite3_exec(db->conn, sql, NULL, NULL, NULL);

	if (rc == SQLITE_OK)
		return true;
	db_note(db, rc);
	return db_say(db, err);
}

bool db_number(struct db *db, const char *sql, int64_t *n, struct err *err)
{
	struct query q;

	*n = 0;
	db_query_once(&q, db, sql);
	if (q_next(&q))
		*n = q_col_int(&q, 0);
	return q_end(&q, err);
}

int db_changes(const struct db *db)
{
	return sqlite3_changes(db->conn);
}

int64_t db_last_id(const struct db *db)
{
	return sqlite3_last_insert_rowid(db->conn);
}

/* ---- transactions ---- */

#define MOVED "a été remplacé pendant qu’il servait. Relancez Aiguillage"

static void end_asked(struct db *db)
{
	db->asked = false;
	if (db->conn)
		sqlite3_busy_timeout(db->conn, db->wait_ms);
}

bool db_begin(struct db *db, struct err *err)
{
	int moved = 0;

	if (db->readonly)
		return db_fail(db, DB_READONLY, "", err);
	/* its journal would bear the name of the new base and be played back into it */
	sqlite3_file_control(db->conn, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
	if (moved)
		return db_fail(db, DB_OTHER, MOVED, err);
	db->asked = true;
	sqlite3_busy_timeout(db->conn, db->write_ms);
	if (db_exec(db, "BEGIN IMMEDIATE", err))
		return true;
	end_asked(db);
	return false;
}

bool db_commit(struct db *db, struct err *err)
{
	if (!db_exec(db, "COMMIT", err))
		return false;
	end_asked(db);
	return true;
}

void db_rollback(struct db *db)
{
	/* SQLite may have undone everything by itself, on a full disk for instance */
	if (db_in_transaction(db))
		sqlite3_exec(db->conn, "ROLLBACK", NULL, NULL, NULL);
	end_asked(db);
}

bool db_in_transaction(const struct db *db)
{
	return db->conn && !sqlite3_get_autocommit(db->conn);
}

/* ---- check and copy ---- */

bool db_check(struct db *db, struct err *err)
{
	char *said = NULL, *line;
	struct query q;
	bool ok;

	db_query_once(&q, db, "PRAGMA quick_check(1)");
	if (q_next(&q))
		said = xstrdup(q_col_text(&q, 0));
	ok = q_end(&q, err);
	if (ok && (!said || strcmp(said, "ok") != 0)) {
		line = said ? strchr(said, '\n') : NULL;	/* the first names the base */
		ok = db_fail(db, DB_DAMAGED, line ? line + 1 : said ? said : "", err);
	}
	free(said);
	return ok;
}

static bool copy_pages(struct db *from, struct db *to, struct err *err)
{
	sqlite3_backup *b = sqlite3_backup_init(to->conn, "main", from->conn, "main");
	int rc;

	if (b)
		sqlite3_backup_step(b, -1);
	rc = b ? sqlite3_backup_finish(b) : sqlite3_extended_errcode(to->conn);
	if (rc == SQLITE_OK)
		return true;
	db_note(to, rc);
	return db_say(to, err);
}

bool db_backup(struct db *db, const char *to, struct err *err)
{
	struct db copy;
	bool ok;

	if (!path_create_private(to, err))
		return false;
	ok = db_open(&copy, to, DB_EXTRA, err) && copy_pages(db, &copy, err);
	db_close(&copy);
	/* what counts is what can be read again */
	ok = ok && db_open(&copy, to, DB_READ, err) && db_check(&copy, err);
	db_close(&copy);
	if (!ok)
		unlink(to);
	return ok;
}

bool db_to_memory(struct db *db, struct err *err)
{
	struct db copy;
	int rc;

	db_finalize_all(db);
	copy = *db;
	rc = sqlite3_open_v2(":memory:", &copy.conn,
			     SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_EXRESCODE |
				     SQLITE_OPEN_NOMUTEX, NULL);
	if (rc != SQLITE_OK)
		db_note(&copy, rc);
	if (rc == SQLITE_OK ? copy_pages(db, &copy, err) && configure(&copy, err) :
			      db_say(&copy, err)) {
		sqlite3_close(db->conn);
		*db = copy;
		db->readonly = false;
		return true;
	}
	db_finalize_all(&copy);
	sqlite3_close(copy.conn);
	db->fault = copy.fault;
	return false;
}

bool db_restore(struct db *db, struct db *from, struct err *err)
{
	int moved = 0;
	bool ok;

	sqlite3_file_control(db->conn, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
	if (moved)
		return db_fail(db, DB_OTHER, MOVED, err);
	db_finalize_all(db);
	db->asked = true;
	sqlite3_busy_timeout(db->conn, db->write_ms);
	ok = copy_pages(from, db, err) && db_check(db, err);
	end_asked(db);
	return ok;
}
