/*
 * A disk that fails at any of its calls, during an import, a correction and a first start: what is
 * there afterwards is sound, the old directory or the new one, and the message says what happened.
 * A sample of the calls; AIGUILLAGE_LONG=1 tries every one, both as a passing fault and for good.
 */
#include <unistd.h>

#include "aiguillage/import.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"
#include "aiguillage/path.h"
#include "tests/lib/tap.h"
#include "tests/unit/fault_vfs.h"
#include "tests/unit/tempdir.h"

#define SAMPLE 4
#define HEAD "id,pivot,nom,commune,code_postal,adresse\n"
#define PLACE_1 "essai.a-1"

static struct err err;

/* ---- a small world: the shipped data with the communes of four départements ---- */

static void copy_lines(const char *from, const char *to, const char *const *starts)
{
	FILE *in = fopen(from, "r"), *out = fopen(to, "w");
	char *line = NULL;
	size_t cap = 0;
	bool header = true;

	if (!in || !out)
		exit(99);
	while (getline(&line, &cap, in) > 0) {
		bool kept = header;

		for (size_t i = 0; starts[i]; i++)
			kept |= strncmp(line, starts[i], strlen(starts[i])) == 0;
		if (kept)
			fputs(line, out);
		header = false;
	}
	free(line);
	fclose(in);
	fclose(out);
}

static void make_data(void)
{
	static const char *const near[] = { "69", "42", "71", "01", NULL };
	static const char *const links[] = {
		"annuaire", "import", "communes_alias.csv", "departements.csv", "secteur.csv",
		"vocabulaire.csv", "vocabulaire_journal.csv", "rail.csv", "vacances.tsv",
	};

	mkdir(temp("data"), 0700);
	for (size_t i = 0; i < ARRAY_SIZE(links); i++) {
		char *to = path_join(temp("data"), links[i]);
		char *from = path_join(test_path("data"), links[i]);

		if (symlink(from, to) != 0)
			exit(99);
		free(to);
		free(from);
	}
	copy_lines(test_path("data/communes.csv"), temp("data/communes.csv"), near);
	copy_lines(test_path("data/communes_anciennes.csv"), temp("data/communes_anciennes.csv"),
		   near);
}

static void write_file(const char *name, int first, const char *street)
{
	FILE *f = fopen(temp(name), "w");

	if (!f)
		exit(99);
	fputs(HEAD, f);
	for (int i = first; i < first + 60; i++)
		fprintf(f, "a-%d,00000000000000,Lieu %d,Tarare,69170,%d rue %s\n", i, i, i, street);
	fclose(f);
}

/* ---- bases ---- */

static void copy_base(const char *from, const char *to)
{
	static const char *const names[] = { "annuaire.db", "journal.db" };

	mkdir(temp(to), 0700);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char *in = path_join(temp(from), names[i]), *out = path_join(temp(to), names[i]);
		size_t n;
		char *bytes = slurp(in, &n);

		spit(out, bytes, n);
		free(bytes);
		free(in);
		free(out);
	}
}

