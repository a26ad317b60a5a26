#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "aiguillage/mem.h"
#include "src/store/db.h"
#include "src/store/schema.h"
#include "tests/lib/tap.h"
#include "tests/unit/tempdir.h"

static int64_t number(struct db *db, const char *sql)
{
	struct err err = ERR_INIT;
	int64_t n;

	return db_number(db, sql, &n, &err) ? n : -1;
}

static bool opens(struct db *db, const char *path, unsigned flags)
{
	struct err err = ERR_INIT;
	bool is = db_open(db, path, flags, &err);

	if (!is)
		printf("# %s\n", err.msg);
	return is;
}

/* Not opened, for this fault, with these words in the message. */
static bool refuses(const char *path, unsigned flags, enum db_fault fault, const char *words)
{
	struct err err = ERR_INIT;
	struct db db;
	bool is = !db_open(&db, path, flags, &err) && db.fault == fault && err.kind == ERR_BASE &&
		  strstr(err.msg, words);

	if (!is)
		printf("# fault %d: %s\n", db.fault, err.msg);
	db_close(&db);
	return is;
}

static void test_settings(void)
{
	static const struct { const char *pragma; int64_t want; } settings[] = {
		{ "PRAGMA foreign_keys", 1 },	 { "PRAGMA cell_size_check", 1 },
		{ "PRAGMA temp_store", 2 },	 { "PRAGMA secure_delete", 1 },
		{ "PRAGMA trusted_schema", 0 },	 { "PRAGMA busy_timeout", DB_BUSY_MS },
		{ "PRAGMA synchronous", 2 },	 { "PRAGMA writable_schema", 0 },
	};
	static const int off[] = {
		SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_ENABLE_TRIGGER,
		SQLITE_DBCONFIG_ENABLE_VIEW, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION,
	};
	struct err err = ERR_INIT;
	int value, mmap = -1;
	struct db db;

	umask(0);
	ok(opens(&db, temp("a.db"), DB_CREATE), "a base is made");
	umask(022);
	is_int(mode_of(temp("a.db")), 0600, "0600 under an open umask");
	for (size_t i = 0; i < ARRAY_SIZE(settings); i++)
		is_int(number(&db, settings[i].pragma), settings[i].want, "%s", settings[i].pragma);
	for (size_t i = 0; i < ARRAY_SIZE(off); i++)
		ok(sqlite3_db_config(db.conn, off[i], -1, &value) == SQLITE_OK && !value,
		   "db_config %d is off", off[i]);
	ok(sqlite3_db_config(db.conn, SQLITE_DBCONFIG_DEFENSIVE, -1, &value) == SQLITE_OK && value,
	   "defensive");
	/* the pragma gives no row when the size is set and SQLite has no mmap */
	mmap = (int)number(&db, "PRAGMA mmap_size");
	is_int(mmap, 0, "no mmap");
	ok(!db_exec(&db, "SELECT load_extension('x')", &err), "no extension");
	err_clear(&err);
	ok(!db_exec(&db, "SELECT \"colonne\"", &err), "double quotes are no text");
	err_clear(&err);
	ok(db_settle(&db, &err), "settled");
	ok(db_exec(&db, "CREATE TABLE t (a INTEGER) STRICT", &err), "a STRICT table");
	ok(!db_exec(&db, "INSERT INTO t VALUES ('x')", &err), "keeps its types");
	is_int(err.kind, ERR_DATA, "a wrong value is an error of data");
	ok(strstr(err.msg, "ne peut pas être gardée"), "told in French");
	db_close(&db);
	ok(opens(&db, temp("a.db"), DB_EXTRA), "open again");
	is_int(number(&db, "PRAGMA synchronous"), 3, "EXTRA when asked");
	db_close(&db);
}

