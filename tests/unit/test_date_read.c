/* Dates as people write them; today is Tuesday 24 November 2026. */
#include "aiguillage/date.h"
#include "tests/lib/tap.h"

static const struct {
	const char *typed;
	enum date_lean lean;
	const char *day;	/* NULL: refused */
} cases[] = {
	{ "2026-12-15", DATE_NEAREST, "2026-12-15" },
	{ "15/12/2026", DATE_NEAREST, "2026-12-15" },
	{ "15.12.26", DATE_NEAREST, "2026-12-15" },
	{ "15 12", DATE_NEAREST, "2026-12-15" },
	{ "15/12", DATE_PAST, "2025-12-15" },
	{ "3/1", DATE_NEAREST, "2027-01-03" },
	{ "3/1", DATE_PAST, "2026-01-03" },
	{ "3/6", DATE_FUTURE, "2027-06-03" },
	{ "24/11", DATE_PAST, "2026-11-24" },
	{ "24/11", DATE_FUTURE, "2026-11-24" },
	{ "29/2", DATE_FUTURE, "2028-02-29" },
	{ "1er mars 2027", DATE_NEAREST, "2027-03-01" },
	{ "le 15 décembre", DATE_NEAREST, "2026-12-15" },
	{ "15 déc.", DATE_NEAREST, "2026-12-15" },
	{ "15 DEC 26", DATE_NEAREST, "2026-12-15" },
	{ "jusqu’au", DATE_NEAREST, NULL },
	{ "au 15 août", DATE_PAST, "2026-08-15" },
	{ "mardi 15 décembre 2026", DATE_NEAREST, "2026-12-15" },
	{ "lundi 15 décembre 2026", DATE_NEAREST, NULL },
	{ "aujourd’hui", DATE_NEAREST, "2026-11-24" },
	{ "aujourd'hui", DATE_NEAREST, "2026-11-24" },
	{ "demain", DATE_NEAREST, "2026-11-25" },
	{ "après-demain", DATE_NEAREST, "2026-11-26" },
	{ "hier", DATE_NEAREST, "2026-11-23" },
	{ "avant-hier", DATE_NEAREST, "2026-11-22" },
	{ "vendredi", DATE_NEAREST, "2026-11-27" },
	{ "vendredi", DATE_PAST, "2026-11-20" },
	{ "lundi", DATE_NEAREST, "2026-11-23" },
	{ "lundi", DATE_FUTURE, "2026-11-30" },
	{ "mardi", DATE_PAST, "2026-11-24" },
	{ "mardi prochain", DATE_PAST, "2026-12-01" },
	{ "mardi dernier", DATE_NEAREST, "2026-11-17" },
	{ "dans 2 semaines", DATE_NEAREST, "2026-12-08" },
	{ "dans une semaine", DATE_NEAREST, "2026-12-01" },
	{ "dans quinze jours", DATE_NEAREST, "2026-12-09" },
	{ "dans 3 mois", DATE_NEAREST, "2027-02-24" },
	{ "il y a 3 jours", DATE_NEAREST, "2026-11-21" },
	{ "il y a un an", DATE_NEAREST, "2025-11-24" },
	{ "15 jui", DATE_NEAREST, NULL },
	{ "31/02/2026", DATE_NEAREST, NULL },
	{ "31/2", DATE_NEAREST, NULL },
	{ "15/13", DATE_NEAREST, NULL },
	{ "0/5", DATE_NEAREST, NULL },
	{ "15", DATE_NEAREST, NULL },
	{ "", DATE_NEAREST, NULL },
	{ "le le le le le le le", DATE_NEAREST, NULL },
	{ "le le le le le le 15", DATE_NEAREST, NULL },
	{ "bientôt", DATE_NEAREST, NULL },
	{ "demain matin", DATE_NEAREST, NULL },
	{ "dans 99999 ans", DATE_NEAREST, NULL },
	{ "dans", DATE_NEAREST, NULL },
	{ "il y a", DATE_NEAREST, NULL },
	{ "15/12/2026 14h", DATE_NEAREST, NULL },
	{ "1 2 3 4 5 6 7 8 9", DATE_NEAREST, NULL },
	{ "15/12/20265", DATE_NEAREST, NULL },
};

/* The year of a date without one is told by another day; the rest by today. */
static void test_near(int today)
{
	int pivot = date_day(2026, 11, 10), day = 0;

	ok(date_read_near("20/11", today, pivot, DATE_FUTURE, &day) && day == date_day(2026, 11, 20),
	   "after that day");
	ok(date_read_near("9/11", today, pivot, DATE_FUTURE, &day) && day == date_day(2027, 11, 9),
	   "the year after");
	ok(date_read_near("20/11/2027", today, pivot, DATE_FUTURE, &day) &&
		   day == date_day(2027, 11, 20), "a year that is told");
	ok(date_read_near("demain", today, pivot, DATE_FUTURE, &day) && day == today + 1, "tomorrow");
}

int main(void)
{
	int today = date_day(2026, 11, 24);

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char got[DATE_MOMENT_LEN] = "refused";
		int day;

		if (date_read(cases[i].typed, today, cases[i].lean, &day))
			date_format_day(got, day);
		is_str(got, cases[i].day ? cases[i].day : "refused", "« %s » (%d)", cases[i].typed,
		       cases[i].lean);
	}
	test_near(today);
	return done_testing();
}
