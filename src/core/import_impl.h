/*
 * Inside of an import.  The stages of a row, in order:
 *
 *	import_read      a file → rows of named cells (CSV or JSON)
 *	import_map       a row → a record, by the rules of its format (data/import)
 *	import_values    one cell → values of a vocabulary
	import_convert   one cell → one field, import_hours: the hours
	import_record    the record being filled
 *	import_check     the record as a whole: its commune, its position
 *	import_match     which record of the last import it is
 *	import_put       the record → rows of the directory; the only place that does
 */
#ifndef AIGUILLAGE_IMPORT_IMPL_H
#define AIGUILLAGE_IMPORT_IMPL_H

#include "aiguillage/csv.h"
#include "aiguillage/date.h"
#include "aiguillage/idset.h"
#include "aiguillage/import.h"
#include "aiguillage/intake.h"
#include "aiguillage/intern.h"

#define IMPORT_RULE_COLUMNS 8
#define IMPORT_KEY_MARK '.' /* keys are « source.identifier »; no identifier of a source has one \
			     */
#define IMPORT_ID_MARK "__"	/* between the identifiers of a composite one */

enum import_level {
	IMPORT_LEVEL_PROVIDER,	/* a row is a place without its offers */
	IMPORT_LEVEL_PLACE,	/* a row is a place with one offer */
	IMPORT_LEVEL_SERVICE,	/* a row is an offer of a place */
};

/* How a cell becomes a field; the names in data/import are those of import_formats.c. */
enum import_how {
	HOW_DEFAULT,
	HOW_TEXT,
	HOW_PHRASE,		/* added to the text, after the constant */
	HOW_ENUMERATION,	/* a list in words */
	HOW_LIST,
	HOW_CODES,
	HOW_LABELS,		/* labels of genre `label` */
	HOW_LABELS_FREE,	/* the same, others are welcome too */
	HOW_REST,		/* what the rules before it on the same column did not know */
	HOW_VALUES,		/* only what valeurs.csv tells */
	HOW_FILLED,		/* the constant, when the cell is not empty */
	HOW_DATE,
	HOW_DATE_FREE,		/* other forms than AAAA-MM-JJ are expected */
	HOW_NUMBER,
	HOW_YESNO,
	HOW_POSITION,
	HOW_POSTCODE,
	HOW_SIRET,
	HOW_PHONE,
	HOW_EMAILS,
	HOW_SITES,
	HOW_HOURS,
	HOW_DAYS,		/* seven columns, Monday first, in French */
	HOW_COVERAGE,
	HOW_ZONE,		/* type and code (data·inclusion v0) */
	HOW_IDS,		/* the constant is put in front */
};

struct import_slot {
	bool offer;
	int field;		/* enum place_field or offer_field */
};

struct import_rule {
	struct import_slot slot;
	enum import_how how;
	int genre;		/* of the field, or -1 */
	char *columns;		/* as written, a list */
	char *names[IMPORT_RULE_COLUMNS];
	int at[IMPORT_RULE_COLUMNS];	/* in the current file, -1: not there */
	size_t n;
	char *separators, *constant;
	int next;		/* rule on the same columns to try after this one, -1 */
	bool follows;		/* is some other's `next` */
};

struct import_value {
	struct import_slot slot;
	bool ignored;
	char *codes;
};

struct import_format {
	char *id, *title, *source, *separators, *required, *forbidden;
	enum import_level level;
	struct import_rule *rules;	/* none until import_format_load() */
	size_t n_rules, cap_rules;
	struct intern value_keys;	/* column, unit separator, folded value */
	struct import_value *values;
	size_t cap_values;
};

struct import_formats {
	char *dir;
	struct import_format *list;
	size_t n, cap;
};

/* ---- import_formats.c: data/import ---- */

bool import_formats_read(struct import_formats *f, const char *data_dir, struct err *err);
void import_formats_done(struct import_formats *f);
struct import_format *import_formats_find(struct import_formats *f, const char *id);
/* NULL with ERR_DATA that tells what is missing. */
struct import_format *import_formats_detect(struct import_formats *f, const char *shown,
					    const struct csv_row *header, struct err *err);
