#include "src/tui/picker.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "src/tui/input.h"
#include "src/tui/list.h"
#include "src/tui/popup.h"

#define PICKER_WIDTH 64
#define EXTRA_ROWS 4		/* frame, filter line, blank line */

struct choice {
	char *label;
	char *name, *words;	/* folded: the label; the label and the other words */
	long count;
};

struct picker {
	char *title;
	struct choice *choices;
	bool *checked;
	size_t n;
	bool several, touched;	/* touched: something was checked or unchecked here */
	const char *hint;
	void (*done)(void *ctx, struct app *app, const bool *checked);
	void (*drop)(void *ctx);
	void *ctx;
	struct input filter;
	size_t *shown;		/* indices of what passes the filter */
	struct list list;
};

void picker_open(struct app *app, const struct picker_request *r)
{
	app_push(app, &screen_picker, r);
}

static void filter(struct picker *p)
{
	char *typed = folded(p->filter.text.s);
	int n = 0;

	/* by their own name first */
	for (size_t i = 0; i < p->n; i++)
		if (fold_all_begin(p->choices[i].name, typed))
			p->shown[n++] = i;
	for (size_t i = 0; i < p->n; i++)
		if (!fold_all_begin(p->choices[i].name, typed) && fold_all_begin(p->choices[i].words, typed))
			p->shown[n++] = i;
	free(typed);
	list_set(&p->list, n);
	list_select(&p->list, 0);
}

static void set_choice(struct choice *c, const struct picker_item *item)
{
	struct str b;

	str_init(&b);
	fold(&b, item->label);
	*c = (struct choice){ .label = xstrdup(item->label),
			      .name = xstrdup(b.s),
			      .count = item->count };
	str_addc(&b, ' ');
	fold(&b, item->words ? item->words : "");
	c->words = str_steal(&b);
	str_done(&b);
}

static void *picker_new(struct app *app, const void *arg, struct err *err)
{
	const struct picker_request *r = arg;
	struct picker *p = xcalloc(1, sizeof *p);

	(void)app;
	(void)err;
	p->title = xstrdup(r->title);
	p->n = r->n;
	p->several = r->several;
	p->hint = r->hint;
	p->done = r->done;
	p->drop = r->drop;
	p->ctx = r->ctx;
	p->choices = xcalloc(r->n + 1, sizeof *p->choices);
	p->checked = xcalloc(r->n + 1, sizeof *p->checked);
	p->shown = xcalloc(r->n + 1, sizeof *p->shown);
	for (size_t i = 0; i < r->n; i++) {
		set_choice(&p->choices[i], &r->items[i]);
		p->checked[i] = r->items[i].checked;
	}
	input_init(&p->filter);
	if (r->typed)
		input_insert(&p->filter, r->typed);
	list_init(&p->list, 1);
	filter(p);
	return p;
}

static void picker_close(void *self)
{
	struct picker *p = self;

	for (size_t i = 0; i < p->n; i++) {
		free(p->choices[i].label);
		free(p->choices[i].name);
		free(p->choices[i].words);
	}
	free(p->choices);
	free(p->checked);
	free(p->shown);
	free(p->title);
	input_done(&p->filter);
	if (p->drop)
		p->drop(p->ctx);
	free(p);
}

static int frame_height(const struct picker *p)
{
	return (int)p->n + EXTRA_ROWS;
}

static struct area list_area(struct area in)
{
	return (struct area){ in.y + 2, in.x, in.h - 2, in.w };
}

static void picker_update(void *self, struct app *app, struct area a)
{
	struct picker *p = self;

	(void)app;
	list_fit(&p->list, list_area(popup_inside(a, PICKER_WIDTH, frame_height(p))).h);
}

static void draw_choice(const void *ctx, struct term *t, struct area a, int i, bool selected)
{
	const struct picker *p = ctx;
	size_t k = p->shown[i];
	const struct choice *c = &p->choices[k];
	enum style style = list_style(selected, c->count ? STYLE_NORMAL : STYLE_DIM);
	struct str b;

	str_init(&b);
	if (p->several)
		str_add(&b, p->checked[k] ? "[x] " : "[ ] ");
	str_add(&b, c->label);
	term_fill(t, a.y, a.x, a.w, style, "");
	term_text(t, a.y, a.x, a.w - (c->count < 0 ? 0 : 6), style, b.s);
	str_clear(&b);
	str_addf(&b, "%ld", c->count);
	if (c->count >= 0)
		term_right(t, a.y, a.x, a.w, style, b.s);
	str_done(&b);
}

