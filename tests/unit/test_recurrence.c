#include <string.h>

#include "aiguillage/hours.h"
#include "aiguillage/recurrence.h"
#include "tests/lib/tap.h"

enum { YEARS2 = 731 };

/* The rule found for the opening days of two years from 1 January 2026. */
static void is_rule(const char *oh, const char *want)
{
	struct hours *h = hours_parse(oh, strlen(oh), 0, NULL);
	int first = date_day(2026, 1, 1), days[YEARS2];
	struct str out;
	size_t n = 0;

	for (int day = first; day < first + YEARS2; day++)
		if (hours_open_on(h, NULL, day))
			days[n++] = day;
	str_init(&out);
	is_int(recurrence_find(&(struct day_set){ days, n, first, YEARS2 }, &out), *want != '\0', "%s", oh);
	is_str(out.s, want, "rule of %s", oh);
	str_done(&out);
	hours_free(h);
}

/* The rule that fits but for some days, at most `room` of them. */
static void is_rule_but(const char *oh, size_t room, const char *want, size_t n_except)
{
	struct hours *h = hours_parse(oh, strlen(oh), 0, NULL);
	int first = date_day(2026, 1, 1), days[YEARS2], except[YEARS2];
	struct day_set d = { days, 0, first, YEARS2 };
	size_t k = room;
	struct str out;

	str_init(&out);
	for (int day = first; day < first + YEARS2; day++)
		if (hours_open_on(h, NULL, day))
			days[d.n++] = day;
	is_int(recurrence_find_but(&d, except, &k, &out), *want != '\0', "%s, %zu exceptions", oh, room);
	is_str(out.s, want, "rule of %s", oh);
	if (*want)
		is_int(k, n_except, "%zu exceptions", k);
	for (size_t i = 0; *want && i < k; i++)
		if (hours_open_on(h, NULL, except[i]))
			ok(false, "exception %zu is closed", i);
	str_done(&out);
	hours_free(h);
}

int main(void)
{
	is_rule("Fr[1] 17:00-19:00", "FREQ=MONTHLY;BYDAY=1FR");
	is_rule("We[2] 14:00-16:00", "FREQ=MONTHLY;BYDAY=2WE");
	is_rule("Mo[-1] 14:00-16:00", "FREQ=MONTHLY;BYDAY=-1MO");
	is_rule("Mo[1,3] 14:00-16:00", "FREQ=MONTHLY;BYDAY=1MO,3MO");
	is_rule("Mo[1,-1] 14:00-16:00", "FREQ=MONTHLY;BYDAY=1MO,-1MO");
	is_rule("Mo-Fr 09:00-12:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
	is_rule("Tu,Sa 09:00-12:00", "FREQ=WEEKLY;BYDAY=TU,SA");
	is_rule("2026 week 01-53/2 Tu 09:00-12:00", "");
	is_rule("week 02-52/2 Tu 09:00-12:00", "");	/* 2026 has 53 weeks: not every 14 days */
	is_rule("Mo-Fr 09:00-12:00; PH off", "");
	is_rule("Mo[5] 09:00-12:00", "FREQ=MONTHLY;BYDAY=5MO");
	is_rule("Dec 24 09:00-12:00", "");
	is_rule("off", "");
	is_rule_but("Mo-Fr 09:00-12:00; PH off", 60, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", 15);
	is_rule_but("Mo-Fr 09:00-12:00; PH off", 14, "", 0);
	is_rule_but("Fr[1] 09:00-12:00; PH off", 60, "FREQ=MONTHLY;BYDAY=1FR", 2);
	is_rule_but("Mo[-1] 09:00-12:00; Dec off", 60, "FREQ=MONTHLY;BYDAY=-1MO", 2);
	is_rule_but("Tu 09:00-12:00; Aug off", 0, "", 0);
	return done_testing();
}
