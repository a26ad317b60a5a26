/* The step that packs the rows of annuaire.db: what it keeps of the counsellor's, and when it cannot be made. */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "aiguillage/directory.h"
#include "aiguillage/directory_overlay.h"
#include "src/store/db.h"
#include "src/store/directory_impl.h"
#include "src/store/schema.h"
#include "tests/unit/store.h"

#define BEFORE 3		/* the version before that step */

/* A place corrected, another that exists only here. */
static const char rows[] =
	"INSERT INTO origin (id, name, title, date, loaded) VALUES\n"
	"	(3, 'local', 'Vos ajouts', '2026-11-24', '2026-11-24T10:00');\n"
	"INSERT INTO place (id, origin_id, key, name, note, status) VALUES\n"
	"	(7, 3, 'local-1', 'Canari posé', 'Canari demander Zoé', 'Canari statut');\n"
	"INSERT INTO offer (id, origin_id, place_id, key, place_key, name) VALUES\n"
	"	(11, 3, 7, 'local-2', 'local-1', 'Canari chanteur');\n"
	"UPDATE place SET note = 'Canari corrigé' WHERE id = 3;\n"
	"INSERT INTO local_value (kind, key, field, value, source) VALUES\n"
	"	('place', 'mairie-bibost', 'note', 'Canari corrigé', '');\n"
	"PRAGMA user_version = 3;";

/* A base of the version before. */
static void make(const char *base)
{
	char path[1400];
	struct db db;
	size_t n;
	char *sql;
	bool done;

	snprintf(path, sizeof path, "%s/tests/migrations/annuaire-v1.sql", getenv("SRCDIR"));
	sql = slurp(path, &n);
	done = sql && db_open(&db, temp(base), DB_CREATE, &err) && db_exec(&db, sql, &err);
	for (int i = 1; done && i < BEFORE; i++)
		done = db_exec(&db, schema_directory.steps[i].sql, &err);
	if (!done || !db_exec(&db, rows, &err)) {
		printf("Bail out! %s %s\n", path, err.msg);
		exit(1);
	}
	db_close(&db);
	free(sql);
}

static bool holds(const char *base, const char *word)
{
	size_t n;
	char *bytes = slurp(temp(base), &n);
	bool found = bytes && memmem(bytes, n, word, strlen(word));

	free(bytes);
	return found;
}

static bool withdraw(struct directory *d)
{
	struct place p;
	bool done;

	place_init(&p);
	done = directory_begin(d, &err) && directory_place(d, 3, &p, &err) &&
	       directory_local_drop(d, OVERLAY_PLACE, "mairie-bibost", PLACE_NOTE, &err);
	place_set(&p, PLACE_NOTE, "");
	done = done && directory_restate_place(d, &p, &err) &&
	       directory_set_origin(d, "local", "Vos ajouts", "", &err) &&
	       directory_drop_stale(d, &err) && directory_commit(d, &err);
	place_clear(&p);
	return done && fine();
}

static void test_withdrawn(void)
{
	struct directory *d = NULL;

	make("retrait.db");
	ok(directory_open(&d, temp("retrait.db"), 0, NULL, &err) && fine(), "opened");
	ok(holds("retrait.db", "Canari corrig") && holds("retrait.db", "Canari posé"),
	   "a correction and an addition are still there");
	ok(withdraw(d), "then withdrawn");
	directory_close(d);
	ok(!holds("retrait.db", "Canari"), "nothing of them stays");
}

/* ---- a base of before that cannot be written ---- */

static bool is_read(const char *base, const char *says)
{
	struct directory *d = NULL;
	struct place p;
	bool right;

	place_init(&p);
	right = directory_open(&d, temp(base), DIRECTORY_CREATE, NULL, &err) &&
		directory_readonly(d) && strstr(directory_notice(d), says) &&
		directory_place(d, directory_place_by_key(d, "M2", &err), &p, &err) &&
		strcmp(place_get(&p, PLACE_NAME), "Mairie de Bibost") == 0 &&
		!directory_begin(d, &err) && strstr(err.msg, says) && strstr(err.msg, "consulter");
	if (!right)
		printf("# %s %s\n", d ? directory_notice(d) : "", err.msg);
	err_clear(&err);
	place_clear(&p);
	directory_close(d);
	return right;
}

static bool is_read_by_nobody(const char *base, const char *says)
{
	bool right;

	if (geteuid() == 0 && !become_nobody())
		perror("nobody");
	chmod(temp("ro"), 0500);
	right = is_read(base, says);
	chmod(temp("ro"), 0700);
	return right;
}

static bool is_read_without_room(const char *base, const char *says)
{
	struct rlimit limit = { 100, 100 };

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	return is_read(base, says);
}

/* In a process of its own: what it gave up stays given up. */
static bool in_child(bool (*fn)(const char *, const char *), const char *base, const char *says)
{
	int status;

	fflush(stdout);
	if (fork() == 0) {
		bool right = fn(base, says);

		fflush(stdout);
		_exit(!right);
	}
	wait(&status);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void test_unwritten(void)
{
	char *before;
	size_t n;

	mkdir(temp("ro"), 0700);
	make("ro/annuaire.db");
	before = slurp(temp("ro/annuaire.db"), &n);
	if (geteuid() == 0 && (chown(temp("ro"), NOBODY, NOBODY) != 0 ||
			       chown(temp("ro/annuaire.db"), NOBODY, NOBODY) != 0))
		perror("nobody");
	ok(in_child(is_read_by_nobody, "ro/annuaire.db", "lecture seule"), "read from a read-only folder");
	ok(same_file(temp("ro/annuaire.db"), before, n), "not a byte is changed");
	free(before);
	make("plein.db");
	before = slurp(temp("plein.db"), &n);
	ok(in_child(is_read_without_room, "plein.db", "le disque est plein"), "read from a full disk");
	ok(same_file(temp("plein.db"), before, n), "not a byte is changed either");
	free(before);
}

/* ---- the room of the old rows ---- */

static int64_t number_in(const char *base, const char *sql)
{
	struct db db;
	int64_t n = -1;

	if (db_open(&db, temp(base), DB_READ, &err))
		db_number(&db, sql, &n, &err);
	db_close(&db);
	fine();
	return n;
}

static void test_tidied_later(void)
{
	struct directory killed = { .generation = 0 }, *d = NULL;
	int64_t pages;

	make("tard.db");
	ok(db_open(&killed.db, temp("tard.db"), 0, &err) && directory_add_functions(&killed, &err) &&
		   schema_migrate(&killed.db, &schema_directory, &err) && fine(),
	   "migrated by a program that goes no further");
	directory_shared_unload(&killed);
	db_close(&killed.db);
	pages = number_in("tard.db", "PRAGMA page_count");
	ok(number_in("tard.db", "PRAGMA freelist_count") > 0, "the old rows left room");
	ok(directory_open(&d, temp("tard.db"), 0, NULL, &err) && fine(), "the next start");
	directory_close(d);
	is_int(number_in("tard.db", "PRAGMA freelist_count"), 0, "gives it back");
	ok(number_in("tard.db", "PRAGMA page_count") < pages, "the file is smaller");
	is_int(number_in("tard.db", "SELECT count(*) FROM meta"), 2, "and no mark is left");
}

int main(void)
{
	if (!getenv("SRCDIR"))
		return 77;
	tempdir_make();
	test_withdrawn();
	test_unwritten();
	test_tidied_later();
	tempdir_remove();
	return done_testing();
}
