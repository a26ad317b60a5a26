/* Importing from the screen: choosing the file, the trial, the import, its report. */
#include <string.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "tests/lib/tap.h"
#include "tests/tui/program.h"

#define HEAD "id,pivot,nom,commune,code_postal,adresse,services\n"
#define SERVICE "Aide aux démarches administratives\n"

static char home[160];

static void write_file(const char *name, const char *bytes, size_t n)
{
	/* 12 November 2026, whatever the zone */
	struct timespec when[2] = { { .tv_sec = 1794484800 }, { .tv_sec = 1794484800 } };
	char path[512];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", home, name);
	f = fopen(path, "wb");
	if (!f || fwrite(bytes, 1, n, f) != n || fclose(f) != 0 ||
	    utimensat(AT_FDCWD, path, when, 0) != 0)
		abort();
}

static void write_text(const char *name, const char *text)
{
	write_file(name, text, strlen(text));
}

static void make_folder(const char *name)
{
	char path[512];

	snprintf(path, sizeof path, "%s/%s", home, name);
	if (mkdir(path, 0755) != 0)
		abort();
}

static void write_many(const char *name, const char *prefix, int n)
{
	char *text = malloc(64 + (size_t)n * 120), *p = text;

	p += sprintf(p, "%s", HEAD);
	for (int i = 0; i < n; i++)
		p += sprintf(p, "%s_%d,00000000000000,Lieu %s %d,Tarare,69170,%d rue A,%s", prefix,
			     i, prefix, i, i, SERVICE);
	write_file(name, text, (size_t)(p - text));
	free(text);
}

/* The program is started in the home folder, so that reports name short paths. */
static void make_home(void)
{
	snprintf(home, sizeof home, "%s/maison", program_base);
	if (mkdir(home, 0700) != 0 || setenv("HOME", home, 1) != 0 || chdir(home) != 0)
		abort();
	make_folder("Téléchargements");
	make_folder("Téléchargements/Vacances d’été");
	write_text("Téléchargements/lieux-2026.csv",
		   HEAD "nid_1,00000000000000,Le Nid,Tarare,69170,3 rue des Tisserands," SERVICE
			"bus_1,00000000000000,Bus du Clic,L'Arbresle,69210,Place du marché," SERVICE
			"sans_1,00000000000000,,Tarare,69170,4 rue B," SERVICE);
	write_text("Téléchargements/notes.odt", "PK\003\004 un texte");
	write_text("Téléchargements/photo.png", "\x89PNG\r\n");
	write_text("Téléchargements/mal\xFF\x1b[31m.csv", HEAD);
	write_text("Téléchargements/autre.csv", "a,b\n1,2\n");
	write_text("vide.csv", "");
	write_text("lieux.csv",
		   HEAD "nid_1,00000000000000,Le Nid numérique,Tarare,69170,3 rue des Tisserands," SERVICE
			"neuf_1,00000000000000,Le Neuf,Bully,69210,1 place de l’Église," SERVICE);
	write_many("gros.csv", "gros", 25000);
	write_many("ouest.csv", "ouest", 24);
	write_many("est.csv", "est", 1);
}

static struct vt *open_import(int rows, int cols)
{
	struct vt *v = program_start(rows, cols);

	see(v, "résultats");
	vt_keys(v, "<C-d>");
	see(v, "Aiguillage · Import");
	return v;
}

static void test_look(void)
{
	static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

	for (size_t i = 0; i < 3; i++) {
		struct vt *v = open_import(sizes[i][0], sizes[i][1]);

		see(v, "~/Téléchargements/");
		vt_keys(v, "~/tele<Tab>");
		see(v, "> autre.csv");
		see_golden(v, "import-choix");
		vt_keys(v, "lieux<Enter>");
		see(v, "Reconnu : ");
		see_golden(v, "import-source");
		/* a relative path, for the report to be the same everywhere */
		vt_keys(v, "<Esc><C-u>Téléchargements/lieux-2026.csv<Enter><Enter>");
		see(v, "Essai : rien n’a été changé");
		see_golden(v, "import-essai");
		program_quit(v);
	}
}

static void test_completion(void)
{
	struct vt *v = open_import(24, 80);

	/* accents and capitals are no matter; one folder alone is entered */
	vt_keys(v, "~/TELECH<Tab>");
	see_row(v, "Fichier", "~/Téléchargements/");
	vt_keys(v, "vac<Tab>");
	see_row(v, "Fichier", "~/Téléchargements/Vacances d’été/");
	see(v, "Ce dossier est vide.");
	vt_keys(v, "<C-w><C-u>~/Téléchargements/zzz");
	see(v, "Rien ne commence ainsi");
	vt_keys(v, "<C-u>/nulle/part/");
	see(v, "Ce dossier ne peut pas être lu");
	/* a name that is no text opens its file all the same */
	vt_keys(v, "<C-u>~/Téléchargements/mal<Tab>");
	see(v, "mal�");
	vt_keys(v, "<Enter>");
	see(v, "dans ce fichier. Rien n’a été changé.");
	vt_keys(v, "<Esc>");
	see_gone(v, "dans ce fichier");
	/* far down, and back */
	vt_keys(v, "<C-u>~/Téléchargements/<Down><Down><Down><Enter>");
	see_row(v, "Fichier", "~/Téléchargements/Vacances d’été/");
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Recherche");
	program_quit(v);
}

