/* The agenda in words: for people, on a screen or on paper. */
#include <math.h>
#include <stdlib.h>

#include "aiguillage/agenda.h"
#include "aiguillage/article.h"
#include "aiguillage/date.h"
#include "aiguillage/holidays.h"
#include "aiguillage/hours_french.h"
#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "search_impl.h"

/* ---- the records ---- */

struct agenda_pages {
	struct search *x;
	struct explanation **of_offer;	/* by number of the index; NULL: not read yet */
	size_t n;
};

struct agenda_pages *agenda_pages_new(struct search *x)
{
	struct agenda_pages *p = xcalloc(1, sizeof *p);

	p->x = x;
	p->n = x->n;
	p->of_offer = xcalloc(p->n, sizeof(struct explanation *));
	return p;
}

void agenda_pages_free(struct agenda_pages *p)
{
	for (size_t i = 0; p && i < p->n; i++) {
		if (p->of_offer[i])
			explanation_done(p->of_offer[i]);
		free(p->of_offer[i]);
	}
	if (p)
		free(p->of_offer);
	free(p);
}

const struct explanation *agenda_page(struct agenda_pages *p, uint32_t offer, struct err *err)
{
	struct hit h = { offer, search_tier_of(p->x, offer), NAN };
	struct explanation *e = p->of_offer[offer];

	if (e)
		return e;
	if (h.tier == TIER_NEAR)
		h.km = p->x->geo.km[offer];
	e = xcalloc(1, sizeof *e);
	explanation_init(e);
	if (search_explain(p->x, &h, e, err)) {
		p->of_offer[offer] = e;
		return e;
	}
	explanation_done(e);
	free(e);
	return NULL;
}

/* ---- one line ---- */

const char *agenda_doubt(struct search *x, const struct agenda_entry *entry)
{
	const struct hours *h = search_hours(x, entry->offer);

	if (public_holiday(entry->day) && !(hours_remarks(h) & HOURS_PUBLIC))
		return "jour férié, à vérifier";
	return entry->span.at.beyond ? "vacances scolaires inconnues, à vérifier" : NULL;
}

/* The next opening of the same offer on the same day; a->n: there is none. */
static size_t next_opening(const struct agenda *a, size_t i)
{
	const struct agenda_entry *entry = &a->entries[i];

	for (size_t k = i + 1; k < a->n && a->entries[k].day == entry->day; k++)
		if (a->entries[k].offer == entry->offer)
			return k;
	return a->n;
}

static void say_times(struct str *out, const struct agenda *a, size_t i)
{
	hours_french_times(out, &a->entries[i].span);
	while ((i = next_opening(a, i)) < a->n) {
		str_add(out, " et ");
		hours_french_times(out, &a->entries[i].span);
	}
}

void agenda_times_short(struct str *out, const struct agenda *a, size_t i)
{
	hours_french_times_short(out, &a->entries[i].span);
	while ((i = next_opening(a, i)) < a->n) {
		str_addc(out, ' ');
		hours_french_times_short(out, &a->entries[i].span);
	}
}

static void say_who(struct str *out, const struct explanation *e, const struct agenda_entry *entry)
{
	const char *commune = place_get(&e->place, PLACE_COMMUNE);

	str_addf(out, ", %s%s%s, %s", commune, *commune ? " : " : "",
		 offer_get(&e->offer, OFFER_NAME), place_get(&e->place, PLACE_NAME));
	if (entry->others)
		str_addf(out, " (et %u autre%s offre%s du lieu)", entry->others,
			 entry->others > 1 ? "s" : "", entry->others > 1 ? "s" : "");
}

bool agenda_say(struct str *out, const struct agenda *a, size_t i, struct agenda_pages *p,
		struct err *err)
{
	const struct agenda_entry *entry = &a->entries[i];
	const struct explanation *e = agenda_page(p, entry->offer, err);
	const char *why = agenda_doubt(p->x, entry);

	if (!e)
		return false;
	say_times(out, a, i);
	say_who(out, e, entry);
	if (why)
		str_addf(out, " — %s", why);
	return true;
}

