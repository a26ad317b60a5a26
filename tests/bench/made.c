#include "made.h"

#include <stdint.h>

unsigned made_pick(unsigned n)
{
	static uint64_t seed = 20261124;

	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

static void add_clock(struct str *out, unsigned hour)
{
	static const char *const minutes[] = { "00", "30", "00", "15", "30", "45" };

	str_addf(out, "%02u:%s", hour, minutes[made_pick(6)]);
}

static void add_times(struct str *out)
{
	add_clock(out, 8 + made_pick(3));
	str_addc(out, '-');
	add_clock(out, 11 + made_pick(2));
	if (!made_pick(3))
		return;
	str_addc(out, ',');
	add_clock(out, 13 + made_pick(2));
	str_addc(out, '-');
	add_clock(out, 16 + made_pick(4));
}

static void add_week(struct str *out)
{
	static const char *const days[] = { "Mo", "Tu", "We", "Th", "Fr", "Sa" };
	unsigned last = 3 + made_pick(3);

	if (made_pick(2)) {
		str_add(out, "Mo-Fr ");
		add_times(out);
		if (made_pick(2)) {
			str_add(out, "; Sa ");
			add_times(out);
		}
		return;
	}
	for (unsigned d = made_pick(2); d <= last; d++) {
		str_addf(out, "%s%s ", out->len ? "; " : "", days[d]);
		add_times(out);
	}
}

static void add_permanence(struct str *out)
{
	static const char *const days[] = { "Mo[1]",	     "Tu[1,3]",	       "We[2]",
					   "Th[-1]",	     "Fr[1]",	       "Sa[3]",
					   "week 1-53/2 Mo", "week 2-52/2 Th", "Oct-Jun Tu" };

	str_addf(out, "%s ", days[made_pick(9)]);
	add_times(out);
}

void made_hours(struct str *out)
{
	static const char *const tails[] = { "; PH off", "; SH off", "; Aug off",
					    " \"sur rendez-vous\"", "; Dec 24-Jan 02 off" };

	if (made_pick(4))
		add_week(out);
	else
		add_permanence(out);
	if (made_pick(3) == 0)
		str_add(out, tails[made_pick(5)]);
}
