#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/commune.h"
#include "aiguillage/csv.h"
#include "aiguillage/intern.h"
#include "aiguillage/path.h"

/* One file: where its columns are, found on its first row. */
struct file {
	struct gazetteer_builder *b;
	struct intern *known;	/* codes of communes.csv, which is read before those that name it */
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
	intern_add(f->known, c.insee, strlen(c.insee));
	return true;
}

/* A mistyped code would make a name or a whole commune of the sector vanish without a word. */
static bool check_insee(const struct file *f, const struct csv_row *r, const char *insee,
			struct err *err)
{
	return intern_find(f->known, insee, strlen(insee)) != INTERN_NONE ||
	       err_set(err, ERR_DATA, "ligne %zu : « %.20s » n’est le code INSEE d’aucune commune de "
			       "communes.csv. Corrigez-le", r->row + 1, insee);
}

static bool former_row(struct file *f, const struct csv_row *r, struct err *err)
{
	const int *col = f->columns;

	if (!check_insee(f, r, csv_at(r, col[2]), err))
		return false;
	gazetteer_add_name(f->b, csv_at(r, col[1]), csv_at(r, col[0]), csv_at(r, col[2]));
	return true;
}

static bool alias_row(struct file *f, const struct csv_row *r, struct err *err)
{
	if (!check_insee(f, r, csv_at(r, f->columns[1]), err))
		return false;
	gazetteer_add_name(f->b, csv_at(r, f->columns[0]), "", csv_at(r, f->columns[1]));
	return true;
}

static bool sector_row(struct file *f, const struct csv_row *r, struct err *err)
{
	const char *status = csv_at(r, f->columns[1]);
	bool core = strcmp(status, "coeur") == 0;

	if (!core && strcmp(status, "voisin") != 0)
		return err_set(err, ERR_DATA, "ligne %zu : le statut est « coeur » ou « voisin », "
			       "pas « %.40s »", r->row + 1, status);
	if (!check_insee(f, r, csv_at(r, f->columns[0]), err))
		return false;
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
	char *shown;		/* the file, as messages name it */
};

static bool on_row(void *ctx, const struct csv_row *r, struct err *err)
{
	struct reading *rd = ctx;
	struct err why = ERR_INIT;

	if (r->row == 1 && !find_columns(&rd->file, r, &why))
		return err_set(err, why.kind, "%s : %s", rd->shown, why.msg);
	if (!rd->kind->row(&rd->file, r, &why))
		return err_set(err, why.kind, "%s : %s", rd->shown, why.msg);
	return true;
}

bool gazetteer_read_files(struct gazetteer_builder *b, const char *data_dir, struct err *err)
{
	struct intern known;
	bool done = true;

	intern_init(&known);
	for (size_t i = 0; done && i < sizeof kinds / sizeof *kinds; i++) {
		char *path = path_join(data_dir, kinds[i].file);
		struct reading rd = {
			.file = { .b = b, .known = &known, .names = kinds[i].columns },
			.kind = &kinds[i],
			.shown = path_shown(path),
		};

		done = csv_read_file(path, ',', on_row, &rd, err);
		free(rd.shown);
		free(path);
	}
	intern_done(&known);
	return done;
}
