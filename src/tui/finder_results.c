/* What the search screen shows: the results, or the ways out when there is none. */
#include "src/tui/finder.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "src/tui/picker.h"
#include "src/tui/place_page.h"
#include "src/tui/screens.h"

#define PLACES_OFFERED 30	/* to choose among for one page */
#define PLACES_USUAL 3

void results_init(struct finder *f)
{
	criteria_init(&f->tried);
	f->search = search_new(f->session);
	for (int i = 0; i < SHOWN; i++)
		explanation_init(&f->shown[i]);
	list_init(&f->results, 2);
	list_init(&f->ways, 1);
	pager_init(&f->detail);
	f->detailed = -1;
	f->dirty = true;
}

void results_done(struct finder *f)
{
	pager_done(&f->detail);
	search_widenings_free(f->widenings, f->n_widenings);
	for (int i = 0; i < SHOWN; i++)
		explanation_done(&f->shown[i]);
	search_free(f->search);
	criteria_done(&f->tried);
}

static void run(struct finder *f)
{
	fields_try(f, &f->tried);
	search_run(f->search, &f->tried);
	list_set(&f->results, f->lost ? 0 : (int)search_line_count(f->search));
	list_select(&f->results, f->keep);
	f->keep = 0;
	search_aside(f->search, &f->aside);
	search_widenings_free(f->widenings, f->n_widenings);
	f->widenings = NULL;
	f->n_widenings = 0;
	f->like = NULL;
	if (!f->results.n && !f->lost)
		search_unknown_word(f->search, &f->like);
	if (f->results.n < FEW && !f->lost)
		search_widenings(f->search, &f->widenings, &f->n_widenings);
	list_set(&f->ways, (int)f->n_widenings + (f->like ? 1 : 0));
	list_select(&f->ways, 0);
	f->on_ways = false;
	f->n_shown = 0;
	f->detailed = -1;
	f->dirty = false;
}

/* Reads the rows of the results that are visible. */
static void explain(struct finder *f, struct app *app)
{
	struct err err = ERR_INIT;
	int want = f->results.page < SHOWN ? f->results.page : SHOWN;
	int n;

	if (want > f->results.n - f->results.top)
		want = f->results.n - f->results.top;
	if (f->shown_from == f->results.top && f->n_shown == want)
		return;
	f->detailed = -1;
	f->shown_from = f->results.top;
	n = (int)search_lines(f->search, (size_t)f->results.top, (size_t)want, f->lines);
	for (f->n_shown = 0; f->n_shown < n; f->n_shown++) {
		if (!search_explain_line(f->search, &f->lines[f->n_shown], &f->shown[f->n_shown],
					 &err)) {
			app_say(app, STYLE_ERROR, "%s", err.msg);
			list_set(&f->results, f->shown_from + f->n_shown);
			break;
		}
	}
}

const struct explanation *results_selected(const struct finder *f)
{
	int i = f->results.sel - f->shown_from;

	return f->results.n && !f->on_ways && i >= 0 && i < f->n_shown ? &f->shown[i] : NULL;
}

#define NOTHING (-2)		/* described: no result is under the marker */

static void describe(struct finder *f)
{
	const struct explanation *e = results_selected(f);

	int which = e ? f->results.sel : NOTHING;

	if (f->detailed == which)
		return;
	pager_clear(&f->detail);
	if (e)
		place_page_result(&f->detail, f->session, e);
	f->detailed = which;
}

void results_run(struct finder *f)
{
	if (f->dirty)
		run(f);
}

void results_update(struct finder *f, struct app *app, const struct finder_layout *l)
{
	bool away = f->focus != ON_WORDS && f->focus != ON_RESULTS;

	/* beside the description the list is narrow: the title takes two rows */
	f->results.rows = l->detail.w ? 3 : 2;
	list_fit(&f->results, l->results.h);
	list_fit(&f->ways, finder_ways_list(l).h);
	f->ways_shown = l->ways.h > 0;
	f->on_ways &= f->ways_shown;
	f->results.idle = away || results_list(f) != &f->results;
	f->ways.idle = away || results_list(f) != &f->ways;
	explain(f, app);
	if (!l->detail.w)
		return;
	describe(f);
	pager_fit(&f->detail, l->detail);
}

