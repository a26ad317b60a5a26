#include "src/tui/commune_suggest.h"

#define FOUND 300		/* communes looked at, to find those of the sector */

static bool is_home(const struct gazetteer *g, const struct commune_match *m)
{
	return m->rank <= COMMUNE_PREFIX && gazetteer_sector_of(g, m->commune) == SECTOR_CORE;
}

/* « chas » is the beginning of Chasselay before it is Chas in the Puy-de-Dôme. */
size_t commune_suggest(const struct gazetteer *g, const char *typed, uint32_t near,
		       struct commune_match *out, size_t max)
{
	struct commune_match m[FOUND];
	size_t n = commune_find(g, typed, near, m, FOUND), k = 0;

	for (int home = 1; home >= 0; home--)
		for (size_t i = 0; i < n && k < max; i++)
			if (is_home(g, &m[i]) == home)
				out[k++] = m[i];
	return k;
}

size_t commune_suggest_core(const struct gazetteer *g, const char *typed, struct commune_match *out,
			    size_t max)
{
	struct commune_match m[FOUND];
	size_t n = commune_find(g, typed, COMMUNE_NONE, m, FOUND), k = 0;

	for (size_t i = 0; i < n && k < max; i++)
		if (gazetteer_sector_of(g, m[i].commune) == SECTOR_CORE)
			out[k++] = m[i];
	return k;
}

void commune_suggestion(const struct gazetteer *g, const struct commune_match *m, struct str *out)
{
	struct commune c;

	gazetteer_get(g, m->commune, &c);
	if (m->via)
		str_addf(out, "%s (%s) ← %s", c.name, c.dept, m->via);
	else
		str_addf(out, "%s, %s %.5s", c.name, c.dept_name, c.postcodes);
}

void commune_label(const struct gazetteer *g, uint32_t commune, struct str *out)
{
	struct commune c;

	gazetteer_get(g, commune, &c);
	str_addf(out, "%s (%s)", c.name, c.dept);
}
