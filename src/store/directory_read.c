/* Reading places and offers. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/vocab.h"
#include "src/store/directory_impl.h"

const char *const directory_sql[SQL_READ_COUNT] = {
	[SQL_PLACE] =
		"SELECT " PLACE_COLUMNS "\n"
		"FROM place\n"
		"WHERE id = ?1",
	[SQL_OFFER] =
		"SELECT " OFFER_COLUMNS "\n"
		"FROM offer\n"
		"JOIN place ON place.id = offer.place_id\n"
		"WHERE offer.id = ?1",
	[SQL_PLACE_BY_KEY] =
		"SELECT " PLACE_COLUMNS "\n"
		"FROM place\n"
		"WHERE key_hash = ?1",
	[SQL_OFFER_BY_KEY] =
		"SELECT " OFFER_COLUMNS "\n"
		"FROM offer\n"
		"JOIN place ON place.id = offer.place_id\n"
		"WHERE offer.key_hash = ?1",
	[SQL_OFFER_BY_PLACE_KEY] =
		"SELECT " OFFER_COLUMNS "\n"
		"FROM place\n"
		"CROSS JOIN offer ON offer.place_id = place.id\n"
		"WHERE place.key_hash = ?1",
	[SQL_PLACE_BY_SOURCE_ID] =
		"SELECT " PLACE_COLUMNS "\n"
		"FROM place_source\n"
		"CROSS JOIN place ON place.id = place_source.place_id\n"
		"WHERE source_id = ?1\n"
		"ORDER BY place_source.place_id",
	[SQL_OFFER_BY_SOURCE_ID] =
		"SELECT " OFFER_COLUMNS "\n"
		"FROM offer_source\n"
		"CROSS JOIN offer ON offer.id = offer_source.offer_id\n"
		"CROSS JOIN place ON place.id = offer.place_id\n"
		"WHERE source_id = ?1\n"
		"ORDER BY offer_source.offer_id",
	[SQL_OFFERS_OF] =
		"SELECT " OFFER_COLUMNS "\n"
		"FROM offer\n"
		"JOIN place ON place.id = offer.place_id\n"
		"WHERE offer.place_id = ?1",
	/* « / » comes before « 0 »: a block and its pieces, in order */
	[SQL_BLOCK] =
		"SELECT rowid FROM block WHERE name >= ?1 AND name < ?1 || '0' ORDER BY name",
	[SQL_BLOCK_SIZE] =
		"SELECT count(*), sum(length(data)) FROM block WHERE name >= ?1 AND name < ?1 || '0'",
	[SQL_META] =
		"SELECT value FROM meta WHERE key = ?1",
};

/* ---- one row ---- */

static struct bytes column_bytes(struct query *q, int column)
{
	struct bytes b;

	b.p = q_col_blob(q, column, &b.n);
	return b;
}

bool directory_lend_place(struct directory *d, struct query *q, int column, struct record *r)
{
	if (record_read_place(d, r, column_bytes(q, column + 1)))
		return true;
	q_fail(q);
	return false;
}

bool directory_lend_offer(struct directory *d, struct query *q, int column, struct record *r)
{
	if (record_read_offer(d, r, column_bytes(q, column + 2), column_bytes(q, column + 3)))
		return true;
	q_fail(q);
	return false;
}

void directory_read_place(struct directory *d, struct query *q, int column, struct place *p)
{
	p->id = q_col_int(q, column);
	directory_lend_place(d, q, column, &d->record);
	for (int f = 0; f < PLACE_FIELD_COUNT; f++)
		place_set(p, (enum place_field)f, d->record.f[f]);
}

void directory_read_offer(struct directory *d, struct query *q, int column, struct offer *o)
{
	o->id = q_col_int(q, column);
	o->place_id = q_col_int(q, column + 1);
	directory_lend_offer(d, q, column, &d->record);
	for (int f = 0; f < OFFER_FIELD_COUNT; f++)
		offer_set(o, (enum offer_field)f, d->record.f[f]);
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
		directory_read_place(d, &q, 0, out);
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
		directory_read_offer(d, &q, 0, out);
	return q_end(&q, err) && found;
}

/* ---- from a name to a row ---- */

/* Two names may have the same hash: what the row itself says. */
static bool is_named(const struct record *r, int field, bool list, const char *name)
{
	const char *has = r->f[field];

	return has && (list ? list_has(has, name) : strcmp(has, name) == 0);
}

/* The first row of the query, of which `sql` tells the columns, that bears the name. */
static bool first_named(struct directory *d, struct query *q, enum directory_sql sql,
			const char *name, int64_t *id, struct err *err)
{
	bool place = sql == SQL_PLACE_BY_KEY || sql == SQL_PLACE_BY_SOURCE_ID;
	bool list = sql == SQL_PLACE_BY_SOURCE_ID || sql == SQL_OFFER_BY_SOURCE_ID;
	int field = place ? list ? (int)PLACE_SOURCE_IDS : (int)PLACE_KEY :
			    list ? (int)OFFER_SOURCE_IDS : (int)OFFER_KEY;

	*id = 0;
	while (!*id && q_next(q)) {
		bool read = place ? directory_lend_place(d, q, 0, &d->names) :
				    directory_lend_offer(d, q, 0, &d->names);

		if (read && is_named(&d->names, field, list, name))
			*id = q_col_int(q, 0);
	}
	return q_end(q, err);
}

static bool find_by_hash(struct directory *d, enum directory_sql sql, int64_t hash,
			 const char *name, int64_t *id, struct err *err)
{
	struct query q;

	db_query(&q, &d->db, directory_sql[sql]);
	q_int(&q, 1, hash);
	return first_named(d, &q, sql, name, id, err);
}

