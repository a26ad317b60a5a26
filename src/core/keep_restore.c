/* A copy instead of the present journal. */
#include <stdlib.h>
#include <unistd.h>

#include "aiguillage/backup.h"
#include "aiguillage/date.h"
#include "aiguillage/journal_keep.h"
#include "aiguillage/journal_secret.h"
#include "aiguillage/path.h"
#include "src/core/keep_impl.h"

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
	char *path = make_aside(s, KEEP_SAFETY, err);

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
	return journal_take_tombstones(j, s->journal, err) && keep_strip_again(s, j, err) &&
	       journal_take_secret(j, s->journal, err) &&
	       journal_set_setting(j, KEEP_SETTING_SAID, "", err) &&
	       journal_set_setting(j, KEEP_SETTING_LAST, today, err);
}

static bool put_back(struct session *s, struct journal *there, const char *aside, struct err *err)
{
	if (!keep_transact(there, prepare_copy, s, err) || !journal_compact(there, err) ||
	    !keep_copy_to(s, aside, err))
		return false;
	if (journal_replace(s->journal, there, err))
		return true;
	unlink(aside);
	return false;
}

static bool restore(struct session *s, const char *path, const char *aside, struct err *err)
{
	char *work = keep_work_file(s);
	struct journal *there;
	struct err ignored = ERR_INIT;
	bool damaged = journal_readonly(s->journal), ok = journal_open_copy(&there, path, work, err);

	if (ok) {
		/* what was erased, as far as a damaged journal can still tell */
		if (damaged)
			keep_transact(there, prepare_copy, s, &ignored);
		else
			ok = put_back(s, there, aside, err);
		journal_close(there);
		ok = ok && (!damaged || give_way(s, work, aside, err));
	}
	keep_drop_work(work);
	return ok;
}

bool keep_restore(struct session *s, const char *path, char **aside, struct err *err)
{
	int lock = keep_lock_copies(s);
	bool ok;

	*aside = make_aside(s, KEEP_ASIDE, err);
	ok = *aside && restore(s, path, *aside, err);
	log_history_free(s);
	if (lock >= 0)
		close(lock);
	return ok;
}
