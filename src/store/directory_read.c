/* Reading places and offers. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/store/directory_impl.h"

const char *const directory_sql[SQL_READ_COUNT] = {
	[SQL_PLACE] =
		"SELECT id" PLACE_COLUMNS "\n"
		"FROM place\n"
		"WHERE id = ?1",
	[SQL_OFFER] =
		"SELECT id, place_id" OFFER_COLUMNS "\n"
		"FROM offer\n"
		"WHERE id = ?1",
	[SQL_PLACE_BY_KEY] =
		"SELECT id FROM place WHERE key = ?1",
	[SQL_OFFER_BY_KEY] =
		"SELECT id FROM offer WHERE key = ?1",
	[SQL_PLACE_BY_SOURCE_ID] =
		"SELECT place_id FROM place_source_id WHERE source_id = ?1 ORDER BY place_id LIMIT 1",
	[SQL_OFFER_BY_SOURCE_ID] =
		"SELECT offer_id FROM offer_source_id WHERE source_id = ?1 ORDER BY offer_id LIMIT 1",
	[SQL_OFFERS_OF] =
		"SELECT id FROM offer WHERE place_id = ?1 ORDER BY key",
	[SQL_BLOCK] =
		"SELECT rowid FROM block WHERE name = ?1",
	[SQL_META] =
		"SELECT value FROM meta WHERE key = ?1",
};

/* ---- one row ---- */

/* The file may have been written by another hand than ours. */
static void read_fields(struct query *q, int column, char **f, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t len;
		const char *s = q_col_blob(q, column + (int)i, &len);	/* text without its NUL */

		free(f[i]);
		f[i] = len ? text_cleaned_n(s, len, TEXT_MANY_LINES) : NULL;
	}
}

void directory_read_place(struct query *q, int column, struct place *p)
{
	p->id = q_col_int(q, column);
	read_fields(q, column + 1, p->f, PLACE_FIELD_COUNT);
}

void directory_read_offer(struct query *q, int column, struct offer *o)
{
	o->id = q_col_int(q, column);
	o->place_id = q_col_int(q, column + 1);
	read_fields(q, column + 2, o->f, OFFER_FIELD_COUNT);
}

bool directory_place(struct directory *d, int64_t id, struct place *out, struct err *err)
{
	struct query q;
	bool found;

	place_clear(out);
	db_query(&q, &d->db, directory_sql[SQL_PLACE]);
	q_int(&q, 1, id);
	found = q_next(&q);
	if (found)
		directory_read_place(&q, 0, out);
	return q_end(&q, err) && found;
}

bool directory_offer(struct directory *d, int64_t id, struct offer *out, struct err *err)
{
	struct query q;
	bool found;

	offer_clear(out);
	db_query(&q, &d->db, directory_sql[SQL_OFFER]);
	q_int(&q, 1, id);
	found = q_next(&q);
	if (found)
		directory_read_offer(&q, 0, out);
	return q_end(&q, err) && found;
}

/* ---- from a name to a row ---- */

bool directory_find_row(struct directory *d, enum directory_sql sql, const char *name, int64_t *id,
			struct err *err)
{
	struct query q;

	*id = 0;
	db_query(&q, &d->db, directory_sql[sql]);
	q_text(&q, 1, name);
	if (q_next(&q))
		*id = q_col_int(&q, 0);
	return q_end(&q, err);
}

int64_t directory_place_by_key(struct directory *d, const char *key, struct err *err)
{
	int64_t id;

	if (directory_find_row(d, SQL_PLACE_BY_KEY, key, &id, err) && !id)
		directory_find_row(d, SQL_PLACE_BY_SOURCE_ID, key, &id, err);
	return id;
}

int64_t directory_offer_by_key(struct directory *d, const char *key, struct err *err)
{
	int64_t id;

	if (directory_find_row(d, SQL_OFFER_BY_KEY, key, &id, err) && !id)
		directory_find_row(d, SQL_OFFER_BY_SOURCE_ID, key, &id, err);
	return id;
}

bool directory_offers_of(struct directory *d, int64_t place_id, int64_t **ids, size_t *n,
			 struct err *err)
{
	struct query q;
	size_t cap = 0;

	*ids = NULL;
	*n = 0;
	db_query(&q, &d->db, directory_sql[SQL_OFFERS_OF]);
	q_int(&q, 1, place_id);
	while (q_next(&q)) {
		*ids = mem_grow(*ids, *n, &cap, sizeof **ids);
		(*ids)[(*n)++] = q_col_int(&q, 0);
	}
	if (q_end(&q, err))
		return true;
	free(*ids);
	*ids = NULL;
	*n = 0;
	return false;
}

/* ---- all of them ---- */

#define OFFER_COLUMN(id, csv, sql, kind, genre, label) ", offer." sql
#define PLACE_COLUMN(id, csv, sql, kind, genre, label) ", place." sql

static const char sql_each_offer[] =
	"SELECT offer.id, offer.place_id" OFFER_FIELDS(OFFER_COLUMN)
	",\n place.id" PLACE_FIELDS(PLACE_COLUMN) "\n"
	"FROM offer\n"
	"JOIN place ON place.id = offer.place_id\n"
	"ORDER BY offer.id";

bool directory_each_offer(struct directory *d, directory_each_fn *fn, void *ctx, struct err *err)
{
	struct place p;
	struct offer o;
	struct query q;
	bool ok = true;

	place_init(&p);
	offer_init(&o);
	db_query(&q, &d->db, sql_each_offer);
	while (ok && q_next(&q)) {
		directory_read_offer(&q, 0, &o);
		/* the offers of a place mostly follow one another */
		if (o.place_id != p.id)
			directory_read_place(&q, 2 + OFFER_FIELD_COUNT, &p);
		ok = fn(ctx, &p, &o, err);
	}
	place_clear(&p);
	offer_clear(&o);
	return q_end(&q, err) && ok;
}
