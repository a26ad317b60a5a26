/* The phrase of the journal: sealed and read, locked, changed, lost, taken off, cut at any moment. */
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "aiguillage/backup.h"
#include "aiguillage/date.h"
#include "aiguillage/exchange.h"
#include "aiguillage/journal_draft.h"
#include "aiguillage/journal_keep.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/keep.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"
#include "aiguillage/path.h"
#include "aiguillage/protect.h"
#include "aiguillage/report.h"
#include "src/store/db.h"
#include "tests/unit/fault_vfs.h"
#include "tests/unit/world.h"

#define PHRASE "quatre mots sans rapport"
#define OTHER "cinq autres mots sans rapport"
#define THIRD "encore une phrase de plus"
#define CANARY "canariquinze"
#define COPY BACKUP_FOLDER "/journal-2026-11-23.db"

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

static bool refused(const char *words)
{
	bool is = err.kind && strstr(err.msg, words);

	if (!is)
		printf("# %s\n", err.msg);
	err_clear(&err);
	return is;
}

/* ---- what is written, and where it must not be ---- */

static char code[12];		/* of a person */
static char visit[ENTRY_ID_LEN];	/* with a note */

static bool save(struct session *s, const char *note, const char *who, char *id)
{
	struct log_saved saved;
	struct entry e;
	bool done;

	log_accompaniment(s, &e, &(struct log_choice){ .km = 1 }, &err);
	entry_set(&e, ACC_THEMES, "bureautique");
	entry_set(&e, ACC_NOTE, note);
	done = log_save(s, &e, who, &saved, &err);
	if (done) {
		strcpy(id, saved.id);
		if (saved.new_person)
			strcpy(code, saved.code);
	}
	entry_done(&e);
	return done;
}

static bool draft(struct session *s)
{
	return journal_draft_put(s->journal, "orientation", CANARY, &err);
}

static const char *const words[] = { CANARY, code };
static char found[300];

static int look(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	char *bytes;
	size_t n;

	(void)st;
	(void)ftw;
	/* the directory holds nothing of what is noted, and names of communes look like codes */
	if (type != FTW_F || strstr(path, "annuaire.db"))
		return 0;
	bytes = slurp(path, &n);
	for (size_t i = 0; bytes && i < ARRAY_SIZE(words); i++)
		if (*words[i] && memmem(bytes, n, words[i], strlen(words[i])))
			snprintf(found, sizeof found, "%s holds %s", path, words[i]);
	free(bytes);
	return 0;
}

static bool nothing_in_clear(const char *folder)
{
	*found = '\0';
	nftw(folder, look, 8, FTW_PHYS);
	if (*found)
		printf("# %s\n", found);
	return !*found;
}

static bool make_copy(struct session *s)
{
	char *folder = path_join(s->base_dir, BACKUP_FOLDER), *copy = path_join(s->base_dir, COPY);
	bool done = path_make_private(folder, &err) && (unlink(copy), backup_to(s, copy, &err));

	free(folder);
	free(copy);
	return done;
}

/* The note of that visit, "" when it is locked. */
static char *note_of(struct session *s, const char *id)
{
	struct entry e;
	char *note;

	journal_log_get(s->journal, KIND_ACCOMPANIMENT, id, &e, &err);
	note = xstrdup(entry_get(&e, ACC_NOTE));
	entry_done(&e);
	return note;
}

static void has_note(const char *id, const char *want, const char *what)
{
	char *note = note_of(w.s, id);

	is_str(note, want, "%s", what);
	free(note);
}

/* ---- a phrase ---- */

static bool set_phrase(struct session *s, const char *phrase, struct str *recovery)
{
	struct str doubts;
	bool done;

	str_init(&doubts);
	done = protect_set(s, phrase, SECRET_CHEAP, recovery, &doubts, &err);
	if (doubts.len)
		printf("# %s\n", doubts.s);
	done = done && !doubts.len;
	str_done(&doubts);
	return done;
}

static void report(struct str *out)
{
	struct exchange_contents c;

	ok(exchange_write(w.s, &(struct exchange_options){ .from = "" }, out, &c, &err), "exported");
	fine();
}

