/* One commune: who is there, who comes or covers it, who is near. */
#include <stdlib.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/tui/app.h"
#include "src/tui/commune_hits.h"
#include "src/tui/list.h"
#include "src/tui/pager.h"
#include "src/tui/place_page.h"
#include "src/tui/screens.h"

#define DETAIL 110		/* from this width the selected offer is described beside the list */
#define ALL 500

struct line {
	enum territory_part part;
	const struct explanation *e;	/* NULL: the title of the part, or that it is empty */
};

struct one_commune {
	struct session *session;
	uint32_t number;
	struct commune commune;
	struct commune_hits hits;
	struct line *lines;
	bool *heading;
	int n;
	struct list list;
	struct pager detail;
	int detailed;
};

static void add_line(struct one_commune *c, enum territory_part part, const struct explanation *e)
{
	c->heading[c->n] = !e;
	c->lines[c->n++] = (struct line){ part, e };
}

static void make_lines(struct one_commune *c)
{
	size_t max = 2 * TERRITORY_NONE + 1;

	for (int part = 0; part < TERRITORY_NONE; part++)
		max += c->hits.n[part];
	c->lines = xcalloc(max, sizeof *c->lines);
	c->heading = xcalloc(max, sizeof *c->heading);
	for (int part = 0; part < TERRITORY_NONE; part++) {
		add_line(c, (enum territory_part)part, NULL);
		for (size_t i = 0; i < c->hits.n[part]; i++)
			add_line(c, (enum territory_part)part, &c->hits.e[part][i]);
	}
	list_init(&c->list, 1);
	c->list.heading = c->heading;
	list_set(&c->list, c->n);
}

static void commune_close(void *self)
{
	struct one_commune *c = self;

	commune_hits_done(&c->hits);
	pager_done(&c->detail);
	free(c->lines);
	free(c->heading);
	free(c);
}

static void *commune_open(struct app *app, const void *arg, struct err *err)
{
	struct one_commune *c = xcalloc(1, sizeof *c);

	c->number = *(const uint32_t *)arg;
	c->session = app_session(app);
	c->detailed = -1;
	pager_init(&c->detail);
	gazetteer_get(c->session->gazetteer, c->number, &c->commune);
	if (!commune_hits_read(&c->hits, c->session, c->number, ALL, err)) {
		commune_close(c);
		return NULL;
	}
	make_lines(c);
	return c;
}

static const struct explanation *selected(const struct one_commune *c)
{
	return c->n ? c->lines[c->list.sel].e : NULL;
}

static struct area list_area(struct area a)
{
	return (struct area){ a.y, a.x, a.h, a.w >= DETAIL ? a.w / 2 : a.w };
}

static struct area detail_area(struct area a)
{
	return (struct area){ a.y, a.x + a.w / 2 + 3, a.h, a.w - a.w / 2 - 3 };
}

static void commune_update(void *self, struct app *app, struct area a)
{
	struct one_commune *c = self;
	const struct explanation *e = selected(c);

	(void)app;
	list_fit(&c->list, list_area(a).h);
	if (a.w < DETAIL)
		return;
	if (c->detailed != c->list.sel) {
		pager_clear(&c->detail);
		if (e)
			place_page_result(&c->detail, c->session, e);
		c->detailed = c->list.sel;
	}
	pager_fit(&c->detail, detail_area(a));
}

static void draw_heading(const struct one_commune *c, struct term *t, struct area a,
			 enum territory_part part)
{
	size_t n = c->hits.n[part], total = c->hits.total[part];
	struct territory_station at;
	struct str b;
	int x;

	x = term_text(t, a.y, a.x - 1, a.w, STYLE_STRONG, commune_part_title(part));
	str_init(&b);
	if (!total)
		str_add(&b, " : ! rien");
	else if (n < total)
		str_addf(&b, " : %zu sur %zu", n, total);
	else
		str_addf(&b, " : %zu", total);
	x += term_text(t, a.y, a.x - 1 + x, a.w - x, total ? STYLE_DIM : STYLE_WARNING, b.s);
	str_clear(&b);
	if (part == TERRITORY_HERE && territory_station(c->session, c->number, &at))
		territory_station_say(&b, &at);
	term_right(t, a.y, a.x + x + 1, a.w - x - 2, STYLE_DIM, b.s);
	str_done(&b);
}

