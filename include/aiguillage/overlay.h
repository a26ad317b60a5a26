/*
 * Local knowledge: what the counsellor corrects, adds, marks and notes about
 * places and offers.  It lives in journal.db, wins over every source, and is
 * applied again after each import; annuaire.db remembers beside each corrected
 * field what the source says.
 *
 *	overlay_correct(s, OVERLAY_PLACE, key, "phone", "04 74 00 00 00", &err);
 *	session_refresh(s, &err);	// the index is another one
 *	overlay_read(s, OVERLAY_PLACE, key, &o, &err);
 *	o.corrections[i].value, .source_value, .source_then, .made
 *
 * Each act is one transaction of the journal; the directory and its index
 * follow at once.  When they cannot, overlay_late() says why and the next start
 * does it: the journal is the truth.  Fields are named by their SQL or their
 * CSV column (place.h); keys may also be the source ids that the directory knows.
 */
#ifndef AIGUILLAGE_OVERLAY_H
#define AIGUILLAGE_OVERLAY_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/directory.h"
#include "aiguillage/err.h"
#include "aiguillage/overlay_record.h"	/* enum overlay_kind, enum overlay_mark */
#include "aiguillage/place.h"
#include "aiguillage/session.h"
#include "aiguillage/str.h"

struct correction {
	const struct field *field;
	char *value;		/* ours */
	char *source_then;	/* what the source said when we corrected */
	char *source_value;	/* what it says now */
	int made;		/* day */
};
/* Has the source changed its mind since?  The screen then shows both and lets one choose. */
bool correction_conflicts(const struct correction *c);

struct overlay {
	bool added;		/* the record exists only here */
	int added_day;
	bool vanished;		/* no source has it any more: see overlay_vanished_… */
	struct correction *corrections;	/* in the order of the fields */
	size_t n;
	bool mark[OVERLAY_MARKS];
	int mark_day[OVERLAY_MARKS];	/* of CLOSED: last day closed; of the others: since when */
	char *note;		/* private, never exported nor printed; "" */
	bool note_locked;	/* there is one, that the phrase of the journal keeps closed */
	int note_day;
};

/* Everything local about one record (all empty when there is nothing). */
bool overlay_read(struct session *s, enum overlay_kind kind, const char *key, struct overlay *o,
		  struct err *err);
void overlay_done(struct overlay *o);
/* « fermé jusqu’au 15 décembre », « n’existe plus (noté le …) »; false when the mark is no more. */
bool overlay_mark_say(struct str *out, const struct overlay *o, enum overlay_mark mark);

/* May the field be corrected?  Identifiers and what only a source can say may not. */
bool overlay_correctable(enum overlay_kind kind, int field);
/*
 * What a typed value becomes: dates, numbers, telephones, opening hours (in the language, or a
 * French sentence that hours_phrase reads), vocabulary codes from their labels.  *remark receives
 * what to know before accepting it, often nothing.  ERR_USAGE says what is wrong.
 */
bool overlay_check(struct session *s, enum overlay_kind kind, int field, const char *typed,
		   struct str *value, struct str *remark, struct err *err);

/* A day as people write it: 15/12/2026 or 2026-12-15. */
bool overlay_read_day(const char *typed, int *day);

/* ---- acts ---- */

/* An empty value says « non précisé ».  Values go through overlay_check(). */
bool overlay_correct(struct session *s, enum overlay_kind kind, const char *key,
		     const char *column, const char *value, struct err *err);
/* Several fields as one act: latitude with longitude, all of a form. */
struct overlay_input {
	const char *column, *value;
};
bool overlay_correct_all(struct session *s, enum overlay_kind kind, const char *key,
			 const struct overlay_input *in, size_t n, struct err *err);
/* Back to what the source says. */
bool overlay_forget(struct session *s, enum overlay_kind kind, const char *key,
		    const char *column, struct err *err);
/* Keeps ours although the source changed: the conflict is over. */
bool overlay_keep(struct session *s, enum overlay_kind kind, const char *key, const char *column,
		  struct err *err);
/* `day` counts for CHECKED (not in the future) and CLOSED (not in the past). */
bool overlay_mark(struct session *s, enum overlay_kind kind, const char *key,
		  enum overlay_mark mark, int day, struct err *err);
bool overlay_unmark(struct session *s, enum overlay_kind kind, const char *key,
		    enum overlay_mark mark, struct err *err);
/* Refuses what looks like a NIR, a card or an IBAN.  "" takes it back. */
bool overlay_note(struct session *s, enum overlay_kind kind, const char *key, const char *text,
		  struct err *err);

/*
 * A new place (NAME and COMMUNE or INSEE at least), or an offer of a place (PLACE_KEY, NAME).
 * Values go through overlay_check(); the record gets its key (local-…).
 */
bool overlay_add_place(struct session *s, struct place *p, struct err *err);
bool overlay_add_offer(struct session *s, struct offer *o, struct err *err);
/*
 * Is there a place of that commune whose name resembles this one?  `like` receives its name: to be
 * asked before a second one is added.
 */
bool overlay_resembling(struct session *s, const char *name, const char *insee, struct str *like,
			struct err *err);
/* Takes back an added record (only those); a place with the offers added to it. */
bool overlay_remove(struct session *s, enum overlay_kind kind, const char *key, struct err *err);

/* Takes back the last act of this session; false without error when there is none. */
bool overlay_undo(struct session *s, struct str *what, struct err *err);
/* The number of that act among session.acts, 0: none. */
unsigned overlay_last(const struct session *s);
/* Why the directory does not show the last acts yet, "" mostly. */
const char *overlay_late(const struct session *s);

/* ---- all of it ---- */

struct overlay_item {
	enum overlay_kind kind;
	const char *key, *name, *commune;
	bool conflict;
	const struct overlay *o;
};
typedef bool overlay_each_fn(void *ctx, const struct overlay_item *item, struct err *err);
/* Every record that something local is known of, places first. */
bool overlay_each(struct session *s, overlay_each_fn *fn, void *ctx, struct err *err);
/* How many records have a field that the source has changed since: to be told after an import. */
bool overlay_conflicts(struct session *s, size_t *n, struct err *err);
/* How a record stood when it was last spoken of; false without error: nothing is known. */
bool overlay_vanished_place(struct session *s, const char *key, struct place *p, struct err *err);
bool overlay_vanished_offer(struct session *s, const char *key, struct offer *o, struct err *err);

/* ---- where rows are made ---- */

/*
 * Inside a transaction of the directory, on its way to be put: from what the source gives to the
 * record as it must stand, the source's values being remembered.  The one place where loaders
 * meet local knowledge; the journal is not needed.
 */
bool overlay_apply_place(struct directory *d, struct place *p, struct err *err);
bool overlay_apply_offer(struct directory *d, struct offer *o, struct err *err);
/* The other way: from a row as it stands to what its source gave. */
bool overlay_source_place(struct directory *d, struct place *p, struct err *err);
bool overlay_source_offer(struct directory *d, struct offer *o, struct err *err);
/* Is there any correction under its key? */
bool overlay_corrects_place(struct directory *d, const struct place *p, bool *is,
			    struct err *err);
/* A row that bears the keys of others that are no more: their corrections become its own. */
bool overlay_absorb_place(struct directory *d, int64_t id, struct err *err);
/* Brings annuaire.db in line with the journal, unless it is (after a rebuild, or a crash). */
bool overlay_sync(struct session *s, struct err *err);
/* Forgets what overlay_undo() could take back. */
void overlay_history_free(struct session *s);

#endif
