/*
 * Brings annuaire.db in line with the journal, whatever it holds now: the same
 * way after an act, a crash between the two bases, a rebuild, a journal put
 * back from a backup.  One transaction of the directory.
 */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/directory_import.h"
#include "aiguillage/directory_same.h"
#include "aiguillage/journal_same.h"
#include "aiguillage/mem.h"
#include "src/core/overlay_impl.h"
#include "src/core/shipped_impl.h"

#define META_STAMP "local.etat"
#define ORIGIN_TITLE "Vos ajouts"

struct sync {
	struct session *s;
	struct directory *d;
	struct overlay_record *records;	/* of the journal: places first, by key */
	size_t n, cap;
	struct str stamp;
};

static bool keep_record(void *ctx, const struct overlay_record *r, struct err *err)
{
	struct sync *y = ctx;

	(void)err;
	y->records = mem_grow(y->records, y->n, &y->cap, sizeof *y->records);
	overlay_record_copy(&y->records[y->n++], r);
	return true;
}

static const struct overlay_record *find_record(const struct sync *y, enum overlay_kind kind,
						const char *key)
{
	for (size_t i = 0; i < y->n; i++)
		if (y->records[i].kind == kind && strcmp(y->records[i].key, key) == 0)
			return &y->records[i];
	return NULL;
}

/* ---- corrections ---- */

/* Does the directory hold exactly the corrections of that record? */
static bool in_line(struct sync *y, const struct overlay_record *r, bool *is, struct err *err)
{
	const struct local_value *v;
	size_t n;

	if (!directory_local_of(y->d, r->kind, r->key, &v, &n, err))
		return false;
	*is = n == r->n;
	for (size_t i = 0; *is && i < r->n; i++) {
		const struct local_value *found = NULL;

		for (size_t k = 0; k < n; k++)
			if (v[k].field == r->corrections[i].field)
				found = &v[k];
		*is = found && strcmp(found->value, r->corrections[i].value) == 0;
	}
	return true;
}

static bool drop_values(struct sync *y, const struct overlay_record *r, struct err *err)
{
	const struct local_value *v;
	size_t n;

	for (size_t i = 0;;) {
		if (!directory_local_of(y->d, r->kind, r->key, &v, &n, err))
			return false;
		while (i < n && overlay_record_find((struct overlay_record *)r, v[i].field))
			i++;
		if (i == n)
			return true;
		if (!directory_local_drop(y->d, r->kind, r->key, v[i].field, err))
			return false;
	}
}

static bool put_values(struct sync *y, const struct overlay_record *r, struct err *err)
{
	for (size_t i = 0; i < r->n; i++)
		if (!directory_local_put(y->d, r->kind, r->key, r->corrections[i].field,
					 r->corrections[i].value, err))
			return false;
	return true;
}

/* Back to the source with the old corrections, forth with the new ones. */
static bool correct(struct sync *y, const struct overlay_record *r, struct err *err)
{
	struct row row;
	bool is, ok;

	if (!in_line(y, r, &is, err))
		return false;
	if (is)
		return true;
	row_init(&row, r->kind);
	ok = row_find(y->d, r->kind, r->key, &row, err);
	if (ok && row_id(&row))
		ok = row_source(y->d, &row, err);
	ok = ok && drop_values(y, r, err) && put_values(y, r, err);
	if (ok && row_id(&row))
		ok = row_apply(y->d, &row, err) && row_restate(y->d, &row, err);
	row_done(&row);
	return ok;
}

/* A record of which the directory still holds corrections, and the journal says nothing more. */
static bool uncorrect(struct sync *y, enum overlay_kind kind, const char *key, struct err *err)
{
	struct overlay_record r;
	bool ok;

	overlay_record_init(&r, kind, key);
	ok = correct(y, &r, err);
	overlay_record_done(&r);
	return ok;
}

static bool drop_others(struct sync *y, struct err *err)
{
	const struct local_value *v;
	size_t n;

	for (size_t i = 0;; i++) {
		const struct overlay_record *r;

		if (!directory_local_all(y->d, &v, &n, err))
			return false;
		if (i >= n)
			return true;
		r = find_record(y, v[i].kind, v[i].key);
		if (r && r->n)
			continue;
		if (!uncorrect(y, v[i].kind, v[i].key, err))
			return false;
		i = (size_t)-1;	/* the array is another one */
	}
}

static bool sync_corrections(struct sync *y, struct err *err)
{
	if (!drop_others(y, err))
		return false;
	for (size_t i = 0; i < y->n; i++)
		if (!y->records[i].added && !correct(y, &y->records[i], err))
			return false;
	return true;
}

static bool sync_marks(struct sync *y, struct err *err)
{
	if (!directory_local_clear_marks(y->d, err))
		return false;
	for (size_t i = 0; i < y->n; i++) {
		const struct overlay_record *r = &y->records[i];

		for (int m = 0; m < OVERLAY_MARKS; m++)
			if (r->mark[m] &&
			    !directory_local_put_mark(y->d, r->kind, r->key, (enum overlay_mark)m,
						      r->mark_day[m], err))
				return false;
	}
	return true;
}

static bool copy_same(void *ctx, const char *a, const char *b, enum same_verdict v, struct err *err)
{
	struct sync *y = ctx;
	struct same_pair p = { (char *)a, (char *)b, v == SAME_YES };

	return directory_put_same(y->d, &p, err);
}

