#include <stdlib.h>
#include <string.h>

#include "aiguillage/hours_batch.h"
#include "tests/unit/hours_data.h"

static struct hours *parse(const char *oh)
{
	return hours_parse(oh, strlen(oh), 0, NULL);
}

static int64_t moment(const char *iso)
{
	int64_t m = 0;

	ok(date_parse_moment(iso, &m), "%s", iso);
	return m;
}

/* Questions, and the answers of opening_hours.js 3.15.0. */
static void test_answers(const char *questions, const char *answers,
			 const struct school_holidays *sh)
{
	char *in = read_all(questions), *rest_in = in, *line;
	char *want = read_all(answers), *rest_want = want;
	struct err err = ERR_INIT;
	struct str out;

	str_init(&out);
	while ((line = next_line(&rest_in))) {
		str_clear(&out);
		hours_batch_line(&out, line, sh, &err);
		is_str(out.s, next_line(&rest_want), "%s", line);
	}
	ok(!next_line(&rest_want), "no answer is left over");
	str_done(&out);
	free(in);
	free(want);
}

static void test_batch_line(const struct school_holidays *sh)
{
	struct err err = ERR_INIT;
	struct str out;

	str_init(&out);
	ok(!hours_batch_line(&out, "x\tnow\t3\tMo", sh, &err), "a batch line without a date");
	ok(err.kind == ERR_DATA, "is refused");
	str_done(&out);
}

static void test_public_holidays(void)
{
	char *text = read_all("tests/data/hours/ph-fr-2012-2035.tsv"), *rest = text, *line;
	int listed = 0, found = 0, day, last = 0;

	while ((line = next_line(&rest))) {
		cut_tab(line);
		if (!date_parse_day(line, &day) || !public_holiday(day))
			ok(false, "%s is a public holiday", line);
		listed += day != last;	/* Ascension may fall on 8 May */
		last = day;
	}
	for (day = date_day(2012, 1, 1); day < date_day(2036, 1, 1); day++)
		found += public_holiday(day) != NULL;
	is_int(found, listed, "the public holidays of 2012 to 2035, and no other");
	is_str(public_holiday(date_day(2026, 4, 6)), "Lundi de Pâques", "its name");
	free(text);
}

static void test_school(void)
{
	struct school_holidays sh;
	struct err err = ERR_INIT;

	read_school(&sh, "data/vacances.tsv");
	ok(sh.n >= 12, "periods of zone A");
	is_str(school_holiday(&sh, date_day(2026, 12, 25))->name, "Noël", "a period");
	ok(!school_holiday(&sh, date_day(2026, 12, 18)), "not yet");
	ok(!school_holiday(&sh, date_day(2027, 1, 4)), "no more");
	is_int(sh.last, date_day(2027, 8, 31), "the end of what is known");
	school_holidays_done(&sh);
	ok(!school_holidays_parse(&sh, "2026-01-01\t2025-01-01\tx\n", &err), "a wrong table");
	ok(strstr(err.msg, "ligne 1") != NULL && sh.n == 0, "is refused with its line");
	ok(school_holidays_parse(&sh, "# rien\n\r\n", &err) || err.kind, "an empty table");
	school_holidays_done(&sh);
}

