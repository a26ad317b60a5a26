/*
 * The smallest program over the terminal layer, for test_framework: a field, a
 * list filtered by it, a picker, and several ways to die.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "src/tui/app.h"
#include "src/tui/input.h"
#include "src/tui/list.h"
#include "src/tui/picker.h"

static const char *const towns[] = {
	"Affoux", "Amplepuis", "L’Arbresle", "Bibost", "Bully", "Chasselay", "Cœur-de-Bois",
	"Éveux", "Grandris", "Lamure-sur-Azergues", "Les Halles", "Létra", "Poule-les-Écharmeaux",
	"Sain-Bel", "Tarare", "Ternand", "Thizy-les-Bourgs", "Val d’Oingt", "Valsonne",
	"Vaugneray", "Vindry-sur-Turdine", "Yzeron",
};

struct demo {
	struct input input;
	struct list list;
	int shown[ARRAY_SIZE(towns)];
	int searches;
	bool dirty;
	char picked[200];
};

static void *demo_open(struct app *app, const void *arg, struct err *err)
{
	struct demo *d = xcalloc(1, sizeof *d);

	(void)app;
	(void)arg;
	(void)err;
	input_init(&d->input);
	list_init(&d->list, 1);
	d->dirty = true;
	return d;
}

static void demo_close(void *self)
{
	struct demo *d = self;

	input_done(&d->input);
	free(d);
}

static void search(struct demo *d)
{
	char *typed = folded(d->input.text.s);
	int n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(towns); i++) {
		char *town = folded(towns[i]);

		if (strstr(town, typed))
			d->shown[n++] = (int)i;
		free(town);
	}
	free(typed);
	list_set(&d->list, n);
	d->searches++;
	d->dirty = false;
}

static struct area list_area(struct area a)
{
	return (struct area){ a.y + 2, 0, a.h - 2, a.w };
}

static void demo_update(void *self, struct app *app, struct area a)
{
	struct demo *d = self;

	(void)app;
	if (d->dirty)
		search(d);
	list_fit(&d->list, list_area(a).h);
}

static void draw_row(const void *ctx, struct term *t, struct area a, int i, bool selected)
{
	const struct demo *d = ctx;

	term_fill(t, a.y, a.x, a.w, list_style(selected, STYLE_WARNING), towns[d->shown[i]]);
}

static void demo_draw(const void *self, struct term *t, struct area a)
{
	const struct demo *d = self;
	char buf[300];

	snprintf(buf, sizeof buf, "%d communes, %d recherches %s", d->list.n, d->searches,
		 d->picked);
	term_text(t, a.y + 1, a.x, a.w, STYLE_DIM, buf);
	list_draw(&d->list, t, list_area(a), draw_row, d);
	input_draw(&d->input, t, (struct area){ a.y, 10, 1, a.w - 10 }, d->list.n == 0);
	term_text(t, a.y, 0, 10, STYLE_STRONG, "Commune");
}

static void on_picked(void *ctx, struct app *app, const bool *checked)
{
	struct demo *d = ctx;

	(void)app;
	strcpy(d->picked, "choix :");
	for (size_t i = 0; i < ARRAY_SIZE(towns); i++)
		if (checked[i] && strlen(d->picked) < 150)
			strcat(strcat(d->picked, " "), towns[i]);
}

static void pick(struct demo *d, struct app *app)
{
	struct picker_item items[ARRAY_SIZE(towns)] = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(towns); i++) {
		items[i].label = towns[i];
		items[i].words = i == 0 ? "premiere" : NULL;
		items[i].count = (long)i;
	}
	picker_open(app, &(struct picker_request){ .title = "Des communes",
						   .items = items,
						   .n = ARRAY_SIZE(towns),
						   .several = true,
						   .done = on_picked,
						   .ctx = d });
}

static enum outcome demo_act(void *self, struct app *app, enum action action)
{
	struct demo *d = self;

	if (action == ACTION_FIND) {
		pick(d, app);
		return DONE;
	}
	if (action == ACTION_TOGGLE)
		raise(SIGSEGV);
	if (action == ACTION_NEXT)
		exit(3);
	if (list_act(&d->list, action))
		return DONE;
	if (input_act(&d->input, action)) {
		d->dirty = true;
		return DONE;
	}
	return PASS;
}

static enum outcome demo_text(void *self, struct app *app, int c)
{
	struct demo *d = self;

	(void)app;
	d->dirty |= input_insert(&d->input, c);
	return DONE;
}

static bool demo_typing(const void *self)
{
	(void)self;
	return true;
}

static enum outcome demo_mouse(void *self, struct app *app, struct area a, const struct event *ev)
{
	struct demo *d = self;
	int i = list_at(&d->list, list_area(a), ev->y);

	(void)app;
	if (ev->kind != EVENT_CLICK)
		return PASS;
	if (i >= 0)
		list_select(&d->list, i);
	return DONE;
}

static const struct binding keys[] = {
	{ .key = CTRL('F'), .action = ACTION_FIND, .bar = 2 },
	{ .key = CTRL('Q'), .action = ACTION_QUIT, .bar = 3 },
	{ .key = CTRL('D'), .action = ACTION_TOGGLE },
	{ .key = CTRL('E'), .action = ACTION_NEXT },
};

static const struct screen_ops screen_demo = {
	.name = "demo",
	.title = "Démonstration",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_EDIT },
	.open = demo_open,
	.update = demo_update,
	.draw = demo_draw,
	.act = demo_act,
	.text = demo_text,
	.mouse = demo_mouse,
	.close = demo_close,
	.typing = demo_typing,
};

int main(int argc, char **argv)
{
	struct app_options o = { .no_mouse = argc > 1 && !strcmp(argv[1], "--sans-souris") };
	struct err err = ERR_INIT;

	if (app_run(&o, &screen_demo, NULL, &err))
		return 0;
	fprintf(stderr, "demo : %s\n", err.msg);
	return err.kind;
}
