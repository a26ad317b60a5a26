/*
 * Agenda: who receives where, day by day, in the person's commune, around it,
 * or in the whole sector; among the results of the search it was opened from.
 */
#include <stdio.h>
#include <stdlib.h>

#include "aiguillage/agenda.h"
#include "aiguillage/article.h"
#include "aiguillage/date.h"
#include "aiguillage/mem.h"
#include "src/tui/agenda_list.h"
#include "src/tui/app.h"
#include "src/tui/ask_line.h"
#include "src/tui/commune_suggest.h"
#include "src/tui/pager.h"
#include "src/tui/place_page.h"
#include "src/tui/printing.h"
#include "src/tui/screens.h"

#define DETAIL 120		/* from this width the selected offer is described beside the list */
#define WEEK 7
#define MORE_DAYS 28		/* that the last « semaine suivante » adds */

struct screen {
	struct session *session;
	struct criteria asked;
	char insee[8];		/* of the commune, while the directory is read again */
	enum agenda_scope scope;
	int days;
	struct search *x;	/* NULL while the directory is read again */
	struct agenda a;
	struct agenda_pages *pages;
	struct agenda_list lines;
	struct pager detail;
	const struct explanation *detailed;
};

/* ---- reading ---- */

static void forget(struct screen *s)
{
	agenda_done(&s->a);
	agenda_pages_free(s->pages);
	search_free(s->x);
	s->pages = NULL;
	s->x = NULL;
	s->detailed = NULL;
	pager_clear(&s->detail);
}

static void read_agenda(struct screen *s)
{
	struct criteria c;

	forget(s);
	s->x = search_new(s->session);
	criteria_init(&c);
	criteria_copy(&c, &s->asked);
	if (s->scope == AGENDA_SECTOR)
		c.commune = COMMUNE_NONE;
	search_run(s->x, &c);
	criteria_done(&c);
	s->pages = agenda_pages_new(s->x);
	agenda_read(s->x, s->scope, clock_today(), s->days, &s->a);
	agenda_list_make(&s->lines, &s->a);
}

static void agenda_close(void *self)
{
	struct screen *s = self;

	forget(s);
	agenda_list_done(&s->lines);
	pager_done(&s->detail);
	criteria_done(&s->asked);
	free(s);
}

static void *agenda_open(struct app *app, const void *arg, struct err *err)
{
	const struct agenda_request *r = arg;
	struct screen *s = xcalloc(1, sizeof *s);

	(void)err;
	s->session = app_session(app);
	s->days = AGENDA_DAYS_DEFAULT;
	criteria_init(&s->asked);
	if (r)
		criteria_copy(&s->asked, r->criteria);
	else
		criteria_recall(&s->asked, s->session);
	/* « ouvert maintenant » would leave nothing of the other days: the agenda is all about when */
	s->asked.when = (struct when){ .kind = WHEN_ANY };
	s->scope = s->asked.commune == COMMUNE_NONE ? AGENDA_SECTOR
		   : r && r->only_there		    ? AGENDA_COMMUNE
						    : AGENDA_RESULTS;
	agenda_list_init(&s->lines);
	pager_init(&s->detail);
	read_agenda(s);
	return s;
}

static void agenda_refresh(void *self, bool before)
{
	struct screen *s = self;
	const struct gazetteer *g = s->session->gazetteer;
	struct commune c;

	if (!before) {
		if (*s->insee)
			s->asked.commune = gazetteer_by_insee(g, s->insee);
		if (s->asked.commune == COMMUNE_NONE)
			s->scope = AGENDA_SECTOR;
		read_agenda(s);
		return;
	}
	if (s->asked.commune != COMMUNE_NONE) {
		gazetteer_get(g, s->asked.commune, &c);
		snprintf(s->insee, sizeof s->insee, "%s", c.insee);
	}
	forget(s);
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
	return agenda_page(s->pages, s->a.entries[line->entry].offer, NULL);
}

/* Reads the records of the lines in view. */
static void read_visible(struct screen *s, struct app *app)
{
	const struct list *l = &s->lines.list;
	struct err err = ERR_INIT;

	for (int i = l->top; i < l->n && i < l->top + l->page; i++) {
		const struct agenda_line *line = &s->lines.lines[i];

		if (line->kind != AGENDA_LINE_ENTRY ||
		    agenda_page(s->pages, s->a.entries[line->entry].offer, &err))
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
			place_page_result(&s->detail, s->session, e);
		s->detailed = e;
	}
	pager_fit(&s->detail, detail_area(a));
}

