#include "src/cli/wanted.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "src/cli/resolve.h"

#define RADIUS_MAX 200

enum {
	WANT_COMMUNE = 100,
	WANT_RADIUS,
	WANT_AUDIENCE,
	WANT_NEED,
	WANT_TEXT,
	WANT_CARE,
	WANT_OPEN,
	WANT_NO_CAR,
	WANT_FREE,
	WANT_HOME,
	WANT_REMOTE,
	WANT_INDIVIDUAL,
	WANT_WORKSHOP,
	WANT_SELF_SERVICE,
	WANT_REASSURING,
	WANT_STEP_FREE,
	WANT_PROGRAMME,
	WANT_TYPOLOGY,
};

const struct arg_option wanted_options[] = {
	{ .id = WANT_COMMUNE, .name = "commune", .value = "C",
	  .help = "commune de la personne : nom, code INSEE ou code postal" },
	{ .id = WANT_RADIUS, .name = "rayon", .value = "KM",
	  .help = "distance à vol d’oiseau (10 par défaut), ou « departement »" },
	{ .id = WANT_AUDIENCE, .name = "public", .value = "P",
	  .help = "à qui l’offre s’adresse : seniors, jeunes, RSA… ; peut être répétée" },
	{ .id = WANT_NEED, .name = "besoin", .value = "B",
	  .help = "ce dont la personne a besoin : papiers, imprimante, emploi… ; peut être "
		  "répétée" },
	{ .id = WANT_TEXT, .name = "texte", .value = "MOTS",
	  .help = "mots libres : CAF, Parcoursup, nom d’un lieu…" },
	{ .id = WANT_CARE, .name = "prise-en-charge", .value = "X",
	  .help = "illettrisme, surdité, langue… ; peut être répétée" },
	{ .id = WANT_OPEN, .name = "ouvert", .value = "QUAND",
	  .help = "maintenant, aujourd’hui, demain, semaine, matin, apres-midi, soir, samedi, "
		  "« 4 décembre », « vendredi matin », « demain à 14h », AAAA-MM-JJ ou "
		  "AAAA-MM-JJTHH:MM" },
	{ .id = WANT_NO_CAR, .name = "sans-voiture",
	  .help = "dans la commune, chez la personne, à distance, ou par le train" },
	{ .id = WANT_FREE, .name = "gratuit", .help = "sans ce qui est payant" },
	{ .id = WANT_HOME, .name = "a-domicile", .help = "chez la personne" },
	{ .id = WANT_REMOTE, .name = "a-distance", .help = "par téléphone, visio ou internet" },
	{ .id = WANT_INDIVIDUAL, .name = "individuel", .help = "accompagnement individuel" },
	{ .id = WANT_WORKSHOP, .name = "atelier", .help = "atelier collectif" },
	{ .id = WANT_SELF_SERVICE, .name = "libre-acces", .help = "matériel en libre accès" },
	{ .id = WANT_REASSURING, .name = "rassurant", .help = "lieu rassurant : petit, convivial…" },
	{ .id = WANT_STEP_FREE, .name = "pmr", .help = "accessible en fauteuil" },
	{ .id = WANT_PROGRAMME, .name = "programme", .value = "P",
	  .help = "« conseiller numérique », « Promeneurs du Net », PIX… ; peut être répétée" },
	{ .id = WANT_TYPOLOGY, .name = "typologie", .value = "T",
	  .help = "bibliothèque, « centre social », mairie… ; peut être répétée" },
	{ .name = NULL },
};

static const struct {
	int id;
	unsigned filter;
} filters[] = {
	{ WANT_NO_CAR, FILTER_NO_CAR }, { WANT_FREE, FILTER_FREE },
	{ WANT_HOME, FILTER_HOME }, { WANT_REMOTE, FILTER_REMOTE },
	{ WANT_INDIVIDUAL, FILTER_INDIVIDUAL }, { WANT_WORKSHOP, FILTER_WORKSHOP },
	{ WANT_SELF_SERVICE, FILTER_SELF_SERVICE }, { WANT_REASSURING, FILTER_REASSURING },
	{ WANT_STEP_FREE, FILTER_STEP_FREE },
};

void wanted_init(struct wanted *w)
{
	*w = (struct wanted){ 0 };
	criteria_init(&w->c);
	for (int g = 0; g < VOCAB_GENRES; g++)
		str_init(&w->typed[g]);
}

void wanted_done(struct wanted *w)
{
	criteria_done(&w->c);
	for (int g = 0; g < VOCAB_GENRES; g++)
		str_done(&w->typed[g]);
}

/* ---- reading ---- */

static bool read_radius(struct wanted *w, const struct args *a, struct err *err)
{
	w->radius = a->value;
	if (strcmp(a->value, "departement") == 0 || strcmp(a->value, "département") == 0) {
		w->c.radius_km = SEARCH_RADIUS_DEPT;
		return true;
	}
	return args_number(a, "rayon", 1, RADIUS_MAX, &w->c.radius_km, err);
}

