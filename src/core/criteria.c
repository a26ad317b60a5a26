#include <string.h>

#include "aiguillage/search.h"

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
