/* Entries of the log in French. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/article.h"
#include "aiguillage/date.h"
#include "aiguillage/log.h"
#include "aiguillage/place.h"

static void say_day(const char *iso, struct str *out)
{
	int year = date_of_day(clock_today()).year;
	int64_t moment;

	if (!date_parse_moment(iso, &moment)) {
		str_add(out, iso);
		return;
	}
	date_french(out, date_day_of(moment), 0, year);
	if (strchr(iso, 'T')) {
		str_add(out, " à ");
		date_french_time(out, date_minute_of(moment));
	}
}

/* One thing alone is said without its number. */
static void say_codes(const struct session *s, const struct entry_field *f, const char *list,
		      struct str *out)
{
	struct list_walk w = { .rest = list };
	bool counted = f->kind == ENTRY_IS_COUNTS;
	size_t start = out->len;
	struct str code;
	long n;

	counted = counted && counts_total(list) > 1;
	str_init(&code);
	while (counts_next(&w, &code, &n)) {
		if (out->len > start)
			str_add(out, ", ");
		if (counted)
			str_addf(out, "%ld ", n);
		str_add(out, vocab_brief(s->vocab, (enum vocab_genre)f->genre, code.s));
	}
	str_done(&code);
}

static void say_history(const struct session *s, const char *list, struct str *out)
{
	struct list_walk w = { .rest = list };
	size_t start = out->len;
	struct str item;

	str_init(&item);
	while (list_next(&w, &item)) {
		char *equal = strchr(item.s, '=');

		if (!equal)
			continue;
		*equal = '\0';
		if (out->len > start)
			str_add(out, " → ");
		str_addf(out, "%s ", vocab_brief(s->vocab, VOCAB_STATE, equal + 1));
		str_add(out, "le ");
		say_day(item.s, out);
	}
	str_done(&item);
}

static void say_list(const char *list, struct str *out)
{
	struct list_walk w = { .rest = list };
	size_t start = out->len;
	struct str item;

	str_init(&item);
	while (list_next(&w, &item)) {
		if (out->len > start)
			str_add(out, ", ");
		str_add(out, item.s);
	}
	str_done(&item);
}

void log_say_value(const struct session *s, enum entry_kind kind, int field, const char *value,
		   struct str *out)
{
	size_t n;
	const struct entry_field *f = &entry_fields(kind, &n)[field];

	switch (*value ? f->kind : ENTRY_IS_TEXT) {
	case ENTRY_IS_VALUE:
	case ENTRY_IS_VALUES:
	case ENTRY_IS_COUNTS:
		say_codes(s, f, value, out);
		break;
	case ENTRY_IS_DAY:
	case ENTRY_IS_MOMENT:
		say_day(value, out);
		break;
	case ENTRY_IS_HISTORY:
		say_history(s, value, out);
		break;
	case ENTRY_IS_LIST:
		say_list(value, out);
		break;
	case ENTRY_IS_NUMBER:
		if (kind == KIND_ACCOMPANIMENT && field == ACC_MINUTES)
			duration_say(out, strtol(value, NULL, 10));
		else
			str_add(out, value);
		break;
	default:
		if (kind == KIND_REFERRAL && field == REF_PHONE)
			phone_french(out, value);
		else
			str_add(out, value);
	}
}

static void add_field(const struct session *s, const struct entry *e, int field, const char *before,
		      struct str *out)
{
	if (!*entry_get(e, field))
		return;
	str_add(out, before);
	log_say_value(s, e->kind, field, entry_get(e, field), out);
}

void log_say_state(const struct session *s, const struct entry *e, int today, struct str *out)
{
	str_add(out, vocab_brief(s->vocab, VOCAB_STATE,
				 referral_state_code(referral_state_on(e, today))));
	add_field(s, e, REF_REASON, " : ", out);
}

static bool is_of_several(const struct entry *e)
{
	return e->kind == KIND_ACCOMPANIMENT && entry_number(e, ACC_PEOPLE) > 1 &&
	       strcmp(entry_get(e, ACC_ACTIVITY), "collectif") == 0;
}

static void say_participants(const struct entry *e, struct str *out)
{
	str_addf(out, ", %ld participants", entry_number(e, ACC_PEOPLE));
	if (*entry_get(e, ENTRY_COMMUNE)) {
		str_addc(out, ' ');
		say_of(out, entry_get(e, ENTRY_COMMUNE));
	}
}

static void say_visit(const struct session *s, const struct entry *e, struct str *out)
{
	bool workshop = strcmp(entry_get(e, ACC_ACTIVITY), "collectif") == 0;

	str_add(out, workshop ? "atelier" : "accompagnement");
	if (workshop && *entry_get(e, ACC_TITLE))
		str_addf(out, " « %s »", entry_get(e, ACC_TITLE));
	add_field(s, e, ACC_MINUTES, ", ", out);
	if (is_of_several(e))
		say_participants(e, out);
	add_field(s, e, ACC_THEMES, ", ", out);
	add_field(s, e, ACC_PLACE, ", ", out);
	if (!*entry_get(e, ACC_PLACE) && *entry_get(e, ACC_PLACE_COMMUNE)) {
		str_add(out, ", ");
		say_at(out, entry_get(e, ACC_PLACE_COMMUNE));
	}
}

void log_say(const struct session *s, const struct entry *e, struct str *out)
{
	switch (e->kind) {
	case KIND_ACCOMPANIMENT:
		say_visit(s, e, out);
		break;
	case KIND_REFERRAL:
		str_add(out, "orientation vers ");
		str_add(out, *entry_get(e, REF_PLACE) ? entry_get(e, REF_PLACE)
						      : entry_get(e, REF_OFFER));
		add_field(s, e, REF_NEEDS, ", ", out);
		break;
	case KIND_UNMET:
		str_add(out, "besoin sans réponse");
		add_field(s, e, UNMET_NEEDS, " : ", out);
		add_field(s, e, UNMET_REASON, " (", out);
		str_add(out, *entry_get(e, UNMET_REASON) ? ")" : "");
		break;
	default:
		str_add(out, entry_get(e, PERSON_CODE));
	}
	if (e->kind != KIND_PERSON && !is_of_several(e) && *entry_get(e, ENTRY_COMMUNE)) {
		str_add(out, ", une personne ");
		say_of(out, entry_get(e, ENTRY_COMMUNE));
	}
}
