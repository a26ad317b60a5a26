#include "src/tui/pager.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/str.h"
#include "aiguillage/text.h"

#define LABEL_WIDTH 24		/* columns of the labels, when they are beside the values */
#define LABEL_SHORT 21		/* the same below LABEL_ROOM columns */
#define LABEL_ROOM 70
#define NARROW 50		/* below, labels are above the values */

#define BAR "│"
#define BAR_WIDTH 2		/* with the space after it */

struct pager_paragraph {
	enum style style;
	int indent;
	bool barred;
	char *label;		/* or NULL */
	char *text;
};

struct pager_line {
	enum style style;
	int x;
	const char *label;	/* drawn at column 0, borrowed from the paragraph, or NULL */
	char *text;
};

void pager_init(struct pager *p)
{
	*p = (struct pager){ .found = -1 };
}

static void clear_lines(struct pager *p)
{
	for (size_t i = 0; i < p->n_lines; i++)
		free(p->lines[i].text);
	p->n_lines = 0;
	p->w = 0;
	p->found = -1;
}

void pager_clear(struct pager *p)
{
	clear_lines(p);
	for (size_t i = 0; i < p->n; i++) {
		free(p->paragraphs[i].label);
		free(p->paragraphs[i].text);
	}
	p->n = 0;
	p->top = 0;
}

void pager_done(struct pager *p)
{
	pager_clear(p);
	free(p->paragraphs);
	free(p->lines);
	pager_init(p);
}

static void add(struct pager *p, struct pager_paragraph paragraph)
{
	p->paragraphs = mem_grow(p->paragraphs, p->n, &p->cap, sizeof *p->paragraphs);
	p->paragraphs[p->n++] = paragraph;
	clear_lines(p);
}

void pager_add(struct pager *p, enum style style, int indent, const char *text)
{
	add(p, (struct pager_paragraph){ .style = style, .indent = indent, .text = xstrdup(text) });
}

void pager_bar(struct pager *p, enum style style, const char *text)
{
	add(p, (struct pager_paragraph){
		       .style = style, .indent = BAR_WIDTH, .barred = true, .text = xstrdup(text) });
}

void pager_styled_field(struct pager *p, enum style style, const char *label, const char *value)
{
	if (*value)
		add(p, (struct pager_paragraph){
			       .style = style, .label = xstrdup(label), .text = xstrdup(value) });
}

void pager_field(struct pager *p, const char *label, const char *value)
{
	pager_styled_field(p, STYLE_NORMAL, label, value);
}

void pager_gap(struct pager *p)
{
	if (p->n && (p->paragraphs[p->n - 1].label || *p->paragraphs[p->n - 1].text))
		pager_add(p, STYLE_NORMAL, 0, "");
}

static void add_line(struct pager *p, struct pager_line line)
{
	p->lines = mem_grow(p->lines, p->n_lines, &p->cap_lines, sizeof *p->lines);
	p->lines[p->n_lines++] = line;
}

static void wrap(struct pager *p, const struct pager_paragraph *para)
{
	bool beside = para->label && p->w >= NARROW;
	int x = beside ? p->w < LABEL_ROOM ? LABEL_SHORT : LABEL_WIDTH
		       : para->label ? 2 : para->indent;
	const char *label = beside ? para->label : para->barred ? BAR : NULL;
	struct text_wrap w = { .rest = para->text, .cols = p->w - x > 1 ? p->w - x : 1 };
	struct str line;

	if (!*para->text || (para->label && !beside))
		add_line(p, (struct pager_line){ para->style, 0, para->label, xstrdup("") });
	str_init(&line);
	while (text_wrap_next(&w, &line)) {
		add_line(p, (struct pager_line){ para->style, x, label, xstrdup(line.s) });
		label = para->barred ? label : NULL;
	}
	str_done(&line);
}

void pager_fit(struct pager *p, struct area a)
{
	int last;

	p->h = a.h;
	if (p->w != a.w) {
		clear_lines(p);
		p->w = a.w;
		for (size_t i = 0; i < p->n; i++)
			wrap(p, &p->paragraphs[i]);
	}
	last = (int)p->n_lines - p->h;
	if (p->top > last)
		p->top = last;
	if (p->top < 0)
		p->top = 0;
}

int pager_above(const struct pager *p)
{
	return p->top;
}

int pager_below(const struct pager *p)
{
	int below = (int)p->n_lines - p->top - p->h;

	return below > 0 ? below : 0;
}

static bool scroll(struct pager *p, int by)
{
	int before = p->top;

	p->top += by > pager_below(p) ? pager_below(p) : by;
	if (p->top < 0)
		p->top = 0;
	return p->top != before;
}

bool pager_act(struct pager *p, enum action action)
{
	switch (action) {
	case ACTION_UP:
		return scroll(p, -1);
	case ACTION_DOWN:
		return scroll(p, 1);
	case ACTION_PAGE_UP:
		return scroll(p, -p->h + 1);
	case ACTION_PAGE_DOWN:
		return scroll(p, p->h - 1);
	case ACTION_FIRST:
		return scroll(p, -p->top);
	case ACTION_LAST:
		return scroll(p, pager_below(p));
	default:
		return false;
	}
}

static bool line_has(const struct pager_line *l, const char *needle)
{
	struct str b;
	bool has;

	str_init(&b);
	fold(&b, l->label ? l->label : "");
	str_addc(&b, ' ');
	fold(&b, l->text);
	has = strstr(b.s, needle) != NULL;
	str_done(&b);
	return has;
}

bool pager_find(struct pager *p, const char *text)
{
	char *needle = folded(text);
	int n = (int)p->n_lines, from = p->found;

	p->found = -1;
	for (int i = 1; *needle && i <= n && p->found < 0; i++) {
		int k = (from + i + n) % n;

		if (line_has(&p->lines[k], needle))
			p->found = k;
	}
	free(needle);
	if (p->found >= 0 && (p->found < p->top || p->found >= p->top + p->h)) {
		p->top = p->found;
		scroll(p, 0);
	}
	return p->found >= 0;
}

void pager_draw(const struct pager *p, struct term *t, struct area a)
{
	term_cursor(t, a.y, a.x);
	for (int i = 0; i < p->h && p->top + i < (int)p->n_lines; i++) {
		const struct pager_line *l = &p->lines[p->top + i];
		bool found = p->top + i == p->found;

		if (found) {
			term_fill(t, a.y + i, a.x - 1, a.w + 1, STYLE_SELECTED, ">");
			term_cursor(t, a.y + i, a.x - 1);
		}
		if (l->label)
			term_text(t, a.y + i, a.x, a.w, found ? STYLE_SELECTED : STYLE_DIM,
				  l->label);
		term_text(t, a.y + i, a.x + l->x, a.w - l->x, found ? STYLE_SELECTED : l->style,
			  l->text);
	}
}
