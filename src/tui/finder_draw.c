/* Painting the search screen. */
#include "src/tui/finder.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/territory.h"
#include "aiguillage/text.h"
#include "src/tui/place_page.h"

#define LABEL 11		/* columns of « > Commune  » */
#define FIELD 29		/* columns of a field, when there is room beside it */
#define TYPE_ROOM 4		/* columns left after the chosen values, to type another */
#define BESIDE 70		/* from this width the choices are beside the fields */
#define DETAIL 110		/* from this width the selected result is described beside the list */
#define BETWEEN " · "
#define COMPACT 12		/* below this height the form has one line */

static int result_rows(const struct finder_layout *l)
{
	return l->detail.w ? 3 : 2;
}

struct area finder_ways_list(const struct finder_layout *l)
{
	struct area a = l->ways;

	a.y++;
	a.h = a.h > 0 ? a.h - 1 : 0;
	return a;
}

/* Under few results, or instead of none: the ways to more. */
static void split_ways(const struct finder *f, struct finder_layout *l)
{
	int rows = f->results.n * result_rows(l);

	if (f->results.n && (!f->ways.n || f->results.n >= FEW || rows + 2 > l->results.h))
		return;
	l->ways = l->results;
	l->ways.y += rows;
	l->ways.h -= rows;
	l->results.h = rows;
}

struct finder_layout finder_layout(const struct finder *f, struct area a)
{
	struct finder_layout l = { .compact = a.h < COMPACT };
	bool choosing = f->n_suggestions && (f->typing || a.w >= BESIDE);
	int y = a.y, bottom = a.y + a.h;

	l.form = (struct area){ y, a.x, l.compact ? 1 : FIELDS + 1, a.w };
	y += l.form.h;
	if (a.w >= BESIDE && !l.compact) {
		l.form.w = LABEL + FIELD;
		l.choice = (struct area){ a.y, a.x + l.form.w + 1, l.form.h, a.w - l.form.w - 1 };
	}
	l.count = (struct area){ y, a.x, 1, a.w };
	y++;
	if (choosing && !l.choice.w) {
		int room = (bottom - y) / 2 + 1;

		l.choice = (struct area){ y, a.x, room, a.w };
		y += room;
	}
	l.results = (struct area){ y, a.x, bottom - y, a.w };
	/* each result has two rows; the hint may need the last one */
	if (l.results.h > 2 && l.results.h % 2 == 0 && a.w < DETAIL)
		l.results.h--;
	if (a.w >= DETAIL) {
		l.results.w = a.w / 2;
		l.detail = (struct area){ y, a.x + l.results.w + 3, bottom - y,
					  a.w - l.results.w - 3 };
	}
	split_ways(f, &l);
	return l;
}

/* ---- the form ---- */

static const char *const field_labels[FIELDS] = { "Commune", "Public", "Besoin", "Mots" };

/* « Seniors, Femmes », before what is typed. */
static void add_chosen(const struct finder *f, enum finder_focus field, struct str *out)
{
	const char *list = field == ON_AUDIENCE ? f->accepted.audiences.s : f->accepted.needs.s;
	struct list_walk w = { .rest = list };
	size_t start = out->len;
	struct str item;

	if (field != ON_AUDIENCE && field != ON_NEED)
		return;
	str_init(&item);
	while (list_next(&w, &item)) {
		if (out->len > start)
			str_add(out, ", ");
		str_add(out, vocab_brief(f->session->vocab, fields_genre(field), item.s));
	}
	str_done(&item);
}

static void draw_field(const struct finder *f, struct term *t, struct area a,
		       enum finder_focus field)
{
	bool focus = f->focus == field;
	struct area in = { a.y, a.x + LABEL, 1, a.w - LABEL - 1 };
	struct str b;
	int used;

	term_text(t, a.y, a.x, 2, STYLE_STRONG, focus ? ">" : "");
	term_text(t, a.y, a.x + 2, LABEL - 2, focus ? STYLE_STRONG : STYLE_NORMAL,
		  field_labels[field]);
	str_init(&b);
	add_chosen(f, field, &b);
	/* what is typed will replace it */
	if (focus && f->typing)
		str_clear(&b);
	if (b.len) {
		if (focus)
			str_addc(&b, ' ');
		used = in.w - TYPE_ROOM;
		used = term_width(t, b.s) < used ? term_width(t, b.s) : used;
		term_fill(t, in.y, in.x, focus ? used : in.w, STYLE_FIELD, b.s);
		in.x += used;
		in.w -= used;
	}
	if (!b.len || focus)
		input_draw(&f->inputs[field], t, in, focus);
	str_done(&b);
}

