/* A copy beside the present journal: is it sound, and how do they differ? */
#include <stdio.h>
#include <string.h>

#include "aiguillage/journal_keep.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/journal_secret.h"
#include "src/core/keep_impl.h"

struct comparing {
	struct journal *here;
	struct keep_difference *d;
};

static void meet_day(struct keep_difference *d, const char *day)
{
	if (!*day)
		return;
	if (!*d->first || strcmp(day, d->first) < 0)
		snprintf(d->first, sizeof d->first, "%s", day);
	if (strcmp(day, d->last) > 0)
		snprintf(d->last, sizeof d->last, "%s", day);
}

static bool compare_there(void *ctx, const struct entry *there, struct err *err)
{
	struct comparing *c = ctx;
	struct entry here;
	bool known;

	if (there->kind != KIND_PERSON && !there->removed) {
		c->d->entries++;
		meet_day(c->d, entry_get(there, ENTRY_DAY));
	}
	if (c->d->unreadable) {
		c->d->back += there->kind != KIND_PERSON;
		return true;
	}
	known = journal_log_get(c->here, there->kind, there->id, &here, err);
	if (known)
		c->d->older += entry_later(&here, there);
	else if (!err->kind && journal_log_erased(c->here, there->id, entry_person(there), err))
		c->d->erased++;
	else if (!err->kind)
		c->d->back += there->kind != KIND_PERSON;
	entry_done(&here);
	return !err->kind;
}

struct losing {
	struct journal *there;
	struct keep_difference *d;
};

static bool compare_here(void *ctx, const struct entry *here, struct err *err)
{
	struct losing *l = ctx;
	struct entry there;

	if (!journal_log_get(l->there, here->kind, here->id, &there, err) && !err->kind)
		l->d->lost += here->kind != KIND_PERSON;
	entry_done(&there);
	return !err->kind;
}

static bool compare(struct session *s, struct journal *there, struct keep_difference *d,
		    struct err *err)
{
	struct comparing c = { .here = s->journal, .d = d };
	struct losing l = { .there = there, .d = d };
	struct journal_log_query all = { .removed = true };
	struct err ignored = ERR_INIT;

	*d = (struct keep_difference){ .unreadable = !journal_check(s->journal, &ignored),
				       .other_phrase = journal_other_secret(there, s->journal) };
	for (int k = 0; k < ENTRY_KINDS; k++) {
		enum entry_kind kind = (enum entry_kind)k;

		if (!journal_log_each(there, kind, &all, compare_there, &c, err))
			return false;
		if (!d->unreadable && !journal_log_each(s->journal, kind, &all, compare_here, &l, err))
			return false;
	}
	return true;
}

bool keep_compare(struct session *s, const char *path, struct keep_difference *d, struct err *err)
{
	char *work = keep_work_file(s);
	struct journal *there;
	bool ok = journal_open_copy(&there, path, work, err);

	if (ok) {
		ok = compare(s, there, d, err);
		journal_close(there);
	}
	keep_drop_work(work);
	return ok;
}

static bool count_entry(void *ctx, const struct entry *e, struct err *err)
{
	size_t *n = ctx;

	(void)err;
	*n += !e->removed;
	return true;
}

bool keep_check(struct session *s, const char *path, size_t *entries, struct err *err)
{
	struct journal_log_query all = { .removed = false };
	char *work = keep_work_file(s);
	struct journal *there;
	bool ok = journal_open_copy(&there, path, work, err);

	*entries = 0;
	if (ok) {
		for (int k = KIND_ACCOMPANIMENT; ok && k < ENTRY_KINDS; k++)
			ok = journal_log_each(there, (enum entry_kind)k, &all, count_entry, entries, err);
		journal_close(there);
	}
	keep_drop_work(work);
	return ok;
}
