#include "aiguillage/runs.h"

#include <stdlib.h>

#include "aiguillage/mem.h"

/* Numbers of the run i. */
static uint32_t length(const struct runs *r, size_t i)
{
	return (i + 1 < r->n ? r->rank[i + 1] : r->count) - r->rank[i];
}

void runs_add(struct runs *r, int64_t number)
{
	if (!r->n || number != r->number[r->n - 1] + length(r, r->n - 1)) {
		if (r->n == r->cap) {
			r->cap = r->cap ? 2 * r->cap : 16;
			r->rank = xreallocarray(r->rank, r->cap, sizeof *r->rank);
			r->number = xreallocarray(r->number, r->cap, sizeof *r->number);
		}
		r->rank[r->n] = r->count;
		r->number[r->n++] = number;
	}
	r->count++;
}

void runs_done(struct runs *r)
{
	free(r->rank);
	free(r->number);
	*r = (struct runs){ 0 };
}

/* Each run has a number or more, and ends before the next begins. */
bool runs_ok(const struct runs *r)
{
	if (!r->n)
		return r->count == 0;
	if (r->rank[0] != 0 || r->rank[r->n - 1] >= r->count ||
	    r->number[r->n - 1] > INT64_MAX - (int64_t)r->count)
		return false;
	for (size_t i = 1; i < r->n; i++)
		if (r->rank[i] <= r->rank[i - 1] || r->number[i] <= r->number[i - 1] ||
		    (uint64_t)r->number[i] - (uint64_t)r->number[i - 1] < length(r, i - 1))
			return false;
	return true;
}

int64_t runs_at(const struct runs *r, uint32_t rank)
{
	size_t lo = 0, hi = r->n;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (r->rank[mid] <= rank)
			lo = mid;
		else
			hi = mid;
	}
	return r->number[lo] + (rank - r->rank[lo]);
}

uint32_t runs_rank(const struct runs *r, int64_t number)
{
	size_t lo = 0, hi = r->n;

	while (lo < hi) {	/* the first run that begins after it */
		size_t mid = lo + (hi - lo) / 2;

		if (r->number[mid] <= number)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (!lo || (uint64_t)number - (uint64_t)r->number[lo - 1] >= length(r, lo - 1))
		return r->count;
	return r->rank[lo - 1] + (uint32_t)(number - r->number[lo - 1]);
}
