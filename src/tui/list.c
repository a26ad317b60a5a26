#include "src/tui/list.h"

#define MARKER 2		/* columns of « > » */

void list_init(struct list *l, int rows)
{
	*l = (struct list){ .rows = rows, .page = 1 };
}

static bool selectable(const struct list *l, int i)
{
	return i >= 0 && i < l->n && !(l->heading && l->heading[i]);
}

/* The nearest item that can be selected, looking first the way `step` goes. */
static int nearest(const struct list *l, int i, int step)
{
	for (int k = i; k >= 0 && k < l->n; k += step)
		if (selectable(l, k))
			return k;
	for (int k = i; k >= 0 && k < l->n; k -= step)
		if (selectable(l, k))
			return k;
	return 0;
}

static void move_to(struct list *l, int i, int step)
{
	if (i >= l->n)
		i = l->n - 1;
	l->sel = nearest(l, i < 0 ? 0 : i, step);
}

void list_select(struct list *l, int i)
{
	move_to(l, i, 1);
}

void list_set(struct list *l, int n)
{
	l->n = n;
	list_select(l, l->sel);
}

void list_fit(struct list *l, int h)
{
	int last;

	l->page = h / l->rows > 0 ? h / l->rows : 1;
	last = l->n > l->page ? l->n - l->page : 0;
	if (l->sel < l->top)
		l->top = l->sel;
	/* the title above the first line is worth a row */
	if (l->heading && l->top == l->sel && l->sel > 0 && l->heading[l->sel - 1] && l->page > 1)
		l->top--;
	if (l->sel >= l->top + l->page)
		l->top = l->sel - l->page + 1;
	if (l->top > last)
		l->top = last;
}

bool list_act(struct list *l, enum action action)
{
	int before = l->sel;

	switch (action) {
	case ACTION_UP:
		move_to(l, l->sel - 1, -1);
		break;
	case ACTION_DOWN:
		list_select(l, l->sel + 1);
		break;
	case ACTION_PAGE_UP:
		move_to(l, l->sel - l->page, -1);
		break;
	case ACTION_PAGE_DOWN:
		list_select(l, l->sel + l->page);
		break;
	case ACTION_FIRST:
		list_select(l, 0);
		break;
	case ACTION_LAST:
		move_to(l, l->n - 1, -1);
		break;
	default:
		break;
	}
	return l->sel != before;
}

int list_at(const struct list *l, struct area a, int y)
{
	int i = l->top + (y - a.y) / l->rows;

	return y < a.y || i >= l->top + l->page || !selectable(l, i) ? -1 : i;
}

enum list_click list_click(struct list *l, struct area a, const struct event *ev)
{
	int i;

	if (ev->kind != EVENT_CLICK)
		return LIST_NO_CLICK;
	i = list_at(l, a, ev->y);
	if (i >= 0 && i == l->sel)
		return LIST_OPENS;
	if (i >= 0)
		list_select(l, i);
	return LIST_CLICKED;
}

void list_draw(const struct list *l, struct term *t, struct area a, list_row_fn *row,
	       const void *ctx)
{
	for (int i = l->top; i < l->n && i < l->top + l->page; i++) {
		struct area r = {
			.y = a.y + (i - l->top) * l->rows,
			.x = a.x + MARKER,
			.h = l->rows,
			.w = a.w - MARKER,
		};
		bool selected = i == l->sel && !l->idle;

		term_fill(t, r.y, a.x, MARKER, list_style(selected, STYLE_NORMAL),
			  selected ? ">" : "");
		row(ctx, t, r, i, selected);
		if (selected)
			term_cursor(t, r.y, a.x);
	}
}
