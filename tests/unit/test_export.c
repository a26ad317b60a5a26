/* The national schema to the letter, and back again. */
#include <regex.h>

#include "aiguillage/csv.h"
#include "aiguillage/export.h"
#include "aiguillage/import.h"
#include "aiguillage/overlay.h"
#include "tests/lib/tap.h"
#include "tests/unit/tempdir.h"

#define COLUMNS 32
#define SECRET "Sésame sous le paillasson"

static struct err err = ERR_INIT;

static bool fine(void)
{
	bool is = err.kind == ERR_NONE;

	if (!is)
		printf("# %s\n", err.msg);
	err_clear(&err);
	return is;
}

/* ---- the schema (tests/data/mednum-v1.tsv) ---- */

struct rule {
	char name[80];
	bool required, has_pattern;
	regex_t pattern;
	size_t longest;
};

static struct rule rules[COLUMNS];

static void read_schema(void)
{
	char path[1400], line[2000];
	size_t n = 0;
	FILE *f;

	snprintf(path, sizeof path, "%s/tests/data/mednum-v1.tsv", getenv("SRCDIR"));
	f = fopen(path, "r");
	while (f && fgets(line, sizeof line, f)) {
		char *rest = line, *name, *required, *pattern;

		if (*line == '#' || n == COLUMNS)
			continue;
		name = strsep(&rest, "\t");
		required = strsep(&rest, "\t");
		pattern = strsep(&rest, "\t");
		snprintf(rules[n].name, sizeof rules[n].name, "%s", name);
		rules[n].required = strcmp(required, "oui") == 0;
		rules[n].has_pattern = *pattern;
		rules[n].longest = (size_t)atoi(rest);
		if (*pattern && regcomp(&rules[n].pattern, pattern, REG_EXTENDED | REG_NOSUB) != 0)
			printf("# %s\n", pattern);
		n++;
	}
	if (f)
		fclose(f);
	is_int(n, COLUMNS, "the schema has 32 columns");
}

static size_t characters(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

struct validated {
	size_t rows, wrong;
	char ids[64][100];
};

static bool validate_row(void *ctx, const struct csv_row *r, struct err *e)
{
	struct validated *v = ctx;

	(void)e;
	v->wrong += r->n != COLUMNS || r->n_columns != COLUMNS;
	for (size_t i = 0; i < r->n && i < COLUMNS; i++) {
		const char *cell = r->cells[i];
		bool wrong = strcmp(r->columns[i], rules[i].name) != 0;

		wrong |= rules[i].required && !*cell;
		wrong |= *cell && rules[i].has_pattern &&
			 regexec(&rules[i].pattern, cell, 0, NULL, 0) != 0;
		wrong |= rules[i].longest && characters(cell) > rules[i].longest;
		if (wrong)
			printf("# row %zu, %s: « %s »\n", r->row, rules[i].name, cell);
		v->wrong += wrong;
	}
	for (size_t i = 0; i < v->rows; i++)
		v->wrong += strcmp(v->ids[i], r->cells[0]) == 0;
	if (v->rows < 64)
		snprintf(v->ids[v->rows++], sizeof *v->ids, "%s", r->cells[0]);
	return true;
}

static void is_valid(const struct str *csv, size_t rows, const char *what)
{
	struct validated v = { 0 };

	spit(temp("valid.csv"), csv->s, csv->len);
	ok(csv_read_file(temp("valid.csv"), ',', validate_row, &v, &err) && fine(),
	   "%s: a CSV file", what);
	is_int(v.rows, rows, "%s: as many rows as places", what);
	is_int(v.wrong, 0, "%s: to the letter", what);
	ok(strncmp(csv->s, "\"id\",\"pivot\",\"nom\",\"commune\",\"code_postal\",", 43) == 0, "%s: commas", what);
}

/* ---- sessions ---- */

/* The shipped data with one place only. */
static void make_data(void)
{
	static const char *const files[] = {
		"communes.csv",
		"communes_alias.csv",
		"communes_anciennes.csv",
		"departements.csv",
		"import",
		"rail.csv",
		"secteur.csv",
		"vacances.tsv",
		"vocabulaire.csv",
		"vocabulaire_journal.csv",
	};
	static const char places[] =
		"id,nom,code_insee,commune,code_postal,adresse,statut,date_maj,source_ids\n"
		"livre-un,Maison Livrée,69022,Bibost,69690,5 rue du Puits,cite,2024-09-19,"
		"national-0001\n";
	static const char offers[] = "id,structure_id,nom,statut\nS900,livre-un,Aide,cite\n";

	mkdir(temp("data"), 0755);
	mkdir(temp("data/annuaire"), 0755);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char from[1400], to[1400];

		snprintf(from, sizeof from, "%s/data/%s", getenv("SRCDIR"), files[i]);
		snprintf(to, sizeof to, "%s/data/%s", tempdir, files[i]);
		if (symlink(from, to) != 0)
			perror(to);
	}
	spit(temp("data/annuaire/lieux.csv"), places, sizeof places - 1);
	spit(temp("data/annuaire/offres.csv"), offers, sizeof offers - 1);
}

