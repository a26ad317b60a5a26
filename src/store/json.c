#include "aiguillage/json.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/intern.h"
#include "aiguillage/json_cut.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"

#define NAME_MAX_BYTES 200
#define NAMES_MAX 4096	/* cells and prefixes together */

struct node {
	int64_t id;
	uint32_t name; /* of its cell, in `names`; containers: prefix of their children's */
};

struct json {
	sqlite3 *conn;
	sqlite3_stmt *stmt;
	struct intern names;	/* columns and prefixes */
	int *column;		/* of a name, -1: a prefix only */
	size_t cap_column;
	const char *columns[CSV_MAX_COLUMNS];
	struct str values[CSV_MAX_COLUMNS];
	const char *cells[CSV_MAX_COLUMNS];
	size_t n_columns;
	size_t n_lent;		/* names and columns when `columns` was made */
	struct node nodes[JSON_MAX_DEPTH + 1];	/* containers around the current one */
	size_t n_nodes;
	struct str name;	/* scratch */
};

/* Rows come in the order of the text, a container before what it holds. */
static const char sql_tree[] =
	"SELECT id, parent, key, type, atom\n"
	"FROM json_tree(?1)";

enum { COL_ID, COL_PARENT, COL_KEY, COL_TYPE, COL_ATOM };

struct json *json_new(struct err *err)
{
	struct json *j = xcalloc(1, sizeof *j);

	intern_init(&j->names);
	str_init(&j->name);
	for (size_t i = 0; i < CSV_MAX_COLUMNS; i++)
		str_init(&j->values[i]);
	if (sqlite3_open_v2(":memory:", &j->conn, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
			    NULL) == SQLITE_OK &&
	    sqlite3_prepare_v3(j->conn, sql_tree, -1, SQLITE_PREPARE_PERSISTENT, &j->stmt, NULL) ==
		    SQLITE_OK)
		return j;
	err_set(err, ERR_BASE, "Le JSON ne peut pas être lu : %s", sqlite3_errmsg(j->conn));
	json_free(j);
	return NULL;
}

void json_free(struct json *j)
{
	if (!j)
		return;
	sqlite3_finalize(j->stmt);
	sqlite3_close(j->conn);
	intern_done(&j->names);
	str_done(&j->name);
	for (size_t i = 0; i < CSV_MAX_COLUMNS; i++)
		str_done(&j->values[i]);
	free(j->column);
	free(j);
}

/* ---- names ---- */

/* Column numbers and names may only be read once no name is added any more: the arena moves. */
static uint32_t name_of(struct json *j, const char *name, size_t n)
{
	size_t before = j->names.n;
	uint32_t id = intern_add(&j->names, name, n);

	if (j->names.n > before) {
		j->column = mem_grow(j->column, id, &j->cap_column, sizeof *j->column);
		j->column[id] = -1;
	}
	return id;
}

static struct str *cell_of(struct json *j, uint32_t name, const char **why)
{
	if (j->column[name] < 0) {
		if (j->n_columns == CSV_MAX_COLUMNS) {
			*why = "le fichier a trop de champs différents (256 au plus)";
			return NULL;
		}
		j->column[name] = (int)j->n_columns++;
	}
	return &j->values[j->column[name]];
}

/* The prefix of the container `parent`, popping those that are over. */
static const char *prefix(struct json *j, int64_t parent)
{
	while (j->n_nodes && j->nodes[j->n_nodes - 1].id != parent)
		j->n_nodes--;
	return j->n_nodes ? intern_get(&j->names, j->nodes[j->n_nodes - 1].name) : "";
}

/* Items of a list have no name of their own: they take the list's. */
static uint32_t row_name(struct json *j)
{
	const char *before = prefix(j, sqlite3_column_int64(j->stmt, COL_PARENT));

	str_clear(&j->name);
	str_add(&j->name, before);
	if (sqlite3_column_type(j->stmt, COL_KEY) == SQLITE_TEXT) {
		const char *key = (const char *)sqlite3_column_text(j->stmt, COL_KEY);
		size_t n = key ? strlen(key) : 0;

		if (j->name.len)
			str_addc(&j->name, '.');
		text_clean(&j->name, key ? key : "", n < NAME_MAX_BYTES ? n : NAME_MAX_BYTES,
			   TEXT_ONE_LINE);
	}
	return name_of(j, j->name.s, j->name.len);
}

/* ---- values ---- */

