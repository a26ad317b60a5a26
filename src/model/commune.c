#include "aiguillage/commune.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/pack.h"
#include "src/model/commune_impl.h"

/* ---- opening ---- */

static bool take_arrays(struct gazetteer *g, struct pack_reader *r)
{
	size_t n_lat, n_lon, n_first;

	g->texts = pack_next(r, 1, &g->n_texts);
	g->folds = pack_next(r, 1, &g->n_folds);
	g->communes = pack_next(r, sizeof *g->communes, &g->n_communes);
	g->lat = pack_next(r, sizeof *g->lat, &n_lat);
	g->lon = pack_next(r, sizeof *g->lon, &n_lon);
	g->first = pack_next(r, sizeof *g->first, &n_first);
	g->names = pack_next(r, sizeof *g->names, &g->n_names);
	g->epcis = pack_next(r, sizeof *g->epcis, &g->n_epcis);
	g->depts = pack_next(r, sizeof *g->depts, &g->n_depts);
	g->formers = pack_next(r, sizeof *g->formers, &g->n_formers);
	g->sector = pack_next(r, sizeof *g->sector, &g->n_sector);
	return r->ok && n_lat == g->n_communes && n_lon == n_lat && n_first == n_lat + 1;
}

static bool ends_with_nul(const char *s, size_t n)
{
	return n > 0 && s[n - 1] == '\0';
}

static bool communes_fit(const struct gazetteer *g)
{
	for (size_t i = 0; i < g->n_communes; i++) {
		const struct packed_commune *c = &g->communes[i];

		if (c->insee[INSEE_LEN] || c->postcodes >= g->n_texts ||
		    c->epci > g->n_epcis || c->dept > g->n_depts || c->sector > SECTOR_CORE ||
		    g->first[i] >= g->first[i + 1])
			return false;
	}
	return g->first[0] == 0 && g->first[g->n_communes] == g->n_names;
}

static bool names_fit(const struct gazetteer *g)
{
	for (size_t i = 0; i < g->n_names; i++) {
		if (g->names[i].fold >= g->n_folds || g->names[i].text >= g->n_texts)
			return false;
	}
	for (size_t i = 0; i < g->n_formers; i++) {
		const struct packed_former *f = &g->formers[i];

		if (f->code >= g->n_texts || f->name >= g->n_names || f->commune >= g->n_communes)
			return false;
	}
	return true;
}

static bool labels_fit(const struct gazetteer *g, const struct packed_label *l, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (l[i].code >= g->n_texts || l[i].name >= g->n_texts)
			return false;
	}
	return true;
}

/* The checksum finds accidents; this makes sure that no number leads out of the block. */
static bool fits(const struct gazetteer *g)
{
	if (!ends_with_nul(g->texts, g->n_texts) || !ends_with_nul(g->folds, g->n_folds))
		return false;
	for (size_t i = 0; i < g->n_sector; i++) {
		if (g->sector[i] >= g->n_communes)
			return false;
	}
	return communes_fit(g) && names_fit(g) && labels_fit(g, g->epcis, g->n_epcis) &&
	       labels_fit(g, g->depts, g->n_depts);
}

struct gazetteer *gazetteer_open(void *blob, size_t n, struct err *err)
{
	struct gazetteer *g = xcalloc(1, sizeof *g);
	struct pack_reader r;

	g->blob = blob;
	if (pack_open(&r, blob, n, GAZETTEER_TAG, GAZETTEER_VERSION) && take_arrays(g, &r) &&
	    fits(g))
		return g;
	gazetteer_free(g);
	err_set(err, ERR_DATA, "la liste des communes est abîmée ou d’une autre version : "
		"il faut reconstruire l’annuaire");
	return NULL;
}

void gazetteer_free(struct gazetteer *g)
{
	if (!g)
		return;
	free(g->blob);
	free(g);
}

/* ---- reading ---- */

size_t gazetteer_count(const struct gazetteer *g)
{
	return g->n_communes;
}

static const struct packed_label *label(const struct packed_label *labels, uint16_t id)
{
	static const struct packed_label none;

	return id ? &labels[id - 1] : &none;
}

void gazetteer_get(const struct gazetteer *g, uint32_t commune, struct commune *out)
{
	const struct packed_commune *c = &g->communes[commune];
	const struct packed_label *epci = label(g->epcis, c->epci);
	const struct packed_label *dept = label(g->depts, c->dept);

	*out = (struct commune){
		.insee = c->insee,
		.name = g->texts + g->names[g->first[commune]].text,
		.postcodes = g->texts + c->postcodes,
		.dept = g->texts + dept->code,
		.dept_name = g->texts + dept->name,
		.epci = g->texts + epci->code,
		.epci_name = g->texts + epci->name,
		.lat = g->lat[commune],
		.lon = g->lon[commune],
		.population = c->population,
		.epci_id = c->epci,
		.dept_id = c->dept,
		.sector = c->sector,
	};
}

struct code_key {
	const char *code, *texts;
};

static int compare_commune(const void *key, const void *item)
{
	const struct packed_commune *c = item;

	return strcmp(key, c->insee);
}

static int compare_former(const void *key, const void *item)
{
	const struct code_key *k = key;
	const struct packed_former *f = item;

	return strcmp(k->code, k->texts + f->code);
}

static int compare_label(const void *key, const void *item)
{
	const struct code_key *k = key;
	const struct packed_label *l = item;

	return strcmp(k->code, k->texts + l->code);
}

uint32_t gazetteer_by_insee(const struct gazetteer *g, const char *insee)
{
	struct code_key key = { .code = insee, .texts = g->texts };
	const struct packed_commune *c;
	const struct packed_former *f;

	c = bsearch(insee, g->communes, g->n_communes, sizeof *c, compare_commune);
	if (c)
		return (uint32_t)(c - g->communes);
	f = bsearch(&key, g->formers, g->n_formers, sizeof *f, compare_former);
	return f ? f->commune : COMMUNE_NONE;
}

static uint16_t find_label(const struct gazetteer *g, const struct packed_label *labels, size_t n,
			   const char *code)
{
	struct code_key key = { .code = code, .texts = g->texts };
	const struct packed_label *l = bsearch(&key, labels, n, sizeof *l, compare_label);

	return l ? (uint16_t)(l - labels + 1) : 0;
}

uint16_t gazetteer_epci(const struct gazetteer *g, const char *siren)
{
	return find_label(g, g->epcis, g->n_epcis, siren);
}

uint16_t gazetteer_dept(const struct gazetteer *g, const char *code)
{
	return find_label(g, g->depts, g->n_depts, code);
}

enum sector gazetteer_sector_of(const struct gazetteer *g, uint32_t commune)
{
	return commune < g->n_communes ? g->communes[commune].sector : (enum sector)0;
}

const uint32_t *gazetteer_sector(const struct gazetteer *g, size_t *n)
{
	*n = g->n_sector;
	return g->sector;
}

const float *gazetteer_lat(const struct gazetteer *g)
{
	return g->lat;
}

const float *gazetteer_lon(const struct gazetteer *g)
{
	return g->lon;
}

double geo_distance_km(double lat1, double lon1, double lat2, double lon2)
{
	const double radius = 6371.0, degree = M_PI / 180;
	double a = sin((lat2 - lat1) * degree / 2), b = sin((lon2 - lon1) * degree / 2);
	double h = a * a + cos(lat1 * degree) * cos(lat2 * degree) * b * b;

	return 2 * radius * asin(sqrt(h > 1 ? 1 : h));
}
