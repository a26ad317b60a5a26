/* Correcting, marking, adding: key by key, and what is left when it cannot be written. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "tests/lib/tap.h"
#include "tests/tui/program.h"

#define HEADER "id,pivot,nom,commune,code_postal,code_insee,adresse,telephone,date_maj,services\n"

static char file[64] = "/tmp/aiguillage-test-csv-XXXXXX";

/* One place, of a source that gives it this number. */
static void import(const char *phone)
{
	static char command[4096];
	time_t started = time(NULL);
	FILE *f = fopen(file, "w");

	if (!f)
		abort();
	fprintf(f, HEADER "essai-1,00000000000000,Café des Essais,Affoux,69170,69001,12 rue Haute,%s,2026-11-01,"
			  "Aide aux démarches administratives\n", phone);
	fclose(f);
	snprintf(command, sizeof command, "AIGUILLAGE_BASE='%s' '%s' importer --source essai '%s' "
		 ">/dev/null 2>&1", program_base, getenv("PROG"), file);
	ok(system(command) == 0, "imported: %s", phone);
	/* an open program looks for changes once a second */
	while (time(NULL) == started)
		;
}

static void find_in(struct vt *v, const char *words)
{
	see(v, "résultat");
	vt_keys(v, "<C-u><Tab><Tab><Tab>");
	vt_keys(v, words);
	see(v, "1 résultat");
	vt_keys(v, "<Down>");
}

/* The result of these words has the marker. */
static struct vt *find(int rows, int cols, const char *words)
{
	struct vt *v = program_start(rows, cols);

	find_in(v, words);
	return v;
}

static void open_editor(struct vt *v)
{
	vt_keys(v, "c");
	see(v, "> Le lieu : Café des Essais");
	vt_keys(v, "<Enter>");
	see(v, "Aiguillage · Corriger");
}

static void test_look(void)
{
	static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

	for (size_t i = 0; i < 3; i++) {
		struct vt *v = find(sizes[i][0], sizes[i][1], "cafe essais");

		vt_keys(v, "c");
		see(v, "L’offre");
		see_golden(v, "corriger-quoi");
		vt_keys(v, "<Enter>");
		see(v, "Téléphone");
		see_golden(v, "corriger");
		vt_keys(v, "<Esc>");
		see(v, "Aiguillage · Recherche");
		vt_keys(v, "m");
		see(v, "Le lieu");
		vt_keys(v, "<Enter>");
		see(v, "Vérifié par moi aujourd’hui");
		see_golden(v, "marquer");
		vt_keys(v, "<Esc>");
		see_gone(v, "Vérifié par moi aujourd’hui");
		vt_keys(v, "n");
		see(v, "Aiguillage · Ajouter");
		see_golden(v, "ajouter");
		vt_keys(v, "<Esc>");
		see(v, "Aiguillage · Recherche");
		vt_keys(v, "<C-o>m");
		see(v, "Mes corrections");
		see_golden(v, "corrections-rien");
		vt_keys(v, "<C-q><C-q>");
		is_int(vt_end(v), 0, "left cleanly");
	}
}

/* What was corrected today is no longer of 2021. */
static void test_old(void)
{
	struct vt *v = find(24, 80, "savnet");

	vt_keys(v, "<Enter>");
	see(v, "(information de 2021 : à vérifier)");
	vt_keys(v, "c<Enter>");
	see(v, "Aiguillage · Corriger");
	vt_keys(v, "<C-u>0478112233<C-s>");
	see_row(v, "Téléphone", "04 78 11 22 33");
	see_gone(v, "(information de 2021");
	vt_keys(v, "u");
	see(v, "(information de 2021 : à vérifier)");
	vt_keys(v, "<C-q><C-q>");
	is_int(vt_end(v), 0, "left cleanly");
}

/* Hours in French are shown back, with their dates, before they are accepted. */
static void test_hours(void)
{
	struct vt *v = find(24, 80, "cafe essais");

	open_editor(v);
	vt_keys(v, "<C-u>04 74 00 00 01<Tab>");
	for (int i = 0; i < 7; i++)
		vt_keys(v, "<Tab>");
	see_cursor(v, "Horaires");
	vt_keys(v, "le matin<C-s>");
	see(v, "« le matin » ne convient pas");
	vt_keys(v, "<C-u>mardi semaines paires 14h-17h30<C-s>");
	see(v, "Les horaires sont-ils bien compris ?");
	see(v, "Compris : le mardi des semaines paires, de 14h à 17h30");
	see(v, "mardi 8 décembre, de 14h à 17h30");
	vt_keys(v, "<C-s>");
	see(v, "Enregistré : 2 champs de « Café des Essais ». u : annuler.");
	vt_keys(v, "<Enter>");
	see_row(v, "Téléphone", "04 74 00 00 01");
	see(v, "corrigé par vous le 24 novembre ; la source dit :");
	/* taken back, as one act, where one is */
	vt_keys(v, "u");
	see(v, "Annulé : ");
	see_gone(v, "Selon vous");
	see_row(v, "Téléphone", "04 74 55 55 55");
	vt_keys(v, "u");
	see(v, "Rien à annuler");
	program_quit(v);
}

