/* The record as a whole: does its commune exist, is its position there, how is it met. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/decimal.h"
#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/vocab.h"
#include "src/core/import_impl.h"

#define FAR_KM 20
#define WRONG_KM 100		/* the position is that of something else */
#define COMMUNES_MAX 50000	/* remembered */
#define MATCHES 20

/* ---- communes by name ---- */

struct import_commune {
	uint32_t commune;
	bool doubt;		/* the name or the postcode is not quite its own */
};

/* « 2A004 » has 20000 for a postcode. */
static bool same_dept(const char *postcode, const char *dept)
{
	if (strncmp(postcode, "20", 2) == 0)
		return *dept == '2' && (dept[1] == 'A' || dept[1] == 'B');
	return strncmp(postcode, dept, strlen(dept)) == 0;
}

/* « LYON CEDEX 03 » is Lyon. */
static char *bare_name(const char *name)
{
	char *key = folded(name), *cedex = strstr(key, " cedex");

	if (cedex)
		*cedex = '\0';
	return key;
}

static struct import_commune choose(const struct gazetteer *g, const struct commune_match *m,
				    size_t n, const char *postcode)
{
	struct import_commune found = { COMMUNE_NONE, false };
	size_t exact = 0;

	for (size_t i = 0; i < n; i++) {
		struct commune c;

		gazetteer_get(g, m[i].commune, &c);
		if (*postcode && list_has(c.postcodes, postcode))
			return (struct import_commune){ m[i].commune, m[i].rank != COMMUNE_EXACT };
		if (m[i].rank != COMMUNE_EXACT || (*postcode && !same_dept(postcode, c.dept)))
			continue;
		if (!exact++)
			found = (struct import_commune){ m[i].commune, false };
	}
	/* homonyms in one département, none with that postcode */
	if (exact > 1)
		found.commune = COMMUNE_NONE;
	return found;
}

static struct import_commune find_commune(struct import *im, const char *name, const char *postcode)
{
	const struct gazetteer *g = im->s->gazetteer;
	struct commune_match m[MATCHES];
	char *key;
	size_t before, n;
	uint32_t id;

	if (im->commune_keys.n >= COMMUNES_MAX) {
		intern_done(&im->commune_keys);
		intern_init(&im->commune_keys);
	}
	before = im->commune_keys.n;
	str_clear(&im->a);
	str_addf(&im->a, "%s\x1f%s", postcode, name);
	id = intern_add(&im->commune_keys, im->a.s, im->a.len);
	if (im->commune_keys.n == before)
		return im->communes[id];
	im->communes = mem_grow(im->communes, id, &im->cap_communes, sizeof *im->communes);
	key = bare_name(name);
	n = *key ? commune_find(g, key, COMMUNE_NONE, m, MATCHES) : 0;
	im->communes[id] = choose(g, m, n, postcode);
	free(key);
	return im->communes[id];
}

/* ---- the commune of the record ---- */

static uint32_t by_insee(const struct import *im, const char *insee)
{
	char padded[6];

	if (strlen(insee) == 4 && strspn(insee, "0123456789") == 4) {
		snprintf(padded, sizeof padded, "0%s", insee);
		return gazetteer_by_insee(im->s->gazetteer, padded);
	}
	return *insee ? gazetteer_by_insee(im->s->gazetteer, insee) : COMMUNE_NONE;
}

static uint32_t without_insee(struct import *im, const char *insee, const char *name,
			      const char *postcode)
{
	const char *column = import_column(im, false, PLACE_COMMUNE);
	struct import_commune found = find_commune(im, name, postcode);
	struct commune c;

	if (found.commune == COMMUNE_NONE) {
		if (*name || *insee)
			import_note(im, IMPORT_CHECK_COMMUNE, column,
				    "« %.80s »%s%.20s%s%.20s : la fiche ne "
				    "sera trouvée d’aucune commune",
				    name, *postcode ? ", code postal " : "", postcode,
				    *insee ? ", code INSEE " : "", insee);
		return COMMUNE_NONE;
	}
	gazetteer_get(im->s->gazetteer, found.commune, &c);
	if (*insee)
		import_note(im, IMPORT_CHECK_COMMUNE_DOUBT, import_column(im, false, PLACE_INSEE),
			    "le code INSEE « %.20s » n’existe pas : commune retrouvée par son nom, "
			    "%s (%s)",
			    insee, c.name, c.insee);
	else if (found.doubt)
		import_note(im, IMPORT_CHECK_COMMUNE_DOUBT, column,
			    "« %.80s », code postal %.20s, lu %s "
			    "(%s)",
			    name, postcode, c.name, c.insee);
	else
		import_note(im, IMPORT_CHECK_FOUND, column, "« %.80s » est %s (%s)", name, c.name,
			    c.insee);
	return found.commune;
}

