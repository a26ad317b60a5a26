/*
 * Directories of any size, made up, always the same ones.
 *
 *	bench_make national POOLS DATA N [CHANGED]	the national list, version 1, on standard output;
 *							CHANGED: so many rows in a hundred differ
 *	bench_make inclusion POOLS DATA N DIR		structures.csv and services.csv, three services each
 *
 * POOLS is pools.tsv, DATA the folder of communes.csv.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/csv.h"
#include "aiguillage/mem.h"
#include "made.h"

struct pool {
	char *name, **values;
	size_t n, cap;
};

struct town {
	char name[96], postcode[8], insee[8];
	double lat, lon;
	long people;
};

struct maker {
	struct pool *pools;
	size_t n_pools, cap_pools;
	struct town *towns;
	size_t n_towns, cap_towns;
	struct str out, cell;
};

static void die(const char *what)
{
	fprintf(stderr, "bench_make: %s\n", what);
	exit(1);
}

/* ---- what is drawn from ---- */

static struct pool *pool_of(struct maker *m, const char *name)
{
	for (size_t i = 0; i < m->n_pools; i++)
		if (strcmp(m->pools[i].name, name) == 0)
			return &m->pools[i];
	return NULL;
}

static void read_pools(struct maker *m, const char *file)
{
	FILE *f = fopen(file, "r");
	char line[1024], *tab;

	if (!f)
		die(file);
	while (fgets(line, sizeof line, f)) {
		struct pool *p;

		line[strcspn(line, "\n")] = '\0';
		tab = strchr(line, '\t');
		if (*line == '#' || !tab)
			continue;
		*tab++ = '\0';
		p = pool_of(m, line);
		if (!p) {
			m->pools = mem_grow(m->pools, m->n_pools, &m->cap_pools, sizeof *m->pools);
			p = &m->pools[m->n_pools++];
			*p = (struct pool){ .name = xstrdup(line) };
		}
		p->values = mem_grow(p->values, p->n, &p->cap, sizeof *p->values);
		p->values[p->n++] = xstrdup(tab);
	}
	fclose(f);
}

static bool add_town(void *ctx, const struct csv_row *r, struct err *err)
{
	struct maker *m = ctx;
	struct town *t;

	(void)err;
	if (!*csv_get(r, "latitude"))
		return true;
	m->towns = mem_grow(m->towns, m->n_towns, &m->cap_towns, sizeof *m->towns);
	t = &m->towns[m->n_towns++];
	snprintf(t->name, sizeof t->name, "%s", csv_get(r, "nom"));
	snprintf(t->postcode, 6, "%s", csv_get(r, "codes_postaux"));
	snprintf(t->insee, sizeof t->insee, "%s", csv_get(r, "code_insee"));
	t->lat = strtod(csv_get(r, "latitude"), NULL);
	t->lon = strtod(csv_get(r, "longitude"), NULL);
	t->people = strtol(csv_get(r, "population"), NULL, 10);
	return true;
}

/* The most populated of a few: towns have more places than villages. */
static const struct town *draw_town(const struct maker *m)
{
	const struct town *best = &m->towns[made_pick((unsigned)m->n_towns)];

	for (int i = 0; i < 4; i++) {
		const struct town *t = &m->towns[made_pick((unsigned)m->n_towns)];

		if (t->people > best->people)
			best = t;
	}
	return best;
}

static const char *draw(struct maker *m, const char *pool)
{
	const struct pool *p = pool_of(m, pool);

	return p->values[made_pick((unsigned)p->n)];
}

/* ---- cells ---- */

/* `percent`: how many rows in a hundred have something there. */
static bool filled(unsigned percent)
{
	return made_pick(100) < percent;
}

static void add_list(struct maker *m, struct str *out, const char *pool, unsigned max)
{
	struct str list;

	str_init(&list);
	for (unsigned n = 1 + made_pick(max); n; n--) {
		const char *value = draw(m, pool);

		if (!strstr(list.s, value))
			str_join(&list, "|", value);
	}
	str_add(out, list.s);
	str_done(&list);
}

static void add_name(struct maker *m, struct str *out, const struct town *t)
{
	for (const char *p = draw(m, "nom"); *p; p++)
		if (*p == '%')
			str_add(out, t->name);
		else
			str_addc(out, *p);
}

static void add_address(struct maker *m, struct str *out)
{
	str_addf(out, "%u ", 1 + made_pick(180));
	str_addf(out, "%s ", draw(m, "voie"));
	str_add(out, draw(m, "de"));
}

