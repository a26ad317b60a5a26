/* What an import has to tell: collected while it runs, said when it is over. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/core/import_impl.h"

#define TEXT_KEPT 400	/* bytes of a field in a change */

#define X(id, kind, one, many) [IMPORT_CHECK_##id] = { kind, one, many },
static const struct {
	enum import_kind kind;
	const char *one, *many;
} checks[IMPORT_CHECK_COUNT] = { IMPORT_CHECKS(X) };
#undef X

enum import_kind import_check_kind(enum import_check check)
{
	return checks[check].kind;
}

const char *import_check_name(enum import_check check, size_t n)
{
	return n < 2 ? checks[check].one : checks[check].many;
}

/* ---- collecting ---- */

void import_report_init(struct import_report *r)
{
	*r = (struct import_report){ 0 };
}

static void change_done(struct import_change *c)
{
	for (size_t i = 0; i < c->n_fields; i++) {
		free(c->fields[i].before);
		free(c->fields[i].after);
	}
	free(c->fields);
	free(c->key);
	free(c->name);
	free(c->commune);
}

void import_report_done(struct import_report *r)
{
	for (size_t i = 0; i < r->n_files; i++) {
		free(r->files[i].file);
		free(r->files[i].format);
		free(r->files[i].title);
		free(r->files[i].source);
	}
	for (size_t i = 0; i < r->n_issues; i++) {
		free(r->issues[i].column);
		free(r->issues[i].name);
		free(r->issues[i].text);
	}
	for (size_t i = 0; i < r->n_changes; i++)
		change_done(&r->changes[i]);
	import_locals_done(&(struct import_locals){ r->local, r->n_local, r->cap_local });
	free(r->files);
	free(r->issues);
	free(r->changes);
	*r = (struct import_report){ 0 };
}

void import_note(struct import *im, enum import_check check, const char *column,
		 const char *fmt, ...)
{
	struct import_report *r = im->r;
	struct import_issue *issue;
	struct str text;
	va_list ap;

	if (r->checks[check]++ >= IMPORT_LISTED)
		return;
	str_init(&text);
	va_start(ap, fmt);
	str_vaddf(&text, fmt, ap);
	va_end(ap);
	r->issues = mem_grow(r->issues, r->n_issues, &r->cap_issues, sizeof *r->issues);
	issue = &r->issues[r->n_issues++];
	*issue = (struct import_issue){
		.check = check, .file = im->rec.file, .row = im->rec.row, .line = im->rec.line,
		.column = xstrdup(column ? column : ""),
		.name = xstrdup(""),
	};
	/* a precision may have cut a value in the middle of a character */
	issue->text = text_cleaned(text.s, TEXT_ONE_LINE);
	str_done(&text);
}

/* The name of a record is known once its row has been read to the end. */
void import_name_issues(struct import *im, size_t first)
{
	const char *name = import_name(im);

	for (size_t i = first; *name && i < im->r->n_issues; i++) {
		struct import_issue *issue = &im->r->issues[i];

		if (issue->row != im->rec.row || strstr(issue->text, name))
			continue;
		free(issue->name);
		issue->name = xstrdup(name);
	}
}

struct import_change *import_note_change(struct import_report *r, enum import_change_kind kind,
					 bool offer, const char *key, const char *name,
					 const char *commune)
{
	struct import_count *count = offer ? &r->offers : &r->places;
	struct import_change *c;

	if (count->changes[kind]++ >= IMPORT_LISTED)
		return NULL;
	r->changes = mem_grow(r->changes, r->n_changes, &r->cap_changes, sizeof *r->changes);
	c = &r->changes[r->n_changes++];
	*c = (struct import_change){
		.kind = kind, .offer = offer, .key = xstrdup(key), .name = xstrdup(name),
		.commune = xstrdup(commune),
	};
	return c;
}

static char *excerpt(const char *s)
{
	size_t n = strlen(s);
	struct str b;

	if (n <= TEXT_KEPT)
		return xstrdup(s);
	n = utf8_valid_prefix(s, TEXT_KEPT);
	str_init(&b);
	str_addn(&b, s, n);
	str_add(&b, "…");
	return b.s;
}

void import_note_sheets(struct import *im)
{
	const struct workbook *book = &im->in->book;

	im->rec.row = im->rec.line = 0;
	if (book->others)
		import_note(im, IMPORT_CHECK_SHEETS, NULL, "« %s » est lue, pas %s", book->sheet, book->others);
}

