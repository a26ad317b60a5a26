#include "src/tui/text_box.h"

#include <limits.h>
#include <stdint.h>

#include "aiguillage/text.h"

/* A row of the wrapped text: bytes from..to of it are shown. */
struct row {
	size_t from, to;
	int n;
};

/* Gives the last row that is not after row n nor after offset `at`; returns the number of rows. */
static int find_row(const struct input *in, int w, int n, size_t at, struct row *out)
{
	struct text_wrap wrap = { .rest = in->text.s, .cols = w > 1 ? w - 1 : 1 };
	struct row r = { 0, 0, 0 };
	struct str line;

	*out = r;
	str_init(&line);
	for (;; r.n++) {
		r.from = (size_t)(wrap.rest - in->text.s);
		if (!text_wrap_next(&wrap, &line))
			break;
		r.to = r.from + line.len;
		if (r.n <= n && r.from <= at)
			*out = r;
	}
	/* the empty line after a last line end */
	if (r.n && in->text.s[in->text.len - 1] == '\n') {
		r.from = r.to = in->text.len;
		if (r.n <= n && r.from <= at)
			*out = r;
		r.n++;
	}
	str_done(&line);
	return r.n ? r.n : 1;
}

static int nth_row(const struct input *in, int w, int n, struct row *out)
{
	return find_row(in, w, n, SIZE_MAX, out);
}

static int row_here(const struct input *in, int w, struct row *out)
{
	return find_row(in, w, INT_MAX, in->at, out);
}

int text_box_rows(const struct input *in, int w)
{
	struct row r;

	return nth_row(in, w, 0, &r);
}

int text_box_row(const struct input *in, int w)
{
	struct row r;

	row_here(in, w, &r);
	return r.n;
}

/* Columns between the beginning of the row and the cursor. */
static int column(const struct input *in, const struct row *r)
{
	size_t to = in->at < r->to ? in->at : r->to;
	struct str before;
	int w;

	str_init(&before);
	str_addn(&before, in->text.s + r->from, to - r->from);
	w = text_width(before.s);
	str_done(&before);
	return w;
}

/* Puts the cursor on that row, at that column or at its end. */
static void put(struct input *in, const struct row *r, int col)
{
	in->at = r->from;
	while (in->at < r->to && column(in, r) < col)
		in->at = utf8_right(in->text.s, in->at);
}

/* Up or down a row; false at the end of the text. */
static bool climb(struct input *in, const struct row *here, int to, int w)
{
	struct row there;

	if (to < 0 || to >= nth_row(in, w, to, &there))
		return false;
	put(in, &there, column(in, here));
	return true;
}

bool text_box_act(struct input *in, enum action action, int w)
{
	size_t before = in->at;
	struct row here;

	row_here(in, w, &here);
	switch (action) {
	case ACTION_UP:
		return climb(in, &here, here.n - 1, w);
	case ACTION_DOWN:
		return climb(in, &here, here.n + 1, w);
	case ACTION_FIRST:
		in->at = here.from;
		return in->at != before;
	case ACTION_LAST:
		in->at = here.to;
		return in->at != before;
	default:
		return input_act(in, action);
	}
}

void text_box_draw_row(const struct input *in, struct term *t, struct area a, int row, bool focus)
{
	struct row r, here;
	struct str line;

	nth_row(in, a.w, row, &r);
	row_here(in, a.w, &here);
	str_init(&line);
	str_addn(&line, in->text.s + r.from, r.to - r.from);
	term_fill(t, a.y, a.x, a.w, STYLE_FIELD, line.s);
	if (focus && row == here.n) {
		str_truncate(&line, (in->at < r.to ? in->at : r.to) - r.from);
		term_cursor(t, a.y, a.x + term_width(t, line.s));
	}
	str_done(&line);
}
