/* A phrase asked at the terminal, without showing it; never an argument, which others may read. */
#ifndef CLI_PHRASE_H
#define CLI_PHRASE_H

#include <stdbool.h>

#include "aiguillage/err.h"
#include "aiguillage/session.h"
#include "aiguillage/str.h"

/* Without a terminal, the first line of the standard input. */
bool phrase_ask(const char *question, struct str *phrase, struct err *err);
/* Twice, when there is a terminal: what was mistyped would be lost. */
bool phrase_ask_twice(const char *question, struct str *phrase, struct err *err);
/* That of the journal, until it opens; the ask_phrase of a session. */
bool phrase_unlock(struct session *s, struct err *err);
/* Wipes it. */
void phrase_done(struct str *phrase);

#endif
