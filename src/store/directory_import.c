#include "aiguillage/directory_import.h"

#include <string.h>

#include "aiguillage/vocab.h"
#include "src/store/directory_impl.h"

/* Two identifiers may have the same hash: the first row that bears this one. */
static bool bears(const struct record *r, int field, const char *id)
{
	return r->f[field] && list_has(r->f[field], id);
}

static void name_it(const struct record *r, struct place *out)
{
	place_set(out, PLACE_KEY, r->f[PLACE_KEY]);
	place_set(out, PLACE_SOURCE_IDS, r->f[PLACE_SOURCE_IDS]);
}

static void name_offer(struct query *q, const struct record *r, struct offer *out)
{
	out->id = q_col_int(q, 0);
	out->place_id = q_col_int(q, 1);
	offer_set(out, OFFER_KEY, r->f[OFFER_KEY]);
	offer_set(out, OFFER_SOURCE_IDS, r->f[OFFER_SOURCE_IDS]);
}

/* ---- what there was ---- */

static const char sql_own_any[] =
	"SELECT EXISTS (SELECT 1 FROM place WHERE origin_id = ?1)\n"
	"OR EXISTS (SELECT 1 FROM offer WHERE origin_id = ?1)";

bool directory_own_any(struct directory *d, bool *any, struct err *err)
{
	struct query q;

	*any = false;
	db_query(&q, &d->db, sql_own_any);
	q_int(&q, 1, d->origin_id);
	if (q_next(&q))
		*any = q_col_int(&q, 0) != 0;
	return q_end(&q, err);
}

/* ---- by an identifier ---- */

/* CROSS JOIN: by the identifier first; an origin has many rows, and SQLite does not know it. */
static const char sql_own_place[] =
	"SELECT " PLACE_COLUMNS "\n"
	"FROM place_source\n"
	"CROSS JOIN place ON place.id = place_source.place_id\n"
	"WHERE source_id = ?1\n"
	"AND place.origin_id = ?2\n"
	"ORDER BY place_source.place_id";

static void see(struct query *q, int column, struct looked_at *s)
{
	size_t n;
	const void *fields = q_col_blob(q, column, &n);

	s->id = q_col_int(q, 0);
	str_clear(&s->fields);
	str_addn(&s->fields, fields, n);
}

/* The first row of the query that bears the identifier, unless `out` is before it. */
static bool first_own(struct directory *d, struct query *q, const char *source_id,
		      struct place *out, struct err *err)
{
	while (q_next(q)) {
		if (!directory_lend_place(d, q, 0, &d->names) ||
		    !bears(&d->names, PLACE_SOURCE_IDS, source_id))
			continue;
		if (!out->id || q_col_int(q, 0) < out->id) {
			out->id = q_col_int(q, 0);
			name_it(&d->names, out);
			see(q, 1, &d->seen_place);
		}
		break;
	}
	return q_end(q, err);
}

static const char sql_own_place_by_key[] =
	"SELECT " PLACE_COLUMNS "\n"
	"FROM place\n"
	"WHERE key_hash = ?1\n"
	"AND origin_id = ?2";

bool directory_own_place(struct directory *d, const char *source_id, struct place *out,
			 struct err *err)
{
	struct query q;
	struct str key;
	int64_t hash;
	bool may;

	place_clear(out);
	if (!directory_may_bear(d, source_id, &may, err))
		return false;
	if (may) {
		db_query(&q, &d->db, sql_own_place);
		q_int(&q, 1, record_hash(source_id));
		q_int(&q, 2, d->origin_id);
		if (!first_own(d, &q, source_id, out, err))
			return false;
	}
	str_init(&key);
	str_addf(&key, "%s.%s", d->origin_name.s, source_id);
	hash = record_hash(key.s);
	str_done(&key);
	db_query(&q, &d->db, sql_own_place_by_key);
	q_int(&q, 1, hash);
	q_int(&q, 2, d->origin_id);
	return first_own(d, &q, source_id, out, err);
}

static const char sql_own_offer[] =
	"SELECT " OFFER_COLUMNS "\n"
	"FROM offer_source\n"
	"CROSS JOIN offer ON offer.id = offer_source.offer_id\n"
	"CROSS JOIN place ON place.id = offer.place_id\n"
	"WHERE source_id = ?1\n"
	"AND offer.origin_id = ?2\n"
	"ORDER BY offer_source.offer_id";

bool directory_own_offer(struct directory *d, const char *source_id, struct offer *out,
			 struct err *err)
{
	struct query q;

