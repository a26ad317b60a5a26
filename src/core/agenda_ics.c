/* The agenda for Thunderbird and phones. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/agenda.h"
#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/recurrence.h"
#include "aiguillage/text.h"
#include "search_impl.h"

enum { RULE_DAYS = 731, RULE_SPANS = 4096, LINE = 75 };

/* The rules of Europe/Paris since 1996; a calendar must carry the zones it names. */
static const char zone[] = "BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\n"
			   "BEGIN:DAYLIGHT\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\n"
			   "DTSTART:19960331T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
			   "END:DAYLIGHT\r\n"
			   "BEGIN:STANDARD\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\n"
			   "DTSTART:19961027T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
			   "END:STANDARD\r\nEND:VTIMEZONE\r\n";

/* One content line, folded after 75 bytes without cutting a character (RFC 5545 §3.1). */
static void line(struct str *out, const char *text)
{
	size_t n = strlen(text), at = 0, room = LINE;

	while (n - at > room) {
		size_t cut = at + room;

		while (((unsigned char)text[cut] & 0xC0) == 0x80)
			cut--;
		str_addn(out, text + at, cut - at);
		str_add(out, "\r\n ");
		at = cut;
		room = LINE - 1;
	}
	str_add(out, text + at);
	str_add(out, "\r\n");
}

static void text_line(struct str *out, const char *name, const char *value)
{
	struct str b;

	if (!*value)
		return;
	str_init(&b);
	str_addf(&b, "%s:", name);
	for (const char *p = value; *p; p++) {
		if (*p == '\n')
			str_add(&b, "\\n");
		else if (strchr("\\;,", *p))
			str_addf(&b, "\\%c", *p);
		else
			str_addc(&b, *p);
	}
	line(out, b.s);
	str_done(&b);
}

static void stamp(struct str *out, const char *name, int64_t moment)
{
	struct date d = date_of_day(date_day_of(moment));
	int minute = date_minute_of(moment);
	struct str b;

	str_init(&b);
	str_addf(&b, "%s;TZID=Europe/Paris:%04d%02d%02dT%02d%02d00", name, d.year, d.month, d.day,
		 minute / 60, minute % 60);
	line(out, b.s);
	str_done(&b);
}

static void say_place(struct str *out, const struct place *p)
{
	str_add(out, place_get(p, PLACE_NAME));
	if (*place_get(p, PLACE_ADDRESS))
		str_addf(out, ", %s", place_get(p, PLACE_ADDRESS));
	if (*place_get(p, PLACE_COMMUNE))
		str_addf(out, ", %s %s", place_get(p, PLACE_POSTCODE), place_get(p, PLACE_COMMUNE));
}

static void say_more(struct str *out, const struct explanation *e)
{
	if (*offer_get(&e->offer, OFFER_DESCRIPTION))
		str_add(out, offer_get(&e->offer, OFFER_DESCRIPTION));
	if (*place_get(&e->place, PLACE_PHONE)) {
		str_join(out, "\n", "Téléphone : ");
		phone_french(out, place_get(&e->place, PLACE_PHONE));
	}
	if (e->beware.len) {
		str_join(out, "\n", "Attention : ");
		str_add(out, e->beware.s);
	}
	str_join(out, "\n", "Téléphoner avant de se déplacer.");
}

struct event {
	const struct explanation *e;
	const struct hours_span *span;
	const char *rule;	/* or NULL */
};

static void write_event(struct str *out, const struct event *v)
{
	struct date today = date_of_day(clock_today());
	struct str b;

	str_init(&b);
	line(out, "BEGIN:VEVENT");
	str_addf(&b, "UID:%s-%lld@aiguillage", offer_get(&v->e->offer, OFFER_KEY),
		 (long long)v->span->from);
	line(out, b.s);
	str_clear(&b);
	str_addf(&b, "DTSTAMP:%04d%02d%02dT000000Z", today.year, today.month, today.day);
	line(out, b.s);
	stamp(out, "DTSTART", v->span->from);
	stamp(out, "DTEND", v->span->to);
	str_clear(&b);
	if (v->rule) {
		str_addf(&b, "RRULE:%s", v->rule);
		line(out, b.s);
	}
	str_clear(&b);
	str_addf(&b, "%s — %s", offer_get(&v->e->offer, OFFER_NAME),
		 place_get(&v->e->place, PLACE_NAME));
	text_line(out, "SUMMARY", b.s);
	str_clear(&b);
	say_place(&b, &v->e->place);
	text_line(out, "LOCATION", b.s);
	str_clear(&b);
	say_more(&b, v->e);
	text_line(out, "DESCRIPTION", b.s);
	line(out, "TRANSP:TRANSPARENT");
	line(out, "END:VEVENT");
	str_done(&b);
}

