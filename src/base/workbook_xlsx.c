/* An .xlsx (ECMA-376): the parts that its sheets need, found by the relations between parts. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/decimal.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "workbook_impl.h"

#define RELATIONS_MAX 5000
#define FORMATS_MAX 1000	/* that a workbook adds to the known ones */
#define STYLES_MAX 65536

/* ---- which part leads to which ---- */

enum relation_kind { TO_WORKBOOK, TO_SHEET, TO_TEXTS, TO_STYLES, TO_OTHER };

struct relation {
	enum relation_kind kind;
	char *id, *target;
};

struct relations {
	struct relation *of;
	size_t n, cap;
	struct xml *xml;
};

static enum relation_kind kind_of(const char *type)
{
	static const char *const ends[] = { "/officeDocument", "/worksheet", "/sharedStrings", "/styles" };
	const char *end = type ? strrchr(type, '/') : NULL;

	for (size_t i = 0; end && i < ARRAY_SIZE(ends); i++)
		if (strcmp(end, ends[i]) == 0)
			return (enum relation_kind)i;
	return TO_OTHER;
}

static void on_relation(void *ctx, const char *name, const char **attributes)
{
	struct relations *r = ctx;
	const char *id = xml_attribute(attributes, "Id"), *to = xml_attribute(attributes, "Target");
	enum relation_kind kind = kind_of(xml_attribute(attributes, "Type"));

	if (strcmp(name, "Relationship") != 0 || !id || !to || kind == TO_OTHER)
		return;
	if (r->n >= RELATIONS_MAX) {
		xml_stop(r->xml, TOO_BIG);
		return;
	}
	r->of = mem_grow(r->of, r->n, &r->cap, sizeof *r->of);
	r->of[r->n++] = (struct relation){ kind, xstrdup(id), xstrdup(to) };
}

static void relations_done(struct relations *r)
{
	for (size_t i = 0; i < r->n; i++) {
		free(r->of[i].id);
		free(r->of[i].target);
	}
	free(r->of);
}

/* The folder of a part, with its last slash. */
static size_t folder_of(const char *part)
{
	const char *slash = strrchr(part, '/');

	return slash ? (size_t)(slash - part) + 1 : 0;
}

/* Those of a part (« xl/workbook.xml » → « xl/_rels/workbook.xml.rels »), or of the whole: "". */
static bool relations_read(struct source *s, const char *part, struct relations *r)
{
	static const struct xml_handlers h = { .start = on_relation };
	size_t folder = folder_of(part);
	struct str name;
	bool there, ok;

	*r = (struct relations){ .n = 0 };
	str_init(&name);
	str_addn(&name, part, folder);
	str_addf(&name, "_rels/%s.rels", part + folder);
	ok = xml_member(s, name.s, &r->xml, &h, r, &there);
	str_done(&name);
	return ok;
}

/* « worksheets/sheet1.xml », « /xl/worksheets/sheet1.xml », « ../x.xml », from a part; the caller's. */
static char *target_of(const char *part, const char *target)
{
	size_t folder = folder_of(part);
	struct str name;
	char *path;

	if (*target == '/')
		return xstrdup(target + 1);
	str_init(&name);
	str_addn(&name, part, folder);
	while (strncmp(target, "../", 3) == 0 || strncmp(target, "./", 2) == 0) {
		if (target[1] == '.' && name.len) {
			name.s[name.len - 1] = '\0';
			str_truncate(&name, folder_of(name.s));
		}
		target = strchr(target, '/') + 1;
	}
	str_add(&name, target);
	path = str_steal(&name);
	str_done(&name);
	return path;
}

static char *relation_to(const struct relations *r, const char *part, enum relation_kind kind, const char *id)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->of[i].kind == kind && (!id || strcmp(r->of[i].id, id) == 0))
			return target_of(part, r->of[i].target);
	return NULL;
}

/* ---- the workbook: its sheets ---- */

struct listing {
	struct xlsx *x;
	struct xml *xml;
	struct {
		char *name, *id;
		bool hidden;
	} sheet[WORKBOOK_MAX_SHEETS];
	size_t n;
};

