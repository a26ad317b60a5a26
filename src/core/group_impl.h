/*
 * Which places are one, as the index is made: places that share something are
 * candidates (group_build.c), pairs are judged (group_link.c), the best join
 * first, and a group only takes in what goes with all of it (group_join.c).
 */
#ifndef AIGUILLAGE_GROUP_IMPL_H
#define AIGUILLAGE_GROUP_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/commune.h"
#include "aiguillage/directory_same.h"
#include "aiguillage/likeness.h"
#include "aiguillage/runs.h"

/* What is compared of a place that may be the same as another. */
struct group_record {
	uint32_t place;		/* its number: rank of its row */
	uint64_t key;		/* hash; the order that does not depend on that of imports */
	uint32_t commune;
	uint64_t source;	/* who speaks */
	bool curated;		/* a source that tells its places apart by hand */
	float lat, lon;		/* NAN: unknown */
	uint64_t address, siret, phone, provider;	/* hashes, 0: none */
	struct like_name name;
};

/* What identifies a place, as hashes; 0 when there is none. */
struct group_clues {
	uint32_t commune;
	float lat, lon;
	uint64_t address, siret, phone, name;
};
void group_record_read(struct likeness *l, const struct gazetteer *g,
		       const struct place_brief *p, struct group_record *out);
struct group_clues group_clues(const struct group_record *r);

/* Hundredths.  From SURE on they are grouped; from MAYBE on they may be in one group. */
#define GROUP_MAYBE 30
#define GROUP_SURE 60
int group_link(const struct group_record *a, const struct group_record *b);

/* The result: arrays by place. */
struct groups {
	size_t n;
	struct runs rows;	/* of the base */
	uint32_t *commune;
	uint32_t *first;	/* the place that stands for the group; itself when alone */
	uint32_t *next;		/* the next one of the group, round and round */
	uint8_t *decided;	/* the counsellor said that all of the group are one */
	uint32_t (*maybe)[2];	/* pairs of places of different groups, to be looked at */
	size_t n_maybe, cap_maybe, cap;
};
struct vocab;
bool groups_build(struct groups *out, struct directory *d, const struct gazetteer *g,
		  const struct vocab *v, struct err *err);
void groups_done(struct groups *x);
/* Number of the place of that row; it must exist. */
uint32_t groups_place(const struct groups *x, int64_t row);

/* What is needed while groups are made. */
enum { SAID_YES = 1, SAID_NO = 2 };

struct group_pair {
	uint32_t a, b;		/* records */
	int16_t link;
	uint8_t said;		/* SAID_YES or SAID_NO by the counsellor */
};

struct group_build {
	struct groups *out;
	struct directory *d;
	const struct gazetteer *g;
	struct likeness *likeness;
	struct err *err;
	uint64_t *clues;	/* BY_NAME | hash of a clue << 32 | place, then record */
	size_t n_clues, cap_clues, cap;
	uint64_t *wanted;
	uint64_t *nowhere;	/* places without an address */
	struct group_record *r;	/* the candidates, by place */
	size_t n, cap_r;
	struct group_pair *pairs;
	size_t n_pairs, cap_pairs;
	uint64_t *apart;	/* pairs of records that the counsellor split, sorted */
	size_t n_apart, cap_apart;
	uint32_t *head, *tail, *link;	/* lists of the members: head of each, next of each */
	uint32_t *size;
	uint32_t *said_head, *said_size;	/* the same when only decisions had been followed */
};

/* Did the counsellor tell these two records apart? */
bool group_was_split(const struct group_build *b, uint32_t i, uint32_t k);
/* The pairs are sorted and joined, and b->out is written. */
void group_join(struct group_build *b);

#endif
