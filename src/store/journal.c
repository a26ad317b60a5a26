#include "aiguillage/journal.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "aiguillage/mem.h"
#include "aiguillage/str.h"
#include "aiguillage/text.h"
#include "src/store/journal_impl.h"
#include "src/store/schema.h"

#define CURE "Il est laissé tel quel, et rien n’y sera écrit. Pour remettre votre dernière " \
	     "copie : aiguillage restaurer, qui le garde de côté ; sans copie, renommez-le : " \
	     "Aiguillage en commencera un nouveau"

/* A counsellor's whole life is a tenth of it; that of a coordinator holds the journals of twenty. */
#define CHECK_MAX ((int64_t)64 << 20)

/*
 * Nothing is written before the whole file is known to be sound.  What is too large to be read at
 * each start is read once a day: the copy of the day is checked (backup.h).
 */
static bool check(struct db *db, const char *path, struct err *err)
{
	struct stat st;

	return (stat(path, &st) == 0 && st.st_size > CHECK_MAX) || db_check(db, err);
}

static bool open_for_writing(struct journal *j, const char *path, struct err *err)
{
	struct db *db = &j->db;

	return db_open(db, path, DB_CREATE | DB_EXTRA, err) &&
	       schema_check(db, &schema_journal, &j->version, err) && check(db, path, err) &&
	       db_settle(db, err) && schema_migrate(db, &schema_journal, err) &&
	       schema_check(db, &schema_journal, &j->version, err);
}

static bool open_for_reading(struct journal *j, const char *path)
{
	struct db *db = &j->db;

	if (db_open(db, path, DB_READ, NULL) &&
	    schema_check(db, &schema_journal, &j->version, NULL) && j->version)
		return true;
	j->version = 0;
	db_close(db);
	return false;
}

static char *notice(const struct err *err, enum db_fault fault, bool readable)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "%s.", err->msg);
	if (fault == DB_DAMAGED)
		str_add(&b, " " CURE ".");
	if (!readable)
		str_add(&b, " En attendant, rien de ce que vous noterez ne pourra être gardé.");
	return b.s;
}

/* Tries for reading what could not be opened for writing. */
static bool consult(struct journal *j, const char *path, struct err *mine)
{
	enum db_fault fault = j->db.fault;

	db_close(&j->db);
	if (fault == DB_NEWER || fault == DB_REFUSED)
		return false;
	j->notice = notice(mine, fault, open_for_reading(j, path));
	return true;
}

bool journal_open(struct journal **out, const char *path, struct err *err)
{
	struct journal *j = xcalloc(1, sizeof *j);
	struct err mine = ERR_INIT;

	*out = j;
	if (!open_for_writing(j, path, &mine)) {
		if (consult(j, path, &mine))
			return true;
		*out = NULL;
		free(j);
		return err_set(err, mine.kind, "%s", mine.msg);
	}
	if (j->db.readonly) {
		db_fail(&j->db, DB_READONLY, "", &mine);
		j->notice = notice(&mine, DB_READONLY, true);
	} else {
		j->notice = xstrdup("");
	}
	j->db.name = "Le journal";
	db_wait(&j->db, DB_READ_MS);
	return true;
}

void journal_close(struct journal *j)
{
	if (!j)
		return;
	secret_free(j->key);
	free(j->public_key);
	db_close(&j->db);
	free(j->notice);
	free(j);
}

void journal_patience(struct journal *j, bool patient)
{
	if (j->db.conn)
		db_wait(&j->db, patient ? DB_BUSY_MS : DB_READ_MS);
}

/* A journal that could not be opened has nothing to be held. */
void journal_hold(struct journal *j)
{
	j->known = false;
	if (j->db.conn)
		db_exec(&j->db, "BEGIN", NULL);
}

void journal_release(struct journal *j)
{
	j->known = false;
	if (j->db.conn)
		db_rollback(&j->db);
}

bool journal_readonly(const struct journal *j)
{
	return !j->db.conn || j->db.readonly;
}

const char *journal_notice(const struct journal *j)
{
	return j->notice;
}

int64_t journal_changes(struct journal *j)
{
	int64_t others = 0;
	struct query q;

	if (!j->db.conn)
		return 0;
	db_query(&q, &j->db, "PRAGMA data_version");
	if (q_next(&q))
		others = q_col_int(&q, 0);
	q_end(&q, NULL);
	return others + j->turns + sqlite3_total_changes(j->db.conn);
}

/* ---- settings ---- */

char *journal_get_setting(struct journal *j, const char *name)
{
	char *value = NULL;
	struct query q;

	db_query(&q, &j->db, "SELECT value FROM setting WHERE name = ?1");
	q_text(&q, 1, name);
	if (q_next(&q))
		value = text_cleaned(q_col_text(&q, 0), TEXT_MANY_LINES);
	q_end(&q, NULL);
	return value;
}

static const char sql_set_setting[] =
	"INSERT INTO setting (name, value)\n"
	"VALUES (?1, ?2)\n"
	"ON CONFLICT (name) DO UPDATE\n"
	"SET value = excluded.value\n"
	"WHERE setting.value <> excluded.value";

bool journal_set_setting(struct journal *j, const char *name, const char *value,
			 struct err *err)
{
	struct err mine = ERR_INIT;
	int wait_ms = j->db.wait_ms;
	struct query q;
	bool ok;

	if (journal_readonly(j))
		return true;
	db_wait(&j->db, 0);
	db_query(&q, &j->db, sql_set_setting);
	q_text(&q, 1, name);
	q_text(&q, 2, value);
	ok = q_run(&q, &mine);
	db_wait(&j->db, wait_ms);
	return ok || j->db.fault == DB_BUSY || err_set(err, mine.kind, "%s", mine.msg);
}

bool journal_check(struct journal *j, struct err *err)
{
	if (!j->db.conn)
		return err_set(err, ERR_BASE, "%s", j->notice);
	return db_check(&j->db, err);
}

bool journal_backup(struct journal *j, const char *to, struct err *err)
{
	if (!j->db.conn)
		return err_set(err, ERR_BASE, "%s", j->notice);
	return db_backup(&j->db, to, err);
}
