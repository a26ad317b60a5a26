/* Journal: all that is logged, newest first, with its filters. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "src/tui/app.h"
#include "src/tui/input.h"
#include "src/tui/list.h"
#include "src/tui/log_rows.h"
#include "src/tui/screens.h"

struct journal_screen {
	struct session *session;
	struct log_list entries;
	struct list list;
	struct log_rows rows;
	int period, kind;
	struct input find;
	bool finding;
};

static const struct {
	const char *label;
	int days;		/* 0: all */
} periods[] = { { "30 jours", 30 }, { "7 jours", 7 }, { "un an", 365 }, { "tout", 0 } };

static const struct {
	const char *label;
	int kinds;
} sorts[] = {
	{ "toutes les entrées", 0 },
	{ "orientations", 1 << KIND_REFERRAL },
	{ "accompagnements", 1 << KIND_ACCOMPANIMENT },
	{ "besoins sans réponse", 1 << KIND_UNMET },
};

/* What is typed is a code, or words of the place, the offer or the commune. */
static void read_entries(struct journal_screen *j, struct app *app)
{
	struct log_filter f = { .kinds = sorts[j->kind].kinds };
	char from[DATE_MOMENT_LEN];
	struct err err = ERR_INIT;
	struct str code;

	str_init(&code);
	if (j->find.text.len && person_code_read(j->find.text.s, &code))
		f.code = code.s;
	else
		f.text = j->find.text.s;
	if (periods[j->period].days) {
		date_format_day(from, clock_today() - periods[j->period].days + 1);
		memcpy(f.from, from, sizeof f.from);
	}
	log_list_done(&j->entries);
	if (!log_entries(j->session, &f, &j->entries, &err))
		app_say(app, STYLE_ERROR, "%s", err.msg);
	list_set(&j->list, (int)j->entries.n);
	str_done(&code);
}

static void *journal_screen_open(struct app *app, const void *arg, struct err *err)
{
	struct journal_screen *j = xcalloc(1, sizeof *j);

	(void)arg;
	(void)err;
	j->session = app_session(app);
	list_init(&j->list, LOG_ROWS);
	input_init(&j->find);
	return j;
}

static void journal_screen_close(void *self)
{
	struct journal_screen *j = self;

	log_list_done(&j->entries);
	input_done(&j->find);
	free(j);
}

static struct area list_area(struct area a)
{
	return (struct area){ a.y + 1, a.x, a.h - 1, a.w };
}

static void journal_screen_update(void *self, struct app *app, struct area a)
{
	struct journal_screen *j = self;

	read_entries(j, app);
	list_fit(&j->list, list_area(a).h);
}

static void draw_row(const void *ctx, struct term *t, struct area a, int i, bool selected)
{
	const struct journal_screen *j = ctx;

	log_row_draw(j->session, &j->entries.e[i], t, a, selected);
}

static void draw_filters(const struct journal_screen *j, struct term *t, struct area a)
{
	struct str b;
	int x;

	str_init(&b);
	str_addf(&b, "%s · %s", periods[j->period].label, sorts[j->kind].label);
	x = a.x + 2 + term_text(t, a.y, a.x + 2, a.w - 2, STYLE_STRONG, b.s);
	if (j->finding || j->find.text.len) {
		x += term_text(t, a.y, x, a.w - x, STYLE_NORMAL, " · lieu, commune ou code : ");
		input_draw(&j->find, t, (struct area){ a.y, x, 1, a.w - x - 1 }, j->finding);
	}
	str_done(&b);
}

static void journal_screen_draw(const void *self, struct term *t, struct area a)
{
	const struct journal_screen *j = self;
	struct area l = list_area(a);

	if (j->entries.n)
		list_draw(&j->list, t, l, draw_row, j);
	else
		term_wrap(t, (struct area){ l.y + 1, l.x + 2, l.h - 1, l.w - 4 }, STYLE_NORMAL,
			  "Rien de tel dans le journal. p : autre période. k : autre sorte.");
	draw_filters(j, t, a);
}

static enum outcome act_finding(struct journal_screen *j, enum action action)
{
	if (action == ACTION_BACK)
		input_set(&j->find, "");
	if (action == ACTION_BACK || action == ACTION_OPEN) {
		j->finding = false;
		return DONE;
	}
	if (input_act(&j->find, action))
		return DONE;
	return list_act(&j->list, action) ? DONE : PASS;
}

static enum outcome journal_screen_act(void *self, struct app *app, enum action action)
{
	struct journal_screen *j = self;

	if (j->finding)
		return act_finding(j, action);
	switch (action) {
	case ACTION_FIND:
		j->finding = true;
		return DONE;
	case ACTION_PERIOD:
		j->period = (j->period + 1) % (int)ARRAY_SIZE(periods);
		return DONE;
	case ACTION_KIND:
		j->kind = (j->kind + 1) % (int)ARRAY_SIZE(sorts);
		return DONE;
	default:
		if (log_row_act(&j->rows, app, j->entries.n ? &j->entries.e[j->list.sel] : NULL,
				action))
			return DONE;
		return list_act(&j->list, action) ? DONE : PASS;
	}
}

static enum outcome journal_screen_text(void *self, struct app *app, int c)
{
	struct journal_screen *j = self;

	(void)app;
	if (j->finding)
		input_insert(&j->find, c);
	return DONE;
}

static bool journal_screen_typing(const void *self)
{
	const struct journal_screen *j = self;

	return j->finding;
}

static void journal_screen_heading(const void *self, struct str *out)
{
	const struct journal_screen *j = self;

	str_addf(out, "%zu entrée%s", j->entries.n, j->entries.n > 1 ? "s" : "");
}

static void journal_screen_hint(const void *self, struct str *out)
{
	const struct journal_screen *j = self;

	if (j->finding)
		str_add(out, "Un lieu, une commune, ou un code comme K7-42. Échap : tout montrer.");
	else
		str_add(out, "Entrée : changer. i : fiche. m : même chose, autre personne. x : annuler.");
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 3 },
	{ .key = 'm', .action = ACTION_SAME, .bar = 4 },
	{ .key = 't', .action = ACTION_PATHWAY, .bar = 5 },
	{ .key = 'p', .action = ACTION_PERIOD, .bar = 6 },
	{ .key = 'k', .action = ACTION_KIND, .bar = 7 },
	{ .key = CTRL('F'), .action = ACTION_FIND, .bar = 8 },
	{ .key = '/', .action = ACTION_FIND },
	{ .key = 'x', .action = ACTION_CANCEL, .bar = 9 },
	{ .key = 'i', .action = ACTION_SHEET, .bar = 11 },
	{ .key = K_F(7), .action = ACTION_SHEET },
	{ .key = 'u', .action = ACTION_UNDO, .bar = 10 },
	{ .key = 'e', .action = ACTION_ELSEWHERE },
	{ .key = 'v', .action = ACTION_CAME },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 2 },
};

const struct screen_ops screen_journal = {
	.name = "journal",
	.title = "Journal",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_EDIT | KEYS_LETTERS },
	.open = journal_screen_open,
	.update = journal_screen_update,
	.draw = journal_screen_draw,
	.act = journal_screen_act,
	.text = journal_screen_text,
	.close = journal_screen_close,
	.typing = journal_screen_typing,
	.heading = journal_screen_heading,
	.hint = journal_screen_hint,
};
