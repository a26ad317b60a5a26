/*
 * Each key press of typing three words: our search beside the best layout of SQLite's FTS5, in one
 * process.
 *
 *	bench_keys BASE ROUNDS		BASE: the folder of an annuaire.db
 *
 * Both give the exact count, the count of every value of every list, and the 50 nearest.  FTS5 has
 * the same words on the same offers, prefixes of 1, 2 and 3 letters, no content; its rows become a
 * bitmap, and from there on it has what we have: bitmaps of values, positions in arrays, the
 * bitmap of the commune and of the filters.  Prints, tab separated: offers, keys, then p50 and p95
 * of processor milliseconds for us, for FTS5, and the sum of the counts.
 */
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "aiguillage/bits.h"
#include "aiguillage/directory.h"
#include "aiguillage/mem.h"
#include "aiguillage/search.h"
#include "aiguillage/session.h"

#define NEAREST 50
#define MAX_KEYS 20000

struct series {
	double *ms;
	size_t n;
};

struct world {
	struct session *s;
	struct search *x;
	sqlite3 *fts;
	sqlite3_stmt *match;
	uint64_t *bits, *context;
	size_t words, counted[2];
	struct series ours, theirs;
};

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void die(const char *what)
{
	fprintf(stderr, "bench_keys: %s\n", what);
	exit(1);
}

/* ---- ours ---- */

static void ours(struct world *w, const struct criteria *c)
{
	static const enum vocab_genre lists[] = { VOCAB_AUDIENCE, VOCAB_NEED, VOCAB_CARE,
						  VOCAB_PROGRAMME, VOCAB_TYPOLOGY };
	struct facet facets[256];
	struct hit hits[NEAREST];

	search_run(w->x, c);
	w->counted[0] += search_count(w->x);
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		search_facets(w->x, lists[i], facets, ARRAY_SIZE(facets));
	for (unsigned f = 0; f < SEARCH_FILTERS; f++)
		search_filter_count(w->x, 1u << f);
	search_hits(w->x, 0, NEAREST, hits);
}

/* ---- FTS5 ---- */

static void sql(sqlite3 *db, const char *text)
{
	if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
		die(sqlite3_errmsg(db));
}

struct filling {
	sqlite3_stmt *add;
	sqlite3_int64 rowid;
};

/* The words that our index has of an offer, but for the synonyms of its values. */
static bool fill_one(void *ctx, const struct place *p, const struct offer *o, struct err *err)
{
	static const enum place_field of_place[] = {
		PLACE_NAME, PLACE_PROVIDER, PLACE_ADDRESS, PLACE_POSTCODE, PLACE_COMMUNE,
		PLACE_DESCRIPTION,
	};
	static const enum offer_field of_offer[] = {
		OFFER_NAME, OFFER_DESCRIPTION, OFFER_SERVICES, OFFER_AUDIENCES, OFFER_THEMES, OFFER_COST,
	};
	struct filling *f = ctx;
	struct str text;

	(void)err;
	str_init(&text);
	for (size_t i = 0; i < ARRAY_SIZE(of_place); i++)
		str_join(&text, " ", place_get(p, of_place[i]));
	for (size_t i = 0; i < ARRAY_SIZE(of_offer); i++)
		str_join(&text, " ", offer_get(o, of_offer[i]));
	sqlite3_bind_int64(f->add, 1, f->rowid++);
	sqlite3_bind_text(f->add, 2, text.s, (int)text.len, SQLITE_STATIC);
	if (sqlite3_step(f->add) != SQLITE_DONE)
		die("FTS5");
	sqlite3_reset(f->add);
	str_done(&text);
	return true;
}

static void fill_fts(struct world *w)
{
	struct err err = ERR_INIT;
	struct filling f = { .rowid = 0 };

	sql(w->fts, "BEGIN");
	if (sqlite3_prepare_v2(w->fts, "INSERT INTO f (rowid, t) VALUES (?1, ?2)", -1, &f.add, NULL) !=
	    SQLITE_OK)
		die(sqlite3_errmsg(w->fts));
	if (!directory_each_offer(w->s->directory, fill_one, &f, &err))
		die(err.msg);
	sqlite3_finalize(f.add);
	sql(w->fts, "COMMIT");
}

static void open_fts(struct world *w)
{
	if (sqlite3_open(":memory:", &w->fts) != SQLITE_OK)
		die("FTS5");
	sql(w->fts, "CREATE VIRTUAL TABLE f USING fts5 (t, content='', prefix='1 2 3', "
		    "tokenize='unicode61 remove_diacritics 2', columnsize=0)");
	fill_fts(w);
	sql(w->fts, "INSERT INTO f (f) VALUES ('optimize')");
	if (sqlite3_prepare_v2(w->fts, "SELECT rowid FROM f WHERE f MATCH ?1", -1, &w->match,
			       NULL) != SQLITE_OK)
		die(sqlite3_errmsg(w->fts));
}

struct near {
	float d;
	uint32_t offer;
};

/* The nearest on top of a heap that has the farthest first. */
static void keep_nearest(struct near *heap, size_t *n, struct near one)
{
	size_t i;

	if (*n < NEAREST) {
		for (i = (*n)++; i && heap[(i - 1) / 2].d < one.d; i = (i - 1) / 2)
			heap[i] = heap[(i - 1) / 2];
		heap[i] = one;
		return;
	}
	if (one.d >= heap[0].d)
		return;
	for (i = 0; 2 * i + 1 < NEAREST;) {
		size_t child = 2 * i + 1;

		child += child + 1 < NEAREST && heap[child + 1].d > heap[child].d;
		if (heap[child].d <= one.d)
			break;
		heap[i] = heap[child];
		i = child;
	}
	heap[i] = one;
}

