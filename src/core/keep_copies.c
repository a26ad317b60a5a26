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

static bool is_safety(const char *name)
{
	return strncmp(name, KEEP_SAFETY, strlen(KEEP_SAFETY)) == 0;
}

static bool is_backup(const char *name)
{
	return ends_with(name, ".db") &&
	       (strncmp(name, "journal-", 8) == 0 || strncmp(name, KEEP_ASIDE, strlen(KEEP_ASIDE)) == 0 ||
		is_safety(name));
}

/* What a migration kept. */
static bool is_migrated(const char *name)
{
	return strncmp(name, "journal.db.avant-v", 18) == 0;
}

static const char *name_of(const struct keep_copy *c)
{
	const char *slash = strrchr(c->path, '/');

	return slash ? slash + 1 : c->path;
}

const char *keep_copy_what(const struct keep_copy *c)
{
	const char *name = name_of(c);

	if (is_migrated(name))
		return "avant une mise à jour";
	if (strncmp(name, KEEP_ASIDE, strlen(KEEP_ASIDE)) == 0)
		return "avant une remise";
	return is_safety(name) ? "avant la phrase" : "copie du jour";
}

/* Of one minute: « …-10h00.db », then « …-10h00-2.db », then « …-10h00-10.db ». */
static int by_name(const char *x, const char *y)
{
	size_t nx = strlen(x) - strlen(".db"), ny = strlen(y) - strlen(".db");

	if (nx != ny && strncmp(x, y, nx < ny ? nx : ny) == 0)
		return nx < ny ? -1 : 1;
	return strverscmp(x, y);
}

static int newest_first(const void *a, const void *b)
{
	const struct keep_copy *x = a, *y = b;
	int c = strcmp(y->day, x->day);

	return c ? c : by_name(y->path, x->path);
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

char *keep_work_file(struct session *s)
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
void keep_drop_work(char *work)
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
	char *work = keep_work_file(s);
	bool ok = journal_backup(s->journal, work, err) && path_replace(work, path, err);

	keep_drop_work(work);
	return ok;
}

/* One at a time changes the copies.  Released by close(). */
int keep_lock_copies(struct session *s)
{
	int fd = open(s->base_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		(void)!flock(fd, LOCK_EX);
	return fd;
}

/* ---- mending ---- */

bool keep_transact(struct journal *j, keep_mend_fn *fn, void *ctx, struct err *err)
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
	char *work = keep_work_file(s);
	struct journal *j;
	bool ok = journal_open_copy(&j, path, work, err);

	if (ok) {
		ok = keep_transact(j, fn, ctx, err) && journal_compact(j, err);
		journal_close(j);
		ok = ok && path_replace(work, path, err);
	}
	keep_drop_work(work);
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
	int lock = keep_lock_copies(s);

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
	int lock = keep_lock_copies(s);

	mend_every(s, open_one, s, "il faudra encore la phrase pour la relire", doubts);
	if (lock >= 0)
		close(lock);
}

/* Sealed by the key of the journal, and so opened by the phrase of today? */
static bool has_our_key(struct session *s, const char *path)
{
	char *work = keep_work_file(s);
	struct err ignored = ERR_INIT;
	struct journal *j;
	bool is = journal_open_copy(&j, path, work, &ignored);

	if (is) {
		is = journal_lock_state(j) != JOURNAL_PLAIN && !journal_other_secret(j, s->journal);
		journal_close(j);
	}
	keep_drop_work(work);
	return is;
}

void keep_drop_safety(struct session *s, const char *just_made)
{
	int lock = keep_lock_copies(s), kept = 1;
	struct keep_copies l;

	keep_copies(s, &l);
	for (size_t i = 0; i < l.n; i++)
		if (is_safety(name_of(&l.c[i])) && strcmp(l.c[i].path, just_made) != 0 &&
		    has_our_key(s, l.c[i].path) && ++kept > BACKUP_KEPT)
			unlink(l.c[i].path);	/* one that stays costs room only */
	keep_copies_done(&l);
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
