#include <math.h>

#include "aiguillage/commune.h"
#include "aiguillage/pack.h"
#include "tests/lib/tap.h"
#include "tests/unit/tempdir.h"

static struct gazetteer *real;

static const char *data_dir(void)
{
	const char *dir = getenv("AIGUILLAGE_DATA");

	return dir ? dir : test_path("data");
}

static struct gazetteer *open_block(const struct str *block, struct err *err)
{
	void *blob = malloc(block->len ? block->len : 1);

	memcpy(blob, block->s, block->len);
	return gazetteer_open(blob, block->len, err);
}

static void pack_real(struct str *block)
{
	struct gazetteer_builder *b = gazetteer_builder_new();
	struct err err = ERR_INIT;

	if (!gazetteer_read_files(b, data_dir(), &err)) {
		printf("Bail out! %s\n", err.msg);
		exit(1);
	}
	gazetteer_pack(b, block);
	gazetteer_builder_free(b);
}

static uint32_t home(void)
{
	return gazetteer_by_insee(real, "69010");
}

static const char *insee_of(const struct gazetteer *g, uint32_t commune)
{
	struct commune c;

	if (commune == COMMUNE_NONE)
		return "";
	gazetteer_get(g, commune, &c);
	return c.insee;
}

/* ---- what counsellors type ---- */

struct typed {
	const char *text, *insee, *via;
};

static const struct typed first_answers[] = {
	/* the issue */
	{ "Civrieux", "69059", "Civrieux" },
	{ "Saint Bel", "69171", "Saint-Bel" },
	{ "larbresle", "69010", NULL },
	{ "val doing", "69024", NULL },
	{ "tarrare", "69243", NULL },
	{ "Pontcharra-sur-Turdine", "69157", "Pontcharra-sur-Turdine" },
	{ "le bois d'oingt", "69024", "Le Bois-d'Oingt" },
	{ "Bourg-de-Thizy", "69248", "Bourg-de-Thizy" },
	{ "cours", "69066", NULL },
	{ "st germain nuelles", "69208", NULL },
	{ "sainte foy l'argentière", "69201", NULL },
	{ "69010", "69010", NULL },
	{ "2A004", "2A004", NULL },
	{ "2a004", "2A004", NULL },
	/* accents, case, hyphens, apostrophes, articles */
	{ "TARARE", "69243", NULL },
	{ "eveux", "69083", NULL },
	{ "ÉVEUX", "69083", NULL },
	{ "l’arbresle", "69010", NULL },
	{ "L'ARBRESLE", "69010", NULL },
	{ "l arbresle", "69010", NULL },
	{ "arbresle", "69010", NULL },
	{ "breuil", "69026", NULL },
	{ "le breuil", "69026", NULL },
	{ "sauvages", "69174", NULL },
	{ "cheres", "69055", NULL },
	{ "poule les echarmeaux", "69160", NULL },
	{ "Saint-Marcel-l’Éclairé", "69225", NULL },
	{ "st marcel leclaire", "69225", NULL },
	{ "  Val   d Oingt ", "69024", NULL },
	{ "sainbel", "69171", NULL },
	{ "stbel", "69171", "Saint-Bel" },
	{ "St. Symphorien s/ Coise", "69238", NULL },
	{ "fleurieux s/ l'arbresle", "69086", NULL },
	{ "ste paule", "69230", NULL },
	{ "boeurs", "89048", NULL },
	/* beginnings */
	{ "l'arb", "69010", NULL },
	{ "arbr", "69010", NULL },
	{ "bib", "69022", NULL },
	{ "le br", "69026", NULL },
	{ "tar", "69243", NULL },
	{ "amplep", "69006", NULL },
	{ "st germain n", "69208", NULL },
	{ "saint-just-d'a", "69217", NULL },
	{ "val d'o", "69024", NULL },
	{ "lamure", "69107", "Lamure" },
	/* a word, words in any order */
	{ "turdine", "69157", NULL },
	{ "echarmeaux", "69160", "Les Echarmeaux" },
	{ "nuelles", "69208", "Nuelles" },
	{ "bibost julien", "69216", NULL },
	{ "bois d'oingt (le)", "69024", "Le Bois-d'Oingt" },
	{ "laurent chamousset", "69220", NULL },
	{ "st germain de nuelles", "69208", NULL },
	/* former communes and aliases */
	{ "oingt", "69024", "Oingt" },
	{ "thizy", "69248", "Thizy" },
	{ "pont trambouze", "69066", "Pont-Trambouze" },
	{ "cours la ville", "69066", "Cours-la-Ville" },
	{ "thel", "69066", "Thel" },
	{ "dareize", "69157", "Dareizé" },
	{ "les olmes", "69157", "Les Olmes" },
	{ "jarnioux", "69114", "Jarnioux" },
	{ "liergues", "69114", "Liergues" },
	{ "st germain sur l'arbresle", "69208", "Saint-Germain-sur-l'Arbresle" },
	{ "chatillon d'azergues", "69050", "Châtillon-d'Azergues" },
	{ "chessy les mines", "69056", "Chessy-les-Mines" },
	{ "pontcharra", "69157", "Pontcharra" },
	{ "villefranche", "69264", "Villefranche" },
	{ "chambost", "69037", "Chambost" },
	/* homonyms: the sector first */
	{ "chatillon", "69050", NULL },
	{ "savigny", "69175", NULL },
	{ "st verand", "69239", NULL },
	{ "st loup", "69157", "Saint-Loup" },
	/* a code beside the name */
	{ "Civrieux (01)", "01105", NULL },
	{ "savigny 74", "74260", NULL },
	{ "69210 L'Arbresle", "69010", NULL },
	{ "tarare 69170", "69243", NULL },
	{ "tarare 75", "69243", NULL },
	{ "Lyon 3e", "69123", NULL },
	{ "lyon 3ème arrondissement", "69123", NULL },
	{ "LYON CEDEX 03", "69123", NULL },
	{ "Paris 12", "75056", NULL },
	{ "marseille 13013", "13055", NULL },
	/* faults */
	{ "tarre", "69243", NULL },
	{ "larbresel", "69010", NULL },
	{ "larbrelse", "69010", NULL },
	{ "harbresle", "69010", NULL },
	{ "saimbel", "69171", NULL },
	{ "amplepuy", "69006", NULL },
	{ "cublise", "69070", NULL },
	{ "claveisole", "69060", NULL },
	{ "chenelete", "69054", NULL },
	{ "lentily", "69112", NULL },
	{ "bessenai", "69021", NULL },
	{ "poule les echarmaux", "69160", NULL },
	{ "vindri sur turdine", "69157", NULL },
	{ "pontchara sur", "69157", "Pontcharra-sur-Turdine" },
	{ "sainte foi larjentiere", "69201", NULL },
	{ "st apolinaire", "69181", NULL },
	{ "villefranhce", "69264", "Villefranche" },
	{ "marseile", "13055", NULL },
	/* words that are none of its own */
	{ "tarare centre ville", "69243", NULL },
	{ "theizé en beaujolais", "69246", NULL },
};

