/*
 * The sheet of a referral (sheet.h): its appointment, its needs, what to ask for there, the code;
 * nothing else of the person.  When the offer has left the directory, the place as it was noted.
 *
 *	struct log_sheet l;
 *	if (log_sheet_init(s, &e, &l, &err))
 *		sheet_make(s, labels, &l.request, &sheet, &err) …
 *	log_sheet_done(&l);		// in any case
 */
#ifndef AIGUILLAGE_LOG_SHEET_H
#define AIGUILLAGE_LOG_SHEET_H

#include "aiguillage/entry.h"
#include "aiguillage/sheet.h"

/* It points into itself: not to be moved. */
struct log_sheet {
	struct sheet_request request;	/* may be completed, until log_sheet_done() */
	struct entry entry;
	struct place place;
	struct offer offer;
	struct str code;
};

/* ERR_USAGE when the entry, which is copied, is no referral. */
bool log_sheet_init(struct session *s, const struct entry *referral, struct log_sheet *l,
		    struct err *err);
void log_sheet_done(struct log_sheet *l);

#endif
