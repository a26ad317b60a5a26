#include "aiguillage/csv.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/text.h"
#include "src/base/csv_cut.h"

#define LABEL_COLS 30	/* of a column name quoted in a message */
#define LINE_MAX_MENDED (1 << 20)	/* bytes; a longer line is no row */
#define BAD_MAX 1000		/* lines refused; more, and the file is something else */

#define TOO_LONG "cellule trop longue. Un guillemet fermant manque peut-être plus haut"
#define TOO_MANY "trop de cellules dans la ligne. Un guillemet manque peut-être plus haut"
#define MISPLACED                                                                               \
	"guillemets mal placés. Un texte entre guillemets doit se fermer par un guillemet, et " \
	"un guillemet à l’intérieur s’écrit deux fois"
#define UNCLOSED "un guillemet s’ouvre dans cette ligne et n’est jamais fermé"

struct reading {
	char *path;		/* as messages show it */
	csv_row_fn *fn;
	csv_bad_fn *bad;	/* NULL: any fault refuses the file */
	bool lines;		/* stay apart in a cell */
	void *ctx;
	struct err *err;
	bool failed;
	const char *fault;	/* of the present row, when `bad` is there */

	struct csv_parser parser;
	char sep;
	struct str queue;	/* what was read and is not over */
	size_t row_at;		/* in it, where the present row begins */
	size_t at;		/* in it, what is not parsed yet */
	bool stuck;		/* the present row cannot be parsed */
	size_t stuck_at, stuck_n;	/* the line and the cell where that was seen */
	size_t n_bad;

