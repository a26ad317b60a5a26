#include "src/cli/out.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"

#define WIDTH_DEFAULT 80
#define WIDTH_MIN 20
#define WIDTH_MAX 200

bool format_read(const struct args *a, enum format *format, struct err *err)
{
	static const struct {
		const char *name;
		enum format format;
	} names[] = {
		{ "table", FORMAT_TABLE }, { "texte", FORMAT_TABLE }, { "text", FORMAT_TABLE },
		{ "tsv", FORMAT_TSV }, { "json", FORMAT_JSON },
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (strcmp(a->value, names[i].name) == 0) {
			*format = names[i].format;
			return true;
		}
	}
	return err_set(err, ERR_USAGE, "--format attend table, tsv ou json, pas « %s »",
		       quote(a->value).s);
}

void rows_init(struct rows *r, const struct column *columns, size_t n)
{
	*r = (struct rows){ .columns = columns, .n_columns = n };
}

void rows_done(struct rows *r)
{
	for (size_t i = 0; i < r->n; i++)
		free(r->cells[i]);
	free(r->cells);
}

void rows_add(struct rows *r, const char *cell)
{
	r->cells = mem_grow(r->cells, r->n, &r->cap, sizeof *r->cells);
	r->cells[r->n++] = text_cleaned(cell, TEXT_ONE_LINE);
}

/* ---- for programs ---- */

static void print_tsv(const struct rows *r, struct str *out)
{
	for (size_t c = 0; c < r->n_columns; c++)
		str_addf(out, "%s%s", c ? "\t" : "", r->columns[c].name);
	str_addc(out, '\n');
	for (size_t i = 0; i < r->n; i++) {
		str_add(out, r->cells[i]);
		str_addc(out, (i + 1) % r->n_columns ? '\t' : '\n');
	}
}

void json_string(struct str *out, const char *s)
{
	str_addc(out, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			str_addf(out, "\\%c", *s);
		else if ((unsigned char)*s < 0x20)
			str_addf(out, "\\u%04x", (unsigned)*s);
		else
			str_addc(out, *s);
	}
	str_addc(out, '"');
}

static void print_json(const struct rows *r, struct str *out)
{
	str_add(out, "[");
	for (size_t i = 0; i < r->n; i++) {
		size_t c = i % r->n_columns;

		if (c == 0)
			str_add(out, i ? ",\n {" : "\n {");
		else
			str_add(out, ", ");
		json_string(out, r->columns[c].name);
		str_add(out, ": ");
		if (!r->columns[c].number)
			json_string(out, r->cells[i]);
		else
			str_add(out, *r->cells[i] ? r->cells[i] : "null");
		if (c + 1 == r->n_columns)
			str_addc(out, '}');
	}
	str_add(out, r->n ? "\n]\n" : "]\n");
}

void rows_print(const struct rows *r, enum format format, struct str *out)
{
	if (format == FORMAT_JSON)
		print_json(r, out);
	else
		print_tsv(r, out);
}

/* ---- for people ---- */

int out_width(void)
{
	const char *env = getenv("COLUMNS");
	struct winsize size;
	int width = env ? atoi(env) : 0;

	if (width <= 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		width = size.ws_col;
	if (width <= 0)
		width = WIDTH_DEFAULT;
	return width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
}

void out_wrap(struct str *out, const char *text, int indent)
{
	text_add_wrapped(out, text, indent, out_width());
}

void out_fact(struct str *out, const char *label, const char *value, int indent)
{
	struct str b;

	if (!*value)
		return;
	str_init(&b);
	str_addf(&b, "%s : %s", label, value);
	str_addf(out, "%*s", indent, "");
	out_wrap(out, b.s, indent);
	str_done(&b);
}
