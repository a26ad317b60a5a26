#include "aiguillage/csv.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/text.h"

#define LABEL_COLS 30	/* of a column name quoted in a message */

struct reading {
	char *path;		/* as messages show it */
	csv_row_fn *fn;
	void *ctx;
	struct err *err;
	bool failed;

	struct str text;	/* the cleaned cells of this row, each with its NUL */
	size_t start[CSV_MAX_COLUMNS];
	const char *cells[CSV_MAX_COLUMNS];
	size_t n;

	bool header;		/* already read */
	char *columns[CSV_MAX_COLUMNS];
	size_t n_columns;

	size_t rows;		/* handed over, header excluded */
	size_t line;		/* the one being parsed; libcsv counts nothing */
	size_t row_line;	/* where the row began */
	bool between;		/* the last row has ended, the next has not begun */
	bool cr;		/* the last line ended in CR: a LF now belongs to it */
};

const char *csv_at(const struct csv_row *r, int column)
{
	return column >= 0 && (size_t)column < r->n ? r->cells[column] : "";
}

int csv_column(const struct csv_row *r, const char *column)
{
	for (size_t i = 0; i < r->n_columns; i++) {
		if (strcmp(r->columns[i], column) == 0)
			return (int)i;
	}
	return -1;
}

const char *csv_get(const struct csv_row *r, const char *column)
{
	return csv_at(r, csv_column(r, column));
}

/* Refuses the file because of the cell being read. */
static void refuse(struct reading *rd, const char *why)
{
	struct str where;

	if (rd->failed)
		return;
	rd->failed = true;
	str_init(&where);
	str_addf(&where, "ligne %zu", rd->row_line);
	if (rd->header && rd->row_line != rd->rows + 2)
		str_addf(&where, " (fiche %zu)", rd->rows + 1);
	str_addf(&where, ", colonne %zu", rd->n + 1);
	if (rd->n < rd->n_columns) {
		str_add(&where, " « ");
		text_cut(&where, rd->columns[rd->n], LABEL_COLS);
		str_add(&where, " »");
	}
	err_set(rd->err, ERR_DATA, "%s : %s : %s", rd->path, where.s, why);
	str_done(&where);
}

static void add_cell(struct reading *rd, const char *s, size_t n)
{
	if (rd->n >= CSV_MAX_COLUMNS) {
		refuse(rd, "trop de cellules dans la ligne. Un guillemet manque peut-être plus "
		       "haut");
	} else if (n > CSV_MAX_CELL) {
		refuse(rd, "cellule trop longue. Un guillemet fermant manque peut-être plus haut");
	} else if (memchr(s, 0, n)) {
		refuse(rd, "octet nul : ce n’est pas un fichier CSV. Enregistrez-le au format "
		       "« Texte CSV », jeu de caractères UTF-8");
	} else if (!utf8_valid(s, n)) {
		refuse(rd, "le texte n’est pas en UTF-8. Enregistrez le fichier au format "
		       "« Texte CSV », jeu de caractères UTF-8");
	} else {
		rd->start[rd->n++] = rd->text.len;
		text_clean(&rd->text, s, n, TEXT_ONE_LINE);
		str_addc(&rd->text, '\0');
	}
}

static void on_cell(void *s, size_t n, void *ctx)
{
	struct reading *rd = ctx;

	if (!rd->failed)
		add_cell(rd, s, n);
}

static void keep_header(struct reading *rd)
{
	for (size_t i = 0; i < rd->n; i++)
		rd->columns[i] = xstrdup(rd->cells[i]);
	rd->n_columns = rd->n;
	rd->header = true;
}

static void hand_over(struct reading *rd)
{
	struct csv_row row = {
		.row = ++rd->rows,
		.line = rd->row_line,
		.n = rd->n,
		.cells = rd->cells,
		.n_columns = rd->n_columns,
		.columns = (const char *const *)rd->columns,
	};

	if (!rd->fn(rd->ctx, &row, rd->err))
		rd->failed = true;
}

static void on_row(int end, void *ctx)
{
	struct reading *rd = ctx;

	(void)end;
	rd->between = true;
	if (rd->failed || !rd->n)	/* an empty line, or the second half of CR LF */
		return;
	/* only now: the text does not move any more */
	for (size_t i = 0; i < rd->n; i++)
		rd->cells[i] = rd->text.s + rd->start[i];
	if (rd->header)
		hand_over(rd);
	else
		keep_header(rd);
	rd->n = 0;
	str_clear(&rd->text);
}

/* A quote that is never closed must not draw the whole file into memory. */
static void *bounded_realloc(void *p, size_t size)
{
	return size > CSV_MAX_CELL + 1024 ? NULL : xreallocarray(p, size, 1);
}

static void parse_failed(struct reading *rd, struct csv_parser *p)
{
	if (csv_error(p) == CSV_EPARSE)
		refuse(rd, "guillemets mal placés. Un texte entre guillemets doit se fermer par un "
		       "guillemet, et un guillemet à l’intérieur s’écrit deux fois");
	else
		refuse(rd, "cellule trop longue. Un guillemet fermant manque peut-être plus haut");
}

