#include <math.h>

#include "aiguillage/coverage.h"
#include "aiguillage/territory.h"
#include "tests/unit/world.h"

static struct explanation e;

static void explain(struct world *w, const char *key)
{
	struct err err = ERR_INIT;
	struct hit h;

	if (find_hit(w, key, &h) < 0 || !search_explain(w->x, &h, &e, &err)) {
		ok(false, "%s is a result (%s)", key, err.msg);
		str_clear(&e.why);
		str_clear(&e.beware);
	}
}

static void says(const struct str *s, const char *what)
{
	ok(strstr(s->s, what) != NULL, "says « %s »", what);
	if (!strstr(s->s, what))
		printf("#   in: %s\n", s->s);
}

/* The five people of the meeting. */
static void test_senior_of_bibost(struct world *w)
{
	struct hit h;
	int counsellor, services;

	ask(w, "Bibost", "seniors", "demarches", 0, "");
	counsellor = find_hit(w, "S047", &h);
	is_int(counsellor, 0, "the conseiller numérique comes first");
	is_int(h.tier, TIER_COVERS, "who covers Bibost on demand");
	ok(isnan(h.km), "without a distance: the depot is not a trip");
	services = find_hit(w, "S017", &h);
	ok(services > counsellor, "then the France Services of L’Arbresle");
	is_int(h.tier, TIER_NEAR, "where one goes");
	ok(h.km > 4 && h.km < 8, "at its distance (%.1f km)", h.km);
	explain(w, "S047");
	says(&e.why, "vient à Bibost");
	says(&e.why, "seniors");
	says(&e.why, "gratuit");
	explain(w, "S017");
	says(&e.why, "à vol d’oiseau");
}

static void test_young_of_chasselay(struct world *w)
{
	struct hit h;

	ask(w, "Chasselay", "jeunes", "", 0, "");
	is_int(find_hit(w, "S008", &h), 0, "the PIJ is first for a young person of Chasselay");
	is_int(h.tier, TIER_COMES, "a permanence in the commune");
	explain(w, "S008");
	says(&e.why, "permanence à Chasselay");
	says(&e.beware, "réservé jeunes");
	ask(w, "Chasselay", "seniors", "", 0, "");
	is_int(position_of(w, "S008"), -1, "and is not proposed to a senior: it is for the young only");
}

static void test_rsa_in_tarare(struct world *w)
{
	ask(w, "Tarare", "beneficiaires-des-minimas-sociaux", "bases-numerique", 0, "");
	is_int(position_of(w, "S058"), 0, "FORMA-TIC for someone on RSA in Tarare");
	explain(w, "S058");
	says(&e.beware, "réservé RSA, sur prescription : Maison du Rhône, Mission locale, France Travail");
	ask(w, "Tarare", "seniors", "bases-numerique", 0, "");
	is_int(position_of(w, "S058"), -1, "not for others");
}

/* Nothing is known of the person: what only somebody else opens does not come before the rest. */
static void test_closed_doors(struct world *w)
{
	struct hit h;
	int robots, services;

	ask(w, "L'Arbresle", "", "", 0, "");
	services = find_hit(w, "S017", &h);
	robots = find_hit(w, "S071", &h);
	is_int(h.tier, TIER_COMES, "the robots for pupils who are ill come home");
	ok(robots > services && services >= 0, "after the France Services next door (%d, %d)",
	   robots, services);
	ok(robots > position_of(w, "S047"), "and after who covers the commune");
	ok(robots < position_of(w, "S033"), "before what one travels to");
	ok(position_of(w, "S059") > position_of(w, "S047"), "as FORMA-TIC, for people on RSA");
	ask(w, "L'Arbresle", "familles", "", 0, "");
	is_int(find_hit(w, "S071", &h), 0, "first for a family, whom they may be meant for");
}

static void test_home_in_thizy(struct world *w)
{
	struct hit h;

	ask(w, "Thizy-les-Bourgs", "seniors", "", FILTER_HOME, "");
	ok(find_hit(w, "S049", &h) >= 0 || find_hit(w, "S048", &h) >= 0, "home visits in Thizy");
	is_int(h.tier, TIER_COMES, "come to the person");
	search_hits(w->x, 0, 1, &h);
	is_int(h.tier, TIER_COMES, "first");
}