static void test_set(void)
{
	struct str recovery, before, after;
	struct overlay o;

	str_init(&recovery);
	str_init(&before);
	str_init(&after);
	ok(save(w.s, CANARY, LOG_NEW_CODE, visit) && fine(), "noted");
	ok(overlay_note(w.s, OVERLAY_PLACE, "S047", CANARY, &err) && fine(), "a private note");
	ok(draft(w.s) && make_copy(w.s) && fine(), "a draft, a copy");
	ok(!nothing_in_clear(tempdir), "in clear");
	report(&before);
	ok(!set_phrase(w.s, "trop court", &recovery) && refused("trop courte"), "a short phrase is refused");
	is_int(journal_lock_state(w.s->journal), JOURNAL_PLAIN, "and nothing changes");
	ok(set_phrase(w.s, PHRASE, &recovery) && fine(), "a phrase");
	ok(recovery.len > 25, "and its recovery code");
	ok(nothing_in_clear(tempdir), "no word in any byte of the folder");
	is_int(journal_lock_state(w.s->journal), JOURNAL_UNLOCKED, "unlocked");
	has_note(visit, CANARY, "read");
	protect_lock(w.s);
	is_int(journal_lock_state(w.s->journal), JOURNAL_LOCKED, "locked");
	has_note(visit, "", "not read any more");
	ok(overlay_read(w.s, OVERLAY_PLACE, "S047", &o, &err) && o.note_locked && !*o.note, "nor the private note");
	overlay_done(&o);
	report(&after);
	is_str(after.s, before.s, "what leaves without texts is the same");
	str_done(&recovery);
	str_done(&before);
	str_done(&after);
}

static void test_unlock(void)
{
	struct str made, content;
	struct entry e;

	str_init(&made);
	str_init(&content);
	ok(!journal_log_person(w.s->journal, code, &e, &err) && refused("phrase"), "no code is found while locked");
	entry_done(&e);
	ok(!journal_draft_get(w.s->journal, "orientation", &made, &content, &err) && refused("phrase"), "nor a draft");
	ok(!protect_unlock(w.s, "ce n’est pas elle", &err) && refused("pas la bonne phrase"), "another phrase");
	is_int(journal_lock_state(w.s->journal), JOURNAL_LOCKED, "opens nothing");
	ok(protect_unlock(w.s, "  " PHRASE " ", &err) && fine(), "the phrase, with spaces around");
	has_note(visit, CANARY, "opens");
	ok(journal_log_person(w.s->journal, code, &e, &err) && fine(), "the code is found");
	is_str(entry_get(&e, PERSON_CODE), code, "it is that one");
	entry_done(&e);
	ok(!journal_log_person(w.s->journal, "Z9-99", &e, &err) && fine(), "another is not");
	entry_done(&e);
	str_clear(&made);
	ok(journal_draft_get(w.s->journal, "orientation", &made, &content, &err) && fine(), "the draft too");
	is_str(content.s, CANARY, "whole");
	str_done(&made);
	str_done(&content);
}

/* Noted without the phrase, read with it. */
static void test_locked_writing(void)
{
	char id[ENTRY_ID_LEN], same[ENTRY_ID_LEN];
	struct entry e;

	protect_lock(w.s);
	ok(save(w.s, CANARY, "", id) && fine(), "noted while locked");
	ok(!save(w.s, CANARY, code, same) && refused("phrase"), "a code needs the phrase");
	ok(!save(w.s, CANARY, LOG_NEW_CODE, same) && refused("phrase"), "a new one too");
	ok(draft(w.s) && fine(), "a draft while locked");
	ok(log_cancel(w.s, visit, true, &err) && log_cancel(w.s, visit, false, &err) && fine(), "an old entry is cancelled, and back");
	ok(!overlay_note(w.s, OVERLAY_PLACE, "S047", "autre", &err) && refused("phrase"), "a closed note is not replaced");
	ok(overlay_mark(w.s, OVERLAY_PLACE, "S047", MARK_CHECKED, clock_today(), &err) && fine(), "its place can be marked");
	ok(nothing_in_clear(tempdir), "nothing in clear");
	ok(protect_unlock(w.s, PHRASE, &err) && fine(), "unlocked");
	has_note(id, CANARY, "read");
	has_note(visit, CANARY, "the old one is as it was");
	ok(save(w.s, "suite", code, same) && fine(), "with a code");
	ok(journal_log_get(w.s->journal, KIND_ACCOMPANIMENT, same, &e, &err) && *entry_get(&e, ENTRY_PERSON),
	   "of a person");
	entry_done(&e);
}

