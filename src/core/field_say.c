#include "aiguillage/field_say.h"

#include <string.h>

#include "aiguillage/coverage.h"
#include "aiguillage/date.h"
#include "aiguillage/hours.h"
#include "aiguillage/hours_french.h"
#include "aiguillage/vocab.h"

#define NEXT_DATES 3

static void say_items(struct str *out, const struct session *s, const struct field *f,
		      const char *list)
{
	struct list_walk w = { .rest = list };
	const char *sep = "";
	struct str item;

	str_init(&item);
	while (list_next(&w, &item)) {
		str_add(out, sep);
		str_add(out, f->genre < 0 ?
				     item.s :
				     vocab_label(s->vocab, (enum vocab_genre)f->genre, item.s));
		sep = ", ";
	}
	str_done(&item);
}

static bool say_date(struct str *out, const char *date, int *day)
{
	if (date_parse_day(date, day)) {
		date_french(out, *day, DATE_ALWAYS_YEAR, 0);
		return true;
	}
	str_add(out, date);
	return false;
}

void field_say_age(struct str *out, const char *date)
{
	int day, days;

	if (!say_date(out, date, &day))
		return;
	days = clock_today() - day;
	if (days >= 730)
		str_addf(out, ", il y a %d ans", days / 365);
	else if (days >= 60)
		str_addf(out, ", il y a %d mois", days / 30);
	else if (days > 1)
		str_addf(out, ", il y a %d jours", days);
}

/* ---- hours ---- */

/* The week in words; NULL when it is not understood, which is said. */
static struct hours *say_week(struct str *out, const char *value)
{
	struct err ignored = ERR_INIT;
	struct hours *h = hours_parse(value, strlen(value), 0, &ignored);

	if (h)
		hours_french(out, h);
	else
		hours_french_invalid(out, value);
	return h;
}

/* The next days with an opening, without the last line end. */
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

void field_say_hours(struct str *out, const struct session *s, const char *value)
{
	struct hours *h = say_week(out, value);

	if (h) {
		str_addc(out, '\n');
		hours_french_state(out, h, &s->school, clock_now());
		say_next(out, s, h);
	}
	hours_free(h);
}

void field_say_dates(struct str *out, const struct session *s, const char *value)
{
	struct hours *h = say_week(out, value);

	if (h)
		say_next(out, s, h);
	hours_free(h);
}

/* ---- any field ---- */

void field_say(struct str *out, const struct session *s, const struct field *f, const char *value)
{
	int day;

	if (!*value)
		return;
	switch (f->kind) {
	case FIELD_LIST:
	case FIELD_CODES:
		if (f == &offer_fields[OFFER_COVERAGE])
			coverage_say(out, s->gazetteer, value);
		else
			say_items(out, s, f, value);
		return;
	case FIELD_DATE:
		say_date(out, value, &day);
		return;
	case FIELD_HOURS:
		hours_free(say_week(out, value));
		return;
	case FIELD_PHONE:
		phone_french(out, value);
		return;
	case FIELD_TEXT:
	case FIELD_NUMBER:
	case FIELD_YESNO:
		str_add(out, value);
		if (f == &offer_fields[OFFER_SESSION_MINUTES] && *value)
			str_add(out, " minutes");
		return;
	}
}

void field_say_live(struct str *out, const struct session *s, const struct field *f,
		    const char *value)
{
	if (f->kind == FIELD_DATE)
		field_say_age(out, value);
	else
		field_say(out, s, f, value);
}
