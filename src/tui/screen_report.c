/* Bilan: the figures of a period, with bars. */
#include <stdlib.h>

#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "aiguillage/post.h"
#include "aiguillage/report.h"
#include "src/tui/app.h"
#include "src/tui/pager.h"
#include "src/tui/save.h"
#include "src/tui/screens.h"

struct figures {
	struct session *session;
	struct pager pager;
	int period;
	struct journal_post *posts;
	size_t n_posts, post;	/* the one that is counted, n_posts: all */
	int width;		/* of what is made, 0: nothing is */
};

/* Months since the first that is counted, this one included unless it is over; 0: all. */
static const struct {
	const char *label;
	int months;
	bool over;		/* until the end of the month before this one */
} periods[] = {
	{ "ce mois", 1, false }, { "le mois dernier", 2, true }, { "3 mois", 3, false },
	{ "12 mois", 12, false }, { "tout", 0, false },
};

static void set_days(const struct figures *f, char from[DATE_MOMENT_LEN], char to[DATE_MOMENT_LEN])
{
	struct date d = date_of_day(clock_today());
	int months = periods[f->period].months;

	*from = *to = '\0';
	if (!months)
		return;
	d.day = 1;
	if (periods[f->period].over)
		date_format_day(to, date_to_day(d) - 1);
	d.month -= months - 1;
	if (d.month < 1) {
		d.month += 12;
		d.year--;
	}
	date_format_day(from, date_to_day(d));
}

static void add_table(struct figures *f, const struct report_table *t)
{
	long max = report_max(t);
	struct str b;
	bool names;

	if (!t->n)
		return;
	str_init(&b);
	pager_gap(&f->pager);
	pager_add(&f->pager, STYLE_STRONG, 0, t->title);
	names = report_list(t, &b);
	if (names)
		pager_add(&f->pager, STYLE_NORMAL, 2, b.s);
	for (size_t i = 0; !names && i < t->n; i++) {
		str_clear(&b);
		report_bar(&b, &t->lines[i], max, f->width - 3);
		pager_add(&f->pager, STYLE_NORMAL, 2, b.s);
	}
	str_done(&b);
}

static bool count(struct figures *f, struct report *r, struct err *err)
{
	char from[DATE_MOMENT_LEN], to[DATE_MOMENT_LEN];
	struct report_scope scope = { .from = from, .to = to };

	set_days(f, from, to);
	if (f->post < f->n_posts)
		scope.post = f->posts[f->post].code;
	return report_make(f->session, &scope, r, err);
}

static void make(struct figures *f, struct app *app)
{
	struct err err = ERR_INIT;
	struct report r;

	pager_clear(&f->pager);
	if (!count(f, &r, &err))
		app_say(app, STYLE_ERROR, "%s", err.msg);
	for (size_t i = 0; i < r.n; i++)
		add_table(f, &r.tables[i]);
	report_done(&r);
}

/* What leaves the computer: no small count. */
static bool make_sheet(void *ctx, struct str *out, struct err *err)
{
	struct figures *f = ctx;
	struct report r;
	struct rows rows;
	bool ok = count(f, &r, err);

	if (ok) {
		report_hide(&r);
		report_rows(&r, NULL, &rows);
		ok = rows_write(&rows, FORMAT_FODS, f->session->base_dir, out, err);
		rows_done(&rows);
	}
	report_done(&r);
	return ok;
}

static void write_sheet(struct figures *f, struct app *app)
{
	char day[DATE_MOMENT_LEN];
	struct str name;

	date_format_day(day, clock_today());
	str_init(&name);
	str_addf(&name, "bilan-%s.fods", day);
	save_open(app, &(struct save_request){ .title = "Écrire le bilan pour un tableur, sans nombre sous 5",
					       .name = name.s,
					       .done = "Bilan écrit dans",
					       .advice = "Les nombres sous 5 y sont masqués : il peut être transmis",
					       .make = make_sheet,
					       .ctx = f });
	str_done(&name);
}

static void *figures_open(struct app *app, const void *arg, struct err *err)
{
	struct figures *f = xcalloc(1, sizeof *f);

	(void)arg;
	f->session = app_session(app);
	pager_init(&f->pager);
	/* a list that cannot be read leaves all the posts together, as they are counted first */
	journal_posts(f->session->journal, &f->posts, &f->n_posts, err);
	err_clear(err);
	f->post = f->n_posts;
	return f;
}

static void figures_close(void *self)
{
	struct figures *f = self;

	pager_done(&f->pager);
	journal_posts_free(f->posts, f->n_posts);
	free(f);
}

static struct area text_area(struct area a)
{
	return (struct area){ a.y, a.x + 2, a.h, a.w - 3 };
}

static void figures_update(void *self, struct app *app, struct area a)
{
	struct figures *f = self;
	struct area t = text_area(a);

	if (f->width != t.w) {
		f->width = t.w;
		make(f, app);
	}
	pager_fit(&f->pager, t);
}

static void figures_draw(const void *self, struct term *t, struct area a)
{
	const struct figures *f = self;

	pager_draw(&f->pager, t, text_area(a));
}

static enum outcome figures_act(void *self, struct app *app, enum action action)
{
	struct figures *f = self;

	if (action == ACTION_PERIOD) {
		f->period = (f->period + 1) % (int)ARRAY_SIZE(periods);
		make(f, app);
		return DONE;
	}
	if (action == ACTION_POST) {
		f->post = (f->post + 1) % (f->n_posts + 1);
		make(f, app);
		return DONE;
	}
	if (action == ACTION_WRITE) {
		write_sheet(f, app);
		return DONE;
	}
	return pager_act(&f->pager, action) ? DONE : PASS;
}

/* A journal with one post has nothing to choose from. */
static const char *figures_label(const void *self, enum action action)
{
	const struct figures *f = self;

	if (action == ACTION_POST && f->n_posts < 2)
		return "";
	return action == ACTION_WRITE ? "Écrire" : NULL;
}

/* Nothing here is lent by the directory. */
static void figures_refresh(void *self, bool before)
{
	(void)self;
	(void)before;
}

static void figures_heading(const void *self, struct str *out)
{
	const struct figures *f = self;

	str_add(out, periods[f->period].label);
	if (f->post < f->n_posts) {
		str_add(out, ", ");
		post_say_other(out, f->session, &f->posts[f->post]);
	}
}

static void figures_hint(const void *self, struct str *out)
{
	const struct figures *f = self;

	str_addf(out, "p : autre période. %se : un fichier à transmettre, sans nombre sous 5.",
		 f->n_posts > 1 ? "o : un seul poste. " : "");
}

static const struct binding keys[] = {
	{ .key = 'p', .action = ACTION_PERIOD, .bar = 3 },
	{ .key = 'e', .action = ACTION_WRITE, .bar = 3 },
	{ .key = 'o', .action = ACTION_POST, .bar = 5 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 2 },
	{ .key = CTRL('Q'), .action = ACTION_QUIT, .bar = 4 },
};

const struct screen_ops screen_report = {
	.name = "bilan",
	.title = "Bilan",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_LETTERS },
	.open = figures_open,
	.update = figures_update,
	.draw = figures_draw,
	.act = figures_act,
	.close = figures_close,
	.refresh = figures_refresh,
	.label = figures_label,
	.heading = figures_heading,
	.hint = figures_hint,
};
