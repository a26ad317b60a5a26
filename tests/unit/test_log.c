/* Logging on the shipped directory: entries proposed, saved, taken back, followed up, listed. */
#include <math.h>
#include <signal.h>
#include <sys/wait.h>

#include "aiguillage/backup.h"
#include "aiguillage/date.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/log_filter.h"
#include "aiguillage/mem.h"
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

/* Refused, with these words. */
static bool refused(bool done, enum err_kind kind, const char *words)
{
	bool is = !done && err.kind == kind && strstr(err.msg, words);

	if (!is)
		printf("# %d %s\n", err.kind, err.msg);
	err_clear(&err);
	return is;
}

/* A referral of a senior of Bibost to the offer of that key. */
static void refer(struct entry *e, const char *offer)
{
	struct log_choice c = { .criteria = &w.c, .km = 3.25f };

	ask(&w, "Bibost", "seniors", "demarches", 0, "");
	c.offer = directory_offer_by_key(w.s->directory, offer, &err);
	ok(log_referral(w.s, e, &c, &err), "a referral to %s", offer);
	fine();
}

static void save(struct entry *e, const char *code, struct log_saved *saved)
{
	ok(log_save(w.s, e, code, saved, &err), "saved");
	fine();
}

/* What was looked for says what is in the way: without a car, with somebody who does not read. */
static void test_barriers(void)
{
	struct log_choice c = { .criteria = &w.c, .km = NAN };
	struct entry e;

	ask(&w, "Bibost", "seniors", "demarches", FILTER_NO_CAR, "");
	list_add(&w.c.cares, "illettrisme");
	list_add(&w.c.cares, "langues-autres");
	list_add(&w.c.cares, "langues-anglais");
	list_add(&w.c.cares, "deficience-visuelle");
	ok(log_unmet(w.s, &e, &c, &err), "a need without answer");
	is_str(entry_get(&e, UNMET_BARRIERS), "mobilite|lecture-ecriture|langue", "each once, health not at all");
	entry_done(&e);
	c.offer = directory_offer_by_key(w.s->directory, "S015", &err);
	ok(log_referral(w.s, &e, &c, &err), "a referral");
	is_str(entry_get(&e, REF_BARRIERS), "mobilite|lecture-ecriture|langue", "the same");
	entry_done(&e);
	str_clear(&w.c.cares);
	fine();
}

static void test_referral(void)
{
	struct log_saved saved;
	struct entry e, again;
	struct str b;

	refer(&e, "S015");
	is_str(entry_get(&e, REF_DAY), "2026-11-24", "today");
	is_str(entry_get(&e, REF_COMMUNE), "Bibost", "commune of the search");
	is_str(entry_get(&e, REF_AUDIENCES), "seniors", "audience");
	is_str(entry_get(&e, REF_NEEDS), "demarches", "need");
	is_str(entry_get(&e, REF_FOLLOWUP), "2026-12-04", "ten days");
	is_str(entry_get(&e, REF_STATE), "oriente", "the sheet is handed over");
	ok(*entry_get(&e, REF_PLACE) && *entry_get(&e, REF_PHONE) && *entry_get(&e, REF_HOURS) &&
		   *entry_get(&e, REF_PLACE_KEY),
	   "the place as it stands: %s", entry_get(&e, REF_PLACE));
	save(&e, LOG_NEW_CODE, &saved);
	ok(saved.new_person && strlen(saved.code) == 5, "a code is drawn: %s", saved.code);
	is_int((long long)strlen(e.id), 32, "an id");
	is_str(entry_get(&e, REF_PATHWAY), e.id, "a pathway begins");
	ok(log_find(w.s, e.id, &again, &err) && entry_same(&e, &again), "read again as it was");
	is_int(again.revision, 1, "first revision");
	ok(*again.author == 'p', "of this post");
	entry_done(&again);
	str_init(&b);
	ok(log_code(w.s, &e, &b, &err) && strcmp(b.s, saved.code) == 0, "its code");
	str_done(&b);

	/* the next visit of the same person knows where they live */
	entry_done(&e);
	ok(log_accompaniment(w.s, &e, &(struct log_choice){ .km = NAN }, &err), "a visit");
	save(&e, saved.code, &saved);
	ok(!saved.new_person, "known");
	is_str(entry_get(&e, ACC_COMMUNE), "Bibost", "commune of the person");
	entry_done(&e);
	fine();
}

