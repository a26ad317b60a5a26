/*
 * Inside of the module that reads workbooks.
 *
 *	workbook_zip	members of the archive
 *	workbook_xml	their XML, through expat, which is told to refuse what no workbook has
 *	workbook_xlsx	the parts of an .xlsx: sheets, shared texts, formats
 *	workbook_sheet	one sheet of it
 *	workbook_ods	the tables of an .ods or .fods
 *	workbook_number	a number under a format → what is meant
 *	workbook_grid	cells of a sheet → lines of CSV
 */
#ifndef BASE_WORKBOOK_IMPL_H
#define BASE_WORKBOOK_IMPL_H

#include "aiguillage/csv.h"
#include "aiguillage/str.h"
#include "workbook_module.h"

/*
 * Bounds, far above what the largest directory needs (100,000 places: 12 MB, 150 MB of XML, 55 MB
 * of CSV), so that no file takes more than some hundreds of megabytes.
 */
#define WORKBOOK_MAX_FILE (64ll << 20)
#define WORKBOOK_MAX_XML (1024ll << 20)		/* all that is taken out of the archive… */
#define WORKBOOK_FREE_XML (16ll << 20)		/* …of which so much whatever its size, */
#define WORKBOOK_MAX_RATIO 200			/* then so many times its size */
#define WORKBOOK_MAX_TEXT (256ll << 20)		/* the CSV that is made */
#define WORKBOOK_MAX_SHARED (128ll << 20)	/* shared texts */
#define WORKBOOK_MAX_SHARED_N (8u << 20)
#define WORKBOOK_MAX_ROWS 1048576		/* those of Excel and LibreOffice */
#define WORKBOOK_MAX_COLUMNS 16384
#define WORKBOOK_MAX_SHEETS 1000
#define WORKBOOK_MAX_PARTS 10000		/* members of the archive */

/* The file, and the one error that reading it may have. */
struct source {
	int fd;
	const char *shown;
	int64_t left;		/* bytes of XML that may still come out of it */
	struct err *err;
};
/* « shown : why », ERR_DATA; false. */
bool source_refuse(struct source *s, const char *why);

#define SPOILED "ce classeur est abîmé ou incomplet. Copiez-le ou téléchargez-le de nouveau"
#define TOO_BIG "ce classeur contient trop de choses pour une liste. Enregistrez la feuille utile au format CSV"
#define LOCKED "ce classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe, ou au format CSV"

/* ---- workbook_zip.c ---- */

/* Each name of the archive. */
typedef void zip_name_fn(void *ctx, const char *name);
bool zip_names(struct source *s, zip_name_fn *fn, void *ctx);
/* The bytes of one member, block after block; false stops, with s->err set or not.  *there: found? */
typedef bool zip_block_fn(void *ctx, const char *bytes, size_t n);
bool zip_member(struct source *s, const char *name, zip_block_fn *fn, void *ctx, bool *there);

/* ---- workbook_xml.c ---- */

struct xml;
struct xml_handlers {
	void (*start)(void *ctx, const char *name, const char **attributes);
	void (*end)(void *ctx, const char *name);	/* may be NULL, as text may */
	void (*text)(void *ctx, const char *s, size_t n);
	bool prefixed;		/* names keep their prefix */
};
struct xml *xml_new(struct source *s, const struct xml_handlers *h, void *ctx);
void xml_free(struct xml *x);
/* False: refused (s->err), or stopped. */
bool xml_block(void *xml, const char *bytes, size_t n);
bool xml_end(struct xml *x);
/* From a handler: nothing more is wanted.  `why`, unless NULL, refuses the file. */
void xml_stop(struct xml *x, const char *why);
bool xml_stopped(const struct xml *x);
/* The attribute whose name, without its prefix unless it has one here, is that; or NULL. */
const char *xml_attribute(const char **attributes, const char *name);
/* A member of the archive through handlers that get *x; true when read, or stopped without a reason. */
bool xml_member(struct source *s, const char *name, struct xml **x, const struct xml_handlers *h,
		void *ctx, bool *there);

/* ---- workbook_number.c ---- */

struct number_format {
	enum {
		SHOWN_NUMBER,
		SHOWN_DAY,
		SHOWN_MOMENT,
		SHOWN_TIME,	/* and durations */
	} shown;
	int digits;		/* at least so many before the point */
};
/* « dd/mm/yyyy », « 00000 »… */
struct number_format number_format_read(const char *code);
/* One of those that have a number and no code. */
struct number_format number_format_known(int id);
/* The text of a number; as it stands when it is none. */
void number_say(struct str *out, const char *number, struct number_format format, bool from_1904);

/* ---- workbook_grid.c ---- */

/* Rows in order, each cell anywhere in its row; rows without text cost nothing. */
struct grid {
	struct source *source;
	int fd;
	int64_t size;		/* bytes written */
	bool silent;		/* only asked whether there is something */
	bool any;
	bool spoiled;		/* the present row has more text than cells can hold */
	size_t row;		/* the last one written, 1 = the first */
	struct str text, out;	/* cells of the present row; lines not written yet */
	size_t start[CSV_MAX_COLUMNS + 1], length[CSV_MAX_COLUMNS + 1];
	size_t n;
	size_t width;		/* of the first row: no row is shorter */
};
void grid_init(struct grid *g, struct source *s, int fd);
void grid_done(struct grid *g);
/* Column 0 is the first; those too far to be read are one more than can be. */
void grid_cell(struct grid *g, size_t column, const char *text, size_t n);
/* The present row is `row`, `times` times; false when that cannot be, with the error. */
bool grid_row(struct grid *g, size_t row, size_t times);
bool grid_flush(struct grid *g);

/* ---- workbook_xlsx.c, workbook_sheet.c, workbook_ods.c ---- */

struct sheet_names {
	char *name[WORKBOOK_MAX_SHEETS];
	size_t n;
};

struct xlsx_texts {
	struct str text;	/* one after the other, each with its NUL */
	uint32_t *at;
	size_t n, cap;
};
struct xlsx_style {
	struct number_format *of;
	size_t n, cap;
};
struct xlsx {
	struct source *source;
	struct xlsx_texts texts;
	struct xlsx_style styles;
	bool from_1904;
};
/* _x000D_ and its like, which XML cannot hold. */
void xlsx_unescape(struct str *out, const char *s, size_t n);
/* One sheet into the grid; a silent grid stops at the first text. */
bool xlsx_sheet(struct xlsx *x, const char *member, struct grid *g, bool *there);
/* The first sheet that holds something, into the grid; the names of that one and of the others. */
bool xlsx_read(struct source *s, struct grid *g, struct sheet_names *names);
bool ods_read(struct source *s, struct grid *g, struct sheet_names *names);
/* The same from a file that is no archive. */
bool fods_read(struct source *s, struct grid *g, struct sheet_names *names);

#endif