static void draw_line(const void *ctx, struct term *t, struct area a, int i, bool marked)
{
	const struct one_commune *c = ctx;
	const struct explanation *e = c->lines[i].e;
	enum style style = list_style(marked, STYLE_NORMAL);
	struct str b;
	int right;

	if (!e) {
		draw_heading(c, t, a, c->lines[i].part);
		return;
	}
	term_fill(t, a.y, a.x, a.w, style, "");
	str_init(&b);
	/* the titles tell the rest */
	if (c->lines[i].part == TERRITORY_NEAR)
		place_page_meeting(e, &b);
	right = term_right(t, a.y, a.x + a.w / 2, a.w - a.w / 2 - 1, list_style(marked, STYLE_NORMAL),
			   b.s);
	str_clear(&b);
	str_add(&b, e->beware.len ? "! " : "  ");
	place_page_title(&e->place, &e->offer, a.w - right - 5, &b);
	term_text(t, a.y, a.x, a.w - right - 3,
		  list_style(marked, e->beware.len ? STYLE_WARNING : STYLE_NORMAL), b.s);
	str_done(&b);
}

static void commune_draw(const void *self, struct term *t, struct area a)
{
	const struct one_commune *c = self;

	if (a.w >= DETAIL) {
		term_rule(t, a.y, a.x + a.w / 2 + 1, a.h);
		pager_draw(&c->detail, t, detail_area(a));
	}
	list_draw(&c->list, t, list_area(a), draw_line, c);
}

static void open_agenda(const struct one_commune *c, struct app *app)
{
	struct criteria criteria;

	criteria_init(&criteria);
	criteria.commune = c->number;
	app_push(app, &screen_agenda,
		 &(struct agenda_request){ .criteria = &criteria, .only_there = true });
	criteria_done(&criteria);
}

static enum outcome commune_act(void *self, struct app *app, enum action action)
{
	struct one_commune *c = self;
	const struct explanation *e = selected(c);

	if (action == ACTION_OPEN) {
		if (e)
			app_push(app, &screen_place,
				 &(struct place_request){ .place = e->place.id,
							    .offer = e->offer.id });
		return DONE;
	}
	if (action == ACTION_SEARCH) {
		app_push(app, &screen_search, &c->number);
		return DONE;
	}
	if (action == ACTION_PRINT) {
		app_push(app, &screen_booklet, &c->number);
		return DONE;
	}
	if (action == ACTION_AGENDA) {
		open_agenda(c, app);
		return DONE;
	}
	return list_act(&c->list, action) ? DONE : PASS;
}

static enum outcome commune_mouse(void *self, struct app *app, struct area a,
				  const struct event *ev)
{
	struct one_commune *c = self;
	enum list_click click = list_click(&c->list, list_area(a), ev);

	return click == LIST_OPENS ? commune_act(c, app, ACTION_OPEN) : click ? DONE : PASS;
}

static void commune_heading(const void *self, struct str *out)
{
	const struct one_commune *c = self;

	text_curved(out, c->commune.name);
	str_addf(out, ", %s", c->commune.epci_name);
}

static void commune_hint(const void *self, struct str *out)
{
	const struct one_commune *c = self;
	const struct explanation *e = selected(c);

	if (e && e->beware.len)
		str_addf(out, "! %s", e->beware.s);
	else if (e)
		str_add(out, e->why.s);
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 },
	{ .key = CTRL('R'), .action = ACTION_SEARCH, .bar = 4 },
	{ .key = CTRL('A'), .action = ACTION_AGENDA, .bar = 5 },
	{ .key = 'i', .action = ACTION_PRINT, .bar = 6 },
	{ .key = K_F(7), .action = ACTION_PRINT },
	{ .key = CTRL('Q'), .action = ACTION_QUIT, .bar = 7 },
};

static const char *commune_label(const void *self, enum action action)
{
	(void)self;
	return action == ACTION_OPEN ? "Ouvrir la fiche" : NULL;
}

const struct screen_ops screen_commune = {
	.name = "commune",
	.title = "Commune",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_LETTERS },
	.open = commune_open,
	.update = commune_update,
	.draw = commune_draw,
	.act = commune_act,
	.mouse = commune_mouse,
	.close = commune_close,
	.label = commune_label,
	.heading = commune_heading,
	.hint = commune_hint,
};
