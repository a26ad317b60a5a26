#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "aiguillage/mem.h"
#include "aiguillage/pack.h"
#include "aiguillage/path.h"
#include "aiguillage/session.h"
#include "tests/lib/tap.h"
#include "tests/unit/tempdir.h"

static char base[1200], data[1200];

static void shell(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static void shell(const char *fmt, ...)
{
	char command[6000];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(command, sizeof command, fmt, ap);
	va_end(ap);
	if (system(command))
		printf("# failed: %s\n", command);
}

static struct session *start(struct err *err)
{
	struct session_options o = { .base = base, .data = data };
	struct session *s = NULL;

	*err = (struct err)ERR_INIT;
	if (!session_open(&s, &o, err))
		return NULL;
	return s;
}

static mode_t mode_in_base(const char *name)
{
	char *path = path_join(base, name);
	mode_t mode = mode_of(path);

	free(path);
	return mode;
}

static void test_first(void)
{
	struct err err;
	struct session *s = start(&err);

	if (!ok(s != NULL, "first start %s", err.msg))
		return;
	is_str(session_notice(s),
	       "Annuaire préparé : 84 lieux, 110 offres, 34\u00a0969 communes", "says what it did");
	is_int(mode_in_base(""), 0700, "the folder is private");
	is_int(mode_in_base("annuaire.db"), 0600, "the directory too");
	is_int(mode_in_base("journal.db"), 0600, "and the journal");
	is_int((long long)index_count(s->index), 110, "the index is open");
	ok(s->school.n > 0, "school holidays are known");
	session_close(s);
	s = start(&err);
	is_str(s ? session_notice(s) : err.msg, "", "the second start says nothing");
	session_close(s);
}

static void put_block(const char *name, const char *with, size_t n)
{
	char *path = path_join(base, "annuaire.db");
	struct err err = ERR_INIT;
	struct directory *d;

	ok(directory_open(&d, path, 0, NULL, &err) && directory_begin(d, &err) &&
	   directory_put_block(d, name, with, n, &err) && directory_commit(d, &err),
	   "block « %s » spoilt %s", name, err.msg);
	directory_close(d);
	free(path);
}

static void test_repair(void)
{
	static const char *const blocks[] = { "index", "communes" };
	struct err err;
	struct session *s;

	for (size_t i = 0; i < ARRAY_SIZE(blocks); i++) {
		put_block(blocks[i], "ruine", 5);
		s = start(&err);
		if (!ok(s != NULL, "starts without the block « %s » %s", blocks[i], err.msg))
			continue;
		is_str(session_notice(s), "L’index de l’annuaire manquait ou était abîmé : il est refait.",
		       "told");
		is_int((long long)index_count(s->index), 110, "the index is whole");
		ok(gazetteer_by_insee(s->gazetteer, "69243") != COMMUNE_NONE, "Tarare is known");
		session_close(s);
		s = start(&err);
		is_str(s ? session_notice(s) : err.msg, "", "repaired for good");
		session_close(s);
	}
}

/* What another version packed is sound: it is made again, and nobody is frightened. */
static void test_other_version(void)
{
	static const char *const blocks[] = { "index", "communes" };
	struct pack_writer w;
	struct session *s;
	struct err err;

	for (size_t i = 0; i < ARRAY_SIZE(blocks); i++) {
		pack_begin(&w, i ? "AGAZ" : "AIDX", 1);
		pack_end(&w);
		put_block(blocks[i], w.out.s, w.out.len);
		pack_done(&w);
		s = start(&err);
		if (!ok(s != NULL, "starts with the block « %s » of another version %s", blocks[i], err.msg))
			continue;
		is_str(session_notice(s),
		       "L’index de l’annuaire est refait pour cette version d’Aiguillage.", "told");
		is_int((long long)index_count(s->index), 110, "the index is whole");
		session_close(s);
		s = start(&err);
		is_str(s ? session_notice(s) : err.msg, "", "for good");
		session_close(s);
	}
}

static void change(const char *sql)
{
	char *path = path_join(base, "annuaire.db");
	sqlite3 *conn;

	ok(sqlite3_open(path, &conn) == SQLITE_OK && sqlite3_exec(conn, sql, NULL, NULL, NULL) == SQLITE_OK,
	   "%s", sql);
	sqlite3_close(conn);
	free(path);
}

/* A hand has taken from each place where it comes from: it is found all the same. */
static void test_no_origin(void)
{
	struct err err;
	struct session *s;

	change("UPDATE place SET origin_id = origin_id + 1000");
	put_block("index", "ruine", 5);
	s = start(&err);
	if (ok(s != NULL, "starts without origins %s", err.msg))
		is_int((long long)index_place_count(s->index), 84, "all places are there");
	session_close(s);
	change("UPDATE place SET origin_id = origin_id - 1000");
}

static void test_damaged(void)
{
	struct err err;
	struct session *s;

	shell("printf 'plus rien de bon' > '%s/annuaire.db'", base);
	s = start(&err);
	if (!ok(s != NULL, "starts with a damaged directory %s", err.msg))
		return;
	ok(strstr(session_notice(s), "abîmé") && strstr(session_notice(s), "annuaire.db.abime-"),
	   "%s", session_notice(s));
	ok(strstr(session_notice(s), "84 lieux") != NULL, "and says that it is made again");
	session_close(s);
}

static void test_changed(void)
{
	struct err err;
	struct session *s;

	shell("sed -i '2s/,Promeneur du Net,/,Promeneuse du Net,/' '%s/annuaire/offres.csv'", data);
	s = start(&err);
	if (!ok(s != NULL, "starts on changed data %s", err.msg))
		return;
	ok(strstr(session_notice(s), "mis à jour : 84 lieux") != NULL, "%s", session_notice(s));
	session_close(s);
	shell("echo 'x,nulle-part,X' >> '%s/annuaire/offres.csv'", data);
	s = start(&err);
	if (!ok(s != NULL, "starts when a hand has broken a file %s", err.msg))
		return;
	ok(strstr(session_notice(s), "offres.csv") && strstr(session_notice(s), "reste"), "%s",
	   session_notice(s));
	is_int((long long)index_count(s->index), 110, "the directory is as it was");
	session_close(s);
	shell("sed -i '$d' '%s/annuaire/offres.csv'", data);
}

static void test_broken_first(void)
{
	struct session_options o = { .base = NULL, .data = data };
	struct err err = ERR_INIT;
	struct session *s = NULL;
	char *new = path_join(tempdir, "neuf");

	o.base = new;
	shell("cp '%s/annuaire/offres.csv' '%s/garde'", data, tempdir);
	shell("echo 'x,nulle-part,X' >> '%s/annuaire/offres.csv'", data);
	ok(!session_open(&s, &o, &err), "nothing to fall back on");
	is_int(err.kind, ERR_DATA, "bad data: %s", err.msg);
	shell("cp '%s/garde' '%s/annuaire/offres.csv'", tempdir, data);
	err_clear(&err);
	ok(session_open(&s, &o, &err), "it starts once the file is mended %s", err.msg);
	session_close(s);
	free(new);
}

/* A hand has broken a file that is not the directory: it is told, and the rest works. */
static void test_done_without(void)
{
	static const struct {
		const char *file, *spoil, *said;
	} cases[] = {
		{ "vacances.tsv", "printf 'n importe quoi\n' > vacances.tsv",
		  "vacances scolaires sont ignorées" },
		{ "vacances.tsv", "rm vacances.tsv", "vacances scolaires sont ignorées" },
		{ "rail.csv", "echo '\"' >> rail.csv", "aucun trajet en train" },
		{ "vocabulaire.csv",
		  "echo 'public,seniors,Encore les seniors,,local,,,' >> vocabulaire.csv",
		  "le code « seniors » du genre « public » est déjà écrit" },
	};
	struct err err;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct session *s;

		shell("cp '%s/%s' '%s/garde'", data, cases[i].file, tempdir);
		shell("cd '%s' && %s", data, cases[i].spoil);
		s = start(&err);
		if (ok(s != NULL, "starts with a broken %s %s", cases[i].file, err.msg)) {
			if (!ok(strstr(session_notice(s), cases[i].said), "and says it"))
				printf("# %s\n", session_notice(s));
			is_int((long long)index_count(s->index), 110, "the directory is there");
			ok(rail_count(s->rail) == 0 || i != 2, "without trains");
		}
		session_close(s);
		shell("cp '%s/garde' '%s/%s'", tempdir, data, cases[i].file);
	}
	session_close(start(&err));
}

