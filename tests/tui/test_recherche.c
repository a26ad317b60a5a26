/* The search screen, with what a person who has never seen it would type. */
#include "tests/lib/tap.h"
#include "tests/tui/program.h"

static const struct {
	int rows, cols;
} sizes[] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

#define SIZES (sizeof sizes / sizeof *sizes)

/* Nothing is remembered yet. */
static void test_first_look(void)
{
	for (size_t i = 0; i < SIZES; i++) {
		struct vt *v = program_start(sizes[i].rows, sizes[i].cols);

		see(v, "résultats");
		see_golden(v, "recherche-accueil");
		see_cursor(v, "> Commune");
		program_quit(v);
	}
}

/* (a) A senior of Bibost who needs help with papers. */
static void test_bibost(void)
{
	for (size_t i = 0; i < SIZES; i++) {
		struct vt *v = program_start(sizes[i].rows, sizes[i].cols);

		see(v, "résultats");
		vt_keys(v, "bibost");
		see(v, "> Bibost, Rhône 69690");
		vt_keys(v, "<Tab>mamie");
		see(v, "> seniors (mamie)");
		vt_keys(v, "<Tab>papiers");
		see(v, "> démarches (papiers)");
		see_golden(v, "recherche-bibost-saisie");
		vt_keys(v, "<Enter><Down>");
		see(v, "Conseiller num");
		see_golden(v, "recherche-bibost");
		vt_keys(v, "<Enter>");
		see(v, "Fiche du lieu");
		see(v, "Communauté de Communes du Pays");
		program_quit(v);
	}
}

/* Both answers, in order: who comes, then where to go and how far. */
static void test_bibost_order(void)
{
	struct vt *v = program_start(40, 120);

	vt_keys(v, "bibost<Tab>senior<Tab>papiers<Tab>");
	see_row(v, "Conseiller numérique du Pay", "couvre");
	see_row(v, "France services du Pays de L'Arbresle", "L'Arbresle ≈ 6 km");
	see_order(v, "Conseiller numérique du Pay", "France services du Pays de L'Arbresle");
	program_quit(v);
}

/* (b) A young person of Chasselay. */
static void test_chasselay(void)
{
	struct vt *v = program_start(24, 80);

	vt_keys(v, "chassel<Enter>jeune<Enter>");
	see_row(v, "Permanence d’information jeunesse", "vient");
	vt_keys(v, "<Down><Down>");
	see_cursor(v, "> Point Information Jeunesse de Cha");
	see_golden(v, "recherche-chasselay");
	vt_keys(v, "<Enter>");
	see(v, "Permanence d’information jeunesse");
	see(v, "Horaires");
	program_quit(v);
}

/* (c) Someone on RSA in Tarare who wants the basics: the workshops, and who prescribes them. */
static void test_tarare(void)
{
	struct vt *v = program_start(24, 80);

	vt_keys(v, "tarrare<Tab>rsa<Tab>bases<Tab>");
	see_row(v, "FORMA-TIC", "sur place");
	vt_keys(v, "<Down>");
	see_cursor(v, "> FORMA-TIC");
	see(v, "sur prescription : Maison du Rhône, Mission locale, France");
	see_golden(v, "recherche-tarare");
	vt_keys(v, "<Enter>");
	see(v, "p Prescripteurs");
	vt_keys(v, "p");
	see(v, "Qui peut prescrire");
	see_row(v, ">", "Maison du Rhône de Tarare");
	vt_keys(v, "<Enter>");
	see(v, "Accueil social du Département");
	vt_keys(v, "<Esc>");
	see(v, "FORMA-TIC");
	vt_keys(v, "<Esc>");
	see_cursor(v, "> FORMA-TIC");
	program_quit(v);
}

/* (d) An old person of Thizy-les-Bourgs who cannot go out. */
static void test_thizy(void)
{
	struct vt *v = program_start(24, 80);

	vt_keys(v, "thizy<Tab>papi<Tab>");
	see_row(v, "Conseiller numérique à domicile", "vient");
	vt_keys(v, "<Down><Down>");
	see_cursor(v, "> Mairie de Thizy-les-Bourgs");
	see_golden(v, "recherche-thizy");
	vt_keys(v, "<Enter>");
	see(v, "Téléphone");
	see(v, "domicile");
	program_quit(v);
}

/* By train: what is near and on the same line comes with its journey. */
static void test_train(void)
{
	struct vt *v = program_start(24, 80);

	vt_keys(v, "chamelet<Tab><Tab><Tab>fablab<C-f>voiture<Enter><C-e>");
	see(v, "Rayon de 15 km");
	see(v, "train Chamelet → Lamure-sur-Azergues");
	vt_keys(v, "<C-p>");
	see(v, "Rayon de 10 km");
	program_quit(v);
}

