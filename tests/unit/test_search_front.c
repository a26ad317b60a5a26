/*
 * A large directory: the first results are those that ordering everything would give first, whatever
 * is kept from one key press to the next.
 */
#include <math.h>
#include <stdio.h>

#include "aiguillage/date.h"
#include "aiguillage/import.h"
#include "aiguillage/mem.h"
#include "aiguillage/overlay.h"
#include "tests/unit/world.h"

#define ROWS 20000
#define FIRST 64

static unsigned long long dice = 7;

static unsigned roll(unsigned n)
{
	dice = dice * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned)(dice >> 33) % n;
}

static void write_rows(const char *path)
{
	static const char *const names[] = { "Atelier", "Maison", "Espace", "Démarches", "Senior" };
	static const char *const towns[][3] = {
		{ "L'Arbresle", "69210", "69010" }, { "Tarare", "69170", "69243" },
		{ "Bibost", "69690", "69022" }, { "Lyon", "69001", "69381" },
	};
	static const char *const audiences[] = { "", "Seniors", "Jeunes", "Jeunes|Seniors" };
	FILE *f = fopen(path, "w");

	if (!f)
		return;
	fputs("id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,date_maj,"
	      "publics_specifiquement_adresses,frais_a_charge,horaires\n", f);
	for (unsigned i = 0; i < ROWS; i++) {
		/* one address in four is that of the row before: records of one place */
		unsigned street = i % 4 == 3 ? i - 1 : i, town = street / 8 % 4;

		fprintf(f, "r%u,,%s %u,\"%s\",%s,%s,%u rue du Test,%.5f,%.5f,202%u-%02u-%02u,%s,%s,%s\n", i,
			names[street % 5], street, towns[town][0], towns[town][1], towns[town][2],
			street, 45.7 + roll(300) / 1000.0, 4.4 + roll(400) / 1000.0, 3 + roll(4),
			1 + roll(9), 1 + roll(28), audiences[roll(4)], roll(3) ? "" : "Gratuit",
			roll(2) ? "" : "Mo-Fr 09:00-12:00");
	}
	fclose(f);
}

static void import_rows(struct world *w)
{
	struct import_options o = { .dry_run = false };
	struct import_report r;
	struct err err = ERR_INIT;
	char path[4200];

	snprintf(path, sizeof path, "%s/lieux.csv", tempdir);
	write_rows(path);
	import_report_init(&r);
	if (!import_file(w->s, path, &o, &r, &err))
		world_bail(&err);
	import_report_done(&r);
	world_refresh(w);
}

/* The same rows, ordered in a search that has kept nothing, and all of them. */
static void check(struct world *w, const char *commune, const char *text, const char *what)
{
	size_t n = ask(w, commune, "seniors", "", 0, text), first, wrong = 0;
	struct search *fresh = search_new(w->s);
	struct search_line line[FIRST], *lines = xcalloc(n + 1, sizeof *lines);
	struct hit hit[FIRST], *hits = xcalloc(n + 1, sizeof *hits);

	search_run(fresh, &w->c);
	is_int(search_hits(fresh, 0, n, hits), n, "%s: %zu results", what, n);
	search_lines(fresh, 0, search_line_count(fresh), lines);
	is_int(search_line_count(w->x), search_line_count(fresh), "as many lines");
	first = search_hits(w->x, 0, FIRST, hit);
	for (size_t i = 0; i < first; i++)
		wrong += hit[i].offer != hits[i].offer;
	first = search_lines(w->x, 0, FIRST, line);
	for (size_t i = 0; i < first; i++)
		wrong += line[i].hit.offer != lines[i].hit.offer || line[i].offers != lines[i].offers;
	is_int(wrong, 0, "the first ones in order");
	search_free(fresh);
	free(lines);
	free(hits);
}

/* Each line stands for all the offers of its place, each of which is of one line. */
static void check_lines(struct world *w)
{
	size_t n = ask(w, "L'Arbresle", "", "", 0, ""), sum = 0, wrong = 0, shared = 0;
	struct search_line *lines = xcalloc(n + 1, sizeof *lines);
	struct hit *hits;
	size_t count = search_lines(w->x, 0, search_line_count(w->x), lines);

	for (size_t i = 0; i < count; i++) {
		sum += lines[i].offers;
		shared += lines[i].offers > 1;
	}
	is_int(count, search_line_count(w->x), "all lines are given");
	is_int(sum, n, "and hold all the offers");
	ok(shared > 0 && shared < count, "%zu of %zu lines have several", shared, count);
	is_int(search_line_hits(w->x, count, &hits), n, "one after the other");
	for (size_t i = 0, k = 0; i < count; k += lines[i++].offers)
		wrong += hits[k].offer != lines[i].hit.offer;
	is_int(wrong, 0, "the best of each first");
	free(lines);
	free(hits);
}

/* The first result of everybody, as a place. */
static int64_t first_place(struct world *w, char key[64])
{
	struct err err = ERR_INIT;
	struct place p;
	struct hit h;
	int64_t row = 0;

	place_init(&p);
	if (search_hits(w->x, 0, 1, &h) == 1) {
		row = index_place_row(w->s->index, index_place(w->s->index)[h.offer]);
		if (directory_place(w->s->directory, row, &p, &err))
			snprintf(key, 64, "%s", place_get(&p, PLACE_KEY));
	}
	place_clear(&p);
	return row;
}

/* A closing ends at midnight, in a program that stays open. */
static void check_midnight(struct world *w)
{
	struct err err = ERR_INIT;
	char best[64] = "", key[64] = "";

	w->c.radius_km = 30;
	ask(w, "Bibost", "seniors", "", 0, "");
	first_place(w, best);
	ok(overlay_mark(w->s, OVERLAY_PLACE, best, MARK_CLOSED, clock_today(), &err),
	   "%s is closed today %s", best, err.msg);
	world_refresh(w);
	ask(w, "Bibost", "seniors", "", 0, "r");
	first_place(w, key);
	ok(strcmp(key, best) != 0, "another is first");
	setenv("AIGUILLAGE_MAINTENANT", "2026-11-25T00:10", 1);
	ask(w, "Bibost", "seniors", "", 0, "r");
	first_place(w, key);
	is_str(key, best, "it is first again after midnight");
}

int main(void)
{
	static const char *const typed[] = { "", "r", "ru", "rue", "rue a", "rue at", "s", "se",
					     "senior", "d", "demarches" };
	struct world w;

	world_open(&w);
	import_rows(&w);
	for (int where = 0; where < 3; where++) {
		w.c.radius_km = where == 2 ? SEARCH_RADIUS_DEPT : 30;
		for (size_t i = 0; i < ARRAY_SIZE(typed); i++)
			check(&w, where ? "Bibost" : NULL, typed[i], typed[i]);
	}
	check_lines(&w);
	check_midnight(&w);
	world_close(&w);
	return done_testing();
}
