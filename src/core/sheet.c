/* What a sheet says, part after part. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/post.h"
#include "aiguillage/text.h"
#include "sheet_impl.h"

enum {
	OFFERS_TOLD = 4,
	DAYS_FRESH = 366,	/* older information is not to be trusted without a call */
};

/* ---- lines ---- */

static void add_line(struct maker *m, enum sheet_part part, const struct sheet_line *line)
{
	struct sheet_block *b = &m->sheet->blocks[part];

	b->lines = mem_grow(b->lines, b->n, &b->cap, sizeof *b->lines);
	b->lines[b->n++] = *line;
}

static char *printed(const char *text)
{
	struct str b;
	char *s;

	str_init(&b);
	text_printed(&b, text);
	s = str_steal(&b);
	str_done(&b);
	return s;
}

static char *said(const struct words *w, sheet_say_fn *fn, const void *ctx)
{
	struct str b;
	char *text;

	str_init(&b);
	fn(&b, w, ctx);
	text = str_steal(&b);
	str_done(&b);
	return text;
}

void sheet_add_said(struct maker *m, enum sheet_part part, enum sheet_style style,
		    sheet_say_fn *fn, const void *ctx)
{
	const struct sheet *sheet = m->sheet;
	struct sheet_line line = { .style = style };
	char *text = said(&sheet->fr, fn, ctx);

	line.text = printed(text);
	free(text);
	if (sheet->other.lang != SHEET_NO_LANGUAGE)
		line.other = said(&sheet->other, fn, ctx);
	add_line(m, part, &line);
}

struct filled {
	const char *key;
	const struct fill *fills;
};

static void say_filled(struct str *out, const struct words *w, const void *ctx)
{
	const struct filled *f = ctx;

	words_say(out, w, f->key, f->fills);
}

void sheet_add_key(struct maker *m, enum sheet_part part, enum sheet_style style, const char *key)
{
	sheet_add_said(m, part, style, say_filled, &(struct filled){ .key = key });
}

void sheet_add_filled(struct maker *m, enum sheet_part part, enum sheet_style style,
		      const char *key, const char *name, const char *value)
{
	struct fill fills[] = { { name, value, FILL_DATA }, { .name = NULL } };

	sheet_add_said(m, part, style, say_filled, &(struct filled){ key, fills });
}

void sheet_add_text(struct maker *m, enum sheet_part part, enum sheet_style style,
		    const char *text)
{
	if (text && *text)
		add_line(m, part, &(struct sheet_line){ .style = style, .text = printed(text) });
}

struct dated {
	const char *key;
	int day;
};

static void say_dated(struct str *out, const struct words *w, const void *ctx)
{
	const struct dated *d = ctx;
	struct str date;

	str_init(&date);
	words_date(&date, w, d->day);
	words_say(out, w, d->key, (struct fill[]){
		{ "date", date.s, FILL_WORDS }, { .name = NULL } });
	str_done(&date);
}

void sheet_add_dated(struct maker *m, enum sheet_part part, enum sheet_style style,
		     const char *key, int day)
{
	sheet_add_said(m, part, style, say_dated, &(struct dated){ key, day });
}

/* ---- reading ---- */

/* Reads the counsellor's marks on the way. */
static bool may_propose(struct maker *m, enum overlay_kind kind, const char *key, int *closed,
			struct err *err)
{
	struct overlay o;
	bool ok;

	if (!overlay_read(m->s, kind, key, &o, err))
		return false;
	if (o.mark[MARK_CHECKED] && o.mark_day[MARK_CHECKED] > m->checked)
		m->checked = o.mark_day[MARK_CHECKED];
	if (o.mark[MARK_CLOSED] && o.mark_day[MARK_CLOSED] >= m->sheet->today)
		*closed = o.mark_day[MARK_CLOSED];
	ok = !o.mark[MARK_GONE] ||
	     err_set(err, ERR_NOT_FOUND, "Vous avez noté que « %.80s » n’existe plus : pas de fiche "
		     "pour un lieu où l’on n’est pas reçu", key);
	overlay_done(&o);
	return ok;
}

static bool offer_has_need(const struct offer *o, const char *need)
{
	struct list_walk w = { .rest = need };
	bool has = false;
	struct str item;

	str_init(&item);
	while (!has && list_next(&w, &item))
		has = list_has(offer_get(o, OFFER_SERVICES), item.s) ||
		      list_has(offer_get(o, OFFER_THEMES), item.s);
	str_done(&item);
	return has;
}

