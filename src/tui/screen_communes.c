/*
 * Communes: the sector by intercommunality.  How many are there, how many come
 * or cover it, what is nearest; the communes where there is nothing stand out.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "src/tui/app.h"
#include "src/tui/commune_hits.h"
#include "src/tui/communes_lines.h"
#include "src/tui/input.h"
#include "src/tui/list.h"
#include "src/tui/pager.h"
#include "src/tui/place_page.h"
#include "src/tui/screens.h"

#define DETAIL 110		/* from this width the commune is described beside the list */
#define NUMBER 10		/* columns of a number */
#define NUMBER_SHORT 6		/* the same, with shorter titles, when the window is narrow */
#define NEAREST_WIDTH 28
#define NEAREST 70		/* from this width the nearest is in the table */
#define LISTED 12		/* offers of each part beside the list */

struct communes {
	struct session *session;
	struct territory territory;
	struct input filter;
	bool only_blank;
	struct communes_lines lines;
	struct list list;
	struct pager detail;
	const struct territory_commune *detailed;
};

static void filter(struct communes *c)
{
	communes_lines_ask(&c->lines, c->filter.text.s, c->only_blank);
	c->list.heading = c->lines.heading;
	list_set(&c->list, (int)c->lines.n);
	list_select(&c->list, 0);
	c->list.top = 0;
}

static const struct territory_commune *selected(const struct communes *c)
{
	return c->lines.n ? c->lines.line[c->list.sel].t : NULL;
}

/* ---- opening ---- */

static void communes_close(void *self)
{
	struct communes *c = self;

	communes_lines_done(&c->lines);
	pager_done(&c->detail);
	input_done(&c->filter);
	territory_done(&c->territory);
	free(c);
}

static void *communes_open(struct app *app, const void *arg, struct err *err)
{
	struct communes *c = xcalloc(1, sizeof *c);

	(void)arg;
	(void)err;
	c->session = app_session(app);
	territory_read(c->session, NULL, &c->territory);
	communes_lines_init(&c->lines, c->session->gazetteer, &c->territory);
	input_init(&c->filter);
	pager_init(&c->detail);
	list_init(&c->list, 1);
	filter(c);
	return c;
}

/* ---- painting ---- */

static struct area list_area(struct area a)
{
	return (struct area){ a.y + 2, a.x, a.h - 2, a.w >= DETAIL ? a.w * 2 / 3 : a.w };
}

static struct area detail_area(struct area a)
{
	int x = a.w * 2 / 3 + 2;

	return (struct area){ a.y, a.x + x, a.h, a.w - x };
}

static void describe_part(struct communes *c, const struct commune_hits *h,
			  enum territory_part part)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "%s : ", commune_part_title(part));
	if (h->total[part])
		str_addf(&b, "%zu", h->total[part]);
	else
		str_add(&b, "rien");
	pager_gap(&c->detail);
	pager_add(&c->detail, h->total[part] ? STYLE_STRONG : STYLE_WARNING, 0, b.s);
	for (size_t i = 0; i < h->n[part]; i++) {
		str_clear(&b);
		str_add(&b, place_get(&h->e[part][i].place, PLACE_NAME));
		if (part == TERRITORY_NEAR) {
			str_add(&b, ", ");
			place_page_meeting(&h->e[part][i], &b);
		}
		pager_add(&c->detail, STYLE_NORMAL, 2, b.s);
	}
	str_done(&b);
}

static void add_station(struct communes *c, uint32_t commune)
{
	struct territory_station at;
	struct str b;

	if (!territory_station(c->session, commune, &at))
		return;
	str_init(&b);
	territory_station_say(&b, &at);
	text_capitalise(b.s);
	pager_add(&c->detail, STYLE_NORMAL, 0, b.s);
	str_done(&b);
}

static void describe(struct communes *c, struct app *app)
{
	const struct territory_commune *t = selected(c);
	struct err err = ERR_INIT;
	struct commune_hits hits;
	struct commune commune;

	if (c->detailed == t)
		return;
	c->detailed = t;
	pager_clear(&c->detail);
	if (!t)
		return;
	gazetteer_get(c->session->gazetteer, t->commune, &commune);
	pager_add(&c->detail, STYLE_STRONG, 0, commune.name);
	add_station(c, t->commune);
	if (!commune_hits_read(&hits, c->session, t->commune, LISTED, &err))
		app_say(app, STYLE_ERROR, "%s", err.msg);
	for (int part = 0; part < TERRITORY_NONE; part++)
		describe_part(c, &hits, (enum territory_part)part);
	commune_hits_done(&hits);
}

