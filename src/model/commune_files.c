#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/commune.h"
#include "aiguillage/csv.h"

/* One file: where its columns are, found on its first row. */
struct file {
	struct gazetteer_builder *b;
	const char *const *names;
	int columns[10];
};

static bool find_columns(struct file *f, const struct csv_row *r, struct err *err)
{
	for (size_t i = 0; f->names[i]; i++) {
		f->columns[i] = csv_column(r, f->names[i]);
		if (f->columns[i] < 0)
			return err_set(err, ERR_DATA, "la colonne « %s » manque", f->names[i]);
	}
	return true;
}

static float coordinate(const char *s, float limit)
{
	char *end;
	float v = strtof(s, &end);

	return end != s && !*end && v >= -limit && v <= limit ? v : NAN;
}

static uint32_t count(const char *s)
{
	unsigned long v = strtoul(s, NULL, 10);

	return v > UINT32_MAX ? UINT32_MAX : (uint32_t)v;
}

static bool commune_row(struct file *f, const struct csv_row *r, struct err *err)
{
	const int *col = f->columns;
	struct commune c = {
		.insee = csv_at(r, col[0]),
		.name = csv_at(r, col[1]),
		.postcodes = csv_at(r, col[2]),
		.lat = coordinate(csv_at(r, col[3]), 90),
		.lon = coordinate(csv_at(r, col[4]), 180),
		.population = count(csv_at(r, col[5])),
		.dept = csv_at(r, col[6]),
		.epci = csv_at(r, col[7]),
		.epci_name = csv_at(r, col[8]),
	};

	if (!*c.insee || !*c.name)
		return err_set(err, ERR_DATA, "ligne %zu : il faut un code INSEE et un nom",
			       r->row + 1);
	gazetteer_add(f->b, &c);
	return true;
}

static bool former_row(struct file *f, const struct csv_row *r, struct err *err)
{
	const int *col = f->columns;

	(void)err;
	gazetteer_add_name(f->b, csv_at(r, col[1]), csv_at(r, col[0]), csv_at(r, col[2]));
	return true;
}

static bool alias_row(struct file *f, const struct csv_row *r, struct err *err)
{
	(void)err;
	gazetteer_add_name(f->b, csv_at(r, f->columns[0]), "", csv_at(r, f->columns[1]));
	return true;
}

static bool sector_row(struct file *f, const struct csv_row *r, struct err *err)
{
	const char *status = csv_at(r, f->columns[1]);
	bool core = strcmp(status, "coeur") == 0;

	if (!core && strcmp(status, "voisin") != 0)
		return err_set(err, ERR_DATA, "ligne %zu : le statut est « coeur » ou « voisin », "
			       "pas « %s »", r->row + 1, status);
	gazetteer_set_sector(f->b, csv_at(r, f->columns[0]), core ? SECTOR_CORE : SECTOR_NEIGHBOUR);
	return true;
}

static bool dept_row(struct file *f, const struct csv_row *r, struct err *err)
{
	(void)err;
	gazetteer_add_dept(f->b, csv_at(r, f->columns[0]), csv_at(r, f->columns[1]));
	return true;
}

static const struct kind {
	const char *file;
	bool (*row)(struct file *f, const struct csv_row *r, struct err *err);
	const char *columns[10];
} kinds[] = {
	{ "departements.csv", dept_row, { "code", "nom" } },
	{ "communes.csv", commune_row, { "code_insee", "nom", "codes_postaux", "latitude",
	  "longitude", "population", "code_departement", "code_epci", "nom_epci" } },
	{ "communes_anciennes.csv", former_row, { "code_insee", "nom", "code_chef_lieu" } },
	{ "communes_alias.csv", alias_row, { "alias", "code_insee" } },
	{ "secteur.csv", sector_row, { "code_insee", "statut" } },
};

struct reading {
	struct file file;
	const struct kind *kind;
	const char *path;
};

static bool on_row(void *ctx, const struct csv_row *r, struct err *err)
{
	struct reading *rd = ctx;
	struct err why = ERR_INIT;

	if (r->row == 1 && !find_columns(&rd->file, r, &why))
		return err_set(err, why.kind, "%s : %s", rd->path, why.msg);
	if (!rd->kind->row(&rd->file, r, &why))
		return err_set(err, why.kind, "%s : %s", rd->path, why.msg);
	return true;
}

bool gazetteer_read_files(struct gazetteer_builder *b, const char *data_dir, struct err *err)
{
	struct str path;
	bool done = true;

	str_init(&path);
	for (size_t i = 0; done && i < sizeof kinds / sizeof *kinds; i++) {
		struct reading rd = {
			.file = { .b = b, .names = kinds[i].columns },
			.kind = &kinds[i],
		};

		str_clear(&path);
		str_addf(&path, "%s/%s", data_dir, kinds[i].file);
		rd.path = path.s;
		done = csv_read_file(path.s, ',', on_row, &rd, err);
	}
	str_done(&path);
	return done;
}