static void test_valid(void)
{
	static const char *const valid[] = {
		"Mo-Fr 09:00-12:00", "mo-fr 9:00-12:00;", "Mo , We 09:00 - 12:00", "Mo[1,-1] 10:00-12:00",
		"Mo[1-2,4] 10:00-12:00", "Su[-1] -1 day 10:00-12:00", "Sa[1] +2 days 10:00-12:00",
		"week 1-53/2 Mo 09:00-12:00", "week 2,4,6 Mo", "2026-2028/2 Mo", "2026+ Mo", "2026/4 Mo",
		"easter -2 days off", "Jan 01-easter 10:00-12:00", "Nov-Feb", "Dec 24,31 10:00-12:00",
		"Mar Su[-1]-Oct Su[-1] 10:00-12:00", "Aug 01-31/2 10:00-12:00", "PH off", "SH,PH off",
		"PH -1 day 10:00-12:00", "PH Mo-Fr 10:00-12:00", "17:00+", "10:00-12:00+",
		"sunrise-sunset", "(sunrise+01:30)-20:00", "24/7", "off", "unknown \"x\"", "open",
		"Mo 10:00-12:00 || Tu 10:00-12:00 || \"x\"", "Mo 10:00-12:00, Tu 10:00-12:00 off",
		"Mo 10:00-26:00", "lundi-vendredi 9h-12h", "Mo-Fr: 09:00–12:00", "Mo 10:00-12:00 «oui»",
		"2026 Dec 24-2027 Jan 02 off", "Mo 10.00-12.00",
	};
	static const char *const invalid[] = {
		"", " ", ";", "Mo 09:00", "Mo[0]", "Mo[6]", "Mo[3-1]", "week 54", "week 10-5", "week 1-53/1",
		"Mo 25:00-26:00", "Mo 10:60-12:00", "Mo 10:00-49:00", "Feb 30", "Apr 31", "Jan 32", "Jan 00",
		"2026-2025 Mo", "Mo-", "Mo 10:00-12:00 \"x", "|| Mo", "Mo 10:00-12:00-14:00", "horaires",
		"Très variables", "Mo 10:00-12:00/30", "PH +2 days", "easter +300 days off", "Mo,off",
		"2026 Dec 04-Jan 05", "Mo 9h30-12h", "Mo 10:00-12:00 https://exemple.fr", "\x01", "Mo\xff",
	};
	char longest[HOURS_MAX_LEN + 100];

	for (size_t i = 0; i < sizeof valid / sizeof *valid; i++) {
		struct hours *h = parse(valid[i]);

		ok(h != NULL, "valid: %s", valid[i]);
		hours_free(h);
	}
	for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++) {
		struct hours *h = parse(invalid[i]);

		ok(!h, "invalid %zu", i);
		hours_free(h);
	}
	memset(longest, ';', sizeof longest);
	ok(!hours_parse(longest, sizeof longest, 0, NULL), "too long");
	for (size_t i = 0; i + 10 < HOURS_MAX_LEN; i += 10)
		memcpy(longest + i, "1:00-2:00,", 10);
	ok(!hours_parse(longest, HOURS_MAX_LEN - 6, 0, NULL), "too many ranges");
}

static void test_errors(void)
{
	struct err err = ERR_INIT;

	ok(!hours_parse("Mo 09:00-12:00 midi pile", 24, 0, &err), "unknown words");
	is_str(err.msg, "horaires non interprétés, à partir de « midi pile »", "are quoted");
	err_clear(&err);
	ok(!hours_parse("Mo 09:00-", 9, 0, &err) && err.kind == ERR_DATA, "something is missing");
}

static void test_api(void)
{
	struct hours *h = parse("Mo-Fr 09:00-12:00,14:00-17:00; PH off; \"Bâtiment B\"");
	struct hours_span spans[10];
	struct hours_at at;
	int64_t now = moment("2026-11-23T10:15"), when;

	hours_at(h, NULL, now, &at);
	is_int(at.state, HOURS_OPEN, "open");
	is_str(hours_note(h), "Bâtiment B", "the note of the place");
	ok(hours_next_change(h, NULL, now, &when) && when == moment("2026-11-23T12:00"), "closes");
	ok(hours_next_opening(h, NULL, moment("2026-11-27T17:00"), &spans[0]), "next week");
	is_int(spans[0].from, moment("2026-11-30T09:00"), "on Monday");
	is_int(hours_openings(h, NULL, now, 2, spans, 10), 5, "openings of two days");
	is_int(spans[4].to, moment("2026-11-25T12:00"), "the last is not cut");
	is_int(hours_openings(h, NULL, now, 30, spans, 3), 3, "at most three");
	ok(!hours_open_on(h, NULL, date_day(2026, 12, 25)), "closed at Christmas");
	ok(hours_open_on(h, NULL, date_day(2026, 12, 24)), "not the day before");
	is_int(hours_remarks(h), HOURS_PUBLIC, "speaks of public holidays");
	hours_free(h);
	h = parse("24/7");
	ok(!hours_next_change(h, NULL, now, &when), "never changes");
	ok(hours_next_opening(h, NULL, now, &spans[0]) && spans[0].to == INT64_MAX, "for ever");
	hours_free(h);
	h = parse("Feb 29 10:00-12:00");
	ok(hours_next_opening(h, NULL, now, &spans[0]), "29 February");
	is_int(spans[0].from, moment("2028-02-29T10:00"), "is found two years on");
	hours_free(h);
	hours_free(NULL);
}

