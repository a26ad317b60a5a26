#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/place.h"
#include "aiguillage/vocab.h"
#include "tests/lib/tap.h"

#define S "\u00A0"

static void check_table(const struct field *f, size_t n, const char *what)
{
	size_t holes = 0, twins = 0, genres = 0;

	for (size_t i = 0; i < n; i++) {
		holes += !f[i].csv || !*f[i].csv || !f[i].sql || !*f[i].sql || !f[i].label;
		genres += (f[i].kind == FIELD_CODES) != (f[i].genre >= 0) || f[i].genre >= VOCAB_GENRES;
		for (size_t k = 0; k < i; k++)
			twins += !strcmp(f[i].csv, f[k].csv) || !strcmp(f[i].sql, f[k].sql);
	}
	is_int((long long)holes, 0, "%s: every field has its names", what);
	is_int((long long)twins, 0, "%s: no name is used twice", what);
	is_int((long long)genres, 0, "%s: codes have a vocabulary, and only codes", what);
}

/* The first line of a shipped file names the same columns, in any order. */
static void check_header(const char *file, const struct field *f, size_t n)
{
	char line[4096] = ",";
	FILE *in = fopen(test_path(file), "r");
	size_t missing = 0, commas = 0;

	if (!in || !fgets(line + 1, sizeof line - 2, in)) {
		ok(false, "%s can be read", file);
		return;
	}
	fclose(in);
	line[strcspn(line, "\r\n")] = '\0';
	strcat(line, ",");
	for (const char *p = line; *p; p++)
		commas += *p == ',';
	for (size_t i = 0; i < n; i++) {
		char name[100];

		snprintf(name, sizeof name, ",%s,", f[i].csv);
		missing += !strstr(line, name);
	}
	is_int((long long)missing, 0, "%s has every column", file);
	is_int((long long)commas - 1, (long long)n, "%s has no other", file);
}

static void test_records(void)
{
	struct place p;
	struct offer o;

	place_init(&p);
	is_str(place_get(&p, PLACE_NAME), "", "a field not set is empty");
	place_set(&p, PLACE_NAME, "Mairie");
	place_set(&p, PLACE_NAME, "Maison du Rhône");
	is_str(place_get(&p, PLACE_NAME), "Maison du Rhône", "the last value stays");
	place_set(&p, PLACE_NAME, place_get(&p, PLACE_NAME));
	is_str(place_get(&p, PLACE_NAME), "Maison du Rhône", "a field may be set to itself");
	place_set(&p, PLACE_NAME, "");
	ok(!p.f[PLACE_NAME], "empty is nothing");
	p.id = 4;
	place_set(&p, PLACE_NOTE, "x");
	place_clear(&p);
	ok(p.id == 0 && !p.f[PLACE_NOTE], "cleared");

	offer_init(&o);
	offer_set(&o, OFFER_STATUS, "cite");
	is_str(offer_get(&o, OFFER_STATUS), "cite", "an offer");
	is_str(offer_get(&o, OFFER_NOTE), "", "and its empty field");
	o.id = o.place_id = 3;
	offer_clear(&o);
	ok(!o.id && !o.place_id && !o.f[OFFER_STATUS], "cleared");
}

/* What is lent is neither copied nor freed, until it is made one's own. */
static void test_lent(void)
{
	char text[] = "Mairie", other[] = "Tarare";
	struct place p;

	place_init(&p);
	place_set(&p, PLACE_NAME, "Médiathèque");
	place_lend(&p, PLACE_NAME, text);
	place_lend(&p, PLACE_COMMUNE, other);
	ok(place_get(&p, PLACE_NAME) == text, "the text itself");
	place_set(&p, PLACE_COMMUNE, place_get(&p, PLACE_COMMUNE));
	other[0] = 'X';
	is_str(place_get(&p, PLACE_COMMUNE), "Tarare", "set to itself, it is a copy");
	place_own(&p);
	text[0] = 'X';
	is_str(place_get(&p, PLACE_NAME), "Mairie", "its own, it no longer changes");
	place_lend(&p, PLACE_NAME, "");
	is_str(place_get(&p, PLACE_NAME), "", "nothing can be lent");
	place_lend(&p, PLACE_NAME, text);
	place_clear(&p);
	is_str(place_get(&p, PLACE_NAME), "", "cleared");
	is_str(text, "Xairie", "what was lent is left alone");
}

