/* A sheet: its lines, how fresh it is, its codes to be scanned; made and undone. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "sheet_impl.h"

#define DAYS_FRESH 366	/* older information is not to be trusted without a call */

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

/* French words stand in other languages too, « » around them, shown from the left. */
static char *glued(char *text, const struct words *w)
{
	struct str isolated, b;

	str_init(&isolated);
	str_init(&b);
	words_isolate_quotes(&isolated, w, text);
	text_glue(&b, isolated.s);
	str_done(&isolated);
	free(text);
	return b.s;
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
		line.other = glued(said(&sheet->other, fn, ctx), &sheet->other);
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

void sheet_add_fills(struct maker *m, enum sheet_part part, enum sheet_style style,
		     const char *key, const struct fill *fills)
{
	sheet_add_said(m, part, style, say_filled, &(struct filled){ key, fills });
}

void sheet_add_filled(struct maker *m, enum sheet_part part, enum sheet_style style,
		      const char *key, const char *name, const char *value)
{
	sheet_add_fills(m, part, style, key, (struct fill[]){
		{ name, value, FILL_DATA }, { .name = NULL } });
}

void sheet_add_text(struct maker *m, enum sheet_part part, enum sheet_style style,
		    const char *text)
{
	if (text && *text)
		add_line(m, part, &(struct sheet_line){ .style = style, .text = printed(text) });
}

void sheet_add_sentence(struct maker *m, enum sheet_part part, const char *text)
{
	struct sheet_block *b = &m->sheet->blocks[part];
	size_t before = b->n;

	sheet_add_text(m, part, SHEET_PLAIN, text);
	if (b->n > before)
		text_capitalise(b->lines[before].text);
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

/* ---- how fresh it is ---- */

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
	bool has_offer = date_parse_day(sheet_offer_field(m, OFFER_UPDATED), &offer);
	bool has_place = date_parse_day(place_get(&m->place, PLACE_UPDATED), &place);

	if (has_offer)
		*day = has_place && place < offer ? place : offer;
	else if (has_place)
		*day = place;
	return has_offer || has_place;
}

int sheet_old_since(const struct maker *m)
{
	int day;
	bool old = (checked_day(m, &day) || written_day(m, &day)) && m->sheet->today - day > DAYS_FRESH;

	return old ? date_of_day(day).year : 0;
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
	if (!m->remote && !sheet_moves_about(m) && sheet_position(m, &lat, &lon))
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

	m->remote = sheet_is_remote(m);
	sheet->name = printed(place_get(&m->place, PLACE_NAME));
	add_titles(sheet);
	if (closed)
		sheet_add_dated(m, SHEET_WHEN, SHEET_WARNING, "ferme-jusqu-au", closed);
	sheet_add_where(m);
	sheet_add_phone(m);
	sheet_add_when(m);
	sheet_add_who(m);
	sheet_add_ask(m);
	sheet_add_papers(m);
	sheet_add_trip(m);
	sheet_add_cost(m);
	sheet_add_conditions(m);
	sheet_add_by(m);
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
	ok = (r->place ? sheet_read_snapshot(&m) : sheet_read_by_key(&m, err)) &&
	     sheet_may_propose(&m, OVERLAY_PLACE, place_get(&m.place, PLACE_KEY), &closed, err) &&
	     (!m.has_offer || sheet_may_propose(&m, OVERLAY_OFFER, offer_get(&m.offer, OFFER_KEY),
						&closed, err));
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
