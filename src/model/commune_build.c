#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/intern.h"
#include "aiguillage/mem.h"
#include "aiguillage/pack.h"
#include "src/model/commune_impl.h"

/* While building, offsets lead into the builder's texts; 0 is "". */
struct new_commune {
	uint32_t insee, name, postcodes, dept, epci, epci_name;
	uint32_t population;
	float lat, lon;
	enum sector sector;
};

struct new_name {
	uint32_t name, old_insee, today;
};

struct new_sector {
	uint32_t insee;
	enum sector sector;
};

struct gazetteer_builder {
	struct str texts;
	struct new_commune *communes;
	struct new_name *names;
	struct packed_label *depts;
	struct new_sector *sectors;
	size_t n_communes, cap_communes, n_names, cap_names, n_depts, cap_depts;
	size_t n_sectors, cap_sectors;
};

struct gazetteer_builder *gazetteer_builder_new(void)
{
	struct gazetteer_builder *b = xcalloc(1, sizeof *b);

	str_init(&b->texts);
	str_addc(&b->texts, '\0');
	return b;
}

void gazetteer_builder_free(struct gazetteer_builder *b)
{
	if (!b)
		return;
	str_done(&b->texts);
	free(b->communes);
	free(b->names);
	free(b->depts);
	free(b->sectors);
	free(b);
}

static uint32_t keep(struct str *texts, const char *s)
{
	size_t at = texts->len;

	if (!*s)
		return 0;
	str_addn(texts, s, strlen(s) + 1);
	return (uint32_t)at;
}

void gazetteer_add(struct gazetteer_builder *b, const struct commune *c)
{
	b->communes = mem_grow(b->communes, b->n_communes, &b->cap_communes, sizeof *b->communes);
	b->communes[b->n_communes++] = (struct new_commune){
		.insee = keep(&b->texts, c->insee),
		.name = keep(&b->texts, c->name),
		.postcodes = keep(&b->texts, c->postcodes),
		.dept = keep(&b->texts, c->dept),
		.epci = keep(&b->texts, c->epci),
		.epci_name = keep(&b->texts, c->epci_name),
		.population = c->population,
		.lat = c->lat,
		.lon = c->lon,
	};
}

void gazetteer_add_dept(struct gazetteer_builder *b, const char *code, const char *name)
{
	b->depts = mem_grow(b->depts, b->n_depts, &b->cap_depts, sizeof *b->depts);
	b->depts[b->n_depts++] = (struct packed_label){
		.code = keep(&b->texts, code),
		.name = keep(&b->texts, name),
	};
}

void gazetteer_add_name(struct gazetteer_builder *b, const char *name, const char *old_insee,
			const char *today)
{
	b->names = mem_grow(b->names, b->n_names, &b->cap_names, sizeof *b->names);
	b->names[b->n_names++] = (struct new_name){
		.name = keep(&b->texts, name),
		.old_insee = keep(&b->texts, old_insee),
		.today = keep(&b->texts, today),
	};
}

void gazetteer_set_sector(struct gazetteer_builder *b, const char *insee, enum sector sector)
{
	b->sectors = mem_grow(b->sectors, b->n_sectors, &b->cap_sectors, sizeof *b->sectors);
	b->sectors[b->n_sectors++] = (struct new_sector){
		.insee = keep(&b->texts, insee),
		.sector = sector,
	};
}

/* ---- packing ---- */

struct packing {
	const struct gazetteer_builder *b;
	struct intern texts, folds;
	struct packed_commune *communes;
	uint32_t *name_of;	/* of each commune, in texts */
	float *lat, *lon;
	uint32_t *first, *sector;
	struct packed_name *names;
	struct packed_label *epcis, *depts;
	struct packed_former *formers;
	size_t n_communes, n_names, n_epcis, n_depts, n_formers, n_sector;
};

/* All sorts compare through offsets; equal items keep the order in which they were added. */

static int by_insee(const void *a, const void *b, void *texts)
{
	const struct new_commune *x = a, *y = b;
	int d = strcmp((char *)texts + x->insee, (char *)texts + y->insee);

	return d ? d : (x->insee > y->insee) - (x->insee < y->insee);
}

static int by_today(const void *a, const void *b, void *texts)
{
	const struct new_name *x = a, *y = b;
	int d = strcmp((char *)texts + x->today, (char *)texts + y->today);

	return d ? d : (x->today > y->today) - (x->today < y->today);
}

static int by_code(const void *a, const void *b, void *texts)
{
	const struct packed_label *x = a, *y = b;
	int d = strcmp((char *)texts + x->code, (char *)texts + y->code);

	if (!d)		/* the first that has a name */
		d = !x->name - !y->name;
	return d ? d : (x->code > y->code) - (x->code < y->code);
}

static int by_former_code(const void *a, const void *b, void *texts)
{
	const struct packed_former *x = a, *y = b;
	int d = strcmp((char *)texts + x->code, (char *)texts + y->code);

	return d ? d : (x->code > y->code) - (x->code < y->code);
}

