/* The copies of the journal: listed, mended, compared, put back. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aiguillage/backup.h"
#include "aiguillage/date.h"
#include "aiguillage/journal_keep.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/journal_secret.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "src/core/keep_impl.h"

#define WORK "copie-en-cours-"	/* being read or mended, in the folder of the bases */
#define ASIDE "avant-restauration-"
#define SAFETY "avant-phrase-"

/* ---- the list ---- */

static void add_copy(struct keep_copies *l, const char *folder, const char *name)
{
	struct keep_copy *c;
	struct stat st;
	const char *digits = name + strcspn(name, "0123456789");
	int day;

	l->c = mem_grow(l->c, l->n, &l->cap, sizeof *l->c);
	c = &l->c[l->n++];
	*c = (struct keep_copy){ .path = path_join(folder, name) };
	c->size = stat(c->path, &st) == 0 ? st.st_size : 0;
	snprintf(c->day, sizeof c->day, "%.10s", digits);
	if (!date_parse_day(c->day, &day))
		*c->day = '\0';
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n > k && strcmp(s + n - k, end) == 0;
}

static void add_folder(struct keep_copies *l, const char *folder, bool (*is)(const char *name))
{
	DIR *d = opendir(folder);
	struct dirent *e;

	while (d && (e = readdir(d)))
		if (is(e->d_name))
			add_copy(l, folder, e->d_name);
	if (d)
		closedir(d);
}

static bool is_backup(const char *name)
{
	return ends_with(name, ".db") &&
	       (strncmp(name, "journal-", 8) == 0 || strncmp(name, ASIDE, strlen(ASIDE)) == 0 ||
		strncmp(name, SAFETY, strlen(SAFETY)) == 0);
}

/* What a migration kept. */
static bool is_migrated(const char *name)
{
	return strncmp(name, "journal.db.avant-v", 18) == 0;
}

const char *keep_copy_what(const struct keep_copy *c)
{
	const char *name = strrchr(c->path, '/');

	name = name ? name + 1 : c->path;
	return is_migrated(name)	? "avant une mise à jour"
	       : strncmp(name, ASIDE, strlen(ASIDE)) == 0 ? "avant une remise"
							   : "copie du jour";
}

static int newest_first(const void *a, const void *b)
{
	const struct keep_copy *x = a, *y = b;
	int c = strcmp(y->day, x->day);

	return c ? c : strcmp(y->path, x->path);
}

void keep_copies(struct session *s, struct keep_copies *l)
{
	char *folder = path_join(s->base_dir, BACKUP_FOLDER);

	*l = (struct keep_copies){ .n = 0 };
	add_folder(l, folder, is_backup);
	add_folder(l, s->base_dir, is_migrated);
	if (l->n)
		qsort(l->c, l->n, sizeof *l->c, newest_first);
	free(folder);
}

void keep_copies_done(struct keep_copies *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->c[i].path);
	free(l->c);
	*l = (struct keep_copies){ .n = 0 };
}

/* ---- work files: one of its own for each reading, whoever else reads ---- */

static char *work_file(struct session *s)
{
	unsigned long long random = 0;
	struct str name;
	char *path;

	(void)!getrandom(&random, sizeof random, 0);
	str_init(&name);
	str_addf(&name, WORK "%ld-%016llx.db", (long)getpid(), random);
	path = path_join(s->base_dir, name.s);
	str_done(&name);
	return path;
}

/* With what a migration or SQLite left beside it. */
static void drop_work(char *work)
{
	char *folder = path_dirname(work);
	const char *name = strrchr(work, '/') + 1;
	DIR *d = opendir(folder);
	struct dirent *e;

	while (d && (e = readdir(d)))
		if (strncmp(e->d_name, name, strlen(name)) == 0) {
			char *path = path_join(folder, e->d_name);

			unlink(path);
			free(path);
		}
	if (d)
		closedir(d);
	free(folder);
	free(work);
}

void keep_sweep(struct session *s)
{
	DIR *d = opendir(s->base_dir);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		long pid = strncmp(e->d_name, WORK, strlen(WORK)) == 0 ? atol(e->d_name + strlen(WORK)) : 0;
		char *path;

		if (pid <= 0 || kill((pid_t)pid, 0) == 0 || errno != ESRCH)
			continue;
		path = path_join(s->base_dir, e->d_name);
		unlink(path);
		free(path);
	}
	if (d)
		closedir(d);
}

bool keep_copy_to(struct session *s, const char *path, struct err *err)
{
	char *work = work_file(s);
	bool ok = journal_backup(s->journal, work, err) && path_replace(work, path, err);

	drop_work(work);
	return ok;
}

