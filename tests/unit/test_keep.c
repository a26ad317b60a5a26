/* What is kept and for how long: the announcement, the act, the clock, the copies, erasing. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/backup.h"
#include "aiguillage/date.h"
#include "aiguillage/journal_keep.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/journal_post.h"
#include "aiguillage/keep.h"
#include "aiguillage/path.h"
#include "tests/unit/world.h"

static struct world w;
static struct err err = ERR_INIT;

static bool fine(void)
{
	bool is = err.kind == ERR_NONE;

	if (!is)
		printf("# %s\n", err.msg);
	err_clear(&err);
	return is;
}

static void now(const char *moment)
{
	setenv("AIGUILLAGE_MAINTENANT", moment, 1);
}

/* A record of that kind with a word in every personal field; returns its id in `id`. */
static void write_full(enum entry_kind kind, const char *person, const char *day, char *id)
{
	struct entry e;
	size_t n;
	const struct entry_field *f = entry_fields(kind, &n);

	entry_init(&e, kind);
	for (size_t i = 0; i < n; i++)
		if (entry_is_personal(&f[i]))
			entry_set(&e, (int)i, "canari");
	if (kind == KIND_PERSON)
		entry_set(&e, PERSON_SINCE, day);
	else
		entry_set(&e, ENTRY_DAY, day);
	if (kind != KIND_PERSON && person)
		entry_set(&e, ENTRY_PERSON, person);
	ok(journal_begin(w.s->journal, &err) && journal_post_stamp(w.s->journal, &e, &err) &&
		   journal_log_put(w.s->journal, &e, &err) && journal_commit(w.s->journal, &err),
	   "written");
	fine();
	strcpy(id, e.id);
	entry_done(&e);
}

/* Personal fields of a record that are not empty. */
static int personal_left(enum entry_kind kind, const char *id)
{
	struct entry e;
	size_t n;
	int left = 0;
	const struct entry_field *f = entry_fields(kind, &n);

	if (journal_log_get(w.s->journal, kind, id, &e, &err))
		for (size_t i = 0; i < n; i++)
			left += entry_is_personal(&f[i]) && *entry_get(&e, (int)i);
	entry_done(&e);
	fine();
	return left;
}

static void daily(const char *words)
{
	struct str said;

	str_init(&said);
	ok(keep_daily(w.s, &said, &err), "a day begins");
	fine();
	if (*words)
		ok(strstr(said.s, words) != NULL, "tells « %s »", words);
	else
		is_str(said.s, "", "tells nothing");
	if (*words && !strstr(said.s, words))
		printf("# %s\n", said.s);
	str_done(&said);
}

/* Every personal column of every kind is emptied, with a new revision, and nothing else. */
static void test_strip(void)
{
	static const char *const names[ENTRY_KINDS] = { "person", "accompaniment", "referral", "unmet" };
	char id[ENTRY_KINDS][ENTRY_ID_LEN];
	struct journal_due *due;
	size_t n;

	now("2025-01-10T10:00");
	for (int k = 0; k < ENTRY_KINDS; k++)
		write_full((enum entry_kind)k, NULL, "2025-01-10", id[k]);
	ok(journal_log_overdue(w.s->journal, "2025-01-10", &due, &n, &err), "asked");
	is_int((int)n, 0, "that very day nothing is overdue");
	free(due);
	ok(journal_log_overdue(w.s->journal, "2025-01-11", &due, &n, &err), "asked");
	is_int((int)n, ENTRY_KINDS, "a day later all are");
	ok(journal_begin(w.s->journal, &err), "begun");
	for (size_t i = 0; i < n; i++)
		ok(journal_log_strip(w.s->journal, &due[i], &err), "stripped");
	ok(journal_commit(w.s->journal, &err), "committed");
	fine();
	free(due);
	for (int k = 0; k < ENTRY_KINDS; k++) {
		struct entry e;

		is_int(personal_left((enum entry_kind)k, id[k]), 0, "%s: nothing personal is left", names[k]);
		journal_log_get(w.s->journal, (enum entry_kind)k, id[k], &e, &err);
		is_int((int)e.revision, 2, "%s: a new version", names[k]);
		entry_done(&e);
	}
}

/* A later visit keeps what was said before it. */
static void test_contact(void)
{
	char person[ENTRY_ID_LEN], old[ENTRY_ID_LEN], late[ENTRY_ID_LEN];
	struct journal_due *due;
	size_t n;

	now("2025-12-01T10:00");
	write_full(KIND_PERSON, NULL, "2025-02-01", person);
	write_full(KIND_REFERRAL, person, "2025-02-01", old);
	write_full(KIND_ACCOMPANIMENT, person, "2025-11-20", late);
	ok(journal_log_overdue(w.s->journal, "2025-11-20", &due, &n, &err), "asked");
	is_int((int)n, 0, "the last contact counts");
	free(due);
	ok(journal_log_overdue(w.s->journal, "2025-11-21", &due, &n, &err), "asked");
	is_int((int)n, 3, "for all that is about the person");
	free(due);
	fine();
}

