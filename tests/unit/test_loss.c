/*
 * The power is cut while entries are logged: each that was acknowledged is there, whole, and none is
 * half.  With settings that are known to lose, the same test must see the loss.
 */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/journal_log.h"
#include "aiguillage/journal_post.h"
#include "src/store/journal_impl.h"
#include "tests/lib/tap.h"
#include "tests/unit/loss_vfs.h"
#include "tests/unit/tempdir.h"

#define ENTRIES 4
#define SEEDS 8

static struct err err = ERR_INIT;

static bool fine(void)
{
	bool is = err.kind == ERR_NONE;

	if (!is)
		printf("# %s\n", err.msg);
	err_clear(&err);
	return is;
}

static bool log_one(struct journal *j, int i)
{
	char note[3000];
	struct entry e;
	bool done;

	memset(note, 'a' + i, sizeof note);
	note[sizeof note - 1] = '\0';
	entry_init(&e, KIND_ACCOMPANIMENT);
	entry_set(&e, ACC_DAY, "2026-11-24");
	entry_set(&e, ACC_NOTE, note);
	done = journal_begin(j, &err) && journal_post_stamp(j, &e, &err) &&
	       journal_log_put(j, &e, &err) && journal_commit(j, &err);
	entry_done(&e);
	return done && fine();
}

/* Entries one after another, all that the disk is asked being written down. */
static void record(const char *name, const char *settings)
{
	struct journal *j = NULL;
	int done = 0;

	loss_name(temp(name));
	journal_open(&j, temp(name), &err);
	log_one(j, 0);		/* it names the post */
	if (settings) {
		/* otherwise SQLite refuses to do without a journal */
		sqlite3_db_config(j->db.conn, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
		db_exec(&j->db, settings, &err);
	}
	fine();
	loss_record();
	for (int i = 1; i <= ENTRIES; i++) {
		done += log_one(j, i);
		loss_ack();
	}
	loss_stop();
	journal_close(j);
	is_int(done, ENTRIES, "%s: logged", name);
}

static bool whole(void *ctx, const struct entry *e, struct err *ignored)
{
	const char *note = entry_get(e, ACC_NOTE);

	(void)ignored;
	if (strlen(note) == 2999 && note[0] == note[2998])
		++*(int *)ctx;
	return true;
}

/* Rows that are whole; -1 when the base cannot be trusted. */
static int read_again(const char *path)
{
	struct journal_log_query all = { .removed = true };
	struct journal *j = NULL;
	int n = 0;
	int64_t wrong = 1;

	if (!journal_open(&j, path, &err) || journal_readonly(j) ||
	    !db_number(&j->db, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
		       &wrong, &err) || wrong ||
	    !journal_log_each(j, KIND_ACCOMPANIMENT, &all, whole, &n, &err))
		n = -1;
	journal_close(j);
	err_clear(&err);
	return n;
}

/* Cuts after which an acknowledged entry is not there, or something is broken. */
static int losses(int *tried)
{
	int lost = 0;

	*tried = 0;
	for (size_t k = 0; k <= loss.n; k++) {
		for (uint32_t seed = 1; seed <= SEEDS; seed++) {
			int acked = loss_make(k, seed * 7919 + (uint32_t)k, temp("after.db"));
			int n = read_again(temp("after.db"));

			++*tried;
			lost += n < 1 + acked || n > 2 + acked;
		}
	}
	return lost;
}

static void survives(const char *name, int sector)
{
	int tried, syncs = 0;

	loss.sector = sector;
	record(name, NULL);
	for (size_t i = 0; i < loss.n; i++)
		syncs += loss.ops[i].kind == LOSS_SYNC || loss.ops[i].kind == LOSS_SYNC_DIR;
	is_int(losses(&tried), 0, "no acknowledged entry lost, none half (sectors of %d)", sector);
	printf("# %d cuts, %d syncs for %d entries\n", tried, syncs, ENTRIES);
	ok(tried > 400, "cut often enough");
	/* the journal, its name, its count of pages, the base, the end of the journal's name */
	ok(syncs <= 5 * ENTRIES, "five syncs an entry");
}

static void loses(const char *name, const char *settings)
{
	int tried;

	loss.sector = 4096;
	record(name, settings);
	ok(losses(&tried) > 0, "the loss is seen: %s", settings);
}

int main(void)
{
	setenv("AIGUILLAGE_MAINTENANT", "2026-11-24T10:00", 1);
	tempdir_make();
	loss_register();
	survives("a.db", 4096);
	survives("b.db", 512);
	loses("c.db", "PRAGMA synchronous = OFF");
	loses("d.db", "PRAGMA journal_mode = OFF");
	loses("e.db", "PRAGMA synchronous = FULL");
	loss_forget();
	tempdir_remove();
	return done_testing();
}
