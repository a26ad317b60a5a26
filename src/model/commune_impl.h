/*
 * What the packed block of the gazetteer holds.  Communes are sorted by INSEE
 * code; names follow in the order of their communes, each commune's own name
 * first.  An offset points to a NUL terminated string; 0 is "".
 *
 *	texts	char		all strings but the folded ones, each once
 *	folds	char		folded names, NUL after each, each once
 *	communes, lat, lon	one item per commune
 *	first	uint32_t	number of the commune's first name; one more item than communes
 *	names
 *	epcis, depts		sorted by code; ids begin at 1
 *	formers			codes that communes no longer have, sorted
 *	sector	uint32_t	communes of the core, by EPCI name then name
 */
#ifndef MODEL_COMMUNE_IMPL_H
#define MODEL_COMMUNE_IMPL_H

#include <stddef.h>
#include <stdint.h>

#include "aiguillage/commune.h"

#define GAZETTEER_TAG "AGAZ"
#define GAZETTEER_VERSION 3
#define INSEE_LEN 5

/* Its name is the first of its names. */
struct packed_commune {
	uint32_t postcodes;	/* in texts */
	uint32_t population;
	uint16_t epci, dept;
	char insee[INSEE_LEN + 1];
	uint8_t sector, unused;
};

struct packed_name {
	uint32_t initials;	/* letter_bit() of the first character of each word */
	uint32_t letters;	/* letter_bit() of every character */
	uint32_t fold;		/* in folds */
	uint32_t text;		/* in texts */
};

struct packed_label {
	uint32_t code, name;	/* in texts */
};

struct packed_former {
	uint32_t code;		/* in texts */
	uint32_t name;		/* number of a name */
	uint32_t commune;
};

struct gazetteer {
	void *blob;
	const char *texts, *folds;
	const struct packed_commune *communes;
	const float *lat, *lon;
	const uint32_t *first;
	const struct packed_name *names;
	const struct packed_label *epcis, *depts;
	const struct packed_former *formers;
	const uint32_t *sector;
	size_t n_texts, n_folds, n_communes, n_names, n_epcis, n_depts, n_formers, n_sector;
};

/* One bit per letter; all digits share one; 0 for a space. */
static inline uint32_t letter_bit(char c)
{
	if (c >= 'a' && c <= 'z')
		return 1u << (c - 'a');
	return c >= '0' && c <= '9' ? 1u << 26 : 0;
}

/* 0 to 26; 26 for whatever is no letter. */
static inline int letter_index(char c)
{
	return c >= 'a' && c <= 'z' ? c - 'a' : 26;
}

static inline uint32_t letters_of(const char *folded)
{
	uint32_t set = 0;

	for (; *folded; folded++)
		set |= letter_bit(*folded);
	return set;
}

static inline uint32_t initials_of(const char *folded)
{
	uint32_t set = letter_bit(*folded);

	for (; *folded; folded++) {
		if (*folded == ' ')
			set |= letter_bit(folded[1]);
	}
	return set;
}

#endif
