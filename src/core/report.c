#include "aiguillage/report.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/bits.h"
#include "aiguillage/date.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/log.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"

enum table {
	T_TOTAL, T_OUTCOME, T_STATE, T_REASON, T_DESTINATION, T_ARRIVED, T_FLOW, T_NEED, T_AUDIENCE, T_BARRIER,
	T_UNMET, T_UNMET_REASON, T_NEVER, T_NOTHING, T_THEME, T_PROCEDURE, T_EQUIPMENT, T_CHANNEL,
	T_LENGTH, T_AGE, T_GENDER, T_SITUATION, T_COMMUNE, T_EPCI, T_PLACE, T_MONTH,
	TABLES
};

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
	[T_BARRIER] = { "frein", "Freins", false, false, false },
	[T_UNMET] = { "sans-reponse", "Besoins sans réponse, par commune", false, false, false },
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

struct counting {
	struct session *s;
	struct report *r;
	const char *post;	/* or NULL: all */
	int today;
	char **persons;		/* ids met, sorted at the end */
	size_t n_persons, cap_persons;
	long anonymous;
	uint64_t *met;		/* communes from which somebody came, by number of the gazetteer */
};

static struct report_line *line_of(struct report_table *t, const char *code, const char *label)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->lines[i].code, code) == 0)
			return &t->lines[i];
	t->lines = mem_grow(t->lines, t->n, &t->cap, sizeof *t->lines);
	t->lines[t->n] = (struct report_line){ .code = xstrdup(code), .label = xstrdup(label) };
	return &t->lines[t->n++];
}

static void count(struct counting *c, enum table table, const char *code, const char *label, long n)
{
	struct report_table *t = &c->r->tables[table];

	line_of(t, code, *label ? label : "Non communiqué")->n += n;
	t->total += n;
}

/* The same, as a part of a line of another table (report_hide). */
static void count_part(struct counting *c, enum table table, const char *code, const char *label,
		       const char *whole, long n)
{
	struct report_line *l;

	count(c, table, code, label, n);
	l = line_of(&c->r->tables[table], code, label);
	if (!l->whole)
		l->whole = xstrdup(whole);
}

/* Each code of a list; `missing` people have none. */
static void count_codes(struct counting *c, enum table table, enum vocab_genre genre,
			const char *list)
{
	struct list_walk w = { .rest = list };
	struct str code;
	long n;

	str_init(&code);
	while (counts_next(&w, &code, &n))
		count(c, table, code.s, vocab_label(c->s->vocab, genre, code.s), n);
	str_done(&code);
}

/* What is not told counts as « non communiqué », as at La Coop. */
static void count_people(struct counting *c, enum table table, enum vocab_genre genre,
			 const char *list, long people)
{
	long rest = people - counts_total(list);

	count_codes(c, table, genre, list);
	if (rest > 0)
		count(c, table, "nc", vocab_label(c->s->vocab, genre, "nc"), rest);
}

/* ---- who ---- */

static void meet(struct counting *c, const struct entry *e, long people)
{
	const char *id = entry_get(e, ENTRY_PERSON), *insee = entry_get(e, ENTRY_INSEE);
	struct commune commune;
	uint32_t k;

	if (*id) {
		c->persons = mem_grow(c->persons, c->n_persons, &c->cap_persons, sizeof *c->persons);
		c->persons[c->n_persons++] = xstrdup(id);
	} else if (e->kind == KIND_ACCOMPANIMENT) {
		c->anonymous += people;
	}
	if (!*insee)
		return;
	k = gazetteer_by_insee(c->s->gazetteer, insee);
	if (k != COMMUNE_NONE)
		bits_set(c->met, k);
	if (e->kind != KIND_ACCOMPANIMENT)	/* residence is that of participants, as at La Coop */
		return;
	if (k == COMMUNE_NONE) {
		count(c, T_COMMUNE, insee, entry_get(e, ENTRY_COMMUNE), people);
		return;
	}
	gazetteer_get(c->s->gazetteer, k, &commune);
	count_part(c, T_COMMUNE, insee, entry_get(e, ENTRY_COMMUNE), commune.epci, people);
	count(c, T_EPCI, commune.epci, commune.epci_name, people);
}

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

/* ---- the three kinds ---- */

static void count_month(struct counting *c, const struct entry *e)
{
	char month[8];
	int day;
	struct date d;
	struct str b;

	if (!entry_day(e, ENTRY_DAY, &day))
		return;
	d = date_of_day(day);
	memcpy(month, entry_get(e, ENTRY_DAY), 7);
	month[7] = '\0';
	str_init(&b);
	str_addf(&b, "%s %d", date_month_name(d.month), d.year);
	count(c, T_MONTH, month, b.s, 1);
	str_done(&b);
}

