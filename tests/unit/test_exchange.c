/* Journals as files, and merged: whatever the order, the same; whatever the file, whole or nothing. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/exchange.h"
#include "aiguillage/journal_draft.h"
#include "aiguillage/journal_keep.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/journal_post.h"
#include "aiguillage/journal_secret.h"
#include "aiguillage/log.h"
#include "aiguillage/path.h"
#include "aiguillage/sealed.h"
#include "tests/unit/world.h"

static struct world w;
static struct err err = ERR_INIT;
static unsigned made;		/* journals so far */

static struct exchange_report report;

static bool take(const struct str *file)
{
	exchange_report_done(&report);
	exchange_report_init(&report);
	return exchange_read(w.s, file->s, file->len, false, &report, &err);
}

static bool fine(void)
{
	bool is = err.kind == ERR_NONE;

	if (!is)
		printf("# %s\n", err.msg);
	err_clear(&err);
	return is;
}

/* The session's journal becomes a new, empty one; the former is returned. */
static struct journal *fresh(void)
{
	struct journal *before = w.s->journal;
	char name[32], *path;

	snprintf(name, sizeof name, "j%u.db", made++);
	path = path_join(tempdir, name);
	if (!journal_open(&w.s->journal, path, &err))
		fine();
	free(path);
	return before;
}

/* Back to that one; the present one is closed and removed. */
static void back(struct journal *to)
{
	char name[32], *path;

	journal_close(w.s->journal);
	snprintf(name, sizeof name, "j%u.db", --made);
	path = path_join(tempdir, name);
	unlink(path);
	free(path);
	w.s->journal = to;
}

static unsigned seed;

static unsigned draw(unsigned n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % n;
}

/* One of a few versions of one of a few records: they meet often. */
static void put_random(bool texts)
{
	static const enum entry_kind kinds[] = { KIND_ACCOMPANIMENT, KIND_REFERRAL, KIND_UNMET };
	unsigned id = draw(4);
	struct entry e;
	char text[16];

	entry_init(&e, kinds[id % 3]);
	snprintf(e.id, sizeof e.id, "%032x", id + 1);
	e.revision = 1 + draw(3);
	snprintf(e.author, sizeof e.author, "p%u", draw(3));
	snprintf(e.made, sizeof e.made, "2026-11-2%uT10:00", draw(2));
	snprintf(e.changed, sizeof e.changed, "2026-11-2%uT11:0%u", 2 + draw(2), draw(2));
	e.removed = draw(5) == 0;
	entry_set(&e, ENTRY_DAY, draw(2) ? "2026-11-20" : "2026-11-21");
	snprintf(text, sizeof text, "c%u", draw(3));
	entry_set(&e, ENTRY_COMMUNE, text);
	if (texts)
		entry_set(&e, e.kind == KIND_REFERRAL ? (int)REF_NOTE : e.kind == KIND_UNMET ? (int)UNMET_NOTE
												  : (int)ACC_NOTE,
			  text);
	journal_log_put(w.s->journal, &e, &err);
	entry_done(&e);
}

static void write_out(bool texts, struct str *out)
{
	struct exchange_options o = { .texts = texts };
	struct exchange_contents c;

	str_clear(out);
	exchange_write(w.s, &o, out, &c, &err);
	fine();
}