/* Up to the end of the line, or to the end of the block. */
static size_t line_length(const char *s, size_t n)
{
	const char *lf = memchr(s, '\n', n), *cr = memchr(s, '\r', lf ? (size_t)(lf - s) : n);

	return cr ? (size_t)(cr - s) + 1 : lf ? (size_t)(lf - s) + 1 : n;
}

/* Line by line, so that each row knows where it begins. */
static bool parse_lines(struct reading *rd, struct csv_parser *p, const char *s, size_t n)
{
	size_t len;

	for (; n && !rd->failed; s += len, n -= len) {
		bool second_half = rd->cr && *s == '\n';

		len = second_half ? 1 : line_length(s, n);
		if (rd->between && !second_half && *s != '\n' && *s != '\r') {
			rd->row_line = rd->line;
			rd->between = false;
		}
		if (csv_parse(p, s, len, on_cell, on_row, rd) != len)
			return false;
		rd->cr = s[len - 1] == '\r';
		rd->line += !second_half && (rd->cr || s[len - 1] == '\n');
	}
	return true;
}

static bool parse(struct reading *rd, struct csv_parser *p, FILE *f)
{
	static const char bom[] = "\xEF\xBB\xBF";
	char buf[1 << 15];
	size_t n, skip;
	bool first = true;

	while (!rd->failed && (n = fread(buf, 1, sizeof buf, f)) > 0) {
		skip = first && n >= 3 && memcmp(buf, bom, 3) == 0 ? 3 : 0;
		first = false;
		n -= skip;
		if (!parse_lines(rd, p, buf + skip, n))
			parse_failed(rd, p);
	}
	if (ferror(f) && !rd->failed)
		return err_set(rd->err, ERR_BASE, "%s : lecture impossible : %s. Vérifiez "
			       "le disque ou la clé, puis recommencez", rd->path,
			       path_reason(errno));
	/* called in any case: it gives back the memory of an unfinished cell */
	if (csv_fini(p, on_cell, on_row, rd) != 0)
		parse_failed(rd, p);
	if (!rd->failed && !rd->header)
		return err_set(rd->err, ERR_DATA, "%s : le fichier est vide. La première ligne "
			       "doit donner le nom des colonnes", rd->path);
	return !rd->failed;
}

static bool cannot_open(const char *path, struct err *err)
{
	int saved = errno;
	char *shown = path_shown(path);

	switch (saved) {
	case ENOENT:
		err_set(err, ERR_BASE, "%s : ce fichier n’existe pas", shown);
		break;
	case EACCES:
		err_set(err, ERR_BASE, "%s : vous n’avez pas le droit de lire ce fichier", shown);
		break;
	default:
		err_set(err, ERR_BASE, "%s : ouverture impossible : %s", shown, path_reason(saved));
	}
	free(shown);
	return false;
}

bool csv_read_stream(FILE *f, const char *name, char sep, csv_row_fn *fn, void *ctx,
		     struct err *err)
{
	struct reading *rd = xcalloc(1, sizeof *rd);
	struct csv_parser p;
	bool done;

	rd->path = path_shown(name);
	rd->fn = fn;
	rd->ctx = ctx;
	rd->err = err;
	rd->line = rd->row_line = 1;
	rd->between = true;
	str_init(&rd->text);
	csv_init(&p, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_APPEND_NULL);
	csv_set_delim(&p, (unsigned char)sep);
	csv_set_realloc_func(&p, bounded_realloc);
	csv_set_blk_size(&p, 1024);
	done = parse(rd, &p, f);
	csv_free(&p);
	for (size_t i = 0; i < rd->n_columns; i++)
		free(rd->columns[i]);
	str_done(&rd->text);
	free(rd->path);
	free(rd);
	return done;
}

bool csv_read_file(const char *path, char sep, csv_row_fn *fn, void *ctx, struct err *err)
{
	FILE *f = fopen(path, "rb");
	bool done;

	if (!f)
		return cannot_open(path, err);
	done = csv_read_stream(f, path, sep, fn, ctx, err);
	fclose(f);
	return done;
}

/* ---- writing ---- */

static void add_cell_text(struct str *out, const char *cell, unsigned flags)
{
	bool formula = (flags & CSV_NEUTRAL) && *cell && strchr("=+-@\t\r", *cell);

	if (!formula && !cell[strcspn(cell, ",;\"\n\r")]) {
		str_add(out, cell);
		return;
	}
	str_add(out, formula ? "\"'" : "\"");
	for (; *cell; cell++) {
		if (*cell == '"')
			str_addc(out, '"');
		str_addc(out, *cell);
	}
	str_addc(out, '"');
}

void csv_add_row(struct str *out, const char *const *cells, size_t n, unsigned flags)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			str_addc(out, ',');
		add_cell_text(out, cells[i], flags);
	}
	str_addc(out, '\n');
}
