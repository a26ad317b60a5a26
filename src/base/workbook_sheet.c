/* One sheet of an .xlsx, cell by cell (ECMA-376, 18.3.1). */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/text.h"
#include "workbook_impl.h"

struct sheet {
	struct xlsx *x;
	struct grid *g;
	struct xml *xml;
	size_t row, column;	/* the present ones, from 1; the row comes from its attribute or its rank */
	char type[12];		/* of the cell */
	size_t style;
	struct str raw;		/* what the cell holds, as written */
	struct str said;
	int phonetic;
	bool inside, taking;	/* a cell; its value or its text */
};

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character of « _xHHHH_ », or 0. */
static uint32_t escaped(const char *s, size_t n)
{
	uint32_t c = 0;

	if (n < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_')
		return 0;
	for (int i = 2; i < 6; i++) {
		if (hex(s[i]) < 0)
			return 0;
		c = c << 4 | (uint32_t)hex(s[i]);
	}
	return c >= 0xD800 && c < 0xE000 ? TEXT_REPLACEMENT : c;
}

void xlsx_unescape(struct str *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint32_t c = escaped(s + i, n - i);

		if (c)
			utf8_add(out, c);
		else
			str_addc(out, s[i]);
		i += c ? 7 : 1;
	}
}

/* « AB12 » → 28 and 12; false when it cannot be the address of a cell. */
static bool read_address(const char *s, size_t *column, size_t *row)
{
	*column = *row = 0;
	for (; *s >= 'A' && *s <= 'Z' && *column <= WORKBOOK_MAX_COLUMNS; s++)
		*column = *column * 26 + (size_t)(*s - 'A') + 1;
	for (; *s >= '0' && *s <= '9' && *row <= WORKBOOK_MAX_ROWS; s++)
		*row = *row * 10 + (size_t)(*s - '0');
	return !*s && *column && *row && *column <= WORKBOOK_MAX_COLUMNS && *row <= WORKBOOK_MAX_ROWS;
}

static void begin_row(struct sheet *s, const char *number)
{
	size_t row = number ? strtoul(number, NULL, 10) : s->row + 1;

	if (row <= s->row || row > WORKBOOK_MAX_ROWS)
		xml_stop(s->xml, SPOILED);
	s->row = row;
	s->column = 0;
}

static void begin_cell(struct sheet *s, const char **attributes)
{
	const char *address = xml_attribute(attributes, "r"), *type = xml_attribute(attributes, "t");
	const char *style = xml_attribute(attributes, "s");
	size_t row = s->row;

	s->column++;
	if ((address && !read_address(address, &s->column, &row)) || row != s->row || !row ||
	    s->column > WORKBOOK_MAX_COLUMNS)
		xml_stop(s->xml, SPOILED);
	str_clear(&s->raw);
	s->type[0] = '\0';
	strncat(s->type, type ? type : "n", sizeof s->type - 1);
	s->style = style ? strtoul(style, NULL, 10) : 0;
	s->inside = true;
}

static void on_start(void *ctx, const char *name, const char **attributes)
{
	struct sheet *s = ctx;

	if (strcmp(name, "row") == 0)
		begin_row(s, xml_attribute(attributes, "r"));
	else if (strcmp(name, "c") == 0)
		begin_cell(s, attributes);
	else if (strcmp(name, "rPh") == 0)
		s->phonetic++;
	else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		s->taking = s->inside && !s->phonetic;
}

/* One byte too many is kept, so that the row is refused as that of a CSV file would be. */
static void on_text(void *ctx, const char *text, size_t n)
{
	struct sheet *s = ctx;

	if (s->taking && s->raw.len <= CSV_MAX_CELL)
		str_addn(&s->raw, text, n);
}

static bool say_shared(struct sheet *s)
{
	const struct xlsx_texts *t = &s->x->texts;
	char *end;
	unsigned long i = strtoul(s->raw.s, &end, 10);

	if (end == s->raw.s || i >= t->n)
		return false;
	str_add(&s->said, t->text.s + t->at[i]);
	return true;
}

static void end_cell(struct sheet *s)
{
	const struct xlsx_style *styles = &s->x->styles;
	struct number_format none = number_format_known(0);

	s->inside = s->taking = false;
	if (!s->raw.len)
		return;
	str_clear(&s->said);
	if (strcmp(s->type, "s") == 0) {
		if (!say_shared(s))
			xml_stop(s->xml, SPOILED);
	} else if (strcmp(s->type, "b") == 0) {
		str_add(&s->said, *s->raw.s == '1' || *s->raw.s == 't' ? "oui" : "non");
	} else if (strcmp(s->type, "n") == 0) {
		number_say(&s->said, s->raw.s, s->style < styles->n ? styles->of[s->style] : none,
			   s->x->from_1904);
	} else {
		xlsx_unescape(&s->said, s->raw.s, s->raw.len);
	}
	grid_cell(s->g, s->column - 1, s->said.s, strlen(s->said.s));
}

static void on_end(void *ctx, const char *name)
{
	struct sheet *s = ctx;

	if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
		s->taking = false;
	else if (strcmp(name, "rPh") == 0)
		s->phonetic--;
	else if (strcmp(name, "c") == 0)
		end_cell(s);
	else if (strcmp(name, "row") == 0 &&
		 (!grid_row(s->g, s->row, 1) || (s->g->silent && s->g->any)))
		xml_stop(s->xml, NULL);
}

bool xlsx_sheet(struct xlsx *x, const char *member, struct grid *g, bool *there)
{
	static const struct xml_handlers h = { .start = on_start, .end = on_end, .text = on_text };
	struct sheet s = { .x = x, .g = g };
	bool ok;

	str_init(&s.raw);
	str_init(&s.said);
	ok = xml_member(x->source, member, &s.xml, &h, &s, there);
	str_done(&s.raw);
	str_done(&s.said);
	return ok;
}
