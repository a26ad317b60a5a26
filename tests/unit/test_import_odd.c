/* Files and cells that are not as they should be, each with what the report must say of it. */
#include <iconv.h>

#include "aiguillage/csv.h"
#include "aiguillage/import.h"
#include "aiguillage/mem.h"
#include "tests/lib/tap.h"
#include "tests/unit/tempdir.h"

static struct session *s;
static struct import_report report;
static struct err last;

#define COLUMNS                                                                                 \
	"id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,typologie,"     \
	"telephone,courriels,site_web,horaires,presentation_detail,itinerance,date_maj,"        \
	"services,publics_specifiquement_adresses,frais_a_charge,modalites_acces,"              \
	"modalites_accompagnement"
#define MINIMAL "id,pivot,nom,commune,code_postal,adresse\n"
#define ONE "x_1,00000000000000,Un,Tarare,69170,1 rue A\n"
#define TWO "x_2,00000000000000,Deux,Tarare,69170,2 rue A\n"

static bool import(const char *path)
{
	struct import_options o = { .source = "t", .dry_run = true };
	bool done;

	import_report_done(&report);
	import_report_init(&report);
	err_clear(&last);
	done = import_file(s, path, &o, &report, &last);
	if (report.read != report.kept + report.refused)
		ok(false, "%zu read, %zu kept, %zu refused", report.read, report.kept,
		   report.refused);
	return done;
}

static bool import_bytes(const char *bytes, size_t n)
{
	const char *path = temp("x");

	spit(path, bytes, n);
	return import(path);
}

/* ---- cells ---- */

struct cell_case {
	const char *column, *value;
	int kept;
	int check;		/* -1: nothing to say */
	const char *text;	/* part of what is said */
};

#define SAID(c) IMPORT_CHECK_##c
#define QUIET -1

