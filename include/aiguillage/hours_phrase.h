/*
 * A French sentence about opening hours, read into the opening_hours language:
 * « 1er et 3e mardi du mois de 14h à 17h, sauf vacances scolaires ».  Accents,
 * capitals, the usual abbreviations and small typing errors do not matter.
 * What is ambiguous (« le matin ») or not understood is refused, never guessed:
 * the caller shows `problem`, or `oh` in French with its next dates, and asks.
 *
 *	struct hours_phrase p;
 *	hours_phrase_init(&p);
 *	if (hours_phrase_read(&p, text, clock_today()))
 *		use(p.oh.s, p.remark.s);
 *	else
 *		show(p.problem.s);
 *	hours_phrase_done(&p);
 */
#ifndef AIGUILLAGE_HOURS_PHRASE_H
#define AIGUILLAGE_HOURS_PHRASE_H

#include <stdbool.h>

#include "aiguillage/str.h"

struct hours_phrase {
	struct str oh;		/* the value; always valid opening_hours when not empty */
	struct str remark;	/* what to know before accepting it, or empty */
	struct str problem;	/* why it was refused: what was understood, what was not */
};

void hours_phrase_init(struct hours_phrase *p);
void hours_phrase_done(struct hours_phrase *p);
/* `today` gives its year to « à partir du 7 décembre ».  May be called again on the same p. */
bool hours_phrase_read(struct hours_phrase *p, const char *text, int today);

#endif
