/* Lists of entries: what is due, what concerns a person, the journal with its filters. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/log.h"
#include "aiguillage/mem.h"

#define DATED (1 << KIND_ACCOMPANIMENT | 1 << KIND_REFERRAL | 1 << KIND_UNMET)

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

struct gathering {
	struct log_list *l;
	const struct log_filter *f;
	char *text;		/* folded, or NULL */
	int today;
};

static bool holds(const struct entry *e, const char *text)
{
	static const int places[ENTRY_KINDS][4] = {
		[KIND_ACCOMPANIMENT] = { ACC_PLACE, ACC_TITLE, ACC_PLACE_COMMUNE, ACC_COMMUNE },
		[KIND_REFERRAL] = { REF_PLACE, REF_OFFER, REF_PLACE_COMMUNE, REF_COMMUNE },
		[KIND_UNMET] = { UNMET_PLACE, UNMET_PLACE, UNMET_COMMUNE, UNMET_COMMUNE },
	};

	for (size_t i = 0; i < 4; i++) {
		char *value = folded(entry_get(e, places[e->kind][i]));
		bool is = strstr(value, text) != NULL;

		free(value);
		if (is)
			return true;
	}
	return false;
}

static bool has_need(const struct entry *e, const char *need)
{
	switch (e->kind) {
	case KIND_REFERRAL:
		return list_has(entry_get(e, REF_NEEDS), need);
	case KIND_UNMET:
		return list_has(entry_get(e, UNMET_NEEDS), need);
	default:
		return false;
	}
}

static bool matches(const struct gathering *g, const struct entry *e)
{
	const struct log_filter *f = g->f;

	if (e->removed != f->removed)
		return false;
	if (f->state && (e->kind != KIND_REFERRAL ||
			 strcmp(referral_state_code(referral_state_on(e, g->today)), f->state) != 0))
		return false;
	if (f->need && !has_need(e, f->need))
		return false;
	if (f->insee && strcmp(entry_get(e, ENTRY_INSEE), f->insee) != 0)
		return false;
	return !g->text || holds(e, g->text);
}

static bool gather(void *ctx, const struct entry *e, struct err *err)
{
	struct gathering *g = ctx;

	return !matches(g, e) || log_list_take(g->l, e, err);
}

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
	found = journal_log_person(s->journal, clean.s, &person, err);
	if (found)
		strcpy(id, person.id);
	entry_done(&person);
	str_done(&clean);
	return found;
}

bool log_entries(struct session *s, const struct log_filter *f, struct log_list *l,
		 struct err *err)
{
	struct gathering g = { .l = l, .f = f, .today = clock_today() };
	struct journal_log_query q = { .from = f->from, .to = f->to, .removed = f->removed };
	char person[ENTRY_ID_LEN];
	bool ok = true;

	*l = (struct log_list){ .n = 0 };
	if (f->code && *f->code) {
		if (!person_of(s, f->code, person, err))
			return !err->kind;
		q.person = person;
	}
	g.text = f->text && *f->text ? folded(f->text) : NULL;
	for (int k = KIND_ACCOMPANIMENT; ok && k < ENTRY_KINDS; k++)
		if ((f->kinds ? f->kinds : DATED) >> k & 1)
			ok = journal_log_each(s->journal, (enum entry_kind)k, &q, gather, &g, err);
	free(g.text);
	if (l->n)
		qsort(l->e, l->n, sizeof *l->e, newest_first);
	return ok;
}