static const struct cell_case cells[] = {
	/* identity */
	{ "id", "", 0, SAID(REFUSED), "l’identifiant est vide" },
	{ "nom", "", 0, SAID(REFUSED), "le nom est vide" },
	{ "nom", "  \u00a0 ", 0, SAID(REFUSED), "le nom est vide" },
	{ "nom", "<b></b>", 0, SAID(REFUSED), "le nom est vide" },
	{ "pivot", "00000000000000", 1, SAID(NO_SIRET), "Un" },
	{ "pivot", "111 222 333 00011", 1, QUIET, NULL },
	{ "pivot", "W751234567", 1, QUIET, NULL },
	{ "pivot", "2.11E+13", 1, SAID(SIRET), "un tableur l’a arrondi" },
	{ "pivot", "123", 1, SAID(SIRET), "n’a pas 14 chiffres" },
	/* where */
	{ "code_postal", "4000", 1, SAID(POSTCODE), "lu 04000" },
	{ "code_postal", "69 170", 1, SAID(POSTCODE), "lu 69170" },
	{ "code_postal", "69170.0", 1, SAID(POSTCODE), "lu 69170" },
	{ "code_postal", "F-69170", 1, SAID(POSTCODE), "lu 69170" },
	{ "code_postal", "ABCDE", 1, SAID(POSTCODE), "n’est pas un code postal" },
	{ "code_postal", "06922", 1, SAID(POSTCODE), "n’est pas un code postal de Tarare" },
	{ "code_insee", "", 1, SAID(FOUND), "« Tarare » est Tarare (69243)" },
	{ "code_insee", "99999", 1, SAID(COMMUNE_DOUBT), "n’existe pas : commune retrouvée" },
	{ "code_insee", "69010", 1, SAID(COMMUNE_DOUBT), "désigne L'Arbresle, mais la fiche dit" },
	{ "commune", "TARARE CEDEX", 1, QUIET, NULL },
	{ "latitude", "45,8962", 1, QUIET, NULL },
	{ "latitude", "48.8566", 1, SAID(FAR), "km de Tarare : position écartée" },
	{ "latitude", "46.20", 1, SAID(FAR), "34 km de Tarare" },
	{ "latitude", "abc", 1, SAID(POSITION), "latitude « abc »" },
	{ "latitude", "", 1, SAID(POSITION), "latitude « »" },
	{ "latitude", "91.5", 1, SAID(FAR), "position écartée" },
	{ "latitude", "1e309", 1, SAID(POSITION), "latitude « 1e309 »" },
	{ "latitude", "NaN", 1, SAID(POSITION), "latitude « NaN »" },
	{ "longitude", "400", 1, SAID(POSITION), "longitude « 400 »" },
	/* whom to call */
	{ "telephone", "+33199000101", 1, QUIET, NULL },
	{ "telephone", "01 99 00 01 01", 1, QUIET, NULL },
	{ "telephone", "01.99.00.01.01", 1, QUIET, NULL },
	{ "telephone", "3960", 1, QUIET, NULL },
	{ "telephone", "199000101", 1, SAID(PHONE), "« 199000101 », lu 01" },
	{ "telephone", "33199000101", 1, SAID(PHONE), "lu 01" },
	{ "telephone", "0199000101 / 0199000102", 1, SAID(PHONE), "01\u00a002" },
	{ "telephone", "à la mairie", 1, SAID(PHONE), "est illisible" },
	{ "courriels", "a@b.fr|c@d.fr", 1, QUIET, NULL },
	{ "courriels", "a@b.fr; c@d.fr", 1, QUIET, NULL },
	{ "courriels", "mailto:a@b.fr", 1, QUIET, NULL },
	{ "courriels", "voir le site", 1, SAID(EMAIL), "« voir le site »" },
	{ "courriels", "a@@b", 1, SAID(EMAIL), "« a@@b »" },
	{ "site_web", "http://", 1, QUIET, NULL },
	{ "site_web", "https://a.fr?x=1&amp;y=2", 1, SAID(MARKUP), "&amp;" },
	/* when */
	{ "horaires", "Mo-Fr 09:00-12:00; PH off", 1, QUIET, NULL },
	{ "horaires", "Mo-Fr 09:00-12:00;Sa 10:00-12:00", 1, QUIET, NULL },
	{ "horaires", "Mo 14:00-14:00", 1, SAID(HOURS_DOUBTFUL), "se lit : le lundi" },
	{ "horaires", "Mo 14:00-12:00", 1, SAID(HOURS_DOUBTFUL), "se lit" },
	{ "horaires", "week 1-53/2 We 14:00-17:00", 1, QUIET, NULL },
	{ "horaires", "Mo 09:00-12:00 \"sur rendez-vous\"", 1, QUIET, NULL },
	{ "horaires", "Mo 09:00–12:00 “sur rendez-vous”", 1, QUIET, NULL },
	{ "horaires", "Mo 08:30-13:30-17:00; Tu", 1, SAID(HOURS_UNREAD), "08:30-13:30-17:00" },
	{ "horaires", "voir le site", 1, SAID(HOURS_UNREAD), "« voir le site »" },
	{ "horaires", "du lundi au vendredi de 9h à 12h", 1, SAID(HOURS_READ),
	  "compris : du lundi" },
	{ "horaires", "<ul><li>Mo 09:00-12:00</li></ul>", 1, SAID(MARKUP), "<ul>" },
	{ "date_maj", "01/02/2026", 1, SAID(DATE), "lu 1er février 2026" },
	{ "date_maj", "2026/02/01", 1, SAID(DATE), "lu 1er février 2026" },
	{ "date_maj", "2026-02-01T10:00:00Z", 1, QUIET, NULL },
	{ "date_maj", "2026-02-30", 1, SAID(DATE), "n’est pas une date" },
	{ "date_maj", "0000-00-00", 1, SAID(DATE), "n’est pas une date" },
	{ "date_maj", "hier", 1, SAID(DATE), "n’est pas une date" },
	{ "date_maj", "2031-01-01", 1, SAID(DATE), "est dans l’avenir" },
	/* what */
	{ "services", "Aide aux démarches administratives", 1, QUIET, NULL },
	{ "services", "aide aux demarches administratives", 1, QUIET, NULL },
	{ "services", "Aide aux démarches administratives, Loisirs et créations numériques", 1,
	  QUIET, NULL },
	{ "services", "Aide aux démarches administratives|Poterie", 1, SAID(VALUE), "« Poterie »" },
	{ "services", "", 1, QUIET, NULL },
	{ "services", "Aide aux d\uFFFDmarches administratives", 1, SAID(CHARACTER), "Aide aux d" },
	{ "frais_a_charge", "Gratuit : Je peux accéder gratuitement au lieu", 1, QUIET, NULL },
	{ "typologie", "PE", 1, QUIET, NULL },
	{ "typologie", "FUTUR_CODE", 1, SAID(VALUE), "« FUTUR_CODE »" },
	{ "presentation_detail", "Dit ＂oui＂ &eacute;t&#233; &nbsp;<br>fin", 1, SAID(MARKUP),
	  "Dit" },
	{ "presentation_detail", "moins de 5 < 10 & plus", 1, QUIET, NULL },
	{ "presentation_detail", "Le 1er et le 3ème lundi du mois", 1, QUIET, NULL },
	{ "presentation_detail", "\x1b]0;titre\x07rouge\x1b[31m", 1, QUIET, NULL },
};

