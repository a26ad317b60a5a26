/*
 * Importing a directory made elsewhere: the national list of places, the
 * exports of data·inclusion, the list of France Services, a hub's own export.
 * What column means what is told by data/import/ (see data/README), not here.
 *
 * An import replaces the rows of its own source, and the index with them, in
 * one transaction: when it fails or is killed, the directory is what it was.
 * A place keeps its key from one import to the next.
 *
 *	struct import_options o = { .dry_run = true };
 *	struct import_report report;
 *	import_report_init(&report);
 *	ok = import_file(session, "lieux.csv", &o, &report, &err);
 *	import_report_say(&report, 10, &out);
 *	import_report_done(&report);
 *
 * The session must be refreshed afterwards (session_refresh()).
 */
#ifndef AIGUILLAGE_IMPORT_H
#define AIGUILLAGE_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/err.h"
#include "aiguillage/session.h"
#include "aiguillage/str.h"

#define IMPORT_LISTED 1000	/* issues kept of each check, changes kept of each kind */

/* How far one is; returning false gives up, and nothing is changed. */
struct import_progress {
	const char *file;	/* as messages name it; NULL: making the index */
	size_t rows;
	int64_t done, total;	/* bytes of that file */
};
typedef bool import_progress_fn(void *ctx, const struct import_progress *p);

struct import_options {
	const char *source;	/* name of the source; NULL: that of the format */
	const char *format;	/* identifier of the format; NULL: found by the columns */
	bool dry_run;		/* do everything, then undo it */
	bool skip_same;		/* what was last imported of that source, again: nothing is read */
	import_progress_fn *progress;	/* may be NULL */
	void *ctx;
};

/* ---- what is told about rows ---- */

enum import_kind {
	IMPORT_REFUSED,		/* the row is left out */
	IMPORT_WARNING,		/* to be looked at */
	IMPORT_REMARK,		/* as it should be, but good to know */
};

/* X(identifier, kind, one, many): « 1 valeur inconnue, … », « 12 valeurs inconnues, … ». */
#define IMPORT_CHECKS(X)                                                                        \
	X(REFUSED, IMPORT_REFUSED, "fiche refusée", "fiches refusées")                          \
	X(VALUE, IMPORT_WARNING, "valeur inconnue, gardée telle quelle",                        \
	  "valeurs inconnues, gardées telles quelles")                                          \
	X(HOURS_UNREAD, IMPORT_WARNING, "horaire illisible, gardé tel quel",                    \
	  "horaires illisibles, gardés tels quels")                                             \
	X(HOURS_DOUBTFUL, IMPORT_WARNING, "horaire douteux", "horaires douteux")                \
	X(HOURS_AGAINST, IMPORT_WARNING, "horaire contredit par la présentation",               \
	  "horaires contredits par la présentation")                                            \
	X(HOURS_READ, IMPORT_WARNING, "horaire en phrase, compris",                             \
	  "horaires en phrases, compris")                                                       \
	X(COMMUNE, IMPORT_WARNING, "commune inconnue", "communes inconnues")                    \
	X(COMMUNE_DOUBT, IMPORT_WARNING, "commune à vérifier", "communes à vérifier")           \
	X(POSTCODE, IMPORT_WARNING, "code postal à vérifier ou réparé",                         \
	  "codes postaux à vérifier ou réparés")                                                \
	X(FAR, IMPORT_WARNING, "position à plus de 20 km de la commune",                        \
	  "positions à plus de 20 km de leur commune")                                          \
	X(SWAPPED, IMPORT_WARNING, "latitude et longitude échangées, remises dans l’ordre",     \
	  "latitudes et longitudes échangées, remises dans l’ordre")                            \
	X(POSITION, IMPORT_WARNING, "position illisible, écartée",                              \
	  "positions illisibles, écartées")                                                     \
	X(PHONE, IMPORT_WARNING, "téléphone illisible ou réparé",                               \
	  "téléphones illisibles ou réparés")                                                   \
	X(EMAIL, IMPORT_WARNING, "courriel incorrect", "courriels incorrects")                  \
	X(DATE, IMPORT_WARNING, "date illisible ou écrite autrement",                           \
	  "dates illisibles ou écrites autrement")                                              \
	X(SIRET, IMPORT_WARNING, "numéro SIRET incorrect", "numéros SIRET incorrects")          \
	X(NUMBER, IMPORT_WARNING, "nombre illisible", "nombres illisibles")                     \
	X(ZONE, IMPORT_WARNING, "zone inconnue", "zones inconnues")                             \
	X(CHARACTER, IMPORT_WARNING, "caractère perdu avant ce fichier (�)",                    \
	  "fiches avec des caractères perdus avant ce fichier (�)")                             \
	X(QUOTE, IMPORT_WARNING, "guillemet mal placé, toléré", "guillemets mal placés, tolérés") \
	X(GONE, IMPORT_WARNING, "disparition massive", "disparitions massives")                 \
	X(FOUND, IMPORT_REMARK, "commune sans code INSEE, retrouvée par son nom",               \
	  "communes sans code INSEE, retrouvées par leur nom")                                  \
	X(NO_SIRET, IMPORT_REMARK, "fiche sans numéro SIRET (pivot à zéro)",                    \
	  "fiches sans numéro SIRET (pivot à zéro)")                                            \
	X(NO_POSITION, IMPORT_REMARK, "fiche sans position, placée au centre de sa commune",    \
	  "fiches sans position, placées au centre de leur commune")                            \
	X(MARKUP, IMPORT_REMARK, "texte débarrassé de son code HTML",                           \
	  "textes débarrassés de leur code HTML")                                               \
	X(ATTACHED, IMPORT_REMARK, "fiche rattachée à un lieu déjà livré",                      \
	  "fiches rattachées à un lieu déjà livré")                                             \
	X(NO_OFFER, IMPORT_REMARK, "structure sans service, que la recherche ne propose pas",   \
	  "structures sans service, que la recherche ne propose pas")                           \
	X(COLUMN, IMPORT_REMARK, "colonne non reprise", "colonnes non reprises")                \
	X(SHEETS, IMPORT_REMARK, "classeur dont d’autres feuilles ne sont pas lues",            \
	  "classeurs dont d’autres feuilles ne sont pas lues")