/* One at a time changes the copies.  Released by close(). */
static int lock_copies(struct session *s)
{
	int fd = open(s->base_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		(void)!flock(fd, LOCK_EX);
	return fd;
}

/* ---- mending ---- */

static bool mend(struct journal *j, keep_mend_fn *fn, void *ctx, struct err *err)
{
	if (!journal_begin(j, err))
		return false;
	if (fn(ctx, j, err) && journal_commit(j, err))
		return true;
	journal_rollback(j);
	return false;
}

/* What this journal erased goes, and what its own time is over for. */
struct copy_mending {
	struct session *s;
	int before;
};

static bool mend_one(void *ctx, struct journal *j, struct err *err)
{
	struct copy_mending *m = ctx;

	return journal_take_tombstones(j, m->s->journal, err) &&
	       (!m->before || keep_strip(&m->before, j, err)) && journal_draft_drop_all(j, NULL, err) &&
	       journal_take_secret(j, m->s->journal, err);
}

static bool open_one(void *ctx, struct journal *j, struct err *err)
{
	struct session *s = ctx;

	return journal_drop_secret(j, s->journal, err);
}

static bool mend_copy(struct session *s, const char *path, keep_mend_fn *fn, void *ctx, struct err *err)
{
	char *work = work_file(s);
	struct journal *j;
	bool ok = journal_open_copy(&j, path, work, err);

	if (ok) {
		ok = mend(j, fn, ctx, err) && journal_compact(j, err);
		journal_close(j);
		ok = ok && path_replace(work, path, err);
	}
	drop_work(work);
	return ok;
}

static void doubt(struct str *doubts, const char *path, const char *why, const char *so)
{
	char *shown = path_shown(path);

	str_addf(doubts, "%sLa copie %s n’a pas pu être reprise (%s) : %s.", doubts->len ? "\n" : "", shown,
		 why, so);
	free(shown);
}

static void mend_every(struct session *s, keep_mend_fn *fn, void *ctx, const char *so, struct str *doubts)
{
	struct keep_copies l;

	keep_copies(s, &l);
	for (size_t i = 0; i < l.n; i++) {
		struct err mine = ERR_INIT;

		if (!mend_copy(s, l.c[i].path, fn, ctx, &mine))
			doubt(doubts, l.c[i].path, mine.msg, so);
	}
	keep_copies_done(&l);
}

/* What happened in the journal happens in its copies, now or, after a crash, at the next start. */
void keep_mend_copies(struct session *s, int before, struct str *doubts)
{
	struct copy_mending m = { .s = s, .before = before };
	struct err ignored = ERR_INIT, mine = ERR_INIT;
	size_t before_them = doubts->len;
	int lock = lock_copies(s);

	keep_sweep(s);
	if (!journal_compact(s->journal, &mine))
		str_addf(doubts, "%sLe journal garde peut-être des traces de ce qui en est ôté : %s",
			 doubts->len ? "\n" : "", mine.msg);
	mend_every(s, mend_one, &m, "elle garde ce qui vient d’être ôté du journal. Supprimez-la", doubts);
	/* else it is tried again, and told again, at the next start */
	if (doubts->len == before_them)
		journal_set_setting(s->journal, KEEP_SETTING_COPIES, "", &ignored);
	if (lock >= 0)
		close(lock);
}

void keep_open_copies(struct session *s, struct str *doubts)
{
	int lock = lock_copies(s);

	mend_every(s, open_one, s, "il faudra encore la phrase pour la relire", doubts);
	if (lock >= 0)
		close(lock);
}

bool keep_mend(struct session *s, keep_mend_fn *fn, void *ctx, int before, struct str *doubts,
	       struct err *err)
{
	char mark[DATE_MOMENT_LEN] = "effacer";

	if (before)
		date_format_day(mark, before);
	if (!journal_begin(s->journal, err))
		return false;
	/* the mark is of the same act: a crash leaves copies to be mended, and says so */
	if (!fn(ctx, s->journal, err) ||
	    !journal_set_setting(s->journal, KEEP_SETTING_COPIES, mark, err) ||
	    !journal_commit(s->journal, err)) {
		journal_rollback(s->journal);
		return false;
	}
	log_history_free(s);
	keep_mend_copies(s, before, doubts);
	return true;
}

/* ---- comparing ---- */

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
	char *work = work_file(s);
	struct journal *there;
	bool ok = journal_open_copy(&there, path, work, err);

	if (ok) {
		ok = compare(s, there, d, err);
		journal_close(there);
	}
	drop_work(work);
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
	char *work = work_file(s);
	struct journal *there;
	bool ok = journal_open_copy(&there, path, work, err);

	*entries = 0;
	if (ok) {
		for (int k = KIND_ACCOMPANIMENT; ok && k < ENTRY_KINDS; k++)
			ok = journal_log_each(there, (enum entry_kind)k, &all, count_entry, entries, err);
		journal_close(there);
	}
	drop_work(work);
	return ok;
}