static void test_first_answers(void)
{
	for (size_t i = 0; i < sizeof first_answers / sizeof *first_answers; i++) {
		const struct typed *t = &first_answers[i];
		struct commune_match m[10];
		size_t n = commune_find(real, t->text, home(), m, 10);

		is_str(n ? insee_of(real, m[0].commune) : "", t->insee, "« %s »", t->text);
		if (n)
			is_str(m[0].via, t->via, "« %s », by which name", t->text);
	}
}

/* Position of the commune among the answers, -1 when it is not there. */
static int place_of(const char *text, uint32_t near, const char *insee, struct commune_match *found)
{
	struct commune_match m[50];
	size_t n = commune_find(real, text, near, m, 50);

	for (size_t i = 0; i < n; i++) {
		if (strcmp(insee_of(real, m[i].commune), insee) == 0) {
			if (found)
				*found = m[i];
			return (int)i;
		}
	}
	return -1;
}

static void test_order(void)
{
	struct commune_match m;

	is_int(place_of("civrieux", home(), "01105", &m), 1, "the Civrieux of the Ain comes second");
	ok(m.rank == COMMUNE_EXACT && !m.via, "exact, by its own name");
	is_int(place_of("civrieux", gazetteer_by_insee(real, "01105"), "69059", NULL), 0,
	       "even near the other");
	is_int(place_of("lantilly", home(), "21341", &m), 0, "the exact name elsewhere");
	is_int(place_of("lantilly", home(), "69112", &m), 1, "then what was meant in the sector");
	is_int(place_of("belville", COMMUNE_NONE, "69019", &m), 0,
	       "two faults in the département before one far away");
	is_int(m.rank, COMMUNE_TYPO, "as a fault");
	is_int(place_of("evreux", home(), "69083", &m) >= 1, true, "Éveux after Évreux");
	is_int(place_of("tarare", home(), "69243", &m), 0, "no faults when it was right");
	is_int(place_of("souz", home(), "69178", NULL), 0, "a neighbour before the rest");
	ok(place_of("saint-martin-d'h", gazetteer_by_insee(real, "38185"), "38421", NULL) == 0,
	   "Grenoble: Saint-Martin-d'Hères is the nearest");
	ok(place_of("villefranche", COMMUNE_NONE, "69264", NULL) == 0,
	   "without a place, the largest town");
	ok(place_of("la", home(), "69107", NULL) < place_of("la", home(), "69022", NULL),
	   "Lamure before Bibost, of which « La Calonnière » is a hamlet");
	is_int(place_of("lyo", home(), "69123", &m), 0, "a large town while it is typed");
	is_int(m.rank, COMMUNE_PREFIX, "as a prefix");
	place_of("turdine", home(), "69157", &m);
	is_int(m.rank, COMMUNE_WORD, "as a word");
	place_of("bibost julien", home(), "69216", &m);
	is_int(m.rank, COMMUNE_WORDS, "as words");
	ok(place_of("charteves", home(), "02524", NULL) < 0, "a restored commune answers alone");
}

