/* Records that are one place: one line among the results, one page, and the counsellor's word. */
#include <string.h>

#include "tests/lib/tap.h"
#include "tests/tui/program.h"

static const char rows[] =
	"id,pivot,nom,commune,code_postal,code_insee,adresse,telephone,services,date_maj,source\n"
	"c-1,,Communauté de Communes du Pays de l'Arbresle,L'Arbresle,69210,69010,117 rue Pierre Passemard,"
	"+33474016890,Aide aux démarches administratives,2022-08-05,Carto\n"
	"c-2,,COMMUNAUTE COMMUNES PAYS DE L ARBRESLE,L'Arbresle,69210,69010,117 RUE PIERRE PASSEMARD,"
	"+33474010000,Aide aux démarches administratives,2023-01-01,Coop\n"
	"c-3,,Grenier des jeux,L'Arbresle,69210,69010,117 rue Pierre Passemard,,"
	"Aide aux démarches administratives,2023-01-01,Coop\n";

static bool import(void)
{
	char command[4096], path[256];
	FILE *f;

	snprintf(path, sizeof path, "%s/carto.csv", program_base);
	f = fopen(path, "w");
	if (!f || fputs(rows, f) < 0 || fclose(f) != 0)
		return false;
	snprintf(command, sizeof command, "AIGUILLAGE_BASE='%s' '%s' importer --source carto '%s' >/dev/null 2>&1",
		 program_base, getenv("PROG"), path);
	return system(command) == 0;
}

static struct vt *open_page(int rows_of_screen, int cols)
{
	struct vt *v = program_start(rows_of_screen, cols);

	see(v, "résultat");
	vt_keys(v, "<C-u><Tab><Tab><Tab>communes arbresle passemard");
	see(v, "3 fiches");
	vt_keys(v, "<Down><Enter>");
	see(v, "Aiguillage · Fiche du lieu");
	return v;
}

static void test_look(void)
{
	static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

	for (size_t i = 0; i < 3; i++) {
		struct vt *v = open_page(sizes[i][0], sizes[i][1]);

		see_golden(v, "fiche-reunie");
		vt_keys(v, "g");
		see(v, "Quelles fiches sont ce lieu ?");
		see_golden(v, "fiche-fiches");
		vt_keys(v, "<Esc>");
		program_quit(v);
	}
}

/* Split, taken back, confirmed. */
static void test_word(void)
{
	struct vt *v = open_page(40, 120);

	see(v, "Réunies parce qu’elles se ressemblent");
	vt_keys(v, "g<Down><Space><Enter>");
	see(v, "C’est noté");
	see_gone(v, "3 fiches décrivent ce lieu");
	vt_keys(v, "u");
	see(v, "Réunies parce qu’elles se ressemblent");
	vt_keys(v, "g<Enter>");
	see(v, "C’est noté : 3 fiches, un seul lieu");
	see(v, "Réunies par vous");
	program_quit(v);
}

int main(void)
{
	program_begin();
	ok(import(), "three records of that address");
	test_look();
	test_word();
	program_end();
	return done_testing();
}
