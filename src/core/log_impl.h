/*
 * Inside the acts on the log: log.c checks and does them, log_person.c has the person that an entry
 * is about, log_undo.c writes them and takes them back; log_new.c and log_visit.c propose entries.
 */
#ifndef CORE_LOG_IMPL_H
#define CORE_LOG_IMPL_H

#include "aiguillage/log.h"

struct logged {
	struct entry before, after;	/* before.revision is 0 when it did not exist */
};
struct logged_act {
	struct logged part[2];	/* the entry, and its person when it changed */
	size_t n;
	char *what;
};

/* Writes a version of an entry as part of the act; e takes its revision. */
bool log_write_part(struct session *s, struct logged_act *a, struct entry *e, struct err *err);
/* Whatever happens, after journal_begin(). */
bool log_end_act(struct session *s, struct logged_act *a, bool ok, struct err *err);

/* Finds or makes the person of that code (log_save), as part of the act. */
bool log_attach(struct session *s, struct logged_act *a, struct entry *e, const char *typed,
		struct log_saved *saved, struct err *err);

/* The commune of the search is that of the person. */
void log_set_home(struct session *s, struct entry *e, const struct criteria *c);

#endif
