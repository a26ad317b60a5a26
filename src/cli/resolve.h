/*
 * What was typed after an option, turned into a commune or a vocabulary code.
 * What is not sure is refused with the nearest values; what was chosen among
 * several is said on the standard error.
 */
#ifndef CLI_RESOLVE_H
#define CLI_RESOLVE_H

#include <stdbool.h>
#include <stdint.h>

#include "aiguillage/err.h"
#include "aiguillage/session.h"

/* Name, INSEE code or postal code. */
bool resolve_commune(struct session *s, const char *text, uint32_t *commune, struct err *err);
/* Code, label, short form or synonym; also a value that only the directory knows.  Borrowed. */
bool resolve_value(struct session *s, enum vocab_genre genre, const char *text, const char **code,
		   struct err *err);
/*
 * The same of who the person is, *genre an audience or, when no audience is called so, what places take
 * care of: « allophone ».
 */
bool resolve_person(struct session *s, const char *text, enum vocab_genre *genre, const char **code,
		    struct err *err);

#endif
