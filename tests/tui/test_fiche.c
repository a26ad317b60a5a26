/* The page of a place: everything that is known, warnings first. */
#include "tests/lib/tap.h"
#include "tests/tui/program.h"

/* From the search, by its own words. */
static struct vt *open_place(int rows, int cols, const char *keys, const char *name)
{
	struct vt *v = program_start(rows, cols);

	see(v, "résultats");
	vt_keys(v, "<C-u><Tab><Tab><Tab>");
	vt_keys(v, keys);
	see(v, name);
	vt_keys(v, "<Enter>");
	see(v, "Fiche du lieu");
	return v;
}

static void test_look(void)
{
	static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

	for (size_t i = 0; i < 3; i++) {
		struct vt *v = open_place(sizes[i][0], sizes[i][1], "pimms amplepuis",
					  "1 résultat");

		see(v, "France services Pimms Médiation");
		see_golden(v, "fiche-amplepuis");
		vt_keys(v, "<End>");
		see(v, "Fin de la fiche");
		see_golden(v, "fiche-amplepuis-fin");
		program_quit(v);
	}
}

static void test_reading(void)
{
	struct vt *v = open_place(24, 80, "pimms amplepuis", "1 résultat");

	see_row(v, "Téléphone", "04 74 63 25 94");
	see_row(v, "Adresse", "Place de la Gare, 69550 Amplepuis");
	see(v, "le lundi, de 6h à 14h ; du mardi au vendredi, de 8h30");
	see(v, "Ouvert");
	see_row(v, "Information du", "il y a 2 ans");
	see(v, "(information de 2024 : à vérifier)");
	/* nobody to ask: the key is not shown, and says so */
	see_gone(v, "p Prescripteurs");
	vt_keys(v, "p");
	see(v, "Cette fiche ne demande pas de prescripteur.");
	vt_keys(v, "<Home>");
	vt_keys(v, "<PageDown><PageDown><PageDown>");
	see_row(v, "Source", "ANCT");
	vt_keys(v, "<Home>");
	see_row(v, "Téléphone", "04 74 63 25 94");
	/* whoever presses Enter again reads on */
	vt_keys(v, "<Enter>");
	see_gone(v, "04 74 63 25 94");
	vt_keys(v, "q");
	see(v, "Aiguillage · Recherche");
	program_quit(v);
}

static void test_search(void)
{
	struct vt *v = open_place(24, 80, "pimms amplepuis", "1 résultat");

	vt_keys(v, "/LICENCE");
	see(v, ">Licence");
	see_reverse(v, "Licence Ouverte");
	vt_keys(v, "<C-u>zzz");
	see(v, "Ce mot n’est pas dans la fiche.");
	vt_keys(v, "<C-u>quotidien<Enter><Enter>");
	see_row(v, ">", "quotidien");
	vt_keys(v, "<Esc>");
	see_gone(v, "Chercher : ");
	vt_keys(v, "<F3>q");
	see(v, "Chercher : q");
	vt_keys(v, "<Esc><Esc>");
	see(v, "Aiguillage · Recherche");
	program_quit(v);
}

/* Several offers: the one that was found comes first, the others follow. */
static void test_offers(void)
{
	struct vt *v = program_start(40, 120);

	vt_keys(v, "<C-u><Tab><Tab><Tab>réalité virtuelle lamure");
	see(v, "1 résultat (3 offres)");
	see(v, "Réalité virtuelle");
	vt_keys(v, "<Enter>");
	see(v, "Fiche du lieu");
	see(v, "Micro-Folie de l’Ouest Rhodanien — Lamure-sur-Azergues");
	see_order(v, "Réalité virtuelle", "Musée numérique");
	program_quit(v);
}

static void test_links(void)
{
	struct vt *v = open_place(24, 80, "forma tic tarare", "FORMA-TIC — France Trava");

	see(v, "! réservé RSA, sur prescription : Maison du Rhône, Mission locale");
	see_golden(v, "fiche-forma-tic");
	vt_keys(v, "p");
	see(v, "Qui peut prescrire");
	see_golden(v, "fiche-prescripteurs");
	vt_keys(v, "mission<Enter>");
	see(v, "Mission locale");
	see_gone(v, "FORMA-TIC — France Travail de Tarare");
	vt_keys(v, "<Esc>");
	see(v, "FORMA-TIC — France Travail de Tarare");
	program_quit(v);
}

/* One partner: its page opens at once. */
static void test_partner(void)
{
	struct vt *v = open_place(24, 80, "france travail amplepuis pix", "4 résultats");

	vt_keys(v, "r");
	see(v, "Mission locale — Amplepuis");
	program_quit(v);
}

int main(void)
{
	program_begin();
	test_look();
	test_reading();
	test_search();
	test_offers();
	test_links();
	test_partner();
	program_end();
	return done_testing();
}
