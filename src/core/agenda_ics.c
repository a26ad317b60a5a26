/* The agenda for Thunderbird and phones. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/agenda.h"
#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/recurrence.h"
#include "aiguillage/text.h"
#include "agenda_impl.h"
#include "search_impl.h"

enum {
	RULE_DAYS = 731,	/* compared with a rule */
	MAX_SPANS = 4096,
	MAX_EXCEPTIONS = 80,
	LINE = 75,
};

/* The rules of Europe/Paris since 1996; a calendar must carry the zones it names. */
static const char zone[] = "BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\n"
			   "BEGIN:DAYLIGHT\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
			   "TZNAME:CEST\r\n"
			   "DTSTART:19960331T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
			   "END:DAYLIGHT\r\n"
			   "BEGIN:STANDARD\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
			   "TZNAME:CET\r\n"
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
}

/* ---- dates and times ---- */

static void add_date(struct str *out, int day)
{
	struct date d = date_of_day(day);

	str_addf(out, "%04d%02d%02d", d.year, d.month, d.day);
}

static void add_time(struct str *out, int64_t moment)
{
	int minute = date_minute_of(moment);

	add_date(out, date_day_of(moment));
	str_addf(out, "T%02d%02d00", minute / 60, minute % 60);
}

/* From the last Sunday of March at 2:00 to that of October at 3:00. */
static bool is_summer(int64_t moment)
{
	int year = date_of_day(date_day_of(moment)).year;
	int march = date_day(year, 3, 31), october = date_day(year, 10, 31);

	march -= (date_weekday(march) + 1) % 7;
	october -= (date_weekday(october) + 1) % 7;
	return moment >= date_moment(march, 2 * 60) && moment < date_moment(october, 3 * 60);
}

/* UTC, as the end of a rule must be. */
static void add_utc(struct str *out, int64_t moment)
{
	add_time(out, moment - (is_summer(moment) ? 120 : 60));
	str_addc(out, 'Z');
}

/* ---- events ---- */

/* Openings of one offer at the same times, said the same way. */
struct event {
	const struct explanation *e;
	const struct hours_span *span;	/* the first of them, or the only one */
	const char *rule;		/* NULL: this date alone */
	int64_t until;			/* beginning of the last one */
	const int *except;		/* days that the rule gives in vain */
	size_t n_except;
	uint32_t others;
	bool holidays;			/* the hours speak of public holidays */
};

/* No time of day: an event of the day. */
static bool is_whole_day(const struct hours_span *s)
{
	return s->at.all_day || (date_minute_of(s->from) == 0 && s->to - s->from == DATE_DAY);
}

static void add_moment(struct str *out, const struct hours_span *s, int64_t moment)
{
	if (is_whole_day(s))
		add_date(out, date_day_of(moment));
	else
		add_time(out, moment);
}

static const char *value_kind(const struct hours_span *s)
{
	return is_whole_day(s) ? ";VALUE=DATE:" : ";TZID=Europe/Paris:";
}

static void write_moment(struct str *out, const char *name, const struct hours_span *s,
			 int64_t moment)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "%s%s", name, value_kind(s));
	add_moment(&b, s, moment);
	line(out, b.s);
	str_done(&b);
}

/* A small mark of how an opening is said, so that two groups at the same times differ. */
static unsigned manner(const struct hours_span *s)
{
	unsigned h = (s->at.state == HOURS_OPEN ? 0 : 1) + (s->at.all_day ? 2 : 0);

	for (const char *p = s->at.comment; p && *p; p++)
		h = (h ^ (unsigned char)*p) * 16777619u;
	return h;
}

/* The same at each export: of the date, or of the times of day when a rule repeats them. */
static void write_uid(struct str *out, const struct event *v)
{
	int from = date_minute_of(v->span->from), to = date_minute_of(v->span->to);
	struct str b;

	str_init(&b);
	str_addf(&b, "%s-", offer_get(&v->e->offer, OFFER_KEY));
	if (v->rule)
		str_addf(&b, "%02d%02d-%02d%02d-%x", from / 60, from % 60, to / 60, to % 60,
			 manner(v->span));
	else
		add_time(&b, v->span->from);
	str_add(&b, "@aiguillage");
	text_line(out, "UID", b.s);
	str_done(&b);
}

