#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "src/model/commune_impl.h"
#include "src/model/commune_query.h"

struct candidate {
	uint32_t commune, name;		/* name: number of the one that matched */
	uint8_t rank, away, grade;	/* away: 0 in the core, 1 neighbour, 2 elsewhere */
	uint32_t population;
	float distance;			/* of no unit, only compared */
};

/* The best `max` communes so far lie in the first half of `found`, new ones are added after. */
struct finding {
	const struct gazetteer *g;
	const struct query *q;
	struct candidate *found;
	size_t n, max;
	bool in_sector;			/* something was found there */
	uint16_t home;			/* dept_id, 0: no territory */
	float lat, lon, shrink;		/* of `near`; shrink: of a degree of longitude */
	bool far_known;
};

static const char *folded_name(const struct gazetteer *g, uint32_t commune)
{
	return g->folds + g->names[g->first[commune]].fold;
}

/* A fault weighs as much as one step away from the counsellor's sector. */
static int closeness(const struct candidate *c)
{
	return c->rank == COMMUNE_TYPO ? c->grade + c->away : c->away;
}

static int best_first(const void *a, const void *b, void *g)
{
	const struct candidate *x = a, *y = b;
	int d = x->rank - y->rank;

	if (!d)
		d = closeness(x) - closeness(y);
	if (!d)
		d = x->away - y->away;
	if (!d)
		d = x->grade - y->grade;
	if (!d)
		d = (x->distance > y->distance) - (x->distance < y->distance);
	if (!d)
		d = (x->population < y->population) - (x->population > y->population);
	if (!d)
		d = strcmp(folded_name(g, x->commune), folded_name(g, y->commune));
	return d ? d : (x->commune > y->commune) - (x->commune < y->commune);
}

/* Sorts, and forgets what is beyond max. */
static void settle(struct finding *f)
{
	if (f->n)
		qsort_r(f->found, f->n, sizeof *f->found, best_first, (void *)f->g);
	if (f->n > f->max)
		f->n = f->max;
}

/* On a plane around `near`: enough to put communes in order. */
static float distance(const struct finding *f, uint32_t commune)
{
	float x = (f->g->lon[commune] - f->lon) * f->shrink, y = f->g->lat[commune] - f->lat;
	float d = x * x + y * y;

	if (!f->far_known)
		return 0;
	return isnan(d) ? INFINITY : d;
}

/*
 * Steps from the counsellor's territory: its communes, its neighbours, its département; elsewhere
 * counts as much as a fault more.
 */
static uint8_t away(const struct finding *f, const struct packed_commune *c)
{
	if (c->sector != SECTOR_NO)
		return (uint8_t)(SECTOR_CORE - c->sector);
	return f->home && c->dept == f->home ? 2 : 4;
}

/* The département of the counsellor's territory. */
static uint16_t home_dept(const struct gazetteer *g)
{
	for (size_t i = 0; i < g->n_sector; i++)
		if (g->communes[g->sector[i]].sector == SECTOR_CORE)
			return g->communes[g->sector[i]].dept;
	return 0;
}

static void add(struct finding *f, uint32_t commune, uint32_t name, const struct query_match *m)
{
	const struct packed_commune *c = &f->g->communes[commune];

	if (f->n == 2 * f->max)
		settle(f);
	f->in_sector |= c->sector != SECTOR_NO;
	f->found[f->n++] = (struct candidate){
		.commune = commune,
		.name = name,
		.rank = (uint8_t)m->rank,
		.away = away(f, c),
		.grade = (uint8_t)m->grade,
		.population = c->population,
		.distance = distance(f, commune),
	};
}

/* ---- codes ---- */

/* Corsican codes are written "2A004" and folded "2a004". */
static bool code_begins(const char *code, const char *with)
{
	for (; *with; code++, with++) {
		char c = *code == 'A' || *code == 'B' ? (char)(*code + 32) : *code;

		if (c != *with)
			return false;
	}
	return true;
}

enum { CODE_NONE, CODE_BEGINS, CODE_IS };

