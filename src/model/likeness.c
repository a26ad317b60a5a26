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
#define PHRASE_LEN 128
#define WORDS_MAX 40

/* Phrases of several words, as the words they stand for. */
struct phrases {
	struct intern keys;
	struct phrase {
		char *word;
		unsigned weight;
		bool nature;
	} *to;
	size_t cap;
};

struct likeness {
	struct phrases names, ways;
};

/* ---- the words of the trade ---- */

/* Folded, without its small words. */
static void reduce(struct str *out, const char *text)
{
	char *f = folded(text);
	struct fold_words w = { .rest = f };
	size_t start = out->len;

	while (fold_next(&w)) {
		if (fold_is_stopword(w.word, w.len))
			continue;
		if (out->len > start)
			str_addc(out, ' ');
		str_addn(out, w.word, w.len);
	}
	free(f);
}

static void add_phrase(struct phrases *p, const char *text, const char *word, unsigned weight)
{
	struct str b;
	size_t before = p->keys.n;
	uint32_t id;

	str_init(&b);
	reduce(&b, text);
	if (b.len) {
		id = intern_add(&p->keys, b.s, b.len);
		if (p->keys.n > before) {
			p->to = mem_grow(p->to, id, &p->cap, sizeof *p->to);
			p->to[id] = (struct phrase){ xstrdup(word ? word : b.s), weight,
						    weight >= TELLING };
		}
	}
	str_done(&b);
}

/* All spellings of a value stand for its code; NULL: each for itself. */
static void add_value(struct phrases *p, const struct vocab_value *v, const char *word,
		      unsigned weight)
{
	struct list_walk w = { .rest = v->alias };
	struct str item;

	str_init(&item);
	if (word)
		add_phrase(p, v->label, word, weight);
	while (list_next(&w, &item))
		add_phrase(p, item.s, word, weight);
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
	for (size_t i = 0; i < vocab_count(v, VOCAB_NATURE); i++)
		add_value(&l->names, vocab_at(v, VOCAB_NATURE, i),
			  vocab_at(v, VOCAB_NATURE, i)->code, TELLING);
	for (size_t i = 0; i < vocab_count(v, VOCAB_WORD); i++) {
		const struct vocab_value *x = vocab_at(v, VOCAB_WORD, i);
		bool common = strcmp(x->code, CODE_COMMON) == 0;

		add_value(&l->names, x, common ? NULL : x->code,
			  common ? COMMON_WEIGHT : HOST_WEIGHT);
	}
	for (size_t i = 0; i < vocab_count(v, VOCAB_WAY); i++)
		add_value(&l->ways, vocab_at(v, VOCAB_WAY, i), vocab_at(v, VOCAB_WAY, i)->code, 0);
	return l;
}

void likeness_free(struct likeness *l)
{
	if (!l)
		return;
	phrases_done(&l->names);
	phrases_done(&l->ways);
	free(l);
}

/* ---- cutting ---- */

struct words {
	char *text;		/* folded; the words are cut in it */
	const char *at[WORDS_MAX];
	size_t n;
};

static void words_cut(struct words *w, const char *text)
{
	struct str b;

	str_init(&b);
	reduce(&b, text);
	w->text = str_steal(&b);
	str_done(&b);
	w->n = 0;
	for (char *rest = w->text, *word; rest && w->n < WORDS_MAX && (word = strsep(&rest, " "));)
		if (*word)
			w->at[w->n++] = word;
}

static bool has_word(const struct words *w, const char *word)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->at[i], word) == 0)
			return true;
	return false;
}

/* The longest phrase that begins at word i; *taken receives its number of words. */
static const struct phrase *phrase_at(const struct phrases *p, const struct words *w, size_t i,
				      size_t *taken)
{
	const struct phrase *found = NULL;
	char b[PHRASE_LEN];
	size_t len = 0;

	for (size_t k = 0; k < PHRASE_MAX && i + k < w->n; k++) {
		size_t n = strlen(w->at[i + k]);
		uint32_t id;

		if (len + n + 1 >= sizeof b)
			break;
		if (len)
			b[len++] = ' ';
		memcpy(b + len, w->at[i + k], n);
		len += n;
		id = intern_find(&p->keys, b, len);
		if (id == INTERN_NONE)
			continue;
		found = &p->to[id];
		*taken = k + 1;
	}
	return found;
}