static bool read_filter(struct wanted *w, int id, struct err *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(filters); i++) {
		if (filters[i].id == id)
			w->c.filters |= filters[i].filter;
	}
	if ((w->c.filters & FILTER_INDIVIDUAL) && (w->c.filters & FILTER_WORKSHOP))
		return err_set(err, ERR_USAGE, "--individuel et --atelier s’excluent");
	return true;
}

static bool read_when(struct when *w, const char *text, struct err *err)
{
	static const char *const words[] = { "maintenant", "aujourd’hui", "demain", "semaine",
					     "matin", "apres-midi", "soir", "samedi", NULL };
	const char *like;

	if (when_read(w, text, clock_today()))
		return true;
	like = nearest_name(text, words);
	if (like)
		return err_set(err, ERR_USAGE, "--ouvert : « %s » n’est pas compris. Vouliez-vous "
			       "dire %s ?", quote(text).s, like);
	return err_set(err, ERR_USAGE, "--ouvert : « %s » n’est pas compris. Valeurs possibles : "
		       "maintenant, aujourd’hui, demain, semaine, matin, apres-midi, soir, samedi, "
		       "vendredi, « 4 décembre », « demain matin », « lundi prochain à 14h », "
		       "AAAA-MM-JJ, AAAA-MM-JJTHH:MM", quote(text).s);
}

static enum vocab_genre genre_of(int id)
{
	switch (id) {
	case WANT_AUDIENCE:
		return VOCAB_AUDIENCE;
	case WANT_NEED:
		return VOCAB_NEED;
	case WANT_CARE:
		return VOCAB_CARE;
	case WANT_PROGRAMME:
		return VOCAB_PROGRAMME;
	default:
		return VOCAB_TYPOLOGY;
	}
}

bool wanted_read(struct wanted *w, const struct args *a, int id, struct err *err)
{
	switch (id) {
	case ARGS_OPERAND:
		return err_set(err, ERR_USAGE, "« %s » : dire s’il s’agit de --commune, --public, "
			       "--besoin ou --texte", quote(a->value).s);
	case WANT_COMMUNE:
		w->commune = a->value;
		return true;
	case WANT_RADIUS:
		return read_radius(w, a, err);
	case WANT_AUDIENCE:
	case WANT_NEED:
	case WANT_CARE:
	case WANT_PROGRAMME:
	case WANT_TYPOLOGY:
		str_join(&w->typed[genre_of(id)], "\n", a->value);
		return true;
	case WANT_TEXT:
		str_join(&w->c.text, " ", a->value);
		return true;
	case WANT_OPEN:
		return read_when(&w->c.when, a->value, err);
	default:
		return read_filter(w, id, err);
	}
}

/* The words of the command line, as codes. */
static bool resolve_list(struct wanted *w, struct session *s, enum vocab_genre genre,
			 struct err *err)
{
	char *line, *rest = w->typed[genre].s;
	enum vocab_genre of = genre;
	const char *code;

	while ((line = strsep(&rest, "\n"))) {
		if (!*line)
			continue;
		if (genre == VOCAB_AUDIENCE ? !resolve_person(s, line, &of, &code, err) :
					      !resolve_value(s, genre, line, &code, err))
			return false;
		list_add(criteria_list(&w->c, of), code);
	}
	return true;
}

bool wanted_resolve(struct wanted *w, struct session *s, struct err *err)
{
	if (w->commune && !resolve_commune(s, w->commune, &w->c.commune, err))
		return false;
	return resolve_list(w, s, VOCAB_AUDIENCE, err) && resolve_list(w, s, VOCAB_NEED, err) &&
	       resolve_list(w, s, VOCAB_CARE, err) && resolve_list(w, s, VOCAB_PROGRAMME, err) &&
	       resolve_list(w, s, VOCAB_TYPOLOGY, err);
}

/* ---- saying ---- */

bool wanted_nothing(struct search *x, struct err *err)
{
	struct widening *w;
	const char *like, *word = search_unknown_word(x, &like);
	size_t n;
	struct str b;

	str_init(&b);
	if (word)
		str_addf(&b, "Aucune offre ne contient « %s »", quote(word).s);
	else
		str_add(&b, "Aucune offre ne répond à cette demande");
	if (word && like)
		str_addf(&b, " ; vouliez-vous dire « %s » ?", like);
	search_widenings(x, &w, &n);
	for (size_t i = 0; i < n; i++)
		str_addf(&b, "%s%u offre%s %s", i ? " · " : "\nEn élargissant : ", w[i].count,
				 w[i].count > 1 ? "s" : "", w[i].label);
	search_widenings_free(w, n);
	err_set(err, ERR_NOT_FOUND, "%s", b.s);
	str_done(&b);
	return false;
}
