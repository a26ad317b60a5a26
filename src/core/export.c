#include "aiguillage/export.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/directory_overlay.h"
#include "aiguillage/intern.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"
#include "src/core/export_impl.h"

#define NAMED 5			/* places named among those that are incomplete */

/* What the counsellor said of a record, as far as an export cares. */
struct spoken {
	char *key;
	bool gone;
	int day;		/* last time it was corrected or checked; 0: never */
};

struct export {
	struct session *s;
	const char *origin;	/* the only source wanted, or NULL */
	export_write_fn *fn;
	void *ctx;
	struct export_report *r;
	struct spoken *spoken[OVERLAY_KINDS];	/* sorted by key */
	size_t n[OVERLAY_KINDS], cap[OVERLAY_KINDS];
	struct intern wanted;	/* keys of places, for EXPORT_LOCAL */
	struct intern ids;	/* already given */
	struct export_row row;
	struct str line;
};

void export_report_init(struct export_report *r)
{
	*r = (struct export_report){ 0 };
	str_init(&r->missing);
}

void export_report_done(struct export_report *r)
{
	str_done(&r->missing);
}

/* ---- local knowledge ---- */

static int last_day(const struct overlay *o)
{
	int day = o->added ? o->added_day : 0;

	for (size_t i = 0; i < o->n; i++)
		if (o->corrections[i].made > day)
			day = o->corrections[i].made;
	if (o->mark[MARK_CHECKED] && o->mark_day[MARK_CHECKED] > day)
		day = o->mark_day[MARK_CHECKED];
	return day;
}

static void want(struct export *x, const char *key)
{
	intern_add(&x->wanted, key, strlen(key));
}

static bool want_place_of(struct export *x, const char *offer, struct err *err)
{
	struct directory *d = x->s->directory;
	struct err mine = ERR_INIT;
	int64_t id = directory_offer_by_key(d, offer, &mine);
	struct place p;
	struct offer o;

	offer_init(&o);
	place_init(&p);
	if (id && directory_offer(d, id, &o, &mine) && directory_place(d, o.place_id, &p, &mine))
		want(x, place_get(&p, PLACE_KEY));
	place_clear(&p);
	offer_clear(&o);
	return !mine.kind || err_set(err, mine.kind, "%s", mine.msg);
}

static bool note_spoken(void *ctx, const struct overlay_item *item, struct err *err)
{
	struct export *x = ctx;
	enum overlay_kind k = item->kind;
	int day = last_day(item->o);

	x->spoken[k] = mem_grow(x->spoken[k], x->n[k], &x->cap[k], sizeof *x->spoken[k]);
	x->spoken[k][x->n[k]++] =
		(struct spoken){ xstrdup(item->key), item->o->mark[MARK_GONE], day };
	if (!day)
		return true;	/* a note, a closing: nothing to tell others */
	if (k == OVERLAY_OFFER)
		return want_place_of(x, item->key, err);
	want(x, item->key);
	return true;
}

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct spoken *)a)->key, ((const struct spoken *)b)->key);
}

static const struct spoken *find_spoken(const struct export *x, enum overlay_kind kind,
					const char *key)
{
	struct spoken wanted = { .key = (char *)key };

	return x->n[kind] ? bsearch(&wanted, x->spoken[kind], x->n[kind], sizeof wanted, by_key)
			  : NULL;
}

static bool read_spoken(struct export *x, struct err *err)
{
	if (!overlay_each(x->s, note_spoken, x, err))
		return false;
	for (int k = 0; k < OVERLAY_KINDS; k++)
		if (x->n[k])
			qsort(x->spoken[k], x->n[k], sizeof *x->spoken[k], by_key);
	return true;
}

/* ---- one place ---- */

static bool is_gone(const struct export *x, enum overlay_kind kind, const char *key, int *day)
{
	const struct spoken *s = find_spoken(x, kind, key);

	if (s && s->day > *day)
		*day = s->day;
	return s && s->gone;
}

/* The offers that may be proposed; *all counts the others too. */
static bool read_offers(struct export *x, int64_t place, struct offer **offers, size_t *n,
			size_t *all, struct err *err)
{
	struct directory *d = x->s->directory;
	int64_t *ids = NULL;
	bool ok = directory_offers_from(d, x->origin, place, &ids, all, err);

	*n = 0;
	*offers = xcalloc(*all + 1, sizeof **offers);
	for (size_t i = 0; ok && i < *all; i++) {
		struct offer *o = &(*offers)[*n];

		offer_init(o);
		ok = directory_offer(d, ids[i], o, err);
		if (ok && status_proposable(offer_get(o, OFFER_STATUS)) &&
		    !is_gone(x, OVERLAY_OFFER, offer_get(o, OFFER_KEY), &x->row.day))
			(*n)++;
		else
			offer_clear(o);
	}
	free(ids);
	return ok;
}

