#include "aiguillage/agenda.h"
#include "tests/unit/ical.h"
#include "tests/unit/world_hours.h"

enum { DAYS = 30, YEARS2 = 731 };

static uint32_t number_of(struct world *w, const char *key)
{
	struct hit h = { 0 };

	ok(find_hit(w, key, &h) >= 0, "%s is a result", key);
	return h.offer;
}

static void read_agenda(struct world *w, struct agenda *a, int first, int days)
{
	agenda_read(w->x, AGENDA_RESULTS, first, days, a);
}

static size_t lines_of(const struct agenda *a, uint32_t offer)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		n += a->entries[i].offer == offer;
	return n;
}

static const struct agenda_entry *first_line(const struct agenda *a, uint32_t offer)
{
	for (size_t i = 0; i < a->n; i++)
		if (a->entries[i].offer == offer)
			return &a->entries[i];
	return NULL;
}

/* ---- the agenda ---- */

static void test_order(struct world *w, const struct agenda *a, int first)
{
	size_t wrong = 0;

	for (size_t i = 0; i < a->n; i++) {
		const struct agenda_entry *e = &a->entries[i], *before = i ? e - 1 : e;

		wrong += e->day < first || e->day >= first + DAYS || e->day < before->day;
		wrong += e->day != date_day_of(e->span.from);
		wrong += e->span.to - e->span.from > DATE_DAY;
		wrong += e->day == before->day && e->rare > before->rare;
		wrong += e->day == before->day && e->rare == before->rare &&
			 e->span.from < before->span.from;
		wrong += e->rare !=
			 hours_is_rare(search_hours(w->x, e->offer), &w->s->school, first);
	}
	is_int(wrong, 0, "%zu lines, day by day, permanences first, then by time", a->n);
}

static void test_lines(struct world *w, int first)
{
	struct agenda a;
	const struct agenda_entry *e;

	read_agenda(w, &a, first, DAYS);
	test_order(w, &a, first);
	is_int(a.without, 2, "two offers without hours that one can use");
	is_int(lines_of(&a, number_of(w, "permanence")), DAYS, "day and night: a line a day");
	is_int(lines_of(&a, number_of(w, "ferme")), 0, "closed: none");
	is_int(lines_of(&a, number_of(w, "douteux")), 0, "doubtful hours announce nothing");
	is_int(lines_of(&a, number_of(w, "lundi")), 8, "two openings a day, four Mondays");
	e = first_line(&a, number_of(w, "vendredi-1"));
	ok(e && e->rare && e->day == date_day(2026, 12, 4), "a permanence, on its day");
	e = first_line(&a, number_of(w, "sans-heures"));
	ok(e && e->span.at.all_day, "a day without hours is a line");
	is_int(lines_of(&a, number_of(w, "maison-1")) + lines_of(&a, number_of(w, "maison-2")), 4,
	       "offers that share the hours of their place are listed once");
	e = first_line(&a, number_of(w, "maison-1"));
	e = e ? e : first_line(&a, number_of(w, "maison-2"));
	is_int(e ? e->others : 0, 1, "with how many more there are");
	is_int(lines_of(&a, number_of(w, "voisin")), 4,
	       "another place at one point is not the same");
	is_int(first_line(&a, number_of(w, "voisin"))->others, 0, "and is alone");
	agenda_done(&a);
	read_agenda(w, &a, date_day(2026, 11, 27), 1);
	is_int(lines_of(&a, number_of(w, "nuit")), 0,
	       "the night that began the day before is not today");
	agenda_done(&a);
	read_agenda(w, &a, date_day(2026, 12, 31), 2);
	is_int(lines_of(&a, number_of(w, "nuit")), 1, "a night over the end of the year");
	agenda_done(&a);
	read_agenda(w, &a, first, AGENDA_DAYS_MAX);
	is_int(lines_of(&a, number_of(w, "permanence")), AGENDA_DAYS_MAX, "a whole year");
	agenda_done(&a);
}

