/*
 * « À vérifier »: what of the directory needs a human look, as a list of work,
 * nearest first.  One item a place (with all its records); an item leaves the
 * list when what it says is settled: checked by the counsellor in the last six
 * months, corrected, grouped or split.
 *
 *	struct review_request r = { .commune = here, .sector = true };
 *	review_read(s, &r, &list, &err);
 */
#ifndef AIGUILLAGE_REVIEW_H
#define AIGUILLAGE_REVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/err.h"
#include "aiguillage/session.h"
#include "aiguillage/str.h"

#define REVIEW_OLD_DAYS 183

enum review_reason {
	REVIEW_CONFLICT = 1 << 0,	/* the source changed a field that the counsellor corrected */
	REVIEW_SAME = 1 << 1,		/* records that are perhaps one place */
	REVIEW_DIFFERS = 1 << 2,	/* its records contradict each other */
	REVIEW_DOUBTFUL = 1 << 3,	/* status « à vérifier » */
	REVIEW_HOURS = 1 << 4,		/* hours that cannot be read, or are doubtful */
	REVIEW_NO_CONTACT = 1 << 5,	/* neither telephone nor mail */
	REVIEW_OLD = 1 << 6,		/* told or checked more than six months ago */
};
#define REVIEW_REASONS 7
/* « fiches en double ? »; bit is 0..REVIEW_REASONS-1.  Its name for the command line: « doublons ». */
const char *review_label(unsigned bit);
const char *review_name(unsigned bit);

struct review_item {
	int64_t place;		/* row */
	char *key, *name, *commune;
	unsigned reasons;
	float km;		/* from the commune asked for; NAN: unknown */
	char *why;		/* « téléphone différent selon les sources · … » */
};
struct review {
	struct review_item *items;
	size_t n, cap;
	size_t count[REVIEW_REASONS];	/* of all reasons, whatever is asked for */
};
struct review_request {
	uint32_t commune;	/* distances are from there; COMMUNE_NONE: none */
	bool sector;		/* the sector, and conflicts anywhere; else that commune only */
	unsigned reasons;	/* only the items that have one of these; 0: any */
};
bool review_read(struct session *s, const struct review_request *r, struct review *out,
		 struct err *err);
void review_done(struct review *x);

#endif
