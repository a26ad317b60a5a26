/* Logging by the visible keys: how many they are, and a whole day of a counsellor. */
#include <ctype.h>
#include <signal.h>
#include <unistd.h>

#include "tests/lib/tap.h"
#include "tests/tui/program.h"
#include "tests/tui/shell.h"

/* Key presses of a string of vt_keys(). */
static int count_keys(const char *keys)
{
	int n = 0;

	for (; *keys; keys++) {
		n += ((unsigned char)*keys & 0xC0) != 0x80;
		if (*keys == '<')
			keys += strcspn(keys, ">");
	}
	return n;
}

/* A search for a senior of Bibost who has papers to do, the marker on the results. */
static void search(struct vt *v, const char *commune)
{
	see(v, "résultats");
	vt_keys(v, "<C-n><C-u>");
	vt_keys(v, commune);
	vt_keys(v, "<Tab>senior<Tab>papiers<Tab><Down>");
	see(v, "o Orienter  a Accompagner  b Sans réponse");
}

static void test_count(void)
{
	static const char referral[] = "<Down><Down>o<C-s>", visit[] = "a<C-s>";
	struct vt *v = program_start(24, 80);

	search(v, "bibost");
	vt_keys(v, referral);
	see(v, "Enregistré : orientation vers");
	ok(count_keys(referral) <= 8, "a referral after a search: %d keys", count_keys(referral));
	vt_keys(v, visit);
	see(v, "Enregistré : accompagnement");
	ok(count_keys(visit) <= 10, "an accompaniment: %d keys", count_keys(visit));
	program_quit(v);
}

static void test_look(void)
{
	static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

	for (size_t i = 0; i < 3; i++) {
		struct vt *v = program_start(sizes[i][0], sizes[i][1]);

		see(v, "résultats");
		vt_keys(v, "<C-n><C-u>bibost<Tab>senior<Tab>papiers<Tab><Down>o");
		see(v, "Aiguillage · Orienter");
		see_golden(v, "orienter");
		vt_keys(v, "<Esc>a");
		see(v, "Aiguillage · Accompagnement");
		see_golden(v, "accompagner");
		vt_keys(v, "<Esc>b");
		see(v, "Aiguillage · Besoin sans");
		see_golden(v, "sans-reponse");
		vt_keys(v, "<Esc><C-o>s");
		see(v, "Aiguillage · À suivre");
		see_golden(v, "a-suivre-vide");
		vt_keys(v, "<Esc><C-o>j");
		see(v, "Aiguillage · Journal");
		vt_keys(v, "/nulle part<Enter>");
		see(v, "Rien de tel");
		see_golden(v, "journal-vide");
		vt_keys(v, "<Esc><Esc><C-o>l");
		see(v, "Aiguillage · Bilan");
		see_golden(v, "bilan-vide");
		program_quit(v);
	}
}

/* The opening that is chosen is seen as the appointment, which what is typed after it replaces. */
static void test_appointment(void)
{
	struct vt *v = program_start(24, 80);

	see(v, "résultats");
	vt_keys(v, "<C-n><C-u>chasselay<Tab><Tab><Tab><Tab><Down>");
	see(v, "o Orienter");
	vt_keys(v, "<Home>o<Enter><Enter><Tab>");
	see(v, "Rendez-vous          4 décembre à 17h");
	see(v, "Relancer le          07/12/2026");
	vt_keys(v, "<C-u>9/12 10h<Tab>");
	see(v, "Relancer le          10/12/2026");
	vt_keys(v, "<C-s>");
	see(v, "Enregistré : orientation");
	vt_keys(v, "<C-o>j");
	see(v, "relancer le 10 décembre");
	vt_keys(v, "<Enter>");
	see(v, "Rendez-vous          9 décembre à 10h");
	vt_keys(v, "<Esc><Esc>a<Tab>45<Tab>");
	see(v, "Durée (min)                  45");
	vt_keys(v, "<Esc><Down><Enter>");
	see(v, "résultats");
	program_quit(v);
}

/* What must not be noted is refused, and all that was typed stays. */
static void test_refused(void)
{
	struct vt *v = program_start(24, 80);

	search(v, "bibost");
	vt_keys(v, "b<Tab><Tab><Tab>2 55 08 14 168 025 38<C-s>");
	see(v, "sécurité sociale");
	see(v, "2 55 08 14 168 025 38");
	vt_keys(v, "<C-u>imprimer<C-s>");
	see(v, "Enregistré : besoin sans réponse");
	program_quit(v);
}

