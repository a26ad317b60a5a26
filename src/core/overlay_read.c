/* What is known locally of one record, and of all. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/vocab.h"
#include "src/core/overlay_impl.h"

/* ---- one ---- */

bool correction_conflicts(const struct correction *c)
{
	return !overlay_same_value(c->field, c->source_value, c->source_then) &&
	       !overlay_same_value(c->field, c->source_value, c->value);
}

void overlay_done(struct overlay *o)
{
	for (size_t i = 0; i < o->n; i++) {
		free(o->corrections[i].value);
		free(o->corrections[i].source_then);
		free(o->corrections[i].source_value);
	}
	free(o->corrections);
	free(o->note);
	*o = (struct overlay){ 0 };
}

static int by_field(const void *a, const void *b)
{
	const struct correction *x = a, *y = b;

	return (x->field > y->field) - (x->field < y->field);
}

static void fill(struct session *s, const struct overlay_record *r, bool vanished,
		 struct overlay *o)
{
	size_t n;
	const struct field *fields = overlay_fields(r->kind, &n);

	o->vanished = vanished && !overlay_record_empty(r);
	o->added = r->added;
	o->added_day = r->made;
	o->corrections = xcalloc(r->n + 1, sizeof *o->corrections);
	for (; o->n < r->n; o->n++) {
		const struct overlay_correction *c = &r->corrections[o->n];
		char *says = NULL;

		if (!vanished)
			says = directory_local_says(s->directory, r->kind, r->key, c->field);

		o->corrections[o->n] = (struct correction){
			.field = &fields[c->field], .value = xstrdup(c->value),
			.source_then = xstrdup(c->source_then),
			.source_value = says ? says : xstrdup(c->source_then), .made = c->made,
		};
	}
	qsort(o->corrections, o->n, sizeof *o->corrections, by_field);
	for (int m = 0; m < OVERLAY_MARKS; m++) {
		/* a closing that is over is history */
		o->mark[m] = r->mark[m] && (m != MARK_CLOSED || r->mark_day[m] >= clock_today());
		o->mark_day[m] = r->mark_day[m];
	}
	o->note_locked = overlay_record_note_locked(r);
	o->note = xstrdup(r->note && !o->note_locked ? r->note : "");
	o->note_day = r->note_day;
}

/* Under its key, and under those that it absorbed. */
static bool read_all(struct session *s, const struct row *row, struct overlay_record *r,
		     struct err *err)
{
	struct list_walk w = { .rest = row_source_ids(row) };
	struct str id;
	bool ok = true;

	str_init(&id);
	while (ok && list_next(&w, &id)) {
		struct overlay_record old;
		int64_t other;

		ok = journal_overlay_read(s->journal, row->kind, id.s, &old, err) &&
		     (!old.made || directory_row_of(s->directory, row->kind, id.s, &other, err));
		if (ok && old.made && !other)
			overlay_record_merge(r, &old);
		overlay_record_done(&old);
	}
	str_done(&id);
	return ok;
}

bool overlay_read(struct session *s, enum overlay_kind kind, const char *key, struct overlay *o,
		  struct err *err)
{
	struct overlay_record r;
	struct row row;
	bool ok;

	*o = (struct overlay){ 0 };
	row_init(&row, kind);
	ok = row_find(s->directory, kind, key, &row, err);
	if (!ok ||
	    !journal_overlay_read(s->journal, kind, row_id(&row) ? row_key(&row) : key, &r, err)) {
		ok = false;
		overlay_record_init(&r, kind, key);
	}
	ok = ok && read_all(s, &row, &r, err);
	fill(s, &r, !row_id(&row), o);
	overlay_record_done(&r);
	row_done(&row);
	return ok;
}

static void say_day(struct str *out, const char *what, int day)
{
	str_add(out, what);
	date_french(out, day, 0, date_of_day(clock_today()).year);
}