/* ---- putting back ---- */

static char *aside_name(struct session *s, const char *prefix)
{
	char *folder = path_join(s->base_dir, BACKUP_FOLDER), *path = NULL;
	char now[DATE_MOMENT_LEN];

	date_format_moment(now, clock_now());
	for (int i = 1; i < 100; i++) {
		struct str name;

		str_init(&name);
		str_addf(&name, "%s%.10s-%.2sh%.2s", prefix, now, now + 11, now + 14);
		if (i > 1)
			str_addf(&name, "-%d", i);
		str_add(&name, ".db");
		path = path_join(folder, name.s);
		str_done(&name);
		if (access(path, F_OK) != 0)
			break;
		free(path);
		path = NULL;
	}
	free(folder);
	return path;
}

/* A name that is free, in the folder of the copies; NULL with an error. */
static char *make_aside(struct session *s, const char *prefix, struct err *err)
{
	char *folder = path_join(s->base_dir, BACKUP_FOLDER), *aside = NULL;

	if (path_make_private(folder, err)) {
		aside = aside_name(s, prefix);
		if (!aside)
			err_set(err, ERR_BASE, "Trop de journaux sont déjà gardés de côté dans "
				"« " BACKUP_FOLDER " » : supprimez ceux qui ne servent plus");
	}
	free(folder);
	return aside;
}

char *keep_safety_copy(struct session *s, struct err *err)
{
	char *path = make_aside(s, SAFETY, err);

	if (path && keep_copy_to(s, path, err))
		return path;
	free(path);
	return NULL;
}

static char *beside(const char *base)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "%s-journal", base);
	return b.s;
}

/* The base, with what SQLite may have left of an act, which must not be played back into another. */
static bool move_base(const char *from, const char *to, struct err *err)
{
	char *act = beside(from), *act_to = beside(to);
	bool ok = (access(act, F_OK) != 0 || path_replace(act, act_to, err)) && path_replace(from, to, err);

	free(act);
	free(act_to);
	return ok;
}

/*
 * A journal that cannot be written is no base that pages could be put into: the file itself gives
 * way, or takes its place again.
 */
static bool give_way(struct session *s, const char *work, const char *aside, struct err *err)
{
	char *base = path_join(s->base_dir, "journal.db");
	struct err ignored = ERR_INIT;
	bool ok = move_base(base, aside, err);

	if (ok && !path_replace(work, base, err)) {
		move_base(aside, base, &ignored);
		ok = false;
	}
	free(base);
	return ok;
}

/* The announcements of the copy are not those of today. */
static bool prepare_copy(void *ctx, struct journal *j, struct err *err)
{
	struct session *s = ctx;
	char today[DATE_MOMENT_LEN];

	date_format_day(today, clock_today());
	return journal_take_tombstones(j, s->journal, err) && journal_take_secret(j, s->journal, err) &&
	       journal_set_setting(j, KEEP_SETTING_SAID, "", err) &&
	       journal_set_setting(j, KEEP_SETTING_LAST, today, err);
}

static bool put_back(struct session *s, struct journal *there, const char *aside, struct err *err)
{
	if (!mend(there, prepare_copy, s, err) || !journal_compact(there, err) ||
	    !keep_copy_to(s, aside, err))
		return false;
	if (journal_replace(s->journal, there, err))
		return true;
	unlink(aside);
	return false;
}

static bool restore(struct session *s, const char *path, const char *aside, struct err *err)
{
	char *work = work_file(s);
	struct journal *there;
	struct err ignored = ERR_INIT;
	bool damaged = journal_readonly(s->journal), ok = journal_open_copy(&there, path, work, err);

	if (ok) {
		/* what was erased, as far as a damaged journal can still tell */
		if (damaged)
			mend(there, prepare_copy, s, &ignored);
		else
			ok = put_back(s, there, aside, err);
		journal_close(there);
		ok = ok && (!damaged || give_way(s, work, aside, err));
	}
	drop_work(work);
	return ok;
}

bool keep_restore(struct session *s, const char *path, char **aside, struct err *err)
{
	int lock = lock_copies(s);
	bool ok;

	*aside = make_aside(s, ASIDE, err);
	ok = *aside && restore(s, path, *aside, err);
	log_history_free(s);
	if (lock >= 0)
		close(lock);
	return ok;
}
