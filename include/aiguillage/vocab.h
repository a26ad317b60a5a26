/*
 * Vocabularies: the values an offer may carry (data/vocabulaire.csv) and those
 * of the journal (data/vocabulaire_journal.csv), with their national label to the letter, a short form for lists, other spellings,
 * and the words people use for them.  Values that are not in the file are kept
 * verbatim everywhere: vocab_label() of an unknown code is the code itself.
 */
#ifndef AIGUILLAGE_VOCAB_H
#define AIGUILLAGE_VOCAB_H

#include <stdbool.h>
#include <stddef.h>

#include "aiguillage/err.h"
#include "aiguillage/str.h"

/* In the order of `genre` names in vocab.c: public, besoin, prise_en_charge… */
enum vocab_genre {
	VOCAB_AUDIENCE,
	VOCAB_NEED,
	VOCAB_CARE,
	VOCAB_BARRIER,
	VOCAB_TYPOLOGY,
	VOCAB_PROGRAMME,
	VOCAB_LABEL,
	VOCAB_COST,
	VOCAB_ACCESS,
	VOCAB_MODE,		/* accompagnement */
	VOCAB_ITINERANCY,
	VOCAB_MEETING,		/* rencontre */
	VOCAB_STATUS,
	VOCAB_TYPE,		/* nature of an offer */
	VOCAB_RECEPTION,	/* accueil */
	VOCAB_REFERRABLE,	/* mobilisable: who can ask for it */
	VOCAB_OFFER_GENRES,	/* those above are of the directory; the index holds them by number */
	VOCAB_ACTIVITY = VOCAB_OFFER_GENRES,	/* of the journal: labels of La Coop, to the letter */
	VOCAB_CHANNEL,
	VOCAB_EQUIPMENT,
	VOCAB_THEME,
	VOCAB_PROCEDURE,	/* administrative themes */
	VOCAB_AUTONOMY,
	VOCAB_LEVEL,		/* of a workshop */
	VOCAB_REDIRECTION,
	VOCAB_GENDER,
	VOCAB_AGE,
	VOCAB_SITUATION,	/* statut */
	VOCAB_STATE,		/* of a referral */
	VOCAB_REASON,		/* why it came to nothing */
	VOCAB_UNMET,		/* why a need found no answer */
	VOCAB_YES_NO,
	VOCAB_TRAVEL,
	VOCAB_CONTACT,		/* who contacts whom */
	/* words of names and addresses, to compare places (likeness.h) */
	VOCAB_NATURE,		/* what a place is */
	VOCAB_WORD,		/* mot: weighs little */
	VOCAB_WAY,		/* voie */
	VOCAB_GENRES
};

struct vocab_value {
	enum vocab_genre genre;
	int order;		/* position inside its genre, 0 = first of the picker */
	char *code, *label, *brief, *schema;
	char *alias;		/* list, exact other spellings, `|` between them */
	char *synonyms;		/* list, what people type */
	char *note;
};

struct vocab;
/* A code that comes twice is left out the second time, and told by vocab_notice(). */
struct vocab *vocab_read(const char *data_dir, struct err *err);
/* What the counsellor must be told of the file; "" mostly. */
const char *vocab_notice(const struct vocab *v);
void vocab_free(struct vocab *v);

const char *vocab_genre_name(enum vocab_genre genre);	/* "public", "besoin"… */
/* "Public", "Besoin", "Prise en charge", "Typologie", "Programme"…: for titles and messages. */
const char *vocab_genre_title(enum vocab_genre genre);
size_t vocab_count(const struct vocab *v, enum vocab_genre genre);
const struct vocab_value *vocab_at(const struct vocab *v, enum vocab_genre genre, size_t i);
/* By code. */
const struct vocab_value *vocab_by_code(const struct vocab *v, enum vocab_genre genre,
					const char *code);
/* By code, label, brief or alias, folded comparison; a v0 gloss after « : » is ignored. */
const struct vocab_value *vocab_find(const struct vocab *v, enum vocab_genre genre,
				     const char *text);
/* Code of what vocab_find() finds, else the text itself. */
const char *vocab_code(const struct vocab *v, enum vocab_genre genre, const char *text);
/* Label / short form of a code; the code itself when unknown. */
const char *vocab_label(const struct vocab *v, enum vocab_genre genre, const char *code);
const char *vocab_brief(const struct vocab *v, enum vocab_genre genre, const char *code);

struct vocab_match {
	const struct vocab_value *value;
	const char *via;	/* the synonym that matched, or NULL when label, brief or code did */
	bool exact;		/* a whole name or synonym was typed, not its beginning */
	bool begins;		/* its beginning, or that of its words; neither: a guess */
};
/*
 * Values that what is being typed may mean, best first: exact, then beginning
 * of label or short form, beginning of a synonym, beginning of any word of them,
 * then typos, then words found in a longer sentence.  Folded.  Empty text: all values in order.
 */
size_t vocab_complete(const struct vocab *v, enum vocab_genre genre, const char *typed,
		      struct vocab_match *out, size_t max);

/* ---- lists inside one string, `|` between the items ---- */

/*
 *	struct list_walk w = { .rest = list };
 *	while (list_next(&w, &item)) use(item.s);
 */
struct list_walk {
	const char *rest;
};
/* Replaces *item by the next non-empty item, trimmed; false at the end. */
bool list_next(struct list_walk *w, struct str *item);
/* The same where it stands in the list, n bytes; NULL at the end. */
const char *list_next_in_place(struct list_walk *w, size_t *n);
bool list_has(const char *list, const char *item);
/* Appends `item` to the list unless it is there. */
void list_add(struct str *list, const char *item);
/* Takes the item out of the list, if it is there. */
void list_remove(struct str *list, const char *item);

#endif