static void test_private_note(void)
{
	struct overlay o;

	ok(overlay_read(w.s, OVERLAY_PLACE, "S047", &o, &err) && fine(), "the private note");
	is_str(o.note, CANARY, "is as it was");
	overlay_done(&o);
}

/* Moved or changed by another hand: told, lost for nobody else, and kept as it is. */
static void test_changed(void)
{
	char id[ENTRY_ID_LEN], sql[300];
	struct db db;
	size_t n;

	ok(save(w.s, "intact", "", id) && fine(), "noted");
	ok(journal_check_sealed(w.s->journal, &n, &err) && fine(), "checked");
	is_int((int)n, 0, "all opens");
	snprintf(sql, sizeof sql, "UPDATE accompaniment SET note = (SELECT note FROM accompaniment WHERE id = '%s')\n"
				  "WHERE id = '%s'", visit, id);
	ok(db_open(&db, temp("journal.db"), 0, &err) && db_exec(&db, sql, &err) && fine(), "moved to another entry");
	db_close(&db);
	has_note(id, "", "it does not open there");
	has_note(visit, CANARY, "it does where it was");
	ok(journal_check_sealed(w.s->journal, &n, &err) && fine(), "checked");
	is_int((int)n, 1, "one does not open");
	ok(log_cancel(w.s, id, true, &err) && fine(), "the entry can be changed");
	snprintf(sql, sizeof sql, "UPDATE accompaniment SET note = '' WHERE id = '%s'", id);
	ok(db_open(&db, temp("journal.db"), 0, &err) && db_exec(&db, sql, &err) && fine(), "put right");
	db_close(&db);
}

static bool opens_copy(const char *path, const char *phrase)
{
	struct journal *j;
	bool opens = journal_open_copy(&j, path, temp("essai.db"), &err);

	if (opens) {
		opens = journal_lock_state(j) == JOURNAL_PLAIN ? !phrase : phrase && journal_unlock(j, phrase, &err);
		journal_close(j);
	}
	unlink(temp("essai.db"));
	err_clear(&err);
	return opens;
}

static bool every_copy_opens(struct session *s, const char *phrase)
{
	struct keep_copies l;
	bool all = true;

	keep_copies(s, &l);
	for (size_t i = 0; i < l.n; i++)
		if (!opens_copy(l.c[i].path, phrase)) {
			printf("# %s does not open\n", l.c[i].path);
			all = false;
		}
	all = all && l.n > 0;
	keep_copies_done(&l);
	return all;
}

static void test_change(struct str *recovery)
{
	struct str first;

	str_init(&first);
	protect_lock(w.s);
	ok(!set_phrase(w.s, OTHER, recovery) && refused("phrase"), "not changed while locked");
	ok(protect_unlock(w.s, PHRASE, &err) && fine(), "unlocked");
	ok(set_phrase(w.s, PHRASE, &first) && set_phrase(w.s, OTHER, recovery) && fine(), "changed");
	has_note(visit, CANARY, "read at once");
	ok(every_copy_opens(w.s, OTHER), "the copies follow");
	ok(nothing_in_clear(tempdir), "nothing in clear");
	protect_lock(w.s);
	ok(!protect_unlock(w.s, PHRASE, &err) && refused("pas la bonne phrase"), "the old one opens nothing");
	ok(!protect_unlock(w.s, first.s, &err) && refused("nouveau code"), "nor the old code");
	str_done(&first);
}

/* Lost: the recovery code opens, and serves to set another. */
static void test_lost(struct str *recovery)
{
	for (char *p = recovery->s; *p; p++)
		*p = *p == '-' ? ' ' : *p;
	ok(protect_unlock(w.s, recovery->s, &err) && fine(), "the recovery code, typed with spaces");
	has_note(visit, CANARY, "opens");
	str_clear(recovery);
	ok(set_phrase(w.s, PHRASE, recovery) && fine(), "another phrase");
	protect_lock(w.s);
	ok(protect_unlock(w.s, PHRASE, &err) && fine(), "opens");
}

