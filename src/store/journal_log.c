#include "aiguillage/journal_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/journal_secret.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/store/journal_impl.h"

#define HEAD "id, revision, author, made, changed, removed"
#define HEAD_COLUMNS 6		/* the fields follow */
#define COLUMN(id, name, sql, kind, genre, label) ", " sql
#define PARAMETER(id, name, sql, kind, genre, label) ", ?"
#define ASSIGNMENT(id, name, sql, kind, genre, label) ",\n" sql " = excluded." sql

#define SELECT(FIELDS, table, where) \
	"SELECT " HEAD FIELDS(COLUMN) ", rowid\nFROM " table "\n" where
#define INSERT(FIELDS, table) \
	"INSERT INTO " table " (" HEAD FIELDS(COLUMN) ")\n" \
	"VALUES (?, ?, ?, ?, ?, ?" FIELDS(PARAMETER) ")\n" \
	"ON CONFLICT (id) DO UPDATE\n" \
	"SET revision = excluded.revision,\nauthor = excluded.author,\nmade = excluded.made,\n" \
	"changed = excluded.changed,\nremoved = excluded.removed" FIELDS(ASSIGNMENT)
#define BY_ID "WHERE id >= ?1 AND id < ?2\nORDER BY id\nLIMIT 2"
/* By the index of days, or by that of persons: one statement for both would use neither. */
#define DATED(day) \
	"WHERE " day " BETWEEN ?1 AND ?2\n" \
	"AND (?3 OR NOT removed)\n" \
	"ORDER BY " day ", made, rowid"
#define DATED_OF(person, day) \
	"WHERE " person " = ?4\n" \
	"AND +" day " BETWEEN ?1 AND ?2\n" \
	"AND (?3 OR NOT removed)\n" \
	"ORDER BY +" day ", made, rowid"
#define AFTER_ALL_DAYS "~"

static const struct {
	const char *put, *by_id, *each, *of_person;
} sql[ENTRY_KINDS] = {
	[KIND_PERSON] = {
		INSERT(PERSON_FIELDS, "person"),
		SELECT(PERSON_FIELDS, "person", BY_ID),
		SELECT(PERSON_FIELDS, "person", DATED("since")),
		SELECT(PERSON_FIELDS, "person", DATED_OF("id", "since")),
	},
	[KIND_ACCOMPANIMENT] = {
		INSERT(ACCOMPANIMENT_FIELDS, "accompaniment"),
		SELECT(ACCOMPANIMENT_FIELDS, "accompaniment", BY_ID),
		SELECT(ACCOMPANIMENT_FIELDS, "accompaniment", DATED("day")),
		SELECT(ACCOMPANIMENT_FIELDS, "accompaniment", DATED_OF("person", "day")),
	},
	[KIND_REFERRAL] = {
		INSERT(REFERRAL_FIELDS, "referral"),
		SELECT(REFERRAL_FIELDS, "referral", BY_ID),
		SELECT(REFERRAL_FIELDS, "referral", DATED("day")),
		SELECT(REFERRAL_FIELDS, "referral", DATED_OF("person", "day")),
	},
	[KIND_UNMET] = {
		INSERT(UNMET_FIELDS, "unmet"),
		SELECT(UNMET_FIELDS, "unmet", BY_ID),
		SELECT(UNMET_FIELDS, "unmet", DATED("day")),
		SELECT(UNMET_FIELDS, "unmet", DATED_OF("person", "day")),
	},
};

static const char sql_due[] =
	SELECT(REFERRAL_FIELDS, "referral",
	       "WHERE followup <> '' AND followup <= ?1 AND NOT removed\n"
	       "AND state IN ('a-faire', 'oriente', 'contact')\n"
	       "ORDER BY followup, made, rowid");
static const char sql_pathway[] =
	SELECT(REFERRAL_FIELDS, "referral",
	       "WHERE pathway = ?1 AND NOT removed\n"
	       "ORDER BY CAST(step AS INTEGER), day, made, rowid");
