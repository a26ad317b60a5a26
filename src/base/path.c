#include "aiguillage/path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"

#define SHOWN_COLUMNS 120

char *path_join(const char *dir, const char *name)
{
	struct str b;

	str_init(&b);
	str_add(&b, dir);
	if (b.len && b.s[b.len - 1] != '/')
		str_addc(&b, '/');
	str_add(&b, name);
	return b.s;
}

char *path_dirname(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return xstrdup(".");
	return slash == path ? xstrdup("/") : xstrndup(path, (size_t)(slash - path));
}

char *path_shown(const char *path)
{
	char *clean = text_cleaned(path, TEXT_ONE_LINE);
	struct str b;

	str_init(&b);
	text_cut(&b, clean, SHOWN_COLUMNS);
	free(clean);
	return b.s;
}

const char *path_reason(int errnum)
{
	switch (errnum) {
	case ENOSPC:
		return "le disque est plein";
	case EDQUOT:
		return "la place qui vous est accordée sur ce disque est épuisée";
	case EFBIG:
		return "la taille permise pour un fichier est dépassée";
	case EACCES:
	case EPERM:
		return "vous n’en avez pas le droit";
	case EROFS:
		return "le disque est en lecture seule";
	case ENOENT:
		return "il n’existe pas";
	case EEXIST:
		return "il existe déjà";
	case ENOTDIR:
		return "une partie du chemin n’est pas un dossier";
	case EISDIR:
		return "c’est un dossier";
	case ELOOP:
		return "c’est un lien vers autre chose";
	case ENAMETOOLONG:
		return "son nom est trop long";
	case EMFILE:
	case ENFILE:
		return "trop de fichiers sont ouverts";
	case EIO:
		return "le disque ne répond pas comme il faut";
	default:
		return strerror(errnum);
	}
}

/* « Impossible WHAT PATH : REASON.ADVICE » */
static bool fail_as(struct err *err, const char *what, const char *path, const char *reason,
		    const char *advice)
{
	char *shown = path_shown(path);

	err_set(err, ERR_BASE, "Impossible %s %s : %s%s", what, shown, reason, advice);
	free(shown);
	return false;
}

static bool fail(struct err *err, const char *what, const char *path, const char *advice)
{
	return fail_as(err, what, path, path_reason(errno), advice);
}

/* ---- where ---- */

static const char *absolute_env(const char *name)
{
	const char *s = getenv(name);

	return s && *s == '/' ? s : NULL;
}

char *path_documents(void)
{
	const char *home = absolute_env("HOME");
	char *documents = home ? path_join(home, "Documents") : NULL;
	struct stat st;
	bool there = home && stat(documents, &st) == 0 && S_ISDIR(st.st_mode);

	free(documents);
	return xstrdup(there ? "~/Documents" : home ? "~" : ".");
}

char *path_typed(const char *typed)
{
	const char *home = absolute_env("HOME");
	char *folder, *joined, *path;

	if (home && typed[0] == '~' && (typed[1] == '/' || !typed[1]))
		return path_join(home, typed + (typed[1] ? 2 : 1));
	if (*typed == '/' || !home)
		return xstrdup(typed);
	folder = path_documents();
	joined = path_join(folder, typed);
	path = path_typed(joined);
	free(joined);
	free(folder);
	return path;
}

char *path_base_dir(const char *option, struct err *err)
{
	const char *env = getenv("AIGUILLAGE_BASE");
	const char *xdg = absolute_env("XDG_DATA_HOME"), *home = absolute_env("HOME");

	if (option && *option)
		return xstrdup(option);
	if (env && *env)
		return xstrdup(env);
	if (xdg)
		return path_join(xdg, "aiguillage");
	if (home)
		return path_join(home, ".local/share/aiguillage");
	err_set(err, ERR_USAGE, "Où ranger l’annuaire et le journal ? Aucun dossier personnel (HOME) "
		"n’est connu. Indiquez un dossier : --base DOSSIER");
	return NULL;
}

/* ---- folders ---- */

/* The command is to be copied: the name is quoted for the shell. */
static void say_open(struct err *err, const char *shown)
{
	struct str quoted;

	str_init(&quoted);
	for (const char *p = shown; *p; p++) {
		if (*p == '\'')
			str_add(&quoted, "'\\''");
		else
			str_addc(&quoted, *p);
	}
	err_set(err, ERR_BASE, "D’autres personnes peuvent écrire dans le dossier %s. Fermez-le : "
		"chmod 700 '%s'", shown, quoted.s);
	str_done(&quoted);
}

bool path_check_private(const char *dir, struct err *err)
{
	struct stat st, link;
	char *shown;

	if (stat(dir, &st) != 0 || lstat(dir, &link) != 0)
		return fail(err, "d’ouvrir le dossier", dir,
			    ". Indiquez un autre dossier : --base DOSSIER");
	shown = path_shown(dir);
	if (!S_ISDIR(st.st_mode))
		err_set(err, ERR_BASE, "%s n’est pas un dossier. Indiquez-en un autre : "
			"--base DOSSIER", shown);
	else if ((st.st_uid != geteuid() && st.st_uid != 0) ||
		 (link.st_uid != geteuid() && link.st_uid != 0))
		err_set(err, ERR_BASE, "Le dossier %s appartient à quelqu’un d’autre : il pourrait "
			"lire ou changer vos données. Indiquez un dossier à vous : --base DOSSIER",
			shown);
	else if (st.st_mode & (S_IWGRP | S_IWOTH))
		say_open(err, shown);
	else
		dir = NULL;
	free(shown);
	return !dir;
}

