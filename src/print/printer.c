#include "aiguillage/printer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "aiguillage/date.h"
#include "aiguillage/path.h"
#include "aiguillage/text.h"

#define JOB_TITLE "fiche"
#define SAID_MAX 4000		/* of what lp says */
#define TEXT_COLUMNS 72
#define FILES_MAX 10000

/* ---- another program ---- */

/* It reads `in`; its output goes to `fd`; -1: nothing, nowhere.  0, or an errno. */
static int start(pid_t *pid, char *const *argv, int in, int fd)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t usual;
	int errnum;

	sigemptyset(&usual);
	sigaddset(&usual, SIGXFSZ);
	sigaddset(&usual, SIGPIPE);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigdefault(&attributes, &usual);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_init(&actions);
	if (in >= 0)
		posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	else
		posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (fd >= 0) {
		posix_spawn_file_actions_adddup2(&actions, fd, STDOUT_FILENO);
		posix_spawn_file_actions_adddup2(&actions, fd, STDERR_FILENO);
	} else {
		posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
		posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	}
	errnum = posix_spawnp(pid, argv[0], &actions, &attributes, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return errnum;
}

static void read_said(int fd, struct str *said)
{
	char b[512];
	ssize_t n;

	while ((n = read(fd, b, sizeof b)) > 0 || (n < 0 && errno == EINTR)) {
		if (n > 0 && said->len < SAID_MAX)
			text_clean(said, b, (size_t)n, TEXT_ONE_LINE);
	}
}

static int wait_for(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

/* Runs it to its end; 0, or an errno when it could not start; *status is that of waitpid(). */
static int run(char *const *argv, int in, struct str *said, int *status)
{
	int ends[2], errnum;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return errno;
	errnum = start(&pid, argv, in, ends[1]);
	close(ends[1]);
	if (!errnum) {
		read_said(ends[0], said);
		*status = wait_for(pid);
	}
	close(ends[0]);
	return errnum;
}

/* ---- printing ---- */

static bool cannot_start(int errnum, struct err *err)
{
	if (errnum == ENOENT)
		return err_set(err, ERR_BASE, "Impossible d’imprimer : le programme lp manque. "
			       "Installez-le : apt install cups-client");
	return err_set(err, ERR_BASE, "Impossible d’imprimer : lp ne démarre pas : %s",
		       path_reason(errnum));
}

static bool says_no_printer(const char *said)
{
	return strstr(said, "destination") || strstr(said, "No such file") ||
	       strstr(said, "scheduler") || strstr(said, "imprimante");
}

/* The file, or what can be read from `in`. */
static bool print_from(const char *path, int in, const char *printer, const char *media, struct err *err)
{
	char option[40] = "media=";
	char *argv[14] = { "lp", "-t", JOB_TITLE, "-n", "1", "-o", option };
	size_t n = 7;
	struct str said;
	int status = 0, errnum;
	bool ok;

	strncat(option, media, sizeof option - strlen(option) - 1);
	if (printer) {
		argv[n++] = "-d";
		argv[n++] = (char *)printer;
	}
	if (path) {
		argv[n++] = "--";
		argv[n++] = (char *)path;
	}
	str_init(&said);
	errnum = run(argv, in, &said, &status);
	ok = !errnum && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	if (errnum)
		cannot_start(errnum, err);
	else if (!ok && says_no_printer(said.s))
		err_set(err, ERR_BASE, "Aucune imprimante n’est prête. En ajouter une dans les réglages "
			"de l’ordinateur, ou écrire un fichier");
	else if (!ok)
		err_set(err, ERR_BASE, "L’impression n’a pas pu se faire : lp dit « %.200s »", said.s);
	str_done(&said);
	return ok;
}

bool printer_print(const char *path, const char *printer, const char *media, struct err *err)
{
	return print_from(path, -1, printer, media, err);
}

static bool write_all(int fd, const char *text, size_t n)
{
	while (n) {
		ssize_t k = write(fd, text, n);

		if (k < 0)
			return false;
		text += k;
		n -= (size_t)k;
	}
	return lseek(fd, 0, SEEK_SET) == 0;
}

/* From memory: a file that is removed can still be read on the disk, and this may be a recovery code. */
bool print_text(const char *text, const char *printer, struct err *err)
{
	int fd = memfd_create(JOB_TITLE, MFD_CLOEXEC);
	bool ok = fd >= 0 && write_all(fd, text, strlen(text));

	if (!ok)
		err_set(err, ERR_BASE, "Impossible d’imprimer : %s", path_reason(errno));
	ok = ok && print_from(NULL, fd, printer, "A4", err);
	if (fd >= 0)
		close(fd);
	return ok;
}

/* ---- showing ---- */

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

bool printer_can_show(void)
{
	return is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
}

bool printer_show(const char *path, struct err *err)
{
	char *argv[] = { "xdg-open", (char *)path, NULL };
	pid_t pid;
	int errnum = printer_can_show() ? start(&pid, argv, -1, -1) : ENODEV;

	if (errnum == ENODEV)
		return err_set(err, ERR_BASE, "Il n’y a pas de bureau graphique pour montrer le fichier");
	if (errnum)
		return err_set(err, ERR_BASE, "Le fichier ne peut pas être montré : xdg-open %s",
			       errnum == ENOENT ? "manque (apt install xdg-utils)"
						: path_reason(errnum));
	return wait_for(pid) == 0 ||
	       err_set(err, ERR_BASE, "Aucun programme de cet ordinateur ne montre ce fichier");
}

/* ---- files that are not kept, or kept beside the bases ---- */

char *print_file(struct session *s, const char *suffix, struct err *err)
{
	char *dir = path_join(s->base_dir, SHEET_FOLDER), day[DATE_MOMENT_LEN], *path = NULL;
	struct str name;

	str_init(&name);
	date_format_day(day, clock_today());
	for (int i = 1; i < FILES_MAX && path_make_private(dir, err); i++) {
		str_clear(&name);
		str_addf(&name, SHEET_PREFIX "%s-%d.%s", day, i, suffix);
		path = path_join(dir, name.s);
		if (access(path, F_OK) != 0)
			break;
		free(path);
		path = NULL;
	}
	str_done(&name);
	free(dir);
	return path;
}

static bool print_once(const char *path, const char *printer, const char *media, struct err *err)
{
	bool ok = printer_print(path, printer, media, err);

	unlink(path);
	return ok;
}

static bool save_text(const char *path, const struct sheet *sheets, size_t n, struct err *err)
{
	struct str b;
	bool ok;

	str_init(&b);
	for (size_t i = 0; i < n; i++) {
		if (i)
			str_addc(&b, '\f');
		sheet_text(&b, &sheets[i], TEXT_COLUMNS);
	}
	ok = path_write(path, b.s, b.len, err);
	str_done(&b);
	return ok;
}

const char *print_suffix(void)
{
	return sheet_pdf_possible() ? "pdf" : "txt";
}

bool print_write_sheets(struct session *s, const char *path, const struct sheet *sheets, size_t n,
			const struct sheet_look *look, struct err *err)
{
	return sheet_pdf_possible() ? sheet_pdf(path, s->data_dir, sheets, n, look, err)
				    : save_text(path, sheets, n, err);
}

bool print_sheets(struct session *s, const struct sheet *sheets, size_t n,
		  const struct sheet_look *look, const char *printer, struct err *err)
{
	char *path = print_file(s, print_suffix(), err);
	bool ok = path && print_write_sheets(s, path, sheets, n, look, err) &&
		  print_once(path, printer, look->paper == PAPER_A5 ? "A5" : "A4", err);

	free(path);
	return ok;
}