static void test_source(void)
{
	struct vt *v = find(24, 80, "cafe essais");

	open_editor(v);
	vt_keys(v, "<C-u>04 74 00 00 02<C-s>");
	see(v, "Enregistré : 1 champ");
	open_editor(v);
	see_row(v, "04 74 00 00 02", "corrigé");
	see(v, "dit : 04 74 55 55 55");
	vt_keys(v, "<C-r>");
	see(v, "Téléphone : comme le dit la source");
	see_row(v, "Téléphone", "04 74 55 55 55");
	see_gone(v, "corrigé");
	vt_keys(v, "<C-r>");
	see(v, "n’est pas corrigé");
	vt_keys(v, "<C-u>04 74<C-s>");
	see(v, "ne convient pas");
	vt_keys(v, "<Esc>");
	see(v, "Abandonner ce qui vient d’être écrit ?");
	vt_keys(v, "o");
	see(v, "Aiguillage · Recherche");
	program_quit(v);
}

/* The source changes what was corrected: both are shown, one key chooses. */
static void test_conflict(void)
{
	struct vt *v = find(24, 80, "cafe essais");

	open_editor(v);
	vt_keys(v, "<C-u>04 74 00 00 03<C-s>");
	see(v, "Enregistré : 1 champ");
	/* by another process, while this one is open */
	import("0474666666");
	vt_keys(v, "<C-o>m");
	see_row(v, "à choisir", "Téléphone");
	vt_keys(v, "<Home>");
	see(v, "La source a changé 1 fiche que vous aviez corrigée");
	see_golden(v, "corrections");
	vt_keys(v, "<Enter>");
	see(v, "elle dit maintenant :");
	see_golden(v, "fiche-conflit");
	vt_keys(v, "k");
	see(v, "garder la mienne, 04 74 00 00 03");
	see(v, "prendre la source, 04 74 66 66 66");
	vt_keys(v, "<Enter>");
	see(v, "Votre correction reste");
	see_gone(v, "elle dit maintenant");
	see_row(v, "Téléphone", "04 74 00 00 03");
	vt_keys(v, "u");
	see(v, "elle dit maintenant");
	vt_keys(v, "c<Enter>");
	see(v, "à choisir");
	see_golden(v, "corriger-conflit");
	vt_keys(v, "<C-g>");
	see(v, "votre correction reste");
	see_gone(v, "à choisir");
	vt_keys(v, "<Esc>u");
	see(v, "k À choisir");
	vt_keys(v, "k<Down><Enter>");
	see(v, "C’est maintenant ce que dit la source");
	see_row(v, "Téléphone", "04 74 66 66 66");
	see_gone(v, "Selon vous");
	vt_keys(v, "k");
	see(v, "Rien à choisir");
	program_quit(v);
}

static void test_marks(void)
{
	struct vt *v = find(24, 80, "cafe essais");

	vt_keys(v, "m<Enter><Enter>");
	see(v, "Vérifié par vous aujourd’hui. u : annuler.");
	vt_keys(v, "m<Enter>");
	see(v, "Enlever : vérifié par vous le 24 novembre");
	vt_keys(v, "<Down><Down><Enter>");
	see(v, "Fermé jusqu’au");
	vt_keys(v, "15/12<Enter>");
	see(v, "Fermé jusqu’au 15 décembre. u : annuler.");
	see(v, "1 offre de côté, selon vos notes : fermée jusqu’au 15");
	vt_keys(v, "u");
	see(v, "1 résultat");
	/* masked, then found again and shown again */
	vt_keys(v, "m<Enter>");
	see(v, "Masquer");
	vt_keys(v, "<Down><Down><Down><Down><Enter>");
	see(v, "Aucun résultat · 1 offre de côté, selon vos notes : masquée");
	vt_keys(v, "<C-o>m");
	see(v, "masqué par vous le 24 novembre");
	vt_keys(v, "m");
	see(v, "Enlever : masqué par vous");
	vt_keys(v, "<End><Enter>");
	see(v, "Marque enlevée");
	see_gone(v, "masqué par vous");
	vt_keys(v, "m<Down><Enter>");
	see_row(v, "Vérifié par moi le", "24/11/2026");
	vt_keys(v, "<C-u>hier<Enter>");
	see(v, "Vérifié par vous le 23 novembre");
	vt_keys(v, "m<Down><Down><Down><Down><Down><Enter>");
	see(v, "Note privée");
	vt_keys(v, "Demander Paul ?<C-s>");
	see(v, "Note gardée");
	see(v, "note privée");
	vt_keys(v, "u");
	see_gone(v, "note privée");
	program_quit(v);
}