static void test_query(void)
{
	static const char put[] = "INSERT INTO t (i, s, b) VALUES (?1, ?2, ?3)";
	static const char get[] = "SELECT i, s, b, NULL FROM t ORDER BY i";
	struct err err = ERR_INIT;
	struct query q, inner;
	const void *p;
	struct db db;
	size_t n;
	int rows = 0;

	opens(&db, temp("q.db"), DB_CREATE);
	db_exec(&db, "CREATE TABLE t (i INTEGER PRIMARY KEY, s TEXT NOT NULL, b BLOB) STRICT", &err);
	for (int i = 1; i <= 3; i++) {
		db_query(&q, &db, put);
		q_int(&q, 1, i);
		q_text(&q, 2, i == 1 ? NULL : "d’ici ; DROP TABLE t");
		if (i == 3)
			q_null(&q, 3);
		else
			q_blob(&q, 3, "\0x", i == 1 ? 0 : 2);
		ok(q_run(&q, &err), "row %d", i);
	}
	is_int(db_changes(&db), 1, "one row changed");
	is_int((long long)db.n_kept, 1, "one statement is kept");
	db_query(&q, &db, get);
	while (q_next(&q)) {
		rows++;
		/* the same statement inside itself */
		db_query(&inner, &db, get);
		ok(q_next(&inner) && q_col_int(&inner, 0) == 1, "an inner loop starts at the start");
		q_end(&inner, &err);
		is_int(q_col_int(&q, 0), rows, "the outer one goes on");
		is_str(q_col_text(&q, 1), rows == 1 ? "" : "d’ici ; DROP TABLE t", "text");
		p = q_col_blob(&q, 2, &n);
		ok(p && n == (rows == 2 ? 2 : 0), "a blob of %zu bytes", n);
		is_str(q_col_text(&q, 3), "", "NULL reads as empty");
	}
	ok(q_end(&q, &err), "no error");
	is_int(rows, 3, "three rows");
	db_query(&q, &db, "SELECT rien FROM t");
	q_text(&q, 1, "x");
	q_int(&q, 2, 1);
	ok(!q_next(&q), "an error sticks");
	ok(!q_end(&q, &err), "and is told at the end");
	ok(err.kind == ERR_BASE && strstr(err.msg, "Erreur inattendue") && strstr(err.msg, "rien"),
	   "in French, with the detail");
	db_close(&db);
	err_clear(&err);
	db_query(&q, &db, get);
	ok(!q_next(&q) && !q_end(&q, &err) && err.kind == ERR_BASE, "a closed base is an error");
}

static void test_places_refused(void)
{
	struct db db;

	ok(refuses(temp("absent.db"), 0, DB_MISSING, "n’existe pas"), "missing");
	ok(!exists(temp("absent.db")), "and not made");
	ok(refuses(temp("absent/x.db"), DB_CREATE, DB_MISSING, "n’existe pas"), "missing folder");
	opens(&db, temp("vrai.db"), DB_CREATE);
	db_close(&db);
	ok(symlink("vrai.db", temp("lien.db")) == 0 &&
		   refuses(temp("lien.db"), DB_CREATE, DB_REFUSED, "est un lien"), "a link");
	ok(symlink("cible.db", temp("perdu.db")) == 0 &&
		   refuses(temp("perdu.db"), DB_CREATE, DB_REFUSED, "est un lien") &&
		   !exists(temp("cible.db")), "a link to nothing makes nothing");
	ok(mkfifo(temp("tube.db"), 0600) == 0 &&
		   refuses(temp("tube.db"), DB_CREATE, DB_REFUSED, "fichier ordinaire"), "a FIFO");
	ok(mkdir(temp("dossier.db"), 0700) == 0 &&
		   refuses(temp("dossier.db"), DB_CREATE, DB_REFUSED, "fichier ordinaire"), "a folder");
	ok(symlink(".", temp("par-ici")) == 0 && opens(&db, temp("par-ici/vrai.db"), 0),
	   "a folder behind a link");
	db_close(&db);
	chmod(temp("vrai.db"), 0644);
	ok(opens(&db, temp("vrai.db"), 0) && mode_of(temp("vrai.db")) == 0600,
	   "a file that all could read is closed again");
	db_close(&db);
	spit(temp("bruit.db"), "ceci n’est pas une base, mais un texte assez long pour en avoir l’air, "
	     "et qui dépasse les cent octets de l’en-tête", 120);
	ok(refuses(temp("bruit.db"), 0, DB_DAMAGED, "est abîmé (ce n’est pas une base"),
	   "not a base, in French");
	if (geteuid() == 0) {
		if (chown(temp("vrai.db"), NOBODY, NOBODY) != 0)
			perror("chown");
		ok(refuses(temp("vrai.db"), 0, DB_REFUSED, "quelqu’un d’autre"), "not ours");
	}
}

