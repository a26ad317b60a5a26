/*
 * Inside a search.  One run is: geography (search_geo.c) → one bitmap per group
 * of criteria (search.c) → their intersection → order, on demand
 * (search_rank.c).  A group without a criterion has no bitmap.
 */
#ifndef AIGUILLAGE_SEARCH_IMPL_H
#define AIGUILLAGE_SEARCH_IMPL_H

#include "aiguillage/bits.h"
#include "aiguillage/search.h"

enum search_group {
	GROUP_GEO,		/* proposable, and serves the commune */
	GROUP_AUDIENCE,
	GROUP_NEED,
	GROUP_CARE,
	GROUP_PROGRAMME,
	GROUP_TYPOLOGY,
	GROUP_TEXT,
	GROUP_WHEN,
	GROUP_FILTERS,		/* the first of SEARCH_FILTERS groups */
	SEARCH_GROUPS = GROUP_FILTERS + SEARCH_FILTERS
};

/* The offers that have one of these traits, or none of the others when there are others. */
void traits_bits(const struct index *x, uint32_t has, uint32_t unless_known, uint64_t *bits);

/* What geography says of every offer for one commune, for all radii up to the horizon. */
struct geo {
	bool ready;
	uint32_t commune;
	int horizon;		/* km known to the last of them; beyond, only where it matters */
	struct commune at;
	int today;
	/* with a commune only: */
	uint8_t *base;		/* tier when one does not go there: 1, 2, 3, 5 or 0 */
	float *km;		/* to where one can go; NAN when one cannot, or out of reach */
	uint64_t *covered;	/* one can go there and it covers the commune, at any distance */
	uint64_t *same_dept;	/* one can go there, same département */
	uint64_t *train;	/* one can go there by train */
	uint64_t *no_trip;	/* no car is needed whatever the distance */
	uint64_t *home, *remote;	/* what FILTER_HOME and FILTER_REMOTE keep */
	uint64_t *proposable;
	/* Proposable and in some tier, with a car or without, for that radius: kept from key to key. */
	struct reach {
		uint64_t *bits;
		bool known;
		int km;
	} reach[2];
	uint64_t *aside;	/* would be, but for the counsellor's own marks */
};
void geo_free(struct geo *g);
/* Fills `g` for that commune, and that radius at least, unless it already is. */
void geo_prepare(struct geo *g, const struct session *s, uint32_t commune, int radius_km);
/* The offers of some tier; all that may be proposed without a commune.  Borrowed. */
const uint64_t *geo_reach(struct geo *g, size_t n, int radius_km, bool no_car);
/* Tier of an offer for a radius; NO_CAR: a trip counts only by train. */
enum search_tier geo_tier(const struct geo *g, size_t offer, int radius_km, bool no_car);

/* Opening hours in use: each distinct value is read once, when it is first needed (search_hours.c). */
struct timing {
	struct hours **parsed;	/* by number of the index; NULL: not told or not in the language */
	bool *tried;
	uint16_t *soon;		/* hours until the next opening, SOON_UNKNOWN */
	bool *soon_known;
	int64_t now;		/* what `soon` counts from */
	struct when when;	/* what the bitmap of GROUP_WHEN answers, as of when_now */
	int64_t when_now;
};
#define SOON_UNKNOWN UINT16_MAX
void timing_init(struct timing *t, const struct index *x);
void timing_done(struct timing *t, const struct index *x);
/* Forgets what depended on another moment. */
void timing_set_now(struct timing *t, const struct index *x, int64_t now);
const struct hours *timing_hours(struct timing *t, const struct index *x, size_t number);
uint16_t timing_soon(struct search *x, uint32_t offer);
/* Makes the bitmap of GROUP_WHEN, always the same one, answer the present criteria. */
void timing_when(struct search *x, uint64_t *bits);
/* The offers whose hours are not known; made when first asked. */
const uint64_t *timing_silent(struct search *x);
/* Sets the offers that are open at that time, and those whose hours are not known. */
void timing_bits(struct search *x, const struct when *w, uint64_t *bits);

#define SEARCH_MAX_WORDS 12
struct word_bits {
	char *word;		/* folded */
	uint64_t *bits;
	bool known;		/* some word of the index begins so */
};

struct ranked {
	uint64_t key;
	uint32_t offer;
};

