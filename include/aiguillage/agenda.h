/*
 * The agenda: who receives where, day by day, among the results of a search.
 *
 *	agenda_read(x, AGENDA_RESULTS, clock_today(), 30, &a);
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
	AGENDA_RESULTS,		/* the results of the search, but those that help from afar */
	AGENDA_SECTOR,		/* those in a commune of the sector */
	AGENDA_COMMUNE,		/* those that one meets in the person's commune */
};

struct agenda_entry {
	int day;
	struct hours_span span;	/* begins that day; longer than a day: its part of that day */
	uint32_t offer;		/* number in the index */
	uint32_t others;	/* more offers of the place at the same hours */
	bool rare;		/* a permanence (hours_is_rare) */
	bool again;		/* that offer already has an opening that day */
};

struct agenda {
	enum agenda_scope scope;
	int first, days;	/* the days read */
	struct agenda_entry *entries;	/* by day, permanences first, then by time */
	size_t n, cap;
	size_t with;		/* offers of the scope whose hours are known */
	size_t without;		/* the others: not told, or not understood */
};

/* Offers of one place at the same hours are listed once, under the first of them. */
void agenda_read(struct search *x, enum agenda_scope scope, int first_day, int days,
		 struct agenda *a);
void agenda_done(struct agenda *a);

/* The records behind the entries, each read when it is first needed (agenda_text.c). */
struct agenda_pages;
struct agenda_pages *agenda_pages_new(struct search *x);
void agenda_pages_free(struct agenda_pages *p);
/* Valid as long as p; NULL: see err. */
const struct explanation *agenda_page(struct agenda_pages *p, uint32_t offer, struct err *err);

/* Why one must doubt of that opening: « jour férié, à vérifier »; NULL: no reason. */
const char *agenda_doubt(struct search *x, const struct agenda_entry *entry);
/* « 9h-12h 14h-17h »: the openings that the offer of entry i has that day. */
void agenda_times_short(struct str *out, const struct agenda *a, size_t i);
/* « de 9h à 12h et de 14h à 17h, Tarare : France Services, Maison… — jour férié, à vérifier ». */
bool agenda_say(struct str *out, const struct agenda *a, size_t i, struct agenda_pages *p,
		struct err *err);
/* Everything, to be read or printed, in lines of `cols` columns. */
bool agenda_text(struct str *out, const struct agenda *a, struct agenda_pages *p, int cols,
		 struct err *err);

/*
 * Appends the agenda as an iCalendar (RFC 5545): one recurring event, until the last date that
 * was checked, where a rule and a few exceptions say exactly what the hours say for the next two
 * years (or as far as school holidays are known), else one event a date of the `days` days.
 * The UID of an event does not depend on the day of the export.
 */
bool agenda_ics(struct search *x, const struct agenda *a, struct str *out, struct err *err);

#endif
