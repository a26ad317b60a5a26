/* The tables of an .ods or .fods (OpenDocument 1.3, part 3, chapter 9). */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/intern.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "workbook_impl.h"

#define SPREADSHEET "application/vnd.oasis.opendocument.spreadsheet"
#define NO_SHEET "ce document n’est pas un classeur. Il faut un classeur (xlsx, ods) ou un fichier CSV"
#define BLOCK 65536

struct tables {
	bool hidden;		/* these are read, the others passed over */
	bool met_hidden;
	struct intern hiding;	/* the styles of hidden tables */
	struct str style;	/* the present style, of tables or not */
	struct grid *g, probe;	/* the one that is read; what the others are asked with */
	struct grid *to;
	struct sheet_names *names;
	struct xml *xml;
	char *name;		/* of the present table */
	int within;		/* tables open: a cell may hold one */
	bool over;		/* the present table is passed over */
	int aside;		/* comments and drawings open */
	size_t row, times;	/* the next row, and how many it stands for */
	size_t column, across;	/* the next cell, and how many it stands for */
	bool in_cell, in_text, flat, sheets;
	char type[12];
	struct str value, shown;
};

static size_t repeated(const char **attributes, const char *name, size_t max)
{
	const char *n = xml_attribute(attributes, name);
	unsigned long k = n ? strtoul(n, NULL, 10) : 1;

	return k < 1 ? 1 : k > max ? max : k;
}

/* Styles come before the tables. */
static void begin_style(struct tables *t, const char **attributes)
{
	const char *name = xml_attribute(attributes, "style:name");

	str_clear(&t->style);
	str_add(&t->style, name ? name : "");
}

static void read_properties(struct tables *t, const char **attributes)
{
	const char *display = xml_attribute(attributes, "table:display");

	if (t->hidden || !display || strcmp(display, "false") != 0)
		return;		/* known, when all is read again */
	if (t->hiding.n == WORKBOOK_MAX_SHEETS)
		xml_stop(t->xml, TOO_BIG);
	else
		intern_add(&t->hiding, t->style.s, t->style.len);
}

static bool is_hidden(const struct tables *t, const char *style)
{
	return style && intern_find(&t->hiding, style, strlen(style)) != INTERN_NONE;
}

static void begin_table(struct tables *t, const char **attributes)
{
	const char *name = xml_attribute(attributes, "table:name");
	bool hidden;

	if (t->within++)
		return;
	hidden = is_hidden(t, xml_attribute(attributes, "table:style-name"));
	t->met_hidden |= hidden;
	t->over = hidden != t->hidden;
	free(t->name);
	t->name = text_cleaned(name ? name : "", TEXT_ONE_LINE);
	t->row = 1;
	t->to = t->g->any ? &t->probe : t->g;
	t->to->any = false;
	t->to->row = 0;
}

static void end_table(struct tables *t)
{
	if (--t->within || t->over || !t->to->any)
		return;
	if (t->names->n < WORKBOOK_MAX_SHEETS)
		t->names->name[t->names->n++] = xstrdup(t->name);
}

