/* Bases made by the first version: migrated, they hold what they held. */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "aiguillage/directory.h"
#include "aiguillage/journal.h"
#include "aiguillage/journal_overlay.h"
#include "src/store/db.h"
#include "src/store/schema.h"
#include "tests/unit/fault_vfs.h"
#include "tests/unit/store.h"

#define SAMPLE 8

/* A base from the text of tests/migrations. */
static void make(const char *base, const char *text)
{
	char path[1400];
	struct db db;
	size_t n;
	char *sql;

	snprintf(path, sizeof path, "%s/tests/migrations/%s", getenv("SRCDIR"), text);
	sql = slurp(path, &n);
	if (!sql || !db_open(&db, temp(base), DB_CREATE, &err) || !db_exec(&db, sql, &err)) {
		printf("Bail out! %s %s\n", path, err.msg);
		exit(1);
	}
	db_close(&db);
	free(sql);
}

static void dump_table(struct db *db, const char *table, struct str *out)
{
	struct query q;
	struct str sql;

	str_init(&sql);
	str_addf(&sql, "SELECT * FROM %s ORDER BY 1, 2", table);
	db_query_once(&q, db, sql.s);
	while (q_next(&q)) {
		str_addf(out, "%s:", table);
		for (int i = 0; i < sqlite3_column_count(q.stmt); i++)
			str_addf(out, " %d=%s", sqlite3_column_type(q.stmt, i), q_col_text(&q, i));
		str_addc(out, '\n');
	}
	q_end(&q, &err);
	fine();
	str_done(&sql);
}

/* Every row of the tables of the first version, types included.  Free it. */
static char *dump(const char *base, const char *const *tables)
{
	struct str out;
	struct db db;
	char *text;

	str_init(&out);
	if (db_open(&db, temp(base), DB_READ, &err))
		for (; *tables; tables++)
			dump_table(&db, *tables, &out);
	db_close(&db);
	fine();
	text = str_steal(&out);
	str_done(&out);
	return text;
}

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

static const char *const annuaire_tables[] = { "meta", "origin", "block", NULL };
static const char *const journal_tables[] = { "setting", NULL };

/* The text here is that of the step: neither may change any more. */
static void test_frozen(const char *base, const char *step)
{
	char path[1400], frozen[1400];
	size_t n, m;
	char *now, *then;

	snprintf(path, sizeof path, "%s/data/sql/%s-001.sql", getenv("SRCDIR"), base);
	snprintf(frozen, sizeof frozen, "%s/tests/migrations/%s-v1.sql", getenv("SRCDIR"), base);
	now = slurp(path, &n);
	then = slurp(frozen, &m);
	ok(now && then && n < m && memcmp(now, then, n) == 0, "%s is what it was", step);
	free(now);
	free(then);
}

static void add_fields(struct str *out, const char *what, int64_t id, const char *const *f,
		       const struct field *fields, size_t n)
{
	str_addf(out, "%s %lld\n", what, (long long)id);
	for (size_t i = 0; i < n; i++)
		if (f[i] && *f[i])
			str_addf(out, "%s=%s\n", fields[i].sql, f[i]);
}

/* Rows of the tables as they were before the fields were packed: one column a field. */
static void dump_rows(struct db *db, const char *table, const struct field *fields, size_t n,
		      struct str *out)
{
	const char *f[OFFER_FIELD_COUNT] = { NULL };
	struct query q;
	struct str sql;

	str_init(&sql);
	str_addf(&sql, "SELECT id");
	for (size_t i = 0; i < n; i++)
		str_addf(&sql, ", %s", fields[i].sql);
	str_addf(&sql, " FROM %s ORDER BY id", table);
	db_query_once(&q, db, sql.s);
	while (q_next(&q)) {
		for (size_t i = 0; i < n; i++)
			f[i] = q_col_text(&q, (int)i + 1);
		add_fields(out, table, q_col_int(&q, 0), f, fields, n);
	}
	q_end(&q, &err);
	fine();
	str_done(&sql);
}

static char *dump_fields(const char *base)
{
	struct str out;
	struct db db;
	char *text;

	str_init(&out);
	if (db_open(&db, temp(base), DB_READ, &err)) {
		dump_rows(&db, "place", place_fields, PLACE_FIELD_COUNT, &out);
		dump_rows(&db, "offer", offer_fields, OFFER_FIELD_COUNT, &out);
	}
	db_close(&db);
	fine();
	text = str_steal(&out);
	str_done(&out);
	return text;
}