static struct session *open_in(const char *name)
{
	char base[1400], data[1400];
	struct session_options o = { .base = base, .data = data };
	struct session *s = NULL;

	snprintf(base, sizeof base, "%s/%s", tempdir, name);
	snprintf(data, sizeof data, "%s/data", tempdir);
	if (!session_open(&s, &o, &err)) {
		printf("Bail out! %s\n", err.msg);
		exit(1);
	}
	return s;
}

static bool append(void *ctx, const struct str *line, struct err *e)
{
	(void)e;
	str_addn(ctx, line->s, line->len);
	return true;
}

static struct export_report export(struct session *s, const char *source, struct str *out)
{
	struct export_options o = { .source = source };
	struct export_report r;

	str_clear(out);
	export_report_init(&r);
	ok(export_places(s, &o, append, out, &r, &err) && fine(), "export of %s", source);
	export_report_done(&r);
	return r;
}

static struct import_count import(struct session *s, const char *path, const char *source)
{
	struct import_options o = { .source = source };
	struct import_report r;
	struct import_count n;

	import_report_init(&r);
	ok(import_file(s, path, &o, &r, &err) && fine(), "import into %s",
	   source ? source : "its own source");
	is_int(r.refused, 0, "nothing is refused");
	n = r.places;
	import_report_done(&r);
	session_refresh(s, &err);
	fine();
	return n;
}

static struct import_count import_text(struct session *s, const struct str *csv, const char *source)
{
	spit(temp("again.csv"), csv->s, csv->len);
	return import(s, temp("again.csv"), source);
}

static char *sample(void)
{
	static char path[1400];

	snprintf(path, sizeof path, "%s/tests/data/mednum-v1.csv", getenv("SRCDIR"));
	return path;
}

#define SAMPLE_ROWS 5

/* ---- round trips ---- */

static void test_same(void)
{
	struct session *s = open_in("a"), *fresh = open_in("b");
	struct import_count n;
	struct str first, second;
	size_t bytes;
	char *given;

	str_init(&first);
	str_init(&second);
	n = import(s, sample(), "mednum");
	is_int(n.changes[IMPORT_ADDED], SAMPLE_ROWS, "a made-up national file");
	export(s, "mednum", &first);
	is_valid(&first, SAMPLE_ROWS, "exported");
	given = slurp(sample(), &bytes);
	ok(strstr(first.s,
		  "\n\"structure-0001\",\"43493312300029\",\"Médiathèque « L’Échappée »\",\"Tarare\",\"69170\",\"69243\","),
	   "the first row is there");
	ok(strstr(given, "Étapes numériques(La Poste)") &&
		   strstr(first.s, "Étapes numériques(La Poste)"),
	   "a label is written as the schema does, its missing space included");
	free(given);
	ok(strstr(first.s, "\n\"A-0002__B-0002\",\"00000000000000\",\" =SOMME(A1:A9)\","),
	   "a composite id, no SIRET, no formula");
	ok(strstr(first.s, ",\"+262262000003\","), "the telephone keeps its +");

	n = import_text(s, &first, "mednum");
	ok(n.same == SAMPLE_ROWS && !n.changes[IMPORT_ADDED] && !n.changes[IMPORT_CHANGED] &&
		   !n.changes[IMPORT_VANISHED], "imported again: the same base");
	export(s, "mednum", &second);
	is_str(second.s, first.s, "exported again: the same file");

	import_text(fresh, &first, "mednum");
	export(fresh, "mednum", &second);
	is_str(second.s, first.s, "through another base: the same file");

	export(s, "toutes", &second);
	is_valid(&second, SAMPLE_ROWS + 1, "all sources");
	ok(strstr(second.s, "Maison Livrée"), "the shipped place too");
	session_close(s);
	session_close(fresh);
	str_done(&first);
	str_done(&second);
}

