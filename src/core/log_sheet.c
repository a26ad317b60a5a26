/* What the sheet of a referral is asked for: the offer as it is now, or else as it was that day. */
#include "aiguillage/log_sheet.h"

#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/log.h"

static void snapshot(struct log_sheet *l)
{
	static const struct {
		int from;
		enum place_field to;
	} fields[] = {
		{ REF_PLACE_KEY, PLACE_KEY }, { REF_PLACE, PLACE_NAME },
		{ REF_ADDRESS, PLACE_ADDRESS }, { REF_POSTCODE, PLACE_POSTCODE },
		{ REF_PLACE_COMMUNE, PLACE_COMMUNE }, { REF_PLACE_INSEE, PLACE_INSEE },
		{ REF_PHONE, PLACE_PHONE }, { REF_TYPOLOGY, PLACE_TYPOLOGY },
	};
	const struct entry *e = &l->entry;

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		place_set(&l->place, fields[i].to, entry_get(e, fields[i].from));
	l->request.place = &l->place;
	offer_set(&l->offer, OFFER_KEY, entry_get(e, REF_OFFER_KEY));
	offer_set(&l->offer, OFFER_NAME, entry_get(e, REF_OFFER));
	offer_set(&l->offer, OFFER_HOURS_TEXT, entry_get(e, REF_HOURS));
	offer_set(&l->offer, OFFER_PROGRAMMES, entry_get(e, REF_PROGRAMMES));
	l->request.offer = &l->offer;
}

/* The directory knows more, and better, than what was noted; when it still has it. */
static void find(struct session *s, struct log_sheet *l, struct err *err)
{
	const char *offer = entry_get(&l->entry, REF_OFFER_KEY);
	const char *place = entry_get(&l->entry, REF_PLACE_KEY);

	if (*offer && directory_offer_by_key(s->directory, offer, err))
		l->request.key = offer;
	else if (!*offer && *place && directory_place_by_key(s->directory, place, err))
		l->request.key = place;
	else
		snapshot(l);
}

bool log_sheet_init(struct session *s, const struct entry *referral, struct log_sheet *l,
		    struct err *err)
{
	const struct entry *e = &l->entry;
	const char *when;

	*l = (struct log_sheet){ .request = { .appointment = SHEET_NO_MOMENT,
					      .language = SHEET_NO_LANGUAGE } };
	place_init(&l->place);
	offer_init(&l->offer);
	str_init(&l->code);
	entry_copy(&l->entry, referral);
	if (e->kind != KIND_REFERRAL)
		return err_set(err, ERR_USAGE, "Cette entrée n’est pas une orientation : elle n’a pas "
			       "de fiche à remettre");
	/* the code is on the sheet, and what to ask for */
	if ((*entry_person(e) || entry_any_locked(e)) && !log_open(s, &l->entry, err))
		return false;
	find(s, l, err);
	if (err->kind || !log_code(s, e, &l->code, err))
		return false;
	l->request.commune = entry_get(e, ENTRY_INSEE);
	l->request.need = entry_get(e, REF_NEEDS);
	l->request.say = entry_get(e, REF_ASK);
	l->request.code = l->code.s;
	when = entry_get(e, REF_APPOINTMENT);
	if (*when && date_parse_moment(when, &l->request.appointment))
		l->request.any_time = !strchr(when, 'T');
	return true;
}

void log_sheet_done(struct log_sheet *l)
{
	entry_done(&l->entry);
	place_clear(&l->place);
	offer_clear(&l->offer);
	str_done(&l->code);
}