bool import_format_load(struct import_formats *f, struct import_format *format, struct err *err);
/* What valeurs.csv says of a folded value of that column, or NULL. */
const struct import_value *import_format_value(const struct import_format *format,
					       const char *column, const char *folded);
/* Finds the columns of the rules in a header. */
void import_format_resolve(struct import_format *format, const struct csv_row *header);

/* ---- one run ---- */

struct import_record {
	size_t file, row, line;
	struct place place;
	struct offer offer;
};

struct import_known {		/* what a value of a column turned out to be */
	struct import_slot slot;
	char *codes;		/* NULL: nothing */
	bool unknown;		/* and to be told */
};

struct import_place_hash {	/* an earlier place, under one of its two descriptions */
	uint64_t hash;
	int64_t id;
	bool attached;		/* a place that was shipped, with an offer of this source */
};

struct import_pair {
	int64_t survivor;
	int64_t absorbed;	/* an earlier place whose identifiers the survivor bears too */
};

struct import {
	struct session *s;
	const struct import_options *o;
	struct import_report *r;
	struct import_formats formats;
	int today;

	/* of the current source */
	const char *source;
	bool again;		/* the source has rows from an earlier import */
	char date[DATE_MOMENT_LEN];	/* the latest of its rows */
	struct import_place_hash *earlier;	/* sorted by hash; made when first needed */
	size_t n_earlier, cap_earlier;
	bool earlier_made;
	struct import_record *waiting;	/* until the end of the source: see import_match.c */
	size_t n_waiting, cap_waiting;
	struct import_pair *pairs;
	size_t n_pairs, cap_pairs;
	bool seen_level[3];

	/* of the current file */
	struct import_format *format;
	struct intake *in;
	const struct csv_row *row;
	struct idset ids;	/* hashes of the identifiers already met */
	struct intern known_keys;	/* rule, unit separator, value */
	struct import_known *known;
	size_t cap_known;
	struct import_memo *memos;	/* one a rule */
	struct intern commune_keys;	/* postcode, unit separator, name */
	struct import_commune *communes;
	size_t cap_communes;

	struct import_record rec;	/* the current one */
	const char *no_siret;	/* column where the current row says that there is none */
	size_t n_columns;	/* of the header that the rules are resolved in */
	struct str a;		/* what import_cell() lends */
	struct str b, item;	/* scratch */
	bool changed;		/* some row was written or dropped */
	bool today_matters;	/* some row would be read otherwise another day */
};

/* ---- import_report.c ---- */