static int code_compare(const char *code, const char *with, size_t len)
{
	if (!code_begins(code, with))
		return CODE_NONE;
	return code[len] == '\0' || code[len] == '|' ? CODE_IS : CODE_BEGINS;
}

static int postcode_compare(const char *codes, const char *with, size_t len)
{
	int best = CODE_NONE;

	while (codes && best != CODE_IS) {
		int got = code_compare(codes, with, len);

		if (got > best)
			best = got;
		codes = strchr(codes, '|');
		if (codes)
			codes++;
	}
	return best;
}

/* « Lyon 3 »: a postal code that ends in 003. */
static bool has_arrondissement(const char *codes, const char *number)
{
	size_t len = strlen(number);

	if (len > 2)
		return false;
	while (codes) {
		size_t n = strcspn(codes, "|");

		if (n == 5 && codes[2] == '0' && strncmp(codes + 5 - len, number, len) == 0 &&
		    (len == 2 || codes[3] == '0'))
			return true;
		codes = strchr(codes, '|');
		if (codes)
			codes++;
	}
	return false;
}

/* The code typed beside a name: « Civrieux (01) », « 69210 L'Arbresle », « Lyon 3e ». */
static bool passes(const struct finding *f, uint32_t commune)
{
	const struct packed_commune *c = &f->g->communes[commune];
	const char *code = f->q->code, *postcodes = f->g->texts + c->postcodes;

	return !*code || code_begins(c->insee, code) ||
	       postcode_compare(postcodes, code, strlen(code)) != CODE_NONE ||
	       has_arrondissement(postcodes, code);
}

static bool is_postcode(const struct gazetteer *g, const char *code, size_t len)
{
	for (size_t i = 0; i < g->n_communes; i++) {
		if (postcode_compare(g->texts + g->communes[i].postcodes, code, len) == CODE_IS)
			return true;
	}
	return false;
}

static void find_code(struct finding *f)
{
	const struct gazetteer *g = f->g;
	const char *code = f->q->code;
	size_t len = strlen(code);
	bool postal = len == QUERY_CODE && is_postcode(g, code, len);
	struct query_match m = { 0 };

	for (uint32_t i = 0; i < g->n_communes; i++) {
		const struct packed_commune *c = &g->communes[i];
		int insee = code_compare(c->insee, code, len);
		int post = postcode_compare(g->texts + c->postcodes, code, len);

		if (insee == CODE_NONE && post == CODE_NONE)
			continue;
		m.rank = insee == CODE_IS && !postal ? COMMUNE_EXACT : COMMUNE_CODE;
		add(f, i, g->first[i], &m);
	}
	/* the code of a commune that is no more */
	m.rank = COMMUNE_CODE;
	for (size_t i = 0; i < g->n_formers; i++) {
		const struct packed_former *old = &g->formers[i];
		const char *postcodes = g->texts + g->communes[old->commune].postcodes;

		if (code_compare(g->texts + old->code, code, len) == CODE_IS &&
		    postcode_compare(postcodes, code, len) == CODE_NONE) {
			add(f, old->commune, old->name, &m);
			break;
		}
	}
}

/* ---- names ---- */

static bool better(const struct query_match *a, const struct query_match *b)
{
	return a->rank != b->rank ? a->rank < b->rank : a->grade < b->grade;
}

/* A hamlet or a former name must not hide the names of today that begin in the same way. */
static void prefer_own_name(struct query_match *m, bool own)
{
	if (!own && m->rank != COMMUNE_EXACT && m->rank != COMMUNE_TYPO)
		m->grade += 4;
}

static void find_names(struct finding *f)
{
	const struct gazetteer *g = f->g;

	for (uint32_t i = 0; i < g->n_communes; i++) {
		struct query_match best, m;
		uint32_t name = COMMUNE_NONE;

		for (uint32_t k = g->first[i]; k < g->first[i + 1]; k++) {
			const struct packed_name *n = &g->names[k];

			if (!query_match(f->q, g->folds + n->fold, n->initials, &m))
				continue;
			prefer_own_name(&m, k == g->first[i]);
			if (name == COMMUNE_NONE || better(&m, &best)) {
				name = k;
				best = m;
			}
		}
		if (name != COMMUNE_NONE && passes(f, i))
			add(f, i, name, &best);
	}
}