static void choose_offer(struct maker *m, const struct offer *o)
{
	m->has_offer = true;
	for (int f = 0; f < OFFER_FIELD_COUNT; f++)
		offer_set(&m->offer, (enum offer_field)f, offer_get(o, (enum offer_field)f));
}

static bool read_offers(struct maker *m, size_t *all, struct err *err)
{
	int64_t *ids = NULL;
	size_t n = 0;
	bool ok = directory_offers_of(m->s->directory, m->place.id, &ids, &n, err);

	*all = n;
	m->offers = xcalloc(n + 1, sizeof *m->offers);
	for (size_t i = 0; ok && i < n; i++) {
		struct offer *o = &m->offers[m->n_offers];

		offer_init(o);
		m->n_offers++;
		ok = directory_offer(m->s->directory, ids[i], o, err);
		if (ok && status_proposable(offer_get(o, OFFER_STATUS)))
			continue;
		offer_clear(o);
		m->n_offers--;
	}
	free(ids);
	return ok;
}

/* The only offer of the place, or the first that answers the need. */
static bool read_place(struct maker *m, int64_t id, struct err *err)
{
	size_t all;

	if (!directory_place(m->s->directory, id, &m->place, err) || !read_offers(m, &all, err))
		return err_set(err, ERR_BASE, "L’annuaire vient de changer : recommencer");
	if (m->n_offers == 1)
		choose_offer(m, &m->offers[0]);
	for (size_t i = 0; i < m->n_offers && !m->has_offer; i++) {
		if (offer_has_need(&m->offers[i], m->need))
			choose_offer(m, &m->offers[i]);
	}
	if (m->n_offers || !all)
		return true;
	return err_set(err, ERR_NOT_FOUND, "Rien à proposer à « %.80s » : ce qui s’y fait est en "
		       "projet, ou ne reçoit pas de public", place_get(&m->place, PLACE_NAME));
}

static bool read_offer(struct maker *m, int64_t id, struct err *err)
{
	m->has_offer = true;
	if (!directory_offer(m->s->directory, id, &m->offer, err) ||
	    !directory_place(m->s->directory, m->offer.place_id, &m->place, err))
		return err_set(err, ERR_BASE, "L’annuaire vient de changer : recommencer");
	if (status_proposable(offer_get(&m->offer, OFFER_STATUS)))
		return true;
	return err_set(err, ERR_NOT_FOUND, "« %.80s » ne se propose pas encore (%s) : pas de fiche",
		       offer_get(&m->offer, OFFER_NAME),
		       vocab_label(m->s->vocab, VOCAB_STATUS, offer_get(&m->offer, OFFER_STATUS)));
}

static bool read_by_key(struct maker *m, struct err *err)
{
	const char *key = m->r->key ? m->r->key : "";
	int64_t id = directory_offer_by_key(m->s->directory, key, err);

	if (id)
		return read_offer(m, id, err);
	if (!err->kind)
		id = directory_place_by_key(m->s->directory, key, err);
	if (id)
		return read_place(m, id, err);
	return err_set(err, ERR_NOT_FOUND, "Aucun lieu ni offre n’a l’identifiant « %.80s ». "
		       "« aiguillage chercher » donne les identifiants", key);
}

static bool read_snapshot(struct maker *m)
{
	for (int f = 0; f < PLACE_FIELD_COUNT; f++)
		place_set(&m->place, (enum place_field)f,
			  place_get(m->r->place, (enum place_field)f));
	if (m->r->offer)
		choose_offer(m, m->r->offer);
	return true;
}

static const char *offer_field(const struct maker *m, enum offer_field f)
{
	return m->has_offer ? offer_get(&m->offer, f) : "";
}

/* ---- where ---- */

static bool is_remote(const struct maker *m)
{
	const char *meeting = offer_field(m, OFFER_MEETING);
	static const char *const trips[] = {
		"sur-place", "permanence", "a-la-demande", "tournee", "a-domicile", "sur-le-secteur",
	};

	if (list_has(offer_field(m, OFFER_ACCESS), "Ce lieu n'accueille pas de public"))
		return true;
	if (!list_has(meeting, "a-distance"))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(trips); i++) {
		if (list_has(meeting, trips[i]))
			return false;
	}
	return true;
}

