#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "aiguillage/journal.h"
#include "aiguillage/mem.h"
#include "src/store/db.h"
#include "src/store/journal_impl.h"
#include "src/store/schema.h"
#include "tests/lib/tap.h"
#include "tests/unit/tempdir.h"

static struct err err = ERR_INIT;

static bool fine(void)
{
	bool is = err.kind == ERR_NONE;

	if (!is)
		printf("# %s\n", err.msg);
	err_clear(&err);
	return is;
}

static struct journal *open_journal(const char *name)
{
	struct journal *j = NULL;

	journal_open(&j, temp(name), &err);
	fine();
	return j;
}

static void is_setting(struct journal *j, const char *name, const char *want, const char *what)
{
	char *got = journal_get_setting(j, name);

	is_str(got, want, "%s", what);
	free(got);
}

static bool tells(const struct journal *j, const char *words)
{
	bool is = strstr(journal_notice(j), words);

	if (!is)
		printf("# %s\n", journal_notice(j));
	return is;
}

/* What keeps the only copy safe, and what it held out of sight once it is gone. */
static void test_pragmas(void)
{
	static const struct {
		const char *sql;
		int64_t want;
	} set[] = {
		{ "PRAGMA synchronous", 3 },	/* EXTRA */
		{ "PRAGMA secure_delete", 1 },
		{ "PRAGMA temp_store", 2 },	/* MEMORY */
		{ "PRAGMA cell_size_check", 1 },
		{ "PRAGMA trusted_schema", 0 },
		{ "PRAGMA foreign_keys", 1 },
		{ "PRAGMA mmap_size", 0 },
		{ "PRAGMA auto_vacuum", 0 },
		{ "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'delete'", 1 },
	};
	struct journal *j = open_journal("pragmas.db");
	int64_t n;

	for (size_t i = 0; i < ARRAY_SIZE(set); i++) {
		ok(db_number(&j->db, set[i].sql, &n, &err) && n == set[i].want, "%s", set[i].sql);
		fine();
	}
	journal_close(j);
}

static void test_settings(void)
{
	struct journal *j;
	struct db db;
	int64_t n;

	umask(0);
	j = open_journal("journal.db");
	umask(022);
	ok(j && !journal_readonly(j), "made, for writing");
	is_str(journal_notice(j), "", "nothing to tell");
	is_int(mode_of(temp("journal.db")), 0600, "0600");
	is_setting(j, "commune", NULL, "no such setting");
	ok(journal_set_setting(j, "commune", "69001", &err) &&
		   journal_set_setting(j, "commune", "69010", &err) &&
		   journal_set_setting(j, "rayon", "", &err) && fine(), "set");
	is_setting(j, "commune", "69010", "the last value");
	is_setting(j, "rayon", "", "an empty one");
	ok(journal_check(j, &err) && fine(), "sound");
	journal_close(j);
	journal_close(NULL);
	j = open_journal("journal.db");
	is_setting(j, "commune", "69010", "remembered");
	journal_close(j);

	db_open(&db, temp("journal.db"), DB_READ, &err);
	ok(db_number(&db, "PRAGMA application_id", &n, &err) && n == schema_journal.application_id,
	   "application_id");
	ok(db_number(&db, "PRAGMA user_version", &n, &err) &&
		   n == schema_journal.steps[schema_journal.n - 1].version, "user_version");
	ok(db_number(&db, "SELECT count(*) FROM pragma_table_list\n"
		     "WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%'", &n, &err) &&
		   n == 0, "every table is STRICT");
	db_close(&db);
	ok(!exists(temp("journal.db-wal")) && !exists(temp("journal.db-journal")),
	   "one file holds everything");
}

/* A key press must not wait for what another window writes. */
static void test_setting_busy(void)
{
	struct journal *j = NULL;
	struct timespec before, after;
	struct db other;

	ok(journal_open(&j, temp("pris.db"), &err) &&
	   journal_set_setting(j, "commune", "69010", &err), "a journal");
	ok(db_open(&other, temp("pris.db"), 0, &err) && db_begin(&other, &err), "somebody writes");
	clock_gettime(CLOCK_MONOTONIC, &before);
	ok(journal_set_setting(j, "commune", "69243", &err) && fine(), "a setting is quietly lost");
	clock_gettime(CLOCK_MONOTONIC, &after);
	ok(after.tv_sec - before.tv_sec <= 1, "at once");
	is_setting(j, "commune", "69010", "the older one stays");
	db_rollback(&other);
	db_close(&other);
	ok(journal_set_setting(j, "commune", "69243", &err) && fine(), "later");
	is_setting(j, "commune", "69243", "it is kept");
	journal_close(j);
}


