/* The sector, commune by commune. */
#include "aiguillage/mem.h"
#include "tests/lib/tap.h"
#include "tests/tui/program.h"

static struct vt *open_communes(int rows, int cols)
{
	struct vt *v = program_start(rows, cols);

	see(v, "résultats");
	vt_keys(v, "<C-t>");
	see(v, "Aiguillage · Communes");
	return v;
}

static void test_look(void)
{
	static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

	for (size_t i = 0; i < 3; i++) {
		struct vt *v = open_communes(sizes[i][0], sizes[i][1]);

		see_golden(v, "communes");
		vt_keys(v, "<End>");
		see_cursor(v, "> ");
		see_golden(v, "communes-fin");
		vt_keys(v, "bibost");
		see_cursor(v, "> ! Bibost");
		vt_keys(v, "<Enter>");
		see(v, "Viennent, ou couvrent la commune");
		see_golden(v, "commune-bibost");
		program_quit(v);
	}
}

static void test_blanks(void)
{
	struct vt *v = open_communes(24, 80);

	see_row(v, "Aiguillage", "80 communes, 62 sans rien sur place");
	see_row(v, "! Affoux", "rien");
	/* the first commune is selected, not the title above it */
	see_reverse(v, "! Affoux");
	ok(vt_wait_look(v, "! Ancy", VT_COLOURED, true), "where there is nothing stands out");
	ok(vt_wait_look(v, "Amplepuis", VT_COLOURED, false), "where there is something does not");
	vt_keys(v, "<C-b>");
	see_gone(v, "  Amplepuis   ");
	see(v, "62 communes sans rien sur place");
	vt_keys(v, "tarare");
	see(v, "Aucune commune du secteur ne s’appelle ainsi.");
	vt_keys(v, "<Esc>");
	see(v, "  Amplepuis   ");
	program_quit(v);
}

/* Names of before, names people say, faults: all that the search understands. */
static void test_names(void)
{
	static const char *const asked[][2] = {
		{ "pontcharra", "> ! Vindry-sur-Turdine" },
		{ "saint bel", ">   Sain-Bel" },
		{ "chessy les mines", ">   Chessy" },
		{ "bois d'oingt", ">   Val d'Oingt" },
		{ "lamur sur azergue", ">   Lamure-sur-Azergues" },
		{ "69550", ">   Amplepuis" },
	};
	struct vt *v = open_communes(24, 80);

	for (size_t i = 0; i < ARRAY_SIZE(asked); i++) {
		vt_keys(v, asked[i][0]);
		see_cursor(v, asked[i][1]);
		vt_keys(v, "<C-u>");
		see(v, "! Affoux");
	}
	vt_keys(v, "pontcharra");
	see_row(v, "Vindry-sur-Turdine", "← Pon");
	/* only the sector is here */
	vt_keys(v, "<C-u>marseille");
	see(v, "Aucune commune du secteur ne s’appelle ainsi.");
	see(v, "Pour une autre commune : Recherche (Ctrl-O, r).");
	program_quit(v);
}

static void test_commune(void)
{
	struct vt *v = open_communes(24, 80);

	vt_keys(v, "thizy<Enter>");
	see(v, "Sur place : ");
	see_cursor(v, "> ! Mairie de Thizy-les-Bourgs");
	/* up from the first line: the title is not selected */
	vt_keys(v, "<Up><Down>");
	see_cursor(v, "> ");
	vt_keys(v, "<Enter>");
	see(v, "Fiche du lieu");
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Commune  ");
	vt_keys(v, "<C-r>");
	see_row(v, "Commune", "Thizy-les-Bourgs (69)");
	see_cursor(v, "> Public");
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Commune  ");
	vt_keys(v, "q");
	see(v, "Aiguillage · Communes");
	program_quit(v);
}

static void test_gaps(void)
{
	struct vt *v = open_communes(24, 80);

	vt_keys(v, "<C-g>");
	see(v, "Aiguillage · Besoins sans aide");
	see(v, "EHPAD");
	see_golden(v, "manques");
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Communes");
	program_quit(v);
}

static void test_mouse(void)
{
	struct vt *v = open_communes(24, 80);

	see(v, "  Cours ");
	vt_click_on(v, "  Cours ", 10);
	see_cursor(v, ">   Cours");
	vt_click_on(v, ">   Cours", 10);
	see(v, "France services Pimms Médiation Cours");
	program_quit(v);
}

int main(void)
{
	program_begin();
	test_look();
	test_blanks();
	test_names();
	test_commune();
	test_gaps();
	test_mouse();
	program_end();
	return done_testing();
}
