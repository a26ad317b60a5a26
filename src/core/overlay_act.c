/*
 * An act: read, change, write in one transaction of the journal, then the
 * directory follows.  What it was before is kept, to take it back.
 */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/journal_secret.h"
#include "aiguillage/mem.h"
#include "aiguillage/vocab.h"
#include "src/core/overlay_impl.h"

#define UNDO_MAX 200

struct done_act {
	struct overlay_record *before, *after;
	size_t n;
	bool moves_directory;
	unsigned number;	/* of session.acts */
	char *what;
};
struct overlay_history {
	struct done_act *acts;
	size_t n, cap;
};

static void free_records(struct overlay_record *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		overlay_record_done(&r[i]);
	free(r);
}

static void free_done(struct done_act *d)
{
	free_records(d->before, d->n);
	free_records(d->after, d->n);
	free(d->what);
}

void overlay_history_free(struct session *s)
{
	for (size_t i = 0; s->history && i < s->history->n; i++)
		free_done(&s->history->acts[i]);
	if (s->history)
		free(s->history->acts);
	free(s->history);
	s->history = NULL;
}

static void remember(struct session *s, struct act *a)
{
	struct overlay_history *h = s->history;

	if (!h)
		h = s->history = xcalloc(1, sizeof *h);
	if (h->n == UNDO_MAX) {
		free_done(&h->acts[0]);
		memmove(&h->acts[0], &h->acts[1], --h->n * sizeof *h->acts);
	}
	h->acts = mem_grow(h->acts, h->n, &h->cap, sizeof *h->acts);
	h->acts[h->n++] = (struct done_act){
		.before = a->before, .after = a->after, .n = a->n,
		.moves_directory = a->moves_directory, .what = str_steal(&a->what),
		.number = ++s->acts,
	};
	a->before = a->after = NULL;
	a->n = 0;
}

/* ---- beginning ---- */

struct overlay_record *act_record(struct act *a)
{
	return &a->after[0];
}

struct overlay_record *act_also(struct act *a, enum overlay_kind kind, const char *key,
				struct err *err)
{
	struct overlay_record r;

	if (!journal_overlay_read(a->s->journal, kind, key, &r, err)) {
		overlay_record_done(&r);
		return NULL;
	}
	if (a->n == a->cap) {
		a->cap = a->cap ? a->cap * 2 : 4;
		a->before = xreallocarray(a->before, a->cap, sizeof *a->before);
		a->after = xreallocarray(a->after, a->cap, sizeof *a->after);
	}
	a->before[a->n] = r;
	overlay_record_copy(&a->after[a->n], &r);
	return &a->after[a->n++];
}

/* What was said of a record under a key that it absorbed is said of it from now on. */
static bool take_over(struct act *a, const char *key, struct err *err)
{
	struct overlay_record *old, fresh;
	int64_t other;

	if (strcmp(key, act_record(a)->key) == 0)
		return true;
	if (!directory_row_of(a->s->directory, a->row.kind, key, &other, err))
		return false;
	if (other)
		return true;
	old = act_also(a, a->row.kind, key, err);
	if (!old)
		return false;
	/* it was sealed for where it is */
	if (overlay_record_note_locked(old) && !journal_must_open(a->s->journal, err))
		return false;
	if (overlay_record_empty(old)) {
		overlay_record_done(old);
		overlay_record_done(&a->before[--a->n]);
		return true;
	}
	overlay_record_merge(act_record(a), old);
	a->moves_directory = true;
	overlay_record_init(&fresh, a->row.kind, key);
	overlay_record_done(old);
	*old = fresh;
	return true;
}

/* The record without our corrections, to be read when its source drops it. */
static void take_snapshot(struct act *a)
{
	struct overlay_record *r = act_record(a);
	size_t n;

	overlay_fields(r->kind, &n);
	for (size_t f = 0; f < n; f++) {
		struct overlay_correction *c = overlay_record_find(r, (int)f);
		char *says =
			c ? directory_local_says(a->s->directory, r->kind, r->key, (int)f) : NULL;

		overlay_record_set(r, (int)f, says ? says : c ? c->source_then :
				   row_get(&a->row, (int)f));
		free(says);
	}
}

