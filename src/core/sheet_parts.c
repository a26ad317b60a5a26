/* The parts that say where, whom, what, how to get there, and on what conditions. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/post.h"
#include "aiguillage/text.h"
#include "sheet_impl.h"

#define OFFERS_TOLD 4

/* ---- where ---- */

static bool says_the_same(const char *name, const char *other)
{
	char *a = folded(name), *b = folded(other);
	bool same = strstr(a, b) || strstr(b, a);

	free(a);
	free(b);
	return same;
}

static void add_town(struct maker *m)
{
	struct str b;

	str_init(&b);
	str_add(&b, place_get(&m->place, PLACE_POSTCODE));
	if (*place_get(&m->place, PLACE_COMMUNE))
		str_join(&b, " ", place_get(&m->place, PLACE_COMMUNE));
	sheet_add_text(m, SHEET_WHERE, SHEET_STRONG, b.s);
	str_done(&b);
}

void sheet_add_where(struct maker *m)
{
	const char *name = place_get(&m->place, PLACE_NAME), *offer = sheet_offer_field(m, OFFER_NAME);
	const char *meeting = sheet_offer_field(m, OFFER_MEETING);

	sheet_add_text(m, SHEET_WHERE, SHEET_STRONG, name);
	if (*offer && !says_the_same(name, offer))
		sheet_add_text(m, SHEET_WHERE, SHEET_PLAIN, offer);
	if (m->remote) {
		sheet_add_key(m, SHEET_WHERE, SHEET_STRONG, "a-distance");
		return;
	}
	if (list_has(meeting, "a-domicile"))
		sheet_add_key(m, SHEET_WHERE, SHEET_PLAIN, "domicile");
	if (sheet_moves_about(m)) {
		if (!list_has(meeting, "a-domicile"))
			sheet_add_key(m, SHEET_WHERE, SHEET_PLAIN, "lieu-a-demander");
		return;
	}
	sheet_add_text(m, SHEET_WHERE, SHEET_STRONG, place_get(&m->place, PLACE_ADDRESS));
	sheet_add_text(m, SHEET_WHERE, SHEET_PLAIN, place_get(&m->place, PLACE_ADDRESS2));
	add_town(m);
	if (!*place_get(&m->place, PLACE_ADDRESS))
		sheet_add_key(m, SHEET_WHERE, SHEET_PLAIN, "lieu-a-demander");
}

void sheet_add_phone(struct maker *m)
{
	const char *phone = place_get(&m->place, PLACE_PHONE);
	struct str b;

	if (!*phone)
		return;
	str_init(&b);
	phone_french(&b, phone);
	sheet_add_text(m, SHEET_PHONE, SHEET_DIGITS, b.s);
	str_done(&b);
}

/* ---- whom, what ---- */

void sheet_add_who(struct maker *m)
{
	const char *contact = m->r->ask && *m->r->ask ? m->r->ask : sheet_offer_field(m, OFFER_CONTACT);
	char *f = folded(contact);

	if (strstr(f, "conseiller numerique") || strstr(f, "conseillere numerique") ||
	    (!*f && list_has(sheet_offer_field(m, OFFER_PROGRAMMES), "conseillers-numeriques")))
		sheet_add_key(m, SHEET_WHO, SHEET_STRONG, "conseiller");
	else if (*f)
		sheet_add_text(m, SHEET_WHO, SHEET_STRONG, contact);
	else if (!m->remote)
		sheet_add_key(m, SHEET_WHO, SHEET_STRONG, "accueil");
	free(f);
}

static void say_need(struct str *out, const struct words *w, const void *ctx)
{
	const struct maker *m = ctx;
	struct str key;
	const char *phrase;

	str_init(&key);
	str_addf(&key, "besoin-%s", m->need);
	phrase = words_get(w, key.s);
	if (*phrase)
		words_say(out, w, "voudrais", (struct fill[]){
			{ "besoin", phrase, FILL_WORDS }, { .name = NULL } });
	else
		words_say(out, w, "voudrais-mots", (struct fill[]){
			{ "besoin", vocab_label(m->s->vocab, VOCAB_NEED, m->need), FILL_DATA },
			{ .name = NULL } });
	str_done(&key);
}