/* « Bibost et 10 km autour ». */
static void say_scope(const struct screen *s, enum agenda_scope scope, struct str *out)
{
	struct commune c;

	if (scope == AGENDA_SECTOR) {
		str_add(out, "Tout le secteur");
		return;
	}
	gazetteer_get(s->session->gazetteer, s->asked.commune, &c);
	str_add(out, c.name);
	if (scope == AGENDA_COMMUNE)
		str_add(out, " même");
	else if (s->asked.radius_km == SEARCH_RADIUS_DEPT)
		str_add(out, " et tout le département");
	else
		str_addf(out, " et %d km autour", s->asked.radius_km);
}

static enum agenda_scope next_scope(const struct screen *s)
{
	if (s->asked.commune == COMMUNE_NONE)
		return s->scope;
	return s->scope == AGENDA_COMMUNE   ? AGENDA_RESULTS
	       : s->scope == AGENDA_RESULTS ? AGENDA_SECTOR
					    : AGENDA_COMMUNE;
}

static void draw_scope(const struct screen *s, struct term *t, struct area a)
{
	struct str b;
	int x = a.x + 2;

	str_init(&b);
	say_scope(s, s->scope, &b);
	criteria_say(&b, search_criteria(s->x), s->session->vocab);
	x += term_text(t, a.y, x, a.w - 3, STYLE_STRONG, b.s) + 2;
	str_clear(&b);
	if (next_scope(s) != s->scope) {
		str_add(&b, "p : ");
		say_scope(s, next_scope(s), &b);
	}
	if (x + term_width(t, b.s) < a.x + a.w)
		term_text(t, a.y, x, a.x + a.w - x, STYLE_DIM, b.s);
	str_done(&b);
}

/* Why there is nothing, and what to do. */
static void say_empty(const struct screen *s, struct str *out)
{
	if (!s->a.with && !s->a.without && s->scope == AGENDA_COMMUNE) {
		str_add(out, "Personne ne reçoit dans la commune même");
		criteria_say(out, search_criteria(s->x), s->session->vocab);
		str_addc(out, '.');
	} else if (!s->a.with && !s->a.without) {
		str_add(out, "Personne ne répond à ce qui est demandé. Échap, puis moins de critères "
			     "dans la recherche.");
	} else if (s->a.without) {
		str_addf(out, "Aucune ouverture connue dans les %d jours : ", s->days);
		if (s->a.without > 1)
			str_addf(out, "les horaires de %zu offres ne sont pas connus. Ouvrez leur "
				      "fiche depuis la recherche et appelez.", s->a.without);
		else
			str_add(out, "les horaires de la seule offre ne sont pas connus. Ouvrez sa "
				     "fiche depuis la recherche et appelez.");
	} else {
		str_addf(out, "Aucune ouverture dans les %d jours. Droite : regarder plus loin.",
			 s->days);
	}
	if (next_scope(s) != s->scope) {
		str_add(out, "\np : ");
		say_scope(s, next_scope(s), out);
	}
}

static void agenda_draw(const void *self, struct term *t, struct area a)
{
	const struct screen *s = self;
	struct agenda_view v = { &s->lines, &s->a, s->pages, s->x, s->session };
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
	say_empty(s, &b);
	term_wrap(t, (struct area){ a.y + 2, a.x + 2, a.h - 2, a.w - 4 }, STYLE_WARNING, b.s);
	term_cursor(t, a.y + 2, a.x + 2);
	str_done(&b);
}

static void agenda_heading(const void *self, struct str *out)
{
	const struct screen *s = self;
	int year = date_of_day(clock_today()).year;

	str_add(out, "jusqu’au ");
	date_french(out, s->a.first + s->a.days - 1, 0, year);
	if (s->a.without)
		str_addf(out, " · %zu sans horaires connus", s->a.without);
}

static void agenda_hint(const void *self, struct str *out)
{
	const struct screen *s = self;
	const struct agenda_line *line = agenda_list_selected(&s->lines);
	const struct explanation *e = selected(s);

	if (line && line->kind == AGENDA_LINE_FOLD) {
		str_addf(out, "Entrée : %s les ouvertures habituelles%s. e : calendrier.",
			 agenda_list_folded(&s->lines, &s->a, line->day) ? "voir" : "replier",
			 agenda_list_folded(&s->lines, &s->a, line->day) ? " du jour (h : tous)"
									 : " (h : toutes)");
	} else if (e) {
		if (e->beware.len)
			str_addf(out, "! %s · ", e->beware.s);
		agenda_say(out, &s->a, line->entry, s->pages, NULL);
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
								     .criteria = &s->asked,
								     .km = e->hit.km });
	else if (line && line->kind == AGENDA_LINE_FOLD)
		agenda_list_fold(&s->lines, &s->a, line->day,
				 !agenda_list_folded(&s->lines, &s->a, line->day));
	return DONE;
}

