#include "aiguillage/journal_keep.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/date.h"
#include "aiguillage/journal_draft.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/journal_post.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "src/store/journal_impl.h"
#include "src/store/schema.h"

#define HASH_BYTES 32
#define HASH_LEN (2 * HASH_BYTES + 1)

/* ---- tombstones ---- */

/*
 * Hexadecimal keys, a space between them: the first is ours; the others came with copies of other
 * laptops, whose tombstones stay true.
 */
#define KEYS_MAX 8
#define KEYS_LEN (KEYS_MAX * HASH_LEN)

static const char sql_keys[] = "SELECT value FROM setting WHERE name = 'cle_effaces'";
static const char sql_new_key[] =
	"INSERT INTO setting (name, value)\n"
	"VALUES ('cle_effaces', lower(hex(randomblob(32))))\n"
	"ON CONFLICT (name) DO NOTHING";

/* "" when nothing was ever erased. */
static bool read_keys(struct journal *j, char keys[KEYS_LEN], struct err *err)
{
	struct query q;

	*keys = '\0';
	db_query(&q, &j->db, sql_keys);
	if (q_next(&q))
		snprintf(keys, KEYS_LEN, "%s", q_col_text(&q, 0));
	return q_end(&q, err);
}

static bool make_keys(struct journal *j, char keys[KEYS_LEN], struct err *err)
{
	struct query q;

	db_query(&q, &j->db, sql_new_key);
	return q_run(&q, err) && read_keys(j, keys, err);
}

static void hash_id(const char *key, size_t len, const char *id, const char *what, char out[HASH_LEN])
{
	unsigned char hash[HASH_BYTES];
	crypto_generichash_state h;

	crypto_generichash_init(&h, (const unsigned char *)key, len, sizeof hash);
	crypto_generichash_update(&h, (const unsigned char *)id, strlen(id));
	crypto_generichash_update(&h, (const unsigned char *)what, strlen(what));
	crypto_generichash_final(&h, hash, sizeof hash);
	sodium_bin2hex(out, HASH_LEN, hash, sizeof hash);
}

static bool put_tombstone(struct journal *j, const char *hash, const char *day, struct err *err)
{
	struct query q;

	db_query(&q, &j->db, "INSERT OR IGNORE INTO tombstone (hash, day) VALUES (?1, ?2)");
	q_text(&q, 1, hash);
	q_text(&q, 2, day);
	return q_run(&q, err);
}

static bool has_tombstone(struct journal *j, const char *hash, struct err *err)
{
	struct query q;
	bool found;

	db_query(&q, &j->db, "SELECT 1 FROM tombstone WHERE hash = ?1");
	q_text(&q, 1, hash);
	found = q_next(&q);
	return q_end(&q, err) && found;
}

/* Of what was seen, not erased. */
#define NO_DAY "0000-00-00"

/* `what` tells the record itself (RECORD) from its texts (TEXTS). */
#define RECORD ""
#define TEXTS "#textes"

static bool is_buried(struct journal *j, const char *id, const char *what, struct err *err)
{
	char keys[KEYS_LEN], hash[HASH_LEN];

	if (j->version < LOG_VERSION || !*id || !read_keys(j, keys, err))
		return false;
	for (const char *key = keys; *key && !err->kind;) {
		size_t n = strcspn(key, " ");

		hash_id(key, n, id, what, hash);
		if (has_tombstone(j, hash, err))
			return true;
		key += n + (key[n] == ' ');
	}
	return false;
}

bool journal_log_erased(struct journal *j, const char *id, const char *person, struct err *err)
{
	return is_buried(j, id, RECORD, err) || (!err->kind && is_buried(j, person, RECORD, err));
}

bool journal_log_stripped(struct journal *j, const char *id, struct err *err)
{
	return is_buried(j, id, TEXTS, err);
}

bool journal_tombstones(struct journal *j, size_t *n, char last[DATE_MOMENT_LEN], struct err *err)
{
	struct query q;

	*n = 0;
	*last = '\0';
	if (j->version < LOG_VERSION)
		return true;
	db_query(&q, &j->db, "SELECT count(*), coalesce(max(day), '') FROM tombstone WHERE day <> '" NO_DAY "'");
	if (q_next(&q)) {
		*n = (size_t)q_col_int(&q, 0);
		snprintf(last, DATE_MOMENT_LEN, "%s", q_col_text(&q, 1));
	}
	return q_end(&q, err);
}

static bool bury_on(struct journal *j, const char *id, const char *what, const char *day, struct err *err)
{
	char keys[KEYS_LEN], hash[HASH_LEN];

	if (!make_keys(j, keys, err))
		return false;
	hash_id(keys, strcspn(keys, " "), id, what, hash);
	return put_tombstone(j, hash, day, err);
}

