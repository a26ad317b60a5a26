/* A place and its offers → the cells of a row of the national schema. */
#include <string.h>

#include "aiguillage/csv.h"
#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"
#include "aiguillage/text.h"
#include "aiguillage/vocab.h"
#include "src/core/export_impl.h"

#define SCHEMA "lieux-mediation-numerique v1"
#define NO_SIRET "00000000000000"	/* what the national list writes */
#define SUMMARY_MAX 280		/* characters */
#define ID_MARK "__"
#define KEY_MARK '.'		/* in our own keys, never in an identifier of a source */

typedef void cell_fn(const struct export_row *r, struct str *out);

struct column {
	const char *name;
	bool required;
	bool free_text;		/* may begin with anything */
	cell_fn *fill;		/* NULL: the field */
	int field;		/* of the place, or -1 */
	int values;		/* field of the offers, put together, or -1 */
	enum vocab_genre genre;
};

/* ---- texts ---- */

/* Line ends would come back as spaces: so they go out. */
static void add_line(struct str *out, const char *s)
{
	text_clean(out, s, strlen(s), TEXT_ONE_LINE);
}

static size_t characters(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

/* At most SUMMARY_MAX characters, cut between words. */
static void add_summary(struct str *out, const char *s)
{
	size_t end = 0, last = 0, n = 0;

	if (characters(s) <= SUMMARY_MAX) {
		str_add(out, s);
		return;
	}
	while (n < SUMMARY_MAX - 1) {
		end = utf8_right(s, end);
		n++;
		if (s[end] == ' ')
			last = end;
	}
	str_addn(out, s, last ? last : end);
	str_add(out, "…");
}

/* ---- identity ---- */

/* The identifiers of its source, as it puts them together; ours for what was added here. */
static void fill_id(const struct export_row *r, struct str *out)
{
	struct list_walk w = { .rest = place_get(r->place, PLACE_SOURCE_IDS) };
	struct str id;

	/* the offer bears those of the record that was attached to somebody else's place */
	if (r->attached && r->n)
		w.rest = offer_get(&r->offers[0], OFFER_SOURCE_IDS);
	str_init(&id);
	while (list_next(&w, &id))
		if (!strchr(id.s, KEY_MARK))
			str_join(out, ID_MARK, id.s);
	if (!out->len)
		str_add(out, place_get(r->place, PLACE_KEY));
	str_done(&id);
}

/* « Ajouté par vous » means nothing elsewhere. */
static void fill_source(const struct export_row *r, struct str *out)
{
	const char *key = place_get(r->place, PLACE_KEY);

	if (r->attached && r->n)
		add_line(out, offer_get(&r->offers[0], OFFER_SOURCE));
	else if (strncmp(key, OVERLAY_KEY_PREFIX, sizeof OVERLAY_KEY_PREFIX - 1) != 0)
		add_line(out, place_get(r->place, PLACE_SOURCE));
}

static void fill_pivot(const struct export_row *r, struct str *out)
{
	const char *siret = place_get(r->place, PLACE_SIRET);
	size_t n = strspn(siret, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

	str_add(out, !siret[n] && n >= 9 && n <= 14 ? siret : NO_SIRET);
}

static void fill_postcode(const struct export_row *r, struct str *out)
{
	const char *own = place_get(r->place, PLACE_POSTCODE);
	const struct gazetteer *g = r->s->gazetteer;
	struct commune c;
	uint32_t at;

	if (strspn(own, "0123456789") == 5 && !own[5]) {
		str_add(out, own);
		return;
	}
	at = gazetteer_by_insee(g, place_get(r->place, PLACE_INSEE));
	if (at == COMMUNE_NONE)
		return;
	gazetteer_get(g, at, &c);
	if (!strchr(c.postcodes, '|'))
		str_add(out, c.postcodes);
}

static void fill_insee(const struct export_row *r, struct str *out)
{
	const char *insee = place_get(r->place, PLACE_INSEE);

	if (strlen(insee) == 5)
		str_add(out, insee);
}

static void fill_phone(const struct export_row *r, struct str *out)
{
	static const char *const countries[] = { "+33", "+590", "+594", "+262", "+596", "+269",
						 "+687", "+689", "+508", "+681" };
	struct str number;

	str_init(&number);
	phone_international(&number, place_get(r->place, PLACE_PHONE));
	for (size_t i = 0; i < ARRAY_SIZE(countries); i++) {
		size_t n = strlen(countries[i]), digits;

		if (strncmp(number.s, countries[i], n) != 0)
			continue;
		digits = number.len - n;
		if (digits >= 6 && digits <= 9)
			str_add(out, number.s);
		break;
	}
	str_done(&number);
}

/* ---- what the offers say ---- */

/* Those that all the offers agree on, or "". */
static const char *hours_of_offers(const struct export_row *r)
{
	const char *hours = "";

	for (size_t i = 0; i < r->n; i++) {
		const char *own = offer_get(&r->offers[i], OFFER_HOURS);

		if (*own && *hours && strcmp(own, hours) != 0)
			return "";
		hours = *own ? own : hours;
	}
	return hours;
}

/* The place's first, unless the source said otherwise of a place that is not its own. */
static void fill_hours(const struct export_row *r, struct str *out)
{
	const char *place = place_get(r->place, PLACE_HOURS), *offers = hours_of_offers(r);

	add_line(out, *offers && (r->attached || !*place) ? offers : place);
}

/* What is done there: the only offer's description, or the names of all of them. */
static void fill_summary(const struct export_row *r, struct str *out)
{
	struct str all;

	str_init(&all);
	if (r->n == 1)
		add_line(&all, offer_get(&r->offers[0], OFFER_DESCRIPTION));
	if (r->attached && characters(all.s) > SUMMARY_MAX)
		str_clear(&all);	/* whole in the detail */
	for (size_t i = 0; r->n > 1 && i < r->n; i++)
		str_join(&all, " ; ", offer_get(&r->offers[i], OFFER_NAME));
	add_summary(out, all.s);
	str_done(&all);
}

static void fill_detail(const struct export_row *r, struct str *out)
{
	if (!r->attached)
		add_line(out, place_get(r->place, PLACE_DESCRIPTION));
	for (size_t i = 0; i < r->n; i++) {
		const char *text = offer_get(&r->offers[i], OFFER_DESCRIPTION);
		bool whole = r->n == 1 && characters(text) <= SUMMARY_MAX;

		if (!*text || whole)
			continue;
		str_join(out, " ", "");
		if (r->n > 1)
			str_addf(out, "%s : ", offer_get(&r->offers[i], OFFER_NAME));
		add_line(out, text);
	}
}

static void latest(struct str *out, const char *date)
{
	int day;

	if (date_parse_day(date, &day) && strcmp(date, out->s) > 0) {
		str_clear(out);
		str_add(out, date);
	}
}

static void fill_date(const struct export_row *r, struct str *out)
{
	char spoken[DATE_MOMENT_LEN];

	if (!r->attached) {
		latest(out, place_get(r->place, PLACE_UPDATED));
		latest(out, place_get(r->place, PLACE_CHECKED));
	}
	for (size_t i = 0; !out->len && i < r->n; i++)
		latest(out, offer_get(&r->offers[i], OFFER_UPDATED));
	if (!r->day)
		return;
	date_format_day(spoken, r->day);
	latest(out, spoken);
}

/* The national values of a list, by their label. */
static void add_values(const struct export_row *r, enum vocab_genre genre, const char *list,
		       struct str *out)
{
	struct list_walk w = { .rest = list };
	struct str item;

	str_init(&item);
	while (list_next(&w, &item)) {
		const struct vocab_value *v = vocab_find(r->s->vocab, genre, item.s);

		if (v && strcmp(v->schema, SCHEMA) == 0)
			list_add(out, genre == VOCAB_TYPOLOGY ? v->code : v->label);
	}
	str_done(&item);
}

static void fill_services(const struct export_row *r, struct str *out)
{
	for (size_t i = 0; i < r->n; i++) {
		add_values(r, VOCAB_NEED, offer_get(&r->offers[i], OFFER_SERVICES), out);
		add_values(r, VOCAB_NEED, offer_get(&r->offers[i], OFFER_THEMES), out);
	}
}

static void fill_typology(const struct export_row *r, struct str *out)
{
	add_values(r, VOCAB_TYPOLOGY, place_get(r->place, PLACE_TYPOLOGY), out);
}

static void fill_labels(const struct export_row *r, struct str *out)
{
	for (size_t i = 0; i < r->n; i++)
		add_values(r, VOCAB_LABEL, offer_get(&r->offers[i], OFFER_LABELS), out);
}

/* Labels and programmes that are nobody's but ours. */
static void fill_other_labels(const struct export_row *r, struct str *out)
{
	static const struct {
		enum offer_field field;
		enum vocab_genre genre;
	} from[] = { { OFFER_LABELS, VOCAB_LABEL }, { OFFER_PROGRAMMES, VOCAB_PROGRAMME } };
	struct str item;

	str_init(&item);
	for (size_t k = 0; k < 2 * r->n; k++) {
		enum vocab_genre genre = from[k % 2].genre;
		struct list_walk w = { .rest = offer_get(&r->offers[k / 2], from[k % 2].field) };

		while (list_next(&w, &item)) {
			const struct vocab_value *v = vocab_find(r->s->vocab, genre, item.s);

			if (!v || strcmp(v->schema, SCHEMA) != 0)
				list_add(out, v ? v->label : item.s);
		}
	}
	str_done(&item);
}

/* ---- the schema ---- */

#define PLACE_TEXT(name, required, field) { name, required, true, NULL, field, -1, 0 }
#define PLACE_CELL(name, field) { name, false, false, NULL, field, -1, 0 }
#define OFFER_CELL(name, field, genre) { name, false, false, NULL, -1, field, genre }
#define MADE(name, required, fn) { name, required, false, fn, -1, -1, 0 }
#define MADE_TEXT(name, fn) { name, false, true, fn, -1, -1, 0 }

/* Standard des données sur l'offre de médiation numérique, v1.0.2, to the letter. */
static const struct column columns[EXPORT_COLUMNS] = {
	MADE("id", true, fill_id),
	MADE("pivot", true, fill_pivot),
	PLACE_TEXT("nom", true, PLACE_NAME),
	PLACE_TEXT("commune", true, PLACE_COMMUNE),
	MADE("code_postal", true, fill_postcode),
	MADE("code_insee", false, fill_insee),
	PLACE_TEXT("adresse", true, PLACE_ADDRESS),
	PLACE_TEXT("complement_adresse", false, PLACE_ADDRESS2),
	PLACE_CELL("latitude", PLACE_LAT),
	PLACE_CELL("longitude", PLACE_LON),
	MADE("typologie", false, fill_typology),
	MADE("telephone", false, fill_phone),
	PLACE_TEXT("courriels", false, PLACE_EMAILS),
	PLACE_TEXT("site_web", false, PLACE_SITES),
	MADE_TEXT("horaires", fill_hours),
	MADE_TEXT("presentation_resume", fill_summary),
	MADE_TEXT("presentation_detail", fill_detail),
	MADE_TEXT("source", fill_source),
	OFFER_CELL("itinerance", OFFER_ITINERANCY, VOCAB_ITINERANCY),
	PLACE_TEXT("structure_parente", false, PLACE_PROVIDER),
	MADE("date_maj", true, fill_date),
	MADE("services", false, fill_services),
	OFFER_CELL("publics_specifiquement_adresses", OFFER_AUDIENCES, VOCAB_AUDIENCE),
	OFFER_CELL("prise_en_charge_specifique", OFFER_CARE, VOCAB_CARE),
	OFFER_CELL("frais_a_charge", OFFER_COST, VOCAB_COST),
	OFFER_CELL("dispositif_programmes_nationaux", OFFER_PROGRAMMES, VOCAB_PROGRAMME),
	MADE("formations_labels", false, fill_labels),
	MADE_TEXT("autres_formations_labels", fill_other_labels),
	OFFER_CELL("modalites_acces", OFFER_ACCESS, VOCAB_ACCESS),
	OFFER_CELL("modalites_accompagnement", OFFER_MODES, VOCAB_MODE),
	PLACE_TEXT("fiche_acces_libre", false, PLACE_ACCESSIBILITY),
	PLACE_TEXT("prise_rdv", false, PLACE_BOOKING),
};

/* ---- a row ---- */

void export_row_init(struct export_row *r, struct session *s)
{
	*r = (struct export_row){ .s = s };
	for (size_t i = 0; i < EXPORT_COLUMNS; i++)
		str_init(&r->cells[i]);
}

void export_row_done(struct export_row *r)
{
	for (size_t i = 0; i < EXPORT_COLUMNS; i++)
		str_done(&r->cells[i]);
}

/*
 * A spreadsheet takes « =… » for a formula.  A space in front of a free text makes it a text, and
 * whoever reads the file trims it; an apostrophe would stay in the national list.
 */
static void disarm(struct str *cell)
{
	struct str text;

	if (!*cell->s || !strchr("=+-@", *cell->s))
		return;
	str_init(&text);
	str_addf(&text, " %s", cell->s);
	str_clear(cell);
	str_add(cell, text.s);
	str_done(&text);
}

static void fill_cell(const struct export_row *r, const struct column *c, struct str *cell)
{
	if (c->fill)
		c->fill(r, cell);
	else if (c->field >= 0)
		add_line(cell, place_get(r->place, (enum place_field)c->field));
	for (size_t i = 0; c->values >= 0 && i < r->n; i++)
		add_values(r, c->genre, offer_get(&r->offers[i], (enum offer_field)c->values),
			   cell);
	if (c->free_text)
		disarm(cell);
}

const char *export_row_fill(struct export_row *r)
{
	const char *missing = NULL;

	for (size_t i = 0; i < EXPORT_COLUMNS; i++) {
		str_clear(&r->cells[i]);
		fill_cell(r, &columns[i], &r->cells[i]);
		if (columns[i].required && !r->cells[i].len && !missing)
			missing = columns[i].name;
	}
	return missing;
}

void export_row_write(const struct export_row *r, struct str *out)
{
	const char *cells[EXPORT_COLUMNS];

	for (size_t i = 0; i < EXPORT_COLUMNS; i++)
		cells[i] = r->cells[i].s;
	csv_add_row(out, cells, EXPORT_COLUMNS, CSV_QUOTED);
}

void export_header(struct str *out)
{
	const char *cells[EXPORT_COLUMNS];

	for (size_t i = 0; i < EXPORT_COLUMNS; i++)
		cells[i] = columns[i].name;
	csv_add_row(out, cells, EXPORT_COLUMNS, CSV_QUOTED);
}
