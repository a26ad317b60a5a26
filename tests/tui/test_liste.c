/* The lists of the log with contents: À suivre, Journal and its filters, Parcours, Bilan. */
#include <signal.h>

#include "tests/lib/tap.h"
#include "tests/tui/program.h"

/* What was logged on that day, from the command line. */
static void logged(const char *day, const char *arguments)
{
	char command[600];

	snprintf(command, sizeof command,
		 "AIGUILLAGE_BASE='%s' AIGUILLAGE_MAINTENANT=%sT10:00 '%s' %s >/dev/null 2>&1",
		 program_base, day, getenv("PROG"), arguments);
	ok(system(command) == 0, "logged: %s", arguments);
}

/* The last entry of the person, in the arguments of a command. */
#define LAST_OF_K742 "$(\"$PROG\" journal --code K7-42 --format tsv | awk 'END { print $1 }')"

/* A fortnight: one referral to be asked about, one that failed and went elsewhere, one to come. */
static void fill(void)
{
	logged("2026-11-05", "orienter S047 --commune Bibost --public senior --besoin imprimante "
			     "--code K7-42 --rdv '12/11 14h' --date 5/11");
	logged("2026-11-13", "suivre " LAST_OF_K742 " --pas-venu --motif 'trop loin'");
	logged("2026-11-13", "orienter S015 --apres " LAST_OF_K742 " --rdv '20/11 9h'");
	logged("2026-11-16", "accompagner --commune Bibost --code K7-42 --themes e-mail --duree 45");
	logged("2026-11-17", "sans-reponse --commune Amplepuis --besoin imprimante --raison horaires");
	logged("2026-11-20", "accompagner --type collectif --atelier 'Café IA' --participants 7 "
			     "--themes IA");
	logged("2026-11-24", "orienter S086 --commune Tarare --public jeune --besoin papiers "
			     "--code R3-18 --rdv '4/12 17h'");
}

static void open_journal(struct vt *v)
{
	see(v, "résultats");
	vt_keys(v, "<C-o>j");
	see(v, "Aiguillage · Journal");
	see(v, "orientation vers");
}

static void test_look(void)
{
	static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

	for (size_t i = 0; i < 3; i++) {
		struct vt *v = program_start(sizes[i][0], sizes[i][1]);

		see(v, "résultats");
		vt_keys(v, "<C-o>s");
		see(v, "appeler : ");
		see_golden(v, "a-suivre");
		vt_keys(v, "<Esc><C-o>j");
		see(v, "Aiguillage · Journal");
		see(v, "orientation vers");
		see_golden(v, "journal");
		vt_keys(v, "<C-f>");
		see(v, "Filtres (nombre d’entrées)");
		see_golden(v, "journal-filtres");
		vt_keys(v, "bibost<Enter>");
		see(v, "30 jours · toutes les entrées · Bibost");
		see_golden(v, "journal-filtre");
		vt_keys(v, "t");
		see(v, "Aiguillage · Parcours");
		see_golden(v, "parcours");
		vt_keys(v, "<Esc><Esc><C-o>l");
		see(v, "Aiguillage · Bilan");
		see_golden(v, "bilan");
		program_quit(v);
	}
}

/* What one picks, what is left of it, and one key to be done with it. */
static void test_filters(void)
{
	struct vt *v = program_start(24, 80);

	open_journal(v);
	see(v, "6 entrées");
	vt_keys(v, "<C-f>abouti<Space><C-u>imprimante");
	see_row(v, "Besoin : accès, matériel", "3");
	vt_keys(v, "<Space><Enter>");
	see(v, "· non abouti · accès, matériel");
	see(v, "1 entrée");
	vt_keys(v, "<C-n>");
	see(v, "Filtres ôtés");
	see(v, "6 entrées");
	vt_keys(v, "<C-f>taper<Enter>");
	see(v, "Quelle période ?");
	vt_keys(v, "bientôt<Enter>");
	see(v, "Tapez deux jours");
	vt_keys(v, "<C-u>15/11 au 20/11");
	see(v, "du 15 novembre au 20 novembre");
	vt_keys(v, "<Enter>");
	see(v, "3 entrées");
	see_order(v, "atelier « Café IA »", "45 min, e-mail");
	vt_keys(v, "/k742<Enter>");
	see(v, "1 entrée");
	vt_keys(v, "<C-n>k");
	see(v, "30 jours · orientations");
	see(v, "3 entrées");
	vt_keys(v, "k");
	see(v, "accompagnements");
	vt_keys(v, "kk");
	see(v, "toutes les entrées");
	program_quit(v);
}

