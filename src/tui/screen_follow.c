/* À suivre: the referrals whose follow-up is due, the most overdue first. */
#include <stdlib.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "src/tui/app.h"
#include "src/tui/log_rows.h"
#include "src/tui/printing.h"
#include "src/tui/screens.h"

#define SOON 7			/* days ahead that are shown too */

struct follow {
	struct session *session;
	struct log_list due;
	struct list list;
	struct log_rows rows;
	/* what `due` was read for */
	bool read;
	int day;
	int64_t changes;
};

static void read_due(struct follow *f, struct app *app)
{
	int64_t changes = journal_changes(f->session->journal);
	int today = clock_today();
	struct err err = ERR_INIT;

	if (f->read && f->changes == changes && f->day == today)
		return;
	f->read = true;
	f->changes = changes;
	f->day = today;
	log_list_done(&f->due);
	if (!log_due(f->session, today + SOON, &f->due, &err))
		app_say(app, STYLE_ERROR, "%s", err.msg);
	list_set(&f->list, (int)f->due.n);
}

static void *follow_open(struct app *app, const void *arg, struct err *err)
{
	struct follow *f = xcalloc(1, sizeof *f);

	(void)arg;
	(void)err;
	f->session = app_session(app);
	list_init(&f->list, LOG_CALL_ROWS);
	return f;
}

static void follow_close(void *self)
{
	struct follow *f = self;

	log_list_done(&f->due);
	free(f);
}

static void follow_update(void *self, struct app *app, struct area a)
{
	struct follow *f = self;

	read_due(f, app);
	list_fit(&f->list, a.h);
}

static void draw_row(const void *ctx, struct term *t, struct area a, int i, bool selected)
{
	const struct follow *f = ctx;

	log_call_draw(f->session, &f->due.e[i], t, a, selected);
}

static void follow_draw(const void *self, struct term *t, struct area a)
{
	const struct follow *f = self;

	if (f->due.n)
		list_draw(&f->list, t, a, draw_row, f);
	else
		term_wrap(t, (struct area){ a.y + 1, a.x + 2, a.h - 1, a.w - 4 }, STYLE_NORMAL,
			  "Il n’y a personne à relancer d’ici une semaine.");
}

static bool make_text(void *ctx, struct str *out, struct err *err)
{
	struct follow *f = ctx;

	return log_text(f->session, &f->due, "À suivre", PRINTING_COLUMNS, out, err);
}

static void print(struct follow *f, struct app *app)
{
	if (f->due.n)
		log_rows_print(app, "a-suivre", make_text, f);
	else
		app_say(app, STYLE_WARNING, "Il n’y a rien à imprimer.");
}

static enum outcome follow_act(void *self, struct app *app, enum action action)
{
	struct follow *f = self;

	if (action == ACTION_PRINT) {
		print(f, app);
		return DONE;
	}
	if (log_row_act(&f->rows, app, f->due.n ? &f->due.e[f->list.sel] : NULL, action))
		return DONE;
	return list_act(&f->list, action) ? DONE : PASS;
}

static enum outcome follow_mouse(void *self, struct app *app, struct area a,
				 const struct event *ev)
{
	struct follow *f = self;

	return log_rows_mouse(app, &f->list, &f->due, a, ev);
}

/* Nothing here is lent by the directory. */
static void follow_refresh(void *self, bool before)
{
	(void)self;
	(void)before;
}

static void follow_heading(const void *self, struct str *out)
{
	const struct follow *f = self;

	str_addf(out, "%zu d’ici 7 jours", f->due.n);
}

static const char *follow_label(const void *self, enum action action)
{
	const struct follow *f = self;

	/* nothing to act on: what is left is to go back, or to undo */
	if (!f->due.n && action != ACTION_UNDO && action != ACTION_BACK && action != ACTION_MENU &&
	    action != ACTION_HELP && action != ACTION_QUIT)
		return "";
	return action == ACTION_PRINT ? "Liste" : NULL;
}

static void follow_hint(const void *self, struct str *out)
{
	const struct follow *f = self;

	if (f->due.n)
		str_add(out, "Après l’appel, une touche. Entrée : ouvrir. m : même chose. l : imprimer.");
	else
		str_add(out, "Les orientations notées reviennent ici au jour prévu.");
}

static const struct binding keys[] = {
	{ .key = 'v', .action = ACTION_CAME, .bar = 2 },
	{ .key = 'p', .action = ACTION_FAILED, .bar = 3 },
	{ .key = 'r', .action = ACTION_AGAIN, .bar = 4 },
	{ .key = 'e', .action = ACTION_ELSEWHERE, .bar = 5 },
	{ .key = 't', .action = ACTION_PATHWAY, .bar = 7 },
	{ .key = 'u', .action = ACTION_UNDO, .bar = 8 },
	{ .key = 'm', .action = ACTION_SAME, .bar = 9 },
	{ .key = 'i', .action = ACTION_SHEET, .bar = 10 },
	{ .key = 'l', .action = ACTION_PRINT, .bar = 11 },
	{ .key = K_F(7), .action = ACTION_SHEET },
	{ .key = K_ENTER, .action = ACTION_OPEN },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 6 },
};

const struct screen_ops screen_follow = {
	.name = "a-suivre",
	.title = "À suivre",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_LETTERS },
	.open = follow_open,
	.update = follow_update,
	.draw = follow_draw,
	.act = follow_act,
	.mouse = follow_mouse,
	.close = follow_close,
	.refresh = follow_refresh,
	.label = follow_label,
	.heading = follow_heading,
	.hint = follow_hint,
};