static void open_place(struct finder *f, struct app *app)
{
	const struct explanation *e = results_selected(f);

	if (e)
		app_push(app, &screen_place,
			 &(struct place_request){ .place = e->place.id,
						    .offer = e->offer.id,
						    .criteria = &f->accepted,
						    .km = e->hit.km });
}

/* The first need that was asked is what the person will ask for. */
static void open_sheets(struct finder *f, struct app *app, const struct sheet_subject *subjects,
			size_t n, bool choice)
{
	struct list_walk w = { .rest = search_criteria(f->search)->needs.s };
	struct commune at = { .insee = "" };
	struct str need;

	str_init(&need);
	list_next(&w, &need);
	if (search_criteria(f->search)->commune != COMMUNE_NONE)
		gazetteer_get(app_session(app)->gazetteer, search_criteria(f->search)->commune, &at);
	app_push(app, &screen_sheet, &(struct sheet_screen_request){
		.subjects = subjects, .n = n, .commune = at.insee, .need = need.s, .choice = choice });
	str_done(&need);
}

void results_sheet(struct finder *f, struct app *app)
{
	const struct explanation *e = results_selected(f);

	if (e)
		open_sheets(f, app, &(struct sheet_subject){ .place = e->place.id, .offer = e->offer.id },
			    1, false);
	else
		app_say(app, STYLE_NORMAL, "Aucun résultat n’est choisi.");
}

/* ---- several, to choose from at home ---- */

struct places {
	struct finder *finder;
	struct sheet_subject subjects[PLACES_OFFERED];
	char *names[PLACES_OFFERED];
	size_t n;
};

static void drop_places(void *ctx)
{
	struct places *p = ctx;

	for (size_t i = 0; i < p->n; i++)
		free(p->names[i]);
	free(p);
}

static void on_places(void *ctx, struct app *app, const bool *checked)
{
	struct places *p = ctx;
	struct sheet_subject chosen[PLACES_OFFERED];
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		if (checked[i])
			chosen[n++] = p->subjects[i];
	}
	if (n)
		open_sheets(p->finder, app, chosen, n, true);
}

static void read_places(struct places *p, struct err *err)
{
	struct search_line lines[PLACES_OFFERED];
	size_t n = search_lines(p->finder->search, 0, PLACES_OFFERED, lines);
	struct explanation e;

	explanation_init(&e);
	for (; p->n < n && search_explain(p->finder->search, &lines[p->n].hit, &e, err); p->n++) {
		struct str b;

		str_init(&b);
		str_addf(&b, "%s — %s", place_get(&e.place, PLACE_NAME), offer_get(&e.offer, OFFER_NAME));
		p->names[p->n] = str_steal(&b);
		p->subjects[p->n] = (struct sheet_subject){ .place = e.place.id, .offer = e.offer.id };
		str_done(&b);
	}
	explanation_done(&e);
}

void results_choice(struct finder *f, struct app *app)
{
	struct places *p = xcalloc(1, sizeof *p);
	struct picker_item items[PLACES_OFFERED];
	struct err err = ERR_INIT;

	p->finder = f;
	read_places(p, &err);
	for (size_t i = 0; i < p->n; i++)
		items[i] = (struct picker_item){ .label = p->names[i], .count = PICKER_NO_COUNT,
						 .checked = i < PLACES_USUAL };
	if (err.kind)
		app_say(app, STYLE_ERROR, "%s.", err.msg);
	else if (!p->n)
		app_say(app, STYLE_NORMAL, "Il n’y a pas de résultat à imprimer.");
	if (err.kind || !p->n) {
		drop_places(p);
		return;
	}
	picker_open(app, &(struct picker_request){
		.title = "Lieux possibles, sur une page", .items = items, .n = p->n, .several = true,
		.hint = "Espace : cocher, ou ôter la coche. Entrée : faire la page.",
		.done = on_places, .drop = drop_places, .ctx = p });
}

