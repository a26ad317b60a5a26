/* What comes next of an entry, and entries as a text to be read or printed. */
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/log.h"
#include "aiguillage/place.h"
#include "aiguillage/text.h"

static void say_appointment(const struct entry *e, int today, struct str *out)
{
	int year = date_of_day(today).year;
	int64_t moment;

	if (!date_parse_moment(entry_get(e, REF_APPOINTMENT), &moment))
		return;
	str_add(out, " · rdv ");
	date_french_brief(out, date_day_of(moment), year);
	/* once it is past, its time matters no more */
	if (date_day_of(moment) >= today && strchr(entry_get(e, REF_APPOINTMENT), 'T')) {
		str_add(out, " à ");
		date_french_time(out, date_minute_of(moment));
	}
}

void log_say_next(const struct session *s, const struct entry *e, int today, struct str *out)
{
	int day;

	if (e->kind != KIND_REFERRAL)
		return;
	log_say_state(s, e, today, out);
	if (!referral_is_open(referral_state(e)))
		return;
	say_appointment(e, today, out);
	if (entry_day(e, REF_FOLLOWUP, &day)) {
		str_add(out, day < today ? " · à relancer depuis le " : " · à relancer le ");
		date_french(out, day, 0, date_of_day(today).year);
	}
}

void log_say_phone(const struct entry *e, struct str *out)
{
	if (e->kind == KIND_REFERRAL && referral_is_open(referral_state(e)) &&
	    *entry_get(e, REF_PHONE))
		phone_french(out, entry_get(e, REF_PHONE));
}

void log_say_call(const struct session *s, const struct entry *e, struct str *out)
{
	const char *contact = entry_get(e, REF_CONTACT);
	size_t start = out->len;

	log_say_phone(e, out);
	if (out->len == start)
		str_add(out, "le lieu n’a pas de téléphone connu");
	if (*contact)
		str_addf(out, " · devait appeler : %s", vocab_brief(s->vocab, VOCAB_CONTACT, contact));
}

bool log_text_entry(struct session *s, const struct entry *e, const char *head, int cols,
		    struct str *out, struct err *err)
{
	int today = clock_today(), day = today;
	struct str b, code, next;
	bool ok;

	str_init(&b);
	str_init(&code);
	str_init(&next);
	ok = log_code(s, e, &code, err);
	entry_day(e, ENTRY_DAY, &day);
	date_french(&b, day, 0, date_of_day(today).year);
	str_add(&b, " : ");
	log_say(s, e, &b);
	if (code.len)
		str_addf(&b, ", %s", code.s);
	text_add_wrapped(out, b.s, 2, cols);
	str_add(&next, head);
	str_clear(&b);
	log_say_next(s, e, today, &b);
	if (b.len)
		str_join(&next, " · ", b.s);
	str_clear(&b);
	log_say_phone(e, &b);
	if (b.len)
		str_join(&next, " · ", b.s);
	if (next.len) {
		str_add(out, "  ");
		text_add_wrapped(out, next.s, 2, cols);
	}
	str_done(&next);
	str_done(&code);
	str_done(&b);
	return ok;
}

bool log_text(struct session *s, const struct log_list *l, const char *title, int cols,
	      struct str *out, struct err *err)
{
	bool ok = true;

	text_add_wrapped(out, title, 0, cols);
	for (size_t i = 0; ok && i < l->n; i++) {
		str_addc(out, '\n');
		ok = log_text_entry(s, &l->e[i], "", cols, out, err);
	}
	return ok;
}
