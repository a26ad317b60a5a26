/*
 * The search: where can this person be sent?
 *
 *	struct criteria c;
 *	criteria_init(&c);
 *	c.commune = commune;
 *	list_add(&c.audiences, "seniors");
 *	list_add(&c.needs, "demarches");
 *	struct search *s = search_new(session);
 *	search_run(s, &c);
 *	search_count(s);
 *	n = search_hits(s, 0, 20, hits);
 *	search_explain(s, &hits[0], &e, &err);	// e.place, e.offer, e.why, e.beware
 *
 * Running again with criteria that changed little costs little: geography and
 * each word are kept from one run to the next.  No I/O but search_explain().
 */
#ifndef AIGUILLAGE_SEARCH_H
#define AIGUILLAGE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/commune.h"
#include "aiguillage/err.h"
#include "aiguillage/hours.h"
#include "aiguillage/index.h"
#include "aiguillage/place.h"
#include "aiguillage/rail.h"
#include "aiguillage/session.h"
#include "aiguillage/str.h"
#include "aiguillage/vocab.h"

#define SEARCH_RADIUS_DEFAULT 10
#define SEARCH_RADIUS_DEPT 0	/* the whole département instead of a radius */

enum search_filter {
	FILTER_NO_CAR = 1 << 0,
	FILTER_FREE = 1 << 1,		/* drops what is known to be paying */
	FILTER_INDIVIDUAL = 1 << 2,
	FILTER_WORKSHOP = 1 << 3,
	FILTER_SELF_SERVICE = 1 << 4,	/* equipment in free access */
	FILTER_HOME = 1 << 5,
	FILTER_REMOTE = 1 << 6,
	FILTER_REASSURING = 1 << 7,
	FILTER_STEP_FREE = 1 << 8,
};
#define SEARCH_FILTERS 9
/* « sans voiture », « gratuit »…: what the counsellor reads; `bit` is 0..SEARCH_FILTERS-1. */
const char *search_filter_label(unsigned bit);
/* Radii offered, in order: 5, 10, 15, 20, 30, SEARCH_RADIUS_DEPT. */
extern const int search_radii[6];

/* When the person could go.  Hours that are not told never exclude: they come after, and it is said. */
enum when_kind {
	WHEN_ANY,
	WHEN_NOW,
	WHEN_TODAY,		/* still today */
	WHEN_WEEK,		/* until Sunday */
	WHEN_DAY,		/* that day */
	WHEN_MOMENT,		/* that day at that minute */
	WHEN_MORNING,		/* some morning of the next 31 days: before 12h */
	WHEN_AFTERNOON,		/* 12h to 18h */
	WHEN_EVENING,		/* after 18h */
	WHEN_SATURDAY,
	WHEN_DAY_MORNING,	/* the morning of that day */
	WHEN_DAY_AFTERNOON,
	WHEN_DAY_EVENING,
};
struct when {
	enum when_kind kind;
	int day, minute;	/* of WHEN_MOMENT; the day also of WHEN_DAY… (date.h) */
};
/*
 * Reads when as people write it: « maintenant », « cette semaine », « le matin », « samedi » (any
 * one), « vendredi », « 4 décembre », « demain matin », « lundi prochain à 14h30 », « à 17h »,
 * 2026-12-04T17:00.  False, *w untouched, when it is not understood.
 */
bool when_read(struct when *w, const char *typed, int today);
/* « ouvert maintenant », « ouvert le vendredi 4 décembre à 17h »; nothing for WHEN_ANY. */
void when_say(struct str *out, const struct when *w);

/* Lists hold vocabulary codes separated by `|` (vocab.h); empty: no such criterion. */
struct criteria {
	uint32_t commune;	/* of the person; COMMUNE_NONE: the whole directory, no distance */
	int radius_km;
	struct str audiences, needs, cares, programmes, typologies;
	unsigned filters;
	struct when when;
	struct str text;	/* free words, as typed */
};
void criteria_init(struct criteria *c);
void criteria_done(struct criteria *c);
void criteria_copy(struct criteria *to, const struct criteria *from);
bool criteria_equal(const struct criteria *a, const struct criteria *b);
/* « , seniors, gratuit, ouvert le samedi, « CAF » »: what is asked but where, after a subject. */
void criteria_say(struct str *out, const struct criteria *c, const struct vocab *v);
/* The last commune and radius used, when there were some; kept in the settings of the journal. */
void criteria_recall(struct criteria *c, const struct session *s);
void criteria_remember(const struct criteria *c, const struct session *s);
/* The list of that genre (AUDIENCE, NEED, CARE, PROGRAMME, TYPOLOGY), or NULL. */
struct str *criteria_list(struct criteria *c, enum vocab_genre genre);

/* `rang` of the TSV. */
enum search_tier {
	TIER_NONE,
	TIER_COMES = 1,		/* at home, a permanence or an itinerant stop in the commune */
	TIER_HERE = 2,		/* in the commune */
	TIER_COVERS = 3,	/* covers the commune on demand */
	TIER_NEAR = 4,		/* one goes there */
	TIER_REMOTE = 5,	/* remote or national */
};

struct hit {
	uint32_t offer;		/* number in the index */
	enum search_tier tier;
	float km;		/* straight line; NAN: no trip (comes, remote) or unknown */
};

