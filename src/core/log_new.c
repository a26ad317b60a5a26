/* Entries as the counsellor finds them: filled with all that the search and the directory know. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/hours_french.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/mem.h"
#include "src/core/log_impl.h"

#define OPENINGS_AHEAD 60	/* days */

void log_set_home(struct session *s, struct entry *e, const struct criteria *c)
{
	struct commune commune;

	if (!c || c->commune == COMMUNE_NONE)
		return;
	gazetteer_get(s->gazetteer, c->commune, &commune);
	entry_set(e, ENTRY_INSEE, commune.insee);
	entry_set(e, ENTRY_COMMUNE, commune.name);
}

/* ---- the place as it stands ---- */

static bool read_offer(struct session *s, int64_t id, struct place *p, struct offer *o,
		       struct err *err)
{
	if (!directory_offer(s->directory, id, o, err) ||
	    !directory_place(s->directory, o->place_id, p, err))
		return err->kind ? false
				 : err_set(err, ERR_NOT_FOUND, "Cette offre n’est plus dans l’annuaire");
	return true;
}

static void snapshot_hours(struct entry *e, const struct place *p, const struct offer *o)
{
	const char *value = *offer_get(o, OFFER_HOURS) ? offer_get(o, OFFER_HOURS)
						       : place_get(p, PLACE_HOURS);
	struct hours *h = hours_parse(value, strlen(value), 0, NULL);
	struct str b;

	str_init(&b);
	if (h)
		hours_french(&b, h);
	else
		str_add(&b, *offer_get(o, OFFER_HOURS_TEXT) ? offer_get(o, OFFER_HOURS_TEXT) : value);
	entry_set(e, REF_HOURS, b.s);
	hours_free(h);
	str_done(&b);
}

static void snapshot_place(struct entry *e, const struct place *p)
{
	entry_set(e, REF_PLACE_KEY, place_get(p, PLACE_KEY));
	entry_set(e, REF_PLACE, place_get(p, PLACE_NAME));
	entry_set(e, REF_ADDRESS, place_get(p, PLACE_ADDRESS));
	entry_set(e, REF_POSTCODE, place_get(p, PLACE_POSTCODE));
	entry_set(e, REF_PLACE_COMMUNE, place_get(p, PLACE_COMMUNE));
	entry_set(e, REF_PLACE_INSEE, place_get(p, PLACE_INSEE));
	entry_set(e, REF_PHONE, place_get(p, PLACE_PHONE));
	entry_set(e, REF_TYPOLOGY, place_get(p, PLACE_TYPOLOGY));
}

static bool aim(struct session *s, struct entry *e, int64_t offer, float km, struct err *err)
{
	struct place p;
	struct offer o;
	char buf[24];
	bool ok;

	place_init(&p);
	offer_init(&o);
	ok = read_offer(s, offer, &p, &o, err);
	if (ok) {
		snapshot_place(e, &p);
		snapshot_hours(e, &p, &o);
		entry_set(e, REF_OFFER_KEY, offer_get(&o, OFFER_KEY));
		entry_set(e, REF_OFFER, offer_get(&o, OFFER_NAME));
		entry_set(e, REF_PROGRAMMES, offer_get(&o, OFFER_PROGRAMMES));
		snprintf(buf, sizeof buf, "%.1f", (double)km);
		entry_set(e, REF_KM, isnan(km) ? "" : buf);
	}
	place_clear(&p);
	offer_clear(&o);
	return ok;
}

/* ---- referrals ---- */

static bool begin_referral(struct entry *e, struct err *err)
{
	int today = clock_today();

	entry_set_day(e, REF_DAY, today);
	entry_set(e, REF_CONTACT, "personne");
	entry_set_day(e, REF_FOLLOWUP, referral_followup(today, ""));
	return referral_become(e, STATE_REFERRED, today, "", err);
}

static const char *mode_of(const struct criteria *c)
{
	return c->filters & FILTER_INDIVIDUAL ? "individuel"
	     : c->filters & FILTER_WORKSHOP   ? "atelier"
	     : c->filters & FILTER_REMOTE     ? "a-distance"
	     : c->filters & FILTER_HOME	      ? "a-domicile"
					      : "";
}

/* What is asked of places tells what is in the way: the aliases of barriers are what is taken care of. */
static void set_barriers(struct session *s, struct entry *e, int field, const struct criteria *c)
{
	struct list_walk w = { .rest = c->cares.s };
	const struct vocab_value *barrier;
	struct str list, care;

	str_init(&list);
	str_init(&care);
	if (c->filters & FILTER_NO_CAR)
		list_add(&list, "mobilite");
	while (list_next(&w, &care))
		if ((barrier = vocab_find(s->vocab, VOCAB_BARRIER, care.s)))
			list_add(&list, barrier->code);
	entry_set(e, field, list.s);
	str_done(&care);
	str_done(&list);
}

