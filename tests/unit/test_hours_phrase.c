#include <stdlib.h>
#include <string.h>

#include "aiguillage/hours.h"
#include "aiguillage/hours_phrase.h"
#include "tests/unit/hours_data.h"

/* Sentences and the value they must give; "!" or "(…)" when they must be refused. */
static int test_table(const char *path)
{
	char *text = read_all(path), *rest = text, *line;
	int today = date_day(2026, 11, 24), n = 0;
	struct hours_phrase p;

	hours_phrase_init(&p);
	while ((line = next_line(&rest))) {
		char *want = cut_tab(line);
		bool read = hours_phrase_read(&p, line, today);

		cut_tab(want);
		n++;
		if (*want == '!' || *want == '(') {
			ok(!read && p.problem.len > 0 && p.oh.len == 0, "refused: %s", line);
			continue;
		}
		is_str(read ? p.oh.s : p.problem.s, want, "%s", line);
	}
	hours_phrase_done(&p);
	free(text);
	return n;
}

static void is_refused(const char *sentence, const char *why)
{
	struct hours_phrase p;

	hours_phrase_init(&p);
	ok(!hours_phrase_read(&p, sentence, date_day(2026, 11, 24)), "refused: %s", sentence);
	is_str(plain_spaces(p.problem.s), why, "and why");
	hours_phrase_done(&p);
}

static void test_refusals(void)
{
	is_refused("lundi 9h-12h selon disponibilité",
		   "compris : le lundi, de 9h à 12h ; pas compris : « selon disponibilité »");
	is_refused("lundi matin", "« le matin » ne dit pas les heures : écrire par exemple « de 9h à "
				  "12h »");
	is_refused("un mardi sur deux à partir du 7 décembre de 9h à 12h",
		   "le 7 décembre 2026 est un lundi");
	is_refused("Un lundi après-midi sur deux de 14h00 à 17h00",
		   "« une fois sur deux » : dire « semaines paires » ou « semaines impaires », ou « à "
		   "partir du » suivi de la première date");
}

static void is_read(const char *sentence, const char *oh)
{
	struct hours_phrase p;

	hours_phrase_init(&p);
	hours_phrase_read(&p, sentence, date_day(2026, 11, 24));
	is_str(p.oh.s, oh, "%s", sentence);
	hours_phrase_done(&p);
}

/* Said without a year, a day is the next one to come; a season and a closing come every year. */
static void test_years(void)
{
	is_read("le 4 décembre de 9h à 12h", "2026 Dec 04 09:00-12:00");
	is_read("les 4 et 18 décembre de 14h à 16h", "2026 Dec 04,2026 Dec 18 14:00-16:00");
	is_read("le 15 janvier de 9h à 12h", "2027 Jan 15 09:00-12:00");
	is_read("le 24 novembre de 9h à 12h", "2026 Nov 24 09:00-12:00");
	is_read("les 18 décembre et 8 janvier de 9h à 12h", "2026 Dec 18,2027 Jan 08 09:00-12:00");
	is_read("du 15 juin au 15 septembre le lundi de 9h à 12h", "Jun 15-Sep 15 Mo 09:00-12:00");
	is_read("le lundi de 9h à 12h, fermé le 25 décembre", "Mo 09:00-12:00; Dec 25 off");
}

/* « un lundi sur deux à partir du… » must open every fourteen days, over the odd year end. */
static void test_biweekly(void)
{
	static const struct {
		const char *sentence;
		int first;
	} cases[] = {
		{ "un lundi sur deux à partir du 7 décembre 2026, de 9h à 12h", 7 },
		{ "un lundi sur deux à partir du 14 décembre 2026, de 9h à 12h", 14 },
	};
	struct hours_phrase p;

	hours_phrase_init(&p);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int day = date_day(2026, 12, cases[i].first), bad = 0;
		struct hours *h;

		ok(hours_phrase_read(&p, cases[i].sentence, date_day(2026, 11, 24)), "%s", p.oh.s);
		ok(strstr(p.remark.s, "valable") != NULL, "says until when");
		h = hours_parse(p.oh.s, p.oh.len, 0, NULL);
		for (int d = day - 30; d < date_day(2032, 12, 20); d++)
			bad += hours_open_on(h, NULL, d) != (d >= day && (d - day) % 14 == 0);
		is_int(bad, 0, "every fourteen days until the end of 2032");
		hours_free(h);
	}
	hours_phrase_done(&p);
}

/* Any cut of a sentence gives something valid or a refusal. */
static void test_cuts(void)
{
	static const char sentence[] =
		"Du lundi au vendredi de 9h à 12h et de 14h à 17h (16h pendant les vacances scolaires), "
		"fermé les mardi et jeudi après-midi, le 1er samedi du mois de 10h à 12h sur rdv";
	struct hours_phrase p;
	int bad = 0;

	hours_phrase_init(&p);
	for (size_t i = 0; i < sizeof sentence; i++) {
		char *cut = strndup(sentence, i);
		struct hours *h;

		if (hours_phrase_read(&p, cut, date_day(2026, 11, 24))) {
			h = hours_parse(p.oh.s, p.oh.len, 0, NULL);
			bad += !h;
			hours_free(h);
		} else {
			bad += p.problem.len == 0;
		}
		free(cut);
	}
	is_int(bad, 0, "every beginning of a sentence is answered");
	hours_phrase_done(&p);
}

int main(void)
{
	is_int(test_table("tests/data/hours/fr-phrases.tsv"), 35, "real sentences");
	ok(test_table("tests/data/hours/phrases.tsv") >= 150, "our own sentences");
	test_refusals();
	test_years();
	test_biweekly();
	test_cuts();
	return done_testing();
}