/* The address is that of the seat: not where the person is received. */
static bool moves_about(const struct maker *m)
{
	const char *meeting = offer_field(m, OFFER_MEETING);

	return *meeting && !list_has(meeting, "sur-place") && !list_has(meeting, "permanence");
}

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

static void add_where(struct maker *m)
{
	const char *name = place_get(&m->place, PLACE_NAME), *offer = offer_field(m, OFFER_NAME);
	const char *meeting = offer_field(m, OFFER_MEETING);

	sheet_add_text(m, SHEET_WHERE, SHEET_STRONG, name);
	if (*offer && !says_the_same(name, offer))
		sheet_add_text(m, SHEET_WHERE, SHEET_PLAIN, offer);
	if (m->remote) {
		sheet_add_key(m, SHEET_WHERE, SHEET_STRONG, "a-distance");
		return;
	}
	if (list_has(meeting, "a-domicile"))
		sheet_add_key(m, SHEET_WHERE, SHEET_PLAIN, "domicile");
	if (moves_about(m)) {
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

static void add_phone(struct maker *m)
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

static void add_who(struct maker *m)
{
	const char *contact = m->r->ask && *m->r->ask ? m->r->ask : offer_field(m, OFFER_CONTACT);
	char *f = folded(contact);

	if (strstr(f, "conseiller numerique") || strstr(f, "conseillere numerique") ||
	    (!*f && list_has(offer_field(m, OFFER_PROGRAMMES), "Conseillers numériques")))
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
	struct list_walk w = { .rest = offer_field(m, OFFER_SERVICES) };
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

static void add_ask(struct maker *m)
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

static void add_papers(struct maker *m)
{
	char *text = text_cleaned(m->r->papers ? m->r->papers : "", TEXT_MANY_LINES), *rest = text;
	char *line;

	while ((line = strsep(&rest, "\n")))
		sheet_add_text(m, SHEET_PAPERS, SHEET_PLAIN, line);
	free(text);
}

/* ---- the trip ---- */

static bool place_position(const struct maker *m, double *lat, double *lon)
{
	const char *a = place_get(&m->place, PLACE_LAT), *b = place_get(&m->place, PLACE_LON);

	if (!*a || !*b)
		return false;
	*lat = strtod(a, NULL);
	*lon = strtod(b, NULL);
	return *lat >= -90 && *lat <= 90 && *lon >= -180 && *lon <= 180 && (*lat != 0 || *lon != 0);
}

static double trip_km(const struct maker *m, const struct commune *from)
{
	struct commune there;
	double lat, lon;
	uint32_t c;

	if (place_position(m, &lat, &lon))
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
	sheet_add_said(m, SHEET_TRIP, SHEET_PLAIN, say_filled, &(struct filled){
		"distance", (struct fill[]){ { "km", b.s, FILL_DATA },
					     { "commune", from->name, FILL_DATA },
					     { .name = NULL } } });
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

static void add_trip(struct maker *m)
{
	uint32_t c = m->r->commune ? gazetteer_by_insee(m->s->gazetteer, m->r->commune) : COMMUNE_NONE;
	struct commune from;

	if (c == COMMUNE_NONE || m->remote || moves_about(m))
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

static void add_cost(struct maker *m)
{
	struct list_walk w = { .rest = offer_field(m, OFFER_COST) };
	struct str item;

	str_init(&item);
	while (list_next(&w, &item)) {
		const char *code = vocab_code(m->s->vocab, VOCAB_COST, item.s);

		if (*words_get(&m->sheet->fr, code))
			sheet_add_key(m, SHEET_COST, SHEET_PLAIN, code);
		else
			sheet_add_text(m, SHEET_COST, SHEET_PLAIN, item.s);
	}
	sheet_add_text(m, SHEET_COST, SHEET_PLAIN, offer_field(m, OFFER_COST_NOTE));
	if (!m->sheet->blocks[SHEET_COST].n && m->has_offer)
		sheet_add_key(m, SHEET_COST, SHEET_PLAIN, "cout-inconnu");
	str_done(&item);
}

static void add_reserved(struct maker *m)
{
	struct list_walk w = { .rest = offer_field(m, OFFER_EXCLUSIVE) };
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
	const char *who = offer_field(m, OFFER_PRESCRIBERS);
	const char *by = offer_field(m, OFFER_REFERRABLE_BY);

	if (*who)
		sheet_add_filled(m, SHEET_CONDITIONS, SHEET_WARNING, "envoye-par", "qui", who);
	else if (list_has(by, "professionnels") && !list_has(by, "usagers"))
		sheet_add_key(m, SHEET_CONDITIONS, SHEET_WARNING, "envoye-pro");
}

static void add_conditions(struct maker *m)
{
	int day;

	add_reserved(m);
	add_prescriber(m);
	if (list_has(offer_field(m, OFFER_ACCESS), "Prendre un RDV en ligne"))
		sheet_add_key(m, SHEET_CONDITIONS, SHEET_PLAIN, "sur-rendez-vous");
	sheet_add_text(m, SHEET_CONDITIONS, SHEET_PLAIN, offer_field(m, OFFER_CONDITIONS));
	sheet_add_text(m, SHEET_CONDITIONS, SHEET_PLAIN, offer_field(m, OFFER_EXCLUSIONS));
	if (date_parse_day(offer_field(m, OFFER_END_DATE), &day))
		sheet_add_dated(m, SHEET_CONDITIONS, SHEET_WARNING, "jusqu-au", day);
	if (!m->remote)
		sheet_add_key(m, SHEET_CONDITIONS, SHEET_PLAIN, "accompagne");
	sheet_add_text(m, SHEET_CONDITIONS, SHEET_PLAIN, m->r->note);
}

/* ---- who refers, where it comes from ---- */

static void add_by(struct maker *m)
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

/* By the source or by the counsellor. */
static bool checked_day(const struct maker *m, int *day)
{
	bool by_source = date_parse_day(place_get(&m->place, PLACE_CHECKED), day);

	if (m->checked && (!by_source || m->checked > *day))
		*day = m->checked;
	return by_source || m->checked;
}

/* The older of the two dates: the sheet is no fresher than what it says of the place. */
static bool written_day(const struct maker *m, int *day)
{
	int offer, place;
	bool has_offer = date_parse_day(offer_field(m, OFFER_UPDATED), &offer);
	bool has_place = date_parse_day(place_get(&m->place, PLACE_UPDATED), &place);

	if (has_offer)
		*day = has_place && place < offer ? place : offer;
	else if (has_place)
		*day = place;
	return has_offer || has_place;
}

bool sheet_is_old(const struct maker *m)
{
	int day;

	return (checked_day(m, &day) || written_day(m, &day)) && m->sheet->today - day > DAYS_FRESH;
}

static void add_source(struct maker *m)
{
	const char *status = m->has_offer ? offer_get(&m->offer, OFFER_STATUS)
					  : place_get(&m->place, PLACE_STATUS);
	const char *source = place_get(&m->place, PLACE_SOURCE);
	struct str b;
	int day;

	if (status_warns(status))
		sheet_add_key(m, SHEET_SOURCE, SHEET_WARNING, "a-verifier");
	sheet_add_dated(m, SHEET_SOURCE, SHEET_PLAIN, "faite", m->sheet->today);
	if (checked_day(m, &day))
		sheet_add_dated(m, SHEET_SOURCE, SHEET_PLAIN, "verifie", day);
	else if (written_day(m, &day))
		sheet_add_dated(m, SHEET_SOURCE, SHEET_PLAIN, "maj", day);
	str_init(&b);
	if (*source)
		str_addf(&b, "Source : %s", source);
	sheet_add_text(m, SHEET_SOURCE, SHEET_PLAIN, b.s);
	str_done(&b);
}

/* ---- codes to be scanned ---- */

static bool is_ascii_address(const char *url)
{
	if (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0)
		return false;
	for (const char *p = url; *p; p++) {
		if (*p <= ' ' || *p > '~')
			return false;
	}
	return strlen(url) < 200;
}

static void make_uris(struct maker *m)
{
	struct list_walk w = { .rest = place_get(&m->place, PLACE_SITES) };
	struct str phone, map, site;
	double lat, lon;

	str_init(&phone);
	str_init(&map);
	str_init(&site);
	str_add(&phone, "tel:");
	if (!phone_international(&phone, place_get(&m->place, PLACE_PHONE)))
		str_clear(&phone);
	if (!m->remote && !moves_about(m) && place_position(m, &lat, &lon))
		str_addf(&map, "geo:%.5f,%.5f", lat, lon);
	while (list_next(&w, &site) && !is_ascii_address(site.s))
		str_clear(&site);
	if (!is_ascii_address(site.s))
		str_clear(&site);
	m->sheet->uri_phone = str_steal(&phone);
	m->sheet->uri_map = str_steal(&map);
	m->sheet->uri_site = str_steal(&site);
	str_done(&phone);
	str_done(&map);
	str_done(&site);
}

/* ---- all of it ---- */

static void add_titles(struct sheet *sheet)
{
	static const char *const keys[SHEET_PARTS] = {
		[SHEET_WHERE] = "ou", [SHEET_PHONE] = "telephone", [SHEET_WHEN] = "quand",
		[SHEET_WHO] = "qui", [SHEET_ASK] = "demander", [SHEET_PAPERS] = "papiers",
		[SHEET_TRIP] = "trajet", [SHEET_COST] = "cout", [SHEET_CONDITIONS] = "conditions",
		[SHEET_BY] = "par", [SHEET_NOTES] = "notes", [SHEET_SOURCE] = "",
	};
	bool two = sheet->other.lang != SHEET_NO_LANGUAGE;

	sheet->title = xstrdup(words_get(&sheet->fr, "titre"));
	sheet->other_title = two ? xstrdup(words_get(&sheet->other, "titre")) : NULL;
	for (int i = 0; i < SHEET_PARTS; i++) {
		struct sheet_block *b = &sheet->blocks[i];

		b->title = xstrdup(words_get(&sheet->fr, keys[i]));
		b->other_title = two ? xstrdup(words_get(&sheet->other, keys[i])) : NULL;
	}
}

static void fill_sheet(struct maker *m, int closed)
{
	struct sheet *sheet = m->sheet;

	m->remote = is_remote(m);
	sheet->name = xstrdup(place_get(&m->place, PLACE_NAME));
	add_titles(sheet);
	if (closed)
		sheet_add_dated(m, SHEET_WHEN, SHEET_WARNING, "ferme-jusqu-au", closed);
	add_where(m);
	add_phone(m);
	sheet_add_when(m);
	add_who(m);
	add_ask(m);
	add_papers(m);
	add_trip(m);
	add_cost(m);
	add_conditions(m);
	add_by(m);
	add_source(m);
	make_uris(m);
}

static void maker_done(struct maker *m)
{
	place_clear(&m->place);
	offer_clear(&m->offer);
	for (size_t i = 0; i < m->n_offers; i++)
		offer_clear(&m->offers[i]);
	free(m->offers);
	hours_free(m->hours);
}

bool sheet_make(struct session *s, const struct sheet_labels *labels,
		const struct sheet_request *r, struct sheet *sheet, struct err *err)
{
	struct maker m = { .s = s, .r = r, .sheet = sheet, .need = r->need ? r->need : "" };
	int other = r->language == SHEET_FRENCH ? SHEET_NO_LANGUAGE : r->language, closed = 0;
	bool ok;

	*sheet = (struct sheet){ .simple = r->simple, .appointment = r->any_time ? SHEET_NO_MOMENT
								       : r->appointment,
				 .today = clock_today() };
	words_init(&sheet->fr, labels, SHEET_FRENCH, r->simple);
	words_init(&sheet->other, labels, other, r->simple);
	place_init(&m.place);
	offer_init(&m.offer);
	ok = (r->place ? read_snapshot(&m) : read_by_key(&m, err)) &&
	     may_propose(&m, OVERLAY_PLACE, place_get(&m.place, PLACE_KEY), &closed, err) &&
	     (!m.has_offer || may_propose(&m, OVERLAY_OFFER, offer_get(&m.offer, OFFER_KEY), &closed,
					  err));
	if (ok)
		fill_sheet(&m, closed);
	maker_done(&m);
	if (!ok)
		sheet_done(sheet);
	return ok;
}

void sheet_done(struct sheet *sheet)
{
	for (int i = 0; i < SHEET_PARTS; i++) {
		struct sheet_block *b = &sheet->blocks[i];

		for (size_t k = 0; k < b->n; k++) {
			free(b->lines[k].text);
			free(b->lines[k].other);
		}
		free(b->lines);
		free(b->title);
		free(b->other_title);
	}
	free(sheet->title);
	free(sheet->other_title);
	free(sheet->name);
	free(sheet->short_hours);
	free(sheet->uri_phone);
	free(sheet->uri_map);
	free(sheet->uri_site);
	*sheet = (struct sheet){ 0 };
}
