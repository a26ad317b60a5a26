/* Putting places and offers, by key, writing only what changes. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/directory_import.h"
#include "aiguillage/path.h"
#include "aiguillage/vocab.h"
#include "src/store/directory_impl.h"

#define MARK(id, csv, sql, kind, genre, label) ", ?"
#define ASSIGN(id, csv, sql, kind, genre, label) ", " sql " = excluded." sql
#define DIFFERS_PLACE(id, csv, sql, kind, genre, label) " OR place." sql " IS NOT excluded." sql
#define DIFFERS_OFFER(id, csv, sql, kind, genre, label) " OR offer." sql " IS NOT excluded." sql

/* ---- origins ---- */

static const char sql_put_origin[] =
	"INSERT INTO origin (name, title, date, loaded)\n"
	"VALUES (?1, ?2, ?3, ?4)\n"
	"ON CONFLICT (name) DO UPDATE\n"
	"SET title = excluded.title, date = excluded.date, loaded = excluded.loaded\n"
	"RETURNING id";

bool directory_set_origin(struct directory *d, const char *name, const char *title,
			  const char *date, struct err *err)
{
	char now[DATE_MOMENT_LEN];
	int64_t id = 0;
	struct query q;

	date_format_moment(now, clock_now());
	db_query(&q, &d->db, sql_put_origin);
	q_text(&q, 1, name);
	q_text(&q, 2, title);
	q_text(&q, 3, date);
	q_text(&q, 4, now);
	while (q_next(&q))
		id = q_col_int(&q, 0);
	if (!q_end(&q, err))
		return false;
	d->origin_id = id;
	return true;
}

/* ---- values ---- */

static bool can_put(struct directory *d, struct err *err)
{
	if (!directory_in_transaction(d, err))
		return false;
	return d->origin_id || db_fail(&d->db, DB_OTHER, "ne peut rien recevoir dont l’origine n’est "
				       "pas dite", err);
}

/* Degrees as « -4.25 », at most `limit`; SQLite then reads it whatever the locale is. */
static bool is_degrees(const char *s, int limit)
{
	int whole = 0, digits = 0;

	s += *s == '-';
	for (; *s >= '0' && *s <= '9' && digits < 4; s++, digits++)
		whole = whole * 10 + (*s - '0');
	if (!digits || whole > limit || (*s && *s != '.'))
		return false;
	s += *s == '.';
	if (whole == limit)
		return strspn(s, "0") == strlen(s);
	return strspn(s, "0123456789") == strlen(s);
}

static bool check_degrees(const struct place *p, struct err *err)
{
	const char *lat = place_get(p, PLACE_LAT), *lon = place_get(p, PLACE_LON);
	char *key;

	if ((!*lat && !*lon) || (is_degrees(lat, 90) && is_degrees(lon, 180)))
		return true;
	key = path_shown(place_get(p, PLACE_KEY));
	err_set(err, ERR_DATA, "Le lieu %s n’a pas de coordonnées lisibles (latitude « %.40s », "
		"longitude « %.40s ») : écrivez par exemple 45.83 et 4.61, ou rien", key, lat, lon);
	free(key);
	return false;
}

static void bind_fields(struct query *q, int first, char *const *f, size_t n)
{
	for (size_t i = 0; i < n; i++)
		q_text(q, first + (int)i, f[i]);
}

/* SQLite reads the text of a number one way when it stores it, another when it compares it. */
static void bind_degrees(struct query *q, int i, const char *s)
{
	if (*s)
		q_real(q, i, strtod(s, NULL));
	else
		q_null(q, i);
}

void directory_bind_place(struct query *q, int first, const struct place *p)
{
	bind_fields(q, first, p->f, PLACE_FIELD_COUNT);
	bind_degrees(q, first + PLACE_LAT, place_get(p, PLACE_LAT));
	bind_degrees(q, first + PLACE_LON, place_get(p, PLACE_LON));
}

void directory_bind_offer(struct query *q, int first, const struct offer *o)
{
	bind_fields(q, first, o->f, OFFER_FIELD_COUNT);
}

