/* Places by what one types of their name, and how little is looked at to find them. */
#include <stdio.h>

#include "aiguillage/import.h"
#include "aiguillage/place_find.h"
#include "aiguillage/search.h"
#include "tests/unit/world.h"

#define ROWS 3000

static struct world w;

/* The linker leads the calls of the program here (--wrap). */
static size_t read_rows, ordered_lines;
bool __real_directory_place(struct directory *d, int64_t id, struct place *out, struct err *err);
size_t __real_search_lines(struct search *x, size_t from, size_t max, struct search_line *out);
size_t __real_search_lines_within(struct search *x, const uint64_t *offers, size_t max,
				  struct search_line *out);
bool __wrap_directory_place(struct directory *d, int64_t id, struct place *out, struct err *err);
size_t __wrap_search_lines(struct search *x, size_t from, size_t max, struct search_line *out);
size_t __wrap_search_lines_within(struct search *x, const uint64_t *offers, size_t max,
				  struct search_line *out);

bool __wrap_directory_place(struct directory *d, int64_t id, struct place *out, struct err *err)
{
	read_rows++;
	return __real_directory_place(d, id, out, err);
}

size_t __wrap_search_lines(struct search *x, size_t from, size_t max, struct search_line *out)
{
	ordered_lines += from + max;
	return __real_search_lines(x, from, max, out);
}

size_t __wrap_search_lines_within(struct search *x, const uint64_t *offers, size_t max,
				  struct search_line *out)
{
	ordered_lines += max;
	return __real_search_lines_within(x, offers, max, out);
}

/* The keys that are found, with a space between them. */
static void finds(const char *typed, const char *want)
{
	struct place_match m[4];
	size_t n = place_find(w.s, typed, m, 4);
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < n; i++) {
		str_join(&b, " ", m[i].name);
		str_addf(&b, " (%s)", m[i].commune);
		place_match_done(&m[i]);
	}
	is_str(b.s, want, "« %s »", typed);
	str_done(&b);
}

/* Half of them in the sector, the others a day away; one in ten begins with « Zéphyr ». */
static void import_rows(void)
{
	struct import_options o = { .dry_run = false };
	struct import_report r;
	struct err err = ERR_INIT;
	char path[4200];
	FILE *f;

	snprintf(path, sizeof path, "%s/lieux.csv", tempdir);
	f = fopen(path, "w");
	if (!f)
		return;
	fputs("id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,date_maj\n", f);
	for (unsigned i = 0; i < ROWS; i++)
		fprintf(f, "r%u,,%s %u,%s,%u rue du Test,,,2025-01-01\n", i,
			i % 10 ? "Maison du zéphyr" : "Zéphyr", i,
			i % 2 ? "Tarare,69170,69243" : "Brest,29200,29019", i);
	fclose(f);
	import_report_init(&r);
	ok(import_file(w.s, path, &o, &r, &err), "imported: %s", err.msg);
	world_refresh(&w);
	import_report_done(&r);
}

static void costs(const char *typed, size_t want, size_t rows)
{
	struct place_match m[4];
	size_t n;

	read_rows = ordered_lines = 0;
	n = place_find(w.s, typed, m, 4);
	is_int((int)n, (int)want, "« %s »: found", typed);
	ok(read_rows <= rows, "of %d places, %zu are read", ROWS, read_rows);
	ok(ordered_lines <= 600, "and %zu put in order", ordered_lines);
	for (size_t i = 0; i < n; i++)
		place_match_done(&m[i]);
}

int main(void)
{
	world_open(&w);
	finds("médiath tar", "Médiathèque de Tarare (Tarare)");
	finds("MEDIATHEQUE DE TARARE", "Médiathèque de Tarare (Tarare)");
	finds("pimms ampl", "France services Pimms Médiation Amplepuis (Amplepuis)");
	finds("accompagnement", "");
	finds("", "");
	finds("   ", "");
	finds("zzzz", "");
	import_rows();
	costs("z", 4, 300);
	costs("ma", 4, 300);
	costs("maison du zéphyr", 4, 4);
	finds("zéphyr 1001", "Maison du zéphyr 1001 (Tarare)");
	finds("zéphyr 1", "Maison du zéphyr 1 (Tarare) Maison du zéphyr 11 (Tarare) Maison du zéphyr 13 (Tarare) "
			   "Maison du zéphyr 15 (Tarare)");
	finds("zéphyr 20", "Zéphyr 20 (Brest) Zéphyr 200 (Brest) Zéphyr 2000 (Brest) Zéphyr 2010 (Brest)");
	world_close(&w);
	return done_testing();
}