static void count_length(struct counting *c, long minutes)
{
	static const struct {
		const char *code, *label;
		long below;
	} lengths[] = {
		{ "0", "Moins de 30 min", 30 },
		{ "30", "30min à 1 h", 60 },
		{ "60", "1 h à 2 h", 120 },
		{ "120", "2 h et plus", 1441 },
	};

	for (size_t i = 0; minutes > 0 && i < ARRAY_SIZE(lengths); i++) {
		if (minutes >= lengths[i].below)
			continue;
		count(c, T_LENGTH, lengths[i].code, lengths[i].label, 1);
		return;
	}
}

static bool is_of_post(const struct counting *c, const struct entry *e)
{
	return !c->post || !*c->post || strcmp(e->author, c->post) == 0;
}

static bool count_visit(void *ctx, const struct entry *e, struct err *err)
{
	struct counting *c = ctx;
	bool group = strcmp(entry_get(e, ACC_ACTIVITY), "collectif") == 0;
	long people = entry_number(e, ACC_PEOPLE);

	(void)err;
	if (!is_of_post(c, e))
		return true;
	if (people < 1)
		people = 1;
	count(c, T_TOTAL, "accompagnements", "", 1);
	count(c, T_TOTAL, group ? "ateliers" : "individuels", "", 1);
	count(c, T_TOTAL, "participants", "", people);
	count(c, T_TOTAL, "minutes", "", entry_number(e, ACC_MINUTES));
	count_codes(c, T_THEME, VOCAB_THEME, entry_get(e, ACC_THEMES));
	count_codes(c, T_PROCEDURE, VOCAB_PROCEDURE, entry_get(e, ACC_PROCEDURES));
	count_codes(c, T_EQUIPMENT, VOCAB_EQUIPMENT, entry_get(e, ACC_EQUIPMENT));
	count_codes(c, T_CHANNEL, VOCAB_CHANNEL, entry_get(e, ACC_CHANNEL));
	count_people(c, T_AGE, VOCAB_AGE, entry_get(e, ACC_AGES), people);
	count_people(c, T_GENDER, VOCAB_GENDER, entry_get(e, ACC_GENDERS), people);
	count_people(c, T_SITUATION, VOCAB_SITUATION, entry_get(e, ACC_SITUATIONS), people);
	count_length(c, entry_number(e, ACC_MINUTES));
	if (*entry_get(e, ACC_PLACE))
		count(c, T_PLACE, entry_get(e, ACC_PLACE), entry_get(e, ACC_PLACE), 1);
	count_month(c, e);
	meet(c, e, people);
	return true;
}

static const char *count_outcome(struct counting *c, enum referral_state s)
{
	static const struct {
		const char *code, *label;
	} outcomes[REFERRAL_STATES] = {
		[STATE_PENDING] = { "en-cours", "En cours" },
		[STATE_REFERRED] = { "en-cours", "En cours" },
		[STATE_CONTACTED] = { "en-cours", "En cours" },
		[STATE_CAME] = { "venu", "Abouties : venu, ou aidé" },
		[STATE_FAILED] = { "non-abouti", "Non abouties" },
		[STATE_SILENT] = { "sans-nouvelle", "Sans nouvelle" },
		[STATE_CANCELLED] = { "annule", "Annulées" },
	};

	count(c, T_OUTCOME, outcomes[s].code, outcomes[s].label, 1);
	return outcomes[s].code;
}

/* The two networks that the counsellors of the territory wish to see work together. */
static void count_flow(struct counting *c, const struct entry *e)
{
	const char *programmes = entry_get(e, REF_PROGRAMMES);

	if (list_has(programmes, "france-services") || list_has(entry_get(e, REF_TYPOLOGY), "RFS"))
		count(c, T_FLOW, "france-services", "Vers une France services", 1);
	if (list_has(programmes, "conseillers-numeriques"))
		count(c, T_FLOW, "conseillers-numeriques", "Vers un autre conseiller numérique", 1);
}

