/*
 * A form of the log that was being filled when the program ended: the entry it was about and what
 * stood in its fields, as one text.
 */
#ifndef TUI_LOG_DRAFT_H
#define TUI_LOG_DRAFT_H

#include "aiguillage/entry.h"
#include "aiguillage/str.h"

/* Adds one value under a name that has no control character. */
void draft_add(struct str *draft, const char *name, const char *value);
/* Adds the entry, with what identifies it. */
void draft_add_entry(struct str *draft, const struct entry *e);

/*
 *	struct draft_walk w = { .rest = draft };
 *	while (draft_next(&w, &name, &value)) …
 */
struct draft_walk {
	const char *rest;
};
bool draft_next(struct draft_walk *w, struct str *name, struct str *value);
/* `e` is initialized by it; what it does not know is left out. */
void draft_entry(const char *draft, enum entry_kind kind, struct entry *e);

#endif
