#include "aiguillage/directory_overlay.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/store/directory_impl.h"

/* ---- the values, in memory during a transaction: loaders ask for each of their rows ---- */

static int compare(const struct local_value *v, enum overlay_kind kind, const char *key, int field)
{
	int c;

	if (v->kind != kind)
		return v->kind < kind ? -1 : 1;
	c = strcmp(v->key, key);
	return c ? c : v->field - field;
}

static int by_key(const void *a, const void *b)
{
	const struct local_value *y = b;

	return compare(a, y->kind, y->key, y->field);
}

static void free_value(struct local_value *v)
{
	free(v->key);
	free(v->value);
	free(v->source);
}

void directory_local_unload(struct directory *d)
{
	for (size_t i = 0; i < d->local.n; i++)
		free_value(&d->local.v[i]);
	free(d->local.v);
	d->local = (struct local_values){ 0 };
}

static enum overlay_kind kind_of(struct query *q, int column)
{
	return strcmp(q_col_text(q, column), overlay_kind_name(OVERLAY_OFFER)) == 0 ?
		       OVERLAY_OFFER : OVERLAY_PLACE;
}

static bool load(struct directory *d, struct err *err)
{
	struct local_values *l = &d->local;
	struct query q;

	if (l->loaded)
		return true;
	if (!directory_in_transaction(d, err))
		return false;
	db_query(&q, &d->db, "SELECT kind, key, field, value, source FROM local_value");
	while (q_next(&q)) {
		enum overlay_kind kind = kind_of(&q, 0);
		int field = overlay_field_find(kind, q_col_text(&q, 2));

		if (field < 0)
			continue;
		l->v = mem_grow(l->v, l->n, &l->cap, sizeof *l->v);
		l->v[l->n++] = (struct local_value){
			.kind = kind, .key = text_cleaned(q_col_text(&q, 1), TEXT_ONE_LINE),
			.field = field,
			.value = text_cleaned(q_col_text(&q, 3), TEXT_MANY_LINES),
			.source = text_cleaned(q_col_text(&q, 4), TEXT_MANY_LINES),
		};
	}
	l->loaded = q_end(&q, err);
	if (!l->loaded)
		directory_local_unload(d);
	else if (l->n)
		qsort(l->v, l->n, sizeof *l->v, by_key);
	return l->loaded;
}