static void test_daily(void)
{
	struct keep_plan p;

	now("2026-11-20T09:00");
	daily("");
	now("2026-11-21T09:00");
	daily("s’effaceront le 28 novembre");
	now("2026-11-24T09:00");
	daily("s’effaceront le 28 novembre");
	now("2026-11-22T09:00");
	daily("confirmé");
	ok(keep_plan(w.s, &p, &err) && p.doubtful && p.n == 3, "the clock went back: nothing happens");
	now("2026-11-28T09:00");
	daily("comme annoncé");
	ok(keep_plan(w.s, &p, &err) && p.n == 0, "it is done");
	daily("");
}

/* After an absence, or on a clock that runs ahead, the week begins again. */
static void test_late(void)
{
	char id[ENTRY_ID_LEN];
	struct keep_plan p;

	now("2026-11-28T10:00");
	write_full(KIND_UNMET, NULL, "2025-11-28", id);
	now("2026-11-29T09:00");
	daily("s’effacera le 6 décembre");
	now("2027-02-01T09:00");
	daily("s’effacera le 8 février");
	is_int(personal_left(KIND_UNMET, id), 2, "nothing is stripped at once");
	now("2027-02-08T09:00");
	daily("comme annoncé");
	is_int(personal_left(KIND_UNMET, id), 0, "a week later it is");
	ok(keep_plan(w.s, &p, &err) && p.n == 0, "and nothing is left to do");
}

/* A crash between the journal and its copies: they are mended at the next start. */
static void test_interrupted(void)
{
	char id[ENTRY_ID_LEN];
	char *folder = path_join(tempdir, BACKUP_FOLDER);
	char *copy = path_join(tempdir, BACKUP_FOLDER "/journal-2027-01-01.db");
	struct keep_difference d;

	now("2027-02-09T09:00");
	write_full(KIND_UNMET, NULL, "2027-02-09", id);
	ok(path_make_private(folder, &err) && backup_to(w.s, copy, &err), "copied");
	ok(journal_begin(w.s->journal, &err) && journal_log_erase(w.s->journal, KIND_UNMET, id, &err) &&
		   journal_set_setting(w.s->journal, "copies_a_reprendre", "effacer", &err) &&
		   journal_commit(w.s->journal, &err), "erased, then killed");
	ok(keep_compare(w.s, copy, &d, &err), "compared");
	is_int((int)d.erased, 1, "the copy still has it");
	daily("");
	ok(keep_compare(w.s, copy, &d, &err), "compared");
	is_int((int)d.erased, 0, "no more after the next start");
	fine();
	unlink(copy);
	free(folder);
	free(copy);
}

static void test_months(void)
{
	struct keep_plan p;

	is_int(keep_months(w.s), 12, "a year");
	ok(!keep_set_months(w.s, 25, &err), "no more than two");
	err_clear(&err);
	ok(keep_set_months(w.s, 1, &err), "a month");
	now("2027-03-31T09:00");
	ok(keep_plan(w.s, &p, &err), "planned");
	is_int(p.before, date_day(2027, 2, 28), "the last day of a shorter month");
	ok(keep_set_months(w.s, 12, &err), "a year again");
	fine();
}

/* Erased here, there and for good; what was done before cannot be taken back. */
static void test_erase(void)
{
	struct log_saved saved;
	struct str what, doubts;
	struct entry e;
	struct keep_copies l;
	char *copy = path_join(tempdir, BACKUP_FOLDER "/journal-2026-01-01.db");
	char *folder = path_join(tempdir, BACKUP_FOLDER);
	size_t n;

	now("2027-03-31T10:00");
	ok(log_accompaniment(w.s, &e, &(struct log_choice){ .km = 1 }, &err), "proposed");
	entry_set(&e, ACC_THEMES, "bureautique");
	ok(log_save(w.s, &e, LOG_NEW_CODE, &saved, &err), "saved");
	ok(path_make_private(folder, &err) && backup_to(w.s, copy, &err), "copied");
	fine();
	str_init(&doubts);
	str_init(&what);
	ok(keep_erase(w.s, saved.code, &n, &doubts, &err), "erased");
	is_int((int)n, 1, "one entry");
	is_str(doubts.s, "", "without doubt");
	ok(!log_undo(w.s, &what, &err), "cannot be taken back");
	ok(journal_log_erased(w.s->journal, e.id, "", &err), "a tombstone");
	ok(!journal_log_erased(w.s->journal, "0123456789abcdef0123456789abcdef", "", &err), "of that one only");
	ok(!keep_erase(w.s, saved.code, &n, &doubts, &err) && err.kind == ERR_NOT_FOUND, "only once");
	err_clear(&err);
	keep_copies(w.s, &l);
	is_int((int)l.n, 1, "one copy");
	is_str(l.c[0].day, "2026-01-01", "of that day");
	for (size_t i = 0; i < l.n; i++) {
		struct keep_difference d;

		ok(keep_compare(w.s, l.c[i].path, &d, &err) && !d.back && !d.erased, "the copy lost it too");
	}
	fine();
	keep_copies_done(&l);
	str_done(&what);
	str_done(&doubts);
	entry_done(&e);
	free(copy);
	free(folder);
}

int main(void)
{
	world_open(&w);
	test_strip();
	test_contact();
	test_daily();
	test_late();
	test_interrupted();
	test_months();
	test_erase();
	world_close(&w);
	return done_testing();
}
