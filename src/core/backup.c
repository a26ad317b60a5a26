#include "aiguillage/backup.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "src/core/keep_impl.h"

#define PREFIX "journal-"
#define SUFFIX ".db"
#define NAME_LEN 21		/* « journal-2026-11-24.db » */

static bool is_ours(const struct dirent *d)
{
	return strlen(d->d_name) == NAME_LEN && strncmp(d->d_name, PREFIX, 8) == 0 &&
	       strcmp(d->d_name + NAME_LEN - 3, SUFFIX) == 0;
}

static int is_backup(const struct dirent *d)
{
	return is_ours(d);
}

/* The names hold the day: in their order, the oldest come first. */
static void drop_old(const char *folder)
{
	struct dirent **names;
	int n = scandir(folder, &names, is_backup, alphasort);

	for (int i = 0; i < n; i++) {
		char *path = path_join(folder, names[i]->d_name);

		if (i < n - BACKUP_KEPT)
			unlink(path);
		free(path);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

bool backup_daily(struct session *s, struct err *err)
{
	char *folder = path_join(s->base_dir, BACKUP_FOLDER), *path;
	char day[DATE_MOMENT_LEN];
	struct str name;
	bool ok = true;

	if (journal_readonly(s->journal)) {
		free(folder);
		return true;
	}
	str_init(&name);
	date_format_day(day, clock_today());
	str_addf(&name, PREFIX "%s" SUFFIX, day);
	path = path_join(folder, name.s);
	if (access(path, F_OK) != 0) {
		ok = path_make_private(folder, err) && keep_copy_to(s, path, err);
		/* a copy that failed must not push a good one out */
		if (ok)
			drop_old(folder);
	}
	str_done(&name);
	free(path);
	free(folder);
	return ok;
}

bool backup_to(struct session *s, const char *path, struct err *err)
{
	return journal_backup(s->journal, path, err);
}
