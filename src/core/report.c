/* The tables of the figures: what is in them, in which order, and what is said of them. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/bits.h"
#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/core/report_impl.h"

static const struct {
	const char *name, *title;
	bool sums;
	bool ordered;		/* in the order of the vocabulary, or of time */
	bool stays;		/* see report.h */
} specs[TABLES] = {
	[T_TOTAL] = { "total", "En tout", false, true, false },
	[T_OUTCOME] = { "suite", "Ce que sont devenues les orientations", true, true, false },
	[T_STATE] = { "etat", "Orientations par état", true, true, false },
	[T_REASON] = { "motif", "Pourquoi cela n’a pas abouti", true, false, false },
	[T_DESTINATION] = { "destination", "Vers quels lieux", true, false, false },
	[T_ARRIVED] = { "abouties", "Part des orientations abouties, en %, par lieu", false, true, true },
	[T_FLOW] = { "flux", "Vers les conseillers numériques et les France services", false, true, false },
	[T_NEED] = { "besoin", "Besoins des personnes orientées", false, false, false },
	[T_AUDIENCE] = { "public", "Publics des personnes orientées", false, false, false },
	[T_BARRIER] = { "frein", "Freins des personnes orientées", false, false, false },
	[T_UNMET] = { "sans-reponse", "Besoins sans réponse, par commune", false, false, false },
	[T_UNMET_AUDIENCE] = { "sans-reponse-public", "Besoins sans réponse, par public", false, false, false },
	[T_UNMET_BARRIER] = { "sans-reponse-frein", "Besoins sans réponse, par frein", false, false, false },
	[T_UNMET_REASON] = { "raison", "Pourquoi sans réponse", true, false, false },
	[T_NEVER] = { "jamais", "Publics jamais orientés", false, true, false },
	[T_NOTHING] = { "communes-sans-rien", "Communes du secteur d’où personne n’est venu", false, true, false },
	[T_THEME] = { "theme", "Thématiques d’accompagnement", false, false, false },
	[T_PROCEDURE] = { "demarche", "Thématiques administratives", false, false, false },
	[T_EQUIPMENT] = { "materiel", "Matériel numérique utilisé", false, false, false },
	[T_CHANNEL] = { "canal", "Canaux d’accompagnement", true, false, false },
	[T_LENGTH] = { "duree", "Durées", true, true, false },
	[T_AGE] = { "age", "Tranches d’âge", true, true, false },
	[T_GENDER] = { "genre", "Genres", true, true, false },
	[T_SITUATION] = { "statut", "Statuts", true, true, false },
	[T_COMMUNE] = { "commune", "Communes de résidence", true, false, false },
	[T_EPCI] = { "epci", "Intercommunalités de résidence", true, false, false },
	[T_PLACE] = { "lieu", "Lieux des accompagnements", true, false, false },
	[T_MONTH] = { "mois", "Accompagnements et orientations par mois", true, true, false },
};

/* ---- what is missing ---- */

static bool has_line(const struct report_table *t, const char *code)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->lines[i].code, code) == 0)
			return true;
	return false;
}

static void find_missing(struct counting *c)
{
	const struct vocab *v = c->s->vocab;
	const struct gazetteer *g = c->s->gazetteer;

	for (size_t i = 0; i < vocab_count(v, VOCAB_AUDIENCE); i++) {
		const struct vocab_value *x = vocab_at(v, VOCAB_AUDIENCE, i);

		if (!has_line(&c->r->tables[T_AUDIENCE], x->code) && strcmp(x->code, "tous-publics"))
			report_count(c, T_NEVER, x->code, x->label, 0);
	}
	for (uint32_t k = 0; k < gazetteer_count(g); k++) {
		struct commune commune;

		if (gazetteer_sector_of(g, k) != SECTOR_CORE || bits_has(c->met, k))
			continue;
		gazetteer_get(g, k, &commune);
		report_count(c, T_NOTHING, commune.insee, commune.name, 0);
	}
}

/* ---- persons ---- */

static int compare_ids(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static long distinct_persons(struct counting *c)
{
	long n = 0;

	if (c->n_persons)
		qsort(c->persons, c->n_persons, sizeof *c->persons, compare_ids);
	for (size_t i = 0; i < c->n_persons; i++)
		n += i == 0 || strcmp(c->persons[i], c->persons[i - 1]) != 0;
	return n;
}

/* ---- order ---- */

static int largest_first(const void *a, const void *b)
{
	const struct report_line *x = a, *y = b;

	return x->n != y->n ? (x->n < y->n) - (x->n > y->n) : strcmp(x->label, y->label);
}

static int by_code(const void *a, const void *b)
{
	const struct report_line *x = a, *y = b;

	return strcmp(x->code, y->code);
}

static int by_name(const void *a, const void *b)
{
	char *x = folded(((const struct report_line *)a)->label), *y = folded(((const struct report_line *)b)->label);
	int order = strcmp(x, y);

	free(x);
	free(y);
	return order;
}

/* The place of each value in its vocabulary: « Moins de 12 ans » comes first. */
static void order_like(const struct vocab *v, enum vocab_genre genre, struct report_table *t)
{
	size_t at = 0;

	for (size_t i = 0; i < vocab_count(v, genre); i++)
		for (size_t k = at; k < t->n; k++) {
			struct report_line line = t->lines[k];

			if (strcmp(line.code, vocab_at(v, genre, i)->code) != 0)
				continue;
			memmove(&t->lines[at + 1], &t->lines[at], (k - at) * sizeof line);
			t->lines[at++] = line;
			break;
		}
}

/* « Ensemble », then where most were sent. */
static int by_sent(const void *a, const void *b)
{
	const struct report_line *x = a, *y = b;

	return x->of != y->of ? (x->of < y->of) - (x->of > y->of) : strcmp(x->code, y->code);
}

/* Counts become a share, the counts are told beside the name. */
static void share_arrived(struct report_table *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct report_line *l = &t->lines[i];
		struct str b;

		str_init(&b);
		str_addf(&b, "%s : %ld sur %ld", l->label, l->n, l->of);
		free(l->label);
		l->label = str_steal(&b);
		l->n = (100 * l->n + l->of / 2) / l->of;
		str_done(&b);
	}
}

