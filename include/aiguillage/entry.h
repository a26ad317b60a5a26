/*
 * What the counsellor logs, as values: an accompaniment, a referral, a need
 * that found no answer, and the person they are about.  Each is a record of
 * text fields described by one table, as places are (place.h).  Nothing here
 * knows of a base.
 *
 * Dates are ISO text, closed vocabularies are codes (data/vocabulaire_journal.csv),
 * lists hold `|` between their items, counts are lists of CODE=NUMBER.  A field
 * that is empty was not told.  Nothing personal is ever required.
 */
#ifndef AIGUILLAGE_ENTRY_H
#define AIGUILLAGE_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/str.h"
#include "aiguillage/vocab.h"

enum entry_kind {
	KIND_PERSON,
	KIND_ACCOMPANIMENT,
	KIND_REFERRAL,
	KIND_UNMET,
	ENTRY_KINDS
};

enum entry_field_kind {
	ENTRY_IS_TEXT,		/* facts that are not about a person: names of places… */
	ENTRY_IS_WORDS,		/* free words about a person: personal, never in argv nor in exports */
	ENTRY_IS_CODE,		/* of a person: personal */
	ENTRY_IS_ID,		/* of another record */
	ENTRY_IS_LIST,		/* free items */
	ENTRY_IS_VALUE,		/* one vocabulary code */
	ENTRY_IS_VALUES,	/* several */
	ENTRY_IS_COUNTS,	/* CODE=NUMBER, several */
	ENTRY_IS_DAY,
	ENTRY_IS_MOMENT,	/* a day, with or without its time */
	ENTRY_IS_NUMBER,
	ENTRY_IS_HISTORY,	/* AAAA-MM-JJ=STATE, oldest first */
};

/*
 * X(identifier, name in commands and exports, SQL column, kind, vocabulary genre or -1, label).
 * The three dated kinds begin with the same fields, so that ENTRY_DAY… fits them all.
 */
#define ENTRY_COMMON(X)                                                                         \
	X(DAY, "date", "day", ENTRY_IS_DAY, -1, "Date")                                         \
	X(PERSON, "personne", "person", ENTRY_IS_ID, -1, "Personne")                            \
	X(INSEE, "code_insee", "insee", ENTRY_IS_TEXT, -1, "Code INSEE de la personne")         \
	X(COMMUNE, "commune", "commune", ENTRY_IS_TEXT, -1, "Commune de la personne")           \
	X(AGES, "ages", "ages", ENTRY_IS_COUNTS, VOCAB_AGE, "Tranche d’âge")                    \
	X(GENDERS, "genres", "genders", ENTRY_IS_COUNTS, VOCAB_GENDER, "Genre")                 \
	X(SITUATIONS, "statuts", "situations", ENTRY_IS_COUNTS, VOCAB_SITUATION, "Statut")

#define PERSON_FIELDS(X)                                                                        \
	X(CODE, "code", "code", ENTRY_IS_CODE, -1, "Code")                                      \
	X(SINCE, "depuis", "since", ENTRY_IS_DAY, -1, "Depuis le")                              \
	X(INSEE, "code_insee", "insee", ENTRY_IS_TEXT, -1, "Code INSEE")                        \
	X(COMMUNE, "commune", "commune", ENTRY_IS_TEXT, -1, "Commune")                          \
	X(AGE, "age", "age", ENTRY_IS_VALUE, VOCAB_AGE, "Tranche d’âge")                        \
	X(GENDER, "genre", "gender", ENTRY_IS_VALUE, VOCAB_GENDER, "Genre")                     \
	X(SITUATION, "statut", "situation", ENTRY_IS_VALUE, VOCAB_SITUATION, "Statut")

