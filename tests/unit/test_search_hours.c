/* When: the criterion of time in a search, on a directory with hours of our own. */
#include <math.h>

#include "aiguillage/date.h"
#include "tests/unit/world_hours.h"

static void at(const char *now)
{
	setenv("AIGUILLAGE_MAINTENANT", now, 1);
}

static size_t ask_when(struct world *w, struct when when)
{
	w->c.when = when;
	search_run(w->x, &w->c);
	return search_count(w->x);
}

static bool found(struct world *w, const char *key, struct when when)
{
	ask_when(w, when);
	return position_of(w, key) >= 0;
}

static struct when day(const char *iso)
{
	struct when w = { .kind = WHEN_DAY };

	ok(date_parse_day(iso, &w.day), "%s", iso);
	return w;
}

static struct when moment(const char *iso)
{
	struct when w = { .kind = WHEN_MOMENT };
	int64_t m = 0;

	ok(date_parse_moment(iso, &m), "%s", iso);
	w.day = date_day_of(m);
	w.minute = date_minute_of(m);
	return w;
}

#define KIND(k) ((struct when){ .kind = (k) })

/* Results whose hours are known. */
static long known_hours(struct world *w)
{
	size_t n = search_count(w->x);
	struct hit *hits = xcalloc(n + 1, sizeof *hits);
	long known = 0;

	n = search_hits(w->x, 0, n, hits);
	for (size_t i = 0; i < n; i++)
		known += search_hours(w->x, hits[i].offer) != NULL;
	free(hits);
	return known;
}

/* A count promised for a choice is what choosing it gives. */
static void test_counts(struct world *w)
{
	static const char *const names[] = { "any",     "now",	  "today",   "week",
					    "day",     "moment",  "morning", "afternoon",
					    "evening", "saturday" };
	static const char *const nows[] = { "2026-11-24T10:00", "2026-11-28T11:00",
					   "2026-12-31T23:30", "2027-03-28T02:30" };

	for (size_t n = 0; n < ARRAY_SIZE(nows); n++) {
		at(nows[n]);
		for (unsigned k = WHEN_ANY; k <= WHEN_SATURDAY; k++) {
			struct when when = {
				.kind = (enum when_kind)k, .day = clock_today() + 3, .minute = 600 };
			uint32_t said, sure;

			ask_when(w, KIND(WHEN_ANY));
			said = search_when_count(w->x, &when, &sure);
			is_int(ask_when(w, when), said, "%s, %s: as many as announced", nows[n],
			       names[k]);
			is_int(known_hours(w), sure, "%s, %s: and as many that tell them", nows[n], names[k]);
		}
	}
}

static void test_kinds(struct world *w)
{
	at("2026-11-24T10:00"); /* a Tuesday */
	ok(found(w, "tous-les-jours", KIND(WHEN_NOW)), "9:00-18:00 is open at 10:00");
	ok(!found(w, "vendredi-1", KIND(WHEN_NOW)), "the permanence of Friday week is not");
	ok(!found(w, "mardi-matin", moment("2026-11-24T12:00")),
	   "an opening ends before its last minute");
	ok(found(w, "mardi-matin", moment("2026-11-24T11:59")), "and not sooner");
	ok(found(w, "mardi-soir", KIND(WHEN_TODAY)), "tonight is still today");
	at("2026-11-24T20:01");
	ok(!found(w, "mardi-soir", KIND(WHEN_TODAY)), "what is over is not today");
	at("2026-11-24T10:00");
	ok(found(w, "samedi", KIND(WHEN_WEEK)), "Saturday is this week");
	ok(!found(w, "lundi", KIND(WHEN_WEEK)), "Monday is next week");
	ok(found(w, "lundi", day("2026-11-30")), "that day");
	ok(!found(w, "lundi", day("2026-12-01")), "not the day after");
	ok(found(w, "mardi-matin", KIND(WHEN_MORNING)), "some morning");
	ok(!found(w, "mardi-soir", KIND(WHEN_MORNING)), "not the evening one");
	ok(found(w, "vendredi-1", KIND(WHEN_AFTERNOON)), "17:00-19:00 is in the afternoon");
	ok(found(w, "vendredi-1", KIND(WHEN_EVENING)), "and in the evening");
	ok(!found(w, "mardi-matin", KIND(WHEN_EVENING)), "9:00-12:00 is not");
	ok(found(w, "samedi", KIND(WHEN_SATURDAY)), "Saturday");
	ok(!found(w, "lundi", KIND(WHEN_SATURDAY)), "not Monday");
	ok(found(w, "rendez-vous", KIND(WHEN_NOW)), "on appointment counts");
	ok(!found(w, "douteux", KIND(WHEN_NOW)), "doubtful hours do not");
	ok(!found(w, "ferme", KIND(WHEN_WEEK)), "closed for ever");
	ok(found(w, "permanence", KIND(WHEN_SATURDAY)), "day and night: Saturday too");
	at("2026-11-24T20:00");
	ok(found(w, "permanence", KIND(WHEN_MORNING)), "and the morning, asked in the evening");
	ok(found(w, "permanence", KIND(WHEN_AFTERNOON)), "and the afternoon");
	ok(found(w, "permanence", KIND(WHEN_EVENING)), "and the evening");
}

