/*
 * The figures of a period (« bilan »): accompaniments as La Coop counts them,
 * and what nobody else counts: where people were referred, what became of it,
 * what failed and why, what found no answer and where.
 *
 *	report_make(s, &(struct report_scope){ .from = "2026-11-01" }, &r, &err);
 *	for (size_t i = 0; i < r.n; i++)
 *		r.tables[i].title, r.tables[i].lines…
 *	report_done(&r);
 *
 * One pass over the journal.  Counts below REPORT_SMALL are people that somebody might recognize:
 * they are shown to the counsellor, and hidden from whatever leaves (report_hide).
 */
#ifndef AIGUILLAGE_REPORT_H
#define AIGUILLAGE_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/err.h"
#include "aiguillage/rows.h"
#include "aiguillage/session.h"
#include "aiguillage/str.h"

#define REPORT_SMALL 5

struct report_line {
	char *code, *label;
	char *whole;		/* code of the line that it is a part of, in a table of larger lines; or NULL */
	long n;
	long of;		/* of a share: how many it is a part of */
	bool hidden;		/* in what leaves: below REPORT_SMALL, or would give such a one away */
};
struct report_table {
	const char *name;	/* of --par: "theme", "destination"… */
	const char *title;
	bool sums;		/* each thing counted once: the lines make a total */
	/*
	 * For the counsellor alone: destinations by outcome are so many that hardly anything could be
	 * told without telling small counts.
	 */
	bool stays;
	struct report_line *lines;	/* the largest first, but ages, lengths… in their order */
	size_t n, cap;
	long total;
};
struct report {
	struct report_table *tables;
	size_t n;
};

/* What is counted; "" or NULL leaves an end open, counts every post. */
struct report_scope {
	const char *from, *to;	/* days */
	const char *post;	/* code: what that post noted, or changed last */
};
bool report_make(struct session *s, const struct report_scope *scope, struct report *r,
		 struct err *err);
void report_done(struct report *r);
/* The table of that name, or NULL. */
const struct report_table *report_find(const struct report *r, const char *name);
/*
 * Marks what must not leave: counts from 1 to 4, and the others that are needed so that no
 * subtraction gives one of them back, be it within a table that has a total or between a table and
 * that of its wholes (communes and their intercommunalities, states and outcomes, reasons).  A count
 * of 0 is always told.  (Insee: primary, then secondary suppression.)
 */
void report_hide(struct report *r);
/*
 * A row each line, of the table `by` or, when it is NULL, of all; what report_hide() marked is not
 * told, nor a table that stays.
 */
void report_rows(const struct report *r, const char *by, struct rows *rows);
/* The largest count of a table whose lines are to be compared; 0: a list of names, or figures. */
long report_max(const struct report_table *t);
/* Appends « label  ======== 12 » in width columns; without a bar when max is 0. */
void report_bar(struct str *out, const struct report_line *l, long max, int width);
/* The names of a table that counts nothing, one after the other; false: it counts. */
bool report_list(const struct report_table *t, struct str *out);
/* The names of the tables, NULL at the end. */
const char *const *report_names(void);

#endif