/* (e) A family of Poule-les-Écharmeaux without a car: something, and why. */
static void test_poule(void)
{
	struct vt *v = program_start(24, 80);

	vt_keys(v, "poule<Tab>famille<Tab><C-f>voiture<Enter>");
	see(v, "sans voiture");
	see_row(v, "UDAF 69", "couvre");
	see(v, "passe sur le secteur de Poule-les-Écharmeaux · familles · gratuit");
	see_row(v, "Promeneur du Net", "à distance");
	see_golden(v, "recherche-poule");
	program_quit(v);
}

static void test_pickers(void)
{
	struct vt *v = program_start(24, 80);

	vt_keys(v, "bibost<Tab>");
	see_cursor(v, "> Public");
	vt_keys(v, "<Enter>");
	see(v, "┌─ Public ─");
	see_cursor(v, "> [ ] Seniors");
	vt_keys(v, "famille<Space><C-u>senior<Space>");
	see(v, "[x] Seniors");
	see_golden(v, "recherche-choix-public");
	vt_keys(v, "<Enter>");
	see_row(v, "Public", "seniors, familles");
	vt_keys(v, "<Backspace>");
	see_gone(v, "seniors, familles");
	vt_keys(v, "<C-u>");
	see_row(v, "> Public", "familles");
	vt_keys(v, "<F2>");
	see(v, "[ ] vient à domicile");
	vt_keys(v, "<Esc>");
	see_gone(v, "[ ] vient à domicile");
	program_quit(v);
}

/* The radius, the ways out, and what is remembered. */
static void test_widening(void)
{
	struct vt *v = program_start(24, 80);

	vt_keys(v, "<C-u><Tab><Tab><Tab>xyzt");
	see(v, "Aucun résultat");
	see(v, "« xyzt » n’est dans aucune fiche");
	vt_keys(v, "<C-n>poule<Tab>");
	see_row(v, "Rayon", "10 km");
	vt_keys(v, "<C-p>");
	see(v, "Rayon de 5 km");
	vt_keys(v, "<Tab>impression<Tab>fablab<Down>");
	see(v, "Il y aurait, en élargissant :");
	see_cursor(v, "> ");
	see_golden(v, "recherche-elargir");
	vt_keys(v, "<Enter>");
	see(v, "Recherche élargie");
	see_gone(v, "Aucun résultat");
	vt_keys(v, "<F5><F6><F6><F6><F6><F6><F6>");
	see(v, "tout le département");
	vt_keys(v, "<C-e>");
	see(v, "C’est déjà tout le département.");
	program_quit(v);
	v = program_start(24, 80);
	see_row(v, "Commune", "Poule-les-Écharmeaux (69)");
	see_row(v, "Rayon", "tout le département");
	for (int i = 0; i < 3; i++)
		vt_keys(v, "<C-p>");
	see_row(v, "Rayon", "15 km");
	vt_keys(v, "<C-p>");
	see_row(v, "Rayon", "10 km");
	program_quit(v);
}

static void test_typing(void)
{
	struct vt *v = program_start(24, 80);

	vt_keys(v, "zzzz<Tab>");
	see(v, "Rien ne ressemble à « zzzz »");
	see_cursor(v, "> Commune");
	vt_keys(v, "<Esc>");
	see_gone(v, "zzzz");
	vt_keys(v, "69210");
	see_row(v, ">", "69210");
	vt_keys(v, "<C-u>pontcharra");
	see(v, "Vindry-sur-Turdine (69) ← Pontcharra");
	vt_keys(v, "<C-u>saint germ<Down><Down><Up><Enter>");
	see_cursor(v, "> Public");
	vt_keys(v, "<Tab><Tab><Tab>");
	see(v, "Ouvrir la fiche");
	/* letters typed on the results go to the words */
	vt_keys(v, "quittance");
	see_row(v, "> Mots", "quittance");
	vt_keys(v, "<Esc>");
	see(v, "Quitter Aiguillage ?");
	vt_keys(v, "n");
	see_gone(v, "Quitter Aiguillage ?");
	program_quit(v);
}

static void test_mouse(void)
{
	struct vt *v = program_start(24, 80);

	vt_keys(v, "tarare<Tab>");
	see_cursor(v, "> Public");
	vt_click(v, 0, 5);	/* the title: nothing to click on */
	see_cursor(v, "> Public");
	vt_click(v, 4, 15);
	see_cursor(v, "> Mots");
	vt_click(v, 9, 10);
	see_cursor(v, "> Point Information Jeunesse Ville de Tarare");
	vt_wheel(v, 12, 10, 1);
	vt_click(v, 23, 2);
	see(v, "Aiguillage · Aide");
	program_quit(v);
}

int main(void)
{
	program_begin();
	test_first_look();
	test_bibost();
	test_bibost_order();
	test_chasselay();
	test_tarare();
	test_thizy();
	test_poule();
	test_train();
	test_pickers();
	test_widening();
	test_typing();
	test_mouse();
	program_end();
	return done_testing();
}
