#include "aiguillage/directory_import.h"

#include "src/store/directory_impl.h"

#define PLACE_COLUMN(id, csv, sql, kind, genre, label) ", place." sql
#define OFFER_COLUMN(id, csv, sql, kind, genre, label) ", offer." sql
#define SELECT_PLACE "SELECT place.id" PLACE_FIELDS(PLACE_COLUMN) "\n"
#define SELECT_OFFER "SELECT offer.id, offer.place_id" OFFER_FIELDS(OFFER_COLUMN) "\n"

static bool one_place(struct query *q, struct place *out, struct err *err)
{
	place_clear(out);
	if (q_next(q))
		directory_read_place(q, 0, out);
	return q_end(q, err);
}

static bool named_place(struct query *q, struct place *out, struct err *err)
{
	place_clear(out);
	if (q_next(q)) {
		out->id = q_col_int(q, 0);
		place_set(out, PLACE_KEY, q_col_text(q, 1));
		place_set(out, PLACE_SOURCE_IDS, q_col_text(q, 2));
	}
	return q_end(q, err);
}

static bool named_offer(struct query *q, struct offer *out, struct err *err)
{
	offer_clear(out);
	if (q_next(q)) {
		out->id = q_col_int(q, 0);
		out->place_id = q_col_int(q, 1);
		offer_set(out, OFFER_KEY, q_col_text(q, 2));
		offer_set(out, OFFER_SOURCE_IDS, q_col_text(q, 3));
	}
	return q_end(q, err);
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

/* CROSS JOIN: by the identifier first; an origin has many rows, and SQLite does not know it. */
static const char sql_own_place[] =
	"SELECT place.id, place.key, place.source_ids\n"
	"FROM place_source_id\n"
	"CROSS JOIN place ON place.id = place_source_id.place_id\n"
	"WHERE source_id = ?1\n"
	"AND place.origin_id = ?2\n"
	"ORDER BY place_id\n"
	"LIMIT 1";

bool directory_own_place(struct directory *d, const char *source_id, struct place *out,
			 struct err *err)
{
	struct query q;

	db_query(&q, &d->db, sql_own_place);
	q_text(&q, 1, source_id);
	q_int(&q, 2, d->origin_id);
	return named_place(&q, out, err);
}

static const char sql_own_offer[] =
	"SELECT offer.id, offer.place_id, offer.key, offer.source_ids\n"
	"FROM offer_source_id\n"
	"CROSS JOIN offer ON offer.id = offer_source_id.offer_id\n"
	"WHERE source_id = ?1\n"
	"AND offer.origin_id = ?2\n"
	"ORDER BY offer_id\n"
	"LIMIT 1";

bool directory_own_offer(struct directory *d, const char *source_id, struct offer *out,
			 struct err *err)
{
	struct query q;

	db_query(&q, &d->db, sql_own_offer);
	q_text(&q, 1, source_id);
	q_int(&q, 2, d->origin_id);
	return named_offer(&q, out, err);
}

static const char sql_own_offer_at[] =
	"SELECT id, place_id, key, source_ids\n"
	"FROM offer\n"
	"WHERE place_id = ?1\n"
	"AND origin_id = ?2\n"
	"ORDER BY key\n"
	"LIMIT 1";

bool directory_own_offer_at(struct directory *d, int64_t place_id, struct offer *out,
			    struct err *err)
{
	struct query q;

	db_query(&q, &d->db, sql_own_offer_at);
	q_int(&q, 1, place_id);
	q_int(&q, 2, d->origin_id);
	return named_offer(&q, out, err);
}

static const char sql_place_of[] =
	SELECT_PLACE
	"FROM place_source_id\n"
	"CROSS JOIN place ON place.id = place_source_id.place_id\n"
	"CROSS JOIN origin ON origin.id = place.origin_id\n"
	"WHERE source_id = ?1\n"
	"AND origin.name = ?2\n"
	"ORDER BY place_id\n"
	"LIMIT 1";

bool directory_place_of(struct directory *d, const char *origin, const char *source_id,
			struct place *out, struct err *err)
{
	struct query q;

	db_query(&q, &d->db, sql_place_of);
	q_text(&q, 1, source_id);
	q_text(&q, 2, origin);
	return one_place(&q, out, err);
}

/* ---- is it the same ---- */

#define SAME(id, csv, sql, kind, genre, label) "\nAND " sql " IS ?"

/* What is read need not be copied: the values go down, not up. */
static bool is_same(struct query *q, bool *same, struct err *err)
{
	*same = q_next(q);
	return q_end(q, err);
}

static const char sql_same_place[] =
	"SELECT 1 FROM place WHERE id = ?1" PLACE_FIELDS(SAME);

bool directory_same_place(struct directory *d, const struct place *p, bool *same, struct err *err)
{
	struct query q;

	db_query(&q, &d->db, sql_same_place);
	q_int(&q, 1, p->id);
	directory_bind_place(&q, 2, p);
	return is_same(&q, same, err);
}

static const char sql_same_offer[] =
	"SELECT 1 FROM offer WHERE id = ?1\nAND place_id = ?2" OFFER_FIELDS(SAME);

bool directory_same_offer(struct directory *d, const struct offer *o, bool *same, struct err *err)
{
	struct query q;

	db_query(&q, &d->db, sql_same_offer);
	q_int(&q, 1, o->id);
	q_int(&q, 2, o->place_id);
	directory_bind_offer(&q, 3, o);
	return is_same(&q, same, err);
}

bool directory_key_taken(struct directory *d, bool offer, const char *key, bool *taken,
			 struct err *err)
{
	int64_t id = 0;
	bool ok = directory_find_row(d, offer ? SQL_OFFER_BY_KEY : SQL_PLACE_BY_KEY, key, &id, err);

	*taken = id != 0;
	return ok;
}

/* ---- what has been put ---- */

static bool is_marked(struct directory *d, const char *sql, int64_t id)
{
	struct query q;
	bool found;

	db_query(&q, &d->db, sql);
	q_int(&q, 1, id);
	found = q_next(&q);
	return q_end(&q, NULL) && found;
}

static const char sql_was_put_place[] = "SELECT 1 FROM temp.place_put WHERE id = ?1";
static const char sql_was_put_offer[] = "SELECT 1 FROM temp.offer_put WHERE id = ?1";

bool directory_was_put_place(struct directory *d, int64_t id)
{
	return is_marked(d, sql_was_put_place, id);
}

bool directory_was_put_offer(struct directory *d, int64_t id)
{
	return is_marked(d, sql_was_put_offer, id);
}

static bool run_with(struct directory *d, const char *sql, int64_t n, struct err *err)
{
	struct query q;

	db_query(&q, &d->db, sql);
	q_int(&q, 1, n);
	return q_run(&q, err);
}

static const char sql_keep_place[] =
	"INSERT OR IGNORE INTO temp.place_put (id) VALUES (?1)";
static const char sql_keep_offer[] =
	"INSERT OR IGNORE INTO temp.offer_put (id) VALUES (?1)";
static const char sql_keep_places[] =
	"INSERT OR IGNORE INTO temp.place_put (id)\n"
	"SELECT id FROM place WHERE origin_id = ?1";
static const char sql_keep_offers[] =
	"INSERT OR IGNORE INTO temp.offer_put (id)\n"
	"SELECT id FROM offer WHERE origin_id = ?1";

bool directory_keep_place(struct directory *d, int64_t id, struct err *err)
{
	return run_with(d, sql_keep_place, id, err);
}

bool directory_keep_offer(struct directory *d, int64_t id, struct err *err)
{
	return run_with(d, sql_keep_offer, id, err);
}

bool directory_keep_places(struct directory *d, struct err *err)
{
	return run_with(d, sql_keep_places, d->origin_id, err);
}

bool directory_keep_offers(struct directory *d, struct err *err)
{
	return run_with(d, sql_keep_offers, d->origin_id, err);
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
		directory_read_place(&q, 0, &p);
		ok = fn(ctx, &p, err);
	}
	place_clear(&p);
	return q_end(&q, err) && ok;
}

