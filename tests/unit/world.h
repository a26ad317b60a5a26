/*
 * The shipped directory in a folder of its own, for the tests of the core.
 *
 *	struct world w;
 *	world_open(&w);
 *	ask(&w, "Bibost", "seniors", "demarches", 0, "");
 *	is_int(position_of(&w, "S047"), 0, "first");
 *	world_close(&w);
 */
#ifndef TESTS_WORLD_H
#define TESTS_WORLD_H

#include <stdlib.h>

#include "aiguillage/search.h"
#include "aiguillage/session.h"
#include "tests/lib/tap.h"
#include "tests/unit/tempdir.h"

struct world {
	struct session *s;
	struct search *x;
	struct criteria c;
};

static inline void world_bail(const struct err *err)
{
	printf("Bail out! %s\n", err->msg);
	exit(1);
}

static inline void world_open(struct world *w)
{
	struct session_options o = { .base = tempdir };
	struct err err = ERR_INIT;

	setenv("AIGUILLAGE_MAINTENANT", "2026-11-24T10:00", 1);
	tempdir_make();
	if (!session_open(&w->s, &o, &err))
		world_bail(&err);
	w->x = search_new(w->s);
	criteria_init(&w->c);
}

/* After an act that makes another index: no search may outlive it. */
static inline void world_refresh(struct world *w)
{
	struct err err = ERR_INIT;

	search_free(w->x);
	session_refresh(w->s, &err);
	w->x = search_new(w->s);
}

static inline void world_close(struct world *w)
{
	search_free(w->x);
	criteria_done(&w->c);
	session_close(w->s);
	tempdir_remove();
}

static inline uint32_t commune_named(struct world *w, const char *name)
{
	struct commune_match m;

	if (!name || commune_find(w->s->gazetteer, name, COMMUNE_NONE, &m, 1) != 1)
		return COMMUNE_NONE;
	return m.commune;
}

/* Runs a search with the radius of w->c. */
static inline size_t ask(struct world *w, const char *commune, const char *audiences,
			 const char *needs, unsigned filters, const char *text)
{
	w->c.commune = commune_named(w, commune);
	w->c.filters = filters;
	str_clear(&w->c.audiences);
	str_add(&w->c.audiences, audiences);
	str_clear(&w->c.needs);
	str_add(&w->c.needs, needs);
	str_clear(&w->c.text);
	str_add(&w->c.text, text);
	search_run(w->x, &w->c);
	return search_count(w->x);
}

/* Place of an offer (by key) among the results, -1 when it is not one; *h receives the hit. */
static inline int find_hit(struct world *w, const char *key, struct hit *h)
{
	struct err err = ERR_INIT;
	int64_t id = directory_offer_by_key(w->s->directory, key, &err);

	for (size_t i = 0; search_hits(w->x, i, 1, h) == 1; i++)
		if (index_offer_id(w->s->index, h->offer) == id)
			return (int)i;
	return -1;
}

static inline int position_of(struct world *w, const char *key)
{
	struct hit h;

	return find_hit(w, key, &h);
}

#endif
