#include <sqlite3.h>
#include <unistd.h>

#include "aiguillage/import.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"
#include "aiguillage/path.h"
#include "aiguillage/vocab.h"
#include "tests/lib/tap.h"
#include "tests/unit/tempdir.h"

static struct session *s;

static void bail(const struct err *err)
{
	printf("Bail out! %s\n", err->msg);
	exit(1);
}

static void open_base(const char *name)
{
	struct session_options o = { .base = temp(name) };
	struct err err = ERR_INIT;

	session_close(s);
	s = NULL;
	if (!session_open(&s, &o, &err))
		bail(&err);
}

/* ---- what the directory holds ---- */

static bool add_fields(struct str *out, const char *title, const struct field *fields, size_t n,
		       const char *const *f)
{
	str_addf(out, "%s\n", title);
	for (size_t i = 0; i < n; i++)
		if (f[i] && *f[i])
			str_addf(out, "  %s: %s\n", fields[i].csv, f[i]);
	return true;
}

static void dump_offers(struct str *out, int64_t place_id, const char *source)
{
	struct err err = ERR_INIT;
	struct offer o;
	int64_t *ids;
	size_t n;

	offer_init(&o);
	if (!directory_offers_of(s->directory, place_id, &ids, &n, &err))
		bail(&err);
	for (size_t i = 0; i < n; i++)
		if (directory_offer(s->directory, ids[i], &o, &err) &&
		    strncmp(offer_get(&o, OFFER_KEY), source, strlen(source)) == 0)
			add_fields(out, "offre", offer_fields, OFFER_FIELD_COUNT, o.f);
	free(ids);
	offer_clear(&o);
}

/* Every place of a source, and the offers that it gives, in the order of their rows. */
static void dump(struct str *out, const char *source)
{
	struct err err = ERR_INIT;
	struct place p;

	place_init(&p);
	for (int64_t id = 1; id < 1000; id++) {
		if (!directory_place(s->directory, id, &p, &err))
			continue;
		if (strncmp(place_get(&p, PLACE_KEY), source, strlen(source)) == 0)
			add_fields(out, "lieu", place_fields, PLACE_FIELD_COUNT, p.f);
		dump_offers(out, id, source);
	}
	place_clear(&p);
}

/* ---- importing ---- */

static struct import_report report;
static struct err last;

static bool import(const char *const *paths, size_t n, const char *source, bool dry_run)
{
	struct import_options o = { .source = source, .dry_run = dry_run };
	bool done;

	import_report_done(&report);
	import_report_init(&report);
	err_clear(&last);
	done = import_files(s, paths, n, &o, &report, &last);
	is_int(report.read, report.kept + report.refused, "read = kept + refused");
	return done;
}

static bool import_text(const char *text, const char *source)
{
	const char *path = temp("t.csv");

	spit(path, text, strlen(text));
	return import(&path, 1, source, false);
}

/* ---- golden imports ---- */

static char *data_path(const char *name)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "%s/tests/data/import/%s", getenv("SRCDIR"), name);
	return b.s;
}

static void compare_golden(const char *name, const struct str *got)
{
	char *path = data_path(name), *want;
	size_t n;

	if (getenv("AIGUILLAGE_GOLDEN"))
		spit(path, got->s, got->len);
	want = slurp(path, &n);
	is_str(got->s, want ? want : "(no such file)", "%s", name);
	free(want);
	free(path);
}

static void check_golden(const char *first, const char *second, const char *golden)
{
	char *here = getcwd(NULL, 0), *dir = data_path("");
	const char *paths[] = { first, second };
	struct str b;

	open_base(golden);
	str_init(&b);
	if (chdir(dir) != 0)
		exit(99);
	ok(import(paths, second ? 2 : 1, "essai", false), "%s: imported", first);
	is_str(last.msg, "", "%s: no error", first);
	if (chdir(here) != 0)
		exit(99);
	import_report_say(&report, 100, &b);
	str_add(&b, "\n");
	dump(&b, "essai.");
	compare_golden(golden, &b);
	str_done(&b);
	free(here);
	free(dir);
}