static void test_refusals(void)
{
	struct log_saved saved;
	struct entry e;

	refer(&e, "S015");
	entry_set(&e, REF_WORDS, "son numéro est 2 55 08 14 168 025 38");
	ok(refused(log_save(w.s, &e, NULL, &saved, &err), ERR_USAGE, "sécurité sociale"), "a NIR");
	entry_set(&e, REF_WORDS, "");
	entry_set(&e, REF_BARRIERS, "mobilite|paresse");
	ok(log_save(w.s, &e, NULL, &saved, &err), "barriers may be a source's own");
	entry_done(&e);
	refer(&e, "S015");
	entry_set(&e, REF_STATE, "perdu");
	ok(refused(log_save(w.s, &e, NULL, &saved, &err), ERR_USAGE, "perdu"), "states may not");
	entry_set(&e, REF_STATE, "oriente");
	entry_set(&e, REF_DAY, "2026-11-25");
	ok(refused(log_save(w.s, &e, NULL, &saved, &err), ERR_USAGE, "à venir"), "not tomorrow");
	entry_set(&e, REF_DAY, "");
	ok(refused(log_save(w.s, &e, NULL, &saved, &err), ERR_USAGE, "date"), "a date is needed");
	entry_set(&e, REF_DAY, "2026-11-24");
	ok(refused(log_save(w.s, &e, "durand", &saved, &err), ERR_USAGE, "n’est pas un code"),
	   "a name is no code");
	is_str(e.id, "", "nothing of all this was written");
	entry_done(&e);
	ok(refused(log_find(w.s, "ffffffffffffffff", &e, &err), ERR_NOT_FOUND, "identifiant"),
	   "no such entry");
	entry_done(&e);
}

static void test_undo(void)
{
	struct log_saved saved;
	struct log_list l;
	struct entry e;
	struct str what;
	char id[ENTRY_ID_LEN];

	refer(&e, "S015");
	save(&e, LOG_NEW_CODE, &saved);
	strcpy(id, e.id);
	entry_done(&e);
	ok(log_become(w.s, id, STATE_CAME, "", &err), "came");
	ok(log_find(w.s, id, &e, &err) && strcmp(entry_get(&e, REF_STATE), "venu") == 0, "written");
	entry_done(&e);
	str_init(&what);
	ok(log_undo(w.s, &what, &err), "taken back: %s", what.s);
	ok(log_find(w.s, id, &e, &err) && strcmp(entry_get(&e, REF_STATE), "oriente") == 0, "as before");
	is_int(e.revision, 3, "as a new revision, for those who merge");
	entry_done(&e);
	ok(log_undo(w.s, &what, &err), "the saving too");
	ok(log_find(w.s, id, &e, &err) && e.removed, "cancelled");
	entry_done(&e);
	ok(log_of_person(w.s, &(struct log_filter){ .code = saved.code }, &l, &err) && l.n == 0, "the person is gone with it");
	log_list_done(&l);
	fine();
	str_done(&what);
}