static void test_family_in_poule(struct world *w)
{
	struct hit h;
	size_t n = ask(w, "Poule-les-Écharmeaux", "familles", "", FILTER_NO_CAR, "");

	ok(n > 0, "something for a family of Poule without a car (%zu)", n);
	for (size_t i = 0; search_hits(w->x, i, 1, &h) == 1; i++) {
		struct err err = ERR_INIT;

		search_explain(w->x, &h, &e, &err);
		ok(e.why.len > 0, "%s: %s", offer_get(&e.offer, OFFER_NAME), e.why.s);
		ok(h.tier != TIER_NEAR, "no trip from a commune without a station");
	}
}

static void test_coverage(struct world *w)
{
	struct str b;

	str_init(&b);
	coverage_say(&b, w->s->gazetteer, "200066587|69022|69|france|zzz");
	is_str(b.s, "CC des Monts du Lyonnais, Bibost, tout le département (Rhône), toute la France, zzz",
	       "a coverage in words");
	str_done(&b);
}

/* ---- rules ---- */

static void test_train(struct world *w)
{
	ask(w, "Tarare", "", "", FILTER_NO_CAR, "");
	explain(w, "S017");
	says(&e.why, "train Tarare → L'Arbresle");
	w->c.radius_km = 5;
	ask(w, "Ternand", "", "", 0, "");
	w->c.radius_km = SEARCH_RADIUS_DEFAULT;
}

static void says_station(struct world *w, const char *commune, const char *what)
{
	struct territory_station at;
	struct str b;

	str_init(&b);
	if (territory_station(w->s, commune_named(w, commune), &at))
		territory_station_say(&b, &at);
	is_str(b.s, what, "the station of %s", commune);
	str_done(&b);
}

/* The files tell in which commune a station is; closed ones are none. */
static void test_stations(struct world *w)
{
	says_station(w, "Tarare", "gare : Tarare");
	says_station(w, "Saint-Forgeux",
		     "gare la plus proche : Pontcharra - Saint-Forgeux ≈ 2 km");
	says_station(w, "Ternand", "gare la plus proche : Chamelet ≈ 5 km");
	says_station(w, "Limoges", "");
}

static void test_status(struct world *w)
{
	static const char *const never[] = { "S020", "S004", "S092" };
	struct err err = ERR_INIT;

	ask(w, NULL, "", "", 0, "");
	for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
		ok(directory_offer_by_key(w->s->directory, never[i], &err) > 0, "%s exists", never[i]);
		is_int(position_of(w, never[i]), -1, "and is never proposed");
	}
	explain(w, "S019");
	says(&e.beware, "à vérifier");
}

static void test_words(struct world *w)
{
	static const char *const words[] = {
		"CAF", "Parcoursup", "imprimante", "Pôle emploi", "ERUN", "pole empl", "démarches",
		"demarche", "France Services", "arbresle", "L'Arbresle", "mamie", "RSA", "tablettes",
	};
	const char *unknown, *like;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		ok(ask(w, NULL, "", "", 0, words[i]) > 0, "« %s » finds %zu", words[i],
		   search_count(w->x));
	is_int(ask(w, NULL, "", "", 0, "le la les"), ask(w, NULL, "", "", 0, ""),
	       "words without meaning ask nothing");
	is_int(ask(w, NULL, "", "", 0, "imprimnate"), 0, "a typing error finds nothing");
	unknown = search_unknown_word(w->x, &like);
	is_str(unknown, "imprimnate", "the word is told");
	is_str(like, "imprimante", "and the one that was meant");
	is_int(ask(w, NULL, "", "", 0, "\"' OR * ( NEAR"), 0, "nothing is a syntax");
}

/* Those of which the source says that they take care of it, and those of which it says nothing. */
static void test_sure(struct world *w)
{
	struct explanation told;
	struct err ignored = ERR_INIT;
	struct hit hits[200];
	struct facet f[40];
	size_t n, k, unsaid, wrong = 0, sure = 0;

	ask(w, "L'Arbresle", "", "", 0, "");
	n = search_facets(w->x, VOCAB_CARE, f, 40);
	explanation_init(&told);
	for (size_t i = 0; i < n; i++) {
		list_add(&w->c.cares, f[i].code);
		ask(w, "L'Arbresle", "", "", 0, "");
		k = search_hits(w->x, 0, 200, hits);
		unsaid = 0;
		for (size_t j = 0; j < k; j++)
			unsaid += search_explain(w->x, &hits[j], &told, &ignored) &&
				  strstr(told.beware.s, "prise en charge non précisée");
		str_clear(&w->c.cares);
		wrong += k != f[i].count || k - unsaid != f[i].sure;
		sure += f[i].sure;
	}
	explanation_done(&told);
	is_int(wrong, 0, "the sure ones are those that say so");
	ok(n && sure, "there are some");
}

