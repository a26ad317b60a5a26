/* Reading and checking data/annuaire/: people edit these files in a spreadsheet. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/csv.h"
#include "aiguillage/intern.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "src/core/shipped_impl.h"

struct reader {
	struct shipped *s;
	const char *file;	/* "lieux.csv", for messages */
	struct intern places;	/* keys of the places; number = position */
	struct intern keys;	/* keys of the rows of this file */
	struct str codes, item;	/* scratch */
};

/* The line is that of the spreadsheet: the header is line 1. */
static bool wrong(struct err *err, const struct reader *rd, const struct csv_row *r,
		  const char *what)
{
	return err_set(err, ERR_DATA, "%s, ligne %zu : %s", rd->file, r->row + 1, what);
}

static bool wrong_cell(struct err *err, const struct reader *rd, const struct csv_row *r,
		       const struct field *f, const char *wanted)
{
	return err_set(err, ERR_DATA, "%s, ligne %zu, colonne « %s » : « %.60s » n’est pas "
		       "correct. %s", rd->file, r->row + 1, f->csv, csv_get(r, f->csv), wanted);
}

/* ---- cells ---- */

static bool is_number(const char *s)
{
	char *end;

	if (!strchr("0123456789-.", *s))
		return false;
	strtod(s, &end);
	return !*end;
}

static bool check_cell(struct err *err, const struct reader *rd, const struct csv_row *r,
		       const struct field *f)
{
	const char *cell = csv_get(r, f->csv);
	int day;

	if (!*cell)
		return true;
	switch (f->kind) {
	case FIELD_DATE:
		if (!date_parse_day(cell, &day))
			return wrong_cell(err, rd, r, f, "Une date s’écrit AAAA-MM-JJ : "
					  "2026-11-24");
		return true;
	case FIELD_NUMBER:
		if (!is_number(cell))
			return wrong_cell(err, rd, r, f, "Un nombre s’écrit avec un point : "
					  "45.97");
		return true;
	case FIELD_YESNO:
		if (strcmp(cell, "oui") && strcmp(cell, "non"))
			return wrong_cell(err, rd, r, f, "Écrire « oui » ou « non », ou rien si "
					  "on ne sait pas");
		return true;
	case FIELD_TEXT:
	case FIELD_LIST:
	case FIELD_CODES:
	case FIELD_HOURS:
	case FIELD_PHONE:
		return true;
	}
	return true;
}

/* The cell as it is stored: lists of values become lists of codes. */
static const char *cell_value(struct reader *rd, const struct csv_row *r, const struct field *f)
{
	const char *cell = csv_get(r, f->csv);
	struct list_walk w = { .rest = cell };

	if (f->kind != FIELD_CODES)
		return cell;
	str_clear(&rd->codes);
	while (list_next(&w, &rd->item))
		list_add(&rd->codes, vocab_code(rd->s->v, (enum vocab_genre)f->genre, rd->item.s));
	return rd->codes.s;
}

static void note_date(struct shipped *s, const char *date)
{
	if (strcmp(date, s->date) > 0 && strlen(date) < sizeof s->date)
		strcpy(s->date, date);
}

/* ---- keys ---- */

static bool check_columns(struct err *err, const struct reader *rd, const struct csv_row *r,
			  const char *const *needed)
{
	if (r->n_columns == 1 && strchr(r->columns[0], ';'))
		return err_set(err, ERR_DATA, "%s : les colonnes sont séparées par « ; ». "
			       "L’enregistrer de nouveau en CSV avec la virgule comme séparateur "
			       "(voir data/README)", rd->file);
	for (; *needed; needed++) {
		if (csv_column(r, *needed) < 0)
			return err_set(err, ERR_DATA, "%s : la colonne « %s » manque. Comparer la "
				       "première ligne avec data/README", rd->file, *needed);
	}
	return true;
}