/* root may write everywhere: this runs as somebody else. */
static void test_read_only(void)
{
	static const char *const blocks[] = { "index", "communes" };
	struct err err;

	for (size_t i = 0; i < ARRAY_SIZE(blocks); i++) {
		struct session *s;

		put_block(blocks[i], "ruine", 5);
		shell("chmod -R a+rX '%s'; chmod 0500 '%s'; chmod 0400 '%s/annuaire.db'", data, base,
		      base);
		s = start(&err);
		if (ok(s != NULL, "read-only, without the block « %s »: starts %s", blocks[i],
		       err.msg)) {
			ok(strstr(session_notice(s), "en mémoire"), "%s", session_notice(s));
			is_int((long long)index_count(s->index), 110, "with a whole index");
			ok(gazetteer_by_insee(s->gazetteer, "69243") != COMMUNE_NONE, "Tarare");
		}
		session_close(s);
		shell("chmod 0700 '%s'; chmod 0600 '%s/annuaire.db'", base, base);
		session_close(start(&err));
	}
}

/* The files are not read again when nothing shows that they changed, nor loaded when only dates did. */
static void test_stamp(void)
{
	struct err err;
	struct session *s = start(&err);
	char *then = s ? directory_get_meta(s->directory, "livre.fichiers") : NULL, *now;

	ok(then && *then, "the state of the files is remembered");
	session_close(s);
	shell("touch '%s/communes.csv'", data);
	s = start(&err);
	now = s ? directory_get_meta(s->directory, "livre.fichiers") : NULL;
	is_str(s ? session_notice(s) : err.msg, "", "touched: nothing is loaded");
	ok(now && then && strcmp(now, then) != 0, "and the new state is remembered");
	session_close(s);
	free(then);
	free(now);
}

