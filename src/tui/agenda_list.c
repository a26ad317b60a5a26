#include "src/tui/agenda_list.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/date.h"
#include "aiguillage/holidays.h"
#include "aiguillage/mem.h"
#include "src/tui/place_page.h"

#define TABLE 66		/* from this width, columns */
#define TIMES 23		/* columns of « 8h30-12h15 13h30-16h30 » */
#define COMMUNE 18

void agenda_list_init(struct agenda_list *l)
{
	*l = (struct agenda_list){ 0 };
	list_init(&l->list, 1);
}

void agenda_list_done(struct agenda_list *l)
{
	free(l->lines);
	free(l->heading);
}

/* ---- the lines ---- */

static void add(struct agenda_list *l, struct agenda_line line)
{
	l->lines = mem_grow(l->lines, l->n, &l->cap, sizeof *l->lines);
	l->heading = mem_grow(l->heading, l->n, &l->cap_heading, sizeof *l->heading);
	l->heading[l->n] = line.kind == AGENDA_LINE_DAY;
	l->lines[l->n++] = line;
}

static void add_entries(struct agenda_list *l, const struct agenda *a, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (!a->entries[i].again)
			add(l, (struct agenda_line){ .kind = AGENDA_LINE_ENTRY,
						     .day = a->entries[i].day,
						     .entry = i,
						     .offer = a->entries[i].offer });
}

/* Entries [from, to) of one day: permanences, then the others under a fold when they are several. */
static void add_day(struct agenda_list *l, const struct agenda *a, size_t from, size_t to)
{
	int day = a->entries[from].day;
	size_t usual = from;
	uint32_t n = 0;

	while (usual < to && a->entries[usual].rare)
		usual++;
	add_entries(l, a, from, usual);
	for (size_t i = usual; i < to; i++)
		n += !a->entries[i].again;
	if (n > 1)
		add(l, (struct agenda_line){ .kind = AGENDA_LINE_FOLD, .day = day,
					     .entry = usual, .n = n });
	if (n == 1 || !agenda_list_folded(l, a, day))
		add_entries(l, a, usual, to);
}

/* Days without an opening are not listed, but for holidays. */
static void add_lines(struct agenda_list *l, const struct agenda *a)
{
	size_t i = 0;

	for (int day = a->first; a->n && day < a->first + a->days; day++) {
		size_t to = i;

		while (to < a->n && a->entries[to].day == day)
			to++;
		if (to > i || public_holiday(day))
			add(l, (struct agenda_line){ .kind = AGENDA_LINE_DAY, .day = day });
		if (to > i)
			add_day(l, a, i, to);
		i = to;
	}
}

/* Where the marker was, among the new lines. */
static void keep_marker(struct agenda_list *l, const struct agenda_line *was)
{
	size_t best = 0;

	for (size_t i = 0; i < l->n && l->lines[i].day <= was->day; i++) {
		const struct agenda_line *line = &l->lines[i];

		if (line->kind == AGENDA_LINE_DAY)
			continue;
		best = i;
		if (line->day == was->day && line->kind == was->kind && line->offer == was->offer)
			break;
	}
	list_select(&l->list, (int)best);
}

void agenda_list_make(struct agenda_list *l, const struct agenda *a)
{
	const struct agenda_line *selected = agenda_list_selected(l);
	struct agenda_line was = selected ? *selected : (struct agenda_line){ 0 };

	l->n = 0;
	add_lines(l, a);
	l->list.heading = l->heading;
	list_set(&l->list, (int)l->n);
	if (was.day)
		keep_marker(l, &was);
}

bool agenda_list_folded(const struct agenda_list *l, const struct agenda *a, int day)
{
	return !bits_has(l->unfolded, (size_t)(day - a->first));
}

void agenda_list_fold(struct agenda_list *l, const struct agenda *a, int day, bool folded)
{
	for (int i = 0; i < AGENDA_DAYS_MAX; i++)
		if (day < 0 || i == day - a->first)
			bits_put(l->unfolded, (size_t)i, !folded);
	agenda_list_make(l, a);
}

const struct agenda_line *agenda_list_selected(const struct agenda_list *l)
{
	return l->n ? &l->lines[l->list.sel] : NULL;
}

bool agenda_list_go(struct agenda_list *l, int day)
{
	for (size_t i = 0; i < l->n; i++) {
		if (l->lines[i].day < day || l->lines[i].kind == AGENDA_LINE_DAY)
			continue;
		list_select(&l->list, (int)i);
		l->list.top = (int)i - 1;
		return true;
	}
	return false;
}