static void test_codes(void)
{
	struct commune_match m[100];
	struct commune c;
	size_t n = commune_find(real, "69210", home(), m, 100), wrong = 0;

	ok(n >= 10, "69210: its communes");
	is_str(insee_of(real, m[0].commune), "69010", "the nearest of the sector first");
	for (size_t i = 0; i < n; i++) {
		gazetteer_get(real, m[i].commune, &c);
		wrong += m[i].rank != COMMUNE_CODE || (!strstr(c.postcodes, "69210") && !m[i].via);
	}
	is_int(wrong, 0, "all of that postal code, or of an INSEE code that is no more");
	ok(place_of("69170", home(), "69243", NULL) >= 0, "69170: Tarare");
	ok(place_of("69170", home(), "69170", NULL) > place_of("69170", home(), "69243", NULL),
	   "before the commune elsewhere that has this INSEE code");
	is_int(place_of("69 210", home(), "69010", NULL), 0, "a space inside");
	is_int(place_of("6921", home(), "69010", NULL), 0, "its first digits");
	is_int(place_of("69001", home(), "69001", NULL), 0, "69001: Affoux");
	is_int(place_of("69001", home(), "69123", NULL), 1, "then Lyon");
	is_int(place_of("69144", home(), "69208", &m[0]), 0, "INSEE code of a former commune");
	is_str(m[0].via, "Nuelles", "with its name");
	n = commune_find(real, "69010", home(), m, 100);
	ok(n == 1 && m[0].rank == COMMUNE_EXACT, "an INSEE code alone is exact");
	is_int(commune_find(real, "69999", home(), m, 100), 0, "no such code");
	is_int(commune_find(real, "692100", home(), m, 100), 0, "too long for a code");
	ok(commune_find(real, "97", home(), m, 100) == 100, "overseas");
}

static void test_nothing(void)
{
	static const char *const texts[] = {
		"", " ", "'", "--", "xqzwk", "日本", "\xFF\xFE", "cedex", "3e", "()", "xq xq xq xq",
		("un texte qui n'est le nom de rien du tout, collé là par mégarde, et assez long pour "
		 "dépasser tous les noms de communes qui existent"),
	};
	struct commune_match m[10];

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		is_int(commune_find(real, texts[i], home(), m, 10), 0, "« %s »: nothing", texts[i]);
	is_int(commune_find(real, "tarare", home(), NULL, 0), 0, "no room for an answer");
	is_int(commune_find(real, "tarare", 9999999, m, 10), 1, "near nowhere");
}

/* Whatever is typed, letter by letter: each commune once, in the order of the contract. */
static void test_invariants(void)
{
	static const char *const texts[] = {
		"saint germain nuelles", "l'arbresle", "69210", "villefranche sur saone",
		"le bois d oingt",
	};
	static struct commune_match all[40000], few[10];
	size_t twice = 0, disorder = 0, other = 0;
	char *seen = calloc(gazetteer_count(real), 1), text[64];

	for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
		for (size_t len = 1; len <= strlen(texts[t]); len++) {
			size_t n, k;

			snprintf(text, sizeof text, "%.*s", (int)len, texts[t]);
			n = commune_find(real, text, home(), all, 40000);
			k = commune_find(real, text, home(), few, 10);
			memset(seen, 0, gazetteer_count(real));
			for (size_t i = 0; i < n; i++) {
				twice += seen[all[i].commune]++;
				disorder += i && all[i].rank < all[i - 1].rank;
			}
			other += k != (n < 10 ? n : 10);
			for (size_t i = 0; i < k; i++)
				other += few[i].commune != all[i].commune;
		}
	}
	is_int(twice, 0, "each commune at most once");
	is_int(disorder, 0, "ranks in order");
	is_int(other, 0, "a short answer is the beginning of the long one");
	free(seen);
}

