/*
 * The journal as a file for another laptop or a coordinator, and such files merged.
 *
 * The file is text: a first line that names the format, the post and the moment; one JSON object a
 * line, a record each; a last line with the number of records and the SHA-256 of all that precedes
 * it.  Free texts and codes of persons are only there when they are asked for.  With a phrase the
 * whole is sealed (sealed.h).
 *
 * Of two versions of one record the later stays (entry_later), so that files may be merged in any
 * order, any number of times; a version without texts leaves those that are known here.  What was
 * erased here does not come back.
 */
#ifndef AIGUILLAGE_EXCHANGE_H
#define AIGUILLAGE_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/err.h"
#include "aiguillage/session.h"
#include "aiguillage/str.h"

struct exchange_options {
	const char *from, *to;	/* days, "" or NULL are open ends; persons go with their entries */
	bool texts;		/* free texts and codes too */
};
/* Cancelled records go too, so that they are cancelled there.  *n records. */
bool exchange_write(struct session *s, const struct exchange_options *o, struct str *out, size_t *n,
		    struct err *err);

struct exchange_report {
	char post[64];		/* who wrote the file, as they call themselves */
	bool texts;
	size_t read, added, changed, known, erased;
	size_t both;		/* changed here and there: the later version stays */
};
/* One transaction.  ERR_DATA, with the line, when the file is not whole, or is not one of ours. */
bool exchange_read(struct session *s, const char *text, size_t n, bool dry_run,
		   struct exchange_report *r, struct err *err);

#endif
