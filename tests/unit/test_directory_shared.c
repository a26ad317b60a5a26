/* The table of shared texts: what leaves with its rows, numbers given again, a table that another hand damaged. */
#include "aiguillage/directory.h"
#include "src/store/directory_impl.h"
#include "tests/unit/store.h"

#define PLACES 40

/* A file of `n` places whose notes are « WORD 0 », « WORD 1 »… */
static bool import(struct directory *d, const char *origin, const char *word, int n)
{
	struct place p;
	bool done = directory_begin(d, &err) &&
		    directory_set_origin(d, origin, "Titre", "2026-11-24", &err);

	place_init(&p);
	for (int i = 0; done && i < n; i++) {
		char key[40], note[40];

		snprintf(key, sizeof key, "%s.%d", origin, i);
		snprintf(note, sizeof note, "%s %d", word, i);
		place_set(&p, PLACE_KEY, key);
		place_set(&p, PLACE_NOTE, note);
		done = directory_put_place(d, &p, &err);
	}
	done = done && directory_drop_stale(d, &err) && directory_commit(d, &err);
	place_clear(&p);
	return done && fine();
}

/* Free it. */
static char *note_of(struct directory *d, const char *key)
{
	struct place p;
	char *note;

	place_init(&p);
	directory_place(d, directory_place_by_key(d, key, &err), &p, &err);
	fine();
	note = strdup(place_get(&p, PLACE_NOTE));
	place_clear(&p);
	return note;
}

static void is_note(struct directory *d, const char *key, const char *expected, const char *what)
{
	char *note = note_of(d, key);

	is_str(note, expected, "%s", what);
	free(note);
}

static void test_swept(void)
{
	struct directory *d = open_dir("sw.db");
	char word[20];

	for (int i = 0; i < 6; i++) {
		snprintf(word, sizeof word, "Texte%d", i);
		ok(import(d, "fichier", word, PLACES), "an import whose texts all change");
	}
	is_int(number(d, "SELECT count(*) FROM shared"), PLACES, "texts that no row holds are gone");
	ok(number(d, "SELECT max(id) FROM shared") <= 2 * PLACES, "and their numbers serve again");
	ok(import(d, "autre", "Ailleurs", 1) && import(d, "fichier", "", 0), "a file without rows");
	is_int(number(d, "SELECT count(*) FROM shared"), 1, "leaves the texts of the other");
	ok(directory_check(d, &err) && fine(), "sound");
	directory_close(d);
}

/* A reader remembers the texts it has read. */
static void test_given_again(void)
{
	struct directory *d = open_dir("again.db"), *reader = open_dir("again.db");

	import(d, "a", "Avant", 3);
	is_note(reader, "a.1", "Avant 1", "read");
	import(d, "a", "Entre", 3);	/* the numbers of before are free */
	import(d, "a", "Enfin", 3);
	ok(number(d, "SELECT count(*) FROM shared WHERE id <= 3 AND value LIKE 'Enfin%'") == 3,
	   "other texts have their numbers");
	is_note(reader, "a.1", "Enfin 1", "the reader sees them");
	is_note(d, "a.2", "Enfin 2", "so does who wrote them");
	directory_close(reader);
	directory_close(d);
}

static bool is_told(struct directory *d)
{
	bool told = !directory_check(d, &err) && strstr(err.msg, "abîmé") &&
		    strstr(err.msg, "mis de côté");

	if (!told)
		printf("# %s\n", err.msg);
	err_clear(&err);
	return told;
}

static void test_damaged(const char *sql, const char *what)
{
	struct directory *d = open_dir("dam.db");

	import(d, "a", "Texte", 3);
	db_exec(&d->db, sql, &err);
	fine();
	ok(is_told(d), "%s: told by the check", what);
	ok(import(d, "b", "Nouveau", 3), "an import does without");
	is_note(d, "b.2", "Nouveau 2", "and is read");
	directory_close(d);
	unlink(temp("dam.db"));
	unlink(temp("dam.db.suspect"));
}

/* What the check found is set aside at the next start, as it says. */
static void test_aside(void)
{
	struct directory *d = open_dir("cote.db");
	char *aside = NULL;

	import(d, "a", "Texte", 3);
	db_exec(&d->db, "UPDATE shared SET value = 'Texte 1'", &err);
	ok(is_told(d), "damaged");
	directory_close(d);
	ok(directory_open(&d, temp("cote.db"), DIRECTORY_CREATE, &aside, &err) && fine() && aside,
	   "set aside");
	is_int(number(d, "SELECT count(*) FROM place"), 0, "and made again");
	free(aside);
	directory_close(d);
}

int main(void)
{
	tempdir_make();
	test_swept();
	test_given_again();
	test_damaged("INSERT INTO shared (id, value) VALUES (4, 'Texte 2')", "the same text twice");
	test_damaged("INSERT INTO shared (id, value) VALUES (-4, 'Hors')", "a number that is none");
	test_damaged("DELETE FROM shared WHERE id = 2", "a text that is gone");
	test_aside();
	tempdir_remove();
	return done_testing();
}
