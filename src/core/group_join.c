/* From judged pairs to groups: the strongest join first, then the result is written. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "group_impl.h"

#define MEMBERS_MAX 30

/* ---- joining ---- */

/*
 * Records that the counsellor put together speak for one another: what is like one of them is like
 * them all.
 */
static bool go_together(const struct group_build *b, uint32_t i, uint32_t k, uint32_t x, uint32_t y)
{
	if (group_link(&b->r[i], &b->r[k]) >= GROUP_MAYBE)
		return true;
	for (uint32_t p = x; p != COMMUNE_NONE; p = b->link[p])
		for (uint32_t q = y; q != COMMUNE_NONE; q = b->link[q])
			if (b->said_head[p] == b->said_head[i] && b->said_head[q] == b->said_head[k] &&
			    (p != i || q != k) &&
			    group_link(&b->r[p], &b->r[q]) >= GROUP_MAYBE)
				return true;
	return false;
}

static bool may_join(const struct group_build *b, uint32_t x, uint32_t y, bool said)
{
	if (b->size[x] + b->size[y] > MEMBERS_MAX)
		return false;
	for (uint32_t i = x; i != COMMUNE_NONE; i = b->link[i])
		for (uint32_t k = y; k != COMMUNE_NONE; k = b->link[k])
			if (group_was_split(b, i, k) || (!said && !go_together(b, i, k, x, y)))
				return false;
	return true;
}

static void join(struct group_build *b, uint32_t x, uint32_t y)
{
	b->link[b->tail[x]] = y;
	b->tail[x] = b->tail[y];
	b->size[x] += b->size[y];
	for (uint32_t k = y; k != COMMUNE_NONE; k = b->link[k])
		b->head[k] = x;
}

static int said_first(const struct group_pair *p)
{
	return p->said == SAID_YES ? 2 : p->said == SAID_NO ? 1 : 0;
}

/* The counsellor's words, then the most alike; ties by key, whatever was imported first. */
static int by_strength(const void *a, const void *b, void *ctx)
{
	const struct group_record *r = ((struct group_build *)ctx)->r;
	const struct group_pair *x = a, *y = b;

	if (said_first(x) != said_first(y))
		return said_first(y) - said_first(x);
	if (x->link != y->link)
		return y->link - x->link;
	if (r[x->a].key != r[y->a].key)
		return r[x->a].key < r[y->a].key ? -1 : 1;
	return r[x->b].key < r[y->b].key ? -1 : r[x->b].key > r[y->b].key;
}

static bool same_pair_again(const struct group_pair *p)
{
	return p->a == p[-1].a && p->b == p[-1].b && p->said == p[-1].said;
}

static void alone(struct group_build *b)
{
	b->head = xcalloc(b->n + 1, sizeof *b->head);
	b->tail = xcalloc(b->n + 1, sizeof *b->tail);
	b->link = xcalloc(b->n + 1, sizeof *b->link);
	b->size = xcalloc(b->n + 1, sizeof *b->size);
	for (uint32_t i = 0; i < b->n; i++) {
		b->head[i] = b->tail[i] = i;
		b->link[i] = COMMUNE_NONE;
		b->size[i] = 1;
	}
}

static void join_all(struct group_build *b, bool said)
{
	for (size_t i = 0; i < b->n_pairs; i++) {
		const struct group_pair *p = &b->pairs[i];
		uint32_t x = b->head[p->a], y = b->head[p->b];

		if (x == y || p->said == SAID_NO || (p->said == SAID_YES) != said ||
		    (!said && p->link < GROUP_SURE) || (i && same_pair_again(p)))
			continue;
		if (may_join(b, x, y, said))
			join(b, x, y);
	}
}

/* ---- the result ---- */

static uint32_t *copy_of(const uint32_t *from, size_t n)
{
	uint32_t *copy = xcalloc(n + 1, sizeof *copy);

	if (n)
		memcpy(copy, from, n * sizeof *copy);
	return copy;
}

/* What the counsellor put together is decided, unless others joined it since. */
static void write_decided(struct group_build *b)
{
	for (uint32_t i = 0; i < b->n; i++) {
		uint32_t size = b->size[b->head[i]];

		b->out->decided[b->r[i].place] =
			size > 1 && size == b->said_size[b->said_head[i]];
	}
}

static void write_group(struct group_build *b, uint32_t head)
{
	struct groups *out = b->out;
	uint32_t first = head;

	for (uint32_t i = head; i != COMMUNE_NONE; i = b->link[i])
		if (b->r[i].key < b->r[first].key)
			first = i;
	for (uint32_t i = head; i != COMMUNE_NONE; i = b->link[i]) {
		uint32_t next = b->link[i] == COMMUNE_NONE ? head : b->link[i];

		out->first[b->r[i].place] = b->r[first].place;
		out->next[b->r[i].place] = b->r[next].place;
	}
}

/* Did the counsellor tell some of one from some of the other? */
static bool groups_split(const struct group_build *b, uint32_t x, uint32_t y)
{
	for (uint32_t i = b->head[x]; i != COMMUNE_NONE; i = b->link[i])
		for (uint32_t k = b->head[y]; k != COMMUNE_NONE; k = b->link[k])
			if (group_was_split(b, i, k))
				return true;
	return false;
}

static int by_group(const void *a, const void *b, void *ctx)
{
	const uint32_t *x = a, *y = b, *first = ctx;
	uint32_t fx[] = { first[x[0]], first[x[1]] }, fy[] = { first[y[0]], first[y[1]] };

	if (fx[0] != fy[0])
		return fx[0] < fy[0] ? -1 : 1;
	return fx[1] < fy[1] ? -1 : fx[1] > fy[1];
}

static void add_maybe(struct groups *out, uint32_t x, uint32_t y)
{
	out->maybe = mem_grow(out->maybe, out->n_maybe, &out->cap_maybe, sizeof *out->maybe);
	out->maybe[out->n_maybe][0] = x;
	out->maybe[out->n_maybe++][1] = y;
}

/* One pair for two groups, told from both sides. */
static void write_maybe(struct group_build *b)
{
	struct groups *out = b->out;
	size_t n = 0;

	for (size_t i = 0; i < b->n_pairs; i++) {
		const struct group_pair *p = &b->pairs[i];

		if (p->said || b->head[p->a] == b->head[p->b] || groups_split(b, p->a, p->b))
			continue;
		add_maybe(out, b->r[p->a].place, b->r[p->b].place);
		add_maybe(out, b->r[p->b].place, b->r[p->a].place);
	}
	if (!out->n_maybe)
		return;
	qsort_r(out->maybe, out->n_maybe, sizeof *out->maybe, by_group, out->first);
	for (size_t i = 0; i < out->n_maybe; i++) {
		if (n && by_group(out->maybe[n - 1], out->maybe[i], out->first) == 0)
			continue;
		memmove(out->maybe[n++], out->maybe[i], sizeof *out->maybe);
	}
	out->n_maybe = n;
}

void group_join(struct group_build *b)
{
	alone(b);
	if (b->n_pairs)
		qsort_r(b->pairs, b->n_pairs, sizeof *b->pairs, by_strength, b);
	join_all(b, true);
	b->said_head = copy_of(b->head, b->n);
	b->said_size = copy_of(b->size, b->n);
	join_all(b, false);
	write_decided(b);
	for (uint32_t i = 0; i < b->n; i++)
		if (b->head[i] == i)
			write_group(b, i);
	write_maybe(b);
}
