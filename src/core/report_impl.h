/* Between the report*.c files. */
#ifndef AIGUILLAGE_REPORT_IMPL_H
#define AIGUILLAGE_REPORT_IMPL_H

#include <stdint.h>

#include "aiguillage/entry.h"
#include "aiguillage/report.h"

enum table {
	T_TOTAL, T_OUTCOME, T_STATE, T_REASON, T_DESTINATION, T_ARRIVED, T_FLOW, T_NEED, T_AUDIENCE, T_BARRIER,
	T_UNMET, T_UNMET_AUDIENCE, T_UNMET_BARRIER, T_UNMET_REASON, T_NEVER, T_NOTHING, T_THEME, T_PROCEDURE, T_EQUIPMENT, T_CHANNEL,
	T_LENGTH, T_AGE, T_GENDER, T_SITUATION, T_COMMUNE, T_EPCI, T_PLACE, T_MONTH,
	TABLES
};

struct counting {
	struct session *s;
	struct report *r;
	const char *post;	/* or NULL: all */
	int today;
	char **persons;		/* ids met, as often as they were */
	size_t n_persons, cap_persons;
	long anonymous;
	uint64_t *met;		/* communes from which somebody came, by number of the gazetteer */
};

/* The line of a code, made when there is none. */
struct report_line *report_line_of(struct report_table *t, const char *code, const char *label);
void report_count(struct counting *c, enum table table, const char *code, const char *label, long n);

/* What an entry adds to the tables; each a journal_log_fn, ctx is a struct counting. */
bool report_visit(void *counting, const struct entry *e, struct err *err);
bool report_referral(void *counting, const struct entry *e, struct err *err);
bool report_unmet(void *counting, const struct entry *e, struct err *err);

#endif
