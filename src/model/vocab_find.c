#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "src/model/vocab_impl.h"

/* ---- names: what a file may contain ---- */

static int compare_names(const void *a, const void *b, void *ctx)
{
	const struct vocab *v = ctx;
	const struct vocab_term *x = &v->terms->t[*(const size_t *)a];
	const struct vocab_term *y = &v->terms->t[*(const size_t *)b];
	enum vocab_genre gx = v->values[x->value].genre, gy = v->values[y->value].genre;
	int c = gx != gy ? (gx < gy ? -1 : 1) : strcmp(x->key, y->key);

	if (c)
		return c;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->value < y->value ? -1 : x->value > y->value;
}

void vocab_sort_names(const struct vocab *v)
{
	struct vocab_terms *all = v->terms;

	all->names = xcalloc(all->n + 1, sizeof *all->names);
	for (size_t i = 0; i < all->n; i++) {
		if (all->t[i].kind != TERM_SYNONYM)
			all->names[all->n_names++] = i;
	}
	qsort_r(all->names, all->n_names, sizeof *all->names, compare_names, (void *)v);
}

/* The first of the names that fold to `key`: the best kind, then the first value. */
static const struct vocab_value *find_key(const struct vocab *v, enum vocab_genre genre,
					  const char *key)
{
	const struct vocab_terms *all = vocab_terms(v);
	size_t lo = 0, hi = all->n_names;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		const struct vocab_term *t = &all->t[all->names[mid]];
		enum vocab_genre g = v->values[t->value].genre;

		if (g < genre || (g == genre && strcmp(t->key, key) < 0))
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < all->n_names) {
		const struct vocab_term *t = &all->t[all->names[lo]];

		if (v->values[t->value].genre == genre && strcmp(t->key, key) == 0)
			return &v->values[t->value];
	}
	return NULL;
}

/* « Gratuit : je peux accéder… »: version 0 of the national schema explained its values. */
static const struct vocab_value *find_before_gloss(const struct vocab *v, enum vocab_genre genre,
						   const char *text)
{
	const struct vocab_value *x = NULL;
	const char *colon = strchr(text, ':');

	if (colon) {
		char *before = xstrndup(text, (size_t)(colon - text)), *key = folded(before);

		x = *key ? find_key(v, genre, key) : NULL;
		free(key);
		free(before);
	}
	return x;
}

const struct vocab_value *vocab_find(const struct vocab *v, enum vocab_genre genre,
				     const char *text)
{
	const struct vocab_value *x = vocab_by_code(v, genre, text);
	char *key;

	if (x)
		return x;
	key = folded(text);
	if (*key)
		x = find_key(v, genre, key);
	free(key);
	return x ? x : find_before_gloss(v, genre, text);
}

/* ---- completion: what a counsellor may type ---- */

char *term_stem(const char *key)
{
	struct fold_words w = { .rest = key };
	struct str b;
	char *s;

	str_init(&b);
	while (fold_next(&w)) {
		bool plural = w.len >= 4 && strchr("sx", w.word[w.len - 1]);

		if (b.len)
			str_addc(&b, ' ');
		str_addn(&b, w.word, plural ? w.len - 1 : w.len);
	}
	s = str_steal(&b);
	str_done(&b);
	return s;
}

enum match_rank {
	MATCH_EXACT,
	MATCH_NAME,		/* beginning of the label or the short form */
	MATCH_TERM,		/* beginning of a synonym, an alias, a code */
	MATCH_WORDS,		/* each typed word begins a word of one term */
	MATCH_TYPO,
	MATCH_SENTENCE,		/* the term stands in a longer sentence */
	MATCH_NONE,
};

struct candidate {
	enum match_rank rank;
	size_t value;
	const struct vocab_term *term;
};

/* What is typed: folded, leading articles off, plural marks off. */
struct typed {
	char *key;	/* with its plural marks, for whole comparisons */
	char *stem;
	size_t len;	/* of stem */
	size_t n_words;
	int faults;	/* allowed */
};

static void typed_init(struct typed *t, const char *text)
{
	char *all = folded(text);
	struct fold_words w = { .rest = all };
	const char *start = all;

	while (fold_next(&w) && *w.rest && fold_is_stopword(w.word, w.len))
		start = w.rest + 1;
	t->key = xstrdup(start);
	t->stem = term_stem(start);
	t->len = strlen(t->stem);
	t->n_words = 0;
	w = (struct fold_words){ .rest = t->stem };
	while (fold_next(&w))
		t->n_words++;
	t->faults = t->len >= 8 ? 2 : t->len >= 5 ? 1 : 0;
	free(all);
}

static void typed_done(struct typed *t)
{
	free(t->key);
	free(t->stem);
}

