#include "src/tui/period_ask.h"

#include <stdlib.h>

#include "aiguillage/log_filter.h"
#include "aiguillage/mem.h"
#include "src/tui/input.h"
#include "src/tui/popup.h"

#define PERIOD_WIDTH 66
#define PERIOD_HEIGHT 6

struct asking {
	struct period_request r;
	struct input typed;
	char from[11], to[11];
	bool understood;
};

void period_ask(struct app *app, const struct period_request *r)
{
	app_push(app, &screen_period, r);
}

static void *period_open(struct app *app, const void *arg, struct err *err)
{
	struct asking *a = xcalloc(1, sizeof *a);

	(void)app;
	(void)err;
	a->r = *(const struct period_request *)arg;
	input_init(&a->typed);
	return a;
}

static void period_close(void *self)
{
	struct asking *a = self;

	input_done(&a->typed);
	free(a);
}

static void understand(struct asking *a)
{
	a->understood = log_period_read(a->typed.text.s, a->from, a->to);
}

static void period_draw(const void *self, struct term *t, struct area area)
{
	const struct asking *a = self;
	struct area in = popup_frame(t, area, PERIOD_WIDTH, PERIOD_HEIGHT, "Quelle période ?");
	struct area said = { in.y + 2, in.x, 2, in.w };
	struct str b;

	str_init(&b);
	if (a->understood) {
		log_period_say(a->from, a->to, &b);
		term_wrap(t, said, STYLE_GOOD, b.s);
	} else if (a->typed.text.len) {
		term_wrap(t, said, STYLE_WARNING, "Ce n’est pas encore une période.");
	} else {
		term_wrap(t, said, STYLE_DIM, "1/11 au 15/11, novembre, depuis le 1er septembre, 2025, "
					      "lundi dernier…");
	}
	str_done(&b);
	input_draw(&a->typed, t, (struct area){ in.y, in.x, 1, in.w }, true);
}

static enum outcome period_act(void *self, struct app *app, enum action action)
{
	struct asking *a = self;

	if (action == ACTION_OPEN && a->understood) {
		a->r.done(a->r.ctx, a->from, a->to);
		return CLOSE;
	}
	if (action == ACTION_OPEN) {
		app_say(app, STYLE_WARNING, "Tapez deux jours, « 1/11 au 15/11 », ou un mois, « novembre ». "
					    "Échap : la période ne change pas.");
		return DONE;
	}
	if (action == ACTION_BACK)
		return CLOSE;
	if (!input_act(&a->typed, action))
		return PASS;
	understand(a);
	return DONE;
}

static enum outcome period_text(void *self, struct app *app, int c)
{
	struct asking *a = self;

	(void)app;
	if (input_insert(&a->typed, c))
		understand(a);
	return DONE;
}

static bool period_typing(const void *self)
{
	(void)self;
	return true;
}

static const char *period_label(const void *self, enum action action)
{
	(void)self;
	return action == ACTION_BACK ? "Annuler" : NULL;
}

static void period_hint(const void *self, struct str *out)
{
	(void)self;
	str_add(out, "Tapez deux jours, ou un mois. Entrée : valider.");
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 },
};

const struct screen_ops screen_period = {
	.name = "periode",
	.title = "Période",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_EDIT },
	.popup = true,
	.open = period_open,
	.draw = period_draw,
	.act = period_act,
	.text = period_text,
	.close = period_close,
	.typing = period_typing,
	.label = period_label,
	.hint = period_hint,
	.long_hint = true,
};
