/* What each entry of the journal adds to the figures. */
#include <string.h>

#include "aiguillage/bits.h"
#include "aiguillage/date.h"
#include "aiguillage/log.h"
#include "aiguillage/mem.h"
#include "src/core/report_impl.h"

struct report_line *report_line_of(struct report_table *t, const char *code, const char *label)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->lines[i].code, code) == 0)
			return &t->lines[i];
	t->lines = mem_grow(t->lines, t->n, &t->cap, sizeof *t->lines);
	t->lines[t->n] = (struct report_line){ .code = xstrdup(code), .label = xstrdup(label) };
	return &t->lines[t->n++];
}

void report_count(struct counting *c, enum table table, const char *code, const char *label, long n)
{
	struct report_table *t = &c->r->tables[table];

	report_line_of(t, code, *label ? label : "Non communiqué")->n += n;
	t->total += n;
}

/* The same, as a part of a line of another table (report_hide). */
static void count_part(struct counting *c, enum table table, const char *code, const char *label,
		       const char *whole, long n)
{
	struct report_line *l;

	report_count(c, table, code, label, n);
	l = report_line_of(&c->r->tables[table], code, label);
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
		report_count(c, table, code.s, vocab_label(c->s->vocab, genre, code.s), n);
	str_done(&code);
}

/* What is not told counts as « non communiqué », as at La Coop. */
static void count_people(struct counting *c, enum table table, enum vocab_genre genre,
			 const char *list, long people)
{
	long rest = people - counts_total(list);

	count_codes(c, table, genre, list);
	if (rest > 0)
		report_count(c, table, "nc", vocab_label(c->s->vocab, genre, "nc"), rest);
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
		report_count(c, T_COMMUNE, insee, entry_get(e, ENTRY_COMMUNE), people);
		return;
	}
	gazetteer_get(c->s->gazetteer, k, &commune);
	count_part(c, T_COMMUNE, insee, entry_get(e, ENTRY_COMMUNE), commune.epci, people);
	report_count(c, T_EPCI, commune.epci, commune.epci_name, people);
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
	report_count(c, T_MONTH, month, b.s, 1);
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
		report_count(c, T_LENGTH, lengths[i].code, lengths[i].label, 1);
		return;
	}
}

static bool is_of_post(const struct counting *c, const struct entry *e)
{
	return !c->post || !*c->post || strcmp(e->author, c->post) == 0;
}

bool report_visit(void *ctx, const struct entry *e, struct err *err)
{
	struct counting *c = ctx;
	bool group = strcmp(entry_get(e, ACC_ACTIVITY), "collectif") == 0;
	long people = entry_number(e, ACC_PEOPLE);

	(void)err;
	if (!is_of_post(c, e))
		return true;
	if (people < 1)
		people = 1;
	report_count(c, T_TOTAL, "accompagnements", "", 1);
	report_count(c, T_TOTAL, group ? "ateliers" : "individuels", "", 1);
	report_count(c, T_TOTAL, "participants", "", people);
	report_count(c, T_TOTAL, "minutes", "", entry_number(e, ACC_MINUTES));
	count_codes(c, T_THEME, VOCAB_THEME, entry_get(e, ACC_THEMES));
	count_codes(c, T_PROCEDURE, VOCAB_PROCEDURE, entry_get(e, ACC_PROCEDURES));
	count_codes(c, T_EQUIPMENT, VOCAB_EQUIPMENT, entry_get(e, ACC_EQUIPMENT));
	count_codes(c, T_CHANNEL, VOCAB_CHANNEL, entry_get(e, ACC_CHANNEL));
	count_people(c, T_AGE, VOCAB_AGE, entry_get(e, ACC_AGES), people);
	count_people(c, T_GENDER, VOCAB_GENDER, entry_get(e, ACC_GENDERS), people);
	count_people(c, T_SITUATION, VOCAB_SITUATION, entry_get(e, ACC_SITUATIONS), people);
	count_length(c, entry_number(e, ACC_MINUTES));
	if (*entry_get(e, ACC_PLACE))
		report_count(c, T_PLACE, entry_get(e, ACC_PLACE), entry_get(e, ACC_PLACE), 1);
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

	report_count(c, T_OUTCOME, outcomes[s].code, outcomes[s].label, 1);
	return outcomes[s].code;
}