#define ACCOMPANIMENT_FIELDS(X) ENTRY_COMMON(X)                                                 \
	X(ACTIVITY, "type", "activity", ENTRY_IS_VALUE, VOCAB_ACTIVITY, "Type")                 \
	X(MINUTES, "duree", "minutes", ENTRY_IS_NUMBER, -1, "Durée (min)")                      \
	X(CHANNEL, "canal", "channel", ENTRY_IS_VALUE, VOCAB_CHANNEL, "Canal")                  \
	X(PLACE_KEY, "lieu_id", "place_key", ENTRY_IS_TEXT, -1, "Identifiant du lieu")          \
	X(PLACE, "lieu", "place", ENTRY_IS_TEXT, -1, "Lieu")                                    \
	X(ADDRESS, "adresse", "address", ENTRY_IS_TEXT, -1, "Adresse du lieu")                  \
	X(POSTCODE, "code_postal", "postcode", ENTRY_IS_TEXT, -1, "Code postal du lieu")        \
	X(PLACE_COMMUNE, "lieu_commune", "place_commune", ENTRY_IS_TEXT, -1, "Commune du lieu") \
	X(PLACE_INSEE, "lieu_insee", "place_insee", ENTRY_IS_TEXT, -1, "Code INSEE du lieu")    \
	X(EQUIPMENT, "materiel", "equipment", ENTRY_IS_VALUES, VOCAB_EQUIPMENT, "Matériel")     \
	X(THEMES, "thematiques", "themes", ENTRY_IS_VALUES, VOCAB_THEME, "Thématiques")         \
	X(PROCEDURES, "thematiques_administratives", "procedures", ENTRY_IS_VALUES,             \
	  VOCAB_PROCEDURE, "Thématiques administratives")                                       \
	X(PROCEDURE, "demarche", "procedure_name", ENTRY_IS_WORDS, -1, "Nom de la démarche")    \
	X(AUTONOMY, "autonomie", "autonomy", ENTRY_IS_VALUE, VOCAB_AUTONOMY, "Autonomie")       \
	X(LEVEL, "niveau", "level", ENTRY_IS_VALUE, VOCAB_LEVEL, "Niveau de l’atelier")         \
	X(TAGS, "tags", "tags", ENTRY_IS_LIST, -1, "Tags")                                      \
	X(PEOPLE, "participants", "people", ENTRY_IS_NUMBER, -1, "Participants")                \
	X(TITLE, "atelier", "title", ENTRY_IS_TEXT, -1, "Nom de l’atelier")                     \
	X(REFERRED, "reoriente", "referred", ENTRY_IS_VALUE, VOCAB_YES_NO, "Réorienté")         \
	X(REDIRECTION, "redirection", "redirection", ENTRY_IS_VALUE, VOCAB_REDIRECTION,         \
	  "Structure de redirection")                                                           \
	X(NOTE, "note", "note", ENTRY_IS_WORDS, -1, "Note")

