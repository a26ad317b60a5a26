/* The paper directory by the visible keys: what is asked, and that the file is there. */
#include "tests/lib/tap.h"
#include "tests/tui/shell.h"

static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

static struct vt *open_booklet(int rows, int cols)
{
	struct vt *v = program_start(rows, cols);

	see(v, "résultats");
	vt_keys(v, "<C-o>u");
	see(v, "Aiguillage · Annuaire papier");
	return v;
}

static void test_look(void)
{
	for (size_t i = 0; i < 3; i++) {
		struct vt *v = open_booklet(sizes[i][0], sizes[i][1]);

		see(v, "tout le secteur");
		see_golden(v, "annuaire-papier");
		vt_keys(v, "<Enter>");
		see(v, "> tout le secteur");
		vt_keys(v, "<Down><Enter>");
		/* a commune is asked for only when one is needed */
		see(v, "  Commune");
		see_golden(v, "annuaire-papier-epci");
		vt_keys(v, "<Esc>");
		program_quit(v);
	}
}

static void test_pages(void)
{
	struct vt *v = open_booklet(24, 80);

	vt_keys(v, "<C-s>");
	see(v, "Écrire l’annuaire papier");
	see(v, "annuaire-2026-11-24.pdf");
	vt_keys(v, "<C-u>livret.pdf<Enter>");
#ifdef HAVE_PANGO
	see(v, "Annuaire écrit dans");
	ok(shell("head -c 5 livret.pdf | grep -q %PDF-"), "a PDF");
#else
	see(v, "pango");
	vt_keys(v, "<Esc>");
#endif
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Recherche");
	program_quit(v);
}

/* From the page of a commune, that commune; a page of the web needs nothing but the program. */
static void test_commune(void)
{
	struct vt *v = program_start(24, 80);

	see(v, "résultats");
	vt_keys(v, "<C-t>bibost<Enter>");
	see(v, "Viennent, ou couvrent la commune");
	vt_keys(v, "i");
	see(v, "Aiguillage · Annuaire papier");
	see_row(v, "De quelles communes", "une commune");
	see_row(v, "Commune  ", "Bibost (69)");
	vt_keys(v, "<Tab><Tab><Tab><Tab>");
	see_cursor(v, "> Forme");
	vt_keys(v, "<Enter>");
	see(v, "> livret A5");
	vt_keys(v, "lecteur<Enter>");
	see_row(v, "Forme", "page pour un site");
	vt_keys(v, "<C-s><C-u>annuaire.html<Enter>");
	see(v, "Annuaire écrit dans");
	ok(shell("grep -q '>Bibost<' annuaire.html"), "it is about Bibost");
	ok(!shell("grep -q '>Tarare<' annuaire.html"), "and not about Tarare");
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Commune  ");
	program_quit(v);
}

/* Nowhere to write: it is said, and what was chosen stays. */
static void test_refused(void)
{
	struct vt *v = open_booklet(24, 80);

	vt_keys(v, "<Tab><Tab><Tab><Enter>lecteur<Enter><C-s><C-u>/dev/null/annuaire.html<Enter>");
	see(v, "/dev/null");
	see(v, "Écrire l’annuaire papier");
	vt_keys(v, "<Esc>");
	see_row(v, "Forme", "page pour un site");
	vt_keys(v, "<Up><Up><Enter>réparation<Space><Enter><C-s><C-u>reparer.html<Enter>");
	see(v, "Annuaire écrit dans");
	ok(shell("grep -q 'Repair-café' reparer.html && ! grep -q 'Musée numérique' reparer.html"),
	   "only what repairs");
	vt_keys(v, "<Esc>");
	program_quit(v);
}

int main(void)
{
	program_begin();
	shell_begin();
	test_look();
	test_pages();
	test_commune();
	test_refused();
	program_end();
	return done_testing();
}
