/*
 * The life of a referral: its states, what may follow what, and the delays.
 *
 *	à faire → orienté → contact pris → venu / non abouti / annulé
 *
 * « Sans nouvelle » is not written by anybody: an open referral becomes it by
 * itself REFERRAL_SILENCE days after the last thing known of it (delays of DORA:
 * reminder after 10 days, no news after 30).
 */
#ifndef AIGUILLAGE_REFERRAL_H
#define AIGUILLAGE_REFERRAL_H

#include <stdbool.h>

#include "aiguillage/entry.h"
#include "aiguillage/err.h"

#define REFERRAL_REMINDER 10	/* days from the referral to its follow-up */
#define REFERRAL_SILENCE 30	/* days without news */
#define REFERRAL_AGAIN 7	/* « relancer dans 7 jours » */

enum referral_state {
	STATE_PENDING,
	STATE_REFERRED,
	STATE_CONTACTED,
	STATE_CAME,
	STATE_FAILED,
	STATE_SILENT,
	STATE_CANCELLED,
	REFERRAL_STATES
};
/* Code in data/vocabulaire_journal.csv; find: -1 when it is none. */
const char *referral_state_code(enum referral_state s);
int referral_state_find(const char *code);
/* As written. */
enum referral_state referral_state(const struct entry *e);
/* As it is on that day: SILENT when nothing has been heard for too long. */
enum referral_state referral_state_on(const struct entry *e, int today);
/* Something may still come of it. */
bool referral_is_open(enum referral_state s);
bool referral_may_become(enum referral_state from, enum referral_state to);
/*
 * Writes the new state, its day and the history.  A failure takes a reason (code, "" when it is not
 * known).  ERR_USAGE when it may not become that.
 */
bool referral_become(struct entry *e, enum referral_state to, int day, const char *reason,
		     struct err *err);
/* The day after the appointment, else ten days after the referral; never a weekend or a holiday. */
int referral_followup(int day, const char *appointment);
/* Is somebody to be called, on that day or before? */
bool referral_is_due(const struct entry *e, int today);

#endif