#define REFERRAL_FIELDS(X) ENTRY_COMMON(X)                                                      \
	X(AUDIENCES, "publics", "audiences", ENTRY_IS_VALUES, VOCAB_AUDIENCE, "Public")         \
	X(NEEDS, "besoins", "needs", ENTRY_IS_VALUES, VOCAB_NEED, "Besoin")                     \
	X(WORDS, "mots", "words", ENTRY_IS_WORDS, -1, "Ses mots")                               \
	X(BARRIERS, "freins", "barriers", ENTRY_IS_VALUES, VOCAB_BARRIER, "Freins")             \
	X(TRAVELS, "se_deplace", "travels", ENTRY_IS_VALUE, VOCAB_YES_NO, "Peut se déplacer")   \
	X(TRAVEL, "moyens", "travel", ENTRY_IS_VALUES, VOCAB_TRAVEL, "Comment")                 \
	X(MODE, "mode", "mode", ENTRY_IS_VALUE, VOCAB_MODE, "Mode voulu")                       \
	X(ASK, "demander", "ask", ENTRY_IS_WORDS, -1, "Demander là-bas")                        \
	X(APPOINTMENT, "rendez_vous", "appointment", ENTRY_IS_MOMENT, -1, "Rendez-vous")        \
	X(CONTACT, "contact", "contact", ENTRY_IS_VALUE, VOCAB_CONTACT, "Qui contacte qui")     \
	X(FOLLOWUP, "relance", "followup", ENTRY_IS_DAY, -1, "Relancer le")                     \
	X(STATE, "etat", "state", ENTRY_IS_VALUE, VOCAB_STATE, "État")                          \
	X(REASON, "motif", "reason", ENTRY_IS_VALUE, VOCAB_REASON, "Motif")                     \
	X(SINCE, "etat_le", "since", ENTRY_IS_DAY, -1, "État depuis le")                        \
	X(HISTORY, "historique", "history", ENTRY_IS_HISTORY, VOCAB_STATE, "Historique")        \
	X(PATHWAY, "parcours", "pathway", ENTRY_IS_ID, -1, "Parcours")                          \
	X(STEP, "etape", "step", ENTRY_IS_NUMBER, -1, "Étape")                                  \
	X(AFTER, "apres", "after_id", ENTRY_IS_ID, -1, "Après")                                 \
	X(TARGET_KEY, "offre_visee_id", "target_key", ENTRY_IS_TEXT, -1, "Offre visée ensuite (id)") \
	X(TARGET, "offre_visee", "target", ENTRY_IS_TEXT, -1, "Offre visée ensuite")            \
	X(OFFER_KEY, "offre_id", "offer_key", ENTRY_IS_TEXT, -1, "Identifiant de l’offre")      \
	X(OFFER, "offre", "offer", ENTRY_IS_TEXT, -1, "Offre")                                  \
	X(PLACE_KEY, "lieu_id", "place_key", ENTRY_IS_TEXT, -1, "Identifiant du lieu")          \
	X(PLACE, "lieu", "place", ENTRY_IS_TEXT, -1, "Lieu")                                    \
	X(ADDRESS, "adresse", "address", ENTRY_IS_TEXT, -1, "Adresse")                          \
	X(POSTCODE, "code_postal", "postcode", ENTRY_IS_TEXT, -1, "Code postal")                \
	X(PLACE_COMMUNE, "lieu_commune", "place_commune", ENTRY_IS_TEXT, -1, "Commune du lieu") \
	X(PLACE_INSEE, "lieu_insee", "place_insee", ENTRY_IS_TEXT, -1, "Code INSEE du lieu")    \
	X(PHONE, "telephone", "phone", ENTRY_IS_TEXT, -1, "Téléphone")                          \
	X(HOURS, "horaires", "hours", ENTRY_IS_TEXT, -1, "Horaires")                            \
	X(TYPOLOGY, "typologie", "typology", ENTRY_IS_VALUES, VOCAB_TYPOLOGY, "Typologie")      \
	X(PROGRAMMES, "dispositifs", "programmes", ENTRY_IS_VALUES, VOCAB_PROGRAMME, "Programmes") \
	X(KM, "distance_km", "km", ENTRY_IS_NUMBER, -1, "Distance (km)")                        \
	X(NOTE, "note", "note", ENTRY_IS_WORDS, -1, "Note")

#define UNMET_FIELDS(X) ENTRY_COMMON(X)                                                         \
	X(AUDIENCES, "publics", "audiences", ENTRY_IS_VALUES, VOCAB_AUDIENCE, "Public")         \
	X(NEEDS, "besoins", "needs", ENTRY_IS_VALUES, VOCAB_NEED, "Besoin")                     \
	X(WORDS, "mots", "words", ENTRY_IS_WORDS, -1, "Ses mots")                               \
	X(BARRIERS, "freins", "barriers", ENTRY_IS_VALUES, VOCAB_BARRIER, "Freins")             \
	X(REASON, "raison", "reason", ENTRY_IS_VALUE, VOCAB_UNMET, "Raison")                    \
	X(RADIUS, "rayon_km", "radius", ENTRY_IS_NUMBER, -1, "Cherché à (km)")                  \
	X(OFFER_KEY, "offre_id", "offer_key", ENTRY_IS_TEXT, -1, "Offre qui ne convient pas (id)") \
	X(PLACE, "lieu", "place", ENTRY_IS_TEXT, -1, "Offre qui ne convient pas")               \
	X(NOTE, "note", "note", ENTRY_IS_WORDS, -1, "Note")

#define X(id, name, sql, kind, genre, label) ENTRY_##id,
enum entry_common_field { ENTRY_COMMON(X) ENTRY_COMMON_COUNT };
#undef X
#define X(id, name, sql, kind, genre, label) PERSON_##id,
enum person_field { PERSON_FIELDS(X) PERSON_FIELD_COUNT };
#undef X
#define X(id, name, sql, kind, genre, label) ACC_##id,
enum accompaniment_field { ACCOMPANIMENT_FIELDS(X) ACC_FIELD_COUNT };
#undef X
#define X(id, name, sql, kind, genre, label) REF_##id,
enum referral_field { REFERRAL_FIELDS(X) REF_FIELD_COUNT };
#undef X
#define X(id, name, sql, kind, genre, label) UNMET_##id,
enum unmet_field { UNMET_FIELDS(X) UNMET_FIELD_COUNT };
#undef X
#define ENTRY_FIELDS_MAX REF_FIELD_COUNT

