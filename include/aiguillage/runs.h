/*
 * Increasing numbers, mostly without gaps (row ids), as runs: « from the 40th on, 1041, 1042… ».
 * A million of them may be one run; 12 bytes a run.
 */
#ifndef AIGUILLAGE_RUNS_H
#define AIGUILLAGE_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct runs {
	uint32_t *rank;		/* of the first number of each run: 0, then increasing */
	int64_t *number;	/* that first number */
	size_t n, cap;		/* runs */
	uint32_t count;		/* numbers */
};
/* Starts from { 0 }.  The number must be greater than the last one. */
void runs_add(struct runs *r, int64_t number);
void runs_done(struct runs *r);
/* The two arrays as they come from elsewhere: may they be used, for that many numbers? */
bool runs_ok(const struct runs *r);
/* The number at a rank under r->count. */
int64_t runs_at(const struct runs *r, uint32_t rank);
/* The rank of a number, r->count when it is not there. */
uint32_t runs_rank(const struct runs *r, int64_t number);

#endif
