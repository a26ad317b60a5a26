/* The pictograms of data/fiche/pictos.csv: names and shapes for canvas_shape(). */
#ifndef PRINT_PICTOS_H
#define PRINT_PICTOS_H

#include "aiguillage/err.h"

struct pictos;
struct pictos *pictos_read(const char *data_dir, struct err *err);
void pictos_free(struct pictos *p);
/* "" when there is none of that name. */
const char *pictos_get(const struct pictos *p, const char *name);

#endif