/* What is erased leaves no trace in the bytes. */
static void test_erased(void)
{
	struct journal *j = open_journal("efface.db");
	char *bytes;
	size_t n;

	journal_set_setting(j, "a", "CANARI-QUI-CHANTE", &err);
	journal_set_setting(j, "a", "x", &err);
	bytes = slurp(temp("efface.db"), &n);
	ok(bytes && n > 4096 && !memmem(bytes, n, "CANARI", 6), "a value replaced is erased");
	free(bytes);
	journal_close(j);
}

/* Opened, used and closed: not one byte changed. */
static void stays(const char *name, bool readable, const char *what)
{
	size_t n;
	char *before = slurp(temp(name), &n);
	struct journal *j = open_journal(name);

	ok(j && journal_readonly(j), "%s: read-only", what);
	ok(tells(j, "est abîmé") && tells(j, "laissé tel quel") && tells(j, "aiguillage restaurer"),
	   "the notice says what to do");
	ok(tells(j, "ne pourra être gardé") != readable, "and whether it can be read");
	ok(journal_set_setting(j, "commune", "69999", &err) && fine(), "a setting is quietly lost");
	is_setting(j, "commune", readable ? "69010" : NULL, "what can be read is");
	ok(!journal_check(j, &err) && err.kind == ERR_BASE, "the check tells");
	err_clear(&err);
	journal_close(j);
	ok(same_file(temp(name), before, n), "untouched");
	ok(!exists(temp("abime.db-journal")) && !exists(temp("abime.db-wal")), "nothing beside it");
	free(before);
}

static void test_damaged(void)
{
	struct journal *j;
	struct db db;
	char *good;
	size_t n;

	j = open_journal("abime.db");
	journal_set_setting(j, "commune", "69010", &err);
	journal_close(j);
	/* pages that nothing needs to read a setting */
	db_open(&db, temp("abime.db"), 0, &err);
	db_exec(&db, "CREATE TABLE autre (i INTEGER PRIMARY KEY, b BLOB) STRICT;"
		"INSERT INTO autre SELECT value, zeroblob(900) FROM json_each('[1,2,3,4,5,6,7,8,9]')",
		&err);
	db_close(&db);
	ok(fine(), "a journal");
	good = slurp(temp("abime.db"), &n);
	ok(n > 4 * 4096, "of several pages");
	scribble(temp("abime.db"), (long)n - 4096, 60);
	stays("abime.db", true, "a damaged page");
	scribble(temp("abime.db"), 100, 300);
	stays("abime.db", false, "a damaged schema");
	spit(temp("abime.db"), good, n - 3 * 4096);
	stays("abime.db", false, "a cut file");
	spit(temp("abime.db"), "bonjour, ceci n’est pas un journal", 36);
	stays("abime.db", false, "a text");
	db_open(&db, temp("autre.db"), DB_CREATE, &err);
	db_exec(&db, "CREATE TABLE photo (i INTEGER); PRAGMA application_id = 12; "
		"PRAGMA user_version = 1", &err);
	db_close(&db);
	stays("autre.db", false, "the base of another program");
	free(good);
}

static void flip(const char *name, const char *good, size_t n, size_t at)
{
	char *bad = malloc(n);

	memcpy(bad, good, n);
	bad[at] = (char)~bad[at];
	spit(temp(name), bad, n);
	free(bad);
}

