#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "aiguillage/path.h"
#include "tests/lib/tap.h"
#include "tests/unit/tempdir.h"

static void is_path(char *got, const char *want, const char *what)
{
	is_str(got, want, "%s", what);
	free(got);
}

static void test_names(void)
{
	is_path(path_join("/a", "b"), "/a/b", "join");
	is_path(path_join("/a/", "b"), "/a/b", "one slash is enough");
	is_path(path_join("", "b"), "b", "nothing to join");
	is_path(path_dirname("/a/b"), "/a", "folder of a file");
	is_path(path_dirname("/a"), "/", "folder of a file of the root");
	is_path(path_dirname("a"), ".", "folder of a bare name");
	is_path(path_shown("/a\x1b[31m\xff"), "/a[31m\uFFFD", "a hostile name is clean when shown");
}

static void test_base_dir(void)
{
	struct err err = ERR_INIT;

	setenv("HOME", "/home/jo", 1);
	setenv("XDG_DATA_HOME", "/data", 1);
	setenv("AIGUILLAGE_BASE", "ici", 1);
	is_path(path_base_dir("la", &err), "la", "--base comes first");
	is_path(path_base_dir("", &err), "ici", "then AIGUILLAGE_BASE");
	setenv("AIGUILLAGE_BASE", "", 1);
	is_path(path_base_dir(NULL, &err), "/data/aiguillage", "then XDG_DATA_HOME");
	setenv("XDG_DATA_HOME", "relatif", 1);
	is_path(path_base_dir(NULL, &err), "/home/jo/.local/share/aiguillage",
		"a relative XDG_DATA_HOME is ignored; then HOME");
	unsetenv("XDG_DATA_HOME");
	setenv("HOME", "jo", 1);
	ok(!path_base_dir(NULL, &err), "no folder at all");
	is_int(err.kind, ERR_USAGE, "is a matter of usage");
	ok(strstr(err.msg, "--base DOSSIER"), "and the message says what to do");
}

static bool refused(const char *dir, const char *because)
{
	struct err err = ERR_INIT;
	bool is = !path_make_private(dir, &err) && err.kind == ERR_BASE && strstr(err.msg, because);

	if (!is)
		printf("# %s\n", err.msg);
	return is;
}

static void test_folders(void)
{
	struct err err = ERR_INIT;

	umask(0);
	ok(path_make_private(temp("a/b/c"), &err), "made with its parents");
	is_int(mode_of(temp("a/b/c")), 0700, "closed to others");
	is_int(mode_of(temp("a/b")), 0700, "as its parents");
	ok(path_make_private(temp("a/b/c//"), &err), "already there, slashes at the end");
	chmod(temp("a/b/c"), 0770);
	ok(refused(temp("a/b/c"), "chmod 700"), "refused: the group may write");
	chmod(temp("a/b/c"), 0707);
	ok(refused(temp("a/b/c"), "chmod 700"), "refused: all may write");
	ok(path_make_private(temp("l'ami d'ici"), &err) && chmod(temp("l'ami d'ici"), 0777) == 0 &&
	   refused(temp("l'ami d'ici"), "l'\\''ami d'\\''ici'"), "the command is quoted");
	chmod(temp("a/b/c"), 0755);
	ok(path_make_private(temp("a/b/c"), &err), "others may read: the files are closed");
	spit(temp("fichier"), "x", 1);
	ok(refused(temp("fichier"), "n’est pas un dossier"), "refused: a file");
	ok(refused(temp("fichier/x"), "n’est pas un dossier"), "refused: a file on the way");
	ok(symlink("a/b", temp("lien")) == 0 && path_make_private(temp("lien"), &err),
	   "a link of ours to a folder of ours");
	ok(symlink("nulle-part", temp("perdu")) == 0 && refused(temp("perdu"), ""),
	   "refused: a link to nothing");
	if (geteuid() == 0) {
		if (chown(temp("a/b/c"), NOBODY, NOBODY) != 0)
			perror("chown");
		ok(refused(temp("a/b/c"), "appartient à quelqu’un d’autre"), "refused: not ours");
	}
	umask(022);
}