bool log_referral(struct session *s, struct entry *e, const struct log_choice *c, struct err *err)
{
	entry_init(e, KIND_REFERRAL);
	log_set_home(s, e, c->criteria);
	if (c->criteria) {
		entry_set(e, REF_AUDIENCES, c->criteria->audiences.s);
		entry_set(e, REF_NEEDS, c->criteria->needs.s);
		entry_set(e, REF_MODE, mode_of(c->criteria));
		set_barriers(s, e, REF_BARRIERS, c->criteria);
	}
	return begin_referral(e, err) && aim(s, e, c->offer, c->km, err);
}

/* What belongs to the request, not to the place. */
static const int request_fields[] = {
	REF_PERSON, REF_INSEE, REF_COMMUNE, REF_AGES, REF_GENDERS, REF_SITUATIONS, REF_AUDIENCES,
	REF_NEEDS, REF_WORDS, REF_BARRIERS, REF_TRAVELS, REF_TRAVEL, REF_MODE, REF_PATHWAY,
};

bool log_again(struct session *s, const struct entry *from, struct entry *e, int64_t offer,
	       float km, struct err *err)
{
	entry_init(e, KIND_REFERRAL);
	for (size_t i = 0; i < ARRAY_SIZE(request_fields); i++)
		entry_set(e, request_fields[i], entry_get(from, request_fields[i]));
	entry_set_number(e, REF_STEP, entry_number(from, REF_STEP) + 1);
	entry_set(e, REF_AFTER, from->id);
	return begin_referral(e, err) && aim(s, e, offer, km, err);
}

void log_carry(struct session *s, const struct entry *referral)
{
	struct entry *old = s->carried;

	s->carried = NULL;
	if (referral) {
		s->carried = xcalloc(1, sizeof *s->carried);
		entry_copy(s->carried, referral);
	}
	if (old)
		entry_done(old);
	free(old);
}

const struct entry *log_carried(const struct session *s)
{
	return s->carried;
}

void log_same(const struct entry *from, struct entry *e)
{
	size_t n;
	const struct entry_field *f = entry_fields(from->kind, &n);
	static const int personal[] = { ENTRY_PERSON, ENTRY_INSEE, ENTRY_COMMUNE, ENTRY_AGES,
					ENTRY_GENDERS, ENTRY_SITUATIONS };
	struct err ignored = ERR_INIT;

	entry_copy(e, from);
	*e->id = *e->made = *e->changed = '\0';
	e->revision = 0;
	e->removed = false;
	for (size_t i = 0; i < ARRAY_SIZE(personal); i++)
		entry_set(e, personal[i], "");
	for (size_t i = 0; i < n; i++)
		if (entry_is_personal(&f[i]))
			entry_set(e, (int)i, "");
	entry_set_day(e, ENTRY_DAY, clock_today());
	if (e->kind != KIND_REFERRAL)
		return;
	for (int i = REF_STATE; i <= REF_AFTER; i++)
		entry_set(e, i, "");
	entry_set(e, REF_APPOINTMENT, "");
	begin_referral(e, &ignored);
}

bool offer_is_prescribed(const struct offer *o)
{
	return *offer_get(o, OFFER_PRESCRIBERS) || *offer_get(o, OFFER_PRESCRIBER_KEYS);
}

static double km_between(struct session *s, const char *insee, const char *other)
{
	uint32_t from = gazetteer_by_insee(s->gazetteer, insee), to = gazetteer_by_insee(s->gazetteer, other);
	struct commune a, b;
	double km;

	if (from == COMMUNE_NONE || to == COMMUNE_NONE)
		return HUGE_VAL;
	gazetteer_get(s->gazetteer, from, &a);
	gazetteer_get(s->gazetteer, to, &b);
	km = geo_distance_km(a.lat, a.lon, b.lat, b.lon);
	return isnan(km) ? HUGE_VAL : km;
}

int64_t log_prescriber_near(struct session *s, const struct entry *e, struct err *err)
{
	int64_t row = directory_offer_by_key(s->directory, entry_get(e, REF_OFFER_KEY), err);
	int64_t found, nearest = 0;
	double km, least = HUGE_VAL;
	struct list_walk w;
	struct place p;
	struct offer o;
	struct str key;

	place_init(&p);
	offer_init(&o);
	str_init(&key);
	if (row && directory_offer(s->directory, row, &o, err)) {
		w = (struct list_walk){ .rest = offer_get(&o, OFFER_PRESCRIBER_KEYS) };
		while (list_next(&w, &key)) {
			found = directory_place_by_key(s->directory, key.s, err);
			if (!found || !directory_place(s->directory, found, &p, err))
				continue;
			km = km_between(s, entry_get(e, REF_INSEE), place_get(&p, PLACE_INSEE));
			if (!nearest || km < least) {
				nearest = found;
				least = km;
			}
		}
	}
	str_done(&key);
	place_clear(&p);
	offer_clear(&o);
	return nearest;
}