/* One byte anywhere: no crash, and the file stays as it is. */
static void test_flips(void)
{
	int changed = 0, refusals = 0;
	char *good, *value;
	size_t n, m;

	good = slurp(temp("journal.db"), &n);
	for (size_t at = 0; at < n; at += at < 100 ? 1 : 97) {
		struct journal *j = NULL;
		char *before;

		flip("bascule.db", good, n, at);
		before = slurp(temp("bascule.db"), &m);
		if (journal_open(&j, temp("bascule.db"), &err)) {
			value = journal_get_setting(j, "commune");
			free(value);
		} else {
			refusals++;
		}
		err_clear(&err);
		journal_close(j);
		/* 18 and 19 turn the write-ahead log on: harmless, and turned off again */
		if (at != 18 && at != 19 && !same_file(temp("bascule.db"), before, m))
			printf("# changed by a flip at %zu (%d)\n", at, ++changed);
		free(before);
	}
	is_int(changed, 0, "no damaged journal is touched");
	ok(refusals > 0 && refusals < 10, "only a version number is refused (%d)", refusals);
	free(good);
}

static bool refused(const char *name, const char *words)
{
	struct journal *j = NULL;
	bool is = !journal_open(&j, temp(name), &err) && !j && err.kind == ERR_BASE &&
		  strstr(err.msg, words);

	if (!is)
		printf("# %s\n", err.msg);
	err_clear(&err);
	return is;
}

static void test_refused(void)
{
	struct db db;
	char *before;
	size_t n;

	journal_close(open_journal("neuf.db"));
	db_open(&db, temp("neuf.db"), 0, &err);
	db_exec(&db, "PRAGMA user_version = 99", &err);
	db_close(&db);
	before = slurp(temp("neuf.db"), &n);
	ok(refused("neuf.db", "Mettez Aiguillage à jour"), "a newer journal is refused");
	ok(same_file(temp("neuf.db"), before, n), "and untouched");
	free(before);
	ok(symlink("journal.db", temp("lien.db")) == 0 && refused("lien.db", "est un lien"), "a link");
	ok(mkfifo(temp("tube.db"), 0600) == 0 && refused("tube.db", "fichier ordinaire"), "a FIFO");
}

/* In a child whose files may not grow. */
static void fill_disk(void)
{
	struct journal *j = open_journal("plein.db");
	struct rlimit limit = { 8192, 8192 };
	static char much[50000];

	tap_failed = 0;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	memset(much, 'x', sizeof much - 1);
	if (journal_set_setting(j, "commune", much, &err) || !strstr(err.msg, "Rien n’a été changé"))
		_exit(1);
	is_setting(j, "commune", "69010", "in the child");
	_exit(tap_failed ? 2 : 0);
}

static void test_full(void)
{
	struct journal *j = open_journal("plein.db");
	int status;
	pid_t child;

	journal_set_setting(j, "commune", "69010", &err);
	journal_close(j);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		if (!freopen("/dev/null", "w", stdout))
			_exit(3);
		fill_disk();
	}
	waitpid(child, &status, 0);
	is_int(WEXITSTATUS(status), 0, "no room left: said");
	j = open_journal("plein.db");
	is_setting(j, "commune", "69010", "and the old value is there");
	ok(!journal_readonly(j), "for writing");
	journal_close(j);
}

static void test_readonly(void)
{
	struct journal *j;

	mkdir(temp("ro"), 0700);
	j = open_journal("ro/j.db");
	journal_set_setting(j, "commune", "69010", &err);
	journal_close(j);
	if (geteuid() == 0 && (chown(temp("ro"), NOBODY, NOBODY) != 0 ||
			       chown(temp("ro/j.db"), NOBODY, NOBODY) != 0 || !become_nobody()))
		perror("nobody");
	chmod(temp("ro"), 0500);
	j = open_journal("ro/j.db");
	ok(journal_readonly(j) && tells(j, "lecture seule"), "a read-only folder");
	is_setting(j, "commune", "69010", "is read");
	ok(journal_set_setting(j, "commune", "1", &err) && fine(), "not written");
	journal_close(j);
	j = open_journal("ro/absent.db");
	ok(j && journal_readonly(j) && tells(j, "Impossible de créer") &&
		   tells(j, "ne pourra être gardé"), "none can be made there: said");
	is_setting(j, "commune", NULL, "an empty one");
	journal_close(j);
	chmod(temp("ro"), 0700);
	if (getuid() == 0 && seteuid(0) != 0)
		perror("root");
}

int main(void)
{
	tempdir_make();
	test_pragmas();
	test_settings();
	test_setting_busy();
	test_erased();
	test_damaged();
	test_flips();
	test_refused();
	test_full();
	test_readonly();
	tempdir_remove();
	return done_testing();
}