/* The two networks that the counsellors of the territory wish to see work together. */
static void count_flow(struct counting *c, const struct entry *e)
{
	const char *programmes = entry_get(e, REF_PROGRAMMES);

	if (list_has(programmes, "france-services") || list_has(entry_get(e, REF_TYPOLOGY), "RFS"))
		report_count(c, T_FLOW, "france-services", "Vers une France services", 1);
	if (list_has(programmes, "conseillers-numeriques"))
		report_count(c, T_FLOW, "conseillers-numeriques", "Vers un autre conseiller numérique", 1);
}

/* Of those that have come to an end, how many arrived. */
static void count_arrived(struct counting *c, const char *place, enum referral_state state)
{
	struct report_line *l;

	if (state != STATE_CAME && state != STATE_FAILED && state != STATE_SILENT)
		return;
	for (int all = 1; all >= 0; all--) {
		l = report_line_of(&c->r->tables[T_ARRIVED], all ? "" : *place ? place : "?",
			    all ? "Ensemble" : *place ? place : "Non communiqué");
		l->of++;
		l->n += state == STATE_CAME;
	}
}

bool report_referral(void *ctx, const struct entry *e, struct err *err)
{
	struct counting *c = ctx;
	enum referral_state state = referral_state_on(e, c->today);
	const char *code = referral_state_code(state);

	(void)err;
	if (!is_of_post(c, e))
		return true;
	report_count(c, T_TOTAL, "orientations", "", 1);
	count_part(c, T_STATE, code, vocab_label(c->s->vocab, VOCAB_STATE, code),
		   count_outcome(c, state), 1);
	if (state == STATE_FAILED)
		count_part(c, T_REASON, entry_get(e, REF_REASON),
			   vocab_label(c->s->vocab, VOCAB_REASON, entry_get(e, REF_REASON)), "non-abouti", 1);
	report_count(c, T_DESTINATION, entry_get(e, REF_PLACE), entry_get(e, REF_PLACE), 1);
	count_arrived(c, entry_get(e, REF_PLACE), state);
	count_flow(c, e);
	count_codes(c, T_NEED, VOCAB_NEED, entry_get(e, REF_NEEDS));
	count_codes(c, T_AUDIENCE, VOCAB_AUDIENCE, entry_get(e, REF_AUDIENCES));
	count_codes(c, T_BARRIER, VOCAB_BARRIER, entry_get(e, REF_BARRIERS));
	count_month(c, e);
	meet(c, e, 1);
	return true;
}

bool report_unmet(void *ctx, const struct entry *e, struct err *err)
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
	report_count(c, T_TOTAL, "sans-reponse", "", 1);
	while (list_next(&w, &need)) {
		str_clear(&label);
		str_clear(&code);
		str_addf(&label, "%s : %s", commune,
			 strcmp(need.s, "?") ? vocab_brief(c->s->vocab, VOCAB_NEED, need.s)
					     : "besoin non précisé");
		str_addf(&code, "%s/%s", entry_get(e, UNMET_INSEE), need.s);
		report_count(c, T_UNMET, code.s, label.s, 1);
	}
	report_count(c, T_UNMET_REASON, entry_get(e, UNMET_REASON),
	      vocab_label(c->s->vocab, VOCAB_UNMET, entry_get(e, UNMET_REASON)), 1);
	count_codes(c, T_UNMET_AUDIENCE, VOCAB_AUDIENCE, entry_get(e, UNMET_AUDIENCES));
	count_codes(c, T_UNMET_BARRIER, VOCAB_BARRIER, entry_get(e, UNMET_BARRIERS));
	str_done(&code);
	str_done(&label);
	str_done(&need);
	meet(c, e, 1);
	return true;
}
