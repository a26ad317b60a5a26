/* Files for others and from others, by the visible keys; a phrase is never seen, nor kept. */
#include "tests/lib/tap.h"
#include "tests/tui/shell.h"

static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

static struct vt *open_exchange(int rows, int cols)
{
	struct vt *v = program_start(rows, cols);

	see(v, "résultats");
	vt_keys(v, "<C-o>e");
	see(v, "Aiguillage · Échanger");
	return v;
}

static void test_look(void)
{
	for (size_t i = 0; i < 3; i++) {
		struct vt *v = open_exchange(sizes[i][0], sizes[i][1]);

		see_golden(v, "echanger");
		vt_keys(v, "<Enter>");
		see(v, "À partir du");
		see_golden(v, "echanger-envoyer");
		vt_keys(v, "<C-s>");
		see(v, "Ce que contient le fichier :");
		see_golden(v, "echanger-contenu");
		vt_keys(v, "<Enter>");
		see(v, "Phrase qui scelle");
		see_golden(v, "echanger-phrase");
		vt_keys(v, "<Esc><Esc><Down><Down><Down><Enter>");
		see(v, "Format");
		see_golden(v, "echanger-coop");
		vt_keys(v, "<C-s>");
		see(v, "Ce que contient le fichier :");
		vt_keys(v, "<Esc><Esc><Esc>");
		program_quit(v);
	}
}

/* As in every list of a screen: a click selects, another one opens. */
static void test_mouse(void)
{
	struct vt *v = open_exchange(24, 80);

	vt_click_on(v, "Écrire pour La Coop", 20);
	see_cursor(v, "Écrire pour La Coop");
	vt_click_on(v, "Écrire pour La Coop", 20);
	see(v, "Format");
	vt_keys(v, "<Esc><Esc>");
	program_quit(v);
}

static void test_empty(void)
{
	struct vt *v = open_exchange(24, 80);

	vt_keys(v, "<Enter><C-s>");
	see(v, "Rien : il n’y a pas d’entrée pour ces jours.");
	program_quit(v);
}

static void test_send(void)
{
	struct vt *v = open_exchange(24, 80);

	vt_keys(v, "<Enter><Tab><Tab><Enter>oui<Enter><C-s>");
	see(v, "AVEC les textes libres et les codes des personnes");
	see(v, "Le fichier sera scellé par une phrase.");
	vt_keys(v, "<Enter>");
	see(v, "Phrase qui scelle");
	vt_keys(v, "<Enter>");
	see(v, "Tapez la phrase, ou Échap");
	vt_keys(v, "bref<Enter>");
	see(v, "12");
	see(v, "****");
	ok(vt_row_of(v, "bref") < 0, "what is typed is not shown");
	vt_keys(v, "<C-u>secret bien garde<Enter>");
	see(v, "La même phrase à nouveau");
	vt_keys(v, "autre chose<Enter>");
	see(v, "Les deux phrases ne sont pas les mêmes");
	vt_keys(v, "secret bien garde<Enter>");
	see(v, "La même phrase à nouveau");
	vt_keys(v, "secret bien garde<Enter>");
	see(v, "Choisissez l’endroit");
	ok(vt_row_of(v, "secret") < 0, "at no time");
	vt_keys(v, "/proc/j.aig<Enter>");
	see(v, "Échap : revenir au nom du fichier");
	vt_keys(v, "<Esc><C-u>j.aig<Enter>");
	see(v, "Écrit : ");
	program_quit(v);
	ok(shell("test -s j.aig && test \"$(stat -c %a j.aig)\" = 600"), "written, for oneself alone");
	ok(shell("! grep -aq -e canari -e objet j.aig"), "sealed");
	ok(shell("! grep -raq 'secret bien garde' \"$AIGUILLAGE_BASE\""), "the phrase is nowhere");
	ok(shell("\"$PROG\" exporter journal --sortie clair.aig"), "another one, in clear");
}

static void test_read_wrong(void)
{
	static const struct {
		const char *file, *said;
	} cases[] = {
		{ "/dev/null", "Ce n’est pas un fichier que l’on puisse lire" },
		{ "tube", "Ce n’est pas un fichier que l’on puisse lire" },
		{ "faux.csv", "n’est pas un journal" },
		{ "coupe.aig", "n’est pas un journal" },
	};
	struct vt *v;

	ok(shell("echo 'a,b' >faux.csv; head -c 200 clair.aig >coupe.aig; mkfifo tube"), "wrong files");
	v = open_exchange(24, 80);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		vt_keys(v, "<Down><Enter>");
		see(v, "Choisissez ci-dessous");
		vt_keys(v, cases[i].file);
		vt_keys(v, "<Enter>");
		see(v, cases[i].said);
		vt_keys(v, "<Esc><Esc><Up>");
		see_cursor(v, "Envoyer mon journal");
	}
	vt_keys(v, "<Down><Down><Down><Down><Enter>faux.csv<Enter>");
	see(v, "aucune ligne sous ses titres");
	vt_keys(v, "<Esc><Esc>");
	see(v, "Aiguillage · Échanger");
	program_quit(v);
}

