/* Besoins sans aide: what the territory is known to lack. */
#include <stdlib.h>

#include "aiguillage/mem.h"
#include "aiguillage/territory.h"
#include "src/tui/app.h"
#include "src/tui/pager.h"
#include "src/tui/screens.h"

struct gaps {
	struct pager pager;
	size_t n;
};

static void add_gap(struct gaps *g, const struct session *s, const struct offer *o)
{
	struct list_walk w = { .rest = offer_get(o, OFFER_AUDIENCES) };
	struct str audiences, item;

	str_init(&audiences);
	str_init(&item);
	while (list_next(&w, &item))
		str_join(&audiences, ", ", vocab_label(s->vocab, VOCAB_AUDIENCE, item.s));
	pager_gap(&g->pager);
	pager_add(&g->pager, STYLE_WARNING, 0, offer_get(o, OFFER_NAME));
	pager_field(&g->pager, "Ce qui manque", offer_get(o, OFFER_DESCRIPTION));
	pager_field(&g->pager, "Pour qui", audiences.s);
	pager_field(&g->pager, "À savoir", offer_get(o, OFFER_NOTE));
	pager_field(&g->pager, "Citation", offer_get(o, OFFER_QUOTE));
	pager_field(&g->pager, "Source", offer_get(o, OFFER_SOURCE));
	str_done(&item);
	str_done(&audiences);
}

static void gaps_close(void *self)
{
	struct gaps *g = self;

	pager_done(&g->pager);
	free(g);
}

static void *gaps_open(struct app *app, const void *arg, struct err *err)
{
	struct session *s = app_session(app);
	struct gaps *g = xcalloc(1, sizeof *g);
	int64_t *ids = NULL;
	struct offer o;
	bool done = true;

	(void)arg;
	pager_init(&g->pager);
	offer_init(&o);
	g->n = territory_gaps(s, &ids);
	pager_add(&g->pager, STYLE_NORMAL, 0,
		  "Ces besoins sont connus dans le secteur, et aucune offre n’y répond. Ils ne sont "
		  "jamais proposés dans une recherche.");
	for (size_t i = 0; done && i < g->n; i++) {
		done = directory_offer(s->directory, ids[i], &o, err) || err->kind == ERR_NONE;
		add_gap(g, s, &o);
	}
	if (!g->n)
		pager_add(&g->pager, STYLE_NORMAL, 0, "Aucun n’est noté dans l’annuaire.");
	offer_clear(&o);
	free(ids);
	if (done)
		return g;
	gaps_close(g);
	return NULL;
}

static struct area text_area(struct area a)
{
	return (struct area){ a.y, a.x + 2, a.h, a.w - 3 };
}

static void gaps_update(void *self, struct app *app, struct area a)
{
	struct gaps *g = self;

	(void)app;
	pager_fit(&g->pager, text_area(a));
}

static void gaps_draw(const void *self, struct term *t, struct area a)
{
	const struct gaps *g = self;

	pager_draw(&g->pager, t, text_area(a));
}

static enum outcome gaps_act(void *self, struct app *app, enum action action)
{
	struct gaps *g = self;

	(void)app;
	return pager_act(&g->pager, action) ? DONE : PASS;
}

static void gaps_heading(const void *self, struct str *out)
{
	const struct gaps *g = self;

	str_addf(out, "%zu", g->n);
}

static const struct binding keys[] = {
	{ .key = K_ESC, .action = ACTION_BACK, .bar = 2 },
	{ .key = CTRL('Q'), .action = ACTION_QUIT, .bar = 3 },
};

const struct screen_ops screen_gaps = {
	.name = "manques",
	.title = "Besoins sans aide",
	.keys = { keys, ARRAY_SIZE(keys), KEYS_LIST | KEYS_LETTERS },
	.open = gaps_open,
	.update = gaps_update,
	.draw = gaps_draw,
	.act = gaps_act,
	.close = gaps_close,
	.heading = gaps_heading,
};
