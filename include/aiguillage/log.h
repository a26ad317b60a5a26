/*
 * Logging: accompaniments, referrals, needs without answer, and what became of
 * them.  A form or a command asks for an entry that is already filled, changes
 * what it must, and saves it.
 *
 *	log_referral(s, &e, &(struct log_choice){ .criteria = c, .offer = id, .km = km }, &err);
 *	entry_set(&e, REF_BARRIERS, "mobilite|economique");
 *	log_save(s, &e, LOG_NEW_CODE, &saved, &err);	// saved.code: « K7-42 »
 *	log_undo(s, &what, &err);
 *
 * Each act is one transaction of journal.db, on disk when it returns true.
 */
#ifndef AIGUILLAGE_LOG_H
#define AIGUILLAGE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/entry.h"
#include "aiguillage/err.h"
#include "aiguillage/hours.h"
#include "aiguillage/referral.h"
#include "aiguillage/search.h"
#include "aiguillage/session.h"

/* ---- entries to fill in; the caller's storage, entry_done() in any case ---- */

struct log_choice {
	const struct criteria *criteria;	/* of the search, or NULL */
	int64_t offer;		/* row of annuaire.db; 0: none */
	float km;		/* NAN: not told */
};
/* To the offer: today, what the search said, the place as it stands, a follow-up in ten days. */
bool log_referral(struct session *s, struct entry *e, const struct log_choice *c, struct err *err);
/* As the last one was (length, channel, place), themes after the needs of the search. */
bool log_accompaniment(struct session *s, struct entry *e, const struct log_choice *c,
		       struct err *err);
/* Where it took place: a row of annuaire.db. */
bool log_set_place(struct session *s, struct entry *e, int64_t place, struct err *err);
/* The same, where the directory knows nothing: what it is called; or a commune only. */
bool log_set_place_name(struct session *s, struct entry *e, const char *typed, struct err *err);
void log_set_place_commune(struct session *s, struct entry *e, uint32_t commune);
bool log_unmet(struct session *s, struct entry *e, const struct log_choice *c, struct err *err);
/* Same person and request as `from`, next step of the pathway, to another offer. */
bool log_again(struct session *s, const struct entry *from, struct entry *e, int64_t offer,
	       float km, struct err *err);
/*
 * A request that goes on: the next referral is its next step (log_again), wherever it is chosen.
 * NULL: none any more.  Copied.
 */
void log_carry(struct session *s, const struct entry *referral);
const struct entry *log_carried(const struct session *s);	/* or NULL */
/* « Même chose, autre personne »: without who it is and what they said. */
void log_same(const struct entry *from, struct entry *e);
/* The criteria of a referral or of a need, to search again.  `c` is initialized. */
void log_criteria(struct session *s, const struct entry *e, struct criteria *c);

/* Must somebody else refer the person? */
bool offer_is_prescribed(const struct offer *o);
/* Of the places that prescribe the offer, the nearest to the person's commune; 0: none is known. */
int64_t log_prescriber_near(struct session *s, const struct entry *e, struct err *err);
/*
 * The referral becomes one to the prescriber (a place, or 0: only named in the record), the offer
 * staying what is aimed at next.
 */
bool log_via_prescriber(struct session *s, struct entry *e, int64_t place, struct err *err);
/* The next openings where an appointment may be, at most max; 0 when the hours are not known. */
size_t log_openings(struct session *s, const struct entry *e, struct hours_span *spans, size_t max);

/* ---- what is typed ---- */

/*
 * What a typed value becomes for a field: dates (« 4/12 », « demain », « +7 »), durations,
 * vocabulary codes from their labels, counts (« 4 féminin, 3 masculin »).  ERR_USAGE says what is
 * wrong; numbers that must not be noted (NIR, IBAN, card) are refused.
 */
bool log_read(struct session *s, enum entry_kind kind, int field, const char *typed,
	      struct str *value, struct err *err);
/* The same in an entry: its appointment, typed without a year, comes after its own day. */
bool log_read_in(struct session *s, const struct entry *e, int field, const char *typed,
		 struct str *value, struct err *err);