static const char *value_of(const char **attributes)
{
	static const char *const names[] = { "office:value", "office:date-value", "office:time-value",
					     "office:boolean-value", "office:string-value" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (xml_attribute(attributes, names[i]))
			return xml_attribute(attributes, names[i]);
	return "";
}

static void begin_cell(struct tables *t, const char **attributes)
{
	const char *type = xml_attribute(attributes, "office:value-type");

	t->type[0] = '\0';
	strncat(t->type, type ? type : "", sizeof t->type - 1);
	str_clear(&t->value);
	str_clear(&t->shown);
	str_add(&t->value, value_of(attributes));
	t->across = repeated(attributes, "table:number-columns-repeated", WORKBOOK_MAX_COLUMNS);
	t->in_cell = true;
}

/* What a format of zeros shows: 01400, of the number 1400. */
static bool shows_zeros(const struct tables *t, struct str *out)
{
	size_t before = out->len;
	char *end;

	for (const char *s = t->shown.s; *s; s++) {
		if (*s >= '0' && *s <= '9')
			str_addc(out, *s);
		else if (*s != ' ' && *s != '-' && *s != '\xC2' && *s != '\xA0' && *s != '\xE2' && *s != '\x80' &&
			 *s != '\xAF')
			break;
	}
	if (out->s[before] == '0' && out->s[before + 1] &&
	    strtod(out->s + before, &end) == strtod(t->value.s, NULL))
		return true;
	str_truncate(out, before);
	return false;
}

/* « PT10H30M00S » → 10:30. */
static bool say_time(struct str *out, const char *s)
{
	long h, m, sec;
	int n = 0;

	if (sscanf(s, "PT%4ldH%2ldM%2ld%n", &h, &m, &sec, &n) != 3 || (s[n] != 'S' && s[n] != '.' && s[n] != ','))
		return false;
	str_addf(out, "%02ld:%02ld", h, m);
	if (sec)
		str_addf(out, ":%02ld", sec);
	return true;
}

static void say_date(struct str *out, const char *s)
{
	const char *midnight = strstr(s, "T00:00:00");

	str_addn(out, s, midnight && !midnight[9] ? (size_t)(midnight - s) : strlen(s));
}

static void say_cell(const struct tables *t, struct str *out)
{
	const char *value = t->value.s;

	if (!strcmp(t->type, "float") || !strcmp(t->type, "currency") || !strcmp(t->type, "percentage")) {
		if (!shows_zeros(t, out))
			number_say(out, value, number_format_known(0), false);
	} else if (strcmp(t->type, "boolean") == 0) {
		str_add(out, strcmp(value, "true") == 0 ? "oui" : "non");
	} else if (strcmp(t->type, "date") == 0) {
		say_date(out, value);
	} else if (strcmp(t->type, "time") != 0 || !say_time(out, value)) {
		str_add(out, *value ? value : t->shown.s);
	}
}

static void end_cell(struct tables *t)
{
	struct str said;

	t->in_cell = t->in_text = false;
	str_init(&said);
	say_cell(t, &said);
	for (size_t i = 0; said.len && i < t->across && t->column + i <= CSV_MAX_COLUMNS; i++)
		grid_cell(t->to, t->column + i, said.s, said.len < CSV_MAX_CELL + 1 ? said.len : CSV_MAX_CELL + 1);
	t->column += t->across;
	if (t->column > WORKBOOK_MAX_COLUMNS)
		t->column = WORKBOOK_MAX_COLUMNS;
	str_done(&said);
}

/* Rows after the last that holds something are repeated up to the end of the sheet, and beyond. */
static void end_row(struct tables *t)
{
	if (t->to->n && !grid_row(t->to, t->row, t->times))
		xml_stop(t->xml, NULL);
	t->row += t->times;
}

/* In a table that is read, and not in one that a cell of it holds? */
static bool in_table(const struct tables *t)
{
	return t->within == 1 && !t->over;
}

static bool is_aside(const char *name)
{
	return strcmp(name, "office:annotation") == 0 || strncmp(name, "draw:", 5) == 0 ||
	       strcmp(name, "table:shapes") == 0;
}

static void on_root(struct tables *t, const char **attributes)
{
	const char *kind = xml_attribute(attributes, "office:mimetype");

	if (t->flat && (!kind || strncmp(kind, SPREADSHEET, strlen(SPREADSHEET)) != 0))
		xml_stop(t->xml, NO_SHEET);
}

static void in_cell_start(struct tables *t, const char *name)
{
	if (strcmp(name, "text:p") == 0) {
		if (t->shown.len)
			str_addc(&t->shown, ' ');
		t->in_text = true;
	} else if (strcmp(name, "text:s") == 0 || strcmp(name, "text:tab") == 0 ||
		   strcmp(name, "text:line-break") == 0) {
		str_addc(&t->shown, ' ');	/* cleaning leaves one of several */
	}
}

static void in_table_start(struct tables *t, const char *name, const char **attributes)
{
	if (strcmp(name, "table:table-row") == 0) {
		t->times = repeated(attributes, "table:number-rows-repeated", WORKBOOK_MAX_ROWS);
		t->column = 0;
	} else if (strcmp(name, "table:table-cell") == 0 || strcmp(name, "table:covered-table-cell") == 0) {
		begin_cell(t, attributes);
	} else if (t->in_cell) {
		in_cell_start(t, name);
	}
}

static void on_start(void *ctx, const char *name, const char **attributes)
{
	struct tables *t = ctx;

	if (is_aside(name))
		t->aside++;
	if (t->aside)
		return;
	if (strcmp(name, "office:document") == 0 || strcmp(name, "office:document-content") == 0) {
		on_root(t, attributes);
	} else if (strcmp(name, "office:spreadsheet") == 0) {
		t->sheets = true;
	} else if (strcmp(name, "table:table") == 0 && t->sheets) {
		begin_table(t, attributes);
	} else if (in_table(t)) {
		in_table_start(t, name, attributes);
	} else if (strcmp(name, "style:style") == 0) {
		begin_style(t, attributes);
	} else if (strcmp(name, "style:table-properties") == 0) {
		read_properties(t, attributes);
	}
}

static void on_end(void *ctx, const char *name)
{
	struct tables *t = ctx;

	if (t->aside) {
		t->aside -= is_aside(name);
		return;
	}
	if (strcmp(name, "table:table") == 0 && t->sheets)
		end_table(t);
	else if (!in_table(t))
		return;
	else if (strcmp(name, "table:table-row") == 0)
		end_row(t);
	else if (strcmp(name, "table:table-cell") == 0 || strcmp(name, "table:covered-table-cell") == 0)
		end_cell(t);
	else if (strcmp(name, "text:p") == 0)
		t->in_text = false;
}

static void on_text(void *ctx, const char *s, size_t n)
{
	struct tables *t = ctx;

	if (t->in_text && !t->aside && in_table(t) && t->shown.len <= CSV_MAX_CELL)
		str_addn(&t->shown, s, n);
}

static const struct xml_handlers handlers = {
	.start = on_start,
	.end = on_end,
	.text = on_text,
	.prefixed = true,
};

static void tables_init(struct tables *t, struct source *s, struct grid *g, struct sheet_names *names)
{
	*t = (struct tables){ .g = g, .names = names };
	grid_init(&t->probe, s, -1);
	t->probe.silent = true;
	intern_init(&t->hiding);
	str_init(&t->style);
	str_init(&t->value);
	str_init(&t->shown);
}

static void tables_done(struct tables *t)
{
	grid_done(&t->probe);
	intern_done(&t->hiding);
	str_done(&t->style);
	str_done(&t->value);
	str_done(&t->shown);
	free(t->name);
}

/*
 * Hidden tables are lists to choose from, most often: they come when there is nothing else.  They
 * may be before the others, so that all is read again.
 */
static bool read_tables(struct tables *t, bool (*read)(struct tables *t, struct source *s), struct source *s)
{
	bool ok = read(t, s);

	if (!ok || t->g->any || !t->met_hidden)
		return ok;
	t->hidden = true;
	return read(t, s);
}

/* ---- the archive ---- */

static void on_manifest(void *ctx, const char *name, const char **attributes)
{
	(void)attributes;
	if (strcmp(name, "encryption-data") == 0)
		xml_stop(*(struct xml **)ctx, LOCKED);
}

static bool read_content(struct tables *t, struct source *s)
{
	bool there;

	return xml_member(s, "content.xml", &t->xml, &handlers, t, &there) &&
	       ((there && t->sheets) || source_refuse(s, SPOILED));
}

bool ods_read(struct source *s, struct grid *g, struct sheet_names *names)
{
	static const struct xml_handlers manifest = { .start = on_manifest };
	struct tables t;
	struct xml *x;
	bool there, ok = xml_member(s, "META-INF/manifest.xml", &x, &manifest, &x, &there);

	tables_init(&t, s, g, names);
	ok = ok && read_tables(&t, read_content, s);
	tables_done(&t);
	return ok;
}

static bool read_flat(struct tables *t, struct source *s)
{
	char *block = xmalloc(BLOCK);
	bool ok = lseek(s->fd, 0, SEEK_SET) == 0;
	ssize_t n;

	t->xml = xml_new(s, &handlers, t);
	while (ok && (n = read(s->fd, block, BLOCK)) != 0)
		ok = n > 0 && xml_block(t->xml, block, (size_t)n);
	ok = ok && xml_end(t->xml) && (t->sheets || source_refuse(s, NO_SHEET));
	xml_free(t->xml);
	free(block);
	return ok || (!s->err->kind && source_refuse(s, SPOILED));
}

bool fods_read(struct source *s, struct grid *g, struct sheet_names *names)
{
	struct tables t;
	bool ok;

	tables_init(&t, s, g, names);
	t.flat = true;
	ok = read_tables(&t, read_flat, s);
	tables_done(&t);
	return ok;
}