static void test_facets(struct world *w)
{
	struct facet f[40];
	size_t n, wrong = 0;

	ask(w, "Tarare", "", "demarches", 0, "");
	n = search_facets(w->x, VOCAB_AUDIENCE, f, 40);
	ok(n > 5, "audiences present: %zu", n);
	is_str(f[0].code, "seniors", "in the order of the vocabulary");
	for (size_t i = 0; i < n; i++)
		wrong += ask(w, "Tarare", f[i].code, "demarches", 0, "") != f[i].count;
	is_int(wrong, 0, "each count is what choosing it leaves");
	ask(w, "Tarare", "seniors", "", 0, "");
	for (unsigned bit = 0; bit < SEARCH_FILTERS; bit++) {
		uint32_t count;

		ask(w, "Tarare", "seniors", "", 0, "");
		count = search_filter_count(w->x, 1u << bit);
		is_int(ask(w, "Tarare", "seniors", "", 1u << bit, ""), count, "filter %s",
		       search_filter_label(bit));
	}
	ask(w, "Tarare", "", "", 0, "");
	is_int(search_radius_count(w->x, 10), search_count(w->x), "the present radius");
	ok(search_radius_count(w->x, 30) > search_count(w->x), "a larger one leaves more");
}

static void test_widenings(struct world *w)
{
	struct widening *list;
	size_t n;

	is_int(ask(w, "Affoux", "seniors", "reparation", FILTER_HOME, ""), 0, "nothing");
	search_widenings(w->x, &list, &n);
	ok(n > 0, "never a dead end");
	for (size_t i = 0; i < n; i++) {
		ok(list[i].count > 0, "%s: %u", list[i].label, list[i].count);
		search_run(w->x, &list[i].criteria);
		is_int(search_count(w->x), list[i].count, "as announced");
	}
	search_widenings_free(list, n);
	is_int(ask(w, "Affoux", "", "", 0, "zzzzz"), 0, "an unknown word");
	search_widenings(w->x, &list, &n);
	ok(n > 0, "has a way out too");
	search_widenings_free(list, n);
}

/* Whatever is asked, the results come tier by tier, and nobody excluded is among them. */
static void test_order(struct world *w)
{
	const uint32_t *sector;
	size_t n, wrong = 0, seen = 0;

	sector = gazetteer_sector(w->s->gazetteer, &n);
	is_int(n, 80, "80 communes");
	for (size_t i = 0; i < n; i++) {
		struct hit h, last = { 0, TIER_NONE, 0 };

		criteria_done(&w->c);
		criteria_init(&w->c);
		w->c.commune = sector[i];
		str_add(&w->c.audiences, "seniors");
		search_run(w->x, &w->c);
		for (size_t k = 0; search_hits(w->x, k, 1, &h) == 1; k++, seen++) {
			uint32_t t = index_traits(w->s->index)[h.offer];

			wrong += h.tier < last.tier || !(t & TRAIT_PROPOSABLE);
			wrong += h.tier == TIER_NEAR && isnan(h.km);
			wrong += h.tier != TIER_NEAR && !isnan(h.km);
			last = h;
		}
		wrong += search_hits(w->x, search_count(w->x), 1, &h) != 0;
	}
	is_int(wrong, 0, "%zu results in order", seen);
}

int main(void)
{
	struct world w;

	explanation_init(&e);
	world_open(&w);
	test_senior_of_bibost(&w);
	test_young_of_chasselay(&w);
	test_rsa_in_tarare(&w);
	test_closed_doors(&w);
	test_home_in_thizy(&w);
	test_family_in_poule(&w);
	test_coverage(&w);
	test_train(&w);
	test_stations(&w);
	test_status(&w);
	test_words(&w);
	test_facets(&w);
	test_sure(&w);
	test_widenings(&w);
	test_order(&w);
	explanation_done(&e);
	world_close(&w);
	return done_testing();
}
