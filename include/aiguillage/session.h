/*
 * A session: everything a counsellor's command or screen needs, opened once
 * and handed down.  The only state of the program.
 *
 *	struct session_options o = { .base = base_option };
 *	if (!session_open(&s, &o, &err)) ...
 *	if (*session_notice(s)) say(session_notice(s));
 */
#ifndef AIGUILLAGE_SESSION_H
#define AIGUILLAGE_SESSION_H

#include <stdbool.h>

#include "aiguillage/commune.h"
#include "aiguillage/directory.h"
#include "aiguillage/err.h"
#include "aiguillage/holidays.h"
#include "aiguillage/index.h"
#include "aiguillage/journal.h"
#include "aiguillage/rail.h"
#include "aiguillage/vocab.h"

struct session_options {
	const char *base;	/* folder of the two bases; NULL: AIGUILLAGE_BASE, else
				 * $XDG_DATA_HOME/aiguillage, else ~/.local/share/aiguillage */
	bool open_texts;	/* whoever opens it asks for the phrase at once */
	const char *data;	/* shipped data; NULL: AIGUILLAGE_DATA, else the installed folder */
};

struct session {
	char *base_dir, *data_dir;
	struct directory *directory;
	struct journal *journal;
	struct vocab *vocab;
	struct gazetteer *gazetteer;
	struct rail *rail;
	struct school_holidays school;
	struct index *index;
	int64_t generation;	/* of the directory that `index` describes */
	char *fingerprint;	/* of the shipped data that the directory was built from */
	char *notice;		/* what the counsellor must be told at start; "" mostly */
	char *late;		/* why the directory does not follow the journal; NULL or "" mostly */
	struct overlay_history *history;	/* what overlay_undo() can take back */
	struct log_history *logged;	/* what log_undo() can take back */
	struct group_act *regrouped;	/* what group_undo() can */
	unsigned acts;		/* of the last of both: they are taken back in their order */
	struct entry *carried;		/* the request that goes on, log_carry() */
	bool (*ask_phrase)(struct session *s, struct err *err);	/* protect_need(); NULL: nobody to ask */
};

/*
 * Makes the folder (0700) and the bases (0600) when they are missing, builds annuaire.db from the
 * shipped data when it is new, damaged, or older than the shipped data, in one transaction.  When
 * the shipped data changed but are unusable, the directory stays as it was and the notice says so.
 * The trains and the school holidays are done without when their file is broken.  A base that
 * cannot be written serves all the same: a block that is missing or damaged is then made in memory.
 */
bool session_open(struct session **s, const struct session_options *o, struct err *err);
void session_close(struct session *s);
const char *session_notice(const struct session *s);
/* One more thing for the notice. */
void session_tell(struct session *s, const char *text);
/*
 * Reopens the index when another process changed the directory; true when it did.  Whatever the
 * index and the gazetteer lent must have been given back before: every search freed (search_free),
 * every name of a commune copied or dropped.  Searches are made again afterwards.
 */
bool session_refresh(struct session *s, struct err *err);

/* Folder of the shipped data: `option`, else AIGUILLAGE_DATA, else the installed one.  Free it. */
char *session_data_dir(const char *option);
/* Reads a table of school holidays (holidays.h); `*sh` is empty when it fails. */
bool session_read_school(struct school_holidays *sh, const char *path, struct err *err);

/* Reads data/annuaire and data/communes* into annuaire.db, builds the blocks, one transaction. */
bool shipped_load(struct directory *d, const char *data_dir, const struct vocab *v,
		  struct err *err);
/* Changes whenever a shipped file changes; the caller's string. */
char *shipped_fingerprint(const char *data_dir, struct err *err);

/*
 * Health and contents of the bases, one line a fact, « Libellé : valeur », for `etat`.  False with
 * ERR_BASE when something is wrong; the facts are there all the same.
 */
bool session_state(struct session *s, struct str *out, struct err *err);

#endif
