/*
 * A strict reader of the calendars we write (RFC 5545), independent of the code
 * that writes them: it refuses what a phone might refuse, and repeats rules by
 * trying every day.
 */
#ifndef TESTS_ICAL_H
#define TESTS_ICAL_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/text.h"
#include "tests/lib/tap.h"

enum { ICAL_EVENTS = 2000, ICAL_EXCEPT = 100, ICAL_VALUE = 4000 };

struct ical_event {
	char uid[200], summary[ICAL_VALUE], rule[200];
	int64_t from, to, until; /* local; until: beginning of the last one */
	bool whole_day, has_to, stamped;
	int64_t except[ICAL_EXCEPT];
	size_t n_except;
};

struct ical {
	struct ical_event *events;
	size_t n;
	bool zone, version, prodid;
	int depth;
	const char *inside[8]; /* components that are open */
	char problem[300];     /* the first one, or "" */
};

static inline void ical_wrong(struct ical *c, const char *what, const char *line)
{
	if (!*c->problem)
		snprintf(c->problem, sizeof c->problem, "%s: %.200s", what, line);
}

static inline bool ical_digits(const char *s, int n)
{
	for (int i = 0; i < n; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return true;
}

/* 20261204T170000[Z] or, when whole_day, 20261204; false when malformed. */
static inline bool ical_moment(const char *s, bool whole_day, bool utc, int64_t *moment)
{
	struct date d;

	if (!ical_digits(s, 8) || strlen(s) != (whole_day ? 8u : utc ? 16u : 15u))
		return false;
	d = (struct date){ atoi(s) / 10000, atoi(s) / 100 % 100, atoi(s) % 100 };
	if (!date_valid(d))
		return false;
	*moment = date_moment(date_to_day(d), 0);
	if (whole_day)
		return true;
	if (s[8] != 'T' || !ical_digits(s + 9, 6) || (utc && s[15] != 'Z') || atoi(s + 9) % 100)
		return false;
	*moment += atoi(s + 9) / 10000 * 60 + atoi(s + 9) / 100 % 100;
	return true;
}

/* The wall clock in France for a moment in UTC, years 2026 to 2029. */
static inline int64_t ical_local(int64_t utc)
{
	static const char *const summers[][2] = {
		{ "2026-03-29T01:00", "2026-10-25T01:00" },
		{ "2027-03-28T01:00", "2027-10-31T01:00" },
		{ "2028-03-26T01:00", "2028-10-29T01:00" },
		{ "2029-03-25T01:00", "2029-10-28T01:00" },
	};

	for (size_t i = 0; i < sizeof summers / sizeof *summers; i++) {
		int64_t from = 0, to = 0;

		date_parse_moment(summers[i][0], &from);
		date_parse_moment(summers[i][1], &to);
		if (utc >= from && utc < to)
			return utc + 120;
	}
	return utc + 60;
}

/* Backslash before each comma, semicolon and backslash; nothing else is escaped but \n. */
static inline void ical_text(struct ical *c, char *to, const char *value)
{
	char *end = to + ICAL_VALUE - 1;

	for (; *value && to < end; value++) {
		if (strchr(",;", *value))
			ical_wrong(c, "not escaped", value);
		if (*value == '\\') {
			value++;
			if (!*value || !strchr("\\;,nN", *value)) {
				ical_wrong(c, "wrong escape", value);
				break;
			}
			*to++ = *value == 'n' ? '\n' : *value;
		} else {
			*to++ = *value;
		}
	}
	*to = '\0';
}

static inline struct ical_event *ical_last(struct ical *c)
{
	return &c->events[c->n - 1];
}

/* What follows the name: « ;TZID=Europe/Paris:value », « ;VALUE=DATE:value »; NULL when wrong. */
static inline const char *ical_dated(struct ical *c, const char *rest, bool *whole_day)
{
	const char *zoned = ";TZID=Europe/Paris:", *dated = ";VALUE=DATE:";

	*whole_day = strncmp(rest, dated, strlen(dated)) == 0;
	if (*whole_day)
		return rest + strlen(dated);
	if (c->zone && strncmp(rest, zoned, strlen(zoned)) == 0)
		return rest + strlen(zoned);
	ical_wrong(c, "neither a date nor a time of a known zone", rest);
	return NULL;
}

static inline void ical_except(struct ical *c, struct ical_event *e, char *list, bool whole_day)
{
	char *item;

	while ((item = strsep(&list, ","))) {
		if (e->n_except == ICAL_EXCEPT || whole_day != e->whole_day ||
		    !ical_moment(item, whole_day, false, &e->except[e->n_except++]))
			ical_wrong(c, "EXDATE", item);
	}
}

static inline void ical_rule(struct ical *c, struct ical_event *e, const char *value)
{
	char *until = strstr(strncpy(e->rule, value, sizeof e->rule - 1), ";UNTIL=");

	if (!until || !ical_moment(until + 7, e->whole_day, !e->whole_day, &e->until)) {
		ical_wrong(c, "RRULE without a proper UNTIL", value);
		return;
	}
	if (!e->whole_day)
		e->until = ical_local(e->until);
	*until = '\0';
	if (e->until < e->from)
		ical_wrong(c, "UNTIL before DTSTART", value);
}

static inline void ical_property(struct ical *c, char *line)
{
	size_t n = strcspn(line, ":;");
	struct ical_event *e = ical_last(c);
	const char *rest = line + n, *value = rest + 1;
	bool whole_day = false;
	int64_t stamp;

	if (strncmp(line, "UID:", 4) == 0) {
		snprintf(e->uid, sizeof e->uid, "%s", value);
	} else if (strncmp(line, "DTSTAMP:", 8) == 0) {
		e->stamped = ical_moment(value, false, true, &stamp);
	} else if (strncmp(line, "DTSTART", n) == 0 && n == 7) {
		value = ical_dated(c, rest, &e->whole_day);
		if (value && !ical_moment(value, e->whole_day, false, &e->from))
			ical_wrong(c, "DTSTART", line);
	} else if (strncmp(line, "DTEND", n) == 0 && n == 5) {
		value = ical_dated(c, rest, &whole_day);
		e->has_to = value && ical_moment(value, whole_day, false, &e->to);
		if (!e->has_to || whole_day != e->whole_day || e->to <= e->from)
			ical_wrong(c, "DTEND", line);
	} else if (strncmp(line, "RRULE:", 6) == 0) {
		ical_rule(c, e, value);
	} else if (strncmp(line, "EXDATE", n) == 0 && n == 6) {
		value = ical_dated(c, rest, &whole_day);
		if (value)
			ical_except(c, e, (char *)value, whole_day);
	} else if (strncmp(line, "SUMMARY:", 8) == 0) {
		ical_text(c, e->summary, value);
	} else if (strncmp(line, "LOCATION:", 9) == 0 || strncmp(line, "DESCRIPTION:", 12) == 0) {
		char scratch[ICAL_VALUE];

		ical_text(c, scratch, value);
	} else if (strcmp(line, "TRANSP:TRANSPARENT") && strcmp(line, "STATUS:CONFIRMED") &&
		   strcmp(line, "STATUS:TENTATIVE")) {
		ical_wrong(c, "unexpected property", line);
	}
}

static inline void ical_begin(struct ical *c, const char *name)
{
	if (c->depth == 8 || (c->depth == 0) != (strcmp(name, "VCALENDAR") == 0)) {
		ical_wrong(c, "out of place", name);
		return;
	}
	c->inside[c->depth++] = name;
	if (strcmp(name, "VEVENT"))
		return;
	if (c->n == ICAL_EVENTS)
		ical_wrong(c, "too many events for this test", name);
	else
		memset(&c->events[c->n++], 0, sizeof *c->events);
}

static inline void ical_end(struct ical *c, const char *name)
{
	if (c->depth == 0 || strcmp(c->inside[--c->depth], name) != 0) {
		ical_wrong(c, "END of nothing", name);
		return;
	}
	if (strcmp(name, "VTIMEZONE") == 0)
		c->zone = true;
	if (strcmp(name, "VEVENT"))
		return;
	if (!*ical_last(c)->uid || !ical_last(c)->stamped || !ical_last(c)->from)
		ical_wrong(c, "UID, DTSTAMP and DTSTART are required", ical_last(c)->uid);
	for (size_t i = 0; i + 1 < c->n; i++)
		if (strcmp(c->events[i].uid, ical_last(c)->uid) == 0)
			ical_wrong(c, "UID twice", c->events[i].uid);
}

static inline void ical_line(struct ical *c, char *line)
{
	if (strncmp(line, "BEGIN:", 6) == 0)
		ical_begin(c, line + 6);
	else if (strncmp(line, "END:", 4) == 0)
		ical_end(c, line + 4);
	else if (c->depth == 2 && strcmp(c->inside[1], "VEVENT") == 0)
		ical_property(c, line);
	else if (c->depth == 1 && strcmp(line, "VERSION:2.0") == 0)
		c->version = true;
	else if (c->depth == 1 && strncmp(line, "PRODID:", 7) == 0)
		c->prodid = true;
	else if (c->depth == 0)
		ical_wrong(c, "outside of the calendar", line);
}

/* Joins folded lines, in place; checks the ends, the lengths and the characters. */
static inline void ical_unfold(struct ical *c, char *text)
{
	char *to = text;

	while (*text) {
		size_t n = strcspn(text, "\r\n");

		if (strncmp(text + n, "\r\n", 2) != 0)
			ical_wrong(c, "a line must end in CR LF", text);
		if (n > 75)
			ical_wrong(c, "longer than 75 bytes", text);
		if (utf8_valid_prefix(text, n) != n)
			ical_wrong(c, "a character is cut", text);
		memmove(to, text, n);
		to += n;
		text += n + strspn(text + n, "\r\n");
		if (*text == ' ')
			text++;
		else
			*to++ = '\n';
	}
	*to = '\0';
}

/* Reads a copy of the text; free with ical_free(). */
static inline struct ical *ical_read(const char *text)
{
	struct ical *c = calloc(1, sizeof *c);
	char *copy = strdup(text), *rest = copy, *line;

	c->events = calloc(ICAL_EVENTS, sizeof *c->events);
	ical_unfold(c, copy);
	while ((line = strsep(&rest, "\n")))
		if (*line)
			ical_line(c, line);
	if (c->depth || !c->version || !c->prodid)
		ical_wrong(c, "BEGIN, VERSION, PRODID, END", "");
	for (size_t i = 0; i < 8; i++)
		c->inside[i] = NULL; /* they were in the copy */
	free(copy);
	return c;
}

static inline void ical_free(struct ical *c)
{
	free(c->events);
	free(c);
}

/* Does « 1FR », « -1FR » or « FR » hold that day? */
static inline bool ical_by_day(const char *item, size_t n, int day)
{
	static const char codes[] = "MOTUWETHFRSASU";
	struct date d = date_of_day(day);
	int nth = n > 2 ? atoi(item) : 0;

	if (strncmp(item + n - 2, codes + 2 * date_weekday(day), 2) != 0)
		return false;
	if (nth < 0)
		return d.day > date_month_length(d.year, d.month) + 7 * nth &&
		       d.day <= date_month_length(d.year, d.month) + 7 * (nth + 1);
	return nth == 0 || (d.day - 1) / 7 + 1 == nth;
}

/* Is there an occurrence of the event that day? */
static inline bool ical_on(const struct ical_event *e, int day)
{
	const char *by = strstr(e->rule, "BYDAY=");
	int first = date_day_of(e->from),
	    week = (day - date_weekday(day) - first + date_weekday(first)) / 7;

	if (!*e->rule)
		return day == first;
	if (day < first || date_moment(day, date_minute_of(e->from)) > e->until)
		return false;
	for (size_t i = 0; i < e->n_except; i++)
		if (date_day_of(e->except[i]) == day)
			return false;
	if (strstr(e->rule, "INTERVAL=2") && week % 2)
		return false;
	for (by += 6; by; by = strchr(by, ',') ? strchr(by, ',') + 1 : NULL)
		if (ical_by_day(by, strcspn(by, ","), day))
			return true;
	return false;
}

#endif
