/*
 * One place, several records: the directory gathers sources that describe the
 * same place each in its way.  Records that resemble are grouped when the index
 * is made (index.h); here a group is read, its fields are merged, and the
 * counsellor decides what is one place and what is not.  No record is deleted.
 *
 *	group_read(s, row, &g, &err);
 *	group_merge(&g, &place);		// the best value of each field
 *	n = group_values(&g, PLACE_PHONE, v, ARRAY_SIZE(v));	// who says what
 */
#ifndef AIGUILLAGE_GROUP_H
#define AIGUILLAGE_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/err.h"
#include "aiguillage/index.h"
#include "aiguillage/place.h"
#include "aiguillage/session.h"
#include "aiguillage/str.h"

struct group {
	struct group_member {
		struct place place;
		uint64_t ours;		/* bit of each field that the counsellor corrected */
		int checked;		/* day of the counsellor's own check, 0: never */
		int fresh;		/* day of the information, 0: not told */
	} *members;		/* the best first: checked by the counsellor, then the freshest */
	size_t n;
	size_t asked;		/* the one that was asked for */
	bool decided;		/* the counsellor said that they are one */
};
void group_init(struct group *g);
void group_done(struct group *g);
/* The group of that row, often it alone.  ERR_NOT_FOUND when it is no more. */
bool group_read(struct session *s, int64_t place, struct group *g, struct err *err);

struct group_value {
	const char *value;	/* borrowed from the group */
	uint64_t who;		/* bit of each member that says so */
	bool ours;		/* a correction of the counsellor */
};
/* The different values of a field, the best first; empty ones do not count. */
size_t group_values(const struct group *g, enum place_field f, struct group_value *out,
		    size_t max);
/* Do the sources tell different things that matter: address, telephone, hours… */
bool group_differs(const struct group *g, enum place_field f);
/* Each field from the best record that tells it; key and name are those of the record asked for. */
void group_merge(const struct group *g, struct place *out);
/* « Hinaura, 2022 »: whose word it is. */
void group_say_source(struct str *out, const struct group *g, size_t member);
/* The same for all of a value: « Hinaura, 2022 ; France Services, 2024 ». */
void group_say_who(struct str *out, const struct group *g, const struct group_value *v);

/* Records that may be the same place, nobody having decided; rows, the caller's. */
size_t group_candidates(struct session *s, int64_t place, int64_t **rows);

/* ---- deciding ---- */

struct group_choice {
	const char *key;
	bool same;		/* the same place as the one that is decided about, or not */
};
/*
 * Once and for good: the records chosen are one place with that of `key`, the others are not.  One
 * act, in the journal; the directory follows as for overlay acts.
 */
bool group_decide(struct session *s, const char *key, const struct group_choice *c, size_t n,
		  struct err *err);
/*
 * Takes back the last decision of this session; false without error when there is none.  ERR_USAGE
 * when another window has decided otherwise since.
 */
bool group_undo(struct session *s, struct err *err);
/* The last act is such a decision: overlay_undo() would take back an older one. */
bool group_undo_is_next(const struct session *s);
/* Forgets all that was decided about a record: the computation is right again. */
bool group_forget(struct session *s, const char *key, size_t *n, struct err *err);
void group_history_free(struct session *s);

#endif