	offer_clear(out);
	db_query(&q, &d->db, sql_own_offer);
	q_int(&q, 1, record_hash(source_id));
	q_int(&q, 2, d->origin_id);
	while (!out->id && q_next(&q))
		if (directory_lend_offer(d, &q, 0, &d->names) &&
		    bears(&d->names, OFFER_SOURCE_IDS, source_id))
			name_offer(&q, &d->names, out);
	return q_end(&q, err);
}

static const char sql_own_offers_at[] =
	"SELECT " OFFER_COLUMNS "\n"
	"FROM offer\n"
	"JOIN place ON place.id = offer.place_id\n"
	"WHERE offer.place_id = ?1\n"
	"AND offer.origin_id = ?2";

bool directory_own_offer_at(struct directory *d, int64_t place_id, struct offer *out,
			    struct err *err)
{
	struct query q;

	offer_clear(out);
	db_query(&q, &d->db, sql_own_offers_at);
	q_int(&q, 1, place_id);
	q_int(&q, 2, d->origin_id);
	while (q_next(&q)) {
		const char *key;

		if (!directory_lend_offer(d, &q, 0, &d->names))
			continue;
		key = d->names.f[OFFER_KEY];
		if (out->id && strcmp(key ? key : "", offer_get(out, OFFER_KEY)) >= 0)
			continue;
		name_offer(&q, &d->names, out);
		see(&q, 2, &d->seen_offer);
		d->seen_offer.place_id = place_id;
	}
	return q_end(&q, err);
}

static const char sql_place_of[] =
	"SELECT " PLACE_COLUMNS "\n"
	"FROM place_source\n"
	"CROSS JOIN place ON place.id = place_source.place_id\n"
	"CROSS JOIN origin ON origin.id = place.origin_id\n"
	"WHERE source_id = ?1\n"
	"AND origin.name = ?2\n"
	"ORDER BY place_source.place_id";

bool directory_place_of(struct directory *d, const char *origin, const char *source_id,
			struct place *out, struct err *err)
{
	struct query q;
	bool found = false, may;

	place_clear(out);
	/* those of the shipped directory all stand there */
	if (!directory_may_bear(d, source_id, &may, err))
		return false;
	if (!may)
		return true;
	db_query(&q, &d->db, sql_place_of);
	q_int(&q, 1, record_hash(source_id));
	q_text(&q, 2, origin);
	while (!found && q_next(&q)) {
		directory_read_place(d, &q, 0, out);
		found = list_has(place_get(out, PLACE_SOURCE_IDS), source_id);
	}
	if (!found)
		place_clear(out);
	return q_end(&q, err);
}

/* ---- is it the same ---- */

/* What is read need not be copied: the blob goes down, not up. */
static bool is_same(struct directory *d, const char *sql, int64_t id, int64_t place_id,
		    struct bytes fields, bool *same, struct err *err)
{
	struct query q;

	db_query(&q, &d->db, sql);
	q_int(&q, 1, id);
	q_blob(&q, 2, fields.p, fields.n);
	if (place_id)
		q_int(&q, 3, place_id);
	*same = q_next(&q);
	return q_end(&q, err);
}

static bool is_seen(const struct looked_at *s, struct bytes fields)
{
	return s->fields.len == fields.n && memcmp(s->fields.s, fields.p, fields.n) == 0;
}

bool directory_same_place(struct directory *d, const struct place *p, bool *same, struct err *err)
{
	struct bytes fields;

	directory_name_place(d, p);
	if (!directory_pack_place(d, p, &fields, err))
		return false;
	if (d->seen_place.id == p->id) {
		*same = is_seen(&d->seen_place, fields);
		return true;
	}
	return is_same(d, "SELECT 1 FROM place WHERE id = ?1 AND fields = ?2", p->id, 0, fields, same,
		       err);
}

static const char sql_same_offer[] =
	"SELECT 1 FROM offer WHERE id = ?1 AND fields = ?2 AND place_id = ?3";

bool directory_same_offer(struct directory *d, const struct offer *o, bool *same, struct err *err)
{
	struct bytes fields;

	if (!directory_pack_offer(d, o, &fields, err))
		return false;
	if (d->seen_offer.id == o->id) {
		*same = d->seen_offer.place_id == o->place_id && is_seen(&d->seen_offer, fields);
		return true;
	}
	return is_same(d, sql_same_offer, o->id, o->place_id, fields, same, err);
}

/* ---- what has been put ---- */

bool directory_was_put_place(struct directory *d, int64_t id)
{
	return idset_has(&d->put_places, (uint64_t)id);
}

bool directory_was_put_offer(struct directory *d, int64_t id)
{
	return idset_has(&d->put_offers, (uint64_t)id);
}