static void note_missing(struct export *x, const struct place *p, const char *column)
{
	if (x->r->incomplete++ < NAMED)
		str_addf(&x->r->missing, "%s (%s) : %s\n", place_get(p, PLACE_NAME),
			 place_get(p, PLACE_KEY), column);
}

/* Two places may bear the same identifiers: the second goes under its own key. */
static void make_unique(struct export *x, const struct place *p)
{
	struct str *id = &x->row.cells[EXPORT_ID];
	size_t before = x->ids.n;

	if (intern_add(&x->ids, id->s, id->len) == before)
		return;
	str_clear(id);
	str_add(id, place_get(p, PLACE_KEY));
	intern_add(&x->ids, id->s, id->len);
}

static bool write_row(struct export *x, const struct offer *offers, size_t n, struct err *err)
{
	const struct place *p = x->row.place;
	const char *missing;

	x->row.offers = offers;
	x->row.n = n;
	missing = export_row_fill(&x->row);
	if (missing) {
		note_missing(x, p, missing);
		return true;
	}
	make_unique(x, p);
	str_clear(&x->line);
	export_row_write(&x->row, &x->line);
	x->r->written++;
	return x->fn(x->ctx, &x->line, err);
}

static bool export_place(void *ctx, const struct place *p, bool own, struct err *err)
{
	struct export *x = ctx;
	struct offer *offers;
	size_t n, all;
	bool gone, ok;

	x->row.day = 0;
	gone = is_gone(x, OVERLAY_PLACE, place_get(p, PLACE_KEY), &x->row.day);
	ok = read_offers(x, p->id, &offers, &n, &all, err);
	gone |= !status_proposable(place_get(p, PLACE_STATUS)) || (all && !n);
	x->row.place = p;
	x->row.attached = !own;
	if (ok && gone)
		x->r->gone++;
	else if (ok && own)
		ok = write_row(x, offers, n, err);
	for (size_t i = 0; ok && !gone && !own && i < n; i++)
		ok = write_row(x, &offers[i], 1, err);	/* each was a record of its source */
	for (size_t i = 0; i < n; i++)
		offer_clear(&offers[i]);
	free(offers);
	return ok;
}

/* ---- all of them ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool export_local(struct export *x, struct err *err)
{
	const char **keys = xcalloc(x->wanted.n + 1, sizeof *keys);
	struct directory *d = x->s->directory;
	struct err mine = ERR_INIT;
	struct place p;
	bool ok = true;

	for (size_t i = 0; i < x->wanted.n; i++)
		keys[i] = intern_get(&x->wanted, (uint32_t)i);
	qsort(keys, x->wanted.n, sizeof *keys, by_name);
	place_init(&p);
	for (size_t i = 0; ok && i < x->wanted.n; i++) {
		int64_t id = directory_place_by_key(d, keys[i], &mine);

		if (id && directory_place(d, id, &p, &mine))
			ok = export_place(x, &p, true, err);
	}
	place_clear(&p);
	free(keys);
	return ok && (!mine.kind || err_set(err, mine.kind, "%s", mine.msg));
}

static bool export_origin(struct export *x, const char *origin, struct err *err)
{
	bool known;

	if (!origin)
		return directory_each_place(x->s->directory, NULL, export_place, x, err);
	if (!directory_has_origin(x->s->directory, origin, &known, err))
		return false;
	if (!known)
		return err_set(err, ERR_NOT_FOUND,
			       "Aucune source ne s’appelle « %.60s ». « aiguillage "
			       "etat » donne leur liste ; « locale » : vos ajouts et corrections, "
			       "« toutes » : tout",
			       origin);
	x->origin = origin;
	return directory_each_place(x->s->directory, origin, export_place, x, err);
}

static bool run(struct export *x, const char *source, struct err *err)
{
	if (!read_spoken(x, err))
		return false;
	export_header(&x->line);
	if (!x->fn(x->ctx, &x->line, err))
		return false;
	if (strcmp(source, EXPORT_LOCAL) == 0)
		return export_local(x, err);
	return export_origin(x, strcmp(source, EXPORT_ALL) == 0 ? NULL : source, err);
}

bool export_places(struct session *s, const struct export_options *o, export_write_fn *fn,
		   void *ctx, struct export_report *r, struct err *err)
{
	struct export x = { .s = s, .fn = fn, .ctx = ctx, .r = r };
	bool ok;

	intern_init(&x.wanted);
	intern_init(&x.ids);
	str_init(&x.line);
	export_row_init(&x.row, s);
	ok = run(&x, o->source, err);
	for (int k = 0; k < OVERLAY_KINDS; k++) {
		for (size_t i = 0; i < x.n[k]; i++)
			free(x.spoken[k][i].key);
		free(x.spoken[k]);
	}
	intern_done(&x.wanted);
	intern_done(&x.ids);
	str_done(&x.line);
	export_row_done(&x.row);
	return ok;
}