static void random_file(bool texts, struct str *out)
{
	struct journal *before = fresh();

	journal_begin(w.s->journal, &err);
	for (unsigned n = 1 + draw(4); n; n--)
		put_random(texts);
	journal_commit(w.s->journal, &err);
	write_out(texts, out);
	back(before);
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The records alone, in an order of their own. */
static char *records_of(struct str *file)
{
	char *lines[64], *line, *rest = file->s;
	size_t n = 0;
	struct str b;

	while ((line = strsep(&rest, "\n")))
		if (strncmp(line, "{\"objet\"", 8) == 0 && n < 64)
			lines[n++] = line;
	if (n)
		qsort(lines, n, sizeof *lines, compare_lines);
	str_init(&b);
	for (size_t i = 0; i < n; i++)
		str_addf(&b, "%s\n", lines[i]);
	return b.s;
}

/* What merging these files, in that order, makes. */
static void merge(bool texts, const struct str *const *files, size_t n, struct str *out)
{
	struct journal *before = fresh();

	for (size_t i = 0; i < n; i++)
		if (!take(files[i]))
			fine();
	write_out(texts, out);
	back(before);
}

static void test_laws(bool texts)
{
	const char *all = getenv("AIGUILLAGE_LONG");
	int triples = all && *all == '1' ? 1000 : 12, same = 0;
	struct str a, b, c, ab, bc, out[4];

	str_init(&a), str_init(&b), str_init(&c), str_init(&ab), str_init(&bc);
	for (int i = 0; i < 4; i++)
		str_init(&out[i]);
	for (int t = 0; t < triples; t++) {
		char *made_of[4];

		random_file(texts, &a);
		random_file(texts, &b);
		random_file(texts, &c);
		merge(texts, (const struct str *[]){ &a, &b }, 2, &ab);
		merge(texts, (const struct str *[]){ &b, &c }, 2, &bc);
		merge(texts, (const struct str *[]){ &ab, &c }, 2, &out[0]);
		merge(texts, (const struct str *[]){ &a, &bc }, 2, &out[1]);
		merge(texts, (const struct str *[]){ &c, &b, &a }, 3, &out[2]);
		merge(texts, (const struct str *[]){ &b, &a, &c, &a, &b, &c }, 6, &out[3]);
		for (int i = 0; i < 4; i++)
			made_of[i] = records_of(&out[i]);
		same += *made_of[0] && !strcmp(made_of[0], made_of[1]) && !strcmp(made_of[0], made_of[2]) &&
			!strcmp(made_of[0], made_of[3]);
		for (int i = 0; i < 4; i++)
			free(made_of[i]);
	}
	is_int(same, triples, "%d triples, %s: any order, any grouping, any number of times", triples,
	       texts ? "with texts" : "without texts");
	str_done(&a), str_done(&b), str_done(&c), str_done(&ab), str_done(&bc);
	for (int i = 0; i < 4; i++)
		str_done(&out[i]);
}

/* A coordinator's: the journals of twenty posts, drawn in any order, make one base. */
static void test_twenty(void)
{
	enum { POSTS = 20, ORDERS = 5 };
	struct str file[POSTS], out;
	const struct str *order[POSTS];
	char *first = NULL, *made_of;
	int same = 0;

	str_init(&out);
	for (unsigned i = 0; i < POSTS; i++) {
		str_init(&file[i]);
		random_file(false, &file[i]);
		order[i] = &file[i];
	}
	for (int n = 0; n < ORDERS; n++) {
		for (unsigned i = POSTS; n && i > 1; i--) {
			unsigned at = draw(i);
			const struct str *last = order[i - 1];

			order[i - 1] = order[at];
			order[at] = last;
		}
		merge(false, order, POSTS, &out);
		made_of = records_of(&out);
		same += !first || strcmp(first, made_of) == 0;
		if (first)
			free(made_of);
		else
			first = made_of;
	}
	ok(*first, "twenty journals are merged");
	is_int(same, ORDERS, "in any order they make the same base");
	free(first);
	for (unsigned i = 0; i < POSTS; i++)
		str_done(&file[i]);
	str_done(&out);
}

/* A version sent without its texts leaves ours. */
static void test_texts_stay(void)
{
	struct journal *before = fresh();
	struct entry e;
	struct str file;

	str_init(&file);
	entry_init(&e, KIND_ACCOMPANIMENT);
	entry_set(&e, ACC_DAY, "2026-11-20");
	entry_set(&e, ACC_NOTE, "à rappeler");
	ok(journal_begin(w.s->journal, &err) && journal_post_stamp(w.s->journal, &e, &err) &&
		   journal_log_put(w.s->journal, &e, &err) && journal_commit(w.s->journal, &err), "noted");
	write_out(false, &file);
	ok(!strstr(file.s, "rappeler"), "no text leaves");
	ok(take(&file), "and comes back");
	is_int((int)report.known, 1, "known");
	entry_done(&e);
	write_out(true, &file);
	ok(strstr(file.s, "rappeler") != NULL, "the text is still here");
	back(before);
	str_done(&file);
}

/* Ours were stripped; a colleague still has them under the same version, or as nothing but texts. */
static void test_stripped(void)
{
	struct journal *before = fresh(), *mine;
	struct journal_due due = { .kind = KIND_ACCOMPANIMENT };
	struct entry e;
	struct str with, without, theirs, after;

	str_init(&with), str_init(&without), str_init(&theirs), str_init(&after);
	entry_init(&e, KIND_ACCOMPANIMENT);
	entry_set(&e, ACC_DAY, "2026-11-20");
	entry_set(&e, ACC_NOTE, "canari");
	ok(journal_begin(w.s->journal, &err) && journal_post_stamp(w.s->journal, &e, &err) &&
		   journal_log_put(w.s->journal, &e, &err) && journal_commit(w.s->journal, &err), "noted");
	write_out(true, &with);
	strcpy(due.id, e.id);
	ok(journal_begin(w.s->journal, &err) && journal_log_strip(w.s->journal, &due, &err) &&
		   journal_commit(w.s->journal, &err), "stripped");
	write_out(false, &without);
	mine = fresh();
	ok(take(&with) &&
		   take(&without), "the colleague has both");
	write_out(true, &theirs);
	back(mine);
	ok(take(&theirs), "and sends them");
	write_out(true, &after);
	ok(!strstr(after.s, "canari"), "the text does not come back");
	fine();
	entry_done(&e);
	back(before);
	str_done(&with), str_done(&without), str_done(&theirs), str_done(&after);
}

static const char *words = "";	/* of what is noted below */

static void note(const char *commune, const char *author, int64_t revision, struct str *file)
{
	struct journal *before = fresh();
	struct entry e;

	entry_init(&e, KIND_ACCOMPANIMENT);
	snprintf(e.id, sizeof e.id, "%032x", 77);
	e.revision = revision;
	strcpy(e.author, author);
	strcpy(e.made, "2026-11-20T10:00");
	strcpy(e.changed, "2026-11-20T10:00");
	entry_set(&e, ACC_DAY, "2026-11-20");
	entry_set(&e, ACC_COMMUNE, commune);
	entry_set(&e, ACC_NOTE, words);
	entry_set(&e, ACC_ACTIVITY, "individuel");
	entry_set(&e, ACC_THEMES, "email");
	ok(journal_begin(w.s->journal, &err) && journal_log_put(w.s->journal, &e, &err) &&
		   journal_commit(w.s->journal, &err), "noted by %s", author);
	entry_done(&e);
	write_out(true, file);
	back(before);
}

/* Two posts changed one record at once: what gives way can be read, and taken back. */
static void test_aside(void)
{
	struct journal *before = fresh();
	struct entry e, aside;
	struct str mine, theirs, said, clear;

	str_init(&mine), str_init(&theirs), str_init(&said), str_init(&clear);
	note("Bully", "p1", 2, &mine);
	note("Bibost", "p2", 2, &theirs);
	ok(take(&mine) && take(&theirs), "both are read");
	is_int((int)report.both, 1, "changed on both sides");
	ok(strstr(report.conflicts.s, "20 novembre 2026") && strstr(report.conflicts.s, "Bully") &&
		   strstr(report.conflicts.s, "Bibost"), "the report says which, and what");
	ok(log_find(w.s, "00000000", &e, &err), "there");
	is_str(entry_get(&e, ACC_COMMUNE), "Bibost", "the greater post stays");
	ok(exchange_aside(w.s, &e, &aside, &err), "the other is aside");
	is_str(entry_get(&aside, ACC_COMMUNE), "Bully", "as it was");
	exchange_say_difference(w.s, &e, &aside, &said);
	is_str(said.s, "Commune de la personne : Bully (au lieu de Bibost)\n", "in words");
	entry_done(&aside);
	write_out(true, &clear);
	ok(!strstr(clear.s, "Bully"), "it is not exported");
	ok(take(&mine) && take(&theirs) && report.known == 1 && !report.both, "again: the same, nothing new");
	ok(exchange_take_aside(w.s, &e, &err), "taken back");
	entry_done(&e);
	ok(log_find(w.s, "00000000", &e, &err), "there");
	is_str(entry_get(&e, ACC_COMMUNE), "Bully", "it is the present one");
	is_int((int)e.revision, 3, "as a change");
	ok(!exchange_aside(w.s, &e, &aside, &err) && !err.kind, "nothing is aside any more");
	entry_done(&aside);
	ok(!exchange_take_aside(w.s, &e, &err) && err.kind == ERR_NOT_FOUND, "which is said");
	err_clear(&err);
	entry_done(&e);
	fine();
	back(before);
	str_done(&mine), str_done(&theirs), str_done(&said), str_done(&clear);
}

static bool count(void *ctx, const char *form, struct err *mine)
{
	(void)form;
	(void)mine;
	++*(int *)ctx;
	return true;
}

static int asides(void)
{
	int n = 0;

	journal_draft_each(w.s->journal, "ecarte-", count, &n, &err);
	return n;
}

/* The record that is put aside below: of 20 November 2026, its note "canari" in the version that gave way. */
static void part(void)
{
	struct str mine, theirs;

	str_init(&mine), str_init(&theirs);
	words = "canari";
	note("Bully", "p1", 2, &mine);
	words = "";
	note("Bibost", "p2", 2, &theirs);
	ok(take(&mine) && take(&theirs), "both are read");
	str_done(&mine), str_done(&theirs);
}

static bool strip(size_t *n)
{
	struct journal_due *due;
	bool fine = journal_log_overdue(w.s->journal, "2026-11-21", &due, n, &err) && journal_begin(w.s->journal, &err);

	for (size_t i = 0; fine && i < *n; i++)
		fine = journal_log_strip(w.s->journal, &due[i], &err);
	fine = fine && journal_commit(w.s->journal, &err);
	free(due);
	return fine;
}

/* The time of a record is that of the version that gave way too, whatever the one that stays holds. */
static void test_aside_stripped(void)
{
	struct journal *before = fresh();
	struct entry e, aside;
	struct str kept, day;
	char name[64];
	size_t n;

	str_init(&kept), str_init(&day);
	part();
	snprintf(name, sizeof name, "ecarte-%032x", 77);
	is_int(asides(), 1, "one is aside");
	ok(journal_draft_get(w.s->journal, name, &day, &kept, &err) && strstr(kept.s, "canari"), "with its text");
	ok(strip(&n), "its time is over");
	is_int((int)n, 1, "though the text is only aside");
	is_int(asides(), 0, "gone with the texts");
	/* a copy from elsewhere may bring it back: its texts stay where they are */
	ok(journal_draft_put(w.s->journal, name, kept.s, &err), "there again");
	ok(log_find(w.s, "00000000", &e, &err), "the record");
	ok(exchange_aside(w.s, &e, &aside, &err), "read");
	is_str(entry_get(&aside, ACC_COMMUNE), "Bully", "what it says");
	is_str(entry_get(&aside, ACC_NOTE), "", "but not its text");
	entry_done(&aside);
	ok(exchange_take_aside(w.s, &e, &err), "taken back");
	entry_done(&e);
	ok(log_find(w.s, "00000000", &e, &err), "the record");
	is_str(entry_get(&e, ACC_COMMUNE), "Bully", "with what it says");
	is_str(entry_get(&e, ACC_NOTE), "", "and without its text");
	entry_done(&e);
	fine();
	back(before);
	str_done(&kept), str_done(&day);
}

static void test_aside_locked(void)
{
	struct journal *before = fresh();
	struct journal_wraps wraps;
	size_t n;

	part();
	ok(journal_wrap(w.s->journal, "cheval agrafe pile exact", "code-de-secours", SECRET_CHEAP, &wraps, &err) &&
		   journal_begin(w.s->journal, &err) && journal_protect(w.s->journal, &wraps, &err) &&
		   journal_commit(w.s->journal, &err), "a phrase");
	journal_wraps_done(&wraps);
	journal_lock(w.s->journal);
	is_int(asides(), 1, "one is aside, closed");
	ok(strip(&n), "its time is over");
	is_int(asides(), 0, "gone, without the phrase");
	fine();
	back(before);
}

/* One place for what gave way: what leaves it is said, and what was seen there does not come back. */
static void test_aside_again(void)
{
	struct journal *before = fresh();
	struct entry e, aside;
	struct str mine, theirs, third;
	char last[DATE_MOMENT_LEN];
	size_t n;

	str_init(&mine), str_init(&theirs), str_init(&third);
	note("Bully", "p1", 2, &mine);
	note("Tarare", "p2", 2, &third);
	note("Bibost", "p3", 2, &theirs);
	ok(take(&theirs) && take(&mine), "both are read");
	is_int((int)report.both, 1, "one gives way");
	ok(!strstr(report.conflicts.s, "remplace"), "to nothing else");
	ok(take(&mine), "again");
	is_int((int)report.both, 0, "it was seen");
	is_int((int)report.known, 1, "and is known");
	ok(take(&third), "another");
	is_int((int)report.both, 1, "gives way too");
	ok(strstr(report.conflicts.s, "remplace une version écartée plus tôt"), "it takes the place of the first: %s",
	   report.conflicts.s);
	ok(take(&mine) && !report.both, "which does not come back");
	ok(journal_tombstones(w.s->journal, &n, last, &err) && !n, "nothing was erased by that");
	ok(log_find(w.s, "00000000", &e, &err) && exchange_aside(w.s, &e, &aside, &err), "aside");
	is_str(entry_get(&aside, ACC_COMMUNE), "Tarare", "the latest");
	entry_done(&aside);
	entry_done(&e);
	fine();
	back(before);
	str_done(&mine), str_done(&theirs), str_done(&third);
}

/* Seen without its texts, then sent with them: that is another thing to read. */
static void test_aside_worded(void)
{
	struct journal *before = fresh(), *here;
	struct str theirs, without, with;

	str_init(&theirs), str_init(&without), str_init(&with);
	note("Bibost", "p3", 2, &theirs);
	here = fresh();
	words = "canari";
	note("Tarare", "p2", 2, &with);
	words = "";
	ok(take(&with), "their journal");
	write_out(false, &without);
	back(here);
	ok(take(&theirs) && take(&without) && report.both == 1, "it gives way, without its texts");
	ok(take(&without) && !report.both, "seen");
	ok(take(&with) && report.both == 1, "then with them");
	ok(take(&with) && !report.both, "seen");
	ok(take(&without) && !report.both, "all of it");
	fine();
	back(before);
	str_done(&theirs), str_done(&without), str_done(&with);
}

static void test_contents(void)
{
	struct journal *before = fresh();
	struct exchange_options o = { .texts = true };
	struct exchange_contents c;
	struct str file, said;

	str_init(&file), str_init(&said);
	exchange_write(w.s, &o, &file, &c, &err);
	exchange_say_contents(&c, &said);
	is_str(said.s, "Rien : il n’y a pas d’entrée pour ces jours.\n", "an empty journal");
	str_clear(&file);
	note("Bully", "p1", 2, &file);
	ok(take(&file), "one entry");
	str_clear(&file), str_clear(&said);
	exchange_write(w.s, &o, &file, &c, &err);
	is_int((int)c.kinds[KIND_ACCOMPANIMENT], 1, "counted");
	is_int((int)c.worded, 0, "it has no text");
	exchange_say_contents(&c, &said);
	ok(strstr(said.s, "le 20 novembre 2026") && strstr(said.s, "Sans texte libre"), "said: %s", said.s);
	fine();
	back(before);
	str_done(&file), str_done(&said);
}

static void test_erased(void)
{
	struct journal *before = fresh();
	struct str file;
	char id[ENTRY_ID_LEN];

	str_init(&file);
	seed = 7;
	journal_begin(w.s->journal, &err);
	put_random(false);
	journal_commit(w.s->journal, &err);
	write_out(false, &file);
	for (unsigned k = 1; k <= 4; k++) {
		journal_begin(w.s->journal, &err);
		snprintf(id, sizeof id, "%032x", k);
		for (int kind = KIND_ACCOMPANIMENT; kind < ENTRY_KINDS; kind++)
			journal_log_erase(w.s->journal, (enum entry_kind)kind, id, &err);
		journal_commit(w.s->journal, &err);
	}
	fine();
	ok(take(&file), "read");
	is_int((int)report.erased, 1, "what was erased here does not come back");
	is_int((int)(report.added + report.changed), 0, "nothing is added");
	back(before);
	str_done(&file);
}

static void refuses(const struct str *file, const char *why)
{
	struct str after;
	bool read = take(file);

	ok(!read && err.kind == ERR_DATA, "refused: %s", why);
	err_clear(&err);
	str_init(&after);
	write_out(false, &after);
	ok(!strstr(after.s, "\"objet\""), "and nothing was taken: %s", why);
	str_done(&after);
}

static void test_hostile(void)
{
	struct journal *before = fresh();
	struct str file, bad;

	str_init(&file);
	str_init(&bad);
	random_file(false, &file);
	for (size_t cut = 0; cut < file.len; cut += 37) {
		str_clear(&bad);
		str_addn(&bad, file.s, cut);
		refuses(&bad, "cut");
	}
	for (size_t at = 3; at + 80 < file.len; at += 41) {
		str_clear(&bad);
		str_addn(&bad, file.s, file.len);
		bad.s[at] ^= 1;
		refuses(&bad, "a bit was changed");
	}
	str_clear(&bad);
	str_add(&bad, "SQLite format 3");
	refuses(&bad, "a base");
	str_clear(&bad);
	str_addn(&bad, file.s, file.len);
	str_add(&bad, "{}\n");
	refuses(&bad, "something after the end");
	back(before);
	str_done(&bad);
	str_done(&file);
}

static void test_sealed(void)
{
	struct str sealed, clear;

	str_init(&sealed);
	str_init(&clear);
	ok(!sealed_close("court", "abc", &sealed, &err) && err.kind == ERR_USAGE, "a short phrase");
	err_clear(&err);
	ok(sealed_close("cheval agrafe pile exact", "le contenu", &sealed, &err), "sealed");
	ok(sealed_is(sealed.s, sealed.len), "is told");
	ok(!memmem(sealed.s, sealed.len, "contenu", 7), "nothing can be read");
	ok(!sealed_open("cheval agrafe pile exacte", sealed.s, sealed.len, &clear, &err), "another phrase");
	err_clear(&err);
	ok(sealed_open("cheval agrafe pile exact", sealed.s, sealed.len, &clear, &err), "opened");
	is_str(clear.s, "le contenu", "the same");
	sealed.s[sealed.len - 9] ^= 1;
	ok(!sealed_open("cheval agrafe pile exact", sealed.s, sealed.len, &clear, &err), "a bit was changed");
	err_clear(&err);
	ok(!sealed_open("x", sealed.s, sealed.len - 30, &clear, &err) && err.kind == ERR_DATA, "cut");
	err_clear(&err);
	str_done(&sealed);
	str_done(&clear);
}

int main(void)
{
	world_open(&w);
	exchange_report_init(&report);
	seed = 20261125;
	test_laws(false);
	test_laws(true);
	test_twenty();
	test_texts_stay();
	test_stripped();
	test_aside();
	test_aside_stripped();
	test_aside_locked();
	test_aside_again();
	test_aside_worded();
	test_contents();
	test_erased();
	test_hostile();
	test_sealed();
	exchange_report_done(&report);
	world_close(&w);
	return done_testing();
}