static bool bury(struct journal *j, const char *id, const char *what, struct err *err)
{
	char day[DATE_MOMENT_LEN];

	date_format_day(day, clock_today());
	return bury_on(j, id, what, day, err);
}

/* ---- versions that were seen ---- */

#define VERSION_LEN 96

static void name_version(const struct entry *e, bool texts, char what[VERSION_LEN])
{
	snprintf(what, VERSION_LEN, "#version %lld %s %s%s", (long long)e->revision, e->author, e->changed,
		 texts ? " textes" : "");
}

bool journal_version_see(struct journal *j, const struct entry *e, bool texts, struct err *err)
{
	char what[VERSION_LEN];

	name_version(e, texts, what);
	return bury_on(j, e->id, what, NO_DAY, err);
}

bool journal_version_seen(struct journal *j, const struct entry *e, bool texts, struct err *err)
{
	char with[VERSION_LEN], without[VERSION_LEN];

	name_version(e, true, with);
	name_version(e, false, without);
	return is_buried(j, e->id, with, err) ||
	       (!texts && !err->kind && is_buried(j, e->id, without, err));
}

/* ---- erasing ---- */

static const char *const sql_delete[ENTRY_KINDS] = {
	[KIND_PERSON] = "DELETE FROM person WHERE id = ?1",
	[KIND_ACCOMPANIMENT] = "DELETE FROM accompaniment WHERE id = ?1",
	[KIND_REFERRAL] = "DELETE FROM referral WHERE id = ?1",
	[KIND_UNMET] = "DELETE FROM unmet WHERE id = ?1",
};

static bool delete_row(struct journal *j, enum entry_kind kind, const char *id, struct err *err)
{
	struct query q;

	db_query(&q, &j->db, sql_delete[kind]);
	q_text(&q, 1, id);
	return q_run(&q, err);
}

bool journal_log_erase(struct journal *j, enum entry_kind kind, const char *id, struct err *err)
{
	return bury(j, id, RECORD, err) && delete_row(j, kind, id, err);
}

bool journal_draft_drop_all(struct journal *j, const char *before, struct err *err)
{
	struct query q;

	if (j->version < DRAFT_VERSION)
		return true;
	db_query(&q, &j->db, "DELETE FROM draft WHERE ?1 = '' OR made < ?1");
	q_text(&q, 1, before ? before : "");
	return q_run(&q, err);
}

/* As a whole: its texts alone could not be taken out of it while the journal is closed. */
static bool drop_aside(struct journal *j, const char *id, struct err *err)
{
	struct query q;

	if (j->version < DRAFT_VERSION)
		return true;
	db_query(&q, &j->db, "DELETE FROM draft WHERE form = '" JOURNAL_ASIDE "' || ?1");
	q_text(&q, 1, id);
	return q_run(&q, err);
}

/* ---- stripping ---- */

/*
 * A visit, a state that was noted, an appointment: the last time that something happened, as far as
 * it did; what was cancelled did not.  A day that is missing is that of the writing, one to come is
 * today: ?2.
 */
#define LAST_DAY(day) "min(coalesce(nullif(" day ", ''), substr(made, 1, 10)), ?2)"
#define REFERRED "max(day, since, substr(appointment, 1, 10))"

/* What gave way holds texts too, as far as can be told without opening it. */
#define HAS_ASIDE " OR EXISTS (SELECT 1 FROM draft WHERE form = '" JOURNAL_ASIDE "' || id)"

#define OVERDUE(or_aside) \
	"WITH happened (person, day) AS (\n" \
	"  SELECT person, " LAST_DAY("day") " FROM accompaniment WHERE NOT removed\n" \
	"  UNION ALL\n" \
	"  SELECT person, " LAST_DAY(REFERRED) " FROM referral WHERE NOT removed\n" \
	"  UNION ALL\n" \
	"  SELECT person, " LAST_DAY("day") " FROM unmet WHERE NOT removed\n" \
	"), contact (id, last) AS (\n" \
	"  SELECT person.id, max(" LAST_DAY("person.since") ", coalesce(max(happened.day), ''))\n" \
	"  FROM person LEFT JOIN happened ON happened.person = person.id\n" \
	"  GROUP BY person.id\n" \
	"), held (kind, id, person, day) AS (\n" \
	"  SELECT 0, id, id, " LAST_DAY("since") " FROM person WHERE code <> ''\n" \
	"  UNION ALL\n" \
	"  SELECT 1, id, person, " LAST_DAY("day") " FROM accompaniment\n" \
	"  WHERE procedure_name <> '' OR note <> ''" or_aside "\n" \
	"  UNION ALL\n" \
	"  SELECT 2, id, person, " LAST_DAY(REFERRED) " FROM referral\n" \
	"  WHERE words <> '' OR ask <> '' OR note <> ''" or_aside "\n" \
	"  UNION ALL\n" \
	"  SELECT 3, id, person, " LAST_DAY("day") " FROM unmet\n" \
	"  WHERE words <> '' OR note <> ''" or_aside "\n" \
	")\n" \
	"SELECT held.kind, held.id\n" \
	"FROM held LEFT JOIN contact ON contact.id = held.person\n" \
	"WHERE coalesce(contact.last, held.day) < ?1\n" \
	"ORDER BY held.kind, held.id"