/* The same lines, for people: an offer is said once a day, with all its hours. */
static void test_text(struct world *w, int first)
{
	struct agenda_pages *pages = agenda_pages_new(w->x);
	struct err err = ERR_INIT;
	struct agenda a;
	struct str b;
	size_t again = 0;

	str_init(&b);
	read_agenda(w, &a, first, DAYS);
	for (size_t i = 0; i < a.n; i++)
		again += a.entries[i].again;
	is_int(again, 4, "the second opening of each Monday");
	is_int(a.without, 2, "two without hours");
	ok(agenda_text(&b, &a, pages, 80, &err), "a text");
	ok(strstr(b.s, "de 17h à 19h") != NULL, "with hours");
	ok(strstr(b.s, "Permanences") != NULL && strstr(b.s, "Ouvertures habituelles") != NULL,
	   "and its parts");
	ok(!strstr(b.s, "\u00a0"), "for any printer: plain spaces");
	str_clear(&b);
	for (size_t i = 0; i < a.n; i++) {
		if (a.entries[i].offer != number_of(w, "lundi") || a.entries[i].again)
			continue;
		agenda_times_short(&b, &a, i);
		break;
	}
	is_str(b.s, "9h-12h 14h-17h", "the short form has both");
	agenda_done(&a);
	agenda_pages_free(pages);
	str_done(&b);
}

static void test_criteria(struct world *w, int first)
{
	struct agenda a;
	size_t all, sector;

	w->c.when = (struct when){ .kind = WHEN_SATURDAY };
	search_run(w->x, &w->c);
	read_agenda(w, &a, first, DAYS);
	ok(first_line(&a, number_of(w, "samedi")) != NULL, "what the search keeps");
	is_int(position_of(w, "lundi"), -1, "and nothing else");
	agenda_done(&a);
	w->c.when = (struct when){ .kind = WHEN_ANY };
	search_run(w->x, &w->c);
	read_agenda(w, &a, first, DAYS);
	all = a.n;
	agenda_done(&a);
	agenda_read(w->x, AGENDA_SECTOR, first, DAYS, &a);
	sector = a.n;
	agenda_done(&a);
	is_int(sector, all, "L'Arbresle is in the sector");
}

/* ---- the calendar ---- */

static struct ical *read_calendar(struct world *w, int first, int days)
{
	struct err err = ERR_INIT;
	struct agenda a;
	struct ical *c;
	struct str b;

	str_init(&b);
	read_agenda(w, &a, first, days);
	if (!agenda_ics(w->x, &a, &b, &err))
		world_bail(&err);
	c = ical_read(b.s);
	is_str(c->problem, "", "a calendar of %d days that a strict reader accepts", days);
	agenda_done(&a);
	str_done(&b);
	return c;
}

/* UID is KEY-…@aiguillage, where what follows the key begins with a digit. */
static bool is_of(const struct ical_event *e, const char *key)
{
	size_t n = strlen(key);

	return strncmp(e->uid, key, n) == 0 && e->uid[n] == '-' &&
	       strspn(e->uid + n + 1, "0123456789") >= 4;
}

static bool same_times(const struct ical_event *e, const struct hours_span *s)
{
	bool whole = s->at.all_day || (date_minute_of(s->from) == 0 && s->to - s->from >= DATE_DAY);

	if (whole != e->whole_day)
		return false;
	if (whole)
		return true;
	return date_minute_of(e->from) == date_minute_of(s->from) &&
	       (!e->has_to || e->to - e->from == s->to - s->from);
}

/* Each date of each event is an opening, and each opening of the days asked is an event. */
static void test_same_days(struct world *w, const struct ical *c, const char *key, int first)
{
	const struct hours *h = search_hours(w->x, number_of(w, key));
	struct hours_span *spans = calloc(4096, sizeof *spans);
	size_t n = hours_openings(h, &w->s->school, date_moment(first, 0), YEARS2, spans, 4096);
	size_t wrong = 0, missed = 0, events = 0;

	for (size_t i = 0; i < c->n; i++) {
		events += is_of(&c->events[i], key);
		for (int day = first; is_of(&c->events[i], key) && day < first + YEARS2; day++) {
			bool found = !ical_on(&c->events[i], day);

			for (size_t k = 0; k < n && !found; k++)
				found = day >= date_day_of(spans[k].from) &&
					date_moment(day, 0) < spans[k].to &&
					same_times(&c->events[i], &spans[k]);
			wrong += !found;
		}
	}
	for (size_t k = 0; k < n && spans[k].from < date_moment(first + DAYS, 0); k++) {
		bool found = spans[k].to - spans[k].from > DATE_DAY;

		for (size_t i = 0; i < c->n && !found; i++)
			found = is_of(&c->events[i], key) && same_times(&c->events[i], &spans[k]) &&
				ical_on(&c->events[i], date_day_of(spans[k].from));
		missed += !found;
	}
	is_int(wrong, 0, "%s: %zu events, all of them openings", key, events);
	is_int(missed, 0, "%s: none is missing", key);
	free(spans);
}

static const struct ical_event *event_of(const struct ical *c, const char *key)
{
	for (size_t i = 0; i < c->n; i++)
		if (is_of(&c->events[i], key))
			return &c->events[i];
	return NULL;
}

