#include "src/tui/app_impl.h"

#include "aiguillage/text.h"

#define MIN_ROWS 10
#define MIN_COLS 40
#define MESSAGE_ROWS 4		/* of a message; what it says to do comes last */
#define HINT_ROWS 2

struct area app_content(const struct app *app)
{
	struct area a = term_size(app->term);

	return (struct area){ .y = 1, .x = 0, .h = a.h - 3, .w = a.w };
}

bool app_too_small(const struct app *app)
{
	struct area a = term_size(app->term);

	return a.h < MIN_ROWS || a.w < MIN_COLS;
}

/* The lowest screen that can be seen. */
static size_t visible_from(const struct app *app)
{
	size_t i = app->n - 1;

	while (i > 0 && app->stack[i].ops->popup)
		i--;
	return i;
}

void app_update(struct app *app)
{
	for (size_t i = visible_from(app); i < app->n; i++)
		if (app->stack[i].ops->update)
			app->stack[i].ops->update(app->stack[i].self, app, app_content(app));
}

#define LOCK_SAID_MIN 60	/* columns */
#define HEADING_MIN 24		/* columns that say something of a longer heading */

static void draw_title(struct app *app, const struct level *l)
{
	struct area a = term_size(app->term);
	struct str b;
	int left;

	str_init(&b);
	str_addf(&b, " Aiguillage · %s", l->ops->title);
	if (a.w >= LOCK_SAID_MIN)
		str_add(&b, app_lock_said(app));
	term_fill(app->term, 0, 0, a.w, STYLE_TITLE, b.s);
	left = term_width(app->term, b.s) + 2;
	str_clear(&b);
	if (l->ops->heading)
		l->ops->heading(l->self, &b);
	if (b.len && left + term_width(app->term, b.s) < a.w)
		term_right(app->term, 0, left, a.w - left - 1, STYLE_TITLE, b.s);
	else if (b.len && a.w - left > HEADING_MIN)
		term_text(app->term, 0, left, a.w - left - 1, STYLE_TITLE, b.s);
	str_done(&b);
}

/* Rows that the text takes once wrapped, at most `max`. */
static int rows_of(const char *text, int cols, int max)
{
	struct text_wrap w = { .rest = text, .cols = cols };
	struct str line;
	int rows = 0;

	str_init(&line);
	while (rows < max && text_wrap_next(&w, &line))
		rows++;
	str_done(&line);
	return rows;
}

/* Above the keys; a long text also takes lines above that one, as many as it may. */
static void draw_above_keys(struct app *app, enum style style, const char *text, int max)
{
	struct area a = term_size(app->term);
	struct area lines = { a.h - 2, 1, 1, a.w - 2 };

	if (max == 1 || term_width(app->term, text) <= lines.w) {
		term_text(app->term, lines.y, 1, lines.w, style, text);
		return;
	}
	lines.h = rows_of(text, lines.w, max);
	lines.y = a.h - 1 - lines.h;
	for (int i = 0; i < lines.h; i++)
		term_fill(app->term, lines.y + i, 0, a.w, style, "");
	term_wrap(app->term, lines, style, text);
}

static void draw_message(struct app *app, const struct level *top)
{
	struct str b;

	if (app->message.len) {
		draw_above_keys(app, app->message_style, app->message.s, MESSAGE_ROWS);
		return;
	}
	str_init(&b);
	if (top->ops->hint)
		top->ops->hint(top->self, &b);
	draw_above_keys(app, STYLE_NORMAL, b.s, top->ops->long_hint ? HINT_ROWS : 1);
	str_done(&b);
}

void app_paint(struct app *app)
{
	const struct level *top = &app->stack[app->n - 1];
	struct area a;

	term_begin(app->term);
	a = term_size(app->term);
	if (app_too_small(app)) {
		term_wrap(app->term, a, STYLE_NORMAL,
			  "Fenêtre trop petite : agrandissez-la, ou réduisez les caractères "
			  "(40 colonnes et 10 lignes au moins).");
		term_flush(app->term);
		return;
	}
	app_update(app);
	draw_title(app, &app->stack[visible_from(app)]);
	for (size_t i = visible_from(app); i < app->n; i++)
		app->stack[i].ops->draw(app->stack[i].self, app->term, app_content(app));
	draw_message(app, top);
	bar_draw(&app->bar, app->term, a.h - 1, top->ops, top->self);
	term_flush(app->term);
}
