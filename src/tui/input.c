#include "src/tui/input.h"

#include <string.h>

#include "aiguillage/text.h"

void input_init(struct input *in)
{
	*in = (struct input){ 0 };
	str_init(&in->text);
}

void input_done(struct input *in)
{
	str_done(&in->text);
}

void input_set(struct input *in, const char *s)
{
	str_clear(&in->text);
	str_add(&in->text, s);
	in->at = in->text.len;
	in->whole = false;
}

static void erase(struct input *in, size_t from, size_t to)
{
	struct str *b = &in->text;

	memmove(b->s + from, b->s + to, b->len - to);
	str_truncate(b, b->len - (to - from));
	in->at = from;
}

bool input_insert(struct input *in, int c)
{
	struct str raw, clean;
	bool ok;

	if (in->whole)
		input_set(in, "");
	str_init(&raw);
	str_init(&clean);
	utf8_add(&raw, (uint32_t)c);
	if (c == ' ' || (c == '\n' && in->lines))
		str_addc(&clean, (char)c);
	else
		text_clean(&clean, raw.s, raw.len, TEXT_ONE_LINE);
	ok = clean.len && in->text.len + clean.len <= (in->max ? in->max : INPUT_MAX);
	if (ok) {
		size_t at = in->at;

		str_clear(&raw);
		str_add(&raw, in->text.s + at);
		str_truncate(&in->text, at);
		str_add(&in->text, clean.s);
		in->at = in->text.len;
		str_add(&in->text, raw.s);
	}
	str_done(&clean);
	str_done(&raw);
	return ok;
}

static size_t word_left(const struct input *in)
{
	size_t at = in->at;

	while (at && strchr(" \n", in->text.s[at - 1]))
		at--;
	while (at && !strchr(" \n", in->text.s[at - 1]))
		at--;
	return at;
}

/* Deletions; false when there is nothing to delete. */
static bool erase_act(struct input *in, enum action action)
{
	size_t from = in->at, to = in->at;

	if (in->whole || action == ACTION_ERASE_LINE) {
		from = 0;
		to = in->text.len;
	} else if (action == ACTION_ERASE) {
		from = utf8_left(in->text.s, in->at);
	} else if (action == ACTION_DELETE) {
		to = utf8_right(in->text.s, in->at);
	} else {
		from = word_left(in);
	}
	erase(in, from, to);
	in->whole = false;
	return to > from;
}

bool input_act(struct input *in, enum action action)
{
	size_t before = in->at;

	switch (action) {
	case ACTION_LEFT:
		in->at = utf8_left(in->text.s, in->at);
		break;
	case ACTION_RIGHT:
		in->at = utf8_right(in->text.s, in->at);
		break;
	case ACTION_FIRST:
		in->at = 0;
		break;
	case ACTION_LAST:
		in->at = in->text.len;
		break;
	case ACTION_ERASE:
	case ACTION_DELETE:
	case ACTION_ERASE_WORD:
	case ACTION_ERASE_LINE:
		return erase_act(in, action);
	default:
		return false;
	}
	in->whole = false;
	return in->at != before;
}

/* The offset from which to show the text so that the cursor is inside w columns. */
static size_t scroll(const struct input *in, const struct term *t, int w)
{
	struct str before;
	size_t from = 0;

	str_init(&before);
	str_addn(&before, in->text.s, in->at);
	while (from < in->at && term_width(t, before.s + from) >= w)
		from = utf8_right(in->text.s, from);
	str_done(&before);
	return from;
}

void input_draw(const struct input *in, struct term *t, struct area a, bool focus)
{
	/* one that is only read shows its beginning */
	size_t from = focus ? scroll(in, t, a.w) : 0;
	struct str before;

	term_fill(t, a.y, a.x, a.w, in->whole && focus && in->text.len ? STYLE_SELECTED : STYLE_FIELD,
		  in->text.s + from);
	if (!focus)
		return;
	str_init(&before);
	str_addn(&before, in->text.s + from, in->at - from);
	term_cursor(t, a.y, a.x + term_width(t, before.s));
	str_done(&before);
}