/* Another process writes: the message names it, at once and not as « database is locked ». */
static void test_holder(void)
{
	struct err err = ERR_INIT;
	struct db db;
	char who[80], byte;
	int there[2], back[2];
	pid_t pid;

	opens(&db, temp("h.db"), DB_CREATE);
	db_exec(&db, "CREATE TABLE t (i INTEGER) STRICT", &err);
	db_close(&db);
	fflush(stdout);
	if (pipe(there) != 0 || pipe(back) != 0 || (pid = fork()) < 0)
		exit(99);
	if (pid == 0) {
		close(back[1]);
		if (db_open(&db, temp("h.db"), 0, NULL) && db_begin(&db, NULL) && write(there[1], "", 1) == 1)
			(void)!read(back[0], &byte, 1);
		_exit(0);
	}
	close(there[1]);
	close(back[0]);
	ok(read(there[0], &byte, 1) == 1, "another process writes");
	opens(&db, temp("h.db"), 0);
	db.write_ms = 10;
	ok(!db_begin(&db, &err) && db.fault == DB_BUSY, "we cannot");
	snprintf(who, sizeof who, "(programme n° %d de cet ordinateur, lancé", (int)pid);
	ok(access("/proc/locks", R_OK) != 0 || strstr(err.msg, who), "the message names it");
	printf("# %s\n", err.msg);
	err_clear(&err);
	close(back[1]);
	waitpid(pid, NULL, 0);
	ok(db_begin(&db, &err), "once it is gone we can");
	db_close(&db);
	close(there[0]);
}

static void test_transactions(void)
{
	struct err err = ERR_INIT;
	struct db db, other;

	opens(&db, temp("t.db"), DB_CREATE);
	db_exec(&db, "CREATE TABLE t (i INTEGER) STRICT", &err);
	opens(&other, temp("t.db"), 0);
	other.write_ms = 10;
	ok(db_begin(&db, &err) && db_in_transaction(&db), "begin");
	ok(!db_begin(&other, &err) && other.fault == DB_BUSY, "one writer at a time");
	ok(strstr(err.msg, "Un autre Aiguillage"), "and the message says who");
	err_clear(&err);
	db_exec(&db, "INSERT INTO t VALUES (1)", &err);
	is_int(number(&other, "SELECT count(*) FROM t"), 0, "unseen before the commit");
	db_rollback(&db);
	ok(!db_in_transaction(&db), "undone");
	is_int(number(&db, "SELECT count(*) FROM t"), 0, "nothing was written");
	ok(db_begin(&db, &err) && db_exec(&db, "INSERT INTO t VALUES (1)", &err) &&
		   db_commit(&db, &err), "commit");
	is_int(number(&other, "SELECT count(*) FROM t"), 1, "seen by the other");
	db_rollback(&db);
	rename(temp("t.db"), temp("t2.db"));
	ok(!db_begin(&db, &err) && strstr(err.msg, "remplacé"), "a base moved away is not written");
	db_close(&db);
	db_close(&other);
	err_clear(&err);
	ok(opens(&db, temp("t2.db"), DB_READ) && db.readonly, "for reading");
	ok(!db_begin(&db, &err) && strstr(err.msg, "lecture seule"), "is not for writing");
	is_int(number(&db, "SELECT count(*) FROM t"), 1, "but for reading");
	db_close(&db);
}

/* In a child whose files may not grow: 0 when the message is the right one and nothing changed. */
static void fill_disk(void)
{
	struct rlimit limit = { 20000, 20000 };
	struct err err = ERR_INIT;
	struct db db;

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	if (!db_open(&db, temp("plein.db"), 0, &err) || !db_begin(&db, &err))
		_exit(2);
	if (db_exec(&db, "INSERT INTO t SELECT randomblob(500) FROM t, t, t, t", &err) &&
	    db_commit(&db, &err))
		_exit(3);
	db_rollback(&db);
	if (db.fault != DB_FULL || !strstr(err.msg, "Impossible d’écrire dans") ||
	    !strstr(err.msg, "Rien n’a été changé")) {
		printf("# %s\n", err.msg);
		fflush(stdout);
		_exit(4);
	}
	_exit(number(&db, "SELECT count(*) FROM t") == 10 ? 0 : 5);
}

static void test_full(void)
{
	struct err err = ERR_INIT;
	struct db db;
	pid_t child;
	int status;

	opens(&db, temp("plein.db"), DB_CREATE);
	db_exec(&db, "CREATE TABLE t (b BLOB) STRICT; "
		"INSERT INTO t VALUES (x''),(x''),(x''),(x''),(x''),(x''),(x''),(x''),(x''),(x'')", &err);
	db_close(&db);
	fflush(stdout);
	child = fork();
	if (child == 0)
		fill_disk();
	waitpid(child, &status, 0);
	is_int(WEXITSTATUS(status), 0, "no room left: said, and the old state is there");
	opens(&db, temp("plein.db"), 0);
	ok(db_check(&db, &err), "sound afterwards");
	is_int(number(&db, "SELECT count(*) FROM t"), 10, "as before");
	db_close(&db);
}

