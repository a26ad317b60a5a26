/*
 * Civil dates and the clock.  No time zone anywhere: a date is what the wall
 * calendar says, a moment is a number of minutes on the wall clock.
 *
 *	day	int, days since 1970-01-01 (proleptic Gregorian calendar)
 *	moment	int64_t, day * DATE_DAY + minutes since midnight
 *
 * Years 1 to 9999.  Weekdays count from 0 = Monday to 6 = Sunday.
 *
 *	int64_t now = clock_now();
 *	struct date d = date_of_day(date_day_of(now));
 *	date_french(&b, date_day_of(now), DATE_WEEKDAY, d.year);
 */
#ifndef AIGUILLAGE_DATE_H
#define AIGUILLAGE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "aiguillage/err.h"
#include "aiguillage/str.h"

#define DATE_DAY 1440		/* minutes in a day of the wall clock */
#define DATE_MOMENT_LEN 17	/* "2026-12-04T17:00" and its NUL */

struct date {
	int year, month, day;	/* month 1..12, day 1..31 */
};

bool date_is_leap(int year);
int date_month_length(int year, int month);
bool date_valid(struct date d);

int date_to_day(struct date d);
struct date date_of_day(int day);
/* Shorthand of date_to_day(). */
int date_day(int year, int month, int day);
int date_weekday(int day);
/* ISO 8601 week, 1 to 53; *year, unless NULL, receives the year the week belongs to. */
int date_week(int day, int *year);
/* Easter Sunday (Gregorian, anonymous algorithm of 1876). */
int date_easter(int year);

static inline int date_day_of(int64_t moment)
{
	int64_t d = moment / DATE_DAY;

	return (int)(moment % DATE_DAY < 0 ? d - 1 : d);
}

static inline int date_minute_of(int64_t moment)
{
	return (int)(moment - (int64_t)date_day_of(moment) * DATE_DAY);
}

static inline int64_t date_moment(int day, int minute)
{
	return (int64_t)day * DATE_DAY + minute;
}

/* Reads exactly "YYYY-MM-DD"; false, *day untouched, when it is not a date. */
bool date_parse_day(const char *s, int *day);
/* Reads "YYYY-MM-DD" (midnight) or "YYYY-MM-DDTHH:MM", seconds allowed and dropped. */
bool date_parse_moment(const char *s, int64_t *moment);
void date_format_day(char buf[DATE_MOMENT_LEN], int day);
void date_format_moment(char buf[DATE_MOMENT_LEN], int64_t moment);

/* What a date without a year, or a weekday alone, means. */
enum date_lean {
	DATE_NEAREST,
	DATE_PAST,		/* today included */
	DATE_FUTURE,		/* today included; a weekday alone is one to come */
};
/*
 * Reads a date as people write it: 15/12/2026, 15/12, 15 déc., mardi 15 décembre, 1er mars 27,
 * 2026-12-15, aujourd’hui, demain, hier, mardi, lundi dernier, dans 2 semaines, il y a 3 jours.
 * False, *day untouched, when it is none of them, or its weekday is not the one that is said.
 */
bool date_read(const char *typed, int today, enum date_lean lean, int *day);
/*
 * The same, but the year of a day and a month alone is told by `pivot`: an appointment given on
 * the 10th of November is after that day, however late it is read.
 */
bool date_read_near(const char *typed, int today, int pivot, enum date_lean lean, int *day);

enum date_french_flags {
	DATE_WEEKDAY = 1,	/* « vendredi 4 décembre » */
	DATE_ALWAYS_YEAR = 2,	/* « 4 décembre 2026 » even in the current year */
};
/* Appends « 4 décembre », « 1er janvier 2027 »: the year is said when it is not `this_year`. */
void date_french(struct str *out, int day, int flags, int this_year);
/* « du 3 novembre 2026 au 24 novembre 2026 », « le 24 novembre 2026 », from ISO days. */
void date_french_span(struct str *out, const char *first, const char *last);
/* Appends « ven. 4 déc. », « ven. 4 déc. 2027 ». */
void date_french_brief(struct str *out, int day, int this_year);
/* Appends « 9h », « 8h30 »; 1440 is « minuit », later ones are those of the next day. */
void date_french_time(struct str *out, int minute);
const char *date_weekday_name(int weekday);
const char *date_month_name(int month);

/*
 * The program's only clock: AIGUILLAGE_MAINTENANT (as date_parse_moment reads
 * it) when it is set and readable, else the local time of the computer.
 */
int64_t clock_now(void);
static inline int clock_today(void)
{
	return date_day_of(clock_now());
}
/* To call once at start: refuses an AIGUILLAGE_MAINTENANT that is not a date. */
bool clock_check(struct err *err);

#endif