/* What one reads as one result: the offers of a place, or of the records that are one place. */
struct search_line {
	struct hit hit;		/* its best offer */
	uint32_t offers;	/* of those that answer */
	uint32_t records;	/* of the directory that are this place, 1 mostly */
};

struct search;
/* Nothing is a result before search_run(). */
struct search *search_new(struct session *s);
void search_free(struct search *x);
/* The criteria are copied. */
void search_run(struct search *x, const struct criteria *c);
const struct criteria *search_criteria(const struct search *x);
size_t search_count(const struct search *x);
/* Hits [from, from+max) in order; returns how many were written. */
size_t search_hits(struct search *x, size_t from, size_t max, struct hit *out);
/*
 * The same by place: search_count() counts offers, as all other counts do; each offer is of one
 * line, and a line stands where its best offer would.
 */
size_t search_line_count(struct search *x);
size_t search_lines(struct search *x, size_t from, size_t max, struct search_line *out);
/* The first of those whose best offer is among these (a bitmap of index_words() words). */
size_t search_lines_within(struct search *x, const uint64_t *offers, size_t max, struct search_line *out);
/* All offers of the first n lines, line after line, the best first; *out is the caller's. */
size_t search_line_hits(struct search *x, size_t n, struct hit **out);
/* « 3 fiches », « 6 offres », nothing for one offer of one record. */
void search_line_say(struct str *out, const struct search_line *l);
/* A word that no offer holds, and the nearest word that one does: « vouliez-vous dire ». */
const char *search_unknown_word(const struct search *x, const char **like);

/* Results that the counsellor's own marks hold back: « fermé jusqu’au… », « n’existe plus », masked. */
struct search_aside {
	size_t closed, gone, hidden;
	int reopens;		/* day of the first reopening, when some are closed */
};
void search_aside(const struct search *x, struct search_aside *out);
/* « 2 offres de côté : 1 fermée jusqu’au 15 décembre, 1 masquée »; nothing when there are none. */
void search_aside_say(struct str *out, const struct search_aside *a);

/* How many results each choice would leave, the other criteria kept. */
struct facet {
	enum vocab_genre genre;
	const char *code;	/* borrowed from the index */
	uint32_t count;
	uint32_t sure;		/* among them, those that have it; the others do not speak of it */
};
/* Values of a genre present in the directory, vocabulary order, counts possibly 0. */
size_t search_facets(struct search *x, enum vocab_genre genre, struct facet *out, size_t max);
uint32_t search_filter_count(struct search *x, enum search_filter f);
/* Among them, those whose source says so; the others do not speak of it. */
uint32_t search_filter_sure(struct search *x, enum search_filter f);
uint32_t search_radius_count(struct search *x, int radius_km);

/* sure (may be NULL): among them, those whose hours are known. */
uint32_t search_when_count(struct search *x, const struct when *w, uint32_t *sure);

/* The opening hours of an offer, or NULL: not told, or not in the language.  Valid as long as x. */
const struct hours *search_hours(struct search *x, uint32_t offer);

/*
 * In French, or « Horaires non interprétés : … » when they are not in the language; nothing
 * when they are not told.
 */
void search_hours_french(struct search *x, uint32_t offer, struct str *out);
/* The opening that runs now, from its beginning, or the next one; false: none is known. */
bool search_next_opening(struct search *x, uint32_t offer, struct hours_span *span);
/* The next n dates of a permanence (hours_is_rare), one a line; nothing for other offers. */
void search_next_dates(struct search *x, uint32_t offer, int n, struct str *out);

/* Ways out of too few results, only those that give some (more). */
struct widening {
	char *label;		/* « à 20 km », « pour tous publics », « à distance » */
	uint32_t count;
	struct criteria criteria;
};
/* *n widenings in *out, the caller's (search_widenings_free). */
void search_widenings(struct search *x, struct widening **out, size_t *n);
void search_widenings_free(struct widening *w, size_t n);

/* One result with its rows and its reasons. */
struct explanation {
	struct place place;
	struct offer offer;
	struct hit hit;
	struct str where;	/* « Tarare, ≈ 6 km à vol d’oiseau » or « vient à Bibost » */
	struct str why;		/* « vient à Bibost · seniors · gratuit » */
	struct str beware;	/* « à vérifier · sur prescription : … », or "" */
	struct str brief;	/* the same in HOURS_BRIEF columns: « Ouvert jusqu’à 12h », or "" */
	struct str now;		/* « Ouvert — ferme à 12h », « Fermé — ouvre demain à 9h », or "" */
};
void explanation_init(struct explanation *e);
void explanation_done(struct explanation *e);
bool search_explain(struct search *x, const struct hit *h, struct explanation *e,
		    struct err *err);
/*
 * The same for a line: of the offers that answer, the one whose own name holds most of the words
 * that were typed, else the best.
 */
bool search_explain_line(struct search *x, const struct search_line *l, struct explanation *e,
			 struct err *err);
/* What to beware of in an offer whatever the person: for the place's own page. */
void offer_beware(struct str *out, const struct place *p, const struct offer *o,
		  const struct vocab *v);
/* « ≈ 6 km à vol d’oiseau ». */
void say_distance(struct str *out, double km);

#endif
