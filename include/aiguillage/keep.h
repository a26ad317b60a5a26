/*
 * How long things are kept, and how they go: texts and codes whose time is over, a person who asks
 * for what is held about them or for its end, a copy that is put back.
 *
 * Whatever is stripped or erased from the journal is taken out of every copy of it that Aiguillage
 * made (sauvegardes/ and what a migration kept) as well; a copy on a USB stick is out of its reach,
 * and the messages say so.
 */
#ifndef AIGUILLAGE_KEEP_H
#define AIGUILLAGE_KEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/err.h"
#include "aiguillage/log.h"
#include "aiguillage/session.h"

/* ---- retention ---- */

/*
 * Entries lose their texts and codes so many months after the last contact with the person: twelve,
 * as La Coop promises; never more than 24, the ceiling of the CNIL (délibération 2021-028).
 */
#define KEEP_MONTHS 12
#define KEEP_MONTHS_MAX 24
#define KEEP_NOTICE_DAYS 7	/* between the first announcement and the act */
#define KEEP_CLOCK_DAYS 30	/* a longer silence may be a wrong clock */

int keep_months(struct session *s);
bool keep_set_months(struct session *s, int months, struct err *err);

struct keep_plan {
	int months;
	int before;		/* day: what was last touched before it */
	size_t n;		/* entries and codes whose time is over */
	int act;		/* day from which it happens by itself; 0 when nothing does */
	bool doubtful;		/* the clock went back: nothing happens without being asked */
	bool late;		/* it went far ahead: the notice begins anew */
	int last;		/* day of the last use, 0: unknown */
};
bool keep_plan(struct session *s, struct keep_plan *p, struct err *err);
void keep_say(const struct keep_plan *p, struct str *out);
/* All about it, in sentences, a line each: the rule, what is due, why nothing happens, what went. */
bool keep_say_all(struct session *s, const struct keep_plan *p, struct str *out, struct err *err);
/* Strips them now, here and in the copies; what could not be done in a copy is in `doubts`. */
bool keep_apply(struct session *s, size_t *n, struct str *doubts, struct err *err);
/* At each start: the copies that an act did not reach, when it was cut; mostly nothing. */
void keep_finish(struct session *s, struct str *said);
/*
 * At the first start of a day: announces, and a week later acts; `said` is what the counsellor is told,
 * mostly nothing.
 */
bool keep_daily(struct session *s, struct str *said, struct err *err);

/* ---- one person ---- */

/* All that is held about a code, cancelled entries too: the person first, then oldest first. */
bool keep_of_code(struct session *s, const char *code, struct log_list *l, struct err *err);
/* What such a list holds, in a sentence: « 3 entrées, du 2 mars 2026 au 24 novembre 2026 ». */
void keep_say_held(const struct log_list *l, struct str *out);
/* The same list as the person may read it, every field that is told, wrapped to `width` columns. */
bool keep_extract(struct session *s, const struct log_list *l, int width, struct str *out,
		  struct err *err);
/* Erases all of it for good, the drafts and the kept sheets; *n entries. */
bool keep_erase(struct session *s, const char *code, size_t *n, struct str *doubts, struct err *err);

/* ---- copies ---- */

struct keep_copy {
	char *path;
	char day[11];		/* ISO, "" when the name does not tell */
	int64_t size;		/* bytes */
};
/* « copie du jour », « avant une remise », « avant une mise à jour »: why it was made. */
const char *keep_copy_what(const struct keep_copy *c);
/* Those that Aiguillage made, the newest first. */
struct keep_copies {
	struct keep_copy *c;
	size_t n, cap;
};
void keep_copies(struct session *s, struct keep_copies *l);
void keep_copies_done(struct keep_copies *l);

/* Is it sound?  Opened and read whole: that alone shows that it can be put back. */
bool keep_check(struct session *s, const char *path, size_t *entries, struct err *err);

/* How a copy differs from the present journal. */
struct keep_difference {
	size_t entries;		/* of the copy, dated ones */
	char first[11], last[11];	/* their days, ISO; "" when there is none */
	size_t back;		/* would come back */
	size_t lost;		/* only in the present journal */
	size_t older;		/* would become an older version */
	size_t erased;		/* stay out: they were erased */
	bool unreadable;	/* the present journal is damaged: nothing can be compared */
	bool other_phrase;	/* the copy needs a phrase of its own */
};
bool keep_compare(struct session *s, const char *path, struct keep_difference *d, struct err *err);
/* What putting it back would do, in sentences, a line each. */
void keep_say_difference(const struct keep_difference *d, struct str *out);
/*
 * The copy instead of the present journal, which is kept aside as *aside.  What was erased does not
 * come back, nor do texts that were stripped and whose time is still over.  A present journal that
 * cannot be written, damaged mostly, is put aside as it is.  The session is to be closed afterwards.
 */
bool keep_restore(struct session *s, const char *path, char **aside, struct err *err);

#endif
