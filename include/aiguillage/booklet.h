/*
 * The paper directory: what is in each commune, who comes there and when, and
 * where to go near when there is nothing; then a calendar and indexes.  It is
 * told item after item, commune after commune, so that a whole country takes
 * no more memory than a commune.
 *
 *	struct booklet_request r = { .scope = BOOKLET_SECTOR };
 *	booklet_tell(s, &r, on_item, ctx, &err);
 *
 * Only what may be proposed to an inhabitant is told, and no e-mail address.
 */
#ifndef AIGUILLAGE_BOOKLET_H
#define AIGUILLAGE_BOOKLET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/err.h"
#include "aiguillage/search.h"
#include "aiguillage/session.h"

enum booklet_scope {
	BOOKLET_SECTOR,
	BOOKLET_COMMUNE,
	BOOKLET_EPCI,
	BOOKLET_DEPARTMENT,
	BOOKLET_FRANCE,		/* the communes where there is something */
};

struct booklet_request {
	enum booklet_scope scope;
	uint32_t commune;	/* of BOOKLET_COMMUNE; any one of the EPCI or of the département */
	const struct criteria *criteria;	/* narrows it; NULL: everything */
};

enum booklet_kind {
	BOOKLET_TITLE,		/* the cover */
	BOOKLET_SUBTITLE,
	BOOKLET_CHAPTER,	/* begins a page */
	BOOKLET_TOWN,
	BOOKLET_PART,		/* « Dans la commune », « Vient dans la commune », « Près d’ici » */
	BOOKLET_PLACE,		/* with its number */
	BOOKLET_LINE,		/* of the place above */
	BOOKLET_WARNING,
	BOOKLET_TEXT,		/* a paragraph */
	BOOKLET_DAY,		/* of the calendar */
	BOOKLET_ENTRY,		/* of an index, or of a day */
	BOOKLET_MAP,		/* the map goes here: booklet_dots */
	BOOKLET_MONTHS,		/* a calendar goes here, its days marked; they are then told one by one */
};

/* What the map shows. */
struct booklet_dot {
	float lat, lon;
	const char *name;	/* of the commune */
	int first, last;	/* numbers of its places, 0: none */
};

struct booklet_item {
	enum booklet_kind kind;
	const char *text;	/* in French, no-break spaces as on paper */
	int number;		/* of BOOKLET_PLACE */
	const struct booklet_dot *dots;	/* of BOOKLET_MAP */
	size_t n_dots;
	const int *days;	/* of BOOKLET_MONTHS, in order */
	size_t n_days;
	size_t done, total;	/* communes told so far, of all: for the progress */
};
typedef bool booklet_fn(void *ctx, const struct booklet_item *item, struct err *err);

/* ERR_NOT_FOUND when there is nothing to tell. */
bool booklet_tell(struct session *s, const struct booklet_request *r, booklet_fn *fn, void *ctx,
		  struct err *err);

#endif