/* ---- from hours to events ---- */

static bool same_times(const struct hours_span *a, const struct hours_span *b)
{
	return date_minute_of(a->from) == date_minute_of(b->from) &&
	       a->to - a->from == b->to - b->from;
}

static void write_dates(struct str *out, const struct explanation *e,
			const struct hours_span *like, const struct hours_span *spans, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (same_times(&spans[i], like))
			write_event(out, &(struct event){ e, &spans[i], NULL });
}

struct period {
	int first, days;
	int64_t end;		/* of the dates to list one by one */
};

/* All openings that begin and end at the same times of day as spans[at], as a rule if one fits. */
static void write_group(struct str *out, const struct explanation *e, struct hours_span *spans,
			size_t n, size_t at, const struct period *p, bool rules)
{
	int *days = xcalloc(n, sizeof *days);
	size_t n_days = 0, listed = 0;
	struct str rule;

	str_init(&rule);
	for (size_t i = 0; i < n; i++) {
		if (!same_times(&spans[i], &spans[at]))
			continue;
		days[n_days++] = date_day_of(spans[i].from);
		listed = spans[i].from < p->end ? i + 1 : listed;
	}
	if (rules && recurrence_find(days, n_days, p->first, RULE_DAYS, &rule))
		write_event(out, &(struct event){ e, &spans[at], rule.s });
	else
		write_dates(out, e, &spans[at], spans, listed);
	str_done(&rule);
	free(days);
}

static bool is_first_of_group(const struct hours_span *spans, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (same_times(&spans[i], &spans[at]))
			return false;
	return true;
}

static void write_offer(struct str *out, struct search *x, const struct explanation *e,
			const struct period *p)
{
	const struct hours *h = search_hours(x, e->hit.offer);
	struct hours_span *spans = xcalloc(RULE_SPANS, sizeof *spans);
	size_t n = hours_openings(h, &x->s->school, date_moment(p->first, 0), RULE_DAYS, spans,
				  RULE_SPANS);
	bool rules = n < RULE_SPANS && !(hours_remarks(h) & HOURS_SCHOOL);

	for (size_t i = 0; i < n; i++)	/* open day and night: a day long, to be an event at all */
		if (spans[i].to - spans[i].from > DATE_DAY)
			spans[i].to = spans[i].from + DATE_DAY;
	for (size_t i = 0; i < n && spans[i].from < p->end; i++)
		if (is_first_of_group(spans, i))
			write_group(out, e, spans, n, i, p, rules);
	free(spans);
}

static bool seen_before(const struct agenda *a, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (a->entries[k].offer == a->entries[i].offer)
			return true;
	return false;
}

bool agenda_ics(struct search *x, const struct agenda *a, int first_day, int days,
		struct str *out, struct err *err)
{
	struct period p = { first_day, days, date_moment(first_day + days, 0) };
	struct explanation e;
	bool ok = true;

	explanation_init(&e);
	str_add(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Aiguillage//agenda//FR\r\n"
		     "CALSCALE:GREGORIAN\r\n");
	str_add(out, zone);
	for (size_t i = 0; ok && i < a->n; i++) {
		struct hit h = { a->entries[i].offer, search_tier_of(x, a->entries[i].offer), 0 };

		if (seen_before(a, i))
			continue;
		ok = search_explain(x, &h, &e, err);
		if (ok)
			write_offer(out, x, &e, &p);
	}
	str_add(out, "END:VCALENDAR\r\n");
	explanation_done(&e);
	return ok;
}
