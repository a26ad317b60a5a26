/*
 * The journal as a file for another laptop or a coordinator, and such files merged.
 *
 * The file is text: a first line that names the format, the post and the moment; one JSON object a
 * line, a record each; a last line with the number of records and the SHA-256 of all that precedes
 * it.  Free texts and codes of persons are only there when they are asked for.  With a phrase the
 * whole is sealed (sealed.h).
 *
 * Of two versions of one record the later stays (entry_later), so that files may be merged in any
 * order, any number of times; one made at the same time by another post, which gives way, is kept
 * aside.  A version without texts leaves those that are known here.  What was
 * erased here does not come back.
 */
#ifndef AIGUILLAGE_EXCHANGE_H
#define AIGUILLAGE_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/entry.h"
#include "aiguillage/err.h"
#include "aiguillage/log.h"
#include "aiguillage/session.h"
#include "aiguillage/str.h"

struct exchange_options {
	const char *from, *to;	/* days, "" or NULL are open ends; persons go with their entries */
	bool texts;		/* free texts and codes too */
};
/* What such a file holds. */
struct exchange_contents {
	size_t n;		/* records */
	size_t kinds[ENTRY_KINDS];	/* cancelled ones left out */
	size_t removed;		/* cancelled ones */
	size_t worded;		/* with a free text or a code */
	bool texts;
	char first[11], last[11];	/* days, ISO; "" when nothing is dated */
};
/* Cancelled records go too, so that they are cancelled there. */
bool exchange_write(struct session *s, const struct exchange_options *o, struct str *out,
		    struct exchange_contents *c, struct err *err);
/* The contents in sentences, a line each. */
void exchange_say_contents(const struct exchange_contents *c, struct str *out);

struct exchange_report {
	char post[64];		/* who wrote the file, as they call themselves */
	bool texts;
	size_t read, added, changed, known, erased;
	size_t both;		/* changed here and there, told for the first time: the later version stays */
	struct str conflicts;	/* each of those, in sentences, a line each; the first of them */
};
void exchange_report_init(struct exchange_report *r);
void exchange_report_done(struct exchange_report *r);
/* The report in sentences, a line each; `name` is that of the file. */
void exchange_say_report(const struct exchange_report *r, const char *name, bool dry_run,
			 struct str *out);
/* One transaction; `r` is initialized.  ERR_DATA, with the line, when the file is not whole, or is not one of ours. */
bool exchange_read(struct session *s, const char *text, size_t n, bool dry_run,
		   struct exchange_report *r, struct err *err);
/* The bytes of a file, which may be sealed (sealed_is).  ERR_DATA when it cannot be read. */
bool exchange_load(const char *path, struct str *out, struct err *err);

/* ---- the version that gave way ---- */

/*
 * Of two versions made at once (as many revisions, two posts), the one that did not stay is kept
 * aside in journal.db, the latest of a record alone, and once: read again, it is known.  It is with
 * the drafts: it leaves with the texts of its record, whose time is its own too, and with all drafts
 * when a person is erased.  It is of this post alone, and never exported; into a record that was
 * stripped, it brings no text back.
 *
 * False without error when there is none.  `e` is the caller's, entry_done() in any case.
 */
bool exchange_aside(struct session *s, const struct entry *kept, struct entry *e, struct err *err);
/* The records that have one, as they are kept: log_list_done(). */
bool exchange_asides(struct session *s, struct log_list *kept, struct err *err);
/* What it says otherwise, « Commune : Bully (au lieu de Bibost) », a line a field. */
void exchange_say_difference(const struct session *s, const struct entry *kept,
			     const struct entry *aside, struct str *out);
/* Makes it the present version, as a change of this post. */
bool exchange_take_aside(struct session *s, const struct entry *kept, struct err *err);

#endif
