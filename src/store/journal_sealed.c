#include "src/store/journal_sealed.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/entry.h"
#include "aiguillage/mem.h"

#define BATCH 200

/*
 * A column of sealed values: `read` gives id and value of the rows after ?1, in the order of
 * ids; `write` puts ?2 into the row ?1.
 */
struct column {
	const char *table, *name, *read, *write;
	bool lookup;
};

#define OF_ENTRY(table, column)                                                                 \
	table, column,                                                                          \
	"SELECT id, " column "\nFROM " table "\nWHERE id > ?1 AND " column " <> ''\n"           \
	"ORDER BY id\nLIMIT 200",                                                               \
	"UPDATE " table " SET " column " = ?2 WHERE id = ?1"

static const struct column columns[] = {
	{ OF_ENTRY("person", "code"), true },
	{ OF_ENTRY("accompaniment", "procedure_name"), false },
	{ OF_ENTRY("accompaniment", "note"), false },
	{ OF_ENTRY("referral", "words"), false },
	{ OF_ENTRY("referral", "ask"), false },
	{ OF_ENTRY("referral", "note"), false },
	{ OF_ENTRY("unmet", "words"), false },
	{ OF_ENTRY("unmet", "note"), false },
	{ "note", "text",
	  "SELECT record.kind || ':' || record.key AS id, note.text\n"
	  "FROM note JOIN record ON record.id = note.record_id\n"
	  "WHERE record.kind || ':' || record.key > ?1\n"
	  "ORDER BY id\n"
	  "LIMIT 200",
	  "UPDATE note SET text = ?2\n"
	  "WHERE record_id = (SELECT id FROM record WHERE kind || ':' || key = ?1)", false },
	{ "draft", "content",
	  "SELECT form, content FROM draft WHERE form > ?1 AND content <> '' ORDER BY form LIMIT 200",
	  "UPDATE draft SET content = ?2 WHERE form = ?1", false },
};

void sealed_note_id(const char *kind, const char *key, struct str *id)
{
	str_addf(id, "%s:%s", kind, key);
}

/* ---- row after row ---- */

struct pair {
	char *id, *value;
};
struct batch {
	struct pair p[BATCH];
	size_t n;
};

static void batch_done(struct batch *b)
{
	for (size_t i = 0; i < b->n; i++) {
		free(b->p[i].id);
		explicit_bzero(b->p[i].value, strlen(b->p[i].value));
		free(b->p[i].value);
	}
	b->n = 0;
}

static bool read_batch(struct journal *j, const struct column *c, const char *after, struct batch *b,
		       struct err *err)
{
	struct query q;

	db_query_once(&q, &j->db, c->read);
	q_text(&q, 1, after);
	while (b->n < BATCH && q_next(&q)) {
		b->p[b->n].id = xstrdup(q_col_text(&q, 0));
		b->p[b->n++].value = xstrdup(q_col_text(&q, 1));
	}
	return q_end(&q, err);
}

static bool write_value(struct journal *j, const struct column *c, const char *id, const char *value,
			struct err *err)
{
	struct query q;

	db_query(&q, &j->db, c->write);
	q_text(&q, 1, id);
	q_text(&q, 2, value);
	return q_run(&q, err);
}

/* Empty `out`: the value stays. */
typedef bool sealed_fn(void *ctx, const struct secret_at *at, const char *value, struct str *out,
		       struct err *err);

static bool change_batch(struct journal *j, const struct column *c, const struct batch *b,
			 sealed_fn *fn, void *ctx, struct err *err)
{
	struct str out;
	bool ok = true;

	str_init(&out);
	for (size_t i = 0; ok && i < b->n; i++) {
		struct secret_at at = { c->table, b->p[i].id, c->name, c->lookup };

		secret_wipe(&out);
		ok = fn(ctx, &at, b->p[i].value, &out, err) &&
		     (!out.len || write_value(j, c, at.id, out.s, err));
	}
	secret_wipe(&out);
	str_done(&out);
	return ok;
}

static bool each_value(struct journal *j, const struct column *c, sealed_fn *fn, void *ctx,
		       struct err *err)
{
	struct batch b = { .n = 0 };
	char *after = xstrdup("");
	bool ok, full;

	do {
		ok = read_batch(j, c, after, &b, err) && change_batch(j, c, &b, fn, ctx, err);
		full = ok && b.n == BATCH;
		if (full) {
			free(after);
			after = xstrdup(b.p[b.n - 1].id);
		}
		batch_done(&b);
	} while (full);
	free(after);
	return ok;
}

static bool every_value(struct journal *j, sealed_fn *fn, void *ctx, struct err *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
		if (!each_value(j, &columns[i], fn, ctx, err))
			return false;
	return true;
}

/* ---- what is done to them ---- */

static bool seal(void *ctx, const struct secret_at *at, const char *value, struct str *out,
		 struct err *err)
{
	return secret_is_sealed(value) || journal_seal(ctx, at, value, out, err);
}

bool sealed_seal_all(struct journal *j, const struct journal *from, struct err *err)
{
	return every_value(j, seal, (void *)from, err);
}

static bool open_value(void *ctx, const struct secret_at *at, const char *value, struct str *out,
		       struct err *err)
{
	return !secret_is_sealed(value) || secret_open(ctx, at, value, out, err);
}

bool sealed_open_all(struct journal *j, const struct secret *key, struct err *err)
{
	return every_value(j, open_value, (void *)key, err);
}

static bool settle(void *ctx, const struct secret_at *at, const char *value, struct str *out,
		   struct err *err)
{
	struct err ignored = ERR_INIT;
	struct str clear;
	bool ok = true;

	if (!secret_is_waiting(value))
		return true;
	str_init(&clear);
	/* one that was changed stays, and keeps no other from being found */
	if (secret_open(ctx, at, value, &clear, &ignored))
		ok = secret_seal(ctx, at, clear.s, out, err);
	secret_wipe(&clear);
	str_done(&clear);
	return ok;
}

bool sealed_codes_wait(struct journal *j)
{
	struct err ignored = ERR_INIT;
	int64_t n = 0;

	return db_number(&j->db, "SELECT EXISTS (SELECT 1 FROM person WHERE code >= char(2, 50) AND code < char(2, 51))",
			 &n, &ignored) && n;
}

bool sealed_settle_codes(struct journal *j, struct err *err)
{
	return each_value(j, &columns[0], settle, j->key, err);
}

struct counting {
	const struct secret *key;
	size_t n;
};

static bool count_shut(void *ctx, const struct secret_at *at, const char *value, struct str *out,
		       struct err *err)
{
	struct counting *c = ctx;
	struct err ignored = ERR_INIT;
	struct str clear;

	(void)out;
	(void)err;
	str_init(&clear);
	c->n += !secret_is_sealed(value) || !secret_open(c->key, at, value, &clear, &ignored);
	secret_wipe(&clear);
	str_done(&clear);
	return true;
}

bool sealed_count_shut(struct journal *j, size_t *n, struct err *err)
{
	struct counting c = { .key = j->key };
	bool ok = every_value(j, count_shut, &c, err);

	*n = c.n;
	return ok;
}