static void communes_update(void *self, struct app *app, struct area a)
{
	struct communes *c = self;

	list_fit(&c->list, list_area(a).h);
	if (a.w < DETAIL)
		return;
	describe(c, app);
	pager_fit(&c->detail, detail_area(a));
}

struct columns {
	int name, here, covers, nearest, nearest_w, number;
};

static struct columns columns(struct area a)
{
	struct columns c = { .number = NUMBER_SHORT };

	if (a.w >= NEAREST - 2) {
		c.nearest_w = NEAREST_WIDTH;
		c.number = NUMBER;
	}
	c.name = a.x;
	c.nearest = a.x + a.w - c.nearest_w;
	c.covers = c.nearest - c.number - 2;
	c.here = c.covers - c.number;
	return c;
}

static void draw_number(struct term *t, struct area a, enum style style, uint32_t n)
{
	struct str b;

	str_init(&b);
	if (n)
		str_addf(&b, "%u", n);
	else
		str_add(&b, "rien");
	term_right(t, a.y, a.x, a.w, style, b.s);
	str_done(&b);
}

static void say_nearest(const struct communes *c, const struct territory_commune *t,
			struct str *out)
{
	struct commune near;
	uint32_t commune;

	if (t->nearest.tier == TIER_NONE)
		return;
	commune = index_commune(c->session->index)[t->nearest.offer];
	if (commune == COMMUNE_NONE)
		return;
	gazetteer_get(c->session->gazetteer, commune, &near);
	str_addf(out, "%s", near.name);
	if (!isnan(t->nearest.km))
		str_addf(out, " ≈ %.0f km", t->nearest.km);
}

static void draw_commune(const struct communes *c, struct term *t, struct area a, const struct communes_line *line,
			 bool marked)
{
	const struct territory_commune *tc = line->t;
	struct columns col = columns(a);
	bool blank = !tc->here;
	enum style style = list_style(marked, blank ? STYLE_WARNING : STYLE_NORMAL);
	enum style plain = list_style(marked, STYLE_NORMAL);
	struct commune commune;
	struct str b;

	gazetteer_get(c->session->gazetteer, tc->commune, &commune);
	str_init(&b);
	str_addf(&b, "%s%s", blank ? "! " : "  ", commune.name);
	if (line->via)
		str_addf(&b, " ← %s", line->via);
	term_fill(t, a.y, a.x, a.w, style, "");
	term_text(t, a.y, col.name, col.here - col.name - 1, style, b.s);
	draw_number(t, (struct area){ a.y, col.here, 1, col.number - 1 }, style, tc->here);
	draw_number(t, (struct area){ a.y, col.covers, 1, col.number - 1 },
		    tc->covers ? plain : style, tc->covers);
	str_clear(&b);
	say_nearest(c, tc, &b);
	term_text(t, a.y, col.nearest, col.nearest_w, plain, b.s);
	str_done(&b);
}

static void draw_line(const void *ctx, struct term *t, struct area a, int i, bool marked)
{
	const struct communes *c = ctx;

	const struct communes_line *line = &c->lines.line[i];

	if (line->t)
		draw_commune(c, t, a, line, marked);
	else
		term_text(t, a.y, a.x - 1, a.w, STYLE_STRONG, line->title);
}

static void draw_titles(struct term *t, struct area a)
{
	struct area row = { a.y, a.x + 2, 1, a.w - 2 };
	struct columns col = columns(row);

	bool narrow = col.number == NUMBER_SHORT;

	term_text(t, a.y, col.name + 2, col.here - col.name, STYLE_DIM, "Commune");
	term_right(t, a.y, col.here, col.number - 1, STYLE_DIM, narrow ? "Ici" : "Sur place");
	term_right(t, a.y, col.covers, col.number - 1, STYLE_DIM, narrow ? "Vient" : "Viennent");
	term_text(t, a.y, col.nearest, col.nearest_w, STYLE_DIM, "Le plus proche ailleurs");
}