/* Who prescribes is proposed first; Échap gives up, and notes nothing. */
static void test_prescriber(void)
{
	struct vt *v = program_start(24, 80);

	see(v, "résultats");
	vt_keys(v, "<C-n><C-u>bibost<Tab>famille<Tab><Tab><Tab><Down><Home>o");
	see(v, "Orienter d’abord vers qui prescrit ?");
	see(v, "> Oui, d’abord le prescripteur");
	vt_keys(v, "<Esc>");
	see_gone(v, "Orienter d’abord vers qui prescrit ?");
	ok(vt_row_of(v, "Aiguillage · Recherche") == 0, "given up: back to the results");
	vt_keys(v, "o<Enter>");
	see(v, "Aiguillage · Orienter");
	see(v, "Inspection de l’Éducation nationale — L’Arbresle");
	vt_keys(v, "<Esc>");
	program_quit(v);
}

/* The sheet of a referral: for the very next key, and later from the lists. */
static void test_sheet(void)
{
	struct vt *v = program_start(24, 80);

	search(v, "bibost");
	vt_keys(v, "o<Tab>4/12 14h<C-s>");
	see(v, "i : fiche");
	vt_keys(v, "i");
	see(v, "Rendez-vous le vendredi 4 décembre, à 14h");
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Recherche");
	vt_keys(v, "i");
	see(v, "Aiguillage · Fiche à remettre");
	ok(vt_row_of(v, "Rendez-vous le vendredi") < 0, "later, nothing of the last referral");
	vt_keys(v, "<Esc><C-o>j");
	see(v, "Aiguillage · Journal");
	vt_keys(v, "i");
	see(v, "Rendez-vous le vendredi 4 décembre, à 14h");
	vt_keys(v, "<Esc>t");
	see(v, "i : la fiche de la dernière");
	vt_keys(v, "i");
	see(v, "Rendez-vous le vendredi 4 décembre, à 14h");
	program_quit(v);
}

/* From the appointment to the code of the person. */
#define TABS "<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab>"

/* All the sheets of a pathway: two referrals of one person, by code. */
static void test_sheets(void)
{
	struct vt *v = program_start(24, 80);

	search(v, "bibost");
	vt_keys(v, "o<Tab>4/12 14h" TABS "A7-12<C-s>");
	see(v, "Enregistré : orientation");
	vt_keys(v, "<Down><Up>");
	see_gone(v, "Enregistré : orientation");
	vt_keys(v, "o<Tab>8/12 10h" TABS "A7-12<C-s>");
	see(v, "Enregistré : orientation");
	vt_keys(v, "<C-o>j");
	see(v, "Aiguillage · Journal");
	vt_keys(v, "t");
	see(v, "l : toutes.");
	vt_keys(v, "l");
	see(v, "2 fiches, français");
	see(v, "Rendez-vous le vendredi 4 décembre, à 14h");
	program_quit(v);
}

/* What is typed outlives the program: offered again, then dropped once saved or given up. */
static void test_draft(void)
{
	struct vt *v = program_start(24, 80);

	search(v, "bibost");
	vt_keys(v, "b<Tab><Tab><Tab>imprimer un billet<Tab>");
	see_row(v, "Ses mots", "imprimer un billet");
	vt_hang_up(v);
	ok(vt_wait_exit(v), "the terminal is closed while a form is filled");
	vt_free(v);
	v = program_start(24, 80);
	search(v, "amplepuis");
	vt_keys(v, "b");
	see(v, "Reprendre la saisie du 24 novembre");
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Recherche");
	vt_keys(v, "b");
	see(v, "Reprendre la saisie du 24 novembre");
	vt_keys(v, "<Enter>");
	see_row(v, "Ses mots", "imprimer un billet");
	see_row(v, "Commune", "Bibost");
	vt_keys(v, "<C-s>");
	see(v, "Enregistré : besoin sans réponse");
	vt_keys(v, "b");
	see(v, "Aiguillage · Besoin sans");
	see_row(v, "Commune", "Amplepuis");
	vt_keys(v, "<Esc>");
	program_quit(v);
}

