#include "aiguillage/coop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/journal_log.h"
#include "aiguillage/mem.h"

enum {
	C_DAY, C_MADE, C_CHANGED, C_TYPE, C_PEOPLE, C_CHANNEL, C_PLACE, C_ADDRESS, C_COMMUNE, C_POSTCODE,
	C_INSEE, C_MINUTES, C_TITLE, C_EQUIPMENT, C_THEMES, C_TAGS, C_PROCEDURE, C_LEVEL, C_REFERRED,
	C_REDIRECTION, C_HOME, C_HOME_POSTCODE, C_HOME_INSEE, C_GENDER, C_AGE, C_SITUATION, C_ID, C_NOTE,
	COLUMNS
};

static const struct coop_column columns[COLUMNS] = {
	[C_DAY] = { "Date", COOP_DAY },
	[C_MADE] = { "Enregistré le", COOP_DAY },
	[C_CHANGED] = { "Dernière modification le", COOP_DAY },
	[C_TYPE] = { "Type", COOP_TEXT },
	[C_PEOPLE] = { "Participants", COOP_NUMBER },
	[C_CHANNEL] = { "Canaux d’accompagnement", COOP_TEXT },
	[C_PLACE] = { "Nom du lieu", COOP_TEXT },
	[C_ADDRESS] = { "Adresse", COOP_TEXT },
	[C_COMMUNE] = { "Commune", COOP_TEXT },
	[C_POSTCODE] = { "Code postal", COOP_TEXT },
	[C_INSEE] = { "Code Insee", COOP_TEXT },
	[C_MINUTES] = { "Durée (min)", COOP_NUMBER },
	[C_TITLE] = { "Nom de l’atelier", COOP_TEXT },
	[C_EQUIPMENT] = { "Matériel numérique utilisé", COOP_TEXT },
	[C_THEMES] = { "Thématique(s) d’accompagnement", COOP_TEXT },
	[C_TAGS] = { "Tags", COOP_TEXT },
	[C_PROCEDURE] = { "Nom de la démarche administrative", COOP_TEXT },
	[C_LEVEL] = { "Niveau d’autonomie (ou de l’atelier)", COOP_TEXT },
	[C_REFERRED] = { "Bénéficiaire réorienté", COOP_TEXT },
	[C_REDIRECTION] = { "Structure de redirection", COOP_TEXT },
	[C_HOME] = { "Commune du bénéficiaire", COOP_TEXT },
	[C_HOME_POSTCODE] = { "Code postal du bénéficiaire", COOP_TEXT },
	[C_HOME_INSEE] = { "Code Insee du bénéficiaire", COOP_TEXT },
	[C_GENDER] = { "Genre du bénéficiaire", COOP_TEXT },
	[C_AGE] = { "Tranche d’âge du bénéficiaire", COOP_TEXT },
	[C_SITUATION] = { "Statut du bénéficiaire", COOP_TEXT },
	[C_ID] = { "ID CRA", COOP_TEXT },
	[C_NOTE] = { "Notes supplémentaires", COOP_TEXT },
};

const struct coop_column *coop_columns(bool notes, size_t *n)
{
	*n = notes ? COLUMNS : COLUMNS - 1;
	return columns;
}

struct exporting {
	struct session *s;
	coop_fn *fn;
	void *ctx;
	bool notes;
	struct str cells[COLUMNS];
};

/* Labels, as La Coop writes several: « E-mail, Bureautique ». */
static void add_labels(struct exporting *x, int cell, enum vocab_genre genre, const char *codes)
{
	struct list_walk w = { .rest = codes };
	struct str code;

	str_init(&code);
	while (list_next(&w, &code))
		str_join(&x->cells[cell], ", ", vocab_label(x->s->vocab, genre, code.s));
	str_done(&code);
}

/* One person: the label alone.  A workshop: « 4 Féminin, 3 Masculin ». */
static void add_counts(struct exporting *x, int cell, enum vocab_genre genre, const char *counts,
		       bool group)
{
	struct list_walk w = { .rest = counts };
	struct str code, item;
	long n;

	str_init(&code);
	str_init(&item);
	while (counts_next(&w, &code, &n)) {
		str_clear(&item);
		if (group)
			str_addf(&item, "%ld ", n);
		str_add(&item, vocab_label(x->s->vocab, genre, code.s));
		str_join(&x->cells[cell], ", ", item.s);
	}
	if (!x->cells[cell].len)
		str_add(&x->cells[cell], vocab_label(x->s->vocab, genre, "nc"));
	str_done(&item);
	str_done(&code);
}

