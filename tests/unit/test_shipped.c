#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/session.h"
#include "aiguillage/vocab.h"
#include "tests/lib/tap.h"
#include "tests/unit/tempdir.h"

static struct vocab *v;

/* A copy of the shipped data whose file `name` is `text` (NULL: as shipped). */
static void copy_data(const char *name, const char *text)
{
	static const char *const files[] = {
		"communes.csv", "communes_anciennes.csv", "communes_alias.csv",
		"departements.csv", "secteur.csv", "vocabulaire.csv", "vocabulaire_journal.csv",
		"annuaire/lieux.csv",
		"annuaire/offres.csv",
	};

	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		char to[1400], from[4200];

		snprintf(to, sizeof to, "%s/data/%s", tempdir, files[i]);
		snprintf(from, sizeof from, "%s", test_path("data"));
		unlink(to);
		if (name && strcmp(name, files[i]) == 0) {
			FILE *f = fopen(to, "w");

			if (!f || fputs(text, f) < 0 || fclose(f))
				exit(1);
			continue;
		}
		snprintf(from, sizeof from, "%.4000s/%s", test_path("data"), files[i]);
		if (symlink(from, to))
			exit(1);
	}
}

static const char *data_dir(void)
{
	static char path[1400];

	snprintf(path, sizeof path, "%s/data", tempdir);
	return path;
}

static struct directory *open_directory(const char *name)
{
	struct err err = ERR_INIT;
	struct directory *d = NULL;
	char *path = path_join(tempdir, name);

	if (!directory_open(&d, path, DIRECTORY_CREATE, NULL, &err)) {
		printf("Bail out! %s\n", err.msg);
		exit(1);
	}
	free(path);
	return d;
}

static void counts(struct directory *d, int64_t *places, int64_t *offers)
{
	struct err err = ERR_INIT;
	struct directory_origin *o;
	size_t n;

	*places = *offers = 0;
	if (!directory_origins(d, &o, &n, &err))
		return;
	for (size_t i = 0; i < n; i++) {
		*places += o[i].places;
		*offers += o[i].offers;
	}
	directory_origins_free(o, n);
}

/* Some text field of the offer or its place holds these words. */
static bool says(const struct offer *o, const struct place *p, const char *words)
{
	for (int f = 0; f < OFFER_FIELD_COUNT; f++) {
		if (strstr(offer_get(o, (enum offer_field)f), words))
			return true;
	}
	for (int f = 0; f < PLACE_FIELD_COUNT; f++) {
		if (strstr(place_get(p, (enum place_field)f), words))
			return true;
	}
	return false;
}

/* One line of the meeting's list: id, structure, status, commune, fragment. */
static void check_line(struct directory *d, char *line)
{
	struct err err = ERR_INIT;
	char *cell[5] = { NULL };
	struct offer o;
	struct place p;
	int64_t id;

	line[strcspn(line, "\n")] = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(cell); i++)
		cell[i] = strsep(&line, "\t");
	if (!ok(cell[4] != NULL, "line of %s has five cells", cell[0]))
		return;
	offer_init(&o);
	place_init(&p);
	id = directory_offer_by_key(d, cell[0], &err);
	if (ok(id && directory_offer(d, id, &o, &err) && directory_place(d, o.place_id, &p, &err),
	       "%s (%s) is in the directory", cell[0], cell[1])) {
		bool where = !*cell[3] || strcmp(place_get(&p, PLACE_INSEE), cell[3]) == 0;

		is_str(offer_get(&o, OFFER_STATUS), cell[2], "%s: status", cell[0]);
		ok(where, "%s: commune %s, got %s", cell[0], cell[3], place_get(&p, PLACE_INSEE));
		ok(*cell[4] && says(&o, &p, cell[4]), "%s: « %s »", cell[0], cell[4]);
		ok(*place_get(&p, PLACE_NAME) != '\0', "%s: a place with a name", cell[0]);
	}
	offer_clear(&o);
	place_clear(&p);
}

static void test_meeting(struct directory *d)
{
	FILE *f = fopen(test_path("tests/data/compte-rendu.tsv"), "r");
	char *line = NULL;
	size_t cap = 0, n = 0;

	if (!ok(f != NULL, "the meeting's list"))
		return;
	while (getline(&line, &cap, f) >= 0) {
		if (n++)
			check_line(d, line);
	}
	is_int((long long)n - 1, 98, "all rows of the list were checked");
	free(line);
	fclose(f);
}

