#include "aiguillage/vocab.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/csv.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "src/model/vocab_impl.h"

/* Names used in the files, and what the counsellor reads. */
static const struct {
	const char *name, *title;
} genres[VOCAB_GENRES] = {
	[VOCAB_AUDIENCE] = { "public", "Public" },
	[VOCAB_NEED] = { "besoin", "Besoin" },
	[VOCAB_CARE] = { "prise_en_charge", "Prise en charge" },
	[VOCAB_BARRIER] = { "frein", "Frein" },
	[VOCAB_TYPOLOGY] = { "typologie", "Typologie" },
	[VOCAB_PROGRAMME] = { "programme", "Programme" },
	[VOCAB_LABEL] = { "label", "Label" },
	[VOCAB_COST] = { "frais", "Frais" },
	[VOCAB_ACCESS] = { "acces", "Accès" },
	[VOCAB_MODE] = { "accompagnement", "Accompagnement" },
	[VOCAB_ITINERANCY] = { "itinerance", "Itinérance" },
	[VOCAB_MEETING] = { "rencontre", "Rencontre" },
	[VOCAB_STATUS] = { "statut", "Statut" },
	[VOCAB_TYPE] = { "type", "Type" },
	[VOCAB_RECEPTION] = { "accueil", "Mode d’accueil" },
	[VOCAB_REFERRABLE] = { "mobilisable", "Qui peut demander" },
	[VOCAB_ACTIVITY] = { "coop_type", "Type" },
	[VOCAB_CHANNEL] = { "coop_canal", "Canal" },
	[VOCAB_EQUIPMENT] = { "coop_materiel", "Matériel" },
	[VOCAB_THEME] = { "coop_theme", "Thématiques" },
	[VOCAB_PROCEDURE] = { "coop_demarche", "Thématiques administratives" },
	[VOCAB_AUTONOMY] = { "coop_autonomie", "Autonomie" },
	[VOCAB_LEVEL] = { "coop_niveau", "Niveau" },
	[VOCAB_REDIRECTION] = { "coop_redirection", "Structure de redirection" },
	[VOCAB_GENDER] = { "coop_genre", "Genre" },
	[VOCAB_AGE] = { "coop_age", "Tranche d’âge" },
	[VOCAB_SITUATION] = { "coop_statut", "Statut" },
	[VOCAB_STATE] = { "etat", "État" },
	[VOCAB_REASON] = { "motif", "Motif" },
	[VOCAB_UNMET] = { "sans_reponse", "Raison" },
	[VOCAB_YES_NO] = { "oui_non", "Oui ou non" },
	[VOCAB_TRAVEL] = { "deplacement", "Déplacement" },
	[VOCAB_CONTACT] = { "prise_contact", "Qui contacte qui" },
	[VOCAB_NATURE] = { "nature", "Nature" },
	[VOCAB_WORD] = { "mot", "Mot" },
	[VOCAB_WAY] = { "voie", "Voie" },
};

const char *vocab_genre_name(enum vocab_genre genre)
{
	return genres[genre].name;
}

const char *vocab_genre_title(enum vocab_genre genre)
{
	return genres[genre].title;
}

static enum vocab_genre genre_by_name(const char *name)
{
	int g = 0;

	while (g < VOCAB_GENRES && strcmp(genres[g].name, name) != 0)
		g++;
	return (enum vocab_genre)g;
}

/* ---- reading ---- */

static void add_term(struct vocab_terms *all, size_t value, enum term_kind kind, const char *text)
{
	struct vocab_term *t;
	char *key = folded(text);

	if (!*key) {
		free(key);
		return;
	}
	all->t = mem_grow(all->t, all->n, &all->cap, sizeof *all->t);
	t = &all->t[all->n];
	*t = (struct vocab_term){ .value = value, .kind = kind, .place = all->n++, .key = key,
				  .text = xstrdup(text) };
	t->stem = term_stem(key);
}