static void draw_form(const struct finder *f, struct term *t, const struct finder_layout *l)
{
	static const char farther[] = "Ctrl-E : plus loin";
	/* nothing beside the form: its fields may be long */
	bool wide = f->focus >= ON_WORDS;
	struct area row = { l->form.y, l->form.x, 1, wide ? l->count.w : l->form.w };
	struct str b;
	int used;

	if (l->compact) {
		draw_field(f, t, row, f->focus < FIELDS ? f->focus : ON_WORDS);
		return;
	}
	for (int i = 0; i < FIELDS; i++, row.y++)
		draw_field(f, t, row, (enum finder_focus)i);
	str_init(&b);
	results_filters(f, &b);
	term_text(t, row.y, row.x + 2, LABEL - 2, STYLE_NORMAL, "Rayon");
	row.x += LABEL;
	row.w -= LABEL;
	used = term_text(t, row.y, row.x, row.w, STYLE_NORMAL, b.s) + 2;
	if (f->accepted.commune != COMMUNE_NONE && used + term_width(t, farther) <= row.w)
		term_text(t, row.y, row.x + used, row.w - used, STYLE_DIM, farther);
	str_done(&b);
}

static void draw_suggestion(const void *ctx, struct term *t, struct area a, int i, bool marked)
{
	const struct finder *f = ctx;
	const struct suggestion *s = &f->suggestions[i];
	enum style style = list_style(marked, STYLE_NORMAL);
	struct str b;
	int right;

	term_fill(t, a.y, a.x, a.w, style, "");
	str_init(&b);
	if (s->count >= 0)
		str_addf(&b, "%ld ", s->count);
	right = term_right(t, a.y, a.x, a.w, style, b.s);
	term_text(t, a.y, a.x, a.w - right - 1, style, s->label);
	str_done(&b);
}

/* Nothing is typed yet: what the field may hold, in words that are not a list to choose in. */
static void draw_examples(const struct finder *f, struct term *t, struct area a)
{
	struct area text = { a.y, a.x + 2, a.h - 1, a.w - 3 };
	struct str b;

	if (!f->n_suggestions)
		return;
	str_init(&b);
	str_add(&b, "Tapez un mot : ");
	for (size_t i = 0; i < f->n_suggestions; i++) {
		if (text_width(b.s) + text_width(f->suggestions[i].label) + 4 > text.w * text.h * 9 / 10)
			break;
		str_addf(&b, "%s%s", i ? ", " : "", f->suggestions[i].label);
	}
	str_add(&b, "…");
	term_wrap(t, text, STYLE_DIM, b.s);
	term_text(t, a.y + a.h - 1, text.x, text.w, STYLE_NORMAL, "Entrée : toute la liste");
	str_done(&b);
}

/* For the first look at the program: how to begin. */
static void draw_guide(struct term *t, struct area a)
{
	static const char *const lines[] = {
		"Tapez le début de la commune,",
		"puis Tab ou Entrée pour la prendre.",
		"Flèches : choisir dans une liste.",
		"Entrée : ouvrir la fiche choisie.",
		"? : touches.  Ctrl-O : menu.",
	};

	for (int i = 0; i < a.h && i < (int)ARRAY_SIZE(lines); i++)
		term_text(t, a.y + i, a.x + 2, a.w - 2, STYLE_NORMAL, lines[i]);
}

static void draw_choice(const struct finder *f, struct term *t, const struct finder_layout *l)
{
	if (!l->choice.h || f->focus >= ON_WORDS)
		return;
	if (f->focus == ON_COMMUNE && !f->typing)
		draw_guide(t, l->choice);
	else if (f->typing)
		list_draw(&f->choice, t, l->choice, draw_suggestion, f);
	else
		draw_examples(f, t, l->choice);
}

/* ---- the results ---- */

static void say_summary(const struct finder *f, struct str *out)
{
	struct commune c;

	if (f->tried.commune != COMMUNE_NONE) {
		gazetteer_get(f->session->gazetteer, f->tried.commune, &c);
		str_addf(out, " · %s", c.name);
	}
	if (f->accepted.audiences.len) {
		str_add(out, " · ");
		add_chosen(f, ON_AUDIENCE, out);
	}
	if (f->accepted.needs.len) {
		str_add(out, " · ");
		add_chosen(f, ON_NEED, out);
	}
}

