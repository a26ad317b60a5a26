/*
 * JSON texts, read by SQLite.  A record becomes a flat row of named cells:
 * the keys of objects inside it are joined by a dot (`adresse.commune`), the
 * items of lists by `|`.  Names keep their place from one record to the next.
 *
 *	struct json *j = json_new(&err);
 *	if (json_row(j, text, n, &row, &why))
 *		use(csv_get(&row, "adresse.commune"));
 *	json_free(j);
 */
#ifndef AIGUILLAGE_JSON_H
#define AIGUILLAGE_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/csv.h"
#include "aiguillage/err.h"

struct json;

struct json *json_new(struct err *err);
void json_free(struct json *j);

/*
 * Reads one record, an object.  *row borrows from j until the next call; its row and line are left
 * alone.  False when it is not a usable object: *why is a short French reason (a constant).
 */
bool json_row(struct json *j, const char *text, size_t n, struct csv_row *row, const char **why);

#endif
