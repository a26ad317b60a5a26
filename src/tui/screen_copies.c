/* Copies du journal: what there is, what putting one back would do, one more on a stick. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/backup.h"
#include "aiguillage/date.h"
#include "aiguillage/keep.h"
#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/text.h"
#include "src/tui/ask_file.h"
#include "src/tui/list.h"
#include "src/tui/page.h"
#include "src/tui/screens.h"

#define DAY 20			/* columns of « 24 novembre 2026 » */
#define SIZE 10
#define STATE 24		/* « saine, 1 234 entrées » */

enum checked { UNREAD, SOUND, BROKEN };
struct check {
	enum checked is;
	size_t entries;
};

struct copies {
	struct session *session;
	struct keep_copies copies;
	struct check *checks;	/* one a copy */
	struct list list;
	char *chosen;		/* path of the one that is looked at */
	bool looked;		/* they were read once */
};

/* ---- reading ---- */

static void list_again(struct copies *c)
{
	keep_copies_done(&c->copies);
	keep_copies(c->session, &c->copies);
	free(c->checks);
	c->checks = xcalloc(c->copies.n + 1, sizeof *c->checks);
	list_set(&c->list, (int)c->copies.n);
}

static void *copies_open(struct app *app, const void *arg, struct err *err)
{
	struct copies *c = xcalloc(1, sizeof *c);

	(void)arg;
	(void)err;
	c->session = app_session(app);
	list_init(&c->list, 1);
	list_again(c);
	return c;
}

static void copies_close(void *self)
{
	struct copies *c = self;

	keep_copies_done(&c->copies);
	free(c->checks);
	free(c->chosen);
	free(c);
}

/* False: it was stopped. */
static bool check_all(struct copies *c, struct app *app)
{
	for (size_t i = 0; i < c->copies.n; i++) {
		struct err mine = ERR_INIT;
		size_t n;
		bool sound = keep_check(c->session, c->copies.c[i].path, &n, &mine);

		c->checks[i] = (struct check){ sound ? SOUND : BROKEN, n };
		if (i + 1 < c->copies.n && !app_pulse(app))
			return false;
	}
	return true;
}

static size_t count_broken(const struct copies *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->copies.n; i++)
		n += c->checks[i].is == BROKEN;
	return n;
}

static void verify(struct copies *c, struct app *app)
{
	struct str b;
	size_t broken;

	list_again(c);
	if (!check_all(c, app)) {
		app_say(app, STYLE_WARNING, "Relecture arrêtée. v : tout relire.");
		return;
	}
	broken = count_broken(c);
	str_init(&b);
	say_count(&b, (int64_t)c->copies.n, "copie relue", "copies relues");
	if (broken)
		app_say(app, STYLE_ERROR, "%s, dont %zu inutilisable%s : faites une autre copie (c).", b.s, broken,
			broken > 1 ? "s" : "");
	else
		app_say(app, STYLE_GOOD, c->copies.n ? "%s : tout est sain." : "%s.", b.s);
	str_done(&b);
}

static void copies_update(void *self, struct app *app, struct area a)
{
	struct copies *c = self;

	if (!c->looked) {
		c->looked = true;
		check_all(c, app);
	}
	list_fit(&c->list, a.h);
}

/* ---- painting ---- */

static void say_state(const struct check *k, struct str *out)
{
	if (k->is == SOUND) {
		str_add(out, "saine, ");
		say_count(out, (int64_t)k->entries, "entrée", "entrées");
	} else {
		str_add(out, k->is == BROKEN ? "INUTILISABLE" : "non relue");
	}
}

/* « 0,1 Mo »: enough to see that one is far smaller than the others. */
static void say_size(int64_t size, struct str *out)
{
	int64_t tenths = (size + 99999) / 100000;

	str_addf(out, "%lld,%lld Mo", (long long)(tenths / 10), (long long)(tenths % 10));
}

static void draw_copy(const void *ctx, struct term *t, struct area a, int i, bool selected)
{
	const struct copies *c = ctx;
	const struct keep_copy *k = &c->copies.c[i];
	enum style style = list_style(selected, c->checks[i].is == BROKEN ? STYLE_ERROR : STYLE_NORMAL);
	struct str b;
	int day, x = a.x;

	term_fill(t, a.y, a.x, a.w, style, "");
	str_init(&b);
	if (date_parse_day(k->day, &day))
		date_french(&b, day, DATE_ALWAYS_YEAR, 0);
	else
		str_add(&b, "jour inconnu");
	term_text(t, a.y, x, DAY, style, b.s);
	x += DAY;
	str_clear(&b);
	say_state(&c->checks[i], &b);
	term_text(t, a.y, x, STATE, style, b.s);
	x += STATE;
	str_clear(&b);
	say_size(k->size, &b);
	if (a.w > x - a.x + SIZE)
		term_right(t, a.y, x, SIZE, style, b.s);
	term_text(t, a.y, x + SIZE + 2, a.w - (x - a.x) - SIZE - 2, style, keep_copy_what(k));
	str_done(&b);
}

static void copies_draw(const void *self, struct term *t, struct area a)
{
	const struct copies *c = self;

	if (c->copies.n)
		list_draw(&c->list, t, a, draw_copy, c);
	else
		term_wrap(t, (struct area){ a.y, a.x + 2, a.h, a.w - 4 }, STYLE_NORMAL,
			  "Aucune copie n’a encore été faite ici : la première se fait d’office au prochain jour "
			  "d’utilisation. c : en faire une maintenant, sur une clé USB.");
}

/* ---- one more ---- */

