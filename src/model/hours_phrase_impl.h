/*
 * Inside of the sentence reader: words (hours_phrase_lex.c), words put together
 * (hours_phrase_words.c), the sentence (hours_phrase_read.c), its closings
 * (hours_phrase_except.c), the value written from them (hours_phrase_write.c), and all of it, or a
 * refusal that says why (hours_phrase.c).
 */
#ifndef AIGUILLAGE_HOURS_PHRASE_IMPL_H
#define AIGUILLAGE_HOURS_PHRASE_IMPL_H

#include <stdint.h>

#include "aiguillage/date.h"
#include "aiguillage/hours_phrase.h"

enum {
	PHRASE_MAX_LEN = 1000,
	PHRASE_MAX_TOKENS = 300,
	PHRASE_MAX_CLAUSES = 24,
	PHRASE_MAX_SPANS = 8,
	PHRASE_MAX_CLOSINGS = 24,
	PHRASE_MAX_DATES = 16,
};

enum word_type {
	W_UNKNOWN, W_DAY, W_MONTH, W_ORDINAL, W_NUMBER, W_YEAR, W_TIME, W_FROM, W_TO, W_AND, W_OR,
	W_COMMA, W_STOP, W_COLON, W_SLASH, W_DASH, W_OPEN_PAREN, W_CLOSE_PAREN, W_ALL, W_THE,
	W_A, W_OF_MONTH, W_WEEK, W_PARITY, W_ON, W_CLOSED, W_FILLER, W_EXCEPT, W_DURING,
	W_HOLIDAYS, W_SCHOOL, W_DAYS, W_PUBLIC, W_HALF, W_WEEKEND, W_APPOINTMENT, W_WITHOUT,
	W_WITH, W_ONLY, W_BEGIN, W_FORTNIGHT, W_LAST_BUT, W_AFTER, W_HOUR, W_MANDATORY, W_UNTIL,
	W_QUARTER_MARK, W_PERIOD,
};

enum half { HALF_MORNING = 1, HALF_AFTERNOON = 2, HALF_EVENING = 4, HALF_WHOLE = 8 };
enum parity { PARITY_NONE, PARITY_EVEN, PARITY_ODD };

struct ptoken {
	uint8_t type;
	bool used;
	int16_t at, len;	/* bytes of the sentence */
	int value;
};

struct pspan {
	int16_t from, to;
	uint8_t parity;
	uint8_t chunk;		/* spans said together */
};

/* Days of a month: from-to, or one day when they are equal; year 0: every year. */
struct pdates {
	struct date from, to;
};

/* Nth weekdays of the month: bits 0..4 from the beginning, from the end. */
struct pdays {
	uint8_t set;		/* plain weekdays */
	uint8_t ranges;		/* day d linked to the next by « au » */
	uint8_t first[7], last[7];
	bool holidays;		/* and public holidays */
	uint8_t half;		/* enum half */
};

struct clause {
	struct pdays days;
	int nspans, ndates;
	struct pspan spans[PHRASE_MAX_SPANS];
	struct pdates dates[PHRASE_MAX_DATES];
	uint16_t months;
	bool months_wrap;	/* written as a range */
	uint8_t month_from, month_to;
	uint8_t parity;
	bool parity_after;	/* said after the times */
	bool school;		/* only in school holidays */
	bool biweekly;		/* one week in two… */
	int anchor;		/* …from that day, INT32_MIN when not said */
	int since, until;	/* « à partir du… », « jusqu'au… »; INT32_MIN: no limit */
	int school_end;		/* (17h pendant les vacances scolaires): other end, or -1 */
	char comment[60];
	bool open;		/* the comment does not make it uncertain */
};

enum closing_kind { CLOSE_PH, CLOSE_SH, CLOSE_MONTHS, CLOSE_DATES, CLOSE_DAYS };
struct closing {
	uint8_t kind;
	int clause;		/* CLOSE_DAYS: halves of days of that clause */
	uint8_t month_from, month_to;
	struct pdates dates;
	struct pdays days;
};

struct phrase {
	const char *text;
	int today;
	int n;
	struct ptoken t[PHRASE_MAX_TOKENS];
	int nclauses, nclosings, chunk;
	bool paren;
	struct clause clauses[PHRASE_MAX_CLAUSES];
	struct closing closings[PHRASE_MAX_CLOSINGS];
};

/* Cuts the text into words; false: too long. */
bool phrase_lex(struct phrase *p, const char *text);
/* Fills clauses and closings, and marks the words it understands. */
void phrase_read(struct phrase *p);

/* Readers: the position after what they read, or `at` when it is not there. */
int phrase_days(const struct phrase *p, int at, struct pdays *days, bool closing);
int phrase_dates(const struct phrase *p, int at, struct pdates *dates, int *n, int max);
int phrase_months(const struct phrase *p, int at, int *from, int *to, unsigned *set);
int phrase_closings(struct phrase *p, int at);
int phrase_time(const struct phrase *p, int at, int *minutes);
/* « de 9h à 12h » */
int phrase_span(const struct phrase *p, int at, int *from, int *to);
int phrase_weekdays(const struct phrase *p, int at, struct pdays *days);
int phrase_half(const struct phrase *p, int at, struct pdays *days);
int phrase_date(const struct phrase *p, int at, struct date *date);
int phrase_articles(const struct phrase *p, int at);
/* Appends the rules of a clause to out->oh; a remark about the weeks when one is due. */
void phrase_write_clause(struct hours_phrase *out, const struct phrase *p, const struct clause *c);
/* Appends the rule of a closing; false: the hours do not tell where it would end. */
bool phrase_write_closing(struct str *out, const struct phrase *p, const struct closing *k);
/* Does a time come next, punctuation aside? */
bool phrase_at_time(const struct phrase *p, int at);

static inline int word(const struct phrase *p, int at)
{
	return at < p->n ? p->t[at].type : -1;
}

static inline int skip(const struct phrase *p, int at, enum word_type type)
{
	return word(p, at) == (int)type ? at + 1 : at;
}

/* Days from Monday, 0; of any week. */
static inline bool phrase_has_day(unsigned set, int day)
{
	return set >> (day + 7) % 7 & 1;
}

static inline struct clause *phrase_clause(struct phrase *p)
{
	return &p->clauses[p->nclauses - 1];
}

static inline bool has_days(const struct pdays *d)
{
	if (d->set || d->holidays)
		return true;
	for (int i = 0; i < 7; i++) {
		if (d->first[i] || d->last[i])
			return true;
	}
	return false;
}

#endif
