/*
 * Folding: the one form under which words are compared, for the search box,
 * the index, the commune finder and sort keys alike.  Lower case, no accents,
 * œ→oe, æ→ae, ß→ss; letters and digits only, words separated by one space;
 * st/ste as a whole word become saint/sainte.  No locale is consulted.
 */
#ifndef AIGUILLAGE_FOLD_H
#define AIGUILLAGE_FOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "aiguillage/str.h"

/* Appends the folded form of s (any bytes; what is not a letter or a digit separates). */
void fold(struct str *out, const char *s);
/* The same into a new string. */
char *folded(const char *s);

/* ASCII spelling of one character, case kept: É → E, œ → oe, ’ → '; "?" when there is none. */
const char *fold_ascii(uint32_t cp);

/*
 * Walks the words of a folded string.  `word` borrows from the string.
 *
 *	struct fold_words w = { .rest = folded };
 *	while (fold_next(&w))
 *		use(w.word, w.len);
 */
struct fold_words {
	const char *rest;
	const char *word;
	size_t len;
};
bool fold_next(struct fold_words *w);
/* The same in a string that is not folded: stretches of it, mostly words, that fold() cuts there whatever they are. */
bool fold_next_written(struct fold_words *w);

/* Each word typed begins one of the words. */
bool fold_all_begin(const char *words, const char *typed);

/* Words that carry no meaning in a search: articles, elisions, prepositions. */
bool fold_is_stopword(const char *word, size_t len);

/* Damerau–Levenshtein distance (adjacent swaps count 1), or max + 1 when it is more than max. */
int fold_distance(const char *a, size_t na, const char *b, size_t nb, int max);

#endif
