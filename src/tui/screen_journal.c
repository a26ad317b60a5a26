/* Journal: all that is logged, newest first, with its filters. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/journal_secret.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/tui/app.h"
#include "src/tui/input.h"
#include "src/tui/journal_filters.h"
#include "src/tui/list.h"
#include "src/tui/log_rows.h"
#include "src/tui/printing.h"
#include "src/tui/screens.h"
#include "src/tui/unlock.h"

#define SHOWN_MAX 2000		/* entries in the list; the older ones are counted */

struct journal_screen {
	struct session *session;
	struct journal_filters filters;
	struct log_list entries;
	struct list list;
	struct log_rows rows;
	struct input find;
	bool finding;
	struct str code;	/* what is typed, when it is one */
	/* what `entries` was read for */
	bool read;
	int day;
	int64_t changes;
	unsigned filtered;
};

/* What is typed is a code, or words of the place, the offer or the commune. */
static void set_find(struct journal_screen *j, struct log_filter *f)
{
	str_clear(&j->code);
	if (j->find.text.len && person_code_read(j->find.text.s, &j->code))
		f->code = j->code.s;
	else
		f->text = j->find.text.s;
}

static void read_entries(struct journal_screen *j, struct app *app)
{
	struct log_filter f = filters_get(&j->filters);
	int64_t changes = journal_changes(j->session->journal);
	int today = clock_today();
	struct err err = ERR_INIT;

	if (j->read && j->changes == changes && j->filtered == j->filters.changes && j->day == today)
		return;
	set_find(j, &f);
	f.max = SHOWN_MAX;
	log_list_done(&j->entries);
	if (!log_entries(j->session, &f, &j->entries, &err))
		app_say(app, STYLE_ERROR, "%s", err.msg);
	list_set(&j->list, (int)j->entries.n);
	j->read = true;
	j->changes = changes;
	j->filtered = j->filters.changes;
	j->day = today;
}

static void *journal_screen_open(struct app *app, const void *arg, struct err *err)
{
	struct journal_screen *j = xcalloc(1, sizeof *j);

	(void)arg;
	(void)err;
	j->session = app_session(app);
	filters_init(&j->filters, j->session);
	list_init(&j->list, LOG_ROWS);
	input_init(&j->find);
	str_init(&j->code);
	return j;
}

static void journal_screen_close(void *self)
{
	struct journal_screen *j = self;

	log_list_done(&j->entries);
	filters_done(&j->filters);
	input_done(&j->find);
	str_done(&j->code);
	free(j);
}

/* Below the filters; the last row is for the second line of the hint. */
static struct area list_area(struct area a)
{
	return (struct area){ a.y + 1, a.x, a.h - 2, a.w };
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
	filters_say(&j->filters, &b);
	x = a.x + 2 + term_text(t, a.y, a.x + 2, a.w - 2, STYLE_STRONG, b.s);
	if (j->finding || j->find.text.len) {
		x += term_text(t, a.y, x, a.w - x, STYLE_NORMAL, " · lieu, commune ou code : ");
		input_draw(&j->find, t, (struct area){ a.y, x, 1, a.w - x - 1 }, j->finding);
	}
	str_done(&b);
}

static bool is_filtered(const struct journal_screen *j)
{
	return j->find.text.len || !filters_are_clear(&j->filters);
}

static const char *nothing(const struct journal_screen *j)
{
	if (j->code.len && journal_lock_state(j->session->journal) == JOURNAL_LOCKED)
		return "Les codes sont fermés par la phrase. Entrée : la donner.";
	return is_filtered(j) ? "Rien de tel dans le journal. Ctrl-N : ôter les filtres. p : autre période."
			      : "Rien n’est noté depuis 30 jours. p : autre période.";
}

static void journal_screen_draw(const void *self, struct term *t, struct area a)
{
	const struct journal_screen *j = self;
	struct area l = list_area(a);

	if (j->entries.n)
		list_draw(&j->list, t, l, draw_row, j);
	else
		term_wrap(t, (struct area){ l.y + 1, l.x + 2, l.h - 1, l.w - 4 }, STYLE_NORMAL, nothing(j));
	draw_filters(j, t, a);
}

static void say_entries(const struct journal_screen *j, struct str *out)
{
	size_t n = j->entries.n + j->entries.older;

	say_count(out, (int64_t)n, "entrée", "entrées");
	if (!j->entries.older)
		return;
	str_add(out, ", les ");
	say_number(out, (int64_t)j->entries.n);
	str_add(out, " dernières");
}

/* ---- on paper ---- */

static bool make_text(void *ctx, struct str *out, struct err *err)
{
	struct journal_screen *j = ctx;
	struct str title;
	bool ok;

	str_init(&title);
	str_add(&title, "Journal : ");
	filters_say(&j->filters, &title);
	if (j->find.text.len)
		str_addf(&title, " · « %s »", j->find.text.s);
	str_add(&title, ". ");
	say_entries(j, &title);
	str_addc(&title, '.');
	ok = log_text(j->session, &j->entries, title.s, PRINTING_COLUMNS, out, err);
	str_done(&title);
	return ok;
}

static void print(struct journal_screen *j, struct app *app)
{
	if (j->entries.n)
		log_rows_print(app, "journal", make_text, j);
	else
		app_say(app, STYLE_WARNING, "Il n’y a rien à imprimer.");
}

/* ---- keys ---- */

