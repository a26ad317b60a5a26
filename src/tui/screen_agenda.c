/*
 * Agenda: who receives where, day by day, in the person's commune, around it,
 * or in the whole sector; among the results of the search it was opened from.
 */
#include <stdlib.h>

#include "aiguillage/agenda.h"
#include "aiguillage/article.h"
#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "src/tui/agenda_list.h"
#include "src/tui/agenda_reading.h"
#include "src/tui/app.h"
#include "src/tui/ask_line.h"
#include "src/tui/commune_suggest.h"
#include "src/tui/pager.h"
#include "src/tui/place_page.h"
#include "src/tui/screens.h"

#define DETAIL 120		/* from this width the selected offer is described beside the list */
#define WEEK 7
#define MORE_DAYS 28		/* that the last « semaine suivante » adds */

struct screen {
	struct agenda_reading of;
	struct agenda_list lines;
	struct pager detail;
	const struct explanation *detailed;
};

/* ---- reading ---- */

/* Of what is about to go. */
static void forget_detail(struct screen *s)
{
	s->detailed = NULL;
	pager_clear(&s->detail);
}

static void read_agenda(struct screen *s)
{
	forget_detail(s);
	agenda_reading_make(&s->of);
	agenda_list_make(&s->lines, &s->of.a);
}

static void agenda_close(void *self)
{
	struct screen *s = self;

	agenda_list_done(&s->lines);
	pager_done(&s->detail);
	agenda_reading_done(&s->of);
	free(s);
}

static void *agenda_open(struct app *app, const void *arg, struct err *err)
{
	struct screen *s = xcalloc(1, sizeof *s);

	(void)err;
	agenda_reading_init(&s->of, app_session(app), arg);
	agenda_list_init(&s->lines);
	pager_init(&s->detail);
	read_agenda(s);
	return s;
}

static void agenda_refresh(void *self, bool before)
{
	struct screen *s = self;

	forget_detail(s);
	if (before) {
		agenda_reading_leave(&s->of);
	} else {
		agenda_reading_return(&s->of);
		agenda_list_make(&s->lines, &s->of.a);
	}
}

/* ---- painting ---- */

/* Below the scope; the hint may need the last row. */
static struct area list_area(struct area a)
{
	return (struct area){ a.y + 1, a.x, a.h - 2, a.w >= DETAIL ? a.w * 3 / 5 : a.w };
}

static struct area detail_area(struct area a)
{
	int x = a.w * 3 / 5 + 2;

	return (struct area){ a.y + 1, a.x + x, a.h - 2, a.w - x };
}

/* What the marker is on, or NULL. */
static const struct explanation *selected(const struct screen *s)
{
	const struct agenda_line *line = agenda_list_selected(&s->lines);

	if (!line || line->kind != AGENDA_LINE_ENTRY)
		return NULL;
	return agenda_page(s->of.pages, s->of.a.entries[line->entry].offer, NULL);
}

/* Reads the records of the lines in view. */
static void read_visible(struct screen *s, struct app *app)
{
	const struct list *l = &s->lines.list;
	struct err err = ERR_INIT;

	for (int i = l->top; i < l->n && i < l->top + l->page; i++) {
		const struct agenda_line *line = &s->lines.lines[i];

		if (line->kind != AGENDA_LINE_ENTRY ||
		    agenda_page(s->of.pages, s->of.a.entries[line->entry].offer, &err))
			continue;
		app_say(app, STYLE_ERROR, "%s", err.msg);
		return;
	}
}

static void agenda_update(void *self, struct app *app, struct area a)
{
	struct screen *s = self;
	const struct explanation *e;

	list_fit(&s->lines.list, list_area(a).h);
	read_visible(s, app);
	if (a.w < DETAIL)
		return;
	e = selected(s);
	if (s->detailed != e) {
		pager_clear(&s->detail);
		if (e)
			place_page_result(&s->detail, s->of.session, e);
		s->detailed = e;
	}
	pager_fit(&s->detail, detail_area(a));
}

static void draw_scope(const struct screen *s, struct term *t, struct area a)
{
	struct str b;
	int x = a.x + 2;

	str_init(&b);
	agenda_say_scope(&s->of, s->of.scope, &b);
	criteria_say(&b, search_criteria(s->of.x), s->of.session->vocab);
	x += term_text(t, a.y, x, a.w - 3, STYLE_STRONG, b.s) + 2;
	str_clear(&b);
	if (agenda_next_scope(&s->of) != s->of.scope) {
		str_add(&b, "p : ");
		agenda_say_scope(&s->of, agenda_next_scope(&s->of), &b);
	}
	if (x + term_width(t, b.s) < a.x + a.w)
		term_text(t, a.y, x, a.x + a.w - x, STYLE_DIM, b.s);
	str_done(&b);
}

