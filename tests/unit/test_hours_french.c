#include <stdlib.h>
#include <string.h>

#include "aiguillage/hours_french.h"
#include "aiguillage/text.h"
#include "tests/unit/hours_data.h"

static struct hours *parse(const char *oh)
{
	return hours_parse(oh, strlen(oh), 0, NULL);
}

/* The second column is the wanted French, then at times a remark of the author. */
static void test_rendering(void)
{
	char *text = read_all("tests/data/hours/rendering.tsv"), *rest = text, *line;
	struct str b;
	int n = 0;

	str_init(&b);
	while ((line = next_line(&rest))) {
		char *want = cut_tab(line), *remark = strstr(want, "  (");
		struct hours *h;

		if (*line == '(')
			continue;	/* states: test_states() */
		while (remark && remark > want && remark[-1] == ' ')
			remark--;
		if (remark)
			*remark = '\0';
		h = parse(line);
		str_clear(&b);
		hours_french(&b, h);
		is_str(plain_spaces(b.s), want, "%s", line);
		str_clear(&b);
		hours_french_short(&b, h, 30);
		ok(b.len && text_width(b.s) <= 30, "short: %s", b.s);
		hours_free(h);
		n++;
	}
	is_int(n, 41, "wanted sentences");
	str_done(&b);
	free(text);
}

static void test_more(void)
{
	static const struct {
		const char *oh, *want;
	} cases[] = {
		{ "Mo-Fr 09:00-12:00; off", "fermé" },
		{ "PH off; Mo-Fr 10:00-12:00", "du lundi au vendredi, de 10h à 12h" },
		{ "24/7; PH off",
		  "ouvert en permanence (24h/24, 7j/7)\xC2\xA0; fermé les jours fériés" },
		{ "Sa-Su 10:00-12:00", "les samedi et dimanche, de 10h à 12h" },
		{ "Sa-Mo 10:00-12:00", "du samedi au lundi, de 10h à 12h" },
		{ "Mo-Fr 09:00-12:00,11:00-14:00", "du lundi au vendredi, de 9h à 14h" },
		{ "Mo-Fr 09:00-17:00; Mo-Fr 12:00-13:00 off",
		  "du lundi au vendredi, de 9h à 12h et de 13h à 17h" },
		{ "Mo 09:00-12:00; Mo 14:00-17:00", "le lundi, de 14h à 17h" },
		{ "Mo 09:00-12:00, Mo 14:00-17:00", "le lundi, de 9h à 12h et de 14h à 17h" },
		{ "Mo[1],We[3] 10:00-12:00",
		  "le 1er lundi et le 3e mercredi du mois, de 10h à 12h" },
		{ "Mo 10:00-12:00 \"sans rdv\", Mo 14:00-16:00 \"Atelier; seniors\"",
		  "le lundi, de 10h à 12h, sans rdv, puis de 14h à 16h, "
		  "«\xC2\xA0""Atelier; seniors\xC2\xA0»" },
		{ "Mo 10:00-12:00 unknown", "le lundi, de 10h à 12h (à confirmer)" },
		{ "Mo 17:00+", "le lundi, à partir de 17h" },
		{ "Mo-Fr 10:00-12:00 || Sa 14:00-16:00",
		  "du lundi au vendredi, de 10h à 12h\xC2\xA0; en dehors\xC2\xA0: le samedi, "
		  "de 14h à 16h" },
		{ "Dec 04,11,18 14:00-17:00", "les 4, 11 et 18 décembre, de 14h à 17h" },
		{ "easter +1 day off; Mo-Su 10:00-12:00", "tous les jours, de 10h à 12h" },
		{ "Mo 10:00-12:00; easter +1 day off",
		  "le lundi, de 10h à 12h\xC2\xA0; fermé le lundi de Pâques" },
		{ "2026-2027 Mo 10:00-12:00", "de 2026 à 2027\xC2\xA0: le lundi, de 10h à 12h" },
		{ "Mo 14:00-12:00", "le lundi, de 14h à 12h (horaires douteux)" },
		{ "Mo 10:00-sunset",
		  "le lundi, de 10h à 18h (heures du soleil approximatives)" },
		{ "Mo-Fr 09:00-12:00; PH,SH off",
		  "du lundi au vendredi, de 9h à 12h\xC2\xA0; fermé les jours fériés et pendant les "
		  "vacances scolaires" },
	};
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct hours *h = parse(cases[i].oh);

		str_clear(&b);
		hours_french(&b, h);
		is_str(b.s, cases[i].want, "%s", cases[i].oh);
		hours_free(h);
	}
	str_done(&b);
}