static void test_golden(void)
{
	check_golden("v1.csv", NULL, "v1.golden");
	check_golden("v0.csv", NULL, "v0.golden");
	check_golden("cartographie.json", NULL, "cartographie.golden");
	check_golden("di-v1-services.jsonl", "di-v1-structures.json", "di-v1.golden");
	check_golden("di-v0-structures.csv", "di-v0-services.json", "di-v0.golden");
	check_golden("france-services.csv", NULL, "france-services.golden");
	check_golden("hinaura-formulaire.json", NULL, "hinaura-formulaire.golden");
	check_golden("hinaura.csv", NULL, "hinaura.golden");
}

/* ---- from one import to the next ---- */

#define HEAD "id,pivot,nom,commune,code_postal,code_insee,adresse,horaires,date_maj\n"
#define ROW(id, siret, name, address) \
	id "," siret "," name ",Tarare,69170,69243," address ",Mo 09:00-12:00,2026-01-02\n"
#define NO_SIRET "00000000000000"

static char *key_of(const char *source_id)
{
	struct err err = ERR_INIT;
	int64_t id = directory_place_by_key(s->directory, source_id, &err);
	struct place p;
	char *key;

	place_init(&p);
	directory_place(s->directory, id, &p, &err);
	key = xstrdup(place_get(&p, PLACE_KEY));
	place_clear(&p);
	return key;
}

static void is_key(const char *source_id, const char *want, const char *name)
{
	char *key = key_of(source_id);

	is_str(key, want, "%s", name);
	free(key);
}

static void counts_are(size_t added, size_t changed, size_t vanished, size_t same, const char *name)
{
	is_int(report.places.changes[IMPORT_ADDED], added, "%s: added", name);
	is_int(report.places.changes[IMPORT_CHANGED], changed, "%s: changed", name);
	is_int(report.places.changes[IMPORT_VANISHED], vanished, "%s: vanished", name);
	is_int(report.places.same, same, "%s: the same", name);
}

static void test_again(void)
{
	int64_t generation;

	open_base("again");
	ok(import_text(HEAD ROW("x_1", NO_SIRET, "Un", "1 rue A")
			       ROW("x_2", NO_SIRET, "Deux", "2 rue A"),
		       "t"),
	   "first");
	counts_are(2, 0, 0, 0, "first");
	is_key("x_1", "t.x_1", "the key tells the source and its identifier");
	generation = directory_generation(s->directory);
	ok(import_text(HEAD ROW("x_1", NO_SIRET, "Un", "1 rue A")
			       ROW("x_2", NO_SIRET, "Deux", "2 rue A"),
		       "t"),
	   "again");
	counts_are(0, 0, 0, 2, "again");
	is_int(directory_generation(s->directory), generation + 1, "one more generation");
	ok(import_text(HEAD ROW("x_1", NO_SIRET, "Un bis", "1 rue A")
			       ROW("x_3", NO_SIRET, "Trois", "3 rue A"),
		       "t"),
	   "changed copy");
	counts_are(1, 1, 1, 0, "changed copy");
	is_int(report.n_changes, 3, "three changes listed");
	is_str(report.changes[0].name, "Un bis", "the changed one");
	is_int(report.changes[0].n_fields, 1, "one field");
	is_str(report.changes[0].fields[0].label, "Nom", "its name");
	is_str(report.changes[0].fields[0].before, "Un", "before");
	is_str(report.changes[0].fields[0].after, "Un bis", "after");
	is_int(report.changes[2].kind, IMPORT_VANISHED, "and the vanished one");
	is_str(report.changes[2].name, "Deux", "named");
	ok(import_text(HEAD ROW("x_2", NO_SIRET, "Deux", "2 rue A")
			       ROW("x_1", NO_SIRET, "Un bis", "1 rue A"),
		       "t"),
	   "it comes back");
	is_key("x_2", "t.x_2", "under the same key");
}