static void test_add(void)
{
	struct vt *v = find(24, 80, "cafe essais");

	/* nothing is lost for having been refused */
	vt_keys(v, "n<C-s>");
	see(v, "À remplir");
	see_cursor(v, "Nom");
	vt_keys(v, "Café essais<Tab>");
	see_cursor(v, "Commune");
	vt_keys(v, "affoux<C-s>");
	see(v, "Il y a déjà ici « Café des Essais ». Est-ce un");
	vt_keys(v, "<Enter>");
	see(v, "Pas ajouté.");
	vt_keys(v, "<C-s>o");
	see(v, "Lieu ajouté. n : y ajouter une offre");
	see(v, "ajouté par vous");
	see_gone(v, "Le lieu");	/* nothing is said of it */
	vt_keys(v, "n");
	see(v, "une offre de : Café essais");
	vt_keys(v, "Permanence du mardi<C-s>");
	see(v, "Offre ajoutée");
	see(v, "Selon vous, de l’offre Permanence du mardi");
	vt_keys(v, "u");
	see(v, "Annulé : Ajout (Permanence du mardi)");
	see_gone(v, "Selon vous, de l’offre");
	vt_keys(v, "u");
	see(v, "Annulé : Ajout (Café essais)");
	program_quit(v);
}

/* Nothing more can be written: it is said, and what was typed is still there. */
static void test_readonly(void)
{
	struct vt *v = program_start_plain();

	if (!v) {
		ok(true, "a read-only folder # SKIP cannot be another user than root here");
		return;
	}
	find_in(v, "cafe essais");
	open_editor(v);
	vt_keys(v, "<C-u>04 74 00 00 09");
	chmod(program_base, 0500);
	vt_keys(v, "<C-s>");
	see(v, "Impossible");
	see_row(v, "Téléphone", "04 74 00 00 09");
	chmod(program_base, 0700);
	vt_keys(v, "<C-s>");
	see(v, "Enregistré");
	vt_keys(v, "u");
	see(v, "Annulé");
	vt_keys(v, "<C-q><C-q>");
	is_int(vt_end(v), 0, "left cleanly");
	program_own();
}

/* A disk that is full: no file may grow. */
static void test_full(void)
{
	static char base[128];
	static char command[4096];
	const char *argv[] = { "/bin/sh", "-c", command, NULL };
	const char *env[] = { base, "AIGUILLAGE_MAINTENANT=2026-11-24T10:00", NULL };
	struct vt *v;

	snprintf(base, sizeof base, "AIGUILLAGE_BASE=%s", program_base);
	snprintf(command, sizeof command, "trap '' XFSZ; ulimit -f 0; exec '%s'", getenv("PROG"));
	v = vt_start(&(struct vt_options){ argv, env, 24, 80 });
	see(v, "résultat");
	vt_keys(v, "<C-u><Tab><Tab><Tab>cafe essais<Down>");
	see(v, "1 résultat");
	open_editor(v);
	vt_keys(v, "<C-u>04 74 00 00 08<C-s>");
	see(v, "Impossible d’écrire dans");
	see_row(v, "Téléphone", "04 74 00 00 08");
	vt_keys(v, "<C-s>");
	see_row(v, "Téléphone", "04 74 00 00 08");
	vt_keys(v, "<C-q><C-q>");
	is_int(vt_end(v), 0, "left cleanly");
}

static bool holds(const char *path, const char *words)
{
	char all[8192];
	FILE *f = fopen(path, "r");
	size_t n = f ? fread(all, 1, sizeof all - 1, f) : 0;

	all[n] = '\0';
	if (f)
		fclose(f);
	return strstr(all, words) != NULL;
}

/* Those who keep the map get what was corrected, without a command; nothing, and it is said, else. */
static void test_map(void)
{
	struct vt *v = program_start(24, 80);
	char csv[200];

	see(v, "résultat");
	vt_keys(v, "<C-o>me");
	see(v, "Rien à écrire : ");
	vt_keys(v, "<Enter>");
	see(v, "Aiguillage · Mes corrections");
	vt_keys(v, "<Esc>");
	find_in(v, "cafe essais");
	open_editor(v);
	vt_keys(v, "<C-u>04 74 00 00 09<C-s>");
	see(v, "Enregistré : ");
	vt_keys(v, "<C-o>me");
	see(v, "1 lieu ");
	see(v, "Vos notes privées n’y sont pas.");
	see_golden(v, "corrections-carte");
	snprintf(csv, sizeof csv, "%s/pour-la-carte.csv", program_base);
	vt_keys(v, "<Enter><C-u>");
	vt_keys(v, csv);
	vt_keys(v, "<Enter>");
	see(v, "Écrit : ");
	ok(holds(csv, "Café des Essais"), "the place");
	ok(holds(csv, "+33474000009"), "with its telephone, as the schema writes it");
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Recherche");
	vt_keys(v, "u");
	vt_keys(v, "<C-q><C-q>");
	is_int(vt_end(v), 0, "left cleanly");
}

int main(void)
{
	int fd = mkstemp(file);

	if (fd < 0)
		abort();
	close(fd);
	program_begin();
	import("0474555555");
	test_look();
	test_old();
	test_map();
	test_hours();
	test_source();
	test_conflict();
	import("0474555555");
	test_marks();
	test_add();
	test_readonly();
	test_full();
	unlink(file);
	program_end();
	return done_testing();
}