static void test_short(void)
{
	static const struct {
		const char *oh, *want;
	} cases[] = {
		{ "Mo-Fr 09:00-12:00,14:00-17:00", "lun-ven 9h-12h 14h-17h" },
		{ "Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00", "lun-ven 9h-12h 14h-17h…" },
		{ "Fr[1] 17:00-19:00; PH off", "1er ven 17h-19h" },
		{ "Tu[1,3] 14:00-17:00", "1er et 3e mar 14h-17h" },
		{ "week 2-52/2 Tu 13:30-16:30", "mar sem. paires 13h30-16h30" },
		{ "24/7", "24h/24, 7j/7" },
		{ "\"Sur rendez-vous\"", "sur rendez-vous" },
		{ "We 14:00-17:00; SH Mo-Fr 10:00-12:00", "mer 14h-17h…" },
		{ "Su,PH 10:00-12:00", "dim fériés 10h-12h" },
		{ "off", "fermé" },
		{ "08:00-20:00", "tlj 8h-20h" },
	};
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct hours *h = parse(cases[i].oh);

		str_clear(&b);
		hours_french_short(&b, h, 30);
		is_str(b.s, cases[i].want, "short: %s", cases[i].oh);
		hours_free(h);
	}
	str_done(&b);
}

static void test_states(void)
{
	static const struct {
		const char *oh, *now, *want;
	} cases[] = {
		{ "Mo-Fr 09:00-12:00,14:00-17:00", "2026-11-23T15:00", "Ouvert — ferme à 17h" },
		{ "Mo-Fr 10:00-20:00 \"sur rendez-vous\"", "2026-11-23T15:00",
		  "Ouvert, sur rendez-vous — jusqu’à 20h" },
		{ "Mo-Fr 09:00-12:00,14:00-17:00", "2026-11-23T12:30",
		  "Fermé — ouvre aujourd’hui à 14h" },
		{ "Mo-Fr 09:00-12:00", "2026-11-23T12:30", "Fermé — ouvre demain à 9h" },
		{ "Mo-Fr 09:00-12:00", "2026-11-27T12:30", "Fermé — ouvre lundi à 9h" },
		{ "Fr[1] 17:00-19:00", "2026-11-23T10:15",
		  "Fermé — prochaine permanence : vendredi 4 décembre, de 17h à 19h (dans 11 jours)" },
		{ "Mo-Fr 09:00-12:00; PH off", "2026-04-06T10:00",
		  "Fermé aujourd’hui (jour férié : Lundi de Pâques) — ouvre mardi 7 avril à 9h" },
		{ "Mo-Fr 09:00-12:00; PH off", "2026-11-11T10:00",
		  "Fermé aujourd’hui (jour férié : Armistice 1918) — ouvre jeudi 12 novembre à 9h" },
		{ "off", "2026-11-23T10:15", "Aucune ouverture prévue dans les 12 mois" },
		{ "2025 Dec 04 10:00-12:00", "2026-11-23T10:15",
		  "Aucune ouverture prévue dans les 12 mois" },
		{ "24/7", "2026-11-23T10:15", "Ouvert en permanence" },
		{ "Fr 22:00-02:00", "2026-11-27T23:00", "Ouvert — ferme à 2h" },
		{ "Mo-Fr 09:00-24:00", "2026-11-27T23:00", "Ouvert — ferme à minuit" },
		{ "Mo 14:00-12:00", "2026-11-23T15:00",
		  "Horaires douteux : téléphoner avant de se déplacer" },
		{ "Mo open", "2026-11-23T15:00", "Ouvert aujourd’hui (horaires non précisés)" },
		{ "Tu open", "2026-11-23T15:00", "Fermé — ouvre demain (horaires non précisés)" },
		{ "Mo 10:00-12:00 unknown", "2026-11-23T11:00",
		  "Peut-être ouvert (à confirmer) — jusqu’à 12h" },
		{ "Mo 10:00+", "2026-11-23T11:00",
		  "Peut-être encore ouvert (heure de fin non précisée)" },
		{ "Sa 10:00-12:00 \"sur rendez-vous\"", "2026-11-27T11:00",
		  "Fermé — ouvre demain à 10h, sur rendez-vous" },
		{ "Mo-Fr 09:00-12:00; SH off", "2026-10-19T10:00",
		  "Fermé aujourd’hui (vacances scolaires : Toussaint) — ouvre lundi 2 novembre à 9h" },
		{ "Mo-Fr 09:00-12:00; SH off", "2027-09-06T10:00",
		  "Ouvert — ferme à 12h (vacances scolaires inconnues au-delà du 31 août)" },
	};
	struct school_holidays sh;
	int64_t now = 0;
	struct str b;

	read_school(&sh, "data/vacances.tsv");
	str_init(&b);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct hours *h = parse(cases[i].oh);

		date_parse_moment(cases[i].now, &now);
		str_clear(&b);
		hours_french_state(&b, h, &sh, now);
		is_str(plain_spaces(b.s), cases[i].want, "%s at %s", cases[i].oh, cases[i].now);
		hours_free(h);
	}
	str_clear(&b);
	hours_french_invalid(&b, "Très\nvariables");
	is_str(b.s, "Horaires non interprétés\xC2\xA0: «\xC2\xA0Très variables\xC2\xA0»", "invalid");
	str_done(&b);
	school_holidays_done(&sh);
}