/* The same, through the directory. */
static char *read_fields(struct directory *d)
{
	struct place p;
	struct offer o;
	struct str out;
	char *text;

	place_init(&p);
	offer_init(&o);
	str_init(&out);
	for (int64_t id = 1; id < 20; id++)
		if (directory_place(d, id, &p, &err))
			add_fields(&out, "place", id, p.f, place_fields, PLACE_FIELD_COUNT);
	for (int64_t id = 1; id < 20; id++)
		if (directory_offer(d, id, &o, &err))
			add_fields(&out, "offer", id, o.f, offer_fields, OFFER_FIELD_COUNT);
	fine();
	place_clear(&p);
	offer_clear(&o);
	text = str_steal(&out);
	str_done(&out);
	return text;
}

static void test_annuaire(void)
{
	struct directory *d = NULL;
	char *before, *after, *aside = NULL, *rows = NULL;
	struct place p;
	struct offer o;

	make("annuaire.db", "annuaire-v1.sql");
	rows = dump_fields("annuaire.db");
	before = dump("annuaire.db", annuaire_tables);
	ok(strlen(before) > 150 && strlen(rows) > 500, "something to keep");
	ok(directory_open(&d, temp("annuaire.db"), DIRECTORY_CREATE, &aside, &err) && fine() &&
		   !aside,
	   "opened, not set aside");
	is_int(directory_generation(d), 7, "its generation");
	place_init(&p);
	ok(directory_place(d, directory_place_by_key(d, "M2", &err), &p, &err) && fine(),
	   "a place");
	is_str(place_get(&p, PLACE_NAME), "Mairie de Bibost", "its name");
	is_str(place_get(&p, PLACE_LON), "4.5483", "its position");
	after = read_fields(d);
	is_str(after, rows, "every field of every row is what it was");
	free(after);
	offer_init(&o);
	ok(directory_offer(d, directory_offer_by_key(d, "a-1", &err), &o, &err) && fine(),
	   "an offer by its source id");
	is_str(offer_get(&o, OFFER_KEY), "mednum.a-1-o", "its key");
	is_int(directory_place_by_key(d, "M3", &err), 0, "an identifier that nobody bears");
	offer_clear(&o);
	place_clear(&p);
	directory_close(d);
	after = dump("annuaire.db", annuaire_tables);
	is_str(after, before, "the rest is what it was");
	is_int(number_in("annuaire.db", "PRAGMA user_version"),
	       schema_directory.steps[schema_directory.n - 1].version, "of the present version");
	is_int(number_in("annuaire.db", "SELECT count(*) FROM local_value"), 0,
	       "nothing corrected yet");
	ok(number_in("annuaire.db", "PRAGMA freelist_count") == 0, "the room of the old rows is given back");
	ok(!exists(temp("annuaire.db.avant-v2")), "no copy of what can be made again");
	free(rows);
	free(before);
	free(after);
}

/* True when, after that fault while it was migrated, the base is opened and holds all that it held. */
static bool survives(const char *bytes, size_t n, const char *rows, enum fault_op op, int at,
		     bool for_good)
{
	struct directory *d = NULL;
	char *aside = NULL, *after;
	bool whole, sound;

	spit(temp("panne.db"), bytes, n);
	fault_arm(op, at, for_good);
	directory_open(&d, temp("panne.db"), DIRECTORY_CREATE, &aside, &err);
	directory_close(d);
	fault_disarm();
	err_clear(&err);
	if (aside || !directory_open(&d, temp("panne.db"), DIRECTORY_CREATE, &aside, &err) || aside) {
		printf("# %s %d: %s %s\n", fault_names[op], at, aside ? aside : "", err.msg);
		free(aside);
		return false;
	}
	after = read_fields(d);
	whole = strcmp(after, rows) == 0;
	sound = directory_check(d, &err) && fine();
	directory_close(d);
	free(after);
	unlink(temp("panne.db"));
	return whole && sound;
}

/*
 * A disk that fails at any call of a migration: the old base or the new one, with every field.  A
 * sample of the calls; AIGUILLAGE_LONG=1 tries every one.
 */
