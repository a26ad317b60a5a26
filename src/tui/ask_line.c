#include "src/tui/ask_line.h"

#include <stdlib.h>

#include "aiguillage/mem.h"
#include "src/tui/input.h"
#include "src/tui/popup.h"

#define WIDTH 66
#define HEIGHT 6

struct asking {
	struct line_request r;
	struct input typed;
	struct str said;
	bool understood;
};

void ask_line(struct app *app, const struct line_request *r)
{
	app_push(app, &screen_ask_line, r);
}

static void *line_open(struct app *app, const void *arg, struct err *err)
{
	struct asking *a = xcalloc(1, sizeof *a);

	(void)app;
	(void)err;
	a->r = *(const struct line_request *)arg;
	input_init(&a->typed);
	str_init(&a->said);
	return a;
}

static void line_close(void *self)
{
	struct asking *a = self;

	input_done(&a->typed);
	str_done(&a->said);
	free(a);
}

static void understand(struct asking *a)
{
	str_clear(&a->said);
	a->understood = a->r.understand(a->r.ctx, a->typed.text.s, &a->said);
}

static void line_draw(const void *self, struct term *t, struct area area)
{
	const struct asking *a = self;
	struct area in = popup_frame(t, area, WIDTH, HEIGHT, a->r.title);
	struct area said = { in.y + 2, in.x, 2, in.w };

	if (a->understood)
		term_wrap(t, said, STYLE_GOOD, a->said.s);
	else if (a->typed.text.len)
		term_wrap(t, said, STYLE_WARNING, a->r.not_yet);
	else
		term_wrap(t, said, STYLE_DIM, a->r.examples);
	input_draw(&a->typed, t, (struct area){ in.y, in.x, 1, in.w }, true);
}

static enum outcome line_act(void *self, struct app *app, enum action action)
{
	struct asking *a = self;

	if (action == ACTION_OPEN && a->understood) {
		a->r.done(a->r.ctx, a->typed.text.s);
		return CLOSE;
	}
	if (action == ACTION_OPEN) {
		app_say(app, STYLE_WARNING, "%s", a->r.refused);
		return DONE;
	}
	if (action == ACTION_BACK)
		return CLOSE;
	if (!input_act(&a->typed, action))
		return PASS;
	understand(a);
	return DONE;
}

static enum outcome line_text(void *self, struct app *app, int c)
{
	struct asking *a = self;

	(void)app;
	if (input_insert(&a->typed, c))
		understand(a);
	return DONE;
}

static bool line_typing(const void *self)
{
	(void)self;
	return true;
}

static const char *line_label(const void *self, enum action action)
{
	(void)self;
	return action == ACTION_BACK ? "Annuler" : NULL;
}

static void line_hint(const void *self, struct str *out)
{
	const struct asking *a = self;

	str_add(out, a->r.hint);
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 },
};

const struct screen_ops screen_ask_line = {
	.name = "saisie",
	.title = "Saisie",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_EDIT },
	.popup = true,
	.open = line_open,
	.draw = line_draw,
	.act = line_act,
	.text = line_text,
	.close = line_close,
	.typing = line_typing,
	.label = line_label,
	.hint = line_hint,
	.long_hint = true,
};
