/*
 * Inside of the vocabulary: values sorted by genre then order, and the terms
 * (label, short form, code, aliases, synonyms) under which each is found.
 */
#ifndef AIGUILLAGE_VOCAB_IMPL_H
#define AIGUILLAGE_VOCAB_IMPL_H

#include "aiguillage/fold.h"
#include "aiguillage/vocab.h"

/* In the order in which they win over one another when two values share a name. */
enum term_kind {
	TERM_LABEL,
	TERM_ALIAS,
	TERM_BRIEF,
	TERM_CODE,
	TERM_SYNONYM,
};

struct vocab_term {
	size_t value;
	enum term_kind kind;
	size_t place;	/* in the order of the file */
	char *text;	/* as written */
	char *key;	/* folded */
	char *stem;	/* folded, plural marks off: what typed words are compared with */
};

struct vocab_terms {
	bool made;
	struct vocab_term *t;		/* by value, then kind */
	size_t n, cap;
	size_t *names;			/* terms but synonyms, by genre, key, kind, value */
	size_t n_names;
};

struct vocab {
	struct vocab_value *values;
	size_t n, cap;
	size_t first[VOCAB_GENRES], count[VOCAB_GENRES];
	const struct vocab_value **by_code;
	struct vocab_terms *terms;	/* see vocab_terms() */
	char *notice;			/* or NULL */
};

/* Folded text without the final s or x of words of four letters and more; the caller's. */
char *term_stem(const char *key);
/* Made when the first name is looked for: a start has no need of them. */
const struct vocab_terms *vocab_terms(const struct vocab *v);
void vocab_sort_names(const struct vocab *v);

#endif
