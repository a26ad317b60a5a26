/*
 * The phrase of the journal, as an act: the journal, then every copy of it that Aiguillage made, in
 * one passage that the next start ends when it was cut.
 *
 *	protect_set(s, phrase, SECRET_USUAL, &code, &doubts, &err);	// then print the code
 *	protect_unlock(s, phrase, &err);	// another day
 *
 * A phrase cannot be found again; the recovery code, told once, opens as it does and serves to set
 * another.  Whoever sets, changes or takes off a phrase is told what could not be done in a copy
 * (`doubts`).
 */
#ifndef AIGUILLAGE_PROTECT_H
#define AIGUILLAGE_PROTECT_H

#include <stdbool.h>

#include "aiguillage/err.h"
#include "aiguillage/journal_secret.h"
#include "aiguillage/session.h"
#include "aiguillage/str.h"

/* Sets the phrase, or another one when the journal is unlocked.  code: the new recovery code. */
bool protect_set(struct session *s, const char *phrase, enum secret_cost cost, struct str *code,
		 struct str *doubts, struct err *err);
/* Takes it off; the journal is unlocked. */
bool protect_remove(struct session *s, struct str *doubts, struct err *err);

bool protect_unlock(struct session *s, const char *phrase, struct err *err);
/* Forgets the key, with what acts kept in clear to be taken back. */
void protect_lock(struct session *s);
/* Unlocked, or no phrase: true.  Else asks by s->ask_phrase; false with an error. */
bool protect_need(struct session *s, struct err *err);

/* Shown instead of what the phrase keeps closed. */
#define PROTECT_SHUT "fermé (phrase)"

/* What one should know before choosing a phrase, as paragraphs. */
void protect_explain(struct str *out);
/* And once it is changed: the key is the same, which a former copy and its phrase still give. */
#define PROTECT_FORMER_COPIES                                                                   \
	"Une copie faite avant, sur une clé USB, reste ouverte par l’ancienne phrase, et peut servir à ouvrir le " \
	"journal d’aujourd’hui. Supprimez-la, et faites-en une autre. Si quelqu’un connaît l’ancienne phrase, "    \
	"enlevez la phrase, puis mettez-en une nouvelle. Une copie fermée par une phrase d’un autre temps garde la sienne."
/* The sheet to be printed and put away: text. */
void protect_code_sheet(const char *code, struct str *out);

/* Is it time to ask whether a phrase is wanted?  Once answered, never again. */
bool protect_to_ask(struct session *s);
void protect_asked(struct session *s);

#endif