/* ---- the gazetteer ---- */

static void test_real(void)
{
	struct commune c;
	const uint32_t *sector;
	size_t n, unsorted = 0;

	is_int(gazetteer_count(real), 34969, "all communes");
	gazetteer_get(real, home(), &c);
	is_str(c.name, "L'Arbresle", "name");
	is_str(c.postcodes, "69210", "postal code");
	is_str(c.dept, "69", "département");
	is_str(c.dept_name, "Rhône", "its name");
	is_str(c.epci, "246900625", "EPCI");
	is_str(c.epci_name, "CC du Pays de l'Arbresle (CCPA)", "its name");
	is_int(c.epci_id, gazetteer_epci(real, "246900625"), "its number");
	is_int(c.dept_id, gazetteer_dept(real, "69"), "number of the département");
	ok(c.sector == SECTOR_CORE && c.population > 5000, "sector and population");
	ok(fabs(c.lat - 45.83) < 0.03 && fabs(c.lon - 4.61) < 0.03, "coordinates");
	gazetteer_get(real, gazetteer_by_insee(real, "69220"), &c);
	is_int(c.sector, SECTOR_NEIGHBOUR, "a neighbour");
	gazetteer_get(real, gazetteer_by_insee(real, "98818"), &c);
	ok(isnan(c.lat) && c.epci_id == 0 && !*c.epci && !*c.epci_name, "Nouméa: what is unknown");
	is_str(c.dept, "988", "three digits overseas");
	is_str(insee_of(real, gazetteer_by_insee(real, "69146")), "69024", "a former INSEE code");
	is_str(insee_of(real, gazetteer_by_insee(real, "02166")), "02166", "a restored commune");
	is_int(gazetteer_by_insee(real, "99999"), COMMUNE_NONE, "no such code");
	is_int(gazetteer_by_insee(real, ""), COMMUNE_NONE, "no code");
	is_int(gazetteer_epci(real, "000000000"), 0, "no such EPCI");
	is_int(gazetteer_dept(real, "20"), 0, "no such département");

	sector = gazetteer_sector(real, &n);
	is_int(n, 80, "80 communes in the sector");
	for (size_t i = 1; i < n; i++) {
		struct commune a, b;

		gazetteer_get(real, sector[i - 1], &a);
		gazetteer_get(real, sector[i], &b);
		unsorted += strcmp(a.epci_name, b.epci_name) > 0;
	}
	is_int(unsorted, 0, "by EPCI");
	is_str(insee_of(real, sector[0]), "69001", "Affoux is the first of the first");
}

static void test_distance(void)
{
	const float *lat = gazetteer_lat(real), *lon = gazetteer_lon(real);
	uint32_t a = home(), t = gazetteer_by_insee(real, "69243");
	double km = geo_distance_km(lat[a], lon[a], lat[t], lon[t]);

	ok(km > 13 && km < 17, "L'Arbresle to Tarare: %.1f km", km);
	ok(geo_distance_km(45, 4, 45, 4) == 0, "nowhere to go");
	ok(fabs(geo_distance_km(0, 0, 0, 180) - 20015.087) < 0.01, "half the world");
	ok(fabs(geo_distance_km(48.8566, 2.3522, 45.764, 4.8357) - 391.5) < 1, "Paris to Lyon");
	ok(isnan(geo_distance_km(NAN, 4, 45, 4)) && isnan(geo_distance_km(45, 4, 45, NAN)), "unknown");
}