/* Counts, and lists the first ones; about im->rec.  `column` may be NULL. */
void import_note(struct import *im, enum import_check check, const char *column,
		 const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* That the workbook has other sheets than the one that is read. */
void import_note_sheets(struct import *im);
/* Of the record being read, as its source says it; "" when it does not. */
const char *import_name(const struct import *im);
/* Gives the name of the present record to what was noted of it, from that one on. */
void import_name_issues(struct import *im, size_t first);
/* The change to fill in, or NULL when enough are listed; counts it. */
struct import_change *import_note_change(struct import_report *r, enum import_change_kind kind,
					 bool offer, const char *key, const char *name,
					 const char *commune);
void import_note_field(struct import_change *c, const char *label, const char *before,
		       const char *after);

/* ---- import_local.c ---- */

/*
 * Conflicts and vanished records among what was corrected, as the directory stands: asked before
 * and after the rows are put, only the second is told.
 */
struct import_locals {
	struct import_local *list;
	size_t n, cap;
};
void import_locals_read(struct import *im, struct import_locals *l);
void import_locals_done(struct import_locals *l);
/* Hands the list over to the report. */
void import_locals_tell(struct import *im, const struct import_locals *before);

/* ---- import_read.c ---- */

struct import_input {
	const char *path;
	struct intake in;
	struct import_format *format;
	bool json;
	char separator;
};
/* Opens, looks at the first row, finds the format. */
bool import_input_open(struct import *im, struct import_input *input, struct err *err);
void import_input_close(struct import_input *input);
/* Every row through import_row(). */
bool import_input_read(struct import *im, struct import_input *input, size_t file,
		       struct err *err);

/* ---- import_map.c ---- */

/* From im->row to im->rec; false: refused, and noted. */
bool import_map(struct import *im);
/* A cell of a rule, without markup; borrowed until the next call or the next row. */
const char *import_cell(struct import *im, const struct import_rule *rule, size_t column);
/* Name of the column of the file that fills the field, or "". */
const char *import_column(const struct import *im, bool offer, int field);

/* ---- import_record.c: im->rec ---- */

const char *import_get(const struct import *im, struct import_slot slot);
void import_set(struct import *im, struct import_slot slot, const char *value);
/* The text itself, which must live until the end of the row. */
void import_lend(struct import *im, struct import_slot slot, const char *value);
/* What import_cell() gave. */
void import_set_cell(struct import *im, struct import_slot slot, const char *cell);
/* To a list, unless it has the item; each item of another list; the same, and what goes without saying. */
void import_add(struct import *im, struct import_slot slot, const char *item);
void import_add_each(struct import *im, struct import_slot slot, const char *list);
void import_add_list(struct import *im, struct import_slot slot, const char *list);

/* ---- import_values.c ---- */

/* Around the rows of a file: what its cells were is remembered, and lent to the records. */
void import_values_begin(struct import *im);
void import_values_end(struct import *im);
void import_values(struct import *im, const struct import_rule *rule);

/* ---- import_convert.c, import_hours.c ---- */

void import_convert(struct import *im, const struct import_rule *rule);
void import_hours(struct import *im, const struct import_rule *rule);
void import_days(struct import *im, const struct import_rule *rule);
/* « 3e mercredi du mois » in the text, while the hours say every Wednesday. */
void import_check_hours(struct import *im);

/* ---- import_check.c ---- */

struct import_commune;
void import_check_place(struct import *im);
/* How one meets the service, when the source has no word for it. */
void import_deduce_meeting(struct import *im);

/* ---- import_match.c ---- */

enum import_match {
	MATCH_NONE,		/* a new one */
	MATCH_FOUND,		/* *place is what it was: key and source ids at least */
	MATCH_SHIPPED,		/* *place belongs to the shipped directory */
	MATCH_ATTACHED,		/* so too: known by its description, an earlier row gave an offer there */
	MATCH_LATER,		/* to be asked again once every identifier has been read */
	MATCH_FAILED,
};
/* An offer of the source at that place, of the same name, that was not put yet; or out->id is 0. */
bool import_offer_by_name(struct import *im, int64_t place_id, struct offer *out, struct err *err);
enum import_match import_match_place(struct import *im, bool last, struct place *place,
				     struct err *err);
/* A key for the current place, or for an offer. */
bool import_new_key(struct import *im, const char *ids, bool offer, struct str *key,
		    struct err *err);
/* A short number: that of a row, perhaps. */
bool import_id_is_weak(const char *id);
void import_match_reset(struct import *im);
bool import_wait(struct import *im);
/* Gives the survivors the keys of those they absorbed. */
bool import_join_pairs(struct import *im, struct err *err);
/* And, once those are gone, what was corrected of them. */
bool import_absorb_pairs(struct import *im, struct err *err);

/* ---- import_put.c ---- */

/* im->rec → the directory.  False when the import must stop; *kept: was the record taken? */
bool import_put(struct import *im, bool last, bool *kept, struct err *err);
/* Those that were waiting for every identifier to be read. */
bool import_put_waiting(struct import *im, struct err *err);
/* The waiting ones, then what vanished. */
bool import_end_source(struct import *im, struct err *err);

/* ---- import_same.c ---- */

/* True when these inputs are those of the last import of their source; the report then has its counts. */
bool import_is_same(struct import *im, const struct import_input *inputs, size_t n);
/* Once all is put, in the same transaction. */
bool import_remember(struct import *im, const struct import_input *inputs, size_t n,
		     struct err *err);

/* ---- import.c ---- */

/* One row of the file: maps, checks, puts. */
bool import_row(void *ctx, const struct csv_row *row, struct err *err);
/* One that cannot even be read. */
bool import_bad_row(void *ctx, const struct csv_row *row, const char *why, struct err *err);

#endif
