/* Lists of entries: what is due, what concerns a person, the journal with its filters. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/mem.h"
#include "aiguillage/protect.h"
#include "src/core/log_filter_impl.h"

void log_list_done(struct log_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		entry_done(&l->e[i]);
	free(l->e);
	*l = (struct log_list){ .n = 0 };
}

void log_list_add(struct log_list *l, const struct entry *e)
{
	l->e = mem_grow(l->e, l->n, &l->cap, sizeof *l->e);
	entry_copy(&l->e[l->n++], e);
}

bool log_list_take(void *list, const struct entry *e, struct err *err)
{
	(void)err;
	log_list_add(list, e);
	return true;
}

static int oldest_first(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int c = strcmp(entry_get(x, ENTRY_DAY), entry_get(y, ENTRY_DAY));

	if (!c)
		c = strcmp(x->made, y->made);
	if (!c)
		c = (int)x->kind - (int)y->kind;
	return c ? c : (x->row > y->row) - (x->row < y->row);
}

static int newest_first(const void *a, const void *b)
{
	return oldest_first(b, a);
}

void log_list_sort(struct log_list *l, size_t from)
{
	if (l->n > from)
		qsort(l->e + from, l->n - from, sizeof *l->e, oldest_first);
}

bool log_due(struct session *s, int day, struct log_list *l, struct err *err)
{
	char iso[DATE_MOMENT_LEN];
	struct journal_log_query q = { .due = iso };

	*l = (struct log_list){ .n = 0 };
	date_format_day(iso, day);
	return journal_log_each(s->journal, KIND_REFERRAL, &q, log_list_take, l, err);
}

bool log_pathway(struct session *s, const char *pathway, struct log_list *l, struct err *err)
{
	struct journal_log_query q = { .pathway = pathway };

	*l = (struct log_list){ .n = 0 };
	return journal_log_each(s->journal, KIND_REFERRAL, &q, log_list_take, l, err);
}

bool log_of_person(struct session *s, const struct log_filter *f, struct log_list *l,
		   struct err *err)
{
	if (!log_entries(s, f, l, err))
		return false;
	log_list_sort(l, 0);
	return true;
}

/* ---- filters ---- */

/* The id of a code; false without error when nobody has it. */
static bool person_of(struct session *s, const char *code, char id[ENTRY_ID_LEN], struct err *err)
{
	struct entry person;
	struct str clean;
	bool found;

	*id = '\0';
	str_init(&clean);
	if (!person_code_read(code, &clean)) {
		str_done(&clean);
		return err_set(err, ERR_USAGE, "« %.20s » n’est pas un code : une lettre et des "
			       "chiffres, comme K7-42", code);
	}
	entry_init(&person, KIND_PERSON);
	found = protect_need(s, err) && journal_log_person(s->journal, clean.s, &person, err);
	if (found)
		strcpy(id, person.id);
	entry_done(&person);
	str_done(&clean);
	return found;
}

struct gathering {
	struct log_list *l;
	struct log_match *match;
};

/* The newest first; those beyond the most that is asked for are let go. */
static void settle(struct log_list *l, size_t max)
{
	if (l->n)
		qsort(l->e, l->n, sizeof *l->e, newest_first);
	while (max && l->n > max) {
		entry_done(&l->e[--l->n]);
		l->older++;
	}
}

/* A large journal is not held whole: now and then what is too old is let go. */
static bool gather(void *ctx, const struct entry *e, struct err *err)
{
	struct gathering *g = ctx;
	size_t max = g->match->f->max;

	if (log_misses(g->match, e))
		return true;
	if (max && g->l->n >= 2 * max)
		settle(g->l, max);
	return log_list_take(g->l, e, err);
}

bool log_each(struct session *s, const struct log_filter *f, bool brief, journal_log_fn *fn, void *ctx,
	      struct err *err)
{
	struct journal_log_query q = { .from = f->from, .to = f->to, .removed = true };
	char person[ENTRY_ID_LEN];
	bool ok = true;

	if (f->code && *f->code) {
		if (!person_of(s, f->code, person, err))
			return !err->kind;
		q.person = person;
	}
	for (int k = KIND_ACCOMPANIMENT; ok && k < ENTRY_KINDS; k++) {
		q.fields = brief ? log_match_fields((enum entry_kind)k) : 0;
		ok = journal_log_each(s->journal, (enum entry_kind)k, &q, fn, ctx, err);
	}
	return ok;
}

bool log_entries(struct session *s, const struct log_filter *f, struct log_list *l,
		 struct err *err)
{
	struct log_match match;
	struct gathering g = { .l = l, .match = &match };
	bool ok;

	*l = (struct log_list){ .n = 0 };
	log_match_init(&match, f);
	ok = log_each(s, f, false, gather, &g, err);
	log_match_done(&match);
	settle(l, f->max);
	return ok;
}