static void test_cancel(void)
{
	struct log_saved saved;
	struct log_filter f = { .from = "", .text = "s’arrête ici" };
	struct log_list l;
	struct entry e;

	ok(log_accompaniment(w.s, &e, &(struct log_choice){ .km = NAN }, &err), "a visit");
	entry_set(&e, ACC_PLACE, "Là où tout s’arrête ici");
	save(&e, "", &saved);
	is_str(saved.code, "", "nobody");
	ok(log_entries(w.s, &f, &l, &err) && l.n == 1, "found by its place");
	log_list_done(&l);
	ok(log_cancel(w.s, e.id, true, &err), "cancelled");
	ok(log_entries(w.s, &f, &l, &err) && l.n == 0, "nowhere");
	log_list_done(&l);
	f.removed = true;
	ok(log_entries(w.s, &f, &l, &err) && l.n == 1, "among the cancelled");
	log_list_done(&l);
	ok(log_cancel(w.s, e.id, false, &err), "back");
	ok(refused(log_cancel(w.s, e.id, false, &err), ERR_USAGE, "pas annulée"), "only once");
	entry_done(&e);
	fine();
}

static void test_pathway(void)
{
	struct log_saved saved;
	struct entry first, second;
	struct log_list l;

	refer(&first, "S015");
	entry_set(&first, REF_BARRIERS, "mobilite");
	save(&first, LOG_NEW_CODE, &saved);
	ok(log_become(w.s, first.id, STATE_FAILED, "trop-loin", &err), "too far");
	ok(log_again(w.s, &first, &second,
		     directory_offer_by_key(w.s->directory, "S047", &err), NAN, &err),
	   "elsewhere");
	is_str(entry_get(&second, REF_BARRIERS), "mobilite", "the request follows");
	is_str(entry_get(&second, REF_STEP), "2", "second step");
	is_str(entry_get(&second, REF_AFTER), first.id, "after the first");
	save(&second, NULL, &saved);
	ok(log_pathway(w.s, entry_get(&second, REF_PATHWAY), &l, &err) && l.n == 2, "two steps");
	is_str(entry_get(&l.e[0], REF_STATE), "non-abouti", "the first failed");
	log_list_done(&l);
	entry_done(&first);
	entry_done(&second);
	fine();
}

static void test_due(void)
{
	struct log_saved saved;
	struct log_list l;
	struct entry e;
	size_t before;

	ok(log_due(w.s, clock_today() + 10, &l, &err), "due in ten days");
	before = l.n;
	log_list_done(&l);
	refer(&e, "S015");
	save(&e, "", &saved);
	ok(log_due(w.s, clock_today() + 9, &l, &err), "the day before");
	is_int((long long)l.n, 0, "nothing yet");
	log_list_done(&l);
	ok(log_due(w.s, clock_today() + 10, &l, &err), "that day");
	is_int((long long)l.n, (long long)before + 1, "one more");
	log_list_done(&l);
	ok(log_postpone(w.s, e.id, REFERRAL_AGAIN, &err), "put off");
	ok(log_due(w.s, clock_today() + 7, &l, &err) && l.n == 1, "in a week");
	log_list_done(&l);
	ok(log_become(w.s, e.id, STATE_CAME, "", &err), "came");
	ok(log_due(w.s, clock_today() + 7, &l, &err) && l.n == 0, "over");
	log_list_done(&l);
	ok(refused(log_postpone(w.s, e.id, 7, &err), ERR_USAGE, "terminée"), "nothing to put off");
	entry_done(&e);
	fine();
}

static void test_prescriber(void)
{
	int64_t row = 0;
	struct entry e;
	struct offer o;

	offer_init(&o);
	ask(&w, "Tarare", "", "", 0, "forma tic");
	for (size_t i = 0; i < search_count(w.x) && !row; i++) {
		struct hit h;

		search_hits(w.x, i, 1, &h);
		if (directory_offer(w.s->directory, index_offer_id(w.s->index, h.offer), &o, &err) &&
		    offer_is_prescribed(&o))
			row = o.id;
	}
	ok(row != 0, "an offer on prescription");
	ok(log_referral(w.s, &e, &(struct log_choice){ .criteria = &w.c, .offer = row, .km = NAN },
			&err),
	   "a referral to it");
	ok(log_via_prescriber(w.s, &e, 0, &err), "through who must prescribe");
	is_str(entry_get(&e, REF_TARGET_KEY), offer_get(&o, OFFER_KEY), "the aim is kept");
	is_str(entry_get(&e, REF_PLACE), offer_get(&o, OFFER_PRESCRIBERS), "they come first");
	entry_done(&e);
	offer_clear(&o);
	fine();
}