static void test_status(void)
{
	static const char *const never[] = {
		"en-projet", "pas-encore-present", "institution", "ressource", "besoin-sans-offre",
	};
	static const char *const warned[] = {
		"a-verifier", "informel", "ponctuel", "", "inconnu", NULL,
	};

	for (size_t i = 0; i < ARRAY_SIZE(never); i++) {
		ok(!status_proposable(never[i]), "%s is never proposed", never[i]);
		ok(!status_warns(never[i]), "%s has no warning to give", never[i]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(warned); i++)
		ok(status_proposable(warned[i]) && status_warns(warned[i]),
		   "« %s » is proposed with a warning", warned[i] ? warned[i] : "(none)");
	ok(status_proposable("cite") && !status_warns("cite"), "cite is proposed without");
}

static void test_phone(void)
{
	static const struct { const char *from, *to; } cases[] = {
		{ "+33474016890", "04" S "74" S "01" S "68" S "90" },
		{ "04.74.63.25.94", "04" S "74" S "63" S "25" S "94" },
		{ "04 74 63 25 94", "04" S "74" S "63" S "25" S "94" },
		{ "04-74-63-25-94", "04" S "74" S "63" S "25" S "94" },
		{ "04/74/63/25/94", "04" S "74" S "63" S "25" S "94" },
		{ "04" S "74\u202F63" S "25" S "94", "04" S "74" S "63" S "25" S "94" },
		{ "0611965390", "06" S "11" S "96" S "53" S "90" },
		{ "0033474016890", "04" S "74" S "01" S "68" S "90" },
		{ "00 33 4 74 01 68 90", "04" S "74" S "01" S "68" S "90" },
		{ "+33 (0)4 74 01 68 90", "04" S "74" S "01" S "68" S "90" },
		{ "33474016890", "04" S "74" S "01" S "68" S "90" },
		{ "478053703", "04" S "78" S "05" S "37" S "03" },
		{ "0800 123 456", "08" S "00" S "12" S "34" S "56" },
		{ "3960", "3960" },
		{ "39 60", "3960" },
		{ "115", "115" },
		{ "+687123456", "+687" S "12" S "34" S "56" },
		{ "+68940123456", "+689" S "40" S "12" S "34" S "56" },
		{ "00681 72 12 34", "+681" S "72" S "12" S "34" },
		{ "+2697712345", "+269" S "771" S "23" S "45" },
		{ "+508412345", "+508" S "41" S "23" S "45" },
		{ "+508508412345", "05" S "08" S "41" S "23" S "45" },
		{ "+590590123456", "05" S "90" S "12" S "34" S "56" },
		{ "+262 269 61 23 45", "02" S "69" S "61" S "23" S "45" },
		{ "04 74 63 25 94 / 06 41 92 91 92",
		  "04" S "74" S "63" S "25" S "94 / 06" S "41" S "92" S "91" S "92" },
		{ "0474632594 0641929192",
		  "04" S "74" S "63" S "25" S "94 / 06" S "41" S "92" S "91" S "92" },
		{ "+33474632594|+33641929192",
		  "04" S "74" S "63" S "25" S "94 / 06" S "41" S "92" S "91" S "92" },
		{ "04 74 63 25 94 ou 3960", "04" S "74" S "63" S "25" S "94 / 3960" },
		{ "04 74 63 25 94, accueil", "04" S "74" S "63" S "25" S "94 / accueil" },
		/* what cannot be read */
		{ "", "" },
		{ "voir le site", "voir le site" },
		{ "04 74 63", "04 74 63" },
		{ "00 00 00 00 00", "00 00 00 00 00" },
		{ "+41 22 123 45 67", "+41 22 123 45 67" },
		{ "04 74 63 25 94 (poste 12)", "04 74 63 25 94 (poste 12)" },
		{ "a, b", "a, b" },
		{ "1234567890123456789012345678901234567890123456789",
		  "1234567890123456789012345678901234567890123456789" },
		{ "+", "+" },
	};
	struct str out;

	str_init(&out);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		str_clear(&out);
		phone_french(&out, cases[i].from);
		is_str(out.s, cases[i].to, "phone %s", cases[i].from);
	}
	phone_french(&out, "3960");
	is_str(out.s, "+3960", "appended");
	str_done(&out);
}

int main(void)
{
	check_table(place_fields, PLACE_FIELD_COUNT, "places");
	check_table(offer_fields, OFFER_FIELD_COUNT, "offers");
	check_header("data/annuaire/lieux.csv", place_fields, PLACE_FIELD_COUNT);
	check_header("data/annuaire/offres.csv", offer_fields, OFFER_FIELD_COUNT);
	test_records();
	test_lent();
	test_status();
	test_phone();
	return done_testing();
}