/* The day to ask, which follows the appointment, is seen again when the form is taken up. */
static void test_draft_followup(void)
{
	struct vt *v = program_start(24, 80);

	search(v, "bibost");
	vt_keys(v, "o<Tab>4/12 14h<Tab>");
	see_row(v, "Relancer le", "07/12/2026");
	vt_hang_up(v);
	ok(vt_wait_exit(v), "the terminal is closed while a referral is filled");
	vt_free(v);
	v = program_start(24, 80);
	search(v, "bibost");
	vt_keys(v, "o");
	see(v, "Reprendre la saisie du 24 novembre");
	vt_keys(v, "<Enter>");
	see_row(v, "Rendez-vous", "4/12 14h");
	see_row(v, "Relancer le", "07/12/2026");
	vt_keys(v, "<Esc>o");
	see(v, "Aiguillage · Recherche");
	program_quit(v);
}

/* The disk is full: nothing is said to be saved, and all that was typed stays. */
static void test_full(void)
{
	struct vt *v = shell_start_full("0");

	search(v, "bibost");
	vt_keys(v, "b<Tab><Tab><Tab>imprimer un dossier<C-s>");
	see(v, "Impossible d’écrire dans");
	see(v, "Aiguillage · Besoin sans");
	see_row(v, "Ses mots", "imprimer un dossier");
	vt_keys(v, "<C-s>");
	see(v, "Impossible d’écrire dans");
	see_row(v, "Ses mots", "imprimer un dossier");
	vt_keys(v, "<Esc>o");
	see(v, "Aiguillage · Recherche");
	program_quit(v);
}

static bool is_in_journal(const char *words)
{
	char command[300];

	snprintf(command, sizeof command, "grep -aq '%s' '%s/journal.db'", words, program_base);
	return system(command) == 0;
}

/* Killed: what was there at the last pause remains; given up, not a byte. */
static void test_draft_killed(void)
{
	struct vt *v = program_start(24, 80);

	search(v, "bibost");
	vt_keys(v, "b<Tab><Tab><Tab>canari jaune");
	see_row(v, "Ses mots", "canari jaune");
	for (int i = 0; i < 200 && !is_in_journal("canari jaune"); i++)
		usleep(50000);
	kill(vt_pid(v), SIGKILL);
	ok(vt_wait_exit(v), "killed");
	vt_free(v);
	v = program_start(24, 80);
	search(v, "bibost");
	vt_keys(v, "b");
	see(v, "Reprendre la saisie du");
	vt_keys(v, "<Enter>");
	see_row(v, "Ses mots", "canari jaune");
	vt_keys(v, "<Esc>");
	see(v, "Abandonner ce qui vient");
	vt_keys(v, "o");
	see(v, "Aiguillage · Recherche");
	program_quit(v);
	ok(!is_in_journal("canari jaune"), "given up: not a byte of it remains");
}

static void visits(struct vt *v, int n)
{
	for (int i = 0; i < n; i++) {
		vt_keys(v, "a");
		see(v, "Aiguillage · Accompagnement");
		vt_keys(v, "<C-s>");
		see(v, "Enregistré : accompagnement");
		see(v, "Aiguillage · Recherche");
	}
}

static void workshop(struct vt *v)
{
	vt_keys(v, "a");
	see(v, "Aiguillage · Accompagnement");
	vt_keys(v, "<Tab><Tab><Enter>atelier<Enter>");
	see(v, "Nom de l’atelier");
	vt_keys(v, "<Tab>Café IA<Tab><C-u>7<C-s>");
	see(v, "7 participants de Bibost");
	see(v, "m : même chose, u : défaire");
	see(v, "Aiguillage · Recherche");
}

static void refer(struct vt *v, const char *keys)
{
	vt_keys(v, "o");
	see(v, "Aiguillage · Orienter");
	vt_keys(v, keys);
	vt_keys(v, "<C-s>");
	see(v, "Enregistré : orientation");
	see(v, "Aiguillage · Recherche");
}

