/* The lists of the search screen, with what each choice would leave. */
#include "src/tui/finder.h"

#include <stdlib.h>

#include "aiguillage/mem.h"
#include "src/tui/picker.h"

#define FACETS 400

/* One line of a list, and what checking it means. */
struct choice {
	enum when_kind when;	/* a moment, when it is not WHEN_ANY */
	bool ask;		/* a moment to be typed */
	bool filter;		/* `bit` of the filters, else `code` of `genre` */
	unsigned bit;
	enum vocab_genre genre;
	char *code;
};

struct choices {
	struct picker_item *items;
	struct choice *choices;
	size_t n, cap_items, cap_choices;
	struct finder *finder;
};

static void add(struct choices *c, struct choice choice, struct picker_item item)
{
	c->items = mem_grow(c->items, c->n, &c->cap_items, sizeof *c->items);
	c->choices = mem_grow(c->choices, c->n, &c->cap_choices, sizeof *c->choices);
	c->items[c->n] = item;
	c->choices[c->n++] = choice;
}

/* The long name finds it too. */
static char *words_of(const struct vocab_value *v)
{
	struct str b;
	char *words;

	if (!v)
		return NULL;
	str_init(&b);
	str_addf(&b, "%s|%s", v->label, v->synonyms);
	words = str_steal(&b);
	str_done(&b);
	return words;
}

/* « accessible en fauteuil (PMR), 2 sûrs », when most sources do not speak of it. */
static void add_sure(struct str *label, uint32_t count, uint32_t sure)
{
	if (sure < count)
		str_addf(label, ", %u sûr%s", sure, sure > 1 ? "s" : "");
}

/* The values of a genre that the directory holds; labels are the caller's to free. */
static void add_values(struct choices *c, enum vocab_genre genre, bool say_genre)
{
	struct finder *f = c->finder;
	struct facet *facets = xcalloc(FACETS, sizeof *facets);
	size_t n = search_facets(f->counter, genre, facets, FACETS);
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < n; i++) {
		const struct vocab_value *v = vocab_by_code(f->session->vocab, genre, facets[i].code);

		if (say_genre)
			str_addf(&b, "%s : ", vocab_genre_title(genre));
		str_add(&b, vocab_brief(f->session->vocab, genre, facets[i].code));
		if (genre == VOCAB_CARE)
			add_sure(&b, facets[i].count, facets[i].sure);
		add(c, (struct choice){ .genre = genre, .code = xstrdup(facets[i].code) },
		    (struct picker_item){
			    .label = str_steal(&b),
			    .words = words_of(v),
			    .count = facets[i].count,
			    .checked = list_has(criteria_list(&f->accepted, genre)->s,
						facets[i].code),
		    });
	}
	str_done(&b);
	free(facets);
}

static struct choices *choices_new(struct finder *f)
{
	struct choices *c = xcalloc(1, sizeof *c);

	c->finder = f;
	search_run(f->counter, &f->accepted);
	return c;
}

static void choices_free(struct choices *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free((char *)c->items[i].label);
		free((char *)c->items[i].words);
		free(c->choices[i].code);
	}
	free(c->items);
	free(c->choices);
	free(c);
}

void pick_done(struct finder *f)
{
	if (f->picking)
		choices_free(f->picking);
	f->picking = NULL;
}

/* One moment at a time: one that has just been ticked takes the place of the former. */
static void take_when(struct criteria *c, enum when_kind former, enum when_kind kind, bool checked)
{
	if (checked && kind != former)
		c->when = (struct when){ .kind = kind };
	else if (!checked && c->when.kind == kind)
		c->when = (struct when){ .kind = WHEN_ANY };
}