struct search {
	struct session *s;
	const struct index *x;
	size_t n, words;
	struct geo geo;
	struct timing timing;
	uint64_t *traits[SEARCH_FILTERS], *silent[SEARCH_GROUPS];	/* search_traits.c; NULL: not yet */
	struct criteria c;
	bool active[SEARCH_GROUPS];
	const uint64_t *group[SEARCH_GROUPS];	/* of the active ones */
	uint64_t *own[SEARCH_GROUPS];	/* those that are made here */
	/* The values of each genre, in the order of the lists; made once (search_facets.c). */
	struct genre_values {
		uint32_t *value;
		size_t n;
	} by_genre[VOCAB_GENRES];
	uint64_t *bits;
	size_t count;
	struct word_bits word[SEARCH_MAX_WORDS];
	size_t n_words;
	struct str unknown, like;
	struct ranked *order;
	size_t ordered;		/* how many of `order` are in place */
	uint64_t *keys, *has_key;	/* keys of offers already ranked for keys_for, by offer */
	struct criteria keys_for;	/* without text: a word changes who is ranked, not how */
	bool plain_keys;	/* they ask for nothing */
	/* The best of all offers but for the words, those whose key is under `limit` (search_rank.c). */
	struct front {
		bool known;
		int today;		/* closings end at midnight */
		uint64_t limit, *bits;
	} front;
	uint64_t *among;	/* what search_among() gives */
	uint64_t *alone;	/* offers that are the only one of their line, mostly all */
	/* By place that stands for its group (index_group); not of offers that are alone. */
	uint64_t *line_bits;	/* the lines of the present results */
	bool lines_counted;
	size_t n_lines;		/* all of them */
	struct line_state {
		uint64_t key;
		uint32_t best, offers;
	} *lines;		/* of those, when lines_ranked */
	struct ranked *line_order;
	size_t lines_ordered;
	bool lines_ranked;
	const uint64_t **need_bits;	/* bitmaps of the chosen needs, for ranking */
	size_t n_needs;
	uint64_t *dedicated;	/* offers dedicated to a chosen audience */
	uint64_t *scratch;
};

/* The group of that genre's criterion; SEARCH_GROUPS when it has none. */
enum search_group search_group_of(enum vocab_genre genre);
/* Intersection of all active groups but one (SEARCH_GROUPS: none left out) into x->scratch. */
const uint64_t *search_all_but(struct search *x, enum search_group left_out);
/*
 * What passes with this value alone as the choice: what the source is silent about (or refuses
 * nobody), and what has the value.  NULL: none.
 */
void search_choice(struct search *x, enum vocab_genre genre, const char *code,
		   const uint64_t **silent, const uint64_t **with);
const uint64_t *search_silent(struct search *x, enum search_group group);
/* What a filter keeps, active or not.  search_trait_bits: of those that geography does not know. */
const uint64_t *search_filter_bits(struct search *x, unsigned bit);
const uint64_t *search_trait_bits(struct search *x, unsigned bit);
/*
 * The results among which the n best certainly are: few, when there are many results.  Borrowed
 * until the next call; keys are prepared.
 */
const uint64_t *search_among(struct search *x, size_t n);
/* Makes sure the first `n` of x->order are in place. */
void search_rank(struct search *x, size_t n);
/* Before search_key(), in each run. */
void search_prepare_keys(struct search *x);
/* The order of an offer but for who opens sooner; then the whole of it. */
uint64_t search_key(struct search *x, uint32_t offer);
uint64_t search_whole_key(struct search *x, struct ranked r);
/*
 * Keeps the n best of those that come: a heap, then in order once all have come.  *kept begins at 0.
 */
void best_offer(struct search *x, struct ranked *heap, size_t n, size_t *kept, struct ranked r);
void best_end(struct ranked *heap, size_t kept);
/* Other results: their lines are counted and ordered when they are asked for. */
void search_forget_lines(struct search *x);
enum search_tier search_tier_of(const struct search *x, uint32_t offer);
/* Which facts the person asks for and the source does not tell of this offer. */
struct unsaid {
	bool needs, care, cost, mode, step, hours;
};
struct unsaid search_unsaid(const struct search *x, uint32_t offer);
/* The trait that a filter asks for; 0 when geography answers instead. */
uint32_t search_filter_trait(enum search_filter f);
/* Count for another radius, by train alone or not, the other criteria kept. */
size_t search_count_geo(struct search *x, int radius_km, bool no_car);
/* Count for other criteria; those of x are the same afterwards. */
size_t search_count_with(struct search *x, const struct criteria *c);

#endif
