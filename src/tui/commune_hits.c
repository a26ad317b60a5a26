#include "src/tui/commune_hits.h"

#include <stdlib.h>

#include "aiguillage/mem.h"

#define AT_ONCE 64		/* hits read from the search at a time */

const char *commune_part_title(enum territory_part part)
{
	static const char *const titles[] = {
		[TERRITORY_HERE] = "Sur place",
		[TERRITORY_COVERS] = "Viennent, ou couvrent la commune",
		[TERRITORY_NEAR] = "Au plus proche",
	};

	return titles[part];
}

static bool add(struct commune_hits *h, struct search *x, const struct hit *hit,
		enum territory_part part, struct err *err)
{
	struct explanation *e;

	h->e[part] = mem_grow(h->e[part], h->n[part], &h->cap[part], sizeof *h->e[part]);
	e = &h->e[part][h->n[part]++];
	explanation_init(e);
	return search_explain(x, hit, e, err);
}

bool commune_hits_read(struct commune_hits *h, struct session *s, uint32_t commune, size_t max,
		       struct err *err)
{
	struct search *x = territory_search(s, NULL, commune);
	struct hit hits[AT_ONCE];
	size_t n, from = 0;
	bool done = true;

	*h = (struct commune_hits){ 0 };
	while (done && (n = search_hits(x, from, AT_ONCE, hits)) > 0) {
		for (size_t i = 0; done && i < n; i++) {
			enum territory_part part = territory_part_of(x, &hits[i]);

			if (part == TERRITORY_NONE)
				continue;
			h->total[part]++;
			if (h->n[part] < max &&
			    (part != TERRITORY_NEAR || h->n[part] < NEAREST_SHOWN))
				done = add(h, x, &hits[i], part, err);
		}
		from += n;
	}
	search_free(x);
	return done;
}

void commune_hits_done(struct commune_hits *h)
{
	for (int part = 0; part < TERRITORY_NONE; part++) {
		for (size_t i = 0; i < h->n[part]; i++)
			explanation_done(&h->e[part][i]);
		free(h->e[part]);
	}
	*h = (struct commune_hits){ 0 };
}