static void test_create(void)
{
	struct err err = ERR_INIT;

	umask(0777);
	ok(path_create_private(temp("neuf"), &err), "created");
	umask(0);
	ok(path_create_private(temp("neuf2"), &err), "created");
	umask(022);
	is_int(mode_of(temp("neuf")), 0600, "0600 under a closed umask");
	is_int(mode_of(temp("neuf2")), 0600, "0600 under an open umask");
	ok(!path_create_private(temp("neuf"), &err), "not twice");
	ok(strstr(err.msg, "existe déjà. Donnez un autre nom"), "and says so");
	err_clear(&err);
	ok(!path_create_private(temp("absent/neuf"), &err) && strstr(err.msg, "son dossier n’existe pas"),
	   "nor where there is no folder");
	err_clear(&err);
	ok(symlink("cible", temp("piege")) == 0 && !path_create_private(temp("piege"), &err) &&
		   !exists(temp("cible")),
	   "nothing is written through a link");
}

static int count_files(void)
{
	char cmd[1300];
	int n = -1;
	FILE *p;

	snprintf(cmd, sizeof cmd, "ls -A '%s' | wc -l", tempdir);
	p = popen(cmd, "r");
	if (!p || fscanf(p, "%d", &n) != 1)
		n = -1;
	if (p)
		pclose(p);
	return n;
}

/* In a child, whose files may not grow beyond a few bytes. */
static void write_too_much(void)
{
	struct rlimit limit = { 10, 10 };
	struct err err = ERR_INIT;

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	_exit(!path_write(temp("export"), "beaucoup trop de lettres", 24, &err) &&
		      err.kind == ERR_BASE && strstr(err.msg, "Rien n’a été changé") ?
		      0 : 1);
}

static void test_write(void)
{
	struct err err = ERR_INIT;
	int files, status;
	pid_t child;

	umask(0);
	ok(path_write(temp("export"), "un", 2, &err), "written");
	umask(022);
	is_int(mode_of(temp("export")), 0600, "0600");
	ok(path_write(temp("export"), "deux", 4, &err) && same_file(temp("export"), "deux", 4),
	   "replaced");
	files = count_files();
	child = fork();
	if (child == 0)
		write_too_much();
	waitpid(child, &status, 0);
	is_int(status, 0, "no room left is said");
	ok(same_file(temp("export"), "deux", 4), "and the old file is as it was");
	is_int(count_files(), files, "with nothing left beside it");
	ok(!path_write("-", "x", 1, &err) && err.kind == ERR_USAGE && access("-", F_OK) != 0,
	   "« - » is not taken for a name");
	err_clear(&err);
	ok(!path_write(temp("absent/export"), "x", 1, &err), "no such folder");
	ok(strstr(err.msg, "son dossier n’existe pas"), "is said, of the folder");
	err_clear(&err);
	ok(mkfifo(temp("tube"), 0600) == 0 && !path_write(temp("tube"), "x", 1, &err) &&
		   strstr(err.msg, "ce n’est pas un fichier"),
	   "what is no file, as a device, is not replaced by one");
	err_clear(&err);
	ok(!path_write(temp(""), "x", 1, &err) && strstr(err.msg, "c’est un dossier"), "nor a folder");
	err_clear(&err);
	ok(symlink("ailleurs", temp("lien2")) == 0 && path_write(temp("lien2"), "x", 1, &err) &&
		   !exists(temp("ailleurs")),
	   "a link is replaced, not followed");
}

static void test_reasons(void)
{
	is_str(path_reason(ENOSPC), "le disque est plein", "a reason");
	is_str(path_reason(EROFS), "le disque est en lecture seule", "another");
}

int main(void)
{
	tempdir_make();
	test_names();
	test_base_dir();
	test_folders();
	test_create();
	test_write();
	test_reasons();
	tempdir_remove();
	return done_testing();
}