/* ---- painting ---- */

static void draw_title(const struct agenda_line *line, struct term *t, struct area a)
{
	const char *holiday = public_holiday(line->day);
	int today = clock_today();
	struct str b;

	str_init(&b);
	date_french(&b, line->day, DATE_WEEKDAY, date_of_day(today).year);
	if (line->day == today || line->day == today + 1)
		str_add(&b, line->day == today ? ", aujourd’hui" : ", demain");
	if (holiday)
		str_addf(&b, " — férié : %s", holiday);
	term_text(t, a.y, a.x - 1, a.w, STYLE_STRONG, b.s);
	str_done(&b);
}

/* « Amplepuis, Anse, Cours… », each once. */
static void say_communes(const struct agenda_view *v, const struct agenda_line *line, int cols,
			 struct term *t, struct str *out)
{
	uint64_t *seen = xcalloc(bits_words(gazetteer_count(v->session->gazetteer)), sizeof *seen);
	size_t start = out->len;

	for (size_t i = line->entry; i < v->a->n && v->a->entries[i].day == line->day; i++) {
		uint32_t commune = index_commune(v->session->index)[v->a->entries[i].offer];
		struct commune c;

		if (commune == COMMUNE_NONE || bits_has(seen, commune))
			continue;
		bits_set(seen, commune);
		gazetteer_get(v->session->gazetteer, commune, &c);
		str_addf(out, "%s%s", out->len > start ? ", " : " : ", c.name);
		if (term_width(t, out->s) > cols)
			break;
	}
	free(seen);
}

static void draw_fold(const struct agenda_view *v, const struct agenda_line *line, struct term *t,
		      struct area a, bool marked)
{
	bool folded = agenda_list_folded(v->list, v->a, line->day);
	/* few hours speak of holidays: what they say of that day is not sure */
	bool holiday = public_holiday(line->day) != NULL;
	enum style style = list_style(marked, holiday ? STYLE_WARNING : STYLE_DIM);
	struct str b;

	str_init(&b);
	str_addf(&b, "%s %u ouvertures habituelles%s", folded ? "+" : "-", line->n,
		 holiday ? ", à vérifier ce jour férié" : "");
	if (folded)
		say_communes(v, line, a.w, t, &b);
	term_fill(t, a.y, a.x, a.w, style, b.s);
	str_done(&b);
}

static void draw_columns(const struct agenda_view *v, const struct agenda_line *line,
			 const struct explanation *e, struct term *t, struct area a)
{
	bool marked = line == agenda_list_selected(v->list);
	bool doubt = agenda_doubt(v->x, &v->a->entries[line->entry]) || e->beware.len;
	const char *commune = place_get(&e->place, PLACE_COMMUNE);
	enum style style = list_style(marked, doubt ? STYLE_WARNING : STYLE_NORMAL);
	struct str b;
	int x = a.x + 2, w = a.w - 2;

	str_init(&b);
	term_fill(t, a.y, a.x, a.w, style, doubt ? "! " : "");
	agenda_times_short(&b, v->a, line->entry);
	if (a.w >= TABLE) {
		term_text(t, a.y, x, TIMES - 1, style, b.s);
		term_text(t, a.y, x + TIMES, COMMUNE - 1, style, commune);
		x += TIMES + COMMUNE;
		w -= TIMES + COMMUNE;
	} else {
		str_addf(&b, " %s%s", commune, *commune ? " · " : "");
		x += term_text(t, a.y, x, w, style, b.s);
		w = a.x + a.w - x;
	}
	str_clear(&b);
	if (w > 0)
		place_page_title(&e->place, &e->offer, w, &b);
	term_text(t, a.y, x, w > 0 ? w : 0, style, b.s);
	str_done(&b);
}

static void draw_line(const void *ctx, struct term *t, struct area a, int i, bool marked)
{
	const struct agenda_view *v = ctx;
	const struct agenda_line *line = &v->list->lines[i];
	const struct explanation *e;

	if (line->kind == AGENDA_LINE_DAY) {
		draw_title(line, t, a);
	} else if (line->kind == AGENDA_LINE_FOLD) {
		draw_fold(v, line, t, a, marked);
	} else {
		e = agenda_page(v->pages, v->a->entries[line->entry].offer, NULL);
		if (e)
			draw_columns(v, line, e, t, a);
	}
}

void agenda_list_draw(const struct agenda_view *v, struct term *t, struct area a)
{
	list_draw(&v->list->list, t, a, draw_line, v);
}