struct entry_field {
	const char *name, *sql, *label;
	enum entry_field_kind kind;
	int genre;		/* enum vocab_genre, or -1 */
};

#define ENTRY_ID_LEN 33		/* 128 random bits in hexadecimal, and the NUL */

/*
 * One version of a record.  Of two versions of one id the later wins: more revisions, then the
 * greater author, then the greater content (entry_later), so that journals may be merged in any
 * order, any number of times.
 */
struct entry {
	enum entry_kind kind;
	char id[ENTRY_ID_LEN];	/* "" until it is stored */
	int64_t revision;	/* 0 until it is stored */
	char author[ENTRY_ID_LEN];	/* code of the post that made this version */
	char made[20], changed[20];	/* moments, ISO */
	int64_t row;		/* order in which this base received it */
	bool removed;		/* cancelled: kept, but nowhere shown nor counted */
	char *f[ENTRY_FIELDS_MAX];	/* owned; NULL is the same as "" */
};

void entry_init(struct entry *e, enum entry_kind kind);
void entry_done(struct entry *e);
void entry_copy(struct entry *to, const struct entry *from);
const char *entry_get(const struct entry *e, int field);	/* never NULL; "" when locked */
/* Does it hold a text that the phrase of the journal keeps closed (journal_secret.h)? */
bool entry_is_locked(const struct entry *e, int field);
bool entry_any_locked(const struct entry *e);
/* The value, or its sealed form when it is locked: what entry_set() may put back into the same record. */
const char *entry_kept(const struct entry *e, int field);
void entry_set(struct entry *e, int field, const char *value);
/* Open or locked, as it is; between versions of one record. */
void entry_set_from(struct entry *e, int field, const struct entry *from);
void entry_set_number(struct entry *e, int field, long n);
void entry_set_day(struct entry *e, int field, int day);
/* Day of a date field, or of a moment; false when it is empty. */
bool entry_day(const struct entry *e, int field, int *day);
/* Id of the person that it is about; "" for nobody, and for a person. */
const char *entry_person(const struct entry *e);
long entry_number(const struct entry *e, int field);	/* 0 when empty */
/* Do they say the same?  Identity, revision and author do not count. */
bool entry_same(const struct entry *a, const struct entry *b);
/* Is `a` a later version than `b` of the same record?  A total order. */
bool entry_later(const struct entry *a, const struct entry *b);

const struct entry_field *entry_fields(enum entry_kind kind, size_t *n);
/* By the name of commands; -1 when there is none. */
int entry_field_find(enum entry_kind kind, const char *name);
bool entry_is_personal(const struct entry_field *f);
/* "accompagnement", "orientation", "sans-reponse", "personne"; find: -1 when it is none. */
const char *entry_kind_name(enum entry_kind kind);
int entry_kind_find(const char *name);
/* « Orientation », « Besoin sans réponse »… */
const char *entry_kind_title(enum entry_kind kind);

/* ---- counts ---- */

/*
 *	struct list_walk w = { .rest = counts };
 *	while (counts_next(&w, &code, &n)) …	// a code without number counts for one
 */
bool counts_next(struct list_walk *w, struct str *code, long *n);
long counts_total(const char *counts);
void counts_add(struct str *counts, const char *code, long n);

/* ---- what people type ---- */

/* « K7-42 » from « k742 », « K7 42 »; false when it is no code of ours. */
bool person_code_read(const char *typed, struct str *code);
/* The code that a random number gives. */
void person_code_make(uint32_t random, struct str *code);
/* « 45 », « 1h30 », « 1 h », « 90 min » → minutes, 1 to 1439. */
bool duration_read(const char *typed, int *minutes);
/* « 45 min », « 1 h 30 » */
void duration_say(struct str *out, long minutes);

#endif
