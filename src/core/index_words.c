/* Words of the index while it is being built: stems and posting lists. */
#include <stdlib.h>
#include <string.h>

#include "aiguillage/bits.h"
#include "aiguillage/fold.h"
#include "aiguillage/mem.h"
#include "aiguillage/pack.h"
#include "index_impl.h"

static bool ends(const char *w, size_t len, const char *with)
{
	size_t n = strlen(with);

	return len >= n && memcmp(w + len - n, with, n) == 0;
}

size_t index_stem(const char *word, size_t len, char out[INDEX_WORD_MAX])
{
	if (len > INDEX_WORD_MAX)
		len = INDEX_WORD_MAX;
	memcpy(out, word, len);
	if (len < 4)
		return len;
	if (len > 4 && ends(out, len, "aux") && !ends(out, len, "eaux")) {
		out[len - 2] = 'l';	/* sociaux → social */
		return len - 1;
	}
	if (out[len - 1] == 's' || out[len - 1] == 'x')
		len--;
	if (len > 4 && ends(out, len, "ee"))
		len--;
	return len;
}

/*
 * Texts say the same words again: the term of a word as it is written is remembered, so that most are
 * neither folded nor looked for.  As many as stay near the processor; of two for one slot, the last.
 */
#define MEMO_BITS 14
#define MEMO_WORDS 3
struct term_memo {
	uint64_t written[MEMO_WORDS];	/* zeros after it */
	uint32_t term;		/* or NO_TERM: « le », « de » */
};
#define NO_TERM UINT32_MAX
#define SEVERAL (UINT32_MAX - 1)	/* « aujourd’hui »: not remembered */

void word_builder_init(struct word_builder *b)
{
	*b = (struct word_builder){ .memo = xcalloc((size_t)1 << MEMO_BITS, sizeof *b->memo) };
	intern_init(&b->terms);
	str_init(&b->folded);
	str_init(&b->written);
}

void word_builder_done(struct word_builder *b)
{
	for (size_t i = 0; i < b->terms.n; i++)
		free(b->lists[i].p);
	free(b->lists);
	free(b->memo);
	free(b->values);
	intern_done(&b->terms);
	str_done(&b->folded);
	str_done(&b->written);
}

void postings_add(struct postings *l, uint32_t number)
{
	uint32_t gap = l->count ? number - l->last : number + 1;

	if (l->count && gap == 0)
		return;
	if (l->len + 5 > l->cap) {
		l->cap = l->cap ? l->cap * 2 : 16;
		l->p = xreallocarray(l->p, l->cap, 1);
	}
	for (; gap >= 0x80; gap >>= 7)
		l->p[l->len++] = (unsigned char)(gap | 0x80);
	l->p[l->len++] = (unsigned char)gap;
	l->last = number;
	l->count++;
}

void postings_bits(const unsigned char *p, size_t len, size_t n, uint64_t *bits)
{
	const unsigned char *end = p + len;
	uint64_t number = UINT64_MAX;

	while (p < end) {
		uint64_t gap = 0;

		for (unsigned shift = 0; p < end; shift += 7) {
			gap |= (uint64_t)(*p & 0x7F) << shift;
			if (!(*p++ & 0x80) || shift > 28)
				break;
		}
		number += gap;
		if (number >= n)
			return;
		bits_set(bits, number);
	}
}

static uint32_t term_of(struct word_builder *b, const char *stem, size_t len)
{
	size_t before = b->terms.n, cap = b->cap;
	uint32_t id = intern_add(&b->terms, stem, len);

	if (b->terms.n > before) {
		b->lists = mem_grow(b->lists, id, &cap, sizeof *b->lists);
		b->cap = cap;
		b->lists[id] = (struct postings){ 0 };
	}
	return id;
}

/* Folds a text and gives its terms one after another. */
struct term_walk {
	struct word_builder *b;
	struct fold_words w;
};

static void term_walk_init(struct term_walk *t, struct word_builder *b, const char *text)
{
	str_clear(&b->folded);
	fold(&b->folded, text);
	*t = (struct term_walk){ .b = b, .w = { .rest = b->folded.s } };
}

static bool term_walk_next(struct term_walk *t, uint32_t *term)
{
	char stem[INDEX_WORD_MAX];

	while (fold_next(&t->w)) {
		if (fold_is_stopword(t->w.word, t->w.len))
			continue;
		*term = term_of(t->b, stem, index_stem(t->w.word, t->w.len, stem));
		return true;
	}
	return false;
}

/* The only term of the word, or NO_TERM, or SEVERAL. */
static uint32_t add_terms(struct word_builder *b, uint32_t offer, const char *word, size_t len)
{
	uint32_t term, only = NO_TERM;
	struct term_walk t;

	str_clear(&b->written);
	str_addn(&b->written, word, len);
	term_walk_init(&t, b, b->written.s);
	while (term_walk_next(&t, &term)) {
		postings_add(&b->lists[term], offer);
		only = only == NO_TERM ? term : SEVERAL;
	}
	return only;
}

