/* A place or an offer, and the corrections that stand between its source and it. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/vocab.h"
#include "src/core/overlay_impl.h"

void row_init(struct row *r, enum overlay_kind kind)
{
	r->kind = kind;
	place_init(&r->place);
	offer_init(&r->offer);
}

void row_done(struct row *r)
{
	place_clear(&r->place);
	offer_clear(&r->offer);
}

int64_t row_id(const struct row *r)
{
	return r->kind == OVERLAY_PLACE ? r->place.id : r->offer.id;
}

const char *row_get(const struct row *r, int field)
{
	return r->kind == OVERLAY_PLACE ? place_get(&r->place, (enum place_field)field) :
					  offer_get(&r->offer, (enum offer_field)field);
}

void row_set(struct row *r, int field, const char *value)
{
	if (r->kind == OVERLAY_PLACE)
		place_set(&r->place, (enum place_field)field, value);
	else
		offer_set(&r->offer, (enum offer_field)field, value);
}

const char *row_key(const struct row *r)
{
	return row_get(r, r->kind == OVERLAY_PLACE ? (int)PLACE_KEY : (int)OFFER_KEY);
}

const char *row_source_ids(const struct row *r)
{
	return row_get(r, r->kind == OVERLAY_PLACE ? (int)PLACE_SOURCE_IDS : (int)OFFER_SOURCE_IDS);
}

const char *row_name(const struct row *r)
{
	return row_get(r, r->kind == OVERLAY_PLACE ? (int)PLACE_NAME : (int)OFFER_NAME);
}

bool row_find(struct directory *d, enum overlay_kind kind, const char *key, struct row *r,
	      struct err *err)
{
	struct err mine = ERR_INIT;
	int64_t id = kind == OVERLAY_PLACE ? directory_place_by_key(d, key, &mine) :
					     directory_offer_by_key(d, key, &mine);

	row_done(r);
	row_init(r, kind);
	if (id && kind == OVERLAY_PLACE)
		directory_place(d, id, &r->place, &mine);
	else if (id)
		directory_offer(d, id, &r->offer, &mine);
	return !mine.kind || err_set(err, mine.kind, "%s", mine.msg);
}

bool row_restate(struct directory *d, struct row *r, struct err *err)
{
	return r->kind == OVERLAY_PLACE ? directory_restate_place(d, &r->place, err) :
					  directory_restate_offer(d, &r->offer, err);
}

/* ---- the corrections of a row ---- */

/* Under its own key, then under the keys of the records that it absorbed. */
struct walk {
	struct directory *d;
	const struct row *r;
	struct list_walk ids;
	struct str id;
	bool begun;
	const struct local_value *v;
	size_t n;
};

static void walk_init(struct walk *w, struct directory *d, const struct row *r)
{
	*w = (struct walk){ .d = d, .r = r, .ids = { .rest = row_source_ids(r) } };
	str_init(&w->id);
}

/* An absorbed key that is a row of its own again means that row. */
static bool check_absorbed(struct walk *w, struct err *err)
{
	int64_t other;

	if (!directory_row_of(w->d, w->r->kind, w->id.s, &other, err))
		return false;
	if (other)
		w->n = 0;
	return true;
}

/* The corrections of the next key; *more is false at the end. */
static bool walk_next(struct walk *w, bool *more, struct err *err)
{
	*more = true;
	if (!w->begun) {
		w->begun = true;
		return directory_local_of(w->d, w->r->kind, row_key(w->r), &w->v, &w->n, err);
	}
	while (list_next(&w->ids, &w->id)) {
		if (!directory_local_of(w->d, w->r->kind, w->id.s, &w->v, &w->n, err) ||
		    (w->n && !check_absorbed(w, err)))
			return false;
		if (w->n)
			return true;
	}
	*more = false;
	return true;
}

static bool is_degrees(const char *s, double limit)
{
	size_t digits = strspn(s + (*s == '-'), "0123456789");
	char *end;
	double v = strtod(s, &end);

	return digits && digits < 5 && !*end && !s[strspn(s, "-.0123456789")] && v >= -limit &&
	       v <= limit;
}

/* The journal may have been written by another hand than ours: the directory would refuse that. */
void row_check_position(struct row *r)
{
	const char *lat = place_get(&r->place, PLACE_LAT), *lon = place_get(&r->place, PLACE_LON);

	if (r->kind != OVERLAY_PLACE || (!*lat && !*lon) ||
	    (is_degrees(lat, 90) && is_degrees(lon, 180)))
		return;
	place_set(&r->place, PLACE_LAT, "");
	place_set(&r->place, PLACE_LON, "");
}

static bool note_sources(struct directory *d, const struct row *r, struct walk *w,
			 struct err *err)
{
	for (size_t i = 0; i < w->n; i++)
		if (!directory_local_source(d, &w->v[i], row_get(r, w->v[i].field), err))
			return false;
	return true;
}

