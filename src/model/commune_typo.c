#include <string.h>

#include "aiguillage/fold.h"
#include "src/model/commune_impl.h"
#include "src/model/commune_query.h"

#define MOST 2		/* faults, however long the text */

static int allowed(size_t letters)
{
	return letters >= 8 ? MOST : letters >= 5 ? 1 : 0;
}

static int bits(uint32_t set)
{
	return __builtin_popcount(set);
}

/* The name without its spaces; returns its length, 0 when it is too long to be compared. */
static size_t glue(char *buf, size_t size, const char *name)
{
	size_t n = 0;

	for (; *name; name++) {
		if (*name == ' ')
			continue;
		if (n == size)
			return 0;
		buf[n++] = *name;
	}
	return n;
}

/* Has s all the letters of the text but `max`, whatever their order?  Much cheaper to know. */
static bool shares_letters(const struct query *q, const char *s, size_t n, int max)
{
	unsigned char left[QUERY_LETTERS];
	size_t shared = 0;

	memcpy(left, q->counts, sizeof left);
	for (size_t i = 0; i < n; i++) {
		unsigned char *c = &left[letter_index(s[i])];

		shared += *c > 0;
		*c -= *c > 0;
	}
	return shared + (size_t)max >= strlen(q->core_glued);
}

/* The best of: the whole name, with and without articles. */
static int whole_faults(const struct query *q, const char *name, int max)
{
	char buf[64];
	size_t n = glue(buf, sizeof buf, name), article = (size_t)(name_core(name) - name);
	size_t nq = q->glued.len, nc = strlen(q->core_glued);
	int with, without;

	if (!shares_letters(q, buf, n, max))
		return max + 1;
	article -= article > 0;		/* its space is gone */
	with = without = fold_distance(q->glued.s, nq, buf, n, max);
	if (article || nc != nq)
		without = fold_distance(q->core_glued, nc, buf + article, n - article, max);
	return without < with ? without : with;
}

/* The name is being typed: its beginning. */
static int prefix_faults(const struct query *q, const char *name, int max)
{
	char buf[64];
	size_t n = glue(buf, sizeof buf, name_core(name)), nc = strlen(q->core_glued);
	int best = max + 1;

	if (!shares_letters(q, buf, n < nc + 1 ? n : nc + 1, max))
		return best;
	for (size_t k = nc > 0 ? nc - 1 : 0; k <= nc + 1 && k < n; k++) {
		int d = fold_distance(q->core_glued, nc, buf, k, max);

		if (d < best)
			best = d;
	}
	return best;
}

static int word_faults(const struct query_word *w, const char *name)
{
	struct fold_words words = { .rest = name };
	int max = allowed(w->n), best = max + 1;

	while (fold_next(&words)) {
		int d;

		if (words.len >= w->n && memcmp(words.word, w->s, w->n) == 0)
			return 0;
		if (!max)
			continue;
		d = fold_distance(w->s, w->n, words.word, words.len, max);
		if (d < best)
			best = d;
	}
	return best > max ? MOST + 1 : best;
}

/* Each word that carries meaning is a word of the name, give or take the faults. */
static int words_faults(const struct query *q, const char *name)
{
	int total = 0;

	for (size_t i = 0; i < q->n_words && total <= MOST; i++) {
		if (!q->words[i].stop)
			total += word_faults(&q->words[i], name);
	}
	return q->n_meaning ? total : MOST + 1;
}

bool query_match_typo(const struct query *q, const char *folded, uint32_t letters,
		      struct query_match *m)
{
	const uint32_t article = letters_of("les la");
	int max = allowed(strlen(q->core_glued)), missing = bits(q->letters & ~letters), d;

	/* a letter that the name has not is a fault: this spares nearly all the names */
	if (!max || missing > max)
		return false;
	m->rank = COMMUNE_TYPO;
	if (bits(letters & ~(q->letters | article)) <= max) {
		d = whole_faults(q, folded, max);
		m->grade = 2 * d;
		if (d <= max)
			return true;
	}
	d = prefix_faults(q, folded, max);
	if (d > max)
		d = words_faults(q, folded);
	m->grade = 2 * d + 1;
	return d <= max;
}