static bool sync_same(struct sync *y, struct err *err)
{
	return directory_clear_same(y->d, err) &&
	       journal_same_each(y->s->journal, copy_same, y, err);
}

/* ---- added records ---- */

static bool put_place(struct sync *y, const struct overlay_record *r, struct err *err)
{
	struct row row;
	bool ok;

	row_init(&row, OVERLAY_PLACE);
	for (int f = 0; f < PLACE_FIELD_COUNT; f++)
		row_set(&row, f, overlay_record_get(r, f));
	row_set(&row, PLACE_KEY, r->key);
	ok = row_apply(y->d, &row, err);
	row_check_position(&row);
	ok = ok && directory_put_place(y->d, &row.place, err);
	row_done(&row);
	return ok;
}

/* The place of an added offer; when no source has it any more, as it stood. */
static bool find_place(struct sync *y, const char *key, bool *found, struct err *err)
{
	const struct overlay_record *r = find_record(y, OVERLAY_PLACE, key);
	struct err mine = ERR_INIT;
	int64_t id = directory_place_by_key(y->d, key, &mine);

	*found = id != 0;
	if (mine.kind)
		return err_set(err, mine.kind, "%s", mine.msg);
	if (id) {
		directory_keep_place(y->d, id);
		return true;
	}
	if (!r || !*overlay_record_get(r, PLACE_NAME))
		return true;
	*found = true;
	return put_place(y, r, err);
}

static bool put_offer(struct sync *y, const struct overlay_record *r, struct err *err)
{
	struct offer o;
	bool found, ok;

	if (!find_place(y, overlay_record_get(r, OFFER_PLACE_KEY), &found, err))
		return false;
	if (!found)
		return true;	/* it has to wait for its place */
	offer_init(&o);
	for (int f = 0; f < OFFER_FIELD_COUNT; f++)
		offer_set(&o, (enum offer_field)f, overlay_record_get(r, f));
	offer_set(&o, OFFER_KEY, r->key);
	ok = directory_put_offer(y->d, &o, err);
	offer_clear(&o);
	return ok;
}

static bool any_added(const struct sync *y)
{
	for (size_t i = 0; i < y->n; i++)
		if (y->records[i].added)
			return true;
	return false;
}

static const char *last_day(const struct sync *y)
{
	const char *day = "";

	for (size_t i = 0; i < y->n; i++) {
		const struct overlay_record *r = &y->records[i];
		const char *updated = overlay_record_get(r, r->kind == OVERLAY_PLACE ?
							 (int)PLACE_UPDATED : (int)OFFER_UPDATED);

		if (r->added && strcmp(updated, day) > 0)
			day = updated;
	}
	return day;
}

static bool sync_added(struct sync *y, struct err *err)
{
	bool had;

	if (!directory_has_origin(y->d, OVERLAY_ORIGIN, &had, err))
		return false;
	if (!had && !any_added(y))
		return true;
	if (!directory_set_origin(y->d, OVERLAY_ORIGIN, ORIGIN_TITLE, last_day(y), err))
		return false;
	for (size_t i = 0; i < y->n; i++) {	/* places come first */
		const struct overlay_record *r = &y->records[i];

		if (r->added && !(r->kind == OVERLAY_PLACE ? put_place(y, r, err) :
							     put_offer(y, r, err)))
			return false;
	}
	return directory_drop_stale(y->d, err);
}

/* ---- the whole ---- */

static bool follow(struct sync *y, struct err *err)
{
	return sync_added(y, err) && sync_corrections(y, err) && sync_marks(y, err) &&
	       sync_same(y, err) &&
	       directory_set_meta(y->d, META_STAMP, y->stamp.s, err) &&
	       blocks_put_index(y->d, y->s->gazetteer, y->s->vocab, err);
}

static bool run(struct sync *y, struct err *err)
{
	if (!directory_begin(y->d, err))
		return false;
	if (journal_overlay_each(y->s->journal, &y->stamp, keep_record, y, err) &&
	    follow(y, err) && directory_commit(y->d, err))
		return true;
	directory_rollback(y->d);
	return false;
}

/* A journal that cannot be read says nothing: what the directory holds of it stands. */
static bool is_needed(struct sync *y)
{
	struct err ignored = ERR_INIT;
	char *held = directory_get_meta(y->d, META_STAMP);
	bool needed = journal_overlay_stamp(y->s->journal, &y->stamp, &ignored) &&
		      strcmp(held ? held : "", y->stamp.s) != 0;

	free(held);
	return needed;
}

static void tell_late(struct session *s, const struct err *err)
{
	free(s->late);
	s->late = xstrdup(err ? err->msg : "");
}

bool overlay_sync(struct session *s, struct err *err)
{
	struct sync y = { .s = s, .d = s->directory };
	struct err mine = ERR_INIT;
	bool ok = true;

	str_init(&y.stamp);
	if (is_needed(&y))
		ok = run(&y, &mine);
	for (size_t i = 0; i < y.n; i++)
		overlay_record_done(&y.records[i]);
	free(y.records);
	str_done(&y.stamp);
	tell_late(s, ok ? NULL : &mine);
	return ok || err_set(err, mine.kind, "%s", mine.msg);
}

const char *overlay_late(const struct session *s)
{
	return s->late ? s->late : "";
}