/* Name and postcode agree against the code: they win, two against one. */
static uint32_t confront(struct import *im, uint32_t commune, const char *name,
			 const char *postcode)
{
	struct import_commune named = find_commune(im, name, postcode);
	struct commune c, n;

	if (named.commune == COMMUNE_NONE || named.commune == commune || named.doubt)
		return commune;
	gazetteer_get(im->s->gazetteer, commune, &c);
	gazetteer_get(im->s->gazetteer, named.commune, &n);
	if (list_has(n.postcodes, postcode) && !list_has(c.postcodes, postcode))
		commune = named.commune;
	import_note(im, IMPORT_CHECK_COMMUNE_DOUBT, import_column(im, false, PLACE_INSEE),
		    "le code INSEE %s désigne %s, mais la fiche dit « %.60s » (%.20s) : %s est "
		    "retenue", c.insee, c.name, name, postcode,
		    commune == named.commune ? n.name : c.name);
	return commune;
}

static void check_postcode(struct import *im, const struct commune *c)
{
	const char *postcode = place_get(&im->rec.place, PLACE_POSTCODE);

	if (strspn(postcode, "0123456789") != 5 || list_has(c->postcodes, postcode) ||
	    same_dept(postcode, c->dept))
		return;
	import_note(im, IMPORT_CHECK_POSTCODE, import_column(im, false, PLACE_POSTCODE),
		    "« %s » n’est pas un code postal de %s (%s)", postcode, c->name, c->dept_name);
}

/* Is that its name?  *named: it is some name. */
static bool is_named(const struct commune *c, const char *name, bool *named)
{
	char *key, *own;
	bool same;

	*named = true;
	if (strcmp(name, c->name) == 0)
		return true;
	key = folded(name);
	own = folded(c->name);
	*named = *key != '\0';
	same = strcmp(key, own) == 0;
	free(key);
	free(own);
	return same;
}

static uint32_t check_commune(struct import *im)
{
	struct place *p = &im->rec.place;
	const char *insee = place_get(p, PLACE_INSEE), *name = place_get(p, PLACE_COMMUNE);
	const char *postcode = place_get(p, PLACE_POSTCODE);
	uint32_t commune = by_insee(im, insee);
	struct commune c;
	bool named, own_name;

	if (commune == COMMUNE_NONE)
		commune = without_insee(im, insee, name, postcode);
	else
		gazetteer_get(im->s->gazetteer, commune, &c);
	if (commune == COMMUNE_NONE)
		return commune;
	gazetteer_get(im->s->gazetteer, commune, &c);
	own_name = is_named(&c, name, &named);
	if (named && *insee && !own_name)
		commune = confront(im, commune, name, postcode);
	gazetteer_get(im->s->gazetteer, commune, &c);
	check_postcode(im, &c);
	place_lend(p, PLACE_INSEE, c.insee);
	/* capitals become ordinary letters; a former name is worth keeping */
	if (!named || own_name)
		place_lend(p, PLACE_COMMUNE, c.name);
	return commune;
}

/* ---- the position ---- */

static bool read_degrees(const char *s, double limit, double *out)
{
	char text[40], *end;
	size_t n = strlen(s);

	if (!n || n >= sizeof text || strspn(s, "-+0123456789.,eE") != n)
		return false;
	memcpy(text, s, n + 1);
	for (char *p = text; *p; p++)
		if (*p == ',')
			*p = '.';
	*out = decimal_read(text, &end);
	return !*end && *out >= -limit && *out <= limit;
}

static void set_degrees(struct place *p, enum place_field field, double degrees)
{
	const char *now = place_get(p, field);
	char text[32], *end;
	size_t n;

	n = strspn(now + (*now == '-'), "0123456789");
	if (n && n < 4 && now[n + (*now == '-')] == '.' &&
	    strspn(now + (*now == '-') + n + 1, "0123456789") ==
		    strlen(now + (*now == '-') + n + 1) &&
	    fabs(decimal_read(now, &end) - degrees) < 1e-12)
		return;		/* as the source writes it */
	n = (size_t)snprintf(text, sizeof text, "%.7f", degrees);
	while (text[n - 1] == '0' && text[n - 2] != '.')
		text[--n] = '\0';
	place_set(p, field, text);
}

static void drop_position(struct place *p)
{
	place_set(p, PLACE_LAT, "");
	place_set(p, PLACE_LON, "");
}

static double distance(const struct commune *c, double lat, double lon)
{
	return isnan(c->lat) ? NAN : geo_distance_km(c->lat, c->lon, lat, lon);
}

/* Without a commune: the shape of France in Europe. */
static bool looks_swapped(double lat, double lon)
{
	return lat > -6 && lat < 10 && lon > 41 && lon < 52;
}