	struct str text;	/* the cells that had to be cleaned, each with its NUL */
	size_t start[CSV_MAX_COLUMNS];	/* in it */
	const char *cells[CSV_MAX_COLUMNS];	/* NULL: in `text` */
	struct csv_span spans[CSV_MAX_COLUMNS];	/* of a line that libcsv need not see */
	size_t n;
	bool plain;		/* csv_row */

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

/* Of the row, when the others can be read without it. */
static void find_fault(struct reading *rd, const char *why)
{
	if (rd->bad && rd->header)
		rd->fault = why;
	else
		refuse(rd, why);
}

static void add_cell(struct reading *rd, const char *s, size_t n)
{
	if (rd->n >= CSV_MAX_COLUMNS) {
		find_fault(rd, TOO_MANY);
	} else if (n > CSV_MAX_CELL) {
		find_fault(rd, TOO_LONG);
	} else if (memchr(s, 0, n)) {
		refuse(rd, "octet nul : ce n’est pas un fichier CSV. Enregistrez-le au format "
		       "« Texte CSV », jeu de caractères UTF-8");
	} else if (!utf8_valid(s, n)) {
		refuse(rd, "le texte n’est pas en UTF-8. Enregistrez le fichier au format "
		       "« Texte CSV », jeu de caractères UTF-8");
	} else {
		rd->plain = false;
		rd->cells[rd->n] = NULL;
		rd->start[rd->n++] = rd->text.len;
		text_clean(&rd->text, s, n, rd->lines && rd->header ? TEXT_MANY_LINES : TEXT_ONE_LINE);
		str_addc(&rd->text, '\0');
	}
}

static void on_cell(void *s, size_t n, void *ctx)
{
	struct reading *rd = ctx;

	if (!rd->failed && !rd->fault)
		add_cell(rd, s, n);
}

static void keep_header(struct reading *rd)
{
	for (size_t i = 0; i < rd->n; i++)
		rd->columns[i] = xstrdup(rd->text.s + rd->start[i]);
	rd->n_columns = rd->n;
	rd->header = true;
}

static struct csv_row present_row(struct reading *rd)
{
	return (struct csv_row){
		.row = ++rd->rows,
		.line = rd->row_line,
		.n = rd->n,
		.cells = rd->cells,
		.n_columns = rd->n_columns,
		.columns = (const char *const *)rd->columns,
		.plain = rd->plain,
	};
}

/* Only once the row is whole: the text does not move any more. */
static void hand_over(struct reading *rd, bool mended)
{
	struct csv_row row;

	for (size_t i = 0; i < rd->n; i++)
		if (!rd->cells[i])
			rd->cells[i] = rd->text.s + rd->start[i];
	row = present_row(rd);
	row.mended = mended;
	if (!rd->fn(rd->ctx, &row, rd->err))
		rd->failed = true;
}

static void forget_row(struct reading *rd)
{
	rd->n = 0;
	str_clear(&rd->text);
}

static void on_row(int end, void *ctx)
{
	struct reading *rd = ctx;

	(void)end;
	if (rd->fault)
		return;
	rd->between = true;
	if (rd->failed || !rd->n)	/* an empty line, or the second half of CR LF */
		return;
	if (rd->header)
		hand_over(rd, false);
	else
		keep_header(rd);
	forget_row(rd);
}

/* A quote that is never closed must not draw the whole file into memory. */
static void *bounded_realloc(void *p, size_t size)
{
	return size > CSV_MAX_CELL + 1024 ? NULL : xreallocarray(p, size, 1);
}

static void start_parser(struct reading *rd, struct csv_parser *p, unsigned char options)
{
	csv_init(p, options | CSV_REPALL_NL | CSV_APPEND_NULL);
	csv_set_delim(p, (unsigned char)rd->sep);
	csv_set_realloc_func(p, bounded_realloc);
	csv_set_blk_size(p, 1024);
}

static void start_over(struct reading *rd)
{
	csv_free(&rd->parser);
	start_parser(rd, &rd->parser, CSV_STRICT | CSV_STRICT_FINI);
}

static const char *parser_fault(struct reading *rd)
{
	return csv_error(&rd->parser) == CSV_EPARSE ? MISPLACED : TOO_LONG;
}

/* Up to the end of the line, or to the end of the block. */
static size_t line_length(const char *s, size_t n)
{
	const char *lf = memchr(s, '\n', n), *cr = memchr(s, '\r', lf ? (size_t)(lf - s) : n);

	return cr ? (size_t)(cr - s) + 1 : lf ? (size_t)(lf - s) + 1 : n;
}

/* ---- a row that is not well made ---- */

static void get_stuck(struct reading *rd, const char *why)
{
	find_fault(rd, why);
	rd->stuck = !rd->failed;
	rd->stuck_at = rd->at;
	rd->stuck_n = rd->n;
	forget_row(rd);
	start_over(rd);
}

static void on_lenient_row(int end, void *ctx)
{
	struct reading *rd = ctx;

	(void)end;
	rd->between = true;
}

/* As libcsv makes it out when it is not strict; true when that is a row as the others. */
static bool mend(struct reading *rd, const char *s, size_t n)
{
	struct csv_parser p;

	rd->fault = NULL;
	rd->between = false;
	start_parser(rd, &p, 0);
	/* a quote that is still open takes the end of the line for text */
	if (csv_parse(&p, s, n, on_cell, on_lenient_row, rd) != n ||
	    csv_parse(&p, "\n", 1, on_cell, on_lenient_row, rd) != 1)
		rd->between = false;
	csv_free(&p);
	return rd->between && !rd->fault && !rd->failed && rd->n == rd->n_columns;
}

static void leave_out(struct reading *rd, const char *why)
{
	struct csv_row row;

	forget_row(rd);
	row = present_row(rd);
	if (++rd->n_bad > BAD_MAX)
		refuse(rd, MISPLACED);
	else if (!rd->failed && !rd->bad(rd->ctx, &row, why, rd->err))
		rd->failed = true;
}

/*
 * The first line of the row goes, mended or not; the others are read again as if nothing had been
 * before them.  False: its end has not been read yet.
 */
static bool settle(struct reading *rd, bool last)
{
	const char *line = rd->queue.s + rd->row_at, *why = rd->fault;
	size_t left = rd->queue.len - rd->row_at, n = line_length(line, left);
	bool whole = n && (line[n - 1] == '\n' || line[n - 1] == '\r');
	bool first = rd->stuck_at < rd->row_at + n;

	if (!whole && !last) {
		rd->at = rd->queue.len;
		if (left > LINE_MAX_MENDED) {
			rd->n = rd->stuck_n;
			refuse(rd, TOO_LONG);
		}
		return false;
	}
	if (first && mend(rd, line, n - whole))
		hand_over(rd, true);
	else if (!rd->failed)
		leave_out(rd, first ? why : UNCLOSED);
	forget_row(rd);
	rd->fault = NULL;
	rd->stuck = false;
	rd->between = true;
	rd->cr = whole && line[n - 1] == '\r';
	rd->line = rd->row_line + 1;
	rd->row_at = rd->at = rd->row_at + n;
	return true;
}

/* ---- all rows ---- */

static size_t single_quotes(char *s, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		s[kept++] = s[i];
		i += s[i] == '"';
	}
	return kept;
}

/* A cell of a line that csv_cut() cut: it stays where it is, unless it must be cleaned. */
static void take_cell(struct reading *rd, char *line, const struct csv_span *span)
{
	char *cell = line + span->at;
	size_t n = span->doubled ? single_quotes(cell, span->n) : span->n;

	if (!text_is_clean(cell, n, TEXT_ONE_LINE)) {
		add_cell(rd, cell, n);
		return;
	}
	cell[n] = '\0';
	rd->cells[rd->n++] = cell;
}

/*
 * A row that is one line and well made, cut where it stands, since it is not read again.  False:
 * libcsv must read it.
 */
static bool read_plain_line(struct reading *rd, char *s, size_t len)
{
	size_t n;

	if (!rd->header || len > CSV_MAX_CELL || (s[len - 1] != '\n' && s[len - 1] != '\r'))
		return false;
	n = csv_cut(s, len - 1, rd->sep, rd->spans);
	rd->plain = true;
	for (size_t i = 0; i < n && !rd->failed; i++)
		take_cell(rd, s, &rd->spans[i]);
	if (n && !rd->failed)
		hand_over(rd, false);
	forget_row(rd);
	return n != 0;
}