/* The values of the file are those of the base it came from, field by field. */
static void test_fields(void)
{
	struct session *a = open_in("a"), *b = open_in("b");
	struct place p, q;
	int differ = 0;

	place_init(&p);
	place_init(&q);
	for (int i = 1; i <= SAMPLE_ROWS; i++) {
		char id[20];

		snprintf(id, sizeof id, i == 2 ? "A-0002" : "structure-%04d", i);
		directory_place(a->directory, directory_place_by_key(a->directory, id, &err), &p,
				&err);
		directory_place(b->directory, directory_place_by_key(b->directory, id, &err), &q,
				&err);
		for (int f = 0; f < PLACE_FIELD_COUNT; f++)
			differ += strcmp(place_get(&p, (enum place_field)f),
					 place_get(&q, (enum place_field)f)) != 0;
	}
	fine();
	is_int(differ, 0, "both bases hold the same fields");
	is_str(place_get(&p, PLACE_INSEE), "2A004", "down to the last");
	place_clear(&p);
	place_clear(&q);
	session_close(a);
	session_close(b);
}

static void add_local(struct session *s)
{
	struct place p;
	struct offer o;

	place_init(&p);
	offer_init(&o);
	place_set(&p, PLACE_NAME, "Café associatif");
	place_set(&p, PLACE_COMMUNE, "Bibost");
	place_set(&p, PLACE_ADDRESS, "2 place de la Mairie");
	place_set(&p, PLACE_PHONE, "04 74 12 34 56");
	ok(overlay_add_place(s, &p, &err) && fine(), "a place");
	offer_set(&o, OFFER_PLACE_KEY, place_get(&p, PLACE_KEY));
	offer_set(&o, OFFER_NAME, "Permanence du mardi");
	offer_set(&o, OFFER_DESCRIPTION, "On y fait ses papiers.");
	offer_set(&o, OFFER_HOURS, "mardi de 14h à 17h");
	offer_set(&o, OFFER_SERVICES, "démarches");
	offer_set(&o, OFFER_AUDIENCES, "Seniors|Demandeurs d’emploi");
	ok(overlay_add_offer(s, &o, &err) && fine(), "its offer");
	offer_set(&o, OFFER_NAME, "Permanence du jeudi");
	offer_set(&o, OFFER_HOURS, "jeudi de 9h à 12h");
	offer_set(&o, OFFER_SERVICES, "bases du numérique");
	ok(overlay_add_offer(s, &o, &err) && fine(), "another");
	place_clear(&p);
	place_set(&p, PLACE_NAME, "Sans adresse");
	place_set(&p, PLACE_COMMUNE, "Bibost");
	ok(overlay_add_place(s, &p, &err) && fine(), "a place without address");
	place_clear(&p);
	offer_clear(&o);
}

/* What an import writes when a row does not tell its source. */
#define FILLED "\"Lieux de médiation numérique, version 1\""

static void without(struct str *b, const char *words)
{
	size_t n = strlen(words);

	for (char *p = b->s; (p = strstr(p, words));) {
		memmove(p, p + n, b->len - (size_t)(p - b->s) - n + 1);
		b->len -= n;
	}
}

