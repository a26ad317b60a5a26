#include "aiguillage/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const weekdays[] = {
	"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
};

static const char *const months[] = {
	"janvier", "février", "mars", "avril", "mai", "juin",
	"juillet", "août", "septembre", "octobre", "novembre", "décembre",
};

bool date_is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int date_month_length(int year, int month)
{
	static const unsigned char length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && date_is_leap(year) ? 29 : length[month - 1];
}

bool date_valid(struct date d)
{
	return d.year >= 1 && d.year <= 9999 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
	       d.day <= date_month_length(d.year, d.month);
}

/* Years are counted from March in eras of 400, so that the leap day comes last. */
int date_day(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = (y >= 0 ? y : y - 399) / 400;
	int yoe = y - era * 400;
	int doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

int date_to_day(struct date d)
{
	return date_day(d.year, d.month, d.day);
}

struct date date_of_day(int day)
{
	int z = day + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;
	int month = mp < 10 ? mp + 3 : mp - 9;

	return (struct date){
		.year = yoe + era * 400 + (month <= 2),
		.month = month,
		.day = doy - (153 * mp + 2) / 5 + 1,
	};
}

int date_weekday(int day)
{
	int w = (day + 3) % 7;	/* 1970-01-01 was a Thursday */

	return w < 0 ? w + 7 : w;
}

/* The week belongs to the year of its Thursday. */
int date_week(int day, int *year)
{
	int thursday = day - date_weekday(day) + 3;
	struct date d = date_of_day(thursday);

	if (year)
		*year = d.year;
	return (thursday - date_day(d.year, 1, 1)) / 7 + 1;
}

int date_easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;

	return date_day(year, n / 31, n % 31 + 1);
}

/* Reads exactly n digits. */
static bool digits(const char *s, int n, int *value)
{
	*value = 0;
	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*value = *value * 10 + (s[i] - '0');
	}
	return true;
}

static bool parse_date(const char *s, int *day)
{
	struct date d;

	if (!digits(s, 4, &d.year) || s[4] != '-' || !digits(s + 5, 2, &d.month) || s[7] != '-' ||
	    !digits(s + 8, 2, &d.day) || !date_valid(d))
		return false;
	*day = date_to_day(d);
	return true;
}

bool date_parse_day(const char *s, int *day)
{
	int value;

	if (!parse_date(s, &value) || s[10])
		return false;
	*day = value;
	return true;
}

bool date_parse_moment(const char *s, int64_t *moment)
{
	int day, hour = 0, minute = 0, second = 0;

	if (!parse_date(s, &day))
		return false;
	if (s[10]) {
		if (s[10] != 'T' || !digits(s + 11, 2, &hour) || s[13] != ':' ||
		    !digits(s + 14, 2, &minute) || hour > 23 || minute > 59)
			return false;
		if (s[16] && (s[16] != ':' || !digits(s + 17, 2, &second) || second > 59 ||
			      s[19]))
			return false;
	}
	*moment = date_moment(day, hour * 60 + minute);
	return true;
}

void date_format_day(char buf[DATE_MOMENT_LEN], int day)
{
	struct date d = date_of_day(day);
	unsigned n = (unsigned)d.year % 10000 * 10000 + (unsigned)d.month * 100 + (unsigned)d.day;

	/* by hand: an import writes hundreds of thousands */
	for (int i = 9; i >= 0; i--) {
		bool dash = i == 4 || i == 7;

		buf[i] = (char)(dash ? '-' : '0' + n % 10);
		n /= dash ? 1 : 10;
	}
	buf[10] = '\0';
}

void date_format_moment(char buf[DATE_MOMENT_LEN], int64_t moment)
{
	unsigned minute = (unsigned)date_minute_of(moment);

	date_format_day(buf, date_day_of(moment));
	snprintf(buf + 10, DATE_MOMENT_LEN - 10, "T%02u:%02u", minute / 60 % 100, minute % 60);
}

const char *date_weekday_name(int weekday)
{
	return weekdays[weekday];
}

const char *date_month_name(int month)
{
	return months[month - 1];
}

void date_french(struct str *out, int day, int flags, int this_year)
{
	struct date d = date_of_day(day);

	if (flags & DATE_WEEKDAY)
		str_addf(out, "%s ", weekdays[date_weekday(day)]);
	str_addf(out, "%d%s %s", d.day, d.day == 1 ? "er" : "", months[d.month - 1]);
	if (d.year != this_year || flags & DATE_ALWAYS_YEAR)
		str_addf(out, " %d", d.year);
}

void date_french_span(struct str *out, const char *first, const char *last)
{
	int from, to;

	if (!date_parse_day(first, &from) || !date_parse_day(last, &to))
		return;
	str_add(out, from == to ? "le " : "du ");
	date_french(out, from, DATE_ALWAYS_YEAR, 0);
	if (from == to)
		return;
	str_add(out, " au ");
	date_french(out, to, DATE_ALWAYS_YEAR, 0);
}

void date_french_brief(struct str *out, int day, int this_year)
{
	static const char *const brief_weekdays[] = { "lun.", "mar.", "mer.", "jeu.",
						      "ven.", "sam.", "dim." };
	static const char *const brief_months[] = { "janv.", "févr.", "mars",  "avr.",
						    "mai",   "juin",  "juil.", "août",
						    "sept.", "oct.",  "nov.",  "déc." };
	struct date d = date_of_day(day);

	str_addf(out, "%s %d%s %s", brief_weekdays[date_weekday(day)], d.day,
		 d.day == 1 ? "er" : "", brief_months[d.month - 1]);
	if (d.year != this_year)
		str_addf(out, " %d", d.year);
}

void date_french_time(struct str *out, int minute)
{
	if (minute == DATE_DAY) {
		str_add(out, "minuit");
		return;
	}
	minute %= DATE_DAY;
	str_addf(out, "%dh", minute / 60);
	if (minute % 60)
		str_addf(out, "%02d", minute % 60);
}

static bool clock_fixed(int64_t *moment)
{
	const char *s = getenv("AIGUILLAGE_MAINTENANT");

	return s && date_parse_moment(s, moment);
}

int64_t clock_now(void)
{
	int64_t moment;
	struct tm tm;
	time_t t;

	if (clock_fixed(&moment))
		return moment;
	t = time(NULL);
	localtime_r(&t, &tm);
	return date_moment(date_day(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday),
			   tm.tm_hour * 60 + tm.tm_min);
}

bool clock_check(struct err *err)
{
	const char *s = getenv("AIGUILLAGE_MAINTENANT");
	int64_t moment;

	if (!s || !*s || date_parse_moment(s, &moment))
		return true;
	return err_set(err, ERR_USAGE, "AIGUILLAGE_MAINTENANT vaut « %.40s », qui n’est pas une date. "
		       "Écrivez par exemple 2026-11-23 ou 2026-11-23T10:15", s);
}
