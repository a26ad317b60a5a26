#include "aiguillage/likeness.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "aiguillage/fold.h"
#include "aiguillage/intern.h"
#include "aiguillage/mem.h"
#include "aiguillage/pack.h"

/*
 * Hundredths. A word that many places bear, a nature that lends its roof to others (the town hall), the name of
 * the commune: tuned on the lists of two départements.
 */
#define COMMON_WEIGHT 25
#define HOST_WEIGHT 50
#define COMMUNE_WEIGHT 10
#define TELLING 100		/* from this weight on a word tells something alone */

#define CODE_COMMON "courant"	/* of genre `mot`: each of its words is one */
#define PHRASE_MAX 5		/* words of a nature */
#define WORDS_MAX 40

/* Phrases of several words, as the words they stand for. */
struct phrases {
	struct intern keys;
	struct phrase {
		char *word;
		uint32_t hash;	/* of the word */
		unsigned weight;
		bool nature;
	} *to;
	size_t cap;
};

struct word {
	const char *s;
	size_t len;
};

/* The words of a text, folded, without the small ones. */
struct words {
	struct str text;	/* one space between them */
	struct word at[WORDS_MAX];
	size_t n;
};

struct likeness {
	struct phrases names, ways;
	/* scratch */
	struct words said, of;	/* a name or an address; the commune that was last asked about */
	struct str commune, address;
};

/* ---- cutting ---- */

static void words_cut(struct words *w, const char *text)
{
	struct fold_words f;
	char *to;

	str_clear(&w->text);
	fold(&w->text, text);
	f.rest = to = w->text.s;
	w->n = 0;
	while (w->n < WORDS_MAX && fold_next(&f)) {
		if (fold_is_stopword(f.word, f.len))
			continue;
		if (w->n)
			*to++ = ' ';
		memmove(to, f.word, f.len);
		w->at[w->n++] = (struct word){ to, f.len };
		to += f.len;
	}
	str_truncate(&w->text, (size_t)(to - w->text.s));
}

/* Several texts of a place are read beside its commune. */
static const struct words *commune_words(struct likeness *l, const char *commune)
{
	if (strcmp(l->commune.s, commune) != 0) {
		str_clear(&l->commune);
		str_add(&l->commune, commune);
		words_cut(&l->of, commune);
	}
	return &l->of;
}

static bool word_is(const struct word *w, const char *s, size_t len)
{
	return w->len == len && memcmp(w->s, s, len) == 0;
}

static bool has_word(const struct words *w, const struct word *word)
{
	for (size_t i = 0; i < w->n; i++)
		if (word_is(&w->at[i], word->s, word->len))
			return true;
	return false;
}

/* ---- the words of the trade ---- */

/* Plurals are the same word. */
static uint32_t hash_word(const char *word, size_t n)
{
	if (n > 4 && (word[n - 1] == 's' || word[n - 1] == 'x'))
		n--;
	return (uint32_t)hash_bytes(word, n, 7);
}

static void add_phrase(struct likeness *l, struct phrases *p, const char *text, const char *word,
		       unsigned weight)
{
	const struct str *key = &l->said.text;
	size_t before = p->keys.n;
	uint32_t id;

	words_cut(&l->said, text);
	if (!key->len)
		return;
	id = intern_add(&p->keys, key->s, key->len);
	if (p->keys.n == before)
		return;
	if (!word)
		word = key->s;
	p->to = mem_grow(p->to, id, &p->cap, sizeof *p->to);
	p->to[id] = (struct phrase){ xstrdup(word), hash_word(word, strlen(word)), weight,
				    weight >= TELLING };
}

/* All spellings of a value stand for its code; NULL: each for itself. */
static void add_value(struct likeness *l, struct phrases *p, const struct vocab_value *v,
		      const char *word, unsigned weight)
{
	struct list_walk w = { .rest = v->alias };
	struct str item;

	str_init(&item);
	if (word)
		add_phrase(l, p, v->label, word, weight);
	while (list_next(&w, &item))
		add_phrase(l, p, item.s, word, weight);
	str_done(&item);
}

static void phrases_done(struct phrases *p)
{
	for (size_t i = 0; i < p->keys.n; i++)
		free(p->to[i].word);
	free(p->to);
	intern_done(&p->keys);
}

