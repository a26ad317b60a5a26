/* What each choice would leave, and the ways out of too few results. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/text.h"
#include "search_impl.h"

static enum search_group group_of(enum vocab_genre genre)
{
	switch (genre) {
	case VOCAB_AUDIENCE:
		return GROUP_AUDIENCE;
	case VOCAB_NEED:
		return GROUP_NEED;
	case VOCAB_CARE:
		return GROUP_CARE;
	case VOCAB_PROGRAMME:
		return GROUP_PROGRAMME;
	case VOCAB_TYPOLOGY:
		return GROUP_TYPOLOGY;
	default:
		return SEARCH_GROUPS;
	}
}

struct sorted_facet {
	struct facet facet;
	int order;
};

/* Vocabulary order, then the values it does not know, by name. */
static int by_order(const void *a, const void *b)
{
	const struct sorted_facet *x = a, *y = b;

	return x->order != y->order ? (x->order > y->order) - (x->order < y->order) :
				      strcmp(x->facet.code, y->facet.code);
}

static int vocabulary_order(const struct search *x, enum vocab_genre genre, const char *code)
{
	const struct vocab_value *value = vocab_by_code(x->s->vocab, genre, code);

	return value ? value->order : INT32_MAX;
}

size_t search_facets(struct search *x, enum vocab_genre genre, struct facet *out, size_t max)
{
	const uint64_t *others = search_all_but(x, group_of(genre));
	size_t n = index_value_count(x->x), found = 0;
	struct sorted_facet *all = xcalloc(n, sizeof *all);
	uint64_t *bits = xcalloc(x->words, sizeof *bits);

	for (size_t i = 0; i < n; i++) {
		struct index_value value;

		index_value_at(x->x, i, &value);
		if (value.genre != genre)
			continue;
		search_choice_bits(x, genre, value.code, bits);
		all[found++] = (struct sorted_facet){
			.facet = { genre, value.code,
				   (uint32_t)bits_count_and(others, bits, x->words) },
			.order = vocabulary_order(x, genre, value.code),
		};
	}
	qsort(all, found, sizeof *all, by_order);
	if (found > max)
		found = max;
	for (size_t i = 0; i < found; i++)
		out[i] = all[i].facet;
	free(all);
	free(bits);
	return found;
}

uint32_t search_filter_count(struct search *x, enum search_filter f)
{
	enum search_group group = GROUP_FILTERS + (unsigned)__builtin_ctz(f);
	struct criteria c;
	size_t n;

	if (f != FILTER_NO_CAR)
		return (uint32_t)bits_count_and(search_all_but(x, group), x->group[group],
						x->words);
	criteria_init(&c);
	criteria_copy(&c, &x->c);
	c.filters |= f;
	n = search_count_with(x, &c);
	criteria_done(&c);
	return (uint32_t)n;
}

uint32_t search_filter_sure(struct search *x, enum search_filter f)
{
	uint32_t trait = search_filter_trait(f);
	const uint64_t *others;
	uint32_t n = 0;

	if (!trait)
		return search_filter_count(x, f);
	others = search_all_but(x, GROUP_FILTERS + (unsigned)__builtin_ctz(f));
	for (size_t i = bits_next(others, x->n, 0); i < x->n; i = bits_next(others, x->n, i + 1))
		n += (index_traits(x->x)[i] & trait) != 0;
	return n;
}

uint32_t search_radius_count(struct search *x, int radius_km)
{
	struct criteria c;
	size_t n;

	criteria_init(&c);
	criteria_copy(&c, &x->c);
	c.radius_km = radius_km;
	n = search_count_with(x, &c);
	criteria_done(&c);
	return (uint32_t)n;
}

uint32_t search_when_count(struct search *x, const struct when *w)
{
	struct criteria c;
	size_t n;

	criteria_init(&c);
	criteria_copy(&c, &x->c);
	c.when = *w;
	n = search_count_with(x, &c);
	criteria_done(&c);
	return (uint32_t)n;
}

/* ---- widenings ---- */

struct widenings {
	struct search *x;
	struct widening *list;
	size_t n, cap;
};

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
static bool offer(struct widenings *w, const char *label)
{
	struct widening *new = &w->list[w->n];

	new->count = (uint32_t)search_count_with(w->x, &new->criteria);
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
		if (!offer(w, label.s))
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
	offer(w, label);
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
	offer(w, label.s);
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
		offer(w, label.s);
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
	offer(w, label.s);
	str_done(&label);
}

static void offer_remote(struct widenings *w)
{
	if (w->x->c.filters & FILTER_REMOTE)
		return;
	propose(w)->criteria.filters = FILTER_REMOTE;
	offer(w, "à distance");
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
	offer(w, "tout ce qui existe dans le département");
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
