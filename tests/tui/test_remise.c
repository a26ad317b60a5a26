/* The sheet that the person takes away: read, in another language, printed, kept. */
#include "tests/lib/tap.h"
#include "tests/tui/program.h"

static struct vt *open_sheet(int rows, int cols)
{
	struct vt *v = program_start(rows, cols);

	see(v, "résultats");
	vt_keys(v, "<C-u><Tab><Tab><Tab>pimms amplepuis");
	see(v, "1 résultat");
	vt_keys(v, "<Enter>");
	see(v, "Fiche du lieu");
	vt_keys(v, "i");
	see(v, "Fiche à remettre");
	return v;
}

static void test_look(void)
{
	static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

	for (size_t i = 0; i < 3; i++) {
		struct vt *v = open_sheet(sizes[i][0], sizes[i][1]);

#ifdef HAVE_PANGO
		see_golden(v, "remise");
#else
		see(v, "i : imprimer. e : l’écrire en texte");
#endif
		program_quit(v);
	}
}

static void test_choices(void)
{
	struct vt *v = open_sheet(24, 80);

	see(v, "Place de la Gare");
	vt_keys(v, "s");
	see(v, "français, simple");
	see(v, "Où je vais");
	vt_keys(v, "s");
	see_gone(v, "Où je vais");
	vt_keys(v, "l");
	see(v, "Langue, à côté du français");
	vt_keys(v, "ukr<Enter>");
	see(v, "Де отримати допомогу");
	see(v, "ukrainien");
	vt_keys(v, "g");
	see(v, "ukrainien, gros");
	vt_keys(v, "q");
	see(v, "Fiche du lieu");
	program_quit(v);
}

static void test_paper(void)
{
	struct vt *v = open_sheet(24, 80);

	vt_keys(v, "e");
	see(v, "Écrire la fiche");
	see(v, "fiche-2026-11-24-1.");
	vt_keys(v, "<Enter>");
	see(v, "Écrite :");
	vt_keys(v, "e");
	see(v, "fiche-2026-11-24-2.");
	/* elsewhere, and nowhere */
	vt_keys(v, "<C-u>/nonexistent/f.pdf<Enter>");
	see(v, "Impossible d’écrire /nonexistent");
	vt_keys(v, "<Esc>");
	see(v, "Fiche à remettre");
	vt_keys(v, "o");
	see(v, "Écrivez d’abord le fichier");
	vt_keys(v, "f");
	see(v, "français, A5");
	program_quit(v);
	/* without a printer nothing is lost, and it is said */
	v = program_start_env(24, 80, "PATH=/nonexistent");
	see(v, "résultats");
	vt_keys(v, "<C-u><Tab><Tab><Tab>pimms amplepuis");
	see(v, "1 résultat");
	vt_keys(v, "<Enter>");
	see(v, "Fiche du lieu");
	vt_keys(v, "<F7>");
	see(v, "Fiche à remettre");
	vt_keys(v, "i");
	see(v, "lp manque");
	program_quit(v);
}

static void test_from_results(void)
{
	struct vt *v = program_start(24, 80);

	see(v, "résultats");
	vt_keys(v, "<C-u><Tab><Tab><Tab>pimms amplepuis");
	see(v, "1 résultat");
	/* in a field, a letter is a letter */
	vt_keys(v, "<F7>");
	see(v, "Fiche à remettre");
	see(v, "Place de la Gare");
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Recherche");
	program_quit(v);
}

/* Three possible places on one page; another is checked, then a page each. */
static void test_several(void)
{
	struct vt *v = program_start(24, 80);

	see(v, "résultats");
	vt_keys(v, "bibost<Tab>senior<Tab>papiers<Enter><Down>");
	see(v, "Conseiller numérique du Pays");
	vt_keys(v, "l");
	see(v, "Lieux possibles, sur une page");
	see(v, "[x] Communauté de Communes du Pays");
	see_golden(v, "remise-choix");
	vt_keys(v, "<Enter>");
	see(v, "3 lieux au choix, français");
	see(v, "Communauté de Communes du Pays");
	vt_keys(v, "c");
	see(v, "3 fiches, français");
	vt_keys(v, "c");
	see(v, "3 lieux au choix, français");
	vt_keys(v, "e<Enter>");
	see(v, "Écrites :");
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Recherche");
	program_quit(v);
}

int main(void)
{
	program_begin();
	test_look();
	test_choices();
	test_paper();
	test_from_results();
	test_several();
	program_end();
	return done_testing();
}
