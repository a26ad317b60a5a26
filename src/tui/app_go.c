#include "src/tui/app_impl.h"

#include "src/tui/popup.h"

static void on_leave(void *ctx, struct app *app, bool yes)
{
	(void)ctx;
	if (yes)
		app_quit(app);
}

static void ask_leave(struct app *app)
{
	app_ask(app, &(struct question){
			     .text = "Quitter Aiguillage ?",
			     .yes = "Oui, quitter",
			     .no = "Non, rester",
			     .answer = on_leave,
		     });
}

void app_back(struct app *app)
{
	if (app->n > 1) {
		app_remove(app, app->n - 1);
		return;
	}
	ask_leave(app);
}

/* A screen, from level `from` on, where leaving would lose something; NULL: none. */
static const struct screen_ops *busy_from(const struct app *app, size_t from)
{
	for (size_t i = from; i < app->n; i++)
		if (app->stack[i].ops->busy && app->stack[i].ops->busy(app->stack[i].self))
			return app->stack[i].ops;
	return NULL;
}

/* Asked twice, it is meant. */
void app_end(struct app *app)
{
	if (busy_from(app, 0) && app->stack[app->n - 1].ops != &screen_popup)
		ask_leave(app);
	else
		app_quit(app);
}

/* ---- going to a screen ---- */

void app_go(struct app *app, const struct screen_ops *ops, const void *arg, enum action then)
{
	app->destination.ops = ops;
	app->destination.arg = arg;
	app->destination.then = then;
	app->destination.pending = true;
	app->destination.sure = false;
}

static void close_above(struct app *app, size_t level)
{
	while (app->n > level + 1)
		app_remove(app, app->n - 1);
}

static size_t find_level(const struct app *app, const struct screen_ops *ops)
{
	size_t i = app->n;

	while (i-- > 0)
		if (app->stack[i].ops == ops)
			return i;
	return SIZE_MAX;
}

static void on_give_up(void *ctx, struct app *app, bool yes)
{
	(void)ctx;
	app->destination.pending = app->destination.sure = yes;
}

static void ask_give_up(struct app *app, const struct screen_ops *busy)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "Ce qui est rempli dans « %s » sera perdu. Y aller quand même ?", busy->title);
	app_ask(app, &(struct question){
			     .text = b.s,
			     .yes = "Oui, y aller",
			     .no = "Non, rester",
			     .answer = on_give_up,
		     });
	str_done(&b);
}

void app_follow_destination(struct app *app)
{
	const struct screen_ops *ops = app->destination.ops, *busy = NULL;
	size_t level;

	if (!app->destination.pending || app->quit)
		return;
	app->destination.pending = false;
	level = find_level(app, ops);
	if (level < app->n && !app->destination.sure)
		busy = busy_from(app, level + 1);
	if (busy) {
		ask_give_up(app, busy);
		return;
	}
	if (level < app->n)
		close_above(app, level);
	else if (!app_push(app, ops, app->destination.arg))
		return;
	app->later = app->destination.then;
}

void app_menu(struct app *app)
{
	const struct level *top = &app->stack[app->n - 1];

	if (!app->options.menu)
		return;
	if (top->ops->popup) {
		app_say(app, STYLE_WARNING, "Validez ou annulez d’abord ceci (Entrée, Échap).");
		return;
	}
	/* one reads the help, then leaves it */
	if (top->ops == app->options.help)
		app_remove(app, app->n - 1);
	app_push(app, app->options.menu, app->stack[app->n - 1].ops);
}