/* ---- names ---- */

/* Plurals are the same word. */
static uint32_t hash_word(const char *word)
{
	size_t n = strlen(word);

	if (n > 4 && (word[n - 1] == 's' || word[n - 1] == 'x'))
		n--;
	return (uint32_t)hash_bytes(word, n, 7);
}

static void add_word(struct like_name *out, const char *word, unsigned weight)
{
	uint32_t hash = hash_word(word);
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

void likeness_name(const struct likeness *l, const char *name, const char *commune,
		   struct like_name *out)
{
	struct words w, of;

	*out = (struct like_name){ .n = 0 };
	if (!*name)
		return;
	words_cut(&w, name);
	words_cut(&of, commune);
	for (size_t i = 0, taken; i < w.n; i += taken) {
		const struct phrase *p;

		taken = 1;
		p = phrase_at(&l->names, &w, i, &taken);
		if (!p || (taken == 1 && has_word(&of, w.at[i]))) {
			add_word(out, w.at[i], has_word(&of, w.at[i]) ? COMMUNE_WEIGHT : TELLING);
			continue;
		}
		add_word(out, p->word, p->weight);
		out->nature |= p->nature;
		out->host |= p->weight == HOST_WEIGHT;
	}
	free(w.text);
	free(of.text);
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

static bool is_number(const char *word)
{
	return isdigit((unsigned char)*word) != 0;
}

/* « 24 bis », « 24bis », « 24 B »: one word. */
static bool is_repetition(const char *word)
{
	static const char *const all[] = { "bis", "ter", "quater", "b", "t" };

	for (size_t i = 0; i < ARRAY_SIZE(all); i++)
		if (strcmp(word, all[i]) == 0)
			return true;
	return false;
}

/* What the sorting office needs and the street does not. */
static size_t postal_words(const struct words *w, size_t i)
{
	if (strcmp(w->at[i], "cedex") == 0)
		return i + 1 < w->n && is_number(w->at[i + 1]) && strlen(w->at[i + 1]) < 3 ? 2 : 1;
	if ((strcmp(w->at[i], "bp") == 0 || strcmp(w->at[i], "cs") == 0) && i + 1 < w->n &&
	    is_number(w->at[i + 1]))
		return 2;
	return 0;
}

/* The words before « 69210 L’Arbresle »: the postcode, or the commune at the very end. */
static size_t street_words(const struct words *w, const char *postcode, const struct words *of)
{
	size_t n = w->n, tail = n;

	for (size_t i = 1; *postcode && i < n; i++)
		if (strcmp(w->at[i], postcode) == 0)
			return i;
	while (tail > 0 && has_word(of, w->at[tail - 1]))
		tail--;
	/* « rue de Tarare » is a street */
	return tail > 2 && n - tail >= of->n ? tail : n;
}

static void add_street_word(const struct likeness *l, const char *word, struct str *out)
{
	uint32_t id = intern_find(&l->ways.keys, word, strlen(word));

	str_join(out, " ", id == INTERN_NONE ? word : l->ways.to[id].word);
}

static void add_number(const char *word, struct str *out)
{
	size_t n = strspn(word, "0123456789");
	const char *rest = word + strspn(word, "0");

	if (rest >= word + n)
		return;		/* « 00 place du Château » */
	str_join(out, " ", "");
	str_addn(out, rest, (size_t)(word + n - rest));
	if (word[n])
		str_addc(out, word[n]);	/* « 24bis » as « 24b » */
}

void likeness_address(const struct likeness *l, const char *address, const char *postcode,
		      const char *commune, struct str *out)
{
	struct words w, of;
	struct str b;
	size_t n;

	str_init(&b);
	words_cut(&w, address);
	words_cut(&of, commune);
	n = street_words(&w, postcode, &of);
	for (size_t i = 0; i < n; i++) {
		size_t skip = postal_words(&w, i);

		if (skip) {
			i += skip - 1;
		} else if (is_number(w.at[i])) {
			add_number(w.at[i], &b);
			if (i + 1 < n && b.len && is_repetition(w.at[i + 1]))
				str_addc(&b, *w.at[++i]);
		} else {
			add_street_word(l, w.at[i], &b);
		}
	}
	str_add(out, b.s);
	str_done(&b);
	free(w.text);
	free(of.text);
}