/* The first key that corrects a field wins. */
static void lay_over(struct row *r, const struct walk *w, bool *done)
{
	for (size_t i = 0; i < w->n; i++) {
		if (!done[w->v[i].field])
			row_set(r, w->v[i].field, w->v[i].value);
		done[w->v[i].field] = true;
	}
}

bool row_apply(struct directory *d, struct row *r, struct err *err)
{
	bool done[OVERLAY_FIELDS] = { false }, more, ok;
	struct walk w;

	walk_init(&w, d, r);
	while ((ok = walk_next(&w, &more, err) && (!more || note_sources(d, r, &w, err))) && more)
		;
	str_done(&w.id);
	walk_init(&w, d, r);
	while (ok && (ok = walk_next(&w, &more, err)) && more)
		lay_over(r, &w, done);
	str_done(&w.id);
	row_check_position(r);
	return ok;
}

bool row_source(struct directory *d, struct row *r, struct err *err)
{
	bool more, ok;
	struct walk w;

	walk_init(&w, d, r);
	while ((ok = walk_next(&w, &more, err)) && more)
		for (size_t i = 0; i < w.n; i++)
			row_set(r, w.v[i].field, w.v[i].source);
	str_done(&w.id);
	return ok;
}

/* ---- for loaders ---- */

typedef bool row_fn(struct directory *d, struct row *r, struct err *err);

static bool on_place(row_fn *fn, struct directory *d, struct place *p, struct err *err)
{
	const struct local_value *v;
	struct row r;
	size_t n;
	bool ok = directory_local_all(d, &v, &n, err);

	if (!ok || !n)
		return ok;
	row_init(&r, OVERLAY_PLACE);
	r.place = *p;
	ok = fn(d, &r, err);
	*p = r.place;
	return ok;
}

static bool on_offer(row_fn *fn, struct directory *d, struct offer *o, struct err *err)
{
	const struct local_value *v;
	struct row r;
	size_t n;
	bool ok = directory_local_all(d, &v, &n, err);

	if (!ok || !n)
		return ok;
	row_init(&r, OVERLAY_OFFER);
	r.offer = *o;
	ok = fn(d, &r, err);
	*o = r.offer;
	return ok;
}

bool overlay_apply_place(struct directory *d, struct place *p, struct err *err)
{
	return on_place(row_apply, d, p, err);
}

bool overlay_apply_offer(struct directory *d, struct offer *o, struct err *err)
{
	return on_offer(row_apply, d, o, err);
}

bool overlay_source_place(struct directory *d, struct place *p, struct err *err)
{
	return on_place(row_source, d, p, err);
}

bool overlay_source_offer(struct directory *d, struct offer *o, struct err *err)
{
	return on_offer(row_source, d, o, err);
}

bool overlay_corrects_place(struct directory *d, const struct place *p, bool *is, struct err *err)
{
	const struct local_value *v;
	size_t n;

	if (!directory_local_of(d, OVERLAY_PLACE, place_get(p, PLACE_KEY), &v, &n, err))
		return false;
	*is = n != 0;
	return true;
}

/* ---- places that became one ---- */

/* The correction of that field under another key than the one of `v`, or NULL. */
static bool corrected_elsewhere(struct directory *d, const struct row *r,
				const struct local_value *v, const struct local_value **found,
				struct err *err)
{
	struct walk w;
	bool more, ok;

	*found = NULL;
	walk_init(&w, d, r);
	while ((ok = walk_next(&w, &more, err)) && more && !*found)
		for (size_t i = 0; i < w.n; i++)
			if (w.v[i].field == v->field && strcmp(w.v[i].key, v->key) != 0)
				*found = &w.v[i];
	str_done(&w.id);
	return ok;
}

static bool absorb_values(struct directory *d, struct row *r, const struct walk *w,
			  struct err *err)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct local_value *v = &w->v[i], *other;

		if (!corrected_elsewhere(d, r, v, &other, err))
			return false;
		if (other ? !directory_local_source(d, v, other->source, err) :
			    strcmp(row_get(r, v->field), v->value) != 0 &&
				    !directory_local_source(d, v, row_get(r, v->field), err))
			return false;
		if (!other)
			row_set(r, v->field, v->value);
	}
	return true;
}

bool overlay_absorb_place(struct directory *d, int64_t id, struct err *err)
{
	struct walk w;
	struct row r;
	bool more, ok;

	row_init(&r, OVERLAY_PLACE);
	ok = directory_place(d, id, &r.place, err);
	walk_init(&w, d, &r);
	ok = ok && walk_next(&w, &more, err);	/* its own key */
	while (ok && (ok = walk_next(&w, &more, err)) && more)
		ok = absorb_values(d, &r, &w, err);
	str_done(&w.id);
	row_check_position(&r);
	ok = ok && directory_restate_place(d, &r.place, err);
	row_done(&r);
	return ok;
}