/* False: stuck. */
static bool read_with_libcsv(struct reading *rd, const char *s, size_t len)
{
	bool parsed = csv_parse(&rd->parser, s, len, on_cell, on_row, rd) == len;
	const char *why = parsed ? rd->fault : parser_fault(rd);

	if (why)
		get_stuck(rd, why);
	return !why;
}

/* One line, or what there is of it, so that each row knows where it begins. */
static void parse_line(struct reading *rd)
{
	char *s = rd->queue.s + rd->at;
	bool second_half = rd->cr && *s == '\n', plain = false;
	size_t len = second_half ? 1 : line_length(s, rd->queue.len - rd->at);
	char last = s[len - 1];

	if (rd->between && !second_half && *s != '\n' && *s != '\r') {
		rd->row_line = rd->line;
		plain = read_plain_line(rd, s, len);
		rd->between = plain;
	}
	if (!plain && !read_with_libcsv(rd, s, len))
		return;
	rd->at += len;
	rd->cr = last == '\r';
	rd->line += !second_half && (rd->cr || last == '\n');
}

static void parse_queue(struct reading *rd, bool last)
{
	while (!rd->failed && (rd->stuck || rd->at < rd->queue.len)) {
		if (!rd->stuck)
			parse_line(rd);
		else if (!settle(rd, last))
			break;
		if (rd->between)
			rd->row_at = rd->at;
	}
}

/* Drops the rows that are over. */
static void compact(struct reading *rd)
{
	struct str *q = &rd->queue;

	memmove(q->s, q->s + rd->row_at, q->len - rd->row_at);
	str_truncate(q, q->len - rd->row_at);
	rd->at -= rd->row_at;
	rd->stuck_at -= rd->stuck ? rd->row_at : 0;
	rd->row_at = 0;
}

/* The last row may have no end of line; one whose quote is open is settled line after line. */
static void parse_end(struct reading *rd)
{
	parse_queue(rd, true);
	while (!rd->failed && csv_fini(&rd->parser, on_cell, on_row, rd) != 0) {
		get_stuck(rd, rd->bad ? UNCLOSED : parser_fault(rd));
		parse_queue(rd, true);
	}
	/* a cell too many, seen at the very end */
	if (rd->fault && !rd->failed) {
		get_stuck(rd, rd->fault);
		parse_queue(rd, true);
	}
}

static bool parse(struct reading *rd, FILE *f)
{
	static const char bom[] = "\xEF\xBB\xBF";
	char buf[1 << 15];
	size_t n, skip;
	bool first = true;

	while (!rd->failed && (n = fread(buf, 1, sizeof buf, f)) > 0) {
		skip = first && n >= 3 && memcmp(buf, bom, 3) == 0 ? 3 : 0;
		first = false;
		compact(rd);
		str_addn(&rd->queue, buf + skip, n - skip);
		parse_queue(rd, false);
	}
	if (ferror(f) && !rd->failed)
		return err_set(rd->err, ERR_BASE, "%s : lecture impossible : %s. Vérifiez "
			       "le disque ou la clé, puis recommencez", rd->path,
			       path_reason(errno));
	parse_end(rd);
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

static bool read_with(struct reading *rd, FILE *f, const char *name)
{
	bool done;

	rd->path = path_shown(name);
	rd->line = rd->row_line = 1;
	rd->between = true;
	str_init(&rd->text);
	str_init(&rd->queue);
	start_parser(rd, &rd->parser, CSV_STRICT | CSV_STRICT_FINI);
	done = parse(rd, f);
	csv_free(&rd->parser);
	for (size_t i = 0; i < rd->n_columns; i++)
		free(rd->columns[i]);
	str_done(&rd->text);
	str_done(&rd->queue);
	free(rd->path);
	free(rd);
	return done;
}

static struct reading *reading_new(csv_row_fn *fn, char sep, void *ctx, struct err *err)
{
	struct reading *rd = xcalloc(1, sizeof *rd);

	rd->fn = fn;
	rd->sep = sep;
	rd->ctx = ctx;
	rd->err = err;
	return rd;
}

bool csv_read_stream(FILE *f, const char *name, char sep, csv_row_fn *fn, void *ctx,
		     struct err *err)
{
	return read_with(reading_new(fn, sep, ctx, err), f, name);
}

bool csv_read_mended(FILE *f, const char *name, char sep, const struct csv_handlers *to, void *ctx,
		     struct err *err)
{
	struct reading *rd = reading_new(to->row, sep, ctx, err);

	rd->bad = to->bad;
	return read_with(rd, f, name);
}

bool csv_read_lines(FILE *f, const char *name, char sep, const struct csv_handlers *to, void *ctx,
		    struct err *err)
{
	struct reading *rd = reading_new(to->row, sep, ctx, err);

	rd->bad = to->bad;
	rd->lines = true;
	return read_with(rd, f, name);
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