/* Position of the first that is not before. */
static size_t lower(const struct local_values *l, enum overlay_kind kind, const char *key,
		    int field)
{
	size_t lo = 0, hi = l->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (compare(&l->v[mid], kind, key, field) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

bool directory_local_all(struct directory *d, const struct local_value **v, size_t *n,
			 struct err *err)
{
	if (!load(d, err))
		return false;
	*v = d->local.v;
	*n = d->local.n;
	return true;
}

bool directory_local_of(struct directory *d, enum overlay_kind kind, const char *key,
			const struct local_value **v, size_t *n, struct err *err)
{
	const struct local_values *l = &d->local;
	size_t first, end;

	*n = 0;
	if (!load(d, err))
		return false;
	first = end = lower(l, kind, key, 0);
	while (end < l->n && l->v[end].kind == kind && strcmp(l->v[end].key, key) == 0)
		end++;
	*v = l->v ? l->v + first : NULL;	/* nothing local yet */
	*n = end - first;
	return true;
}

/* ---- the values, in the base ---- */

static void bind_name(struct query *q, enum overlay_kind kind, const char *key, int field)
{
	size_t n;

	q_text(q, 1, overlay_kind_name(kind));
	q_text(q, 2, key);
	q_text(q, 3, overlay_fields(kind, &n)[field].sql);
}

static const char sql_set_source[] =
	"UPDATE local_value\n"
	"SET source = ?4\n"
	"WHERE kind = ?1 AND key = ?2 AND field = ?3";

bool directory_local_source(struct directory *d, const struct local_value *v, const char *source,
			    struct err *err)
{
	struct local_value *mine = &d->local.v[v - d->local.v];
	char *copy;
	struct query q;

	if (strcmp(v->source, source) == 0)
		return true;
	copy = xstrdup(source);
	free(mine->source);
	mine->source = copy;
	db_query(&q, &d->db, sql_set_source);
	bind_name(&q, v->kind, v->key, v->field);
	q_text(&q, 4, copy);
	return q_run(&q, err);
}

static struct local_value *remember(struct local_values *l, enum overlay_kind kind,
				    const char *key, int field)
{
	size_t at = lower(l, kind, key, field);

	if (at < l->n && compare(&l->v[at], kind, key, field) == 0)
		return &l->v[at];
	l->v = mem_grow(l->v, l->n, &l->cap, sizeof *l->v);
	memmove(&l->v[at + 1], &l->v[at], (l->n++ - at) * sizeof *l->v);
	l->v[at] = (struct local_value){
		.kind = kind, .key = xstrdup(key), .field = field, .source = xstrdup(""),
	};
	return &l->v[at];
}

static const char sql_put_value[] =
	"INSERT INTO local_value (kind, key, field, value, source)\n"
	"VALUES (?1, ?2, ?3, ?4, '')\n"
	"ON CONFLICT (kind, key, field) DO UPDATE\n"
	"SET value = excluded.value";

bool directory_local_put(struct directory *d, enum overlay_kind kind, const char *key, int field,
			 const char *value, struct err *err)
{
	struct local_value *v;
	struct query q;

	if (!load(d, err))
		return false;
	v = remember(&d->local, kind, key, field);
	free(v->value);
	v->value = xstrdup(value);
	directory_shared_ours(d, value);
	db_query(&q, &d->db, sql_put_value);
	bind_name(&q, kind, key, field);
	q_text(&q, 4, value);
	return q_run(&q, err);
}

static const char sql_drop_value[] =
	"DELETE FROM local_value WHERE kind = ?1 AND key = ?2 AND field = ?3";

bool directory_local_drop(struct directory *d, enum overlay_kind kind, const char *key, int field,
			  struct err *err)
{
	struct local_values *l = &d->local;
	struct query q;
	size_t at;

	if (!load(d, err))
		return false;
	db_query(&q, &d->db, sql_drop_value);
	bind_name(&q, kind, key, field);
	if (!q_run(&q, err))
		return false;
	at = lower(l, kind, key, field);
	if (at == l->n || compare(&l->v[at], kind, key, field) != 0)
		return true;
	free_value(&l->v[at]);
	l->n--;
	memmove(&l->v[at], &l->v[at + 1], (l->n - at) * sizeof *l->v);
	return true;
}

static const char sql_says[] =
	"SELECT source FROM local_value WHERE kind = ?1 AND key = ?2 AND field = ?3";

char *directory_local_says(struct directory *d, enum overlay_kind kind, const char *key, int field)
{
	char *source = NULL;
	struct query q;

	db_query(&q, &d->db, sql_says);
	bind_name(&q, kind, key, field);
	if (q_next(&q))
		source = text_cleaned(q_col_text(&q, 0), TEXT_MANY_LINES);
	q_end(&q, NULL);
	return source;
}

/* ---- marks ---- */

static const char sql_marks[] =
	"SELECT kind, key, mark, day\n"
	"FROM local_mark\n"
	"ORDER BY kind = 'offer', key, mark";

bool directory_local_marks(struct directory *d, struct local_mark **m, size_t *n, struct err *err)
{
	size_t cap = 0;
	struct query q;

	*m = NULL;
	*n = 0;
	db_query(&q, &d->db, sql_marks);
	while (q_next(&q)) {
		int mark = overlay_mark_find(q_col_text(&q, 2)), day;

		if (mark < 0 || !date_parse_day(q_col_text(&q, 3), &day))
			continue;
		*m = mem_grow(*m, *n, &cap, sizeof **m);
		(*m)[(*n)++] = (struct local_mark){
			.kind = kind_of(&q, 0),
			.key = text_cleaned(q_col_text(&q, 1), TEXT_ONE_LINE),
			.mark = (enum overlay_mark)mark, .day = day,
		};
	}
	if (q_end(&q, err))
		return true;
	directory_local_marks_free(*m, *n);
	*m = NULL;
	*n = 0;
	return false;
}

void directory_local_marks_free(struct local_mark *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(m[i].key);
	free(m);
}

bool directory_local_clear_marks(struct directory *d, struct err *err)
{
	return directory_in_transaction(d, err) && db_exec(&d->db, "DELETE FROM local_mark", err);
}

static const char sql_put_mark[] =
	"INSERT OR REPLACE INTO local_mark (kind, key, mark, day) VALUES (?1, ?2, ?3, ?4)";

bool directory_local_put_mark(struct directory *d, enum overlay_kind kind, const char *key,
			      enum overlay_mark mark, int day, struct err *err)
{
	char iso[DATE_MOMENT_LEN];
	struct query q;

	if (!directory_in_transaction(d, err))
		return false;
	date_format_day(iso, day);
	db_query(&q, &d->db, sql_put_mark);
	q_text(&q, 1, overlay_kind_name(kind));
	q_text(&q, 2, key);
	q_text(&q, 3, overlay_mark_name(mark));
	q_text(&q, 4, iso);
	return q_run(&q, err);
}

/* ---- rows ---- */

static bool take_origin(struct directory *d, const char *sql, int64_t row, struct err *err)
{
	struct query q;

	db_query(&q, &d->db, sql);
	q_int(&q, 1, row);
	if (q_next(&q))
		d->origin_id = q_col_int(&q, 0);
	return q_end(&q, err);
}

bool directory_restate_place(struct directory *d, struct place *p, struct err *err)
{
	int64_t origin = d->origin_id;
	bool ok = take_origin(d, "SELECT origin_id FROM place WHERE id = ?1", p->id, err) &&
		  directory_put_place(d, p, err);

	d->origin_id = origin;
	return ok;
}

bool directory_restate_offer(struct directory *d, struct offer *o, struct err *err)
{
	int64_t origin = d->origin_id;
	bool ok = take_origin(d, "SELECT origin_id FROM offer WHERE id = ?1", o->id, err) &&
		  directory_put_offer(d, o, err);

	d->origin_id = origin;
	return ok;
}

bool directory_has_origin(struct directory *d, const char *name, bool *has, struct err *err)
{
	struct query q;

	db_query(&q, &d->db, "SELECT 1 FROM origin WHERE name = ?1");
	q_text(&q, 1, name);
	*has = q_next(&q);
	return q_end(&q, err);
}

static const char sql_each_place[] =
	"SELECT " PLACE_COLUMNS ", ?1 = '' OR origin.name = ?1\n"
	"FROM place\n"
	"JOIN origin ON origin.id = place.origin_id\n"
	"WHERE ?1 = '' OR origin.name = ?1\n"
	"OR EXISTS (SELECT 1 FROM offer\n"
	"  JOIN origin AS theirs ON theirs.id = offer.origin_id\n"
	"  WHERE offer.place_id = place.id AND theirs.name = ?1)\n"
	"ORDER BY place.id";

/* `insee`: NULL for all of them. */
static bool each_place(struct directory *d, const char *origin, const char *insee,
		       directory_one_place_fn *fn, void *ctx, struct err *err)
{
	struct record r = { .n_used = 0 };
	struct place p;
	struct query q;
	bool ok = true;

	place_init(&p);
	db_query(&q, &d->db, sql_each_place);
	q_text(&q, 1, origin);
	while (ok && q_next(&q)) {
		if (insee && (!directory_lend_place(d, &q, 0, &r) || !r.f[PLACE_INSEE] ||
			      strcmp(r.f[PLACE_INSEE], insee) != 0))
			continue;
		directory_read_place(d, &q, 0, &p);
		ok = fn(ctx, &p, q_col_int(&q, 2) != 0, err);
	}
	record_done(&r);
	place_clear(&p);
	return q_end(&q, err) && ok;
}

bool directory_each_place(struct directory *d, const char *origin, directory_one_place_fn *fn,
			  void *ctx, struct err *err)
{
	return each_place(d, origin, NULL, fn, ctx, err);
}

bool directory_each_place_in(struct directory *d, const char *insee, directory_one_place_fn *fn,
			     void *ctx, struct err *err)
{
	return each_place(d, NULL, insee, fn, ctx, err);
}

static const char sql_offers_from[] =
	"SELECT " OFFER_COLUMNS "\n"
	"FROM offer\n"
	"JOIN place ON place.id = offer.place_id\n"
	"JOIN origin ON origin.id = offer.origin_id\n"
	"WHERE offer.place_id = ?1 AND origin.name = ?2";

bool directory_offers_from(struct directory *d, const char *origin, int64_t place_id,
			   int64_t **ids, size_t *n, struct err *err)
{
	struct query q;

	if (!origin)
		return directory_offers_of(d, place_id, ids, n, err);
	db_query(&q, &d->db, sql_offers_from);
	q_int(&q, 1, place_id);
	q_text(&q, 2, origin);
	return directory_take_offers(d, &q, ids, n, err);
}

bool directory_row_of(struct directory *d, enum overlay_kind kind, const char *key, int64_t *id,
		      struct err *err)
{
	return directory_find_row(d, kind == OVERLAY_PLACE ? SQL_PLACE_BY_KEY : SQL_OFFER_BY_KEY,
				  key, id, err);
}