static void test_decisions(void)
{
	struct school_holidays sh;
	struct hours_span span;
	struct hours_at at;
	struct hours *h = parse("Mo 14:00-12:00");

	ok(hours_remarks(h) & HOURS_DOUBTFUL, "14:00-12:00 is doubtful");
	hours_at(h, NULL, moment("2026-11-23T15:00"), &at);
	ok(at.state == HOURS_UNKNOWN && at.doubtful, "not open");
	hours_at(h, NULL, moment("2026-11-24T03:00"), &at);
	is_int(at.state, HOURS_CLOSED, "above all not in the night");
	ok(!hours_next_opening(h, NULL, moment("2026-11-20"), &span), "announces nothing");
	hours_free(h);
	h = parse("Mo 14:00-14:00");
	ok(hours_remarks(h) & HOURS_DOUBTFUL, "14:00-14:00 is doubtful");
	hours_free(h);
	h = parse("Fr 22:00-02:00");
	ok(!(hours_remarks(h) & HOURS_DOUBTFUL), "a night is not");
	hours_free(h);
	h = parse("Mo 14:00-17:00 unknown \"sur rendez-vous\"");
	ok(hours_next_opening(h, NULL, moment("2026-11-20"), &span), "on appointment");
	is_int(span.from, moment("2026-11-23T14:00"), "counts as an opening");
	is_str(span.at.comment, "sur rendez-vous", "with its comment");
	hours_free(h);
	h = parse("Mo open");
	hours_at(h, NULL, moment("2026-11-23T15:00"), &at);
	ok(at.state == HOURS_OPEN && at.all_day, "Mo open: some time on Monday");
	ok(hours_remarks(h) & HOURS_NO_TIMES, "and it is noted");
	hours_free(h);
	read_school(&sh, "data/vacances.tsv");
	h = parse("Mo-Fr 09:00-12:00; SH off");
	hours_at(h, &sh, moment("2027-08-31T10:00"), &at);
	ok(!at.beyond, "covered by the table");
	hours_at(h, &sh, moment("2027-09-01T10:00"), &at);
	ok(at.beyond, "beyond the table");
	hours_at(h, NULL, moment("2026-12-22T10:00"), &at);
	ok(at.beyond, "without a table");
	hours_free(h);
	school_holidays_done(&sh);
}

/* The stretches of a walk must be what hours_at() says every five minutes. */
static int disagreements(const struct hours *h, const struct school_holidays *sh, int64_t from,
			 int64_t to)
{
	struct hours_walk w;
	struct hours_span s;
	struct hours_at at;
	int64_t t = from;
	int bad = 0;

	hours_walk_init(&w, h, sh, from, to);
	while (hours_walk_next(&w, &s)) {
		bad += s.from != t && (s.from - from) % 5 == 0;
		for (t = s.from + (5 - (s.from - from) % 5) % 5; t < s.to; t += 5) {
			hours_at(h, sh, t, &at);
			bad += at.state != s.at.state || at.comment != s.at.comment;
		}
		t = s.to;
	}
	return bad + (t != to);
}

static void test_property(const struct school_holidays *sh)
{
	static const char *const more[] = {
		"Fr 22:00-02:00; Sa 01:00-03:00", "Mo-Su 20:00-04:00; PH 10:00-11:00 || \"x\"",
		"07:00+,12:00-16:00", "Mo 10:00-12:00 open \"a\", Mo 11:00-13:00 open \"b\"",
		"week 1-53/2 Mo-Fr 09:00-12:00; week 2-52/2 18:00-06:00; Dec 24-Jan 02 off",
		"Su[-1] -1 day 10:00-30:00; SH off; easter 00:00-24:00 unknown",
	};
	int64_t from = moment("2026-12-20T00:00"), to = moment("2027-01-15T00:00");
	char *in = read_all("tests/data/hours/given.in.tsv"), *rest = in, *line;

	while ((line = next_line(&rest))) {
		struct hours *h = parse(cut_tab(cut_tab(cut_tab(line))));

		if (h)
			is_int(disagreements(h, sh, from, to), 0, "intervals agree with states: %s", line);
		hours_free(h);
	}
	for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
		struct hours *h = parse(more[i]);

		is_int(disagreements(h, sh, from, to), 0, "intervals agree with states: %s", more[i]);
		hours_free(h);
	}
	free(in);
}