static void test_edges(struct world *w)
{
	at("2026-12-31T23:30");
	ok(found(w, "nuit", KIND(WHEN_NOW)), "a night over the end of the year");
	at("2027-01-01T01:30");
	ok(found(w, "nuit", KIND(WHEN_NOW)), "still after midnight");
	at("2027-01-01T02:00");
	ok(!found(w, "nuit", KIND(WHEN_NOW)), "and then no more");
	at("2026-12-31T10:00");
	ok(found(w, "jour-de-l-an", KIND(WHEN_WEEK)),
	   "Friday 1 January is in the week of 31 December");
	at("2027-03-28T02:30"); /* an hour that does not exist */
	ok(found(w, "tous-les-jours", KIND(WHEN_TODAY)), "the day of the change of hour, spring");
	ok(found(w, "dimanche-nuit", moment("2027-03-28T02:30")),
	   "a night over the change of hour");
	at("2026-10-25T02:30");
	ok(found(w, "tous-les-jours", KIND(WHEN_TODAY)), "autumn");
	ok(found(w, "vendredi-5", day("2027-01-29")), "a fifth Friday");
	ok(!found(w, "vendredi-5", day("2027-02-26")), "the last one of February is the fourth");
	at("2026-11-24T10:00");
	ok(!found(w, "vendredi-5", KIND(WHEN_AFTERNOON)), "none within 31 days");
	at("2027-01-05T10:00");
	ok(found(w, "vendredi-5", KIND(WHEN_AFTERNOON)), "one within 31 days");
	ok(!found(w, "feries", day("2026-12-25")), "closed on public holidays");
	ok(found(w, "feries", day("2026-12-24")), "not the day before");
}

static const char *key_at(struct world *w, size_t i, struct explanation *e)
{
	struct err err = ERR_INIT;
	struct hit h;

	if (search_hits(w->x, i, 1, &h) != 1 || !search_explain(w->x, &h, e, &err))
		return "";
	return offer_get(&e->offer, OFFER_KEY);
}

/* Hours that are not told never exclude: they come after, and it is said. */
static void test_unknown(struct world *w)
{
	struct explanation e;
	size_t n;
	bool known = true, wrong = false;

	explanation_init(&e);
	at("2026-11-24T10:00");
	n = ask_when(w, KIND(WHEN_SATURDAY));
	ok(position_of(w, "sans-horaires") >= 0, "hours that are not told");
	ok(position_of(w, "non-interpretes") >= 0, "hours that are not understood");
	for (size_t i = 0; i < n; i++) {
		bool told;

		key_at(w, i, &e);
		told = search_hours(w->x, e.hit.offer) != NULL;
		wrong |= told && !known;
		wrong |= !told && !strstr(e.beware.s, "horaires non précisés");
		known &= told;
	}
	ok(!wrong, "come after all the others, and it is said");
	ask_when(w, KIND(WHEN_ANY));
	key_at(w, 0, &e);
	ok(!strstr(e.beware.s, "horaires non précisés"), "not when no time is asked");
	explanation_done(&e);
}

static void test_sooner_first(struct world *w)
{
	at("2026-11-24T12:30");
	ask_when(w, KIND(WHEN_ANY));
	ok(position_of(w, "mardi-soir") < position_of(w, "samedi"), "tonight before Saturday");
	ok(position_of(w, "samedi") < position_of(w, "lundi"), "Saturday before Monday");
	ok(position_of(w, "lundi") < position_of(w, "vendredi-1"),
	   "Monday before the first Friday");
	at("2026-11-28T08:00");
	search_run(w->x, &w->c);
	ok(position_of(w, "samedi") < position_of(w, "mardi-soir"),
	   "on Saturday morning, Saturday first");
}

