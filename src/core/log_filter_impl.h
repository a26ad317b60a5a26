/*
 * Inside the filters of the log: log_filter.c says what an entry misses of one, log_list.c makes
 * lists, log_values.c counts.
 */
#ifndef CORE_LOG_FILTER_IMPL_H
#define CORE_LOG_FILTER_IMPL_H

#include "aiguillage/journal_log.h"
#include "aiguillage/log_filter.h"

enum {
	LOG_MISSES_TEXT = 1u << LOG_GROUPS,
	LOG_MISSES_REMOVED = 1u << (LOG_GROUPS + 1),
};

struct log_match {
	const struct log_filter *f;
	char *text;		/* folded, or NULL */
	int today;
	struct str have;	/* what the entry has of a group */
};

void log_match_init(struct log_match *m, const struct log_filter *f);
void log_match_done(struct log_match *m);
/* What of the filter the entry misses: bits 1 << group, and those above; 0: it is wanted. */
unsigned log_misses(struct log_match *m, const struct entry *e);

/* The fields that all of these look at, as journal_log_query has them. */
uint64_t log_match_fields(enum entry_kind kind);

/*
 * Every dated entry of the period and of the person, kind after kind; `brief`: with those fields
 * only, in no order.
 */
bool log_each(struct session *s, const struct log_filter *f, bool brief, journal_log_fn *fn, void *ctx,
	      struct err *err);

#endif