static void place_in_commune(struct import *im, const struct commune *c, double lat, double lon)
{
	struct place *p = &im->rec.place;
	const char *column = import_column(im, false, PLACE_LAT);
	double km = distance(c, lat, lon);

	if (isnan(km) ? looks_swapped(lat, lon) : km > FAR_KM && distance(c, lon, lat) <= FAR_KM) {
		double t = lat;

		lat = lon;
		lon = t;
		km = distance(c, lat, lon);
		import_note(im, IMPORT_CHECK_SWAPPED, column, "%.5f, %.5f", lat, lon);
	}
	if (!isnan(km) && km > FAR_KM && distance(c, lat, -lon) <= FAR_KM) {
		import_note(im, IMPORT_CHECK_FAR, column,
			    "%.5f, %.5f est à %.0f km de %s : le signe de la "
			    "longitude a été perdu, il est remis",
			    lat, lon, km, c->name);
		lon = -lon;
		km = 0;
	}
	if (!isnan(km) && km > FAR_KM) {
		bool wrong = km > WRONG_KM;

		import_note(im, IMPORT_CHECK_FAR, column, "%.5f, %.5f est à %.0f km de %s%s", lat,
			    lon, km, c->name, wrong ? " : position écartée" : "");
		if (wrong) {
			drop_position(p);
			return;
		}
	}
	set_degrees(p, PLACE_LAT, lat);
	set_degrees(p, PLACE_LON, lon);
}

static void check_position(struct import *im, uint32_t commune)
{
	struct place *p = &im->rec.place;
	const char *lat_text = place_get(p, PLACE_LAT), *lon_text = place_get(p, PLACE_LON);
	struct commune c = { .lat = NAN, .lon = NAN, .name = "sa commune" };
	double lat, lon;
	char *end;

	if (commune != COMMUNE_NONE)
		gazetteer_get(im->s->gazetteer, commune, &c);
	if (!*lat_text && !*lon_text) {
		if (im->format->level != IMPORT_LEVEL_SERVICE && commune != COMMUNE_NONE)
			import_note(im, IMPORT_CHECK_NO_POSITION,
				    import_column(im, false, PLACE_LAT), "%s",
				    place_get(p, PLACE_NAME));
		return;
	}
	if (!read_degrees(lat_text, 180, &lat) || !read_degrees(lon_text, 180, &lon) ||
	    (lat == 0 && lon == 0) || (fabs(lat) > 90 && fabs(lon) > 90)) {
		import_note(im, IMPORT_CHECK_POSITION, import_column(im, false, PLACE_LAT),
			    "latitude « %.30s », longitude « %.30s »", lat_text, lon_text);
		drop_position(p);
		return;
	}
	place_in_commune(im, &c, lat, lon);
	/* beyond the pole, and not by an exchange */
	if (*place_get(p, PLACE_LAT) && fabs(decimal_read(place_get(p, PLACE_LAT), &end)) > 90) {
		import_note(im, IMPORT_CHECK_POSITION, import_column(im, false, PLACE_LAT),
			    "latitude « %.30s »", place_get(p, PLACE_LAT));
		drop_position(p);
	}
}

void import_check_place(struct import *im)
{
	uint32_t commune = check_commune(im);

	check_position(im, commune);
}

/* ---- how it is met ---- */

static void add_meeting(struct import *im, const char *code)
{
	import_add(im, (struct import_slot){ true, OFFER_MEETING }, code);
}

static bool only_elsewhere(const char *modes)
{
	struct list_walk w = { .rest = modes };
	struct str item;
	size_t n = 0, here = 0;

	str_init(&item);
	while (list_next(&w, &item)) {
		n++;
		here += strcmp(item.s, "a-distance") != 0 && strcmp(item.s, "a-domicile") != 0;
	}
	str_done(&item);
	return n && !here;
}

void import_deduce_meeting(struct import *im)
{
	struct offer *o = &im->rec.offer;
	const char *itinerancy = offer_get(o, OFFER_ITINERANCY), *modes = offer_get(o, OFFER_MODES);
	const char *reception = offer_get(o, OFFER_RECEPTION);
	bool round = list_has(itinerancy, "itinerant");

	if (*offer_get(o, OFFER_MEETING))
		return;
	if (round)
		add_meeting(im, "sur-le-secteur");
	if ((!round || list_has(itinerancy, "fixe")) && !only_elsewhere(modes) &&
	    strcmp(reception, "a-distance") != 0 &&
	    !list_has(offer_get(o, OFFER_ACCESS), "pas-d-accueil"))
		add_meeting(im, "sur-place");
	if (list_has(modes, "a-domicile"))
		add_meeting(im, "a-domicile");
	if (list_has(modes, "a-distance") || list_has(reception, "a-distance"))
		add_meeting(im, "a-distance");
}
