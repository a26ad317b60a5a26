/* The phrase of the journal by the screens: the question, setting, locking, noting, reading, losing. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "tests/lib/tap.h"
#include "tests/tui/program.h"

#define PHRASE "quatre mots sans rapport"
#define OTHER "cinq autres mots sans rapport"

static char recovery[40];	/* the code that was shown */

static bool holds(const char *words)
{
	char command[300];

	snprintf(command, sizeof command, "grep -aqr '%s' '%s/journal.db' '%s/sauvegardes' 2>/dev/null", words,
		 program_base, program_base);
	return system(command) == 0;
}

/* Asked at the first start, whatever is answered never again. */
static void test_question(void)
{
	char fresh[] = "/tmp/aiguillage-test-XXXXXX", base[128], command[128];
	const char *argv[] = { getenv("PROG"), NULL };
	const char *env[] = { base, "AIGUILLAGE_MAINTENANT=2026-11-24T10:00", NULL };
	struct vt *v;

	if (!mkdtemp(fresh))
		abort();
	snprintf(base, sizeof base, "AIGUILLAGE_BASE=%s", fresh);
	v = vt_start(&(struct vt_options){ argv, env, 24, 80 });
	see(v, "Aiguillage · Phrase du journal");
	see(v, "personne ne peut retrouver cette phrase");
	see_reverse(v, "Plus tard");
	see_golden(v, "phrase-question");
	vt_keys(v, "<Enter>");
	see(v, "Aiguillage · Recherche");
	see(v, "Pour y revenir : menu, h");
	vt_keys(v, "<C-k>");
	see(v, "Le journal n’a pas de phrase");
	program_quit(v);
	v = vt_start(&(struct vt_options){ argv, env, 24, 80 });
	see(v, "Aiguillage · Recherche");
	program_quit(v);
	snprintf(command, sizeof command, "rm -rf '%s'", fresh);
	if (system(command))
		printf("# %s was not removed\n", fresh);
}

static void search(struct vt *v)
{
	see(v, "résultats");
	vt_keys(v, "<C-n><C-u>bibost<Tab>senior<Tab>papiers<Tab><Down>");
	see(v, "o Orienter");
}

/* An unmet need with a text, and a new code. */
static void log_words(struct vt *v, const char *words)
{
	vt_keys(v, "b<Tab><Tab><Tab>");
	vt_keys(v, words);
	vt_keys(v, "<Tab>");
	see_row(v, "Ses mots", words);
	vt_keys(v, "<C-s>");
}

/* Six groups of five. */
static bool is_code(const char *s)
{
	for (int i = 0; i < 35; i++)
		if (i % 6 == 5 ? s[i] != '-' : !(s[i] && strchr("0123456789ABCDEFGHJKMNPQRSTVWXYZ", s[i])))
			return false;
	return true;
}

static void take_code(struct vt *v)
{
	for (const char *at = vt_dump(v); *at; at++)
		if (is_code(at))
			snprintf(recovery, sizeof recovery, "%.35s", at);
}

static void type_twice(struct vt *v, const char *phrase, const char *again)
{
	see(v, "12 signes au moins :");
	vt_keys(v, phrase);
	vt_keys(v, "<Enter>");
	see(v, "La même phrase à nouveau");
	vt_keys(v, again);
	vt_keys(v, "<Enter>");
}

static void test_set(void)
{
	struct vt *v = program_start(24, 80);

	search(v);
	log_words(v, "canariquinze");
	see(v, "Enregistré : besoin");
	ok(holds("canariquinze"), "in clear");
	vt_keys(v, "<C-o>h");
	see(v, "n’est pas protégé");
	vt_keys(v, "<Down><Enter>");
	type_twice(v, PHRASE, "une faute");
	see(v, "ne sont pas les mêmes");
	vt_keys(v, "court<Enter>");
	see(v, "trop courte");
	see_golden(v, "phrase-choisir");
	vt_keys(v, "<C-u>");
	type_twice(v, PHRASE, PHRASE);
	see(v, "montré une seule fois");
	see(v, "C’est recopié");	/* the last row: the others are painted */
	take_code(v);
	ok(*recovery, "a recovery code");
	vt_keys(v, "<Esc>");
	see(v, "Ce code ne sera plus montré");
	see(v, recovery);
	vt_keys(v, "<C-k>");
	see(v, "Le journal est fermé");
	see(v, recovery);
	vt_keys(v, "<C-q>");
	see(v, "Quitter");
	vt_keys(v, "<Esc>");
	see(v, recovery);
	vt_keys(v, "<Enter>");
	see(v, "protégé par une phrase, et fermé");
	see_gone(v, recovery);
	ok(!holds("canariquinze"), "no more in clear");
	program_quit(v);
}

