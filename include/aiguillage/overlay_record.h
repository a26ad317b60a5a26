/*
 * What the counsellor said of one place or one offer, as a value: read from
 * the journal, changed in memory, written back as a whole.  Nothing here knows
 * of a base.
 */
#ifndef AIGUILLAGE_OVERLAY_RECORD_H
#define AIGUILLAGE_OVERLAY_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/place.h"

enum overlay_kind { OVERLAY_PLACE, OVERLAY_OFFER };
#define OVERLAY_KINDS 2

/* Source of what is added here: directory_set_origin() name of its rows, prefix of its keys. */
#define OVERLAY_ORIGIN "local"
#define OVERLAY_KEY_PREFIX OVERLAY_ORIGIN "-"

enum overlay_mark {
	MARK_CHECKED,		/* « vérifié par moi le … » */
	MARK_GONE,		/* « n’existe plus »: never proposed */
	MARK_CLOSED,		/* « fermé jusqu’au … »: never proposed before that day is over */
	MARK_HIDDEN,		/* never proposed, by the counsellor's choice */
	OVERLAY_MARKS
};

/* Both records are arrays of fields; offers have the longer one. */
#define OVERLAY_FIELDS OFFER_FIELD_COUNT
/* The field table of a kind, and its length. */
const struct field *overlay_fields(enum overlay_kind kind, size_t *n);
/* By SQL or CSV column; -1 when there is none. */
int overlay_field_find(enum overlay_kind kind, const char *column);
/* As the bases write them: "place", "closed"…  find: -1 when it is none. */
const char *overlay_kind_name(enum overlay_kind kind);
const char *overlay_mark_name(enum overlay_mark mark);
int overlay_mark_find(const char *name);
/* Same value of a field?  45.80 and 45.8 are. */
bool overlay_same_value(const struct field *f, const char *a, const char *b);

struct overlay_correction {
	int field;
	char *value;		/* ours */
	char *source_then;	/* what the source said when we corrected */
	int made;		/* day */
};

struct overlay_record {
	enum overlay_kind kind;
	char *key;
	bool added;
	bool kept;		/* a place that is no added one, but where an offer was added */
	int made;		/* day it was first spoken of, or added */
	char *f[OVERLAY_FIELDS]; /* of an added one: what it is; else as it stood; NULL is "" */
	struct overlay_correction *corrections;	/* in no order */
	size_t n, cap;
	bool mark[OVERLAY_MARKS];
	int mark_day[OVERLAY_MARKS];
	char *note;		/* NULL: none; sealed while the journal is locked */
	int note_day;
};

void overlay_record_init(struct overlay_record *r, enum overlay_kind kind, const char *key);
void overlay_record_done(struct overlay_record *r);
void overlay_record_copy(struct overlay_record *to, const struct overlay_record *from);
/* Nothing is said of it: the journal does not keep it. */
bool overlay_record_empty(const struct overlay_record *r);
/* Do they say the same?  How the record stood does not count, unless it is an added one. */
bool overlay_record_same(const struct overlay_record *a, const struct overlay_record *b);

struct overlay_correction *overlay_record_find(struct overlay_record *r, int field);
/* Adds or replaces. */
void overlay_record_correct(struct overlay_record *r, int field, const char *value,
			    const char *source_then, int made);
void overlay_record_forget(struct overlay_record *r, int field);
void overlay_record_set(struct overlay_record *r, int field, const char *value);
const char *overlay_record_get(const struct overlay_record *r, int field);
/* Is its note one that the phrase of the journal keeps closed (journal_secret.h)? */
bool overlay_record_note_locked(const struct overlay_record *r);
/* What `from` says and `to` does not. */
void overlay_record_merge(struct overlay_record *to, const struct overlay_record *from);

#endif