bool log_via_prescriber(struct session *s, struct entry *e, int64_t place, struct err *err)
{
	static const int of_offer[] = { REF_OFFER_KEY, REF_OFFER, REF_HOURS, REF_PROGRAMMES, REF_KM };
	int64_t row = directory_offer_by_key(s->directory, entry_get(e, REF_OFFER_KEY), err);
	struct place p;
	struct offer o;
	bool ok;

	place_init(&p);
	offer_init(&o);
	ok = row && directory_offer(s->directory, row, &o, err) &&
	     (!place || directory_place(s->directory, place, &p, err));
	if (ok) {
		if (!place)
			place_set(&p, PLACE_NAME, offer_get(&o, OFFER_PRESCRIBERS));
		entry_set(e, REF_TARGET_KEY, entry_get(e, REF_OFFER_KEY));
		entry_set(e, REF_TARGET, entry_get(e, REF_OFFER));
		for (size_t i = 0; i < ARRAY_SIZE(of_offer); i++)
			entry_set(e, of_offer[i], "");
		snapshot_place(e, &p);
		if (place) {
			offer_clear(&o);
			snapshot_hours(e, &p, &o);
		}
	}
	place_clear(&p);
	offer_clear(&o);
	return ok || (err->kind ? false
				: err_set(err, ERR_NOT_FOUND, "Cette fiche n’est plus dans l’annuaire"));
}

/* ---- appointments ---- */

static struct hours *hours_of(struct session *s, const struct entry *e)
{
	struct err ignored = ERR_INIT;
	int64_t offer = directory_offer_by_key(s->directory, entry_get(e, REF_OFFER_KEY), &ignored);
	int64_t place = directory_place_by_key(s->directory, entry_get(e, REF_PLACE_KEY), &ignored);
	const char *value = "";
	struct hours *h;
	struct place p;
	struct offer o;

	place_init(&p);
	offer_init(&o);
	if (offer && directory_offer(s->directory, offer, &o, &ignored))
		value = offer_get(&o, OFFER_HOURS);
	if (!*value && place && directory_place(s->directory, place, &p, &ignored))
		value = place_get(&p, PLACE_HOURS);
	h = hours_parse(value, strlen(value), 0, NULL);
	place_clear(&p);
	offer_clear(&o);
	return h;
}

size_t log_openings(struct session *s, const struct entry *e, struct hours_span *spans, size_t max)
{
	struct hours *h = hours_of(s, e);
	size_t n = 0;

	if (!h)
		return 0;
	n = hours_openings(h, &s->school, clock_now(), OPENINGS_AHEAD, spans, max);
	for (size_t i = 0; i < n; i++)
		spans[i].at.comment = NULL;	/* lent by what is freed now */
	hours_free(h);
	return n;
}

/* ---- needs without answer ---- */

bool log_unmet(struct session *s, struct entry *e, const struct log_choice *c, struct err *err)
{
	struct place p;
	struct offer o;
	bool ok = true;

	entry_init(e, KIND_UNMET);
	entry_set_day(e, UNMET_DAY, clock_today());
	entry_set(e, UNMET_REASON, c->offer ? "autre" : "aucun-lieu");
	log_set_home(s, e, c->criteria);
	if (c->criteria) {
		entry_set(e, UNMET_AUDIENCES, c->criteria->audiences.s);
		entry_set(e, UNMET_NEEDS, c->criteria->needs.s);
		entry_set(e, UNMET_WORDS, c->criteria->text.s);
		set_barriers(s, e, UNMET_BARRIERS, c->criteria);
		if (c->criteria->radius_km != SEARCH_RADIUS_DEPT)
			entry_set_number(e, UNMET_RADIUS, c->criteria->radius_km);
	}
	if (!c->offer)
		return true;
	place_init(&p);
	offer_init(&o);
	ok = read_offer(s, c->offer, &p, &o, err);
	if (ok) {
		entry_set(e, UNMET_OFFER_KEY, offer_get(&o, OFFER_KEY));
		entry_set(e, UNMET_PLACE, place_get(&p, PLACE_NAME));
	}
	place_clear(&p);
	offer_clear(&o);
	return ok;
}

void log_criteria(struct session *s, const struct entry *e, struct criteria *c)
{
	bool referral = e->kind == KIND_REFERRAL;

	if (*entry_get(e, ENTRY_INSEE))
		c->commune = gazetteer_by_insee(s->gazetteer, entry_get(e, ENTRY_INSEE));
	if (!referral && e->kind != KIND_UNMET)
		return;
	str_clear(&c->audiences);
	str_add(&c->audiences, entry_get(e, referral ? (int)REF_AUDIENCES : (int)UNMET_AUDIENCES));
	str_clear(&c->needs);
	str_add(&c->needs, entry_get(e, referral ? (int)REF_NEEDS : (int)UNMET_NEEDS));
}