static void add_phrases(struct maker *m, struct str *out, unsigned max)
{
	for (unsigned n = 1 + made_pick(max); n; n--)
		str_join(out, " ", draw(m, "phrase"));
}

static void end_cell(struct maker *m, char sep)
{
	const char *cell = m->cell.s;

	csv_add_row(&m->out, &cell, 1, 0);
	str_truncate(&m->out, m->out.len - strlen("\n"));
	str_addc(&m->out, sep);
	str_clear(&m->cell);
}

static void cell(struct maker *m, const char *text)
{
	str_add(&m->cell, text);
	end_cell(m, ',');
}

static void cell_list(struct maker *m, unsigned percent, const char *pool, unsigned max)
{
	if (filled(percent))
		add_list(m, &m->cell, pool, max);
	end_cell(m, ',');
}

static void cell_phone(struct maker *m, unsigned percent)
{
	if (filled(percent))
		str_addf(&m->cell, "+33199%06u", made_pick(1000000));
	end_cell(m, ',');
}

static void cell_web(struct maker *m, unsigned percent, const char *form, const struct town *t)
{
	if (filled(percent))
		str_addf(&m->cell, "%s%s-%u.example", form, t->insee, made_pick(1000));
	end_cell(m, ',');
}

static void cells_where(struct maker *m, const struct town *t)
{
	cell(m, t->name);
	cell(m, t->postcode);
	cell(m, t->insee);
	add_address(m, &m->cell);
	end_cell(m, ',');
}

static void cells_position(struct maker *m, const struct town *t)
{
	bool known = filled(94);

	for (int i = 0; i < 2; i++) {
		if (known)
			str_addf(&m->cell, "%.6f", (i ? t->lon : t->lat) +
						      ((int)made_pick(40000) - 20000) / 1e6);
		end_cell(m, ',');
	}
}

static void cell_date(struct maker *m, char sep)
{
	str_addf(&m->cell, "2026-%02u-%02u", 1 + made_pick(10), 1 + made_pick(28));
	end_cell(m, sep);
}

static void cell_hours(struct maker *m)
{
	if (filled(75))
		made_hours(&m->cell);
	end_cell(m, ',');
}

/* ---- the national list ---- */

static const char header[] =
	"id,pivot,nom,commune,code_postal,code_insee,adresse,complement_adresse,latitude,longitude,"
	"typologie,telephone,courriels,site_web,horaires,presentation_resume,presentation_detail,"
	"source,itinerance,structure_parente,date_maj,services,publics_specifiquement_adresses,"
	"prise_en_charge_specifique,frais_a_charge,dispositif_programmes_nationaux,"
	"formations_labels,autres_formations_labels,modalites_acces,modalites_accompagnement,"
	"fiche_acces_libre,prise_rdv\n";

static void row_identity(struct maker *m, size_t i, const struct town *t, bool changed)
{
	str_addf(&m->cell, "Source-%u_%07zu", made_pick(5), i);
	if (filled(12))
		str_addf(&m->cell, "__Autre_%07zu", i);
	end_cell(m, ',');
	if (filled(40))
		str_addf(&m->cell, "%014llu", 20000000000000ull + i * 7919);
	else
		str_add(&m->cell, "00000000000000");
	end_cell(m, ',');
	add_name(m, &m->cell, t);
	str_add(&m->cell, changed ? " (bis)" : "");
	end_cell(m, ',');
	cells_where(m, t);
}

static void row_contact(struct maker *m, const struct town *t)
{
	cell(m, filled(5) ? "au fond de la cour" : "");
	cells_position(m, t);
	cell_list(m, 60, "typologie", 2);
	cell_phone(m, 76);
	cell_web(m, 45, "accueil@commune-", t);
	cell_web(m, 42, "https://www.commune-", t);
	cell_hours(m);
	if (filled(30))
		add_phrases(m, &m->cell, 1);
	end_cell(m, ',');
	if (filled(25))
		add_phrases(m, &m->cell, 6);
	end_cell(m, ',');
	cell(m, draw(m, "source"));
}

