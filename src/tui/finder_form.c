/* The fields of the search screen, and what is proposed while typing. */
#include "src/tui/finder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "src/tui/commune_suggest.h"
#include "src/tui/picker.h"

#define FACETS 400

enum vocab_genre fields_genre(enum finder_focus focus)
{
	return focus == ON_AUDIENCE ? VOCAB_AUDIENCE : VOCAB_NEED;
}

static bool has_values(enum finder_focus focus)
{
	return focus == ON_AUDIENCE || focus == ON_NEED;
}

static struct str *values(struct finder *f)
{
	return criteria_list(&f->accepted, fields_genre(f->focus));
}

/* The commune field shows what is accepted, ready to be typed over. */
static void show_commune(struct finder *f)
{
	struct str b;

	str_init(&b);
	if (f->accepted.commune != COMMUNE_NONE)
		commune_label(f->session->gazetteer, f->accepted.commune, &b);
	input_set(&f->inputs[ON_COMMUNE], b.s);
	f->inputs[ON_COMMUNE].whole = b.len > 0;
	str_done(&b);
}

void fields_set_commune(struct finder *f, uint32_t commune)
{
	f->accepted.radius_km = SEARCH_RADIUS_DEFAULT;
	f->accepted.commune = commune;
	show_commune(f);
	f->dirty = f->ask = true;
}

void fields_take(struct finder *f, const struct criteria *c)
{
	criteria_copy(&f->accepted, c);
	fields_cancel(f);
	show_commune(f);
	input_set(&f->inputs[ON_WORDS], c->text.s);
	f->dirty = f->ask = true;
}

static void clear_suggestions(struct finder *f)
{
	for (size_t i = 0; i < f->n_suggestions; i++)
		free(f->suggestions[i].label);
	f->n_suggestions = 0;
}

void fields_init(struct finder *f)
{
	criteria_init(&f->accepted);
	f->accepted.commune = COMMUNE_NONE;
	for (int i = 0; i < FIELDS; i++)
		input_init(&f->inputs[i]);
	f->counter = search_new(f->session);
	list_init(&f->choice, 1);
	f->ask = true;
}

void fields_done(struct finder *f)
{
	clear_suggestions(f);
	search_free(f->counter);
	for (int i = 0; i < FIELDS; i++)
		input_done(&f->inputs[i]);
	criteria_done(&f->accepted);
}

void fields_cancel(struct finder *f)
{
	if (f->focus == ON_COMMUNE)
		show_commune(f);
	else if (has_values(f->focus))
		input_set(&f->inputs[f->focus], "");
	f->dirty |= f->typing;
	f->typing = false;
	f->ask = true;
}

void fields_focus(struct finder *f, enum finder_focus focus)
{
	fields_cancel(f);
	f->focus = focus;
	f->ask = true;
}

static void typed(struct finder *f)
{
	if (f->focus == ON_WORDS) {
		str_clear(&f->accepted.text);
		str_add(&f->accepted.text, f->inputs[ON_WORDS].text.s);
	} else {
		f->typing = f->inputs[f->focus].text.len > 0;
		list_select(&f->choice, 0);
	}
	/* an emptied commune is no commune */
	if (f->focus == ON_COMMUNE && !f->typing)
		f->accepted.commune = COMMUNE_NONE;
	f->ask = f->dirty = true;
}

void fields_text(struct finder *f, int c)
{
	if (input_insert(&f->inputs[f->focus], c))
		typed(f);
}

/* Takes the last value away; false when there is none. */
static bool drop_value(struct finder *f)
{
	struct str *list = values(f);
	char *bar = strrchr(list->s, '|');

	if (!list->len)
		return false;
	str_truncate(list, bar ? (size_t)(bar - list->s) : 0);
	f->ask = f->dirty = true;
	return true;
}

bool fields_edit(struct finder *f, enum action action)
{
	struct input *in;

	if (f->focus >= FIELDS)
		return false;
	in = &f->inputs[f->focus];
	if (has_values(f->focus) && !in->text.len) {
		if (action == ACTION_ERASE || action == ACTION_ERASE_WORD)
			return drop_value(f);
		if (action == ACTION_ERASE_LINE) {
			while (drop_value(f))
				;
			return true;
		}
	}
	if (!input_act(in, action))
		return false;
	if (action == ACTION_ERASE || action == ACTION_DELETE || action == ACTION_ERASE_WORD ||
	    action == ACTION_ERASE_LINE)
		typed(f);
	return true;
}

/* ---- suggestions ---- */

static struct suggestion *add_suggestion(struct finder *f, struct str *label)
{
	struct suggestion *s = &f->suggestions[f->n_suggestions++];

	*s = (struct suggestion){ .label = str_steal(label), .commune = COMMUNE_NONE };
	return s;
}

static void suggest_communes(struct finder *f)
{
	struct commune_match m[SUGGESTIONS];
	const struct gazetteer *g = f->session->gazetteer;
	size_t n = commune_suggest(g, f->inputs[ON_COMMUNE].text.s, f->accepted.commune, m,
				   SUGGESTIONS);
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < n; i++) {
		struct suggestion *s;

		commune_suggestion(g, &m[i], &b);
		s = add_suggestion(f, &b);
		s->commune = m[i].commune;
		s->count = PICKER_NO_COUNT;
	}
	str_done(&b);
}

static long count_of(const struct facet *facets, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(facets[i].code, code))
			return facets[i].count;
	return 0;
}

