/*
 * Logging on a disk that fails at each of its calls, and by two programs at once: what was told to be
 * saved is there, nothing is half, the message says something, and trying again works.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "aiguillage/journal_log.h"
#include "aiguillage/journal_post.h"
#include "tests/lib/tap.h"
#include "tests/unit/fault_vfs.h"
#include "tests/unit/tempdir.h"

#define NOTE_LEN 6000		/* more than a page */
#define SAVES 200

static struct err err = ERR_INIT;

static bool fine(void)
{
	bool is = err.kind == ERR_NONE;

	if (!is)
		printf("# %s\n", err.msg);
	err_clear(&err);
	return is;
}

static bool save(struct journal *j, char letter, char id[ENTRY_ID_LEN])
{
	char note[NOTE_LEN + 1];
	struct entry e;
	bool done;

	memset(note, letter, NOTE_LEN);
	note[NOTE_LEN] = '\0';
	entry_init(&e, KIND_ACCOMPANIMENT);
	entry_set(&e, ACC_DAY, "2026-11-24");
	entry_set(&e, ACC_NOTE, note);
	done = journal_begin(j, &err) && journal_post_stamp(j, &e, &err) &&
	       journal_log_put(j, &e, &err) && journal_commit(j, &err);
	if (!done)
		journal_rollback(j);
	strcpy(id, e.id);
	entry_done(&e);
	return done;
}

/* 1: there and whole; 0: not there; -1: half. */
static int state_of(struct journal *j, const char *id)
{
	struct entry e;
	int state = 0;

	if (*id && journal_log_get(j, KIND_ACCOMPANIMENT, id, &e, &err)) {
		const char *note = entry_get(&e, ACC_NOTE);

		state = strlen(note) == NOTE_LEN && note[0] == note[NOTE_LEN - 1] ? 1 : -1;
		entry_done(&e);
	}
	fine();
	return state;
}

static const char *const name = "fault.db";

/* Returns false when the save has fewer than `at` such calls. */
static bool fail_at(enum fault_op op, int at, bool for_good, int *wrong)
{
	char id[ENTRY_ID_LEN] = "", again[ENTRY_ID_LEN];
	struct journal *j = NULL;
	bool told, hit, silent;

	journal_open(&j, temp(name), &err);
	fine();
	fault_arm(op, at, for_good);
	told = save(j, 'a', id);
	hit = fault.hit;
	fault_disarm();
	silent = !told && !err.msg[0];
	err_clear(&err);
	journal_close(j);
	journal_open(&j, temp(name), &err);
	if (silent || state_of(j, id) < (told ? 1 : 0) || !journal_check(j, &err) ||
	    !save(j, 'b', again) || state_of(j, again) != 1) {
		printf("# %s %d%s: told %d, %s\n", fault_names[op], at, for_good ? " for good" : "", told,
		       err.msg);
		err_clear(&err);
		++*wrong;
	}
	journal_close(j);
	return hit;
}

static void test_faults(void)
{
	for (int op = 0; op < FAULT_OPS; op++) {
		int at = 1, wrong = 0;

		while (at < 100 && fail_at((enum fault_op)op, at, at % 2 == 0, &wrong))
			at++;
		is_int(wrong, 0, "%s: %d calls fail, one after another", fault_names[op], at - 1);
		/* a save makes no file shorter */
		ok(at > 1 || op == FAULT_TRUNCATE, "there are some");
	}
}

static void save_many(char letter)
{
	struct journal *j = NULL;
	char id[ENTRY_ID_LEN];
	int done = 0;

	if (journal_open(&j, temp("two.db"), &err))
		for (int i = 0; i < SAVES; i++)
			done += save(j, letter, id);
	journal_close(j);
	_exit(done == SAVES ? 0 : 1);
}

static bool count(void *ctx, const struct entry *e, struct err *ignored)
{
	int *n = ctx;

	(void)ignored;
	n[*entry_get(e, ACC_NOTE) == 'b']++;
	return true;
}

/* Each waits for the other as long as it takes; neither loses anything. */
static void test_two(void)
{
	struct journal_log_query all = { .removed = true };
	struct journal *j = NULL;
	int n[2] = { 0, 0 }, status, failed = 0;

	journal_open(&j, temp("two.db"), &err);
	journal_close(j);
	fflush(stdout);
	for (int i = 0; i < 2; i++)
		if (fork() == 0)
			save_many(i ? 'b' : 'a');
	while (wait(&status) > 0)
		failed += status != 0;
	is_int(failed, 0, "two programs log at once");
	journal_open(&j, temp("two.db"), &err);
	ok(journal_log_each(j, KIND_ACCOMPANIMENT, &all, count, n, &err), "read");
	is_int(n[0], SAVES, "all of the first one's");
	is_int(n[1], SAVES, "all of the second one's");
	ok(journal_check(j, &err) && fine(), "sound");
	journal_close(j);
}

int main(void)
{
	setenv("AIGUILLAGE_MAINTENANT", "2026-11-24T10:00", 1);
	tempdir_make();
	test_two();
	if (!fault_register())
		return 77;
	test_faults();
	tempdir_remove();
	return done_testing();
}
