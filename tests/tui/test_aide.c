/* The help, made from the action table. */
#include "tests/lib/tap.h"
#include "tests/tui/program.h"

static void test_look(void)
{
	static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

	for (size_t i = 0; i < 3; i++) {
		struct vt *v = program_start(sizes[i][0], sizes[i][1]);

		see(v, "résultats");
		vt_keys(v, "?");
		see(v, "Aiguillage · Aide");
		see_golden(v, "aide");
		vt_keys(v, "<End>");
		see_cursor(v, "> ");
		see_golden(v, "aide-fin");
		vt_keys(v, "<Esc>");
		see(v, "Aiguillage · Recherche");
		program_quit(v);
	}
}

static void test_search(void)
{
	struct vt *v = program_start(24, 80);

	vt_keys(v, "<F1>");
	see(v, "Dans l’écran Recherche");
	vt_keys(v, "SANS RIEN");
	see(v, "Ailleurs : Communes");
	see_cursor(v, "> Ctrl-B");
	vt_keys(v, "<Enter>");
	see(v, "Cette touche sert dans l’écran « Communes ».");
	vt_keys(v, "<C-u>zzz");
	see(v, "Rien ne correspond");
	/* an action chosen here is done in the screen it was called from */
	vt_keys(v, "<C-u>commune par commune");
	see_cursor(v, "> Ctrl-T, F4");
	vt_keys(v, "<Enter>");
	see(v, "Aiguillage · Communes");
	vt_keys(v, "?");
	see(v, "Dans l’écran Communes");
	vt_keys(v, "?");
	see_gone(v, "Dans l’écran Communes");
	vt_keys(v, "<C-g>?");
	see(v, "Dans l’écran Besoins sans aide");
	vt_keys(v, "quitter<Enter>");
	is_int(vt_end(v), 0, "leaving from the help");
}

/* The screens on terminals that have less. */
static void test_terminals(void)
{
	static const char *const cases[] = { "TERM=vt100", "NO_COLOR=1", "LC_ALL=C", "TERM=linux" };

	for (size_t i = 0; i < 4; i++) {
		struct vt *v = program_start_env(24, 80, cases[i]);
		bool ascii = !strcmp(cases[i], "LC_ALL=C");

		vt_keys(v, "tarare<Tab>");
		see_cursor(v, "> Public");
		vt_keys(v, "<Down><Down><Down>");
		see_cursor(v, "> ");
		see_reverse(v, "France services de Tarare");
		see(v, ascii ? "Entree Ouvrir" : "Entrée Ouvrir");
		is_int(vt_all_ascii(v), ascii, "%s: only ASCII", cases[i]);
		if (ascii)
			see_golden(v, "recherche-ascii");
		vt_keys(v, "<Enter>");
		see(v, "Fiche du lieu");
		vt_keys(v, "<Esc><C-f>");
		see(v, "[ ] gratuit");
		is_int(vt_all_ascii(v), ascii, "%s: only ASCII in a list", cases[i]);
		vt_keys(v, "<C-q><C-q>");
		is_int(vt_end(v), 0, "%s: left cleanly", cases[i]);
	}
}

/* Sizes from nothing to huge, on each screen. */
static void test_sizes(void)
{
	static const char *const screens[] = { "tarare<Tab>", "<C-t>", "b<Enter>", "<Enter>", "?" };
	struct vt *v = program_start(24, 80);

	for (size_t i = 0; i < 5; i++) {
		vt_keys(v, screens[i]);
		for (int k = 0; k < 40; k++)
			vt_resize(v, 1 + (k * 7) % 60, 1 + (k * 31) % 200);
		vt_resize(v, 9, 80);
		see(v, "Fenêtre trop petite");
		vt_resize(v, 10, 40);
		ok(vt_wait_at(v, -1, "? "), "the key bar at 40 columns");
		vt_resize(v, 60, 200);
		ok(vt_wait_at(v, -1, "? "), "the key bar at 200 columns");
		vt_resize(v, 24, 80);
		ok(vt_wait_at(v, 0, "Aiguillage · "), "the title");
	}
	program_quit(v);
}

int main(void)
{
	program_begin();
	test_look();
	test_search();
	test_terminals();
	test_sizes();
	program_end();
	return done_testing();
}
