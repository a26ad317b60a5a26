#include "aiguillage/journal_overlay.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/store/journal_sealed.h"

#define KEY_TRIES 20
#define OVERLAY_VERSION 2	/* a journal that cannot be written may be an older one */

/* ---- transactions ---- */

bool journal_begin(struct journal *j, struct err *err)
{
	if (journal_readonly(j) && *j->notice)
		return err_set(err, ERR_BASE, "%s", j->notice);
	j->known = false;
	if (!db_begin(&j->db, err))
		return false;
	if (journal_know(j, err))
		return true;
	journal_rollback(j);
	return false;
}

bool journal_commit(struct journal *j, struct err *err)
{
	bool ok = db_commit(&j->db, err);

	j->known = j->known && !ok;
	return ok;
}

void journal_rollback(struct journal *j)
{
	j->known = false;
	db_rollback(&j->db);
}

/* ---- reading ---- */

/* The file may have been written by another hand than ours. */
static char *clean_copy(struct query *q, int column)
{
	return text_cleaned(q_col_text(q, column), TEXT_MANY_LINES);
}

static int day_of(struct query *q, int column)
{
	int day = 0;

	date_parse_day(q_col_text(q, column), &day);
	return day;
}

static bool read_fields(struct journal *j, int64_t id, struct overlay_record *r, struct err *err)
{
	struct query q;

	db_query(&q, &j->db, "SELECT field, value FROM record_field WHERE record_id = ?1");
	q_int(&q, 1, id);
	while (q_next(&q)) {
		int field = overlay_field_find(r->kind, q_col_text(&q, 0));

		if (field < 0)
			continue;
		free(r->f[field]);
		r->f[field] = clean_copy(&q, 1);
	}
	return q_end(&q, err);
}

static const char sql_corrections[] =
	"SELECT field, value, source_then, made\n"
	"FROM correction\n"
	"WHERE record_id = ?1\n"
	"ORDER BY field";

static bool read_corrections(struct journal *j, int64_t id, struct overlay_record *r,
			     struct err *err)
{
	struct query q;

	db_query(&q, &j->db, sql_corrections);
	q_int(&q, 1, id);
	while (q_next(&q)) {
		int field = overlay_field_find(r->kind, q_col_text(&q, 0));
		char *value = clean_copy(&q, 1), *then = clean_copy(&q, 2);

		if (field >= 0)
			overlay_record_correct(r, field, value, then, day_of(&q, 3));
		free(value);
		free(then);
	}
	return q_end(&q, err);
}

static bool read_marks(struct journal *j, int64_t id, struct overlay_record *r, struct err *err)
{
	struct query q;

	db_query(&q, &j->db, "SELECT mark, day FROM mark WHERE record_id = ?1");
	q_int(&q, 1, id);
	while (q_next(&q)) {
		int mark = overlay_mark_find(q_col_text(&q, 0));

		if (mark < 0)
			continue;
		r->mark[mark] = true;
		r->mark_day[mark] = day_of(&q, 1);
	}
	return q_end(&q, err);
}

static bool read_note(struct journal *j, int64_t id, struct overlay_record *r, struct err *err)
{
	struct secret_at at = { "note", NULL, "text", false };
	struct str name;
	struct query q;

	if (!journal_know(j, err))
		return false;
	str_init(&name);
	sealed_note_id(overlay_kind_name(r->kind), r->key, &name);
	at.id = name.s;
	db_query(&q, &j->db, "SELECT text, made FROM note WHERE record_id = ?1");
	q_int(&q, 1, id);
	if (q_next(&q)) {
		r->note = journal_unseal(j, &at, q_col_text(&q, 0));
		r->note_day = day_of(&q, 1);
	}
	str_done(&name);
	return q_end(&q, err);
}

static bool read_parts(struct journal *j, int64_t id, struct overlay_record *r, struct err *err)
{
	return read_fields(j, id, r, err) && read_corrections(j, id, r, err) &&
	       read_marks(j, id, r, err) && read_note(j, id, r, err);
}

static const char sql_record[] =
	"SELECT id, added, kept, made FROM record WHERE kind = ?1 AND key = ?2";

bool journal_overlay_read(struct journal *j, enum overlay_kind kind, const char *key,
			  struct overlay_record *r, struct err *err)
{
	int64_t id = 0;
	struct query q;