static const char sql_person[] =
	SELECT(PERSON_FIELDS, "person",
	       "WHERE code = ?1 AND NOT removed\n"
	       "ORDER BY changed DESC, id\n"
	       "LIMIT 1");

static const char sql_sealed_person[] =
	SELECT(PERSON_FIELDS, "person",
	       "WHERE code >= ?1 AND code < ?1 || '~' AND NOT removed\n"
	       "ORDER BY changed DESC, id\n"
	       "LIMIT 1");

static const char sql_last_visit[] =
	SELECT(ACCOMPANIMENT_FIELDS, "accompaniment",
	       "WHERE activity = 'individuel' AND NOT removed\n"
	       "AND author = (SELECT value FROM setting WHERE name = 'poste')\n"
	       "ORDER BY rowid DESC\n"
	       "LIMIT 1");

/* ---- sealed fields ---- */

static const char *const tables[ENTRY_KINDS] = {
	[KIND_PERSON] = "person",
	[KIND_ACCOMPANIMENT] = "accompaniment",
	[KIND_REFERRAL] = "referral",
	[KIND_UNMET] = "unmet",
};

static struct secret_at place_of(const struct entry *e, const struct entry_field *f)
{
	return (struct secret_at){ tables[e->kind], e->id, f->sql, f->kind == ENTRY_IS_CODE };
}

/* Those that are written otherwise than entry_get() tells; the others are empty. */
static bool seal_fields(struct journal *j, const struct entry *e, struct str sealed[], struct err *err)
{
	size_t n;
	const struct entry_field *f = entry_fields(e->kind, &n);
	bool ok = journal_know(j, err);

	for (size_t i = 0; i < n; i++) {
		struct secret_at at = place_of(e, &f[i]);

		str_init(&sealed[i]);
		if (ok && e->f[i] && entry_is_personal(&f[i]))
			ok = journal_seal(j, &at, e->f[i], &sealed[i], err);
	}
	return ok;
}

/* ---- writing ---- */

static bool put(struct journal *j, const struct entry *e, const struct str sealed[], size_t n,
		struct err *err)
{
	struct query q;

	db_query(&q, &j->db, sql[e->kind].put);
	q_text(&q, 1, e->id);
	q_int(&q, 2, e->revision);
	q_text(&q, 3, e->author);
	q_text(&q, 4, e->made);
	q_text(&q, 5, e->changed);
	q_int(&q, 6, e->removed);
	for (size_t i = 0; i < n; i++)
		q_text(&q, HEAD_COLUMNS + 1 + (int)i, sealed[i].len ? sealed[i].s : entry_get(e, (int)i));
	return q_run(&q, err);
}

bool journal_log_put(struct journal *j, const struct entry *e, struct err *err)
{
	struct str sealed[ENTRY_FIELDS_MAX];
	size_t n;
	bool ok;

	entry_fields(e->kind, &n);
	ok = seal_fields(j, e, sealed, err) && put(j, e, sealed, n, err);
	for (size_t i = 0; i < n; i++)
		str_done(&sealed[i]);
	return ok;
}

/* ---- reading ---- */

static void copy_text(char *to, size_t size, struct query *q, int column)
{
	const char *s = q_col_text(q, column);
	size_t n = strnlen(s, size - 1);

	memcpy(to, s, n);
	to[n] = '\0';
}

/* The file may have been written by another hand than ours. */
static void read_field(struct journal *j, struct query *q, const struct entry_field *f, int i, struct entry *e)
{
	const char *s = q_col_text(q, HEAD_COLUMNS + i);
	struct secret_at at = place_of(e, f);

	if (entry_is_personal(f))
		e->f[i] = journal_unseal(j, &at, s);
	else
		e->f[i] = *s ? text_cleaned(s, TEXT_MANY_LINES) : NULL;
}