static void test_remove(void)
{
	struct str doubts;

	str_init(&doubts);
	protect_lock(w.s);
	ok(!protect_remove(w.s, &doubts, &err) && refused("phrase"), "not taken off while locked");
	ok(protect_unlock(w.s, PHRASE, &err) && protect_remove(w.s, &doubts, &err) && fine(), "taken off");
	is_str(doubts.s, "", "without doubt");
	is_int(journal_lock_state(w.s->journal), JOURNAL_PLAIN, "no phrase any more");
	has_note(visit, CANARY, "read");
	ok(every_copy_opens(w.s, NULL), "the copies too");
	str_done(&doubts);
	test_private_note();
}

/* Another window, which was open before: it follows at once, whatever it does. */
static void test_two_windows(void)
{
	struct session_options o = { .base = tempdir };
	struct session *other = NULL;
	struct str recovery, doubts;
	char id[ENTRY_ID_LEN];
	char *note;

	str_init(&recovery);
	str_init(&doubts);
	ok(session_open(&other, &o, &err) && fine(), "a second window");
	note = note_of(other, visit);
	is_str(note, CANARY, "which reads in clear");
	free(note);
	ok(set_phrase(w.s, PHRASE, &recovery) && fine(), "a phrase, by the first");
	is_int(journal_lock_state(other->journal), JOURNAL_LOCKED, "the second is locked");
	note = note_of(other, visit);
	is_str(note, "", "and reads no more");
	free(note);
	ok(save(other, CANARY, "", id) && draft(other) && fine(), "what it notes");
	ok(nothing_in_clear(tempdir), "is sealed");
	ok(protect_unlock(other, PHRASE, &err) && fine(), "unlocked there");
	ok(protect_remove(w.s, &doubts, &err) && fine(), "taken off by the first");
	is_int(journal_lock_state(other->journal), JOURNAL_PLAIN, "the second follows");
	note = note_of(other, id);
	is_str(note, CANARY, "and reads");
	free(note);
	session_close(other);
	str_done(&recovery);
	str_done(&doubts);
}

/* ---- copies put back ---- */

static void test_put_back(void)
{
	char *copy = path_join(tempdir, "dehors.db"), *aside = NULL;
	struct keep_difference d;
	struct str recovery;

	str_init(&recovery);
	ok(backup_to(w.s, copy, &err) && set_phrase(w.s, PHRASE, &recovery) && fine(), "a copy in clear, outside");
	protect_lock(w.s);
	ok(keep_compare(w.s, copy, &d, &err) && !d.other_phrase, "compared");
	ok(keep_restore(w.s, copy, &aside, &err) && fine(), "put back while a phrase is set");
	free(aside);
	unlink(copy);
	is_int(journal_lock_state(w.s->journal), JOURNAL_LOCKED, "it is sealed as the journal was");
	ok(nothing_in_clear(tempdir), "nothing in clear");
	ok(protect_unlock(w.s, PHRASE, &err) && fine(), "by the same phrase");
	has_note(visit, CANARY, "read");
	/* sealed before the phrase was changed: today's opens it */
	ok(backup_to(w.s, copy, &err) && set_phrase(w.s, OTHER, &recovery) && fine(), "changed since");
	ok(keep_restore(w.s, copy, &aside, &err) && fine(), "put back");
	free(aside);
	protect_lock(w.s);
	ok(protect_unlock(w.s, OTHER, &err) && fine(), "the phrase of today opens");
	has_note(visit, CANARY, "read");
	free(copy);
	str_done(&recovery);
}