/* A key is of ASCII, and the same whatever version reads the identifier. */
static void test_slug(void)
{
	open_base("slug");
	ok(import_text(HEAD ROW("c\u0153ur_1", NO_SIRET, "Un", "1 rue A")
			       ROW("\u0161kola", NO_SIRET, "Deux", "2 rue A")
			       ROW("\u0431 3", NO_SIRET, "Trois", "3 rue A"),
		       "t"),
	   "identifiers of other letters");
	is_key("c\u0153ur_1", "t.coeur_1", "two letters in one");
	is_key("\u0161kola", "t.skola", "an accent");
	is_key("\u0431 3", "t.-3-95ef112c", "what is not written so is told by a number");
}

static void test_identity(void)
{
	open_base("identity");
	import_text(HEAD ROW("a_1", "11122233300011", "Un", "1 rue A")
			    ROW("b_1", NO_SIRET, "Deux", "2 rue B")
				    ROW("c_1", NO_SIRET, "Trois", "3 rue C"),
		    "t");
	import_text(HEAD ROW("z_9__a_1", "11122233300011", "Un", "1 rue A")
			    ROW("b_1", NO_SIRET, "Deux", "2 rue B")
				    ROW("c_1", NO_SIRET, "Trois", "3 rue C"),
		    "t");
	is_key("z_9", "t.a_1", "any identifier of a composite one");
	counts_are(0, 1, 0, 2, "composite");
	import_text(HEAD ROW("new_1", "111 222 333 00011", "UN", "avenue Neuve")
			    ROW("new_2", NO_SIRET, "Deux", "\"2, rue B\"")
				    ROW("c_1", NO_SIRET, "Trois", "3 rue C"),
		    "t");
	is_key("new_1", "t.a_1", "by SIRET, commune and name");
	is_key("new_2", "t.b_1", "by address and name");
	counts_are(0, 2, 0, 1, "other identifiers");
	import_text(HEAD ROW("new_1", "11122233300011", "UN", "avenue Neuve")
		    ROW("new_2__c_1", NO_SIRET, "Deux et trois", "\"2, rue B\""), "t");
	is_key("t.c_1", "t.b_1", "a place joined to another is found under its old key");
	import_text(HEAD ROW("new_1", "11122233300011", "UN", "avenue Neuve")
		    ROW("new_2__c_1", NO_SIRET, "Deux et trois", "\"2, rue B\""), "t");
	is_key("t.c_1", "t.b_1", "for ever");
	counts_are(0, 0, 0, 2, "and nothing changes any more");
	import_text(HEAD ROW("other", "11122233300011", "UN", "avenue Neuve")
		    ROW("new_1", "11122233300011", "UN", "avenue Neuve")
		    ROW("new_2__c_1", NO_SIRET, "Deux et trois", "\"2, rue B\""), "t");
	is_key("new_1", "t.a_1", "a twin that comes first does not take the key");
	is_key("other", "t.other", "it has its own");
}

/* Identifiers that were the numbers of the rows. */
static void test_row_numbers(void)
{
	open_base("rows");
	import_text(HEAD ROW("1", NO_SIRET, "Abricot", "1 rue A")
			    ROW("2", NO_SIRET, "Banane", "2 rue B")
				    ROW("3", NO_SIRET, "Cerise", "3 rue C"),
		    "t");
	import_text(HEAD ROW("1", NO_SIRET, "Ananas", "9 rue Z")
			    ROW("2", NO_SIRET, "Abricot", "1 rue A")
				    ROW("3", NO_SIRET, "Banane", "2 rue B")
					    ROW("4", NO_SIRET, "Cerise", "3 rue C"),
		    "t");
	counts_are(1, 3, 0, 0, "one came first, the others moved down");
	is_key("2", "t.1", "Abricot");
	is_key("3", "t.2", "Banane");
	is_key("4", "t.3", "Cerise");
}

static void test_sources(void)
{
	struct err err = ERR_INIT;
	struct directory_origin *o;
	size_t n;

	open_base("sources");
	import_text(HEAD ROW("x_1", NO_SIRET, "Un", "1 rue A"), "nord");
	import_text(HEAD ROW("y_1", NO_SIRET, "Deux", "2 rue A"), "sud");
	counts_are(1, 0, 0, 0, "another source takes nothing away");
	ok(directory_origins(s->directory, &o, &n, &err), "origins");
	is_int(n, 3, "three of them");
	is_str(o[1].name, "nord", "the first");
	is_int(o[1].places, 1, "its place");
	is_str(o[1].date, "2026-01-02", "its date");
	is_int(o[0].places, 84, "the shipped directory is whole");
	directory_origins_free(o, n);
}