static void build_small(struct gazetteer_builder *b)
{
	const struct commune bully = { .insee = "69032", .name = "Bully", .postcodes = "69210",
		.dept = "69", .epci = "1", .epci_name = "Pays", .lat = 45.85f, .lon = 4.58f,
		.population = 2000 };
	const struct commune again = { .insee = "69032", .name = "Autre", .postcodes = "",
		.dept = "", .epci = "", .epci_name = "", .lat = NAN, .lon = NAN };
	const struct commune joux = { .insee = "69102", .name = "Joux", .postcodes = "69170|69171",
		.dept = "69", .epci = "2", .epci_name = "Agglo", .lat = NAN, .lon = NAN };

	gazetteer_add(b, &joux);
	gazetteer_add(b, &bully);
	gazetteer_add(b, &again);
	gazetteer_add_dept(b, "69", "Rhône");
	gazetteer_add_name(b, "Vieux-Bully", "69999", "69032");
	gazetteer_add_name(b, "Nulle part", "69998", "00000");
	gazetteer_add_name(b, "…", "", "69032");
	gazetteer_set_sector(b, "69032", SECTOR_CORE);
	gazetteer_set_sector(b, "69102", SECTOR_CORE);
	gazetteer_set_sector(b, "00000", SECTOR_CORE);
}

static void test_building(void)
{
	struct gazetteer_builder *b = gazetteer_builder_new();
	struct err err = ERR_INIT;
	struct commune_match m[4];
	const uint32_t *sector;
	struct gazetteer *g;
	struct commune c;
	struct str block;
	size_t n;

	str_init(&block);
	build_small(b);
	gazetteer_pack(b, &block);
	gazetteer_builder_free(b);
	g = open_block(&block, &err);
	ok(g, "opens");
	is_int(gazetteer_count(g), 2, "a code given twice is kept once");
	gazetteer_get(g, 0, &c);
	is_str(c.name, "Bully", "the first time");
	is_str(c.dept_name, "Rhône", "département added after the communes");
	is_str(insee_of(g, gazetteer_by_insee(g, "69999")), "69032", "former code");
	is_int(gazetteer_by_insee(g, "69998"), COMMUNE_NONE, "of a commune that is not there");
	sector = gazetteer_sector(g, &n);
	ok(n == 2 && sector[0] == 1, "sector by EPCI name: Agglo, Pays");
	ok(commune_find(g, "vieux bully", COMMUNE_NONE, m, 4) == 1 && m[0].via, "former name");
	is_int(commune_find(g, "vieux", 0, m, 4), 1, "near an unknown place, too");
	gazetteer_free(g);

	str_clear(&block);
	b = gazetteer_builder_new();
	gazetteer_pack(b, &block);
	gazetteer_builder_free(b);
	g = open_block(&block, &err);
	ok(g && gazetteer_count(g) == 0, "an empty gazetteer");
	is_int(commune_find(g, "bully", COMMUNE_NONE, m, 4), 0, "finds nothing");
	is_int(commune_find(g, "69", COMMUNE_NONE, m, 4), 0, "nor by code");
	is_int(gazetteer_by_insee(g, "69032"), COMMUNE_NONE, "and knows no code");
	gazetteer_free(g);
	gazetteer_free(NULL);
	str_done(&block);
}

static void use_all(struct gazetteer *g)
{
	static const char *const texts[] = { "bully", "b", "69", "69170", "vieus bully", "69999" };
	struct commune_match m[4];
	struct commune c;
	const uint32_t *sector;
	size_t n, sum = 0;

	for (uint32_t i = 0; i < gazetteer_count(g); i++) {
		gazetteer_get(g, i, &c);
		sum += strlen(c.name) + strlen(c.dept_name) + strlen(c.epci_name) + strlen(c.postcodes);
	}
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		n = commune_find(g, texts[i], 0, m, 4);
		for (size_t k = 0; k < n; k++)
			sum += m[k].via ? strlen(m[k].via) : 0;
	}
	sector = gazetteer_sector(g, &n);
	for (size_t i = 0; i < n; i++)
		gazetteer_get(g, sector[i], &c);
	(void)sum;
}

/* With the checksum made right again: numbers that lead anywhere are refused, or harmless. */
static void test_forged(const struct str *block)
{
	static const uint32_t wild[] = { 1, 255, 70000, 0x7FFFFFFF, UINT32_MAX };
	size_t opened = 0, refused = 0;

	for (size_t at = 8; at + 12 <= block->len; at += 4) {
		for (size_t i = 0; i < sizeof wild / sizeof *wild; i++) {
			char *blob = malloc(block->len);
			struct err err = ERR_INIT;
			struct gazetteer *g;
			uint64_t sum;

			memcpy(blob, block->s, block->len);
			memcpy(blob + at, &wild[i], sizeof *wild);
			sum = pack_sum(blob, block->len - 8);
			memcpy(blob + block->len - 8, &sum, sizeof sum);
			g = gazetteer_open(blob, block->len, &err);
			if (g)
				use_all(g);
			opened += g != NULL;
			refused += !g && err.kind == ERR_DATA;
			gazetteer_free(g);
		}
	}
	ok(refused > 0 && opened > 0, "forged blocks: %zu refused, %zu harmless", refused, opened);
}