struct likeness *likeness_new(const struct vocab *v)
{
	struct likeness *l = xcalloc(1, sizeof *l);

	intern_init(&l->names.keys);
	intern_init(&l->ways.keys);
	str_init(&l->said.text);
	str_init(&l->of.text);
	str_init(&l->commune);
	str_init(&l->address);
	for (size_t i = 0; i < vocab_count(v, VOCAB_NATURE); i++)
		add_value(l, &l->names, vocab_at(v, VOCAB_NATURE, i),
			  vocab_at(v, VOCAB_NATURE, i)->code, TELLING);
	for (size_t i = 0; i < vocab_count(v, VOCAB_WORD); i++) {
		const struct vocab_value *x = vocab_at(v, VOCAB_WORD, i);
		bool common = strcmp(x->code, CODE_COMMON) == 0;

		add_value(l, &l->names, x, common ? NULL : x->code,
			  common ? COMMON_WEIGHT : HOST_WEIGHT);
	}
	for (size_t i = 0; i < vocab_count(v, VOCAB_WAY); i++)
		add_value(l, &l->ways, vocab_at(v, VOCAB_WAY, i),
			  vocab_at(v, VOCAB_WAY, i)->code, 0);
	return l;
}

void likeness_free(struct likeness *l)
{
	if (!l)
		return;
	phrases_done(&l->names);
	phrases_done(&l->ways);
	str_done(&l->said.text);
	str_done(&l->of.text);
	str_done(&l->commune);
	str_done(&l->address);
	free(l);
}

/* ---- names ---- */

/* The longest phrase that begins at word i; *taken receives its number of words. */
static const struct phrase *phrase_at(const struct phrases *p, const struct words *w, size_t i,
				      size_t *taken)
{
	const struct phrase *found = NULL;
	const char *begin = w->at[i].s;

	for (size_t k = i; k < i + PHRASE_MAX && k < w->n; k++) {
		size_t len = (size_t)(w->at[k].s + w->at[k].len - begin);
		uint32_t id = intern_find(&p->keys, begin, len);

		if (id == INTERN_NONE)
			continue;
		found = &p->to[id];
		*taken = k + 1 - i;
	}
	return found;
}

static void add_word(struct like_name *out, uint32_t hash, unsigned weight)
{
	size_t i = out->n;

	for (size_t k = 0; k < out->n; k++)
		if (out->word[k] == hash)
			return;
	if (out->n == LIKENESS_WORDS)
		return;
	for (; i > 0 && out->word[i - 1] > hash; i--) {
		out->word[i] = out->word[i - 1];
		out->weight[i] = out->weight[i - 1];
	}
	out->word[i] = hash;
	out->weight[i] = (uint8_t)weight;
	out->total = (uint16_t)(out->total + weight);
	out->n++;
}

void likeness_name(struct likeness *l, const char *name, const char *commune,
		   struct like_name *out)
{
	const struct words *w = &l->said, *of;

	*out = (struct like_name){ .n = 0 };
	if (!*name)
		return;
	words_cut(&l->said, name);
	of = commune_words(l, commune);
	for (size_t i = 0, taken; i < w->n; i += taken) {
		const struct word *word = &w->at[i];
		const struct phrase *p;

		taken = 1;
		p = phrase_at(&l->names, w, i, &taken);
		if (!p || (taken == 1 && has_word(of, word))) {
			add_word(out, hash_word(word->s, word->len),
				 has_word(of, word) ? COMMUNE_WEIGHT : TELLING);
			continue;
		}
		add_word(out, p->hash, p->weight);
		out->nature |= p->nature;
		out->host |= p->weight == HOST_WEIGHT;
	}
}

static unsigned shared(const struct like_name *a, const struct like_name *b)
{
	unsigned sum = 0;

	for (size_t i = 0, k = 0; i < a->n && k < b->n;) {
		if (a->word[i] == b->word[k]) {
			sum += a->weight[i] < b->weight[k] ? a->weight[i] : b->weight[k];
			i++;
			k++;
		} else if (a->word[i] < b->word[k]) {
			i++;
		} else {
			k++;
		}
	}
	return sum;
}

float likeness_alike(const struct like_name *a, const struct like_name *b)
{
	unsigned all = (unsigned)a->total + b->total;

	return all ? 2.0f * (float)shared(a, b) / (float)all : 0;
}

