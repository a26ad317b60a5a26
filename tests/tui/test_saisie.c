/* Filling the forms of the log: where it took place, what follows a save, a disk without room. */
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "tests/lib/tap.h"
#include "tests/tui/program.h"

static void search(struct vt *v, const char *commune)
{
	see(v, "résultats");
	vt_keys(v, "<C-n><C-u>");
	vt_keys(v, commune);
	vt_keys(v, "<Tab>senior<Tab>papiers<Tab><Down>");
	see(v, "o Orienter");
}

/* The first line that the command prints, without its end. */
static const char *printed(const char *arguments)
{
	static char line[400];
	char command[600];
	FILE *f;

	snprintf(command, sizeof command,
		 "AIGUILLAGE_BASE='%s' AIGUILLAGE_MAINTENANT=2026-11-24T10:00 '%s' %s", program_base,
		 getenv("PROG"), arguments);
	f = popen(command, "r");
	*line = '\0';
	if (f && fgets(line, sizeof line, f))
		line[strcspn(line, "\n")] = '\0';
	if (f)
		pclose(f);
	return line;
}

/* The field of the entry that was logged last. */
static const char *field_of_last(const char *name)
{
	char arguments[300];

	snprintf(arguments, sizeof arguments,
		 "journal \"$('%s' journal --format tsv | awk 'NR == 2 { print $1 }')\" --format tsv | "
		 "sed -n 's/^%s\\t//p'",
		 getenv("PROG"), name);
	return printed(arguments);
}

static int count_entries(void)
{
	return atoi(printed("journal --format tsv | awk 'END { print NR - 1 }'"));
}

static void to_place(struct vt *v)
{
	vt_keys(v, "a");
	see(v, "Aiguillage · Accompagnement");
	see_gone(v, "Enregistré");	/* of the former, or the next would seem saved before it is */
	vt_keys(v, "<Tab><Tab><Tab><Tab>");
	see_cursor(v, "Lieu");
}

/* A place of the directory, a commune, any words: each replaces all of what was there. */
static void test_place(void)
{
	struct vt *v = program_start(24, 80);

	search(v, "bibost");
	to_place(v);
	vt_keys(v, "médiath tar");
	see(v, "> « médiath tar », tel quel");
	see(v, "Médiathèque de Tarare, Tarare");
	see_golden(v, "accompagner-lieu");
	vt_keys(v, "<Down><Tab>");
	see_row(v, "Lieu", "Médiathèque de Tarare");
	vt_keys(v, "<C-s>");
	see(v, "Enregistré : accompagnement");
	see(v, "Médiathèque de Tarare");
	is_str(field_of_last("lieu"), "Médiathèque de Tarare", "the place");
	is_str(field_of_last("lieu_insee"), "69243", "and where it is");
	ok(*field_of_last("lieu_id"), "and its key");
	to_place(v);
	see_row(v, "Lieu", "Médiathèque de Tarare");
	vt_keys(v, "amplepuis");
	see(v, "Commune : Amplepuis");
	vt_keys(v, "<Down><Down><Down><Down><Down><Tab>");
	see_row(v, "Lieu", "Amplepuis (69)");
	vt_keys(v, "<C-s>");
	see(v, "à Amplepuis");
	is_str(field_of_last("lieu"), "", "no place");
	is_str(field_of_last("lieu_id"), "", "nor the key of the former");
	is_str(field_of_last("lieu_commune"), "Amplepuis", "a commune");
	to_place(v);
	vt_keys(v, "Sous le chêne<C-s>");
	see(v, "Enregistré : ");
	is_str(field_of_last("lieu"), "Sous le chêne", "words");
	is_str(field_of_last("lieu_commune"), "", "no commune any more");
	to_place(v);
	vt_keys(v, "2 55 08 14 168 025 38<C-s>");
	see(v, "permettraient d’usurper");
	vt_keys(v, "<C-u><C-s>");
	see(v, "Enregistré");
	is_str(field_of_last("lieu"), "", "emptied");
	program_quit(v);
}

/* A place that was chosen is in the draft too. */
static void test_place_draft(void)
{
	struct vt *v = program_start(24, 80);

	search(v, "bibost");
	to_place(v);
	vt_keys(v, "médiath tar");
	see(v, "Médiathèque de Tarare, Tarare");
	vt_keys(v, "<Down><Tab>");
	see_row(v, "Lieu", "Médiathèque de Tarare");
	vt_hang_up(v);
	ok(vt_wait_exit(v), "the terminal is closed");
	vt_free(v);
	v = program_start(24, 80);
	see(v, "Saisie inachevée : Accompagnement, 24 novembre. Ctrl-R");
	see_golden(v, "brouillon-accueil");
	vt_keys(v, "<Enter>");
	see_gone(v, "Saisie inachevée");
	see(v, "Aiguillage · Recherche");
	search(v, "bibost");
	vt_keys(v, "a");
	see(v, "Reprendre la saisie");
	vt_keys(v, "<Esc>");
	program_quit(v);
	v = program_start(24, 80);
	see(v, "Saisie inachevée");
	vt_keys(v, "<C-r>");
	see(v, "Aiguillage · Accompagnement");
	see_row(v, "Lieu", "Médiathèque de Tarare");
	vt_keys(v, "<C-s>");
	see(v, "Enregistré");
	is_str(field_of_last("lieu_insee"), "69243", "a place, not only its name");
	program_quit(v);
}