static void write_rule(struct str *out, const struct event *v)
{
	int minute = date_minute_of(v->span->from);
	struct str b;

	str_init(&b);
	str_addf(&b, "RRULE:%s;UNTIL=", v->rule);
	if (is_whole_day(v->span))
		add_date(&b, date_day_of(v->until));
	else
		add_utc(&b, v->until);
	line(out, b.s);
	str_clear(&b);
	for (size_t i = 0; i < v->n_except; i++) {
		str_addf(&b, "%s%s", i ? "," : "EXDATE", i ? "" : value_kind(v->span));
		add_moment(&b, v->span, date_moment(v->except[i], minute));
	}
	if (v->n_except)
		line(out, b.s);
	str_done(&b);
}

static void write_times(struct str *out, const struct event *v)
{
	const struct hours_span *s = v->span;

	write_moment(out, "DTSTART", s, s->from);
	if (is_whole_day(s))
		write_moment(out, "DTEND", s, s->from + DATE_DAY);
	else if (!s->at.open_end)
		write_moment(out, "DTEND", s, s->to);
	if (v->rule)
		write_rule(out, v);
}

static void write_words(struct str *out, const struct event *v)
{
	const struct explanation *e = v->e;
	struct str b;

	str_init(&b);
	str_addf(&b, "%s — %s", offer_get(&e->offer, OFFER_NAME), place_get(&e->place, PLACE_NAME));
	if (v->span->at.comment)
		str_addf(&b, " (%s)", v->span->at.comment);
	text_line(out, "SUMMARY", b.s);
	str_clear(&b);
	say_place(&b, &e->place);
	text_line(out, "LOCATION", b.s);
	str_clear(&b);
	if (v->others)
		str_addf(&b, "Aux mêmes heures : %u autre%s offre%s de ce lieu.\n", v->others,
			 v->others > 1 ? "s" : "", v->others > 1 ? "s" : "");
	say_more(&b, e);
	str_join(&b, "\n", "Téléphoner avant de se déplacer");
	str_add(&b, v->holidays ? "." : ", surtout un jour férié.");
	text_line(out, "DESCRIPTION", b.s);
	str_done(&b);
}

static void write_event(struct str *out, const struct event *v)
{
	struct str b;

	str_init(&b);
	line(out, "BEGIN:VEVENT");
	write_uid(out, v);
	str_add(&b, "DTSTAMP:");
	add_utc(&b, clock_now());
	line(out, b.s);
	write_times(out, v);
	write_words(out, v);
	line(out, v->span->at.state == HOURS_OPEN ? "STATUS:CONFIRMED" : "STATUS:TENTATIVE");
	line(out, "TRANSP:TRANSPARENT");
	line(out, "END:VEVENT");
	str_done(&b);
}

/* ---- from hours to events ---- */

static bool same_group(const struct hours_span *a, const struct hours_span *b)
{
	const char *x = a->at.comment ? a->at.comment : "", *y = b->at.comment ? b->at.comment : "";

	return date_minute_of(a->from) == date_minute_of(b->from) &&
	       a->to - a->from == b->to - b->from && a->at.state == b->at.state &&
	       a->at.all_day == b->at.all_day && strcmp(x, y) == 0;
}

/* Openings of one offer over the period that rules are compared with. */
struct openings {
	struct hours_span *spans;
	size_t n;
	int first, length;	/* days compared; 0: no rule can be sure */
	int64_t end;		/* dates before it are listed when no rule fits */
};

/* One event a date, for the dates from that moment on. */
static void write_dates(struct str *out, const struct event *like, const struct openings *o,
			int64_t from)
{
	struct event v = { .e = like->e, .others = like->others, .holidays = like->holidays };

	for (size_t i = 0; i < o->n && o->spans[i].from < o->end; i++) {
		v.span = &o->spans[i];
		if (v.span->from >= from && same_group(v.span, like->span))
			write_event(out, &v);
	}
}