static void test_damage(void)
{
	struct gazetteer_builder *b = gazetteer_builder_new();
	struct str block, cut;
	size_t opened = 0, silent = 0;

	str_init(&block);
	str_init(&cut);
	build_small(b);
	gazetteer_pack(b, &block);
	gazetteer_builder_free(b);
	for (size_t n = 0; n < block.len; n++) {
		struct err err = ERR_INIT;
		struct gazetteer *g;

		str_clear(&cut);
		str_addn(&cut, block.s, n);
		g = open_block(&cut, &err);
		opened += g != NULL;
		silent += err.kind != ERR_DATA;
		gazetteer_free(g);
	}
	for (size_t i = 0; i < block.len; i++) {
		struct err err = ERR_INIT;
		struct gazetteer *g;

		block.s[i] ^= 0x41;
		g = open_block(&block, &err);
		block.s[i] ^= 0x41;
		opened += g != NULL;
		silent += err.kind != ERR_DATA;
		gazetteer_free(g);
	}
	is_int(opened, 0, "no damaged block opens");
	is_int(silent, 0, "each says so");
	test_forged(&block);
	str_done(&cut);
	str_done(&block);
}

static void test_bad_files(void)
{
	struct gazetteer_builder *b = gazetteer_builder_new();
	struct err err = ERR_INIT;

	ok(!gazetteer_read_files(b, "/nowhere", &err), "no data");
	is_int(err.kind, ERR_BASE, "cannot be read");
	gazetteer_builder_free(b);
}

/* A small gazetteer on disk, one file of which a hand has changed. */
static void test_unknown_codes(void)
{
	static const char *const good[][2] = {
		{ "departements.csv", "code,nom\n69,Rhône\n" },
		{ "communes.csv", "code_insee,nom,codes_postaux,latitude,longitude,population,"
		  "code_departement,code_epci,nom_epci\n69243,Tarare,69170,45.9,4.4,10000,69,,\n" },
		{ "communes_anciennes.csv", "code_insee,nom,code_chef_lieu\n69999,Tararette,69243\n" },
		{ "communes_alias.csv", "alias,code_insee\nTarrare,69243\n" },
		{ "secteur.csv", "code_insee,statut\n69243,coeur\n" },
	};
	static const char *const bad[][2] = {
		{ "communes_anciennes.csv", "code_insee,nom,code_chef_lieu\n1,A,69243\n2,B,69423\n" },
		{ "communes_alias.csv", "alias,code_insee\nA,69243\nB,69423\n" },
		{ "secteur.csv", "code_insee,statut\n69243,coeur\n69423,coeur\n" },
	};

	tempdir_make();
	for (size_t i = 0; i <= sizeof bad / sizeof *bad; i++) {
		struct gazetteer_builder *b = gazetteer_builder_new();
		struct err err = ERR_INIT;

		for (size_t k = 0; k < sizeof good / sizeof *good; k++)
			spit(temp(good[k][0]), good[k][1], strlen(good[k][1]));
		if (i) {
			spit(temp(bad[i - 1][0]), bad[i - 1][1], strlen(bad[i - 1][1]));
			ok(!gazetteer_read_files(b, tempdir, &err), "%s: refused", bad[i - 1][0]);
			is_int(err.kind, ERR_DATA, "as bad data");
			ok(strstr(err.msg, bad[i - 1][0]) && strstr(err.msg, "ligne 3") &&
			   strstr(err.msg, "69423"), "%s", err.msg);
		} else {
			ok(gazetteer_read_files(b, tempdir, &err), "all known %s", err.msg);
		}
		gazetteer_builder_free(b);
	}
	tempdir_remove();
}

int main(void)
{
	struct err err = ERR_INIT;
	struct str block;

	str_init(&block);
	pack_real(&block);
	real = open_block(&block, &err);
	str_done(&block);
	if (!ok(real, "the shipped communes make a gazetteer"))
		return done_testing();
	test_first_answers();
	test_order();
	test_codes();
	test_nothing();
	test_invariants();
	test_real();
	test_distance();
	gazetteer_free(real);
	test_building();
	test_damage();
	test_bad_files();
	test_unknown_codes();
	return done_testing();
}