/* After a save, one key: the same for another person, another place, or nothing of it. */
static void test_repeat(void)
{
	struct vt *v = program_start(24, 80);
	int before = count_entries();

	search(v, "bibost");
	vt_keys(v, "o<Tab>4/12 14h<C-s>");
	see(v, "Enregistré : orientation vers");
	see(v, "m : même chose pour une autre personne, e : autre lieu, u : défaire");
	vt_keys(v, "m");
	see(v, "Aiguillage · Orienter");
	see_gone(v, "Enregistré : ");
	ok(vt_row_of(v, "Bibost") < 0, "nothing of the person");
	vt_keys(v, "<C-s>");
	see(v, "Enregistré : orientation vers");
	is_int(count_entries(), before + 2, "the same, for another person");
	vt_keys(v, "e");
	see(v, "autre lieu, pour la même demande");
	vt_keys(v, "<Down><Down>o");
	see(v, "Aiguillage · Orienter");
	see_gone(v, "Enregistré : ");
	vt_keys(v, "<C-s>");
	see(v, "Enregistré : orientation vers");
	is_str(field_of_last("etape"), "2", "the next step of the same request");
	vt_keys(v, "u");
	see(v, "Défait : orientation");
	is_int(count_entries(), before + 2, "taken back");
	vt_keys(v, "u");
	ok(vt_wait_gone(v, "Défait"), "once: the key has its own meaning again");
	program_quit(v);
}

/* A request that went on and found nobody: the next referral is another one. */
static void test_given_up(void)
{
	struct vt *v = program_start(24, 80);

	search(v, "bibost");
	vt_keys(v, "o<C-s>");
	see(v, "Enregistré : orientation vers");
	vt_keys(v, "e");
	see(v, "autre lieu, pour la même demande");
	vt_keys(v, "<C-n>");
	see_gone(v, "autre lieu, pour la même demande");
	vt_keys(v, "<C-u>amplepuis<Tab><Tab><Tab><Tab><Down>");
	see(v, "o Orienter");
	vt_keys(v, "o<C-s>");
	see(v, "Enregistré : orientation vers");
	is_str(field_of_last("etape"), "1", "a request of its own");
	program_quit(v);
}

/* The appointment of a past referral, its time alone typed again, stays where it was. */
static void test_past_appointment(void)
{
	struct vt *v;

	printed("orienter S015 --date 2/11 --rdv '20/11 17h' --code B2-22");
	v = program_start(24, 80);
	see(v, "résultats");
	vt_keys(v, "<C-o>j");
	see(v, "Aiguillage · Journal");
	vt_keys(v, "/b222<Enter>");
	see(v, "1 entrée");
	vt_keys(v, "<Enter>");
	see_row(v, "Rendez-vous", "20 novembre à 17h");
	vt_keys(v, "<Tab><Backspace><Backspace><Backspace>18h<Tab><C-s>");
	see(v, "Enregistré");
	vt_keys(v, "<Enter>");
	see_row(v, "Rendez-vous", "20 novembre à 18h");
	ok(vt_row_of(v, "2027") < 0, "and not next year");
	vt_keys(v, "<Esc>");
	program_quit(v);
}

/* A folder that cannot be written: the same, and the entry is made once it can. */
static void test_readonly(void)
{
	struct vt *v = program_start_plain();

	if (!v) {
		ok(true, "a read-only folder # SKIP cannot be another user than root here");
		return;
	}
	search(v, "bibost");
	vt_keys(v, "b<Tab><Tab><Tab>scanner une lettre");
	chmod(program_base, 0500);
	vt_keys(v, "<C-s>");
	see(v, "Impossible");
	see_row(v, "Ses mots", "scanner une lettre");
	chmod(program_base, 0700);
	vt_keys(v, "<C-s>");
	see(v, "Enregistré : besoin sans réponse");
	program_quit(v);
	program_own();
	is_str(field_of_last("mots"), "scanner une lettre", "what was typed is there");
}

/* A file of the program may not grow beyond that many bytes, or may again. */
static void limit_files(const struct vt *v, bool full)
{
	struct rlimit limit;

	prlimit(vt_pid(v), RLIMIT_FSIZE, NULL, &limit);
	limit.rlim_cur = full ? 0 : limit.rlim_max;
	prlimit(vt_pid(v), RLIMIT_FSIZE, &limit, NULL);
}

/* No room while saving: all that was typed stays, and one entry is there once there is room. */
static void test_full(void)
{
	struct vt *v = program_start(24, 80);
	int before = count_entries();

	search(v, "bibost");
	limit_files(v, true);
	vt_keys(v, "b<Tab><Tab><Tab>imprimer un billet<C-s>");
	see(v, "Impossible d’écrire dans");
	see(v, "Rien n’a été");
	see(v, "puis recommencez");
	see_row(v, "Ses mots", "imprimer un billet");
	vt_keys(v, " de train");
	see_gone(v, "Impossible");
	vt_keys(v, "<C-s>");
	see(v, "Impossible d’écrire dans");
	see_row(v, "Ses mots", "imprimer un billet de train");
	is_int(count_entries(), before, "nothing is there");
	limit_files(v, false);
	vt_keys(v, "<C-s>");
	see(v, "Enregistré : besoin sans réponse");
	is_int(count_entries(), before + 1, "one entry");
	is_str(field_of_last("mots"), "imprimer un billet de train", "with what was typed");
	vt_keys(v, "b");
	see(v, "Aiguillage · Besoin sans");
	ok(vt_row_of(v, "Reprendre la saisie") < 0, "no draft is left of it");
	vt_keys(v, "<Esc>");
	program_quit(v);
}

int main(void)
{
	program_begin();
	setenv("AIGUILLAGE_BASE", program_base, 1);
	test_place();
	test_place_draft();
	test_repeat();
	test_given_up();
	test_past_appointment();
	test_readonly();
	test_full();
	program_end();
	return done_testing();
}