static void test_next(void)
{
	struct hours *h = parse("Fr[1] 09:00-12:00,17:00-19:00; PH off");
	int64_t now = 0;
	struct str b;

	date_parse_moment("2026-11-23T10:15", &now);
	str_init(&b);
	hours_french_next(&b, h, NULL, now, 3);
	is_str(b.s, "vendredi 4 décembre, de 9h à 12h et de 17h à 19h\n"
		    "vendredi 5 février 2027, de 9h à 12h et de 17h à 19h\n"
		    "vendredi 5 mars 2027, de 9h à 12h et de 17h à 19h", "the next three dates");
	str_clear(&b);
	date_parse_moment("2026-12-04T10:15", &now);
	hours_french_next(&b, h, NULL, now, 1);
	is_str(b.s, "vendredi 4 décembre, de 9h à 12h et de 17h à 19h", "that of today is told from its beginning");
	str_clear(&b);
	hours_free(h);
	h = parse("Fr 20:00-02:00");
	date_parse_moment("2026-12-05T01:00", &now);
	hours_french_next(&b, h, NULL, now, 1);
	is_str(b.s, "vendredi 4 décembre, de 20h à 2h", "even when it was yesterday");
	str_clear(&b);
	hours_free(h);
	h = parse("24/7");
	hours_french_next(&b, h, NULL, now, 1);
	ok(b.len, "what never ends has no beginning either: %s", b.s);
	str_clear(&b);
	hours_free(h);
	h = parse("off");
	hours_french_next(&b, h, NULL, now, 3);
	is_str(b.s, "", "none");
	hours_free(h);
	str_done(&b);
}

/* For a list: what it is now, or when it opens, with the date of a permanence. */
static void test_brief(void)
{
	static const struct {
		const char *oh, *now, *want;
	} cases[] = {
		{ "Mo-Fr 09:00-12:00", "2026-11-24T10:00", "Ouvert jusqu’à 12h" },
		{ "Mo-Fr 09:00-12:00,14:00-17:00", "2026-11-24T12:30", "Ouvre à 14h" },
		{ "Mo-Fr 09:00-12:00", "2026-11-24T13:00", "Ouvre demain à 9h" },
		{ "Mo-Fr 09:00-12:00", "2026-11-27T13:00", "Ouvre lundi à 9h" },
		{ "Fr[1] 17:00-19:00", "2026-11-24T10:00", "Permanence ven. 4 déc. 17h" },
		{ "Fr[1] 17:00-19:00", "2026-12-04T18:00", "Ouvert jusqu’à 19h" },
		{ "Fr[1] 17:00-19:00", "2026-12-04T08:00", "Ouvre à 17h" },
		{ "We[-1] 17:30-19:00", "2026-09-01T10:00", "Permanence mer. 30 sept. 17h30" },
		{ "Tu[1] 17:30-19:00", "2026-08-20T10:00", "Permanence mar. 1er sept." },
		{ "Fr[3] 09:00-12:00", "2026-12-24T10:00", "Permanence ven. 15 janv. 2027" },
		{ "Fr 09:00-12:00", "2026-12-24T10:00", "Perm. ven. 25 déc. (férié ?)" },
		{ "Mo-Fr 09:00-12:00", "2026-11-11T10:00", "Jour férié : à vérifier" },
		{ "24/7", "2026-11-24T10:00", "Ouvert 24h/24" },
		{ "Mo-Su 20:00-02:00", "2026-11-24T23:00", "Ouvert jusqu’à 2h" },
		{ "unknown \"sur rendez-vous\"", "2026-11-24T10:00", "Ouvert, sous condition" },
		{ "Tu 09:00+", "2026-11-24T10:00", "Peut-être encore ouvert" },
		{ "Tu open", "2026-11-24T10:00", "Ouvert aujourd’hui" },
		{ "Mo-Fr 14:00-12:00", "2026-11-24T15:00", "Horaires douteux" },
		{ "Mo-We 00:00-24:00", "2026-11-24T10:00", "Ouvert jusqu’au mer. 25 nov." },
		{ "Sep-Jun Mo-Fr 09:00-12:00", "2026-07-15T10:00", "Ouvre mar. 1er sept. à 9h" },
		{ "Sep-Jun Fr[1] 17:00-19:00", "2026-07-15T10:00", "Permanence ven. 4 sept. 17h" },
		{ "off", "2026-11-24T10:00", "Aucune ouverture prévue" },
		{ "2020 Mo 09:00-12:00", "2026-11-24T10:00", "Aucune ouverture prévue" },
	};
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct hours *h = parse(cases[i].oh);
		int64_t now;

		date_parse_moment(cases[i].now, &now);
		str_clear(&b);
		hours_french_brief(&b, h, NULL, now);
		is_str(b.s, cases[i].want, "%s at %s", cases[i].oh, cases[i].now);
		ok(text_width(b.s) <= HOURS_BRIEF, "and it fits");
		hours_free(h);
	}
	str_done(&b);
}

int main(void)
{
	test_rendering();
	test_more();
	test_short();
	test_states();
	test_next();
	test_brief();
	return done_testing();
}
