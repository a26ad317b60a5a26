/*
 * What a journal keeps and for how long: records erased for good, records stripped of what is
 * personal, copies that are opened, mended and put back.
 *
 * An erased record leaves a tombstone: the keyed hash of its id (BLAKE2b), which tells nothing and
 * by which no merge nor restored copy brings it back.  Everything but journal_compact(),
 * journal_open_copy() and journal_replace() happens between journal_begin() and journal_commit().
 */
#ifndef AIGUILLAGE_JOURNAL_KEEP_H
#define AIGUILLAGE_JOURNAL_KEEP_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/date.h"
#include "aiguillage/entry.h"
#include "aiguillage/journal.h"

/* Deletes a record, or does nothing when there is none, and leaves its tombstone. */
bool journal_log_erase(struct journal *j, enum entry_kind kind, const char *id, struct err *err);
/*
 * Was it erased here, itself or with all that is about its person (id, or "")?  False too when that
 * cannot be told: err says why.
 */
bool journal_log_erased(struct journal *j, const char *id, const char *person, struct err *err);
/* How many of both, erased and stripped, there are; the day of the last, ISO, "" when there is none. */
bool journal_tombstones(struct journal *j, size_t *n, char last[DATE_MOMENT_LEN], struct err *err);
/* Were its texts stripped here? */
bool journal_log_stripped(struct journal *j, const char *id, struct err *err);
/* Drafts of forms: all of them, or those begun before that day (ISO). */
bool journal_draft_drop_all(struct journal *j, const char *before, struct err *err);

/*
 * A version that a merge put aside, told once: by its revision, its author and its moment, with or
 * without its texts.  Kept as tombstones are, and not counted with them.
 */
bool journal_version_see(struct journal *j, const struct entry *e, bool texts, struct err *err);
/* With its texts, it was seen without them too. */
bool journal_version_seen(struct journal *j, const struct entry *e, bool texts, struct err *err);

struct journal_due {
	enum entry_kind kind;
	char id[ENTRY_ID_LEN];
};
/*
 * Records that hold something personal, themselves or in a version that gave way, and whose person was met for the last time before that day
 * (ISO); without a person, the record's own last day counts.  Free *due.
 */
bool journal_log_overdue(struct journal *j, const char *before, struct journal_due **due, size_t *n,
			 struct err *err);
/* Empties the personal columns of a record, as a new version of it; the one that gave way is dropped. */
bool journal_log_strip(struct journal *j, const struct journal_due *d, struct err *err);

/* Nothing of what was erased stays in the file. */
bool journal_compact(struct journal *j, struct err *err);
/* Copies the journal at `from`, which is only read, to a new file and opens that. */
bool journal_open_copy(struct journal **j, const char *from, const char *to, struct err *err);
/* Makes `to` forget all that `from` erased, with all that is about a person it erased. */
bool journal_take_tombstones(struct journal *to, struct journal *from, struct err *err);
/* All of `from` instead of all of j, in one transaction. */
bool journal_replace(struct journal *j, struct journal *from, struct err *err);

#endif
