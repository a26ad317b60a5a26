/*
 * The sheet that a person leaves with: what it says, as blocks of lines, in
 * French and, beside it, in the person's language.  How it looks is the affair
 * of sheet_text() and of src/print.
 *
 *	struct sheet_request r = { .key = "S015", .appointment = SHEET_NO_MOMENT,
 *				   .language = SHEET_NO_LANGUAGE };
 *	if (!sheet_make(s, labels, &r, &sheet, &err)) ...
 *	sheet_text(&out, &sheet, 80);
 *	sheet_done(&sheet);
 *
 * Nothing of the journal is needed: a referral fills the same request (log_sheet.h).
 */
#ifndef AIGUILLAGE_SHEET_H
#define AIGUILLAGE_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/err.h"
#include "aiguillage/place.h"
#include "aiguillage/session.h"
#include "aiguillage/sheet_labels.h"
#include "aiguillage/str.h"

#define SHEET_NO_MOMENT INT64_MIN

/* Where those that are kept lie, beside the bases, and what their names begin with. */
#define SHEET_FOLDER "fiches"
#define SHEET_PREFIX "fiche-"

/* Strings may be NULL or "": not said.  All are borrowed for the time of the call. */
struct sheet_request {
	const char *key;	/* of an offer or a place, or an identifier of a source */
	const struct place *place;	/* instead of `key`: a snapshot; offer may be NULL */
	const struct offer *offer;
	const char *commune;	/* INSEE code of the person's */
	const char *need;	/* vocabulary codes, or words, `|` between them */
	const char *say;	/* what else to ask for there, in words */
	const char *ask;	/* whom to ask for, when it is known better than in the directory */
	const char *papers;	/* what to bring; '\n' between the papers */
	const char *note;	/* a last line for the person */
	int64_t appointment;	/* moment, or SHEET_NO_MOMENT */
	bool any_time;		/* only its day is known */
	const char *code;	/* of the pathway */
	const char *by;		/* who refers, before the post: a name only if it was typed */
	int language;		/* beside French, or SHEET_NO_LANGUAGE; French counts as none */
	bool simple;		/* short sentences, easy to read */
};

enum sheet_part {
	SHEET_WHERE,
	SHEET_PHONE,
	SHEET_WHEN,
	SHEET_WHO,
	SHEET_ASK,		/* what to say, in the first person */
	SHEET_PAPERS,
	SHEET_TRIP,
	SHEET_COST,
	SHEET_CONDITIONS,
	SHEET_BY,
	SHEET_NOTES,		/* always empty: to be written by hand */
	SHEET_SOURCE,
	SHEET_PARTS
};

enum sheet_style {
	SHEET_PLAIN,
	SHEET_STRONG,		/* the three things that matter: where, when, whom to ask for */
	SHEET_DIGITS,		/* a phone number */
	SHEET_WARNING,
};

struct sheet_line {
	enum sheet_style style;
	char *text;		/* '\n' between its lines */
	char *other;		/* in the other language; NULL: the same, or known in French only */
};

struct sheet_block {
	char *title, *other_title;	/* other_title NULL: one language */
	struct sheet_line *lines;
	size_t n, cap;
};

/* An ordinary week, when the place has one: what is drawn. */
#define SHEET_BARS 6
struct sheet_week {
	bool known;
	int n[7];		/* bars of each day, Monday first */
	struct { int16_t from, to; } bars[7][SHEET_BARS];	/* minutes of the day */
};

#define SHEET_DATES 6
struct sheet {
	struct words fr, other;	/* other.lang SHEET_NO_LANGUAGE: French alone */
	bool simple;
	char *title, *other_title;
	char *name;		/* of the place */
	char *short_hours;	/* one line, for a message */
	struct sheet_block blocks[SHEET_PARTS];	/* n == 0 and not NOTES nor PAPERS: not shown */
	struct sheet_week week;
	int64_t appointment;	/* or SHEET_NO_MOMENT */
	int dates[SHEET_DATES];	/* days of the next permanences */
	size_t n_dates;
	int today;
	char *uri_phone, *uri_map, *uri_site;	/* for the codes to be scanned; "" when unknown */
};

/*
 * ERR_NOT_FOUND when nothing has this key, or when it must not be proposed (planned, gone…).
 * A place with several offers is told as a whole, unless `need` chooses one.
 */
bool sheet_make(struct session *s, const struct sheet_labels *labels,
		const struct sheet_request *r, struct sheet *sheet, struct err *err);
void sheet_done(struct sheet *sheet);

/* As text, `cols` columns wide. */
void sheet_text(struct str *out, const struct sheet *sheet, int cols);
/* In at most SHEET_SMS_MAX characters, without a line end; in the other language if there is one. */
#define SHEET_SMS_MAX 300
void sheet_sms(struct str *out, const struct sheet *sheet);

#endif
