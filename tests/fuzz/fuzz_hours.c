/*
 * opening_hours on any bytes: parsed or refused; when parsed, evaluated, walked
 * and said in French.  The stretches must follow one another without a gap.
 */
#include <stdlib.h>

#include "aiguillage/hours.h"
#include "aiguillage/hours_french.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(const struct hours *h, int64_t from, int64_t to)
{
	struct hours_walk w;
	struct hours_span s;
	int64_t at = from;

	hours_walk_init(&w, h, NULL, from, to);
	while (hours_walk_next(&w, &s)) {
		if (s.from != at || s.to <= s.from || s.to > to)
			abort();
		at = s.to;
	}
	if (at != to)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int64_t from = date_moment(date_day(2026, 12, 20), 10 * 60), when;
	struct err err = ERR_INIT;
	struct hours_span span;
	struct hours *h;
	struct str b;

	h = hours_parse((const char *)data, size, size & 1 ? HOURS_LITERAL : 0, &err);
	if (!h)
		return err.kind == ERR_NONE ? (abort(), 0) : 0;
	walk(h, from, from + 20 * DATE_DAY);
	if (hours_next_opening(h, NULL, from, &span) && (span.from < from || span.to <= span.from))
		abort();
	if (hours_next_change(h, NULL, from, &when) && when <= from)
		abort();
	str_init(&b);
	hours_french(&b, h);
	str_clear(&b);
	hours_french_short(&b, h, 30);
	hours_french_state(&b, h, NULL, from);
	str_done(&b);
	hours_free(h);
	return 0;
}
