/*
 * Places and offers, the two levels of the directory.  Both are records of
 * text fields described by one table each: the table gives the CSV column, the
 * name of the field in the bases, the French label and the kind, so that
 * reading, storing, showing and exporting need no second list.  annuaire.db
 * knows a field by its number in the table: a new one goes at the end.
 *
 * An empty field means « non précisé », never « no ».  One exception: no
 * audience means everybody.  Lists hold `|` between their items.
 */
#ifndef AIGUILLAGE_PLACE_H
#define AIGUILLAGE_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/str.h"

enum field_kind {
	FIELD_TEXT,
	FIELD_LIST,		/* free items */
	FIELD_CODES,		/* list of vocabulary codes (genre in the table) */
	FIELD_DATE,		/* AAAA-MM-JJ */
	FIELD_NUMBER,
	FIELD_HOURS,		/* opening_hours, as the source gives it */
	FIELD_PHONE,
	FIELD_YESNO,		/* `oui`, `non` or empty */
};

/*
 * X(identifier, CSV column of data/annuaire, name in the bases, kind, vocabulary genre or -1, label).
 * The CSV names are those of data/README: data.inclusion v1 or LMN v1 where one exists.
 */
#define PLACE_FIELDS(X)                                                                         \
	X(KEY, "id", "key", FIELD_TEXT, -1, "Identifiant")                                      \
	X(NAME, "nom", "name", FIELD_TEXT, -1, "Nom")                                           \
	X(PROVIDER, "structure_parente", "provider", FIELD_TEXT, -1, "Structure")               \
	X(TYPOLOGY, "typologie", "typology", FIELD_CODES, VOCAB_TYPOLOGY, "Typologie")          \
	X(ADDRESS, "adresse", "address", FIELD_TEXT, -1, "Adresse")                             \
	X(ADDRESS2, "complement_adresse", "address2", FIELD_TEXT, -1, "Complément d’adresse")   \
	X(POSTCODE, "code_postal", "postcode", FIELD_TEXT, -1, "Code postal")                   \
	X(COMMUNE, "commune", "commune", FIELD_TEXT, -1, "Commune")                             \
	X(INSEE, "code_insee", "insee", FIELD_TEXT, -1, "Code INSEE")                           \
	X(LAT, "latitude", "lat", FIELD_NUMBER, -1, "Latitude")                                 \
	X(LON, "longitude", "lon", FIELD_NUMBER, -1, "Longitude")                               \
	X(PHONE, "telephone", "phone", FIELD_PHONE, -1, "Téléphone")                            \
	X(EMAILS, "courriel", "emails", FIELD_LIST, -1, "Courriel")                             \
	X(SITES, "site_web", "sites", FIELD_LIST, -1, "Site")                                   \
	X(BOOKING, "lien_rdv", "booking", FIELD_TEXT, -1, "Rendez-vous en ligne")               \
	X(HOURS, "horaires_accueil", "hours", FIELD_HOURS, -1, "Horaires")                      \
	X(ACCESSIBILITY, "accessibilite_lieu", "accessibility", FIELD_TEXT, -1, "Accessibilité") \
	X(STEP_FREE, "accessibilite_pmr", "step_free", FIELD_YESNO, -1, "Accès de plain-pied")  \
	X(REASSURING, "lieu_rassurant", "reassuring", FIELD_YESNO, -1, "Lieu rassurant")        \
	X(EQUIPMENT, "equipements", "equipment", FIELD_LIST, -1, "Équipements")                 \
	X(DESCRIPTION, "description", "description", FIELD_TEXT, -1, "Présentation")            \
	X(UPDATED, "date_maj", "updated", FIELD_DATE, -1, "Date de l’information")              \
	X(CHECKED, "date_verification", "checked", FIELD_DATE, -1, "Vérifié par nous le")       \
	X(STATUS, "statut", "status", FIELD_CODES, VOCAB_STATUS, "Statut")                      \
	X(SIRET, "siret", "siret", FIELD_TEXT, -1, "SIRET")                                     \
	X(SOURCE, "source", "source", FIELD_TEXT, -1, "Source")                                 \
	X(SOURCE_IDS, "source_ids", "source_ids", FIELD_LIST, -1, "Identifiants d’origine")     \
	X(LICENCE, "licence", "licence", FIELD_TEXT, -1, "Licence")                             \
	X(TAGS, "etiquettes", "tags", FIELD_LIST, -1, "Étiquettes")                             \
	X(NOTE, "note", "note", FIELD_TEXT, -1, "À savoir")