static void order_all(const struct vocab *v, struct report *r)
{
	for (int i = 0; i < TABLES; i++)
		if (!specs[i].ordered && r->tables[i].n)
			qsort(r->tables[i].lines, r->tables[i].n, sizeof *r->tables[i].lines,
			      largest_first);
	if (r->tables[T_ARRIVED].n)
		qsort(r->tables[T_ARRIVED].lines, r->tables[T_ARRIVED].n, sizeof(struct report_line), by_sent);
	if (r->tables[T_NOTHING].n)
		qsort(r->tables[T_NOTHING].lines, r->tables[T_NOTHING].n, sizeof(struct report_line), by_name);
	order_like(v, VOCAB_STATE, &r->tables[T_STATE]);
	order_like(v, VOCAB_AGE, &r->tables[T_AGE]);
	order_like(v, VOCAB_GENDER, &r->tables[T_GENDER]);
	order_like(v, VOCAB_SITUATION, &r->tables[T_SITUATION]);
	if (r->tables[T_MONTH].n)
		qsort(r->tables[T_MONTH].lines, r->tables[T_MONTH].n, sizeof(struct report_line), by_code);
}

/* ---- all of it ---- */

static const char *const totals[][2] = {
	{ "accompagnements", "Accompagnements" },
	{ "individuels", "dont individuels" },
	{ "ateliers", "dont ateliers collectifs" },
	{ "participants", "Participants" },
	{ "minutes", "Minutes d’accompagnement" },
	{ "personnes", "Personnes suivies (avec un code)" },
	{ "anonymes", "Personnes sans code" },
	{ "orientations", "Orientations" },
	{ "sans-reponse", "Besoins sans réponse" },
};

bool report_make(struct session *s, const struct report_scope *scope, struct report *r,
		 struct err *err)
{
	struct journal_log_query q = { .from = scope->from, .to = scope->to };
	struct counting c = { .s = s, .r = r, .post = scope->post, .today = clock_today() };
	bool ok;

	*r = (struct report){ .tables = xcalloc(TABLES, sizeof *r->tables), .n = TABLES };
	for (int i = 0; i < TABLES; i++)
		r->tables[i] = (struct report_table){ .name = specs[i].name, .title = specs[i].title,
						      .sums = specs[i].sums, .stays = specs[i].stays };
	for (size_t i = 0; i < ARRAY_SIZE(totals); i++)
		report_line_of(&r->tables[T_TOTAL], totals[i][0], totals[i][1]);
	report_line_of(&r->tables[T_TOTAL], "individuels", "")->whole = xstrdup("accompagnements");
	report_line_of(&r->tables[T_TOTAL], "ateliers", "")->whole = xstrdup("accompagnements");
	c.met = xcalloc(bits_words(gazetteer_count(s->gazetteer)) + 1, sizeof *c.met);
	ok = journal_log_each(s->journal, KIND_ACCOMPANIMENT, &q, report_visit, &c, err) &&
	     journal_log_each(s->journal, KIND_REFERRAL, &q, report_referral, &c, err) &&
	     journal_log_each(s->journal, KIND_UNMET, &q, report_unmet, &c, err);
	report_count(&c, T_TOTAL, "personnes", "", distinct_persons(&c));
	report_count(&c, T_TOTAL, "anonymes", "", c.anonymous);
	find_missing(&c);
	share_arrived(&r->tables[T_ARRIVED]);
	order_all(s->vocab, r);
	free(c.met);
	for (size_t i = 0; i < c.n_persons; i++)
		free(c.persons[i]);
	free(c.persons);
	return ok;
}

void report_done(struct report *r)
{
	for (size_t i = 0; i < r->n; i++) {
		for (size_t k = 0; k < r->tables[i].n; k++) {
			free(r->tables[i].lines[k].code);
			free(r->tables[i].lines[k].label);
			free(r->tables[i].lines[k].whole);
		}
		free(r->tables[i].lines);
	}
	free(r->tables);
	*r = (struct report){ .n = 0 };
}

const struct report_table *report_find(const struct report *r, const char *name)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->tables[i].name, name) == 0)
			return &r->tables[i];
	return NULL;
}

long report_max(const struct report_table *t)
{
	long max = 0;

	for (size_t i = 0; strcmp(t->name, specs[T_TOTAL].name) && i < t->n; i++)
		max = t->lines[i].n > max ? t->lines[i].n : max;
	return max;
}

void report_bar(struct str *out, const struct report_line *l, long max, int width)
{
	int label = width * 3 / 5, room = width - label - 8;

	text_pad(out, l->label, label);
	str_addc(out, ' ');
	for (long i = 0; max > 0 && room > 0 && i < (l->n * room + max - 1) / max; i++)
		str_addc(out, '=');
	str_addf(out, "%s%ld", max > 0 && l->n ? " " : "", l->n);
}

bool report_list(const struct report_table *t, struct str *out)
{
	if (report_max(t) || !strcmp(t->name, specs[T_TOTAL].name))
		return false;
	for (size_t i = 0; i < t->n; i++)
		str_join(out, ", ", t->lines[i].label);
	return true;
}

const char *const *report_names(void)
{
	static const char *names[TABLES + 1];

	for (int i = 0; i < TABLES; i++)
		names[i] = specs[i].name;
	return names;
}
