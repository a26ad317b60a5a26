/*
 * Do two records describe the same place?  Names and addresses are reduced to
 * what tells places apart: « 117 R. P. Passemard » and « 117 rue Pierre
 * Passemard » differ, « 28 BD DE SCHWEIGHOUSE » and « 28 boulevard de
 * schweighouse » do not.  The words of the trade are in the vocabulary: genre
 * `voie` (kinds of ways and their short forms), `nature` (what a place is, one
 * thing under several names: « MSAP », « France services »), `mot` (words that
 * many places bear and that weigh little).
 *
 *	struct likeness *l = likeness_new(vocab);
 *	likeness_name(l, "Médiathèque de Tarare", "Tarare", &a);
 *	likeness_name(l, "MEDIATHEQUE MUNICIPALE", "Tarare", &b);
 *	likeness_alike(&a, &b);		// near 1
 */
#ifndef AIGUILLAGE_LIKENESS_H
#define AIGUILLAGE_LIKENESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/str.h"
#include "aiguillage/vocab.h"

#define LIKENESS_WORDS 12	/* of a name; the rest of a longer one does not count */

struct like_name {
	uint32_t word[LIKENESS_WORDS];	/* hashes, increasing */
	uint8_t weight[LIKENESS_WORDS];	/* hundredths */
	uint8_t n;
	bool nature;		/* tells what it is */
	bool host;		/* a town hall, a Département: others live under its roof */
	uint16_t total;
};

struct likeness;
struct likeness *likeness_new(const struct vocab *v);
void likeness_free(struct likeness *l);

/* Words of the commune's own name weigh next to nothing. */
void likeness_name(struct likeness *l, const char *name, const char *commune,
		   struct like_name *out);
/* What both names share, 0 (nothing) to 1 (all of both). */
float likeness_alike(const struct like_name *a, const struct like_name *b);
/* The shorter one is inside the other: 0 to 1; 0 when it holds no telling word. */
float likeness_inside(const struct like_name *a, const struct like_name *b);
/* One is a host, the other something of its own kind: « Mairie », « France services, mairie ». */
bool likeness_lodger(const struct like_name *a, const struct like_name *b);
/* The same for all names of the same telling words; 0 when there is none. */
uint64_t likeness_name_hash(const struct like_name *a);

/*
 * « 28 boulevard schweighouse »: no postcode nor commune, no small words, one form for each kind of
 * way; "" when the address tells nothing.  Lent until the next one.
 */
const char *likeness_address(struct likeness *l, const char *address, const char *postcode,
			     const char *commune);

#endif
