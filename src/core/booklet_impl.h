/* The paper directory: private to src/core/booklet*.c. */
#ifndef CORE_BOOKLET_IMPL_H
#define CORE_BOOKLET_IMPL_H

#include "aiguillage/booklet.h"
#include "aiguillage/str.h"
#include "aiguillage/territory.h"

/* A place that was told: what the indexes say of it. */
struct told {
	char *name;		/* « France Services (Amplepuis) » */
	uint32_t place;		/* in the index */
	struct str needs, audiences;	/* lists of codes */
};

struct teller {
	struct session *s;
	const struct booklet_request *r;
	booklet_fn *fn;
	void *ctx;
	struct err *err;
	struct search *x;
	struct criteria c;
	struct explanation e;
	uint32_t *communes;
	size_t n_communes, done;
	struct told *told;	/* number n is told[n - 1] */
	size_t n_told, cap_told;
	size_t number;		/* of the place being told */
	struct booklet_dot *dots;	/* of the communes, in their order */
	bool *everywhere;	/* offers that come to each commune of the chapter; NULL: none does */
};

/* The hits of a list; several offers of one place come together. */
struct booklet_part {
	struct hit *hits;
	size_t n, cap;
};

/* Each false once the listener said no, or reading failed. */
bool booklet_say(struct teller *t, enum booklet_kind kind, const char *text);
void booklet_say_epci(struct str *out, const char *name);
/* By chapter, then by name. */
void booklet_sort_communes(struct teller *t);
/* All the communes, chapter after chapter. */
bool booklet_say_towns(struct teller *t);
bool booklet_say_town(struct teller *t, uint32_t commune);
bool booklet_say_calendar(struct teller *t);
bool booklet_say_indexes(struct teller *t);

/* What is there, who comes, what is near; the caller frees the hits of each. */
void booklet_sort_hits(struct teller *t, uint32_t commune, struct booklet_part parts[TERRITORY_NONE]);

/* ---- booklet_place.c ---- */

/* « France Services (Amplepuis) » */
void booklet_say_title(struct str *out, const struct explanation *e);
/*
 * The place of hits[i], numbered, with all its offers of the list.  `comes`: its address is not
 * where people go, and it may have been told in another chapter.
 */
bool booklet_say_place(struct teller *t, const struct booklet_part *p, size_t i, bool comes);
bool booklet_told_before(const struct teller *t, const struct booklet_part *p, size_t i);
void booklet_add_hit(struct booklet_part *p, const struct hit *h);
/* 2: France Services; 1: a conseiller numérique; 0: others. */
int booklet_rank(struct teller *t, const struct hit *h);
/* In that order. */
void booklet_first_services(struct teller *t, struct booklet_part *p);

#endif