/* ---- another commune ---- */

static uint32_t commune_typed(const struct screen *s, const char *typed)
{
	struct commune_match m;

	return *typed && commune_suggest(s->session->gazetteer, typed, s->asked.commune, &m, 1) ?
		       m.commune : COMMUNE_NONE;
}

static bool say_commune(void *ctx, const char *typed, struct str *said)
{
	const struct screen *s = ctx;
	uint32_t commune = commune_typed(s, typed);

	if (commune != COMMUNE_NONE)
		commune_label(s->session->gazetteer, commune, said);
	return commune != COMMUNE_NONE;
}

static void on_commune(void *ctx, const char *typed)
{
	struct screen *s = ctx;

	s->asked.commune = commune_typed(s, typed);
	if (s->scope == AGENDA_SECTOR)
		s->scope = AGENDA_RESULTS;
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
	if (s->asked.commune == COMMUNE_NONE)
		return choose_commune(s, app);
	s->scope = next_scope(s);
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

	return line ? line->day : s->a.first + s->a.days - 1;
}

static enum outcome next_week(struct screen *s, struct app *app)
{
	int monday = monday_of(present_day(s)) + WEEK;

	while (!agenda_list_go(&s->lines, monday)) {
		if (s->days + MORE_DAYS > AGENDA_DAYS_MAX) {
			app_say(app, STYLE_NORMAL, "Rien de plus dans l’année qui vient.");
			return DONE;
		}
		s->days += MORE_DAYS;
		read_agenda(s);
	}
	return DONE;
}

static enum outcome week_before(struct screen *s, struct app *app)
{
	int monday = monday_of(present_day(s)) - WEEK;

	if (monday < monday_of(s->a.first))
		app_say(app, STYLE_NORMAL, "C’est la semaine présente.");
	agenda_list_go(&s->lines, monday);
	return DONE;
}

/* ---- files ---- */

static bool make_calendar(void *ctx, struct str *out, struct err *err)
{
	struct screen *s = ctx;

	return agenda_ics(s->x, &s->a, out, err);
}

static bool make_text(void *ctx, struct str *out, struct err *err)
{
	struct screen *s = ctx;

	return agenda_text(out, &s->a, s->pages, PRINTING_COLUMNS, err);
}

static void save_calendar(struct screen *s, struct app *app)
{
	char day[DATE_MOMENT_LEN];
	struct str name;

	date_format_day(day, s->a.first);
	str_init(&name);
	str_addf(&name, "agenda-%s.ics", day);
	save_open(app, &(struct save_request){
			       .title = "Écrire l’agenda pour un calendrier",
			       .name = name.s,
			       .done = "Agenda écrit dans",
			       .advice = "Ouvrez-le avec Thunderbird, ou sur le téléphone",
			       .make = make_calendar,
			       .ctx = s,
		       });
	str_done(&name);
}

static void print(struct screen *s, struct app *app)
{
	char day[DATE_MOMENT_LEN];
	struct str name;

	date_format_day(day, s->a.first);
	str_init(&name);
	str_addf(&name, "agenda-%s.txt", day);
	printing_open(app, &(struct printing_request){
				.title = "Imprimer l’agenda",
				.printed = "L’agenda est parti à l’imprimante.",
				.save = { .title = "Écrire l’agenda pour l’imprimer",
					  .name = name.s,
					  .done = "Agenda écrit dans",
					  .advice = "Ouvrez-le pour l’imprimer",
					  .make = make_text,
					  .ctx = s } });
	str_done(&name);
}

static enum outcome export(struct screen *s, struct app *app, bool calendar)
{
	if (!s->a.n)
		app_say(app, STYLE_WARNING, "L’agenda est vide : il n’y a rien à écrire.");
	else if (calendar)
		save_calendar(s, app);
	else
		print(s, app);
	return DONE;
}

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
		agenda_list_fold(&s->lines, &s->a, -1,
				 !agenda_list_folded(&s->lines, &s->a, present_day(s)));
		return DONE;
	case ACTION_WEEK_NEXT:
		return next_week(s, app);
	case ACTION_WEEK_BEFORE:
		return week_before(s, app);
	case ACTION_CALENDAR:
		return export(s, app, true);
	case ACTION_PRINT:
		return export(s, app, false);
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
		return s->asked.commune == COMMUNE_NONE ? "" : scope_names[next_scope(s)];
	if (action != ACTION_OPEN)
		return NULL;
	if (!line)
		return "";
	if (line->kind == AGENDA_LINE_FOLD)
		return agenda_list_folded(&s->lines, &s->a, line->day) ? "Déplier" : "Replier";
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