/* Replaces the source ids of a row that was written; sql_clear is NULL for a new one. */
static bool put_source_ids(struct directory *d, const char *sql_clear, const char *sql_add,
			   const char *list, int64_t id, struct err *err)
{
	struct list_walk w = { .rest = list };
	struct str item;
	struct query q;
	bool ok = true;

	if (sql_clear) {
		db_query(&q, &d->db, sql_clear);
		q_int(&q, 1, id);
		ok = q_run(&q, err);
	}
	str_init(&item);
	while (ok && list_next(&w, &item)) {
		db_query(&q, &d->db, sql_add);
		q_text(&q, 1, item.s);
		q_int(&q, 2, id);
		ok = q_run(&q, err);
	}
	str_done(&item);
	return ok;
}

static bool mark_put(struct directory *d, const char *sql, int64_t id, struct err *err)
{
	struct query q;

	db_query(&q, &d->db, sql);
	q_int(&q, 1, id);
	return q_run(&q, err);
}

/* ---- places ---- */

#define SQL_ADD_PLACE                                                                           \
	"INSERT INTO place (origin_id" PLACE_COLUMNS ")\n"                                      \
	"VALUES (?1" PLACE_FIELDS(MARK) ")\n"

/* Alone it needs no journal of its own, which makes it three times as fast. */
static const char sql_add_place[] = SQL_ADD_PLACE;
static const char sql_put_place[] =
	SQL_ADD_PLACE
	"ON CONFLICT (key) DO UPDATE\n"
	"SET origin_id = excluded.origin_id" PLACE_FIELDS(ASSIGN) "\n"
	"WHERE place.origin_id <> excluded.origin_id" PLACE_FIELDS(DIFFERS_PLACE);

static const char sql_mark_place[] =
	"INSERT OR IGNORE INTO temp.place_put (id) VALUES (?1)";
static const char sql_clear_place_source_ids[] =
	"DELETE FROM place_source_id WHERE place_id = ?1";
static const char sql_add_place_source_id[] =
	"INSERT OR IGNORE INTO place_source_id (source_id, place_id) VALUES (?1, ?2)";

static bool run_place(struct directory *d, const char *sql, const struct place *p, struct err *err)
{
	struct query q;

	db_query(&q, &d->db, sql);
	q_int(&q, 1, d->origin_id);
	directory_bind_place(&q, 2, p);
	return q_run(&q, err);
}

bool directory_add_place(struct directory *d, struct place *p, struct err *err)
{
	if (!can_put(d, err) || !check_degrees(p, err) || !run_place(d, sql_add_place, p, err))
		return false;
	p->id = db_last_id(&d->db);
	return mark_put(d, sql_mark_place, p->id, err) &&
	       put_source_ids(d, NULL, sql_add_place_source_id, place_get(p, PLACE_SOURCE_IDS), p->id,
			      err);
}

bool directory_put_place(struct directory *d, struct place *p, struct err *err)
{
	if (!directory_find_row(d, SQL_PLACE_BY_KEY, place_get(p, PLACE_KEY), &p->id, err))
		return false;
	if (!p->id)
		return directory_add_place(d, p, err);
	if (!can_put(d, err) || !check_degrees(p, err) || !run_place(d, sql_put_place, p, err))
		return false;
	if (db_changes(&d->db) > 0 &&
	    !put_source_ids(d, sql_clear_place_source_ids, sql_add_place_source_id,
			    place_get(p, PLACE_SOURCE_IDS), p->id, err))
		return false;
	return mark_put(d, sql_mark_place, p->id, err);
}

/* ---- offers ---- */

#define SQL_ADD_OFFER                                                                           \
	"INSERT INTO offer (origin_id, place_id" OFFER_COLUMNS ")\n"                            \
	"VALUES (?1, ?2" OFFER_FIELDS(MARK) ")\n"