static void add_terms(struct vocab_terms *all, size_t value, enum term_kind kind, const char *list)
{
	struct list_walk w = { .rest = list };
	struct str item;

	str_init(&item);
	while (list_next(&w, &item))
		add_term(all, value, kind, item.s);
	str_done(&item);
}

static bool is_taken(const struct vocab *v, enum vocab_genre genre, const char *code)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->values[i].genre == genre && strcmp(v->values[i].code, code) == 0)
			return true;
	return false;
}

static void note_twice(struct vocab *v, size_t line, enum vocab_genre genre, const char *code)
{
	struct str b;

	str_init(&b);
	str_add(&b, v->notice ? v->notice : "");
	if (b.len)
		str_addc(&b, '\n');
	str_addf(&b, "vocabulaire.csv, ligne %zu : le code « %s » du genre « %s » est déjà écrit plus "
		 "haut ; cette ligne est ignorée. En supprimer une.", line, code, genres[genre].name);
	free(v->notice);
	v->notice = b.s;
}

const char *vocab_notice(const struct vocab *v)
{
	return v->notice ? v->notice : "";
}

static bool read_row(void *ctx, const struct csv_row *r, struct err *err)
{
	struct vocab *v = ctx;
	const char *code = csv_get(r, "code"), *name = csv_get(r, "genre");
	const char *label = csv_get(r, "libelle");
	enum vocab_genre genre = genre_by_name(name);
	struct vocab_value *x;

	if (genre == VOCAB_GENRES)
		return err_set(err, ERR_DATA, "vocabulaire.csv, ligne %zu : le genre « %s » "
			       "n’existe pas. Genres connus : public, besoin, prise_en_charge… "
			       "(voir data/README)",
			       r->row + 1, name);
	if (!*code || !*label || strchr(code, '|'))
		return err_set(err, ERR_DATA, "vocabulaire.csv, ligne %zu : il faut un code (sans "
			       "barre « | ») et un libellé", r->row + 1);
	if (is_taken(v, genre, code)) {
		note_twice(v, r->row + 1, genre, code);
		return true;
	}
	v->values = mem_grow(v->values, v->n, &v->cap, sizeof *v->values);
	x = &v->values[v->n++];
	*x = (struct vocab_value){
		.genre = genre,
		.code = xstrdup(code),
		.label = xstrdup(label),
		.brief = xstrdup(*csv_get(r, "court") ? csv_get(r, "court") : label),
		.schema = xstrdup(csv_get(r, "schema")),
		.alias = xstrdup(csv_get(r, "alias")),
		.synonyms = xstrdup(csv_get(r, "synonymes")),
		.note = xstrdup(csv_get(r, "note")),
		.order = (int)v->n,	/* line of the file, until sort_values() */
	};
	return true;
}

static int compare_values(const void *a, const void *b)
{
	const struct vocab_value *x = a, *y = b;

	if (x->genre != y->genre)
		return x->genre < y->genre ? -1 : 1;
	return x->order - y->order;
}

static int compare_codes(const void *a, const void *b)
{
	const struct vocab_value *x = *(const struct vocab_value *const *)a;
	const struct vocab_value *y = *(const struct vocab_value *const *)b;

	if (x->genre != y->genre)
		return x->genre < y->genre ? -1 : 1;
	return strcmp(x->code, y->code);
}

/* Gives each genre its run of values, and each value its place in the picker. */
static void sort_values(struct vocab *v)
{
	if (v->n)
		qsort(v->values, v->n, sizeof *v->values, compare_values);
	for (size_t i = 0; i < v->n; i++) {
		enum vocab_genre g = v->values[i].genre;

		if (!v->count[g])
			v->first[g] = i;
		v->values[i].order = (int)v->count[g]++;
	}
}

static void sort_codes(struct vocab *v)
{
	v->by_code = xcalloc(v->n + 1, sizeof *v->by_code);
	for (size_t i = 0; i < v->n; i++)
		v->by_code[i] = &v->values[i];
	if (v->n)
		qsort(v->by_code, v->n, sizeof *v->by_code, compare_codes);
}