/* Sealed under another key: said, and it is that phrase that will be needed. */
static void test_other_key(void)
{
	char *copy = path_join(tempdir, "dehors.db"), *aside = NULL;
	struct keep_difference d;
	struct str recovery, doubts;

	str_init(&recovery);
	str_init(&doubts);
	ok(protect_remove(w.s, &doubts, &err) && set_phrase(w.s, THIRD, &recovery) && fine(), "another key");
	ok(keep_compare(w.s, copy, &d, &err) && d.other_phrase, "said");
	ok(keep_restore(w.s, copy, &aside, &err) && fine(), "put back");
	is_int(journal_lock_state(w.s->journal), JOURNAL_LOCKED, "locked");
	ok(!protect_unlock(w.s, THIRD, &err) && refused("pas la bonne phrase"), "not by the phrase of before");
	ok(protect_unlock(w.s, PHRASE, &err) && fine(), "by that of the copy");
	has_note(visit, CANARY, "read");
	ok(opens_copy(aside, THIRD), "the journal put aside keeps its own");
	free(aside);
	free(copy);
	str_done(&recovery);
	str_done(&doubts);
}

/* ---- cut at any moment ---- */

static char scratch[1200];

static void copy_file(const char *from, const char *to)
{
	size_t n;
	char *bytes = slurp(from, &n);

	if (bytes)
		spit(to, bytes, n);
	free(bytes);
}

static int copy_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	char to[2600];

	(void)st;
	(void)ftw;
	snprintf(to, sizeof to, "%s/copie%s", scratch, path + strlen(scratch) + strlen("/modele"));
	if (type == FTW_D)
		mkdir(to, 0700);
	else
		copy_file(path, to);
	return 0;
}

static void fresh_copy(void)
{
	char cmd[2600];

	snprintf(cmd, sizeof cmd, "%s/copie", scratch);
	nftw(cmd, tempdir_remove_one, 8, FTW_DEPTH | FTW_PHYS);
	snprintf(cmd, sizeof cmd, "%s/modele", scratch);
	nftw(cmd, copy_one, 8, FTW_PHYS);
}

static struct session *open_in(const char *name)
{
	char base[1300];
	struct session_options o = { .base = base };
	struct session *s = NULL;

	snprintf(base, sizeof base, "%s/%s", scratch, name);
	if (!session_open(&s, &o, &err))
		world_bail(&err);
	return s;
}

typedef bool passage(struct session *s);

static bool setting(struct session *s)
{
	struct str recovery;
	bool done;

	str_init(&recovery);
	done = set_phrase(s, PHRASE, &recovery);
	str_done(&recovery);
	return done;
}

static bool changing(struct session *s)
{
	struct str recovery;
	bool done;

	str_init(&recovery);
	done = protect_unlock(s, PHRASE, &err) && set_phrase(s, OTHER, &recovery);
	str_done(&recovery);
	return done;
}

static bool removing(struct session *s)
{
	struct str doubts;
	bool done;

	str_init(&doubts);
	done = protect_unlock(s, PHRASE, &err) && protect_remove(s, &doubts, &err) && !doubts.len;
	str_done(&doubts);
	return done;
}

/* True when it was killed. */
static bool run_killed(passage *p, int at)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		struct session *s = open_in("copie");

		fault_arm_kill(at);
		_exit(p(s) ? 0 : 1);
	}
	waitpid(pid, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status))
		printf("# it failed by itself\n");
	return WIFSIGNALED(status);
}

/* Nothing or all, here and in the copies, and every word is still there. */
static bool whole(passage *p)
{
	char folder[1300];
	const char *phrase = NULL;
	struct session *s = open_in("copie");
	enum journal_lock lock;
	struct str said;
	char *note;
	bool is;

	str_init(&said);
	keep_finish(s, &said);
	lock = journal_lock_state(s->journal);
	if (lock != JOURNAL_PLAIN)
		phrase = p == changing && protect_unlock(s, OTHER, &err) ? OTHER : PHRASE;
	err_clear(&err);
	is = !said.len && (!phrase || protect_unlock(s, phrase, &err)) && every_copy_opens(s, phrase);
	snprintf(folder, sizeof folder, "%s/copie", scratch);
	is = is && (!phrase || nothing_in_clear(folder));
	note = note_of(s, visit);
	is = is && !strcmp(note, CANARY);
	if (!is)
		printf("# phrase %s, note « %s », %s\n", phrase ? phrase : "none", note, said.s);
	free(note);
	session_close(s);
	str_done(&said);
	return is;
}