static void test_wrong(void)
{
	static const struct {
		const char *name, *said;
	} cases[] = {
		{ "Téléchargements/notes.odt", "classeur" },
		{ "Téléchargements/photo.png", "c’est une image" },
		{ "Téléchargements/autre.csv", "colonnes" },
		{ "vide.csv", "le fichier est vide" },
		{ "/dev/null", "le fichier est vide" },
	};
	struct vt *v = open_import(24, 80);

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		vt_keys(v, "<C-u>");
		vt_keys(v, cases[i].name);
		vt_keys(v, "<Enter>");
		see(v, cases[i].said);
		see(v, "Échap : revenir à la liste.");
	}
	vt_keys(v, "<C-u>~/lieux.csv<Enter>");
	see(v, "Reconnu : ");
	vt_keys(v, "<C-u>Mon Nom<Enter>");
	see(v, "Un nom de source a 1 à 40 lettres minuscules");
	vt_keys(v, "<C-u>livre<Enter>");
	see(v, "est réservé");
	program_quit(v);
}

static void test_import(void)
{
	struct vt *v = open_import(24, 80);

	vt_keys(v, "Téléchargements/lieux-2026.csv<Enter>");
	see(v, "Source nouvelle");
	vt_keys(v, "<C-u>essai<Enter>");
	see(v, "essai, rien n’est changé");
	see(v, "2 lieux ajoutés");
	see(v, "ligne 4 (fiche 3)");
	vt_keys(v, "i");
	see(v, "C’est fait : l’annuaire est à jour.");
	see(v, "L’annuaire vient d’être mis à jour.");
	/* there is nothing left to do for good */
	vt_keys(v, "i");
	see_gone(v, "vient d’être");
	see(v, "C’est fait");
	vt_keys(v, "e");
	see_row(v, "Écrire dans :", "~/rapport-import-2026-11-24.csv");
	vt_keys(v, "<Enter>");
	see(v, "Rapport écrit");
	ok(access("rapport-import-2026-11-24.csv", R_OK) == 0, "the report is there");
	vt_keys(v, "e<Enter>");
	see(v, "Ce fichier existe déjà. Le remplacer ?");
	vt_keys(v, "n");
	see_row(v, "Écrire dans :", "~/rapport-import-2026-11-24.csv");
	vt_keys(v, "<C-u>/nulle/part.csv<Enter>");
	see(v, "Impossible d’écrire /nulle/part.csv");
	vt_keys(v, "<Esc><Esc>");
	see(v, "Aiguillage · Import");
	/* again, another file: what changes is told before it is done */
	vt_keys(v, "<C-u>lieux.csv<Enter><C-u>essai");
	see(v, "2 lieux et 2 offres de la source « essai »");
	vt_keys(v, "<Enter>");
	see(v, "1 lieu ajouté, 1 changé, 1 disparu.");
	see(v, "Nom : « Le Nid » → « Le Nid numérique »");
	/* a trial that is left changes nothing */
	vt_keys(v, "<Esc>");
	see(v, "Reconnu : ");
	vt_keys(v, "<Esc><Esc>");
	see(v, "Aiguillage · Recherche");
	vt_keys(v, "tarare<Tab><Tab><Tab>Le Nid");
	see(v, "Le Nid ");
	program_quit(v);
}

/* The file of another territory under the same name: said first, and asked. */
static void test_other_territory(void)
{
	struct vt *v = open_import(24, 80);

	vt_keys(v, "ouest.csv<Enter><C-u>territoire<Enter>");
	see(v, "essai, rien n’est changé");
	vt_keys(v, "i");
	see(v, "C’est fait");
	vt_keys(v, "<Esc><C-u>est.csv<Enter><C-u>territoire<Enter>");
	see(v, "! Plus de la moitié de la source « territoire » disparaîtrait : 24 lieux");
	vt_keys(v, "i");
	see(v, "Importer quand même ?");
	vt_keys(v, "<Enter>");
	see_gone(v, "Importer quand même ?");
	see(v, "essai, rien n’est changé");
	vt_keys(v, "io");
	see(v, "C’est fait");
	see(v, "24 disparus");
	program_quit(v);
}

static void test_stop(void)
{
	struct vt *v = open_import(24, 80);

	vt_keys(v, "gros.csv<Enter><C-u>gros<Enter>");
	see(v, "Échap arrête tout");
	vt_keys(v, "<Esc>");
	see(v, "Import abandonné à votre demande. Rien n’a été changé.");
	see(v, "Reconnu : ");
	/* a new size while it runs */
	vt_keys(v, "<Enter>");
	see(v, "Échap arrête tout");
	vt_resize(v, 30, 100);
	see(v, "000 lieux ajoutés");
	program_quit(v);
}

/* The kernel refuses to let the base grow. */
static void test_full_disk(void)
{
	static char base[160];
	const char *argv[] = { "/bin/sh", "-c", "ulimit -f 4000; exec \"$PROG\"", NULL };
	const char *env[] = { base, "AIGUILLAGE_MAINTENANT=2026-11-24T10:00", NULL };
	struct vt *v;

	snprintf(base, sizeof base, "AIGUILLAGE_BASE=%s", program_base);
	v = vt_start(&(struct vt_options){ argv, env, 24, 80 });
	see(v, "résultats");
	vt_keys(v, "<C-d>gros.csv<Enter><C-u>gros<Enter>");
	see(v, "000 lieux ajoutés");
	vt_keys(v, "i");
	see(v, "rien n’est changé");
	see(v, "annuaire.db");
	vt_keys(v, "<Esc><Esc><Esc>");
	see(v, "Aiguillage · Recherche");
	vt_keys(v, "tarare<Tab>");
	see(v, "Tarare (69)");
	program_quit(v);
}

int main(void)
{
	program_begin();
	make_home();
	test_look();
	test_completion();
	test_wrong();
	test_import();
	test_other_territory();
	test_stop();
	test_full_disk();
	program_end();
	return done_testing();
}
