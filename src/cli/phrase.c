#include "src/cli/phrase.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "aiguillage/protect.h"
#include "src/cli/cli.h"

#define CTRL_C 3
#define TRIES 3

/* Byte after byte: no buffer of the library keeps a copy.  Of a line that is too long, enough to be refused. */
static bool read_line(int fd, struct str *phrase)
{
	char line[SECRET_PHRASE_MAX + 2], c;
	size_t n = 0;

	while (read(fd, &c, 1) == 1 && c != '\n') {
		if (c == CTRL_C) {
			n = 0;
			break;
		}
		if (n <= SECRET_PHRASE_MAX)
			line[n++] = c;
	}
	line[n] = '\0';
	if (!memchr(line, '\0', n))
		str_add(phrase, line);
	sodium_memzero(line, sizeof line);
	sodium_memzero(&c, sizeof c);
	return phrase->len > 0;
}

static bool read_hidden(int fd, const char *question, struct str *phrase)
{
	struct termios before, hidden;
	bool ok;

	if (tcgetattr(fd, &before) != 0)
		return false;
	hidden = before;
	/* Ctrl-C ends the line, not the program: the terminal must show again what is typed */
	hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ISIG);
	hidden.c_lflag |= ICANON;
	hidden.c_cc[VEOL] = CTRL_C;
	tcsetattr(fd, TCSAFLUSH, &hidden);
	dprintf(fd, "%s : ", question);
	ok = read_line(fd, phrase);
	tcsetattr(fd, TCSAFLUSH, &before);
	dprintf(fd, "\n");
	return ok;
}

bool phrase_ask(const char *question, struct str *phrase, struct err *err)
{
	bool typed = isatty(STDIN_FILENO);
	int tty = typed ? open("/dev/tty", O_RDWR | O_CLOEXEC) : -1;
	bool ok = typed ? read_hidden(tty >= 0 ? tty : STDIN_FILENO, question, phrase)
			: read_line(STDIN_FILENO, phrase);

	if (tty >= 0)
		close(tty);
	return ok || err_set(err, ERR_USAGE, "Aucune phrase n’a été donnée. Tapez-la quand elle est demandée, "
			     "ou donnez-la par l’entrée standard");
}

bool phrase_ask_twice(const char *question, struct str *phrase, struct err *err)
{
	struct str again;
	bool ok;

	if (!phrase_ask(question, phrase, err))
		return false;
	if (!isatty(STDIN_FILENO))
		return true;
	str_init(&again);
	ok = phrase_ask("La même phrase à nouveau", &again, err);
	if (ok && strcmp(phrase->s, again.s) != 0)
		ok = err_set(err, ERR_USAGE, "Les deux phrases ne sont pas les mêmes. Rien n’est écrit");
	phrase_done(&again);
	return ok;
}

/* A terminal gives another chance, without waiting: guessing costs a second each time. */
bool phrase_unlock(struct session *s, struct err *err)
{
	for (int try = 1;; try++) {
		struct str phrase;
		bool ok;

		str_init(&phrase);
		ok = phrase_ask("Phrase du journal", &phrase, err) && protect_unlock(s, phrase.s, err);
		phrase_done(&phrase);
		if (ok || !isatty(STDIN_FILENO) || try == TRIES || err->kind != ERR_USAGE)
			return ok;
		say_err(err);
		err_clear(err);
	}
}

void phrase_done(struct str *phrase)
{
	sodium_memzero(phrase->s, phrase->len);
	str_done(phrase);
}
