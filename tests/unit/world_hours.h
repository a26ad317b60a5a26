/*
 * A directory of our own whose offers differ by their hours only: they are all
 * in L'Arbresle, at one point, each in a place of its own but for those of
 * `maison`.  The key of an offer says when it is open.
 */
#ifndef TESTS_WORLD_HOURS_H
#define TESTS_WORLD_HOURS_H

#include <stdio.h>
#include <sys/stat.h>

#include "aiguillage/mem.h"
#include "tests/unit/world.h"

static const struct hours_case {
	const char *key, *hours;
} hours_cases[] = {
	{ "tous-les-jours", "09:00-18:00" },
	{ "mardi-matin", "Tu 09:00-12:00" },
	{ "mardi-soir", "Tu 18:00-20:00" },
	{ "samedi", "Sa 09:00-12:00" },
	{ "lundi", "Mo 09:00-12:00,14:00-17:00" },
	{ "vendredi-1", "Fr[1] 17:00-19:00" },
	{ "vendredi-5", "Fr[5] 14:00-16:00" },
	{ "nuit", "Th 22:00-02:00" },
	{ "dimanche-nuit", "Sa 22:00-06:00" },
	{ "jour-de-l-an", "Jan 01 10:00-12:00; PH open" },
	{ "feries", "Mo-Fr 09:00-12:00; PH off" },
	{ "vacances", "We 14:00-17:00; SH off" },
	{ "saison", "Sep-Jun Tu 14:00-17:00" },
	{ "semaines", "week 2-52/2 Th 14:00-17:00" },
	{ "dates", "2026 Dec 03 10:00-12:00; 2027 Jan 07 14:00-16:00" },
	{ "rendez-vous", "Mo-Fr 08:00-18:00 \"sur rendez-vous, à l'accueil; au 1er\"" },
	{ "deux-manieres", "Mo,We 10:00-12:00; Tu,Th 10:00-12:00 \"sur rendez-vous\"" },
	{ "sans-heures", "We open" },
	{ "permanence", "24/7" },
	{ "sans-fin", "Fr 17:00+" },
	{ "douteux", "Mo-Sa 14:00-14:00" },
	{ "ferme", "off" },
	{ "sans-horaires", "" },
	{ "non-interpretes", "Très variables" },
	{ "voisin", "Th 13:30-16:30" },	/* as `maison`, at the same point */
};

static inline void cell(FILE *f, const char *s)
{
	fputc('"', f);
	for (; *s; s++)
		fprintf(f, *s == '"' ? "\"\"" : "%c", *s);
	fputs("\",", f);
}

static inline void write_place(FILE *f, const char *key, const char *hours)
{
	fprintf(f, "lieu-%s,\"Lieu, %s\",", key, key);
	fputs("1 place de la Mairie,69210,L'Arbresle,69010,45.8346,4.6175,", f);
	cell(f, hours);
	fputs("cite,essai\n", f);
}

static inline void write_world(const char *dir)
{
	char command[8000], path[sizeof tempdir + 64];
	FILE *places, *offers;

	snprintf(command, sizeof command,
		 "mkdir -p '%s/data/annuaire' && ln -s \"$(cd '%s' && pwd)\"/*.* '%s/data/'", dir,
		 test_path("data"), dir);
	ok(system(command) == 0, "a folder of data");
	snprintf(path, sizeof path, "%s/data/annuaire/lieux.csv", dir);
	places = fopen(path, "w");
	snprintf(path, sizeof path, "%s/data/annuaire/offres.csv", dir);
	offers = fopen(path, "w");
	if (!places || !offers) {
		printf("Bail out! %s\n", path);
		exit(1);
	}
	fputs("id,nom,adresse,code_postal,commune,code_insee,latitude,longitude,horaires_accueil,"
	      "statut,source\n", places);
	fputs("id,structure_id,nom,rencontre,horaires_accueil,statut,source\n", offers);
	write_place(places, "maison", "Th 13:30-16:30");
	fputs("maison-1,lieu-maison,Offre maison-1,sur-place,,cite,essai\n", offers);
	fputs("maison-2,lieu-maison,Offre maison-2,sur-place,,cite,essai\n", offers);
	for (size_t i = 0; i < ARRAY_SIZE(hours_cases); i++) {
		write_place(places, hours_cases[i].key, "");
		fprintf(offers, "%s,lieu-%s,Offre %s,sur-place,", hours_cases[i].key,
			hours_cases[i].key, hours_cases[i].key);
		cell(offers, hours_cases[i].hours);
		fputs("cite,essai\n", offers);
	}
	fclose(places);
	fclose(offers);
}

static inline void world_hours_open(struct world *w)
{
	char data[sizeof tempdir + 8];
	struct session_options o = { .base = tempdir, .data = data };
	struct err err = ERR_INIT;

	setenv("AIGUILLAGE_MAINTENANT", "2026-11-24T10:00", 1);
	tempdir_make();
	write_world(tempdir);
	snprintf(data, sizeof data, "%s/data", tempdir);
	if (!session_open(&w->s, &o, &err))
		world_bail(&err);
	w->x = search_new(w->s);
	criteria_init(&w->c);
	w->c.commune = commune_named(w, "L'Arbresle");
	search_run(w->x, &w->c);
}

#define world_hours_close world_close

#endif