static int by_epci_and_name(const void *a, const void *b, void *ctx)
{
	const struct packing *p = ctx;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	uint16_t ei = p->communes[i].epci, ej = p->communes[j].epci;
	int d = (ei > 0) - (ej > 0);

	if (ei && ej)
		d = strcmp(p->texts.arena.s + p->epcis[ei - 1].name, p->texts.arena.s + p->epcis[ej - 1].name);
	if (!d)
		d = strcmp(p->folds.arena.s + p->names[p->first[i]].fold,
			   p->folds.arena.s + p->names[p->first[j]].fold);
	return d ? d : (i > j) - (i < j);
}

/* Each text once, wherever it comes from. */
static uint32_t share(struct intern *texts, const char *s)
{
	uint32_t number = intern_add(texts, s, strlen(s));

	return (uint32_t)texts->at[number];
}

static const char *source(const struct packing *p, uint32_t offset)
{
	return p->b->texts.s + offset;
}

/* Sorts labels, keeps the first of each code that is not empty, copies them to the block. */
static size_t pack_labels(struct packing *p, struct packed_label *l, size_t n)
{
	size_t kept = 0;

	qsort_r(l, n, sizeof *l, by_code, p->b->texts.s);
	for (size_t i = 0; i < n && kept < UINT16_MAX; i++) {
		const char *code = source(p, l[i].code);

		if (!*code || (kept && strcmp(p->texts.arena.s + l[kept - 1].code, code) == 0))
			continue;
		l[kept++] = (struct packed_label){
			.code = share(&p->texts, code),
			.name = share(&p->texts, source(p, l[i].name)),
		};
	}
	return kept;
}

/* Neighbours mostly share their labels: those of the commune before are not added again. */
static void pack_all_labels(struct packing *p)
{
	const struct gazetteer_builder *b = p->b;
	const char *epci = "", *dept = "";
	size_t n_epcis = 0, n_depts = b->n_depts;

	p->epcis = xreallocarray(NULL, b->n_communes, sizeof *p->epcis);
	p->depts = xreallocarray(NULL, b->n_depts + b->n_communes, sizeof *p->depts);
	if (b->n_depts)
		memcpy(p->depts, b->depts, b->n_depts * sizeof *p->depts);
	for (size_t i = 0; i < b->n_communes; i++) {
		const struct new_commune *c = &b->communes[i];

		if (strcmp(source(p, c->epci), epci))
			p->epcis[n_epcis++] = (struct packed_label){ c->epci, c->epci_name };
		/* a département that departements.csv lacks has a code and no name */
		if (strcmp(source(p, c->dept), dept))
			p->depts[n_depts++] = (struct packed_label){ .code = c->dept };
		epci = source(p, c->epci);
		dept = source(p, c->dept);
	}
	p->n_epcis = pack_labels(p, p->epcis, n_epcis);
	p->n_depts = pack_labels(p, p->depts, n_depts);
}

static uint16_t label_id(const struct packing *p, const struct packed_label *l, size_t n,
			 const char *code)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int d = strcmp(code, p->texts.arena.s + l[mid].code);

		if (!d)
			return (uint16_t)(mid + 1);
		if (d < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return 0;
}

