/*
 * Opening hours in French.  The week is said as it comes out, not as the rules
 * were written: `Mo-Fr 14:00-18:00; We 10:00-12:00` says Wednesday apart and
 * only once.  No-break spaces where French typography wants them; nothing ends
 * in a full stop.
 *
 *	hours_french(&b, h);			// sheet
 *	hours_french_short(&b, h, 30);		// list
 *	hours_french_state(&b, h, sh, now);	// « Ouvert — ferme à 17h »
 */
#ifndef AIGUILLAGE_HOURS_FRENCH_H
#define AIGUILLAGE_HOURS_FRENCH_H

#include "aiguillage/hours.h"
#include "aiguillage/str.h"

/* « du lundi au vendredi, de 9h à 12h ; fermé les jours fériés ». */
void hours_french(struct str *out, const struct hours *h);
/* « lun-ven 9h-12h », at most `cols` columns, ending in « … » when something is left out. */
void hours_french_short(struct str *out, const struct hours *h, int cols);

/* « Ouvert — ferme à 12h », « Fermé — ouvre demain à 9h », the reason when it is a holiday. */
void hours_french_state(struct str *out, const struct hours *h, const struct school_holidays *sh,
			int64_t now);
/*
 * The same for a list, in at most HOURS_BRIEF columns: « Ouvert jusqu’à 12h », « Ouvre demain à
 * 9h », « Permanence ven. 4 déc. 17h ».
 */
#define HOURS_BRIEF 30
void hours_french_brief(struct str *out, const struct hours *h, const struct school_holidays *sh,
			int64_t now);
/* « de 17h à 19h », « à partir de 17h », « 24h/24 », « horaires non précisés »; the comment after. */
void hours_french_times(struct str *out, const struct hours_span *span);
/* « 17h-19h », « dès 17h », « 24h/24 », « heures non dites ». */
void hours_french_times_short(struct str *out, const struct hours_span *span);
/* « vendredi 4 décembre, de 17h à 19h »; the year when it is not this_year. */
void hours_french_span(struct str *out, const struct hours_span *span, int this_year);
/*
 * The next n days with an opening, one a line, each « vendredi 4 décembre, de 17h à 19h ».
 * Nothing when there is none within a year.
 */
void hours_french_next(struct str *out, const struct hours *h, const struct school_holidays *sh,
		       int64_t from, int n);
/* What a value that is not in the language is shown as: « Horaires non interprétés : … ». */
void hours_french_invalid(struct str *out, const char *value);

#endif
