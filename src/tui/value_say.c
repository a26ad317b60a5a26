#include "src/tui/value_say.h"

#include <string.h>

#include "aiguillage/coverage.h"
#include "aiguillage/date.h"
#include "aiguillage/hours_french.h"

#define NEXT_DATES 3

static void say_items(struct str *out, const struct session *s, const struct field *field,
		      const char *list)
{
	struct list_walk w = { .rest = list };
	size_t start = out->len;
	struct str item;

	str_init(&item);
	while (list_next(&w, &item)) {
		if (out->len > start)
			str_add(out, ", ");
		str_add(out, field->genre < 0
				     ? item.s
				     : vocab_label(s->vocab, (enum vocab_genre)field->genre, item.s));
	}
	str_done(&item);
}

void value_say_date(struct str *out, const char *value)
{
	int day, days;

	if (!date_parse_day(value, &day)) {
		str_add(out, value);
		return;
	}
	date_french(out, day, DATE_ALWAYS_YEAR, 0);
	days = clock_today() - day;
	if (days >= 730)
		str_addf(out, ", il y a %d ans", days / 365);
	else if (days >= 60)
		str_addf(out, ", il y a %d mois", days / 30);
	else if (days > 1)
		str_addf(out, ", il y a %d jours", days);
}

/* Appends the next days with an opening, without the last line end. */
static void say_next(struct str *out, const struct session *s, const struct hours *h)
{
	struct str next;

	str_init(&next);
	hours_french_next(&next, h, &s->school, clock_now(), NEXT_DATES);
	while (next.len && next.s[next.len - 1] == '\n')
		str_truncate(&next, next.len - 1);
	if (next.len)
		str_addf(out, "\n%s", next.s);
	str_done(&next);
}

static void say_hours(struct str *out, const struct session *s, const char *value, bool state,
		      bool next)
{
	struct err ignored = ERR_INIT;
	struct hours *h = hours_parse(value, strlen(value), 0, &ignored);

	if (!h) {
		hours_french_invalid(out, value);
		return;
	}
	hours_french(out, h);
	if (state) {
		str_addc(out, '\n');
		hours_french_state(out, h, &s->school, clock_now());
	}
	if (next)
		say_next(out, s, h);
	hours_free(h);
}

void value_say_hours(struct str *out, const struct session *s, const char *value)
{
	say_hours(out, s, value, true, true);
}

void value_say_dates(struct str *out, const struct session *s, const char *value)
{
	say_hours(out, s, value, false, true);
}

void value_say(struct str *out, const struct session *s, const struct field *field,
	       const char *value)
{
	if (field == &offer_fields[OFFER_COVERAGE]) {
		coverage_say(out, s->gazetteer, value);
		return;
	}
	switch (field->kind) {
	case FIELD_LIST:
	case FIELD_CODES:
		say_items(out, s, field, value);
		break;
	case FIELD_DATE:
		value_say_date(out, value);
		break;
	case FIELD_HOURS:
		say_hours(out, s, value, false, false);
		break;
	case FIELD_PHONE:
		phone_french(out, value);
		break;
	default:
		str_add(out, value);
		if (field == &offer_fields[OFFER_SESSION_MINUTES] && *value)
			str_add(out, " minutes");
	}
}