/* There are few origins. */
static const char sql_by_origin[] =
	"SELECT " PLACE_COLUMNS "\n"
	"FROM origin\n"
	"CROSS JOIN place ON place.key_hash = key_hash(origin.name || '.' || ?1)";

/* An identifier that is the key of its place without its source stands nowhere else. */
static bool find_by_id(struct directory *d, const char *name, int64_t *id, struct err *err)
{
	int64_t by_origin;
	struct query q;

	if (!find_by_hash(d, SQL_PLACE_BY_SOURCE_ID, record_hash(name), name, id, err))
		return false;
	db_query(&q, &d->db, sql_by_origin);
	q_text(&q, 1, name);
	if (!first_named(d, &q, SQL_PLACE_BY_SOURCE_ID, name, &by_origin, err))
		return false;
	if (by_origin && (!*id || by_origin < *id))
		*id = by_origin;
	return true;
}

static bool find_offer(struct directory *d, const char *name, int64_t *id, struct err *err)
{
	size_t len = strlen(name), tail = strlen(RECORD_TAIL);
	char *place_key;
	bool ok = find_by_hash(d, SQL_OFFER_BY_KEY, record_hash(name), name, id, err);

	if (!ok || *id || len < tail || strcmp(name + len - tail, RECORD_TAIL) != 0)
		return ok;
	place_key = xstrndup(name, len - tail);
	ok = find_by_hash(d, SQL_OFFER_BY_PLACE_KEY, record_hash(place_key), name, id, err);
	free(place_key);
	return ok;
}

bool directory_find_row(struct directory *d, enum directory_sql sql, const char *name, int64_t *id,
			struct err *err)
{
	if (sql == SQL_OFFER_BY_KEY)
		return find_offer(d, name, id, err);
	if (sql == SQL_PLACE_BY_SOURCE_ID)
		return find_by_id(d, name, id, err);
	return find_by_hash(d, sql, record_hash(name), name, id, err);
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

struct keyed {
	int64_t id;
	char *key;
};

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct keyed *)a)->key, ((const struct keyed *)b)->key);
}

bool directory_take_offers(struct directory *d, struct query *q, int64_t **ids, size_t *n,
			   struct err *err)
{
	struct keyed *all = NULL;
	size_t cap = 0;

	*n = 0;
	while (q_next(q) && directory_lend_offer(d, q, 0, &d->names)) {
		const char *key = d->names.f[OFFER_KEY];

		all = mem_grow(all, *n, &cap, sizeof *all);
		all[(*n)++] = (struct keyed){ q_col_int(q, 0), xstrdup(key ? key : "") };
	}
	if (*n > 1)
		qsort(all, *n, sizeof *all, by_key);
	*ids = *n ? xcalloc(*n, sizeof **ids) : NULL;
	for (size_t i = 0; i < *n; i++) {
		(*ids)[i] = all[i].id;
		free(all[i].key);
	}
	free(all);
	if (q_end(q, err))
		return true;
	free(*ids);
	*ids = NULL;
	*n = 0;
	return false;
}

bool directory_offers_of(struct directory *d, int64_t place_id, int64_t **ids, size_t *n,
			 struct err *err)
{
	struct query q;

	db_query(&q, &d->db, directory_sql[SQL_OFFERS_OF]);
	q_int(&q, 1, place_id);
	return directory_take_offers(d, &q, ids, n, err);
}

/* ---- all of them ---- */

static const char sql_each_offer[] =
	"SELECT " OFFER_COLUMNS "\n"
	"FROM offer\n"
	"JOIN place ON place.id = offer.place_id\n"
	"ORDER BY offer.id";

/* Lent: those who are handed it only look. */
static void show_place(const struct record *r, int64_t id, struct place *p)
{
	p->id = id;
	for (size_t i = 0; i < PLACE_FIELD_COUNT; i++)
		p->f[i] = (char *)r->f[i];
}

static void show_offer(const struct record *r, int64_t id, int64_t place_id, struct offer *o)
{
	o->id = id;
	o->place_id = place_id;
	for (size_t i = 0; i < OFFER_FIELD_COUNT; i++)
		o->f[i] = (char *)r->f[i];
}

/* Codes will be shown; what else makes the index is looked at only. */
static uint64_t but_codes(const struct field *fields, size_t n)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < n; i++)
		if (fields[i].genre < 0)
			bits |= RECORD_BIT(i);
	return bits;
}

bool directory_each_offer(struct directory *d, directory_each_fn *fn, void *ctx, struct err *err)
{
	struct record of_place = { .raw = but_codes(place_fields, PLACE_FIELD_COUNT), .steady = true };
	struct record of_offer = { .raw = but_codes(offer_fields, OFFER_FIELD_COUNT), .steady = true };
	struct place p;
	struct offer o;
	struct query q;
	bool ok = true;

	if (!directory_shared_read_all(d, err))
		return false;
	place_init(&p);
	offer_init(&o);
	db_query(&q, &d->db, sql_each_offer);
	while (ok && q_next(&q)) {
		int64_t place_id = q_col_int(&q, 1);

		if (!p.id)
			directory_shared_follow(d);
		/* the offers of a place mostly follow one another */
		if (place_id != p.id && !record_read_place(d, &of_place, column_bytes(&q, 3)))
			q_fail(&q);
		else if (directory_lend_offer(d, &q, 0, &of_offer)) {
			show_place(&of_place, place_id, &p);
			show_offer(&of_offer, q_col_int(&q, 0), place_id, &o);
			ok = fn(ctx, &p, &o, err);
		}
	}
	record_done(&of_place);
	record_done(&of_offer);
	return q_end(&q, err) && ok;
}