static void find_changed(struct journal_screen *j)
{
	j->read = false;
}

static enum outcome act_finding(struct journal_screen *j, struct app *app, enum action action)
{
	if (action == ACTION_BACK)
		input_set(&j->find, "");
	find_changed(j);
	if (action == ACTION_BACK || action == ACTION_OPEN) {
		j->finding = false;
		if (j->code.len && action == ACTION_OPEN)
			unlock_first(app, ACTION_NONE);
		return DONE;
	}
	if (input_act(&j->find, action))
		return DONE;
	return list_act(&j->list, action) ? DONE : PASS;
}

static void clear(struct journal_screen *j, struct app *app)
{
	filters_clear(&j->filters);
	input_set(&j->find, "");
	app_say(app, STYLE_NORMAL, "Filtres ôtés : les 30 derniers jours.");
}

static void pick(struct journal_screen *j, struct app *app)
{
	struct log_filter also = { .removed = false };

	set_find(j, &also);
	filters_pick(&j->filters, app, &also);
}

static enum outcome journal_screen_act(void *self, struct app *app, enum action action)
{
	struct journal_screen *j = self;
	const struct entry *e = j->entries.n ? &j->entries.e[j->list.sel] : NULL;

	if (action == ACTION_FILTERS) {
		pick(j, app);
		return DONE;
	}
	if (action == ACTION_CLEAR) {
		clear(j, app);
		return DONE;
	}
	if (j->finding)
		return act_finding(j, app, action);
	switch (action) {
	case ACTION_FIND:
		j->finding = true;
		return DONE;
	case ACTION_PERIOD:
		filters_next_period(&j->filters);
		return DONE;
	case ACTION_KIND:
		filters_next_kind(&j->filters);
		return DONE;
	case ACTION_PRINT:
		print(j, app);
		return DONE;
	default:
		if (!e && j->code.len && action == ACTION_OPEN && unlock_first(app, ACTION_NONE))
			return DONE;
		if (log_row_act(&j->rows, app, e, action))
			return DONE;
		return list_act(&j->list, action) ? DONE : PASS;
	}
}

static enum outcome journal_screen_text(void *self, struct app *app, int c)
{
	struct journal_screen *j = self;

	(void)app;
	if (j->finding && input_insert(&j->find, c))
		find_changed(j);
	return DONE;
}

static bool journal_screen_typing(const void *self)
{
	const struct journal_screen *j = self;

	return j->finding;
}

static enum outcome journal_screen_mouse(void *self, struct app *app, struct area a,
					const struct event *ev)
{
	struct journal_screen *j = self;

	return log_rows_mouse(app, &j->list, &j->entries, list_area(a), ev);
}

/* Nothing here is lent by the directory. */
static void journal_screen_refresh(void *self, bool before)
{
	(void)self;
	(void)before;
}

static void journal_screen_heading(const void *self, struct str *out)
{
	const struct journal_screen *j = self;

	say_entries(j, out);
}

static void journal_screen_hint(const void *self, struct str *out)
{
	const struct journal_screen *j = self;

	if (j->finding)
		str_add(out, "Un lieu, une commune, ou un code comme K7-42. Échap : tout montrer.");
	else
		str_add(out, "Entrée : lire, changer. m : même chose, autre personne. e : autre lieu. "
			     "x : annuler. u : défaire. i : fiche. l : imprimer la liste.");
}

static const char *journal_screen_label(const void *self, enum action action)
{
	const struct journal_screen *j = self;
	bool removed = j->entries.n && j->entries.e[j->list.sel].removed;

	switch (action) {
	case ACTION_OPEN:
		return j->finding ? NULL : j->entries.n ? "Ouvrir" : "";
	case ACTION_CANCEL:
		return removed ? "Rétablir" : NULL;
	case ACTION_CLEAR:
		return is_filtered(j) ? NULL : "";
	case ACTION_PRINT:
		return "Liste";
	default:
		return NULL;
	}
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 5 },
	{ .key = CTRL('F'), .action = ACTION_FILTERS, .bar = 3 },
	{ .key = K_F(2), .action = ACTION_FILTERS },
	{ .key = CTRL('N'), .action = ACTION_CLEAR, .bar = 4 },
	{ .key = K_F(8), .action = ACTION_CLEAR },
	{ .key = '/', .action = ACTION_FIND, .bar = 6 },
	{ .key = 'm', .action = ACTION_SAME, .bar = 7 },
	{ .key = 'e', .action = ACTION_ELSEWHERE, .bar = 8 },
	{ .key = 't', .action = ACTION_PATHWAY, .bar = 9 },
	{ .key = 'p', .action = ACTION_PERIOD, .bar = 10 },
	{ .key = 'k', .action = ACTION_KIND, .bar = 11 },
	{ .key = 'x', .action = ACTION_CANCEL, .bar = 12 },
	{ .key = 'u', .action = ACTION_UNDO, .bar = 13 },
	{ .key = 'i', .action = ACTION_SHEET, .bar = 14 },
	{ .key = K_F(7), .action = ACTION_SHEET },
	{ .key = 'l', .action = ACTION_PRINT, .bar = 15 },
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
	.mouse = journal_screen_mouse,
	.close = journal_screen_close,
	.refresh = journal_screen_refresh,
	.typing = journal_screen_typing,
	.label = journal_screen_label,
	.heading = journal_screen_heading,
	.hint = journal_screen_hint,
	.long_hint = true,
};