/* A number below n, the same at each run. */
static unsigned pick(uint64_t *seed, unsigned n)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*seed >> 33) % n;
}

/* Up to four rules of the cases, put together with any separator. */
static void random_spec(struct str *out, uint64_t *seed, char *const *rules, size_t n)
{
	static const char *const separators[] = { "; ", ", ", " || ", "; " };
	unsigned parts = 1 + pick(seed, 4);

	str_clear(out);
	for (unsigned i = 0; i < parts; i++) {
		str_add(out, i ? separators[pick(seed, 4)] : "");
		str_add(out, rules[pick(seed, (unsigned)n)]);
	}
}

static void test_random(const struct school_holidays *sh)
{
	enum { SPECS = 400, MOST_RULES = 2000, DAYS = 12 };
	char *in = read_all("tests/data/hours/oracle.in.tsv"), *rest = in, *line;
	char *rules[MOST_RULES];
	size_t n = 0, valid = 0;
	uint64_t seed = 4;
	struct str spec;

	while ((line = next_line(&rest))) {
		char *part, *parts = cut_tab(cut_tab(cut_tab(line)));

		while ((part = strsep(&parts, ";")))
			if (n < MOST_RULES && strlen(part) > 1 && !strchr(part, '"'))
				rules[n++] = part;
	}
	str_init(&spec);
	for (int i = 0; i < SPECS; i++) {
		/* around a change of hour, a year's end, a leap day, summer */
		static const char *const from[] = { "2027-03-24", "2026-12-26", "2028-02-25",
						    "2026-08-10", "2026-10-21" };
		int64_t begin = 0;
		struct hours *h;

		random_spec(&spec, &seed, rules, n);
		h = parse(spec.s);
		if (!h)
			continue;
		valid++;
		date_parse_moment(from[pick(&seed, 5)], &begin);
		begin += pick(&seed, DATE_DAY);
		if (disagreements(h, sh, begin, begin + DAYS * DATE_DAY))
			ok(false, "intervals agree with states: %s", spec.s);
		hours_free(h);
	}
	ok(valid > SPECS / 3, "intervals agree with states for %zu random values", valid);
	str_done(&spec);
	free(in);
}

/* A comment makes a rule unknown; a state after it does not change that, as in opening_hours.js. */
static void test_state_after_comment(void)
{
	static const char *const values[] = {
		"Mo 10:00-12:00 \"x\" off", "Mo 10:00-12:00 \"x\" open",
		"Mo 10:00-12:00 unknown \"x\"",
	};
	struct hours_at at;

	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		struct hours *h = parse(values[i]);

		hours_at(h, NULL, moment("2026-11-23T11:00"), &at);
		is_int(at.state, HOURS_UNKNOWN, "unknown: %s", values[i]);
		hours_free(h);
	}
}

static void test_rare(void)
{
	static const struct {
		const char *oh;
		bool rare;
	} cases[] = {
		{ "Fr[1] 17:00-19:00", true }, { "We 14:00-17:00", true },
		{ "Tu,Th 14:00-17:00", false },
		{ "week 2-52/2 Tu,Th 14:00-17:00", true }, { "Mo-Fr 09:00-12:00", false },
		{ "Fr 22:00-02:00", true }, { "24/7", false }, { "off", true },
		{ "2026 Dec 04 14:00-17:00", true },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct hours *h = parse(cases[i].oh);

		for (int day = date_day(2026, 11, 1); day < date_day(2026, 11, 15); day++)
			if (hours_is_rare(h, NULL, day) != cases[i].rare)
				ok(false, "%s is the same on day %d", cases[i].oh, day);
		ok(true, "%s: %s", cases[i].oh, cases[i].rare ? "a permanence" : "regular");
		hours_free(h);
	}
}

int main(void)
{
	struct school_holidays sh;

	read_school(&sh, "tests/data/hours/sh-zone-a-oracle.tsv");
	test_answers("tests/data/hours/given.in.tsv", "tests/data/hours/given.expected.tsv", &sh);
	test_answers("tests/data/hours/oracle.in.tsv", "tests/data/hours/oracle.expected.tsv", &sh);
	test_batch_line(&sh);
	test_public_holidays();
	test_school();
	test_valid();
	test_errors();
	test_api();
	test_decisions();
	test_property(&sh);
	test_random(&sh);
	test_state_after_comment();
	test_rare();
	school_holidays_done(&sh);
	return done_testing();
}