/* Cancelled, taken back; cancelled again, found among the cancelled, and put back there. */
static void test_cancel(void)
{
	struct vt *v = program_start(24, 80);

	open_journal(v);
	vt_keys(v, "x");
	see(v, "Entrée annulée. Défaire : u.");
	see(v, "5 entrées");
	vt_keys(v, "u");
	see(v, "Défait : orientation");
	see(v, "6 entrées");
	vt_keys(v, "x<C-f>annul");
	see_row(v, "Entrées annulées", "1");
	vt_keys(v, "<Enter>");
	see(v, "· annulées");
	see(v, "1 entrée");
	vt_keys(v, "x");
	see(v, "Entrée rétablie.");
	vt_keys(v, "<C-n>");
	see(v, "6 entrées");
	program_quit(v);
}

static bool file_holds(const char *name, const char *words)
{
	char command[300];

	snprintf(command, sizeof command, "grep -q -- '%s' '%s/%s'", words, program_base, name);
	return system(command) == 0;
}

/* The list on paper: here, as a file. */
static void test_print(void)
{
	struct vt *v = program_start(24, 80);
	char keys[200];

	open_journal(v);
	vt_keys(v, "<C-f>bibost<Enter>");
	see(v, "· Bibost");
	vt_keys(v, "l");
	see(v, "Imprimer la liste, avec les codes");
	vt_keys(v, "<Down><Enter>");
	see(v, "Écrire la liste pour l’imprimer");
	see(v, "journal-2026-11-24.txt");
	snprintf(keys, sizeof keys, "<C-u>%s/liste.txt<Enter>", program_base);
	vt_keys(v, keys);
	see(v, "Liste écrite dans");
	ok(file_holds("liste.txt", "30 jours · toutes les entrées · Bibost. 3 entrées."), "its title");
	ok(file_holds("liste.txt", "rdv ven. 20 nov."), "and its entries");
	ok(!file_holds("liste.txt", "Café IA"), "not the others");
	vt_keys(v, "<Esc><C-o>s");
	see(v, "appeler : ");
	vt_keys(v, "l<Down><Enter>");
	see(v, "a-suivre-2026-11-24.txt");
	vt_keys(v, "<Esc>");
	program_quit(v);
}

/* A click selects, another one opens. */
static void test_mouse(void)
{
	struct vt *v = program_start(24, 80);

	open_journal(v);
	vt_click_on(v, "atelier « Café IA »", 20);
	see_cursor(v, "atelier « Café IA »");
	vt_click_on(v, "atelier « Café IA »", 20);
	see(v, "Aiguillage · Accompagnement");
	see_row(v, "Nom de l’atelier", "Café IA");
	vt_keys(v, "<Esc>");
	program_quit(v);
}

/* Logged elsewhere meanwhile: the list follows. */
static void test_meanwhile(void)
{
	struct vt *v = program_start(24, 80);

	open_journal(v);
	see(v, "6 entrées");
	logged("2026-11-24", "sans-reponse --commune Bibost --besoin papiers --raison complet");
	vt_keys(v, "<Down>");
	see(v, "7 entrées");
	program_quit(v);
}

/* The question about a form that was being filled. */
static void test_draft(void)
{
	static const int sizes[][2] = { { 24, 80 }, { 40, 120 } };

	for (size_t i = 0; i < 2; i++) {
		struct vt *v = program_start(24, 80);

		see(v, "résultats");
		vt_keys(v, "<C-n><C-u>amplepuis<Tab><Tab><Tab><Tab><Down><Home>o");
		see(v, "Aiguillage · Orienter");
		vt_keys(v, "<Tab>4/12 14h<Tab>");
		see(v, "07/12/2026");
		vt_hang_up(v);
		ok(vt_wait_exit(v), "the terminal is closed while a form is filled");
		vt_free(v);
		v = program_start(sizes[i][0], sizes[i][1]);
		see(v, "résultats");
		vt_keys(v, "<C-n><C-u>amplepuis<Tab><Tab><Tab><Tab><Down><Home>o");
		see(v, "Reprendre la saisie du 24 novembre");
		see_golden(v, "brouillon");
		vt_keys(v, "n");
		see(v, "Aiguillage · Orienter");
		vt_keys(v, "<Esc>");
		program_quit(v);
	}
}

int main(void)
{
	program_begin();
	setenv("AIGUILLAGE_BASE", program_base, 1);
	fill();
	test_look();
	test_filters();
	test_cancel();
	test_print();
	test_mouse();
	test_meanwhile();
	test_draft();
	program_end();
	return done_testing();
}
