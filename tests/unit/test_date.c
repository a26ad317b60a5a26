#include <string.h>

#include "aiguillage/date.h"
#include "tests/lib/tap.h"

static void test_calendar(void)
{
	int year, bad = 0;

	is_int(date_day(1970, 1, 1), 0, "the epoch");
	is_int(date_day(2000, 3, 1), 11017, "after the leap day of 2000");
	is_int(date_weekday(date_day(2026, 11, 24)), 1, "24 November 2026 is a Tuesday");
	is_int(date_weekday(-1), 2, "the day before the epoch is a Wednesday");
	for (int day = -200000; day < 200000; day++) {
		struct date d = date_of_day(day);

		bad += date_to_day(d) != day || !date_valid(d);
	}
	is_int(bad, 0, "days to dates and back, 1422 to 2517");
	ok(date_is_leap(2028) && date_is_leap(2000) && !date_is_leap(2100), "leap years");
	is_int(date_month_length(2028, 2), 29, "February 2028");
	ok(!date_valid((struct date){ 2026, 2, 29 }), "no 29 February 2026");
	is_int(date_week(date_day(2027, 1, 1), &year), 53, "1 January 2027 is in week 53");
	is_int(year, 2026, "of 2026");
	is_int(date_week(date_day(2025, 12, 29), &year), 1, "29 December 2025 is in week 1");
	is_int(year, 2026, "of 2026");
	is_int(date_week(date_day(2026, 11, 23), NULL), 48, "week 48");
}

static void test_easter(void)
{
	static const struct date easter[] = {
		{ 2012, 4, 8 }, { 2024, 3, 31 }, { 2026, 4, 5 }, { 2027, 3, 28 },
		{ 2035, 3, 25 }, { 2038, 4, 25 }, { 2285, 3, 22 },
	};

	for (size_t i = 0; i < sizeof easter / sizeof *easter; i++)
		is_int(date_easter(easter[i].year), date_to_day(easter[i]), "Easter %d",
		       easter[i].year);
}

static void test_iso(void)
{
	static const char *const wrong[] = {
		"", "2026", "2026-13-01", "2026-02-29", "2026-2-01", "26-02-01", "2026-02-01T",
		"2026-02-01T25:00", "2026-02-01T10:60", "2026-02-01T10:00Z", "2026-02-01x",
		"2026-02-01T10:15:99", "2026-02-01T10:15:60", "2026-02-01 10:15", "2026-02-01T10:15:",
	};
	char buf[DATE_MOMENT_LEN];
	int64_t moment;
	int day;

	ok(date_parse_day("2026-12-04", &day), "a day");
	is_int(day, date_day(2026, 12, 4), "is read");
	ok(!date_parse_day("2026-12-04T10:00", &day), "a moment is not a day");
	ok(date_parse_moment("2026-12-04T17:30", &moment), "a moment");
	date_format_moment(buf, moment);
	is_str(buf, "2026-12-04T17:30", "is read and written");
	ok(date_parse_moment("2026-12-04T17:30:59", &moment), "seconds are allowed");
	is_int(date_minute_of(moment), 17 * 60 + 30, "and dropped");
	ok(date_parse_moment("2026-12-04", &moment) && date_minute_of(moment) == 0, "midnight");
	date_format_day(buf, date_day_of(date_moment(-1, 5)));
	is_str(buf, "1969-12-31", "before the epoch");
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		ok(!date_parse_moment(wrong[i], &moment), "refused: %s", wrong[i]);
}

static void is_french(int day, int flags, int this_year, const char *want)
{
	struct str b;

	str_init(&b);
	date_french(&b, day, flags, this_year);
	is_str(b.s, want, "%s", want);
	str_done(&b);
}

static void test_french(void)
{
	struct str b;

	is_french(date_day(2026, 12, 4), DATE_WEEKDAY, 2026, "vendredi 4 décembre");
	is_french(date_day(2027, 1, 1), DATE_WEEKDAY, 2026, "vendredi 1er janvier 2027");
	is_french(date_day(2026, 8, 1), 0, 2026, "1er août");
	is_french(date_day(2026, 8, 1), DATE_ALWAYS_YEAR, 2026, "1er août 2026");
	str_init(&b);
	date_french_time(&b, 9 * 60);
	str_addc(&b, ' ');
	date_french_time(&b, 8 * 60 + 5);
	str_addc(&b, ' ');
	date_french_time(&b, 1440);
	str_addc(&b, ' ');
	date_french_time(&b, 1440 + 120);
	is_str(b.s, "9h 8h05 minuit 2h", "times");
	str_done(&b);
}

static void test_clock(void)
{
	struct err err = ERR_INIT;
	char buf[DATE_MOMENT_LEN];

	setenv("AIGUILLAGE_MAINTENANT", "2026-11-23T10:15", 1);
	date_format_moment(buf, clock_now());
	is_str(buf, "2026-11-23T10:15", "the clock obeys the environment");
	is_int(clock_today(), date_day(2026, 11, 23), "today");
	ok(clock_check(&err), "and is content with it");
	setenv("AIGUILLAGE_MAINTENANT", "demain", 1);
	ok(!clock_check(&err) && err.kind == ERR_USAGE, "a wrong value is refused");
	unsetenv("AIGUILLAGE_MAINTENANT");
	ok(clock_now() > date_moment(date_day(2020, 1, 1), 0), "the computer's own time");
}

int main(void)
{
	test_calendar();
	test_easter();
	test_iso();
	test_french();
	test_clock();
	return done_testing();
}
