/* Copies of the journal, by the visible keys: seen, made on a stick, put back, verified. */
#include "tests/lib/tap.h"
#include "tests/tui/shell.h"

#define COPIES "\"$AIGUILLAGE_BASE\"/sauvegardes"

static struct vt *open_copies(int rows, int cols)
{
	struct vt *v = program_start(rows, cols);

	see(v, "résultats");
	vt_keys(v, "<C-o>d");
	see(v, "Aiguillage · Copies");
	return v;
}

static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

/* Nothing can be kept in the folder of copies, which is a file. */
static void test_empty(void)
{
	ok(shell("rm -r " COPIES " && touch " COPIES), "no copy");
	for (size_t i = 0; i < 3; i++) {
		struct vt *v = open_copies(sizes[i][0], sizes[i][1]);

		see(v, "Aucune copie");
		see_golden(v, "copies-vide");
		vt_keys(v, "<Enter>v");
		see(v, "0 copie relue");
		program_quit(v);
	}
	ok(shell("rm " COPIES " && \"$PROG\" accompagner --themes email --commune Bibost"), "one entry");
}

static void test_look(void)
{
	for (size_t i = 0; i < 3; i++) {
		struct vt *v = open_copies(sizes[i][0], sizes[i][1]);

		see(v, "saine, 1 entrée");
		see_golden(v, "copies");
		vt_keys(v, "<Enter>");
		see(v, "Reviendraient : 0 entrée");
		vt_keys(v, "<Esc>");
		see(v, "Aiguillage · Copies");
		program_quit(v);
	}
}

static void test_to_a_stick(void)
{
	struct vt *v;

	ok(shell("\"$PROG\" accompagner --themes email --commune Bully && mkdir cle"), "a second entry, a stick");
	v = open_copies(24, 80);
	vt_keys(v, "c");
	see(v, "Choisissez l’endroit");
	/* a folder, in which the name is proposed */
	vt_keys(v, "cle<Enter>");
	see_row(v, "Fichier", "cle/journal-aiguillage-2026-11-24.db");
	vt_keys(v, "<Enter>");
	see(v, "Journal copié et relu");
	ok(shell("test \"$(stat -c %a cle/journal-aiguillage-2026-11-24.db)\" = 600"), "only ours");
	vt_keys(v, "ccle/<Enter><Enter>");
	see(v, "Ce fichier existe déjà : donnez un autre nom");
	vt_keys(v, "<C-u>/proc/copie.db<Enter>");
	see(v, "Échap : revenir au nom du fichier");
	ok(vt_row_of(v, "/proc/copie.db") > 0, "why it cannot be written there");
	vt_keys(v, "<Esc>");
	see_row(v, "Fichier", "/proc/copie.db");
	vt_keys(v, "<Esc>");
	see(v, "Aiguillage · Copies");
	program_quit(v);
}

static void test_full_disk(void)
{
	struct vt *v = shell_start_full("80");

	see(v, "résultats");
	vt_keys(v, "<C-o>dccle/plein.db<Enter>");
	see(v, "Échap : revenir au nom du fichier");
	vt_keys(v, "<Esc>");
	see_row(v, "Fichier", "cle/plein.db");
	ok(shell("test ! -e cle/plein.db"), "nothing half written");
	vt_keys(v, "<Esc><Esc>");
	program_quit(v);
}

static void test_broken(void)
{
	struct vt *v;

	ok(shell("echo 'pas une base' >" COPIES "/journal-2026-11-20.db"), "a copy that is none");
	v = open_copies(24, 80);
	see(v, "20 novembre 2026    INUTILISABLE");
	vt_keys(v, "v");
	see(v, "2 copies relues, dont 1 inutilisable");
	vt_keys(v, "<Down><Enter>");
	see(v, "Cette copie est inutilisable");
	see(v, "Aiguillage · Copies");
	/* a file that somebody gives, which is no journal */
	vt_keys(v, "fsortie<Enter>");
	see(v, "Échap : revenir au nom du fichier");
	vt_keys(v, "<Esc><Esc>");
	see(v, "Aiguillage · Copies");
	program_quit(v);
	ok(shell("rm " COPIES "/journal-2026-11-20.db"), "gone");
}

static void test_put_back(void)
{
	struct vt *v = open_copies(24, 80);

	/* the copy of the day has the first entry alone */
	vt_keys(v, "<Enter>");
	see(v, "Ne seraient plus là : 1 entrée");
	vt_keys(v, "<Enter>");
	see(v, "Celui d’aujourd’hui sera gardé à part");
	vt_keys(v, "<Enter>");
	see(v, "Ne seraient plus là : 1 entrée");
	vt_keys(v, "<Enter>o");
	see(v, "C’est fait : le journal est comme dans la copie");
	vt_keys(v, "<Enter>");
	is_int(vt_end(v), 0, "which ends the program");
	ok(shell("\"$PROG\" journal --format tsv | grep -c . | grep -qx 2"), "one entry is left");
	v = open_copies(24, 80);
	see(v, "avant une remise");
	see(v, "saine, 2 entrées");
	/* from the stick: both are back */
	vt_keys(v, "fcle/journal-aiguillage-2026-11-24.db<Enter>");
	see(v, "Reviendraient : 1 entrée");
	vt_keys(v, "<Enter>o");
	see(v, "C’est fait");
	vt_keys(v, "x");
	is_int(vt_end(v), 0, "left");
	ok(shell("\"$PROG\" journal --format tsv | grep -c . | grep -qx 3"), "two entries again");
}

/* The journal cannot be written any more: the copy takes its place. */
static void test_damaged(void)
{
	struct vt *v;

	ok(shell("\"$PROG\" exporter journal --sortie j.aig"), "a file for a colleague");
	ok(shell("dd if=/dev/urandom of=\"$AIGUILLAGE_BASE\"/journal.db bs=4096 seek=1 count=20 conv=notrunc"), "damaged");
	v = program_start(24, 80);
	see(v, "résultats");
	/* nothing is written into it, which is said */
	vt_keys(v, "<C-o>t<Left><Enter>");
	see(v, "abîmé");
	see_gone(v, "Réglé");
	vt_keys(v, "<C-o>e<Down><Enter>j.aig<Enter>");
	see(v, "Échap : revenir au nom du fichier");
	vt_keys(v, "<C-o>d");
	see(v, "saine, ");
	see_gone(v, "non relue");	/* a key stops the reading of the others */
	vt_keys(v, "fcle/journal-aiguillage-2026-11-24.db<Enter>");
	see(v, "Le journal présent est abîmé");
	vt_keys(v, "<Enter>o");
	see(v, "C’est fait");
	vt_keys(v, "<Esc>");
	is_int(vt_end(v), 0, "left");
	ok(shell("\"$PROG\" journal --format tsv | grep -c . | grep -qx 3"), "the entries are back");
}

int main(void)
{
	program_begin();
	shell_begin();
	test_empty();
	test_look();
	test_to_a_stick();
	test_full_disk();
	test_broken();
	test_put_back();
	test_damaged();
	program_end();
	return done_testing();
}