static void test_openings(void)
{
	struct hours_span spans[4];
	struct entry e;
	size_t n;

	refer(&e, "S015");
	n = log_openings(w.s, &e, spans, 4);
	ok(n == 4 && spans[0].to > clock_now() && spans[1].from > spans[0].from, "next openings");
	entry_set(&e, REF_OFFER_KEY, "nulle-part");
	entry_set(&e, REF_PLACE_KEY, "nulle-part");
	is_int((long long)log_openings(w.s, &e, spans, 4), 0, "none of what is unknown");
	entry_done(&e);
	fine();
}

static void is_read(enum entry_kind kind, int field, const char *typed, const char *want)
{
	struct str b;

	str_init(&b);
	if (!log_read(w.s, kind, field, typed, &b, &err))
		str_add(&b, "(refused)");
	is_str(b.s, want, "« %s »", typed);
	err_clear(&err);
	str_done(&b);
}

static void test_read(void)
{
	is_read(KIND_REFERRAL, REF_FOLLOWUP, "4/12", "2026-12-04");
	is_read(KIND_REFERRAL, REF_FOLLOWUP, "2/1", "2027-01-02");
	is_read(KIND_REFERRAL, REF_FOLLOWUP, "+7", "2026-12-01");
	is_read(KIND_REFERRAL, REF_FOLLOWUP, "demain", "2026-11-25");
	is_read(KIND_REFERRAL, REF_FOLLOWUP, "31/2", "(refused)");
	is_read(KIND_REFERRAL, REF_FOLLOWUP, "bientôt", "(refused)");
	is_read(KIND_REFERRAL, REF_APPOINTMENT, "4/12 à 14h30", "2026-12-04T14:30");
	is_read(KIND_REFERRAL, REF_APPOINTMENT, "4/12 14h", "2026-12-04T14:00");
	is_read(KIND_REFERRAL, REF_APPOINTMENT, "2026-12-04T14:30", "2026-12-04T14:30");
	is_read(KIND_REFERRAL, REF_APPOINTMENT, "4 décembre à 14h30", "2026-12-04T14:30");
	is_read(KIND_REFERRAL, REF_APPOINTMENT, "1er janvier 2027 à 17h", "2027-01-01T17:00");
	is_read(KIND_REFERRAL, REF_APPOINTMENT, "1er janvier 2027", "2027-01-01");
	is_read(KIND_REFERRAL, REF_APPOINTMENT, "demain", "2026-11-25");
	is_read(KIND_REFERRAL, REF_APPOINTMENT, "4/12 25h", "(refused)");
	is_read(KIND_REFERRAL, REF_APPOINTMENT, "4/12 14hx", "(refused)");
	is_read(KIND_REFERRAL, REF_BARRIERS, "mobilité, argent", "mobilite|economique");
	is_read(KIND_REFERRAL, REF_BARRIERS, "paresse", "(refused)");
	is_read(KIND_REFERRAL, REF_HISTORY, "x", "(refused)");
	is_read(KIND_REFERRAL, REF_WORDS, "2 55 08 14 168 025 38", "(refused)");
	is_read(KIND_ACCOMPANIMENT, ACC_MINUTES, "1h30", "90");
	is_read(KIND_ACCOMPANIMENT, ACC_PEOPLE, "sept", "(refused)");
	is_read(KIND_ACCOMPANIMENT, ACC_GENDERS, "4 féminin, 3 masculin", "feminin=4|masculin=3");
	is_read(KIND_ACCOMPANIMENT, ACC_AGES, "12-17", "12-17=1");
	is_read(KIND_ACCOMPANIMENT, ACC_AGES, "60-69=2|70-plus=5", "60-69=2|70-plus=5");
	is_read(KIND_ACCOMPANIMENT, ACC_THEMES, "E-mail", "email");
	is_read(KIND_ACCOMPANIMENT, ACC_TAGS, " café , tricot", "café|tricot");
}