static void agenda_draw(const void *self, struct term *t, struct area a)
{
	const struct screen *s = self;
	struct agenda_view v = { &s->lines, &s->of.a, s->of.pages, s->of.x, s->of.session };
	struct str b;

	if (a.w >= DETAIL) {
		term_rule(t, a.y + 1, detail_area(a).x - 2, a.h - 1);
		pager_draw(&s->detail, t, detail_area(a));
	}
	draw_scope(s, t, a);
	if (s->lines.n) {
		agenda_list_draw(&v, t, list_area(a));
		return;
	}
	str_init(&b);
	agenda_say_empty(&s->of, &b);
	term_wrap(t, (struct area){ a.y + 2, a.x + 2, a.h - 2, a.w - 4 }, STYLE_WARNING, b.s);
	term_cursor(t, a.y + 2, a.x + 2);
	str_done(&b);
}

static void agenda_heading(const void *self, struct str *out)
{
	const struct screen *s = self;
	int year = date_of_day(clock_today()).year;

	str_add(out, "jusqu’au ");
	date_french(out, s->of.a.first + s->of.a.days - 1, 0, year);
	if (s->of.a.without)
		str_addf(out, " · %zu sans horaires connus", s->of.a.without);
}

static void agenda_hint(const void *self, struct str *out)
{
	const struct screen *s = self;
	const struct agenda_line *line = agenda_list_selected(&s->lines);
	const struct explanation *e = selected(s);

	if (line && line->kind == AGENDA_LINE_FOLD) {
		str_addf(out, "Entrée : %s les ouvertures habituelles%s. e : calendrier.",
			 agenda_list_folded(&s->lines, &s->of.a, line->day) ? "voir" : "replier",
			 agenda_list_folded(&s->lines, &s->of.a, line->day) ? " du jour (h : tous)"
									 : " (h : toutes)");
	} else if (e) {
		if (e->beware.len)
			str_addf(out, "! %s · ", e->beware.s);
		agenda_say(out, &s->of.a, line->entry, s->of.pages, NULL);
	} else {
		str_add(out, "p : chercher ailleurs. Échap : retour.");
	}
}

/* ---- keys ---- */

static enum outcome open_line(struct screen *s, struct app *app)
{
	const struct agenda_line *line = agenda_list_selected(&s->lines);
	const struct explanation *e = selected(s);

	if (e)
		app_push(app, &screen_place, &(struct place_request){ .place = e->place.id,
								     .offer = e->offer.id,
								     .criteria = &s->of.asked,
								     .km = e->hit.km });
	else if (line && line->kind == AGENDA_LINE_FOLD)
		agenda_list_fold(&s->lines, &s->of.a, line->day,
				 !agenda_list_folded(&s->lines, &s->of.a, line->day));
	return DONE;
}

/* ---- another commune ---- */

static uint32_t commune_typed(const struct screen *s, const char *typed)
{
	struct commune_match m;

	return *typed && commune_suggest(s->of.session->gazetteer, typed, s->of.asked.commune, &m, 1) ?
		       m.commune : COMMUNE_NONE;
}

static bool say_commune(void *ctx, const char *typed, struct str *said)
{
	const struct screen *s = ctx;
	uint32_t commune = commune_typed(s, typed);

	if (commune != COMMUNE_NONE)
		commune_label(s->of.session->gazetteer, commune, said);
	return commune != COMMUNE_NONE;
}

static void on_commune(void *ctx, const char *typed)
{
	struct screen *s = ctx;

	s->of.asked.commune = commune_typed(s, typed);
	if (s->of.scope == AGENDA_SECTOR)
		s->of.scope = AGENDA_RESULTS;
	read_agenda(s);
}

static enum outcome choose_commune(struct screen *s, struct app *app)
{
	ask_line(app, &(struct line_request){
		.title = "Quelle commune ?",
		.examples = "Le début du nom, un ancien nom, ou le code postal.",
		.not_yet = "Aucune commune ne commence ainsi.",
		.refused = "Tapez le nom d’une commune. Échap : ne rien changer.",
		.hint = "La commune comprise est écrite dessous. Entrée : la prendre.",
		.understand = say_commune,
		.done = on_commune,
		.ctx = s,
	});
	return DONE;
}

static enum outcome change_scope(struct screen *s, struct app *app)
{
	if (s->of.asked.commune == COMMUNE_NONE)
		return choose_commune(s, app);
	s->of.scope = agenda_next_scope(&s->of);
	read_agenda(s);
	return DONE;
}

