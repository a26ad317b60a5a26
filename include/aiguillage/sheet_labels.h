/*
 * What is printed for the person, in the languages of data/fiche/labels.csv:
 * titles, sentences with {names} to fill in, days, months, needs.  A language
 * is a column; `fr-simple` is French in shorter words, used where it is filled.
 *
 *	struct words w;
 *	words_init(&w, labels, lang, simple);
 *	words_say(&out, &w, "distance", (struct fill[]){
 *		{ "km", "6", FILL_DATA }, { "commune", "Tarare", FILL_DATA }, { NULL } });
 *
 * Languages written from the right: what is not of the language (names,
 * numbers, times) is isolated by U+2066 … U+2069, or it would be shown in the
 * wrong order.
 */
#ifndef AIGUILLAGE_SHEET_LABELS_H
#define AIGUILLAGE_SHEET_LABELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aiguillage/err.h"
#include "aiguillage/str.h"

#define SHEET_FRENCH 0		/* the first language */
#define SHEET_NO_LANGUAGE (-1)

struct sheet_labels;
struct sheet_labels *sheet_labels_read(const char *data_dir, struct err *err);
void sheet_labels_free(struct sheet_labels *l);

/* Languages, French first. */
size_t sheet_language_count(const struct sheet_labels *l);
const char *sheet_language_code(const struct sheet_labels *l, int lang);	/* "fr", "ar" */
/* Its name in French, « arabe »; and its own, « العربية ». */
const char *sheet_language_french(const struct sheet_labels *l, int lang);
const char *sheet_language_own(const struct sheet_labels *l, int lang);
/* By code, French name or own name; ERR_USAGE with the list. */
bool sheet_language_find(const struct sheet_labels *l, const char *text, int *lang,
			 struct err *err);

struct words {
	const struct sheet_labels *labels;
	int lang;
	bool simple, rtl;
};
void words_init(struct words *w, const struct sheet_labels *l, int lang, bool simple);
/* "" when the file has no such key. */
const char *words_get(const struct words *w, const char *key);

enum fill_kind {
	FILL_WORDS,		/* of the language itself */
	FILL_DATA,		/* a number, a name, anything that reads from the left */
};
struct fill {
	const char *name, *value;	/* name NULL: the end */
	enum fill_kind kind;
};
/* Appends the sentence; a {name} that nothing fills stays as it is. */
void words_say(struct str *out, const struct words *w, const char *key, const struct fill *fills);
/* Appends the text, isolated when the language is written from the right. */
void words_data(struct str *out, const struct words *w, const char *text);
/* Appends the text, the French words it has between « » isolated likewise. */
void words_isolate_quotes(struct str *out, const struct words *w, const char *text);

/* « vendredi 4 décembre », « 4 décembre 2026 », « 9h30 », « de 9h à 12h », in the language. */
void words_day(struct str *out, const struct words *w, int day);
void words_date(struct str *out, const struct words *w, int day);
void words_time(struct str *out, const struct words *w, int minute);
void words_weekday(struct str *out, const struct words *w, int weekday);

#endif
