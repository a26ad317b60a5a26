/*
 * The agenda: who receives where, day by day, among the results of a search.
 *
 *	agenda_read(x, AGENDA_RESULTS, clock_today(), 30, &a, &err);
 *	for (size_t i = 0; i < a.n; i++)
 *		show(a.entries[i].day, a.entries[i].span, a.entries[i].offer);
 *	agenda_done(&a);
 *
 * Comments in the spans are borrowed from the search.
 */
#ifndef AIGUILLAGE_AGENDA_H
#define AIGUILLAGE_AGENDA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/hours.h"
#include "aiguillage/search.h"
#include "aiguillage/str.h"

#define AGENDA_DAYS_DEFAULT 30
#define AGENDA_DAYS_MAX 366

enum agenda_scope {
	AGENDA_RESULTS,		/* all the results of the search */
	AGENDA_SECTOR,		/* those in a commune of the sector */
};

struct agenda_entry {
	int day;
	struct hours_span span;	/* begins that day; longer than a day: its part of that day */
	uint32_t offer;		/* number in the index */
	uint32_t others;	/* more offers of the place at the same hours */
	bool rare;		/* a permanence (hours_is_rare) */
};

struct agenda {
	struct agenda_entry *entries;	/* by day, permanences first, then by time */
	size_t n, cap;
	size_t without;		/* results whose hours are not told or not understood */
};

/*
 * Offers of one place at the same hours are listed once, under the first of them.  Reads the
 * directory, to tell two places at one address apart.
 */
bool agenda_read(struct search *x, enum agenda_scope scope, int first_day, int days,
		 struct agenda *a, struct err *err);
void agenda_done(struct agenda *a);

/*
 * Appends the agenda as an iCalendar (RFC 5545): one recurring event, until the last date that
 * was checked, where a rule and a few exceptions say exactly what the hours say for the next two
 * years (or as far as school holidays are known), else one event a date of the `days` days.
 * The UID of an event does not depend on the day of the export.
 */
bool agenda_ics(struct search *x, const struct agenda *a, int first_day, int days,
		struct str *out, struct err *err);

#endif