static void drop_base(const char *name)
{
	nftw(temp(name), tempdir_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static struct session *open_base(const char *name)
{
	struct session_options o = { .base = temp(name), .data = temp("data") };
	struct session *s = NULL;

	err = (struct err)ERR_INIT;
	return session_open(&s, &o, &err) ? s : NULL;
}

static bool import(struct session *s, const char *file)
{
	struct import_options o = { .source = "essai" };
	struct import_report r;
	bool done;

	import_report_init(&r);
	done = import_file(s, temp(file), &o, &r, &err);
	import_report_done(&r);
	return done;
}

static bool correct(struct session *s)
{
	return overlay_correct(s, OVERLAY_PLACE, PLACE_1, "nom", "Le nom corrigé", &err);
}

/* ---- what is there ---- */

static sqlite3 *raw;

static char *ask(const char *sql)
{
	sqlite3_stmt *stmt;
	char *answer = NULL;

	if (sqlite3_prepare_v2(raw, sql, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		answer = xstrdup((const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	return answer ? answer : xstrdup(sqlite3_errmsg(raw));
}

/* What one base answers; the caller's. */
static char *ask_base(const char *base, const char *file, const char *sql)
{
	char *path = path_join(temp(base), file), *answer;

	if (sqlite3_open_v2(path, &raw, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		exit(99);
	answer = ask(sql);
	sqlite3_close(raw);
	free(path);
	return answer;
}

static bool is_sound(const char *base, const char *file)
{
	char *said = ask_base(base, file, "PRAGMA integrity_check");
	bool sound = strcmp(said, "ok") == 0;

	if (!sound)
		printf("# %s: %s\n", file, said);
	free(said);
	return sound;
}

static char *contents(const char *base)
{
	return ask_base(base, "annuaire.db",
			"SELECT group_concat(hex(fields), ' ') FROM (SELECT fields FROM place ORDER BY id)");
}

static char *word_of_journal(const char *base)
{
	return ask_base(base, "journal.db", "SELECT count(*) FROM correction");
}

/* ---- one fault ---- */

struct scenario {
	const char *name;
	bool (*act)(struct session *s);	/* NULL: the opening itself */
	char *before, *after;		/* contents of the directory */
};

static bool import_new(struct session *s)
{
	return import(s, "new.csv");
}

/* A French sentence, without the words of the machine. */
static bool is_clear(const char *msg)
{
	return strlen(msg) > 30 && !strstr(msg, "SQL") && !strstr(msg, "I/O") &&
	       !strstr(msg, "(null)") && (strstr(msg, "nnuaire") || strstr(msg, "ournal"));
}

static bool act_under_fault(const struct scenario *sc, enum fault_op op, int at, bool for_good)
{
	struct session *s = NULL;
	bool done;

	err = (struct err)ERR_INIT;
	if (sc->act) {
		s = open_base("base");
		if (!s)
			exit(99);
	}
	fault_arm(op, at, for_good);
	if (sc->act) {
		done = sc->act(s);
	} else {
		s = open_base("base");
		done = s != NULL;
	}
	session_close(s);
	fault_disarm();
	return done;
}

/* True: all is as it should be. */
static bool try_fault(const struct scenario *sc, enum fault_op op, int at, bool for_good)
{
	bool done, clear, sound, whole;
	struct session *s;
	char *now;

	drop_base("base");
	if (sc->act)
		copy_base("kept", "base");
	done = act_under_fault(sc, op, at, for_good);
	clear = done || is_clear(err.msg);
	if (!clear)
		printf("# « %s »\n", err.msg);
	s = open_base("base");
	if (!s) {
		printf("# cannot be opened any more: %s\n", err.msg);
		return false;
	}
	session_close(s);
	sound = is_sound("base", "annuaire.db") && is_sound("base", "journal.db");
	now = contents("base");
	whole = strcmp(now, sc->after) == 0 || (!done && strcmp(now, sc->before) == 0);
	if (!whole)
		printf("# %s, yet neither the old directory nor the new one: %.200s\n",
		       done ? "done" : err.msg, now);
	free(now);
	return clear && sound && whole;
}

static void try_op(const struct scenario *sc, enum fault_op op, int n)
{
	bool every = getenv("AIGUILLAGE_LONG") != NULL;
	int step = every || n <= SAMPLE ? 1 : n / SAMPLE, tried = 0, wrong = 0;

	for (int at = 1; at <= n; at += step) {
		for (int for_good = 0; for_good < 2; for_good++) {
			if (!every && for_good != tried % 2)
				continue;
			if (!try_fault(sc, op, at, for_good)) {
				printf("# %s: %s number %d, %s\n", sc->name, fault_names[op], at,
				       for_good ? "for good" : "once");
				wrong++;
			}
		}
		tried++;
	}
	is_int(wrong, 0, "%s: %d of %d calls of %s fail", sc->name, tried, n, fault_names[op]);
}

static void try_scenario(struct scenario *sc)
{
	int n[FAULT_OPS];

	/* how many calls there are, and what there is in the end */
	drop_base("base");
	if (sc->act)
		copy_base("kept", "base");
	ok(act_under_fault(sc, FAULT_WRITE, 0, false), "%s on a disk that works %s", sc->name,
	   err.msg);
	memcpy(n, fault_seen, sizeof n);
	ok(n[FAULT_WRITE] && n[FAULT_SYNC] && n[FAULT_OPEN] && n[FAULT_DELETE],
	   "%s: %d writes, %d syncs, %d truncates, %d deletes, %d opens", sc->name, n[FAULT_WRITE],
	   n[FAULT_SYNC], n[FAULT_TRUNCATE], n[FAULT_DELETE], n[FAULT_OPEN]);
	sc->after = contents("base");
	for (int op = 0; op < FAULT_OPS; op++)
		try_op(sc, (enum fault_op)op, n[op]);
	free(sc->after);
}

/* What was said to be kept is in the journal, and shown. */
static void test_correction_kept(void)
{
	char *count;

	for (int at = 1; at < 12; at++) {
		bool done;

		drop_base("base");
		copy_base("kept", "base");
		done = act_under_fault(&(struct scenario){ .act = correct }, FAULT_SYNC, at, true);
		count = word_of_journal("base");
		if (done != (strcmp(count, "1") == 0))
			ok(false, "sync %d: done %d, in the journal %s", at, done, count);
		free(count);
	}
	ok(true, "what is said to be done is in the journal, and only that");
}

int main(void)
{
	struct scenario scenarios[] = {
		{ .name = "import", .act = import_new },
		{ .name = "correction", .act = correct },
		{ .name = "first start" },
	};
	struct session *s;

	setenv("AIGUILLAGE_MAINTENANT", "2026-11-24T10:00", 1);
	if (!ok(fault_register(), "the faulty disk is there"))
		return done_testing();
	tempdir_make();
	make_data();
	write_file("old.csv", 1, "des Essais");
	write_file("new.csv", 20, "des Nouveautés");
	s = open_base("kept");
	ok(s && import(s, "old.csv"), "a directory %s", err.msg);
	session_close(s);
	for (size_t i = 0; i < ARRAY_SIZE(scenarios); i++) {
		scenarios[i].before = scenarios[i].act ? contents("kept") : xstrdup("");
		try_scenario(&scenarios[i]);
		free(scenarios[i].before);
	}
	test_correction_kept();
	tempdir_remove();
	return done_testing();
}