/* A record that the shipped directory knows makes no second place. */
static void test_shipped(void)
{
	struct err err = ERR_INIT;
	struct offer o;
	int64_t place;

	open_base("shipped");
	place = directory_place_by_key(s->directory, "France-Services_585", &err);
	ok(place != 0, "a place that is shipped");
	import_text(HEAD ROW("Coop_1__France-Services_585", NO_SIRET, "France services", "1 rue A"),
		    "t");
	is_int(report.places.changes[IMPORT_ADDED], 0, "no place");
	is_int(report.offers.changes[IMPORT_ADDED], 1, "one offer");
	is_int(report.checks[IMPORT_CHECK_ATTACHED], 1, "and said");
	offer_init(&o);
	ok(directory_offer(s->directory, directory_offer_by_key(s->directory, "t.Coop_1-o", &err),
			   &o, &err),
	   "the offer");
	is_int(o.place_id, place, "at that place");
	is_str(offer_get(&o, OFFER_HOURS), "Mo 09:00-12:00", "with its own hours");
	offer_clear(&o);
	import_text(HEAD ROW("Coop_1__France-Services_585", NO_SIRET, "France services", "1 rue A"),
		    "t");
	is_int(report.offers.same, 1, "the same the next time");
	import_text(HEAD ROW("autre_1", NO_SIRET, "Autre", "5 rue E"), "t");
	is_int(report.offers.changes[IMPORT_VANISHED], 1, "then gone");
	ok(directory_place_by_key(s->directory, "France-Services_585", &err) == place,
	   "but not the place");
}

/* Its identifier changes: the offer keeps its key, and what was said of it. */
static void test_shipped_renamed(void)
{
	static const char first[] =
		HEAD ROW("Hinaura_429", "77965632100048", "Un nom", "1 rue A");
	static const char second[] =
		HEAD "neuf_1,77965632100048,Espace Charlet / MJC L'Arbresle,L'Arbresle,69210,69010,"
		     "9 impasse Charassin,Mo 09:00-12:00,2026-01-02\n";
	struct err err = ERR_INIT;

	open_base("renamed");
	import_text(first, "t");
	is_int(report.checks[IMPORT_CHECK_ATTACHED], 1, "a place that is shipped");
	import_text(second, "t");
	is_int(report.offers.changes[IMPORT_VANISHED], 0, "known by its SIRET, commune and name");
	is_int(report.places.changes[IMPORT_ADDED], 0, "no second place");
	ok(directory_offer_by_key(s->directory, "neuf_1", &err) != 0 &&
	   directory_offer_by_key(s->directory, "neuf_1", &err) ==
		   directory_offer_by_key(s->directory, "t.Hinaura_429-o", &err),
	   "the offer has its key");
	import_text(second, "t");
	is_int(report.offers.same, 1, "and the same the next time");
}

static void test_dry_run(void)
{
	const char *path;
	int64_t generation;

	open_base("dry");
	generation = directory_generation(s->directory);
	path = temp("dry.csv");
	spit(path, HEAD ROW("x_1", NO_SIRET, "Un", "1 rue A"),
	     strlen(HEAD ROW("x_1", NO_SIRET, "Un", "1 rue A")));
	ok(import(&path, 1, "t", true), "a dry run");
	counts_are(1, 0, 0, 0, "tells the same");
	is_int(directory_generation(s->directory), generation, "and changes nothing");
	is_key("x_1", "", "at all");
}

static bool give_up(void *ctx, const struct import_progress *p)
{
	(void)ctx;
	return p->file != NULL;
}

static void test_progress(void)
{
	struct import_options o = { .source = "t", .progress = give_up };
	const char *path = temp("p.csv");

	open_base("progress");
	import_report_done(&report);
	import_report_init(&report);
	err_clear(&last);
	spit(path, HEAD ROW("x_1", NO_SIRET, "Un", "1 rue A"),
	     strlen(HEAD ROW("x_1", NO_SIRET, "Un", "1 rue A")));
	ok(!import_file(s, path, &o, &report, &last), "given up");
	is_int(last.kind, ERR_PARTIAL, "on purpose");
	is_key("x_1", "", "nothing is changed");
}