static int compare_terms(const void *a, const void *b)
{
	const struct vocab_term *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	if (x->kind != y->kind)
		return (int)x->kind - (int)y->kind;
	return (x->place > y->place) - (x->place < y->place);	/* qsort() promises nothing */
}

const struct vocab_terms *vocab_terms(const struct vocab *v)
{
	struct vocab_terms *all = v->terms;

	if (all->made)
		return all;
	all->made = true;
	for (size_t i = 0; i < v->n; i++) {
		const struct vocab_value *x = &v->values[i];

		add_term(all, i, TERM_LABEL, x->label);
		add_term(all, i, TERM_BRIEF, x->brief);
		add_term(all, i, TERM_CODE, x->code);
		add_terms(all, i, TERM_ALIAS, x->alias);
		add_terms(all, i, TERM_SYNONYM, x->synonyms);
	}
	if (all->n)
		qsort(all->t, all->n, sizeof *all->t, compare_terms);
	vocab_sort_names(v);
	return all;
}

static bool read_one(struct vocab *v, const char *data_dir, const char *name, struct err *err)
{
	char *path = path_join(data_dir, name);
	bool ok = csv_read_file(path, ',', read_row, v, err);

	free(path);
	return ok;
}

struct vocab *vocab_read(const char *data_dir, struct err *err)
{
	struct vocab *v = xcalloc(1, sizeof *v);
	bool ok;

	v->terms = xcalloc(1, sizeof *v->terms);
	ok = read_one(v, data_dir, "vocabulaire.csv", err) &&
		  read_one(v, data_dir, "vocabulaire_journal.csv", err);

	if (ok) {
		sort_values(v);
		sort_codes(v);
	}
	if (!ok) {
		vocab_free(v);
		return NULL;
	}
	return v;
}

void vocab_free(struct vocab *v)
{
	if (!v)
		return;
	free(v->notice);
	for (size_t i = 0; i < v->n; i++) {
		struct vocab_value *x = &v->values[i];
		char *const all[] = { x->code, x->label, x->brief, x->schema, x->alias,
				      x->synonyms, x->note };

		for (size_t k = 0; k < ARRAY_SIZE(all); k++)
			free(all[k]);
	}
	for (size_t i = 0; i < v->terms->n; i++) {
		free(v->terms->t[i].key);
		free(v->terms->t[i].stem);
		free(v->terms->t[i].text);
	}
	free(v->values);
	free(v->by_code);
	free(v->terms->t);
	free(v->terms->names);
	free(v->terms);
	free(v);
}

/* ---- using ---- */

size_t vocab_count(const struct vocab *v, enum vocab_genre genre)
{
	return v->count[genre];
}

const struct vocab_value *vocab_at(const struct vocab *v, enum vocab_genre genre, size_t i)
{
	return &v->values[v->first[genre] + i];
}

const struct vocab_value *vocab_by_code(const struct vocab *v, enum vocab_genre genre,
					const char *code)
{
	size_t lo = 0, hi = v->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		const struct vocab_value *x = v->by_code[mid];
		int c = x->genre != genre ? (x->genre < genre ? -1 : 1) : strcmp(x->code, code);

		if (c == 0)
			return x;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

const char *vocab_code(const struct vocab *v, enum vocab_genre genre, const char *text)
{
	const struct vocab_value *x = vocab_find(v, genre, text);

	return x ? x->code : text;
}

const char *vocab_label(const struct vocab *v, enum vocab_genre genre, const char *code)
{
	const struct vocab_value *x = vocab_by_code(v, genre, code);

	return x ? x->label : code;
}

const char *vocab_brief(const struct vocab *v, enum vocab_genre genre, const char *code)
{
	const struct vocab_value *x = vocab_by_code(v, genre, code);

	return x ? x->brief : code;
}