/* Values of national and local lists are stored as codes; others as they are. */
static void test_codes(struct directory *d)
{
	static const enum offer_field fields[] = {
		OFFER_SERVICES, OFFER_THEMES, OFFER_AUDIENCES, OFFER_CARE, OFFER_COST, OFFER_ACCESS,
		OFFER_MODES, OFFER_ITINERANCY, OFFER_MEETING, OFFER_PROGRAMMES, OFFER_LABELS,
		OFFER_STATUS,
	};
	struct err err = ERR_INIT;
	struct str item, bad;
	int64_t id = directory_offer_by_key(d, "S015", &err);
	struct offer o;

	str_init(&item);
	str_init(&bad);
	offer_init(&o);
	ok(id && directory_offer(d, id, &o, &err), "S015");
	is_str(offer_get(&o, OFFER_SERVICES), "demarches", "a label becomes its code");
	is_str(offer_get(&o, OFFER_MODES), "individuel", "here too");
	for (int k = 1; k <= 98; k++) {
		char key[8];

		snprintf(key, sizeof key, "S%03d", k);
		id = directory_offer_by_key(d, key, &err);
		if (!id || !directory_offer(d, id, &o, &err))
			continue;
		for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
			struct list_walk w = { .rest = offer_get(&o, fields[i]) };
			enum vocab_genre g = (enum vocab_genre)offer_fields[fields[i]].genre;

			while (list_next(&w, &item)) {
				if (!vocab_by_code(v, g, item.s))
					str_join(&bad, ", ", item.s);
			}
		}
	}
	is_str(bad.s, "", "every value of the meeting's offers is in the vocabulary");
	offer_clear(&o);
	str_done(&item);
	str_done(&bad);
}

static void test_blocks(struct directory *d)
{
	struct err err = ERR_INIT;
	struct gazetteer *g;
	struct index *x;
	void *blob;
	size_t n;

	ok(directory_get_block(d, "communes", &blob, &n, &err), "block of the communes");
	g = gazetteer_open(blob, n, &err);
	if (ok(g != NULL, "it opens %s", err.msg))
		ok(gazetteer_count(g) > 34000, "%zu communes", gazetteer_count(g));
	gazetteer_free(g);
	ok(directory_get_block(d, "index", &blob, &n, &err), "block of the index");
	x = index_open(blob, n, &err);
	if (ok(x != NULL, "it opens %s", err.msg))
		is_int((long long)index_count(x), 110, "offers in the index");
	index_free(x);
}

static void test_again(struct directory *d)
{
	struct err err = ERR_INIT;
	int64_t offer = directory_offer_by_key(d, "S050", &err);
	int64_t place = directory_place_by_key(d, "france-services-amplepuis", &err);
	int64_t before = directory_generation(d), places, offers;

	ok(offer && place, "rows are found by key");
	ok(place == directory_place_by_key(d, "France-Services_585", &err), "and by source id");
	ok(shipped_load(d, test_path("data"), v, &err), "a second load %s", err.msg);
	is_int(directory_offer_by_key(d, "S050", &err), offer, "the offer keeps its row");
	is_int(directory_place_by_key(d, "france-services-amplepuis", &err), place, "the place too");
	counts(d, &places, &offers);
	is_int(places, 84, "no double place");
	is_int(offers, 110, "no double offer");
	ok(directory_generation(d) > before, "open programs learn of it");
}

#define PLACES "id,nom,code_insee,statut,latitude,longitude,date_maj,lieu_rassurant\n"
#define OFFERS "id,structure_id,nom,statut,date_maj\n"

