/* The rows of a form, and painting them. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/tui/form_impl.h"
#include "src/tui/text_box.h"

#define MARKER 2		/* columns of « > » */
#define STACKED 60		/* below that width labels are above values */
#define LABEL_MAX 27
#define GAP 2			/* between a label and its value */
#define MARK_ROOM 10		/* columns of a mark and the space before it */

/* ---- rows ---- */

void form_rows_free(struct form *f)
{
	for (size_t i = 0; i < f->n_rows; i++)
		free(f->rows[i].text);
	f->n_rows = 0;
}

static struct form_row *add_row(struct form *f, int item, enum form_part part, int k)
{
	f->rows = mem_grow(f->rows, f->n_rows, &f->cap_rows, sizeof *f->rows);
	f->rows[f->n_rows] = (struct form_row){ .item = item, .part = part, .k = k };
	return &f->rows[f->n_rows++];
}

/* The text wrapped, one row a line. */
static void add_text(struct form *f, int item, enum form_part part, enum style style,
		     const char *text)
{
	struct text_wrap w = { .rest = text, .cols = f->value_w };
	struct str line;

	str_init(&line);
	for (int k = 0; text && text_wrap_next(&w, &line); k++) {
		struct form_row *r = add_row(f, item, part, k);

		r->style = style;
		r->text = xstrdup(line.s);
	}
	str_done(&line);
}

static void add_choice_rows(struct form *f, int i)
{
	const struct form_item *it = &f->items[i];
	struct list_walk w = { .rest = it->value.s };
	struct str code, b;

	str_init(&code);
	str_init(&b);
	while (list_next(&w, &code))
		str_join(&b, " ; ", form_choice_label(it, code.s));
	add_text(f, i, ROW_VALUE, b.len ? STYLE_FIELD : STYLE_DIM, b.len ? b.s : "non précisé");
	str_done(&b);
	str_done(&code);
}

static void add_item_rows(struct form *f, int i)
{
	const struct form_item *it = &f->items[i];
	bool focus = i == f->focus;

	if (it->heading && f->n_rows)
		add_row(f, i, ROW_BLANK, 0);
	if (it->heading)
		add_row(f, i, ROW_HEADING, 0);
	if (f->stacked)
		add_row(f, i, ROW_LABEL, 0);
	if (it->kind == FORM_ONE || it->kind == FORM_SEVERAL) {
		add_choice_rows(f, i);
	} else {
		int n = it->kind == FORM_TEXT ? text_box_rows(&it->input, f->value_w) : 1;

		for (int k = 0; k < n; k++)
			add_row(f, i, ROW_VALUE, k);
	}
	for (int k = 0; focus && k < f->suggestions.n; k++)
		add_row(f, i, ROW_SUGGESTION, k);
	add_text(f, i, ROW_SAYING, STYLE_ERROR, it->error);
	if (focus && it->understood)
		add_text(f, i, ROW_SAYING, STYLE_GOOD, it->understood);
	add_text(f, i, ROW_SAYING, it->note_style, it->note);
}

static void set_columns(struct form *f, int w)
{
	int label = 0;
	bool marks = false;

	f->stacked = w < STACKED;
	for (size_t i = 0; i < f->n; i++) {
		int cols = text_width(f->items[i].label);

		label = cols > label ? cols : label;
		marks |= f->items[i].mark != NULL;
	}
	label = f->stacked ? 0 : (label > LABEL_MAX ? LABEL_MAX : label) + GAP;
	f->value_x = MARKER + label;
	f->value_w = w - f->value_x - 1 - (marks && !f->stacked ? MARK_ROOM : 0);
}

/* The row of the cursor, for what has to stay visible. */
static int cursor_row(const struct form *f, int first)
{
	const struct form_item *it = &f->items[f->focus];
	int k = it->kind == FORM_TEXT ? text_box_row(&it->input, f->value_w) : 0;

	for (size_t i = (size_t)first; i < f->n_rows; i++)
		if (f->rows[i].item == f->focus && f->rows[i].part == ROW_VALUE &&
		    f->rows[i].k == k)
			return (int)i;
	return first;
}

/* The whole of the field when there is room for it, its cursor in any case. */
static void scroll(struct form *f)
{
	int first = -1, last = 0, cursor;

	for (size_t i = 0; i < f->n_rows; i++) {
		if (f->rows[i].item != f->focus)
			continue;
		first = first < 0 ? (int)i : first;
		last = (int)i;
	}
	if (first < 0)
		return;
	cursor = cursor_row(f, first);
	if (last >= f->top + f->h)
		f->top = last - f->h + 1;
	if (first < f->top)
		f->top = first;
	if (cursor >= f->top + f->h)
		f->top = cursor - f->h + 1;
	if (f->top > (int)f->n_rows - f->h)
		f->top = (int)f->n_rows - f->h;
	if (f->top < 0)
		f->top = 0;
}

/*
 * In a low window all fields are seen at once when blank rows are left out, and, as far as needed,
 * headings from the last.  A form that is longer all the same keeps them.  What comes and goes while
 * one types does not count: nothing must jump.
 */