static void picker_draw(const void *self, struct term *t, struct area a)
{
	const struct picker *p = self;
	struct area in = popup_frame(t, a, PICKER_WIDTH, frame_height(p), p->title);
	int x = term_text(t, in.y, in.x, in.w, STYLE_NORMAL, "Filtrer : ");

	input_draw(&p->filter, t, (struct area){ in.y, in.x + x, 1, in.w - x }, true);
	if (!p->list.n)
		term_text(t, in.y + 2, in.x + 2, in.w - 2, STYLE_DIM,
			  "Rien ne commence ainsi. Ctrl-U efface ce qui est tapé.");
	list_draw(&p->list, t, list_area(in), draw_choice, p);
}

static bool any_checked(const struct picker *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->checked[i])
			return true;
	return false;
}

/* Enter takes the line under the marker when no box is checked, or when words led to that line. */
static enum outcome accept(struct picker *p, struct app *app)
{
	if (!p->list.n)
		return DONE;
	if (!p->several)
		memset(p->checked, 0, p->n * sizeof *p->checked);
	if (!p->several || (!p->touched && (p->filter.text.len || !any_checked(p))))
		p->checked[p->shown[p->list.sel]] = true;
	p->done(p->ctx, app, p->checked);
	return CLOSE;
}

static enum outcome picker_act(void *self, struct app *app, enum action action)
{
	struct picker *p = self;

	if (action == ACTION_OPEN)
		return accept(p, app);
	if (action == ACTION_BACK)
		return CLOSE;
	if (action == ACTION_TOGGLE) {
		if (!p->list.n)
			return DONE;
		if (!p->several)
			return accept(p, app);
		p->checked[p->shown[p->list.sel]] ^= true;
		p->touched = true;
		list_act(&p->list, ACTION_DOWN);
		return DONE;
	}
	if (list_act(&p->list, action))
		return DONE;
	if (input_act(&p->filter, action)) {
		filter(p);
		return DONE;
	}
	return PASS;
}

static enum outcome picker_text(void *self, struct app *app, int c)
{
	struct picker *p = self;

	(void)app;
	if (input_insert(&p->filter, c))
		filter(p);
	return DONE;
}

static enum outcome picker_mouse(void *self, struct app *app, struct area a,
				 const struct event *ev)
{
	struct picker *p = self;
	struct area in = list_area(popup_inside(a, PICKER_WIDTH, frame_height(p)));
	int i = list_at(&p->list, in, ev->y);

	if (ev->kind != EVENT_CLICK)
		return PASS;
	if (i < 0)
		return DONE;
	list_select(&p->list, i);
	return p->several ? picker_act(p, app, ACTION_TOGGLE) : accept(p, app);
}

static bool picker_typing(const void *self)
{
	(void)self;
	return true;
}

static const char *picker_label(const void *self, enum action action)
{
	const struct picker *p = self;

	return action == ACTION_TOGGLE && !p->several ? "" : action == ACTION_BACK ? "Annuler" : NULL;
}

static void picker_hint(const void *self, struct str *out)
{
	const struct picker *p = self;

	str_add(out, p->hint ? p->hint : p->several ? "Tapez pour filtrer ; Espace : cocher plusieurs ; Entrée : valider"
				: "Tapez pour filtrer ; Entrée : choisir");
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = ' ', .action = ACTION_TOGGLE, .bar = 3, .typing = true },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 4 },
};

const struct screen_ops screen_picker = {
	.name = "choix",
	.title = "Choix dans une liste",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_EDIT },
	.popup = true,
	.open = picker_new,
	.update = picker_update,
	.draw = picker_draw,
	.act = picker_act,
	.text = picker_text,
	.mouse = picker_mouse,
	.close = picker_close,
	.typing = picker_typing,
	.label = picker_label,
	.hint = picker_hint,
	.long_hint = true,
};
