#include "aiguillage/field_say.h"

#include <string.h>

#include "aiguillage/coverage.h"
#include "aiguillage/date.h"
#include "aiguillage/hours.h"
#include "aiguillage/hours_french.h"
#include "aiguillage/vocab.h"

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

static void say_date(struct str *out, const char *date)
{
	int day;

	if (date_parse_day(date, &day))
		date_french(out, day, DATE_ALWAYS_YEAR, 0);
	else
		str_add(out, date);
}

static void say_hours(struct str *out, const char *value)
{
	struct err ignored = ERR_INIT;
	struct hours *h = hours_parse(value, strlen(value), 0, &ignored);

	if (h)
		hours_french(out, h);
	else
		str_add(out, value);
	hours_free(h);
}

void field_say(struct str *out, const struct session *s, const struct field *f, const char *value)
{
	switch (f->kind) {
	case FIELD_LIST:
	case FIELD_CODES:
		if (f == &offer_fields[OFFER_COVERAGE])
			coverage_say(out, s->gazetteer, value);
		else
			say_items(out, s, f, value);
		return;
	case FIELD_DATE:
		say_date(out, value);
		return;
	case FIELD_HOURS:
		say_hours(out, value);
		return;
	case FIELD_PHONE:
		phone_french(out, value);
		return;
	case FIELD_TEXT:
	case FIELD_NUMBER:
	case FIELD_YESNO:
		str_add(out, value);
		return;
	}
}