static const char sql_each_own_place[] =
	SELECT_PLACE
	"FROM place\n"
	"WHERE origin_id = ?1\n"
	"ORDER BY id";

/* The rules of directory_drop_stale(), told before they apply. */
#define STALE_PLACE                                                                             \
	"place.origin_id = ?1\n"                                                                \
	"AND place.id NOT IN (SELECT id FROM temp.place_put)\n"                                 \
	"AND NOT EXISTS (SELECT 1 FROM offer AS other\n"                                        \
	"  WHERE other.place_id = place.id\n"                                                   \
	"  AND (other.origin_id <> ?1 OR other.id IN (SELECT id FROM temp.offer_put)))\n"

static const char sql_each_stale_place[] =
	SELECT_PLACE
	"FROM place\n"
	"WHERE " STALE_PLACE
	"ORDER BY place.id";

static const char sql_each_idle_place[] =
	SELECT_PLACE
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

bool directory_each_stale_place(struct directory *d, directory_place_fn *fn, void *ctx,
				struct err *err)
{
	return each_place(d, sql_each_stale_place, fn, ctx, err);
}

static const char sql_each_stale_offer[] =
	SELECT_OFFER
	"FROM offer\n"
	"JOIN place ON place.id = offer.place_id\n"
	"WHERE offer.origin_id = ?1\n"
	"AND offer.id NOT IN (SELECT id FROM temp.offer_put)\n"
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
		directory_read_offer(&q, 0, &o);
		ok = fn(ctx, &o, err);
	}
	offer_clear(&o);
	return q_end(&q, err) && ok;
}
