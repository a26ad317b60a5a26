#include "src/tui/communes_lines.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "src/tui/commune_suggest.h"

#define NAMED 200		/* communes that one text may name */

void communes_lines_init(struct communes_lines *c, const struct gazetteer *g, const struct territory *of)
{
	*c = (struct communes_lines){ .gazetteer = g, .territory = of };
	/* at most a title for each commune */
	c->line = xcalloc(2 * of->n + 1, sizeof *c->line);
	c->heading = xcalloc(2 * of->n + 1, sizeof *c->heading);
}

static void clear(struct communes_lines *c)
{
	for (size_t i = 0; i < c->n; i++)
		free(c->line[i].title);
	c->n = c->shown = 0;
}

void communes_lines_done(struct communes_lines *c)
{
	clear(c);
	free(c->line);
	free(c->heading);
}

static void add(struct communes_lines *c, struct communes_line line)
{
	c->heading[c->n] = !line.t;
	c->line[c->n++] = line;
	c->shown += line.t != NULL;
}

/* Either names begin as what was typed, or the finder is asked: names of before, codes, faults. */
struct asked {
	char *typed;
	bool begins;
	struct commune_match m[NAMED];
	size_t n;
};

/* Each word of `typed` (folded) begins one of the name. */
static bool begins(const struct commune *c, const char *typed)
{
	char *name = folded(c->name);
	struct fold_words asked = { .rest = typed };
	bool all = true;

	while (all && fold_next(&asked)) {
		struct fold_words has = { .rest = name };
		bool found = false;

		while (!found && fold_next(&has))
			found = has.len >= asked.len && !memcmp(has.word, asked.word, asked.len);
		all = found;
	}
	free(name);
	return all;
}

static void ask(const struct communes_lines *c, const char *typed, struct asked *q)
{
	struct commune commune;

	q->typed = folded(typed);
	q->begins = false;
	for (size_t i = 0; i < c->territory->n && !q->begins; i++) {
		gazetteer_get(c->gazetteer, c->territory->communes[i].commune, &commune);
		q->begins = begins(&commune, q->typed);
	}
	q->n = q->begins ? 0 : commune_suggest_core(c->gazetteer, typed, q->m, NAMED);
}

static bool is_asked(const struct asked *q, uint32_t ordinal, const struct commune *c, const char **via)
{
	*via = NULL;
	if (q->begins)
		return begins(c, q->typed);
	for (size_t i = 0; i < q->n; i++) {
		if (q->m[i].commune == ordinal) {
			*via = q->m[i].via;
			return true;
		}
	}
	return false;
}

void communes_lines_ask(struct communes_lines *c, const char *typed, bool only_blank)
{
	uint16_t epci = UINT16_MAX;
	struct asked q;

	clear(c);
	ask(c, typed, &q);
	for (size_t i = 0; i < c->territory->n; i++) {
		const struct territory_commune *t = &c->territory->communes[i];
		struct commune commune;
		const char *via;

		gazetteer_get(c->gazetteer, t->commune, &commune);
		if ((only_blank && t->here) || !is_asked(&q, t->commune, &commune, &via))
			continue;
		if (commune.epci_id != epci)
			add(c, (struct communes_line){ .title = xstrdup(commune.epci_name) });
		epci = commune.epci_id;
		add(c, (struct communes_line){ .t = t, .via = via });
	}
	free(q.typed);
}