static void test_readonly(void)
{
	struct err err = ERR_INIT;
	struct db db;

	mkdir(temp("ro"), 0700);
	opens(&db, temp("ro/x.db"), DB_CREATE);
	db_exec(&db, "CREATE TABLE t (i INTEGER) STRICT", &err);
	db_close(&db);
	if (geteuid() == 0 && (chown(temp("ro"), NOBODY, NOBODY) != 0 ||
			       chown(temp("ro/x.db"), NOBODY, NOBODY) != 0 || !become_nobody()))
		perror("nobody");
	chmod(temp("ro/x.db"), 0400);
	ok(opens(&db, temp("ro/x.db"), 0) && db.readonly, "a read-only file is opened for reading");
	is_int(number(&db, "SELECT count(*) FROM t"), 0, "and read");
	ok(!db_begin(&db, &err) && db.fault == DB_READONLY, "but not written");
	db_close(&db);
	chmod(temp("ro/x.db"), 0600);
	chmod(temp("ro"), 0500);
	ok(opens(&db, temp("ro/x.db"), DB_CREATE) && db.readonly, "so is a file of a read-only folder");
	is_int(number(&db, "SELECT count(*) FROM t"), 0, "and read");
	db_close(&db);
	ok(refuses(temp("ro/y.db"), DB_CREATE, DB_READONLY, "Impossible de créer"),
	   "none is made there");
	chmod(temp("ro"), 0700);
	if (getuid() == 0 && seteuid(0) != 0)
		perror("root");
}

/* ---- migrations ---- */

static const struct sql_step steps[] = {
	{ 1, "CREATE TABLE a (i INTEGER) STRICT; INSERT INTO a VALUES (7);" },
	{ 2, "ALTER TABLE a ADD COLUMN s TEXT NOT NULL DEFAULT 'neuf';" },
	{ 3, "CREATE TABLE b (i INTEGER) STRICT; INSERT INTO absente VALUES (1);" },
};

static void test_migrations(void)
{
	struct schema s = { .application_id = 77, .backup = true, .steps = steps, .n = 1 };
	struct err err = ERR_INIT;
	struct db db;
	int version;

	opens(&db, temp("m.db"), DB_CREATE);
	ok(schema_check(&db, &s, &version, &err) && version == 0, "an empty base");
	ok(schema_migrate(&db, &s, &err), "first step");
	is_int(number(&db, "PRAGMA application_id"), 77, "application_id");
	is_int(number(&db, "PRAGMA user_version"), 1, "user_version");
	ok(!exists(temp("m.db.avant-v1")), "nothing to copy yet");
	ok(schema_migrate(&db, &s, &err) && number(&db, "SELECT i FROM a") == 7, "nothing more to do");
	s.n = 3;
	ok(!schema_migrate(&db, &s, &err), "the third step fails");
	is_int(number(&db, "PRAGMA user_version"), 2, "the second one is done");
	is_int(number(&db, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), 0,
	       "nothing is left of the third");
	is_int(mode_of(temp("m.db.avant-v2")), 0600, "a copy was made before");
	db_close(&db);
	opens(&db, temp("m.db.avant-v2"), 0);
	is_int(number(&db, "SELECT i FROM a"), 7, "with its rows");
	is_int(number(&db, "PRAGMA user_version"), 1, "and its version");
	db_close(&db);
	err_clear(&err);
	s.n = 1;
	opens(&db, temp("m.db"), 0);
	ok(!schema_check(&db, &s, &version, &err) && db.fault == DB_NEWER, "a newer base is refused");
	ok(strstr(err.msg, "plus récent") && strstr(err.msg, "Mettez Aiguillage à jour"),
	   "in clear French");
	err_clear(&err);
	s.application_id = 78;
	ok(!schema_check(&db, &s, &version, &err) && db.fault == DB_DAMAGED, "so is another's base");
	db_close(&db);
}

int main(void)
{
	tempdir_make();
	test_settings();
	test_query();
	test_places_refused();
	test_holder();
	test_transactions();
	test_full();
	test_migrations();
	test_readonly();
	tempdir_remove();
	return done_testing();
}