	overlay_record_init(r, kind, key);
	if (j->version < OVERLAY_VERSION)
		return true;
	db_query(&q, &j->db, sql_record);
	q_text(&q, 1, overlay_kind_name(kind));
	q_text(&q, 2, key);
	if (q_next(&q)) {
		id = q_col_int(&q, 0);
		r->added = q_col_int(&q, 1) != 0;
		r->kept = q_col_int(&q, 2) != 0;
		r->made = day_of(&q, 3);
	}
	return q_end(&q, err) && (!id || read_parts(j, id, r, err));
}

bool journal_overlay_stamp(struct journal *j, struct str *stamp, struct err *err)
{
	struct query q;

	str_clear(stamp);
	if (!j->db.conn)
		return err_set(err, ERR_BASE, "%s", j->notice);
	if (j->version < OVERLAY_VERSION)
		return true;
	db_query(&q, &j->db, "SELECT value FROM stamp");
	if (q_next(&q))
		str_add(stamp, q_col_text(&q, 0));
	return q_end(&q, err);
}

struct record_key {
	enum overlay_kind kind;
	char *key;
};

static bool list_keys(struct journal *j, struct record_key **out, size_t *n, struct err *err)
{
	size_t cap = 0;
	struct query q;

	if (j->version < OVERLAY_VERSION)
		return true;
	db_query(&q, &j->db, "SELECT kind = 'offer', key FROM record ORDER BY 1, 2");
	while (q_next(&q)) {
		*out = mem_grow(*out, *n, &cap, sizeof **out);
		(*out)[(*n)++] = (struct record_key){
			.kind = q_col_int(&q, 0) ? OVERLAY_OFFER : OVERLAY_PLACE,
			.key = clean_copy(&q, 1),
		};
	}
	return q_end(&q, err);
}

static bool each_key(struct journal *j, const struct record_key *keys, size_t n,
		     journal_overlay_fn *fn, void *ctx, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++) {
		struct overlay_record r;

		ok = journal_overlay_read(j, keys[i].kind, keys[i].key, &r, err) &&
		     fn(ctx, &r, err);
		overlay_record_done(&r);
	}
	return ok;
}

bool journal_overlay_each(struct journal *j, struct str *stamp, journal_overlay_fn *fn, void *ctx,
			  struct err *err)
{
	bool mine = j->db.conn && !db_in_transaction(&j->db), ok;
	struct record_key *keys = NULL;
	size_t n = 0;

	if (mine && !db_exec(&j->db, "BEGIN", err))
		return false;
	j->known = j->known && !mine;
	ok = journal_overlay_stamp(j, stamp, err) && list_keys(j, &keys, &n, err) &&
	     each_key(j, keys, n, fn, ctx, err);
	if (mine)
		journal_rollback(j);
	for (size_t i = 0; i < n; i++)
		free(keys[i].key);
	free(keys);
	return ok;
}

/* ---- writing ---- */

static bool remove_record(struct journal *j, const struct overlay_record *r, struct err *err)
{
	struct query q;

	db_query(&q, &j->db, "DELETE FROM record WHERE kind = ?1 AND key = ?2");
	q_text(&q, 1, overlay_kind_name(r->kind));
	q_text(&q, 2, r->key);
	return q_run(&q, err);
}

static const char sql_add_record[] =
	"INSERT INTO record (kind, key, added, kept, made) VALUES (?1, ?2, ?3, ?4, ?5)";

static bool add_record(struct journal *j, const struct overlay_record *r, int64_t *id,
		       struct err *err)
{
	char made[DATE_MOMENT_LEN];
	struct query q;

	date_format_day(made, r->made ? r->made : clock_today());
	db_query(&q, &j->db, sql_add_record);
	q_text(&q, 1, overlay_kind_name(r->kind));
	q_text(&q, 2, r->key);
	q_int(&q, 3, r->added);
	q_int(&q, 4, r->kept);
	q_text(&q, 5, made);
	if (!q_run(&q, err))
		return false;
	*id = db_last_id(&j->db);
	return true;
}

static const char sql_add_field[] =
	"INSERT INTO record_field (record_id, field, value) VALUES (?1, ?2, ?3)";

static bool add_fields(struct journal *j, const struct overlay_record *r, int64_t id,
		       struct err *err)
{
	size_t n;
	const struct field *fields = overlay_fields(r->kind, &n);
	struct query q;

	for (size_t i = 0; i < n; i++) {
		if (!r->f[i] || !*r->f[i])
			continue;
		db_query(&q, &j->db, sql_add_field);
		q_int(&q, 1, id);
		q_text(&q, 2, fields[i].sql);
		q_text(&q, 3, r->f[i]);
		if (!q_run(&q, err))
			return false;
	}
	return true;
}

