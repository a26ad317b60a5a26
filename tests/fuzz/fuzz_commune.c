/*
 * Anything typed, in a gazetteer of a few communes: the answers are known
 * communes, each once, ranks in order, and a shorter list is the beginning of
 * a longer one.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/commune.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 64 };

static const char *const places[][3] = {
	{ "69010", "L'Arbresle", "69210" },
	{ "69022", "Bibost", "69690" },
	{ "69024", "Val d'Oingt", "69620" },
	{ "69026", "Le Breuil", "69620" },
	{ "69037", "Chambost-Allières", "69870" },
	{ "69050", "Châtillon", "69380" },
	{ "69059", "Civrieux-d'Azergues", "69380" },
	{ "69066", "Cours", "69470" },
	{ "69083", "Éveux", "69210" },
	{ "69086", "Fleurieux-sur-l'Arbresle", "69210" },
	{ "69106", "Lachassagne", "69480" },
	{ "69107", "Lamure-sur-Azergues", "69870" },
	{ "69123", "Lyon", "69001|69002|69003|69004|69005|69006|69007|69008|69009" },
	{ "69157", "Vindry-sur-Turdine", "69490" },
	{ "69160", "Poule-les-Écharmeaux", "69870" },
	{ "69171", "Sain-Bel", "69210" },
	{ "69174", "Les Sauvages", "69170" },
	{ "69181", "Saint-Appolinaire", "69170" },
	{ "69201", "Sainte-Foy-l'Argentière", "69610" },
	{ "69208", "Saint-Germain-Nuelles", "69210" },
	{ "69243", "Tarare", "69170" },
	{ "69248", "Thizy-les-Bourgs", "69240" },
	{ "69264", "Villefranche-sur-Saône", "69400" },
	{ "01105", "Civrieux", "01390" },
	{ "14312", "Bœuvres", "" },
	{ "21341", "Lantilly", "21140" },
	{ "2A004", "Ajaccio", "20000|20090|20167" },
	{ "80829", "Y", "80190" },
	{ "97411", "Saint-Denis", "97400|97490" },
	{ "55039", "Beaumont-en-Verdunois", "" },
};

static const char *const others[][3] = {
	{ "Civrieux", "", "69059" },
	{ "Le Bois-d'Oingt", "", "69024" },
	{ "Pontcharra-sur-Turdine", "", "69157" },
	{ "Bourg-de-Thizy", "69025", "69248" },
	{ "Oingt", "69146", "69024" },
	{ "Saint-Bel", "", "69171" },
	{ "Tampon 14eme Km", "97422", "97411" },
};

static struct gazetteer *small(void)
{
	struct gazetteer_builder *b = gazetteer_builder_new();
	struct str block;
	size_t size;
	void *blob;

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		gazetteer_add(b, &(struct commune){
			.insee = places[i][0], .name = places[i][1], .postcodes = places[i][2],
			.dept = "69", .epci = i % 3 ? "200040566" : "", .epci_name = "CA",
			.lat = i % 5 ? 45 + (float)i / 10 : NAN, .lon = 4 + (float)(i % 7) / 10,
			.population = (uint32_t)(i * 997 % 5000),
		});
		gazetteer_set_sector(b, places[i][0], (enum sector)(i % 3));
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		gazetteer_add_name(b, others[i][0], others[i][1], others[i][2]);
	str_init(&block);
	gazetteer_pack(b, &block);
	gazetteer_builder_free(b);
	blob = malloc(block.len);
	memcpy(blob, block.s, block.len);
	size = block.len;
	str_done(&block);
	return gazetteer_open(blob, size, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct gazetteer *g;
	struct commune_match all[MOST], few[3];
	char *text = malloc(size + 1), seen[MOST] = { 0 };
	size_t n, k;

	if (!g)
		g = small();
	memcpy(text, data, size);
	text[size] = '\0';
	n = commune_find(g, text, size % 40, all, MOST);
	k = commune_find(g, text, size % 40, few, 3);
	if (n > gazetteer_count(g) || k != (n < 3 ? n : 3))
		abort();
	for (size_t i = 0; i < n; i++) {
		struct commune c;

		if (all[i].commune >= gazetteer_count(g) || seen[all[i].commune]++)
			abort();
		if (i && all[i].rank < all[i - 1].rank)
			abort();
		if (i < k && (few[i].commune != all[i].commune || few[i].via != all[i].via))
			abort();
		gazetteer_get(g, all[i].commune, &c);
		if (!*c.name || (all[i].via && !*all[i].via))
			abort();
	}
	free(text);
	return 0;
}