static void test_faults(void)
{
	char *bytes, *rows;
	struct directory *d;
	int calls[FAULT_OPS];
	size_t n;

	make("panne.db", "annuaire-v1.sql");
	rows = dump_fields("panne.db");
	bytes = slurp(temp("panne.db"), &n);
	fault_arm(FAULT_WRITE, 0, false);
	ok(directory_open(&d, temp("panne.db"), DIRECTORY_CREATE, NULL, &err) && fine(), "on a good disk");
	directory_close(d);
	memcpy(calls, fault_seen, sizeof calls);
	fault_disarm();
	unlink(temp("panne.db"));
	for (int op = 0; op < FAULT_OPS; op++) {
		int step = getenv("AIGUILLAGE_LONG") ? 1 : calls[op] / SAMPLE + 1, wrong = 0, tried = 0;

		for (int at = 1; at <= calls[op]; at += step, tried++)
			for (int for_good = 0; for_good < 2; for_good++)
				wrong += !survives(bytes, n, rows, (enum fault_op)op, at, for_good);
		is_int(wrong, 0, "migrated while %d of %d calls of %s fail", tried, calls[op],
		       fault_names[op]);
	}
	free(rows);
	free(bytes);
}

static void test_journal(void)
{
	struct journal *j = NULL;
	char *before, *after, *old;
	struct overlay_record r;
	struct str stamp;
	size_t n;

	make("journal.db", "journal-v1.sql");
	before = dump("journal.db", journal_tables);
	ok(journal_open(&j, temp("journal.db"), &err) && fine() && !journal_readonly(j),
	   "opened for writing");
	str_init(&stamp);
	ok(journal_overlay_stamp(j, &stamp, &err) && fine() && !stamp.len,
	   "nothing local is known");
	ok(journal_overlay_read(j, OVERLAY_PLACE, "mairie-bibost", &r, &err) && fine() &&
		   overlay_record_empty(&r), "of no place");
	overlay_record_done(&r);
	journal_close(j);
	after = dump("journal.db", journal_tables);
	is_str(after, before, "every row is what it was");
	is_int(number_in("journal.db", "PRAGMA user_version"),
	       schema_journal.steps[schema_journal.n - 1].version, "of the present version");
	free(after);
	after = dump("journal.db.avant-v2", journal_tables);
	is_str(after, before, "the copy made before holds the same");
	is_int(number_in("journal.db.avant-v2", "PRAGMA user_version"), 1, "in the first version");
	is_int(mode_of(temp("journal.db.avant-v2")), 0600, "for us alone");
	free(after);
	old = slurp(temp("journal.db"), &n);
	ok(journal_open(&j, temp("journal.db"), &err) && fine(), "opened again");
	journal_close(j);
	ok(same_file(temp("journal.db"), old, n), "nothing more is written");
	free(old);
	str_done(&stamp);
	free(before);
}

/* Without room for the copy nothing is migrated, and what is there is read. */
static void test_no_room(void)
{
	char *before;
	size_t n;
	int status;

	make("plein.db", "journal-v1.sql");
	before = slurp(temp("plein.db"), &n);
	fflush(stdout);
	if (fork() == 0) {
		struct rlimit limit = { 100, 100 };
		struct overlay_record r;
		struct journal *j = NULL;
		char *value;
		bool right;

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &limit);
		right = journal_open(&j, temp("plein.db"), &err) && journal_readonly(j) &&
			*journal_notice(j);
		value = right ? journal_get_setting(j, "commune") : NULL;
		right = right && value && strcmp(value, "69022") == 0;
		right = right && journal_overlay_read(j, OVERLAY_PLACE, "x", &r, &err) &&
			overlay_record_empty(&r);
		_exit(!right);
	}
	wait(&status);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 0, "no room: for reading, and it is said");
	ok(same_file(temp("plein.db"), before, n), "not a byte is changed");
	free(before);
}

int main(void)
{
	if (!getenv("SRCDIR"))
		return 77;
	fault_register();
	tempdir_make();
	test_frozen("annuaire", "the first step of the directory");
	test_frozen("journal", "the first step of the journal");
	test_annuaire();
	test_faults();
	test_journal();
	test_no_room();
	tempdir_remove();
	return done_testing();
}