static uint32_t find_commune(const struct packing *p, const char *insee)
{
	size_t low = 0, high = p->n_communes;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int d = strcmp(insee, p->communes[mid].insee);

		if (!d)
			return (uint32_t)mid;
		if (d < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return COMMUNE_NONE;
}

static void pack_communes(struct packing *p)
{
	size_t n = p->b->n_communes;

	p->communes = xcalloc(n, sizeof *p->communes);
	p->name_of = xcalloc(n, sizeof *p->name_of);
	p->lat = xcalloc(n, sizeof *p->lat);
	p->lon = xcalloc(n, sizeof *p->lon);
	for (size_t i = 0; i < n; i++) {
		const struct new_commune *c = &p->b->communes[i];
		const char *insee = source(p, c->insee);
		size_t k = p->n_communes;

		if (!*insee || strlen(insee) > INSEE_LEN || (k && !strcmp(p->communes[k - 1].insee, insee)))
			continue;
		p->name_of[k] = share(&p->texts, source(p, c->name));
		p->communes[k] = (struct packed_commune){
			.postcodes = share(&p->texts, source(p, c->postcodes)),
			.population = c->population,
			.epci = label_id(p, p->epcis, p->n_epcis, source(p, c->epci)),
			.dept = label_id(p, p->depts, p->n_depts, source(p, c->dept)),
		};
		strcpy(p->communes[k].insee, insee);
		p->lat[k] = c->lat;
		p->lon[k] = c->lon;
		p->n_communes++;
	}
}

/* Returns whether it was kept: a name without a letter or digit finds nothing. */
static bool add_name(struct packing *p, const char *name, uint32_t text)
{
	char *fold = folded(name);

	p->names[p->n_names++] = (struct packed_name){
		.initials = initials_of(fold),
		.letters = letters_of(fold),
		.fold = share(&p->folds, fold),
		.text = text,
	};
	free(fold);
	return p->names[p->n_names - 1].fold != 0;
}

/* A commune that was merged, then restored: its name is no longer the other one's. */
static bool restored(const struct packing *p, const struct new_name *n, uint32_t today)
{
	uint32_t now = find_commune(p, source(p, n->old_insee));
	char *was, *is;
	bool same;

	if (now == COMMUNE_NONE || now == today)
		return false;
	was = folded(source(p, n->name));
	is = folded(p->texts.arena.s + p->name_of[now]);
	same = strcmp(was, is) == 0;
	free(was);
	free(is);
	return same;
}

static void add_other_name(struct packing *p, const struct new_name *n, uint32_t commune)
{
	const char *name = source(p, n->name), *code = source(p, n->old_insee);
	uint32_t text;

	if (restored(p, n, commune))
		return;
	text = share(&p->texts, name);
	if (!add_name(p, name, text)) {
		p->n_names--;
		return;
	}
	if (!*code || find_commune(p, code) != COMMUNE_NONE)
		return;
	p->formers[p->n_formers++] = (struct packed_former){
		.code = share(&p->texts, code),
		.name = (uint32_t)(p->n_names - 1),
		.commune = commune,
	};
}

/* Walks communes and other names together, both sorted by today's code. */
static void pack_names(struct packing *p)
{
	const struct gazetteer_builder *b = p->b;
	size_t k = 0;

	p->names = xcalloc(p->n_communes + b->n_names, sizeof *p->names);
	p->formers = xcalloc(b->n_names, sizeof *p->formers);
	p->first = xcalloc(p->n_communes + 1, sizeof *p->first);
	for (uint32_t i = 0; i < p->n_communes; i++) {
		p->first[i] = (uint32_t)p->n_names;
		add_name(p, p->texts.arena.s + p->name_of[i], p->name_of[i]);
		for (; k < b->n_names; k++) {
			const char *today = source(p, b->names[k].today);
			int d = strcmp(today, p->communes[i].insee);
			if (d > 0)
				break;
			if (d == 0)
				add_other_name(p, &b->names[k], i);
		}
	}
	p->first[p->n_communes] = (uint32_t)p->n_names;
	qsort_r(p->formers, p->n_formers, sizeof *p->formers, by_former_code, p->texts.arena.s);
}

static void pack_sector(struct packing *p)
{
	const struct gazetteer_builder *b = p->b;

	for (size_t i = 0; i < b->n_sectors; i++) {
		uint32_t c = find_commune(p, source(p, b->sectors[i].insee));

		if (c != COMMUNE_NONE)
			p->communes[c].sector = (uint8_t)b->sectors[i].sector;
	}
	p->sector = xreallocarray(NULL, b->n_sectors, sizeof *p->sector);
	for (uint32_t i = 0; i < p->n_communes; i++) {
		if (p->communes[i].sector == SECTOR_CORE)
			p->sector[p->n_sector++] = i;
	}
	qsort_r(p->sector, p->n_sector, sizeof *p->sector, by_epci_and_name, p);
}

static void write_block(const struct packing *p, struct str *out)
{
	struct pack_writer w;

	pack_begin(&w, GAZETTEER_TAG, GAZETTEER_VERSION);
	pack_array(&w, p->texts.arena.s, p->texts.arena.len, 1);
	pack_array(&w, p->folds.arena.s, p->folds.arena.len, 1);
	pack_array(&w, p->communes, p->n_communes, sizeof *p->communes);
	pack_array(&w, p->lat, p->n_communes, sizeof *p->lat);
	pack_array(&w, p->lon, p->n_communes, sizeof *p->lon);
	pack_array(&w, p->first, p->n_communes + 1, sizeof *p->first);
	pack_array(&w, p->names, p->n_names, sizeof *p->names);
	pack_array(&w, p->epcis, p->n_epcis, sizeof *p->epcis);
	pack_array(&w, p->depts, p->n_depts, sizeof *p->depts);
	pack_array(&w, p->formers, p->n_formers, sizeof *p->formers);
	pack_array(&w, p->sector, p->n_sector, sizeof *p->sector);
	pack_end(&w);
	if (out->len) {
		str_addn(out, w.out.s, w.out.len);
		pack_done(&w);
	} else {	/* usual: several MB that need no copy */
		str_done(out);
		*out = w.out;
	}
}

void gazetteer_pack(struct gazetteer_builder *b, struct str *out)
{
	struct packing p = { .b = b };

	intern_init(&p.texts);
	intern_init(&p.folds);
	share(&p.texts, "");	/* offset 0 */
	share(&p.folds, "");
	if (b->n_communes)
		qsort_r(b->communes, b->n_communes, sizeof *b->communes, by_insee, b->texts.s);
	if (b->n_names)
		qsort_r(b->names, b->n_names, sizeof *b->names, by_today, b->texts.s);
	pack_all_labels(&p);
	pack_communes(&p);
	pack_names(&p);
	pack_sector(&p);
	write_block(&p, out);
	intern_done(&p.texts);
	intern_done(&p.folds);
	free(p.name_of);
	free(p.communes);
	free(p.lat);
	free(p.lon);
	free(p.first);
	free(p.sector);
	free(p.names);
	free(p.epcis);
	free(p.depts);
	free(p.formers);
}
