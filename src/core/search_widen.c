/* The ways out of too few results: one step each, with what it gives. */
#include <stdlib.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "search_impl.h"

struct widenings {
	struct search *x;
	struct widening *list;
	size_t n, cap;
};

/* Results when one group of criteria is left out. */
static size_t without(struct widenings *w, enum search_group group)
{
	return bits_count(search_all_but(w->x, group), w->x->words);
}

/* A copy of the present criteria to be changed, then offered or given back. */
static struct widening *propose(struct widenings *w)
{
	struct widening *new;

	w->list = mem_grow(w->list, w->n, &w->cap, sizeof *w->list);
	new = &w->list[w->n];
	criteria_init(&new->criteria);
	criteria_copy(&new->criteria, &w->x->c);
	return new;
}

/* Keeps the proposal under that label when it gives more than there is. */
static bool offer(struct widenings *w, const char *label, size_t count)
{
	struct widening *new = &w->list[w->n];

	new->count = (uint32_t)count;
	if (new->count <= w->x->count) {
		criteria_done(&new->criteria);
		return false;
	}
	new->label = xstrdup(label);
	w->n++;
	return true;
}

static void take_back(struct widenings *w)
{
	w->n--;
	free(w->list[w->n].label);
	criteria_done(&w->list[w->n].criteria);
}

static bool is_wider(int radius, int than)
{
	return than != SEARCH_RADIUS_DEPT && (radius == SEARCH_RADIUS_DEPT || radius > than);
}

static void offer_radii(struct widenings *w)
{
	uint32_t best = (uint32_t)w->x->count;
	struct str label;

	if (w->x->c.commune == COMMUNE_NONE)
		return;
	str_init(&label);
	for (size_t i = 0; i < ARRAY_SIZE(search_radii); i++) {
		int radius = search_radii[i];

		if (!is_wider(radius, w->x->c.radius_km))
			continue;
		propose(w)->criteria.radius_km = radius;
		str_clear(&label);
		if (radius == SEARCH_RADIUS_DEPT)
			str_add(&label, "dans tout le département");
		else
			str_addf(&label, "à %d km", radius);
		if (!offer(w, label.s, search_radius_count(w->x, radius)))
			continue;
		if (w->list[w->n - 1].count > best)
			best = w->list[w->n - 1].count;
		else
			take_back(w);	/* no more than the radius before */
	}
	str_done(&label);
}

static void offer_without_list(struct widenings *w, enum vocab_genre genre, const char *label)
{
	if (!criteria_list(&w->x->c, genre)->len)
		return;
	str_clear(criteria_list(&propose(w)->criteria, genre));
	offer(w, label, without(w, search_group_of(genre)));
}

static void offer_without_words(struct widenings *w)
{
	struct str label;

	if (!w->x->c.text.len)
		return;
	str_init(&label);
	str_add(&label, "sans les mots « ");
	text_cut(&label, w->x->c.text.s, 30);
	str_add(&label, " »");
	str_clear(&propose(w)->criteria.text);
	offer(w, label.s, without(w, GROUP_TEXT));
	str_done(&label);
}

static void offer_without_filters(struct widenings *w)
{
	struct str label;

	str_init(&label);
	for (unsigned bit = 0; bit < SEARCH_FILTERS; bit++) {
		if (!(w->x->c.filters & 1u << bit))
			continue;
		propose(w)->criteria.filters &= ~(1u << bit);
		str_clear(&label);
		str_addf(&label, "sans « %s »", search_filter_label(bit));
		if (1u << bit == FILTER_NO_CAR)
			offer(w, label.s, search_count_geo(w->x, w->x->c.radius_km, false));
		else
			offer(w, label.s, without(w, GROUP_FILTERS + bit));
	}
	str_done(&label);
}

static void offer_any_time(struct widenings *w)
{
	struct str label;

	if (w->x->c.when.kind == WHEN_ANY)
		return;
	str_init(&label);
	str_add(&label, "sans « ");
	when_say(&label, &w->x->c.when);
	str_add(&label, " »");
	propose(w)->criteria.when = (struct when){ WHEN_ANY, 0, 0 };
	offer(w, label.s, without(w, GROUP_WHEN));
	str_done(&label);
}

static void offer_remote(struct widenings *w)
{
	struct widening *new;

	if (w->x->c.filters & FILTER_REMOTE)
		return;
	new = propose(w);
	new->criteria.filters = FILTER_REMOTE;
	offer(w, w->x->c.filters ? "à distance, sans les autres filtres" : "à distance",
	      search_count_with(w->x, &new->criteria));
}

/* When no single step helps: only the commune is kept, and the whole département searched. */
static void offer_everything(struct widenings *w)
{
	struct widening *new;

	if (w->n)
		return;
	new = propose(w);
	new->criteria.filters = 0;
	new->criteria.when = (struct when){ WHEN_ANY, 0, 0 };
	new->criteria.radius_km = SEARCH_RADIUS_DEPT;
	str_clear(&new->criteria.audiences);
	str_clear(&new->criteria.needs);
	str_clear(&new->criteria.cares);
	str_clear(&new->criteria.programmes);
	str_clear(&new->criteria.typologies);
	str_clear(&new->criteria.text);
	offer(w, "tout ce qui existe dans le département",
	      search_count_with(w->x, &new->criteria));
}

void search_widenings(struct search *x, struct widening **out, size_t *n)
{
	struct widenings w = { .x = x };

	offer_radii(&w);
	offer_without_list(&w, VOCAB_AUDIENCE, "pour tous publics");
	offer_without_list(&w, VOCAB_NEED, "pour tous les besoins");
	offer_without_list(&w, VOCAB_CARE, "sans la prise en charge demandée");
	offer_without_list(&w, VOCAB_PROGRAMME, "hors de ce programme");
	offer_without_list(&w, VOCAB_TYPOLOGY, "dans toutes sortes de lieux");
	offer_without_words(&w);
	offer_without_filters(&w);
	offer_any_time(&w);
	offer_remote(&w);
	offer_everything(&w);
	*out = w.list;
	*n = w.n;
}

void search_widenings_free(struct widening *w, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(w[i].label);
		criteria_done(&w[i].criteria);
	}
	free(w);
}
