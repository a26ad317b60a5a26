#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "aiguillage/search.h"
#include "aiguillage/text.h"

enum { SAID_COLUMNS = 60 };	/* of the free words, in a sentence */

const int search_radii[6] = { 5, 10, 15, 20, 30, SEARCH_RADIUS_DEPT };

const char *search_filter_label(unsigned bit)
{
	static const char *const labels[SEARCH_FILTERS] = {
		"sans voiture",	       "gratuit",    "accompagnement individuel",
		"atelier collectif",   "matériel en libre accès", "vient à domicile",
		"à distance", "lieu rassurant", "accessible en fauteuil (PMR)",
	};

	return bit < SEARCH_FILTERS ? labels[bit] : "";
}

static struct str *strings(struct criteria *c, size_t i)
{
	struct str *const all[] = {
		&c->audiences, &c->needs, &c->cares, &c->programmes, &c->typologies, &c->text,
	};

	return i < sizeof all / sizeof *all ? all[i] : NULL;
}

void criteria_init(struct criteria *c)
{
	*c = (struct criteria){ .commune = COMMUNE_NONE, .radius_km = SEARCH_RADIUS_DEFAULT };
	for (size_t i = 0; strings(c, i); i++)
		str_init(strings(c, i));
}

void criteria_done(struct criteria *c)
{
	for (size_t i = 0; strings(c, i); i++)
		str_done(strings(c, i));
}

void criteria_copy(struct criteria *to, const struct criteria *from)
{
	struct criteria *f = (struct criteria *)from;

	to->commune = from->commune;
	to->radius_km = from->radius_km;
	to->filters = from->filters;
	to->when = from->when;
	for (size_t i = 0; strings(to, i); i++) {
		str_clear(strings(to, i));
		str_add(strings(to, i), strings(f, i)->s);
	}
}

bool criteria_equal(const struct criteria *a, const struct criteria *b)
{
	struct criteria *x = (struct criteria *)a, *y = (struct criteria *)b;

	if (a->commune != b->commune || a->radius_km != b->radius_km || a->filters != b->filters ||
	    a->when.kind != b->when.kind || a->when.day != b->when.day ||
	    a->when.minute != b->when.minute)
		return false;
	for (size_t i = 0; strings(x, i); i++)
		if (strcmp(strings(x, i)->s, strings(y, i)->s) != 0)
			return false;
	return true;
}

struct str *criteria_list(struct criteria *c, enum vocab_genre genre)
{
	switch (genre) {
	case VOCAB_AUDIENCE:
		return &c->audiences;
	case VOCAB_NEED:
		return &c->needs;
	case VOCAB_CARE:
		return &c->cares;
	case VOCAB_PROGRAMME:
		return &c->programmes;
	case VOCAB_TYPOLOGY:
		return &c->typologies;
	default:
		return NULL;
	}
}

/* ---- what is remembered from one day to the next ---- */

void criteria_recall(struct criteria *c, const struct session *s)
{
	char *insee = journal_get_setting(s->journal, "commune");
	char *radius = journal_get_setting(s->journal, "rayon");

	if (insee)
		c->commune = gazetteer_by_insee(s->gazetteer, insee);
	for (size_t i = 0; insee && radius && i < ARRAY_SIZE(search_radii); i++)
		if (search_radii[i] == atoi(radius))
			c->radius_km = search_radii[i];
	free(insee);
	free(radius);
}

/* A convenience: nothing is lost when it cannot be kept. */
void criteria_remember(const struct criteria *c, const struct session *s)
{
	struct err ignored = ERR_INIT;
	struct commune commune;
	char radius[16];

	if (c->commune == COMMUNE_NONE)
		return;
	gazetteer_get(s->gazetteer, c->commune, &commune);
	snprintf(radius, sizeof radius, "%d", c->radius_km);
	if (journal_set_setting(s->journal, "commune", commune.insee, &ignored))
		journal_set_setting(s->journal, "rayon", radius, &ignored);
}

/* ---- in words ---- */

static void say_list(struct str *out, const struct vocab *v, enum vocab_genre genre,
		     const char *list)
{
	struct list_walk walk = { .rest = list };
	struct str item;

	str_init(&item);
	while (list_next(&walk, &item))
		str_addf(out, ", %s", vocab_brief(v, genre, item.s));
	str_done(&item);
}

void criteria_say(struct str *out, const struct criteria *c, const struct vocab *v)
{
	static const enum vocab_genre genres[] = { VOCAB_AUDIENCE, VOCAB_NEED, VOCAB_CARE,
						   VOCAB_PROGRAMME, VOCAB_TYPOLOGY };

	for (size_t i = 0; i < ARRAY_SIZE(genres); i++)
		say_list(out, v, genres[i], criteria_list((struct criteria *)c, genres[i])->s);
	for (unsigned bit = 0; bit < SEARCH_FILTERS; bit++)
		if (c->filters >> bit & 1)
			str_addf(out, ", %s", search_filter_label(bit));
	if (c->when.kind != WHEN_ANY) {
		str_add(out, ", ");
		when_say(out, &c->when);
	}
	if (c->text.len) {
		str_add(out, ", « ");
		text_cut(out, c->text.s, SAID_COLUMNS);
		str_add(out, " »");
	}
}
