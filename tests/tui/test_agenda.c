/* The agenda: who receives where, day by day. */
#include <sys/stat.h>

#include "aiguillage/mem.h"
#include "tests/lib/tap.h"
#include "tests/tui/program.h"

static struct vt *start(int rows, int cols)
{
	static char home[128];

	snprintf(home, sizeof home, "HOME=%s", program_base);
	return program_start_env(rows, cols, home);
}

static void test_look(void)
{
	static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

	for (size_t i = 0; i < 3; i++) {
		struct vt *v = start(sizes[i][0], sizes[i][1]);

		see(v, "résultats");
		vt_keys(v, "<C-o>a");
		see(v, "Tout le secteur");
		vt_keys(v, "<Down><Down>");
		see_cursor(v, "> ! 9h-12h 13h30-16h30");
		see_golden(v, "agenda");
		/* the week of the holiday, which is said */
		for (int k = 0; k < 5; k++)
			vt_keys(v, "<Right>");
		see_cursor(v, "> + ");
		vt_keys(v, "<Left>");
		see_cursor(v, "> + 11");
		see_golden(v, "agenda-noel");
		vt_keys(v, "<Enter><Esc>");
		see(v, "Aiguillage · Recherche");
		program_quit(v);
	}
}

/* Another commune, without going back to the search. */
static void test_commune(void)
{
	struct vt *v = start(24, 80);

	see(v, "résultats");
	vt_keys(v, "<C-o>a");
	see(v, "Tout le secteur");
	vt_keys(v, "czzzz");
	see(v, "Aucune commune ne commence ainsi");
	vt_keys(v, "<Enter>");
	see(v, "Échap : ne rien changer");
	vt_keys(v, "<C-u>chass");
	see(v, "Chasselay (69)");
	vt_keys(v, "<Enter>");
	see(v, "Chasselay et 10 km autour");
	vt_keys(v, "cbibost<Esc>");
	see(v, "Chasselay et 10 km autour");
	program_quit(v);
}

static void test_criteria(void)
{
	struct vt *v = start(24, 80);

	vt_keys(v, "chasselay<Tab>");
	see_cursor(v, "> Public");
	vt_keys(v, "jeunes<Tab><C-a>");
	see(v, "Chasselay et 10 km autour, jeunes");
	see(v, "p Secteur");
	/* alone in its day, it is not folded; the permanence is dated */
	see(v, "vendredi 4 décembre");
	vt_keys(v, "<Right>");
	see_cursor(v, "> + 2 ouvertures habituelles : Anse, L'Arbresle");
	vt_keys(v, "p");
	see(v, "Tout le secteur, jeunes");
	see(v, "p Sur place");
	vt_keys(v, "p");
	see(v, "Chasselay même, jeunes");
	see_cursor(v, "> ! 17h-19h");
	vt_keys(v, "<Enter>");
	see(v, "Aiguillage · Fiche du lieu");
	see(v, "le 1er vendredi du mois");
	vt_keys(v, "<Esc>");
	see(v, "Chasselay même, jeunes");
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Recherche");
	see(v, "jeunes");
	/* from the menu over a search: the same criteria */
	vt_keys(v, "<C-o>a");
	see(v, "Chasselay et 10 km autour, jeunes");
	program_quit(v);
}

/* What is open now says nothing of the other days. */
static void test_moment(void)
{
	struct vt *v = start(24, 80);

	vt_keys(v, "chasselay<Tab>");
	see_cursor(v, "> Public");
	vt_keys(v, "<C-f>maintenant<Enter>");
	see(v, "10 km · ouvert maintenant");
	vt_keys(v, "<C-a>");
	see(v, "Chasselay et 10 km autour  p");
	see(v, "vendredi 4 décembre");
	program_quit(v);
}