/* Does a word of the term begin with these letters? */
static bool word_begins(const char *term, const char *word, size_t len)
{
	struct fold_words w = { .rest = term };

	while (fold_next(&w)) {
		if (w.len >= len && memcmp(w.word, word, len) == 0)
			return true;
	}
	return false;
}

static bool all_words_begin(const struct typed *t, const char *term)
{
	struct fold_words w = { .rest = t->stem };

	while (fold_next(&w)) {
		bool last = !*w.rest;	/* perhaps unfinished: « la » of « laser » */

		if ((last || !fold_is_stopword(w.word, w.len)) &&
		    !word_begins(term, w.word, w.len))
			return false;
	}
	return true;
}

/* The whole term, its beginning or one of its words, but for a fault or two. */
static bool nearly(const struct typed *t, const char *term)
{
	size_t n = strlen(term);
	struct fold_words w = { .rest = term };

	if (!t->faults)
		return false;
	if (fold_distance(t->stem, t->len, term, n, t->faults) <= t->faults)
		return true;
	if (n > t->len && t->stem[0] == term[0] &&
	    fold_distance(t->stem, t->len, term, t->len, 1) <= 1)
		return true;
	while (t->n_words == 1 && fold_next(&w)) {
		if (w.len >= 4 &&
		    fold_distance(t->stem, t->len, w.word, w.len, t->faults) <= t->faults)
			return true;
	}
	return false;
}

/* « problème avec la CAF »: the whole term stands in the sentence. */
static bool sentence_holds(const struct typed *t, const char *term)
{
	size_t n = strlen(term);
	const char *at = t->stem;

	if (n < 2 || fold_is_stopword(term, n))
		return false;
	while ((at = strstr(at, term))) {
		if ((at == t->stem || at[-1] == ' ') && (!at[n] || at[n] == ' '))
			return true;
		at += n;
	}
	return false;
}

static enum match_rank rank_term(const struct typed *t, const struct vocab_term *term)
{
	bool name = term->kind == TERM_LABEL || term->kind == TERM_BRIEF;

	if (strcmp(term->stem, t->stem) == 0 || strcmp(term->key, t->key) == 0)
		return MATCH_EXACT;
	if (strncmp(term->stem, t->stem, t->len) == 0 ||
	    strncmp(term->key, t->key, strlen(t->key)) == 0)
		return name ? MATCH_NAME : MATCH_TERM;
	if (all_words_begin(t, term->stem))
		return MATCH_WORDS;
	if (nearly(t, term->stem))
		return MATCH_TYPO;
	return sentence_holds(t, term->stem) ? MATCH_SENTENCE : MATCH_NONE;
}

static int compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->value < y->value ? -1 : x->value > y->value;
}

/* Best term of each value of the genre; returns how many values match. */
static size_t rank_values(const struct vocab *v, enum vocab_genre genre, const struct typed *t,
			  struct candidate *out)
{
	const struct vocab_terms *all = vocab_terms(v);
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct vocab_term *term = &all->t[i];
		enum match_rank rank;

		if (v->values[term->value].genre != genre)
			continue;
		rank = rank_term(t, term);
		if (rank == MATCH_NONE)
			continue;
		if (n && out[n - 1].value == term->value) {
			if (rank >= out[n - 1].rank)
				continue;
			n--;
		}
		out[n++] = (struct candidate){ .rank = rank, .value = term->value, .term = term };
	}
	return n;
}

static struct vocab_match match_of(const struct vocab *v, const struct candidate *c)
{
	bool other = c->term->kind == TERM_SYNONYM || c->term->kind == TERM_ALIAS;

	return (struct vocab_match){
		.value = &v->values[c->value],
		.via = other ? c->term->text : NULL,
		.exact = c->rank == MATCH_EXACT,
		.begins = c->rank > MATCH_EXACT && c->rank < MATCH_TYPO,
	};
}

size_t vocab_complete(const struct vocab *v, enum vocab_genre genre, const char *typed,
		      struct vocab_match *out, size_t max)
{
	struct candidate *found = xcalloc(v->count[genre] + 1, sizeof *found);
	struct typed t;
	size_t n = 0;

	typed_init(&t, typed);
	if (!t.len) {
		for (; n < v->count[genre] && n < max; n++)
			out[n] = (struct vocab_match){ .value = vocab_at(v, genre, n) };
	} else {
		size_t all = rank_values(v, genre, &t, found);

		qsort(found, all, sizeof *found, compare_candidates);
		for (; n < all && n < max; n++)
			out[n] = match_of(v, &found[n]);
	}
	typed_done(&t);
	free(found);
	return n;
}
