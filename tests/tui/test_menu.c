/* The menu of the screens, and what going from one to another leaves behind. */
#include "tests/lib/tap.h"
#include "tests/tui/program.h"

static void test_look(void)
{
	static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

	for (size_t i = 0; i < 3; i++) {
		struct vt *v = program_start(sizes[i][0], sizes[i][1]);

		see(v, "résultats");
		see(v, "Ctrl-O Menu");
		vt_keys(v, "<C-o>");
		see_cursor(v, "> r   Recherche");
		see_golden(v, "menu");
		vt_keys(v, "<C-o>");
		see_gone(v, "Besoins sans aide");
		vt_keys(v, "<F9>");
		see(v, "Communes");
		vt_keys(v, "<Esc>");
		see_gone(v, "Besoins sans aide");
		program_quit(v);
	}
}

static void test_choosing(void)
{
	struct vt *v = program_start(24, 80);

	vt_keys(v, "<C-o>C");
	see(v, "Aiguillage · Communes");
	vt_keys(v, "<C-o>");
	see_cursor(v, "> c   Communes");
	vt_keys(v, "z");
	see(v, "Aucun écran à cette lettre");
	/* a visit can be noted from anywhere */
	vt_keys(v, "<Esc><C-o>s");
	see(v, "Aiguillage · À suivre");
	vt_keys(v, "<C-o>o");
	see(v, "Aiguillage · Accompagnement");
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Recherche");
	vt_keys(v, "<C-o>b");
	see(v, "Aiguillage · Besoins sans aide");
	/* the help is about the screen below the menu */
	vt_keys(v, "<C-o>?");
	see(v, "Dans l’écran Besoins sans aide");
	/* from the help too, which closes */
	vt_keys(v, "<C-o><Home><Down><Down><Enter>");
	see(v, "Aiguillage · Communes");
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Besoins sans aide");
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Recherche");
	/* a list to choose in is answered first */
	vt_keys(v, "<C-f><C-o>");
	see(v, "Validez ou annulez d’abord ceci");
	vt_keys(v, "<Esc><C-o>");
	see_cursor(v, "> r   Recherche");
	vt_click_on(v, "b   Besoins", 20);
	see(v, "Aiguillage · Besoins sans aide");
	program_quit(v);
}

/* Screens do not pile up: one goes back to the one that is open, as it was. */
static void test_stack(void)
{
	struct vt *v = program_start(24, 80);

	vt_keys(v, "tarare<Tab>");
	see_cursor(v, "> Public");
	for (int i = 0; i < 5; i++) {
		vt_keys(v, "<C-o>c");
		see(v, "Aiguillage · Communes");
		vt_keys(v, "<C-o>b");
		see(v, "Aiguillage · Besoins sans aide");
		vt_keys(v, "<C-o>r");
		see(v, "Aiguillage · Recherche");
		see(v, "Tarare (69)");
	}
	/* the first Échap goes from Public to nothing but the question: there is one screen */
	vt_keys(v, "<Esc>");
	see(v, "Quitter Aiguillage ?");
	vt_keys(v, "n");
	see_gone(v, "Quitter Aiguillage ?");
	/* for another person */
	vt_keys(v, "senior<Tab>");
	see(v, "Public   seniors");
	vt_keys(v, "<C-t><C-o>n");
	see(v, "Nouvelle recherche : tout est vidé, sauf la commune.");
	see(v, "Tarare (69)");
	see_gone(v, "Public   seniors");
	program_quit(v);
}

/* A search that was filled in above the destination is not lost without asking. */
static void test_busy(void)
{
	struct vt *v = program_start(24, 80);

	vt_keys(v, "<C-t>");
	see(v, "Aiguillage · Communes");
	vt_keys(v, "<Enter>");
	see(v, "Aiguillage · Commune");
	vt_keys(v, "<C-r>");
	see(v, "Aiguillage · Recherche");
	vt_keys(v, "senior<Tab>");
	see(v, "> Besoin");
	vt_keys(v, "<C-o>c");
	see(v, "perdu. Y aller quand même ?");
	vt_keys(v, "<Enter>");
	see_gone(v, "Y aller quand même");
	see(v, "Aiguillage · Recherche");
	vt_keys(v, "<C-o>co");
	see(v, "Aiguillage · Communes");
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Recherche");
	vt_keys(v, "<Esc>");
	see(v, "Quitter Aiguillage ?");
	program_quit(v);
}

int main(void)
{
	program_begin();
	test_look();
	test_choosing();
	test_stack();
	test_busy();
	program_end();
	return done_testing();
}