static void test_killed(passage *p, passage *first, const char *what)
{
	int step = getenv("AIGUILLAGE_LONG") ? 1 : 9, at = 1, bad = 0, times = 0;
	struct session *s;

	fresh_copy();
	if (first) {
		char from[1300], to[1300];

		s = open_in("copie");
		ok(first(s) && fine(), "prepared");
		session_close(s);
		snprintf(from, sizeof from, "%s/copie", scratch);
		snprintf(to, sizeof to, "%s/modele", scratch);
		nftw(to, tempdir_remove_one, 8, FTW_DEPTH | FTW_PHYS);
		ok(rename(from, to) == 0, "as a model");
		fresh_copy();
	}
	for (; run_killed(p, at); at += step, times++) {
		bad += !whole(p);
		fresh_copy();
	}
	ok(times > 5, "%s: killed %d times, the last at call %d", what, times, at);
	is_int(bad, 0, "and always nothing or all");
	bad += !whole(p);
}

static void prepare_elsewhere(void)
{
	snprintf(scratch, sizeof scratch, "%s", temp("coupures"));
	mkdir(scratch, 0700);
}

static void prepare_model(void)
{
	struct session *s;

	s = open_in("modele");
	ok(save(s, CANARY, LOG_NEW_CODE, visit) && make_copy(s) && fine(), "a journal and its copy");
	session_close(s);
}

/* ---- merging ---- */

/* The same journal, told by another laptop, into a locked one. */
static void test_merge(void)
{
	struct exchange_report r;
	struct exchange_contents c;
	struct str out, doubts, recovery;

	str_init(&out);
	str_init(&doubts);
	str_init(&recovery);
	ok(exchange_write(w.s, &(struct exchange_options){ .from = "", .texts = true }, &out, &c, &err) && fine(),
	   "with texts");
	ok(strstr(out.s, CANARY) != NULL, "they are there");
	ok(set_phrase(w.s, PHRASE, &recovery) && fine(), "a phrase");
	protect_lock(w.s);
	exchange_report_init(&r);
	ok(exchange_read(w.s, out.s, out.len, false, &r, &err) && fine(), "merged while locked");
	is_int((int)(r.added + r.changed), 0, "nothing is new");
	exchange_report_done(&r);
	ok(nothing_in_clear(tempdir), "nothing in clear");
	str_clear(&doubts);
	ok(!exchange_write(w.s, &(struct exchange_options){ .from = "", .texts = true }, &doubts, &c, &err) &&
		   refused("phrase"), "texts do not leave while locked");
	str_clear(&doubts);
	ok(protect_unlock(w.s, PHRASE, &err) && protect_remove(w.s, &doubts, &err) && fine(), "taken off again");
	str_done(&out);
	str_done(&doubts);
	str_done(&recovery);
}

/* Codes that came while it was locked are found once it is open. */
static void test_merged_code(void)
{
	char id[ENTRY_ID_LEN], erased[12];
	struct exchange_contents c;
	struct exchange_report r;
	struct str out, doubts, recovery;
	struct entry e;
	struct session *s;
	size_t n;

	str_init(&out);
	str_init(&doubts);
	str_init(&recovery);
	s = open_in("autre");
	ok(save(s, "d’ailleurs", LOG_NEW_CODE, id) && fine(), "noted elsewhere");
	strcpy(erased, code);
	ok(exchange_write(s, &(struct exchange_options){ .from = "", .texts = true }, &out, &c, &err) && fine(), "sent");
	session_close(s);
	ok(set_phrase(w.s, PHRASE, &recovery) && fine(), "a phrase");
	protect_lock(w.s);
	exchange_report_init(&r);
	ok(exchange_read(w.s, out.s, out.len, false, &r, &err) && fine(), "merged while locked");
	exchange_report_done(&r);
	ok(protect_unlock(w.s, PHRASE, &err) && fine(), "unlocked");
	ok(journal_log_person(w.s->journal, erased, &e, &err) && fine(), "its code is found");
	entry_done(&e);
	has_note(id, "d’ailleurs", "its text is read");
	ok(keep_erase(w.s, erased, &n, &doubts, &err) && fine(), "erased by its code");
	is_int((int)n, 1, "one entry");
	ok(protect_remove(w.s, &doubts, &err) && fine(), "taken off");
	*code = '\0';
	str_done(&out);
	str_done(&doubts);
	str_done(&recovery);
}