static const char sql_overdue[] = OVERDUE(HAS_ASIDE);
static const char sql_overdue_before_drafts[] = OVERDUE("");

bool journal_log_overdue(struct journal *j, const char *before, struct journal_due **due, size_t *n,
			 struct err *err)
{
	char today[DATE_MOMENT_LEN];
	size_t cap = 0;
	struct query q;

	*due = NULL;
	*n = 0;
	if (j->version < LOG_VERSION)
		return true;
	date_format_day(today, clock_today());
	db_query(&q, &j->db, j->version < DRAFT_VERSION ? sql_overdue_before_drafts : sql_overdue);
	q_text(&q, 1, before);
	q_text(&q, 2, today);
	while (q_next(&q)) {
		struct journal_due *d;

		*due = mem_grow(*due, *n, &cap, sizeof **due);
		d = &(*due)[(*n)++];
		d->kind = (enum entry_kind)q_col_int(&q, 0);
		snprintf(d->id, sizeof d->id, "%s", q_col_text(&q, 1));
	}
	if (q_end(&q, err))
		return true;
	free(*due);
	*due = NULL;
	*n = 0;
	return false;
}

#define STRIP(table, columns) \
	"UPDATE " table "\nSET " columns ", revision = revision + 1, author = ?2, changed = ?3\n" \
	"WHERE id = ?1"

static const char *const sql_strip[ENTRY_KINDS] = {
	[KIND_PERSON] = STRIP("person", "code = ''"),
	[KIND_ACCOMPANIMENT] = STRIP("accompaniment", "procedure_name = '', note = ''"),
	[KIND_REFERRAL] = STRIP("referral", "words = '', ask = '', note = ''"),
	[KIND_UNMET] = STRIP("unmet", "words = '', note = ''"),
};

bool journal_log_strip(struct journal *j, const struct journal_due *d, struct err *err)
{
	struct entry stamp;
	struct query q;
	bool ok;

	entry_init(&stamp, d->kind);
	strcpy(stamp.id, d->id);
	ok = bury(j, d->id, TEXTS, err) && drop_aside(j, d->id, err) && journal_post_stamp(j, &stamp, err);
	if (ok) {
		db_query(&q, &j->db, sql_strip[d->kind]);
		q_text(&q, 1, d->id);
		q_text(&q, 2, stamp.author);
		q_text(&q, 3, stamp.changed);
		ok = q_run(&q, err);
	}
	entry_done(&stamp);
	return ok;
}

/* ---- copies ---- */

bool journal_compact(struct journal *j, struct err *err)
{
	return db_exec(&j->db, "VACUUM", err);
}

/* A migration keeps the base as it was beside it: that of a copy is one copy too many. */
static void drop_migrated(const char *to, int version)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "%s.avant-v%d", to, version + 1);
	unlink(b.s);
	str_done(&b);
}

static bool copy_sound(const char *from, const char *to, int *version, struct err *err)
{
	struct db db;
	char *shown = path_shown(from);
	bool ok = db_open(&db, from, DB_READ, err) &&
		  schema_check(&db, &schema_journal, version, err) && db_check(&db, err);

	if (ok && !*version)
		ok = err_set(err, ERR_DATA, "%s est vide : ce n’est pas un journal d’Aiguillage", shown);
	ok = ok && db_backup(&db, to, err);
	db_close(&db);
	free(shown);
	return ok;
}

bool journal_open_copy(struct journal **j, const char *from, const char *to, struct err *err)
{
	int version;

	*j = NULL;
	if (!copy_sound(from, to, &version, err))
		return false;
	if (!journal_open(j, to, err) || journal_readonly(*j)) {
		if (*j && !err->kind)
			err_set(err, ERR_BASE, "%s", journal_notice(*j));
		journal_close(*j);
		*j = NULL;
		unlink(to);
		return false;
	}
	drop_migrated(to, version);
	return true;
}

struct tombstones {
	char (*hash)[HASH_LEN];
	char (*day)[DATE_MOMENT_LEN];
	size_t n, cap, day_cap;
};