static const char sql_add_offer[] = SQL_ADD_OFFER;
static const char sql_put_offer[] =
	SQL_ADD_OFFER
	"ON CONFLICT (key) DO UPDATE\n"
	"SET origin_id = excluded.origin_id, place_id = excluded.place_id" OFFER_FIELDS(ASSIGN) "\n"
	"WHERE offer.origin_id <> excluded.origin_id OR offer.place_id <> excluded.place_id"
	OFFER_FIELDS(DIFFERS_OFFER);

static const char sql_mark_offer[] =
	"INSERT OR IGNORE INTO temp.offer_put (id) VALUES (?1)";
static const char sql_clear_offer_source_ids[] =
	"DELETE FROM offer_source_id WHERE offer_id = ?1";
static const char sql_add_offer_source_id[] =
	"INSERT OR IGNORE INTO offer_source_id (source_id, offer_id) VALUES (?1, ?2)";

/* False, with an error, when the offer names a place that is not there. */
static bool find_place_of(struct directory *d, struct offer *o, struct err *err)
{
	struct err mine = ERR_INIT;
	char *key, *place_key;

	o->place_id = directory_place_by_key(d, offer_get(o, OFFER_PLACE_KEY), &mine);
	if (mine.kind != ERR_NONE)
		return err_set(err, mine.kind, "%s", mine.msg);
	if (o->place_id)
		return true;
	key = path_shown(offer_get(o, OFFER_KEY));
	place_key = path_shown(offer_get(o, OFFER_PLACE_KEY));
	err_set(err, ERR_DATA, "L’offre %s dépend du lieu « %s », qui n’est pas dans l’annuaire : "
		"corrigez sa colonne structure_id ou ajoutez ce lieu", key, place_key);
	free(key);
	free(place_key);
	return false;
}

static bool run_offer(struct directory *d, const char *sql, const struct offer *o, struct err *err)
{
	struct query q;

	db_query(&q, &d->db, sql);
	q_int(&q, 1, d->origin_id);
	q_int(&q, 2, o->place_id);
	directory_bind_offer(&q, 3, o);
	return q_run(&q, err);
}

bool directory_add_offer(struct directory *d, struct offer *o, struct err *err)
{
	if (!can_put(d, err) || !run_offer(d, sql_add_offer, o, err))
		return false;
	o->id = db_last_id(&d->db);
	return mark_put(d, sql_mark_offer, o->id, err) &&
	       put_source_ids(d, NULL, sql_add_offer_source_id, offer_get(o, OFFER_SOURCE_IDS), o->id,
			      err);
}

bool directory_put_offer(struct directory *d, struct offer *o, struct err *err)
{
	if (!find_place_of(d, o, err) ||
	    !directory_find_row(d, SQL_OFFER_BY_KEY, offer_get(o, OFFER_KEY), &o->id, err))
		return false;
	if (!o->id)
		return directory_add_offer(d, o, err);
	if (!can_put(d, err) || !run_offer(d, sql_put_offer, o, err))
		return false;
	if (db_changes(&d->db) > 0 &&
	    !put_source_ids(d, sql_clear_offer_source_ids, sql_add_offer_source_id,
			    offer_get(o, OFFER_SOURCE_IDS), o->id, err))
		return false;
	return mark_put(d, sql_mark_offer, o->id, err);
}

/* ---- what the origin no longer has ---- */

static const char sql_drop_offers[] =
	"DELETE FROM offer\n"
	"WHERE origin_id = ?1\n"
	"AND id NOT IN (SELECT id FROM temp.offer_put)";

static const char sql_drop_places[] =
	"DELETE FROM place\n"
	"WHERE origin_id = ?1\n"
	"AND id NOT IN (SELECT id FROM temp.place_put)\n"
	"AND NOT EXISTS (SELECT 1 FROM offer WHERE offer.place_id = place.id)";

bool directory_drop_stale(struct directory *d, struct err *err)
{
	struct query q;

	if (!can_put(d, err))
		return false;
	db_query(&q, &d->db, sql_drop_offers);
	q_int(&q, 1, d->origin_id);
	if (!q_run(&q, err))
		return false;
	db_query(&q, &d->db, sql_drop_places);
	q_int(&q, 1, d->origin_id);
	return q_run(&q, err);
}
