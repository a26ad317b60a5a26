/*
 * Which entries of the log are wanted, and how many each choice would leave:
 * the same for the screen and for the command.
 *
 *	struct log_filter f = { .from = "2026-11-01",
 *				.any = { [LOG_BY_STATE] = "venu|non-abouti" } };
 *	log_entries(s, &f, &list, &err);
 *	log_values(s, &f, &values, &err);
 */
#ifndef AIGUILLAGE_LOG_FILTER_H
#define AIGUILLAGE_LOG_FILTER_H

#include "aiguillage/log.h"

enum log_group {
	LOG_BY_KIND,		/* entry_kind_name() */
	LOG_BY_STATE,		/* of a referral, as it is today */
	LOG_BY_NEED,
	LOG_BY_COMMUNE,		/* INSEE code of the person's */
	LOG_BY_PLACE,		/* where it went, or took place: its key, its name without one */
	LOG_GROUPS
};

/* All that is told must hold. */
struct log_filter {
	char from[11], to[11];	/* days, both included; "" does not filter */
	const char *any[LOG_GROUPS];	/* lists (vocab.h) of which one is enough; NULL does not filter */
	const char *code;	/* of the person, or NULL */
	const char *text;	/* in the place, the offer, the commune: folded; or NULL */
	bool removed;		/* only the cancelled ones, instead of the others */
	size_t max;		/* the newest of them; 0: all */
};

/*
 * Days as people write them: « 1/11 au 15/11 », « depuis le 1er novembre », « jusqu’au 15/11 »,
 * « novembre », « novembre 2025 », « 2025 », « la semaine dernière », « ce mois », one day alone.
 * False, both untouched, when it is none of them.
 */
bool log_period_read(const char *typed, char from[11], char to[11]);
/* « du 1er novembre au 15 novembre », « depuis le 1er novembre »; nothing when both are "". */
void log_period_say(const char *from, const char *to, struct str *out);

/* What an entry has of a group; `out` receives a list. */
void log_group_of(const struct entry *e, enum log_group group, int today, struct str *out);
/* As people read it: « non abouti », « Bibost »; e is an entry that has it. */
void log_group_label(const struct session *s, const struct entry *e, enum log_group group,
		     const char *value, struct str *out);

struct log_value {
	enum log_group group;
	char *value, *label;
	size_t count;
};
struct log_values {
	struct log_value *v;	/* by group, the most frequent first */
	size_t n;
	size_t cancelled;	/* entries that `removed` would show */
};
/* Of each group, what the entries have that the rest of the filter leaves. */
bool log_values(struct session *s, const struct log_filter *f, struct log_values *out,
		struct err *err);
void log_values_done(struct log_values *v);

#endif