static void tighten(struct form *f)
{
	int count[ROW_SAYING + 1] = { 0 }, over = -f->h, headings;
	size_t kept = f->n_rows;

	for (size_t i = 0; i < f->n_rows; i++)
		count[f->rows[i].part]++;
	for (int part = ROW_BLANK; part <= ROW_VALUE; part++)
		over += count[part];
	if (over <= 0 || over > count[ROW_BLANK] + count[ROW_HEADING])
		return;
	headings = over - count[ROW_BLANK];
	for (size_t i = f->n_rows; i-- > 0;) {
		enum form_part part = f->rows[i].part;

		if (part == ROW_BLANK || (part == ROW_HEADING && headings-- > 0))
			continue;
		f->rows[--kept] = f->rows[i];
	}
	f->n_rows -= kept;
	memmove(f->rows, f->rows + kept, f->n_rows * sizeof *f->rows);
}

void form_layout(struct form *f, struct area a)
{
	f->w = a.w;
	f->h = a.h;
	set_columns(f, a.w);
	form_rows_free(f);
	for (int i = 0; i < (int)f->n; i++)
		if (!f->items[i].hidden)
			add_item_rows(f, i);
	tighten(f);
	scroll(f);
}

void form_update(struct form *f, struct area a)
{
	form_layout(f, a);
}

/* ---- painting ---- */

static void draw_yes_no(const struct form_item *it, struct term *t, struct area a, bool focus)
{
	static const char *const values[][2] = {
		{ "oui", "oui" }, { "non", "non" }, { "", "on ne sait pas" },
	};
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		str_addf(&b, "%s[%s] %s", i ? "  " : "",
			 strcmp(it->value.s, values[i][0]) ? " " : "x", values[i][1]);
	term_fill(t, a.y, a.x, a.w, focus ? STYLE_SELECTED : STYLE_NORMAL, b.s);
	str_done(&b);
	if (focus)
		term_cursor(t, a.y, a.x);
}

static void draw_value(const struct form *f, const struct form_row *r, struct term *t,
		       struct area a)
{
	const struct form_item *it = &f->items[r->item];
	bool focus = r->item == f->focus;

	switch (it->kind) {
	case FORM_TEXT:
		text_box_draw_row(&it->input, t, a, r->k, focus);
		break;
	case FORM_ONE:
	case FORM_SEVERAL:
		term_fill(t, a.y, a.x, a.w, focus ? STYLE_SELECTED : r->style, r->text);
		if (focus && r->k == 0)
			term_cursor(t, a.y, a.x);
		break;
	case FORM_YESNO:
		draw_yes_no(it, t, a, focus);
		break;
	default:
		input_draw(&it->input, t, a, focus);
		break;
	}
}

static void draw_label(const struct form *f, const struct form_row *r, struct term *t,
		       struct area a)
{
	const struct form_item *it = &f->items[r->item];
	bool focus = r->item == f->focus;
	int w = f->stacked ? a.w - MARKER - (it->mark ? MARK_ROOM : 0) : f->value_x - MARKER - GAP;

	term_text(t, a.y, a.x, MARKER, STYLE_STRONG, focus ? ">" : "");
	term_text(t, a.y, a.x + MARKER, w, focus ? STYLE_STRONG : STYLE_NORMAL, it->label);
	if (it->mark)
		term_right(t, a.y, a.x, a.w - 1, STYLE_WARNING, it->mark);
}

static void draw_suggestion(const struct form *f, const struct form_row *r, struct term *t,
			    struct area a)
{
	bool marked = r->k == f->suggestions.sel;
	struct str b;

	str_init(&b);
	str_add(&b, marked ? "> " : "  ");
	str_add(&b, f->found[r->k].label);
	term_fill(t, a.y, a.x, a.w, marked ? STYLE_SELECTED : STYLE_NORMAL, b.s);
	str_done(&b);
}

static void draw_row(const struct form *f, const struct form_row *r, struct term *t,
		     struct area a)
{
	struct area value = { a.y, a.x + f->value_x, 1, f->value_w };

	switch (r->part) {
	case ROW_BLANK:
		break;
	case ROW_HEADING:
		term_text(t, a.y, a.x + 1, a.w - 1, STYLE_STRONG, f->items[r->item].heading);
		break;
	case ROW_LABEL:
		draw_label(f, r, t, a);
		break;
	case ROW_VALUE:
		if (!f->stacked && r->k == 0)
			draw_label(f, r, t, a);
		draw_value(f, r, t, value);
		break;
	case ROW_SUGGESTION:
		draw_suggestion(f, r, t, value);
		break;
	case ROW_SAYING:
		term_text(t, a.y, value.x, value.w, r->style, r->text);
		break;
	}
}

void form_draw(const struct form *f, struct term *t, struct area a)
{
	for (int y = 0; y < a.h && f->top + y < (int)f->n_rows; y++)
		draw_row(f, &f->rows[f->top + y], t, (struct area){ a.y + y, a.x, 1, a.w });
}

void form_screen_update(void *self, struct app *app, struct area a)
{
	(void)app;
	form_update(*(struct form **)self, a);
}

void form_screen_draw(const void *self, struct term *t, struct area a)
{
	form_draw(*(struct form *const *)self, t, a);
}
