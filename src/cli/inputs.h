/*
 * Fields given on the command line: --champ NOM=VALEUR, as often as there are
 * fields.  NOM is the CSV column of data/README.  Texts come from the standard input.
 */
#ifndef CLI_INPUTS_H
#define CLI_INPUTS_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/err.h"
#include "aiguillage/overlay.h"

struct inputs {
	struct overlay_input *list;	/* value is NULL when there is no « = » */
	size_t n, cap;
	char **names;		/* what list[].column borrows */
};
void inputs_done(struct inputs *in);
/* `text` must last as long as the inputs. */
void inputs_add(struct inputs *in, const char *text);
/* Are they fields of that kind?  ERR_USAGE with the nearest name. */
bool inputs_check(const struct inputs *in, enum overlay_kind kind, struct err *err);
/* All with a value, or all without. */
bool inputs_valued(const struct inputs *in, bool valued, struct err *err);

/* The standard input as one text, cleaned; NULL with an error, which begins with `label`.  Free it. */
char *inputs_words(const char *label, struct err *err);

/* Says on the standard error why the last acts are not in the directory yet. */
void say_late(const struct session *s);

#endif