static void test_folding(void)
{
	struct vt *v = start(24, 80);

	vt_keys(v, "<C-o>ap");
	see(v, "  Tout le secteur  p");
	see_cursor(v, "> + 12 ouvertures habituelles : ");
	vt_keys(v, "<Enter>");
	see_cursor(v, "> - 12 ouvertures habituelles");
	see(v, "France services de Tarare");
	see(v, "Entrée Replier");
	vt_keys(v, "<Space>");
	see_gone(v, "France services de Tarare");
	vt_keys(v, "h");
	see(v, "- 12 ouvertures habituelles");
	vt_keys(v, "<Down>");
	see_cursor(v, ">   8h-12h");
	see(v, "de 8h à 12h, Thizy-les-Bourgs : France Services");
	vt_keys(v, "h");
	see_gone(v, "- 12 ouvertures habituelles");
	/* further than the thirty days, and back */
	for (int i = 0; i < 6; i++)
		vt_keys(v, "<Right>");
	see(v, "lundi 4 janvier 2027");
	for (int i = 0; i < 6; i++)
		vt_keys(v, "<Left>");
	see_cursor(v, "> + 12 ouvertures");
	vt_keys(v, "<Left>");
	see(v, "C’est la semaine présente.");
	program_quit(v);
}

static void test_empty(void)
{
	struct vt *v = start(24, 80);

	vt_keys(v, "affoux<Tab>");
	see_cursor(v, "> Public");
	vt_keys(v, "<C-o>app");
	see(v, "Personne ne reçoit dans la commune même");
	see(v, "p : Affoux et 10 km autour");
	see_golden(v, "agenda-vide");
	vt_keys(v, "e");
	see(v, "L’agenda est vide");
	vt_keys(v, "<Esc><Down><Down>zzzz<C-a>");
	see(v, "Personne ne répond à ce qui est demandé");
	program_quit(v);
}

static bool file_has(const char *name, const char *text)
{
	char path[128], *all = xcalloc(1, 1 << 20);
	struct stat st;
	FILE *f;
	bool has;

	snprintf(path, sizeof path, "%s/%s", program_base, name);
	f = fopen(path, "r");
	has = f && fread(all, 1, (1 << 20) - 1, f) > 0 && strstr(all, text) &&
	      stat(path, &st) == 0 && (st.st_mode & 0777) == 0600;
	if (f)
		fclose(f);
	free(all);
	return has;
}

static void test_files(void)
{
	struct vt *v = start(24, 80);

	vt_keys(v, "<C-o>ap");
	see(v, "  Tout le secteur  p");
	vt_keys(v, "e");
	see(v, "~/agenda-2026-11-24.ics");
	see_golden(v, "agenda-ecrire");
	/* where one may not write: nothing typed is lost */
	vt_keys(v, "<C-u>/nulle-part/a.ics<Enter>");
	see(v, "Impossible");
	see(v, "/nulle-part/a.ics");
	vt_keys(v, "<C-u><Enter>");
	see(v, "Donnez un nom au fichier");
	vt_keys(v, "secteur.ics<Enter>");
	see(v, "Agenda écrit dans ");
	ok(file_has("secteur.ics", "RRULE:FREQ=MONTHLY"), "a calendar, for us alone");
	vt_keys(v, "e<C-u>~/secteur.ics<Enter>");
	see(v, "Ce fichier existe déjà");
	vt_keys(v, "<Esc>");
	see_gone(v, "Ce fichier existe déjà");
	vt_keys(v, "e<C-u>~/secteur.ics<Enter><Enter>");
	see(v, "Agenda écrit dans ");
	vt_keys(v, "i");
	see_cursor(v, "> Imprimer maintenant");
	vt_keys(v, "<Enter>");
	see(v, "L’agenda est parti à l’imprimante.");
	ok(file_has("printed", "  Permanences\n"), "lp was given the text");
	vt_keys(v, "i<Down><Enter>");
	see(v, "~/agenda-2026-11-24.txt");
	vt_keys(v, "<Enter>");
	see(v, "agenda-2026-11-24.txt. Ouvrez");
	ok(file_has("agenda-2026-11-24.txt", "  Permanences\n"), "and a text");
	program_quit(v);
}

/* An lp of our own, which keeps what it is given. */
static void fake_lp(void)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof path, "%s/lp", program_base);
	f = fopen(path, "w");
	if (!f)
		abort();
	fprintf(f, "#!/bin/sh\numask 077\ncat >'%s/printed'\n", program_base);
	fclose(f);
	chmod(path, 0700);
	snprintf(path, sizeof path, "%s:%s", program_base, getenv("PATH"));
	setenv("PATH", path, 1);
}

int main(void)
{
	program_begin();
	fake_lp();
	test_look();
	test_criteria();
	test_commune();
	test_moment();
	test_folding();
	test_empty();
	test_files();
	program_end();
	return done_testing();
}