static const char sql_add_correction[] =
	"INSERT INTO correction (record_id, field, value, source_then, made)\n"
	"VALUES (?1, ?2, ?3, ?4, ?5)";

static bool add_corrections(struct journal *j, const struct overlay_record *r, int64_t id,
			    struct err *err)
{
	size_t n;
	const struct field *fields = overlay_fields(r->kind, &n);
	char made[DATE_MOMENT_LEN];
	struct query q;

	for (size_t i = 0; i < r->n; i++) {
		const struct overlay_correction *c = &r->corrections[i];

		date_format_day(made, c->made);
		db_query(&q, &j->db, sql_add_correction);
		q_int(&q, 1, id);
		q_text(&q, 2, fields[c->field].sql);
		q_text(&q, 3, c->value);
		q_text(&q, 4, c->source_then);
		q_text(&q, 5, made);
		if (!q_run(&q, err))
			return false;
	}
	return true;
}

static bool add_marks(struct journal *j, const struct overlay_record *r, int64_t id,
		      struct err *err)
{
	char day[DATE_MOMENT_LEN];
	struct query q;

	for (int m = 0; m < OVERLAY_MARKS; m++) {
		if (!r->mark[m])
			continue;
		date_format_day(day, r->mark_day[m]);
		db_query(&q, &j->db, "INSERT INTO mark (record_id, mark, day) VALUES (?1, ?2, ?3)");
		q_int(&q, 1, id);
		q_text(&q, 2, overlay_mark_name((enum overlay_mark)m));
		q_text(&q, 3, day);
		if (!q_run(&q, err))
			return false;
	}
	return true;
}

static bool add_note(struct journal *j, const struct overlay_record *r, int64_t id,
		     struct err *err)
{
	struct secret_at at = { "note", NULL, "text", false };
	char made[DATE_MOMENT_LEN];
	struct str name, sealed;
	struct query q;
	bool ok;

	if (!r->note)
		return true;
	str_init(&name);
	str_init(&sealed);
	sealed_note_id(overlay_kind_name(r->kind), r->key, &name);
	at.id = name.s;
	date_format_day(made, r->note_day);
	ok = journal_know(j, err) && journal_seal(j, &at, r->note, &sealed, err);
	if (ok) {
		db_query(&q, &j->db, "INSERT INTO note (record_id, text, made) VALUES (?1, ?2, ?3)");
		q_int(&q, 1, id);
		q_text(&q, 2, sealed.s);
		q_text(&q, 3, made);
		ok = q_run(&q, err);
	}
	str_done(&sealed);
	str_done(&name);
	return ok;
}

bool journal_overlay_write(struct journal *j, const struct overlay_record *r, struct err *err)
{
	int64_t id;

	if (!remove_record(j, r, err))
		return false;
	if (overlay_record_empty(r))
		return true;
	return add_record(j, r, &id, err) && add_fields(j, r, id, err) &&
	       add_corrections(j, r, id, err) && add_marks(j, r, id, err) &&
	       add_note(j, r, id, err);
}

static const char sql_restamp[] =
	"INSERT INTO stamp (one, value)\n"
	"VALUES (1, lower(hex(randomblob(16))))\n"
	"ON CONFLICT (one) DO UPDATE\n"
	"SET value = excluded.value";

bool journal_overlay_restamp(struct journal *j, struct err *err)
{
	struct query q;

	db_query(&q, &j->db, sql_restamp);
	return q_run(&q, err);
}

static bool key_taken(struct journal *j, const char *key, bool *taken, struct err *err)
{
	struct query q;

	db_query(&q, &j->db, "SELECT 1 FROM record WHERE kind IN ('place', 'offer') AND key = ?1");
	q_text(&q, 1, key);
	*taken = q_next(&q);
	return q_end(&q, err);
}

bool journal_overlay_new_key(struct journal *j, const char *prefix, struct str *key,
			     struct err *err)
{
	bool taken = true, ok = true;
	struct query q;

	for (int try = 0; ok && taken && try < KEY_TRIES; try++) {
		str_clear(key);
		str_add(key, prefix);
		db_query(&q, &j->db, "SELECT lower(hex(randomblob(4)))");
		if (q_next(&q))
			str_add(key, q_col_text(&q, 0));
		ok = q_end(&q, err) && key_taken(j, key->s, &taken, err);
	}
	return ok;
}