/* ---- copies made before each change ---- */

static bool is_safety(const struct keep_copy *c)
{
	return strcmp(keep_copy_what(c), "avant la phrase") == 0;
}

static int safety_copies(void)
{
	struct keep_copies l;
	int n = 0;

	keep_copies(w.s, &l);
	for (size_t i = 0; i < l.n; i++)
		n += is_safety(&l.c[i]);
	keep_copies_done(&l);
	return n;
}

static char *in_copies(const char *name)
{
	char *folder = path_join(tempdir, BACKUP_FOLDER), *path = path_join(folder, name);

	free(folder);
	return path;
}

static bool is_kept(const char *name)
{
	char *path = in_copies(name);
	bool is = access(path, F_OK) == 0;

	free(path);
	return is;
}

static void put_copy(const char *from, const char *name)
{
	char *to = in_copies(name);

	copy_file(from, to);
	free(to);
}

static void drop_safety_copies(void)
{
	struct keep_copies l;

	keep_copies(w.s, &l);
	for (size_t i = 0; i < l.n; i++)
		if (is_safety(&l.c[i]))
			unlink(l.c[i].path);
	keep_copies_done(&l);
}

/* Of those that the phrase of today opens, the newest stay; any other is for people to delete. */
static void test_pruned(void)
{
	char *other = path_join(tempdir, "autre.db"), *model = path_join(tempdir, "modele.db");
	struct str recovery, doubts;
	char name[64];

	str_init(&recovery);
	str_init(&doubts);
	drop_safety_copies();
	ok(backup_to(w.s, other, &err) && protect_remove(w.s, &doubts, &err) && fine(), "a copy under a key");
	ok(set_phrase(w.s, PHRASE, &recovery) && backup_to(w.s, model, &err) && fine(), "and one under another");
	is_int(safety_copies(), 1, "the journal as it was before");
	put_copy(other, "avant-phrase-2024-01-01-10h00.db");
	put_copy("/dev/null", "avant-phrase-2024-01-02-10h00.db");
	for (int i = 1; i < BACKUP_KEPT; i++) {
		snprintf(name, sizeof name, "avant-phrase-2025-03-%02d-10h00.db", i);
		put_copy(model, name);
	}
	put_copy(model, "avant-phrase-2025-03-02-10h00-2.db");
	put_copy(model, "avant-phrase-2025-03-02-10h00-10.db");
	ok(protect_set(w.s, OTHER, SECRET_CHEAP, &recovery, &doubts, &err) && fine(), "changed");
	is_int(safety_copies(), BACKUP_KEPT + 2, "as many as are kept, and two others");
	ok(is_kept("avant-phrase-2024-01-01-10h00.db"), "that of another key");
	ok(is_kept("avant-phrase-2024-01-02-10h00.db"), "one that cannot be read");
	ok(!is_kept("avant-phrase-2025-03-01-10h00.db") && !is_kept("avant-phrase-2025-03-02-10h00.db") &&
	   !is_kept("avant-phrase-2025-03-02-10h00-2.db"), "the oldest went");
	ok(is_kept("avant-phrase-2025-03-02-10h00-10.db") && is_kept("avant-phrase-2025-03-03-10h00.db"),
	   "not the next");
	drop_safety_copies();
	ok(protect_remove(w.s, &doubts, &err) && fine(), "taken off");
	free(other);
	free(model);
	str_done(&recovery);
	str_done(&doubts);
}

int main(void)
{
	struct str recovery;

	fault_register();
	world_open(&w);
	str_init(&recovery);
	test_set();
	test_unlock();
	test_locked_writing();
	test_private_note();
	test_changed();
	test_change(&recovery);
	test_lost(&recovery);
	test_remove();
	test_two_windows();
	test_merge();
	prepare_elsewhere();
	test_merged_code();
	test_put_back();
	test_other_key();
	test_pruned();
	prepare_model();
	test_killed(setting, NULL, "setting");
	test_killed(changing, setting, "changing");
	test_killed(removing, NULL, "taking off");
	world_close(&w);
	str_done(&recovery);
	return done_testing();
}
