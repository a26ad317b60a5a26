/* Autres versions: what gave way to a version made at the same time elsewhere. */
#include <stdlib.h>

#include "aiguillage/exchange.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/tui/list.h"
#include "src/tui/log_rows.h"
#include "src/tui/page.h"
#include "src/tui/screens.h"
#include "src/tui/unlock.h"

struct asides {
	struct session *session;
	struct log_list kept;
	struct list list;
};

static void list_again(struct asides *x, struct app *app)
{
	struct err err = ERR_INIT;

	log_list_done(&x->kept);
	if (!exchange_asides(x->session, &x->kept, &err))
		app_say(app, STYLE_ERROR, "%s.", err.msg);
	list_set(&x->list, (int)x->kept.n);
}

static void *asides_open(struct app *app, const void *arg, struct err *err)
{
	struct asides *x = xcalloc(1, sizeof *x);

	(void)arg;
	(void)err;
	x->session = app_session(app);
	list_init(&x->list, LOG_ROWS);
	list_again(x, app);
	return x;
}

static void asides_close(void *self)
{
	struct asides *x = self;

	log_list_done(&x->kept);
	free(x);
}

static void asides_update(void *self, struct app *app, struct area a)
{
	struct asides *x = self;

	(void)app;
	list_fit(&x->list, a.h);
}

static void draw_row(const void *ctx, struct term *t, struct area a, int i, bool selected)
{
	const struct asides *x = ctx;

	log_row_draw(x->session, &x->kept.e[i], t, a, selected);
}

static void asides_draw(const void *self, struct term *t, struct area a)
{
	const struct asides *x = self;

	if (x->kept.n)
		list_draw(&x->list, t, a, draw_row, x);
	else
		term_wrap(t, (struct area){ a.y, a.x + 2, a.h, a.w - 4 }, STYLE_NORMAL,
			  "Rien n’est de côté : aucun collègue n’a changé une fiche en même temps que vous.");
}

static enum outcome take_back(void *ctx, struct app *app)
{
	struct asides *x = ctx;
	struct err err = ERR_INIT;

	if (exchange_take_aside(x->session, &x->kept.e[x->list.sel], &err))
		app_say(app, STYLE_GOOD, "L’autre version est reprise.");
	else
		app_say(app, STYLE_ERROR, "%s.", err.msg);
	list_again(x, app);
	return CLOSE;
}

static void show(struct asides *x, struct app *app)
{
	const struct entry *kept = &x->kept.e[x->list.sel];
	struct err err = ERR_INIT;
	struct entry aside;
	struct str b;

	str_init(&b);
	if (exchange_aside(x->session, kept, &aside, &err)) {
		log_say(x->session, kept, &b);
		str_add(&b, "\n\nLa version mise de côté dit :\n");
		exchange_say_difference(x->session, kept, &aside, &b);
		page_open(app, &(struct page_request){ .heading = "version mise de côté", .text = b.s,
						       .enter = "Reprendre cette version", .act = take_back,
						       .ctx = x });
	} else {
		app_say(app, STYLE_WARNING, "%s.", err.kind ? err.msg : "Cette version n’est plus gardée");
		list_again(x, app);
	}
	entry_done(&aside);
	str_done(&b);
}

static enum outcome asides_act(void *self, struct app *app, enum action action)
{
	struct asides *x = self;

	if (action != ACTION_OPEN)
		return list_act(&x->list, action) ? DONE : PASS;
	if (!x->kept.n || unlock_first(app, action))
		return DONE;
	list_again(x, app);	/* with its texts */
	if (x->kept.n)
		show(x, app);
	return DONE;
}

static enum outcome asides_mouse(void *self, struct app *app, struct area a, const struct event *ev)
{
	struct asides *x = self;
	enum list_click click = list_click(&x->list, a, ev);

	return click == LIST_OPENS ? asides_act(x, app, ACTION_OPEN) : click ? DONE : PASS;
}

static const char *asides_label(const void *self, enum action action)
{
	const struct asides *x = self;

	return action == ACTION_OPEN ? (x->kept.n ? "Voir" : "") : NULL;
}

static void asides_heading(const void *self, struct str *out)
{
	const struct asides *x = self;

	say_count(out, (int64_t)x->kept.n, "fiche", "fiches");
}

static void asides_hint(const void *self, struct str *out)
{
	const struct asides *x = self;

	if (x->kept.n)
		str_add(out, "Entrée : ce que dit l’autre version, et la reprendre.");
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 3 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 2 },
};

const struct screen_ops screen_asides = {
	.name = "de-cote",
	.title = "Autres versions",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_LETTERS },
	.open = asides_open,
	.update = asides_update,
	.draw = asides_draw,
	.act = asides_act,
	.mouse = asides_mouse,
	.close = asides_close,
	.label = asides_label,
	.heading = asides_heading,
	.hint = asides_hint,
};