/* In the evening, ten days later: one came, one did not and goes elsewhere, one is put off. */
static void evening(void)
{
	struct vt *v = program_start_env(24, 80, "AIGUILLAGE_MAINTENANT=2026-12-04T18:00");

	see(v, "à relancer : Ctrl-O, puis s");
	vt_keys(v, "<C-o>s");
	see(v, "Aiguillage · À suivre");
	see(v, "relancer le 4 décembre");
	vt_keys(v, "v");
	see(v, "Noté : venu.");
	vt_keys(v, "u");
	see(v, "Défait : orientation");
	vt_keys(v, "v");
	see(v, "Noté : venu.");
	vt_keys(v, "r");
	see(v, "À relancer dans 7 jours");
	vt_keys(v, "<Home>p");
	see(v, "Pourquoi ?");
	vt_keys(v, "loin<Enter>");
	see(v, "Noté : non abouti.");
	vt_keys(v, "e");
	see(v, "Choisissez un autre lieu");
	vt_keys(v, "<Esc>");
	vt_keys(v, "<C-o>j");
	see(v, "Aiguillage · Journal");
	vt_keys(v, "k");
	see(v, "orientations");
	vt_keys(v, "/trop<C-u><Esc>");
	see(v, "non abouti : trop loin");
	program_quit(v);
}

static void elsewhere(void)
{
	struct vt *v = program_start_env(24, 80, "AIGUILLAGE_MAINTENANT=2026-12-04T18:00");

	vt_keys(v, "<C-o>j");
	see(v, "Aiguillage · Journal");
	vt_keys(v, "k<End><Up><Up><Up>e");
	see(v, "Choisissez un autre lieu");
	vt_keys(v, "<Down><Down>o");
	see(v, "Aiguillage · Orienter");
	vt_keys(v, "<C-s>");
	see(v, "Enregistré : orientation");
	program_quit(v);
}

static bool is_in_figures(const char *words)
{
	char command[300];

	snprintf(command, sizeof command, "grep -q '%s' '%s/chiffres.fods'", words, program_base);
	return system(command) == 0;
}

/* A file for others, where small counts are not told. */
static void write_figures(struct vt *v)
{
	char path[200];

	snprintf(path, sizeof path, "<C-u>%s/chiffres.fods<Enter>", program_base);
	see(v, "e : un fichier à transmettre, sans nombre sous 5.");
	vt_keys(v, "e");
	see(v, "sans nombre sous 5");
	vt_keys(v, path);
	see(v, "Bilan écrit dans");
	ok(is_in_figures(">Participants<"), "the figures are in the file");
	ok(is_in_figures("&lt; 5 ou masqué"), "small counts are not");
	ok(!is_in_figures(">3</text"), "not one of them");
}

/* The month's figures. */
static void figures(void)
{
	struct vt *v = program_start_env(24, 80, "AIGUILLAGE_MAINTENANT=2026-12-04T18:00");

	vt_keys(v, "<C-o>l");
	see(v, "Aiguillage · Bilan");
	see_row(v, "Orientations", "1");
	vt_keys(v, "p");
	see(v, "le mois dernier");
	vt_keys(v, "p");
	see(v, "3 mois");
	see_row(v, "Accompagnements", "10");
	see_row(v, "dont ateliers collectifs", "1");
	see_row(v, "Participants", "16");
	vt_keys(v, "<PageDown>");
	see(v, "Trop loin / pas de transport");
	write_figures(v);
	program_quit(v);
}

static int backups(void)
{
	char command[200];
	FILE *f;
	int n = -1;

	snprintf(command, sizeof command, "ls '%s/sauvegardes' | grep -c '^journal-.*db$'", program_base);
	f = popen(command, "r");
	if (f && fscanf(f, "%d", &n) != 1)
		n = -1;
	if (f)
		pclose(f);
	return n;
}

/*
 * Eight visits, three referrals, a workshop for seven, a need without answer; then the follow-ups,
 * one failed and referred again.
 */
static void test_day(void)
{
	struct vt *v = program_start(24, 80);

	search(v, "bibost");
	visits(v, 8);
	refer(v, "");
	vt_keys(v, "<Down>");
	refer(v, "");
	vt_keys(v, "<Down>");
	refer(v, "");
	vt_keys(v, "b");
	see(v, "Aiguillage · Besoin sans");
	vt_keys(v, "<C-s>");
	see(v, "Enregistré : besoin sans");
	workshop(v);
	program_quit(v);
	evening();
	elsewhere();
	figures();
	is_int(backups(), 2, "a copy of the journal for each day of use");
}

int main(void)
{
	program_begin();
	test_look();
	test_count();
	test_appointment();
	test_prescriber();
	test_sheet();
	test_sheets();
	test_draft();
	test_draft_followup();
	test_full();
	test_draft_killed();
	test_refused();
	test_day();
	program_end();
	return done_testing();
}
