/* The form, seen from outside through tests/tui/demo_form. */
#include "tests/lib/tap.h"
#include "tests/tui/program.h"

static struct vt *start(int rows, int cols)
{
	static char demo[4096], base[128];
	const char *build = getenv("BUILDDIR");
	const char *argv[] = { demo, NULL };
	const char *env[] = { base, "AIGUILLAGE_MAINTENANT=2026-11-24T10:00", NULL };
	struct vt *v;

	snprintf(demo, sizeof demo, "%s/tests/tui/demo_form", build ? build : ".");
	snprintf(base, sizeof base, "AIGUILLAGE_BASE=%s", program_base);
	v = vt_start(&(struct vt_options){ argv, env, rows, cols });
	see(v, "Formulaire");
	return v;
}

static void leave(struct vt *v)
{
	vt_keys(v, "<C-q>");
	is_int(vt_end(v), 0, "left cleanly");
}

static void test_look(void)
{
	static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

	for (size_t i = 0; i < 3; i++) {
		struct vt *v = start(sizes[i][0], sizes[i][1]);

		see(v, "Nom");
		see_golden(v, "formulaire");
		vt_keys(v, "<S-Tab>");
		see(v, "la source dit : Affoux");
		see_golden(v, "formulaire-fin");
		leave(v);
	}
}

static void test_text(void)
{
	struct vt *v = start(24, 80);

	see_cursor(v, "Nom");
	vt_keys(v, "<End> Dupond<Tab>");
	see(v, "Dupond s’écrit Dupont");
	see_cursor(v, "Une autre.");
	vt_keys(v, "<S-Tab><Backspace>t!<Down>");
	see_gone(v, "Dupond s’écrit");
	see(v, "Que d’émotion.");
	/* inside the text, then out of it */
	vt_keys(v, "<End><Enter>Est-ce ouvert ? Oui<Up><Up><Home>*");
	see(v, "*Une ligne.");
	see(v, "Est-ce ouvert ? Oui");
	vt_keys(v, "<Down><Down><Down>");
	see_cursor(v, "Frais");
	vt_keys(v, "<Up>");
	see_cursor(v, "Est-ce ouvert");
	vt_keys(v, "<C-a>");
	see(v, "Aiguillage · Aide");
	vt_keys(v, "<Esc>");
	see(v, "Est-ce ouvert");
	vt_keys(v, "<C-s>");
	see(v, "<Paul Dupont!> <troc>");
	leave(v);
}

static void test_choices(void)
{
	struct vt *v = start(24, 80);

	see_row(v, "Frais", "troc");
	vt_keys(v, "<S-Tab><S-Tab><S-Tab><S-Tab><S-Tab><S-Tab>");
	see_cursor(v, "Frais");
	vt_keys(v, "<Enter>");
	see(v, "Gratuit");
	vt_keys(v, "sans<Enter>");
	see_row(v, "Frais", "Gratuit");
	/* typing is already choosing */
	vt_keys(v, "t");
	see(v, "Filtrer : t");
	vt_keys(v, "<Enter>");
	see_row(v, "Frais", "troc");
	vt_keys(v, "<Tab><Space>");
	see(v, "Espace : cocher plusieurs");
	vt_keys(v, "courriel<Space><C-u>achat<Space><Enter>");
	see_row(v, "Besoins", " ; ");
	vt_keys(v, "<Backspace>");
	see_row(v, "Besoins", "non précisé");
	vt_keys(v, "<S-Tab><C-u><C-s>");
	see(v, "<Paul> <> <> <2026-12-01>");
	leave(v);
}

static void test_dates(void)
{
	struct vt *v = start(24, 80);

	vt_keys(v, "<S-Tab><S-Tab><S-Tab><S-Tab>");
	see_cursor(v, "01/12/2026");
	vt_keys(v, "<C-u>ven");
	see(v, "vendredi 27 novembre 2026");
	vt_keys(v, "<C-u>bientôt<Tab>");
	see(v, "Ce n’est pas une date.");
	vt_keys(v, "12x<C-s>");
	see(v, "Écrire un nombre");
	see_cursor(v, "bientôt");
	vt_keys(v, "<C-u>3/1<Tab>");
	see_row(v, "Jour", "03/01/2027");
	vt_keys(v, "<Backspace><Tab>n<C-s>");
	see(v, "<2027-01-03> <12> <non> <69243>");
	vt_keys(v, "<Left>");
	see(v, "[x] oui");
	vt_keys(v, "<Right><Right>");
	see(v, "[x] on ne sait pas");
	vt_keys(v, "o<C-s>");
	see(v, "<12> <oui>");
	leave(v);
}