/* ---- repairs ---- */

static void test_sign(void)
{
	struct err err = ERR_INIT;
	struct place p;

	open_base("sign");
	import_text("id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude\n"
		    "x_1," NO_SIRET ",Un,Cognac,16100,16102,1 rue A,45.6915,0.3331\n", "t");
	is_int(report.checks[IMPORT_CHECK_FAR], 1, "a longitude that lost its sign is told");
	place_init(&p);
	directory_place(s->directory, directory_place_by_key(s->directory, "x_1", &err), &p, &err);
	is_str(place_get(&p, PLACE_LON), "-0.3331", "and put right");
	place_clear(&p);
}

/* ---- search ---- */

static void test_index(void)
{
	struct session_options o = { .base = temp("index") };
	struct err err = ERR_INIT;
	struct session *other;

	open_base("index");
	is_int(index_count(s->index), 110, "before");
	if (!session_open(&other, &o, &err))
		bail(&err);
	import_text(HEAD ROW("x_1", NO_SIRET, "Un", "1 rue A")
			    ROW("x_2", NO_SIRET, "Deux", "2 rue A"),
		    "t");
	ok(session_refresh(s, &err), "the session sees that it changed");
	is_int(index_count(s->index), 112, "and has the new offers");
	ok(session_refresh(other, &err), "so does one that was open meanwhile");
	is_int(index_count(other->index), 112, "with the same offers");
	session_close(other);
}

static void test_csv_report(void)
{
	struct str b;

	open_base("report");
	import_text(HEAD ROW("x_1", NO_SIRET, "=Un", "1 rue A")
			    ROW("", NO_SIRET, "Deux", "2 rue A"),
		    "t");
	str_init(&b);
	import_report_csv(&report, &b);
	ok(strncmp(b.s, "nature,sujet,fichier,fiche,ligne,colonne,texte,", 47) == 0,
	   "named columns");
	ok(strstr(b.s, "\"'=Un\""), "no formula");
	ok(strstr(b.s, "refus,fiche refusée,"), "the refused row");
	str_done(&b);
}

/* ---- what the counsellor corrected ---- */

#define ROWS "id,pivot,nom,commune,code_postal,adresse,telephone\n"

static void said(const char *words, const char *name)
{
	struct str b;

	str_init(&b);
	import_report_say(&report, 5, &b);
	if (!ok(strstr(b.s, words), "%s: « %s »", name, words))
		printf("# %s\n", b.s);
	str_done(&b);
}

static void test_local(void)
{
	static const char first[] = ROWS "a_1,0,Un,Tarare,69170,1 rue A,0199000101\n"
					 "b_1,0,Deux,Tarare,69170,2 rue B,0199000102\n";
	static const char second[] = ROWS "a_1,0,Un,Tarare,69170,1 rue A,0199000103\n";
	struct err err = ERR_INIT;
	struct str csv;

	open_base("local");
	import_text(first, "s");
	is_int(report.n_local, 0, "nothing is corrected");
	ok(overlay_correct(s, OVERLAY_PLACE, "s.a_1", "telephone", "01 99 00 01 09", &err) &&
	   overlay_correct(s, OVERLAY_PLACE, "s.b_1", "nom", "Le Deux", &err), "corrected %s", err.msg);
	import_text(first, "s");
	is_int(report.n_local, 0, "the same file: no conflict");
	for (int dry = 1; dry >= 0; dry--) {
		spit(temp("x.csv"), second, strlen(second));
		import((const char *[]){ temp("x.csv") }, 1, "s", dry);
		is_int(report.n_local, 2, "%s: a conflict and a vanished record",
		       dry ? "dry run" : "import");
		said("À choisir entre vous et la source :", "told");
		said("qui reste ; la source disait « 01", "with ours");
		said("elle dit « 01", "with the source's");
		said("n’est plus dans sa source ; ce que vous avez écrit est gardé", "and the vanished");
	}
	str_init(&csv);
	import_report_csv(&report, &csv);
	ok(strstr(csv.s, "conflit,lieu,") && strstr(csv.s, "disparition,lieu,"), "in the CSV too");
	str_done(&csv);
	import_text(second, "s");
	said("À choisir encore, d’un import précédent :", "once more");
}