/* A colleague reads what was sent: tried first, then done. */
static void test_read(void)
{
	struct vt *v;

	ok(shell("mv \"$AIGUILLAGE_BASE\"/journal.db mien.db"), "another laptop");
	v = program_start(24, 80);
	see(v, "Aiguillage · Phrase du journal");	/* asked once */
	vt_keys(v, "<Esc>");
	program_quit(v);
	for (size_t i = 0; i < 3; i++) {
		v = open_exchange(sizes[i][0], sizes[i][1]);
		vt_keys(v, "<Down><Enter>clair.aig<Enter>");
		see(v, "2 nouvelles");
		see_golden(v, "echanger-essai");
		vt_keys(v, "<Esc>");
		see(v, "Aiguillage · Échanger");
		program_quit(v);
	}
	ok(shell("\"$PROG\" journal | grep -q 'Rien de tel'"), "a trial changes nothing");
	v = open_exchange(24, 80);
	vt_keys(v, "<Down><Enter>j.aig<Enter>");
	see(v, "Phrase du fichier");
	vt_keys(v, "pas la bonne phrase<Enter>");
	see(v, "phrase");
	see(v, "Phrase du fichier");
	vt_keys(v, "secret bien garde<Enter>");
	see(v, "Ce que ce fichier apporterait :");
	see(v, "2 nouvelles");
	vt_keys(v, "<Enter>");
	see(v, "C’est fait :");
	vt_keys(v, "<Enter>");
	see(v, "Aiguillage · Échanger");
	program_quit(v);
	ok(shell("\"$PROG\" journal --format tsv | grep -c . | grep -qx 2"), "the entry is there");
}

/* The same record was changed on both laptops. */
static void test_both_sides(void)
{
	struct vt *v;

	ok(shell("id=$(\"$PROG\" journal --format tsv | sed -n '2s/\t.*//p'); \"$PROG\" journal \"$id\" --champ tags=bleu && "
		 "\"$PROG\" exporter journal --sortie leur.aig && mv \"$AIGUILLAGE_BASE\"/journal.db leur.db && "
		 "cp mien.db \"$AIGUILLAGE_BASE\"/journal.db && \"$PROG\" journal \"$id\" --champ tags=vert"), "changed apart");
	v = open_exchange(24, 80);
	vt_keys(v, "<Down><Enter>leur.aig<Enter>");
	see(v, "1 fiche a été changée des deux côtés");
	see(v, "Accompagnement du 24 novembre 2026");
	see(v, "Tags : ");
	vt_keys(v, "<Enter>");
	see(v, "C’est fait :");
	program_quit(v);
	ok(shell("id=$(\"$PROG\" journal --format tsv | sed -n '2s/\t.*//p'); \"$PROG\" journal \"$id\" && "
		 "grep -q 'Mis de côté' sortie"), "the version that gave way can be read");
	/* on the screen too, and taken back */
	for (size_t i = 0; i < 3; i++) {
		v = open_exchange(sizes[i][0], sizes[i][1]);
		vt_keys(v, "<Down><Down><Enter>");
		see(v, "24 novembre");
		see_golden(v, "echanger-de-cote");
		program_quit(v);
	}
	v = open_exchange(24, 80);
	vt_keys(v, "<Down><Down><Enter><Enter>");
	see(v, "La version mise de côté dit :");
	vt_keys(v, "<Enter>");
	see(v, "L’autre version est reprise.");
	see(v, "Rien n’est de côté");
	see_golden(v, "echanger-de-cote-vide");
	/* two posts: the figures of each */
	vt_keys(v, "<C-o>l");
	see(v, "Aiguillage · Bilan");
	vt_keys(v, "oo");
	see(v, "ce mois, ");
	program_quit(v);
}

static void test_coop(void)
{
	struct vt *v = open_exchange(24, 80);

	vt_keys(v, "<Down><Down><Down><Enter><C-s>");
	see(v, "Ce que contient le fichier :");
	see(v, "Sans texte libre");
	vt_keys(v, "<Enter>activites.fods<Enter>");
	see(v, "Écrit : ");
	see(v, "À partir du");
	vt_keys(v, "<C-s><Enter>activites.fods<Enter>");
	see(v, "Ce fichier existe déjà. Le remplacer ?");
	vt_keys(v, "n");
	see(v, "Aiguillage · Fichier");
	vt_keys(v, "<Enter>o");
	see(v, "Aiguillage · Écrire un fichier");
	program_quit(v);
	ok(shell("grep -q office:spreadsheet activites.fods"), "a spreadsheet");
	ok(shell("\"$PROG\" exporter coop --sortie activites.csv && echo 'mauvais,Jonglage' >>activites.csv"), "a file with "
	   "a wrong row");
	v = open_exchange(24, 80);
	vt_keys(v, "<Down><Down><Down><Down><Enter>activites.csv<Enter>");
	see(v, "2 lignes lues : 0 accompagnement ajouté, 1 déjà connu, 1 refusé");
	see(v, "ligne 3");
	vt_keys(v, "<Enter>");
	see(v, "C’est fait :");
	program_quit(v);
}

static void test_full_disk(void)
{
	struct vt *v = shell_start_full("8");

	see(v, "résultats");
	vt_keys(v, "<C-o>e<Down><Down><Down><Enter><C-s><Enter>plein.fods<Enter>");
	see(v, "Échap : revenir au nom du fichier");
	vt_keys(v, "<Esc>");
	see_row(v, "Fichier", "plein.fods");
	program_quit(v);
	ok(shell("test ! -e plein.fods"), "nothing half written");
}

int main(void)
{
	program_begin();
	shell_begin();
	ok(shell("\"$PROG\" poste --lieu Médiathèque"), "the post has a name");
	test_empty();
	ok(shell("echo canari | \"$PROG\" accompagner --themes email --commune Bibost --code K7-42 --note -"), "an entry");
	test_look();
	test_mouse();
	test_send();
	test_read_wrong();
	test_read();
	test_both_sides();
	test_coop();
	test_full_disk();
	program_end();
	return done_testing();
}