static int monday_of(int day)
{
	return day - date_weekday(day);
}

/* The line under the marker says which week one is in. */
static int present_day(const struct screen *s)
{
	const struct agenda_line *line = agenda_list_selected(&s->lines);

	return line ? line->day : s->of.a.first + s->of.a.days - 1;
}

static enum outcome next_week(struct screen *s, struct app *app)
{
	int monday = monday_of(present_day(s)) + WEEK;

	while (!agenda_list_go(&s->lines, monday)) {
		if (s->of.days + MORE_DAYS > AGENDA_DAYS_MAX) {
			app_say(app, STYLE_NORMAL, "Rien de plus dans l’année qui vient.");
			return DONE;
		}
		s->of.days += MORE_DAYS;
		read_agenda(s);
	}
	return DONE;
}

static enum outcome week_before(struct screen *s, struct app *app)
{
	int monday = monday_of(present_day(s)) - WEEK;

	if (monday < monday_of(s->of.a.first))
		app_say(app, STYLE_NORMAL, "C’est la semaine présente.");
	agenda_list_go(&s->lines, monday);
	return DONE;
}

/* ---- actions ---- */

static enum outcome agenda_act(void *self, struct app *app, enum action action)
{
	struct screen *s = self;

	switch (action) {
	case ACTION_OPEN:
	case ACTION_TOGGLE:
		return open_line(s, app);
	case ACTION_SCOPE:
		return change_scope(s, app);
	case ACTION_COMMUNE:
		return choose_commune(s, app);
	case ACTION_USUAL:
		agenda_list_fold(&s->lines, &s->of.a, -1,
				 !agenda_list_folded(&s->lines, &s->of.a, present_day(s)));
		return DONE;
	case ACTION_WEEK_NEXT:
		return next_week(s, app);
	case ACTION_WEEK_BEFORE:
		return week_before(s, app);
	case ACTION_CALENDAR:
		agenda_write(&s->of, app, true);
		return DONE;
	case ACTION_PRINT:
		agenda_write(&s->of, app, false);
		return DONE;
	default:
		return list_act(&s->lines.list, action) ? DONE : PASS;
	}
}

static enum outcome agenda_mouse(void *self, struct app *app, struct area a,
				 const struct event *ev)
{
	struct screen *s = self;
	enum list_click click = list_click(&s->lines.list, list_area(a), ev);

	return click == LIST_OPENS ? open_line(s, app) : click ? DONE : PASS;
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = ' ', .action = ACTION_OPEN },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 },
	{ .key = 'p', .action = ACTION_SCOPE, .bar = 4 },
	{ .key = 'c', .action = ACTION_COMMUNE, .bar = 5 },
	{ .key = K_RIGHT, .action = ACTION_WEEK_NEXT, .bar = 8 },
	{ .key = K_LEFT, .action = ACTION_WEEK_BEFORE, .bar = 11 },
	{ .key = 'h', .action = ACTION_USUAL, .bar = 9 },
	{ .key = 'i', .action = ACTION_PRINT, .bar = 6 },
	{ .key = 'e', .action = ACTION_CALENDAR, .bar = 7 },
	{ .key = K_F(7), .action = ACTION_PRINT },
	{ .key = CTRL('Q'), .action = ACTION_QUIT, .bar = 10 },
};

static const char *const scope_names[] = {
	[AGENDA_RESULTS] = "Environs",
	[AGENDA_SECTOR] = "Secteur",
	[AGENDA_COMMUNE] = "Sur place",
};

static const char *agenda_label(const void *self, enum action action)
{
	const struct screen *s = self;
	const struct agenda_line *line = agenda_list_selected(&s->lines);

	if (action == ACTION_SCOPE)
		return s->of.asked.commune == COMMUNE_NONE ? "" : scope_names[agenda_next_scope(&s->of)];
	if (action != ACTION_OPEN)
		return NULL;
	if (!line)
		return "";
	if (line->kind == AGENDA_LINE_FOLD)
		return agenda_list_folded(&s->lines, &s->of.a, line->day) ? "Déplier" : "Replier";
	return "Ouvrir";
}

const struct screen_ops screen_agenda = {
	.name = "agenda",
	.title = "Agenda",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_LETTERS },
	.open = agenda_open,
	.update = agenda_update,
	.draw = agenda_draw,
	.act = agenda_act,
	.mouse = agenda_mouse,
	.close = agenda_close,
	.label = agenda_label,
	.heading = agenda_heading,
	.hint = agenda_hint,
	.long_hint = true,
	.refresh = agenda_refresh,
};
