/*
 * Inside of hours: the compiled form, shared by the parser (hours_lex.c,
 * hours_parse.c, hours_select.c), the evaluator (hours.c, hours_day.c) and the
 * French renderer (hours_french.c).
 */
#ifndef AIGUILLAGE_HOURS_IMPL_H
#define AIGUILLAGE_HOURS_IMPL_H

#include "aiguillage/hours.h"

enum {
	MAX_TOKENS = 2600,
	MAX_RULES = 128,
	MAX_SPANS = 200,
	MAX_ITEMS = 128,	/* of each other list */
	MAX_COMMENTS = 64,
};

/* Minutes from the midnight that begins the day; `to` beyond 1440 wraps. */
struct span {
	int16_t from, to;
	bool always;		/* 24/7, 00:00-24:00 */
	bool open_end;
	bool doubtful;
};

struct years {
	int16_t from, to, period;	/* period 0: each year */
};

/* Nth weekday of the month moved by some days. */
struct nth {
	int8_t wday, n, add;
};

/* One end of a date range. */
enum spec_kind { SPEC_DATE, SPEC_EASTER, SPEC_NTH };
struct spec {
	uint8_t kind;
	int8_t month, day;	/* SPEC_NTH: day is the weekday */
	int8_t n;
	int16_t year, add;	/* year 0: every year */
};

enum dates_kind { DATES_RANGE, DATES_LIST, DATES_EASTER };
struct dates {
	uint8_t kind;
	bool in_months;		/* belongs to GROUP_MONTH, not to GROUP_DATES */
	int8_t last, period;	/* DATES_LIST: a.day to last */
	struct spec a, b;
};

enum holiday_bit { HOL_PH = 1, HOL_BEFORE_PH = 2, HOL_AFTER_PH = 4, HOL_SH = 8 };

/* Kinds of date selectors of a rule: all those present must match. */
enum group {
	GROUP_YEAR = 1,
	GROUP_HOLIDAY = 2,
	GROUP_MONTH = 4,
	GROUP_DATES = 8,
	GROUP_WEEK = 16,
	GROUP_WEEKDAY = 32,
};

struct slice {
	uint8_t at, n;
};

struct rule {
	uint8_t groups;
	uint8_t wdays;			/* bit 0 = Monday */
	uint8_t links;			/* bit d: d and d + 1 were written as a range, Mo-Tu */
	uint8_t wday_hol, hol;		/* holiday_bit, in the weekday list / alone */
	uint16_t months, date_months;	/* bit 0 = January */
	uint64_t weeks;
	uint64_t nth_first, nth_last;	/* bit wday * 5 + n - 1, from either end of the month */
	struct slice years, nths, dates, spans;
	uint8_t state;			/* enum hours_state */
	bool additional, fallback, wraps;
	bool modified;			/* a state or a comment was written */
	bool opens;			/* `open` was written after a comment: unknown all the same */
	uint16_t comment;		/* 1-based, 0: none */
};

struct comment {
	const char *s;
	uint16_t len;
};

/* The compiled value: one block of memory, the lists follow. */
struct hours {
	unsigned remarks;
	uint8_t needs;			/* groups used by any rule */
	bool moves;			/* some PH ±1 day */
	bool note_else;			/* the note came after `||` */
	uint16_t horizon;		/* days after which everything repeats */
	uint16_t nrules, ncomments;
	uint16_t note;			/* comment number, 0: none */
	const struct rule *rules;
	const struct span *spans;
	const struct years *years;
	const struct nth *nths;
	const struct dates *dates;
	const char *const *comments;
};

/* What the selectors need to know of a day. */
struct day {
	int day, year, easter;
	uint8_t month, mday, wday, week, hol;
	uint64_t nth_first, nth_last;
};

void day_init(struct day *d, const struct hours *h, const struct school_holidays *sh, int day);
/* Does rule i take the place of those before it, the days it holds? */
bool rule_replaces(const struct hours *h, int i);
bool rule_matches(const struct hours *h, const struct rule *r, const struct day *d);
/* Day of that end in that year (its own when it has one); `end`: one past for a plain date. */
int spec_day(const struct spec *s, int year, bool end);

/* Number of comments that we write ourselves. */
enum { COMMENT_OPEN_END = 0xFFFF, COMMENT_DOUBTFUL = 0xFFFE };

/* Tokens. */

enum token_type {
	T_END, T_CHAR, T_NUMBER, T_YEAR, T_COLON, T_WEEKDAY, T_MONTH, T_HOLIDAY, T_SUN, T_EASTER,
	T_WEEK, T_DAY, T_STATE, T_ALWAYS, T_COMMENT, T_SEMICOLON, T_OR,
};

enum { STATE_OPEN, STATE_CLOSED, STATE_UNKNOWN };

struct token {
	uint8_t type;
	uint16_t pos;		/* in the source, for messages */
	int value;		/* character, number, weekday 0.., month 0.., comment 0.. */
};

struct lexed {
	int ntokens, ncomments;
	struct token tokens[MAX_TOKENS];
	struct comment comments[MAX_COMMENTS];
};

/* False: too long or too many. */
bool hours_lex(struct lexed *l, const char *s, size_t n);

/* Parsing. */

struct parser {
	struct lexed lexed;
	const struct token *t;	/* tokens of the rule being read… */
	int n;			/* …how many */
	int stop;		/* token that was not understood */
	bool full;		/* a list overflowed */
	unsigned remarks;
	struct rule *rule;
	uint8_t nrules, nspans, nyears, nnths, ndates;
	struct rule rules[MAX_RULES];
	struct span spans[MAX_SPANS];
	struct years years[MAX_ITEMS];
	struct nth nths[MAX_ITEMS];
	struct dates dates[MAX_ITEMS];
};

/* Readers of selectors (hours_select.c, hours_time.c): position after, or -1 when wrong. */
enum { WRONG = -1 };
/* *additional: the token before the position returned was a `,` that starts another rule. */
int parse_times(struct parser *p, int at, bool *additional);
int parse_weekdays(struct parser *p, int at);
int parse_holidays(struct parser *p, int at, bool with_weekdays);
int parse_years(struct parser *p, int at);
int parse_weeks(struct parser *p, int at);
int parse_months(struct parser *p, int at, bool as_dates);
int parse_dates(struct parser *p, int at, bool in_months);

static inline bool is(const struct parser *p, int at, enum token_type type)
{
	return at < p->n && p->t[at].type == type;
}

static inline bool is_char(const struct parser *p, int at, char c)
{
	return at < p->n && p->t[at].type == T_CHAR && p->t[at].value == c;
}

static inline int wrong(struct parser *p, int at)
{
	p->stop = at;
	return WRONG;
}

#endif