void import_note_field(struct import_change *c, const char *label, const char *before,
		       const char *after)
{
	struct import_field *f;

	if (!c)
		return;
	c->fields = xreallocarray(c->fields, c->n_fields + 1, sizeof *c->fields);
	f = &c->fields[c->n_fields++];
	*f = (struct import_field){ label, excerpt(before), excerpt(after) };
}

/* ---- CSV ---- */

static const char *const kind_names[] = { "refus", "avertissement", "remarque" };
static const char *const change_names[] = { "ajouté", "changé", "disparu" };

static void csv_issue(const struct import_report *r, const struct import_issue *issue,
		      struct str *out)
{
	char row[24] = "", line[24] = "";
	const char *cells[] = {
		kind_names[checks[issue->check].kind],
		checks[issue->check].one,
		issue->file < r->n_files ? r->files[issue->file].file : "",
		row,
		line,
		issue->column,
		issue->text,
		"",
		issue->name,
		"",
		"",
		"",
		"",
	};

	if (issue->row) {
		snprintf(row, sizeof row, "%zu", issue->row);
		snprintf(line, sizeof line, "%zu", issue->line);
	}
	csv_add_row(out, cells, ARRAY_SIZE(cells), CSV_NEUTRAL);
}

static void csv_change(const struct import_change *c, struct str *out)
{
	size_t n = c->n_fields ? c->n_fields : 1;

	for (size_t i = 0; i < n; i++) {
		const struct import_field *f = c->n_fields ? &c->fields[i] : NULL;
		const char *cells[] = {
			change_names[c->kind],
			c->offer ? "offre" : "lieu",
			"",
			"",
			"",
			"",
			"",
			c->key,
			c->name,
			c->commune,
			f ? f->label : "",
			f ? f->before : "",
			f ? f->after : "",
		};

		csv_add_row(out, cells, ARRAY_SIZE(cells), CSV_NEUTRAL);
	}
}

static void csv_local(const struct import_local *l, struct str *out)
{
	struct str text;

	str_init(&text);
	if (l->vanished)
		str_add(&text, "corrigée par vous, disparue de sa source");
	else
		str_addf(&text, "vous avez écrit « %s », qui reste", l->ours);
	{
		const char *cells[] = {
			l->vanished ? "disparition" : "conflit",
			l->offer ? "offre" : "lieu",
			"",
			"",
			"",
			"",
			text.s,
			l->key,
			l->name,
			l->commune,
			l->label,
			l->before,
			l->after,
		};

		csv_add_row(out, cells, ARRAY_SIZE(cells), CSV_NEUTRAL);
	}
	str_done(&text);
}

static void csv_fact(const char *what, const char *file, size_t n, struct str *out)
{
	char text[24];
	const char *cells[] = { "bilan", what, file, "", "", "", text, "", "", "", "", "", "" };

	snprintf(text, sizeof text, "%zu", n);
	csv_add_row(out, cells, ARRAY_SIZE(cells), CSV_NEUTRAL);
}

void import_report_csv(const struct import_report *r, struct str *out)
{
	static const char *const columns[] = {
		"nature",      "sujet", "fichier", "fiche", "ligne", "colonne", "texte",
		"identifiant", "nom",	"commune", "champ", "avant", "apres",
	};

	csv_add_row(out, columns, ARRAY_SIZE(columns), 0);
	for (size_t i = 0; i < r->n_files; i++) {
		csv_fact("fiches lues", r->files[i].file, r->files[i].read, out);
		csv_fact("fiches gardées", r->files[i].file, r->files[i].kept, out);
		csv_fact("fiches refusées", r->files[i].file, r->files[i].refused, out);
	}
	for (size_t check = 0; check < IMPORT_CHECK_COUNT; check++)
		if (r->checks[check] && check != IMPORT_CHECK_REFUSED)
			csv_fact(checks[check].many, "", r->checks[check], out);
	for (size_t i = 0; i < r->n_local; i++)
		csv_local(&r->local[i], out);
	for (size_t i = 0; i < r->n_issues; i++)
		csv_issue(r, &r->issues[i], out);
	for (size_t i = 0; i < r->n_changes; i++)
		csv_change(&r->changes[i], out);
}