/* Like mkdir -p: true when the folder is there at the end, else errno says why. */
static bool make_dirs(const char *dir)
{
	char *parent;
	bool ok;

	if (mkdir(dir, 0700) == 0 || errno == EEXIST)
		return true;
	if (errno != ENOENT)
		return false;
	parent = path_dirname(dir);
	ok = strcmp(parent, dir) != 0 && strcmp(parent, ".") != 0 && make_dirs(parent) &&
	     (mkdir(dir, 0700) == 0 || errno == EEXIST);
	free(parent);
	return ok;
}

bool path_make_private(const char *dir, struct err *err)
{
	char *clean = xstrdup(dir);
	struct stat st;
	bool ok;

	for (size_t n = strlen(clean); n > 1 && clean[n - 1] == '/'; n--)
		clean[n - 1] = '\0';
	/* on a read-only disk mkdir may say so before it says that the folder is there */
	ok = stat(clean, &st) == 0 || make_dirs(clean) ||
	     fail(err, "de créer le dossier", clean,
		  ". Indiquez un autre dossier : --base DOSSIER");
	ok = ok && path_check_private(clean, err);
	free(clean);
	return ok;
}

/* ---- files ---- */

/* Why a file cannot be made: what is not there is its folder. */
static const char *creation_reason(int errnum)
{
	return errnum == ENOENT ? "son dossier n’existe pas" : path_reason(errnum);
}

#define CREATE_ADVICE ". Vérifiez que le dossier est à vous, ou indiquez-en un autre : --base DOSSIER"

/* The folder is missing, or the name is taken: neither is a matter of rights. */
static bool fail_to_create(struct err *err, const char *path)
{
	int errnum = errno;

	return fail_as(err, "de créer", path, creation_reason(errnum),
		       errnum == EEXIST ? ". Donnez un autre nom" : CREATE_ADVICE);
}

bool path_create_private(const char *path, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool ok;

	if (fd < 0)
		return fail_to_create(err, path);
	ok = fchmod(fd, 0600) == 0;	/* the umask may have taken too much away */
	ok = close(fd) == 0 && ok;
	return ok || fail_to_create(err, path);
}

static bool write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t k = write(fd, p, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

/* Without it a power cut may forget that the file has its new name. */
static bool sync_dir(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);	/* EINVAL: needs none */

	if (fd >= 0)
		close(fd);
	return ok;
}

static bool rename_or_drop(const char *temp, const char *path)
{
	int saved;

	if (rename(temp, path) == 0)
		return true;
	saved = errno;
	unlink(temp);
	errno = saved;
	return false;
}

/* To the administrator, rename() would replace even a device. */
static const char *not_replaceable(const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0 || S_ISREG(st.st_mode))
		return NULL;
	return S_ISDIR(st.st_mode) ? path_reason(EISDIR) : "ce n’est pas un fichier";
}

#define UNCHANGED ". Rien n’a été changé"

bool path_writer_open(struct path_writer *w, const char *path, struct err *err)
{
	const char *reason = not_replaceable(path);
	char *dir;

	*w = (struct path_writer){ .fd = -1 };
	if (strcmp(path, "-") == 0)	/* elsewhere the standard output: nobody means such a file */
		return err_set(err, ERR_USAGE, "« - » n’est pas un nom de fichier : donnez-en un, ou « ./- »");
	if (reason)
		return fail_as(err, "d’écrire", path, reason, UNCHANGED);
	dir = path_dirname(path);
	*w = (struct path_writer){ .path = xstrdup(path), .temp = path_join(dir, ".aiguillage.XXXXXX") };
	free(dir);
	w->fd = mkostemp(w->temp, O_CLOEXEC);
	if (w->fd >= 0 && fchmod(w->fd, 0600) == 0)
		return true;
	fail_as(err, "d’écrire", path, creation_reason(errno), UNCHANGED);
	path_writer_drop(w);
	return false;
}

bool path_writer_put(struct path_writer *w, const void *p, size_t n)
{
	if (!w->errnum && !write_all(w->fd, p, n))
		w->errnum = errno;
	return !w->errnum;
}

void path_writer_drop(struct path_writer *w)
{
	if (w->fd >= 0) {
		close(w->fd);
		unlink(w->temp);
	}
	free(w->temp);
	free(w->path);
	*w = (struct path_writer){ .fd = -1 };
}

/* Some file systems tell that the disk is full only when the file is closed. */
static bool writer_close(struct path_writer *w)
{
	if (!w->errnum && fsync(w->fd) != 0)
		w->errnum = errno;
	if (close(w->fd) != 0 && !w->errnum)
		w->errnum = errno;
	w->fd = -1;
	errno = w->errnum;
	if (!w->errnum)
		return rename_or_drop(w->temp, w->path);
	unlink(w->temp);
	errno = w->errnum;
	return false;
}

bool path_writer_close(struct path_writer *w, struct err *err)
{
	char *dir = path_dirname(w->path);
	bool ok = writer_close(w);

	if (!ok)
		fail(err, "d’écrire", w->path, UNCHANGED);
	else if (!sync_dir(dir))
		ok = fail(err, "de garantir l’écriture de", w->path, ". Recommencez");
	free(dir);
	path_writer_drop(w);
	return ok;
}

bool path_replace(const char *from, const char *to, struct err *err)
{
	char *dir = path_dirname(to);
	bool ok = rename(from, to) == 0;

	if (!ok)
		fail(err, "de remplacer", to, UNCHANGED);
	else if (!sync_dir(dir))
		ok = fail(err, "de garantir l’écriture de", to, ". Recommencez");
	free(dir);
	return ok;
}

bool path_write(const char *path, const void *p, size_t n, struct err *err)
{
	struct path_writer w;

	if (!path_writer_open(&w, path, err))
		return false;
	path_writer_put(&w, p, n);
	return path_writer_close(&w, err);
}