/* Themes of La Coop after the need of the search; the habits of the last visit. */
static void test_accompaniment(void)
{
	struct log_saved saved;
	struct entry e;

	ask(&w, "Bibost", "", "demarches", 0, "");
	ok(log_accompaniment(w.s, &e, &(struct log_choice){ .criteria = &w.c, .km = NAN }, &err), "new");
	is_str(entry_get(&e, ACC_THEMES), "aide_aux_demarches_administratives", "theme of the need");
	entry_set(&e, ACC_MINUTES, "45");
	entry_set(&e, ACC_CHANNEL, "domicile");
	save(&e, "", &saved);
	entry_done(&e);
	ok(log_accompaniment(w.s, &e, &(struct log_choice){ .km = NAN }, &err), "the next one");
	is_str(entry_get(&e, ACC_MINUTES), "45", "as long");
	is_str(entry_get(&e, ACC_CHANNEL), "domicile", "in the same way");
	is_str(entry_get(&e, ACC_THEMES), "", "about something else");
	entry_done(&e);
	fine();
}

/* The visits of a colleague, merged here, are no habits of ours. */
static void test_colleague(void)
{
	struct log_choice c = { .criteria = &w.c };
	struct entry e, theirs;

	entry_init(&theirs, KIND_ACCOMPANIMENT);
	ok(log_accompaniment(w.s, &e, &c, &err), "a visit");
	entry_copy(&theirs, &e);
	snprintf(theirs.id, sizeof theirs.id, "%032d", 7);
	snprintf(theirs.author, sizeof theirs.author, "p000000000007");
	snprintf(theirs.made, sizeof theirs.made, "2026-11-24T23:00");
	snprintf(theirs.changed, sizeof theirs.changed, "2026-11-24T23:00");
	theirs.revision = 1;
	entry_set(&theirs, ACC_MINUTES, "240");
	ok(journal_begin(w.s->journal, &err) && journal_log_put(w.s->journal, &theirs, &err) &&
	   journal_commit(w.s->journal, &err), "and one of a colleague, of four hours");
	fine();
	entry_done(&e);
	ok(log_accompaniment(w.s, &e, &c, &err), "the next");
	ok(strcmp(entry_get(&e, ACC_MINUTES), "240") != 0, "lasts as ours do");
	entry_done(&theirs);
	entry_done(&e);
}

static void test_same(void)
{
	struct log_saved saved;
	struct entry e, other;

	refer(&e, "S015");
	entry_set(&e, REF_WORDS, "j’ai peur de me tromper");
	entry_set(&e, REF_BARRIERS, "psychologique");
	save(&e, LOG_NEW_CODE, &saved);
	log_same(&e, &other);
	is_str(entry_get(&other, REF_PLACE), entry_get(&e, REF_PLACE), "same place");
	is_str(entry_get(&other, REF_BARRIERS), "psychologique", "same barrier");
	is_str(entry_get(&other, REF_WORDS), "", "other words");
	is_str(entry_get(&other, REF_PERSON), "", "other person");
	is_str(entry_get(&other, REF_PATHWAY), "", "other pathway");
	save(&other, "", &saved);
	ok(strcmp(other.id, e.id) != 0, "other entry");
	entry_done(&e);
	entry_done(&other);
	fine();
}

