/* The packed block of the search index, shared by index_build.c and index.c. */
#ifndef AIGUILLAGE_INDEX_IMPL_H
#define AIGUILLAGE_INDEX_IMPL_H

#include "aiguillage/index.h"
#include "aiguillage/intern.h"

#define INDEX_TAG "AIDX"
#define INDEX_VERSION 8
/* Values of genre public that are exclusive stand under this number. */
#define INDEX_EXCLUSIVE ((uint32_t)VOCAB_OFFER_GENRES)

/* The arrays of the block, in this order. */
enum index_array {
	IX_TRAITS,		/* uint32_t, by offer */
	IX_LAT, IX_LON,		/* float */
	IX_COMMUNE,		/* uint32_t, ordinal of the gazetteer */
	IX_DEPT,		/* uint16_t, dept_id of the gazetteer */
	IX_UPDATED, IX_ENDS, IX_CLOSED,	/* int16_t, days */
	IX_ZONE,		/* uint32_t */
	IX_HOURS,		/* uint32_t, number of a distinct opening_hours value */
	IX_ZONE_START,		/* uint32_t, number of zones + 1 */
	IX_ZONE_ITEM,		/* uint32_t, zone_item() */
	IX_HOURS_START,		/* uint32_t, offset of each distinct value, 0 is "" */
	IX_HOURS_ARENA,		/* char, NUL terminated values, as hours_shorten() */
	IX_VALUE_GENRE,		/* uint32_t, by value */
	IX_VALUE_COUNT,		/* uint32_t */
	IX_VALUE_CODE,		/* uint32_t, offset in the arena */
	IX_VALUE_ARENA,		/* char */
	IX_VALUE_BITS,		/* uint64_t, words by value */
	IX_TERM_START,		/* uint32_t, number of terms + 1, sorted terms */
	IX_TERM_ARENA,		/* char, no NUL between */
	IX_POSTING_START,	/* uint32_t, number of terms + 1 */
	IX_POSTINGS,		/* varint gaps between offers, the first from -1 */
	IX_TERM_VALUE_START,	/* uint32_t, number of terms + 1 */
	IX_TERM_VALUE,		/* uint32_t, values that people call so: their offers hold the term */
	IX_PLACE,		/* uint32_t, number of its place, by offer */
	IX_PLACE_COMMUNE,	/* uint32_t, by place */
	IX_GROUP,		/* uint32_t, the place that stands for the group */
	IX_GROUP_NEXT,		/* uint32_t, the next place of the group, round and round */
	IX_GROUP_DECIDED,	/* uint8_t */
	IX_MAYBE,		/* uint32_t[2], places of two groups that may be one, by group */
	IX_OFFER_RANK,		/* uint32_t, runs of the offers' rows (runs.h) */
	IX_OFFER_ROW,		/* int64_t, the same runs */
	IX_PLACE_RANK,		/* uint32_t, of the places' rows */
	IX_PLACE_ROW,		/* int64_t */
	IX_ARRAYS
};

enum zone_kind { ZONE_COMMUNE, ZONE_EPCI, ZONE_DEPT, ZONE_FRANCE };
static inline uint32_t zone_item(enum zone_kind kind, uint32_t id)
{
	return (uint32_t)kind << 30 | id;
}
static inline enum zone_kind zone_item_kind(uint32_t item)
{
	return (enum zone_kind)(item >> 30);
}
static inline uint32_t zone_item_id(uint32_t item)
{
	return item & 0x3FFFFFFF;
}

/* enum index_trait bits of an offer (index_traits.c). */
uint32_t index_traits_of(const struct place *p, const struct offer *o);

/* ---- the counsellor's marks (index_marks.c) ---- */

struct local_mark;
struct index_marks {
	struct directory *d;
	struct local_mark *m;	/* sorted */
	size_t n;
};
bool index_marks_read(struct index_marks *x, struct directory *d, struct err *err);
void index_marks_done(struct index_marks *x);
/* What the marks of an offer and of its place say of it. */
struct index_marked {
	uint32_t traits;
	int16_t closed, checked;	/* days, INDEX_NO_DAY */
};
bool index_marks_of(const struct index_marks *x, const struct place *p, const struct offer *o,
		    struct index_marked *out, struct err *err);

/* ---- words (index_words.c) ---- */

#define INDEX_WORD_MAX 64
/*
 * Writes the form under which a folded word is kept: without its mark of plural or of feminine
 * plural (« demarches », « sociaux », « isolees »).  Words under 4 letters stay.
 */
size_t index_stem(const char *word, size_t len, char out[INDEX_WORD_MAX]);

/* Posting lists while the index is being built: gaps as in IX_POSTINGS. */
struct postings {
	unsigned char *p;
	uint32_t len, cap, last, count;
};
/* Numbers come in increasing order; the same one again is ignored. */
void postings_add(struct postings *l, uint32_t number);
/* Sets the bit of each of `len` bytes of gaps, as far as they are under n. */
void postings_bits(const unsigned char *p, size_t len, size_t n, uint64_t *bits);

struct term_value {
	uint32_t term, value;
};
struct term_memo;
struct word_builder {
	struct intern terms;
	struct postings *lists;	/* by term */
	size_t cap;
	struct term_value *values;
	size_t n_values, cap_values;
	struct term_memo *memo;
	struct str folded, written;	/* scratch */
};
void word_builder_init(struct word_builder *b);
void word_builder_done(struct word_builder *b);
/* Every word of a text for that offer; offers come in increasing order. */
void word_builder_add(struct word_builder *b, uint32_t offer, const char *text);
/* The same for a value: its words are kept once, not for each offer that carries it. */
void word_builder_add_value(struct word_builder *b, uint32_t value, const char *text);

struct pack_writer;
/* Appends the six arrays of terms, postings and values of terms. */
void word_builder_pack(struct word_builder *b, struct pack_writer *w);

#endif