/* A new row's key: letters, digits, hyphens, and not seen before. */
static bool take_key(struct err *err, struct reader *rd, const struct csv_row *r)
{
	const char *key = csv_get(r, "id");
	size_t known = rd->keys.n;

	if (!*key)
		return wrong(err, rd, r, "l’identifiant (colonne « id ») est vide");
	if (key[strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-")])
		return wrong(err, rd, r, "un identifiant n’a que des lettres sans accent, des "
			     "chiffres et des traits d’union");
	if (intern_add(&rd->keys, key, strlen(key)) < known)
		return err_set(err, ERR_DATA, "%s, ligne %zu : l’identifiant « %.80s » est déjà "
			       "pris par une autre ligne", rd->file, r->row + 1, key);
	if (!*csv_get(r, "nom"))
		return wrong(err, rd, r, "le nom est vide");
	return true;
}

/* ---- rows ---- */

static bool check_insee(struct err *err, const struct reader *rd, const struct csv_row *r)
{
	const char *insee = csv_get(r, "code_insee");
	size_t len = strlen(insee);

	if (!len || gazetteer_by_insee(rd->s->g, insee) != COMMUNE_NONE)
		return true;
	return wrong_cell(err, rd, r, &place_fields[PLACE_INSEE], len == 4 ?
			  "Le zéro du début a disparu : importer la colonne comme du texte" :
			  "Ce n’est le code d’aucune commune (data/communes.csv)");
}

static bool check_coordinates(struct err *err, const struct reader *rd, const struct csv_row *r)
{
	const char *lat = csv_get(r, "latitude"), *lon = csv_get(r, "longitude");

	if (!*lat != !*lon)
		return wrong(err, rd, r, "il faut la latitude et la longitude, ou aucune des deux");
	if (*lat && (strtod(lat, NULL) < -90 || strtod(lat, NULL) > 90))
		return wrong_cell(err, rd, r, &place_fields[PLACE_LAT], "De -90 à 90 degrés");
	if (*lon && (strtod(lon, NULL) < -180 || strtod(lon, NULL) > 180))
		return wrong_cell(err, rd, r, &place_fields[PLACE_LON], "De -180 à 180 degrés");
	return true;
}

static bool read_place(void *ctx, const struct csv_row *r, struct err *err)
{
	static const char *const needed[] = { "id", "nom", "code_insee", "statut", NULL };
	struct reader *rd = ctx;
	struct shipped *s = rd->s;
	struct place *p;

	if ((r->row == 1 && !check_columns(err, rd, r, needed)) || !take_key(err, rd, r) ||
	    !check_insee(err, rd, r))
		return false;
	for (int f = 0; f < PLACE_FIELD_COUNT; f++) {
		if (!check_cell(err, rd, r, &place_fields[f]))
			return false;
	}
	if (!check_coordinates(err, rd, r))
		return false;
	s->places = mem_grow(s->places, s->n_places, &s->cap_places, sizeof *s->places);
	p = &s->places[s->n_places++];
	place_init(p);
	for (int f = 0; f < PLACE_FIELD_COUNT; f++)
		place_set(p, (enum place_field)f, cell_value(rd, r, &place_fields[f]));
	intern_add(&rd->places, csv_get(r, "id"), strlen(csv_get(r, "id")));
	note_date(s, place_get(p, PLACE_UPDATED));
	return true;
}

/* Who is the only one received is received. */
static bool check_exclusive(struct err *err, struct reader *rd, const struct csv_row *r,
			    const struct offer *o)
{
	struct list_walk w = { .rest = offer_get(o, OFFER_EXCLUSIVE) };

	while (list_next(&w, &rd->item))
		if (!list_has(offer_get(o, OFFER_AUDIENCES), rd->item.s))
			return wrong_cell(err, rd, r, &offer_fields[OFFER_EXCLUSIVE],
					  "Un public exclusif doit être aussi dans la colonne "
					  "« publics »");
	return true;
}

static bool read_offer(void *ctx, const struct csv_row *r, struct err *err)
{
	static const char *const needed[] = { "id", "structure_id", "nom", "statut", NULL };
	struct reader *rd = ctx;
	struct shipped *s = rd->s;
	const char *place = csv_get(r, "structure_id");
	struct offer *o;

	if ((r->row == 1 && !check_columns(err, rd, r, needed)) || !take_key(err, rd, r))
		return false;
	if (intern_find(&rd->places, place, strlen(place)) == INTERN_NONE)
		return wrong_cell(err, rd, r, &offer_fields[OFFER_PLACE_KEY],
				  "Ce n’est l’identifiant d’aucun lieu de lieux.csv");
	for (int f = 0; f < OFFER_FIELD_COUNT; f++) {
		if (!check_cell(err, rd, r, &offer_fields[f]))
			return false;
	}
	s->offers = mem_grow(s->offers, s->n_offers, &s->cap_offers, sizeof *s->offers);
	o = &s->offers[s->n_offers++];
	offer_init(o);
	for (int f = 0; f < OFFER_FIELD_COUNT; f++)
		offer_set(o, (enum offer_field)f, cell_value(rd, r, &offer_fields[f]));
	note_date(s, offer_get(o, OFFER_UPDATED));
	return check_exclusive(err, rd, r, o);
}

static bool read_file(struct reader *rd, const char *data_dir, const char *file, csv_row_fn *fn,
		      struct err *err)
{
	char *dir = path_join(data_dir, "annuaire"), *path = path_join(dir, file);
	bool ok;

	rd->file = file;
	intern_init(&rd->keys);
	ok = csv_read_file(path, ',', fn, rd, err);
	intern_done(&rd->keys);
	free(path);
	free(dir);
	return ok;
}

bool shipped_read(struct shipped *s, const char *data_dir, struct err *err)
{
	struct reader rd = { .s = s };
	bool ok;

	intern_init(&rd.places);
	str_init(&rd.codes);
	str_init(&rd.item);
	ok = read_file(&rd, data_dir, "lieux.csv", read_place, err) &&
	     read_file(&rd, data_dir, "offres.csv", read_offer, err);
	if (ok && !s->n_places)
		ok = err_set(err, ERR_DATA, "lieux.csv ne contient aucun lieu");
	intern_done(&rd.places);
	str_done(&rd.codes);
	str_done(&rd.item);
	return ok;
}

void shipped_done(struct shipped *s)
{
	for (size_t i = 0; i < s->n_places; i++)
		place_clear(&s->places[i]);
	for (size_t i = 0; i < s->n_offers; i++)
		offer_clear(&s->offers[i]);
	free(s->places);
	free(s->offers);
}
