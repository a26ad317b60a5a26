/*
 * What was typed, in the forms that the finder compares, and the two ways of
 * comparing it with a folded name.
 */
#ifndef MODEL_COMMUNE_QUERY_H
#define MODEL_COMMUNE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/commune.h"
#include "aiguillage/str.h"

#define QUERY_WORDS 16
#define QUERY_CODE 5
#define QUERY_LETTERS 27

struct query_word {
	const char *s;		/* in text */
	size_t n;
	bool stop;		/* article or preposition */
};

struct query {
	struct str text;	/* folded, without the code */
	struct str glued;	/* text without its spaces */
	const char *core, *core_glued;	/* the same without the leading article */
	struct query_word words[QUERY_WORDS];
	size_t n_words, n_meaning;	/* all; those that are no stop words */
	uint32_t starts;	/* letter bits: text and core begin so */
	uint32_t needed;	/* initials of the words that carry meaning */
	uint32_t letters;	/* of core */
	unsigned char counts[QUERY_LETTERS];	/* how many times each is in core */
	char code[QUERY_CODE + 1];	/* INSEE, postal, département or arrondissement, or "" */
};

void query_init(struct query *q);
void query_done(struct query *q);
/* Reads what was typed.  Without any name, text is "" and only code is searched. */
void query_read(struct query *q, const char *typed);
/* « stbel », « stefoy »: the same with « saint » written out; false when there is nothing to do. */
bool query_expand_saint(const struct query *q, struct query *out);
/* The same with only its first n words; false when none of them carries meaning. */
bool query_shorten(const struct query *q, size_t n, struct query *out);

struct query_match {
	enum commune_rank rank;
	int grade;		/* inside a rank: 0 is best */
};

/* The folded name without its leading article. */
const char *name_core(const char *folded);
/* Everything but faults. */
bool query_match(const struct query *q, const char *folded, uint32_t initials,
		 struct query_match *m);
/* One or two faults. */
bool query_match_typo(const struct query *q, const char *folded, uint32_t letters,
		      struct query_match *m);

#endif