/* The lists follow the flags; what the lines did not show stays as it was. */
static void on_picked(void *ctx, struct app *app, const bool *checked)
{
	struct finder *f = ctx;
	struct choices *c = f->picking;
	enum when_kind former = f->accepted.when.kind;

	for (size_t i = 0; i < c->n; i++)
		if (!c->choices[i].filter && !c->choices[i].when && !c->choices[i].ask)
			list_remove(criteria_list(&f->accepted, c->choices[i].genre),
				    c->choices[i].code);
	for (size_t i = 0; i < c->n; i++) {
		const struct choice *choice = &c->choices[i];

		if (choice->ask) {
			if (checked[i])
				when_ask(f, app);
			continue;
		}
		if (choice->when) {
			take_when(&f->accepted, former, choice->when, checked[i]);
			continue;
		}
		if (choice->filter)
			f->accepted.filters &= ~(1u << choice->bit);
		if (checked[i] && choice->filter)
			f->accepted.filters |= 1u << choice->bit;
		else if (checked[i])
			list_add(criteria_list(&f->accepted, choice->genre), choice->code);
	}
	f->dirty = f->ask = true;
}

static void open_list(struct finder *f, struct app *app, struct choices *c, const char *title,
		      const char *hint)
{
	struct str b;

	pick_done(f);
	f->picking = c;
	str_init(&b);
	str_addf(&b, "%s (nombre d’offres)", title);
	picker_open(app, &(struct picker_request){ .title = b.s,
						   .items = c->items,
						   .n = c->n,
						   .several = true,
						   .hint = hint,
						   .done = on_picked,
						   .ctx = f });
	str_done(&b);
}

void pick_values(struct finder *f, struct app *app)
{
	enum vocab_genre genre = fields_genre(f->focus);
	struct choices *c = choices_new(f);

	add_values(c, genre, false);
	open_list(f, app, c, vocab_genre_title(genre), NULL);
}

static char *filter_label(struct finder *f, unsigned bit)
{
	struct str b;
	char *label;

	str_init(&b);
	str_add(&b, search_filter_label(bit));
	add_sure(&b, search_filter_count(f->counter, 1u << bit), search_filter_sure(f->counter, 1u << bit));
	label = str_steal(&b);
	str_done(&b);
	return label;
}

static void add_moment(struct choices *c, const struct when *w, bool checked)
{
	uint32_t sure, count = search_when_count(c->finder->counter, w, &sure);
	struct str b;

	str_init(&b);
	str_add(&b, "Quand : ");
	when_say(&b, w);
	add_sure(&b, count, sure);
	add(c, (struct choice){ .when = w->kind },
	    (struct picker_item){
		    .label = str_steal(&b),
		    .count = count,
		    .checked = checked,
	    });
	str_done(&b);
}

/* The usual ones, the one that was typed, and the line that lets type one. */
static void add_moments(struct choices *c)
{
	static const enum when_kind kinds[] = {
		WHEN_NOW, WHEN_TODAY, WHEN_WEEK, WHEN_MORNING, WHEN_AFTERNOON, WHEN_EVENING,
		WHEN_SATURDAY,
	};
	const struct when *now = &c->finder->accepted.when;
	bool listed = !now->kind;

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		add_moment(c, &(struct when){ .kind = kinds[i] }, now->kind == kinds[i]);
		listed |= now->kind == kinds[i];
	}
	if (!listed)
		add_moment(c, now, true);
	add(c, (struct choice){ .ask = true },
	    (struct picker_item){
		    .label = xstrdup("Quand : une date, une heure… (à taper)"),
		    .words = xstrdup("jour date heure demain lundi mardi mercredi jeudi vendredi "
				     "dimanche janvier février mars avril mai juin juillet août "
				     "septembre octobre novembre décembre"),
		    .count = PICKER_NO_COUNT,
	    });
}

void pick_filters(struct finder *f, struct app *app)
{
	struct choices *c = choices_new(f);

	for (unsigned bit = 0; bit < SEARCH_FILTERS; bit++)
		add(c, (struct choice){ .filter = true, .bit = bit },
		    (struct picker_item){
			    .label = filter_label(f, bit),
			    .count = search_filter_count(f->counter, 1u << bit),
			    .checked = f->accepted.filters & 1u << bit,
		    });
	add_moments(c);
	add_values(c, VOCAB_CARE, true);
	add_values(c, VOCAB_PROGRAMME, true);
	add_values(c, VOCAB_TYPOLOGY, true);
	open_list(f, app, c, "Filtres",
		  "Espace : cocher plusieurs ; Entrée : valider. « sûr » : la fiche le dit ; "
		  "celles qui n’en parlent pas sont gardées, après, et c’est écrit.");
}