/* ---- the text ---- */

struct writing {
	struct str *out;
	const struct agenda *a;
	struct agenda_pages *pages;
	int cols, this_year;
};

static void say_scope(struct str *out, enum agenda_scope scope, const struct search *x)
{
	const struct criteria *c = search_criteria(x);
	struct commune commune;

	if (scope == AGENDA_SECTOR || c->commune == COMMUNE_NONE) {
		str_add(out, "dans les communes du secteur");
		return;
	}
	gazetteer_get(x->s->gazetteer, c->commune, &commune);
	if (scope == AGENDA_COMMUNE) {
		say_at(out, commune.name);
		str_add(out, " même");
		return;
	}
	str_add(out, "pour une personne ");
	say_of(out, commune.name);
	str_addf(out, " (%s)", commune.dept_name);
	if (c->radius_km == SEARCH_RADIUS_DEPT)
		str_add(out, ", dans le département");
	else
		str_addf(out, ", %d km à la ronde", c->radius_km);
}

static void add_head(const struct writing *w)
{
	const struct agenda *a = w->a;
	struct str b;

	str_init(&b);
	str_add(&b, "Agenda du ");
	date_french(&b, a->first, DATE_WEEKDAY, w->this_year);
	if (a->days > 1) {
		str_add(&b, " au ");
		date_french(&b, a->first + a->days - 1, DATE_WEEKDAY, w->this_year);
	}
	str_add(&b, ", ");
	say_scope(&b, a->scope, w->pages->x);
	criteria_say(&b, search_criteria(w->pages->x), w->pages->x->s->vocab);
	text_add_wrapped(w->out, b.s, 0, w->cols);
	str_clear(&b);
	if (a->without)
		str_addf(&b, "%zu autre%s réponse%s, sans horaires connus, n’y %s pas.", a->without,
			 a->without > 1 ? "s" : "", a->without > 1 ? "s" : "",
			 a->without > 1 ? "sont" : "est");
	text_add_wrapped(w->out, b.s, 0, w->cols);
	str_done(&b);
}

static void add_day(const struct writing *w, int day)
{
	const char *holiday = public_holiday(day);
	struct str b;

	str_init(&b);
	date_french(&b, day, DATE_WEEKDAY, w->this_year);
	if (holiday)
		str_addf(&b, " — férié : %s", holiday);
	str_addc(w->out, '\n');
	text_add_wrapped(w->out, b.s, 0, w->cols);
	str_done(&b);
}

/* Once a day for each offer, with what to beware of: on paper nobody opens the page of the place. */
static bool add_line(const struct writing *w, size_t i, struct err *err)
{
	const struct explanation *e;
	struct str b;
	bool ok;

	if (w->a->entries[i].again)
		return true;
	str_init(&b);
	ok = agenda_say(&b, w->a, i, w->pages, err);
	str_add(w->out, "    ");
	text_add_wrapped(w->out, b.s, 6, w->cols);
	str_clear(&b);
	e = ok ? agenda_page(w->pages, w->a->entries[i].offer, err) : NULL;
	if (e && e->beware.len) {
		str_addf(&b, "Attention : %s", e->beware.s);
		str_add(w->out, "      ");
		text_add_wrapped(w->out, b.s, 6, w->cols);
	}
	str_done(&b);
	return ok;
}

bool agenda_text(struct str *out, const struct agenda *a, struct agenda_pages *p, int cols,
		 struct err *err)
{
	struct writing w = { out, a, p, cols, date_of_day(clock_today()).year };

	add_head(&w);
	for (size_t i = 0; i < a->n; i++) {
		const struct agenda_entry *e = &a->entries[i];
		bool new_day = i == 0 || e->day != e[-1].day;

		if (new_day)
			add_day(&w, e->day);
		if (new_day || e->rare != e[-1].rare)
			str_add(out, e->rare ? "  Permanences\n" : "  Ouvertures habituelles\n");
		if (!add_line(&w, i, err))
			return false;
	}
	return true;
}
