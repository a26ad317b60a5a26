/* How long things are kept, and one person's right to have them or see them go, by the visible keys. */
#include "tests/lib/tap.h"
#include "tests/tui/shell.h"

static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

static struct vt *open_keep_env(int rows, int cols, const char *when)
{
	struct vt *v = program_start_env(rows, cols, when);

	see(v, "résultats");
	vt_keys(v, "<C-o>t");
	see(v, "Aiguillage · Conservation");
	return v;
}

static void test_look(void)
{
	for (size_t i = 0; i < 3; i++) {
		struct vt *v = open_keep_env(sizes[i][0], sizes[i][1], NULL);

		see(v, "< 12 mois >");
		see_golden(v, "conservation");
		program_quit(v);
	}
}

static void test_months(void)
{
	struct vt *v = open_keep_env(24, 80, NULL);

	vt_keys(v, "<Enter>");
	see(v, "C’est déjà le réglage");
	vt_keys(v, "<Left><Left>");
	see_row(v, "< 10 mois >", "Entrée : régler ainsi");
	vt_keys(v, "<Enter>");
	see(v, "Réglé : 10 mois");
	for (int i = 0; i < 16; i++)
		vt_keys(v, "+");
	see(v, "< 24 mois >");
	vt_keys(v, "m");
	see(v, "Rien n’est à effacer aujourd’hui");
	/* what was not kept is not set */
	vt_keys(v, "<Esc><C-o>t");
	see(v, "< 10 mois >");
	vt_keys(v, "<Right><Right><Enter>");
	see(v, "Réglé : 12 mois");
	program_quit(v);
}

/* A text of last year, whose time is over. */
static void test_due(void)
{
	struct vt *v;

	ok(shell("echo canari | AIGUILLAGE_MAINTENANT=2025-10-01T10:00 \"$PROG\" accompagner --themes email "
		 "--nouveau-code --note -"), "an old text");
	v = open_keep_env(24, 80, NULL);
	see(v, "2 textes ou codes n’ont plus eu de contact depuis 12 mois");
	see(v, "s’effaceront le");
	see(v, "m : effacer maintenant");
	program_quit(v);
	/* a clock that goes back stops it, and it is said why */
	v = open_keep_env(24, 80, "AIGUILLAGE_MAINTENANT=2026-11-20T10:00");
	see(v, "quand vous l’aurez confirmé");
	see(v, "la date de");
	see_golden(v, "conservation-horloge");
	program_quit(v);
	v = open_keep_env(24, 80, NULL);
	vt_keys(v, "m");
	see(v, "Effacer maintenant, sans retour");
	vt_keys(v, "<Enter>");
	see(v, "m : effacer maintenant");
	vt_keys(v, "mo");
	see(v, "2 textes ou codes effacés");
	see(v, "2 fiches effacées ou vidées de leurs textes depuis le début");
	program_quit(v);
	ok(shell("! grep -aq canari \"$AIGUILLAGE_BASE\"/journal.db \"$AIGUILLAGE_BASE\"/sauvegardes/*"),
	   "not a byte is left, here and in the copies");
}

static void open_pathway(struct vt *v)
{
	see(v, "résultats");
	vt_keys(v, "<C-o>j");
	see(v, "Aiguillage · Journal");
	vt_keys(v, "t");
	see(v, "Aiguillage · Parcours");
}

static void test_nobody(void)
{
	struct vt *v;

	ok(shell("\"$PROG\" accompagner --themes email"), "an entry of nobody");
	v = program_start(24, 80);
	open_pathway(v);
	vt_keys(v, "z");
	see(v, "n’a pas de code");
	vt_keys(v, "d");
	see(v, "n’a pas de code");
	see(v, "Aiguillage · Parcours");
	program_quit(v);
}

static void test_person(void)
{
	struct vt *v;

	ok(shell("echo canari | \"$PROG\" accompagner --themes email --commune Bibost --nouveau-code --note - && "
		 "sed -n 's/^Code de la personne : \\([^ ]*\\).*/\\1/p' sortie >code && "
		 "\"$PROG\" orienter S015 --commune Bibost --code \"$(cat code)\""), "two entries of somebody");
	v = program_start(24, 80);
	open_pathway(v);
	see(v, "i : sa fiche. d : tout donner à la personne. z : tout effacer.");
	vt_keys(v, "d/proc/<Enter><Enter>");
	see(v, "Échap : revenir au nom du fichier");
	vt_keys(v, "<Esc><C-u>extrait.txt<Enter>");
	see(v, "remettez-le-lui, puis supprimez-le");
	ok(shell("grep -q canari extrait.txt && grep -q \"$(cat code)\" extrait.txt && "
		 "test \"$(stat -c %a extrait.txt)\" = 600"), "all of it, and only for who wrote it");
	vt_keys(v, "dextrait.txt<Enter>");
	see(v, "Ce fichier existe déjà");
	vt_keys(v, "<Esc>z");
	see(v, "Effacer tout ce qui est noté de");
	see(v, "entrées, le 24 novembre 2026, son code");
	vt_keys(v, "n");
	see(v, "z : tout effacer");
	vt_keys(v, "z");
	see(v, "Effacer tout ce qui est noté de");
	vt_keys(v, "<Enter>");	/* no, unless it is said */
	see_gone(v, "Effacer tout ce qui est noté de");
	see(v, "z : tout effacer");
	vt_keys(v, "zo");
	see(v, "Effacé pour de bon, ici et dans les copies");
	see_gone(v, "tout effacer");
	vt_keys(v, "zd");
	see(v, "Effacé pour de bon");
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Journal");
	program_quit(v);
	ok(shell("rm extrait.txt; ! \"$PROG\" extraire --code \"$(cat code)\" && "
		 "! grep -aq canari \"$AIGUILLAGE_BASE\"/journal.db \"$AIGUILLAGE_BASE\"/sauvegardes/*"),
	   "nothing is left, here and in the copies");
}

int main(void)
{
	program_begin();
	shell_begin();
	test_look();
	test_months();
	test_due();
	test_nobody();
	test_person();
	program_end();
	return done_testing();
}