static void test_commune(void)
{
	struct vt *v = start(24, 80);

	vt_keys(v, "<S-Tab>");
	see_cursor(v, "Tarare (69)");
	see(v, "Où cela se passe");
	vt_keys(v, "amplep");
	see(v, "> Amplepuis, Rhône 69550");
	vt_keys(v, "<Tab>");
	see_row(v, "Commune", "Amplepuis (69)");
	vt_keys(v, "<S-Tab><C-u>saint<Down><Down>");
	see_cursor(v, "saint");
	/* Escape gives up the name first, and nothing else */
	vt_keys(v, "<Esc>");
	see_row(v, "Commune", "Tarare (69)");
	vt_keys(v, "zzzz<C-s>");
	see(v, "Commune inconnue");
	vt_keys(v, "<C-u>69550<Enter><C-s>");
	see(v, "<69006>");
	/* an emptied commune is none */
	vt_keys(v, "<C-u><C-s>");
	see(v, "<> <>");
	leave(v);
}

static void test_leaving(void)
{
	struct vt *v = start(24, 80);

	vt_keys(v, "<C-u><C-s>");
	see(v, "À remplir");
	vt_keys(v, "plein<F2>");
	see(v, "Impossible d’enregistrer : le disque est plein.");
	see_row(v, "Nom", "plein");
	vt_keys(v, "<Esc>");
	see(v, "Abandonner ce qui vient d’être écrit ?");
	see_cursor(v, "> Non, continuer");
	vt_keys(v, "<Enter>");
	see_cursor(v, "plein");
	vt_keys(v, "<C-q>");
	see(v, "Quitter Aiguillage ?");
	vt_keys(v, "n");
	see_gone(v, "Quitter Aiguillage ?");
	vt_keys(v, "<C-u>Paul");
	see_row(v, "Nom", "Paul");
	vt_keys(v, "z<Esc>");
	see(v, "Abandonner");
	vt_keys(v, "o");
	is_int(vt_end(v), 0, "given up: the only screen is closed");
	v = start(24, 80);
	vt_keys(v, "z<Backspace><Esc>");
	is_int(vt_end(v), 0, "nothing has changed: nothing is asked");
}

/* A text higher than the window, and one that is too long. */
static void test_long(void)
{
	struct vt *v = start(10, 40);

	vt_keys(v, "<Tab><End>");
	for (int i = 0; i < 12; i++)
		vt_keys(v, "<Enter>et puis");
	see_cursor(v, "et puis");
	vt_keys(v, "<PageUp>");
	see_cursor(v, "Paul");
	vt_keys(v, "<PageDown><PageDown>");
	see_gone(v, "Paul");
	vt_keys(v, "<PageUp><PageUp>");
	see_cursor(v, "Paul");
	vt_resize(v, 24, 80);
	see_row(v, "Nom", "Paul");
	see(v, "Commune   Tarare (69)");	/* its end, without the headings */
	vt_keys(v, "<C-q><C-q>");
	is_int(vt_end(v), 0, "left cleanly");

	v = start(24, 80);
	vt_keys(v, "0123456789012345678901234567890123456789");
	see(v, "Il n’y a plus de place dans ce champ.");
	vt_keys(v, "<C-q><C-q>");
	is_int(vt_end(v), 0, "left cleanly");
}

/* One click a run: curses makes one event of two clicks that come together. */
static void test_mouse(void)
{
	struct vt *v = start(24, 80);

	see(v, "Frais");
	vt_click_on(v, "Frais", 30);
	see_cursor(v, "Frais");
	leave(v);
	v = start(24, 80);
	vt_keys(v, "<S-Tab>lyo");
	see(v, "Lyon, ");
	vt_click_on(v, "Lyon, ", 30);
	see_row(v, "Commune", "Lyon (69)");
	vt_keys(v, "<C-q><C-q>");
	is_int(vt_end(v), 0, "left cleanly");
	v = start(24, 80);
	vt_keys(v, "<S-Tab><S-Tab>");
	see_cursor(v, "Wifi");
	vt_click_on(v, "Wifi", 30);
	see(v, "[x] oui");
	vt_keys(v, "<C-q><C-q>");
	is_int(vt_end(v), 0, "left cleanly");
}

int main(void)
{
	program_begin();
	test_look();
	test_text();
	test_choices();
	test_dates();
	test_commune();
	test_leaving();
	test_long();
	test_mouse();
	program_end();
	return done_testing();
}
