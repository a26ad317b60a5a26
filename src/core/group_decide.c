/* « C’est le même lieu », « ce n’est pas le même »: an act of the journal, then the directory follows. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/group.h"
#include "aiguillage/journal_overlay.h"
#include "aiguillage/journal_same.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"

struct verdict {
	char *a, *b;
	enum same_verdict before, after;
};

/* One act: the pairs that it changes. */
struct group_act {
	struct verdict *v;
	size_t n, cap;
	unsigned number;	/* of session.acts */
	struct group_act *older;
};

static void act_free(struct group_act *a)
{
	for (size_t i = 0; a && i < a->n; i++) {
		free(a->v[i].a);
		free(a->v[i].b);
	}
	if (a)
		free(a->v);
	free(a);
}

static void forget_last(struct session *s)
{
	struct group_act *last = s->regrouped;

	s->regrouped = last->older;
	act_free(last);
}

void group_history_free(struct session *s)
{
	while (s->regrouped)
		forget_last(s);
}

static bool add_verdict(struct session *s, struct group_act *act, const char *a, const char *b,
			enum same_verdict after, struct err *err)
{
	struct verdict *v;

	if (strcmp(a, b) == 0)
		return true;
	act->v = mem_grow(act->v, act->n, &act->cap, sizeof *act->v);
	v = &act->v[act->n++];
	*v = (struct verdict){ .a = xstrdup(a), .b = xstrdup(b), .after = after };
	return journal_same_get(s->journal, a, b, &v->before, err);
}

/* ---- decisions under keys that a record has absorbed since ---- */

struct old_keys {
	struct session *s;
	struct group_act *act;
	size_t n;		/* verdicts that are new */
};

static int64_t row_of(struct session *s, const char *key, struct err *err)
{
	return directory_place_by_key(s->directory, key, err);
}

/* The same two records under other keys: what is decided now replaces it. */
static bool replace_old(void *ctx, const char *a, const char *b, enum same_verdict v,
			struct err *err)
{
	struct old_keys *o = ctx;
	int64_t x = row_of(o->s, a, err), y = row_of(o->s, b, err);

	for (size_t i = 0; x && y && i < o->n; i++) {
		const struct verdict *new = &o->act->v[i];
		int64_t p, q;
		bool literal = (!strcmp(new->a, a) && !strcmp(new->b, b)) ||
			       (!strcmp(new->a, b) && !strcmp(new->b, a));

		if (literal)
			return true;
		p = row_of(o->s, new->a, err);
		q = row_of(o->s, new->b, err);
		if ((p == x && q == y) || (p == y && q == x)) {
			struct verdict *old;

			o->act->v = mem_grow(o->act->v, o->act->n, &o->act->cap, sizeof *o->act->v);
			old = &o->act->v[o->act->n++];
			*old = (struct verdict){ xstrdup(a), xstrdup(b), v, SAME_UNSAID };
			return true;
		}
	}
	return !err->kind;
}

/* ---- an act ---- */

static bool write_act(struct session *s, const struct group_act *act, bool back, struct err *err)
{
	for (size_t i = 0; i < act->n; i++) {
		const struct verdict *v = &act->v[i];

		if (!journal_same_put(s->journal, v->a, v->b, back ? v->before : v->after, err))
			return false;
	}
	return journal_overlay_restamp(s->journal, err) && journal_commit(s->journal, err);
}

/* The journal holds it: that the directory cannot follow now is told by overlay_late(). */
static void follow(struct session *s)
{
	struct err ignored = ERR_INIT;

	overlay_sync(s, &ignored);
}

/* Said again, it is no act: what is taken back is the first time. */
static bool changes(const struct group_act *act)
{
	for (size_t i = 0; i < act->n; i++)
		if (act->v[i].before != act->v[i].after)
			return true;
	return false;
}

static bool end_act(struct session *s, struct group_act *act, bool ok, struct err *err)
{
	bool any = ok && changes(act);

	if (!any || !write_act(s, act, false, err)) {
		journal_rollback(s->journal);
		act_free(act);
		return ok && !any;
	}
	act->number = ++s->acts;
	act->older = s->regrouped;
	s->regrouped = act;
	follow(s);
	return true;
}

static bool collect(struct session *s, const char *key, const struct group_choice *c, size_t n,
		    struct group_act *act, struct err *err)
{
	struct old_keys old = { .s = s, .act = act };
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++)
		ok = add_verdict(s, act, key, c[i].key, c[i].same ? SAME_YES : SAME_NO, err);
	for (size_t i = 0; ok && i < n; i++)
		for (size_t k = i + 1; ok && k < n; k++)
			if (c[i].same || c[k].same)	/* of two others nothing is said */
				ok = add_verdict(s, act, c[i].key, c[k].key,
						 c[i].same && c[k].same ? SAME_YES : SAME_NO, err);
	old.n = act->n;
	return ok && journal_same_each(s->journal, replace_old, &old, err);
}

bool group_decide(struct session *s, const char *key, const struct group_choice *c, size_t n,
		  struct err *err)
{
	struct group_act *act;

	if (!journal_begin(s->journal, err))
		return false;
	act = xcalloc(1, sizeof *act);
	return end_act(s, act, collect(s, key, c, n, act, err), err);
}

static bool unchanged_since(struct session *s, const struct group_act *act, struct err *err)
{
	for (size_t i = 0; i < act->n; i++) {
		const struct verdict *v = &act->v[i];
		enum same_verdict now;

		if (!journal_same_get(s->journal, v->a, v->b, &now, err))
			return false;
		if (now != v->after)
			return err_set(err, ERR_USAGE, "Cette décision ne peut pas être annulée : une "
				       "autre fenêtre en a pris une autre depuis");
	}
	return true;
}

bool group_undo_is_next(const struct session *s)
{
	return s->regrouped && s->regrouped->number > overlay_last(s);
}

bool group_undo(struct session *s, struct err *err)
{
	if (!s->regrouped || !journal_begin(s->journal, err))
		return false;
	if (!unchanged_since(s, s->regrouped, err) || !write_act(s, s->regrouped, true, err)) {
		journal_rollback(s->journal);
		return false;
	}
	forget_last(s);
	follow(s);
	return true;
}

/* ---- forgetting ---- */

struct forget {
	struct session *s;
	struct group_act *act;
	int64_t row;
};

static bool forget_one(void *ctx, const char *a, const char *b, enum same_verdict v,
		       struct err *err)
{
	struct forget *f = ctx;
	struct group_act *act = f->act;

	if (row_of(f->s, a, err) != f->row && row_of(f->s, b, err) != f->row)
		return !err->kind;
	act->v = mem_grow(act->v, act->n, &act->cap, sizeof *act->v);
	act->v[act->n++] = (struct verdict){ xstrdup(a), xstrdup(b), v, SAME_UNSAID };
	return true;
}

bool group_forget(struct session *s, const char *key, size_t *n, struct err *err)
{
	struct forget f = { .s = s, .row = row_of(s, key, err) };
	bool ok;

	*n = 0;
	if (!f.row)
		return err->kind ? false : err_set(err, ERR_NOT_FOUND, "Aucun lieu n’a l’identifiant "
						   "« %.80s »", key);
	if (!journal_begin(s->journal, err))
		return false;
	f.act = xcalloc(1, sizeof *f.act);
	ok = journal_same_each(s->journal, forget_one, &f, err);
	*n = f.act->n;
	return end_act(s, f.act, ok, err);
}