static void is_rule(const struct ical *c, const char *key, const char *rule, size_t n_except)
{
	const struct ical_event *e = event_of(c, key);

	is_str(e ? e->rule : NULL, rule, "the rule of %s", key);
	ok(e && (n_except ? e->n_except >= n_except : e->n_except == 0), "%s: %zu exceptions", key,
	   e ? e->n_except : 0);
}

static void test_calendar(struct world *w, int first)
{
	struct ical *c = read_calendar(w, first, DAYS);
	const struct ical_event *e;

	ok(c->n > 20, "%zu events", c->n);
	for (size_t i = 0; i < ARRAY_SIZE(hours_cases); i++)
		if (search_hours(w->x, number_of(w, hours_cases[i].key)))
			test_same_days(w, c, hours_cases[i].key, first);
	is_rule(c, "vendredi-1", "FREQ=MONTHLY;BYDAY=1FR", 0);
	is_rule(c, "mardi-matin", "FREQ=WEEKLY;BYDAY=TU", 0);
	is_rule(c, "tous-les-jours", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", 0);
	is_rule(c, "feries", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", 15);
	is_rule(c, "vacances", "FREQ=WEEKLY;BYDAY=WE", 5);
	is_rule(c, "saison", "FREQ=WEEKLY;BYDAY=TU", 8);
	is_rule(c, "dates", "", 0);
	is_rule(c, "semaines", "", 0); /* 2026 has 53 weeks: no rule of these says it */
	e = event_of(c, "vacances");
	ok(e && e->until <= date_moment(w->s->school.last + 1, 0), "not beyond the known holidays");
	e = event_of(c, "sans-fin");
	ok(e && !e->has_to, "an end that is not given is not made up");
	e = event_of(c, "sans-heures");
	ok(e && e->whole_day, "no hours: an event of the day");
	e = event_of(c, "rendez-vous");
	ok(e && strstr(e->summary, "(sur rendez-vous, à l'accueil; au 1er)"), "said in the title");
	ical_free(c);
}

/* An export made later must meet the events of the first one, not double them. */
static void test_uids(struct world *w, int first)
{
	struct ical *a, *b;
	size_t again = 0, rules = 0, dates = 0;

	setenv("AIGUILLAGE_MAINTENANT", "2026-11-24T10:00", 1);
	a = read_calendar(w, first, DAYS);
	setenv("AIGUILLAGE_MAINTENANT", "2026-12-01T15:00", 1);
	search_run(w->x, &w->c);
	b = read_calendar(w, first + 7, DAYS);
	for (size_t i = 0; i < a->n; i++) {
		bool rule = *a->events[i].rule != '\0';

		rules += rule;
		dates += !rule && a->events[i].from >= date_moment(first + 7, 0);
		if (!rule && a->events[i].from < date_moment(first + 7, 0))
			continue;
		for (size_t k = 0; k < b->n; k++)
			again += strcmp(a->events[i].uid, b->events[k].uid) == 0;
	}
	ok(rules > 10 && dates > 1, "%zu rules and %zu dates", rules, dates);
	is_int(again, rules + dates, "have the same UID a week later");
	ical_free(a);
	ical_free(b);
	setenv("AIGUILLAGE_MAINTENANT", "2026-11-24T10:00", 1);
	search_run(w->x, &w->c);
}

/* The reader itself must refuse what is wrong. */
static void test_reader(void)
{
	static const char head[] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n";
	static const char *const wrong[] = {
		"BEGIN:VEVENT\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
		"BEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
		"BEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20261124T000000Z\r\nDTSTART;TZID=Europe/Paris:"
		"20261204T170000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
		"BEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20261124T000000Z\r\nDTSTART;VALUE=DATE:"
		"20260230\r\n"
		"END:VEVENT\r\nEND:VCALENDAR\r\n",
		"BEGIN:VEVENT\r\nSUMMARY:un, deux\r\nUID:a\r\nDTSTAMP:20261124T000000Z\r\n"
		"DTSTART;VALUE=DATE:20261204\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
		"",
	};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct ical *c;
		struct str b;

		str_init(&b);
		str_addf(&b, "%s%s", head, wrong[i]);
		c = ical_read(b.s);
		ok(*c->problem, "refused: %s", c->problem);
		ical_free(c);
		str_done(&b);
	}
}

int main(void)
{
	struct world w;
	int first = date_day(2026, 11, 24);

	world_hours_open(&w);
	test_lines(&w, first);
	test_text(&w, first);
	test_criteria(&w, first);
	test_reader();
	test_calendar(&w, first);
	test_uids(&w, first);
	world_hours_close(&w);
	return done_testing();
}