void directory_keep_place(struct directory *d, int64_t id)
{
	idset_add(&d->put_places, (uint64_t)id);
}

void directory_keep_offer(struct directory *d, int64_t id)
{
	idset_add(&d->put_offers, (uint64_t)id);
}

static bool keep_all(struct directory *d, const char *sql, struct idset *put, struct err *err)
{
	struct query q;

	db_query(&q, &d->db, sql);
	q_int(&q, 1, d->origin_id);
	while (q_next(&q))
		idset_add(put, (uint64_t)q_col_int(&q, 0));
	return q_end(&q, err);
}

bool directory_keep_places(struct directory *d, struct err *err)
{
	return keep_all(d, "SELECT id FROM place WHERE origin_id = ?1", &d->put_places, err);
}

bool directory_keep_offers(struct directory *d, struct err *err)
{
	return keep_all(d, "SELECT id FROM offer WHERE origin_id = ?1", &d->put_offers, err);
}

/* ---- many ---- */

static bool each_place(struct directory *d, const char *sql, directory_place_fn *fn, void *ctx,
		       struct err *err)
{
	struct place p;
	struct query q;
	bool ok = true;

	place_init(&p);
	db_query(&q, &d->db, sql);
	q_int(&q, 1, d->origin_id);
	while (ok && q_next(&q)) {
		directory_read_place(d, &q, 0, &p);
		ok = fn(ctx, &p, err);
	}
	place_clear(&p);
	return q_end(&q, err) && ok;
}

static const char sql_each_own_place[] =
	"SELECT " PLACE_COLUMNS "\n"
	"FROM place\n"
	"WHERE origin_id = ?1\n"
	"ORDER BY id";

/* The rules of directory_drop_stale(), told before they apply. */
#define STALE_PLACE                                                                             \
	"place.origin_id = ?1\n"                                                                \
	"AND NOT was_put_place(place.id)\n"                                                     \
	"AND NOT EXISTS (SELECT 1 FROM offer AS other\n"                                        \
	"  WHERE other.place_id = place.id\n"                                                   \
	"  AND (other.origin_id <> ?1 OR was_put_offer(other.id)))\n"

static const char sql_each_stale_place[] =
	"SELECT " PLACE_COLUMNS "\n"
	"FROM place\n"
	"WHERE " STALE_PLACE
	"ORDER BY place.id";

static const char sql_each_idle_place[] =
	"SELECT " PLACE_COLUMNS "\n"
	"FROM place\n"
	"WHERE origin_id = ?1\n"
	"AND NOT EXISTS (SELECT 1 FROM offer WHERE offer.place_id = place.id)\n"
	"ORDER BY id";

bool directory_each_idle_place(struct directory *d, directory_place_fn *fn, void *ctx,
			       struct err *err)
{
	return each_place(d, sql_each_idle_place, fn, ctx, err);
}

bool directory_each_own_place(struct directory *d, directory_place_fn *fn, void *ctx,
			      struct err *err)
{
	return each_place(d, sql_each_own_place, fn, ctx, err);
}

static const char sql_each_attached_place[] =
	"SELECT " PLACE_COLUMNS "\n"
	"FROM place\n"
	"WHERE origin_id <> ?1\n"
	"AND EXISTS (SELECT 1 FROM offer WHERE offer.place_id = place.id AND offer.origin_id = ?1)\n"
	"ORDER BY id";

bool directory_each_attached_place(struct directory *d, directory_place_fn *fn, void *ctx,
				   struct err *err)
{
	return each_place(d, sql_each_attached_place, fn, ctx, err);
}

bool directory_each_stale_place(struct directory *d, directory_place_fn *fn, void *ctx,
				struct err *err)
{
	return each_place(d, sql_each_stale_place, fn, ctx, err);
}

static const char sql_each_stale_offer[] =
	"SELECT " OFFER_COLUMNS "\n"
	"FROM offer\n"
	"JOIN place ON place.id = offer.place_id\n"
	"WHERE offer.origin_id = ?1\n"
	"AND NOT was_put_offer(offer.id)\n"
	"AND NOT (" STALE_PLACE ")\n"
	"ORDER BY offer.id";

bool directory_each_stale_offer(struct directory *d, directory_offer_fn *fn, void *ctx,
				struct err *err)
{
	struct offer o;
	struct query q;
	bool ok = true;

	offer_init(&o);
	db_query(&q, &d->db, sql_each_stale_offer);
	q_int(&q, 1, d->origin_id);
	while (ok && q_next(&q)) {
		directory_read_offer(d, &q, 0, &o);
		ok = fn(ctx, &o, err);
	}
	offer_clear(&o);
	return q_end(&q, err) && ok;
}