bool overlay_mark_say(struct str *out, const struct overlay *o, enum overlay_mark mark)
{
	static const char *const words[OVERLAY_MARKS] = {
		[MARK_CHECKED] = "vérifié par vous le ",
		[MARK_GONE] = "n’existe plus, noté par vous le ",
		[MARK_CLOSED] = "fermé jusqu’au ",
		[MARK_HIDDEN] = "masqué par vous le ",
	};

	if (o->mark[mark])
		say_day(out, words[mark], o->mark_day[mark]);
	return o->mark[mark];
}

/* ---- all ---- */

struct each {
	struct session *s;
	overlay_each_fn *fn;
	void *ctx;
};

static bool tell_record(void *ctx, const struct overlay_record *r, struct err *err)
{
	const struct each *e = ctx;
	struct overlay_item item = { .kind = r->kind };
	int name = r->kind == OVERLAY_PLACE ? (int)PLACE_NAME : (int)OFFER_NAME;
	struct overlay o = { 0 };
	struct row row;
	bool ok;

	if (r->kept && !r->n && !r->note && !memchr(r->mark, true, sizeof r->mark))
		return true;	/* only the place of an added offer */
	row_init(&row, r->kind);
	ok = row_find(e->s->directory, r->kind, r->key, &row, err);
	fill(e->s, r, !row_id(&row), &o);
	item.o = &o;
	item.key = row_id(&row) ? row_key(&row) : r->key;
	item.name = row_id(&row) ? row_name(&row) : overlay_record_get(r, name);
	item.commune = r->kind == OVERLAY_PLACE ?
			       row_id(&row) ? row_get(&row, PLACE_COMMUNE) :
					      overlay_record_get(r, PLACE_COMMUNE) : "";
	for (size_t i = 0; i < o.n; i++)
		item.conflict |= correction_conflicts(&o.corrections[i]);
	ok = ok && e->fn(e->ctx, &item, err);
	overlay_done(&o);
	row_done(&row);
	return ok;
}

bool overlay_each(struct session *s, overlay_each_fn *fn, void *ctx, struct err *err)
{
	struct each e = { s, fn, ctx };
	struct str stamp;
	bool ok;

	str_init(&stamp);
	ok = journal_overlay_each(s->journal, &stamp, tell_record, &e, err);
	str_done(&stamp);
	return ok;
}

static bool count_conflict(void *ctx, const struct overlay_item *item, struct err *err)
{
	(void)err;
	*(size_t *)ctx += item->conflict;
	return true;
}

bool overlay_conflicts(struct session *s, size_t *n, struct err *err)
{
	*n = 0;
	return overlay_each(s, count_conflict, n, err);
}

static bool read_vanished(struct session *s, enum overlay_kind kind, const char *key,
			  struct row *row, struct err *err)
{
	struct overlay_record r;
	bool ok = journal_overlay_read(s->journal, kind, key, &r, err) && r.made;
	size_t n;

	overlay_fields(kind, &n);
	for (size_t f = 0; ok && f < n; f++) {
		struct overlay_correction *c = overlay_record_find(&r, (int)f);

		row_set(row, (int)f, c ? c->value : overlay_record_get(&r, (int)f));
	}
	overlay_record_done(&r);
	return ok;
}

bool overlay_vanished_place(struct session *s, const char *key, struct place *p, struct err *err)
{
	struct row row;
	bool ok;

	row_init(&row, OVERLAY_PLACE);
	ok = read_vanished(s, OVERLAY_PLACE, key, &row, err);
	place_clear(p);
	*p = row.place;
	return ok;
}

bool overlay_vanished_offer(struct session *s, const char *key, struct offer *o, struct err *err)
{
	struct row row;
	bool ok;

	row_init(&row, OVERLAY_OFFER);
	ok = read_vanished(s, OVERLAY_OFFER, key, &row, err);
	offer_clear(o);
	*o = row.offer;
	return ok;
}