/* One copy a day, the last fourteen; what is not a copy is not touched. */
static void test_backup(void)
{
	char name[64];
	int kept = 0;

	mkdir(temp("sauvegardes"), 0700);
	for (int i = 1; i <= 20; i++) {
		snprintf(name, sizeof name, "sauvegardes/journal-2026-10-%02d.db", i);
		spit(temp(name), "x", 1);
	}
	spit(temp("sauvegardes/notes"), "x", 1);
	ok(backup_daily(w.s, &err), "the first start of a day");
	ok(backup_daily(w.s, &err), "not twice");
	for (int i = 1; i <= 20; i++) {
		snprintf(name, sizeof name, "sauvegardes/journal-2026-10-%02d.db", i);
		kept += exists(temp(name));
	}
	is_int(kept, BACKUP_KEPT - 1, "the oldest are gone");
	ok(exists(temp("sauvegardes/journal-2026-10-20.db")), "not the latest");
	ok(exists(temp("sauvegardes/notes")), "nor anything else");
	is_int((long long)mode_of(temp("sauvegardes/journal-2026-11-24.db")), 0600, "only for us");
	fine();
}

/* ---- killed at any moment ---- */

static bool write_one(struct session *s, int fd)
{
	struct log_saved saved;
	struct err mine = ERR_INIT;
	struct entry e;
	bool done = log_unmet(s, &e, &(struct log_choice){ .km = NAN }, &mine);

	entry_set(&e, UNMET_NEEDS, "demarches");
	done = done && log_save(s, &e, LOG_NEW_CODE, &saved, &mine) &&
	       write(fd, e.id, ENTRY_ID_LEN) == ENTRY_ID_LEN;
	entry_done(&e);
	return done;
}

static void child(const char *dir, int fd)
{
	struct session_options o = { .base = dir };
	struct session *s = NULL;
	struct err mine = ERR_INIT;
	const char ready[ENTRY_ID_LEN] = "ready";

	if (!session_open(&s, &o, &mine) || write(fd, ready, sizeof ready) != sizeof ready)
		_exit(1);
	while (write_one(s, fd))
		;
	_exit(1);
}

/* Every entry whose saving was told is there, none half; returns how many were told. */
static int run_and_kill(int delay_us)
{
	char id[ENTRY_ID_LEN], (*told)[ENTRY_ID_LEN] = xcalloc(20000, sizeof *told);
	int fd[2], n = 0, lost = 0;
	pid_t pid;

	if (pipe(fd) != 0 || (pid = fork()) < 0)
		return 0;
	if (pid == 0) {
		close(fd[0]);
		child(tempdir, fd[1]);
	}
	close(fd[1]);
	if (read(fd[0], id, ENTRY_ID_LEN) == ENTRY_ID_LEN)
		usleep((useconds_t)delay_us);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	while (n < 20000 && read(fd[0], told[n], ENTRY_ID_LEN) == ENTRY_ID_LEN)
		n++;
	close(fd[0]);
	for (int i = 0; i < n; i++) {
		struct entry e;

		lost += !log_find(w.s, told[i], &e, &err) || !*entry_get(&e, UNMET_PERSON);
		entry_done(&e);
		err_clear(&err);
	}
	free(told);
	if (lost)
		ok(false, "%d of %d acknowledged entries are lost", lost, n);
	return n;
}

static void test_kill(void)
{
	const char *all = getenv("AIGUILLAGE_LONG");
	int times = all && *all == '1' ? 300 : 15, total = 0;

	fflush(stdout);
	for (int i = 0; i < times; i++)
		total += run_and_kill(1000 + (i * 7919) % 40000);
	ok(journal_check(w.s->journal, &err), "the journal is sound after %d kills", times);
	ok(total > 0, "%d entries were acknowledged, none is lost", total);
	fine();
}

int main(void)
{
	world_open(&w);
	test_barriers();
	test_referral();
	test_refusals();
	test_undo();
	test_cancel();
	test_pathway();
	test_due();
	test_prescriber();
	test_openings();
	test_read();
	test_accompaniment();
	test_colleague();
	test_same();
	test_backup();
	test_kill();
	world_close(&w);
	return done_testing();
}