static bool read_tombstones(struct journal *j, struct tombstones *t, struct err *err)
{
	struct query q;

	*t = (struct tombstones){ .n = 0 };
	if (j->version < LOG_VERSION)
		return true;
	db_query(&q, &j->db, "SELECT hash, day FROM tombstone");
	while (q_next(&q)) {
		t->hash = mem_grow(t->hash, t->n, &t->cap, sizeof *t->hash);
		t->day = mem_grow(t->day, t->n, &t->day_cap, sizeof *t->day);
		snprintf(t->hash[t->n], HASH_LEN, "%s", q_col_text(&q, 0));
		snprintf(t->day[t->n++], DATE_MOMENT_LEN, "%s", q_col_text(&q, 1));
	}
	return q_end(&q, err);
}

/* Those of ours that `more` does not hold yet, a space between them. */
static void join_keys(char keys[KEYS_LEN], const char *more)
{
	while (*more) {
		size_t n = strcspn(more, " "), len = strlen(keys);
		char *key = xstrndup(more, n);

		if (!strstr(keys, key) && len + n + 2 < KEYS_LEN)
			snprintf(keys + len, KEYS_LEN - len, "%s%s", len ? " " : "", key);
		free(key);
		more += n + (more[n] == ' ');
	}
}

static bool put_keys(struct journal *j, const char *keys, struct err *err)
{
	struct query q;

	db_query(&q, &j->db, "INSERT OR REPLACE INTO setting (name, value) VALUES ('cle_effaces', ?1)");
	q_text(&q, 1, keys);
	return q_run(&q, err);
}

static bool put_tombstones(struct journal *j, const char *keys, const struct tombstones *t,
			   struct err *err)
{
	char all[KEYS_LEN], own[KEYS_LEN];

	snprintf(all, sizeof all, "%s", keys);
	if (!read_keys(j, own, err))
		return false;
	join_keys(all, own);
	if (!put_keys(j, all, err))
		return false;
	for (size_t i = 0; i < t->n; i++)
		if (!put_tombstone(j, t->hash[i], t->day[i], err))
			return false;
	return true;
}

struct ids {
	char (*id)[2][ENTRY_ID_LEN];	/* of the record, and of its person */
	size_t n, cap;
};

static const char *const sql_ids[ENTRY_KINDS] = {
	[KIND_PERSON] = "SELECT id, '' FROM person",
	[KIND_ACCOMPANIMENT] = "SELECT id, person FROM accompaniment",
	[KIND_REFERRAL] = "SELECT id, person FROM referral",
	[KIND_UNMET] = "SELECT id, person FROM unmet",
};

static bool read_ids(struct journal *j, enum entry_kind kind, struct ids *ids, struct err *err)
{
	struct query q;

	db_query(&q, &j->db, sql_ids[kind]);
	while (q_next(&q)) {
		ids->id = mem_grow(ids->id, ids->n, &ids->cap, sizeof *ids->id);
		snprintf(ids->id[ids->n][0], ENTRY_ID_LEN, "%s", q_col_text(&q, 0));
		snprintf(ids->id[ids->n++][1], ENTRY_ID_LEN, "%s", q_col_text(&q, 1));
	}
	return q_end(&q, err);
}

/* j holds its keys and tombstones: what they name goes, and what is about an erased person. */
static bool drop_erased(struct journal *j, enum entry_kind kind, struct err *err)
{
	struct ids ids = { .n = 0 };
	bool ok = read_ids(j, kind, &ids, err);

	for (size_t i = 0; ok && i < ids.n; i++) {
		if (journal_log_erased(j, ids.id[i][0], ids.id[i][1], err))
			ok = delete_row(j, kind, ids.id[i][0], err);
		else
			ok = !err->kind;
	}
	free(ids.id);
	return ok;
}

bool journal_take_tombstones(struct journal *to, struct journal *from, struct err *err)
{
	char keys[KEYS_LEN];
	struct tombstones t = { .n = 0 };
	bool ok = read_keys(from, keys, err) && read_tombstones(from, &t, err);

	if (ok && *keys) {
		ok = put_tombstones(to, keys, &t, err);
		for (int k = 0; ok && k < ENTRY_KINDS; k++)
			ok = drop_erased(to, (enum entry_kind)k, err);
	}
	free(t.hash);
	free(t.day);
	return ok;
}

bool journal_replace(struct journal *j, struct journal *from, struct err *err)
{
	if (journal_readonly(j))
		return err_set(err, ERR_BASE, "%s", j->notice);
	j->known = false;
	return db_restore(&j->db, &from->db, err) &&
	       schema_check(&j->db, &schema_journal, &j->version, err);
}