/* All openings of the group that begins at spans[at], as a rule if one fits. */
static void write_group(struct str *out, struct event *v, const struct openings *o, size_t at)
{
	struct day_set set = { .first = o->first, .length = o->length };
	int *days = xcalloc(o->n, sizeof *days), except[MAX_EXCEPTIONS];
	struct str rule;

	str_init(&rule);
	v->span = &o->spans[at];
	for (size_t i = at; i < o->n; i++) {
		int day = date_day_of(o->spans[i].from);

		if (!same_group(&o->spans[i], v->span) || day >= o->first + o->length)
			continue;
		days[set.n++] = day;
		v->until = o->spans[i].from;
	}
	set.days = days;
	if (set.n)	/* ends at the last date: what the rule would give after it is not told */
		set.length = days[set.n - 1] + 1 - o->first;
	v->n_except = set.n / 2 < MAX_EXCEPTIONS ? set.n / 2 : MAX_EXCEPTIONS;
	if (recurrence_find_but(&set, except, &v->n_except, &rule)) {
		v->rule = rule.s;
		v->except = except;
		write_event(out, v);
		write_dates(out, v, o, date_moment(o->first + o->length, 0));
	} else {
		write_dates(out, v, o, INT64_MIN);
	}
	v->rule = NULL;
	v->n_except = 0;
	str_done(&rule);
	free(days);
}

static bool is_first_of_group(const struct hours_span *spans, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (same_group(&spans[i], &spans[at]))
			return false;
	return true;
}

/* How many days from `first` a rule may speak of: school holidays are not known for ever. */
static int rule_days(const struct hours *h, const struct school_holidays *sh, int first)
{
	int known = RULE_DAYS;

	if (hours_remarks(h) & HOURS_SCHOOL)
		known = first >= sh->first && first <= sh->last ? sh->last + 1 - first : 0;
	return known < RULE_DAYS ? known : RULE_DAYS;
}

static void write_offer(struct str *out, struct search *x, struct event *v, int first, int days)
{
	const struct hours *h = search_hours(x, v->e->hit.offer);
	struct openings o = {
		.spans = xreallocarray(NULL, MAX_SPANS, sizeof *o.spans),
		.first = first,
		.length = rule_days(h, &x->s->school, first),
		.end = date_moment(first + days, 0),
	};

	v->holidays = hours_remarks(h) & HOURS_PUBLIC;
	o.n = agenda_openings(h, &x->s->school, first, days > o.length ? days : o.length, o.spans,
			      MAX_SPANS);
	if (o.n == MAX_SPANS && o.length > days)
		o.length = days;
	for (size_t i = 0; i < o.n && o.spans[i].from < o.end; i++)
		if (is_first_of_group(o.spans, i))
			write_group(out, v, &o, i);
	free(o.spans);
}

bool agenda_ics(struct search *x, const struct agenda *a, struct str *out, struct err *err)
{
	uint64_t *done = xcalloc(x->words, sizeof *done);
	struct explanation e;
	bool ok = true;

	explanation_init(&e);
	str_add(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Aiguillage//agenda//FR\r\n"
		     "CALSCALE:GREGORIAN\r\nX-WR-CALNAME:Agenda Aiguillage\r\n");
	str_add(out, zone);
	for (size_t i = 0; ok && i < a->n; i++) {
		const struct agenda_entry *entry = &a->entries[i];
		struct hit h = { entry->offer, search_tier_of(x, entry->offer), 0 };
		struct event v = { .e = &e, .others = entry->others };

		if (bits_has(done, entry->offer))
			continue;
		bits_put(done, entry->offer, true);
		ok = search_explain(x, &h, &e, err);
		if (ok)
			write_offer(out, x, &v, a->first, a->days);
	}
	str_add(out, "END:VCALENDAR\r\n");
	explanation_done(&e);
	free(done);
	return ok;
}