/* Locked: noting needs nothing, reading asks, and what was asked for then happens. */
static void test_locked(void)
{
	struct vt *v = program_start(24, 80);

	search(v);
	log_words(v, "canariseize");
	see(v, "Enregistré : besoin");
	ok(!holds("canariseize"), "noted while locked, sealed");
	vt_keys(v, "<C-o>j");
	see(v, "Aiguillage · Journal");
	vt_keys(v, "<Enter>");
	see(v, "Textes et codes sont fermés");
	see_golden(v, "phrase-demandee");
	vt_keys(v, "<Esc>");
	see_gone(v, "sont fermés");
	see(v, "Aiguillage · Journal");
	vt_keys(v, "/K7-42");
	see(v, "Les codes sont fermés par la phrase");
	vt_keys(v, "<Enter>");
	see(v, "Textes et codes sont fermés");
	vt_keys(v, "<Esc>");
	see_gone(v, "Textes et codes");
	vt_keys(v, "<Enter>");
	see(v, "Textes et codes sont fermés");
	vt_keys(v, "<Esc>");
	see_gone(v, "Textes et codes");
	vt_keys(v, "<C-n>");
	see_gone(v, "Les codes sont fermés");
	vt_keys(v, "<Enter>ce n’est pas elle<Enter>");
	see(v, "Ce n’est pas la bonne phrase");
	vt_keys(v, PHRASE "<Enter>");
	see(v, "Aiguillage · Besoin sans");
	see_row(v, "Ses mots", "canariseize");
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Journal");
	vt_keys(v, "<Down><Enter>");
	see_row(v, "Ses mots", "canariquinze");
	vt_keys(v, "<Esc><C-k>");
	see(v, "Le journal est fermé");
	see(v, "Aiguillage · Recherche");
	vt_keys(v, "<C-k>");
	see(v, "Textes et codes sont fermés");
	vt_keys(v, "<C-k><Esc>");
	see_gone(v, "sont fermés");
	program_quit(v);
}

/* A code is found or drawn with the phrase only: asked while saving, which then goes on. */
static void test_code(void)
{
	struct vt *v = program_start(24, 80);

	search(v);
	vt_keys(v, "a<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>n");
	see_row(v, "Code de la personne", "n");
	vt_keys(v, "<C-s>");
	see(v, "Textes et codes sont fermés");
	vt_keys(v, PHRASE "<Enter>");
	see(v, "écrire sur sa fiche");
	see(v, "Aiguillage · Recherche · textes ouverts");
	vt_keys(v, "<C-k><C-o>j");
	see(v, "Aiguillage · Journal · textes fermés");
	see(v, "code fermé");
	program_quit(v);
}

/* A form that was left is sealed; it is offered again, with the phrase. */
static void test_draft(void)
{
	struct vt *v = program_start(24, 80);

	search(v);
	vt_keys(v, "b<Tab><Tab><Tab>canaridixsept<Tab>");
	see_row(v, "Ses mots", "canaridixsept");
	vt_hang_up(v);
	ok(vt_wait_exit(v), "the terminal is closed while a form is filled");
	vt_free(v);
	ok(!holds("canaridixsept"), "the draft is sealed");
	v = program_start(24, 80);
	search(v);
	vt_keys(v, "b");
	see(v, "Une saisie commencée attend");
	vt_keys(v, "<Enter>");
	see(v, "Textes et codes sont fermés");
	vt_keys(v, PHRASE "<Enter>");
	see(v, "Reprendre la saisie du 24 novembre");
	vt_keys(v, "<Enter>");
	see_row(v, "Ses mots", "canaridixsept");
	vt_keys(v, "<C-s>");
	see(v, "Enregistré : besoin");
	program_quit(v);
}

#define LOCK "LOCK_MS=3000"	/* longer than any of these tests types */

static struct vt *start_demo(const char *lock)
{
	static char demo[4096], base[128];
	const char *build = getenv("BUILDDIR");
	const char *argv[] = { demo, NULL };
	const char *env[] = { base, "AIGUILLAGE_MAINTENANT=2026-11-24T10:00", lock, NULL };