static void communes_draw(const void *self, struct term *t, struct area a)
{
	const struct communes *c = self;
	struct area l = list_area(a);
	int x = a.x + 2;

	if (a.w >= DETAIL) {
		term_rule(t, a.y, detail_area(a).x - 2, a.h);
		pager_draw(&c->detail, t, detail_area(a));
	}
	draw_titles(t, (struct area){ a.y + 1, l.x, 1, l.w });
	if (!c->lines.n) {
		term_text(t, l.y, x, l.w - 2, STYLE_WARNING,
			  "Aucune commune du secteur ne s’appelle ainsi.");
		if (l.h > 1)
			term_text(t, l.y + 1, x, l.w - 2, STYLE_NORMAL,
				  "Pour une autre commune : Recherche (Ctrl-O, r).");
	}
	list_draw(&c->list, t, l, draw_line, c);
	x += term_text(t, a.y, x, 20, STYLE_STRONG, "Aller à : ");
	input_draw(&c->filter, t, (struct area){ a.y, x, 1, 30 - x }, !c->lines.n);
}

/* ---- keys ---- */

static enum outcome back(struct communes *c)
{
	if (!c->filter.text.len && !c->only_blank)
		return PASS;
	input_set(&c->filter, "");
	c->only_blank = false;
	filter(c);
	return DONE;
}

static enum outcome communes_act(void *self, struct app *app, enum action action)
{
	struct communes *c = self;
	const struct territory_commune *t = selected(c);

	switch (action) {
	case ACTION_OPEN:
		if (t)
			app_push(app, &screen_commune, &t->commune);
		return DONE;
	case ACTION_SEARCH:
		if (t)
			app_push(app, &screen_search, &t->commune);
		return DONE;
	case ACTION_BLANKS:
		c->only_blank = !c->only_blank;
		filter(c);
		return DONE;
	case ACTION_GAPS:
		app_push(app, &screen_gaps, NULL);
		return DONE;
	case ACTION_BACK:
		return back(c);
	default:
		if (list_act(&c->list, action))
			return DONE;
		if (!input_act(&c->filter, action))
			return PASS;
		filter(c);
		return DONE;
	}
}

static enum outcome communes_text(void *self, struct app *app, int ch)
{
	struct communes *c = self;

	(void)app;
	if (input_insert(&c->filter, ch))
		filter(c);
	return DONE;
}

static enum outcome communes_mouse(void *self, struct app *app, struct area a,
				   const struct event *ev)
{
	struct communes *c = self;
	enum list_click click = list_click(&c->list, list_area(a), ev);

	return click == LIST_OPENS ? communes_act(c, app, ACTION_OPEN) : click ? DONE : PASS;
}

static bool communes_typing(const void *self)
{
	(void)self;
	return true;
}

static void communes_heading(const void *self, struct str *out)
{
	const struct communes *c = self;

	str_addf(out, "%zu communes, %zu sans rien sur place", c->territory.n, c->territory.blank);
}

static void communes_hint(const void *self, struct str *out)
{
	const struct communes *c = self;

	if (c->only_blank)
		str_addf(out, "%zu communes sans rien sur place. Ctrl-B : les montrer toutes.", c->lines.shown);
	else
		str_add(out, "Tapez un nom pour y aller. Entrée : qui y est, qui y vient. Échap : retour.");
}

static const char *communes_label(const void *self, enum action action)
{
	const struct communes *c = self;

	if (action == ACTION_OPEN)
		return "Voir";
	if (action == ACTION_BLANKS)
		return c->only_blank ? "Toutes" : "Communes sans rien";
	return NULL;
}

static const struct binding keys[] = {
	{ .key = K_ENTER, .action = ACTION_OPEN, .bar = 2 },
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 3 },
	{ .key = CTRL('R'), .action = ACTION_SEARCH, .bar = 6 },
	{ .key = CTRL('B'), .action = ACTION_BLANKS, .bar = 4 },
	{ .key = CTRL('G'), .action = ACTION_GAPS, .bar = 5 },
	{ .key = CTRL('Q'), .action = ACTION_QUIT, .bar = 7 },
};

const struct screen_ops screen_communes = {
	.name = "communes",
	.title = "Communes",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_EDIT },
	.open = communes_open,
	.update = communes_update,
	.draw = communes_draw,
	.act = communes_act,
	.text = communes_text,
	.mouse = communes_mouse,
	.close = communes_close,
	.typing = communes_typing,
	.label = communes_label,
	.heading = communes_heading,
	.hint = communes_hint,
};