static void test_words(struct world *w)
{
	struct hours_span next;
	struct err err = ERR_INIT;
	struct hit h;
	struct str b;

	str_init(&b);
	at("2026-11-24T10:00");
	ask_when(w, KIND(WHEN_ANY));
	find_hit(w, "tous-les-jours", &h);
	ok(search_next_opening(w->x, h.offer, &next), "an opening that runs");
	is_int(next.from, date_moment(date_day(2026, 11, 24), 540), "is told from its beginning");
	search_next_dates(w->x, h.offer, 3, &b);
	is_str(b.s, "", "no dates for what is open each day");
	find_hit(w, "vendredi-1", &h);
	search_next_dates(w->x, h.offer, 2, &b);
	is_str(b.s,
	       "vendredi 4 décembre, de 17h à 19h\n"
	       "vendredi 1er janvier 2027, de 17h à 19h (jour férié\u00a0: Nouvel An, à vérifier)",
	       "the dates of a permanence");
	find_hit(w, "non-interpretes", &h);
	str_clear(&b);
	search_hours_french(w->x, h.offer, &b);
	ok(strstr(b.s, "Horaires non interprétés") != NULL, "what is not understood is shown");
	ok(!search_next_opening(w->x, h.offer, &next), "and opens nobody knows when");
	str_clear(&b);
	when_say(&b, &(struct when){ WHEN_MOMENT, date_day(2026, 12, 4), 1050 });
	is_str(b.s, "ouvert le vendredi 4 décembre à 17h30", "a moment in words");
	str_done(&b);
	err_clear(&err);
}

/* What is typed, and what it is said to be: on Tuesday 24 November 2026. */
static void test_reading(void)
{
	static const char *const cases[][2] = {
		{ "maintenant", "ouvert maintenant" },
		{ "Aujourd'hui", "ouvert aujourd’hui" },
		{ "aujourdhui", "ouvert aujourd’hui" },
		{ "cette semaine", "ouvert cette semaine" },
		{ "Après-midi", "ouvert l’après-midi" },
		{ "samedi", "ouvert le samedi" },
		{ "demain", "ouvert le mercredi 25 novembre" },
		{ "vendredi", "ouvert le vendredi 27 novembre" },
		{ "lundi prochain", "ouvert le lundi 30 novembre" },
		{ "4 décembre", "ouvert le vendredi 4 décembre" },
		{ "04/12", "ouvert le vendredi 4 décembre" },
		{ "1/1", "ouvert le vendredi 1er janvier 2027" },
		{ "2026-12-04", "ouvert le vendredi 4 décembre" },
		{ "2026-12-04T17:00", "ouvert le vendredi 4 décembre à 17h" },
		{ "vendredi matin", "ouvert le vendredi 27 novembre au matin" },
		{ "demain après-midi", "ouvert le mercredi 25 novembre l’après-midi" },
		{ "4 déc. au soir", "ouvert le vendredi 4 décembre au soir" },
		{ "ce soir", "ouvert le mardi 24 novembre au soir" },
		{ "demain à 14h30", "ouvert le mercredi 25 novembre à 14h30" },
		{ "vendredi 4 décembre vers 17:15", "ouvert le vendredi 4 décembre à 17h15" },
		{ "17h", "ouvert le mardi 24 novembre à 17h" },
		{ "samedi à 10h", "ouvert le samedi 28 novembre à 10h" },
		{ "cette après-midi", "ouvert le mardi 24 novembre l’après-midi" },
		{ "demain à 14 h 30", "ouvert le mercredi 25 novembre à 14h30" },
		{ "demain à 14 h", "ouvert le mercredi 25 novembre à 14h" },
		{ "4 décembre à 9 heures", "ouvert le vendredi 4 décembre à 9h" },
		{ "vendredi à 14 heures 15", "ouvert le vendredi 27 novembre à 14h15" },
	};
	static const char *const wrong[] = { "", "  ", "gribouille", "mardi 4 décembre", "31/02",
					     "25h", "17h75", "matin demain hier", "à" };
	struct when w = { .kind = WHEN_NOW };
	struct str b;

	at("2026-11-24T10:00");
	str_init(&b);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		str_clear(&b);
		if (when_read(&w, cases[i][0], clock_today()))
			when_say(&b, &w);
		is_str(b.s, cases[i][1], "« %s »", cases[i][0]);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		w = (struct when){ .kind = WHEN_NOW };
		ok(!when_read(&w, wrong[i], clock_today()) && w.kind == WHEN_NOW,
		   "« %s » is refused", wrong[i]);
	}
	str_done(&b);
}

static void test_parts(struct world *w)
{
	struct when when = { .kind = WHEN_DAY_EVENING, .day = date_day(2026, 12, 4) };

	at("2026-11-24T10:00");
	ok(found(w, "vendredi-1", when), "a permanence from 17h to 19h is there in the evening");
	when.kind = WHEN_DAY_AFTERNOON;
	ok(found(w, "vendredi-1", when), "and in the afternoon");
	when.kind = WHEN_DAY_MORNING;
	ok(!found(w, "vendredi-1", when), "not in the morning");
	when.day++;
	ok(!found(w, "vendredi-1", when), "nor the day after");
}

int main(void)
{
	struct world w;

	world_hours_open(&w);
	test_counts(&w);
	test_kinds(&w);
	test_edges(&w);
	test_unknown(&w);
	test_sooner_first(&w);
	test_words(&w);
	test_reading();
	test_parts(&w);
	world_hours_close(&w);
	return done_testing();
}