static void row_service(struct maker *m, const struct town *t)
{
	cell(m, filled(16) ? "Fixe" : "");
	cell(m, filled(8) ? t->name : "");
	cell_date(m, ',');
	cell_list(m, 100, "services", 6);
	cell_list(m, 22, "publics", 3);
	cell_list(m, 16, "prise_en_charge", 3);
	cell_list(m, 90, "frais", 1);
	cell_list(m, 60, "dispositifs", 2);
	cell(m, "");
	cell(m, "");
	cell_list(m, 60, "modalites_acces", 3);
	cell_list(m, 60, "accompagnement", 3);
	cell(m, "");
	if (filled(18))
		str_addf(&m->cell, "https://rdv.example/%s", t->insee);
	end_cell(m, '\n');
}

static void flush(struct maker *m, FILE *f)
{
	if (fwrite(m->out.s, 1, m->out.len, f) != m->out.len)
		die("full disk");
	str_clear(&m->out);
}

static void make_national(struct maker *m, size_t n, unsigned changed)
{
	fputs(header, stdout);
	for (size_t i = 0; i < n; i++) {
		const struct town *t = draw_town(m);

		row_identity(m, i, t, i % 100 < changed);
		row_contact(m, t);
		row_service(m, t);
		flush(m, stdout);
	}
}

/* ---- data·inclusion ---- */

static void structure(struct maker *m, size_t i, const struct town *t, FILE *f)
{
	str_addf(&m->cell, "dora--s%07zu", i);
	end_cell(m, ',');
	cell(m, "dora");
	add_name(m, &m->cell, t);
	end_cell(m, ',');
	cells_where(m, t);
	cells_position(m, t);
	cell_phone(m, 80);
	cell_web(m, 60, "accueil@commune-", t);
	cell_hours(m);
	if (filled(80))
		add_phrases(m, &m->cell, 4);
	end_cell(m, ',');
	cell_date(m, '\n');
	flush(m, f);
}

static void service(struct maker *m, size_t i, size_t k, const struct town *t, FILE *f)
{
	str_addf(&m->cell, "dora--v%07zu-%zu", i, k);
	end_cell(m, ',');
	str_addf(&m->cell, "dora--s%07zu", i);
	end_cell(m, ',');
	cell(m, "dora");
	str_addf(&m->cell, "Service %zu, %s", k + 1, draw(m, "services"));
	end_cell(m, ',');
	add_phrases(m, &m->cell, 5);
	end_cell(m, ',');
	cell(m, "accompagnement");
	cell_list(m, 100, "thematiques", 3);
	cell_list(m, 80, "di-publics", 3);
	cell(m, "gratuit");
	cell(m, "en-presentiel");
	cell(m, filled(60) ? t->insee : "");
	cell(m, "usagers|professionnels");
	cell_date(m, '\n');
	flush(m, f);
}

static FILE *create(const char *dir, const char *name)
{
	char path[4200];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	f = fopen(path, "w");
	if (!f)
		die(path);
	return f;
}

static void make_inclusion(struct maker *m, size_t n, const char *dir)
{
	FILE *structures = create(dir, "structures.csv"), *services = create(dir, "services.csv");

	fputs("id,source,nom,commune,code_postal,code_insee,adresse,latitude,longitude,telephone,"
	      "courriel,horaires_accueil,description,date_maj\n", structures);
	fputs("id,structure_id,source,nom,description,type,thematiques,publics,frais,modes_accueil,"
	      "zone_eligibilite,mobilisable_par,date_maj\n", services);
	for (size_t i = 0, made = 0; made < n; i++) {
		const struct town *t = draw_town(m);

		structure(m, i, t, structures);
		for (size_t k = 0; k < 3 && made < n; k++, made++)
			service(m, i, k, t, services);
	}
	fclose(structures);
	fclose(services);
}

int main(int argc, char **argv)
{
	struct maker m = { 0 };
	struct err err = ERR_INIT;
	char path[4200];

	if (argc < 5)
		die("national POOLS DATA N [CHANGED] | inclusion POOLS DATA N DIR");
	str_init(&m.out);
	str_init(&m.cell);
	read_pools(&m, argv[2]);
	snprintf(path, sizeof path, "%s/communes.csv", argv[3]);
	if (!csv_read_file(path, ',', add_town, &m, &err))
		die(err.msg);
	if (strcmp(argv[1], "national") == 0)
		make_national(&m, strtoul(argv[4], NULL, 10),
			      argc > 5 ? (unsigned)strtoul(argv[5], NULL, 10) : 0);
	else if (argc > 5)
		make_inclusion(&m, strtoul(argv[4], NULL, 10), argv[5]);
	return 0;	/* the system takes the memory back */
}