enum import_check {
#define X(id, kind, one, many) IMPORT_CHECK_##id,
	IMPORT_CHECKS(X)
#undef X
	IMPORT_CHECK_COUNT
};

enum import_kind import_check_kind(enum import_check check);
/* « fiche refusée », « fiches refusées ». */
const char *import_check_name(enum import_check check, size_t n);

struct import_issue {
	enum import_check check;
	size_t file;		/* position in report.files */
	size_t row, line;	/* of the file; 0: about the file as a whole */
	char *column;		/* of the source, or "" */
	char *name;		/* of the record, or "" */
	char *text;		/* French sentence */
};

/* ---- what changes ---- */

enum import_change_kind {
	IMPORT_ADDED,
	IMPORT_CHANGED,
	IMPORT_VANISHED,
	IMPORT_CHANGE_KINDS
};

struct import_field {
	const char *label;	/* of the field, in French */
	char *before, *after;
};

struct import_change {
	enum import_change_kind kind;
	bool offer;		/* an offer alone, else a place (with its offer) */
	char *key, *name, *commune;
	struct import_field *fields;	/* of a changed one */
	size_t n_fields;
};

/* Where what the counsellor corrected meets what the source now says: the correction stays. */
struct import_local {
	bool vanished;		/* the record has left its source; else a corrected field changed */
	bool known;		/* it was so before this import */
	bool offer;
	char *key, *name, *commune;
	const char *label;	/* of the field, in French; "" when vanished */
	char *ours;
	char *before, *after;	/* of the source: when it was corrected, and now */
};

struct import_source {
	char *file;		/* as messages name it */
	char *format, *title;	/* identifier, French title */
	char *source;
	const char *encoding;
	size_t read, kept, refused;	/* rows; read = kept + refused */
};

struct import_count {
	size_t changes[IMPORT_CHANGE_KINDS];
	size_t same;
};

struct import_report {
	struct import_source *files;
	size_t n_files;
	size_t read, kept, refused;
	size_t checks[IMPORT_CHECK_COUNT];	/* exact; `issues` holds the first of each */
	struct import_issue *issues;
	size_t n_issues, cap_issues;
	struct import_count places, offers;	/* exact */
	struct import_change *changes;
	size_t n_changes, cap_changes;
	struct import_local *local;
	size_t n_local, cap_local;
	bool again;		/* of a source at least, there was an earlier import */
	bool dry_run;
	bool unread;		/* skip_same: the same files as last time, whose remarks were told then */
	bool done;		/* the directory holds the new rows, or would without dry_run */
};

void import_report_init(struct import_report *r);
void import_report_done(struct import_report *r);

/* ---- doing it ---- */

/* What a file is, before it is imported. */
struct import_look {
	char *format, *title;	/* identifier, French title */
	char *source;		/* its usual name */
	const char *encoding;
	int64_t size;		/* bytes */
	bool services;		/* of structures that must be known, or given too */
};
/* ERR_DATA with one sentence when it cannot be imported.  Reads the whole file once. */
bool import_look(const char *data_dir, const char *path, struct import_look *out, struct err *err);
void import_look_done(struct import_look *l);
/* ERR_USAGE when it is not a name for a source. */
bool import_check_source(const char *name, struct err *err);

/*
 * True when the source was replaced (or would have been), even if rows were refused: see
 * report->refused.  False with ERR_DATA when a file is unusable, none of its rows is, or the
 * format is unknown; ERR_USAGE for a format or a source name that is not one; ERR_BASE for the
 * disk and the base.  The report tells what was seen in any case.
 */
bool import_file(struct session *s, const char *path, const struct import_options *o,
		 struct import_report *r, struct err *err);
/*
 * Several files as one import: those of a same source replace it together, structures before the
 * services they offer.
 */
bool import_files(struct session *s, const char *const *paths, size_t n,
		  const struct import_options *o, struct import_report *r, struct err *err);

/* Formats of data/import/formats.csv, one line each: « identifiant  titre ». */
bool import_formats_say(const char *data_dir, struct str *out, struct err *err);

/* ---- telling it ---- */

/* A short summary, then at most `detail` lines of each sort. */
void import_report_say(const struct import_report *r, size_t detail, struct str *out);
/* Everything, as CSV for a spreadsheet. */
void import_report_csv(const struct import_report *r, struct str *out);

#endif