static const char *usual(const char *column)
{
	static const char *const values[][2] = {
		{ "id", "x_1" },
		{ "pivot", "11122233300011" },
		{ "nom", "Un" },
		{ "commune", "Tarare" },
		{ "code_postal", "69170" },
		{ "code_insee", "69243" },
		{ "adresse", "1 rue A" },
		{ "latitude", "45.8962" },
		{ "longitude", "4.4331" },
		{ "date_maj", "2026-01-02" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		if (strcmp(values[i][0], column) == 0)
			return values[i][1];
	return "";
}

/* One usual row but for a column. */
static void write_row(struct str *out, const char *column, const char *value)
{
	char *names = xstrdup(COLUMNS), *rest = names;
	const char *row[32];
	size_t n = 0;

	for (char *name; (name = strsep(&rest, ",")); n++)
		row[n] = strcmp(name, column) == 0 ? value : usual(name);
	csv_add_row(out, row, n, 0);
	free(names);
}

static const struct import_issue *first_issue(enum import_check check)
{
	for (size_t i = 0; i < report.n_issues; i++)
		if (report.issues[i].check == check)
			return &report.issues[i];
	return NULL;
}

/* Everything but what is always said of this small row. */
static size_t count_issues(void)
{
	size_t n = 0;

	for (size_t i = 0; i < report.n_issues; i++)
		n += import_check_kind(report.issues[i].check) != IMPORT_REMARK;
	return n;
}

static void check_cell(const struct cell_case *c)
{
	const struct import_issue *issue;
	struct str text;

	str_init(&text);
	str_add(&text, COLUMNS "\n");
	write_row(&text, c->column, c->value);
	str_add(&text, "x_2,,Deux,Tarare,69170,69243,2 rue A,,,,,,,,,,,,,,,\n");
	if (!ok(import_bytes(text.s, text.len), "%s « %s »: imported", c->column, c->value))
		printf("#   %s\n", last.msg);
	is_int(report.kept, 1 + c->kept, "%s: kept", c->value);
	if (c->check == QUIET) {
		if (!is_int(count_issues(), 0, "%s: nothing to say", c->value))
			printf("#   %s\n", report.issues[0].text);
	} else {
		issue = first_issue((enum import_check)c->check);
		ok(issue && issue->row == 1 && issue->line == 2, "%s: said, with row and line",
		   c->value);
		if (issue && !ok(strstr(issue->text, c->text), "%s: « %s »", c->value, c->text))
			printf("#   %s\n", issue->text);
	}
	str_done(&text);
}

/* ---- files ---- */

struct file_case {
	const char *name;
	const char *bytes;
	size_t n;		/* 0: up to the NUL */
	bool ok;
	size_t kept, refused;
	const char *text;	/* part of the error, or of the first refusal */
};

static const struct file_case files[] = {
	/* shapes that are fine */
	{ "plain", MINIMAL ONE TWO, 0, true, 2, 0, NULL },
	{ "no final line end", MINIMAL ONE "x_2,0,Deux,Tarare,69170,2 rue A", 0, true, 2, 0, NULL },
	{ "byte order mark", "\xEF\xBB\xBF" MINIMAL ONE, 0, true, 1, 0, NULL },
	{ "CR LF", "id,pivot,nom,commune,code_postal,adresse\r\nx_1,0,Un,Tarare,69170,1 rue A\r\n",
	  0, true, 1, 0, NULL },
	{ "CR alone", "id,pivot,nom,commune,code_postal,adresse\rx_1,0,Un,Tarare,69170,1 rue A\r",
	  0, true, 1, 0, NULL },
	{ "semicolons",
	  "id;pivot;nom;commune;code_postal;adresse\nx_1;0;Un, et demi;Tarare;69170;1 rue A\n", 0,
	  true, 1, 0, NULL },
	{ "tabulations",
	  "id\tpivot\tnom\tcommune\tcode_postal\tadresse\nx_1\t0\tUn\tTarare\t69170\t1 rue A\n", 0,
	  true, 1, 0, NULL },
	{ "other order, other columns",
	  "couleur,adresse,nom,id,commune,code_postal,pivot\nbleu,1 rue A,Un,x_1,Tarare,69170,0\n",
	  0, true, 1, 0, NULL },
	{ "empty lines", MINIMAL "\n" ONE "\n\n" TWO "\n", 0, true, 2, 0, NULL },
	{ "lines of commas", MINIMAL ONE ",,,,,\n,,,,,\n", 0, true, 1, 0, NULL },
	{ "a line end in a cell", MINIMAL "x_1,0,\"Un\nou deux\",Tarare,69170,1 rue A\n" TWO, 0,
	  true, 2, 0, NULL },
	{ "Latin-1", MINIMAL "x_1,0,Caf\xE9,Tarare,69170,1 rue A\n", 0, true, 1, 0, NULL },
	{ "CP1252",
	  MINIMAL "x_1,0,L\x92"
		  "\x9C"
		  "uf,Tarare,69170,1 rue A\n",
	  0, true, 1, 0, NULL },
	{ "JSON list",
	  "[{\"id\":\"x\",\"pivot\":\"0\",\"nom\":\"Un\",\"commune\":\"Tarare\",\"code_postal\":"
	  "\"69170\",\"adresse\":\"1 rue A\"}]",
	  0, true, 1, 0, NULL },
	{ "JSON numbers",
	  "[{\"id\":1,\"pivot\":0,\"nom\":\"Un\",\"commune\":\"Tarare\",\"code_postal\":69170,"
	  "\"adresse\":null,\"latitude\":45.8962,\"longitude\":4.4331,\"x\":{\"y\":[1,2]}}]",
	  0, true, 1, 0, NULL },
	/* rows that are refused, the others kept */
	{ "short row", MINIMAL ONE "x_2,0,Deux\n", 0, true, 1, 1, "3 cellules au lieu de 6" },
	{ "long row", MINIMAL ONE "x_2,0,Deux,Tarare,69170,2 rue A, au fond\n", 0, true, 1, 1,
	  "7 cellules au lieu de 6" },
	{ "long row of nothing", MINIMAL ONE "x_2,0,Deux,Tarare,69170,2 rue A,,\n", 0, true, 2, 0,
	  NULL },
	{ "the same identifier", MINIMAL ONE ONE, 0, true, 1, 1, "déjà celui d’une autre fiche" },
	{ "bad JSON line",
	  "{\"id\":\"x\",\"pivot\":\"0\",\"nom\":\"Un\",\"commune\":\"Tarare\","
	  "\"code_postal\":\"69170\",\"adresse\":\"\"}\n{\"id\":oups}\n",
	  0, true, 1, 1, "ce n’est pas du JSON correct" },
	{ "JSON that is no object",
	  "[{\"id\":\"x\",\"pivot\":\"0\",\"nom\":\"Un\",\"commune\":\"Tarare\","
	  "\"code_postal\":\"69170\",\"adresse\":\"\"}, 12, \"texte\", [1]]",
	  0, true, 1, 3, "ce n’est pas un objet" },
	{ "JSON with a lone surrogate",
	  "[{\"id\":\"x\",\"pivot\":\"0\",\"nom\":\"Un\",\"commune\":\"Tarare\","
	  "\"code_postal\":\"69170\",\"adresse\":\"\"},{\"id\":\"y\",\"nom\":\"\\ud800\"}]",
	  0, true, 1, 1, "caractère impossible" },
	{ "JSON with a NUL",
	  "[{\"id\":\"x\",\"pivot\":\"0\",\"nom\":\"Un\",\"commune\":\"Tarare\","
	  "\"code_postal\":\"69170\",\"adresse\":\"\"},{\"id\":\"y\",\"nom\":\"a\\u0000b\"}]",
	  0, true, 1, 1, "caractère nul" },
	/* files that are refused as a whole */
	{ "empty", "", 0, false, 0, 0, "le fichier est vide" },
	{ "blank", "\n\n  \n", 0, false, 0, 0, "vide" },
	{ "a header alone", MINIMAL, 0, false, 0, 0, "aucune fiche" },
	{ "an empty JSON list", "[]", 0, false, 0, 0, "aucune fiche" },
	{ "other columns", "a,b,c\n1,2,3\n", 0, false, 0, 0, "aucune des colonnes attendues" },
	{ "a column is missing", "id,pivot,nom,commune,adresse\nx,0,Un,Tarare,1 rue A\n", 0, false,
	  0, 0, "il manque la colonne « code_postal »" },
	{ "no header", ONE TWO, 0, false, 0, 0, "format non reconnu" },
	{ "every row refused", MINIMAL ",0,,Tarare,69170,1 rue A\n", 0, false, 0, 1,
	  "aucune des 1 fiches n’est utilisable" },
	{ "a quote never closed", MINIMAL ONE "x_2,0,\"Deux,Tarare,69170,2 rue A\n", 0, true, 1, 1,
	  "jamais fermé" },
	{ "text after a quote", MINIMAL ONE "x_2,0,\"Deux\"s,Tarare,69170,2 rue A\n", 0, true, 1,
	  1, "guillemets mal placés" },
	{ "a quote in the middle", MINIMAL "x_2,0,Écran 12\" plat,Tarare,69170,2 rue A\n" ONE, 0, true,
	  2, 0, NULL },
	{ "quotes not doubled",
	  MINIMAL "x_2,0,\"Dit \"la Ruche\" ici\",Tarare,69170,2 rue A\n" ONE, 0, true, 2, 0, NULL },
	{ "a quote never closed, rows after it",
	  MINIMAL "x_3,0,\"Trois,Tarare,69170,3 rue A\n" ONE TWO, 0, true, 2, 1,
	  "jamais fermé" },
	{ "two quotes never closed",
	  MINIMAL "x_3,0,\"Trois,Tarare,69170,3 rue A\n" ONE
		  "x_4,0,\"Quatre,Tarare,69170,3 rue A\n" TWO,
	  0, true, 2, 2, "jamais fermé" },
	{ "a quote that another row closes",
	  MINIMAL "x_3,0,\"Trois,Tarare,69170,3 rue A\n" ONE
		  "x_4,0,\"Quatre, cinq\",Tarare,69170,3 rue A\n" TWO,
	  0, true, 3, 1, "jamais fermé" },
	{ "quoted lines, then a quote in the middle",
	  MINIMAL "x_3,0,\"Trois\net demi\",Tarare,69170,3 rue A\n"
		  "x_4,0,La 4\"x,Tarare,69170,3 rue A\r\n" TWO,
	  0, true, 3, 0, NULL },
	{ "a NUL far on", MINIMAL ONE "x_2,0,De\0ux,Tarare,69170,2 rue A\n",
	  sizeof MINIMAL ONE "x_2,0,De\0ux,Tarare,69170,2 rue A\n" - 1, false, 0, 0, "binaire" },
	{ "UTF-8 and Latin-1 mixed",
	  MINIMAL "x_1,0,Café,Tarare,69170,1 rue A\nx_2,0,Caf\xE9,Tarare,69170,2\n", 0, false, 1, 0,
	  "ligne 3, colonne 3 « nom » : le texte n’est pas en UTF-8" },
	{ "gzip", "\x1F\x8B\x08\x00\x00\x00", 6, false, 0, 0, "archive compressée" },
	{ "zip or spreadsheet", "PK\x03\x04....", 8, false, 0, 0, "classeur" },
	{ "old spreadsheet", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, false, 0, 0,
	  "ancien classeur" },
	{ "PDF", "%PDF-1.4\n", 0, false, 0, 0, "PDF" },
	{ "picture", "\x89PNG\r\n\x1a\n", 8, false, 0, 0, "image" },
	{ "SQLite", "SQLite format 3\0", 16, false, 0, 0, "base SQLite" },
	{ "web page", "<!DOCTYPE html><html><body>404</body></html>", 0, false, 0, 0, "page web" },
	{ "XML", "<?xml version=\"1.0\"?><a/>", 0, false, 0, 0, "XML" },
	{ "bytes", "\x01\x02\x00\x03\x04\xFE", 6, false, 0, 0, "binaire" },
	{ "JSON cut short", "[{\"id\":\"x\",\"pivot\":\"0\",\"nom\":\"Un", 0, false, 0, 0,
	  "au milieu d’une fiche" },
	{ "JSON list not closed",
	  "[{\"id\":\"x\",\"pivot\":\"0\",\"nom\":\"Un\",\"commune\":\"Tarare\","
	  "\"code_postal\":\"69170\",\"adresse\":\"\"},",
	  0, false, 0, 0, "avant la fin de la liste" },
	{ "JSON and more",
	  "[{\"id\":\"x\",\"pivot\":\"0\",\"nom\":\"Un\",\"commune\":\"Tarare\","
	  "\"code_postal\":\"69170\",\"adresse\":\"\"}] fin",
	  0, false, 1, 0, "après la fin de la liste" },
	{ "JSON with a comma too many", "[,{\"id\":\"x\"}]", 0, false, 0, 0, "en trop" },
	{ "JSON with a comma missing", "[{\"id\":\"x\"} {\"id\":\"y\"}]", 0, false, 0, 0,
	  "manque une virgule" },
	{ "JSON of another kind", "{\"type\":\"FeatureCollection\",\"features\":[]}", 0, false, 0,
	  0, "aucune des colonnes attendues" },
};

static void check_file(const struct file_case *c)
{
	const struct import_issue *refused;
	bool done = import_bytes(c->bytes, c->n ? c->n : strlen(c->bytes));

	is_int(done, c->ok, "%s: %s", c->name, c->ok ? "imported" : "refused");
	if (c->ok) {
		is_str(last.msg, "", "%s: without error", c->name);
		is_int(report.kept, c->kept, "%s: kept", c->name);
		is_int(report.refused, c->refused, "%s: refused rows", c->name);
		refused = first_issue(IMPORT_CHECK_REFUSED);
		if (c->text &&
		    !ok(refused && strstr(refused->text, c->text), "%s: « %s »", c->name, c->text))
			printf("#   %s\n", refused ? refused->text : "nothing");
	} else {
		is_int(last.kind, ERR_DATA, "%s: bad data", c->name);
		if (!ok(strstr(last.msg, c->text), "%s: « %s »", c->name, c->text))
			printf("#   %s\n", last.msg);
	}
}

/* ---- big ones ---- */

static void check_big(const char *name, const struct str *text, const char *part)
{
	ok(!import_bytes(text->s, text->len), "%s: refused", name);
	is_int(last.kind, ERR_DATA, "%s: bad data", name);
	if (!ok(strstr(last.msg, part), "%s: « %s »", name, part))
		printf("#   %s\n", last.msg);
}

static void test_big(void)
{
	struct str b;

	str_init(&b);
	str_add(&b, MINIMAL ONE "x_2,0,\"");
	for (int i = 0; i < 200000; i++)
		str_add(&b, "aaaaaaaaaa");
	check_big("a cell of 2 MB", &b, "ligne 3, colonne 3 « nom » : cellule trop longue");
	str_clear(&b);
	str_add(&b, MINIMAL ONE);
	for (int i = 0; i < 1100000; i++)
		str_addc(&b, ',');
	str_addc(&b, '\n');
	check_big("a million columns", &b, "cellule trop longue");
	str_clear(&b);
	for (int i = 0; i < 1000000; i++)
		str_add(&b, "a,");
	check_big("a million columns in the header", &b, "trop de cellules");
	str_clear(&b);
	for (int i = 0; i < 100000; i++)
		str_addc(&b, '[');
	check_big("a deep JSON", &b, "trop de niveaux");
	str_clear(&b);
	str_add(&b, "[{\"id\":\"");
	for (int i = 0; i < 2000000; i++)
		str_addc(&b, 'x');
	check_big("a JSON record of 2 MB", &b, "plus de 1 Mo");
	str_clear(&b);
	str_add(&b, "[{");
	for (int i = 0; i < 2000; i++)
		str_addf(&b, "%s\"k%d\":1", i ? "," : "", i);
	str_add(&b, "}]");
	check_big("a JSON record of 2,000 fields", &b, "aucune des colonnes attendues");
	str_done(&b);
}

/* More values than are remembered: they are forgotten in the middle of a row, of which nothing is lost. */
static void test_many_values(void)
{
	const int rows = 104, each = 500;
	struct str b;

	str_init(&b);
	str_add(&b, "id,pivot,nom,commune,code_postal,adresse,services\n");
	for (int i = 0; i < rows; i++) {
		str_addf(&b, "x_%d,00000000000000,Un,Tarare,69170,%d rue A,\"", i, i);
		for (int k = i ? 0 : -1; k < each; k++)
			str_addf(&b, k < 0 ? "seul|" : "a%x,b|", i * each + k);
		str_add(&b, "\"\n");
	}
	ok(import_bytes(b.s, b.len), "more values than are remembered: imported");
	is_int(report.kept, rows, "each row is kept");
	is_int(report.checks[IMPORT_CHECK_VALUE], rows * each + 1, "each value is told");
	str_done(&b);
}

/* Rows of all lengths, so that each kind of fault meets the end of a block. */
static void test_quotes(void)
{
	size_t mended = 0, bad = 0, n = 3000;
	struct str b;

	str_init(&b);
	str_add(&b, MINIMAL);
	for (size_t i = 0; i < n; i++) {
		const char *end = i % 3 ? "\n" : i % 2 ? "\r\n" : "\r";
		int fill = (int)(i * 37 % 200);

		if (i % 50 == 7) {
			str_addf(&b, "x_%zu,0,Salle 12\" %0*d,Tarare,69170,1 rue A%s", i, fill, 0, end);
			mended++;
		} else if (i % 50 == 31) {
			str_addf(&b, "x_%zu,0,\"Salle %0*d,Tarare,69170,1 rue A%s", i, fill, 0, end);
			bad++;
		} else if (i % 50 == 40) {
			str_addf(&b, "x_%zu,0,\"Salle%s%0*d\",Tarare,69170,1 rue A%s", i, end, fill, 0,
				 end);
		} else {
			str_addf(&b, "x_%zu,0,Salle %0*d,Tarare,69170,1 rue A%s", i, fill, 0, end);
		}
	}
	ok(import_bytes(b.s, b.len), "misplaced quotes: imported");
	is_int(report.read, n, "every row is counted");
	is_int(report.refused, bad, "those never closed are refused");
	is_int(report.checks[IMPORT_CHECK_QUOTE], mended, "those in the middle are told");
	ok(strstr(first_issue(IMPORT_CHECK_REFUSED)->text, "jamais fermé"), "and why");
	str_clear(&b);
	str_add(&b, MINIMAL);
	for (size_t i = 0; i < 2000; i++)
		str_addf(&b, "x_%zu,0,\"Salle,Tarare,69170,1 rue A\n", i);
	check_big("nothing but misplaced quotes", &b, "guillemets mal placés");
	str_done(&b);
}

static void test_utf16(void)
{
	const char *text = "\uFEFF" MINIMAL "x_1,0,Café,Tarare,69170,1 rue A\n";
	char out[1000], *in = (char *)text, *to = out;
	size_t left = strlen(text), room = sizeof out;
	iconv_t cd = iconv_open("UTF-16LE", "UTF-8");

	iconv(cd, &in, &left, &to, &room);
	iconv_close(cd);
	ok(import_bytes(out, sizeof out - room), "UTF-16: imported");
	is_str(report.files[0].encoding, "UTF-16", "and said");
	import_bytes(MINIMAL "x_1,0,Caf\xE9,Tarare,69170,1 rue A\n",
		     strlen(MINIMAL "x_1,0,Caf\xE9,Tarare,69170,1 rue A\n"));
	is_str(report.files[0].encoding, "Windows (CP1252)", "CP1252 is said too");
	import_bytes(MINIMAL ONE, strlen(MINIMAL ONE));
	is_str(report.files[0].encoding, "UTF-8", "and UTF-8");
}

static void refuses(const char *path, const char *part)
{
	ok(!import(path), "%s: refused", path);
	is_int(last.kind, ERR_DATA, "%s: bad data", path);
	if (!ok(strstr(last.msg, part), "%s: « %s »", path, part))
		printf("#   %s\n", last.msg);
}

static void test_paths(void)
{
	const char *locked;

	refuses("/nowhere/x.csv", "il n’existe pas");
	refuses(tempdir, "c’est un dossier");
	refuses("/dev/zero", "octets nuls");
	locked = temp("locked.csv");
	spit(locked, MINIMAL ONE, strlen(MINIMAL ONE));
	chmod(locked, 0);
	if (!become_nobody()) {
		ok(true, "a file without rights # SKIP cannot be another user");
		return;
	}
	refuses(locked, "vous n’en avez pas le droit");
	if (getuid() == 0 && (seteuid(0) != 0 || chown(tempdir, 0, 0) != 0))
		perror("root");
}

static void misused(const struct import_options *o, const char *path, const char *name)
{
	import_report_done(&report);
	import_report_init(&report);
	err_clear(&last);
	ok(!import_file(s, path, o, &report, &last), "%s", name);
	is_int(last.kind, ERR_USAGE, "%s: a mistake of use", name);
}

static void test_options(void)
{
	const char *path = temp("o.csv");

	spit(path, MINIMAL ONE, strlen(MINIMAL ONE));
	misused(&(struct import_options){ .source = "Mal nommée" }, path, "a capital and a space");
	misused(&(struct import_options){ .source = "livre" }, path, "the shipped directory");
	misused(&(struct import_options){ .format = "inconnu" }, path, "no such format");
}

int main(void)
{
	struct err err = ERR_INIT;
	struct session_options o;
	int64_t generation;

	setenv("AIGUILLAGE_MAINTENANT", "2026-11-24T10:00", 1);
	tempdir_make();
	o = (struct session_options){ .base = temp("base") };
	if (!session_open(&s, &o, &err)) {
		printf("Bail out! %s\n", err.msg);
		return 99;
	}
	generation = directory_generation(s->directory);
	for (size_t i = 0; i < ARRAY_SIZE(cells); i++)
		check_cell(&cells[i]);
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		check_file(&files[i]);
	test_big();
	test_many_values();
	test_quotes();
	test_utf16();
	test_paths();
	test_options();
	is_int(directory_generation(s->directory), generation, "the directory is what it was");
	ok(directory_check(s->directory, &err), "and sound");
	import_report_done(&report);
	session_close(s);
	tempdir_remove();
	return done_testing();
}