static bool is_true(const char *value)
{
	return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

static void on_book(void *ctx, const char *name, const char **attributes)
{
	struct listing *l = ctx;
	const char *title, *id, *state;

	if (strcmp(name, "workbookPr") == 0) {
		l->x->from_1904 = is_true(xml_attribute(attributes, "date1904"));
		return;
	}
	if (strcmp(name, "sheet") != 0 || !(id = xml_attribute(attributes, "id")))
		return;
	title = xml_attribute(attributes, "name");
	state = xml_attribute(attributes, "state");
	if (l->n == WORKBOOK_MAX_SHEETS) {
		xml_stop(l->xml, TOO_BIG);
		return;
	}
	l->sheet[l->n].name = text_cleaned(title ? title : "", TEXT_ONE_LINE);
	l->sheet[l->n].id = xstrdup(id);
	l->sheet[l->n++].hidden = state && strcmp(state, "visible") != 0;
}

static void listing_free(struct listing *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->sheet[i].name);
		free(l->sheet[i].id);
	}
	free(l);
}

/* ---- shared texts ---- */

struct texts {
	struct xlsx *x;
	struct xml *xml;
	struct str item;
	int phonetic;		/* inside <rPh>, which tells how Japanese is read */
	bool in_text;
};

static void on_texts(void *ctx, const char *name, const char **attributes)
{
	struct texts *t = ctx;

	(void)attributes;
	if (strcmp(name, "si") == 0)
		str_clear(&t->item);
	else if (strcmp(name, "rPh") == 0)
		t->phonetic++;
	else if (strcmp(name, "t") == 0)
		t->in_text = !t->phonetic;
}

static void on_texts_end(void *ctx, const char *name)
{
	struct texts *t = ctx;
	struct xlsx_texts *to = &t->x->texts;

	if (strcmp(name, "t") == 0)
		t->in_text = false;
	else if (strcmp(name, "rPh") == 0)
		t->phonetic--;
	if (strcmp(name, "si") != 0)
		return;
	if (to->n >= WORKBOOK_MAX_SHARED_N || to->text.len + t->item.len > WORKBOOK_MAX_SHARED) {
		xml_stop(t->xml, TOO_BIG);
		return;
	}
	to->at = mem_grow(to->at, to->n, &to->cap, sizeof *to->at);
	to->at[to->n++] = (uint32_t)to->text.len;
	xlsx_unescape(&to->text, t->item.s, t->item.len);
	str_addc(&to->text, '\0');
}

/* One byte too many is kept, so that the cell is refused where it is used. */
static void on_text(void *ctx, const char *s, size_t n)
{
	struct texts *t = ctx;

	if (t->in_text && t->item.len <= CSV_MAX_CELL)
		str_addn(&t->item, s, n);
}

static bool texts_read(struct xlsx *x, const char *part)
{
	static const struct xml_handlers h = { .start = on_texts, .end = on_texts_end, .text = on_text };
	struct texts t = { .x = x };
	bool there, ok;

	str_init(&t.item);
	ok = xml_member(x->source, part, &t.xml, &h, &t, &there);
	str_done(&t.item);
	return ok;
}

/* ---- styles: the format of numbers ---- */

struct styles {
	struct xlsx *x;
	struct xml *xml;
	struct {
		int id;
		struct number_format format;
	} added[FORMATS_MAX];
	size_t n;
	bool in_cells;		/* not in those that styles are made from */
};

static struct number_format format_of(const struct styles *s, int id)
{
	for (size_t i = s->n; i-- > 0;)
		if (s->added[i].id == id)
			return s->added[i].format;
	return number_format_known(id);
}

static void on_styles(void *ctx, const char *name, const char **attributes)
{
	struct styles *s = ctx;
	struct xlsx_style *to = &s->x->styles;
	const char *id = xml_attribute(attributes, "numFmtId");
	const char *code = xml_attribute(attributes, "formatCode");

	if (strcmp(name, "cellXfs") == 0)
		s->in_cells = true;
	if (strcmp(name, "numFmt") == 0 && id && code && s->n < FORMATS_MAX) {
		s->added[s->n].id = atoi(id);
		s->added[s->n++].format = number_format_read(code);
	}
	if (strcmp(name, "xf") != 0 || !s->in_cells)
		return;
	if (to->n == STYLES_MAX) {
		xml_stop(s->xml, SPOILED);
		return;
	}
	to->of = mem_grow(to->of, to->n, &to->cap, sizeof *to->of);
	to->of[to->n++] = format_of(s, id ? atoi(id) : 0);
}