/* Both want to prepare the directory; one does. */
static void test_together(void)
{
	char *other = path_join(tempdir, "ensemble");
	struct session_options o = { .base = other, .data = data };
	int status[2], loads = 0;
	pid_t pid[2];

	for (int i = 0; i < 2; i++) {
		pid[i] = fork();
		if (pid[i] == 0) {
			struct err err = ERR_INIT;
			struct session *s = NULL;
			bool done = session_open(&s, &o, &err);

			if (!done)
				fprintf(stderr, "# %s\n", err.msg);
			_exit(!done ? 2 : *session_notice(s) ? 1 : 0);
		}
	}
	for (int i = 0; i < 2; i++) {
		waitpid(pid[i], &status[i], 0);
		ok(WIFEXITED(status[i]) && WEXITSTATUS(status[i]) < 2, "first start %d of two", i + 1);
		loads += WIFEXITED(status[i]) && WEXITSTATUS(status[i]) == 1;
	}
	is_int(loads, 1, "one of them prepares the directory");
	free(other);
}

static void test_refresh(void)
{
	struct err err;
	struct session *a = start(&err), *b = start(&err);

	if (!ok(a && b, "two sessions on one base %s", err.msg))
		return;
	ok(!session_refresh(a, &err), "nothing has changed");
	ok(shipped_load(b->directory, data, b->vocab, &err), "the other one loads again");
	ok(session_refresh(a, &err), "the change is seen %s", err.msg);
	is_int(a->generation, directory_generation(b->directory), "and followed");
	is_int((long long)index_count(a->index), 110, "with its index");
	ok(!session_refresh(a, &err), "once");
	session_close(a);
	session_close(b);
}

