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

/*
 * Who does not read, does not speak French or does not see well is somebody too: words of what a place takes
 * care of are understood where people are described, and become its filter.
 */
static void test_care(void)
{
	static const char *const said[][2] = {
		{ "allophone", "> langue étrangère (allophone)" },
		{ "illettrisme", "> illettrisme" },
		{ "ne lit pas", "> illettrisme (lit pas)" },
	};
	struct vt *v = program_start(24, 80);

	see(v, "résultats");
	vt_keys(v, "bibost<Tab>");
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		vt_keys(v, said[i][0]);
		see(v, said[i][1]);
		vt_keys(v, "<C-u>");
		see(v, "> Public  ");
	}
	/* an audience comes first, what is taken care of after */
	vt_keys(v, "malvoyant");
	see_order(v, "> handicap (malvoyant)", "malvoyance (malvoyant)");
	vt_keys(v, "<Down>");
	see_row(v, "Rayon", "10 km");
	vt_keys(v, "<Enter>");
	see(v, "« malvoyance » : ajouté aux filtres");
	see_row(v, "Rayon", "10 km · malvoyance");
	see_cursor(v, "> Besoin");
	/* one is added to another, as it says */
	vt_keys(v, "<S-Tab>illettrisme<Enter>");
	see(v, "« illettrisme » : ajouté aux filtres");
	see_row(v, "Rayon", "10 km · malvoyance · illettr");
	program_quit(v);
}

/* Both answers, in order: who comes, then where to go and how far. */
static void test_bibost_order(void)
{
	struct vt *v = program_start(40, 120);

	vt_keys(v, "bibost<Tab>senior<Tab>papiers<Tab>");
	see_row(v, "Communauté de Communes du Pays de l'Arbresle", "couvre");
	see(v, "Conseiller numérique du Pays de l’Arbresle");
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
	see_row(v, "— Conseiller numérique à domicile", "  à domicile");
	vt_keys(v, "<Down><Down>");
	see_cursor(v, "> Mairie de Thizy-les");
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
	see(v, "familles · gratuit");
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
	see(v, "┌─ Public (nombre d’offres) ─");
	see_cursor(v, "> [ ] seniors");
	vt_keys(v, "famille<Space><C-u>senior<Space>");
	see(v, "[x] seniors");
	see_golden(v, "recherche-choix-public");
	vt_keys(v, "<Enter>");
	see_row(v, "Public", "seniors, familles");
	vt_keys(v, "<Backspace>");
	see_gone(v, "seniors, familles");
	vt_keys(v, "<C-u>");
	see(v, "Tapez un mot : seniors, familles");
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
	see(v, "Commune inconnue : « zzzz »");
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
	see(v, "Entrée Ouvrir");
	/* letters typed on the results go to the words */
	vt_keys(v, "quittance");
	see_row(v, "> Mots", "quittance");
	vt_keys(v, "<Esc>");
	see(v, "Quitter Aiguillage ?");
	vt_keys(v, "n");
	see_gone(v, "Quitter Aiguillage ?");
	program_quit(v);
}

/* The radius goes with the commune that it was chosen for. */
static void test_radius(void)
{
	struct vt *v = program_start(24, 80);

	see(v, "résultat");
	vt_keys(v, "<C-u><C-e>");
	see(v, "Indiquez d’abord la commune.");
	see_row(v, "Rayon", "partout");
	vt_keys(v, "tarare<Tab><C-e><C-e>");
	see_row(v, "Rayon", "20 km");
	vt_keys(v, "<Tab><Tab><Tab><Tab>bibost<Tab>");
	see_row(v, "Rayon", "10 km");
	vt_keys(v, "<C-e>");
	see_row(v, "Rayon", "15 km");
	vt_keys(v, "<C-n>");
	see(v, "tout est vidé, sauf la commune. Rayon de 10 km.");
	see_row(v, "Rayon", "10 km");
	vt_keys(v, "<C-e>");
	see_row(v, "Rayon", "15 km");
	program_quit(v);
	v = program_start(24, 80);
	see_row(v, "Commune", "Bibost (69)");
	see_row(v, "Rayon", "15 km");
	vt_keys(v, "<C-n>");
	see_row(v, "Rayon", "10 km");
	program_quit(v);
}

/* Typing again replaces; several are ticked in the list. */
static void test_replace(void)
{
	struct vt *v = program_start(24, 80);

	vt_keys(v, "bibost<Tab>senior<Tab>");
	see_cursor(v, "> Besoin");
	see_row(v, "Public", "seniors");
	vt_keys(v, "<S-Tab>famille<Tab>");
	see_row(v, "Public", "familles");
	see_gone(v, "seniors, ");
	vt_keys(v, "papiers<Tab><S-Tab>imprim<Tab>");
	see_gone(v, "démarches, ");
	/* nothing like it: all there is */
	vt_keys(v, "<S-Tab>zzzz");
	see(v, "Entrée : voir toute la liste.");
	vt_keys(v, "<Enter>");
	see(v, "┌─ Besoin (nombre d’offres) ─");
	vt_keys(v, "<Esc>");
	program_quit(v);
}

/* Communes: those of the sector first, unknown ones and those elsewhere said. */
static void test_communes(void)
{
	struct vt *v = program_start(24, 80);

	see(v, "résultat");
	vt_keys(v, "<C-u>chas");
	see_cursor(v, "chas");
	see(v, "> Chasselay, Rhône");
	vt_keys(v, "<C-u>val");
	see_gone(v, "> Le Val");
	vt_keys(v, "<C-u>saint");
	see_gone(v, "> Le Saint, ");
	see(v, "> Saint");
	vt_keys(v, "<C-u>qqqq");
	see(v, "  Commune inconnue");
	see(v, "Vérifiez l’orthographe de la commune");
	see_golden(v, "recherche-inconnue");
	vt_keys(v, "<C-u>rennes<Tab>");
	see(v, "Hors du territoire de cet annuaire (Ille-et-Vilaine)");
	vt_keys(v, "<S-Tab>saint julien sur bib<Tab>");
	see_row(v, "Commune", "Saint-Julien-sur-Bibost (69)");
	program_quit(v);
}

