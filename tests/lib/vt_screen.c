#include "tests/lib/vt_impl.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>

#include "aiguillage/text.h"

void vt_row_text(struct vt *v, int y, struct str *out)
{
	size_t start = out->len;

	for (int x = 0; x < v->cols; x++) {
		VTermScreenCell cell;
		VTermPos pos = { .row = y, .col = x };

		if (!vterm_screen_get_cell(v->screen, pos, &cell))
			break;
		if (!cell.chars[0]) {
			str_addc(out, ' ');
			continue;
		}
		/* the second half of a wide character */
		if (cell.chars[0] == UINT32_MAX)
			continue;
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
			utf8_add(out, cell.chars[i]);
	}
	while (out->len > start && out->s[out->len - 1] == ' ')
		str_truncate(out, out->len - 1);
}

static bool row_has(struct vt *v, int y, const char *text)
{
	struct str b;
	bool has;

	str_init(&b);
	vt_row_text(v, y, &b);
	has = strstr(b.s, text) != NULL;
	str_done(&b);
	return has;
}

int vt_row_of(struct vt *v, const char *text)
{
	for (int y = 0; y < v->rows; y++)
		if (row_has(v, y, text))
			return y;
	return -1;
}

static VTermPos cursor(struct vt *v)
{
	VTermPos pos;

	vterm_state_get_cursorpos(vterm_obtain_state(v->term), &pos);
	return pos;
}

const char *vt_dump(struct vt *v)
{
	VTermPos pos = cursor(v);

	str_clear(&v->dump);
	for (int y = 0; y < v->rows; y++) {
		vt_row_text(v, y, &v->dump);
		str_addc(&v->dump, '\n');
	}
	str_addf(&v->dump, "[curseur %d,%d]\n", pos.row, pos.col);
	return v->dump.s;
}

void vt_print(struct vt *v)
{
	const char *s = vt_dump(v);

	while (*s) {
		size_t n = strcspn(s, "\n");

		printf("# |%.*s\n", (int)n, s);
		s += n + 1;
	}
	fflush(stdout);
}

static bool shows(struct vt *v, const void *a, const void *b)
{
	(void)b;
	return vt_row_of(v, a) >= 0;
}

static bool hides(struct vt *v, const void *a, const void *b)
{
	return !shows(v, a, b);
}

static bool row_shows(struct vt *v, const void *a, const void *b)
{
	for (int y = 0; y < v->rows; y++)
		if (row_has(v, y, a) && row_has(v, y, b))
			return true;
	return false;
}

static bool in_order(struct vt *v, const void *a, const void *b)
{
	int first = vt_row_of(v, a);

	return first >= 0 && first < vt_row_of(v, b);
}

static bool cursor_shows(struct vt *v, const void *a, const void *b)
{
	(void)b;
	return row_has(v, cursor(v).row, a);
}

static bool at_shows(struct vt *v, const void *a, const void *b)
{
	int y = *(const int *)b;

	return row_has(v, y < 0 ? v->rows + y : y, a);
}

static bool mouse_is(struct vt *v, const void *a, const void *b)
{
	(void)b;
	return v->mouse == *(const bool *)a;
}

bool vt_wait(struct vt *v, const char *text)
{
	return vt_until(v, shows, text, NULL);
}

void vt_click_on(struct vt *v, const char *text, int x)
{
	vt_wait(v, text);
	vt_click(v, vt_row_of(v, text), x);
}

bool vt_wait_gone(struct vt *v, const char *text)
{
	return vt_until(v, hides, text, NULL);
}

bool vt_wait_cursor(struct vt *v, const char *text)
{
	return vt_until(v, cursor_shows, text, NULL);
}

bool vt_wait_row(struct vt *v, const char *a, const char *b)
{
	return vt_until(v, row_shows, a, b);
}

bool vt_wait_order(struct vt *v, const char *above, const char *below)
{
	return vt_until(v, in_order, above, below);
}

bool vt_wait_at(struct vt *v, int row, const char *text)
{
	return vt_until(v, at_shows, text, &row);
}

bool vt_wait_mouse(struct vt *v, bool on)
{
	return vt_until(v, mouse_is, &on, NULL);
}

/* Column of a byte offset of a row's text. */
static int column(const char *row, const char *at)
{
	struct str b;
	int x;

	str_init(&b);
	str_addn(&b, row, (size_t)(at - row));
	x = text_width(b.s);
	str_done(&b);
	return x;
}

static unsigned look_of(const VTermScreenCell *cell)
{
	unsigned look = 0;

	if (cell->attrs.reverse)
		look |= VT_REVERSE;
	if (cell->attrs.bold)
		look |= VT_BOLD;
	if (cell->attrs.underline)
		look |= VT_UNDERLINE;
	if (!VTERM_COLOR_IS_DEFAULT_FG(&cell->fg) || !VTERM_COLOR_IS_DEFAULT_BG(&cell->bg))
		look |= VT_COLOURED;
	return look;
}

struct wanted_look {
	enum vt_look look;
	bool has;
};

static bool looks(struct vt *v, const void *a, const void *b)
{
	const struct wanted_look *wanted = b;
	int y = vt_row_of(v, a);
	VTermScreenCell cell;
	struct str row;

	if (y < 0)
		return false;
	str_init(&row);
	vt_row_text(v, y, &row);
	vterm_screen_get_cell(v->screen,
			      (VTermPos){ .row = y, .col = column(row.s, strstr(row.s, a)) }, &cell);
	str_done(&row);
	return !!(look_of(&cell) & wanted->look) == wanted->has;
}

bool vt_wait_look(struct vt *v, const char *text, enum vt_look look, bool has)
{
	return vt_until(v, looks, text, &(struct wanted_look){ look, has });
}

static bool restored(struct vt *v, const void *a, const void *b)
{
	struct termios tio;
	const tcflag_t wanted = ECHO | ICANON | ISIG;

	(void)a;
	(void)b;
	return !v->alt && v->cursor_shown && !v->mouse && !tcgetattr(v->fd, &tio) &&
	       (tio.c_lflag & wanted) == wanted;
}

bool vt_is_restored(struct vt *v)
{
	return vt_until(v, restored, NULL, NULL);
}

bool vt_all_ascii(struct vt *v)
{
	for (const char *s = vt_dump(v); *s; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}
