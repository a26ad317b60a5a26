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
#include "aiguillage/rows.h"
#include "aiguillage/session.h"
#include "aiguillage/str.h"

/*
 * Makes the table of the accompaniments, with or without the notes and names of procedures.  Days ""
 * are open ends.  rows_done() in any case.
 */
bool coop_export(struct session *s, const char *from, const char *to, bool notes, struct rows *r,
		 struct err *err);
/* What such a table holds, in sentences, a line each. */
void coop_say_contents(const struct rows *r, struct str *out);

struct coop_report {
	size_t read, added, known, refused;
	size_t joined;		/* lines that tell of one more person of the activity above */
	struct str sheets;	/* that only one sheet of the workbook was read, or "" */
	struct str issues;	/* « ligne 12 : la date… », one a line, the first of them */
};
void coop_report_init(struct coop_report *r);
void coop_report_done(struct coop_report *r);
/* The report in sentences, a line each. */
void coop_say_report(const struct coop_report *r, bool dry_run, struct str *out);
/*
 * Reads such an export, as CSV or as a workbook, into the journal, in one transaction.  What La Coop
 * writes above the titles is skipped; the lines 1/3, 2/3 and 3/3 of an activity are one record.  A row that was read already
 * is known by La Coop's id, or by all it says and its rank among those that say the same: reading a file twice, or
 * on two laptops, adds nothing.  Their post is « coop », La Coop.
 */
bool coop_import(struct session *s, const char *path, bool dry_run, struct coop_report *r,
		 struct err *err);

#endif