/* Few results: the ways to more are under them.  A word that is nowhere: the one that is like it. */
static void test_ways(void)
{
	struct vt *v = program_start(24, 80);

	vt_keys(v, "poule<Tab><Tab><Tab>pimms");
	see(v, "En élargissant :");
	see_golden(v, "recherche-peu");
	vt_keys(v, "<Down><Down>");
	see(v, "Entrée Élargir");
	vt_keys(v, "<Up>");
	see(v, "Entrée Ouvrir");
	vt_keys(v, "<Down><Enter>");
	see(v, "Recherche élargie");
	vt_keys(v, "<C-n><Tab><Tab><Tab>imprimente");
	see(v, "vouliez-vous dire");
	see_cursor(v, "> Mots");
	see(v, "Entrée Remplacer");
	vt_keys(v, "<Enter>");
	see(v, "Recherche de « imprimante »");
	see_row(v, "Mots", "imprimante");
	see_gone(v, "Aucun résultat");
	program_quit(v);
}

/* Filters that sources seldom speak of; leaving asks when something is filled in. */
static void test_filters(void)
{
	struct vt *v = program_start(24, 80);

	vt_keys(v, "bibost<Tab><C-f>");
	see_row(v, "accessible", "sûr");
	see_golden(v, "recherche-filtres");
	vt_keys(v, "samedi");
	see(v, "> [ ] Quand : ouvert le samedi");
	vt_keys(v, "<Enter>");
	see_row(v, "Rayon", "10 km · ouvert le samedi");
	vt_keys(v, "<C-f>samedi");
	see(v, "> [x] Quand : ouvert le samedi");
	vt_keys(v, "<Space><Enter>");
	see_gone(v, "ouvert le samedi");
	vt_keys(v, "<C-q>");
	is_int(vt_end(v), 0, "nothing is filled in: left at once");
	v = program_start(24, 80);
	vt_keys(v, "bibost<Tab>senior<Tab>");
	see_row(v, "Public", "seniors");
	vt_keys(v, "<C-q>");
	see(v, "Quitter Aiguillage ?");
	vt_keys(v, "n");
	see_gone(v, "Quitter Aiguillage ?");
	see_row(v, "Public", "seniors");
	program_quit(v);
}

/* Another process changes the directory: the next keys see it. */
static void test_refresh(void)
{
	struct vt *v = program_start(24, 80);
	char command[512];

	vt_keys(v, "bibost<Tab>senior<Tab>");
	see_row(v, "Public", "seniors");
	snprintf(command, sizeof command,
		 "'%s' --base '%s' importer \"$SRCDIR\"/tests/data/import/hinaura.csv >/dev/null 2>&1",
		 getenv("PROG"), program_base);
	is_int(system(command), 0, "an import while the screen is open");
	sleep(1);
	vt_keys(v, "<Down>");
	see(v, "L’annuaire vient d’être mis à jour.");
	see_row(v, "Commune", "Bibost (69)");
	see_row(v, "Public", "seniors");
	see(v, "résultats");
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

/* A day typed in the filters: what is understood and how many it leaves, then the results. */
static void test_typed_day(void)
{
	struct vt *v = program_start(24, 80);

	vt_keys(v, "chasselay<Tab>");
	see_cursor(v, "> Public");
	vt_keys(v, "<C-f>vendredi");
	see_cursor(v, "> [ ] Quand : une date, une heure… (à taper)");
	vt_keys(v, "<Enter>");
	see(v, "Quand ?");
	vt_keys(v, "vend");
	see(v, "ouvert le vendredi 27 novembre : ");
	vt_keys(v, "<C-u>zz<Enter>");
	see(v, "Tapez un jour : « 4 décembre »");
	vt_keys(v, "<C-u>4 décembre à 18h");
	see(v, "ouvert le vendredi 4 décembre à 18h : ");
	see_golden(v, "recherche-quand");
	vt_keys(v, "<Enter>");
	see_gone(v, "Quand ?");
	see(v, "10 km · ouvert le vendredi 4");
	see(v, "Permanence ven. 4 déc. 17h");
	/* it is one of the lines now, and can be unchecked */
	vt_keys(v, "<C-f>décembre<Down>");
	see(v, "[x] Quand : ouvert le vendredi 4 décembre à 18h");
	vt_keys(v, "<Esc>");
	/* another moment takes its place, above or below it in the list */
	vt_keys(v, "<C-f>samedi<Enter>");
	see(v, "10 km · ouvert le samedi");
	vt_keys(v, "<C-f>aujourd<Enter>");
	see(v, "10 km · ouvert aujourd’hui");
	vt_keys(v, "<C-f>taper<Enter>");
	see(v, "Quand ?");
	vt_keys(v, "<Esc>");
	see_gone(v, "Quand ?");
	see(v, "10 km · ouvert aujourd’hui");
	program_quit(v);
}

int main(void)
{
	program_begin();
	test_first_look();
	test_bibost();
	test_bibost_order();
	test_care();
	test_chasselay();
	test_tarare();
	test_thizy();
	test_poule();
	test_train();
	test_pickers();
	test_widening();
	test_typing();
	test_radius();
	test_replace();
	test_communes();
	test_ways();
	test_filters();
	test_mouse();
	test_refresh();
	test_typed_day();
	program_end();
	return done_testing();
}
