/*
 * The counsellor's post, as printed on what the person takes away: a function,
 * a place, a telephone.  Never a person's name unless it was typed there.
 * Settings of the journal.
 */
#ifndef AIGUILLAGE_POST_H
#define AIGUILLAGE_POST_H

#include <stdbool.h>

#include "aiguillage/entry.h"
#include "aiguillage/err.h"
#include "aiguillage/journal_post.h"
#include "aiguillage/session.h"
#include "aiguillage/str.h"

enum post_field {
	POST_FUNCTION,		/* « conseillère numérique » */
	POST_PLACE,		/* « France Services d’Amplepuis » */
	POST_PHONE,
	POST_FIELDS
};
/* "fonction", "lieu", "telephone"; « Fonction », « Lieu », « Téléphone ». */
const char *post_name(enum post_field f);
const char *post_label(enum post_field f);

/* The caller's string, "" when it is not set. */
char *post_get(struct session *s, enum post_field f);
/* "" forgets it.  ERR_BASE when the journal cannot be written. */
bool post_set(struct session *s, enum post_field f, const char *value, struct err *err);
/* The name of a post among those of the journal: ours as it is set, else its name, else its code. */
void post_say_other(struct str *out, struct session *s, const struct journal_post *p);
/* A post by its code or its name.  ERR_NOT_FOUND names those there are. */
bool post_find(struct session *s, const char *typed, char code[ENTRY_ID_LEN], struct err *err);
/* « conseillère numérique, France Services d’Amplepuis, 04 74 63 25 94 »; nothing when not set. */
void post_say(struct str *out, struct session *s);

#endif
