/* A sheet as text: for the screen, any printer, a letter, a message on a phone. */
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/sheet.h"
#include "aiguillage/text.h"

#define INDENT 4

/* ---- a page ---- */

static void add_wrapped(struct str *out, const char *text, int indent, int cols)
{
	struct text_wrap w = { .rest = text, .cols = cols - indent };
	struct str line;

	str_init(&line);
	while (text_wrap_next(&w, &line)) {
		str_addf(out, "%*s", indent, "");
		text_unglue(out, line.s);
		str_addc(out, '\n');
	}
	str_done(&line);
}

static void add_rule(struct str *out, int cols)
{
	for (int i = 0; i < cols; i++)
		str_addc(out, '-');
	str_addc(out, '\n');
}

static void add_title(struct str *out, const char *title, const char *other)
{
	str_add(out, title);
	if (other && strcmp(title, other) != 0)
		str_addf(out, " – %s", other);
	str_addc(out, '\n');
}

static void add_line(struct str *out, const struct sheet_line *line, int cols)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "%s%s", line->style == SHEET_WARNING ? "! " : "", line->text);
	add_wrapped(out, b.s, INDENT, cols);
	str_done(&b);
	if (line->other)
		add_wrapped(out, line->other, INDENT, cols);
}

static void add_dots(struct str *out, int n, int cols)
{
	for (int i = 0; i < n; i++) {
		str_addf(out, "%*s", INDENT, "");
		for (int k = INDENT; k < cols - INDENT; k++)
			str_addc(out, '.');
		str_addc(out, '\n');
	}
}

static void add_block(struct str *out, const struct sheet *sheet, enum sheet_part part, int cols)
{
	const struct sheet_block *b = &sheet->blocks[part];

	if (part == SHEET_SOURCE)
		add_rule(out, cols);
	if (*b->title)
		add_title(out, b->title, b->other_title);
	for (size_t i = 0; i < b->n; i++)
		add_line(out, &b->lines[i], cols);
	if (!b->n)
		add_dots(out, part == SHEET_NOTES ? 2 : 1, cols);
	if (part != SHEET_SOURCE)
		str_addc(out, '\n');
}

void sheet_text(struct str *out, const struct sheet *sheet, int cols)
{
	add_title(out, sheet->title, sheet->other_title);
	add_rule(out, cols);
	str_addc(out, '\n');
	for (int part = 0; part < SHEET_PARTS; part++) {
		/* room to write by hand what is not known */
		bool by_hand = part == SHEET_NOTES || part == SHEET_PAPERS;

		if (sheet->blocks[part].n || by_hand)
			add_block(out, sheet, (enum sheet_part)part, cols);
	}
}

/* ---- a message ---- */

static size_t characters(const char *s)
{
	size_t n = 0;

	while (utf8_next(&s))
		n++;
	return n;
}

/* One line, without what isolates: phones show it as a box. */
static void add_plain(struct str *out, const char *text)
{
	while (*text) {
		size_t line = strcspn(text, "\n");

		text_clean(out, text, line, TEXT_ONE_LINE);
		text += line;
		if (*text++ != '\n')
			break;
		str_add(out, " ; ");
	}
}

static void add_part(struct str *out, const char *title, const char *text, size_t max)
{
	size_t before = out->len;

	if (!*text)
		return;
	if (out->len)
		str_add(out, ". ");
	if (*title)
		str_addf(out, "%s : ", title);
	add_plain(out, text);
	while (out->len > before && strchr(". ", out->s[out->len - 1]))
		str_truncate(out, out->len - 1);
	if (characters(out->s) > max)
		str_truncate(out, before);
}

static const char *text_of(const struct sheet_line *line)
{
	return line->other ? line->other : line->text;
}

static const char *title_of(const struct sheet_block *b)
{
	return b->other_title ? b->other_title : b->title;
}

static void add_where(struct str *out, const struct sheet *sheet)
{
	const struct sheet_block *b = &sheet->blocks[SHEET_WHERE];
	struct str where;

	str_init(&where);
	for (size_t i = 0; i < b->n; i++) {
		if (b->lines[i].style == SHEET_STRONG)
			str_join(&where, ", ", text_of(&b->lines[i]));
	}
	add_part(out, "", where.s, SHEET_SMS_MAX);
	/* a name without end: as much of it as goes in */
	if (!out->len && where.len)
		text_cut(out, where.s, SHEET_SMS_MAX / 2);
	str_done(&where);
}

void sheet_sms(struct str *out, const struct sheet *sheet)
{
	const struct sheet_block *phone = &sheet->blocks[SHEET_PHONE];
	const struct sheet_block *who = &sheet->blocks[SHEET_WHO], *ask = &sheet->blocks[SHEET_ASK];
	const struct sheet_block *when = &sheet->blocks[SHEET_WHEN];
	struct str sms;

	str_init(&sms);
	add_where(&sms, sheet);
	if (phone->n)
		add_part(&sms, title_of(phone), phone->lines[0].text, SHEET_SMS_MAX);
	add_part(&sms, "", sheet->short_hours, SHEET_SMS_MAX);
	for (size_t i = 0; i < when->n; i++) {
		if (when->lines[i].style == SHEET_WARNING)
			add_part(&sms, "", text_of(&when->lines[i]), SHEET_SMS_MAX);
	}
	if (who->n)
		add_part(&sms, title_of(who), text_of(&who->lines[0]), SHEET_SMS_MAX);
	if (ask->n)
		add_part(&sms, title_of(ask), text_of(&ask->lines[0]), SHEET_SMS_MAX);
	text_unglue(out, sms.s);
	str_done(&sms);
}
