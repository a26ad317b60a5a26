/*
 * Accompaniments as La Coop de la médiation numérique exports its « Activités »: its columns, their
 * order and their labels (buildAccompagnementsWorksheet.ts of the national tool), so that nothing
 * is typed twice.  The columns about the counsellor (name, role) and about a named person are left
 * out: nothing here knows them; « Notes supplémentaires » is there when it is asked for.
 */
#ifndef AIGUILLAGE_COOP_H
#define AIGUILLAGE_COOP_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/err.h"
#include "aiguillage/session.h"
#include "aiguillage/str.h"

enum coop_kind { COOP_TEXT, COOP_DAY, COOP_NUMBER };
struct coop_column {
	const char *name;
	enum coop_kind kind;
};
/* With or without the notes. */
const struct coop_column *coop_columns(bool notes, size_t *n);

/* One accompaniment, its cells in the order of the columns; days are ISO. */
typedef bool coop_fn(void *ctx, const char *const *cells, struct err *err);
/* Days "" are open ends. */
bool coop_export(struct session *s, const char *from, const char *to, bool notes, coop_fn *fn,
		 void *ctx, struct err *err);

struct coop_report {
	size_t read, added, known, refused;
	struct str issues;	/* « ligne 12 : la date… », one a line, the first of them */
};
void coop_report_init(struct coop_report *r);
void coop_report_done(struct coop_report *r);
/*
 * Reads such an export, as CSV, into the journal, in one transaction.  A row that was read already
 * is known by La Coop's id, or by all it says: reading a file twice adds nothing.
 */
bool coop_import(struct session *s, const char *path, bool dry_run, struct coop_report *r,
		 struct err *err);

#endif
