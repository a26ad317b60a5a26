/* Putting places and offers, by key, writing only what changes. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/directory_import.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/vocab.h"
#include "src/store/directory_impl.h"

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
	str_clear(&d->origin_name);
	str_add(&d->origin_name, name);
	return true;
}

/* ---- values ---- */

static bool can_put(struct directory *d, const char *key, struct err *err)
{
	if (!directory_in_transaction(d, err))
		return false;
	if (!*key)
		return err_set(err, ERR_DATA, "Une fiche sans identifiant ne peut pas être gardée dans "
			       "l’annuaire");
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

/* ---- source ids ---- */

/* Runs `sql` with the hash of each of the list and the row. */
static bool each_source_id(struct directory *d, const char *sql, const char *list, int64_t id,
			   struct err *err)
{
	struct list_walk w = { .rest = list };
	struct str item;
	struct query q;
	bool ok = true;

	str_init(&item);
	while (ok && list_next(&w, &item)) {
		db_query(&q, &d->db, sql);
		q_int(&q, 1, record_hash(item.s));
		q_int(&q, 2, id);
		ok = q_run(&q, err);
		filter_note(&d->place_sources, record_hash(item.s));	/* one too many does no harm */
	}
	str_done(&item);
	return ok;
}

static const char sql_add_place_source[] =
	"INSERT OR IGNORE INTO place_source (source_id, place_id) VALUES (?1, ?2)";
static const char sql_drop_place_source[] =
	"DELETE FROM place_source WHERE source_id = ?1 AND place_id = ?2";
static const char sql_add_offer_source[] =
	"INSERT OR IGNORE INTO offer_source (source_id, offer_id) VALUES (?1, ?2)";
static const char sql_drop_offer_source[] =
	"DELETE FROM offer_source WHERE source_id = ?1 AND offer_id = ?2";

/* ---- one row ---- */

/* One that is added, or written over the row `id`; `key` NULL: found by that of its place. */
static bool put_row(struct directory *d, const char *sql, int64_t id, int64_t place_id,
		    const char *key, struct bytes fields, struct err *err)
{
	struct query q;

	d->seen_place.id = d->seen_offer.id = 0;
	if (id)
		directory_shared_freed(d);
	db_query(&q, &d->db, sql);
	q_int(&q, 1, d->origin_id);
	if (key)
		q_int(&q, 2, record_hash(key));
	else
		q_null(&q, 2);
	q_blob(&q, 3, fields.p, fields.n);
	if (id)
		q_int(&q, 4, id);
	if (place_id)
		q_int(&q, 5, place_id);
	return q_run(&q, err);
}

/* Has the row these very columns?  `fields` is also what was packed last. */
static bool is_there(struct directory *d, const char *sql, int64_t id, int64_t place_id,
		     struct bytes fields, bool *same, struct err *err)
{
	struct query q;

	db_query(&q, &d->db, sql);
	q_int(&q, 1, id);
	q_int(&q, 2, d->origin_id);
	q_blob(&q, 3, fields.p, fields.n);
	if (place_id)
		q_int(&q, 4, place_id);
	*same = q_next(&q);
	return q_end(&q, err);
}

/* ---- places ---- */

static const char sql_add_place[] =
	"INSERT INTO place (origin_id, key_hash, fields) VALUES (?1, ?2, ?3)";
static const char sql_put_place[] =
	"UPDATE place SET origin_id = ?1, key_hash = ?2, fields = ?3 WHERE id = ?4";
static const char sql_is_place[] =
	"SELECT 1 FROM place WHERE id = ?1 AND origin_id = ?2 AND fields = ?3";

bool directory_pack_place(struct directory *d, const struct place *p, struct bytes *out,
			  struct err *err)
{
	str_clear(&d->packed);
	if (!record_pack_place(d, &d->packed, p->f, err))
		return false;
	*out = (struct bytes){ d->packed.s, d->packed.len };
	return true;
}

/* Unless they are found by the key, which is that of this origin. */
static bool add_place_sources(struct directory *d, const struct place *p, struct err *err)
{
	const char *key = place_get(p, PLACE_KEY);
	size_t n = d->origin_name.len;
	bool by_key = record_ids_are_key(p->f) && strncmp(key, d->origin_name.s, n) == 0 &&
		      strcspn(key, ".") == n;

	return by_key ||
	       each_source_id(d, sql_add_place_source, place_get(p, PLACE_SOURCE_IDS), p->id, err);
}

void directory_name_place(struct directory *d, const struct place *p)
{
	d->named_place = p->id;
	d->bare = false;
	str_clear(&d->place_key);
	str_add(&d->place_key, place_get(p, PLACE_KEY));
}

bool directory_add_place(struct directory *d, struct place *p, struct err *err)
{
	struct bytes fields;

	if (!can_put(d, place_get(p, PLACE_KEY), err) || !check_degrees(p, err) || !directory_pack_place(d, p, &fields, err) ||
	    !put_row(d, sql_add_place, 0, 0, place_get(p, PLACE_KEY), fields, err))
		return false;
	p->id = db_last_id(&d->db);
	filter_note(&d->place_keys, record_hash(place_get(p, PLACE_KEY)));
	idset_add(&d->put_places, (uint64_t)p->id);
	directory_name_place(d, p);
	d->bare = true;
	return add_place_sources(d, p, err);
}

static bool rewrite_place(struct directory *d, const struct place *p, struct err *err)
{
	struct place old;
	struct bytes fields;
	bool ok;

	place_init(&old);
	ok = directory_place(d, p->id, &old, err) &&
	     each_source_id(d, sql_drop_place_source, place_get(&old, PLACE_SOURCE_IDS), p->id, err) &&
	     directory_pack_place(d, p, &fields, err) &&
	     put_row(d, sql_put_place, p->id, 0, place_get(p, PLACE_KEY), fields, err) &&
	     add_place_sources(d, p, err);
	place_clear(&old);
	return ok;
}

bool directory_put_place(struct directory *d, struct place *p, struct err *err)
{
	struct bytes fields;
	bool same;

	if (!directory_find_row(d, SQL_PLACE_BY_KEY, place_get(p, PLACE_KEY), &p->id, err))
		return false;
	if (!p->id)
		return directory_add_place(d, p, err);
	if (!can_put(d, place_get(p, PLACE_KEY), err) || !check_degrees(p, err) || !directory_pack_place(d, p, &fields, err) ||
	    !is_there(d, sql_is_place, p->id, 0, fields, &same, err) ||
	    (!same && !rewrite_place(d, p, err)))
		return false;
	idset_add(&d->put_places, (uint64_t)p->id);
	directory_name_place(d, p);
	return true;
}

/* ---- offers ---- */

static const char sql_add_offer[] =
	"INSERT INTO offer (origin_id, key_hash, fields, place_id) VALUES (?1, ?2, ?3, ?5)";
static const char sql_put_offer[] =
	"UPDATE offer SET origin_id = ?1, key_hash = ?2, fields = ?3, place_id = ?5 WHERE id = ?4";
static const char sql_is_offer[] =
	"SELECT 1 FROM offer WHERE id = ?1 AND origin_id = ?2 AND fields = ?3 AND place_id = ?4";

/* The key of the row of its place, into d->place_key. */
static bool name_place_of(struct directory *d, const struct offer *o, struct err *err)
{
	struct place p;
	bool ok;

	if (d->named_place && d->named_place == o->place_id)
		return true;
	place_init(&p);
	ok = directory_place(d, o->place_id, &p, err);
	if (ok)
		directory_name_place(d, &p);
	place_clear(&p);
	return ok;
}

bool directory_pack_offer(struct directory *d, const struct offer *o, struct bytes *out,
			  struct err *err)
{
	str_clear(&d->packed);
	if (!name_place_of(d, o, err) ||
	    !record_pack_offer(d, &d->packed, o->f, d->place_key.s, err))
		return false;
	*out = (struct bytes){ d->packed.s, d->packed.len };
	return true;
}

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

/* NULL when it is found by that of its place, d->place_key. */
static const char *own_key(const struct directory *d, const struct offer *o)
{
	const char *key = offer_get(o, OFFER_KEY);

	return record_key_is_tail(key, d->place_key.s) ? NULL : key;
}

bool directory_add_offer(struct directory *d, struct offer *o, struct err *err)
{
	struct bytes fields;

	if (!can_put(d, offer_get(o, OFFER_KEY), err) || !directory_pack_offer(d, o, &fields, err) ||
	    !put_row(d, sql_add_offer, 0, o->place_id, own_key(d, o), fields, err))
		return false;
	d->bare = false;
	o->id = db_last_id(&d->db);
	filter_note(&d->offer_keys, record_hash(offer_get(o, OFFER_KEY)));
	idset_add(&d->put_offers, (uint64_t)o->id);
	return each_source_id(d, sql_add_offer_source, offer_get(o, OFFER_SOURCE_IDS), o->id, err);
}

static bool rewrite_offer(struct directory *d, const struct offer *o, struct err *err)
{
	struct offer old;
	struct bytes fields;
	bool ok;

	offer_init(&old);
	ok = directory_offer(d, o->id, &old, err) &&
	     each_source_id(d, sql_drop_offer_source, offer_get(&old, OFFER_SOURCE_IDS), o->id, err) &&
	     directory_pack_offer(d, o, &fields, err) &&
	     put_row(d, sql_put_offer, o->id, o->place_id, own_key(d, o), fields, err) &&
	     each_source_id(d, sql_add_offer_source, offer_get(o, OFFER_SOURCE_IDS), o->id, err);
	offer_clear(&old);
	return ok;
}

bool directory_put_offer(struct directory *d, struct offer *o, struct err *err)
{
	struct bytes fields;
	bool same;

	if (!find_place_of(d, o, err) ||
	    !directory_find_row(d, SQL_OFFER_BY_KEY, offer_get(o, OFFER_KEY), &o->id, err))
		return false;
	if (!o->id)
		return directory_add_offer(d, o, err);
	if (!can_put(d, offer_get(o, OFFER_KEY), err) || !directory_pack_offer(d, o, &fields, err) ||
	    !is_there(d, sql_is_offer, o->id, o->place_id, fields, &same, err) ||
	    (!same && !rewrite_offer(d, o, err)))
		return false;
	idset_add(&d->put_offers, (uint64_t)o->id);
	return true;
}

/* ---- what the origin no longer has ---- */

static const char sql_stale_offers[] =
	"SELECT id FROM offer WHERE origin_id = ?1 AND NOT was_put_offer(id)";

static const char sql_stale_places[] =
	"SELECT id FROM place\n"
	"WHERE origin_id = ?1\n"
	"AND NOT was_put_place(id)\n"
	"AND NOT EXISTS (SELECT 1 FROM offer WHERE offer.place_id = place.id)";

static bool drop_row(struct directory *d, const char *sql, int64_t id, struct err *err)
{
	struct query q;

	directory_shared_freed(d);
	db_query(&q, &d->db, sql);
	q_int(&q, 1, id);
	return q_run(&q, err);
}

static bool drop_offer(struct directory *d, int64_t id, struct err *err)
{
	struct offer o;
	bool ok;

	offer_init(&o);
	ok = directory_offer(d, id, &o, err) &&
	     each_source_id(d, sql_drop_offer_source, offer_get(&o, OFFER_SOURCE_IDS), id, err) &&
	     drop_row(d, "DELETE FROM offer WHERE id = ?1", id, err);
	offer_clear(&o);
	return ok;
}

static bool drop_place(struct directory *d, int64_t id, struct err *err)
{
	struct place p;
	bool ok;

	place_init(&p);
	ok = directory_place(d, id, &p, err) &&
	     each_source_id(d, sql_drop_place_source, place_get(&p, PLACE_SOURCE_IDS), id, err) &&
	     drop_row(d, "DELETE FROM place WHERE id = ?1", id, err);
	place_clear(&p);
	return ok;
}

/* First which, then one by one: a query does not meet what is deleted under it. */
static bool drop_all(struct directory *d, const char *sql,
		     bool (*drop)(struct directory *, int64_t, struct err *), struct err *err)
{
	int64_t *ids = NULL;
	size_t n = 0, cap = 0;
	struct query q;
	bool ok;

	db_query(&q, &d->db, sql);
	q_int(&q, 1, d->origin_id);
	while (q_next(&q)) {
		ids = mem_grow(ids, n, &cap, sizeof *ids);
		ids[n++] = q_col_int(&q, 0);
	}
	ok = q_end(&q, err);
	for (size_t i = 0; ok && i < n; i++)
		ok = drop(d, ids[i], err);
	free(ids);
	return ok;
}

bool directory_drop_stale(struct directory *d, struct err *err)
{
	d->named_place = d->seen_place.id = d->seen_offer.id = 0;
	return directory_in_transaction(d, err) && drop_all(d, sql_stale_offers, drop_offer, err) &&
	       drop_all(d, sql_stale_places, drop_place, err) && directory_shared_sweep(d, err);
}