/* Another window read other communes: their numbers and those of the index changed together. */
static void test_communes(void)
{
	struct err err;
	struct session *a = start(&err), *b;

	if (!ok(a != NULL, "a session %s", err.msg))
		return;
	shell("cp '%s/communes.csv' '%s/communes.bak' && sed -i '2d' '%s/communes.csv'", data, data,
	      data);
	b = start(&err);
	if (ok(b != NULL, "another one, after communes.csv has lost a line %s", err.msg)) {
		ok(gazetteer_count(b->gazetteer) + 1 == gazetteer_count(a->gazetteer),
		   "has one commune less");
		ok(session_refresh(a, &err), "which the first follows %s", err.msg);
		ok(gazetteer_count(b->gazetteer) == gazetteer_count(a->gazetteer), "with its communes");
	}
	session_close(a);
	session_close(b);
	shell("mv '%s/communes.bak' '%s/communes.csv'", data, data);
}

static void test_state(void)
{
	static const char *const facts[] = {
		"annuaire.db", "sain", "84 lieux, 110 offres, 34\u00a0969 communes",
		"Annuaire livré avec Aiguillage", "19 septembre 2024", "il y a 26 mois",
		"journal.db", "Vacances scolaires : connues jusqu’au",
	};
	struct err err;
	struct session *s = start(&err);
	struct str out;

	if (!s)
		return;
	str_init(&out);
	ok(session_state(s, &out, &err), "all is well %s", err.msg);
	for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
		ok(strstr(out.s, facts[i]) != NULL, "says « %s »", facts[i]);
	printf("# %s\n", strtok(out.s, "\n"));
	str_done(&out);
	session_close(s);
}

/* Its journal is the counsellor's only copy: it is left as it is. */
static void test_journal(void)
{
	struct err err;
	struct session *s;
	struct str out;
	char *path = path_join(base, "journal.db"), text[20] = "";
	FILE *f;

	shell("printf 'abime par un virus' > '%s'", path);
	s = start(&err);
	f = fopen(path, "r");
	if (f && fread(text, 1, 18, f) && !fclose(f))
		is_str(text, "abime par un virus", "a damaged journal is not touched");
	if (ok(s != NULL, "the program starts all the same %s", err.msg)) {
		ok(*session_notice(s) != '\0', "and says it: %s", session_notice(s));
		str_init(&out);
		ok(!session_state(s, &out, &err) && err.kind == ERR_BASE, "`etat` too: %s", err.msg);
		ok(strstr(out.s, "84 lieux") != NULL, "with the facts");
		str_done(&out);
	}
	session_close(s);
	free(path);
}

static void test_refused(void)
{
	struct session_options o = { .base = "/dev/null/ici", .data = data };
	struct err err = ERR_INIT;
	struct session *s = NULL;

	ok(!session_open(&s, &o, &err), "a folder that cannot be");
	is_int(err.kind, ERR_BASE, "%s", err.msg);
	o = (struct session_options){ .base = base, .data = "/nulle/part" };
	err_clear(&err);
	ok(!session_open(&s, &o, &err), "data that are not there");
	ok(strstr(err.msg, "/nulle/part") != NULL, "%s", err.msg);
}

int main(void)
{
	tempdir_make();
	setenv("AIGUILLAGE_MAINTENANT", "2026-11-24T10:00", 1);
	snprintf(base, sizeof base, "%s/base", tempdir);
	snprintf(data, sizeof data, "%s/data", tempdir);
	shell("cp -r '%s' '%s' && chmod -R u+w '%s'", test_path("data"), data, data);
	test_first();
	test_state();
	test_repair();
	test_other_version();
	test_no_origin();
	test_damaged();
	test_changed();
	test_broken_first();
	test_refresh();
	test_communes();
	test_stamp();
	test_done_without();
	test_together();
	test_refused();
	test_journal();
	shell("rm '%s/journal.db'", base);
	session_close(start(&(struct err)ERR_INIT));
	shell("chown -R 65534 '%s'", tempdir);
	if (become_nobody())
		test_read_only();
	if (getuid() == 0)
		(void)!seteuid(0);
	tempdir_remove();
	return done_testing();
}