static void test_local(void)
{
	const char *corrected = "structure-0004", *gone = "structure-0003";
	struct session *s = open_in("a"), *fresh = open_in("c");
	struct export_report r;
	struct import_count n;
	struct str csv, again;
	const char *row;

	str_init(&csv);
	str_init(&again);
	r = export(s, "locale", &csv);
	ok(r.written == 0 && !strchr(csv.s, '\n')[1], "nothing local: the header alone");
	ok(overlay_correct(s, OVERLAY_PLACE, corrected, "phone", "04 74 89 00 00", &err) &&
		   overlay_note(s, OVERLAY_PLACE, corrected, SECRET, &err) &&
		   overlay_note(s, OVERLAY_PLACE, "structure-0005", SECRET, &err) &&
		   overlay_correct(s, OVERLAY_PLACE, gone, "phone", "04 74 89 00 01", &err) &&
		   overlay_mark(s, OVERLAY_PLACE, gone, MARK_GONE, 0, &err) && fine(),
	   "a correction, notes, a mark");
	add_local(s);
	session_refresh(s, &err);
	fine();
	r = export(s, "locale", &csv);
	is_int(r.written, 2, "the corrected one and the added one");
	is_int(r.gone, 1, "not the one that is gone");
	is_int(r.incomplete, 1, "nor the one without address");
	is_valid(&csv, 2, "local");
	row = strstr(csv.s, "\"structure-0004\",");
	ok(row && strstr(row, ",\"+33474890000\",") && strstr(row, ",\"2026-11-24\","),
	   "our telephone, the day of the correction");
	row = strstr(csv.s, ",\"Café associatif\",\"Bibost\",\"69690\",\"69022\",\"2 place de la Mairie\",");
	ok(row && strstr(row, "Aide aux démarches administratives") &&
		   strstr(row, "Maîtrise des outils numériques du quotidien"),
	   "the services of both offers");
	ok(row && strstr(row, "Permanence du mardi") && strstr(row, " ; Permanence du "),
	   "their names");
	ok(row && strstr(row, ",\"Seniors\",") && !strstr(row, "emploi"),
	   "the audience that the schema knows");
	ok(!strstr(csv.s, "Sésame") && !strstr(csv.s, "Ajouté par vous"),
	   "nothing private, nothing meant for us");
	export(s, "toutes", &again);
	ok(!strstr(again.s, "Sésame"), "nor among all of them");

	n = import_text(fresh, &csv, "retour");
	is_int(n.changes[IMPORT_ADDED], 2, "others can read it");
	export(fresh, "retour", &again);
	without(&again, FILLED);
	without(&csv, FILLED);
	is_str(again.s, csv.s,
	       "and it comes back the same, but for the source that an import fills in");

	/* the hub took the correction: the source now says what we say */
	export(s, "mednum", &csv);
	import_text(s, &csv, "mednum");
	{
		struct overlay o;

		ok(overlay_read(s, OVERLAY_PLACE, corrected, &o, &err) && fine() && o.n == 1 &&
			   !correction_conflicts(&o.corrections[0]),
		   "no conflict once the source agrees");
		overlay_done(&o);
	}
	session_close(s);
	session_close(fresh);
	str_done(&csv);
	str_done(&again);
}

/* A record that the shipped directory knows is an offer of its place: it goes out as it came in. */
static void test_attached(void)
{
	static const char text[] =
		"id,pivot,nom,commune,code_postal,adresse,horaires,date_maj,services\n"
		"national-0001__autre-0001,00000000000000,Maison,Bibost,69690,5 rue du Puits,Mo "
		"09:00-12:00,2026-03-01,Aide aux démarches administratives\n";
	struct str first, second;
	struct session *s = open_in("d");
	struct import_options o = { 0 };
	struct import_report r;

	str_init(&first);
	str_init(&second);
	str_add(&first, text);
	import_text(s, &first, NULL);
	export(s, "mednum", &first);
	is_valid(&first, 1, "attached");
	ok(strstr(first.s, "\n\"national-0001__autre-0001\","), "the identifiers of its source");
	ok(strstr(first.s, ",\"Mo 09:00-12:00\",") && strstr(first.s, ",\"2026-03-01\","),
	   "its hours, its date");
	spit(temp("again.csv"), first.s, first.len);
	import_report_init(&r);
	ok(import_file(s, temp("again.csv"), &o, &r, &err) && fine(), "imported again");
	ok(r.offers.same == 1 && !r.offers.changes[IMPORT_ADDED] &&
		   !r.offers.changes[IMPORT_VANISHED] && !r.places.changes[IMPORT_ADDED],
	   "the same");
	import_report_done(&r);
	export(s, "mednum", &second);
	is_str(second.s, first.s, "exported again: the same file");
	session_close(s);
	str_done(&first);
	str_done(&second);
}

static void test_errors(void)
{
	struct export_options o = { .source = "inconnue" };
	struct session *s = open_in("b");
	struct export_report r;
	struct str out;

	str_init(&out);
	export_report_init(&r);
	ok(!export_places(s, &o, append, &out, &r, &err) && err.kind == ERR_NOT_FOUND &&
		   strstr(err.msg, "inconnue"), "no such source: %s", err.msg);
	err_clear(&err);
	export_report_done(&r);
	str_done(&out);
	session_close(s);
}

int main(void)
{
	setenv("AIGUILLAGE_MAINTENANT", "2026-11-24T10:00", 1);
	tempdir_make();
	read_schema();
	make_data();
	test_same();
	test_fields();
	test_local();
	test_attached();
	test_errors();
	for (size_t i = 0; i < COLUMNS; i++)
		if (rules[i].has_pattern)
			regfree(&rules[i].pattern);
	tempdir_remove();
	return done_testing();
}