static void add_home(struct exporting *x, const struct entry *e)
{
	const char *insee = entry_get(e, ACC_INSEE);
	uint32_t k = *insee ? gazetteer_by_insee(x->s->gazetteer, insee) : COMMUNE_NONE;
	struct commune commune;

	str_add(&x->cells[C_HOME], entry_get(e, ACC_COMMUNE));
	str_add(&x->cells[C_HOME_INSEE], insee);
	if (k == COMMUNE_NONE)
		return;
	gazetteer_get(x->s->gazetteer, k, &commune);
	/* the first one: a commune may have several, and nothing says which */
	str_addn(&x->cells[C_HOME_POSTCODE], commune.postcodes, strcspn(commune.postcodes, "| ,"));
}

static void add_level(struct exporting *x, const struct entry *e, bool group)
{
	if (group)
		add_labels(x, C_LEVEL, VOCAB_LEVEL, entry_get(e, ACC_LEVEL));
	else
		add_labels(x, C_LEVEL, VOCAB_AUTONOMY, entry_get(e, ACC_AUTONOMY));
}

static void fill(struct exporting *x, const struct entry *e)
{
	static const struct {
		int cell, field;
	} plain[] = {
		{ C_DAY, ACC_DAY }, { C_PEOPLE, ACC_PEOPLE }, { C_PLACE, ACC_PLACE },
		{ C_ADDRESS, ACC_ADDRESS }, { C_COMMUNE, ACC_PLACE_COMMUNE },
		{ C_POSTCODE, ACC_POSTCODE }, { C_INSEE, ACC_PLACE_INSEE }, { C_MINUTES, ACC_MINUTES },
		{ C_TITLE, ACC_TITLE }, { C_PROCEDURE, ACC_PROCEDURE }, { C_NOTE, ACC_NOTE },
	};
	bool group = strcmp(entry_get(e, ACC_ACTIVITY), "collectif") == 0;

	for (size_t i = 0; i < COLUMNS; i++)
		str_clear(&x->cells[i]);
	for (size_t i = 0; i < ARRAY_SIZE(plain); i++)
		str_add(&x->cells[plain[i].cell], entry_get(e, plain[i].field));
	if (!x->cells[C_PEOPLE].len)
		str_add(&x->cells[C_PEOPLE], "1");
	str_addf(&x->cells[C_MADE], "%.10s", e->made);
	str_addf(&x->cells[C_CHANGED], "%.10s", e->changed);
	str_add(&x->cells[C_ID], e->id);
	add_labels(x, C_TYPE, VOCAB_ACTIVITY, entry_get(e, ACC_ACTIVITY));
	add_labels(x, C_CHANNEL, VOCAB_CHANNEL, entry_get(e, ACC_CHANNEL));
	add_labels(x, C_EQUIPMENT, VOCAB_EQUIPMENT, entry_get(e, ACC_EQUIPMENT));
	add_labels(x, C_THEMES, VOCAB_THEME, entry_get(e, ACC_THEMES));
	add_labels(x, C_THEMES, VOCAB_PROCEDURE, entry_get(e, ACC_PROCEDURES));
	add_labels(x, C_TAGS, VOCAB_GENRES, entry_get(e, ACC_TAGS));
	add_level(x, e, group);
	add_labels(x, C_REFERRED, VOCAB_YES_NO, entry_get(e, ACC_REFERRED));
	add_labels(x, C_REDIRECTION, VOCAB_REDIRECTION, entry_get(e, ACC_REDIRECTION));
	add_home(x, e);
	add_counts(x, C_GENDER, VOCAB_GENDER, entry_get(e, ACC_GENDERS), group);
	add_counts(x, C_AGE, VOCAB_AGE, entry_get(e, ACC_AGES), group);
	add_counts(x, C_SITUATION, VOCAB_SITUATION, entry_get(e, ACC_SITUATIONS), group);
}

static bool give(void *ctx, const struct entry *e, struct err *err)
{
	struct exporting *x = ctx;
	const char *cells[COLUMNS];

	fill(x, e);
	/* the name of a procedure is a free text too */
	if (!x->notes)
		str_clear(&x->cells[C_PROCEDURE]);
	for (size_t i = 0; i < COLUMNS; i++)
		cells[i] = x->cells[i].s;
	return x->fn(x->ctx, cells, err);
}

bool coop_export(struct session *s, const char *from, const char *to, bool notes, coop_fn *fn,
		 void *ctx, struct err *err)
{
	struct journal_log_query q = { .from = from, .to = to };
	struct exporting x = { .s = s, .fn = fn, .ctx = ctx, .notes = notes };
	bool ok;

	for (size_t i = 0; i < COLUMNS; i++)
		str_init(&x.cells[i]);
	ok = journal_log_each(s->journal, KIND_ACCOMPANIMENT, &q, give, &x, err);
	for (size_t i = 0; i < COLUMNS; i++)
		str_done(&x.cells[i]);
	return ok;
}