/* Of so few bytes hash_bytes() would take longer than all the rest. */
static struct term_memo *memo_of(const struct word_builder *b, const uint64_t w[MEMO_WORDS])
{
	uint64_t hash = w[0] ^ w[1] * UINT64_C(0x9E3779B97F4A7C15) ^ w[2] * UINT64_C(0xC2B2AE3D27D4EB4F);

	hash ^= hash >> 32;
	return &b->memo[hash * UINT64_C(0x165667B19E3779F9) >> (64 - MEMO_BITS)];
}

static void add_written(struct word_builder *b, uint32_t offer, const char *word, size_t len)
{
	uint64_t w[MEMO_WORDS] = { 0 };
	struct term_memo *m;
	uint32_t term;

	if (len > sizeof w) {
		add_terms(b, offer, word, len);
		return;
	}
	memcpy(w, word, len);
	m = memo_of(b, w);
	if (m->written[0] == w[0] && m->written[1] == w[1] && m->written[2] == w[2]) {
		if (m->term != NO_TERM)
			postings_add(&b->lists[m->term], offer);
		return;
	}
	term = add_terms(b, offer, word, len);
	if (term != SEVERAL)
		*m = (struct term_memo){ { w[0], w[1], w[2] }, term };
}

void word_builder_add(struct word_builder *b, uint32_t offer, const char *text)
{
	struct fold_words w = { .rest = text };

	while (fold_next_written(&w))
		add_written(b, offer, w.word, w.len);
}

void word_builder_add_value(struct word_builder *b, uint32_t value, const char *text)
{
	struct term_walk t;
	uint32_t term;

	term_walk_init(&t, b, text);
	while (term_walk_next(&t, &term)) {
		b->values = mem_grow(b->values, b->n_values, &b->cap_values, sizeof *b->values);
		b->values[b->n_values++] = (struct term_value){ term, value };
	}
}

struct sorted_term {
	const char *s;
	uint32_t id;
};

static int by_term(const void *a, const void *b)
{
	return strcmp(((const struct sorted_term *)a)->s, ((const struct sorted_term *)b)->s);
}

static int by_term_value(const void *a, const void *b)
{
	const struct term_value *x = a, *y = b;

	if (x->term != y->term)
		return x->term < y->term ? -1 : 1;
	return (x->value > y->value) - (x->value < y->value);
}

/* `rank`: place of each term in the alphabet. */
static void pack_term_values(struct word_builder *b, const uint32_t *rank, struct pack_writer *w)
{
	uint32_t *start = xcalloc(b->terms.n + 1, sizeof *start);
	uint32_t *values = xcalloc(b->n_values + 1, sizeof *values);
	size_t n = 0;

	for (size_t i = 0; i < b->n_values; i++)
		b->values[i].term = rank[b->values[i].term];
	if (b->n_values)
		qsort(b->values, b->n_values, sizeof *b->values, by_term_value);
	for (size_t i = 0; i < b->n_values; i++) {
		if (i && by_term_value(&b->values[i], &b->values[i - 1]) == 0)
			continue;
		values[n++] = b->values[i].value;
		start[b->values[i].term + 1]++;
	}
	for (size_t i = 0; i < b->terms.n; i++)
		start[i + 1] += start[i];
	pack_array(w, start, b->terms.n + 1, sizeof *start);
	pack_array(w, values, n, sizeof *values);
	free(start);
	free(values);
}

static void pack_lists(struct word_builder *b, const struct sorted_term *order, size_t bytes,
		       struct pack_writer *w)
{
	pack_array_begin(w, bytes, 1);
	for (size_t i = 0; i < b->terms.n; i++) {
		struct postings *l = &b->lists[order[i].id];

		if (l->len)	/* else a word of values only */
			pack_bytes(w, l->p, l->len);
		free(l->p);
		l->p = NULL;
	}
	pack_array_end(w);
}

void word_builder_pack(struct word_builder *b, struct pack_writer *w)
{
	size_t n = b->terms.n;
	struct sorted_term *order = xcalloc(n, sizeof *order);
	uint32_t *start = xcalloc(n + 1, sizeof *start), *posting = xcalloc(n + 1, sizeof *posting);
	uint32_t *rank = xcalloc(n + 1, sizeof *rank);
	struct str terms;

	str_init(&terms);
	for (size_t i = 0; i < n; i++)
		order[i] = (struct sorted_term){ intern_get(&b->terms, (uint32_t)i), (uint32_t)i };
	qsort(order, n, sizeof *order, by_term);
	for (size_t i = 0; i < n; i++) {
		str_add(&terms, order[i].s);
		rank[order[i].id] = (uint32_t)i;
		start[i + 1] = (uint32_t)terms.len;
		posting[i + 1] = posting[i] + b->lists[order[i].id].len;
	}
	pack_array(w, start, n + 1, sizeof *start);
	pack_array(w, terms.s, terms.len, 1);
	pack_array(w, posting, n + 1, sizeof *posting);
	pack_lists(b, order, posting[n], w);
	pack_term_values(b, rank, w);
	str_done(&terms);
	free(order);
	free(rank);
	free(start);
	free(posting);
}