static void read_row(struct journal *j, struct query *q, enum entry_kind kind, struct entry *e)
{
	size_t n;
	const struct entry_field *f = entry_fields(kind, &n);

	entry_done(e);
	entry_init(e, kind);
	copy_text(e->id, sizeof e->id, q, 0);
	e->revision = q_col_int(q, 1);
	copy_text(e->author, sizeof e->author, q, 2);
	copy_text(e->made, sizeof e->made, q, 3);
	copy_text(e->changed, sizeof e->changed, q, 4);
	e->removed = q_col_int(q, 5) != 0;
	for (size_t i = 0; i < n; i++)
		read_field(j, q, &f[i], (int)i, e);
	e->row = q_col_int(q, HEAD_COLUMNS + (int)n);
}

/* Of a statement of add_some_fields(). */
static void read_some_fields(struct journal *j, struct query *q, uint64_t fields, struct entry *e)
{
	enum entry_kind kind = e->kind;
	size_t n;
	const struct entry_field *f = entry_fields(kind, &n);

	entry_done(e);
	entry_init(e, kind);
	e->removed = q_col_int(q, HEAD_COLUMNS - 1) != 0;
	for (size_t i = 0; i < n; i++)
		if (fields >> i & 1)
			read_field(j, q, &f[i], (int)i, e);
}

void journal_log_unseal(struct journal *j, struct entry *e)
{
	size_t n;
	const struct entry_field *f = entry_fields(e->kind, &n);

	for (size_t i = 0; i < n; i++) {
		struct secret_at at = place_of(e, &f[i]);
		char *opened;

		if (!entry_is_locked(e, (int)i))
			continue;
		opened = journal_unseal(j, &at, e->f[i]);
		free(e->f[i]);
		e->f[i] = opened;
	}
}

bool journal_log_get(struct journal *j, enum entry_kind kind, const char *id, struct entry *e,
		     struct err *err)
{
	char end[ENTRY_ID_LEN + 1];
	int found = 0;
	struct query q;

	entry_init(e, kind);
	if (j->version < LOG_VERSION || strlen(id) >= ENTRY_ID_LEN || !journal_know(j, err))
		return false;
	snprintf(end, sizeof end, "%s~", id);	/* after any hexadecimal digit */
	db_query(&q, &j->db, sql[kind].by_id);
	q_text(&q, 1, id);
	q_text(&q, 2, end);
	while (q_next(&q))
		if (!found++)
			read_row(j, &q, kind, e);
	if (!q_end(&q, err))
		return false;
	if (found > 1)
		return err_set(err, ERR_USAGE, "Plusieurs entrées commencent par « %s » : donnez "
			       "plus de caractères", id);
	return found == 1;
}

/* The first row of a statement whose parameter, when there is one, is `text`. */
static bool get_one(struct journal *j, enum entry_kind kind, const char *statement,
		    const char *text, struct entry *e, struct err *err)
{
	bool found;
	struct query q;

	entry_init(e, kind);
	if (j->version < LOG_VERSION || !journal_know(j, err))
		return false;
	db_query(&q, &j->db, statement);
	if (text)
		q_text(&q, 1, text);
	found = q_next(&q);
	if (found)
		read_row(j, &q, kind, e);
	return q_end(&q, err) && found;
}

/* Every sealed form of a code begins with what its key makes of it. */
bool journal_log_person(struct journal *j, const char *code, struct entry *e, struct err *err)
{
	struct secret_at at = { tables[KIND_PERSON], "", "code", true };
	struct str prefix;
	bool found;

	entry_init(e, KIND_PERSON);
	if (!journal_must_open(j, err))
		return false;
	if (!j->key)
		return get_one(j, KIND_PERSON, sql_person, code, e, err);
	str_init(&prefix);
	secret_prefix(j->key, &at, code, &prefix);
	found = get_one(j, KIND_PERSON, sql_sealed_person, prefix.s, e, err);
	str_done(&prefix);
	return found;
}