#define SERVICES "source,structure_id,id,nom,description,date_maj,horaires_accueil,zone_eligibilite\n"

/* Lists as a program writes them into a CSV, and hours that were not known. */
static void test_services(void)
{
	static const char structures[] =
		"source,id,nom,date_maj,commune,code_postal,code_insee,adresse\n"
		"d,s1,Asso,2026-01-02,Tarare,69170,69243,3 rue du Test\n";
	static const char first[] =
		SERVICES "d,s1,v1,Aide,Une aide,2026-01-02,,\"[\"\"69243\"\", \"\"200040566\"\"]\"\n";
	static const char second[] =
		SERVICES "d,s1,v1,Aide,Une aide,2026-01-02,Fr 10:00-12:00,\"['69243', '200040566']\"\n";
	const char *paths[2] = { temp("structures.csv"), temp("services.csv") };
	struct err err = ERR_INIT;
	struct offer o;

	open_base("services");
	spit(paths[0], structures, strlen(structures));
	spit(paths[1], first, strlen(first));
	ok(import(paths, 2, "d", false), "structures and services %s", last.msg);
	is_int(report.checks[IMPORT_CHECK_ZONE], 0, "every territory is known");
	offer_init(&o);
	ok(directory_offer(s->directory, directory_offer_by_key(s->directory, "v1", &err), &o, &err),
	   "the service %s", err.msg);
	is_str(offer_get(&o, OFFER_COVERAGE), "69243|200040566", "a list in brackets");
	offer_clear(&o);
	spit(paths[1], second, strlen(second));
	ok(import(paths, 2, "d", false), "again %s", last.msg);
	is_int(report.offers.changes[IMPORT_CHANGED], 1, "one service changed");
	is_int(report.changes[0].n_fields, 1, "by its hours alone");
	is_str(report.changes[0].fields[0].before, "", "which were not said");
	said("Horaires : rien → « le vendredi, de 10h à 12h »", "as the report tells");
}

/* Another version of the program may have written the same fields in another way. */
static void test_other_writing(void)
{
	static const char text[] = HEAD ROW("a_1", NO_SIRET, "Un", "1 rue A");
	struct str path;
	sqlite3 *db;

	open_base("other");
	import_text(text, "t");
	session_close(s);
	s = NULL;
	str_init(&path);
	str_addf(&path, "%s/annuaire.db", temp("other"));
	sqlite3_open(path.s, &db);
	/* a piece cut short, which is not read */
	is_int(sqlite3_exec(db, "UPDATE place SET fields = CAST(fields || x'7A05' AS BLOB)", NULL, NULL,
			    NULL), SQLITE_OK, "written otherwise");
	sqlite3_close(db);
	str_done(&path);
	open_base("other");
	is_key("a_1", "t.a_1", "and read");
	import_text(text, "t");
	counts_are(0, 0, 0, 1, "nothing that people can see has changed");
}

static void test_given_up(void)
{
	static const char text[] = HEAD ROW("a_1", NO_SIRET, "Un", "1 rue A") "b_1,,Caf\xE9 caf\u00e9\n";

	open_base("given-up");
	ok(!import_text(text, "t"), "a file that goes wrong on the way");
	said("Import abandonné : rien n’a été changé.", "what was read changed nothing, and it is told");
}

int main(void)
{
	setenv("AIGUILLAGE_MAINTENANT", "2026-11-24T10:00", 1);
	tempdir_make();
	test_golden();
	test_again();
	test_slug();
	test_identity();
	test_row_numbers();
	test_sources();
	test_shipped();
	test_shipped_renamed();
	test_dry_run();
	test_progress();
	test_sign();
	test_index();
	test_csv_report();
	test_local();
	test_services();
	test_other_writing();
	test_given_up();
	import_report_done(&report);
	session_close(s);
	tempdir_remove();
	return done_testing();
}