static bool add_value(struct json *j, struct str *cell, const char *type, const char **why)
{
	const char *s = (const char *)sqlite3_column_text(j->stmt, COL_ATOM);
	size_t n = (size_t)sqlite3_column_bytes(j->stmt, COL_ATOM), from;

	if (strcmp(type, "null") == 0)
		return true;
	if (strcmp(type, "true") == 0 || strcmp(type, "false") == 0) {
		s = *type == 't' ? "oui" : "non";
		n = 3;
	}
	if (!s || !utf8_valid(s, n)) {
		*why = "un texte contient un caractère impossible";
		return false;
	}
	if (n > CSV_MAX_CELL) {
		*why = "une valeur est trop longue";
		return false;
	}
	if (cell->len)
		str_addc(cell, '|');
	from = cell->len;
	text_clean(cell, s, n, TEXT_MANY_LINES);
	for (size_t i = from; from && i < cell->len; i++)
		if (cell->s[i] == '|')
			cell->s[i] = '/';
	return cell->len <= 4 * CSV_MAX_CELL ||
	       (*why = "une liste est trop longue", false);
}

static bool add_row(struct json *j, const char **why)
{
	const char *type = (const char *)sqlite3_column_text(j->stmt, COL_TYPE);
	bool container = type && (strcmp(type, "object") == 0 || strcmp(type, "array") == 0);
	uint32_t name;
	struct str *cell;

	if (!j->n_nodes && (!type || strcmp(type, "object") != 0)) {
		*why = "ce n’est pas un objet { … }";
		return false;
	}
	name = j->n_nodes ? row_name(j) : name_of(j, "", 0);
	if (j->names.n > NAMES_MAX) {
		*why = "le fichier a trop de champs différents";
		return false;
	}
	if (container) {
		if (j->n_nodes > JSON_MAX_DEPTH) {
			*why = "trop de niveaux imbriqués";
			return false;
		}
		j->nodes[j->n_nodes++] =
			(struct node){ sqlite3_column_int64(j->stmt, COL_ID), name };
		return true;
	}
	cell = cell_of(j, name, why);
	return cell && add_value(j, cell, type, why);
}

/* SQLite tells the depth it refuses only as « malformed JSON ». */
static bool too_deep(const char *text, size_t n)
{
	int depth = 0;
	bool in_string = false;

	for (size_t i = 0; i < n; i++) {
		if (in_string) {
			if (text[i] == '\\')
				i++;
			else if (text[i] == '"')
				in_string = false;
		} else if (text[i] == '"') {
			in_string = true;
		} else if (text[i] == '{' || text[i] == '[') {
			if (++depth > JSON_MAX_DEPTH)
				return true;
		} else if (text[i] == '}' || text[i] == ']') {
			depth--;
		}
	}
	return false;
}

static bool read_tree(struct json *j, const char *text, size_t n, const char **why)
{
	int rc;
	bool ok = true;

	sqlite3_bind_text(j->stmt, 1, text, (int)n, SQLITE_STATIC);
	while (ok && (rc = sqlite3_step(j->stmt)) == SQLITE_ROW)
		ok = add_row(j, why);
	sqlite3_reset(j->stmt);
	sqlite3_clear_bindings(j->stmt);
	if (ok && rc != SQLITE_DONE) {
		*why = "ce n’est pas du JSON correct";
		return false;
	}
	return ok;
}

static void lend(struct json *j, struct csv_row *row)
{
	for (uint32_t id = 0; j->n_lent != j->names.n + j->n_columns && id < j->names.n; id++)
		if (j->column[id] >= 0)
			j->columns[j->column[id]] = intern_get(&j->names, id);
	j->n_lent = j->names.n + j->n_columns;
	for (size_t i = 0; i < j->n_columns; i++)
		j->cells[i] = j->values[i].s;
	row->n = row->n_columns = j->n_columns;
	row->cells = j->cells;
	row->columns = j->columns;
}

bool json_row(struct json *j, const char *text, size_t n, struct csv_row *row, const char **why)
{
	for (size_t i = 0; i < j->n_columns; i++)
		str_clear(&j->values[i]);
	j->n_nodes = 0;
	if (n > JSON_MAX_RECORD || !utf8_valid(text, n)) {
		*why = n > JSON_MAX_RECORD ? "trop long" : "le texte n’est pas en UTF-8";
		return false;
	}
	if (memmem(text, n, "\\u0000", 6)) {	/* where SQLite would cut the text */
		*why = "un texte contient un caractère nul";
		return false;
	}
	if (too_deep(text, n)) {
		*why = "trop de niveaux imbriqués";
		return false;
	}
	if (!read_tree(j, text, n, why))
		return false;
	lend(j, row);
	return true;
}