/* The need that was asked, or else the one thing that is done there. */
static const char *need_of(const struct maker *m, struct str *only)
{
	struct list_walk w = { .rest = sheet_offer_field(m, OFFER_SERVICES) };
	struct str item;

	if (*m->need)
		return m->need;
	str_init(&item);
	while (list_next(&w, &item)) {
		const char *code = vocab_code(m->s->vocab, VOCAB_NEED, item.s);

		if (only->len) {
			str_clear(only);
			break;
		}
		str_add(only, code);
	}
	str_done(&item);
	return only->s;
}

void sheet_add_ask(struct maker *m)
{
	struct list_walk w;
	struct str only, item;

	str_init(&only);
	str_init(&item);
	w = (struct list_walk){ .rest = need_of(m, &only) };
	while (list_next(&w, &item)) {
		m->need = item.s;
		sheet_add_said(m, SHEET_ASK, SHEET_PLAIN, say_need, m);
	}
	sheet_add_text(m, SHEET_ASK, SHEET_PLAIN, m->r->say);
	if (!m->sheet->blocks[SHEET_ASK].n)
		sheet_add_key(m, SHEET_ASK, SHEET_PLAIN, "voudrais-rien");
	for (size_t i = 0; !m->has_offer && i < m->n_offers && i < OFFERS_TOLD; i++) {
		struct str b;

		str_init(&b);
		str_addf(&b, "– %s", offer_get(&m->offers[i], OFFER_NAME));
		sheet_add_text(m, SHEET_ASK, SHEET_PLAIN, b.s);
		str_done(&b);
	}
	m->need = "";
	str_done(&item);
	str_done(&only);
}

void sheet_add_papers(struct maker *m)
{
	char *text = text_cleaned(m->r->papers ? m->r->papers : "", TEXT_MANY_LINES), *rest = text;
	char *line;

	while ((line = strsep(&rest, "\n")))
		sheet_add_text(m, SHEET_PAPERS, SHEET_PLAIN, line);
	free(text);
}

/* ---- the trip ---- */

static double trip_km(const struct maker *m, const struct commune *from)
{
	struct commune there;
	double lat, lon;
	uint32_t c;

	if (sheet_position(m, &lat, &lon))
		return geo_distance_km(from->lat, from->lon, lat, lon);
	c = gazetteer_by_insee(m->s->gazetteer, place_get(&m->place, PLACE_INSEE));
	if (c == COMMUNE_NONE)
		return NAN;
	gazetteer_get(m->s->gazetteer, c, &there);
	return geo_distance_km(from->lat, from->lon, there.lat, there.lon);
}

static void add_distance(struct maker *m, const struct commune *from)
{
	double km = trip_km(m, from);
	struct str b;

	if (!isfinite(km))
		return;
	str_init(&b);
	str_addf(&b, "%.0f", km < 1 ? 1 : km);
	sheet_add_fills(m, SHEET_TRIP, SHEET_PLAIN, "distance", (struct fill[]){
		{ "km", b.s, FILL_DATA }, { "commune", from->name, FILL_DATA }, { .name = NULL } });
	str_done(&b);
}

static void add_train(struct maker *m, const char *from)
{
	struct rail_route route;
	struct str b;

	if (!rail_route(m->s->rail, from, place_get(&m->place, PLACE_INSEE), &route))
		return;
	str_init(&b);
	str_addf(&b, "%s → %s", route.from->station, route.to->station);
	sheet_add_filled(m, SHEET_TRIP, SHEET_PLAIN, "train", "gares", b.s);
	if (route.change)
		sheet_add_filled(m, SHEET_TRIP, SHEET_PLAIN, "changer", "gare",
				 route.change->station);
	str_done(&b);
}