#define OFFER_FIELDS(X)                                                                         \
	X(KEY, "id", "key", FIELD_TEXT, -1, "Identifiant")                                      \
	X(PLACE_KEY, "structure_id", "place_key", FIELD_TEXT, -1, "Lieu")                       \
	X(NAME, "nom", "name", FIELD_TEXT, -1, "Offre")                                         \
	X(DESCRIPTION, "description", "description", FIELD_TEXT, -1, "Ce qu’on y fait")         \
	X(TYPE, "type", "type", FIELD_CODES, VOCAB_TYPE, "Type")                                      \
	X(THEMES, "thematiques", "themes", FIELD_CODES, VOCAB_NEED, "Thématiques")              \
	X(SERVICES, "services", "services", FIELD_CODES, VOCAB_NEED, "Services")                \
	X(AUDIENCES, "publics", "audiences", FIELD_CODES, VOCAB_AUDIENCE, "Public")             \
	X(EXCLUSIVE, "publics_exclusifs", "exclusive", FIELD_CODES, VOCAB_AUDIENCE, "Réservé à") \
	X(AUDIENCE_NOTE, "publics_precisions", "audience_note", FIELD_TEXT, -1, "Public, précisions") \
	X(EXCLUSIONS, "exclusions", "exclusions", FIELD_TEXT, -1, "Ne convient pas")            \
	X(CARE, "prise_en_charge", "care", FIELD_CODES, VOCAB_CARE, "Prise en charge")          \
	X(COST, "frais", "cost", FIELD_CODES, VOCAB_COST, "Frais")                              \
	X(COST_NOTE, "frais_precisions", "cost_note", FIELD_TEXT, -1, "Frais, précisions")      \
	X(CONDITIONS, "conditions_acces", "conditions", FIELD_TEXT, -1, "Conditions d’accès")   \
	X(RECEPTION, "modes_accueil", "reception", FIELD_CODES, VOCAB_RECEPTION, "Mode d’accueil")\
	X(ACCESS, "modalites_acces", "access", FIELD_CODES, VOCAB_ACCESS, "Comment y accéder")  \
	X(MODES, "modalites_accompagnement", "modes", FIELD_CODES, VOCAB_MODE, "Accompagnement") \
	X(ITINERANCY, "itinerance", "itinerancy", FIELD_CODES, VOCAB_ITINERANCY, "Itinérance")  \
	X(MEETING, "rencontre", "meeting", FIELD_CODES, VOCAB_MEETING, "Rencontre")             \
	X(COVERAGE, "zone_eligibilite", "coverage", FIELD_LIST, -1, "Zone couverte")            \
	X(HOURS, "horaires_accueil", "hours", FIELD_HOURS, -1, "Horaires")                      \
	X(HOURS_TEXT, "horaires_texte", "hours_text", FIELD_TEXT, -1, "Horaires, en clair")     \
	X(REFERRABLE_BY, "mobilisable_par", "referrable_by", FIELD_CODES, VOCAB_REFERRABLE, "Qui peut demander") \
	X(REFERRAL_MODES, "modes_mobilisation", "referral_modes", FIELD_CODES, VOCAB_ACCESS, "Pour orienter") \
	X(REFERRAL_LINK, "lien_mobilisation", "referral_link", FIELD_TEXT, -1, "Lien pour orienter") \
	X(REFERRAL_NOTE, "mobilisation_precisions", "referral_note", FIELD_TEXT, -1, "Comment faire") \
	X(PRESCRIBERS, "prescripteurs", "prescribers", FIELD_TEXT, -1, "Sur prescription de")   \
	X(PRESCRIBER_KEYS, "prescripteurs_ids", "prescriber_keys", FIELD_LIST, -1, "Prescripteurs (lieux)") \
	X(PROGRAMMES, "dispositifs", "programmes", FIELD_CODES, VOCAB_PROGRAMME, "Programmes")  \
	X(LABELS, "labels_locaux", "labels", FIELD_CODES, VOCAB_PROGRAMME, "Labels locaux")     \
	X(SESSIONS, "seances_nombre", "sessions", FIELD_NUMBER, -1, "Nombre de séances")        \
	X(SESSION_MINUTES, "seances_duree", "session_minutes", FIELD_NUMBER, -1, "Durée d’une séance") \
	X(SESSION_DATES, "seances_dates", "session_dates", FIELD_TEXT, -1, "Dates")             \
	X(SEATS, "places", "seats", FIELD_NUMBER, -1, "Places")                                 \
	X(PARTNERS, "partenaires", "partners", FIELD_LIST, -1, "Partenaires")                   \
	X(PARTNER_KEYS, "partenaires_ids", "partner_keys", FIELD_LIST, -1, "Partenaires (lieux)") \
	X(CONTACT, "contact_fonction", "contact", FIELD_TEXT, -1, "Demander")                   \
	X(STATUS, "statut", "status", FIELD_CODES, VOCAB_STATUS, "Statut")                      \
	X(END_DATE, "date_fin", "end_date", FIELD_DATE, -1, "Jusqu’au")                         \
	X(UPDATED, "date_maj", "updated", FIELD_DATE, -1, "Date de l’information")              \
	X(SOURCE, "source", "source", FIELD_TEXT, -1, "Source")                                 \
	X(SOURCE_IDS, "source_ids", "source_ids", FIELD_LIST, -1, "Identifiants d’origine")     \
	X(LINES, "lignes_cr", "lines", FIELD_TEXT, -1, "Lignes du compte rendu")                \
	X(QUOTE, "citation", "quote", FIELD_TEXT, -1, "Citation")                               \
	X(TAGS, "etiquettes", "tags", FIELD_LIST, -1, "Étiquettes")                             \
	X(NOTE, "note", "note", FIELD_TEXT, -1, "À savoir")

