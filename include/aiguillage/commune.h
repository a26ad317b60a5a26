/*
 * The gazetteer: every commune of France, former and delegated communes,
 * aliases, and the finder that everything shares.  It lives in one packed
 * block (pack.h), built from data/communes*.csv, used in place.
 *
 * A commune is known by its ordinal in the block (`uint32_t`, valid as long as
 * the gazetteer is open) or by its INSEE code (text, valid for ever).
 *
 *	struct commune_match m[10];
 *	size_t n = commune_find(g, "larbresle", home, m, 10);
 *	gazetteer_get(g, m[0].commune, &c);	// c.name, c.insee…
 */
#ifndef AIGUILLAGE_COMMUNE_H
#define AIGUILLAGE_COMMUNE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/err.h"
#include "aiguillage/str.h"

#define COMMUNE_NONE UINT32_MAX

enum sector {
	SECTOR_NO,		/* elsewhere in France */
	SECTOR_NEIGHBOUR,	/* secteur.csv `voisin` */
	SECTOR_CORE,		/* secteur.csv `coeur`: the counsellor's own territory */
};

/* All strings are borrowed from the gazetteer and never NULL. */
struct commune {
	const char *insee;	/* text: "2A004", "01001" */
	const char *name;
	const char *postcodes;	/* "69210" or "69210|69690" */
	const char *dept;	/* "69", "2A", "974" */
	const char *dept_name;	/* "Rhône" */
	const char *epci;	/* SIREN, 9 digits, or "" */
	const char *epci_name;
	float lat, lon;		/* degrees WGS84; NAN when unknown */
	uint32_t population;
	uint16_t epci_id;	/* small number, 0 = none; the same for all communes of an EPCI */
	uint16_t dept_id;
	enum sector sector;
};

/* ---- building (once, when annuaire.db is made) ---- */

struct gazetteer_builder *gazetteer_builder_new(void);
void gazetteer_builder_free(struct gazetteer_builder *b);
/* Strings are copied.  dept_id, epci_id, dept_name and sector of `c` are ignored. */
void gazetteer_add(struct gazetteer_builder *b, const struct commune *c);
void gazetteer_add_dept(struct gazetteer_builder *b, const char *code, const char *name);
/* Another name (former commune, alias) of the commune whose INSEE code is `today`. */
void gazetteer_add_name(struct gazetteer_builder *b, const char *name, const char *old_insee,
			const char *today);
void gazetteer_set_sector(struct gazetteer_builder *b, const char *insee, enum sector sector);
/* Appends the packed block. */
void gazetteer_pack(struct gazetteer_builder *b, struct str *out);
/* Reads communes.csv, communes_anciennes.csv, communes_alias.csv, secteur.csv, departements.csv. */
bool gazetteer_read_files(struct gazetteer_builder *b, const char *data_dir, struct err *err);

/* ---- using ---- */

struct gazetteer;
/*
 * Takes ownership of blob (malloc'd), even when it fails: ERR_DATA when it is damaged or of
 * another version.
 */
struct gazetteer *gazetteer_open(void *blob, size_t n, struct err *err);
void gazetteer_free(struct gazetteer *g);

size_t gazetteer_count(const struct gazetteer *g);
void gazetteer_get(const struct gazetteer *g, uint32_t commune, struct commune *out);
/* By INSEE code, also that of a former commune (gives today's); COMMUNE_NONE when unknown. */
uint32_t gazetteer_by_insee(const struct gazetteer *g, const char *insee);
/* 0 when unknown. */
uint16_t gazetteer_epci(const struct gazetteer *g, const char *siren);
uint16_t gazetteer_dept(const struct gazetteer *g, const char *code);
/* SECTOR_CORE, SECTOR_NEIGHBOUR or neither; also of COMMUNE_NONE. */
enum sector gazetteer_sector_of(const struct gazetteer *g, uint32_t commune);
/* Communes of the sector (coeur), by EPCI name then name; *n receives the number.  Borrowed. */
const uint32_t *gazetteer_sector(const struct gazetteer *g, size_t *n);
/* Just the coordinates, for tight loops. */
const float *gazetteer_lat(const struct gazetteer *g);
const float *gazetteer_lon(const struct gazetteer *g);

/* How the text matched, best first. */
enum commune_rank {
	COMMUNE_EXACT,		/* the whole name, folded, leading article and spaces indifferent;
				   or an INSEE code that is no postal code */
	COMMUNE_CODE,		/* INSEE or postal code (whole, or its first digits) */
	COMMUNE_PREFIX,		/* the name begins so */
	COMMUNE_WORD,		/* a word of the name begins so */
	COMMUNE_WORDS,		/* all words, in any order, each at the beginning of a word */
	COMMUNE_TYPO,		/* ≤ 1 fault for 5–7 letters, ≤ 2 from 8; or a whole name followed
				   by words that are none of its own (« Tarare centre ») */
};

struct commune_match {
	uint32_t commune;	/* today's commune, each at most once */
	enum commune_rank rank;
	const char *via;	/* the former name or alias that matched, or NULL */
};

/*
 * The communes that may be meant, best first, at most max.  Folded comparison:
 * accents, case, hyphens, apostrophes, œ, St/Ste, leading article indifferent.
 * Ties: the counsellor's sector first (core, then neighbour), then distance to `near` (unless
 * COMMUNE_NONE), then population, then name.  Empty text gives nothing.
 * For prefixes and words, names of today come before former names and aliases.
 * Spaces glued or split (« val doing », « larbresle ») are understood.  A code beside the name
 * chooses among homonyms: « Civrieux (01) », « 69210 L'Arbresle », « Lyon 3e ».
 * Typos are looked for when nothing of the sector matches better.
 */
size_t commune_find(const struct gazetteer *g, const char *text, uint32_t near,
		    struct commune_match *out, size_t max);

/* Great-circle distance in km (haversine, mean radius 6371.0); NAN when one end is unknown. */
double geo_distance_km(double lat1, double lon1, double lat2, double lon2);

#endif
