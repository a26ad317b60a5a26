#include "src/store/schema.h"

#include <stdio.h>
#include <unistd.h>

#include "aiguillage/mem.h"
#include "aiguillage/str.h"
#include "src/sql.h"

const struct schema schema_directory = {
	.application_id = 0x41494741,	/* "AIGA" */
	.page_size = 32768,	/* the blocks, megabytes, are read at each start: fewer reads */
	.steps = annuaire_steps,
	.n = ARRAY_SIZE(annuaire_steps),
};

const struct schema schema_journal = {
	.application_id = 0x4149474A,	/* "AIGJ" */
	.backup = true,
	.steps = journal_steps,
	.n = ARRAY_SIZE(journal_steps),
};

static int last_version(const struct schema *s)
{
	return s->steps[s->n - 1].version;
}

bool schema_check(struct db *db, const struct schema *s, int *version, struct err *err)
{
	int64_t id, user_version, tables;
	char detail[160];

	*version = 0;
	if (!db_number(db, "PRAGMA application_id", &id, err) ||
	    !db_number(db, "PRAGMA user_version", &user_version, err) ||
	    !db_number(db, "SELECT count(*) FROM sqlite_schema", &tables, err))
		return false;
	if (!id && !user_version && !tables)
		return true;
	if (id != s->application_id)
		return db_fail(db, DB_DAMAGED, "ce fichier n’a pas été fait par Aiguillage pour cet "
			       "usage", err);
	if (user_version < 1)
		return db_fail(db, DB_DAMAGED, "numéro de version illisible", err);
	if (user_version > last_version(s)) {
		snprintf(detail, sizeof detail, "a été fait par un Aiguillage plus récent (version "
			 "%lld de la base, celui-ci connaît la %d). Mettez Aiguillage à jour",
			 (long long)user_version, last_version(s));
		return db_fail(db, DB_NEWER, detail, err);
	}
	*version = (int)user_version;
	return true;
}

/* Another process may have made the step while we waited for our turn. */
static bool step_in_transaction(struct db *db, const struct schema *s, const struct sql_step *step,
				struct err *err)
{
	char marks[96];
	int version;

	if (!schema_check(db, s, &version, err))
		return false;
	if (version >= step->version)
		return true;
	snprintf(marks, sizeof marks, "PRAGMA application_id = %d; PRAGMA user_version = %d",
		 s->application_id, step->version);
	return db_exec(db, step->sql, err) && db_exec(db, marks, err);
}

static bool apply_step(struct db *db, const struct schema *s, const struct sql_step *step,
		       struct err *err)
{
	if (!db_begin(db, err))
		return false;
	if (step_in_transaction(db, s, step, err) && db_commit(db, err))
		return true;
	db_rollback(db);
	return false;
}

/* Never over an older copy: one of them may be the good one. */
static bool backup(struct db *db, int version, struct err *err)
{
	struct str to;
	bool ok;

	str_init(&to);
	str_addf(&to, "%s.avant-v%d", db->path, version);
	for (int i = 2; access(to.s, F_OK) == 0 && i < 100; i++) {
		str_clear(&to);
		str_addf(&to, "%s.avant-v%d-%d", db->path, version, i);
	}
	ok = db_backup(db, to.s, err);
	str_done(&to);
	return ok;
}

/* Only counts for a base that holds nothing yet. */
static bool set_page_size(struct db *db, const struct schema *s, struct err *err)
{
	char sql[40];

	if (!s->page_size)
		return true;
	snprintf(sql, sizeof sql, "PRAGMA page_size = %d", s->page_size);
	return db_exec(db, sql, err) && db_cache(db, DB_CACHE_KB, err);
}

bool schema_migrate(struct db *db, const struct schema *s, struct err *err)
{
	int version;

	if (!schema_check(db, s, &version, err))
		return false;
	if (version == last_version(s))
		return true;
	if (!version && !set_page_size(db, s, err))
		return false;
	if (version && s->backup && !backup(db, version + 1, err))
		return false;
	for (size_t i = 0; i < s->n; i++)
		if (s->steps[i].version > version && !apply_step(db, s, &s->steps[i], err))
			return false;
	return true;
}