/* The value as people read it. */
void log_say_value(const struct session *s, enum entry_kind kind, int field, const char *value,
		   struct str *out);
/* « le 24 novembre, orienté vers … » : one line. */
void log_say(const struct session *s, const struct entry *e, struct str *out);
/* The state on a day, with its reason: « non abouti : trop loin ». */
void log_say_state(const struct session *s, const struct entry *e, int today, struct str *out);
/* « orienté · rdv ven. 4 déc. à 14h · à relancer le 7 décembre » of a referral; else nothing. */
void log_say_next(const struct session *s, const struct entry *e, int today, struct str *out);
/* The telephone of the place, as long as something is awaited. */
void log_say_phone(const struct entry *e, struct str *out);
/* « 04 74 63 25 94 · devait appeler : la personne ». */
void log_say_call(const struct session *s, const struct entry *e, struct str *out);

/* ---- acts ---- */

#define LOG_NEW_CODE "nouveau"

struct log_saved {
	char id[ENTRY_ID_LEN];
	char code[12];		/* of the person, "" without */
	bool new_person;
};
/*
 * Checks and writes; e takes its id and revision.  `code`: NULL leaves the person as it is in the
 * entry, "" is nobody, LOG_NEW_CODE draws one, else a code, typed as one likes.  What is known of
 * the person completes the entry, and the other way.
 */
bool log_save(struct session *s, struct entry *e, const char *code, struct log_saved *saved,
	      struct err *err);
/* Age, gender, status and commune of a known code into the fields that are empty. */
bool log_know(struct session *s, struct entry *e, const char *code, bool *known, struct err *err);
/* Code of the entry's person; empty when there is none, or when it is locked. */
bool log_code(struct session *s, const struct entry *e, struct str *code, struct err *err);
/* Reads it again with its texts, after asking for the phrase when they are locked. */
bool log_open(struct session *s, struct entry *e, struct err *err);
/* An entry by id or its beginning, whatever its kind.  ERR_NOT_FOUND. */
bool log_find(struct session *s, const char *id, struct entry *e, struct err *err);
bool log_become(struct session *s, const char *id, enum referral_state to, const char *reason,
		struct err *err);
/* « relancer dans 7 jours » */
bool log_postpone(struct session *s, const char *id, int days, struct err *err);
/* Takes an entry out of lists and figures, or brings it back. */
bool log_cancel(struct session *s, const char *id, bool cancelled, struct err *err);
/* Takes back the last act of this session; false without error when there is none. */
bool log_undo(struct session *s, struct str *what, struct err *err);
void log_history_free(struct session *s);

/* ---- lists ---- */

struct log_list {
	struct entry *e;
	size_t n, cap;
	size_t older;		/* wanted too, but beyond the most that was asked for */
};
void log_list_done(struct log_list *l);
void log_list_add(struct log_list *l, const struct entry *e);	/* a copy */
/* A journal_log_fn, whose ctx is the list. */
bool log_list_take(void *list, const struct entry *e, struct err *err);
/* From that position on, oldest first. */
void log_list_sort(struct log_list *l, size_t from);
/* Referrals to be followed up on that day or before, the most overdue first. */
bool log_due(struct session *s, int day, struct log_list *l, struct err *err);
/* As log_entries(), oldest first: a person’s pathway; or the steps of one request. */
struct log_filter;
bool log_of_person(struct session *s, const struct log_filter *f, struct log_list *l,
		   struct err *err);
bool log_pathway(struct session *s, const char *pathway, struct log_list *l, struct err *err);

/* Newest first (log_filter.h). */
bool log_entries(struct session *s, const struct log_filter *f, struct log_list *l,
		 struct err *err);

/* An entry in a few lines, with the code of the person: `head` comes before its state. */
bool log_text_entry(struct session *s, const struct entry *e, const char *head, int cols,
		    struct str *out, struct err *err);
/* A list, to be printed. */
bool log_text(struct session *s, const struct log_list *l, const char *title, int cols,
	      struct str *out, struct err *err);

#endif