void sheet_add_trip(struct maker *m)
{
	uint32_t c = m->r->commune ? gazetteer_by_insee(m->s->gazetteer, m->r->commune) : COMMUNE_NONE;
	struct commune from;

	if (c == COMMUNE_NONE || m->remote || sheet_moves_about(m))
		return;
	gazetteer_get(m->s->gazetteer, c, &from);
	if (strcmp(from.insee, place_get(&m->place, PLACE_INSEE)) == 0) {
		sheet_add_key(m, SHEET_TRIP, SHEET_PLAIN, "meme-commune");
		return;
	}
	add_train(m, from.insee);
	add_distance(m, &from);
}

/* ---- cost, conditions ---- */

void sheet_add_cost(struct maker *m)
{
	struct list_walk w = { .rest = sheet_offer_field(m, OFFER_COST) };
	struct str item;

	str_init(&item);
	while (list_next(&w, &item)) {
		const char *code = vocab_code(m->s->vocab, VOCAB_COST, item.s);

		if (*words_get(&m->sheet->fr, code))
			sheet_add_key(m, SHEET_COST, SHEET_PLAIN, code);
		else
			sheet_add_text(m, SHEET_COST, SHEET_PLAIN, item.s);
	}
	sheet_add_sentence(m, SHEET_COST, sheet_offer_field(m, OFFER_COST_NOTE));
	if (!m->sheet->blocks[SHEET_COST].n && m->has_offer)
		sheet_add_key(m, SHEET_COST, SHEET_PLAIN, "cout-inconnu");
	str_done(&item);
}

static void add_reserved(struct maker *m)
{
	struct list_walk w = { .rest = sheet_offer_field(m, OFFER_EXCLUSIVE) };
	struct str item, b;

	str_init(&item);
	str_init(&b);
	while (list_next(&w, &item))
		str_join(&b, ", ", vocab_label(m->s->vocab, VOCAB_AUDIENCE, item.s));
	if (b.len)
		sheet_add_filled(m, SHEET_CONDITIONS, SHEET_PLAIN, "reserve", "qui", b.s);
	str_done(&b);
	str_done(&item);
}

static void add_prescriber(struct maker *m)
{
	const char *who = sheet_offer_field(m, OFFER_PRESCRIBERS);
	const char *by = sheet_offer_field(m, OFFER_REFERRABLE_BY);

	if (*who)
		sheet_add_filled(m, SHEET_CONDITIONS, SHEET_WARNING, "envoye-par", "qui", who);
	else if (list_has(by, "professionnels") && !list_has(by, "usagers"))
		sheet_add_key(m, SHEET_CONDITIONS, SHEET_WARNING, "envoye-pro");
}

void sheet_add_conditions(struct maker *m)
{
	const char *access = sheet_offer_field(m, OFFER_ACCESS);
	int day;

	add_reserved(m);
	add_prescriber(m);
	if (list_has(access, "utiliser-lien-mobilisation") && !list_has(access, "se-presenter"))
		sheet_add_key(m, SHEET_CONDITIONS, SHEET_PLAIN, "sur-rendez-vous");
	sheet_add_sentence(m, SHEET_CONDITIONS, sheet_offer_field(m, OFFER_CONDITIONS));
	sheet_add_sentence(m, SHEET_CONDITIONS, sheet_offer_field(m, OFFER_EXCLUSIONS));
	if (date_parse_day(sheet_offer_field(m, OFFER_END_DATE), &day))
		sheet_add_dated(m, SHEET_CONDITIONS, SHEET_WARNING, "jusqu-au", day);
	if (!m->remote)
		sheet_add_key(m, SHEET_CONDITIONS, SHEET_PLAIN, "accompagne");
	sheet_add_text(m, SHEET_CONDITIONS, SHEET_PLAIN, m->r->note);
}

/* ---- who refers ---- */

void sheet_add_by(struct maker *m)
{
	struct str b, post;

	str_init(&b);
	str_init(&post);
	if (m->r->by)
		str_add(&b, m->r->by);
	post_say(&post, m->s);
	if (post.len)
		str_join(&b, ", ", post.s);
	sheet_add_text(m, SHEET_BY, SHEET_PLAIN, b.s);
	if (m->r->code && *m->r->code)
		sheet_add_filled(m, SHEET_BY, SHEET_PLAIN, "code", "code", m->r->code);
	str_done(&b);
	str_done(&post);
}