static bool copy_to(void *ctx, struct app *app, const char *path, struct err *err)
{
	struct copies *c = ctx;
	char *shown;

	if (!backup_to(c->session, path, err))
		return false;
	shown = path_shown(path);
	app_say(app, STYLE_GOOD, "Journal copié et relu : %s", shown);
	free(shown);
	return true;
}

static void ask_copy(struct copies *c, struct app *app)
{
	char day[DATE_MOMENT_LEN];
	struct str name;

	date_format_day(day, clock_today());
	str_init(&name);
	str_addf(&name, "journal-aiguillage-%s.db", day);
	ask_file(app, &(struct file_request){ .heading = "copie du journal", .name = name.s, .take = copy_to, .ctx = c });
	str_done(&name);
}

/* ---- putting one back ---- */

static void on_put_back(void *ctx, struct app *app, bool yes)
{
	struct copies *c = ctx;
	struct err err = ERR_INIT;
	char *aside, *shown;
	struct str b;

	if (!yes)
		return;
	if (!keep_restore(c->session, c->chosen, &aside, &err)) {
		app_say(app, STYLE_ERROR, "%s.", err.msg);
		free(aside);
		return;
	}
	shown = path_shown(aside);
	str_init(&b);
	str_addf(&b, "C’est fait : le journal est comme dans la copie.\n\nLe journal d’avant est gardé, et se remet de "
		 "la même façon :\n%s\n\nAiguillage se ferme maintenant ; relancez-le pour voir le journal remis.", shown);
	page_open(app, &(struct page_request){ .heading = "copie remise", .text = b.s, .last = true });
	str_done(&b);
	free(shown);
	free(aside);
}

static enum outcome ask_put_back(void *ctx, struct app *app)
{
	app_ask(app, &(struct question){
			     .text = "Remettre cette copie à la place du journal ? Celui d’aujourd’hui sera gardé à part.",
			     .yes = "Oui, remettre la copie",
			     .no = "Non, ne rien changer",
			     .answer = on_put_back,
			     .ctx = ctx,
		     });
	return DONE;
}

/* What it would do; false: it is no copy that can be put back. */
static bool show(void *ctx, struct app *app, const char *path, struct err *err)
{
	struct copies *c = ctx;
	struct keep_difference d;
	struct str b;
	char *shown;

	if (!keep_compare(c->session, path, &d, err))
		return false;
	free(c->chosen);
	c->chosen = xstrdup(path);
	shown = path_shown(path);
	str_init(&b);
	str_add(&b, "Remettre cette copie à la place du journal, ce que cela ferait :\n\n");
	keep_say_difference(&d, &b);
	str_addf(&b, "\nLe journal d’aujourd’hui serait gardé à part, et rien n’est perdu si l’on s’est trompé. Fermez "
		 "d’abord les autres fenêtres d’Aiguillage.\n\nLe fichier : %s\n", shown);
	page_open(app, &(struct page_request){ .heading = "une copie", .text = b.s, .enter = "Remettre cette copie",
					       .act = ask_put_back, .ctx = c });
	str_done(&b);
	free(shown);
	return true;
}

static void show_selected(struct copies *c, struct app *app)
{
	struct err err = ERR_INIT;

	if (!c->copies.n || show(c, app, c->copies.c[c->list.sel].path, &err))
		return;
	c->checks[c->list.sel].is = BROKEN;
	app_say(app, STYLE_ERROR, "Cette copie est inutilisable : %s.", err.msg);
}

/* ---- keys ---- */

static enum outcome copies_act(void *self, struct app *app, enum action action)
{
	struct copies *c = self;

	switch (action) {
	case ACTION_COPY:
		ask_copy(c, app);
		return DONE;
	case ACTION_VERIFY:
		verify(c, app);
		return DONE;
	case ACTION_PUT_BACK:
		ask_file(app, &(struct file_request){ .heading = "copie à remettre", .take = show, .ctx = c });
		return DONE;
	case ACTION_OPEN:
		show_selected(c, app);
		return DONE;
	default:
		return list_act(&c->list, action) ? DONE : PASS;
	}
}

static enum outcome copies_mouse(void *self, struct app *app, struct area a, const struct event *ev)
{
	struct copies *c = self;
	enum list_click click = list_click(&c->list, a, ev);

	return click == LIST_OPENS ? copies_act(c, app, ACTION_OPEN) : click ? DONE : PASS;
}

/* Nothing of the directory is kept here. */
static void copies_refresh(void *self, bool before)
{
	(void)self;
	(void)before;
}

static const char *copies_label(const void *self, enum action action)
{
	(void)self;
	return action == ACTION_OPEN ? "Voir" : NULL;
}

static void copies_heading(const void *self, struct str *out)
{
	const struct copies *c = self;

	say_count(out, (int64_t)c->copies.n, "copie", "copies");
}

static void copies_hint(const void *self, struct str *out)
{
	(void)self;
	str_add(out, "Entrée : ce que remettre changerait. c : copier sur une clé. f : d’une clé.");
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 3 },
	{ .key = 'c', .action = ACTION_COPY, .bar = 4 },
	{ .key = 'f', .action = ACTION_PUT_BACK, .bar = 6 },
	{ .key = 'v', .action = ACTION_VERIFY, .bar = 5 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 2 },
};

const struct screen_ops screen_copies = {
	.name = "copies",
	.title = "Copies du journal",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_LETTERS },
	.open = copies_open,
	.update = copies_update,
	.draw = copies_draw,
	.act = copies_act,
	.mouse = copies_mouse,
	.close = copies_close,
	.refresh = copies_refresh,
	.label = copies_label,
	.heading = copies_heading,
	.hint = copies_hint,
	.long_hint = true,
};
