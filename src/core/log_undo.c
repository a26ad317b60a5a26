/* Acts written in one transaction, and what was there before kept, so that they can be taken back. */
#include "src/core/log_impl.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/journal_log.h"
#include "aiguillage/journal_post.h"
#include "aiguillage/mem.h"

#define UNDO_MAX 200

struct log_history {
	struct logged_act *acts;
	size_t n, cap;
};

static void free_act(struct logged_act *a)
{
	for (size_t i = 0; i < a->n; i++) {
		entry_done(&a->part[i].before);
		entry_done(&a->part[i].after);
	}
	free(a->what);
}

void log_history_free(struct session *s)
{
	for (size_t i = 0; s->logged && i < s->logged->n; i++)
		free_act(&s->logged->acts[i]);
	if (s->logged)
		free(s->logged->acts);
	free(s->logged);
	s->logged = NULL;
}

static void remember(struct session *s, struct logged_act *a)
{
	struct log_history *h = s->logged;

	if (!h)
		h = s->logged = xcalloc(1, sizeof *h);
	if (h->n == UNDO_MAX) {
		free_act(&h->acts[0]);
		memmove(&h->acts[0], &h->acts[1], --h->n * sizeof *h->acts);
	}
	h->acts = mem_grow(h->acts, h->n, &h->cap, sizeof *h->acts);
	h->acts[h->n++] = *a;
	*a = (struct logged_act){ .n = 0 };
}

bool log_write_part(struct session *s, struct logged_act *a, struct entry *e, struct err *err)
{
	struct logged *p = &a->part[a->n];
	bool known = *e->id && journal_log_get(s->journal, e->kind, e->id, &p->before, err);

	if (!known)
		entry_init(&p->before, e->kind);
	if (err->kind)
		return false;
	if (!known && e->revision > 0)
		return err_set(err, ERR_USAGE, "Cette entrée a été effacée entre-temps : elle ne peut plus être "
			       "changée");
	if (known && e->revision != p->before.revision)
		return err_set(err, ERR_USAGE, "Cette entrée vient d’être changée par une autre "
			       "fenêtre : revenez à la liste, puis recommencez");
	if (!journal_post_stamp(s->journal, e, err) || !journal_log_put(s->journal, e, err)) {
		entry_done(&p->before);
		return false;
	}
	entry_copy(&p->after, e);
	a->n++;
	return true;
}

bool log_end_act(struct session *s, struct logged_act *a, bool ok, struct err *err)
{
	ok = ok && journal_commit(s->journal, err);
	if (!ok) {
		journal_rollback(s->journal);
		free_act(a);
		return false;
	}
	remember(s, a);
	return true;
}

/* ---- taking back ---- */

/* The act that made what is now there again: it is what can be taken back next. */
static void renumber(struct log_history *h, const struct entry *now)
{
	for (size_t i = h->n; i-- > 0;) {
		for (size_t k = 0; k < h->acts[i].n; k++) {
			struct entry *after = &h->acts[i].part[k].after;

			if (strcmp(after->id, now->id) != 0)
				continue;
			after->revision = now->revision;
			return;
		}
	}
}

/* *back receives what is written. */
static bool put_back(struct session *s, const struct logged *p, struct entry *back,
		     struct err *err)
{
	struct entry now;
	bool ok = journal_log_get(s->journal, p->after.kind, p->after.id, &now, err);

	if (!ok || now.revision != p->after.revision) {
		entry_done(&now);
		return err_set(err, ERR_USAGE, "Cela ne peut plus être annulé : l’entrée a été changée "
			       "depuis");
	}
	entry_done(back);
	entry_copy(back, p->before.revision ? &p->before : &p->after);
	back->revision = now.revision;
	back->removed |= !p->before.revision;
	entry_done(&now);
	return journal_post_stamp(s->journal, back, err) && journal_log_put(s->journal, back, err);
}

bool log_undo(struct session *s, struct str *what, struct err *err)
{
	struct entry back[2] = { { .revision = 0 }, { .revision = 0 } };
	struct logged_act *a;
	bool ok = true;

	if (!s->logged || !s->logged->n)
		return false;
	a = &s->logged->acts[s->logged->n - 1];
	if (!journal_begin(s->journal, err))
		return false;
	for (size_t i = a->n; ok && i-- > 0;)
		ok = put_back(s, &a->part[i], &back[i], err);
	ok = ok && journal_commit(s->journal, err);
	if (ok) {
		str_add(what, a->what);
		s->logged->n--;
		for (size_t i = 0; i < a->n; i++)
			renumber(s->logged, &back[i]);
		free_act(a);
	} else {
		journal_rollback(s->journal);
	}
	for (size_t i = 0; i < ARRAY_SIZE(back); i++)
		entry_done(&back[i]);
	return ok;
}