bool likeness_lodger(const struct like_name *a, const struct like_name *b)
{
	return (a->host && !a->nature && b->nature) || (b->host && !b->nature && a->nature);
}

/* All but the words of the commune. */
static unsigned own_words(const struct like_name *a)
{
	unsigned sum = 0;

	for (size_t i = 0; i < a->n; i++)
		if (a->weight[i] > COMMUNE_WEIGHT)
			sum += a->weight[i];
	return sum;
}

float likeness_inside(const struct like_name *a, const struct like_name *b)
{
	unsigned x = own_words(a), y = own_words(b), least = x < y ? x : y;
	unsigned common = shared(a, b);

	if (common < TELLING)
		return 0;
	return common < least ? (float)common / (float)least : 1;
}

uint64_t likeness_name_hash(const struct like_name *a)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < a->n; i++)
		if (a->weight[i] >= HOST_WEIGHT)
			hash = hash_bytes(&a->word[i], sizeof a->word[i], hash + 1);
	return hash;
}

/* ---- addresses ---- */

static bool is_number(const struct word *w)
{
	return isdigit((unsigned char)*w->s) != 0;
}

#define WORD_IS(w, text) word_is(w, text, sizeof text - 1)

/* « 24 bis », « 24bis », « 24 B »: one word. */
static bool is_repetition(const struct word *w)
{
	return WORD_IS(w, "bis") || WORD_IS(w, "ter") || WORD_IS(w, "quater") || WORD_IS(w, "b") ||
	       WORD_IS(w, "t");
}

/* What the sorting office needs and the street does not. */
static size_t postal_words(const struct words *w, size_t i)
{
	const struct word *next = i + 1 < w->n && is_number(&w->at[i + 1]) ? &w->at[i + 1] : NULL;

	if (WORD_IS(&w->at[i], "cedex"))
		return next && next->len < 3 ? 2 : 1;
	if (WORD_IS(&w->at[i], "bp") || WORD_IS(&w->at[i], "cs"))
		return next ? 2 : 0;
	return 0;
}

/* The words before « 69210 L’Arbresle »: the postcode, or the commune at the very end. */
static size_t street_words(const struct words *w, const char *postcode, const struct words *of)
{
	size_t n = w->n, tail = n, len = strlen(postcode);

	for (size_t i = 1; len && i < n; i++)
		if (word_is(&w->at[i], postcode, len))
			return i;
	while (tail > 0 && has_word(of, &w->at[tail - 1]))
		tail--;
	/* « rue de Tarare » is a street */
	return tail > 2 && n - tail >= of->n ? tail : n;
}

static void begin_word(struct str *out)
{
	if (out->len)
		str_addc(out, ' ');
}

static void add_street_word(const struct likeness *l, const struct word *w, struct str *out)
{
	uint32_t id = intern_find(&l->ways.keys, w->s, w->len);

	begin_word(out);
	if (id == INTERN_NONE)
		str_addn(out, w->s, w->len);
	else
		str_add(out, l->ways.to[id].word);
}

static void add_number(const struct word *w, struct str *out)
{
	size_t zeros = 0, n;

	while (zeros < w->len && w->s[zeros] == '0')
		zeros++;
	for (n = zeros; n < w->len && isdigit((unsigned char)w->s[n]);)
		n++;
	if (zeros == n)
		return;		/* « 00 place du Château » */
	begin_word(out);
	str_addn(out, w->s + zeros, n - zeros);
	if (n < w->len)
		str_addc(out, w->s[n]);	/* « 24bis » as « 24b » */
}

const char *likeness_address(struct likeness *l, const char *address, const char *postcode,
			     const char *commune)
{
	const struct words *w = &l->said;
	struct str *out = &l->address;
	size_t n;

	str_clear(out);
	words_cut(&l->said, address);
	n = street_words(w, postcode, commune_words(l, commune));
	for (size_t i = 0; i < n; i++) {
		size_t skip = postal_words(w, i);

		if (skip) {
			i += skip - 1;
		} else if (is_number(&w->at[i])) {
			add_number(&w->at[i], out);
			if (i + 1 < n && out->len && is_repetition(&w->at[i + 1]))
				str_addc(out, *w->at[++i].s);
		} else {
			add_street_word(l, &w->at[i], out);
		}
	}
	return out->s;
}