static void on_styles_end(void *ctx, const char *name)
{
	struct styles *s = ctx;

	if (strcmp(name, "cellXfs") == 0)
		s->in_cells = false;
}

static bool styles_read(struct xlsx *x, const char *part)
{
	static const struct xml_handlers h = { .start = on_styles, .end = on_styles_end };
	struct styles *s = xcalloc(1, sizeof *s);
	bool there, ok;

	s->x = x;
	ok = xml_member(x->source, part, &s->xml, &h, s, &there);
	free(s);
	return ok;
}

/* ---- the whole ---- */

static bool read_parts(struct xlsx *x, const char *book, const struct relations *r)
{
	char *texts = relation_to(r, book, TO_TEXTS, NULL), *styles = relation_to(r, book, TO_STYLES, NULL);
	bool ok = (!texts || texts_read(x, texts)) && (!styles || styles_read(x, styles));

	free(texts);
	free(styles);
	return ok;
}

/* Into the grid until one held something; then only whether there is something. */
static bool one_sheet(struct xlsx *x, const char *part, const char *name, struct grid *g,
		      struct sheet_names *names)
{
	struct grid probe;
	bool there, ok, any = g->any;

	if (!any) {
		ok = xlsx_sheet(x, part, g, &there);
		any = g->any;
	} else {
		grid_init(&probe, x->source, -1);
		probe.silent = true;
		ok = xlsx_sheet(x, part, &probe, &there);
		any = probe.any;
		grid_done(&probe);
	}
	if (ok && any)
		names->name[names->n++] = xstrdup(name);
	return ok && (there || source_refuse(x->source, SPOILED));
}

/* Hidden sheets are lists to choose from, most often: they come when there is nothing else. */
static bool read_sheets(struct xlsx *x, const char *book, const struct relations *r, const struct listing *l,
			struct grid *g, struct sheet_names *names)
{
	bool ok = true;

	for (int hidden = 0; ok && hidden < 2 && !(hidden && g->any); hidden++) {
		for (size_t i = 0; ok && i < l->n; i++) {
			char *part = l->sheet[i].hidden == hidden ? relation_to(r, book, TO_SHEET, l->sheet[i].id)
								  : NULL;

			/* a sheet may be a chart */
			ok = !part || one_sheet(x, part, l->sheet[i].name, g, names);
			free(part);
		}
	}
	return ok;
}

static bool read_book(struct xlsx *x, const char *book, struct grid *g, struct sheet_names *names)
{
	static const struct xml_handlers h = { .start = on_book };
	struct listing *l = xcalloc(1, sizeof *l);
	struct relations r = { .n = 0 };
	bool there, ok;

	l->x = x;
	ok = xml_member(x->source, book, &l->xml, &h, l, &there) &&
	     (there || source_refuse(x->source, SPOILED)) && relations_read(x->source, book, &r) &&
	     read_parts(x, book, &r) && read_sheets(x, book, &r, l, g, names);
	relations_done(&r);
	listing_free(l);
	return ok;
}

bool xlsx_read(struct source *s, struct grid *g, struct sheet_names *names)
{
	struct xlsx x = { .source = s };
	struct relations r = { .n = 0 };
	char *book = NULL;
	bool ok;

	str_init(&x.texts.text);
	ok = relations_read(s, "", &r);
	if (ok)
		book = relation_to(&r, "", TO_WORKBOOK, NULL);
	ok = ok && (book || source_refuse(s, SPOILED)) && read_book(&x, book, g, names);
	free(book);
	relations_done(&r);
	str_done(&x.texts.text);
	free(x.texts.at);
	free(x.styles.of);
	return ok;
}