enum place_field {
#define X(id, csv, sql, kind, genre, label) PLACE_##id,
	PLACE_FIELDS(X)
#undef X
	PLACE_FIELD_COUNT
};

enum offer_field {
#define X(id, csv, sql, kind, genre, label) OFFER_##id,
	OFFER_FIELDS(X)
#undef X
	OFFER_FIELD_COUNT
};

struct field {
	const char *csv, *sql, *label;
	enum field_kind kind;
	int genre;		/* enum vocab_genre, or -1 */
};
extern const struct field place_fields[PLACE_FIELD_COUNT];
extern const struct field offer_fields[OFFER_FIELD_COUNT];

/* Fields are written by the functions below only; NULL is the same as "". */
struct place {
	int64_t id;		/* row in annuaire.db */
	const char *f[PLACE_FIELD_COUNT];
	uint64_t lent;		/* a bit a field: the text is not its own */
};
struct offer {
	int64_t id, place_id;
	const char *f[OFFER_FIELD_COUNT];
	uint64_t lent;
};

void place_init(struct place *p);
void place_clear(struct place *p);	/* frees the fields; ready for reuse */
void place_set(struct place *p, enum place_field f, const char *value);	/* a copy of it */
/* The text itself, which must live as long as it is a field, or until place_own(). */
void place_lend(struct place *p, enum place_field f, const char *value);
void place_own(struct place *p);	/* copies what was lent */
const char *place_get(const struct place *p, enum place_field f);	/* never NULL */

void offer_init(struct offer *o);
void offer_clear(struct offer *o);
void offer_set(struct offer *o, enum offer_field f, const char *value);
void offer_lend(struct offer *o, enum offer_field f, const char *value);
void offer_own(struct offer *o);
const char *offer_get(const struct offer *o, enum offer_field f);

/* May this status be proposed to an inhabitant?  Unknown and empty ones may, with a warning. */
bool status_proposable(const char *code);
/* à vérifier, informel, ponctuel and unknown ones: proposed with a visible warning. */
bool status_warns(const char *code);

/* « 04 74 01 68 90 » from « +33474016890 »; what cannot be read is given back as it is. */
void phone_french(struct str *out, const char *phone);
/* Is it a number, or several, that phone_french() understands? */
bool phone_readable(const char *phone);
/* Appends « +33474016890 », the first number of all; false when there is none (3960 has no such form). */
bool phone_international(struct str *out, const char *phone);

#endif
