/*
 * Opening hours: the OpenStreetMap `opening_hours` language, evaluated in
 * local civil time (moments of date.h) with French public holidays.
 *
 * The language is the one opening_hours.js 3.15.0 accepts, loose spacing and
 * English or French words included, with its rule for overriding: a rule that
 * opens on a day replaces what earlier rules said of that day, unless it comes
 * after `,` (adds) or `||` (only when nothing else is open); `off` with times
 * closes those times only.  Ours: a comment alone as the last rule is a note
 * about the place, and, unless HOURS_LITERAL is asked, a span of more than
 * twelve hours over midnight is doubtful: it says "unknown", never "open".
 *
 *	struct hours *h = hours_parse(s, strlen(s), 0, &err);
 *	if (!h)
 *		say("horaires non interprétés");	// never "fermé"
 *	hours_at(h, school, now, &at);
 *	if (hours_next_opening(h, school, now, &span)) ...
 *	hours_free(h);
 *
 * hours_parse() makes one allocation; nothing else here allocates, save what
 * is appended to a caller's struct str.  A struct hours is never modified:
 * several readers may share it.  Comments are borrowed from it, NUL terminated.
 */
#ifndef AIGUILLAGE_HOURS_H
#define AIGUILLAGE_HOURS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/date.h"
#include "aiguillage/err.h"
#include "aiguillage/holidays.h"

#define HOURS_MAX_LEN 4096	/* longer values are refused */
#define HOURS_HORIZON 1830	/* days searched ahead by the functions without a limit */

struct hours;

enum hours_parse_flags {
	HOURS_LITERAL = 1,	/* doubtful spans open as the language says (to be judged) */
};

struct hours *hours_parse(const char *s, size_t n, unsigned flags, struct err *err);
void hours_free(struct hours *h);

/* The note of the last rule, or NULL. */
const char *hours_note(const struct hours *h);

enum hours_remark {
	HOURS_DOUBTFUL = 1,	/* « horaires douteux »: 14:00-14:00, 14:00-12:00 */
	HOURS_NO_TIMES = 2,	/* some rule opens without saying when in the day */
	HOURS_SUN = 4,		/* sunrise, sunset…: 6:00 and 18:00 are used, all year round */
	HOURS_SCHOOL = 8,	/* depends on school holidays */
	HOURS_PUBLIC = 16,	/* speaks of public holidays */
	HOURS_EMPTY = 32,	/* nothing but `off` */
};
unsigned hours_remarks(const struct hours *h);

enum hours_state {
	HOURS_CLOSED,
	HOURS_OPEN,
	HOURS_UNKNOWN,		/* perhaps open: on appointment, comment, doubtful */
};

struct hours_at {
	enum hours_state state;
	const char *comment;	/* or NULL */
	bool doubtful;		/* unknown because the span itself is not believable */
	bool open_end;		/* `17:00+`: unknown because the end is not given */
	bool beyond;		/* depends on school holidays that the table does not cover */
	bool all_day;		/* the rule gives no time: open some time that day */
};

/* A stretch [from, to) of one state and one comment; to INT64_MAX: for ever. */
struct hours_span {
	int64_t from, to;
	struct hours_at at;
};

/* `sh` may be NULL everywhere: no school holidays are known. */
void hours_at(const struct hours *h, const struct school_holidays *sh, int64_t moment,
	      struct hours_at *at);

/* First moment after `from` where the state (not merely the comment) differs; false: never. */
bool hours_next_change(const struct hours *h, const struct school_holidays *sh, int64_t from,
		       int64_t *when);

/*
 * The opening that runs at `from` (its .from is then `from`) or the next one.
 * Open, or unknown without being doubtful, counts as an opening.
 */
bool hours_next_opening(const struct hours *h, const struct school_holidays *sh, int64_t from,
			struct hours_span *span);

/* A span that runs when it was asked for gets its own beginning; a very long one is left as it is. */
void hours_begin(const struct hours *h, const struct school_holidays *sh, struct hours_span *span);

/*
 * The openings that run at `from` or begin in the `days` days after it, at most max, each up to
 * its own end; returns how many.
 */
size_t hours_openings(const struct hours *h, const struct school_holidays *sh, int64_t from,
		      int days, struct hours_span *spans, size_t max);

/* Is there an opening at all on that day (midnight to midnight)? */
bool hours_open_on(const struct hours *h, const struct school_holidays *sh, int day);

/*
 * A permanence: open about one day a week or less, from its first opening of that day or later; its
 * dates are worth saying.
 */
bool hours_is_rare(const struct hours *h, const struct school_holidays *sh, int day);

/*
 * Walks the stretches of [from, to), closed ones included, cut at both ends.
 *
 *	struct hours_walk w;
 *	hours_walk_init(&w, h, sh, from, to);
 *	while (hours_walk_next(&w, &span)) ...
 */
#define HOURS_MAX_CUTS 512
struct hours_cut {
	int16_t minute;
	uint8_t state, flags;
	uint16_t comment;
};
struct hours_walk {
	const struct hours *h;
	const struct school_holidays *sh;
	int64_t at, to;
	int day;		/* the day whose cuts are loaded, INT_MIN: none */
	int ncuts, cut;
	uint64_t key;		/* which rules made these cuts; equal keys, equal cuts */
	struct hours_cut cuts[HOURS_MAX_CUTS];
};
void hours_walk_init(struct hours_walk *w, const struct hours *h,
		     const struct school_holidays *sh, int64_t from, int64_t to);
bool hours_walk_next(struct hours_walk *w, struct hours_span *span);

#endif