/* Of those that have come to an end, how many arrived. */
static void count_arrived(struct counting *c, const char *place, enum referral_state state)
{
	struct report_line *l;

	if (state != STATE_CAME && state != STATE_FAILED && state != STATE_SILENT)
		return;
	for (int all = 1; all >= 0; all--) {
		l = line_of(&c->r->tables[T_ARRIVED], all ? "" : *place ? place : "?",
			    all ? "Ensemble" : *place ? place : "Non communiqué");
		l->of++;
		l->n += state == STATE_CAME;
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

static bool count_referral(void *ctx, const struct entry *e, struct err *err)
{
	struct counting *c = ctx;
	enum referral_state state = referral_state_on(e, c->today);
	const char *code = referral_state_code(state);

	(void)err;
	if (!is_of_post(c, e))
		return true;
	count(c, T_TOTAL, "orientations", "", 1);
	count_part(c, T_STATE, code, vocab_label(c->s->vocab, VOCAB_STATE, code),
		   count_outcome(c, state), 1);
	if (state == STATE_FAILED)
		count_part(c, T_REASON, entry_get(e, REF_REASON),
			   vocab_label(c->s->vocab, VOCAB_REASON, entry_get(e, REF_REASON)), "non-abouti", 1);
	count(c, T_DESTINATION, entry_get(e, REF_PLACE), entry_get(e, REF_PLACE), 1);
	count_arrived(c, entry_get(e, REF_PLACE), state);
	count_flow(c, e);
	count_codes(c, T_NEED, VOCAB_NEED, entry_get(e, REF_NEEDS));
	count_codes(c, T_AUDIENCE, VOCAB_AUDIENCE, entry_get(e, REF_AUDIENCES));
	count_codes(c, T_BARRIER, VOCAB_BARRIER, entry_get(e, REF_BARRIERS));
	count_month(c, e);
	meet(c, e, 1);
	return true;
}

static bool count_unmet(void *ctx, const struct entry *e, struct err *err)
{
	struct counting *c = ctx;
	const char *commune = *entry_get(e, UNMET_COMMUNE) ? entry_get(e, UNMET_COMMUNE)
							     : "commune non précisée";
	struct list_walk w = { .rest = *entry_get(e, UNMET_NEEDS) ? entry_get(e, UNMET_NEEDS) : "?" };
	struct str need, label, code;

	(void)err;
	if (!is_of_post(c, e))
		return true;
	str_init(&need);
	str_init(&label);
	str_init(&code);
	count(c, T_TOTAL, "sans-reponse", "", 1);
	while (list_next(&w, &need)) {
		str_clear(&label);
		str_clear(&code);
		str_addf(&label, "%s : %s", commune,
			 strcmp(need.s, "?") ? vocab_brief(c->s->vocab, VOCAB_NEED, need.s)
					     : "besoin non précisé");
		str_addf(&code, "%s/%s", entry_get(e, UNMET_INSEE), need.s);
		count(c, T_UNMET, code.s, label.s, 1);
	}
	count(c, T_UNMET_REASON, entry_get(e, UNMET_REASON),
	      vocab_label(c->s->vocab, VOCAB_UNMET, entry_get(e, UNMET_REASON)), 1);
	count_codes(c, T_BARRIER, VOCAB_BARRIER, entry_get(e, UNMET_BARRIERS));
	str_done(&code);
	str_done(&label);
	str_done(&need);
	meet(c, e, 1);
	return true;
}

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
			count(c, T_NEVER, x->code, x->label, 0);
	}
	for (uint32_t k = 0; k < gazetteer_count(g); k++) {
		struct commune commune;

		if (gazetteer_sector_of(g, k) != SECTOR_CORE || bits_has(c->met, k))
			continue;
		gazetteer_get(g, k, &commune);
		count(c, T_NOTHING, commune.insee, commune.name, 0);
	}
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

static void order_all(const struct vocab *v, struct report *r)
{
	for (int i = 0; i < TABLES; i++)
		if (!specs[i].ordered && r->tables[i].n)
			qsort(r->tables[i].lines, r->tables[i].n, sizeof *r->tables[i].lines,
			      largest_first);
	if (r->tables[T_ARRIVED].n)
		qsort(r->tables[T_ARRIVED].lines, r->tables[T_ARRIVED].n, sizeof(struct report_line), by_sent);
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
		line_of(&r->tables[T_TOTAL], totals[i][0], totals[i][1]);
	line_of(&r->tables[T_TOTAL], "individuels", "")->whole = xstrdup("accompagnements");
	line_of(&r->tables[T_TOTAL], "ateliers", "")->whole = xstrdup("accompagnements");
	c.met = xcalloc(bits_words(gazetteer_count(s->gazetteer)) + 1, sizeof *c.met);
	ok = journal_log_each(s->journal, KIND_ACCOMPANIMENT, &q, count_visit, &c, err) &&
	     journal_log_each(s->journal, KIND_REFERRAL, &q, count_referral, &c, err) &&
	     journal_log_each(s->journal, KIND_UNMET, &q, count_unmet, &c, err);
	count(&c, T_TOTAL, "personnes", "", distinct_persons(&c));
	count(&c, T_TOTAL, "anonymes", "", c.anonymous);
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
