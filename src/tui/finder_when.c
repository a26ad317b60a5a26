/* « Quand ? »: a day or a moment is typed, with what is understood and how many results it leaves. */
#include <stdlib.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "src/tui/finder.h"
#include "src/tui/popup.h"

#define WHEN_WIDTH 66
#define WHEN_HEIGHT 6

struct asking {
	struct finder *f;
	struct input typed;
	struct when when;
	bool understood;
	uint32_t count;
};

void when_ask(struct finder *f, struct app *app)
{
	app_push(app, &screen_when, f);
}

static void *when_open(struct app *app, const void *arg, struct err *err)
{
	struct asking *a = xcalloc(1, sizeof *a);

	(void)app;
	(void)err;
	a->f = (struct finder *)arg;
	input_init(&a->typed);
	return a;
}

static void when_close(void *self)
{
	struct asking *a = self;

	input_done(&a->typed);
	free(a);
}

static void understand(struct asking *a)
{
	a->understood = when_read(&a->when, a->typed.text.s, clock_today());
	if (!a->understood)
		return;
	search_run(a->f->counter, &a->f->accepted);
	a->count = search_when_count(a->f->counter, &a->when);
}

static void when_draw(const void *self, struct term *t, struct area area)
{
	const struct asking *a = self;
	struct area in = popup_frame(t, area, WHEN_WIDTH, WHEN_HEIGHT, "Quand ?");
	struct area said = { in.y + 2, in.x, 2, in.w };
	struct str b;

	str_init(&b);
	if (a->understood) {
		when_say(&b, &a->when);
		str_addf(&b, " : %u résultat%s", a->count, a->count > 1 ? "s" : "");
		term_wrap(t, said, STYLE_GOOD, b.s);
	} else if (a->typed.text.len) {
		term_wrap(t, said, STYLE_WARNING, "Ce n’est pas encore un jour ni une heure.");
	} else {
		term_wrap(t, said, STYLE_DIM, "4 décembre, 04/12, vendredi, lundi prochain, demain "
					      "matin, vendredi à 14h30…");
	}
	str_done(&b);
	input_draw(&a->typed, t, (struct area){ in.y, in.x, 1, in.w }, true);
}

static enum outcome accept(struct asking *a, struct app *app)
{
	if (!a->understood) {
		app_say(app, STYLE_WARNING, "Tapez un jour : « 4 décembre », « vendredi matin », "
					    "« demain à 14h ». Échap : sans date.");
		return DONE;
	}
	a->f->accepted.when = a->when;
	a->f->dirty = a->f->ask = true;
	return CLOSE;
}

static enum outcome when_act(void *self, struct app *app, enum action action)
{
	struct asking *a = self;

	if (action == ACTION_OPEN)
		return accept(a, app);
	if (action == ACTION_BACK)
		return CLOSE;
	if (!input_act(&a->typed, action))
		return PASS;
	understand(a);
	return DONE;
}

static enum outcome when_text(void *self, struct app *app, int c)
{
	struct asking *a = self;

	(void)app;
	if (input_insert(&a->typed, c))
		understand(a);
	return DONE;
}

static bool when_typing(const void *self)
{
	(void)self;
	return true;
}

static const char *when_label(const void *self, enum action action)
{
	(void)self;
	return action == ACTION_BACK ? "Annuler" : NULL;
}

static void when_hint(const void *self, struct str *out)
{
	(void)self;
	str_add(out, "Tapez un jour, avec une heure ou un moment si besoin. Entrée : valider.");
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 },
};

const struct screen_ops screen_when = {
	.name = "quand",
	.title = "Quand",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_EDIT },
	.popup = true,
	.open = when_open,
	.draw = when_draw,
	.act = when_act,
	.text = when_text,
	.close = when_close,
	.typing = when_typing,
	.label = when_label,
	.hint = when_hint,
	.long_hint = true,
};
