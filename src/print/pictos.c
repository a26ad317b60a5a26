#include "pictos.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/csv.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"

struct pictos {
	struct {
		char *name, *shape;
	} *items;
	size_t n, cap;
};

static bool read_row(void *ctx, const struct csv_row *r, struct err *err)
{
	struct pictos *p = ctx;

	if (!*csv_get(r, "nom") || !*csv_get(r, "trace"))
		return err_set(err, ERR_DATA, "fiche/pictos.csv : ligne %zu : il faut un nom et un "
			       "tracé", r->row + 1);
	p->items = mem_grow(p->items, p->n, &p->cap, sizeof *p->items);
	p->items[p->n].name = xstrdup(csv_get(r, "nom"));
	p->items[p->n++].shape = xstrdup(csv_get(r, "trace"));
	return true;
}

struct pictos *pictos_read(const char *data_dir, struct err *err)
{
	struct pictos *p = xcalloc(1, sizeof *p);
	char *path = path_join(data_dir, "fiche/pictos.csv");
	bool ok = csv_read_file(path, ',', read_row, p, err);

	free(path);
	if (ok)
		return p;
	pictos_free(p);
	return NULL;
}

void pictos_free(struct pictos *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->n; i++) {
		free(p->items[i].name);
		free(p->items[i].shape);
	}
	free(p->items);
	free(p);
}

const char *pictos_get(const struct pictos *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++) {
		if (strcmp(p->items[i].name, name) == 0)
			return p->items[i].shape;
	}
	return "";
}