static bool begin_known(struct act *a, const char *key, struct err *err)
{
	struct list_walk w = { .rest = row_source_ids(&a->row) };
	struct overlay_record *r;
	struct str id;
	bool ok = true;

	r = act_also(a, a->row.kind, row_id(&a->row) ? row_key(&a->row) : key, err);
	if (!r)
		return false;
	if (!row_id(&a->row))
		return r->made || err_set(err, ERR_NOT_FOUND, "Aucun%s n’a l’identifiant « %.80s »",
					  r->kind == OVERLAY_PLACE ? " lieu" : "e offre", key);
	str_init(&id);
	while (ok && list_next(&w, &id))
		ok = take_over(a, id.s, err);
	str_done(&id);
	if (ok && !act_record(a)->added)
		take_snapshot(a);
	return ok;
}

static void act_init(struct act *a, struct session *s, enum overlay_kind kind)
{
	*a = (struct act){ .s = s };
	row_init(&a->row, kind);
	str_init(&a->what);
}

bool act_begin(struct act *a, struct session *s, enum overlay_kind kind, const char *key,
	       struct err *err)
{
	act_init(a, s, kind);
	return row_find(s->directory, kind, key, &a->row, err) && journal_begin(s->journal, err) &&
	       begin_known(a, key, err);
}

bool act_begin_new(struct act *a, struct session *s, enum overlay_kind kind, struct err *err)
{
	struct str key;
	bool ok;

	act_init(a, s, kind);
	str_init(&key);
	ok = journal_begin(s->journal, err) &&
	     journal_overlay_new_key(s->journal, OVERLAY_KEY_PREFIX, &key, err) &&
	     act_also(a, kind, key.s, err);
	str_done(&key);
	return ok;
}

/* ---- ending ---- */

static bool changes(const struct act *a)
{
	for (size_t i = 0; i < a->n; i++)
		if (!overlay_record_same(&a->before[i], &a->after[i]))
			return true;
	return false;
}

static bool write_all(struct session *s, const struct overlay_record *r, size_t n, bool moves,
		      struct err *err)
{
	for (size_t i = 0; i < n; i++)
		if (!journal_overlay_write(s->journal, &r[i], err))
			return false;
	return (!moves || journal_overlay_restamp(s->journal, err)) &&
	       journal_commit(s->journal, err);
}

static void act_done(struct act *a)
{
	free_records(a->before, a->n);
	free_records(a->after, a->n);
	row_done(&a->row);
	str_done(&a->what);
}

/* The journal holds it: that the directory cannot follow now is told by overlay_late(). */
static void follow(struct session *s, bool moves_directory)
{
	struct err ignored = ERR_INIT;

	if (moves_directory)
		overlay_sync(s, &ignored);
}

bool act_end(struct act *a, bool ok, struct err *err)
{
	struct session *s = a->s;
	bool moves = a->moves_directory, wrote = ok && changes(a);

	if (wrote)
		ok = write_all(s, a->after, a->n, moves, err);
	if (!ok || !wrote)
		journal_rollback(s->journal);
	else
		remember(s, a);
	act_done(a);
	if (ok && wrote)
		follow(s, moves);
	return ok;
}

/* ---- taking back ---- */

static bool unchanged_since(struct session *s, const struct done_act *d, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; ok && i < d->n; i++) {
		struct overlay_record now;

		ok = journal_overlay_read(s->journal, d->after[i].kind, d->after[i].key, &now,
					  err) &&
		     (overlay_record_same(&now, &d->after[i]) ||
		      err_set(err, ERR_USAGE,
			      "« %.200s » ne peut pas être annulé : la fiche a été "
			      "changée depuis par une autre fenêtre",
			      d->what));
		overlay_record_done(&now);
	}
	return ok;
}

unsigned overlay_last(const struct session *s)
{
	return s->history && s->history->n ? s->history->acts[s->history->n - 1].number : 0;
}

bool overlay_undo(struct session *s, struct str *what, struct err *err)
{
	struct done_act *d;
	bool moves;

	if (!s->history || !s->history->n)
		return false;
	d = &s->history->acts[s->history->n - 1];
	moves = d->moves_directory;
	if (!journal_begin(s->journal, err))
		return false;
	if (!unchanged_since(s, d, err) || !write_all(s, d->before, d->n, moves, err)) {
		journal_rollback(s->journal);
		return false;
	}
	str_add(what, d->what);
	free_done(d);
	s->history->n--;
	follow(s, moves);
	return true;
}
