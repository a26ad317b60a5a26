/*
 * journal.db from every earlier version, with contents: journal-vK.sql is the frozen step K and what a
 * base of that version held in the tables it brought; version K is made of steps 1 to K.
 */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/journal.h"
#include "aiguillage/str.h"
#include "src/store/db.h"
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

static bool add_step(struct db *db, int version)
{
	char path[1400];
	size_t n;
	char *sql;
	bool done;

	snprintf(path, sizeof path, "%s/tests/migrations/journal-v%d.sql", getenv("SRCDIR"), version);
	sql = slurp(path, &n);
	done = sql && db_exec(db, sql, &err);
	if (!sql)
		printf("# there is no %s\n", path);
	free(sql);
	return done && fine();
}

static bool make(const char *base, int version)
{
	struct db db;
	bool done = db_open(&db, temp(base), DB_CREATE, &err);

	for (int k = 1; done && k <= version; k++)
		done = add_step(&db, k);
	db_close(&db);
	return done && fine();
}

/* The columns that there are: later steps may add some. */
static void read_selects(const char *base, struct str *selects)
{
	struct query q;
	struct db db;

	if (db_open(&db, temp(base), DB_READ, &err)) {
		db_query_once(&q, &db,
			      "SELECT 'SELECT ' || group_concat('quote(' || c.name || ')', ' || '',''  || ')\n"
			      "|| ' FROM ' || t.name || ' ORDER BY 1'\n"
			      "FROM sqlite_schema AS t, pragma_table_info(t.name) AS c\n"
			      "WHERE t.type = 'table'\n"
			      "GROUP BY t.name\n"
			      "ORDER BY t.name");
		while (q_next(&q))
			str_addf(selects, "%s\n", q_col_text(&q, 0));
		q_end(&q, &err);
	}
	db_close(&db);
	fine();
}

/* Every row of every select, values and their types.  Free it. */
static char *dump(const char *base, const struct str *selects)
{
	char *copy = strdup(selects->s), *rest = copy, *line, *text;
	struct str out;
	struct db db;

	str_init(&out);
	if (db_open(&db, temp(base), DB_READ, &err)) {
		while ((line = strsep(&rest, "\n")) && *line) {
			struct query q;

			db_query_once(&q, &db, line);
			while (q_next(&q))
				str_addf(&out, "%s\n", q_col_text(&q, 0));
			q_end(&q, &err);
		}
	}
	db_close(&db);
	fine();
	free(copy);
	text = str_steal(&out);
	str_done(&out);
	return text;
}

static void test_from(int version)
{
	char base[40], kept[60];
	char *before, *after, *copied;
	struct journal *j = NULL;
	struct str selects;

	snprintf(base, sizeof base, "v%d.db", version);
	snprintf(kept, sizeof kept, "%s.avant-v%d", base, version + 1);
	str_init(&selects);
	ok(make(base, version), "version %d", version);
	read_selects(base, &selects);
	before = dump(base, &selects);
	ok(strlen(before) > (version > 2 ? 1000 : 20), "it holds something");
	ok(journal_open(&j, temp(base), &err) && fine() && !journal_readonly(j), "opened for writing");
	ok(journal_check(j, &err) && fine(), "sound");
	journal_close(j);
	after = dump(base, &selects);
	is_str(after, before, "every row of version %d is what it was", version);
	copied = dump(kept, &selects);
	is_str(copied, before, "a copy was made before");
	is_int(mode_of(temp(kept)), 0600, "for us alone");
	free(before);
	free(after);
	free(copied);
	str_done(&selects);
}

/* A journal of a version to come is neither read nor changed, and one is told what to do. */
static void test_newer(int version)
{
	struct journal *j = NULL;
	struct db db;
	char sql[60], *bytes;
	size_t n;

	journal_open(&j, temp("demain.db"), &err);
	journal_close(j);
	snprintf(sql, sizeof sql, "PRAGMA user_version = %d", version + 1);
	ok(db_open(&db, temp("demain.db"), 0, &err) && db_exec(&db, sql, &err) && fine(), "of tomorrow");
	db_close(&db);
	bytes = slurp(temp("demain.db"), &n);
	ok(!journal_open(&j, temp("demain.db"), &err) && strstr(err.msg, "Mettez Aiguillage à jour"),
	   "refused, and what to do is said");
	err_clear(&err);
	ok(same_file(temp("demain.db"), bytes, n), "not a byte is changed");
	free(bytes);
}

int main(void)
{
	int last = schema_journal.steps[schema_journal.n - 1].version;

	if (!getenv("SRCDIR"))
		return 77;
	tempdir_make();
	for (int version = 1; version < last; version++)
		test_from(version);
	test_newer(last);
	tempdir_remove();
	return done_testing();
}