bool journal_log_last_visit(struct journal *j, struct entry *e, struct err *err)
{
	return get_one(j, KIND_ACCOMPANIMENT, sql_last_visit, NULL, e, err);
}

#define MUCH 8			/* an eighth of the table */

/*
 * By the index of days, each row is looked for in the table: of many days, it takes less to read the
 * table from one end to the other.
 */
static bool is_much(struct journal *j, enum entry_kind kind, const char *from, const char *to)
{
	struct err ignored = ERR_INIT;
	struct query q;
	struct str some;
	bool much;

	str_init(&some);
	str_addf(&some, "SELECT 1\nFROM %s\nWHERE day BETWEEN ?1 AND ?2\nLIMIT 1\n"
		 "OFFSET (SELECT ifnull(max(rowid), 0) / %d FROM %s)", tables[kind], MUCH, tables[kind]);
	db_query_once(&q, &j->db, some.s);
	str_done(&some);
	q_text(&q, 1, from);
	q_text(&q, 2, to);
	much = q_next(&q);
	return q_end(&q, &ignored) && much;
}

/* Without the others, SQLite skips what it does not need of a row. */
static void add_some_fields(struct str *out, enum entry_kind kind, uint64_t fields, bool of_person, bool whole)
{
	size_t n;
	const struct entry_field *f = entry_fields(kind, &n);

	str_add(out, "SELECT '', 0, '', '', '', removed");
	for (size_t i = 0; i < n; i++)
		str_addf(out, ", %s", fields >> i & 1 ? f[i].sql : "''");
	str_addf(out, ", 0\nFROM %s\nWHERE %sday BETWEEN ?1 AND ?2\nAND (?3 OR NOT removed)", tables[kind],
		 of_person || whole ? "+" : "");
	if (of_person)
		str_add(out, "\nAND person = ?4");
}

static void begin_dated(struct query *q, struct journal *j, enum entry_kind kind,
			const struct journal_log_query *w)
{
	const char *from = w->from ? w->from : "", *to = w->to && *w->to ? w->to : AFTER_ALL_DAYS;
	bool of_person = w->person && *w->person;
	struct str some;

	str_init(&some);
	if (w->fields)
		add_some_fields(&some, kind, w->fields, of_person, !of_person && is_much(j, kind, from, to));
	db_query_once(q, &j->db, w->fields ? some.s : of_person ? sql[kind].of_person : sql[kind].each);
	str_done(&some);
	q_text(q, 1, from);
	q_text(q, 2, to);
	q_int(q, 3, w->removed);
	if (of_person)
		q_text(q, 4, w->person);
}

static void begin_each(struct query *q, struct journal *j, enum entry_kind kind,
		       const struct journal_log_query *w)
{
	if (kind == KIND_REFERRAL && w->due) {
		db_query_once(q, &j->db, sql_due);
		q_text(q, 1, w->due);
		return;
	}
	if (kind == KIND_REFERRAL && w->pathway) {
		db_query_once(q, &j->db, sql_pathway);
		q_text(q, 1, w->pathway);
		return;
	}
	begin_dated(q, j, kind, w);
}

bool journal_log_each(struct journal *j, enum entry_kind kind, const struct journal_log_query *w,
		      journal_log_fn *fn, void *ctx, struct err *err)
{
	bool ok = true;
	struct entry e;
	struct query q;

	if (!j->db.conn)
		return err_set(err, ERR_BASE, "%s", j->notice);
	if (j->version < LOG_VERSION)
		return true;
	if (!journal_know(j, err))
		return false;
	entry_init(&e, kind);
	begin_each(&q, j, kind, w);
	while (ok && q_next(&q)) {
		if (w->fields)
			read_some_fields(j, &q, w->fields, &e);
		else
			read_row(j, &q, kind, &e);
		ok = fn(ctx, &e, err);
	}
	entry_done(&e);
	return q_end(&q, err) && ok;
}