static void test_broken(struct directory *d)
{
	static const struct {
		const char *file, *text, *says;
	} cases[] = {
		{ "annuaire/lieux.csv", PLACES "a,A,69243,cite,,,,\na,B,69243,cite,,,,\n",
		  "lieux.csv, ligne 3 : l’identifiant « a » est déjà pris" },
		{ "annuaire/lieux.csv", PLACES "a,A,1400,cite,,,,\n", "ligne 2, colonne « code_insee »" },
		{ "annuaire/lieux.csv", PLACES "a,A,1400,cite,,,,\n", "zéro du début" },
		{ "annuaire/lieux.csv", PLACES "a,A,99999,cite,,,,\n", "« 99999 »" },
		{ "annuaire/lieux.csv", PLACES ",A,69243,cite,,,,\n", "ligne 2 : l’identifiant" },
		{ "annuaire/lieux.csv", PLACES "a b,A,69243,cite,,,,\n", "ligne 2 : un identifiant" },
		{ "annuaire/lieux.csv", PLACES "a,,69243,cite,,,,\n", "ligne 2 : le nom est vide" },
		{ "annuaire/lieux.csv", PLACES "a,A,69243,cite,\"45,9\",4,,\n", "« latitude »" },
		{ "annuaire/lieux.csv", PLACES "a,A,69243,cite,459,4,,\n", "De -90 à 90" },
		{ "annuaire/lieux.csv", PLACES "a,A,69243,cite,45,,,\n", "aucune des deux" },
		{ "annuaire/lieux.csv", PLACES "a,A,69243,cite,,,19/09/2024,\n", "AAAA-MM-JJ" },
		{ "annuaire/lieux.csv", PLACES "a,A,69243,cite,,,,peut-être\n", "« oui » ou « non »" },
		{ "annuaire/lieux.csv", "id,nom,statut\na,A,cite\n", "« code_insee » manque" },
		{ "annuaire/lieux.csv", "id;nom;code_insee;statut\na;A;69243;cite\n", "la virgule" },
		{ "annuaire/lieux.csv", PLACES, "aucun lieu" },
		{ "annuaire/lieux.csv", PLACES "a,\"A,69243,cite,,,,\n", "lieux.csv" },
		{ "annuaire/offres.csv", OFFERS "x,nulle-part,X,cite,\n", "« structure_id »" },
		{ "annuaire/offres.csv", OFFERS "x,udaf-69,X,cite,2024-13-01\n", "offres.csv, ligne 2" },
		{ "annuaire/offres.csv",
		  "id,structure_id,nom,statut,publics,publics_exclusifs\n"
		  "x,france-services-amplepuis,X,cite,jeunes,seniors\n",
		  "« publics_exclusifs »" },
		{ "annuaire/offres.csv", "id,nom,statut\nx,X,cite\n", "« structure_id » manque" },
	};
	int64_t generation = directory_generation(d), places, offers;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct err err = ERR_INIT;

		copy_data(cases[i].file, cases[i].text);
		ok(!shipped_load(d, data_dir(), v, &err), "refused");
		is_int(err.kind, ERR_DATA, "as bad data");
		ok(strstr(err.msg, cases[i].says) != NULL, "%s", err.msg);
	}
	counts(d, &places, &offers);
	is_int(places, 84, "the old places are all there");
	is_int(offers, 110, "and the old offers");
	is_int(directory_generation(d), generation, "nothing was written");
	test_blocks(d);
}

static void test_fingerprint(void)
{
	struct err err = ERR_INIT;
	char *a, *b, *c;

	copy_data(NULL, NULL);
	a = shipped_fingerprint(data_dir(), &err);
	b = shipped_fingerprint(test_path("data"), &err);
	copy_data("annuaire/offres.csv", OFFERS);
	c = shipped_fingerprint(data_dir(), &err);
	is_str(a, b, "the same data, the same fingerprint");
	ok(a && c && strcmp(a, c) != 0, "another file, another fingerprint");
	free(a);
	free(b);
	free(c);
	ok(!shipped_fingerprint("/nonexistent", &err) && err.kind == ERR_BASE, "%s", err.msg);
}

/* A row that the new file does not have any more goes away; unknown values stay verbatim. */
static void test_small(void)
{
	struct directory *d = open_directory("petit.db");
	struct err err = ERR_INIT;
	int64_t places, offers;
	struct offer o;

	ok(shipped_load(d, test_path("data"), v, &err), "loaded %s", err.msg);
	copy_data("annuaire/offres.csv",
		  "id,structure_id,nom,statut,services,publics\n"
		  "x,france-services-amplepuis,X,cite,Poterie|Maîtrise des outils numériques du "
		  "quotidien,Séniors\n");
	ok(shipped_load(d, data_dir(), v, &err), "loaded again %s", err.msg);
	counts(d, &places, &offers);
	is_int(offers, 1, "offers that are gone are gone");
	offer_init(&o);
	ok(directory_offer(d, directory_offer_by_key(d, "x", &err), &o, &err), "the new one");
	is_str(offer_get(&o, OFFER_SERVICES), "Poterie|bases-numerique", "unknown kept verbatim");
	is_str(offer_get(&o, OFFER_AUDIENCES), "seniors", "alias normalised");
	offer_clear(&o);
	directory_close(d);
}

int main(void)
{
	struct err err = ERR_INIT;
	struct directory *d;
	char *sub;

	tempdir_make();
	sub = path_join(tempdir, "data");
	mkdir(sub, 0700);
	free(sub);
	sub = path_join(tempdir, "data/annuaire");
	mkdir(sub, 0700);
	free(sub);
	v = vocab_read(test_path("data"), &err);
	d = open_directory("annuaire.db");
	if (ok(v && shipped_load(d, test_path("data"), v, &err), "the shipped data is loaded %s",
	       err.msg)) {
		test_meeting(d);
		test_codes(d);
		test_blocks(d);
		test_again(d);
		test_broken(d);
		test_fingerprint();
		test_small();
	}
	directory_close(d);
	vocab_free(v);
	tempdir_remove();
	return done_testing();
}