/* The directory does not know that region: few results there mean nothing. */
static void say_elsewhere(const struct finder *f, struct str *out)
{
	struct commune c;

	if (f->lost || f->tried.commune == COMMUNE_NONE)
		return;
	gazetteer_get(f->session->gazetteer, f->tried.commune, &c);
	if (c.sector == SECTOR_NO)
		str_addf(out, " · Hors du territoire de cet annuaire (%s)", c.dept_name);
}

/* « Sans voiture » where no train stops: one may know how to go as far as a station. */
static void say_station(const struct finder *f, struct str *out)
{
	struct territory_station at;

	if (f->lost || !(f->accepted.filters & FILTER_NO_CAR) ||
	    !territory_station(f->session, f->tried.commune, &at) || at.km == 0)
		return;
	str_add(out, " · ");
	territory_station_say(out, &at);
}

/* Lines are places, all other counts are offers: both are said when they differ. */
static void say_results(const struct finder *f, struct str *out)
{
	size_t offers = search_count(f->search), lines = search_line_count(f->search);

	str_addf(out, "%zu résultat%s", lines, lines > 1 ? "s" : "");
	if (offers > lines)
		str_addf(out, " (%zu offres)", offers);
}

static void draw_count(const struct finder *f, struct term *t, const struct finder_layout *l)
{
	int n = f->results.n;
	struct str b;
	int x;

	str_init(&b);
	if (n)
		say_results(f, &b);
	else if (f->lost)
		str_add(&b, "Commune inconnue");
	else
		str_add(&b, "Aucun résultat");
	x = l->count.x + 2;
	x += term_text(t, l->count.y, x, l->count.w - 2, STYLE_STRONG, b.s);
	str_clear(&b);
	if (l->compact)
		say_summary(f, &b);
	if (n > f->results.page)
		str_addf(&b, " · %d à %d", f->results.top + 1,
			 f->results.top + f->results.page < n ? f->results.top + f->results.page : n);
	x += term_text(t, l->count.y, x, l->count.x + l->count.w - x, STYLE_DIM, b.s);
	str_clear(&b);
	say_elsewhere(f, &b);
	say_station(f, &b);
	x += term_text(t, l->count.y, x, l->count.x + l->count.w - x, STYLE_WARNING, b.s);
	str_clear(&b);
	str_add(&b, " · ");
	search_aside_say(&b, &f->aside);
	if (f->aside.closed + f->aside.gone + f->aside.hidden)
		term_text(t, l->count.y, x, l->count.x + l->count.w - x, STYLE_DIM, b.s);
	str_done(&b);
}

/* The reasons, without how one meets: the line above tells it. */
static const char *reasons(const struct explanation *e)
{
	static const char between[] = BETWEEN;
	const char *why = e->why.s;

	if (strncmp(why, e->where.s, e->where.len))
		return why;
	why += e->where.len;
	return strncmp(why, between, sizeof between - 1) ? why : why + sizeof between - 1;
}

/* « Ouvert jusqu’à 12h · seniors · gratuit »; returns the columns used. */
static int draw_state(const struct explanation *e, struct term *t, struct area a)
{
	bool open = strncmp(e->brief.s, "Ouvert", sizeof "Ouvert" - 1) == 0;
	const char *why = reasons(e);
	int used = term_text(t, a.y, a.x, a.w, open ? STYLE_GOOD : STYLE_NORMAL, e->brief.s);

	if (used && *why)
		used += term_text(t, a.y, a.x + used, a.w - used, STYLE_NORMAL, BETWEEN);
	return used + term_text(t, a.y, a.x + used, a.w - used, STYLE_NORMAL, why);
}

static int state_width(const struct explanation *e, const struct term *t)
{
	const char *why = reasons(e);
	int w = term_width(t, e->brief.s);

	return w + term_width(t, why) + (w && *why ? term_width(t, BETWEEN) : 0);
}

static void draw_reasons(const struct explanation *e, struct term *t, struct area a)
{
	/* who must refer is what the person must know first */
	bool referred = strstr(e->beware.s, "prescription") != NULL;
	int used, warning = 0, most = a.w * (referred ? 4 : 3) / 5;
	int brief = term_width(t, e->brief.s), width = state_width(e, t), gap = width ? 2 : 0;
	struct str b;

	/* when it opens is worth more than the end of a warning */
	if (brief && most > a.w - brief - 3)
		most = a.w - brief - 3;
	str_init(&b);
	if (e->beware.len)
		str_addf(&b, "! %s", e->beware.s);
	/* both are cut only when both are long; the warning is never pushed out */
	if (b.len) {
		int w = term_width(t, b.s), left = a.w - width - gap;

		warning = w < most ? w : w < left ? w : left > most ? left : most;
	}
	a.w -= warning ? warning + gap : 0;
	used = draw_state(e, t, a);
	if (warning)
		term_text(t, a.y, a.x + used + (used ? gap : 0), warning, STYLE_WARNING, b.s);
	str_done(&b);
}