/*
 * Faults are looked for when the text as typed names nothing of the sector.
 * When it names something elsewhere, only the sector is searched: « lantilly »
 * is in Côte-d'Or, but a counsellor of L'Arbresle means Lentilly.
 */
static void find_typos(struct finding *f)
{
	const struct gazetteer *g = f->g;
	bool only_sector = f->n > 0;

	if (f->in_sector)
		return;
	for (uint32_t i = 0; i < g->n_communes; i++) {
		struct query_match best, m;
		uint32_t name = COMMUNE_NONE;

		if ((only_sector && g->communes[i].sector == SECTOR_NO) || !passes(f, i))
			continue;
		for (uint32_t k = g->first[i]; k < g->first[i + 1]; k++) {
			const struct packed_name *n = &g->names[k];

			if (query_match_typo(f->q, g->folds + n->fold, n->letters, &m) &&
			    (name == COMMUNE_NONE || better(&m, &best))) {
				name = k;
				best = m;
			}
		}
		if (name != COMMUNE_NONE)
			add(f, i, name, &best);
	}
}

static void find_with_saint(struct finding *f)
{
	const struct query *typed = f->q;
	struct query expanded;

	query_init(&expanded);
	if (query_expand_saint(typed, &expanded)) {
		f->q = &expanded;
		find_names(f);
		f->q = typed;
	}
	query_done(&expanded);
}

/* « Tarare centre », « Theizé en Beaujolais »: a whole name, then words that are none of its. */
static void find_shorter(struct finding *f)
{
	const struct query *typed = f->q;
	struct query shorter;

	for (size_t n = typed->n_words; !f->n && n > 1; n--) {
		query_init(&shorter);
		if (query_shorten(typed, n - 1, &shorter)) {
			f->q = &shorter;
			find_names(f);
			settle(f);
			while (f->n && f->found[f->n - 1].rank != COMMUNE_EXACT)
				f->n--;
			f->q = typed;
		}
		query_done(&shorter);
	}
	for (size_t i = 0; i < f->n; i++)
		f->found[i].rank = COMMUNE_TYPO;
}

static void find_all(struct finding *f)
{
	if (!f->q->text.len) {
		if (*f->q->code)
			find_code(f);
		return;
	}
	find_names(f);
	if (!f->n)
		find_with_saint(f);
	find_typos(f);
	if (!f->n)
		find_shorter(f);
}

static void set_near(struct finding *f, uint32_t near)
{
	if (near >= f->g->n_communes)
		return;
	f->lat = f->g->lat[near];
	f->lon = f->g->lon[near];
	f->shrink = cosf(f->lat * (float)M_PI / 180);
	f->far_known = !isnan(f->lat) && !isnan(f->lon);
}

size_t commune_find(const struct gazetteer *g, const char *text, uint32_t near,
		    struct commune_match *out, size_t max)
{
	struct finding f = { .g = g, .max = max < g->n_communes ? max : g->n_communes };
	struct query q;

	if (!f.max)
		return 0;
	query_init(&q);
	query_read(&q, text);
	f.q = &q;
	f.home = home_dept(g);
	f.found = xreallocarray(NULL, 2 * f.max, sizeof *f.found);
	set_near(&f, near);
	find_all(&f);
	if (!f.n && q.text.len && *q.code) {	/* better the name alone than nothing */
		*q.code = '\0';
		find_all(&f);
	}
	settle(&f);
	for (size_t i = 0; i < f.n; i++) {
		const struct candidate *c = &f.found[i];
		bool own = c->name == g->first[c->commune];

		out[i].commune = c->commune;
		out[i].rank = c->rank;
		out[i].via = own ? NULL : g->texts + g->names[c->name].text;
	}
	query_done(&q);
	free(f.found);
	return f.n;
}
