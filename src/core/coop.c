#include "aiguillage/coop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/journal_log.h"
#include "aiguillage/mem.h"
#include "aiguillage/protect.h"
#include "aiguillage/text.h"

enum {
	C_DAY, C_MADE, C_CHANGED, C_TYPE, C_PEOPLE, C_CHANNEL, C_PLACE, C_ADDRESS, C_COMMUNE, C_POSTCODE,
	C_INSEE, C_MINUTES, C_TITLE, C_EQUIPMENT, C_THEMES, C_TAGS, C_PROCEDURE, C_LEVEL, C_REFERRED,
	C_REDIRECTION, C_HOME, C_HOME_POSTCODE, C_HOME_INSEE, C_GENDER, C_AGE, C_SITUATION, C_ID, C_NOTE,
	COLUMNS
};

static const struct column columns[COLUMNS] = {
	[C_DAY] = { .name = "Date", .day = true },
	[C_MADE] = { .name = "Enregistré le", .day = true },
	[C_CHANGED] = { .name = "Dernière modification le", .day = true },
	[C_TYPE] = { .name = "Type" },
	[C_PEOPLE] = { .name = "Participants", .number = true },
	[C_CHANNEL] = { .name = "Canaux d’accompagnement" },
	[C_PLACE] = { .name = "Nom du lieu" },
	[C_ADDRESS] = { .name = "Adresse" },
	[C_COMMUNE] = { .name = "Commune" },
	[C_POSTCODE] = { .name = "Code postal" },
	[C_INSEE] = { .name = "Code Insee" },
	[C_MINUTES] = { .name = "Durée (min)", .number = true },
	[C_TITLE] = { .name = "Nom de l’atelier" },
	[C_EQUIPMENT] = { .name = "Matériel numérique utilisé" },
	[C_THEMES] = { .name = "Thématique(s) d’accompagnement" },
	[C_TAGS] = { .name = "Tags" },
	[C_PROCEDURE] = { .name = "Nom de la démarche administrative" },
	[C_LEVEL] = { .name = "Niveau d’autonomie (ou de l’atelier)" },
	[C_REFERRED] = { .name = "Bénéficiaire réorienté" },
	[C_REDIRECTION] = { .name = "Structure de redirection" },
	[C_HOME] = { .name = "Commune du bénéficiaire" },
	[C_HOME_POSTCODE] = { .name = "Code postal du bénéficiaire" },
	[C_HOME_INSEE] = { .name = "Code Insee du bénéficiaire" },
	[C_GENDER] = { .name = "Genre du bénéficiaire" },
	[C_AGE] = { .name = "Tranche d’âge du bénéficiaire" },
	[C_SITUATION] = { .name = "Statut du bénéficiaire" },
	[C_ID] = { .name = "ID CRA" },
	[C_NOTE] = { .name = "Notes supplémentaires" },
};

struct exporting {
	struct session *s;
	struct rows *rows;
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

	(void)err;
	fill(x, e);
	/* the name of a procedure is a free text too */
	if (!x->notes)
		str_clear(&x->cells[C_PROCEDURE]);
	for (size_t i = 0; i < x->rows->n_columns; i++)
		rows_add(x->rows, x->cells[i].s);
	return true;
}

bool coop_export(struct session *s, const char *from, const char *to, bool notes, struct rows *r,
		 struct err *err)
{
	struct journal_log_query q = { .from = from, .to = to };
	struct exporting x = { .s = s, .rows = r, .notes = notes };
	bool ok;

	rows_init(r, columns, notes ? COLUMNS : COLUMNS - 1);
	if (notes && !protect_need(s, err))
		return false;
	for (size_t i = 0; i < COLUMNS; i++)
		str_init(&x.cells[i]);
	ok = journal_log_each(s->journal, KIND_ACCOMPANIMENT, &q, give, &x, err);
	for (size_t i = 0; i < COLUMNS; i++)
		str_done(&x.cells[i]);
	return ok;
}

static const char *cell(const struct rows *r, size_t row, int column)
{
	return r->cells[row * r->n_columns + (size_t)column];
}

void coop_say_contents(const struct rows *r, struct str *out)
{
	size_t n = r->n / r->n_columns, with = 0;
	bool notes = r->n_columns > C_NOTE;

	say_count(out, (int64_t)n, "accompagnement", "accompagnements");
	if (n) {
		str_add(out, ", ");
		date_french_span(out, cell(r, 0, C_DAY), cell(r, n - 1, C_DAY));
	}
	str_add(out, ".\n");
	for (size_t i = 0; notes && i < n; i++)
		with += *cell(r, i, C_NOTE) || *cell(r, i, C_PROCEDURE);
	if (notes && with) {
		str_add(out, "AVEC les textes libres de ");
		say_count(out, (int64_t)with, "accompagnement", "accompagnements");
		str_add(out, " : ce fichier parle de personnes.\n");
	} else {
		str_add(out, "Sans texte libre ni nom de démarche, et sans code de personne.\n");
	}
}