static int by_distance(const void *a, const void *b)
{
	float x = ((const struct near *)a)->d, y = ((const struct near *)b)->d;

	return (x > y) - (x < y);
}

static void nearest(const struct world *w, const struct commune *at)
{
	const float *lat = index_lat(w->s->index), *lon = index_lon(w->s->index);
	size_t n = index_count(w->s->index), found = 0;
	float squeeze = cosf(at->lat * (float)M_PI / 180);
	struct near heap[NEAREST];

	for (size_t i = bits_next(w->bits, n, 0); i < n; i = bits_next(w->bits, n, i + 1)) {
		float y = lat[i] - at->lat, x = (lon[i] - at->lon) * squeeze;

		if (!isnan(x))
			keep_nearest(heap, &found, (struct near){ x * x + y * y, (uint32_t)i });
	}
	qsort(heap, found, sizeof *heap, by_distance);
}

static void theirs(struct world *w, const struct criteria *c)
{
	static volatile size_t seen;	/* so that nothing is left out as useless */
	const struct index *x = w->s->index;
	struct commune at = { .lat = 46, .lon = 4 };
	char query[80];

	snprintf(query, sizeof query, "\"%s\" *", c->text.s);
	bits_clear(w->bits, w->words);
	sqlite3_bind_text(w->match, 1, query, -1, SQLITE_STATIC);
	while (sqlite3_step(w->match) == SQLITE_ROW)
		bits_set(w->bits, (size_t)sqlite3_column_int64(w->match, 0));
	sqlite3_reset(w->match);
	bits_and(w->bits, w->context, w->words);
	w->counted[1] += bits_count(w->bits, w->words);
	for (size_t i = 0; i < index_value_count(x); i++) {
		struct index_value value;

		index_value_at(x, i, &value);
		seen += bits_count_and(w->bits, value.bits, w->words);
	}
	if (c->commune != COMMUNE_NONE)
		gazetteer_get(w->s->gazetteer, c->commune, &at);
	nearest(w, &at);
}

/* ---- typing ---- */

/* What the criteria leave without any word, which FTS5 gets for nothing. */
static void set_context(struct world *w, const struct criteria *c)
{
	size_t n;
	struct hit *hits;

	search_run(w->x, c);
	n = search_count(w->x);
	hits = xcalloc(n + 1, sizeof *hits);
	n = search_hits(w->x, 0, n, hits);
	bits_clear(w->context, w->words);
	for (size_t i = 0; i < n; i++)
		bits_set(w->context, hits[i].offer);
	free(hits);
}

static void measure(struct world *w, const struct criteria *c)
{
	double a = now_ms(), b, end;

	if (w->ours.n == MAX_KEYS)
		die("too many rounds");
	ours(w, c);
	b = now_ms();
	theirs(w, c);
	end = now_ms();
	w->ours.ms[w->ours.n++] = b - a;
	w->theirs.ms[w->theirs.n++] = end - b;
}

static void type(struct world *w, struct criteria *c)
{
	static const char *const typed[] = { "demarches", "arbresle", "senior" };

	for (size_t i = 0; i < ARRAY_SIZE(typed); i++) {
		str_clear(&c->text);
		for (const char *p = typed[i]; *p; p++) {
			str_addc(&c->text, *p);
			measure(w, c);
		}
	}
	str_clear(&c->text);
}

static void type_everywhere(struct world *w)
{
	struct criteria c;

	for (int where = 0; where < 3; where++) {
		criteria_init(&c);
		if (where) {
			c.commune = gazetteer_by_insee(w->s->gazetteer, "69010");
			c.radius_km = 30;
		} else {
			c.commune = COMMUNE_NONE;
		}
		if (where == 2) {
			c.filters = FILTER_FREE;
			list_add(&c.needs, "demarches");
		}
		set_context(w, &c);
		type(w, &c);
		criteria_done(&c);
	}
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double percentile(const struct series *s, unsigned percent)
{
	return s->ms[(s->n - 1) * percent / 100];
}

int main(int argc, char **argv)
{
	struct world w = { .s = NULL };
	struct session_options o = { .base = argc > 1 ? argv[1] : NULL };
	struct err err = ERR_INIT;

	if (argc != 3)
		die("BASE ROUNDS");
	if (!session_open(&w.s, &o, &err))
		die(err.msg);
	w.x = search_new(w.s);
	w.words = index_words(w.s->index);
	w.bits = xcalloc(w.words, sizeof *w.bits);
	w.context = xcalloc(w.words, sizeof *w.context);
	w.ours.ms = xcalloc(MAX_KEYS, sizeof *w.ours.ms);
	w.theirs.ms = xcalloc(MAX_KEYS, sizeof *w.theirs.ms);
	open_fts(&w);
	for (int i = atoi(argv[2]); i > 0; i--)
		type_everywhere(&w);
	qsort(w.ours.ms, w.ours.n, sizeof *w.ours.ms, by_value);
	qsort(w.theirs.ms, w.theirs.n, sizeof *w.theirs.ms, by_value);
	printf("%zu\t%zu\t%.3f\t%.3f\t%.3f\t%.3f\t%zu\t%zu\n", index_count(w.s->index), w.ours.n,
	       percentile(&w.ours, 50), percentile(&w.ours, 95), percentile(&w.theirs, 50),
	       percentile(&w.theirs, 95), w.counted[0], w.counted[1]);
	return 0;	/* the system takes the memory back */
}
