/*
 * The search index: what a search needs to know of every offer, in arrays,
 * bitmaps and posting lists, in one packed block used in place.  It is built
 * from the rows of annuaire.db, stored beside them in the same transaction,
 * and rebuilt when its checksum is wrong, so nothing depends on it being there.
 *
 * An offer is known here by its number 0..n-1 (in the order of its row id).
 */
#ifndef AIGUILLAGE_INDEX_H
#define AIGUILLAGE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/commune.h"
#include "aiguillage/directory.h"
#include "aiguillage/err.h"
#include "aiguillage/pack.h"
#include "aiguillage/str.h"
#include "aiguillage/vocab.h"

#define INDEX_NO_DAY INT16_MIN
#define INDEX_NO_PLACE UINT32_MAX
#define INDEX_GROUP_MAX 64	/* more places than a group ever has */

/* What an offer is, as bits of index.traits. */
enum index_trait {
	/* how the person and the service meet (genre `rencontre`) */
	TRAIT_ONSITE = 1 << 0,
	TRAIT_PERMANENCE = 1 << 1,
	TRAIT_ON_REQUEST = 1 << 2,
	TRAIT_ROUND = 1 << 3,
	TRAIT_HOME = 1 << 4,
	TRAIT_REMOTE = 1 << 5,
	TRAIT_IN_AREA = 1 << 6,
	/* may it be proposed */
	TRAIT_PROPOSABLE = 1 << 7,	/* by status and audience; see index_build.c */
	TRAIT_WARNS = 1 << 8,		/* à vérifier, informel, ponctuel */
	TRAIT_PRESCRIBED = 1 << 9,	/* someone must refer the person */
	TRAIT_EXCLUSIVE = 1 << 10,	/* some audience is exclusive */
	TRAIT_EVERYBODY = 1 << 11,	/* no audience at all, or `tous-publics` */
	/* known facts; _KNOWN says whether the source speaks of it at all */
	TRAIT_FREE = 1 << 12,
	TRAIT_COST_KNOWN = 1 << 13,
	TRAIT_PAYING = 1 << 14,
	TRAIT_INDIVIDUAL = 1 << 15,
	TRAIT_WORKSHOP = 1 << 16,
	TRAIT_SELF_SERVICE = 1 << 17,
	TRAIT_MODE_KNOWN = 1 << 18,
	TRAIT_REASSURING = 1 << 19,
	TRAIT_STEP_FREE = 1 << 20,
	TRAIT_STEP_KNOWN = 1 << 21,
	TRAIT_NEEDS_KNOWN = 1 << 22,
	TRAIT_CARE_KNOWN = 1 << 23,
	TRAIT_COVERAGE = 1 << 24,	/* some coverage is given */
	/* what the counsellor marked (overlay.h), on the offer or on its place */
	TRAIT_GONE = 1 << 25,
	TRAIT_HIDDEN = 1 << 26,
};

/* A value present in the directory: « seniors » of genre public, and the offers that carry it. */
struct index_value {
	enum vocab_genre genre;
	const char *code;	/* a vocabulary code, or the source's own words */
	uint32_t count;
	const uint64_t *bits;	/* index_words() words */
};

struct index;
/* Reads every offer of the directory and hands the packed block over as it is made. */
bool index_build(struct directory *d, const struct gazetteer *g, const struct vocab *v,
		 pack_sink *sink, void *ctx, struct err *err);
/* Takes ownership of the blob.  ERR_DATA when it is damaged or of another version. */
struct index *index_open(void *blob, size_t n, struct err *err);
void index_free(struct index *x);
/* Was it made with this gazetteer?  Its communes must be asked before they are used. */
bool index_fits(const struct index *x, const struct gazetteer *g);

size_t index_count(const struct index *x);
size_t index_words(const struct index *x);	/* 64-bit words of a bitmap over the offers */
int64_t index_offer_id(const struct index *x, uint32_t offer);
/* index_count() when the index does not know it. */
size_t index_offer_of_row(const struct index *x, int64_t row);
const uint32_t *index_traits(const struct index *x);
const float *index_lat(const struct index *x);	/* NAN when unknown */
const float *index_lon(const struct index *x);
const uint32_t *index_commune(const struct index *x);	/* of the place; COMMUNE_NONE */
const uint16_t *index_dept(const struct index *x);	/* dept_id of that commune, 0 unknown */
/* The latest of the source's date and of the counsellor's own checks; days, INDEX_NO_DAY. */
const int16_t *index_updated(const struct index *x);
const int16_t *index_ends(const struct index *x);	/* last day of a dated offer, or NO_DAY */
const int16_t *index_closed(const struct index *x);	/* last day that it is closed, or NO_DAY */
const uint32_t *index_zone(const struct index *x);	/* number of its coverage set */

/*
 * Opening hours of the offer: its own, else its place's when that is where it is met.  Distinct
 * values are numbered; number 0 is "" (not told).
 */
const uint32_t *index_hours(const struct index *x);
size_t index_hours_count(const struct index *x);
bool index_hours_told(const struct index *x, size_t number);
/* Appends it. */
void index_hours_value(const struct index *x, size_t number, struct str *out);

/* How closely a coverage set names a commune. */
enum index_cover {
	COVER_NO,		/* also when no coverage is given: set 0 */
	COVER_FRANCE,
	COVER_DEPT,
	COVER_EPCI,
	COVER_COMMUNE,		/* by its own code */
};
enum index_cover index_zone_covers(const struct index *x, uint32_t zone, const struct commune *c,
		       uint32_t commune);
size_t index_zone_count(const struct index *x);

size_t index_value_count(const struct index *x);
void index_value_at(const struct index *x, size_t i, struct index_value *out);
/* Number of that value, or -1 when no offer carries it. */
int index_value_find(const struct index *x, enum vocab_genre genre, const char *code);
/* The same for values that are exclusive (genre public only): bits, or NULL. */
const uint64_t *index_exclusive_bits(const struct index *x, const char *audience);

/*
 * Places are numbered in the order of their rows, offers or not.  Those that are one place, by
 * resemblance or because the counsellor said so, form a group; most are alone in theirs.
 */
size_t index_place_count(const struct index *x);
const uint32_t *index_place(const struct index *x);	/* of each offer */
int64_t index_place_row(const struct index *x, uint32_t place);
uint32_t index_place_commune(const struct index *x, uint32_t place);	/* or COMMUNE_NONE */
/* INDEX_NO_PLACE when there is none. */
uint32_t index_place_of_row(const struct index *x, int64_t row);
/* The place that stands for its group, by place: the same for all of a group. */
const uint32_t *index_group(const struct index *x);
/* for (i = index_group_next(x, p); i != p; i = …): the others, at most INDEX_GROUP_MAX. */
uint32_t index_group_next(const struct index *x, uint32_t place);
size_t index_group_size(const struct index *x, uint32_t place);
/* The counsellor said that all of its group are one. */
bool index_group_decided(const struct index *x, uint32_t place);
/*
 * Places that may be one with some place of the group, nobody having decided: n pairs, one of ours
 * then the other.
 */
size_t index_maybe(const struct index *x, uint32_t place, const uint32_t **pairs);

/*
 * Sets in `bits` the offers that hold a word beginning with `word` (folded; stemmed when long);
 * returns how many distinct words of the index did.
 */
size_t index_word_bits(const struct index *x, const char *word, size_t len, uint64_t *bits);
/* Appends the word nearest to a mistyped one; false: none (≤ 1 fault from 5 letters, ≤ 2 from 8). */
bool index_word_like(const struct index *x, const char *word, size_t len, struct str *out);

#endif
