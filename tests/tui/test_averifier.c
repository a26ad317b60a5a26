/* À vérifier: the list of work, its reasons, the records of one place. */
#include "tests/lib/tap.h"
#include "tests/tui/program.h"

static struct vt *open_work(int rows, int cols)
{
	struct vt *v = program_start(rows, cols);

	see(v, "résultats");
	vt_keys(v, "bibost<Tab>");
	see(v, "> Public");	/* in 40 columns the commune is no longer on the screen */
	vt_keys(v, "<C-o>v");
	see(v, "à vérifier");
	return v;
}

static void test_look(void)
{
	static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

	for (size_t i = 0; i < 3; i++) {
		struct vt *v = open_work(sizes[i][0], sizes[i][1]);

		see_cursor(v, "SAVNET");
		see_golden(v, "averifier");
		program_quit(v);
	}
}

static void test_reasons(void)
{
	struct vt *v = open_work(24, 80);

	vt_keys(v, "f");
	see(v, "Raisons (nombre de lieux)");
	vt_keys(v, "telephone<Enter>");
	see(v, "· ni téléphone ni courriel");
	see_gone(v, "SAVNET");
	vt_keys(v, "<C-n>");
	see(v, "SAVNET");
	vt_keys(v, "s");
	see(v, "Rien à vérifier · Bibost");
	vt_keys(v, "<Enter>s");
	see_cursor(v, "SAVNET");
	program_quit(v);
}

static void test_place(void)
{
	struct vt *v = open_work(24, 80);

	see_cursor(v, "SAVNET");
	vt_keys(v, "<Enter>");
	see(v, "Fiche du lieu");
	vt_keys(v, "g");
	see(v, "Aucune autre fiche ne ressemble");
	vt_keys(v, "u");
	see(v, "Rien à annuler");
	vt_keys(v, "<Esc>");
	see_cursor(v, "SAVNET");
	program_quit(v);
}

int main(void)
{
	program_begin();
	test_look();
	test_reasons();
	test_place();
	program_end();
	return done_testing();
}