/* The place and what is done there, a row each, then the reasons. */
static void draw_three_rows(const struct explanation *e, struct term *t, struct area a, int right,
			bool selected)
{
	struct str first, second;

	str_init(&first);
	str_init(&second);
	place_page_titles(&e->place, &e->offer, &first, &second);
	term_text(t, a.y, a.x, a.w - right - 3, list_style(selected, STYLE_STRONG), first.s);
	term_text(t, a.y + 1, a.x, a.w, STYLE_STRONG, second.s);
	draw_reasons(e, t, (struct area){ a.y + (second.len ? 2 : 1), a.x + 2, 1, a.w - 3 });
	str_done(&second);
	str_done(&first);
}

static void draw_result(const void *ctx, struct term *t, struct area a, int i, bool selected)
{
	const struct finder *f = ctx;
	const struct explanation *e;
	struct str b, meeting;
	int right;

	if (i < f->shown_from || i >= f->shown_from + f->n_shown)
		return;
	e = &f->shown[i - f->shown_from];
	str_init(&b);
	search_line_say(&b, &f->lines[i - f->shown_from]);
	str_init(&meeting);
	place_page_meeting(e, &meeting);
	if (meeting.len)
		str_join(&b, " · ", meeting.s);
	str_done(&meeting);
	term_fill(t, a.y, a.x, a.w, list_style(selected, STYLE_NORMAL), "");
	right = term_right(t, a.y, a.x + a.w / 2, a.w - a.w / 2 - 1,
			   list_style(selected, STYLE_NORMAL), b.s);
	str_clear(&b);
	if (a.h > 2) {
		draw_three_rows(e, t, a, right, selected);
	} else {
		place_page_title(&e->place, &e->offer, a.w - right - 3, &b);
		term_text(t, a.y, a.x, a.w - right - 3, list_style(selected, STYLE_STRONG), b.s);
	}
	str_done(&b);
	if (a.h == 2)
		draw_reasons(e, t, (struct area){ a.y + 1, a.x + 2, 1, a.w - 3 });
}

static void draw_way(const void *ctx, struct term *t, struct area a, int i, bool selected)
{
	const struct finder *f = ctx;
	int way = i - (f->like ? 1 : 0);
	struct str b;

	str_init(&b);
	if (way < 0)
		str_addf(&b, "chercher « %s » à la place", f->like);
	else
		str_addf(&b, "%u offre%s %s", f->widenings[way].count,
			 f->widenings[way].count > 1 ? "s" : "", f->widenings[way].label);
	term_fill(t, a.y, a.x, a.w, list_style(selected, STYLE_NORMAL), b.s);
	str_done(&b);
}

static void draw_ways(const struct finder *f, struct term *t, const struct finder_layout *l)
{
	const char *like = NULL, *word = search_unknown_word(f->search, &like);
	struct area a = l->ways;
	struct str b;

	str_init(&b);
	if (f->lost)
		str_add(&b, "Vérifiez l’orthographe de la commune, ou tapez son code postal.");
	else if (f->results.n)
		str_add(&b, "En élargissant :");
	else if (word)
		str_addf(&b, "« %s » n’est dans aucune fiche", word);
	if (!f->lost && !f->results.n && word && like)
		str_addf(&b, " ; vouliez-vous dire « %s » ?", like);
	if (!b.len)
		str_add(&b, f->n_widenings ? "Il y aurait, en élargissant :"
					   : "Et rien non plus en élargissant.");
	term_text(t, a.y, a.x + 2, a.w - 2, f->results.n ? STYLE_STRONG : STYLE_WARNING, b.s);
	str_done(&b);
	list_draw(&f->ways, t, finder_ways_list(l), draw_way, f);
}

void finder_draw(const void *self, struct term *t, struct area a)
{
	const struct finder *f = self;
	struct finder_layout l = finder_layout(f, a);

	if (l.detail.w) {
		term_rule(t, l.detail.y, l.detail.x - 2, l.detail.h);
		pager_draw(&f->detail, t, l.detail);
	}
	if (f->results.n)
		list_draw(&f->results, t, l.results, draw_result, f);
	if (l.ways.h)
		draw_ways(f, t, &l);
	draw_count(f, t, &l);
	draw_choice(f, t, &l);
	/* last: the cursor is where the keys go */
	draw_form(f, t, &l);
}