/* The values of a genre that what is typed may mean, and the results that each would leave. */
struct completion {
	enum vocab_genre genre;
	struct vocab_match m[SUGGESTIONS];
	struct facet facets[FACETS];
	size_t n, n_facets;
};

static void complete(struct finder *f, enum vocab_genre genre, struct completion *c)
{
	c->genre = genre;
	c->n_facets = search_facets(f->counter, genre, c->facets, FACETS);
	c->n = vocab_complete(f->session->vocab, genre, f->inputs[f->focus].text.s, c->m, SUGGESTIONS);
}

/* `sure`: what begins as it was typed; else the guesses. */
static void suggest_matches(struct finder *f, const struct completion *c, bool sure)
{
	struct str b;

	str_init(&b);
	for (size_t i = 0; i < c->n && f->n_suggestions < SUGGESTIONS; i++) {
		const struct vocab_value *v = c->m[i].value;
		long count = count_of(c->facets, c->n_facets, v->code);
		struct suggestion *s;

		if ((c->m[i].exact || c->m[i].begins) != sure)
			continue;
		/* before anything is typed, only what helps */
		if (!f->typing && (!count || list_has(values(f)->s, v->code)))
			continue;
		str_add(&b, v->brief);
		if (c->m[i].via)
			str_addf(&b, " (%s)", c->m[i].via);
		s = add_suggestion(f, &b);
		s->code = v->code;
		s->genre = c->genre;
		s->count = count;
	}
	str_done(&b);
}

/* « allophone », « ne lit pas » say who the person is: what places take care of is looked up as well. */
static void suggest_values(struct finder *f)
{
	struct completion *c = xcalloc(2, sizeof *c);
	size_t n = 0;

	search_run(f->counter, &f->accepted);
	complete(f, fields_genre(f->focus), &c[n++]);
	if (f->focus == ON_AUDIENCE && f->typing)
		complete(f, VOCAB_CARE, &c[n++]);
	for (int sure = 1; sure >= 0; sure--)
		for (size_t i = 0; i < n; i++)
			suggest_matches(f, &c[i], sure);
	free(c);
}

void fields_suggest(struct finder *f)
{
	if (!f->ask)
		return;
	clear_suggestions(f);
	if (f->focus == ON_COMMUNE && f->typing)
		suggest_communes(f);
	else if (has_values(f->focus))
		suggest_values(f);
	list_set(&f->choice, (int)f->n_suggestions);
	f->lost = f->focus == ON_COMMUNE && f->typing && !f->n_suggestions;
	f->ask = false;
}

static const struct suggestion *chosen(const struct finder *f)
{
	return f->typing && f->n_suggestions ? &f->suggestions[f->choice.sel] : NULL;
}

void fields_try(const struct finder *f, struct criteria *out)
{
	const struct suggestion *s = chosen(f);

	criteria_copy(out, &f->accepted);
	if (s && s->code) {
		/* several at once are ticked in the list; to the filters one is added */
		if (s->genre == fields_genre(f->focus))
			str_clear(criteria_list(out, s->genre));
		list_add(criteria_list(out, s->genre), s->code);
	} else if (s) {
		/* a radius is a habit of the place it was chosen for */
		if (s->commune != out->commune)
			out->radius_km = SEARCH_RADIUS_DEFAULT;
		out->commune = s->commune;
	}
}

static void refuse(const struct finder *f, struct app *app)
{
	const char *typed = f->inputs[f->focus].text.s;

	if (f->focus == ON_COMMUNE)
		app_say(app, STYLE_ERROR, "Commune inconnue : « %s ». Vérifiez l’orthographe. "
					  "Ctrl-U efface.", typed);
	else
		app_say(app, STYLE_ERROR, "Rien ne ressemble à « %s ». Ctrl-U efface. "
					  "Entrée : voir toute la liste.", typed);
}

/* The field does not show it: the filters do. */
static void say_filter(const struct finder *f, const struct suggestion *s, struct app *app)
{
	if (s->code && s->genre == VOCAB_CARE)
		app_say(app, STYLE_GOOD, "« %s » : ajouté aux filtres, Ctrl-F pour l’ôter.",
			vocab_brief(f->session->vocab, VOCAB_CARE, s->code));
}

bool fields_accept(struct finder *f, struct app *app)
{
	const struct suggestion *s;

	fields_suggest(f);
	s = chosen(f);
	if (!f->typing)
		return true;
	if (!s) {
		refuse(f, app);
		return false;
	}
	fields_try(f, &f->tried);
	criteria_copy(&f->accepted, &f->tried);
	if (f->focus == ON_COMMUNE)
		criteria_remember(&f->accepted, f->session);
	say_filter(f, s, app);
	f->dirty = true;
	fields_cancel(f);
	return true;
}

void fields_refresh(struct finder *f, bool before)
{
	const struct gazetteer *g = f->session->gazetteer;
	struct commune c;

	if (!before) {
		f->counter = search_new(f->session);
		f->accepted.commune = *f->insee ? gazetteer_by_insee(g, f->insee) : COMMUNE_NONE;
		fields_cancel(f);
		f->dirty = f->ask = true;
		return;
	}
	*f->insee = '\0';
	if (f->accepted.commune != COMMUNE_NONE) {
		gazetteer_get(g, f->accepted.commune, &c);
		snprintf(f->insee, sizeof f->insee, "%s", c.insee);
	}
	clear_suggestions(f);
	list_set(&f->choice, 0);
	search_free(f->counter);
	f->counter = NULL;
}