	snprintf(demo, sizeof demo, "%s/tests/tui/demo_lock", build ? build : ".");
	snprintf(base, sizeof base, "AIGUILLAGE_BASE=%s", program_base);
	return vt_start(&(struct vt_options){ argv, env, 24, 80 });
}

/* Without a key the texts close by themselves, and what was being typed is kept, sealed. */
static void test_time(void)
{
	struct vt *v = start_demo(LOCK);

	search(v);
	vt_keys(v, "<C-k>" PHRASE "<Enter>");
	see(v, "Le journal est ouvert");
	vt_keys(v, "b<Tab><Tab><Tab>canaridixhuit<Tab>");
	see_row(v, "Ses mots", "canaridixhuit");
	see(v, "le journal s’est fermé");
	see_gone(v, "canaridixhuit");
	ok(!holds("canaridixhuit"), "the draft is sealed");
	vt_keys(v, "b");
	see(v, "Une saisie commencée attend");
	program_quit(v);
}

/* A laptop that slept: the key that wakes it finds the texts closed, and does nothing else. */
static void test_time_asleep(void)
{
	struct vt *v = start_demo(LOCK);

	search(v);
	vt_keys(v, "<C-k>" PHRASE "<Enter>");
	see(v, "Le journal est ouvert");
	kill(vt_pid(v), SIGSTOP);
	sleep(4);
	vt_keys(v, "<C-q><C-q>");
	kill(vt_pid(v), SIGCONT);
	see(v, "le journal s’est fermé");
	see(v, "Aiguillage · Recherche · textes fermés");
	program_quit(v);
}

/* What is typed of a place is about nobody, and has no draft: it stays on the screen. */
static void test_time_elsewhere(void)
{
	struct vt *v = start_demo(LOCK);

	search(v);
	vt_keys(v, "<C-k>" PHRASE "<Enter>");
	see(v, "Le journal est ouvert");
	vt_keys(v, "c<Enter>");
	see(v, "Aiguillage · Corriger");
	vt_keys(v, "mot ajouté");
	see(v, "le journal s’est fermé");
	see(v, "Aiguillage · Corriger · textes fermés");
	see(v, "mot ajouté");
	vt_keys(v, "<Esc>");
	program_quit(v);
}

/* A private note that was being typed is closed and kept as forms are. */
static void test_time_note(void)
{
	static const char note[] = "m<Enter><Down><Down><Down><Down><Down><Enter>";
	struct vt *v = start_demo(LOCK);

	search(v);
	vt_keys(v, note);
	see(v, "Note privée");
	vt_keys(v, "canaridixneuf");
	see(v, "le journal s’est fermé");
	see_gone(v, "canaridixneuf");
	ok(!holds("canaridixneuf"), "the note is sealed");
	vt_keys(v, note);
	see(v, "Textes et codes sont fermés");
	vt_keys(v, PHRASE "<Enter>");
	see(v, "canaridixneuf");
	vt_keys(v, "<C-s>");
	see(v, "Note gardée");
	program_quit(v);
}

static void test_lost(void)
{
	struct vt *v = program_start(24, 80);

	see(v, "résultats");
	vt_keys(v, "<C-o>h");
	see(v, "protégé par une phrase, et fermé");
	vt_keys(v, "<Enter>");
	see(v, "Textes et codes sont fermés");
	vt_keys(v, recovery);
	vt_keys(v, "<Enter>");
	see(v, "protégé par une phrase, et ouvert");
	vt_keys(v, "<Down><Enter>");
	type_twice(v, OTHER, OTHER);
	see(v, "montré une seule fois");
	see(v, "reste ouverte par l’ancienne phrase");
	see(v, "nouvelle.");	/* to its end */
	vt_keys(v, "<Enter>");
	see(v, "protégé par une phrase, et ouvert");
	vt_keys(v, "<Down><Down><Enter>");
	see(v, "Enlever la phrase");
	vt_keys(v, "<Down><Enter>");
	see(v, "n’est plus protégé");
	see(v, "n’est pas protégé");
	program_quit(v);
	ok(holds("canariquinze"), "in clear again");
}

int main(void)
{
	program_begin();
	test_question();
	test_set();
	test_locked();
	test_code();
	test_draft();
	test_time();
	test_time_asleep();
	test_time_elsewhere();
	test_time_note();
	test_lost();
	program_end();
	return done_testing();
}