struct list *results_list(struct finder *f)
{
	return f->results.n && !f->on_ways ? &f->results : &f->ways;
}

bool results_cross(struct finder *f, enum action action)
{
	bool down = action == ACTION_DOWN && !f->on_ways && f->results.sel == f->results.n - 1;
	bool up = action == ACTION_UP && f->on_ways && f->ways.sel == 0;

	if (!f->results.n || !f->ways_shown || !f->ways.n || (!down && !up))
		return false;
	f->on_ways = down;
	list_select(&f->ways, 0);
	return true;
}

/* The words as typed, the one that is nowhere replaced by the one that is like it. */
static void correct(const struct finder *f, struct str *out)
{
	const char *like, *unknown = search_unknown_word(f->search, &like);
	const char *rest = f->accepted.text.s;

	while (*rest) {
		size_t blanks = strspn(rest, " "), n = strcspn(rest + blanks, " ");
		char *typed = xstrndup(rest + blanks, n), *word = folded(typed);

		str_addn(out, rest, blanks);
		if (n && strstr(word, unknown))
			str_add(out, like);
		else
			str_add(out, typed);
		rest += blanks + n;
		free(typed);
		free(word);
	}
}

static void take_way(struct finder *f, struct app *app)
{
	int way = f->ways.sel - (f->like ? 1 : 0);
	struct criteria c;

	criteria_init(&c);
	if (way < 0) {
		app_say(app, STYLE_GOOD, "Recherche de « %s »", f->like);
		criteria_copy(&c, &f->accepted);
		str_clear(&c.text);
		correct(f, &c.text);
	} else {
		app_say(app, STYLE_GOOD, "Recherche élargie : %s", f->widenings[way].label);
		criteria_copy(&c, &f->widenings[way].criteria);
	}
	fields_take(f, &c);
	criteria_done(&c);
}

void results_open(struct finder *f, struct app *app)
{
	if (results_list(f) == &f->results)
		open_place(f, app);
	else if (f->ways.n)
		take_way(f, app);
}

static void add_labels(const struct finder *f, enum vocab_genre genre, const char *list,
		       struct str *out)
{
	struct list_walk w = { .rest = list };
	struct str item;

	str_init(&item);
	while (list_next(&w, &item))
		str_join(out, " · ", vocab_brief(f->session->vocab, genre, item.s));
	str_done(&item);
}

void results_filters(const struct finder *f, struct str *out)
{
	const struct criteria *c = &f->accepted;

	if (c->commune == COMMUNE_NONE)
		str_add(out, "partout");
	else if (c->radius_km == SEARCH_RADIUS_DEPT)
		str_add(out, "tout le département");
	else
		str_addf(out, "%d km", c->radius_km);
	for (unsigned bit = 0; bit < SEARCH_FILTERS; bit++)
		if (c->filters & 1u << bit)
			str_join(out, " · ", search_filter_label(bit));
	if (c->when.kind) {
		str_add(out, " · ");
		when_say(out, &c->when);
	}
	add_labels(f, VOCAB_CARE, c->cares.s, out);
	add_labels(f, VOCAB_PROGRAMME, c->programmes.s, out);
	add_labels(f, VOCAB_TYPOLOGY, c->typologies.s, out);
}

void results_refresh(struct finder *f, bool before)
{
	if (!before) {
		f->search = search_new(f->session);
		f->dirty = true;
		return;
	}
	search_widenings_free(f->widenings, f->n_widenings);
	f->widenings = NULL;
	f->n_widenings = 0;
	f->like = NULL;
	f->n_shown = 0;
	f->keep = f->results.sel;
	search_free(f->search);
	f->search = NULL;
}
